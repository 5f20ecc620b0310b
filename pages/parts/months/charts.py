"""The process-behaviour (XmR) chart: months in order, mean and limits, what stands out marked."""

from typing import Any

from pages.parts.exhibit.chart_crosshair import SETTINGS, crosshair
from pages.parts.exhibit.chart_kit import (
    COUNCIL_COLOUR,
    ENGLAND_COLOUR,
    FOLLOWS,
    INK,
    STYLES,
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
# x is the number of months since year 0, as drawing.month_number counts them.
MONTH_NAME = (
    "slice('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * (datum.value % 12), "
    "3 * (datum.value % 12) + 3) + ' ' + floor(datum.value / 12)"
)


@chart_form
def months_chart() -> Layers:
    """Line with gaps, limits (dashed while on trial), diamonds where a month stands out."""
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
