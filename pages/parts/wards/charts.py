"""The forms of chart of the page Wards, authored in Altair, compiled once."""

from typing import Any

import altair as alt

from pages.parts.exhibit.chart_kit import (
    FONT,
    INK,
    LINE_HEIGHT,
    STYLES,
    TEXT,
    TITLE_HEIGHT,
    WHITE,
    Layers,
    chart_form,
    framed,
    only,
    text_mark,
    titled,
)
from pages.parts.figures.database import Row

COUNCIL, ENGLAND = STYLES["council"].colour, STYLES["england"].colour
LIMIT = "#8A8D90"
# Low, middle, high: the sequential colours of the Analysis Function.
SHADES = ("#6BACE6", "#2073BC", "#12436D")
LETTERS = (INK, WHITE, WHITE)
SHAPES = {"high": "triangle-up", "low": "triangle-down", "inside": "circle"}
STEP = 30
LABEL_HEIGHT = 15
FUNNEL_HEIGHT = 360
MAP_HEIGHT = 440
MARGIN = 16
BESIDE = 310  # room in pixels for title and legend at the side of a map
ABOVE = 26  # room for the legend above a map
PHONE = 560
WIDE, NARROW = "words wide", "words narrow"


@chart_form
def dots_chart() -> Layers:
    """Wards one under another with their intervals, and ruled lines for council and England."""
    base = _rows(alt.Chart(alt.NamedData("figures")))
    whole = alt.value("height")
    layers = [
        *(
            only(base, "rule", role)
            .mark_rule(color=STYLES[role].colour, strokeDash=STYLES[role].dash, strokeWidth=2)
            .encode(y=alt.value(0), y2=whole)
            for role in ("council", "england")
        ),
        *(
            text_mark(
                only(base, "head", role), align="left", baseline="bottom", dx=-2, dy=dy
            ).encode(y=alt.value(0), text="text:N")
            for role, dy in (("council", -2 - LINE_HEIGHT), ("england", -2))
        ),
        only(base, "interval").mark_rule(color=COUNCIL, strokeWidth=1.5).encode(x2="x2:Q"),
        *_signs(base),
        only(base, "withheld").mark_point(
            filled=False, fill=WHITE, stroke=COUNCIL, size=80, strokeWidth=2
        ),
        text_mark(only(base, "words"), align="left", baseline="middle", dx=8).encode(text="text:N"),
    ]
    return _settled(alt.layer(*layers).properties(height=alt.Step(STEP)))


@chart_form
def funnel_chart() -> Layers:
    """Wards by size and percentage between the limits of chance."""
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=alt.X(
            "x:Q",
            scale=alt.Scale(domainMin=0, domainMax=alt.expr("right"), nice=False),
            axis=alt.Axis(
                tickCount=5,
                title="Pupils counted in the ward",
                titleFont=FONT,
                titleFontSize=TEXT,
                titleFontWeight="normal",
                titleColor=INK,
                grid=False,
                format=",d",
            ),
        ),
        y=alt.Y(
            "y:Q",
            scale=alt.Scale(domainMin=0, domainMax=alt.expr("top"), nice=False),
            axis=alt.Axis(tickCount=5, title=None, labelExpr="datum.label + '%'"),
        ),
        tooltip=alt.Tooltip("tip:N", title=None),
    )
    lines = [
        only(base, "line", role)
        .mark_line(color=colour, strokeDash=dash, strokeWidth=width)
        .encode(detail="segment:N", tooltip=alt.value(None))
        for role, colour, dash, width in (
            ("far", INK, [1, 0], 1.5),
            ("near", LIMIT, [5, 4], 1.5),
            ("council", COUNCIL, [1, 0], 2.5),
        )
    ]
    layers = [
        *lines,
        *_signs(base),
        *(
            words
            for size in (WIDE, NARROW)
            for role, align, baseline, dy in (
                ("edge", "right", "bottom", -4),
                ("right", "left", "middle", 0),
                ("left", "right", "middle", 0),
            )
            for words in _on_white(only(base, size, role), align, baseline, dy, _only_on(size))
        ),
    ]
    return _settled(alt.layer(*layers).properties(height=FUNNEL_HEIGHT))


