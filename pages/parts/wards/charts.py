"""The forms of chart of the page Wards, and its map."""

import math
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
    PALE_INK,
    PHONE,
    SEQUENCE,
    START,
    STYLES,
    TEXT,
    TIP,
    TITLE_HEIGHT,
    WHITE,
    Layers,
    chart_form,
    chart_of,
    intervals,
    named,
    names_axis,
    on_white,
    only,
    rows_placed,
    text_mark,
    titled,
    unknown,
    x_axis,
    y_axis,
)
from pages.parts.exhibit.chart_rows import text_width
from pages.parts.wards.shapes import Box, Feature

# Low, middle, high: the darkest three of the sequence, as hidden wards are white.
SHADES, LETTERS = tuple(SEQUENCE)[-3:], tuple(SEQUENCE.values())[-3:]
SHAPES = {"high": "triangle-up", "low": "triangle-down", "inside": "circle"}
LABEL_HEIGHT = 15  # pixels: lines of a name stand closer here, as wards are many and small
STEP = 2 * LABEL_HEIGHT  # a name of two lines
FUNNEL_HEIGHT = 360
DEPRIVATION_HEIGHT = 296  # so that the words below, which say what it counts, are in sight too
MAP_HEIGHT = 357  # so that finding, map and what can be done with them share a screen
PHONE_MAP = 290
MAP_MARGIN, PHONE_MARGIN = 16, 4
LEAST_MAP = 300  # pixels across: with less room beside it, a list or a title stands elsewhere
LEGEND_BESIDE = 310  # room in pixels for title and legend at the left of the map
LONGEST_NAME = 240  # pixels of a name in the list at its right
LEGEND_ABOVE = 26  # room for the legend above a map
ROW, PIN_TO_FIGURE, PIN_TO_NAME = 17, 16, 84  # of the list: height, and where its columns start
ROWS = MAP_HEIGHT // ROW
PIN = 18  # pixels across the round ground of a number
HATCHED_INK, PIN_INK = "hatched", "pin"  # words that have hatching or a round ground behind them
# The map as names and numbers are placed on it, in pixels; on a larger one they have more room.
NAMES_FIT, PINS_FIT = (560, MAP_HEIGHT), (264, PHONE_MAP)
NAMED, NUMBERED = "named", "numbered"  # what stands on the wards
WIDE, NARROW = "words wide", "words narrow"
# Words without room are left out, as even unseen they would push the title out of the picture.
SEEN = {WIDE: f"width > {PHONE}", NARROW: f"width <= {PHONE}"}
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
        unknown(base),
        *on_white(only(base, "words"), align="left", baseline="middle", dx=8),
    ]
    return chart_of(layers, alt.Step(STEP), **SETTINGS)


@chart_form
def funnel_chart() -> Layers:
    """Wards by size and percentage, between the limits of chance and those of their spread."""
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
            ("chance", EDGE, [5, 4], 1.5),
            ("usual", INK, [1, 0], 2.5),
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
def deprivation_chart() -> Layers:
    """Wards by income deprivation of resident children and percentage, with intervals; no line."""
    base = rows_placed(
        x_axis(0, "right", tickCount=5, grid=False, labelExpr=PERCENT_LABEL),
        y_axis(0, "top", tickCount=5, labelExpr=PERCENT_LABEL),
    )
    layers = [
        intervals(base, "y2"),
        *_signs(base),
        *(words for size in (WIDE, NARROW) for words in _funnel_words(base, size)),
    ]
    return chart_of(layers, DEPRIVATION_HEIGHT, **SETTINGS)


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
    """Words over and under lines, and names beside the points of wards."""
    return [
        words
        for role, align, dx, baseline, dy in (
            ("over", "right", -NAME_GAP, "bottom", -4),
            ("under", "right", -NAME_GAP, "top", 5),
            ("over right", "left", NAME_GAP, "bottom", -4),
            ("under right", "left", NAME_GAP, "top", 5),
            ("right", "left", NAME_GAP, "middle", 0),
            ("left", "right", -NAME_GAP, "middle", 0),
        )
        for words in on_white(
            only(base, size, role).transform_filter(SEEN[size]),
            align=align,
            baseline=baseline,
            dx=dx,
            dy=dy,
        )
    ]


