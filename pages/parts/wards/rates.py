"""What may be shown of one edition: counts, and rates with intervals and where they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

import queries
from analysis.differences import Figure
from analysis.disclosure import Screen
from analysis.funnel import Signal
from analysis.intervals import Interval, wilson
from analysis.largest import largest_first
from analysis.overdispersion import ENOUGH_UNITS, Overdispersion, limits
from analysis.ranks import ENOUGH_AREAS, part_of, quartile_limits
from pages.parts.figures.councils import Council
from pages.parts.figures.counts import few_counts
from pages.parts.language.words import display_name, percent, uncapitalise
from pages.parts.wards import data
from pages.parts.wards.data import (
    ALL_PUPILS,
    ALL_SCHOOLS,
    MAINSTREAM,
    Deprivation,
    Edition,
    Unit,
    Ward,
)
from pages.parts.wards.hiding import SCHOOL_HEADINGS, WHOLE_COUNCIL, screen

HIDDEN, NOBODY, NOT_SUPPLIED = "Hidden (small number)", "No school", "Not supplied"
Quartiles = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One measure in one ward; None is hidden, or there is nobody to count.

    `listed` is False where the council supplied nothing of the ward. `chance` says on which side of
    the 99.8% limits of chance alone it lies, `signal` the same of the usual spread of wards: it
    alone tells a ward that stands out. `part` is its quarter of the wards, or the middle half.
    """

    ward: Ward
    listed: bool
    schools: int
    pupils: int | None
    count: int | None
    percent: float | None
    interval: Interval | None
    chance: Signal | None = None
    signal: Signal | None = None
    part: str | None = None

    @property
    def words(self) -> str:
        """The percentage, with its counts where it is of few, or why there is none."""
        if self.percent is not None:
            behind = Figure(value=self.percent, numerator=self.count, denominator=self.pupils)
            return percent(self.percent) + few_counts(behind, "percent")
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
    deprivation: Mapping[str, Deprivation] = field(default_factory=dict)

    @cached_property
    def sets(self) -> tuple[bool, ...]:
        """The sets of wards that the figures are in: the one in force first, then the former."""
        return tuple(sorted({ward.former for ward in self.wards}))

    def of(self, former: bool) -> tuple[Ward, ...]:
        return tuple(ward for ward in self.wards if ward.former == former)

    def inside(self, ward: Ward, schools: str) -> list[Unit]:
        """The schools in a ward."""
        groups = SCHOOL_HEADINGS[schools]
        code = ward.ward_code
        return [unit for unit in self.units if code in unit.wards and unit.group in groups]

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
        every, main = (self.count(ward.ward_code, need, kind) for kind in (ALL_SCHOOLS, MAINSTREAM))
        return None if every is None or main is None else every - main

    def rates(self, measure: str, schools: str, former: bool) -> list[Rate]:
        """One measure in every ward of one set, the highest first, what is hidden before a 0."""
        rates = [self._rate(ward, measure, schools) for ward in self.of(former)]
        spread, quarters = self.spread(measure, schools, former), _quarters(rates)
        return sorted(
            (_placed(rate, spread, quarters) for rate in rates),
            key=lambda r: (
                *largest_first(r.percent, withheld=r.words == HIDDEN),
                r.ward.name,
                r.ward.ward_code,
            ),
        )

    def spread(self, measure: str, schools: str, former: bool) -> Overdispersion | None:
        """How far the wards that are shown vary around the council; None without its percentage.

        Nothing hidden goes into it. At 0% and at 100% no ward can lie apart.
        """
        whole = self.percent(WHOLE_COUNCIL, measure, schools)
        if whole is None or not 0 < whole < 100:
            return None
        rates = (self._rate(ward, measure, schools) for ward in self.of(former) if ward.known)
        return limits(
            {
                rate.ward.ward_code: Figure(
                    value=rate.percent, numerator=rate.count, denominator=rate.pupils
                )
                for rate in rates
                if rate.percent is not None
            },
            whole / 100,
        )

    def _rate(self, ward: Ward, measure: str, schools: str) -> Rate:
        place = ward.ward_code
        pupils = self.count(place, ALL_PUPILS, schools)
        count = self.count(place, measure, schools)
        share = self.percent(place, measure, schools)
        interval = None
        if share is not None and count is not None and pupils is not None:
            interval = wilson(count, pupils).scaled(100)
        return Rate(
            ward=ward,
            listed=place in self.places,
            schools=len(self.inside(ward, schools)),
            pupils=pupils,
            count=count,
            percent=share,
            interval=interval,
        )


