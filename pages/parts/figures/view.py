"""All that one chart needs: an indicator's figures for the council, England and the group."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import dropwhile

import queries
from analysis.differences import Figure
from analysis.intervals import Interval, figure_interval
from analysis.neighbours import Missing, NeighbourFigure, neighbour_figure
from pages.parts.figures.councils import ENGLAND, Choice, councils
from pages.parts.figures.database import (
    FAULT,
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


Peers = dict[str, tuple[Reported, ...]]


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
    council: tuple[Reported, ...]
    england: tuple[Reported, ...]
    group: tuple[Reported, ...]
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
        return next((r.value for r in self.group if r.end == end), None)

    def england_value(self, end: date) -> float | None:
        return next((r.value for r in self.england if r.end == end), None)

    @property
    def seen_breaks(self) -> list[SeriesBreak]:
        """The breaks between the oldest and the newest period of any series that is shown."""
        ends = [r.end for one in (self.council, self.england, self.group) for r in one]
        return [b for b in self.breaks if min(ends) <= b.after_end < max(ends)]

    def of(self, end: date) -> Reported | None:
        """The council's figure in one period."""
        return next((r for r in self.council if r.end == end), None)


def reported(row: Row, indicator: Indicator) -> Reported:
    """One row of a query as a figure with its interval."""
    figure = Figure(value=row["value"], numerator=row["numerator"], denominator=row["denominator"])
    interval = None
    if figure.value is not None:
        interval = figure_interval(
            indicator.interval_method, figure.numerator, figure.denominator, indicator.multiplier
        )
    return Reported(
        period=row["period"],
        start=day(row["period_start"]),
        end=day(row["period_end"]),
        figure=figure,
        symbol=row["symbol"],
        status=row["status"],
        interval=interval,
    )


def peers_of(
    rows: dict[str, tuple[Row, ...]],
    series: dict[str, tuple[Reported, ...]],
    choice: Choice,
    reporter: str,
) -> tuple[Peers, set[str]]:
    """The series of every council of the group by name, empty where it has none of its own.

    The names in the second answer take part in a joint return that stands for them already.
    """
    today = {council.area_code: council.name for council in councils()}
    peers: Peers = {}
    jointly: set[str] = set()
    seen = {reporter}
    for area in choice.group.areas:
        last: Row = rows[area][-1] if area in rows else {}
        name: str = today.get(area) or last.get("name") or "a council that is no more"
        if last.get("reported_by") in seen:
            jointly.add(name)
            peers[name] = ()
        else:
            peers[last.get("name") or name] = series.get(area, ())
        seen |= {last["reported_by"]} if last else set()
    return peers, jointly


def means(
    peers: Peers, jointly: Container[str], own: Sequence[Reported], indicator: Indicator
) -> dict[date, NeighbourFigure]:
    """The figure of a group for each period end in which any of it was asked."""
    ends = sorted({r.end for one in peers.values() for r in one})
    return {end: _mean(peers, jointly, own, indicator, end) for end in ends}


def _mean(
    peers: Peers,
    jointly: Container[str],
    own: Sequence[Reported],
    indicator: Indicator,
    end: date,
) -> NeighbourFigure:
    found = {name: next((r for r in one if r.end == end), None) for name, one in peers.items()}
    interval = next((r.interval for r in own if r.end == end), None)
    absent = {name: JOINT if name in jointly else "missing_unknown" for name in peers}
    return neighbour_figure(
        {name: r.figure if r else Figure(value=None) for name, r in found.items()},
        {name: r.status if r else absent[name] for name, r in found.items()},
        indicator.multiplier,
        interval,
    )


def started(series: tuple[Reported, ...]) -> tuple[Reported, ...]:
    """A series without the years before there was anything to count."""
    return tuple(dropwhile(lambda one: one.status == "not_applicable", series)) or series[-1:]


def without_fault(row: Row, faults: Container[tuple[str, date]]) -> Row:
    """The same row, a figure that is known to be a fault being no number but a reason."""
    if (row["area_code"], day(row["period_end"])) not in faults:
        return row
    return {**row, "value": None, "numerator": None, "denominator": None, "status": FAULT}


def by_area(rows: Sequence[Row], found: Sequence[Note]) -> dict[str, tuple[Row, ...]]:
    """The rows of each place, oldest first."""
    faults = {(note.area_code, note.end) for note in found if note.kind == FAULT}
    places: dict[str, list[Row]] = {}
    for row in rows:
        places.setdefault(row["area_code"], []).append(without_fault(row, faults))
    return {area: tuple(sorted(some, key=_end)) for area, some in places.items()}


def _end(row: Row) -> date:
    return day(row["period_end"])


def view_of(answer: Sequence[Row], indicator: Indicator, choice: Choice) -> View:
    """The view made from the rows of queries/trend.sql."""
    found = tuple(n for n in notes(indicator.indicator_id) if n.area_code in choice.areas)
    rows = by_area(answer, found)
    series = {
        area: started(tuple(reported(r, indicator) for r in some)) for area, some in rows.items()
    }
    code = choice.council.area_code
    last = rows[code][-1] if code in rows else {}
    reporter = last.get("reported_by", code)
    published = choice.group.published
    region = next((series[area] for area in choice.group.areas if area in series), ())
    peers, jointly = ({}, set()) if published else peers_of(rows, series, choice, reporter)
    return View(
        indicator=indicator,
        choice=choice,
        name=last.get("name", choice.council.name),
        reporter=reporter,
        joint=last.get("level") == "joint",
        council=series.get(code, ()),
        england=series.get(ENGLAND, ()),
        group=region if published else (),
        peers=peers,
        means=means(peers, jointly, series.get(code, ()), indicator)
        if indicator.shares_an_axis
        else {},
        breaks=breaks(indicator.indicator_id),
        notes=found,
    )


@lru_cache(maxsize=2_000)
def _view(version: str, indicator_id: str, choice: Choice) -> View:
    rows = records(queries.run("trend", indicators=[indicator_id], areas=choice.areas))
    return view_of(rows, indicators()[indicator_id], choice)


def view(indicator_id: str, choice: Choice) -> View:
    """One indicator for one choice, kept by database. Raises KeyError for an unknown indicator."""
    return _view(version(), indicator_id, choice)


@lru_cache(maxsize=200)
def _core_views(version: str, choice: Choice) -> tuple[View, ...]:
    core = [one for one in indicators().values() if one.core]
    asked = [one.indicator_id for one in core]
    rows: dict[str, list[Row]] = {}
    for row in records(queries.run("trend", indicators=asked, areas=choice.areas)):
        rows.setdefault(row["indicator_id"], []).append(row)
    return tuple(view_of(rows.get(one.indicator_id, []), one, choice) for one in core)


def core_views(choice: Choice) -> tuple[View, ...]:
    """Every core indicator for one choice, in the order of the pages, kept by database."""
    return _core_views(version(), choice)


def missing_words(missing: Sequence[Missing], words: dict[str, str]) -> str:
    """The councils left out of a mean, each with the reason."""
    return "; ".join(f"{one.name} ({words.get(one.status, one.status)})" for one in missing)
