"""What every form of chart is made of: authored in Altair, compiled once, drawn from a frame.

Every form reads one frame in which `mark` says what a row is drawn as and `role` whose it is.
What changes from chart to chart (axis ends, ticks, unit) is a parameter of the specification.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import altair as alt

from pages.parts.exhibit.colours import PAIRS, colour, on_paper

Layers = alt.LayerChart | alt.FacetChart  # what Altair says that layer() may be

INK, MUTED, EDGE, GREY, GRID, BAND, WHITE = map(
    colour, ("ink", "muted", "edge", "quiet", "grid", "band", "ground")
)
DARK_INK, PALE_INK = PAIRS["ink"][0], PAIRS["ground"][0]  # words on a shade, in either theme
# One hue from light to dark, so that the order is seen without seeing colour; and the ink on each.
# The same in either theme: a shade means a place in the order.
SEQUENCE = {
    "#EDF3F8": DARK_INK,
    "#BDD5EA": DARK_INK,
    "#6BACE6": DARK_INK,
    "#2073BC": PALE_INK,
    "#12436D": PALE_INK,
}

TEXT = 14
LINE_HEIGHT = 17
TITLE_HEIGHT = LINE_HEIGHT + 1
TITLE_GAP = 14  # between a title and its chart
FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
LEAST_HEIGHT = 140  # pixels: the lowest that a plot gets where it follows the window
FILE_HEIGHT = 400  # pixels of a chart in a file, where no window says how high it is
PHONE = 560  # a plot no wider than this, in pixels, is read on a phone
NAME_LIMIT = 190  # pixels for names beside rows: a line of LONG_NAME letters fits
HALO = 4  # pixels of white around words: half of them show, as much as keeps a line off a letter

# An axis writes its numbers with what stands after them, the unit of the measure. Vega-Lite has a
# use of its own for the name `unit`.
WITH_UNIT = "format(datum.value, ',') + after"
# The name of a month that an axis holds as chart_rows.month_number counts it.
MONTH_NAME = (
    "slice('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * (datum.value % 12), "
    "3 * (datum.value % 12) + 3) + ' ' + floor(datum.value / 12)"
)

START, FOOT, RIGHT = alt.value(0), alt.value("height"), alt.value("width")  # edges of the plot
TIP = alt.Tooltip("tip:N", title=None)
NO_TIP = alt.value(None)  # a tooltip for marks that have nothing to tell
# Opacities: a form holds its words for either width, and the browser shows those that have room.
ON_WIDE, ON_PHONE = (alt.expr(f"width {than} {PHONE} ? 1 : 0") for than in (">", "<="))
FOLLOWS = "container"  # the height of a form that is as high as its place on the page
AT = "at"  # the selection that holds where a crosshair stands
# What stands above a plot, in pixels: words of breaks in `head` rows, and on a phone the key in
# `lines` rows, which starts left of the plot, above the labels of its axis.
BREAK_ROW = "(narrow ? datum.shift : datum.order)"
KEY_ROW, KEY_GAP, KEY_LEFT, KEY_NAME = 18, 8, -32, 4
HEAD = f"(-{KEY_GAP} - head * {LINE_HEIGHT})"  # where the key ends
SAMPLE, SAMPLE_BAR = 26, 11  # pixels of a line in a key, and how thick a bar is there
LABEL_PADDING, ABSENT_PADDING = 6, 10  # pixels from an axis, or the rows below it, to its labels
# Rows below an axis of what has no figure: their height, and where in it the ring stands. On a
# phone there is a line of words in each as well.
ABSENT_RING = 16
ABSENT_ROW = f"(narrow ? {20 + LINE_HEIGHT} : 20)"
STAYS, LEADER = 4, 18  # a label that moved further has a leader, so many pixels long


@dataclass(frozen=True, kw_only=True)
class Style:
    """How one role is drawn; roles differ by dash and shape as well as by colour."""

    colour: str
    dash: Sequence[int]
    width: float
    shape: str


STYLES = {
    "chosen": Style(colour=colour("chosen"), dash=(5, 2), width=1.5, shape="cross"),
    "neighbours": Style(colour=colour("neighbours"), dash=(2, 3), width=2.5, shape="diamond"),
    "region": Style(colour=colour("region"), dash=(9, 3, 2, 3), width=2.5, shape="triangle-up"),
    "england": Style(colour=colour("england"), dash=(9, 5), width=2.5, shape="square"),
    "council": Style(colour=colour("council"), dash=(1, 0), width=3, shape="circle"),
}
COUNCIL_COLOUR, ENGLAND_COLOUR = STYLES["council"].colour, STYLES["england"].colour
ROLE_COLOUR = alt.Color(
    "role:N",
    legend=None,
    scale=alt.Scale(
        domain=[*STYLES, "peer"], range=[*(style.colour for style in STYLES.values()), GREY]
    ),
)
# Words in the colour of their line; those of nobody's are in ink.
WORD_COLOUR = f"({json.dumps({role: style.colour for role, style in STYLES.items()})})"
WORD_COLOUR = f"{WORD_COLOUR}[datum.role] || '{INK}'"
BREAKS = {"break": INK, "caution": EDGE}  # the line stops; it goes on, with caution
NARROW = "narrow"  # the parameter that chart_of adds to every form
WIDE_ONLY, NARROW_ONLY = f"!{NARROW}", NARROW


# Axes


def rows_placed(x: alt.X, y: alt.Y, *, tips: bool = True) -> alt.Chart:
    """The rows of a frame in their places, each with what it tells a pointer.

    Without `tips` no mark of the form has a tooltip: a crosshair tells it all, and in Vega-Lite
    only marks without one let a pointer through to what lies below.
    """
    rows = alt.Chart(alt.NamedData("figures")).encode(x=x, y=y)
    return rows.encode(tooltip=TIP) if tips else rows


def x_axis(low: str | float, high: str | float, **options: Any) -> alt.X:
    """Across from `low` to `high`, each a number or the name of a parameter."""
    return alt.X("x:Q", scale=_scale(low, high), axis=_axis(options))


def y_axis(low: str | float, high: str | float, **options: Any) -> alt.Y:
    """Up from `low` to `high`, each a number or an expression of parameters."""
    return alt.Y("y:Q", scale=_scale(low, high), axis=_axis(options))


def ticks_axis(*, absent: bool = False, **options: Any) -> alt.X:
    """Across through years, months, ages or ranks, with a label at each of `ticks` alone.

    With `absent` its labels stand below the rows of what has no figure, which `absent` counts.
    """
    if absent:
        options["labelPadding"] = alt.expr(
            f"absent ? {ABSENT_PADDING} + absent * {ABSENT_ROW} : {LABEL_PADDING}"
        )
    return x_axis("first", "last", **{"values": alt.expr("ticks"), "grid": False, **options})


def years_axis() -> alt.X:
    """Across through years, with a label at each of `years`; on a phone at each of `ticks`."""
    return ticks_axis(
        absent=True,
        format="d",
        values=alt.expr(f"{NARROW_ONLY} || !length(years) ? ticks : years"),
        labelOverlap=True,
        labelSeparation=6,
    )


def names_axis(line_height: int = LINE_HEIGHT, raised: float = LINE_HEIGHT / 2) -> alt.Y:
    """One name under another, by `order`; a name of two lines is raised to stand at its row."""
    two_lines = {
        "condition": {"test": "indexof(datum.value, '\\n') > 0", "value": -raised},
        "value": 0,
    }
    return alt.Y(
        "name:N",
        sort=alt.EncodingSortField("order", op="min"),
        axis=alt.Axis(
            title=None,
            labelLimit=NAME_LIMIT,
            ticks=False,
            domain=False,
            grid=False,
            labelExpr="split(datum.value, '\\n')",
            labelLineHeight=line_height,
            labelOffset=two_lines,
        ),
    )


def _scale(low: str | float, high: str | float) -> alt.Scale:
    """Not `nice`: an axis that Vega rounds would end elsewhere than labels were placed for."""
    ends: list[Any] = [alt.expr(end) if isinstance(end, str) else end for end in (low, high)]
    return alt.Scale(domain=ends, nice=False)


def _axis(options: dict[str, Any]) -> alt.Axis:
    """Without a title unless one is given: the subtitle of an exhibit names the measure."""
    return alt.Axis(**{"title": None, **options})


# Marks


def only(chart: alt.Chart, mark: str, role: str | None = None) -> alt.Chart:
    """The rows of one mark, and of one role."""
    kept = chart.transform_filter(alt.datum.mark == mark)
    return kept.transform_filter(alt.datum.role == role) if role else kept


def role_line(base: alt.Chart, role: str) -> alt.Chart:
    """The line of one role, parted where its segment changes."""
    style = STYLES[role]
    return (
        only(base, "line", role)
        .mark_line(color=style.colour, strokeDash=style.dash, strokeWidth=style.width)
        .encode(detail="segment:N")
    )


def role_dots(base: alt.Chart, role: str, size: float) -> alt.Chart:
    """The dots of one role; a grey circle for a council without one."""
    style = STYLES.get(role)
    return only(base, "dot", role).mark_point(
        filled=True,
        color=style.colour if style else GREY,
        shape=style.shape if style else "circle",
        size=size,
        opacity=1,
    )


def faint(opacity: float = 0.35) -> Any:
    """Less of the colour for the rows that are to stand back."""
    return alt.condition(alt.datum.faint, alt.value(opacity), alt.value(1))


def intervals(
    base: alt.Chart, to: Literal["x2", "y2"], colour: str = COUNCIL_COLOUR, width: float = 1.5
) -> alt.Chart:
    """Thin lines from the low end to the high end of an interval."""
    return (
        only(base, "interval").mark_rule(color=colour, strokeWidth=width).encode(**{to: f"{to}:Q"})
    )


def absent_below(base: alt.Chart, size: float = 90) -> list[alt.Chart]:
    """Rings below the axis where there is no figure, a row for each reason, with its words.

    On the axis they would stand where 0 is. Rows and words are those of `chart_rows.absent_marks`;
    on a phone the words stand under their rings.
    """
    row = f"height + {ABSENT_ROW} * datum.order + {ABSENT_RING}"
    rings = only(base, "withheld").mark_point(
        filled=False, fill=WHITE, stroke=COUNCIL_COLOUR, size=size, strokeWidth=2
    )
    words: dict[str, Any] = {"baseline": "middle"}
    wide = only(base.transform_filter(WIDE_ONLY), "reason")
    narrow = text_mark(only(base.transform_filter(NARROW_ONLY), "reason"), align="left", **words)
    return [
        rings.encode(y=alt.value(alt.expr(row))),
        *(
            text_mark(only(wide, "reason", side), align=side, dx=dx, **words).encode(
                y=alt.value(alt.expr(row))
            )
            for side, dx in (("left", 10), ("right", -10))
        ),
        narrow.encode(x=START, y=alt.value(alt.expr(f"{row} + {LINE_HEIGHT}"))),
    ]


def unknown(base: alt.Chart) -> alt.Chart:
    """Dots across the whole row of a list where there is no figure: a mark at 0 would say 0."""
    rule = only(base, "withheld").mark_rule(color=EDGE, strokeDash=[1, 5], strokeWidth=1.5)
    return rule.encode(x=START, x2=RIGHT)


def break_rule(base: alt.Chart, mark: str) -> alt.Chart:
    """A dashed rule from its words to the foot, where a series breaks or wants caution."""
    rule = only(base, mark).mark_rule(color=BREAKS[mark], strokeDash=[5, 4], strokeWidth=1.5)
    return rule.encode(y=alt.value(alt.expr(f"-2 - {BREAK_ROW} * {LINE_HEIGHT}")), y2=FOOT)


# Words


def text_mark(chart: alt.Chart, field: str = "text", **options: Any) -> alt.Chart:
    """The words of one field on the chart, in ink where no other colour is encoded."""
    words = chart.mark_text(color=INK, fontSize=TEXT, lineBreak="\n", font=FONT, **options)
    return words.encode(text=f"{field}:N")


def on_white(chart: alt.Chart, field: str = "text", **options: Any) -> list[alt.Chart]:
    """Words that can be read where lines or dots run behind them.

    Drawn twice: the stroke that makes the ground would eat into the letters it belongs to.
    """
    ground = text_mark(chart, field, stroke=WHITE, strokeWidth=HALO, strokeJoin="round", **options)
    return [ground, text_mark(chart, field, **options)]


def on_either_side(base: alt.Chart, mark: str, gap: float, **options: Any) -> list[alt.Chart]:
    """Words that start `gap` pixels right of their point, or end as far left of it: by role."""
    return [
        words
        for side, dx in (("left", gap), ("right", -gap))
        for words in on_white(only(base, mark, side), align=side, dx=dx, **options)
    ]


def end_labels(base: alt.Chart, gap: float) -> list[alt.Chart]:
    """Name and value at the right end of each line, in its colour; on a phone the value alone.

    A label that was moved, by `shift` pixels, has a leader from its line; where there is one,
    `order` is 1 and all labels start behind it.
    """
    labels = only(base, "label").encode(x=RIGHT)
    leaders = labels.transform_filter(f"abs(datum.shift) > {STAYS}").mark_rule(
        strokeWidth=1,
        xOffset=gap - 6,
        x2Offset=gap + LEADER - 4,
        y2Offset=alt.expr("datum.shift"),
    )
    y = alt.Y2("y:Q")
    words: dict[str, Any] = {"align": "left", "baseline": "middle", "lineHeight": LINE_HEIGHT}
    at = alt.expr(f"{gap} + datum.order * {LEADER}")
    wide = text_mark(
        labels.transform_filter(WIDE_ONLY),
        dx=at,
        dy=alt.expr(f"datum.shift - {raised('datum.text')}"),
        fontWeight=alt.expr("datum.role == 'council' ? 'bold' : 'normal'"),
        **words,
    )
    narrow = text_mark(
        labels.transform_filter(NARROW_ONLY),
        "short",
        dx=at,
        dy=alt.expr(f"datum.shift - {raised('datum.short')}"),
        **words,
    )
    coloured = alt.value(alt.expr(WORD_COLOUR))
    return [
        leaders.encode(x2=RIGHT, y2=y, color=coloured),
        wide.encode(color=coloured),
        narrow.encode(color=coloured),
    ]


def key(base: alt.Chart, barred: str = "") -> list[alt.Chart]:
    """Above the plot of a phone, where labels have no room for names: a sample and a name each.

    It steps aside for what the crosshair tells. `order` of a row is how many stand below it; the
    role `barred` is drawn as bars.
    """
    above = alt.expr(f"{HEAD} - (datum.order + 0.5) * {KEY_ROW}")
    shown = base.transform_filter(NARROW_ONLY).encode(y=alt.value(above))
    seen = alt.value(alt.expr(f"isValid({AT}.order) ? 0 : 1"))
    names = text_mark(only(shown, "key"), align="left", baseline="middle", dx=KEY_NAME)
    coloured = alt.value(alt.expr(WORD_COLOUR))
    return [
        *(
            sample.encode(x=START, x2=START, opacity=seen)
            for sample in _samples(shown, barred, KEY_LEFT, KEY_NAME - 6)
        ),
        names.encode(x=START, color=coloured, opacity=seen),
    ]


def key_in_line(base: alt.Chart, barred: str = "") -> list[alt.Chart]:
    """The same in one line above the plot of a page, a name `shift` pixels from the right."""
    shown = only(base.transform_filter(WIDE_ONLY), "key")
    y = alt.value(-KEY_GAP - KEY_ROW / 2)
    end = alt.value(alt.expr("width - datum.shift"))
    names = text_mark(shown, align="right", baseline="middle").encode(
        x=end, y=y, color=alt.value(alt.expr(WORD_COLOUR))
    )
    left, right = alt.expr(f"-datum.x2 - {SAMPLE + 6}"), alt.expr("-datum.x2 - 6")
    samples = _samples(shown, barred, left, right)
    return [*(sample.encode(x=end, x2=end, y=y) for sample in samples), names]


def _samples(shown: alt.Chart, barred: str, left: Any, right: Any) -> list[alt.Chart]:
    """A stretch of each role's line, between two offsets from where its row stands."""
    return [
        only(shown, "key", role).mark_rule(
            color=style.colour,
            strokeDash=style.dash,
            strokeWidth=SAMPLE_BAR if role == barred else style.width,
            xOffset=left,
            x2Offset=right,
        )
        for role, style in STYLES.items()
    ]


