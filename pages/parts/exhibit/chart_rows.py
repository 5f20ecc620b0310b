"""Rows that a form of chart reads, the ends of axes, and room for labels."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from pages.parts.exhibit.chart_kit import LEAST_HEIGHT, LINE_HEIGHT, SAMPLE, STAYS, TEXT
from pages.parts.figures.database import Indicator

MOST_TICKS = 6
NAME_WIDTH = 15
LONG_NAME = 24
LABEL_GAP = 2
KEY_APART = 24  # pixels from a name to the sample of the next
BETWEEN = " · "
# The width of letters of Arial, as parts of its height.
LETTERS = {
    "ijl'’|": 0.23,
    "ftI.,:;/![] ": 0.28,
    "r()-·“”": 0.34,
    "ckszvxyJ": 0.5,
    "ABEKPSVXYZTFL&": 0.67,
    "CDHNRUGOQw": 0.76,
    "mMW%@→": 0.93,
}
OTHER_LETTER, BOLD = 0.56, 1.07


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
    shift: float | None = None
    text: str | None = None
    short: str | None = None  # the text where there is less room
    tip: str = ""  # what is absent would be told as "null"


Settings = dict[str, Any]  # what changes from chart to chart: axis ends, ticks, unit
Drawing = tuple[pd.DataFrame, Settings]  # the rows of a chart, and its settings

COLUMNS = [field.name for field in fields(Mark)]


def frame_of(marks: Iterable[Mark]) -> pd.DataFrame:
    """The marks as a frame with every column a form reads; what a mark lacks is empty."""
    frame = pd.DataFrame([vars(mark) for mark in marks], columns=COLUMNS)
    for column in ("x", "x2", "y", "y2", "order", "shift"):
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


def text_width(text: str, size: float = TEXT, bold: bool = False) -> float:
    """About how many pixels a line takes in Arial."""
    letters = sum(
        next((part for some, part in LETTERS.items() if letter in some), OTHER_LETTER)
        for letter in text
    )
    return letters * size * (BOLD if bold else 1)


def spread(wanted: Sequence[float], tall: Sequence[float], low: float, high: float) -> list[float]:
    """Centres for labels of such heights, none overlapping, as near as can be to those wanted.

    Labels that would overlap share what they are moved, so that none is moved far; they keep
    their order, and stay between `low` and `high` where all of them fit.
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    # Less what stands above each, labels only have to be in order: an isotonic regression.
    above = [0.0]
    for upper, lower in pairwise(order):
        above.append(above[-1] + (tall[upper] + tall[lower]) / 2)
    pools: list[tuple[float, int]] = []  # mean, how many
    for i, taken in zip(order, above, strict=False):
        pools.append((wanted[i] - taken, 1))
        while len(pools) > 1 and pools[-1][0] < pools[-2][0]:
            (mean, count), (other, more) = pools.pop(), pools.pop()
            pools.append(((mean * count + other * more) / (count + more), count + more))
    flat = [mean for mean, count in pools for _ in range(count)]
    centres = [0.0] * len(wanted)
    for i, taken, place in zip(order, above, flat, strict=False):
        first = low + tall[order[0]] / 2
        last = max(first, high - tall[order[-1]] / 2 - above[-1])
        centres[i] = min(max(place, first), last) + taken
    return centres


@dataclass(frozen=True, kw_only=True)
class EndLabel:
    """What stands at the right end of a line: whose it is, its text, and the value it tells.

    `short` is its text where there is no room for names.
    """

    role: str
    lines: list[str]
    value: float
    short: str = ""

    @property
    def rows(self) -> int:
        """The lines it takes, with or without room for names."""
        return max(len(self.lines), self.short.count("\n") + 1)


def labels_at_end(
    labels: Sequence[EndLabel], settings: Settings, height: float = LEAST_HEIGHT
) -> list[Mark]:
    """Labels moved apart where they would overlap; `height` is the lowest of the plot, in pixels.

    In a higher plot they are as far from their lines, and further from each other.
    """
    bottom, top = settings["bottom"], settings["top"]
    wanted = [(top - label.value) / (top - bottom) * height for label in labels]
    tall = [label.rows * LINE_HEIGHT + LABEL_GAP for label in labels]
    # Half a line may stand out at either end, as the labels of the axis do.
    centres = spread(wanted, tall, -LINE_HEIGHT / 2, height + LINE_HEIGHT / 2)
    # Labels start at one distance from the ends of their lines, those that were not moved too.
    moved = any(abs(c - place) > STAYS for c, place in zip(centres, wanted, strict=True))
    return [
        Mark(
            mark="label",
            role=label.role,
            order=moved,
            x=settings["last"],
            y=label.value,
            shift=centre - place,
            text="\n".join(label.lines),
            short=label.short or label.lines[-1],
        )
        for label, place, centre in zip(labels, wanted, centres, strict=True)
    ]


def key_marks(names: Mapping[str, str]) -> list[Mark]:
    """A key of lines by role, for a phone one under another, for a page all in one line.

    `x2` is how many pixels a name takes, `shift` how far from the right it ends there.
    """
    marks: list[Mark] = []
    right = 0.0
    for below, (role, name) in enumerate(reversed(list(names.items()))):
        width = text_width(name)
        marks.append(Mark(mark="key", role=role, order=below, shift=right, x2=width, text=name))
        right += width + SAMPLE + KEY_APART
    return marks[::-1]


def absent_marks(absent: Sequence[tuple[float, str]], first: float, last: float) -> list[Mark]:
    """Rings where there is no figure, by place and reason, in a row below the axis for each reason.

    Its words stand beside its rings, on the side where there is more room between `first` and
    `last`: `role` is how they are aligned.
    """
    marks: list[Mark] = []
    for order, reason in enumerate(dict.fromkeys(text for _, text in absent)):
        places = [x for x, text in absent if text == reason]
        marks += [Mark(mark="withheld", x=x, order=order) for x in places]
        # Right of the last there is the room of the labels as well.
        left = last + 1 - max(places) >= min(places) - first
        place, side = (max(places), "left") if left else (min(places), "right")
        marks.append(Mark(mark="reason", role=side, x=place, order=order, text=reason))
    return marks


def absent_settings(marks: Sequence[Mark]) -> Settings:
    """How many rows of rings stand below the axis."""
    return {"absent": sum(mark.mark == "reason" for mark in marks)}


def month_number(day: date) -> int:
    """Months since the year 0, which an axis turns back into a name: 12 x year + month - 1."""
    return 12 * day.year + day.month - 1


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
