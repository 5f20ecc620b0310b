"""One indicator in every council and period: who reports, who stands where, who the neighbours are.

A council takes part in a period when it existed on its last day or has a figure in it. Two
councils with one joint return take part once, as that return.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import queries
from analysis.differences import Figure
from analysis.neighbours import Judgement, NeighbourFigure, judge
from analysis.ranks import (
    Polarity,
    RankRange,
    Standing,
    quarters_of,
    rank_of,
    rank_ranges,
)
from pages.parts.figures.councils import (
    ENGLAND,
    MODELS,
    Area,
    Choice,
    Council,
    areas,
    councils,
    neighbours,
)
from pages.parts.figures.database import (
    GONE,
    JOINT,
    UNBALANCED_WORDS,
    Indicator,
    Note,
    SeriesBreak,
    breaks,
    indicators,
    notes,
)
from pages.parts.figures.spread import PlaceAmong, places_of, spread_of
from pages.parts.figures.view import (
    NO_ROW,
    FigureRow,
    Reported,
    View,
    by_area,
    group_figure,
    reported,
    unbalanced,
)

# Somewhat more than there are core indicators (52), each with some thousands of figures.
MEASURES_KEPT = 60


@dataclass(frozen=True, kw_only=True, eq=False)
class Place(Area):
    """A council, a joint return, a region or England, with its figures by the end of the period."""

    series: Mapping[date, Reported]

    @property
    def la_codes(self) -> tuple[str, ...]:
        return tuple((self.la_code or "").split(" / "))


@dataclass(frozen=True, kw_only=True, eq=False)
class Period:
    """Every council that takes part in one period, by area code.

    Where neither a high nor a low figure is better, ranks count from the highest. `doubted` are the
    councils whose published counts do not add up.
    """

    indicator: Indicator
    start: date
    end: date
    places: Mapping[str, Place]
    entries: Mapping[str, Reported]
    doubted: frozenset[str] = frozenset()

    @property
    def order(self) -> Polarity:
        """Which figure comes first."""
        return self.indicator.polarity if self.indicator.has_direction else "high"

    @cached_property
    def figures(self) -> dict[str, Figure]:
        return {area: entry.figure for area, entry in self.entries.items()}

    @cached_property
    def values(self) -> dict[str, float | None]:
        return {area: entry.value for area, entry in self.entries.items()}

    @cached_property
    def present(self) -> dict[str, float]:
        """The figures there are."""
        return {area: value for area, value in self.values.items() if value is not None}

    @cached_property
    def applies(self) -> int:
        """How many councils the measure applies to."""
        return sum(entry.status != "not_applicable" for entry in self.entries.values())

    @cached_property
    def limits(self) -> tuple[float, float, float] | None:
        """The quartile limits; None where fewer than 90% of councils have a figure."""
        return quarters_of(list(self.present.values()), self.applies)

    @cached_property
    def among(self) -> dict[str, PlaceAmong]:
        """Where each council with a figure stands among all, and beside their usual spread."""
        england = self.places[ENGLAND].series.get(self.end) if ENGLAND in self.places else None
        spread = spread_of(self.indicator, self.figures, england.value if england else None)
        return places_of(self.indicator, self.figures, spread, self.applies, self.doubted)

    def standing(self, area: str) -> Standing:
        """The rank of one council, or why it has none. Raises KeyError where it takes no part."""
        statuses = {code: entry.status for code, entry in self.entries.items()}
        return rank_of(area, self.values, self.order, statuses)

    @cached_property
    def ranges(self) -> dict[str, RankRange]:
        """The ranks that chance leaves open, where there are ranks at all."""
        if self.limits is None:
            return {}
        return rank_ranges(self.figures, self.indicator.interval_method, self.order)


@dataclass(frozen=True, kw_only=True, eq=False)
class Field:
    """One indicator everywhere, oldest period first.

    `unbalanced` are the area and period of each figure whose published counts do not add up.
    """

    indicator: Indicator
    places: Mapping[str, Place]
    breaks: tuple[SeriesBreak, ...]
    unbalanced: frozenset[tuple[str, date]] = frozenset()

    @cached_property
    def spans(self) -> dict[date, date]:
        """The first day of every period, by its last day; periods without any figure are left out.

        A period is there when any council has a figure, even if one's own has none.
        """
        starts = {
            end: figure.start
            for place in self.councils
            for end, figure in place.series.items()
            if figure.value is not None
        }
        return dict(sorted(starts.items()))

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
            place.area_code: entry
            for place in self.councils
            if (entry := self._entry(place, end)) is not None
        }
        return Period(
            indicator=self.indicator,
            start=self.spans[end],
            end=end,
            places=self.places,
            entries=entries,
            doubted=frozenset(area for area, when in self.unbalanced if when == end),
        )

    def _entry(self, place: Place, end: date) -> Reported | None:
        if self.reporter(place.area_code) is not place:
            return None
        figure = place.series.get(end)
        if figure is not None and (figure.value is not None or place.level == "joint"):
            return figure
        if not place.existed(end):
            return None
        return figure or not_published(self.spans[end], end, NO_ROW)

    def broken(self, before: date, after: date) -> list[SeriesBreak]:
        """The breaks and cautions between two periods: no change is computed across any."""
        return [b for b in self.breaks if before <= b.after_end < after]

    def since(self, first: date, last: date) -> date:
        """The oldest period from `first` on that no break parts from `last`."""
        return next(end for end in self.ends if end >= first and not self.broken(end, last))

    def value(self, area: str, end: date) -> float | None:
        """The figure of any place in one period."""
        place = self.reporter(area)
        figure = place.series.get(end) if place else None
        return figure.value if figure else None


def not_published(start: date, end: date, status: str) -> Reported:
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
    rows: Sequence[FigureRow],
    indicator: Indicator,
    every: Iterable[Area],
    breaks: tuple[SeriesBreak, ...] = (),
    notes: Sequence[Note] = (),
) -> Field:
    """The field made from the rows of queries/compare_figures.sql and of queries/areas.sql."""
    figures = by_area(rows, notes)
    places = {
        area.area_code: Place(
            **vars(area),
            series={
                row.period_end: reported(row, indicator) for row in figures.get(area.area_code, ())
            },
        )
        for area in every
    }
    return Field(indicator=indicator, places=places, breaks=breaks, unbalanced=unbalanced(notes))


@queries.kept(most=MEASURES_KEPT)
def everywhere(indicator_id: str) -> Field:
    """One indicator in every council and period. Raises KeyError for an unknown indicator."""
    # Read and not `rows`: the field is kept, so its thousands of rows need not be kept as well.
    with queries.connect() as cursor:
        rows = queries.read(cursor, "compare_figures", FigureRow, indicator=indicator_id)
    return field_of(
        rows,
        indicators()[indicator_id],
        areas().values(),
        breaks(indicator_id),
        notes(indicator_id),
    )


def near(field: Field, council: Council, model: int, end: date) -> NeighbourFigure:
    """The figure of a council's statistical neighbours in one model and period, by three rules.

    A neighbour without a figure is named with the reason; a joint return counts once, and not at
    all where the council itself takes part in it.
    """
    return group_at(field, council, neighbours(council.area_code, model), end)


def nearby(field: Field, council: Council, end: date) -> dict[int, NeighbourFigure]:
    """The neighbours' figure of each model that lists neighbours of this council."""
    every = {model: near(field, council, model, end) for model in MODELS}
    return {model: figure for model, figure in every.items() if figure.of}


