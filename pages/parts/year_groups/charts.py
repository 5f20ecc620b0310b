"""Two more forms of chart: a profile by age or year group, and the steps between its parts."""

from typing import Any

import altair as alt

from pages.parts.exhibit.chart_kit import (
    GRID,
    INK,
    STYLES,
    WHITE,
    Layers,
    chart_form,
    framed,
    only,
    text_mark,
)

HEIGHT, STEPS_HEIGHT = 120, 190
SAMPLE = 26  # pixels of a line or a bar in the key
OTHER = "#8A8D90"
ROOF = "width < 480 ? top * roof : top"  # on a phone the key needs room of its own
COUNCIL = STYLES["council"].colour
START, END = alt.value(0), alt.value(HEIGHT)


@chart_form
def profile_chart() -> Layers:
    """Bars for the council, lines for England and the group, a key at the top right."""
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(domainMin=alt.expr("bottom"), domainMax=alt.expr(ROOF), nice=False),
        axis=alt.Axis(tickCount=4, title=None, labelExpr="format(datum.value, ',') + unit"),
    )
    base = _base(y)
    faint = alt.condition(alt.datum.faint, alt.value(0.45), alt.value(1))
    panel = text_mark(
        only(base, "panel"), align="left", baseline="bottom", dy=-7, fontWeight="bold"
    )
    words = text_mark(only(base, "words"), align="center", baseline="top", dy=2)
    layers = [
        only(base, "shade").mark_rect(color=GRID).encode(x2="x2:Q", y=START, y2=END),
        only(base, "bar")
        .mark_rect(color=COUNCIL)
        .encode(x2="x2:Q", y2=alt.datum(0), opacity=faint),
        only(base, "interval").mark_rule(color=INK, strokeWidth=1.25).encode(y2="y2:Q"),
        *(_line(base, role) for role in STYLES if role != "council"),
        only(base, "withheld").mark_point(
            filled=False, fill=WHITE, stroke=COUNCIL, size=80, strokeWidth=2
        ),
        panel.encode(x=START, y=START, text="text:N"),
        words.encode(y=START, text="text:N"),
        *_key(base),
    ]
    return _with_settings(alt.layer(*layers), HEIGHT, bottom=0, top=10, roof=1, unit="%")


@chart_form
def steps_chart() -> Layers:
    """The ratio of each step to England's: dots, 95% intervals thick, 99.8% thin, a rule at 1."""
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(type="log", domainMin=alt.expr("bottom"), domainMax=alt.expr("top")),
        axis=alt.Axis(values=alt.expr("rungs"), title=None, labelExpr="format(datum.value, '~g')"),
    )
    base = _base(y)
    colour = alt.condition(alt.datum.faint, alt.value(OTHER), alt.value(COUNCIL))
    size = alt.condition(alt.datum.faint, alt.value(55), alt.value(130))
    england = STYLES["england"]
    one = only(base, "one").mark_rule(
        color=england.colour, strokeDash=england.dash, strokeWidth=england.width
    )
    layers = [
        one.encode(x=START, x2=alt.value("width")),
        text_mark(only(base, "one"), align="left", baseline="middle", dx=5).encode(
            x=alt.value("width"), text="text:N"
        ),
        only(base, "wide").mark_rule(strokeWidth=1.25, clip=True).encode(y2="y2:Q", color=colour),
        only(base, "interval").mark_rule(strokeWidth=4, clip=True).encode(y2="y2:Q", color=colour),
        only(base, "dot").mark_point(filled=True, opacity=1).encode(color=colour, size=size),
        *(
            text_mark(only(base, "words", side), align=side, dx=shift, dy=-8).encode(
                y=START, text="text:N"
            )
            for side, shift in (("left", -6), ("right", 6))
        ),
    ]
    settings = {"bottom": 0.5, "top": 2, "rungs": [0.5, 1, 2]}
    return _with_settings(alt.layer(*layers), STEPS_HEIGHT, **settings)


def _base(y: alt.Y) -> alt.Chart:
    """Rows over ages or year groups, which stand at whole numbers and are called by `labels`."""
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domainMin=alt.expr("first"), domainMax=alt.expr("last"), nice=False),
        axis=alt.Axis(
            values=alt.expr("ticks"),
            title=None,
            grid=False,
            labelExpr="labels[round(datum.value - ticks[0])]",
            labelOverlap="parity",
            labelFlush=False,
            labelSeparation=5,
        ),
    )
    tip = alt.Tooltip("tip:N", title=None)
    return alt.Chart(alt.NamedData("figures")).encode(x=x, y=y, tooltip=tip)


def _line(base: alt.Chart, role: str) -> alt.Chart:
    style = STYLES[role]
    line = only(base, "line", role).mark_line(
        color=style.colour, strokeDash=style.dash, strokeWidth=style.width
    )
    return line.encode(detail="segment:N")


def _key(base: alt.Chart) -> list[alt.Chart]:
    """The name of each place, with a sample of its bar or line at the right end.

    `order` of a row is its distance from the top in pixels.
    """
    y = alt.value(alt.expr("datum.order"))
    names = text_mark(only(base, "key"), align="right", baseline="middle")
    found = [names.encode(x=_from_right(SAMPLE + 6), y=y, text="text:N")]
    for role, style in STYLES.items():
        bar = role == "council"
        sample = only(base, "sample", role).mark_rule(
            color=style.colour, strokeDash=style.dash, strokeWidth=11 if bar else style.width
        )
        found.append(sample.encode(x=_from_right(SAMPLE), x2=alt.value("width"), y=y))
    return found


def _from_right(pixels: int) -> Any:
    return alt.value(alt.expr(f"width - {pixels}"))


def _with_settings(chart: Layers, height: int, **settings: Any) -> Layers:
    every = {"first": 1.4, "last": 25.6, "ticks": [2, 3], "labels": ["2", "3"], **settings}
    params = [alt.param(name=name, value=value) for name, value in every.items()]
    return framed(chart.add_params(*params).properties(height=height))
