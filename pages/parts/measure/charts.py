"""The forms of one measure: a line through the years, bars of places, parts of a whole."""

from collections.abc import Sequence

import altair as alt

from pages.parts.exhibit.chart_comparison import COLUMNS, comparison
from pages.parts.exhibit.chart_crosshair import SETTINGS, crosshair
from pages.parts.exhibit.chart_kit import (
    BAND,
    BREAKS,
    FOLLOWS,
    GREY,
    INK,
    ROLE_COLOUR,
    STYLES,
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
    key,
    only,
    role_dots,
    role_line,
    rows_placed,
    unknown,
    y_axis,
    years_axis,
)
from pages.parts.exhibit.chart_list import (
    list_names,
    list_of,
    list_rows,
    list_words,
)

# Areas in square pixels: councils that have no line of their own are a ground for those that do.
PEER_DOT, CHOSEN_DOT, DOT = 26, 28, 60
INSPECTED = 70
BAR_HEIGHT = 16  # pixels
BESIDE_MARK = 12  # from the end of a bar, or a ring, to its words


@chart_form
def trend_chart() -> Layers:
    """Lines over the years: gaps stay open, breaks are ruled, the axis marks what is withheld."""
    base = by_year()
    layers = [
        only(base, "band").mark_area(color=BAND, opacity=1).encode(y2="y2:Q", detail="segment:N"),
        only(base, "peer").mark_point(filled=True, color=GREY, size=PEER_DOT, opacity=0.9),
        *(break_rule(base, mark) for mark in BREAKS),
        *(words for mark in BREAKS for words in break_words(base, mark)),
        intervals(base, "y2"),
        *(role_line(base, role).encode(opacity=faint()) for role in STYLES),
        *(role_dots(base, role, CHOSEN_DOT if role == "chosen" else DOT) for role in STYLES),
        *inspected(base),
        *absent_below(base),
        *end_labels(base, BESIDE_MARK),
        *key(base),
        *crosshair(base),
    ]
    return through_years(layers)


def by_year() -> alt.Chart:
    """What every mark of a chart through the years is placed by: the year, and a value."""
    return rows_placed(
        years_axis(), y_axis("bottom", "top", tickCount=5, labelExpr=WITH_UNIT), tips=False
    )


def through_years(layers: Sequence[alt.Chart]) -> Layers:
    """A chart through the years of these layers, with all that its settings say."""
    return chart_of(
        layers,
        FOLLOWS,
        **SETTINGS,
        first=2019,
        last=2025,
        bottom=0,
        top=100,
        after="",
        ticks=[2019],
        years=[],
        head=0,
        absent=0,
    )


def inspected(base: alt.Chart) -> list[alt.Chart]:
    """Small hollow triangles that stand on the axis, where an inspection began."""
    mark = only(base, "inspection").mark_point(
        shape="triangle-up", filled=False, fill=WHITE, stroke=INK, size=INSPECTED, strokeWidth=1.5
    )
    return [mark.encode(y=alt.value(alt.expr("height - 6")))]


@chart_form
def bars_chart() -> Layers:
    """One period: a bar for each place, the largest first, in its fixed colour."""
    base = list_rows()
    layers = [
        only(base, "bar").mark_bar(height=BAR_HEIGHT).encode(color=ROLE_COLOUR),
        intervals(base, "x2", WHITE, 4),  # so that it is seen on its bar too
        intervals(base, "x2", INK),
        unknown(base),
        *list_names(base),
        *list_words(only(base, "words"), align="left", dx=BESIDE_MARK, ground=True),
    ]
    return list_of(layers)


@chart_form
def parts_chart() -> Layers:
    """Parts of one whole: a bar for the council, a line for England, and columns with both."""
    return list_of(comparison(list_rows()), **COLUMNS)
