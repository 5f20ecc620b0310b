"""All that one chart needs: an indicator's figures for the council, England and the group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import dropwhile
from typing import Protocol, TypeVar

import queries
from analysis.differences import Figure
from analysis.intervals import Interval, figure_interval
from analysis.neighbours import Missing, NeighbourFigure, neighbour_figure
from pages.parts.figures.councils import ENGLAND, Choice, areas
from pages.parts.figures.database import (
    ACCOUNT,
    FAULT,
    GONE,
    JOINT,
    PREDECESSOR,
    UNBALANCED_WORDS,
    Indicator,
    Note,
    SeriesBreak,
    breaks,
    in_words,
    indicators,
    notes,
)
from pages.parts.language.words import period_label

ENOUGH_COUNCILS = 20  # for a middle half of them
NO_ROW = "missing_unknown"  # the status of a figure that the published file has no row for


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """One row of the table `figure`: a place, a period, and its value or why there is none."""

    area_code: str
    period: str
    period_start: date
    period_end: date
    value: float | None
    symbol: str | None
    status: str
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True, kw_only=True)
class TrendRow(FigureRow):
    """One row of queries/trend.sql: a figure, and who reported it for the place asked about."""

    indicator_id: str
    reported_by: str
    name: str
    level: str


AnyRow = TypeVar("AnyRow", bound=FigureRow)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One figure of one place in one period, with its interval where it has one."""

    period: str
    start: date
    end: date
    figure: Figure
    symbol: str | None
    status: str
    interval: Interval | None

    @property
    def value(self) -> float | None:
        return self.figure.value

    @property
    def withheld(self) -> bool:
        """Whether a published cell has a symbol instead of a number, so that it may be any size."""
        return self.value is None and self.status not in ("not_applicable", NO_ROW, GONE)


Series = tuple[Reported, ...]
Peers = dict[str, Series]


@dataclass(frozen=True, kw_only=True)
class MiddleHalf:
    """One row of queries/middle_half.sql: where half of all councils lie, in one period."""

    period_end: date
    low: float
    high: float
    councils: int


@dataclass(frozen=True, kw_only=True)
class View:
    """An indicator for one choice, oldest figure first in every series.

    `name` and `reporter` (an area code) say who reported `council`: the council, or the joint
    return it takes part in.
    `group` holds the published figure of a region, `peers` the series of each council of a
    group by name, and `means` their figure for each period end. A series without figures is empty.
    """

    indicator: Indicator
    choice: Choice
    name: str
    reporter: str
    joint: bool
    council: Series
    england: Series
    group: Series
    peers: Peers
    means: dict[date, NeighbourFigure]
    breaks: tuple[SeriesBreak, ...]
    notes: tuple[Note, ...]

    @property
    def latest(self) -> Reported | None:
        """The newest period that the council was asked about, with or without a number."""
        return self.council[-1] if self.council else None

    def group_value(self, end: date) -> float | None:
        """The figure of the group in one period: its mean, or as published for a region."""
        if end in self.means:
            return self.means[end].mean
        return value_at(self.group, end)

    def england_value(self, end: date) -> float | None:
        return value_at(self.england, end)

    @property
    def seen_breaks(self) -> list[SeriesBreak]:
        """The breaks between the oldest and the newest period of any series that is shown."""
        ends = [r.end for series in (self.council, self.england, self.group) for r in series]
        return [b for b in self.breaks if min(ends) <= b.after_end < max(ends)]

    def balances(self, end: date) -> bool:
        """Whether nothing is known against the counts of the council's figure in one period."""
        return (self.reporter, end) not in unbalanced(self.notes)

    def of(self, end: date) -> Reported | None:
        """The council's figure in one period."""
        return at(self.council, end)


def at(series: Series, end: date) -> Reported | None:
    """The figure of a series in the period that ends on one day."""
    return next((figure for figure in series if figure.end == end), None)


def value_at(series: Series, end: date) -> float | None:
    figure = at(series, end)
    return figure.value if figure else None


class Counted(Protocol):
    """Any row of a query that holds a figure and its two counts."""

    @property
    def value(self) -> float | None: ...

    @property
    def numerator(self) -> float | None: ...

    @property
    def denominator(self) -> float | None: ...