def break_words(base: alt.Chart, mark: str) -> list[alt.Chart]:
    """What changed, above the plot at the head of its rule.

    On a phone there is a row for each, on the side of the rule that has room.
    """
    words = base.encode(y=alt.value(alt.expr(f"-4 - {BREAK_ROW} * {LINE_HEIGHT}")))
    wide, narrow = (only(words.transform_filter(w), mark) for w in (WIDE_ONLY, NARROW_ONLY))
    return [
        text_mark(wide, align="left", baseline="bottom", dx=-3),
        *(
            words
            for side, dx in (("left", -3), ("right", 3))
            for words in on_white(
                only(narrow, mark, side), "short", align=side, baseline="bottom", dx=dx
            )
        ),
    ]


def raised(text: str) -> str:
    """By how many pixels the first line of words stands above their middle, as an expression."""
    return f"(length(split({text}, '\\n')) - 1) * {LINE_HEIGHT / 2}"


# Forms


def chart_of(
    layers: Sequence[alt.Chart],
    height: float | alt.Step | str | None = None,
    *,
    below: int = PHONE,
    **settings: Any,
) -> Layers:
    """Layers as one framed chart; `settings` are its parameters, each with a first value.

    `height` is in pixels, a step for a row, or FOLLOWS. The parameter `narrow` says whether the
    place of the chart is less than `below` pixels wide; a file has no place, so it is wide.
    """
    # To name the width makes it look again when the width changes.
    narrow = alt.param(name=NARROW, expr=f"width > 0 && containerSize()[0] < {below}")
    params = [alt.param(name=name, value=value) for name, value in settings.items()]
    chart = alt.layer(*layers).add_params(narrow, *params)
    fit: Literal["fit", "fit-x"] = "fit" if height == FOLLOWS else "fit-x"
    return framed(chart if height is None else chart.properties(height=height), fit)


