"""Shares refused by who asked, beside England; and the counts from a request to an appeal."""

from typing import Any

import altair as alt

from pages.parts.exhibit.chart_comparison import (
    BAR_HEIGHT,
    COLUMNS,
    ENGLAND_AT,
    OWN_AT,
    POINTS_AT,
    comparison,
)
from pages.parts.exhibit.chart_kit import COUNCIL_COLOUR, Layers, chart_form, only, unknown
from pages.parts.exhibit.chart_list import list_column, list_names, list_of, list_rows


@chart_form
def refused_chart() -> Layers:
    """A bar for each share of the council, a line for England's, and columns with both."""
    return list_of(comparison(list_rows()), **COLUMNS)


@chart_form
def way_chart() -> Layers:
    """A bar for each count, an outline where other children are among them; shares in columns."""
    base = list_rows()
    outline: dict[str, Any] = {
        "height": BAR_HEIGHT,
        "filled": False,
        "color": COUNCIL_COLOUR,
        "strokeWidth": 2,
    }
    layers: list[alt.Chart] = [
        only(base, "bar", "same").mark_bar(height=BAR_HEIGHT, color=COUNCIL_COLOUR),
        only(base, "bar", "others").mark_bar(**outline),
        unknown(base),
        *list_names(base),
        *list_column(base, "council", OWN_AT),
        *list_column(base, "share", ENGLAND_AT),
        *list_column(base, "england", POINTS_AT),
    ]
    return list_of(layers, **COLUMNS)
