"""The forms of one measure: a line through the years, bars of places, parts of a whole."""

import altair as alt

from pages.parts.exhibit.chart_kit import (
    GREY,
    INK,
    LINE_HEIGHT,
    PLOT_HEIGHT,
    ROLE_COLOUR,
    STYLES,
    WHITE,
    Layers,
    chart_form,
    framed,
    hollow,
    on_white,
    only,
    text_mark,
)


@chart_form
def trend_chart() -> Layers:
    """Lines over the years: gaps stay open, breaks are ruled, the axis marks what is withheld."""
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domainMin=alt.expr("first"), domainMax=alt.expr("last"), nice=False),
        axis=alt.Axis(values=alt.expr("ticks"), format="d", title=None, grid=False),
    )
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(domainMin=alt.expr("bottom"), domainMax=alt.expr("top"), nice=False),
        axis=alt.Axis(tickCount=5, title=None, labelExpr="format(datum.value, ',') + unit"),
    )
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=x, y=y, tooltip=alt.Tooltip("tip:N", title=None)
    )
    layers = [
        only(base, "quiet").mark_point(filled=True, color=GREY, size=9, opacity=0.8),
        only(base, "peer").mark_point(filled=True, color=GREY, size=26, opacity=0.9),
        *_break_rules(base),
        only(base, "interval")
        .mark_rule(color=STYLES["council"].colour, strokeWidth=1.5)
        .encode(y2="y2:Q"),
        *(_line(base, role) for role in STYLES),
        *(_dots(base, role) for role in STYLES),
        only(base, "withheld").mark_point(
            filled=False, fill=WHITE, stroke=STYLES["council"].colour, size=110, strokeWidth=2
        ),
        *(
            words
            for side, shift in (("left", -6), ("right", 6))
            for words in on_white(
                only(base, "words", side), align=side, baseline="bottom", dx=shift, dy=-9
            )
        ),
        text_mark(
            only(base, "label"), align="left", baseline="top", dx=12, lineHeight=LINE_HEIGHT
        ).encode(text="text:N"),
    ]
    settings = [
        alt.param(name=name, value=value)
        for name, value in {
            "first": 2019,
            "last": 2025,
            "bottom": 0,
            "top": 100,
            "unit": "",
            "ticks": [2019],
        }.items()
    ]
    chart = alt.layer(*layers).add_params(*settings)
    return framed(chart.properties(height=PLOT_HEIGHT))


def _line(base: alt.Chart, role: str) -> alt.Chart:
    style = STYLES[role]
    faint = alt.condition(alt.datum.faint, alt.value(0.35), alt.value(1))
    return (
        only(base, "line", role)
        .mark_line(color=style.colour, strokeDash=style.dash, strokeWidth=style.width)
        .encode(detail="segment:N", opacity=faint)
    )


def _dots(base: alt.Chart, role: str) -> alt.Chart:
    style = STYLES[role]
    return only(base, "dot", role).mark_point(
        filled=True,
        color=style.colour,
        shape=style.shape,
        size=28 if role == "chosen" else 60,
        opacity=1,
    )


def _break_rules(base: alt.Chart) -> list[alt.Chart]:
    """A dark rule where the line stops, a lighter one where it goes on with caution."""
    top = alt.value(0)
    rules = []
    for mark, colour in (("break", INK), ("caution", "#8A8D90")):
        one = only(base, mark)
        rules.append(
            one.mark_rule(color=colour, strokeDash=[5, 4], strokeWidth=1.5).encode(
                y=top, y2=alt.value(PLOT_HEIGHT)
            )
        )
        rules.append(
            text_mark(one, align="left", baseline="top", dx=5, dy=1).encode(y=top, text="text:N")
        )
    return rules


@chart_form
def bars_chart() -> Layers:
    """One period: a bar for each place, the largest first, in its fixed colour."""
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=_length_axis(),
        y=_names_axis("order"),
        tooltip=alt.Tooltip("tip:N", title=None),
    )
    layers = [
        only(base, "bar").mark_bar(height=16).encode(color=ROLE_COLOUR),
        only(base, "interval").mark_rule(color=INK, strokeWidth=1.5).encode(x2="x2:Q"),
        hollow(base),
        text_mark(only(base, "reason"), align="left", baseline="middle", dx=12, dy=-8).encode(
            text="text:N"
        ),
        text_mark(only(base, "words"), align="left", baseline="middle", dx=12).encode(
            text="text:N"
        ),
    ]
    return _long(alt.layer(*layers))


@chart_form
def parts_chart() -> Layers:
    """Parts of one whole: a bar for the council and an orange line for England in each part."""
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=_length_axis(),
        y=_names_axis("order"),
        tooltip=alt.Tooltip("tip:N", title=None),
    )
    layers = [
        text_mark(only(base, "head"), align="center", baseline="bottom", dy=-15).encode(
            text="text:N"
        ),
        only(base, "bar").mark_bar(height=14, color=STYLES["council"].colour),
        only(base, "tick").mark_tick(
            color=STYLES["england"].colour, thickness=4, size=24, orient="vertical", opacity=1
        ),
        hollow(base),
        text_mark(only(base, "reason"), align="left", baseline="middle", dx=12, dy=-8).encode(
            text="text:N"
        ),
        text_mark(only(base, "words"), align="left", baseline="middle", dx=10).encode(
            text="text:N"
        ),
    ]
    return _long(alt.layer(*layers))


def _length_axis() -> alt.X:
    return alt.X(
        "x:Q",
        scale=alt.Scale(domainMin=alt.expr("bottom"), domainMax=alt.expr("top"), nice=False),
        axis=alt.Axis(tickCount=4, title=None, labelExpr="format(datum.value, ',') + unit"),
    )


def _names_axis(order: str) -> alt.Y:
    two_lines = {
        "condition": {"test": "indexof(datum.value, '\\n') > 0", "value": -LINE_HEIGHT / 2},
        "value": 0,
    }
    return alt.Y(
        "name:N",
        sort=alt.EncodingSortField(order, op="min"),
        axis=alt.Axis(
            title=None,
            labelLimit=190,
            ticks=False,
            domain=False,
            grid=False,
            labelExpr="split(datum.value, '\\n')",
            labelLineHeight=LINE_HEIGHT,
            labelOffset=two_lines,
        ),
    )


def _long(chart: Layers) -> Layers:
    settings = [
        alt.param(name=name, value=value)
        for name, value in {"bottom": 0, "top": 100, "unit": ""}.items()
    ]
    return framed(chart.add_params(*settings).properties(height=alt.Step(36)))
