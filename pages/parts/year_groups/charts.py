"""Two more forms of chart: a profile by age or year group, and the steps between its parts."""

from typing import Any

import altair as alt

from pages.parts.exhibit import chart_crosshair
from pages.parts.exhibit.chart_crosshair import crosshair
from pages.parts.exhibit.chart_kit import (
    COUNCIL_COLOUR,
    EDGE,
    FOLLOWS,
    FOOT,
    GRID,
    INK,
    KEY_GAP,
    KEY_LEFT,
    KEY_ROW,
    NARROW_ONLY,
    RIGHT,
    START,
    STYLES,
    WHITE,
    WITH_UNIT,
    Layers,
    absent_below,
    chart_form,
    chart_of,
    faint,
    intervals,
    key,
    key_in_line,
    only,
    role_line,
    rows_placed,
    text_mark,
    ticks_axis,
    y_axis,
)

HEIGHT, STEPS_HEIGHT = 120, 190  # pixels of a plot where two drawings share a place
KEY_BELOW = 760  # pixels: in a narrower place title and key do not fit into one line
THIN = 1.25  # bars stand close together, and so do their intervals
SETTINGS: dict[str, Any] = {
    **chart_crosshair.SETTINGS,
    "first": 1.4,
    "last": 25.6,
    "ticks": [2, 3],
    "labels": ["2", "3"],
    "head": 0,
    "absent": 0,
}
# The title of a drawing stands above its plot, on a phone above the key as well.
TITLE_Y = f"-{KEY_GAP} - ({NARROW_ONLY} ? lines * {KEY_ROW} + {KEY_GAP} : 0)"


@chart_form
def profile_chart() -> Layers:
    """Bars for the council, lines for England and the group, with title and key above."""
    base = _rows(y_axis("bottom", "top", tickCount=4, labelExpr=WITH_UNIT))
    title = text_mark(
        only(base, "panel"), align="left", baseline="bottom", fontWeight="bold", dx=KEY_LEFT
    )
    words = text_mark(only(base, "words"), align="center", baseline="top", dy=2)
    layers = [
        only(base, "shade").mark_rect(color=GRID).encode(x2="x2:Q", y=START, y2=FOOT),
        only(base, "bar")
        .mark_rect(color=COUNCIL_COLOUR)
        .encode(x2="x2:Q", y2=alt.datum(0), opacity=faint(0.45)),
        intervals(base, "y2", WHITE, 3 * THIN),  # so that they are seen on their bar too
        intervals(base, "y2", INK, THIN),
        *(role_line(base, role) for role in STYLES if role != "council"),
        *absent_below(base),
        title.encode(x=START, y=alt.value(alt.expr(TITLE_Y))),
        words.encode(y=START),
        *key(base, "council"),
        *key_in_line(base, "council"),
        *crosshair(base, "Age or year"),
    ]
    settings = {**SETTINGS, "bottom": 0, "top": 10, "after": "%"}
    return chart_of(layers, FOLLOWS, below=KEY_BELOW, **settings)


@chart_form
def steps_chart() -> Layers:
    """The ratio of each step to England's: dots, 95% intervals thick, 99.8% thin, a rule at 1."""
    # A ratio of a half lies as far from 1 as one of two.
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(type="log", domain=[alt.expr("bottom"), alt.expr("top")], nice=False),
        axis=alt.Axis(values=alt.expr("rungs"), title=None, labelExpr="format(datum.value, '~g')"),
    )
    base = _rows(y)
    colour = alt.condition(alt.datum.faint, alt.value(EDGE), alt.value(COUNCIL_COLOUR))
    size = alt.condition(alt.datum.faint, alt.value(55), alt.value(130))
    england = STYLES["england"]
    one = only(base, "one").mark_rule(
        color=england.colour, strokeDash=england.dash, strokeWidth=england.width
    )
    one_words = text_mark(only(base, "one"), align="left", baseline="middle", dx=5)
    layers = [
        one.encode(x=START, x2=RIGHT),
        one_words.encode(x=RIGHT, color=alt.value(england.colour)),
        only(base, "wide").mark_rule(strokeWidth=THIN, clip=True).encode(y2="y2:Q", color=colour),
        only(base, "interval").mark_rule(strokeWidth=4, clip=True).encode(y2="y2:Q", color=colour),
        only(base, "dot").mark_point(filled=True, opacity=1).encode(color=colour, size=size),
        *(
            text_mark(only(base, "words", side), align=side, dx=shift, dy=-8).encode(y=START)
            for side, shift in (("left", -6), ("right", 6))
        ),
        *crosshair(base, "Step"),
    ]
    settings = {**SETTINGS, "bottom": 0.5, "top": 2, "rungs": [0.5, 1, 2], "head": 1}
    return chart_of(layers, STEPS_HEIGHT, **settings)


def _rows(y: alt.Y) -> alt.Chart:
    """Rows over ages or year groups, which stand at whole numbers and are called by `labels`."""
    x = ticks_axis(
        absent=True,
        labelExpr="labels[round(datum.value - ticks[0])]",
        labelOverlap="parity",
        labelFlush=False,
        labelSeparation=5,
    )
    return rows_placed(x, y, tips=False)
