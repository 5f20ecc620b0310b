"""One indicator in every council and period: who reports, who stands where, who the neighbours are.

A council takes part in a period when it existed on its last day or has a figure in it. Two
councils with one joint return take part once, as that return.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

import queries
from analysis.differences import Figure
from analysis.neighbours import Judgement, NeighbourFigure, judge, neighbour_figure
from analysis.ranks import (
    ENOUGH_AREAS,
    Polarity,
    RankRange,
    Standing,
    quartile_limits,
    rank_of,
    rank_ranges,
)
from pages.parts.figures.councils import ENGLAND, MODELS, Choice, Council, councils
from pages.parts.figures.database import (
    GONE,
    JOINT,
    Indicator,
    Note,
    Row,
    SeriesBreak,
    breaks,
    day,
    indicators,
    notes,
    records,
    version,
)
from pages.parts.figures.view import Reported, View, by_area, reported

NO_ROW = "missing_unknown"


@dataclass(frozen=True, kw_only=True, eq=False)
class Place:
    """A council, a joint return, a region or England, with its figures by the end of the period."""

    area_code: str
    name: str
    level: str
    la_codes: tuple[str, ...]
    parent_code: str | None
    since: date | None
    until: date | None
    series: Mapping[date, Reported]

    def existed(self, end: date) -> bool:
        """Whether the council was there on one day; a joint return is a row and no council."""
        return (
            self.level == "la"
            and (self.since is None or self.since <= end)
            and (self.until is None or self.until >= end)
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Period:
    """Every council that takes part in one period, by area code.

    Where neither a high nor a low figure is better, ranks count from the highest.
    """

    indicator: Indicator
    start: date
    end: date
    places: Mapping[str, Place]
    entries: Mapping[str, Reported]

    @property
    def order(self) -> Polarity:
        """Which figure comes first."""
        return self.indicator.polarity if self.indicator.has_direction else "high"

    @cached_property
    def figures(self) -> dict[str, Figure]:
        return {area: one.figure for area, one in self.entries.items()}

    @cached_property
    def values(self) -> dict[str, float | None]:
        return {area: one.value for area, one in self.entries.items()}

    @cached_property
    def present(self) -> dict[str, float]:
        """The figures there are."""
        return {area: value for area, value in self.values.items() if value is not None}

    @cached_property
    def applies(self) -> int:
        """How many councils the measure applies to."""
        return sum(one.status != "not_applicable" for one in self.entries.values())

    @cached_property
    def limits(self) -> tuple[float, float, float] | None:
        """The quartile limits; None where fewer than 90% of councils have a figure."""
        enough = len(self.present) >= ENOUGH_AREAS * self.applies
        return quartile_limits(list(self.present.values())) if enough else None

    def standing(self, area: str) -> Standing:
        """The rank of one council, or why it has none. Raises KeyError where it takes no part."""
        statuses = {code: one.status for code, one in self.entries.items()}
        return rank_of(area, self.values, self.order, statuses)

    @cached_property
    def ranges(self) -> dict[str, RankRange]:
        """The ranks that chance leaves open, where there are ranks at all."""
        if self.limits is None:
            return {}
        return rank_ranges(self.figures, self.indicator.interval_method, self.order)


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """One indicator everywhere, oldest period first; `version` names the database."""

    indicator: Indicator
    places: Mapping[str, Place]
    breaks: tuple[SeriesBreak, ...]
    version: str

    @cached_property
    def spans(self) -> dict[date, date]:
        """The first day of every period, by its last day; periods without any figure are left out.

        A period is there when any council has a figure, even if one's own has none.
        """
        found = {
            end: one.start
            for place in self.councils
            for end, one in place.series.items()
            if one.value is not None
        }
        return dict(sorted(found.items()))

    @property
    def ends(self) -> list[date]:
        return list(self.spans)

    @cached_property
    def councils(self) -> list[Place]:
        return [place for place in self.places.values() if place.level in ("la", "joint")]

    @cached_property
    def _joint(self) -> dict[str, Place]:
        """The joint return of a council without figures of its own, by DfE code."""
        return {
            code: place
            for place in self.councils
            if place.level == "joint" and place.series
            for code in place.la_codes
        }

    @cached_property
    def _periods(self) -> dict[date, Period]:
        return {}

    def reporter(self, area: str) -> Place | None:
        """Who reports for a council: itself, or a joint return. None for an unknown area."""
        place = self.places.get(area)
        if place is None or place.series or place.level != "la":
            return place
        return self._joint.get(place.la_codes[0], place)

    def at(self, end: date) -> Period:
        """Every council that takes part in the period that ends on one day, by area code."""
        if end not in self._periods:
            self._periods[end] = self._at(end)
        return self._periods[end]

    def _at(self, end: date) -> Period:
        entries = {
            place.area_code: one
            for place in self.councils
            if (one := self._entry(place, end)) is not None
        }
        return Period(
            indicator=self.indicator,
            start=self.spans[end],
            end=end,
            places=self.places,
            entries=entries,
        )

    def _entry(self, place: Place, end: date) -> Reported | None:
        if self.reporter(place.area_code) is not place:
            return None
        one = place.series.get(end)
        if one is not None and (one.value is not None or place.level == "joint"):
            return one
        if not place.existed(end):
            return None
        return one or absent(self.spans[end], end, NO_ROW)

    def broken(self, before: date, after: date) -> list[SeriesBreak]:
        """The breaks and cautions between two periods: no change is computed across any."""
        return [b for b in self.breaks if before <= b.after_end < after]

    def since(self, first: date, last: date) -> date:
        """The oldest period from `first` on that no break parts from `last`."""
        return next(end for end in self.ends if end >= first and not self.broken(end, last))

    def value(self, area: str, end: date) -> float | None:
        """The figure of any place in one period."""
        place = self.reporter(area)
        one = place.series.get(end) if place else None
        return one.value if one else None


def absent(start: date, end: date, status: str) -> Reported:
    """A figure that is not in the published file."""
    return Reported(
        period=str(end.year),
        start=start,
        end=end,
        figure=Figure(value=None),
        symbol=None,
        status=status,
        interval=None,
    )


def field_of(
    answer: list[Row],
    indicator: Indicator,
    broken: tuple[SeriesBreak, ...] = (),
    found: tuple[Note, ...] = (),
    version: str = "",
) -> Field:
    """The field made from the rows of queries/compare_figures.sql, its breaks and its notes."""
    rows = by_area([row for row in answer if row["period_end"] is not None], found)
    places = {}
    for row in answer:
        if row["area_code"] in places:
            continue
        series = tuple(reported(one, indicator) for one in rows.get(row["area_code"], ()))
        places[row["area_code"]] = Place(
            area_code=row["area_code"],
            name=row["name"],
            level=row["level"],
            la_codes=tuple((row["la_code"] or "").split(" / ")),
            parent_code=row["parent_code"],
            since=_day(row["valid_from"]),
            until=_day(row["valid_to"]),
            series={one.end: one for one in series},
        )
    return Field(indicator=indicator, places=places, breaks=broken, version=version)


def _day(value: object) -> date | None:
    return None if value is None else day(value)


@lru_cache(maxsize=60)
def _field(version: str, indicator_id: str) -> Field:
    with queries.connect() as cursor:  # the field is kept, so that the answer need not be
        rows = records(queries.ask(cursor, "compare_figures", indicator=indicator_id))
    one = indicators()[indicator_id]
    return field_of(rows, one, breaks(indicator_id), notes(indicator_id), version)


def field(indicator_id: str) -> Field:
    """One indicator everywhere, kept by database. Raises KeyError for an unknown indicator."""
    return _field(version(), indicator_id)


def near(found: Field, council: Council, model: int, end: date) -> NeighbourFigure:
    """The figure of a council's statistical neighbours in one model and period, by three rules.

    A neighbour without a figure is named with the reason; a joint return counts once, and not at
    all where the council itself takes part in it.
    """
    return group_figure(found, council, _listed(found.version, council.area_code, model), end)


@lru_cache(maxsize=1_000)
def _listed(version: str, area: str, model: int) -> dict[str, str]:
    """The neighbours of a council in one model, names by area code, the closest first."""
    listed = queries.run("neighbours", council=area, model=model)
    return dict(zip(listed["area_code"], listed["name"], strict=True))


def nearby(found: Field, council: Council, end: date) -> dict[int, NeighbourFigure]:
    """The neighbours' figure of each model that lists neighbours of this council."""
    every = {model: near(found, council, model, end) for model in MODELS}
    return {model: figure for model, figure in every.items() if figure.of}


