"""The forms of a paper: a mark for each figure by its verdict, and quoted points on a line."""

import altair as alt

from pages.parts.exhibit.chart_crosshair import crosshair
from pages.parts.exhibit.chart_kit import (
    BREAKS,
    INK,
    STYLES,
    WHITE,
    Layers,
    absent_below,
    break_rule,
    break_words,
    chart_form,
    end_labels,
    faint,
    intervals,
    key,
    on_either_side,
    only,
    role_dots,
    role_line,
)
from pages.parts.exhibit.chart_list import list_names, list_of, list_rows
from pages.parts.exhibit.colours import colour
from pages.parts.measure.charts import by_year, through_years
from pages.parts.paper_check.drawing import SIGNS

BESIDE_ROWS = 30  # pixels above and below the rows: there is no axis
MARK = 15  # pixels of a side; smaller where a row has no room
BETWEEN = 2
SIZE = f"pow(max(3, min({MARK}, width / (top - bottom) - {BETWEEN})), 2)"
DOT, QUOTED, CHOSEN = 60, 90, 230  # areas in square pixels
BESIDE = 14


@chart_form
def verdicts_chart() -> Layers:
    """A row for each verdict, in it a mark for each figure: shape and shade say which."""
    base = list_rows(labels=False, ticks=False, domain=False, grid=False)
    names = [verdict.value for verdict in SIGNS]
    edges = [colour(sign.colour) for sign in SIGNS.values()]
    fills = [colour(sign.colour) if sign.filled else WHITE for sign in SIGNS.values()]
    shapes = [sign.shape for sign in SIGNS.values()]
    figures = only(base, "figure").mark_point(strokeWidth=1.5, opacity=1)
    layers = [
        *list_names(base),
        figures.encode(
            size=alt.value(alt.expr(SIZE)),
            shape=alt.Shape("role:N", legend=None, scale=alt.Scale(domain=names, range=shapes)),
            stroke=alt.Stroke("role:N", legend=None, scale=alt.Scale(domain=names, range=edges)),
            fill=alt.Fill("role:N", legend=None, scale=alt.Scale(domain=names, range=fills)),
        ),
    ]
    return list_of(layers, beside=BESIDE_ROWS)


@chart_form
def quoted_chart() -> Layers:
    """The published line through the years, and what a paper quoted as hollow diamonds."""
    base = by_year()
    layers = [
        *(break_rule(base, mark) for mark in BREAKS),
        *(words for mark in BREAKS for words in break_words(base, mark)),
        intervals(base, "y2"),
        *(role_line(base, role).encode(opacity=faint()) for role in STYLES),
        *(role_dots(base, role, DOT) for role in STYLES),
        *absent_below(base),
        *end_labels(base, BESIDE),
        *key(base),
        *(
            _diamond(base, mark, size)
            for mark, size in (("quoted", QUOTED), ("chosen quote", CHOSEN))
        ),
        *on_either_side(base, "quote", BESIDE, baseline="middle", fontWeight="bold"),
        *crosshair(base),
    ]
    return through_years(layers)


def _diamond(base: alt.Chart, mark: str, size: float) -> alt.Chart:
    return only(base, mark).mark_point(
        shape="diamond", filled=False, fill=WHITE, stroke=INK, size=size, strokeWidth=2.5, opacity=1
    )
