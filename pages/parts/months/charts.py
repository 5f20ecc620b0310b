"""The process-behaviour (XmR) chart: months in order, mean and limits, what stands out marked."""

from typing import Any

import altair as alt

from pages.parts.exhibit.chart_crosshair import SETTINGS, crosshair
from pages.parts.exhibit.chart_kit import (
    COUNCIL_COLOUR,
    ENGLAND_COLOUR,
    FOLLOWS,
    FOOT,
    INK,
    LINE_HEIGHT,
    MONTH_NAME,
    NARROW_ONLY,
    STYLES,
    WIDE_ONLY,
    Layers,
    absent_below,
    chart_form,
    chart_of,
    on_white,
    only,
    rows_placed,
    ticks_axis,
    y_axis,
)

# Months are one council's own: two colours of other places are free to say something else.
STANDS_OUT, LIMIT = STYLES["neighbours"].colour, ENGLAND_COLOUR


def _change_words(base: alt.Chart) -> list[alt.Chart]:
    """On the side of the rule that has room; on a phone a word alone."""
    above = base.encode(y=alt.value(alt.expr(f"-4 - datum.order * {LINE_HEIGHT}")))
    return [
        words
        for when, field in ((WIDE_ONLY, "text"), (NARROW_ONLY, "short"))
        for side, dx in (("left", -3), ("right", 3))
        for words in on_white(
            only(above.transform_filter(when), "change", side),
            field,
            align=side,
            baseline="bottom",
            dx=dx,
        )
    ]


@chart_form
def months_chart() -> Layers:
    """Line with gaps, limits (dashed while on trial), diamonds where a month stands out.

    A change is a dashed rule from its words, above the plot, to the foot.
    """
    base = rows_placed(
        ticks_axis(
            absent=True,
            labelExpr=MONTH_NAME,
            labelOverlap=True,
            labelFlush=True,
            labelSeparation=6,
        ),
        y_axis("bottom", "top", tickCount=5, format=",d", tickMinStep=1),
        tips=False,
    )
    layers = [
        only(base, "change")
        .mark_rule(color=INK, strokeDash=[5, 4], strokeWidth=1.5)
        .encode(y=alt.value(alt.expr(f"-2 - datum.order * {LINE_HEIGHT}")), y2=FOOT),
        *_change_words(base),
        only(base, "mean").mark_rule(color=INK, strokeWidth=1.25).encode(x2="x2:Q"),
        only(base, "limit").mark_rule(color=LIMIT, strokeWidth=2).encode(x2="x2:Q"),
        only(base, "trial limit")
        .mark_rule(color=LIMIT, strokeWidth=2, strokeDash=[6, 4])
        .encode(x2="x2:Q"),
        only(base, "line")
        .mark_line(color=COUNCIL_COLOUR, strokeWidth=2.5)
        .encode(detail="segment:N"),
        only(base, "dot").mark_point(filled=True, color=COUNCIL_COLOUR, size=55, opacity=1),
        only(base, "signal").mark_point(
            filled=True, color=STANDS_OUT, shape="diamond", size=190, opacity=1
        ),
        *absent_below(base),
        *on_white(only(base, "words"), align="right", baseline="bottom", dy=-4),
        *crosshair(base, "Month"),
    ]
    settings: dict[str, Any] = {
        **SETTINGS,
        "first": 0,
        "last": 1,
        "bottom": 0,
        "top": 100,
        "ticks": [0],
        "head": 0,
        "absent": 0,
    }
    return chart_of(layers, FOLLOWS, **settings)