@chart_form
def shares_chart() -> Layers:
    """Each ward's pupils as one bar: EHC plans at the start, then SEN support, then the rest."""
    base = _rows(alt.Chart(alt.NamedData("figures")))
    colours = {"EHC plan": SHADES[2], "SEN support": SHADES[0], "No SEN": "#FFFFFF"}
    layers = [
        *(
            only(base, "bar", role)
            .mark_bar(height=18, color=colour, stroke=COUNCIL, strokeWidth=1)
            .encode(x2="x2:Q")
            for role, colour in colours.items()
        ),
        text_mark(only(base, "head"), align="right", baseline="bottom", dy=-6).encode(
            y=alt.value(0), text="text:N"
        ),
        text_mark(only(base, "words"), align="left", baseline="middle", dx=6).encode(text="text:N"),
    ]
    return _settled(alt.layer(*layers).properties(height=alt.Step(STEP)))


def _rows(chart: alt.Chart) -> alt.Chart:
    """Length across, one name under another."""
    return chart.encode(
        x=alt.X(
            "x:Q",
            scale=alt.Scale(domainMin=0, domainMax=alt.expr("right"), nice=False),
            axis=alt.Axis(tickCount=5, title=None, labelExpr="datum.label + '%'"),
        ),
        y=alt.Y(
            "name:N",
            sort=alt.EncodingSortField("order", op="min"),
            axis=alt.Axis(
                title=None,
                labelLimit=190,
                ticks=False,
                domain=False,
                grid=False,
                labelExpr="split(datum.value, '\\n')",
                labelLineHeight=15,
                labelOffset={
                    "condition": {"test": "indexof(datum.value, '\\n') > 0", "value": -7},
                    "value": 0,
                },
            ),
        ),
        tooltip=alt.Tooltip("tip:N", title=None),
    )


def _signs(base: alt.Chart) -> list[alt.Chart]:
    """A dot inside the limits, a triangle that points to the side on which a ward lies outside."""
    return [
        only(base, "dot", signal).mark_point(
            filled=True,
            color=COUNCIL,
            shape=shape,
            size=90 if signal == "inside" else 130,
            opacity=1,
        )
        for signal, shape in SHAPES.items()
    ]


def _only_on(size: str) -> dict[str, Any]:
    """Settings of a mark that is seen on wide charts only, or on those of a phone."""
    return {"opacity": alt.expr(f"width {'>' if size == WIDE else '<='} {PHONE} ? 1 : 0")}


def _on_white(
    chart: alt.Chart, align: Any, baseline: Any, dy: int, more: dict[str, Any] | None = None
) -> list[alt.Chart]:
    dx = {"left": 9, "right": -9}[align]
    places = {"align": align, "baseline": baseline, "dx": dx, "dy": dy, **(more or {})}
    ground = text_mark(chart, stroke=WHITE, strokeWidth=4, strokeJoin="round", **places)
    return [one.encode(text="text:N") for one in (ground, text_mark(chart, **places))]


def _settled(chart: Layers) -> Layers:
    settings = [alt.param(name=name, value=100) for name in ("right", "top")]
    return framed(chart.add_params(*settings))


