"""The forms of chart of the page Wards, and its map."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt

from pages.parts.exhibit.chart_kit import (
    COUNCIL_COLOUR,
    DARK_INK,
    EDGE,
    FONT,
    FOOT,
    INK,
    LINE_HEIGHT,
    NO_TIP,
    ON_PHONE,
    ON_WIDE,
    PALE_INK,
    SEQUENCE,
    START,
    STYLES,
    TEXT,
    TITLE_HEIGHT,
    WHITE,
    Layers,
    chart_form,
    chart_of,
    hollow,
    intervals,
    names_axis,
    on_white,
    only,
    rows_placed,
    text_mark,
    titled,
    x_axis,
    y_axis,
)
from pages.parts.wards.shapes import Box, Feature

# Low, middle, high: the darkest three of the sequence, as hidden wards are white.
SHADES, LETTERS = tuple(SEQUENCE)[-3:], tuple(SEQUENCE.values())[-3:]
SHAPES = {"high": "triangle-up", "low": "triangle-down", "inside": "circle"}
LABEL_HEIGHT = 15  # pixels: lines of a name stand closer here, as wards are many and small
STEP = 2 * LABEL_HEIGHT  # a name of two lines
FUNNEL_HEIGHT = 360
MAP_HEIGHT = 440
MAP_MARGIN = 16
LEGEND_BESIDE = 310  # room in pixels for title and legend at the side of a map
LEGEND_ABOVE = 26  # room for the legend above a map
WIDE, NARROW = "words wide", "words narrow"
SEEN = {WIDE: ON_WIDE, NARROW: ON_PHONE}
PERCENT_LABEL = "datum.label + '%'"
NAME_GAP = 9  # pixels from a point to its name
SETTINGS = {"right": 100, "top": 100}


@chart_form
def dots_chart() -> Layers:
    """Wards one under another with their intervals, and ruled lines for council and England."""
    base = _rows()
    layers = [
        *(
            only(base, "rule", role)
            .mark_rule(color=STYLES[role].colour, strokeDash=STYLES[role].dash, strokeWidth=2)
            .encode(y=START, y2=FOOT)
            for role in ("council", "england")
        ),
        *(
            text_mark(
                only(base, "head", role), align="left", baseline="bottom", dx=-2, dy=dy
            ).encode(y=START)
            for role, dy in (("council", -2 - LINE_HEIGHT), ("england", -2))
        ),
        intervals(base, "x2"),
        *_signs(base),
        hollow(base, size=80),
        text_mark(only(base, "words"), align="left", baseline="middle", dx=8),
    ]
    return chart_of(layers, alt.Step(STEP), **SETTINGS)


@chart_form
def funnel_chart() -> Layers:
    """Wards by size and percentage between the limits of chance."""
    pupils: dict[str, Any] = {
        "title": "Pupils counted in the ward",
        "titleFont": FONT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "titleColor": INK,
        "format": ",d",
    }
    base = rows_placed(
        x_axis(0, "right", tickCount=5, grid=False, **pupils),
        y_axis(0, "top", tickCount=5, labelExpr=PERCENT_LABEL),
    )
    lines = [
        only(base, "line", role)
        .mark_line(color=colour, strokeDash=dash, strokeWidth=width)
        .encode(detail="segment:N", tooltip=NO_TIP)
        for role, colour, dash, width in (
            ("far", INK, [1, 0], 1.5),
            ("near", EDGE, [5, 4], 1.5),
            ("council", COUNCIL_COLOUR, [1, 0], 2.5),
        )
    ]
    layers = [
        *lines,
        *_signs(base),
        *(words for size in (WIDE, NARROW) for words in _funnel_words(base, size)),
    ]
    return chart_of(layers, FUNNEL_HEIGHT, **SETTINGS)


@chart_form
def shares_chart() -> Layers:
    """Each ward's pupils as one bar: EHC plans at the start, then SEN support, then the rest."""
    base = _rows()
    colours = {"EHC plan": SHADES[2], "SEN support": SHADES[0], "No SEN": WHITE}
    layers = [
        *(
            only(base, "bar", role)
            .mark_bar(height=18, color=colour, stroke=COUNCIL_COLOUR, strokeWidth=1)
            .encode(x2="x2:Q")
            for role, colour in colours.items()
        ),
        text_mark(only(base, "head"), align="right", baseline="bottom", dy=-6).encode(y=START),
        text_mark(only(base, "words"), align="left", baseline="middle", dx=6),
    ]
    return chart_of(layers, alt.Step(STEP), **SETTINGS)


