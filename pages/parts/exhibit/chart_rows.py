"""Rows that a form of chart reads, the ends of axes, and room for labels."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import pandas as pd

from pages.parts.exhibit.chart_kit import LINE_HEIGHT
from pages.parts.figures.database import Indicator

MOST_TICKS = 6
NAME_WIDTH = 15
LONG_NAME = 24
LABEL_GAP = 4


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One row that a form of chart reads: what it is drawn as (`mark`), whose it is, and where."""

    mark: str
    role: str | None = None
    segment: str | int | None = None
    faint: bool = False
    x: float | None = None
    x2: float | None = None
    y: float | None = None
    y2: float | None = None
    name: str | None = None
    order: float | None = None
    text: str | None = None
    tip: str | None = None


Settings = dict[str, Any]  # what changes from chart to chart: axis ends, ticks, unit
Drawing = tuple[pd.DataFrame, Settings]  # the rows of a chart, and its settings

COLUMNS = [field.name for field in fields(Mark)]


def frame_of(marks: Iterable[Mark]) -> pd.DataFrame:
    """The marks as a frame with every column a form reads; what a mark lacks is empty."""
    frame = pd.DataFrame([vars(mark) for mark in marks], columns=COLUMNS)
    for column in ("x", "x2", "y", "y2", "order"):
        frame[column] = frame[column].astype(float)
    return frame


def unit_mark(indicator: Indicator) -> str:
    """What stands after a number on an axis."""
    return "%" if indicator.unit == "percent" else ""


def wrapped(name: str, width: int = NAME_WIDTH) -> list[str]:
    """A name over as few lines as fit beside a chart."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def spread(places: list[tuple[float, int]], height: float) -> list[float]:
    """Tops, in pixels from the top of the chart, for labels of so many lines, none overlapping.

    `places` are (wanted centre, lines). Labels keep their order: each is pushed down by the one
    above it, and all are pushed up where the last would leave the chart.
    """
    order = sorted(range(len(places)), key=lambda i: places[i][0])
    tall = [places[i][1] * LINE_HEIGHT + LABEL_GAP for i in range(len(places))]
    tops = [centre - lines * LINE_HEIGHT / 2 for centre, lines in places]
    for above, below in pairwise(order):
        tops[below] = max(tops[below], tops[above] + tall[above])
    lowest = height + LINE_HEIGHT
    for i in reversed(order):
        tops[i] = min(tops[i], lowest - tall[i])
        lowest = tops[i]
    return tops


@dataclass(frozen=True, kw_only=True)
class EndLabel:
    """What stands at the right end of a line: whose it is, its text, and the value it tells."""

    role: str
    lines: list[str]
    value: float


def labels_at_end(labels: Sequence[EndLabel], settings: Settings, height: float) -> list[Mark]:
    """Labels moved apart where they would overlap; `height` is that of the plot in pixels."""
    bottom, top = settings["bottom"], settings["top"]
    wanted = [((top - label.value) / (top - bottom) * height, len(label.lines)) for label in labels]
    return [
        Mark(
            mark="label",
            role=label.role,
            x=settings["last"],
            y=top - pixels / height * (top - bottom),
            text="\n".join(label.lines),
        )
        for label, pixels in zip(labels, spread(wanted, height), strict=True)
    ]


def nice_top(value: float) -> float:
    """The next 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 with zeros, for an axis that ends a little above."""
    if value <= 0:
        return 1.0
    size = 10 ** math.floor(math.log10(value))
    return next(step * size for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * size >= value)


def axis_ends(values: Sequence[float], percent: bool) -> tuple[float, float]:
    """Ends of a value axis: zero is always on it, and a share never goes past 100."""
    highest, lowest = max([0.0, *values]), min([0.0, *values])
    top = nice_top(highest * 1.05)
    if percent and highest <= 100:
        top = min(top, 100.0)
    return (-nice_top(-lowest * 1.05) if lowest < 0 else 0.0), top


def ticks(years: Sequence[int]) -> list[int]:
    """At most six years, counted back from the newest."""
    every = list(range(min(years), max(years) + 1))
    step = math.ceil(len(every) / MOST_TICKS)
    return every[::-1][::step][::-1]
