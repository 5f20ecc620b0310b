"""The forms of chart of the page Compare beside the lines of all pages, compiled once."""

from typing import Any

import altair as alt

from pages.parts.exhibit.chart_kit import (
    FONT,
    GREY,
    INK,
    LINE_HEIGHT,
    STYLES,
    TEXT,
    WHITE,
    Layers,
    chart_form,
    framed,
    only,
    text_mark,
)

COUNCIL, ENGLAND = STYLES["council"].colour, STYLES["england"].colour
EDGE = "#8A8D90"
BAND = "#D9E3EC"
# Light to dark: one hue, so that the order is seen without seeing colour.
SHADES = ("#EDF3F8", "#BDD5EA", "#6BACE6", "#2073BC", "#12436D")
SHADE_INK = (INK, INK, INK, WHITE, WHITE)
PHONE = 560
CODES = 620
ROOM = 224
ORDINAL = (
    "datum.value + (datum.value % 100 >= 11 && datum.value % 100 <= 13 ? 'th' : "
    "datum.value % 10 == 1 ? 'st' : datum.value % 10 == 2 ? 'nd' : "
    "datum.value % 10 == 3 ? 'rd' : 'th')"
)
TILE = 19
DOTS = {"quiet": 26, "neighbours": 70, "region": 70, "chosen": 80, "council": 130}
QUIET = alt.value(None)


@chart_form
def ranking_chart() -> Layers:
    """A dot for every council in the order of rank, the named ones with their names above."""
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=alt.X(
            "x:Q",
            scale=alt.Scale(domainMin=alt.expr("first"), domainMax=alt.expr("last"), nice=False),
            axis=alt.Axis(
                values=alt.expr("ticks"),
                title=None,
                grid=False,
                labelExpr=f"datum.value == 1 ? one : {ORDINAL}",
            ),
        ),
        y=_height(),
        tooltip=alt.Tooltip("tip:N", title=None),
    )
    layers = [
        only(base, "band")
        .mark_rect(color=BAND)
        .encode(x2="x2:Q", y=alt.value(0), y2=alt.value("height")),
        only(base, "england")
        .mark_rule(color=ENGLAND, strokeDash=STYLES["england"].dash, strokeWidth=2)
        .encode(x=alt.value(0), x2=alt.value("width")),
        only(base, "flag").mark_rule(color=EDGE, strokeWidth=1).encode(y2="y2:Q", **_wide()),
        only(base, "interval").mark_rule(color=COUNCIL, strokeWidth=2).encode(y2="y2:Q"),
        *(_dots(base, role) for role in DOTS),
        *(
            words
            for side, dx in (("left", 4), ("right", -4))
            for words in _on_white(only(base, "label", side), align=side, dx=dx, more=_wide())
        ),
        *(
            words
            for side, dx in (("left", 8), ("right", -8))
            for words in _on_white(only(base, "narrow", side), align=side, dx=dx, more=_narrow())
        ),
        *(
            words
            for side, dx, x in (("left", 6, 0), ("right", -6, "width"))
            for words in _on_white(
                only(base, "words", side),
                align=side,
                dx=dx,
                x=alt.value(x),
            )
        ),
    ]
    return _settled(alt.layer(*layers), {"one": "1st", "ticks": [1]})


@chart_form
def distribution_chart() -> Layers:
    """The middle half of councils as a band through the years, with the council in front."""
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=alt.X(
            "x:Q",
            scale=alt.Scale(domainMin=alt.expr("first"), domainMax=alt.expr("last"), nice=False),
            axis=alt.Axis(values=alt.expr("ticks"), format="d", title=None, grid=False),
        ),
        y=_height(),
        tooltip=alt.Tooltip("tip:N", title=None),
    )
    council = STYLES["council"]
    layers = [
        only(base, "range").mark_rule(color=GREY, strokeWidth=1.5).encode(y2="y2:Q"),
        only(base, "band").mark_rect(color=BAND, opacity=1).encode(x2="x2:Q", y2="y2:Q"),
        only(base, "edge").mark_rule(color=EDGE, strokeWidth=1.5).encode(x2="x2:Q"),
        only(base, "median").mark_rule(color=INK, strokeWidth=2).encode(x2="x2:Q"),
        *(
            only(base, mark)
            .mark_rule(color=colour, strokeDash=[5, 4], strokeWidth=1.5)
            .encode(y=alt.value(0), y2=alt.value("height"))
            for mark, colour in (("break", INK), ("caution", EDGE))
        ),
        *(
            text_mark(only(base, mark), align="left", baseline="top", dx=5, dy=1).encode(
                y=alt.value(0), text="text:N"
            )
            for mark in ("break", "caution")
        ),
        only(base, "interval").mark_rule(color=council.colour, strokeWidth=1.5).encode(y2="y2:Q"),
        only(base, "line")
        .mark_line(color=council.colour, strokeWidth=council.width)
        .encode(
            detail="segment:N",
            opacity=alt.condition(alt.datum.faint, alt.value(0.35), alt.value(1)),
        ),
        only(base, "dot").mark_point(
            filled=True, color=council.colour, shape=council.shape, size=70, opacity=1
        ),
        only(base, "withheld").mark_point(
            filled=False, fill=WHITE, stroke=council.colour, size=110, strokeWidth=2
        ),
        text_mark(
            only(base, "label"), align="left", baseline="top", dx=10, lineHeight=LINE_HEIGHT
        ).encode(text="text:N"),
    ]
    return _settled(alt.layer(*layers).properties(height=ROOM), {"ticks": [2024]})