def _rows() -> alt.Chart:
    """Percentages across, one ward under another."""
    across = x_axis(0, "right", tickCount=5, labelExpr=PERCENT_LABEL)
    return rows_placed(across, names_axis(LABEL_HEIGHT, LABEL_HEIGHT // 2))


def _signs(base: alt.Chart) -> list[alt.Chart]:
    """A dot inside the limits, a triangle that points to the side on which a ward lies outside."""
    return [
        only(base, "dot", signal).mark_point(
            filled=True,
            color=COUNCIL_COLOUR,
            shape=shape,
            size=90 if signal == "inside" else 130,
            opacity=1,
        )
        for signal, shape in SHAPES.items()
    ]


def _funnel_words(base: alt.Chart, size: str) -> list[alt.Chart]:
    """The council above the end of its line, and names beside the points of wards."""
    return [
        words
        for role, align, dx, baseline, dy in (
            ("edge", "right", -NAME_GAP, "bottom", -4),
            ("right", "left", NAME_GAP, "middle", 0),
            ("left", "right", -NAME_GAP, "middle", 0),
        )
        for words in on_white(
            only(base, size, role), align=align, baseline=baseline, dx=dx, dy=dy, opacity=SEEN[size]
        )
    ]


@dataclass(frozen=True, kw_only=True)
class MapLabel:
    """Words on the map: `mark` is the size of map that they are for, `dy` how far they are raised.

    Lines of `text` are parted by '|'.
    """

    mark: str
    lon: float
    lat: float
    text: str
    dy: float
    ink: str


@dataclass(frozen=True, kw_only=True)
class WardMap:
    """All that the map is drawn from: features of GeoJSON, and the words of classes from low up.

    `frame` is the box of the wards in the Mercator projection: left, top, width, height.
    """

    features: Sequence[Feature]
    hatches: Sequence[Feature]
    labels: Sequence[MapLabel]
    classes: Sequence[str]
    frame: Box


def map_chart(drawn: WardMap, credit: list[str], title: list[str]) -> dict[str, Any]:
    """Wards filled by class, hidden ones hatched, each with percentage and, if it fits, name."""
    wards = alt.Chart(alt.Data(values=list(drawn.features)))
    tip = alt.Tooltip("properties.tip:N", title=None)
    fill = alt.Color(
        "properties.class:N",
        scale=alt.Scale(domain=list(drawn.classes), range=list(SHADES[: len(drawn.classes)])),
        legend=alt.Legend(
            title=None,
            orient="none",
            direction="horizontal",
            legendX=0,
            legendY=alt.expr(f"beside ? {len(title) * TITLE_HEIGHT + 8} : {-LEGEND_ABOVE}"),
            symbolType="square",
            symbolStrokeWidth=0,
        ),
    )
    shown = wards.transform_filter("datum.properties.class != null")
    layers = [
        wards.mark_geoshape(fill=WHITE, stroke=EDGE, strokeWidth=1).encode(tooltip=tip),
        alt.Chart(alt.Data(values=list(drawn.hatches))).mark_geoshape(
            filled=False, stroke=EDGE, strokeWidth=1
        ),
        shown.mark_geoshape(stroke=WHITE, strokeWidth=1.5).encode(color=fill, tooltip=tip),
        *(words for size in (WIDE, NARROW) for words in _map_words(drawn.labels, size)),
        _credit(credit),
    ]
    chart = chart_of(layers, MAP_HEIGHT).configure_legend(
        labelColor=INK, labelFontSize=TEXT, labelFont=FONT, labelLimit=300
    )
    spec = chart.to_dict() | _placed(drawn.frame)
    above = f"beside ? {-len(title) * TITLE_HEIGHT} : {LEGEND_ABOVE + 14}"
    return titled(spec, title, {"frame": "group", "offset": {"expr": above}})


def _placed(frame: Box) -> dict[str, Any]:
    """The wards as large as there is room for, and no higher than they need.

    On a wide screen title and legend stand at their side, else above them.
    """
    left, top, width, height = frame
    settings = {
        "height": f"min({MAP_HEIGHT}, (width - {2 * MAP_MARGIN}) * {height / width})",
        "zoom": f"height / {height}",
        "beside": f"width - {width} * zoom > {LEGEND_BESIDE}",
        "start": f"max((width - {width} * zoom) / 2, beside ? {LEGEND_BESIDE} : 0)",
    }
    return {
        "params": [{"name": name, "expr": value} for name, value in settings.items()],
        "projection": {
            "type": "mercator",
            "scale": {"expr": "zoom"},
            "translate": {"expr": f"[start - ({left}) * zoom, {top} * zoom]"},
        },
    }


def _map_words(labels: Sequence[MapLabel], size: str) -> list[alt.Chart]:
    """The labels of one size, each on a rim that parts it from what lies behind."""
    own_size = [asdict(label) for label in labels if label.mark == size]
    base = alt.Chart(alt.Data(values=own_size))
    layers = []
    for colour, rim in ((INK, WHITE), (DARK_INK, PALE_INK), (PALE_INK, COUNCIL_COLOUR)):
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
                opacity=SEEN[size],
            )
            layers.append(
                mark.encode(
                    longitude="lon:Q",
                    latitude="lat:Q",
                    text="text:N",
                    yOffset=alt.YOffset("dy:Q", scale=None),
                    tooltip=NO_TIP,
                )
            )
    return layers


def _credit(lines: list[str]) -> alt.Chart:
    """Whose boundaries these are, under the map or under its legend."""
    return text_mark(
        alt.Chart(alt.Data(values=[{"text": "\n".join(lines)}])),
        align="left",
        baseline="top",
        lineHeight=LINE_HEIGHT,
        y=alt.expr(f"beside ? height - {len(lines) * LINE_HEIGHT} : height + 10"),
    ).encode(x=START)
