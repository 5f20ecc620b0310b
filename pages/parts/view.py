"""All that one chart needs: an indicator's figures for the council, England and the group."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import dropwhile

import pandas as pd

import queries
from analysis.differences import Figure
from analysis.intervals import Interval, figure_interval
from analysis.neighbours import Missing, NeighbourFigure, neighbour_figure
from pages.parts.choice import ENGLAND, Choice
from pages.parts.database import (
    FAULT,
    Indicator,
    Row,
    SeriesBreak,
    breaks,
    day,
    indicators,
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


@dataclass(frozen=True, kw_only=True)
class Note:
    """One row of the table `figure_note`; a `fault` takes the figure off the page."""

    area_code: str
    end: date
    kind: str
    text: str


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
    peers: dict[str, tuple[Reported, ...]]
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


def means(
    peers: dict[str, tuple[Reported, ...]], own: Sequence[Reported], indicator: Indicator
) -> dict[date, NeighbourFigure]:
    """The figure of a group for each period end in which any of it was asked."""
    ends = sorted({r.end for one in peers.values() for r in one})
    return {end: _mean(peers, own, indicator, end) for end in ends}


def _mean(
    peers: dict[str, tuple[Reported, ...]],
    own: Sequence[Reported],
    indicator: Indicator,
    end: date,
) -> NeighbourFigure:
    found = {name: next((r for r in one if r.end == end), None) for name, one in peers.items()}
    interval = next((r.interval for r in own if r.end == end), None)
    return neighbour_figure(
        {name: r.figure if r else Figure(value=None) for name, r in found.items()},
        {name: r.status if r else "missing_unknown" for name, r in found.items()},
        indicator.multiplier,
        interval,
    )


def started(series: tuple[Reported, ...]) -> tuple[Reported, ...]:
    """A series without the years before there was anything to count."""
    return tuple(dropwhile(lambda one: one.status == "not_applicable", series)) or series[-1:]


def notes(indicator: Indicator, choice: Choice) -> tuple[Note, ...]:
    """The notes on single figures of the council, England and the group."""
    rows = records(queries.run("notes", indicator=indicator.indicator_id, areas=choice.areas))
    return tuple(
        Note(
            area_code=row["area_code"],
            end=day(row["period_end"]),
            kind=row["kind"],
            text=row["note"],
        )
        for row in rows
    )


def without_fault(row: Row, faults: Container[tuple[str, date]]) -> Row:
    """The same row, a figure that is known to be a fault being no number but a reason."""
    if (row["area_code"], day(row["period_end"])) not in faults:
        return row
    return {**row, "value": None, "numerator": None, "denominator": None, "status": FAULT}


def by_area(frame: pd.DataFrame, found: Sequence[Note]) -> dict[str, tuple[Row, ...]]:
    """The rows of each place, oldest first."""
    faults = {(note.area_code, note.end) for note in found if note.kind == FAULT}
    places: dict[str, list[Row]] = {}
    for row in records(frame):
        places.setdefault(row["area_code"], []).append(without_fault(row, faults))
    return {area: tuple(sorted(rows, key=_end)) for area, rows in places.items()}


def _end(row: Row) -> date:
    return day(row["period_end"])


def view_of(frame: pd.DataFrame, indicator: Indicator, choice: Choice) -> View:
    """The view made from the answer to queries/trend.sql."""
    found = notes(indicator, choice)
    rows = by_area(frame, found)
    series = {
        area: started(tuple(reported(r, indicator) for r in some)) for area, some in rows.items()
    }
    code = choice.council.area_code
    last = rows[code][-1] if code in rows else {}
    reporter = last.get("reported_by", code)
    others = [
        area
        for area in choice.group.areas
        if area in rows and rows[area][-1]["reported_by"] != reporter
    ]
    peers = {rows[area][-1]["name"]: series[area] for area in others}
    published = choice.group.published
    return View(
        indicator=indicator,
        choice=choice,
        name=last.get("name", choice.council.name),
        reporter=reporter,
        joint=last.get("level") == "joint",
        council=series.get(code, ()),
        england=series.get(ENGLAND, ()),
        group=series[others[0]] if published and others else (),
        peers={} if published else peers,
        means={} if published else means(peers, series.get(code, ()), indicator),
        breaks=tuple(breaks(indicator.indicator_id)),
        notes=found,
    )


@lru_cache(maxsize=2_000)
def _view(version: str, indicator_id: str, choice: Choice) -> View:
    frame = queries.run("trend", indicator=indicator_id, areas=choice.areas)
    return view_of(frame, indicators()[indicator_id], choice)


def view(indicator_id: str, choice: Choice) -> View:
    """One indicator for one choice, kept by database. Raises KeyError for an unknown indicator."""
    return _view(version(), indicator_id, choice)


@lru_cache(maxsize=200)
def _core_views(version: str, choice: Choice) -> tuple[View, ...]:
    frame = queries.run("core_trends", areas=choice.areas)
    by_indicator = dict(list(frame.groupby("indicator_id", sort=False)))
    empty = frame.iloc[:0]
    return tuple(
        view_of(by_indicator.get(one.indicator_id, empty), one, choice)
        for one in indicators().values()
        if one.core
    )


def core_views(choice: Choice) -> tuple[View, ...]:
    """Every core indicator for one choice, in the order of the pages, kept by database."""
    return _core_views(version(), choice)


def missing_words(missing: Sequence[Missing], words: dict[str, str]) -> str:
    """The councils left out of a mean, each with the reason."""
    return "; ".join(f"{one.name} ({words.get(one.status, one.status)})" for one in missing)
