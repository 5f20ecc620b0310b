"""What the database answers about wards: a record for each row, a function for each question."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import queries
from pages.parts.figures.councils import ENGLAND, Council
from pages.parts.figures.sources import SourceFile

ALL_SCHOOLS, MAINSTREAM = "All schools", "Mainstream"
SUPPORT, PLAN, ANY, NO_SEN, ALL_PUPILS = "SEN support", "EHC plan", "Any SEN", "No SEN", "Pupils"
NEEDS = (NO_SEN, SUPPORT, PLAN)
MEASURES = (SUPPORT, PLAN, ANY)
NO_WARD, OTHER_WARDS = "no ward", "no former ward"
WARD_UNKNOWN = "Ward not known"

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

    `same_as` is the code of the newer ward that has all the postcodes of a former one, `children`
    the residents aged 0 to 17, `shape` a polygon in GeoJSON.
    """

    ward_code: str
    name: str
    former: bool
    locality: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    children: int | None = None
    children_source: str | None = None
    shape: str | None = None
    same_as: str | None = None

    @property
    def known(self) -> bool:
        """False for the place of those whose ward is not known."""
        return self.ward_code not in (NO_WARD, OTHER_WARDS)

    @cached_property
    def outline(self) -> Mapping[str, Any] | None:
        """The shape, read once for every map that it is on."""
        outline: Mapping[str, Any] | None = json.loads(self.shape) if self.shape else None
        return outline


@dataclass(frozen=True, kw_only=True)
class PupilCounts:
    """Pupils, and those among them with special educational needs."""

    pupils: int
    sen_support: int
    ehc_plan: int

    @property
    def counts(self) -> dict[str, int]:
        none = self.pupils - self.sen_support - self.ehc_plan
        return {NO_SEN: none, SUPPORT: self.sen_support, PLAN: self.ehc_plan}


@dataclass(frozen=True, kw_only=True)
class Unit(PupilCounts):
    """What the counts are added from: a school, or a ward that the council supplied.

    `wards` holds the codes of the ward in force and the former one where the figures are in both.
    """

    name: str
    kind: str
    wards: tuple[str, ...]

    @property
    def group(self) -> str:
        return "mainstream" if self.kind == "mainstream" else "other"


@dataclass(frozen=True, kw_only=True)
class WardQuote:
    """One row of queries/ward_paper.sql: what a paper said of one ward, and the paper.

    `valid_to` is the last day of a ward that is no longer in force; `value` is in percent, None
    where the paper gives no figure; `note` is what we say of the paper.
    """

    meeting_date: date
    agenda_item: str | None
    note: str | None
    ward_code: str
    name: str
    valid_to: date | None
    measure: str
    value: float | None
    quote: str


@dataclass(frozen=True, kw_only=True)
class _SchoolRow(PupilCounts):
    name: str
    kind: str
    ward_code: str | None
    former_ward_code: str | None


@dataclass(frozen=True, kw_only=True)
class _SuppliedRow(PupilCounts):
    ward_code: str


@dataclass(frozen=True, kw_only=True)
class _EnglandRow:
    sen_support_pc: float | None
    ehc_plan_pc: float | None
    any_sen_pc: float | None


@dataclass(frozen=True, kw_only=True)
class _WardNote:
    note: str


@dataclass(frozen=True, kw_only=True)
class _SchoolCouncil:
    name: str


@dataclass(frozen=True, kw_only=True)
class Deprivation:
    """Children who live in a ward, in income-deprived families: per cent, and who says so."""

    ward_code: str
    year: int
    percent: float
    source: str
    file: str
    source_row: int


def deprivation(council: Council) -> dict[str, Deprivation]:
    """The income deprivation of children by code of the ward where they live; empty if unknown."""
    rows = queries.rows("ward_deprivation", Deprivation, la=council.la_code)
    return {row.ward_code: row for row in rows}


def editions(council: Council) -> tuple[Edition, ...]:
    """The sets of ward figures of a council, the published ones first, the newest first."""
    return queries.rows("ward_editions", Edition, la=council.la_code)


def wards(council: Council) -> tuple[Ward, ...]:
    """The wards of a council, those in force first."""
    return queries.rows("wards", Ward, la=council.la_code)


def unlisted(code: str) -> Ward:
    """A ward that is in the figures and not in the list of wards, or nobody's ward."""
    if code in (NO_WARD, OTHER_WARDS):
        return Ward(ward_code=code, name=WARD_UNKNOWN, former=code == OTHER_WARDS)
    return Ward(ward_code=code, name=code, former=False)


def units(council: Council, edition: Edition) -> tuple[Unit, ...]:
    """What the counts of one edition are added from."""
    return _supplied(council, edition) if edition.supplied else _schools(council, edition)


def _schools(council: Council, edition: Edition) -> tuple[Unit, ...]:
    """The schools of a council in one census, with their ward in each set that is used."""
    schools = queries.rows(
        "ward_schools", _SchoolRow, la=council.la_code, period_end=edition.period_end
    )
    in_force = any(school.ward_code is not None for school in schools)
    former = any(school.former_ward_code is not None for school in schools)
    return tuple(
        _unit(
            school,
            school.name,
            school.kind,
            *([school.ward_code or NO_WARD] if in_force else []),
            *([school.former_ward_code or OTHER_WARDS] if former else []),
        )
        for school in schools
    )


def _supplied(council: Council, edition: Edition) -> tuple[Unit, ...]:
    """The wards that a council supplied."""
    supplied = queries.rows(
        "ward_supplied",
        _SuppliedRow,
        la=council.la_code,
        period_end=edition.period_end,
        basis=edition.basis,
    )
    return tuple(_unit(ward, ward.ward_code, "ward", ward.ward_code) for ward in supplied)


def _unit(counted: PupilCounts, name: str, kind: str, *codes: str) -> Unit:
    return Unit(
        name=name,
        kind=kind,
        wards=codes,
        pupils=counted.pupils,
        sen_support=counted.sen_support,
        ehc_plan=counted.ehc_plan,
    )


def england(year: int) -> dict[str, float | None]:
    """England's published percentages in January of one year; any SEN is their sum."""
    (row,) = queries.rows("ward_england", _EnglandRow, england=ENGLAND, year=year)
    return {SUPPORT: row.sen_support_pc, PLAN: row.ehc_plan_pc, ANY: row.any_sen_pc}


def placing_notes(council: Council, edition: Edition) -> tuple[str, ...]:
    """What a reader must know of how the schools of one census were placed."""
    if edition.supplied:
        return ()
    listed = queries.rows(
        "ward_notes", _WardNote, la=council.la_code, period_end=edition.period_end
    )
    return tuple(row.note for row in listed)


def files(council: Council, edition: Edition) -> tuple[SourceFile, ...]:
    """The files that the figures of one edition were read from."""
    return queries.rows(
        "ward_files",
        SourceFile,
        la=council.la_code,
        period_end=edition.period_end,
        supplied=edition.supplied,
        basis=edition.basis,
    )


def ward_quotes(council: Council, edition: Edition) -> tuple[WardQuote, ...]:
    """What the last committee paper said of single wards in the same January."""
    return queries.rows("ward_paper", WardQuote, la=council.la_code, period_end=edition.period_end)


def school_councils() -> tuple[str, ...]:
    """The names of the councils whose schools are in the database."""
    return tuple(row.name for row in queries.rows("ward_school_councils", _SchoolCouncil))
