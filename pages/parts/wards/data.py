"""Pupils by ward: which figures a council has, and what of them may be shown."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any, Literal

import queries
from analysis.disclosure import Heading, Key, Screen, Table, hide
from analysis.funnel import Signal, proportion_signal
from analysis.intervals import Z95, Z998, Interval, wilson
from pages.parts.figures.councils import ENGLAND, Council
from pages.parts.figures.database import Row, day, records, version
from pages.parts.language.words import (
    display_name,
    number,
    uncapitalise,
)

ALL, MAINSTREAM = "All schools", "Mainstream"
SUPPORT, PLAN, ANY, NONE, PUPILS = "SEN support", "EHC plan", "Any SEN", "No SEN", "Pupils"
NEEDS = (NONE, SUPPORT, PLAN)
MEASURES = (SUPPORT, PLAN, ANY)
NEED_HEADINGS: Heading = {
    **{need: frozenset({need}) for need in NEEDS},
    ANY: frozenset({SUPPORT, PLAN}),
    PUPILS: frozenset(NEEDS),
}
SCHOOL_HEADINGS: Heading = {
    ALL: frozenset({"mainstream", "other"}),
    MAINSTREAM: frozenset({"mainstream"}),
}
COUNCIL, NO_WARD, OTHER_WARDS = "council", "no ward", "no former ward"
UNKNOWN = "Ward not known"
HIDDEN, NOBODY, NOT_SUPPLIED = "Hidden (small number)", "No school", "Not supplied"

Basis = Literal["home", "school"]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One set of ward figures; `basis` says whether the ward is the child's or the school's."""

    supplied: bool
    basis: Basis
    period_end: date


@dataclass(frozen=True, kw_only=True)
class Ward:
    """One ward; `former` when its boundaries are no longer in force.

    `same_as` is the code of the newer ward that has all the postcodes of a former one.
    """

    code: str
    name: str
    former: bool
    locality: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    children: int | None = None
    children_on: date | None = None
    children_source: str | None = None
    shape: Mapping[str, Any] | None = None
    same_as: str | None = None

    @property
    def known(self) -> bool:
        """False for the place of those whose ward is not known."""
        return self.code not in (NO_WARD, OTHER_WARDS)


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What the counts are added from: a school, or a ward that the council supplied.

    `wards` holds the ward in force and the former one where the figures are in both.
    """

    name: str
    kind: str
    wards: tuple[str, ...]
    pupils: int
    sen_support: int
    ehc_plan: int

    @property
    def group(self) -> str:
        return "mainstream" if self.kind == "mainstream" else "other"

    @property
    def counts(self) -> dict[str, int]:
        none = self.pupils - self.sen_support - self.ehc_plan
        return {NONE: none, SUPPORT: self.sen_support, PLAN: self.ehc_plan}


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One measure in one ward; None is hidden, or there is nobody to count."""

    ward: Ward
    listed: bool
    schools: int
    pupils: int | None
    count: int | None
    percent: float | None
    interval: Interval | None
    signal95: Signal | None
    signal: Signal | None

    @property
    def words(self) -> str:
        """The percentage, or why there is none."""
        if self.percent is not None:
            return number(self.percent, "percent", 1)
        if self.pupils == 0:
            return NOBODY
        return HIDDEN if self.listed else NOT_SUPPLIED


