"""The forms of chart of the page Compare beside the lines of all pages."""

from typing import Any

import altair as alt

from pages.parts.exhibit.chart_crosshair import SETTINGS as CROSSHAIR
from pages.parts.exhibit.chart_crosshair import crosshair
from pages.parts.exhibit.chart_kit import (
    BREAKS,
    DARK_INK,
    EDGE,
    ENGLAND_COLOUR,
    FOLLOWS,
    FONT,
    FOOT,
    GREY,
    INK,
    NARROW,
    NO_TIP,
    ON_PHONE,
    ON_WIDE,
    PALE_INK,
    RIGHT,
    SEQUENCE,
    START,
    STYLES,
    TEXT,
    TIP,
    WHITE,
    WITH_UNIT,
    Layers,
    absent_below,
    break_rule,
    break_words,
    chart_form,
    chart_of,
    end_labels,
    faint,
    intervals,
    on_either_side,
    on_white,
    only,
    role_dots,
    rows_placed,
    text_mark,
    ticks_axis,
    y_axis,
)
from pages.parts.exhibit.colours import colour

BAND = colour("band")  # pale enough for every line in front of it
SHADES, SHADE_INK = tuple(SEQUENCE), tuple(SEQUENCE.values())
# Areas in square pixels: the more a reader looks for a council, the larger its dot.
DOTS = {"quiet": 26, "neighbours": 70, "region": 70, "chosen": 80, "council": 130}
# English ordinals: 11th to 13th, then by the last digit.
ORDINAL = (
    "datum.value + (datum.value % 100 >= 11 && datum.value % 100 <= 13 ? 'th' : "
    "datum.value % 10 == 1 ? 'st' : datum.value % 10 == 2 ? 'nd' : "
    "datum.value % 10 == 3 ? 'rd' : 'th')"
)
TILE = 16  # pixels: a line of capitals fits, and a map with its verdict and actions into a screen
TILE_ROWS, TILE_COLUMNS = 20, 19  # of the grid in data/tile_grid.csv
AROUND = 0.2  # of a tile at the top and at the right, room for the rim of a named council
# Key and London stand in the columns from APART on, London below the row APART. In a narrow place
# the key stands above England, London below it, and rows are as high as a line of words.
APART, NARROW_ROW = 12, 18
DOWN, FOOT_ROW = 8, 26  # rows that London is moved down, and where it ends
CODES = 620  # pixels: in a narrower place three letters are wider than their tile
CODE_SIZES, CODE_PART = (10, TEXT), 0.4  # pixels of a code, and its size as a part of its tile
NARROW_FONT = f"'Roboto Condensed', 'Arial Narrow', 'Avenir Next Condensed', {FONT}"
RIM = 0.8  # pixels
KEY_ROWS = 10  # as many as a key may have
SETTINGS: dict[str, Any] = {
    "first": 0,
    "last": 1,
    "bottom": 0,
    "top": 100,
    "after": "",
    "heights": [0],
}


@chart_form
def ranking_chart() -> Layers:
    """A dot for every council in the order of rank, the named ones with their names above."""
    base = rows_placed(ticks_axis(labelExpr=f"datum.value == 1 ? one : {ORDINAL}"), _values())
    silent = base.encode(tooltip=NO_TIP)
    layers = [
        only(base, "band").mark_rect(color=BAND).encode(x2="x2:Q", y=START, y2=FOOT),
        only(base, "england")
        .mark_rule(color=ENGLAND_COLOUR, strokeDash=STYLES["england"].dash, strokeWidth=2)
        .encode(x=START, x2=RIGHT),
        only(base, "flag")
        .mark_rule(color=EDGE, strokeWidth=1)
        .encode(y2="y2:Q", opacity=alt.value(ON_WIDE)),
        intervals(base, "y2", width=2),
        *(role_dots(base, role, size) for role, size in DOTS.items()),
        *on_either_side(silent.encode(opacity=alt.value(ON_WIDE)), "label", 4, baseline="middle"),
        *on_either_side(silent.encode(opacity=alt.value(ON_PHONE)), "narrow", 8, baseline="middle"),
        *(
            words
            for side, dx, x in (("left", 6, START), ("right", -6, RIGHT))
            for words in on_white(
                only(silent.encode(x=x), "words", side),
                align=side,
                baseline="middle",
                dx=dx,
                dy=alt.expr("datum.shift"),
            )
        ),
    ]
    return chart_of(layers, **SETTINGS, one="1st", ticks=[1])


