"""The forms of one measure: a line through the years, bars of places, parts of a whole."""

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
    ROLE_COLOUR,
    STYLES,
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
    names_axis,
    on_either_side,
    only,
    role_dots,
    role_line,
    rows_placed,
    text_mark,
    x_axis,
    y_axis,
    years_axis,
)

# Areas in square pixels: councils that have no line of their own are a ground for those that do.
QUIET_DOT, PEER_DOT, CHOSEN_DOT, DOT = 9, 26, 28, 60
BAR_HEIGHT, PART_HEIGHT = (
    16,
    14,
)  # thickness in pixels; England's line stands out of a part at both sides
ROW = 2 * LINE_HEIGHT + 2  # a name of two lines and a gap
BESIDE_MARK = 12  # from the end of a bar, or a ring, to its words


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
    base = _rows()
    layers = [
        only(base, "bar").mark_bar(height=BAR_HEIGHT).encode(color=ROLE_COLOUR),
        intervals(base, "x2", INK),
        hollow(base),
        _reasons(base),
        text_mark(only(base, "words"), align="left", baseline="middle", dx=BESIDE_MARK),
    ]
    return chart_of(layers, alt.Step(ROW), bottom=0, top=100, after="")


@chart_form
def parts_chart() -> Layers:
    """Parts of one whole: a bar for the council and an orange line for England in each part."""
    base = _rows()
    layers = [
        text_mark(only(base, "head"), align="center", baseline="bottom", dy=-15),
        only(base, "bar").mark_bar(height=PART_HEIGHT, color=COUNCIL_COLOUR),
        only(base, "tick").mark_tick(
            color=ENGLAND_COLOUR, thickness=4, size=PART_HEIGHT + 10, orient="vertical", opacity=1
        ),
        hollow(base),
        _reasons(base),
        text_mark(only(base, "words"), align="left", baseline="middle", dx=10),
    ]
    return chart_of(layers, alt.Step(ROW), bottom=0, top=100, after="")


def _rows() -> alt.Chart:
    """Length across, one name under another."""
    across = x_axis("bottom", "top", tickCount=4, labelExpr=WITH_UNIT)
    return rows_placed(across, names_axis())


def _reasons(base: alt.Chart) -> alt.Chart:
    """Why a figure is withheld, beside its ring and above the line on which it stands."""
    return text_mark(only(base, "reason"), align="left", baseline="middle", dx=BESIDE_MARK, dy=-8)