@dataclass(frozen=True, kw_only=True)
class MapLabel:
    """What stands on a ward: name and percentage in lines parted by '|', or its number in the list.

    `mark` says on which map, `dy` how far down in pixels its first line is moved, `ink` its colour,
    HATCHED_INK or PIN_INK.
    """

    mark: str
    lon: float
    lat: float
    text: str
    dy: float
    ink: str
    tip: str


@dataclass(frozen=True, kw_only=True)
class ListedWard:
    """One row of the list beside the map; `sign` is its number as it is written."""

    number: int
    sign: str
    figure: str
    name: str


@dataclass(frozen=True, kw_only=True)
class WardMap:
    """All that the map is drawn from: features of GeoJSON, and the words of classes from low up.

    `frame` is the box of the wards in the Mercator projection: left, top, width, height.
    """

    features: Sequence[Feature]
    hatches: Sequence[Feature]
    labels: Sequence[MapLabel]
    listed: Sequence[ListedWard]
    classes: Sequence[str]
    frame: Box


def map_chart(drawn: WardMap, credit: list[str], title: list[str]) -> dict[str, Any]:
    """Wards filled by class, hidden ones hatched, each with its name or its number in a list."""
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
            columnPadding=5,  # three classes stand beside each other on the smallest phone
            labelOffset=2,
        ),
    )
    shown = wards.transform_filter("datum.properties.class != null")
    layers = [
        wards.mark_geoshape(fill=WHITE, stroke=EDGE, strokeWidth=1).encode(tooltip=tip),
        alt.Chart(alt.Data(values=list(drawn.hatches))).mark_geoshape(
            filled=False, stroke=EDGE, strokeWidth=1
        ),
        shown.mark_geoshape(stroke=WHITE, strokeWidth=1.5).encode(color=fill, tooltip=tip),
        *_on_wards(drawn.labels),
        *_list_beside(drawn.listed),
        _credit(credit),
    ]
    chart = chart_of(layers, MAP_HEIGHT).configure_legend(
        labelColor=INK, labelFontSize=TEXT, labelFont=FONT, labelLimit=300
    )
    spec = chart.to_dict()
    spec |= _placed(drawn, spec["params"]) | named("map")
    above = f"beside ? {-len(title) * TITLE_HEIGHT} : {LEGEND_ABOVE + 14}"
    return titled(spec, title, {"frame": "group", "offset": {"expr": above}})


def _placed(drawn: WardMap, params: list[dict[str, Any]]) -> dict[str, Any]:
    """The wards as large as there is room for, and no higher than they need.

    In a wide picture title and legend stand at their left, else above them; the list stands at
    their right, and on a phone on the page below.
    """
    left, top, width, height = drawn.frame
    names_fit = min(NAMES_FIT[0] / width, NAMES_FIT[1] / height)
    list_wide = math.ceil(len(drawn.listed) / ROWS) * _column(drawn.listed)
    settings = {
        "listed": f"width > {max(PHONE, LEAST_MAP // 2 + list_wide)}",
        "beside": f"width > {LEGEND_BESIDE + LEAST_MAP + list_wide}",
        "before": f"beside ? {LEGEND_BESIDE} : listed ? 0 : {PHONE_MARGIN}",
        "room": f"width - before - (listed ? {list_wide} : {PHONE_MARGIN})",
        "zoom": f"min((listed ? {MAP_HEIGHT} : {PHONE_MAP}) / {height}, room / {width})",
        "height": f"zoom * {height}",
        "start": f"before + (beside || !listed ? (room - zoom * {width}) / 2 : 0)",
        "list": f"start + zoom * {width} + {MAP_MARGIN + PIN}",
        "labels": f"zoom > {0.99 * names_fit} ? '{NAMED}' : '{NUMBERED}'",
    }
    return {
        "params": [*params, *({"name": name, "expr": value} for name, value in settings.items())],
        "projection": {
            "type": "mercator",
            "scale": {"expr": "zoom"},
            "translate": {"expr": f"[start - ({left}) * zoom, {top} * zoom]"},
        },
    }