def framed(chart: Layers, fit: Literal["fit", "fit-x"] = "fit-x") -> Layers:
    """Ground, text that can be read from a distance, as large as the page leaves room for.

    Marks and axes have no role of their own: without names, which nobody would listen to, readers
    of screens would stumble over every one; the chart has a name and a table.
    """
    return (
        chart.properties(
            background=WHITE,
            padding={"left": 8, "right": 12, "top": 12, "bottom": 10},
            autosize=alt.AutoSizeParams(type=fit, contains="padding"),
        )
        .configure_view(stroke=None)
        .configure_mark(aria=False)
        .configure_axis(
            aria=False,
            labelColor=INK,
            labelFontSize=TEXT,
            labelFont=FONT,
            gridColor=GRID,
            domainColor=GREY,
            tickColor=GREY,
            labelPadding=LABEL_PADDING,
        )
        .configure_axisY(domain=False, ticks=False)
    )


def for_file(
    specification: Mapping[str, Any], width: float, height: float | None = None
) -> dict[str, Any]:
    """The same chart for a file: in the colours of paper, without a crosshair, of a given size.

    `height`, in pixels, is that of a chart that follows its place, and as much as a list may take
    while a line of words still fits its rows; other charts have their own.
    """
    spec: dict[str, Any] = json.loads(on_paper(json.dumps(dict(specification))))
    if spec.get("height") == FOLLOWS:
        spec["height"] = height or FILE_HEIGHT
    params = [_in_file(param) for param in spec.get("params", [])]
    rows = settings_in(spec).get("rows")
    if rows and height:
        low = max(height / rows, LINE_HEIGHT + 1)
        params = [
            param | {"value": min(low, param["value"])} if param["name"] == "row" else param
            for param in params
        ]
    return spec | {"width": width, "params": params}


