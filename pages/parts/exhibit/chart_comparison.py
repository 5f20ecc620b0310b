"""A list that compares the council with England: a bar, a line, and a column of words for each.

Every number has a place of its own. The council's stands at the end of its bar and in its column,
England's in England's, and the difference in points beside both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from analysis.intervals import Interval
from pages.parts.exhibit.chart_kit import (
    COUNCIL_COLOUR,
    ENGLAND_COLOUR,
    INK,
    LINE_HEIGHT,
    NARROW_ONLY,
    NO_TIP,
    WHITE,
    WIDE_ONLY,
    intervals,
    only,
    text_mark,
    unknown,
)
from pages.parts.exhibit.chart_list import (
    HEAD_GAP,
    list_column,
    list_names,
    list_settings,
    name_mark,
    widest,
    with_words,
)
from pages.parts.exhibit.chart_rows import Drawing, Mark, axis_ends, frame_of, text_width, wrapped
from pages.parts.language.words import percent, signed

BAR_HEIGHT = 16  # pixels
AT_END = 6  # from the end of a bar to its value
# England's line stands out of a bar at both sides.
TICK: dict[str, Any] = {"size": BAR_HEIGHT + 8, "orient": "vertical", "opacity": 1}
# Where columns end right of the plot: as wide as the council's words, then England's and points.
COLUMNS = {"own": 50, "short_own": 50}
OWN_AT = f"(14 + ({NARROW_ONLY} ? short_own : own))"
ENGLAND_AT = f"({OWN_AT} + ({NARROW_ONLY} ? 58 : 84))"
POINTS_AT = f"({ENGLAND_AT} + ({NARROW_ONLY} ? 56 : 72))"
SIGN_GAP = 7  # from the name of England to the sign of its line
COLUMN_LETTERS, REASON_LETTERS = 12, 8  # of a line of words in a narrow column


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One row: the council's share and England's, in percent.

    `text` is the council's in words, or why there is none.
    """

    name: str
    council: float | None
    england: float | None
    text: str
    interval: Interval | None = None


def comparison(base: alt.Chart) -> list[alt.Chart]:
    """The layers of a comparison, over the rows of a list."""
    tick = only(base, "tick")
    sign = only(base, "column head", "england").encode(
        x=alt.value(alt.expr(f"width + {ENGLAND_AT} + {SIGN_GAP}")),
        y=alt.value(-HEAD_GAP - LINE_HEIGHT + 2),
        y2=alt.value(-HEAD_GAP + 2),
        tooltip=NO_TIP,
    )
    return [
        only(base, "bar").mark_bar(height=BAR_HEIGHT, color=COUNCIL_COLOUR),
        # Rims, so that both are seen on a bar too.
        intervals(base, "x2", WHITE, 4),
        intervals(base, "x2", INK),
        tick.mark_tick(**TICK, color=WHITE, thickness=8),
        tick.mark_tick(**TICK, color=ENGLAND_COLOUR, thickness=4),
        unknown(base),
        *list_names(base),
        *_at_end(base),
        *list_column(base, "council", OWN_AT),
        *list_column(base, "england", ENGLAND_AT),
        *list_column(base, "points", POINTS_AT),
        sign.mark_rule(color=ENGLAND_COLOUR, strokeWidth=4),
    ]


def _at_end(base: alt.Chart) -> list[alt.Chart]:
    """The value at the end of its own bar: inside where it fits, else behind it.

    Where England's line lies on either place, and where the bar is short, it stands in its column
    alone: behind England's line it would pass for England's. `shift` is its width in pixels.
    """
    end, line = "scale('x', datum.x)", "(isValid(datum.x2) ? scale('x', datum.x2) : -1e3)"
    room = f"(datum.shift + {2 * AT_END})"
    fits = f"{end} > {room} && ({line} < {end} - {room} || {line} >= {end})"
    free = f"({line} <= {end} || {line} > {end} + {room}) && {end} + {room} < width"
    rows = only(base, "value").transform_filter(WIDE_ONLY).encode(tooltip=NO_TIP)
    words: dict[str, Any] = {"baseline": "middle", "fontWeight": "bold"}
    inside = text_mark(rows, align="right", dx=-AT_END, **words).encode(
        color=alt.value(WHITE), opacity=alt.value(alt.expr(f"{fits} ? 1 : 0"))
    )
    behind = text_mark(rows, align="left", dx=AT_END, **words).encode(
        color=alt.value(COUNCIL_COLOUR), opacity=alt.value(alt.expr(f"!({fits}) && {free} ? 1 : 0"))
    )
    return [inside, behind]


def compared(rows: Sequence[Compared], place: str) -> Drawing:
    """Frame and settings of a comparison; `place` is the council's name."""
    marks = [mark for order, row in enumerate(rows) for mark in _marks(order, row, place)]
    marks += _heads(place, marks)
    ends = [x for mark in marks if mark.mark in ("bar", "tick", "interval") for x in _ends(mark)]
    bottom, top = axis_ends(ends, percent=True)
    own = [mark for mark in marks if mark.mark.startswith("column") and mark.role == "council"]
    return frame_of(marks), {
        "bottom": bottom,
        "top": top,
        "after": "%",
        "own": widest((mark.text for mark in own), bold=True),
        "short_own": widest((mark.short for mark in own), bold=True),
        **list_settings(marks),
    }


def _ends(mark: Mark) -> list[float]:
    return [x for x in (mark.x, mark.x2) if x is not None]


def _heads(place: str, marks: Sequence[Mark]) -> list[Mark]:
    """What stands above the columns; England's and the difference only where there are any."""
    names = {"council": place, "england": "England", "points": "points"}
    there = {mark.role for mark in marks if mark.mark == "column"}
    return [
        Mark(
            mark="column head",
            role=role,
            name=marks[0].name,
            order=0,
            text=name,
            short="\n".join(wrapped(name, COLUMN_LETTERS)),
        )
        for role, name in names.items()
        if role in there
    ]


def _marks(order: int, row: Compared, place: str) -> list[Mark]:
    called = name_mark(row.name, order)
    here = replace(called, mark="", text=None, short=None)
    column = replace(here, mark="column")
    marks = [called, *_own(row, here, place)]
    if row.england is not None:
        text = percent(row.england)
        marks.append(replace(here, mark="tick", x=row.england, tip=f"England: {text}"))
        marks.append(with_words(replace(column, role="england"), text))
    if row.council is not None and row.england is not None:
        text = signed(row.council - row.england)
        marks.append(with_words(replace(column, role="points"), text))
    return marks


def _own(row: Compared, here: Mark, place: str) -> list[Mark]:
    """The council's bar, its interval, or its value at the end; its words in their column."""
    words = with_words(replace(here, mark="column", role="council"), row.text)
    if row.council is None:
        reason = "\n".join(wrapped(row.text, REASON_LETTERS))
        return [replace(words, short=reason), replace(here, mark="withheld", tip=row.text)]
    marks = [words, replace(here, mark="bar", x=row.council, tip=f"{place}: {row.text}")]
    if row.interval:
        interval = replace(here, mark="interval", x=row.interval.low, x2=row.interval.high)
        return [*marks, interval]
    value = replace(here, mark="value", x=row.council, x2=row.england, text=row.text)
    return [*marks, replace(value, shift=text_width(row.text, bold=True))]