def _on_wards(labels: Sequence[MapLabel]) -> list[alt.Chart]:
    """Names and percentages in the ink of their shade; over hatching alone they have a rim."""
    rows = alt.Chart(alt.Data(values=[asdict(label) for label in labels]))
    base = rows.transform_filter("datum.mark == labels").encode(
        longitude="lon:Q", latitude="lat:Q", tooltip=TIP
    )
    words: dict[str, Any] = {
        "fontSize": TEXT,
        "font": FONT,
        "baseline": "middle",
        "lineBreak": "|",
        "lineHeight": LABEL_HEIGHT,
        "dy": alt.expr("datum.dy"),
    }
    rim: dict[str, Any] = {"stroke": WHITE, "strokeWidth": 4, "strokeJoin": "round"}
    return [
        *(
            base.transform_filter(alt.datum.ink == whose)
            .mark_text(color=ink, **words, **more)
            .encode(text="text:N")
            for whose, ink, more in (
                (HATCHED_INK, INK, rim),
                (HATCHED_INK, INK, {}),
                (DARK_INK, DARK_INK, {}),
                (PALE_INK, PALE_INK, {}),
            )
        ),
        *_pins(base.transform_filter(alt.datum.ink == PIN_INK)),
    ]


def _pins(base: alt.Chart) -> list[alt.Chart]:
    """Numbers on a round ground, alike on every shade."""
    return [
        base.mark_point(
            shape="circle",
            filled=True,
            fill=PALE_INK,
            stroke=DARK_INK,
            strokeWidth=1,
            size=PIN**2 * math.pi / 4,
            opacity=1,
        ),
        base.mark_text(
            color=DARK_INK, fontSize=TEXT, font=FONT, fontWeight="bold", baseline="middle"
        ).encode(text="text:N"),
    ]


def _list_beside(listed: Sequence[ListedWard]) -> list[alt.Chart]:
    """Every ward at the right of the map: number, percentage, name."""
    rows = alt.Chart(alt.Data(values=[asdict(ward) for ward in listed])).transform_filter("listed")
    place = "(datum.number - 1)"
    base = rows.encode(
        x=alt.value(alt.expr(f"list + floor({place} / {ROWS}) * {_column(listed)}")),
        y=alt.value(alt.expr(f"{PIN / 2} + {place} % {ROWS} * {ROW}")),
        tooltip=NO_TIP,
    )
    words: dict[str, Any] = {"align": "left", "baseline": "middle"}
    return [
        text_mark(base, "sign", align="right", baseline="middle", fontWeight="bold"),
        text_mark(base, "figure", dx=PIN_TO_FIGURE, **words),
        text_mark(base, "name", dx=PIN_TO_NAME, limit=LONGEST_NAME, **words),
    ]


def _column(listed: Sequence[ListedWard]) -> int:
    """The width of a column of the list, in pixels, with what parts it from the map."""
    longest = max((text_width(ward.name) for ward in listed), default=0)
    return MAP_MARGIN + PIN + PIN_TO_NAME + math.ceil(min(longest, LONGEST_NAME)) + MAP_MARGIN


def _credit(lines: list[str]) -> alt.Chart:
    """Whose boundaries these are, under the map or under its legend."""
    return text_mark(
        alt.Chart(alt.Data(values=[{"text": "\n".join(lines)}])),
        align="left",
        baseline="top",
        lineHeight=LINE_HEIGHT,
        y=alt.expr(f"beside ? height - {len(lines) * LINE_HEIGHT} : height + 10"),
    ).encode(x=START)
