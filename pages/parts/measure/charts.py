"""The forms of one measure: a line through the years, bars of places, parts of a whole."""

from typing import Any

import altair as alt

from pages.parts.exhibit.chart_crosshair import SETTINGS, crosshair
from pages.parts.exhibit.chart_kit import (
    BAND,
    BREAKS,
    COUNCIL_COLOUR,
    ENGLAND_COLOUR,
    FOLLOWS,
    GREY,
    INK,
    LINE_HEIGHT,
    NARROW_ONLY,
    NO_TIP,
    ROLE_COLOUR,
    STYLES,
    WHITE,
    WIDE_ONLY,
    WITH_UNIT,
    Layers,
    break_rule,
    break_words,
    chart_form,
    chart_of,
    end_labels,
    faint,
    hollow,
    intervals,
    key,
    on_either_side,
    only,
    role_dots,
    role_line,
    rows_placed,
    text_mark,
    y_axis,
    years_axis,
)
from pages.parts.exhibit.chart_list import (
    HEAD_GAP,
    list_column,
    list_names,
    list_of,
    list_rows,
    list_words,
)

# Areas in square pixels: councils that have no line of their own are a ground for those that do.
QUIET_DOT, PEER_DOT, CHOSEN_DOT, DOT = 9, 26, 28, 60
BAR_HEIGHT, PART_HEIGHT = 16, 16  # thickness in pixels
BESIDE_MARK = 12  # from the end of a bar, or a ring, to its words
AT_END = 6  # from the end of a bar to its value
# England's line stands out of a part at both sides.
TICK: dict[str, Any] = {"size": PART_HEIGHT + 8, "orient": "vertical", "opacity": 1}
# Where columns end right of the plot: as wide as the council's words, then England's and points.
OWN_AT = f"(14 + ({NARROW_ONLY} ? short_own : own))"
ENGLAND_AT = f"({OWN_AT} + ({NARROW_ONLY} ? 58 : 84))"
POINTS_AT = f"({ENGLAND_AT} + ({NARROW_ONLY} ? 56 : 72))"
SIGN_GAP = 7  # from the name of England to the sign of its line


@chart_form
def trend_chart() -> Layers:
    """Lines over the years: gaps stay open, breaks are ruled, the axis marks what is withheld."""
    base = rows_placed(
        years_axis(), y_axis("bottom", "top", tickCount=5, labelExpr=WITH_UNIT), tips=False
    )
    layers = [
        only(base, "band").mark_area(color=BAND, opacity=1).encode(y2="y2:Q", detail="segment:N"),
        only(base, "quiet").mark_point(filled=True, color=GREY, size=QUIET_DOT, opacity=0.8),
        only(base, "peer").mark_point(filled=True, color=GREY, size=PEER_DOT, opacity=0.9),
        *(break_rule(base, mark) for mark in BREAKS),
        *(words for mark in BREAKS for words in break_words(base, mark)),
        intervals(base, "y2"),
        *(role_line(base, role).encode(opacity=faint()) for role in STYLES),
        *(role_dots(base, role, CHOSEN_DOT if role == "chosen" else DOT) for role in STYLES),
        hollow(base),
        *on_either_side(
            base.transform_filter(f"{WIDE_ONLY} || datum.order == 1"),
            "words",
            -6,
            baseline="bottom",
            dy=-9,
        ),
        *end_labels(base, BESIDE_MARK),
        *key(base),
        *crosshair(base),
    ]
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
    )


@chart_form
def bars_chart() -> Layers:
    """One period: a bar for each place, the largest first, in its fixed colour."""
    base = list_rows()
    layers = [
        only(base, "bar").mark_bar(height=BAR_HEIGHT).encode(color=ROLE_COLOUR),
        intervals(base, "x2", WHITE, 4),  # so that it is seen on its bar too
        intervals(base, "x2", INK),
        hollow(base),
        *list_names(base),
        *list_words(only(base, "words"), align="left", dx=BESIDE_MARK),
    ]
    return list_of(layers)


@chart_form
def parts_chart() -> Layers:
    """Parts of one whole: a bar for the council, a line for England, and columns with both."""
    base = list_rows()
    tick = only(base, "tick")
    sign = only(base, "column head", "england").encode(
        x=alt.value(alt.expr(f"width + {ENGLAND_AT} + {SIGN_GAP}")),
        y=alt.value(-HEAD_GAP - LINE_HEIGHT + 2),
        y2=alt.value(-HEAD_GAP + 2),
        tooltip=NO_TIP,
    )
    layers = [
        only(base, "bar").mark_bar(height=PART_HEIGHT, color=COUNCIL_COLOUR),
        # A rim, so that it is seen on a bar too.
        tick.mark_tick(**TICK, color=WHITE, thickness=8),
        tick.mark_tick(**TICK, color=ENGLAND_COLOUR, thickness=4),
        hollow(base),
        *list_names(base),
        *_at_end(base),
        *list_column(base, "council", OWN_AT),
        *list_column(base, "england", ENGLAND_AT),
        *list_column(base, "points", POINTS_AT),
        sign.mark_rule(color=ENGLAND_COLOUR, strokeWidth=4),
    ]
    return list_of(layers, own=50, short_own=50)


def _at_end(base: alt.Chart) -> list[alt.Chart]:
    """The value at the end of its own bar: inside where it fits, else behind it.

    Where England's line lies on either place, and where the bar is short, it stands in its column
    alone: behind England's line it would pass for England's. `shift` is its width in pixels.
    """
    end, line = "scale('x', datum.x)", "(isValid(datum.x2) ? scale('x', datum.x2) : -1e3)"
    room = f"(datum.shift + {2 * AT_END})"
    fits = f"{end} > {room} && ({line} < {end} - {room} || {line} >= {end})"
    free = f"({line} <= {end} || {line} > {end} + {room}) && {end} + {room} < width"
    rows = only(base, "value").transform_filter(WIDE_ONLY).encode(tooltip=NO_TIP)
    words: dict[str, Any] = {"baseline": "middle", "fontWeight": "bold"}
    inside = text_mark(rows, align="right", dx=-AT_END, **words).encode(
        color=alt.value(WHITE), opacity=alt.value(alt.expr(f"{fits} ? 1 : 0"))
    )
    behind = text_mark(rows, align="left", dx=AT_END, **words).encode(
        color=alt.value(COUNCIL_COLOUR), opacity=alt.value(alt.expr(f"!({fits}) && {free} ? 1 : 0"))
    )
    return [inside, behind]