@dataclass(frozen=True, kw_only=True, eq=False)
class WardData:
    """All figures of one edition, with what must be hidden in them; equal to itself only."""

    council: Council
    edition: Edition
    wards: tuple[Ward, ...]
    units: tuple[Unit, ...]
    screen: Screen
    england: Mapping[str, float | None]
    notes: tuple[str, ...] = ()

    @cached_property
    def sets(self) -> tuple[bool, ...]:
        """The sets of wards that the figures are in: the one in force first, then the former."""
        return tuple(sorted({ward.former for ward in self.wards}))

    def of(self, former: bool) -> tuple[Ward, ...]:
        return tuple(ward for ward in self.wards if ward.former == former)

    def inside(self, ward: Ward, schools: str) -> list[Unit]:
        """The schools in a ward."""
        groups = SCHOOL_HEADINGS[schools]
        return [unit for unit in self.units if ward.code in unit.wards and unit.group in groups]

    @cached_property
    def places(self) -> frozenset[str]:
        """The wards in which anybody was counted, and the council."""
        return frozenset(self.screen.table.headings[0])

    def count(self, place: str, need: str, schools: str) -> int | None:
        """A count that may be shown; None where it is hidden, or was not supplied."""
        if place in self.places:
            return self.screen.count((place, need, schools))
        return None if self.edition.supplied else 0

    def percent(self, place: str, need: str, schools: str) -> float | None:
        return self.screen.percent((place, need, schools)) if place in self.places else None

    def others(self, ward: Ward, need: str) -> int | None:
        """How many are not in mainstream schools, where that follows from what is shown."""
        every, main = (self.count(ward.code, need, one) for one in (ALL, MAINSTREAM))
        return None if every is None or main is None else every - main

    def rates(self, measure: str, schools: str, former: bool) -> list[Rate]:
        """One measure in every ward of one set, the highest first, what is hidden last by name."""
        found = [self._rate(ward, measure, schools) for ward in self.of(former)]
        return sorted(
            found, key=lambda r: (r.percent is None, -(r.percent or 0.0), r.ward.name, r.ward.code)
        )

    def _rate(self, ward: Ward, measure: str, schools: str) -> Rate:
        pupils = self.count(ward.code, PUPILS, schools)
        count = self.count(ward.code, measure, schools)
        percent = self.percent(ward.code, measure, schools)
        shown = percent is not None and count is not None and pupils is not None
        interval, near, far = None, None, None
        if shown:
            assert count is not None and pupils is not None
            interval = wilson(count, pupils).scaled(100)
            whole = self.percent(COUNCIL, measure, schools)
            if whole is not None:
                near = proportion_signal(count, pupils, whole / 100, Z95)
                far = proportion_signal(count, pupils, whole / 100, Z998)
        return Rate(
            ward=ward,
            listed=ward.code in self.places,
            schools=len(self.inside(ward, schools)),
            pupils=pupils,
            count=count,
            percent=percent,
            interval=interval,
            signal95=near,
            signal=far,
        )


@lru_cache(maxsize=400)
def _editions(version: str, la_code: str) -> tuple[Edition, ...]:
    return tuple(
        Edition(
            supplied=bool(row["supplied"]), basis=row["basis"], period_end=day(row["period_end"])
        )
        for row in records(queries.run("ward_editions", la=la_code))
    )


def editions(council: Council) -> tuple[Edition, ...]:
    """The sets of ward figures of a council, the published ones first, the newest first."""
    return _editions(version(), council.la_code)


@lru_cache(maxsize=100)
def _ward_data(version: str, council: Council, edition: Edition) -> WardData:
    units = supplied(council, edition) if edition.supplied else schools(council, edition)
    used = {code for unit in units for code in unit.wards}
    known = wards(council)
    sets = {ward.former for ward in known if ward.code in used} or {False}
    found = [ward for ward in known if ward.former in sets]
    missing = sorted(used - {ward.code for ward in found})
    return WardData(
        council=council,
        edition=edition,
        wards=(*found, *(_unlisted(code) for code in missing)),
        units=tuple(units),
        screen=screen(units, mainstream=not edition.supplied),
        england=england(edition.period_end.year),
        notes=() if edition.supplied else notes(council, edition),
    )


def ward_data(council: Council, edition: Edition) -> WardData:
    """One edition of a council, kept by database."""
    return _ward_data(version(), council, edition)


def notes(council: Council, edition: Edition) -> tuple[str, ...]:
    """What a reader must know of how the schools of one census were placed."""
    asked = queries.run("ward_notes", la=council.la_code, period_end=edition.period_end)
    return tuple(row["note"] for row in records(asked))


def wards(council: Council) -> list[Ward]:
    """The wards of a council, those in force first."""
    return [_ward(row) for row in records(queries.run("wards", la=council.la_code))]


def _ward(row: Row) -> Ward:
    return Ward(
        code=row["ward_code"],
        name=row["name"],
        former=bool(row["former"]),
        locality=row["locality"],
        valid_from=_date(row["valid_from"]),
        valid_to=_date(row["valid_to"]),
        children=None if row["population_0_17"] is None else int(row["population_0_17"]),
        children_on=_date(row["population_on"]),
        children_source=row["population_source"],
        shape=None if row["shape"] is None else json.loads(row["shape"]),
        same_as=row["same_as"],
    )


def _date(value: object) -> date | None:
    return None if value is None else day(value)


def _unlisted(code: str) -> Ward:
    """A ward that is in the figures and not in the list of wards, or nobody's ward."""
    if code in (NO_WARD, OTHER_WARDS):
        return Ward(code=code, name=UNKNOWN, former=code == OTHER_WARDS)
    return Ward(code=code, name=code, former=False)