def figure_of(row: Counted, indicator: Indicator) -> Figure:
    """What a row holds, ready to be judged as its indicator is."""
    return Figure(
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        design_effect=indicator.design_effect,
    )


def reported(row: FigureRow, indicator: Indicator) -> Reported:
    """One row of a query as a figure with its interval."""
    figure = figure_of(row, indicator)
    interval = None
    if figure.value is not None:
        interval = figure_interval(
            indicator.interval_method,
            figure.numerator,
            figure.denominator,
            indicator.multiplier,
            design_effect=figure.design_effect,
        )
    return Reported(
        period=row.period,
        start=row.period_start,
        end=row.period_end,
        figure=figure,
        symbol=row.symbol,
        status=row.status,
        interval=interval,
    )


def peers_of(
    rows: Mapping[str, Sequence[TrendRow]],
    series: Mapping[str, Series],
    choice: Choice,
    reporter: str,
) -> tuple[Peers, dict[str, str]]:
    """The series of every council of the group by name, empty where it has none of its own.

    The second answer has the area code of each by name, and JOINT for a council that takes part
    in a joint return which stands for it already.
    """
    peers: Peers = {}
    codes: dict[str, str] = {}
    # Two neighbours in one joint return would count its figure twice, and a council would be its
    # own neighbour through a return that it shares.
    counted = {reporter}
    for area_code in choice.group.areas:
        name = areas()[area_code].name
        last = rows[area_code][-1] if area_code in rows else None
        if last and last.reported_by in counted:
            peers[name], codes[name] = (), JOINT
            continue
        name = last.name if last else name
        peers[name], codes[name] = series.get(area_code, ()), area_code
        counted |= {last.reported_by} if last else set()
    return peers, codes


def means(
    peers: Peers, codes: Mapping[str, str], own: Series, indicator: Indicator
) -> dict[date, NeighbourFigure]:
    """The figure of a group for each period end in which any of it was asked."""
    ends = sorted({figure.end for series in peers.values() for figure in series})
    return {
        end: group_figure(
            {
                name: at(series, end) or reason_of_absence(codes[name], end)
                for name, series in peers.items()
            },
            at(own, end),
            indicator,
        )
        for end in ends
    }


def reason_of_absence(area_code: str, end: date) -> str:
    """Why a member of a group has no figure in one period: a status of our own or a publisher's."""
    if area_code == JOINT:
        return JOINT
    # A council that did not exist has withheld nothing.
    return NO_ROW if areas()[area_code].existed(end) else GONE


def group_figure(
    members: Mapping[str, Reported | str], own: Reported | None, indicator: Indicator
) -> NeighbourFigure:
    """The figure of a group of councils in one period, by three rules.

    `members` has the figure of each council by name, or the status that says why it has none; a
    joint return stands once for its councils. `own` is the council that is compared.
    """
    return neighbour_figure(
        {
            name: member.figure if isinstance(member, Reported) else Figure(value=None)
            for name, member in members.items()
        },
        {
            name: member.status if isinstance(member, Reported) else member
            for name, member in members.items()
        },
        indicator.multiplier,
        own.interval if own else None,
    )


def started(series: Series) -> Series:
    """A series without the years before there was anything to count."""
    return tuple(dropwhile(lambda figure: figure.status == "not_applicable", series)) or series[-1:]


def file_row(measure: Indicator, place: str, figure: Reported) -> dict[str, object]:
    """One figure as a row of a file: numbers unrounded, the figure in words, its counts.

    What is withheld is not told by its counts.
    """
    counts = Figure(value=None) if figure.value is None else figure.figure
    return {
        "indicator": measure.name,
        "basis": measure.basis,
        "unit": measure.unit,
        "place": place,
        "period": period_label(figure.start, figure.end),
        "value": figure.value,
        "in words": in_words(figure, measure),
        "numerator": counts.numerator,
        "denominator": counts.denominator,
        "interval low": figure.interval.low if figure.interval else None,
        "interval high": figure.interval.high if figure.interval else None,
    }


# Why a figure with such a note is no number on a page, by the kind of the note.
NO_NUMBER = {FAULT: FAULT, PREDECESSOR: GONE}


def faults_among(notes: Iterable[Note]) -> dict[tuple[str, date], str]:
    """The status of each figure that is a fault, or of another council, by place and period."""
    return {
        (note.area_code, note.period_end): NO_NUMBER[note.kind]
        for note in notes
        if note.kind in NO_NUMBER
    }


