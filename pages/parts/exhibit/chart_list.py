"""Forms that are lists: a name at the left, a bar or a dot in each row, words at the right.

A list is as high as its rows. In a narrow place a name stands above its bar, words have more lines
and rows are higher, and what stands inside the plot gives way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import altair as alt

from pages.parts.exhibit.chart_kit import (
    HALO,
    LINE_HEIGHT,
    NARROW_ONLY,
    NO_TIP,
    START,
    WHITE,
    WIDE_ONLY,
    WITH_UNIT,
    WORD_COLOUR,
    Layers,
    chart_of,
    only,
    raised,
    rows_placed,
    settings_in,
    text_mark,
    x_axis,
)
from pages.parts.exhibit.chart_rows import Mark, Settings, text_width, wrapped

NARROW_LIST = 760  # pixels: in a narrower place names would take too much of the bars
NAME_LETTERS, SHORT_LETTERS = 44, 38  # of a line of a name
ROW_GAP = 9  # pixels between the words of two rows
ROW = LINE_HEIGHT + ROW_GAP  # of one line of words
ABOVE_BAR = 10  # from the middle of a bar to the name above it
HEAD_GAP = 8
SETTINGS: Settings = {
    "bottom": 0,
    "top": 100,
    "after": "",
    "rows": 1,
    "row": ROW,
    "short_row": 2 * ROW,
    "drop": 0,
}
MIDDLE = alt.expr(f"-{raised('datum.text')}")  # from the first line of words to their middle
HEIGHT = alt.param(name="height", expr=f"rows * ({NARROW_ONLY} ? short_row : row)")


def list_of(layers: Sequence[alt.Chart], **settings: Any) -> Layers:
    """Layers over rows as one chart; its height, in pixels, is that of all its rows."""
    chart = chart_of(layers, ROW, below=NARROW_LIST, **SETTINGS, **settings)
    return chart.add_params(HEIGHT)


def list_rows(**axis: Any) -> alt.Chart:
    """Length across, one name under another, in the order of `order`.

    `axis` are options of an axis across that is not one of numbers with their unit.
    """
    numbers = {"tickCount": 4, "labelExpr": WITH_UNIT}
    across = x_axis("bottom", "top", labelOverlap=True, labelSeparation=6, **(axis or numbers))
    drop = f"({NARROW_ONLY} ? drop : 0)"
    ends: Any = [alt.expr(drop), alt.expr(f"height + {drop}")]
    return rows_placed(
        across,
        alt.Y(
            "name:N",
            sort=alt.EncodingSortField("order", op="min"),
            axis=None,
            scale=alt.Scale(range=ends),
        ),
    )


def list_names(base: alt.Chart, above_bar: float = ABOVE_BAR) -> list[alt.Chart]:
    """The name of each row, in the colour of its role, the council's in bold.

    In a narrow place it stands `above_bar` pixels above the middle of its bar.
    """
    rows = only(base, "name").encode(x=START, tooltip=NO_TIP)
    above = alt.expr(f"-{above_bar} - 2 * {raised('datum.short')}")
    return [
        _words(rows, WIDE_ONLY, align="right", dx=-10, baseline="middle", dy=MIDDLE),
        _words(rows, NARROW_ONLY, align="left", baseline="bottom", dy=above),
    ]


def list_words(rows: alt.Chart, *, ground: bool = False, **options: Any) -> list[alt.Chart]:
    """Words in the middle of their row, or where a name stands above, from there downwards.

    With `ground` they can be read where something runs behind them.
    """
    if ground:
        stroke: dict[str, Any] = {"stroke": WHITE, "strokeWidth": HALO, "strokeJoin": "round"}
        return [*list_words(rows, **options, **stroke), *list_words(rows, **options)]
    return [
        _words(rows, WIDE_ONLY, baseline="middle", dy=MIDDLE, **options),
        _words(rows, NARROW_ONLY, baseline="middle", **options),
    ]


def _words(rows: alt.Chart, seen: str, **options: Any) -> alt.Chart:
    """The text of rows in a wide place, or what is short in a narrow one."""
    words = text_mark(
        rows.transform_filter(seen),
        "text" if seen == WIDE_ONLY else "short",
        lineHeight=LINE_HEIGHT,
        fontWeight=alt.expr("datum.role == 'council' ? 'bold' : 'normal'"),
        **options,
    )
    return words.encode(color=alt.value(alt.expr(WORD_COLOUR)))


def list_column(base: alt.Chart, role: str, right: str) -> list[alt.Chart]:
    """A column that ends `right` pixels right of the plot, an expression, with its head."""
    place = alt.value(alt.expr(f"width + {right}"))
    rows = only(base, "column", role).encode(x=place, tooltip=NO_TIP)
    head = only(base, "column head", role).encode(x=place, y=alt.value(-HEAD_GAP), tooltip=NO_TIP)
    # Heads stand on one foot, however many lines they have.
    heads = [
        _words(head, seen, align="right", baseline="bottom", dy=alt.expr(f"-2 * {raised(field)}"))
        for seen, field in ((WIDE_ONLY, "datum.text"), (NARROW_ONLY, "datum.short"))
    ]
    return [*list_words(rows, align="right"), *heads]


def name_mark(name: str, order: int, role: str | None = None) -> Mark:
    """The name of one row, for either width."""
    return Mark(
        mark="name",
        role=role,
        name=name,
        order=order,
        text="\n".join(wrapped(name, NAME_LETTERS)),
        short="\n".join(wrapped(name, SHORT_LETTERS)),
    )


def with_words(mark: Mark, text: str) -> Mark:
    """A mark with a text; in a narrow place counts and reasons stand under what they belong to."""
    return replace(mark, text=text, short=text.replace(" (", "\n("))


def list_settings(marks: Sequence[Mark]) -> Settings:
    """How many rows there are, and how high they must be for the words in them.

    `drop` is how much lower than its middle the bar of a row stands where its name is above it.
    """
    names = [mark for mark in marks if mark.mark == "name"]
    words = [mark for mark in marks if mark.mark in ("column", "words")]
    most = max((_lines(mark.text) for mark in (*names, *words)), default=1)
    above = ABOVE_BAR + LINE_HEIGHT * max((_lines(mark.short) for mark in names), default=1)
    below = ROW_GAP + LINE_HEIGHT * (max((_lines(mark.short) for mark in words), default=1) - 0.5)
    return {
        "rows": len(names),
        "row": most * LINE_HEIGHT + ROW_GAP,
        "short_row": above + below,
        "drop": (above - below) / 2,
    }


def row_height(specification: Mapping[str, Any]) -> float | None:
    """The pixels that the rows of a list take where it has room; None for what is no list."""
    values = settings_in(specification)
    return values["rows"] * values["row"] if {"rows", "row"} <= values.keys() else None


def widest(texts: Iterable[str | None], bold: bool = False) -> int:
    """The pixels that the widest line of some words takes."""
    lines = [line for text in texts for line in (text or "").split("\n")]
    return round(max((text_width(line, bold=bold) for line in lines), default=0))


def _lines(text: str | None) -> int:
    return (text or "").count("\n") + 1