def map_chart(
    features: list[Row],
    hatches: list[Row],
    labels: list[Row],
    classes: list[str],
    frame: tuple[float, float, float, float],
    credit: list[str],
    title: list[str],
) -> Row:
    """Wards filled by class, hidden ones hatched, each with percentage and, if it fits, name.

    `frame` is the box of the wards in the Mercator projection: left, top, width, height.
    """
    wards = alt.Chart(alt.Data(values=features))
    tip = alt.Tooltip("properties.tip:N", title=None)
    fill = alt.Color(
        "properties.class:N",
        scale=alt.Scale(domain=classes, range=list(SHADES[: len(classes)])),
        legend=alt.Legend(
            title=None,
            orient="none",
            direction="horizontal",
            legendX=0,
            legendY=alt.expr(f"beside ? {len(title) * TITLE_HEIGHT + 8} : {-ABOVE}"),
            symbolType="square",
            symbolStrokeWidth=0,
        ),
    )
    shown = wards.transform_filter("datum.properties.class != null")
    layers = [
        wards.mark_geoshape(fill=WHITE, stroke=LIMIT, strokeWidth=1).encode(tooltip=tip),
        alt.Chart(alt.Data(values=hatches)).mark_geoshape(
            filled=False, stroke=LIMIT, strokeWidth=1
        ),
        shown.mark_geoshape(stroke=WHITE, strokeWidth=1.5).encode(color=fill, tooltip=tip),
        *(words for size in (WIDE, NARROW) for words in _map_words(labels, size)),
        _credit(credit),
    ]
    chart = framed(alt.layer(*layers).properties(height=MAP_HEIGHT)).configure_legend(
        labelColor=INK, labelFontSize=TEXT, labelFont=FONT, labelLimit=300
    )
    spec = chart.to_dict() | _placed(frame)
    above = f"beside ? {-len(title) * TITLE_HEIGHT} : {ABOVE + 14}"
    return titled(spec, title, {"frame": "group", "offset": {"expr": above}})


def _placed(frame: tuple[float, float, float, float]) -> Row:
    """The wards as large as there is room for, and no higher than they need.

    On a wide screen title and legend stand at their side, else above them.
    """
    left, top, width, height = frame
    settings = {
        "height": f"min({MAP_HEIGHT}, (width - {2 * MARGIN}) * {height / width})",
        "zoom": f"height / {height}",
        "beside": f"width - {width} * zoom > {BESIDE}",
        "start": f"max((width - {width} * zoom) / 2, beside ? {BESIDE} : 0)",
    }
    return {
        "params": [{"name": name, "expr": value} for name, value in settings.items()],
        "projection": {
            "type": "mercator",
            "scale": {"expr": "zoom"},
            "translate": {"expr": f"[start - ({left}) * zoom, {top} * zoom]"},
        },
    }


def _map_words(labels: list[Row], size: str) -> list[alt.Chart]:
    """The labels of one size, each on a rim that parts it from what lies behind."""
    base = alt.Chart(alt.Data(values=[one for one in labels if one["mark"] == size]))
    found = []
    for colour, rim in ((INK, WHITE), (WHITE, COUNCIL)):
        own = base.transform_filter(alt.datum.ink == colour)
        rimmed: dict[str, Any] = {"stroke": rim, "strokeWidth": 3, "strokeJoin": "round"}
        for more in (rimmed, {}):
            mark = own.mark_text(
                color=colour,
                fontSize=TEXT,
                font=FONT,
                baseline="middle",
                lineBreak="|",
                lineHeight=LABEL_HEIGHT,
                **more,
                **_only_on(size),
            )
            found.append(
                mark.encode(
                    longitude="lon:Q",
                    latitude="lat:Q",
                    text="text:N",
                    yOffset=alt.YOffset("dy:Q", scale=None),
                    tooltip=alt.value(None),
                )
            )
    return found


def _credit(lines: list[str]) -> alt.Chart:
    """Whose boundaries these are, under the map or under its legend."""
    return text_mark(
        alt.Chart(alt.Data(values=[{"text": "\n".join(lines)}])),
        align="left",
        baseline="top",
        lineHeight=LINE_HEIGHT,
        y=alt.expr(f"beside ? height - {len(lines) * LINE_HEIGHT} : height + 10"),
    ).encode(x=alt.value(0), text="text:N")