def judged(field: Field, own: str, end: date, figures: Mapping[int, NeighbourFigure]) -> Judgement:
    """A council against its neighbours; no verdict where it has no figure or no interval."""
    entry = field.at(end).entries.get(own)
    if entry is None:
        return Judgement(verdicts={})
    return judge(entry.value, entry.interval, figures, field.indicator.decimals)


def group_at(
    field: Field, council: Council, names: Mapping[str, str], end: date
) -> NeighbourFigure:
    """The same for any list of councils, `names` by area code."""
    period, own = field.at(end), field.reporter(council.area_code)
    counted = {own.area_code} if own else set()
    members: dict[str, Reported | str] = {}
    for area_code, name in names.items():
        place = field.reporter(area_code)
        figure = period.entries.get(place.area_code) if place else None
        if place is not None and place.area_code in counted:
            members[name] = JOINT
        elif place is None or figure is None:
            members[name] = GONE
        else:
            counted.add(place.area_code)
            members[place.name] = figure
    return group_figure(
        members, period.entries.get(own.area_code) if own else None, field.indicator
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """All that the page shows: the field, the reader's choice, and the years from first to last.

    `view` is what the other pages know of the same council and group, in the same years. `named`
    are the councils that the reader chose besides, `group` the members of the group in the
    sidebar; all are area codes of those who report.
    """

    field: Field
    choice: Choice
    view: View
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

    def balances(self, area: str) -> bool:
        """Whether nothing is known against the counts of a council's newest figure."""
        return (area, self.last) not in self.field.unbalanced

    def figure_words(self, area: str, words: str) -> str:
        """The newest figure of a council in words, with what is known against its counts."""
        return words if self.balances(area) else f"{words} ({UNBALANCED_WORDS})"

    @property
    def council_name(self) -> str:
        """The council, or those who report together where it takes part in a joint return."""
        return self.name(self.own) if self.entry else self.choice.council.name

    def name(self, area: str) -> str:
        return self.field.places[area].name


def between(view: View, first: date, last: date) -> View:
    """The same view without the periods before `first` and after `last`."""

    def within(series: tuple[Reported, ...]) -> tuple[Reported, ...]:
        return tuple(figure for figure in series if first <= figure.end <= last)

    return replace(
        view,
        council=within(view.council),
        england=within(view.england),
        group=within(view.group),
        peers={name: within(series) for name, series in view.peers.items()},
        means={end: mean for end, mean in view.means.items() if first <= end <= last},
        notes=tuple(note for note in view.notes if first <= note.period_end <= last),
    )


def members(choice: Choice, field: Field) -> tuple[str, ...]:
    """Who is in the group of the sidebar, by the area code under which each reports."""
    areas = choice.group.areas
    if choice.group.published:
        areas = tuple(c.area_code for c in councils() if c.region_code in areas)
    return reporters(areas, field, but=choice.council.area_code)


def reporters(areas: tuple[str, ...], field: Field, but: str) -> tuple[str, ...]:
    """The area codes under which councils report, each once, one council's own left out."""
    own = field.reporter(but)
    codes = [place.area_code for area in areas if (place := field.reporter(area)) is not None]
    return tuple(code for code in dict.fromkeys(codes) if own is None or code != own.area_code)
