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

INK, MUTED, EDGE, GREY, GRID, WHITE = map(
    colour, ("ink", "muted", "edge", "quiet", "grid", "ground")
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
PLOT_HEIGHT = 224
PHONE = 560  # a plot no wider than this, in pixels, is read on a phone
NAME_LIMIT = 190  # pixels for names beside rows: a line of LONG_NAME letters fits
HALO = 4  # pixels of white around words: half of them show, as much as keeps a line off a letter

# An axis writes its numbers with the unit, which changes from measure to measure.
WITH_UNIT = "format(datum.value, ',') + unit"

START, FOOT, RIGHT = alt.value(0), alt.value("height"), alt.value("width")  # edges of the plot
TIP = alt.Tooltip("tip:N", title=None)
NO_TIP = alt.value(None)  # a tooltip for marks that have nothing to tell
# Opacities: a form holds its words for either width, and the browser shows those that have room.
ON_WIDE, ON_PHONE = (alt.expr(f"width {than} {PHONE} ? 1 : 0") for than in (">", "<="))


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
BREAKS = {"break": INK, "caution": EDGE}  # the line stops; it goes on, with caution


# Axes


def rows_placed(x: alt.X, y: alt.Y) -> alt.Chart:
    """The rows of a frame in their places, each with what it tells a pointer."""
    return alt.Chart(alt.NamedData("figures")).encode(x=x, y=y, tooltip=TIP)


def x_axis(low: str | float, high: str | float, **options: Any) -> alt.X:
    """Across from `low` to `high`, each a number or the name of a parameter."""
    return alt.X("x:Q", scale=_scale(low, high), axis=_axis(options))


def y_axis(low: str | float, high: str | float, **options: Any) -> alt.Y:
    """Up from `low` to `high`, each a number or an expression of parameters."""
    return alt.Y("y:Q", scale=_scale(low, high), axis=_axis(options))


def ticks_axis(**options: Any) -> alt.X:
    """Across through years, months, ages or ranks, with a label at each of `ticks` alone."""
    return x_axis("first", "last", values=alt.expr("ticks"), grid=False, **options)


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
    ends = [alt.expr(end) if isinstance(end, str) else end for end in (low, high)]
    return alt.Scale(domainMin=ends[0], domainMax=ends[1], nice=False)


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


def hollow(base: alt.Chart, size: float = 110) -> alt.Chart:
    """A ring where a figure is withheld, empty so that it does not pass for a dot."""
    return only(base, "withheld").mark_point(
        filled=False, fill=WHITE, stroke=COUNCIL_COLOUR, size=size, strokeWidth=2
    )


def break_rule(base: alt.Chart, mark: str, foot: Any) -> alt.Chart:
    """A dashed rule from the top to `foot`, where a series breaks or wants caution."""
    rule = only(base, mark).mark_rule(color=BREAKS[mark], strokeDash=[5, 4], strokeWidth=1.5)
    return rule.encode(y=START, y2=foot)


# Words


def text_mark(chart: alt.Chart, **options: Any) -> alt.Chart:
    """Words on the chart, in ink: coloured text would be too faint."""
    return chart.mark_text(color=INK, fontSize=TEXT, lineBreak="\n", font=FONT, **options).encode(
        text="text:N"
    )


def on_white(chart: alt.Chart, **options: Any) -> list[alt.Chart]:
    """Words that can be read where lines or dots run behind them.

    Drawn twice: the stroke that makes the ground would eat into the letters it belongs to.
    """
    ground = text_mark(chart, stroke=WHITE, strokeWidth=HALO, strokeJoin="round", **options)
    return [ground, text_mark(chart, **options)]


def on_either_side(base: alt.Chart, mark: str, gap: float, **options: Any) -> list[alt.Chart]:
    """Words that start `gap` pixels right of their point, or end as far left of it: by role."""
    return [
        words
        for side, dx in (("left", gap), ("right", -gap))
        for words in on_white(only(base, mark, side), align=side, dx=dx, **options)
    ]


def end_labels(base: alt.Chart, gap: float) -> alt.Chart:
    """Names at the right end of lines, over as many lines as `spread` left room for."""
    return text_mark(
        only(base, "label"), align="left", baseline="top", dx=gap, lineHeight=LINE_HEIGHT
    )


def break_words(base: alt.Chart, mark: str) -> alt.Chart:
    """What changed, at the head of its rule."""
    return text_mark(only(base, mark), align="left", baseline="top", dx=5, dy=1).encode(y=START)


# Forms


def chart_of(
    layers: Sequence[alt.Chart], height: float | alt.Step | None = None, **settings: Any
) -> Layers:
    """Layers as one framed chart; `settings` are its parameters, each with a first value."""
    params = [alt.param(name=name, value=value) for name, value in settings.items()]
    chart = alt.layer(*layers).add_params(*params)
    return framed(chart if height is None else chart.properties(height=height))


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
        """The form with its parameters set; with a height in pixels where content decides it.

        Raises KeyError for a parameter that the form lacks.
        """
        params = self.compiled.get("params", [])
        if unknown := set(settings) - {param["name"] for param in params}:
            raise KeyError(f"{self.name} has no parameter {sorted(unknown)}")
        specification = self.compiled | {
            "params": [
                param | {"value": settings.get(param["name"], param["value"])} for param in params
            ]
        }
        if height is not None:
            specification["height"] = height
        return titled(specification, title) if title else specification


def for_file(specification: Mapping[str, Any], height: float) -> dict[str, Any]:
    """The specification as files draw it: of a fixed height, in the colours of paper."""
    fixed = dict(specification)
    if fixed.get("height") == "container":
        fixed["height"] = height
    drawn: dict[str, Any] = json.loads(on_paper(json.dumps(fixed)))
    return drawn


FORMS: dict[str, Form] = {}  # of all rooms whose charts.py is imported; warm.py imports every one


def chart_form(author: Callable[[], Layers]) -> Form:
    """A form by its author, entered in the one list of all rooms."""
    form = Form(author)
    FORMS[form.name] = form
    return form