def unbalanced(notes: Iterable[Note]) -> frozenset[tuple[str, date]]:
    """Place and period of each figure whose published counts do not add up.

    Such a figure is shown with its note, and is never told as the lowest or the highest.
    """
    return frozenset((note.area_code, note.period_end) for note in notes if note.kind == ACCOUNT)


def with_doubt(title: str, *, balances: bool) -> str:
    """A finding with what is known against the counts of its figure, where they do not add up."""
    return title if balances else f"{title}; {UNBALANCED_WORDS}"


def without_fault(row: AnyRow, faults: Mapping[tuple[str, date], str]) -> AnyRow:
    """The same row, a figure that is known to be a fault being no number but a reason."""
    status = faults.get((row.area_code, row.period_end))
    if status is None:
        return row
    return replace(row, value=None, numerator=None, denominator=None, status=status)


def by_area(rows: Iterable[AnyRow], notes: Sequence[Note]) -> dict[str, tuple[AnyRow, ...]]:
    """The rows of each place, oldest first, but for periods in which a council was not there."""
    faults = faults_among(notes)
    places: dict[str, list[AnyRow]] = {}
    for row in rows:
        told = without_fault(row, faults)
        if told.status != GONE:
            places.setdefault(row.area_code, []).append(told)
    return {
        area: tuple(sorted(some, key=lambda row: row.period_end)) for area, some in places.items()
    }


def view_of(answer: Sequence[TrendRow], indicator: Indicator, choice: Choice) -> View:
    """The view made from the rows of queries/trend.sql."""
    own_notes = tuple(n for n in notes(indicator.indicator_id) if n.area_code in choice.areas)
    rows = by_area(answer, own_notes)
    series = {
        area: started(tuple(reported(row, indicator) for row in some))
        for area, some in rows.items()
    }
    code = choice.council.area_code
    last = rows[code][-1] if code in rows else None
    reporter = last.reported_by if last else code
    published = choice.group.published
    # A region publishes a figure of its own, pooled by DfE; to average its councils would differ.
    region = next((series[area] for area in choice.group.areas if area in series), ())
    peers, codes = ({}, {}) if published else peers_of(rows, series, choice, reporter)
    own = series.get(code, ())
    return View(
        indicator=indicator,
        choice=choice,
        name=last.name if last else choice.council.name,
        reporter=reporter,
        joint=last is not None and last.level == "joint",
        council=own,
        england=series.get(ENGLAND, ()),
        group=region if published else (),
        peers=peers,
        means=means(peers, codes, own, indicator) if indicator.shares_an_axis else {},
        breaks=breaks(indicator.indicator_id),
        notes=own_notes,
    )


@queries.kept(most=2_000)
def view(indicator_id: str, choice: Choice) -> View:
    """One indicator for one choice. Raises KeyError for an unknown indicator."""
    rows = queries.rows("trend", TrendRow, indicators=[indicator_id], areas=choice.areas)
    return view_of(rows, indicators()[indicator_id], choice)


def middle_halves(indicator_id: str) -> tuple[MiddleHalf, ...]:
    """Between which figures the middle half of councils lies, oldest period first.

    Only periods in which enough councils have a figure for a half to mean something.
    """
    every = queries.rows("middle_half", MiddleHalf, indicator=indicator_id)
    return tuple(half for half in every if half.councils >= ENOUGH_COUNCILS)


@queries.kept(most=200)
def core_views(choice: Choice) -> tuple[View, ...]:
    """Every core indicator for one choice, in the order of the pages."""
    core = [indicator for indicator in indicators().values() if indicator.core]
    asked = [indicator.indicator_id for indicator in core]
    rows: dict[str, list[TrendRow]] = {}
    for row in queries.rows("trend", TrendRow, indicators=asked, areas=choice.areas):
        rows.setdefault(row.indicator_id, []).append(row)
    return tuple(
        view_of(rows.get(indicator.indicator_id, []), indicator, choice) for indicator in core
    )


def missing_words(missing: Sequence[Missing], words: Mapping[str, str]) -> str:
    """The councils left out of a mean, each with the reason."""
    return "; ".join(
        f"{council.name} ({words.get(council.status, council.status)})" for council in missing
    )