def schools(council: Council, edition: Edition) -> list[Unit]:
    """The schools of a council in one census, with their ward in each set that is used."""
    asked = queries.run("ward_schools", la=council.la_code, period_end=edition.period_end)
    rows = records(asked)
    columns = {"ward_code": NO_WARD, "former_ward_code": OTHER_WARDS}
    used = [column for column in columns if any(row[column] is not None for row in rows)]
    return [
        _unit(row, row["name"], row["kind"], tuple(row[c] or columns[c] for c in used))
        for row in rows
    ]


def supplied(council: Council, edition: Edition) -> list[Unit]:
    """The wards that a council supplied."""
    rows = queries.run(
        "ward_supplied",
        la=council.la_code,
        period_end=edition.period_end,
        basis=edition.basis,
    )
    return [_unit(row, row["ward_code"], "ward", (row["ward_code"],)) for row in records(rows)]


def _unit(row: Row, name: str, kind: str, codes: tuple[str, ...]) -> Unit:
    return Unit(
        name=name,
        kind=kind,
        wards=codes,
        pupils=int(row["pupils"]),
        sen_support=int(row["sen_support"]),
        ehc_plan=int(row["ehc_plan"]),
    )


def screen(units: Sequence[Unit], *, mainstream: bool) -> Screen:
    """What may be shown of every view together: wards of both sets, measures, kinds of school.

    The council's totals are published elsewhere, so hiding them would protect nothing; where that
    leaves no way to hide a small ward, they are hidden all the same.
    """
    try:
        return hide(table(units, mainstream=mainstream, totals_known=True))
    except ValueError:
        return hide(table(units, mainstream=mainstream, totals_known=False))


def table(units: Sequence[Unit], *, mainstream: bool, totals_known: bool) -> Table:
    """All printed counts of one edition. The innermost parts are schools that share all wards."""
    schools = SCHOOL_HEADINGS if mainstream else {ALL: frozenset({"other"})}
    groups = sorted(schools[ALL])
    parts = {unit.wards: " | ".join(unit.wards) for unit in units}
    counts: dict[Key, int] = {
        (part, need, group): 0 for part in parts.values() for need in NEEDS for group in groups
    }
    for unit in units:
        for need, count in unit.counts.items():
            counts[parts[unit.wards], need, unit.group] += count
    places: Heading = {
        **_places(parts),
        COUNCIL: frozenset(parts.values()),
    }
    known = {(COUNCIL, need, school) for need in NEED_HEADINGS for school in schools}
    return Table(
        counts=counts,
        headings=(places, NEED_HEADINGS, schools),
        share=1,
        known=frozenset(known) if totals_known else frozenset(),
    )


def _places(parts: Mapping[tuple[str, ...], str]) -> dict[str, frozenset[str]]:
    codes = dict.fromkeys(code for wards in parts for code in wards)
    return {
        code: frozenset(part for wards, part in parts.items() if code in wards) for code in codes
    }


def england(year: int) -> dict[str, float | None]:
    """England's published percentages in January of one year; any SEN is their sum."""
    rows = records(queries.run("ward_england", england=ENGLAND, year=year))
    row = rows[0] if rows else {}
    return {
        SUPPORT: row.get("sen_support_pc"),
        PLAN: row.get("ehc_plan_pc"),
        ANY: row.get("any_sen_pc"),
    }


def set_label(wards: Iterable[Ward], former: bool) -> str:
    """A set of wards by the day that its boundaries began or ended: 'From May 2023'."""
    ends = [ward.valid_to if former else ward.valid_from for ward in wards if ward.former == former]
    known = [end for end in ends if end is not None]
    if not known:
        return "Former wards" if former else "Wards in force"
    if former:
        return f"Before {max(known) + timedelta(days=1):%B %Y}"
    return f"From {max(known):%B %Y}"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the reader chose: an edition, a measure, which schools, which set of wards."""

    data: WardData
    measure: str
    schools: str
    former: bool

    @property
    def rates(self) -> list[Rate]:
        return self.data.rates(self.measure, self.schools, self.former)

    @property
    def whole(self) -> float | None:
        """The council's own percentage."""
        return self.data.percent(COUNCIL, self.measure, self.schools)

    @property
    def england(self) -> float | None:
        """England's percentage, published for all schools only."""
        return self.data.england[self.measure] if self.schools == ALL else None

    @property
    def council(self) -> str:
        return display_name(self.data.council.name)

    @property
    def wards(self) -> str:
        """The set of wards: 'wards from May 2023'."""
        label = set_label(self.data.wards, self.former)
        return f"wards {uncapitalise(label)}" if label.startswith(("From", "Before")) else label
