"""The form of grades through the years: a row for each strand, a tile for each report."""

import json
from typing import Any

import altair as alt

from pages.parts.exhibit.chart_kit import (
    EDGE,
    GREY,
    INK,
    MONTH_NAME,
    SEQUENCE,
    WHITE,
    WIDE_ONLY,
    Layers,
    chart_form,
    on_white,
    only,
    text_mark,
)
from pages.parts.exhibit.chart_list import list_names, list_of, list_rows

TILE = 24  # pixels of a side
SQUARE: dict[str, Any] = {
    "shape": "square",
    "size": TILE**2,
    "filled": True,
    "stroke": EDGE,
    "strokeWidth": 1,
    "opacity": 1,
}
ABOVE_TILE, BESIDE_TILE = TILE / 2 + 3, TILE / 2 + 6  # from its middle to words
# The weaker a grade, the darker its tile; a tile without a grade is empty.
OUTSTANDING, GOOD, REQUIRES_IMPROVEMENT, _, INADEQUATE = SEQUENCE
SHADES = {
    "outstanding": OUTSTANDING,
    "good": GOOD,
    "requires improvement": REQUIRES_IMPROVEMENT,
    "inadequate": INADEQUATE,
}
INKS = f"({json.dumps({grade: SEQUENCE[shade] for grade, shade in SHADES.items()})})"
LETTERS_INK = f"{INKS}[datum.role] || '{INK}'"
# `x2` of words is where the next tile stands, `shift` the pixels that they take.
HAS_ROOM = f"scale('x', datum.x2) - scale('x', datum.x) > datum.shift + {2 * BESIDE_TILE}"


@chart_form
def grades_chart() -> Layers:
    """Tiles in the months of inspections, with their grade in letters, and in words where they fit.

    The words of the newest stand right of the plot.
    """
    base = list_rows(values=alt.expr("ticks"), labelExpr=MONTH_NAME, grid=False)
    tiles = only(base, "tile")
    shade = alt.Color(
        "role:N", legend=None, scale=alt.Scale(domain=[*SHADES], range=[*SHADES.values()])
    )
    letters = text_mark(tiles, align="center", baseline="middle", fontWeight="bold")
    words = only(base.transform_filter(WIDE_ONLY), "words").encode(
        opacity=alt.value(alt.expr(f"isValid(datum.x2) && !({HAS_ROOM}) ? 0 : 1"))
    )
    layers = [
        *list_names(base, ABOVE_TILE),
        only(base, "thread").mark_rule(color=GREY, strokeWidth=1.5).encode(x2="x2:Q"),
        only(base, "no tile").mark_point(**SQUARE, fill=WHITE),
        tiles.mark_point(**SQUARE).encode(fill=shade),
        letters.encode(color=alt.value(alt.expr(LETTERS_INK))),
        text_mark(only(base, "no tile"), align="center", baseline="middle"),
        *on_white(words, align="left", baseline="middle", dx=BESIDE_TILE),
    ]
    return list_of(layers, ticks=[0])
