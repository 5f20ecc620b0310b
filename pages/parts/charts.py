"""The three forms of chart, authored in Altair, compiled once, drawn from a frame and settings.

Every form reads one frame in which `mark` says what a row is drawn as and `role` whose it is.
What changes from chart to chart (axis ends, ticks, unit) is a parameter of the specification.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

Layers = alt.LayerChart | alt.FacetChart  # what Altair says that layer() may be

INK = "#0B0C0C"
GREY = "#BFBFBF"
GRID = "#E5E6E7"
WHITE = "#FFFFFF"
TEXT = 14
PLOT_HEIGHT = 224
LINE_HEIGHT = 17
FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"


@dataclass(frozen=True, kw_only=True)
class Style:
    """How one role is drawn; roles differ by dash and shape as well as by colour."""

    colour: str
    dash: Sequence[int]
    width: float
    shape: str


STYLES = {
    "chosen": Style(colour="#3D3D3D", dash=(5, 2), width=1.5, shape="cross"),
    "neighbours": Style(colour="#801650", dash=(2, 3), width=2.5, shape="diamond"),
    "region": Style(colour="#28A197", dash=(9, 3, 2, 3), width=2.5, shape="triangle-up"),
    "england": Style(colour="#F46A25", dash=(9, 5), width=2.5, shape="square"),
    "council": Style(colour="#12436D", dash=(1, 0), width=3, shape="circle"),
}
ROLE_COLOUR = alt.Color(
    "role:N",
    legend=None,
    scale=alt.Scale(
        domain=[*STYLES, "peer"], range=[*(style.colour for style in STYLES.values()), GREY]
    ),
)


def only(chart: alt.Chart, mark: str, role: str | None = None) -> alt.Chart:
    """The rows of one mark, and of one role."""
    kept = chart.transform_filter(alt.datum.mark == mark)
    return kept.transform_filter(alt.datum.role == role) if role else kept


def text_mark(chart: alt.Chart, **options: Any) -> alt.Chart:
    """Words on the chart, in ink: coloured text would be too faint."""
    return chart.mark_text(color=INK, fontSize=TEXT, lineBreak="\n", font=FONT, **options)


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
            for words in _on_white(
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


def _on_white(chart: alt.Chart, **options: Any) -> list[alt.Chart]:
    """Words that can be read where lines run behind them."""
    ground = text_mark(chart, stroke=WHITE, strokeWidth=4, strokeJoin="round", **options)
    return [one.encode(text="text:N") for one in (ground, text_mark(chart, **options))]


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
        _hollow(base),
        text_mark(only(base, "reason"), align="left", baseline="middle", dx=12, dy=-8).encode(
            text="text:N"
        ),
        text_mark(only(base, "words"), align="left", baseline="middle", dx=12).encode(
            text="text:N"
        ),
    ]
    return _long(alt.layer(*layers))


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
        _hollow(base),
        text_mark(only(base, "reason"), align="left", baseline="middle", dx=12, dy=-8).encode(
            text="text:N"
        ),
        text_mark(only(base, "words"), align="left", baseline="middle", dx=10).encode(
            text="text:N"
        ),
    ]
    return _long(alt.layer(*layers))


def _hollow(base: alt.Chart) -> alt.Chart:
    return only(base, "withheld").mark_point(
        filled=False, fill=WHITE, stroke=STYLES["council"].colour, size=110, strokeWidth=2
    )


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


def framed(chart: Layers) -> Layers:
    """White ground, text that can be read from a distance, as wide as the page leaves room for."""
    return (
        chart.properties(
            background=WHITE,
            padding={"left": 8, "right": 12, "top": 12, "bottom": 10},
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            labelFontSize=TEXT,
            labelFont=FONT,
            gridColor=GRID,
            domainColor=GREY,
            tickColor=GREY,
            labelPadding=6,
        )
        .configure_axisY(domain=False, ticks=False)
    )


FORMS = {"trend": trend_chart, "bars": bars_chart, "parts": parts_chart}


@lru_cache
def form(name: str) -> dict[str, Any]:
    """The compiled specification of one form: shared, so never changed in place."""
    return compiled(FORMS[name]())


def compiled(chart: Layers) -> dict[str, Any]:
    """A chart as a specification without data: the frame is given when the chart is drawn."""
    found = chart.to_dict()
    del found["data"]
    return found


def specification(name: str, settings: dict[str, Any]) -> dict[str, Any]:
    """One form with its parameters set. Raises KeyError for a parameter the form lacks."""
    return form(name) | {"params": set_to(name, form(name), settings)}


def set_to(name: str, spec: dict[str, Any], settings: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters of a form, set. Raises KeyError for a parameter the form lacks."""
    params = spec.get("params", [])
    if unknown := set(settings) - {one["name"] for one in params}:
        raise KeyError(f"{name} has no parameter {sorted(unknown)}")
    return [one | {"value": settings.get(one["name"], one["value"])} for one in params]