def judged(found: Field, own: str, end: date, figures: Mapping[int, NeighbourFigure]) -> Judgement:
    """A council against its neighbours; no verdict where it has no figure or no interval."""
    entry = found.at(end).entries.get(own)
    if entry is None:
        return Judgement(verdicts={})
    return judge(entry.value, entry.interval, figures, found.indicator.decimals)


def group_figure(
    found: Field, council: Council, names: Mapping[str, str], end: date
) -> NeighbourFigure:
    """The same for any list of councils, `names` by area code."""
    period, own = found.at(end), found.reporter(council.area_code)
    seen = {own.area_code} if own else set()
    figures: dict[str, Figure] = {}
    statuses: dict[str, str] = {}
    for area, name in names.items():
        place = found.reporter(area)
        entry = period.entries.get(place.area_code) if place else None
        if place is not None and place.area_code in seen:
            figures[name], statuses[name] = Figure(value=None), JOINT
        elif place is None or entry is None:
            figures[name], statuses[name] = Figure(value=None), GONE
        else:
            seen.add(place.area_code)
            figures[place.name], statuses[place.name] = entry.figure, entry.status
    interval = entry.interval if own and (entry := period.entries.get(own.area_code)) else None
    return neighbour_figure(figures, statuses, found.indicator.multiplier, interval)


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """All that the page shows: the field, the reader's choice, and the years from first to last.

    `seen` is what the other pages know of the same council and group, in the same years. `named`
    are the councils that the reader chose besides, `group` the members of the group in the
    sidebar; all are area codes of those who report.
    """

    field: Field
    choice: Choice
    seen: View
    first: date
    last: date
    named: tuple[str, ...]
    group: tuple[str, ...]

    @property
    def indicator(self) -> Indicator:
        return self.field.indicator

    @property
    def period(self) -> Period:
        return self.field.at(self.last)

    @property
    def own(self) -> str:
        """The area code under which the council reports."""
        place = self.field.reporter(self.choice.council.area_code)
        return place.area_code if place else self.choice.council.area_code

    @property
    def entry(self) -> Reported | None:
        """The council's own figure in the newest period; None where it does not take part."""
        return self.period.entries.get(self.own)

    @property
    def ends(self) -> list[date]:
        return [end for end in self.field.ends if self.first <= end <= self.last]

    @cached_property
    def near(self) -> dict[int, NeighbourFigure]:
        return nearby(self.field, self.choice.council, self.last)

    @cached_property
    def judgement(self) -> Judgement:
        return judged(self.field, self.own, self.last, self.near)

    @property
    def england(self) -> float | None:
        return self.field.value(ENGLAND, self.last)

    def name(self, area: str) -> str:
        return self.field.places[area].name


def between(seen: View, first: date, last: date) -> View:
    """The same view without the periods before `first` and after `last`."""

    def within(series: tuple[Reported, ...]) -> tuple[Reported, ...]:
        return tuple(one for one in series if first <= one.end <= last)

    return replace(
        seen,
        council=within(seen.council),
        england=within(seen.england),
        group=within(seen.group),
        peers={name: within(series) for name, series in seen.peers.items()},
        means={end: mean for end, mean in seen.means.items() if first <= end <= last},
        notes=tuple(note for note in seen.notes if first <= note.end <= last),
    )


def members(choice: Choice, found: Field) -> tuple[str, ...]:
    """Who is in the group of the sidebar, by the area code under which each reports."""
    areas = choice.group.areas
    if choice.group.published:
        areas = tuple(c.area_code for c in councils() if c.region_code in areas)
    return reporters(areas, found, but=choice.council.area_code)


def reporters(areas: tuple[str, ...], found: Field, but: str) -> tuple[str, ...]:
    """The area codes under which councils report, each once, one council's own left out."""
    own = found.reporter(but)
    codes = [place.area_code for area in areas if (place := found.reporter(area)) is not None]
    return tuple(code for code in dict.fromkeys(codes) if own is None or code != own.area_code)
