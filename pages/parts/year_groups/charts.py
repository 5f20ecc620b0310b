"""Two more forms of chart: a profile by age or year group, and the steps between its parts."""

from typing import Any

import altair as alt

from pages.parts.exhibit.chart_kit import (
    COUNCIL_COLOUR,
    EDGE,
    GRID,
    INK,
    RIGHT,
    START,
    STYLES,
    WITH_UNIT,
    Layers,
    chart_form,
    chart_of,
    faint,
    hollow,
    intervals,
    only,
    role_line,
    rows_placed,
    text_mark,
    ticks_axis,
    y_axis,
)

HEIGHT, STEPS_HEIGHT = 120, 190
SAMPLE = 26  # pixels of a line or a bar in the key
SAMPLE_BAR = 11  # and how thick the bar is: less than a line of text, so that two stay apart
ROOF = "width < 480 ? top * roof : top"  # on a phone the key needs room of its own
PANEL_FOOT = alt.value(HEIGHT)
THIN = 1.25  # bars stand close together, and so do their intervals
SETTINGS: dict[str, Any] = {"first": 1.4, "last": 25.6, "ticks": [2, 3], "labels": ["2", "3"]}


@chart_form
def profile_chart() -> Layers:
    """Bars for the council, lines for England and the group, a key at the top right."""
    base = _rows(y_axis("bottom", ROOF, tickCount=4, labelExpr=WITH_UNIT))
    panel = text_mark(
        only(base, "panel"), align="left", baseline="bottom", dy=-7, fontWeight="bold"
    )
    words = text_mark(only(base, "words"), align="center", baseline="top", dy=2)
    layers = [
        only(base, "shade").mark_rect(color=GRID).encode(x2="x2:Q", y=START, y2=PANEL_FOOT),
        only(base, "bar")
        .mark_rect(color=COUNCIL_COLOUR)
        .encode(x2="x2:Q", y2=alt.datum(0), opacity=faint(0.45)),
        intervals(base, "y2", INK, THIN),
        *(role_line(base, role) for role in STYLES if role != "council"),
        hollow(base, size=80),
        panel.encode(x=START, y=START),
        words.encode(y=START),
        *_key(base),
    ]
    return chart_of(layers, HEIGHT, **SETTINGS, bottom=0, top=10, roof=1, after="%")


@chart_form
def steps_chart() -> Layers:
    """The ratio of each step to England's: dots, 95% intervals thick, 99.8% thin, a rule at 1."""
    # A ratio of a half lies as far from 1 as one of two.
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(type="log", domainMin=alt.expr("bottom"), domainMax=alt.expr("top")),
        axis=alt.Axis(values=alt.expr("rungs"), title=None, labelExpr="format(datum.value, '~g')"),
    )
    base = _rows(y)
    colour = alt.condition(alt.datum.faint, alt.value(EDGE), alt.value(COUNCIL_COLOUR))
    size = alt.condition(alt.datum.faint, alt.value(55), alt.value(130))
    england = STYLES["england"]
    one = only(base, "one").mark_rule(
        color=england.colour, strokeDash=england.dash, strokeWidth=england.width
    )
    layers = [
        one.encode(x=START, x2=RIGHT),
        text_mark(only(base, "one"), align="left", baseline="middle", dx=5).encode(x=RIGHT),
        only(base, "wide").mark_rule(strokeWidth=THIN, clip=True).encode(y2="y2:Q", color=colour),
        only(base, "interval").mark_rule(strokeWidth=4, clip=True).encode(y2="y2:Q", color=colour),
        only(base, "dot").mark_point(filled=True, opacity=1).encode(color=colour, size=size),
        *(
            text_mark(only(base, "words", side), align=side, dx=shift, dy=-8).encode(y=START)
            for side, shift in (("left", -6), ("right", 6))
        ),
    ]
    return chart_of(layers, STEPS_HEIGHT, **SETTINGS, bottom=0.5, top=2, rungs=[0.5, 1, 2])


def _rows(y: alt.Y) -> alt.Chart:
    """Rows over ages or year groups, which stand at whole numbers and are called by `labels`."""
    x = ticks_axis(
        labelExpr="labels[round(datum.value - ticks[0])]",
        labelOverlap="parity",
        labelFlush=False,
        labelSeparation=5,
    )
    return rows_placed(x, y)


def _key(base: alt.Chart) -> list[alt.Chart]:
    """The name of each place, with a sample of its bar or line at the right end.

    `order` of a row is its distance from the top in pixels.
    """
    y = alt.value(alt.expr("datum.order"))
    names = text_mark(only(base, "key"), align="right", baseline="middle")
    found = [names.encode(x=_from_right(SAMPLE + 6), y=y)]
    for role, style in STYLES.items():
        width = SAMPLE_BAR if role == "council" else style.width
        sample = only(base, "sample", role).mark_rule(
            color=style.colour, strokeDash=style.dash, strokeWidth=width
        )
        found.append(sample.encode(x=_from_right(SAMPLE), x2=RIGHT, y=y))
    return found


def _from_right(pixels: int) -> Any:
    return alt.value(alt.expr(f"width - {pixels}"))