@chart_form
def tiles_chart() -> Layers:
    """One tile a council where it lies in England, London larger beside it, a key at the top."""
    base = alt.Chart(alt.NamedData("figures")).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 19.2], nice=False)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[20, -0.2], nice=False)),
        tooltip=alt.Tooltip("tip:N", title=None),
    )
    shades = alt.Color(
        "role:N",
        legend=None,
        scale=alt.Scale(domain=[str(i) for i in range(len(SHADES))], range=list(SHADES)),
    )
    corners = {"x2": "x2:Q", "y2": "y2:Q"}
    layers = [
        only(base, "cell").mark_rect(stroke=EDGE, strokeWidth=0.8).encode(color=shades, **corners),
        only(base, "empty").mark_rect(color=WHITE, stroke=EDGE, strokeWidth=0.8).encode(**corners),
        only(base, "hatch").mark_rule(color=EDGE, strokeWidth=1).encode(**corners),
        *(
            only(base, mark)
            .mark_rect(filled=False, stroke=colour, strokeWidth=width, strokeDash=dash)
            .encode(**corners)
            for mark, colour, width, dash in (
                ("neighbours", STYLES["neighbours"].colour, 2, [3, 2]),
                ("region", STYLES["region"].colour, 2.5, [6, 2]),
                ("chosen", INK, 2, [1, 0]),
                ("council", INK, 6, [1, 0]),
                ("council", WHITE, 2, [1, 0]),
            )
        ),
        *(
            text_mark_in(only(base, "code", ink), ink).encode(
                text="text:N",
                opacity=alt.value(alt.expr(f"width > {CODES} ? 1 : 0")),
                tooltip=alt.Tooltip("tip:N", title=None),
            )
            for ink in (INK, WHITE)
        ),
        text_mark(only(base, "words"), align="left", baseline="middle").encode(text="text:N"),
    ]
    return framed(alt.layer(*layers).properties(height=20 * TILE))


def text_mark_in(chart: alt.Chart, ink: str) -> alt.Chart:
    """Words in one of the two inks, in the middle of a tile."""
    return chart.mark_text(color=ink, fontSize=TEXT, font=FONT, baseline="middle", align="center")


def _height() -> alt.Y:
    return alt.Y(
        "y:Q",
        scale=alt.Scale(domainMin=alt.expr("bottom"), domainMax=alt.expr("top"), nice=False),
        axis=alt.Axis(
            values=alt.expr("heights"), title=None, labelExpr="format(datum.value, ',') + unit"
        ),
    )


def _dots(base: alt.Chart, role: str) -> alt.Chart:
    style = STYLES.get(role)
    return only(base, "dot", role).mark_point(
        filled=True,
        color=style.colour if style else GREY,
        shape=style.shape if style else "circle",
        size=DOTS[role],
        opacity=1,
    )


def _wide() -> dict[str, Any]:
    return {"opacity": alt.value(alt.expr(f"width > {PHONE} ? 1 : 0"))}


def _narrow() -> dict[str, Any]:
    return {"opacity": alt.value(alt.expr(f"width > {PHONE} ? 0 : 1"))}


def _on_white(
    chart: alt.Chart, *, align: Any, dx: int, more: dict[str, Any] | None = None, **channels: Any
) -> list[alt.Chart]:
    """Words that can be read where dots or lines run behind them."""
    place: dict[str, Any] = {"align": align, "baseline": "middle", "dx": dx}
    ground = text_mark(chart, stroke=WHITE, strokeWidth=4, strokeJoin="round", **place)
    return [
        one.encode(text="text:N", tooltip=QUIET, **channels, **(more or {}))
        for one in (ground, text_mark(chart, **place))
    ]


def _settled(chart: Layers, more: dict[str, Any]) -> Layers:
    usual = {"first": 0, "last": 1, "bottom": 0, "top": 100, "unit": "", "heights": [0]}
    params = [alt.param(name=name, value=value) for name, value in {**usual, **more}.items()]
    return framed(chart.add_params(*params))