@chart_form
def distribution_chart() -> Layers:
    """The middle half of councils as a band through the years, with the council in front."""
    base = rows_placed(ticks_axis(format="d", absent=True), _values(), tips=False)
    council = STYLES["council"]
    layers = [
        only(base, "range").mark_rule(color=GREY, strokeWidth=1.5).encode(y2="y2:Q"),
        only(base, "band").mark_rect(color=BAND, opacity=1).encode(x2="x2:Q", y2="y2:Q"),
        only(base, "edge").mark_rule(color=EDGE, strokeWidth=1.5).encode(x2="x2:Q"),
        only(base, "median").mark_rule(color=INK, strokeWidth=2).encode(x2="x2:Q"),
        *(break_rule(base, mark) for mark in BREAKS),
        *(words for mark in BREAKS for words in break_words(base, mark)),
        intervals(base, "y2"),
        only(base, "line")
        .mark_line(color=council.colour, strokeWidth=council.width)
        .encode(detail="segment:N", opacity=faint()),
        only(base, "dot").mark_point(
            filled=True, color=council.colour, shape=council.shape, size=70, opacity=1
        ),
        *absent_below(base),
        *end_labels(base, 10),
        *crosshair(base),
    ]
    return chart_of(layers, FOLLOWS, **SETTINGS, **CROSSHAIR, ticks=[2024], head=0, absent=0)


@chart_form
def tiles_chart() -> Layers:
    """One tile a council where it lies in England, London larger beside it, and a key."""
    across: list[Any] = [0, alt.expr(f"{NARROW} ? {APART} : {TILE_COLUMNS} + {AROUND}")]
    up: list[Any] = [alt.expr(f"{NARROW} ? {FOOT_ROW} : {TILE_ROWS}"), alt.expr(_TOP)]
    base = rows_placed(
        alt.X("px:Q", axis=None, scale=alt.Scale(domain=across, nice=False)),
        alt.Y("py:Q", axis=None, scale=alt.Scale(domain=up, nice=False)),
    ).transform_calculate(
        px=_across("datum.x"), px2=_across("datum.x2"), py=_up("datum.y"), py2=_up("datum.y2")
    )
    shades = alt.Color(
        "role:N",
        legend=None,
        scale=alt.Scale(domain=[str(i) for i in range(len(SHADES))], range=list(SHADES)),
    )
    corners = {"x2": "px2:Q", "y2": "py2:Q"}
    layers = [
        only(base, "cell").mark_rect(stroke=EDGE, strokeWidth=RIM).encode(color=shades, **corners),
        only(base, "empty").mark_rect(color=WHITE, stroke=EDGE, strokeWidth=RIM).encode(**corners),
        only(base, "hatch").mark_rule(color=EDGE, strokeWidth=1).encode(**corners),
        *(
            only(base, mark)
            .mark_rect(filled=False, stroke=colour, strokeWidth=width, strokeDash=dash)
            .encode(**corners)
            for mark, colour, width, dash in (
                ("neighbours", STYLES["neighbours"].colour, 2, [3, 2]),
                ("region", STYLES["region"].colour, 2.5, [6, 2]),
                ("chosen", INK, 2, [1, 0]),
                # Dark with a white line along it: seen on any shade.
                ("council", INK, alt.expr(f"{NARROW} ? 3 : 6"), [1, 0]),
                ("council", WHITE, alt.expr(f"{NARROW} ? 1 : 2"), [1, 0]),
            )
        ),
        *(_codes(only(base, "code", ink), ink) for ink in (INK, DARK_INK, PALE_INK)),
        text_mark(only(base, "words"), align="left", baseline="middle"),
    ]
    height = f"{NARROW} ? ({FOOT_ROW} - ({_TOP})) * {NARROW_ROW} : {TILE_ROWS * TILE}"
    chart = chart_of(layers, TILE_ROWS * TILE, below=CODES, keys=KEY_ROWS)
    return chart.add_params(alt.param(name="height", expr=height))


_TOP = f"{NARROW} ? -keys - {AROUND} : -{AROUND}"


def _across(place: str) -> str:
    """Where a column stands, as an expression."""
    return f"{NARROW} && {place} >= {APART} ? {place} - {APART} : {place}"


def _up(place: str) -> str:
    """Where a row stands, as an expression: of the key, of London, of the rest of England."""
    moved = f"datum.y < {APART} ? {place} - keys : {place} + {DOWN}"
    return f"{NARROW} && datum.x >= {APART} ? ({moved}) : {place}"


def _codes(chart: alt.Chart, ink: str) -> alt.Chart:
    """Three letters for a council in the middle of its tile, as large as have room."""
    tile = f"width / ({NARROW} ? {APART} : {TILE_COLUMNS})"
    least, most = CODE_SIZES
    return chart.mark_text(
        color=ink,
        fontSize=alt.expr(f"clamp({tile} * {CODE_PART}, {least}, {most})"),
        font=alt.expr(f'{NARROW} ? "{NARROW_FONT}" : "{FONT}"'),
        baseline="middle",
        align="center",
    ).encode(text="text:N", tooltip=TIP)


def _values() -> alt.Y:
    """Labels at `heights` alone: a ranking has room for names above them."""
    return y_axis("bottom", "top", values=alt.expr("heights"), labelExpr=WITH_UNIT)