def _quarters(rates: Sequence[Rate]) -> Quartiles | None:
    """The quartiles of wards; None for so few that they mean little, or where 1 in 10 is hidden."""
    known = [rate for rate in rates if rate.ward.known]
    shown = [rate.percent for rate in known if rate.percent is not None]
    enough = len(shown) >= max(ENOUGH_UNITS, ENOUGH_AREAS * len(known))
    return quartile_limits(shown) if enough else None


def _placed(rate: Rate, spread: Overdispersion | None, quarters: Quartiles | None) -> Rate:
    """The same rate, and where it stands among all of them."""
    place = spread.units.get(rate.ward.ward_code) if spread else None
    if place is None or rate.percent is None:
        return rate
    part = None if quarters is None else part_of(rate.percent, quarters)
    return replace(rate, chance=place.chance998, signal=place.usual998, part=part)


@queries.kept(most=100)
def ward_data(council: Council, edition: Edition) -> WardData:
    """One edition of a council, kept because to prove what must be hidden takes a while."""
    units = data.units(council, edition)
    used = {code for unit in units for code in unit.wards}
    listed = data.wards(council)
    sets = {ward.former for ward in listed if ward.ward_code in used} or {False}
    wards = [ward for ward in listed if ward.former in sets]
    missing = sorted(used - {ward.ward_code for ward in wards})
    return WardData(
        council=council,
        edition=edition,
        wards=(*wards, *(data.unlisted(code) for code in missing)),
        units=units,
        screen=screen(units, mainstream=not edition.supplied),
        england=data.england(edition.period_end.year),
        notes=data.placing_notes(council, edition),
        deprivation=data.deprivation(council),
    )


def set_label(wards: Iterable[Ward], former: bool) -> str:
    """A set of wards by the day that its boundaries began or ended: 'From May 2023'."""
    ends = known_ends(wards, former)
    if not ends:
        return "Former wards" if former else "Wards in force"
    if former:
        return f"Before {max(ends) + timedelta(days=1):%B %Y}"
    return f"From {max(ends):%B %Y}"


def known_ends(wards: Iterable[Ward], former: bool) -> list[date]:
    """The first days of the wards in force, or the last days of the former ones."""
    ends = (ward.valid_to if former else ward.valid_from for ward in wards if ward.former == former)
    return [end for end in ends if end is not None]


@dataclass(frozen=True, kw_only=True)
class WardChoice:
    """What the reader chose: an edition, a measure, which schools, which set of wards."""

    data: WardData
    measure: str
    schools: str
    former: bool

    @cached_property
    def rates(self) -> list[Rate]:
        return self.data.rates(self.measure, self.schools, self.former)

    @cached_property
    def placed(self) -> list[tuple[Rate, Deprivation]]:
        """The wards with both a percentage that is shown and income deprivation, most first."""
        both = [
            (rate, self.data.deprivation[rate.ward.ward_code])
            for rate in self.rates
            if rate.percent is not None and rate.ward.ward_code in self.data.deprivation
        ]
        return sorted(both, key=lambda one: (-one[1].percent, one[0].ward.name))

    @property
    def whole(self) -> float | None:
        """The council's own percentage."""
        return self.data.percent(WHOLE_COUNCIL, self.measure, self.schools)

    @cached_property
    def spread(self) -> Overdispersion | None:
        """How far wards vary around the council's percentage."""
        return self.data.spread(self.measure, self.schools, self.former)

    @property
    def england(self) -> float | None:
        """England's percentage, published for all schools only."""
        return self.data.england[self.measure] if self.schools == ALL_SCHOOLS else None

    @property
    def place(self) -> str:
        """The council, as people say its name."""
        return display_name(self.data.council.name)

    @property
    def boundaries(self) -> str:
        """The set of wards: 'wards from May 2023'."""
        label = set_label(self.data.wards, self.former)
        return f"wards {uncapitalise(label)}" if label.startswith(("From", "Before")) else label