def settings_in(specification: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a specification that have a value."""
    params = specification.get("params", [])
    return {param["name"]: param["value"] for param in params if "value" in param}


def _in_file(param: dict[str, Any]) -> dict[str, Any]:
    if param["name"] == NARROW:
        return {"name": NARROW, "value": False}  # what draws files knows no place of a chart
    if "select" in param:
        return {name: value for name, value in param.items() if name not in ("bind", "value")}
    return param


def titled(
    spec: dict[str, Any], lines: Sequence[str], more: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """The same chart with its basis, measure, place and time inside."""
    title = {
        "text": list(lines),
        "anchor": "start",
        "align": "left",
        "frame": "bounds",
        "font": FONT,
        "fontSize": TEXT,
        "fontWeight": "normal",
        "color": INK,
        "lineHeight": TITLE_HEIGHT,
        "offset": TITLE_GAP,
        **(more or {}),
    }
    return spec | {"title": title}


@dataclass(frozen=True)
class Form:
    """A form of chart: who authors it in Altair, and what it compiles to."""

    author: Callable[[], Layers]

    @property
    def name(self) -> str:
        """`trend_chart` authors the form 'trend'."""
        return self.author.__name__.removesuffix("_chart")

    @cached_property
    def compiled(self) -> dict[str, Any]:
        """The specification without data, made once and shared, so never changed in place.

        Altair takes up to a second to compile one; to set its parameters takes next to nothing.
        """
        specification = self.author().to_dict()
        del specification["data"]  # the frame is given when the chart is drawn
        return specification

    def specification(
        self, settings: Mapping[str, Any], height: float | None = None, title: Sequence[str] = ()
    ) -> dict[str, Any]:
        """The form with its parameters set; with a height of its plot where that is known.

        Raises KeyError for a parameter that the form lacks.
        """
        params = self.compiled.get("params", [])
        if unknown := set(settings) - {param["name"] for param in params if "value" in param}:
            raise KeyError(f"{self.name} has no parameter {sorted(unknown)}")
        specification = self.compiled | {"params": [_set(param, settings) for param in params]}
        if height is not None:
            fit = self.compiled["autosize"] | {"type": "fit-x"}
            specification |= {"height": height, "autosize": fit}
        specification |= named(self.name)
        return titled(specification, title) if title else specification


def named(form: str) -> dict[str, Any]:
    """What a specification carries so that others know its form."""
    return {"usermeta": {"form": form}}


def form_name(specification: Mapping[str, Any]) -> str:
    """The name of the form that a specification was made of; empty where none is told."""
    return str(specification.get("usermeta", {}).get("form", ""))


def _set(param: dict[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter with its value; the crosshair steps through so many `stops`."""
    if "bind" in param:
        slider = param["bind"]["order"] | {"max": settings.get("stops", 1) - 1}
        return param | {"bind": {"order": slider}}
    if "value" in param:
        return param | {"value": settings.get(param["name"], param["value"])}
    return param


FORMS: dict[str, Form] = {}  # of all rooms whose charts.py is imported; warm.py imports every one


def chart_form(author: Callable[[], Layers]) -> Form:
    """A form by its author, entered in the one list of all rooms."""
    form = Form(author)
    FORMS[form.name] = form
    return form
