"""The form of releases since a meeting: a row for each publication, a sign for each release."""

from typing import Any

import altair as alt

from pages.parts.exhibit.chart_kit import (
    COUNCIL_COLOUR,
    GREY,
    INK,
    MONTH_NAME,
    WHITE,
    Layers,
    chart_form,
    on_white,
    only,
)
from pages.parts.exhibit.chart_list import list_names, list_of, list_rows

SIZE = 150  # square pixels of a sign
ABOVE_SIGN, BESIDE_SIGN = 12, 11  # from its middle to words
# Signs differ by shape and filling as well as by colour.
HOLLOW: dict[str, Any] = {"size": SIZE, "fill": WHITE, "stroke": INK, "opacity": 1}
# `x2` of words is where the next sign stands, `shift` the pixels that they take.
HAS_ROOM = f"scale('x', datum.x2) - scale('x', datum.x) > datum.shift + {2 * BESIDE_SIGN}"


@chart_form
def releases_chart() -> Layers:
    """Signs in the months of releases, each with its period where that fits beside it."""
    base = list_rows(values=alt.expr("ticks"), labelExpr=MONTH_NAME, grid=False)
    words = only(base, "words").encode(
        opacity=alt.value(alt.expr(f"isValid(datum.x2) && !({HAS_ROOM}) ? 0 : 1"))
    )
    layers = [
        *list_names(base, ABOVE_SIGN),
        only(base, "thread").mark_rule(color=GREY, strokeWidth=1.5).encode(x2="x2:Q"),
        only(base, "here").mark_point(
            shape="circle", size=SIZE, filled=True, color=COUNCIL_COLOUR, opacity=1
        ),
        only(base, "not here").mark_point(shape="circle", strokeWidth=2, **HOLLOW),
        only(base, "due").mark_point(shape="diamond", strokeWidth=2.5, **HOLLOW),
        *on_white(words, align="left", baseline="middle", dx=BESIDE_SIGN),
    ]
    return list_of(layers, ticks=[0])
