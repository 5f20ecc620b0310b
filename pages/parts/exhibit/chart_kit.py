"""What every form of chart is made of: authored in Altair, compiled once, drawn from a frame.

Every form reads one frame in which `mark` says what a row is drawn as and `role` whose it is.
What changes from chart to chart (axis ends, ticks, unit) is a parameter of the specification.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
TITLE_HEIGHT = LINE_HEIGHT + 1
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


def on_white(chart: alt.Chart, **options: Any) -> list[alt.Chart]:
    """Words that can be read where lines run behind them."""
    ground = text_mark(chart, stroke=WHITE, strokeWidth=4, strokeJoin="round", **options)
    return [one.encode(text="text:N") for one in (ground, text_mark(chart, **options))]


def hollow(base: alt.Chart) -> alt.Chart:
    return only(base, "withheld").mark_point(
        filled=False, fill=WHITE, stroke=STYLES["council"].colour, size=110, strokeWidth=2
    )


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
        "offset": 14,
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
        found = self.author().to_dict()
        del found["data"]  # the frame is given when the chart is drawn
        return found

    def specification(
        self, settings: Mapping[str, Any], height: float | None = None, title: Sequence[str] = ()
    ) -> dict[str, Any]:
        """The form with its parameters set; with a height in pixels where content decides it.

        Raises KeyError for a parameter that the form lacks.
        """
        params = self.compiled.get("params", [])
        if unknown := set(settings) - {param["name"] for param in params}:
            raise KeyError(f"{self.name} has no parameter {sorted(unknown)}")
        found = self.compiled | {
            "params": [
                param | {"value": settings.get(param["name"], param["value"])} for param in params
            ]
        }
        if height is not None:
            found["height"] = height
        return titled(found, title) if title else found


FORMS: dict[str, Form] = {}  # of all rooms whose charts.py is imported; warm.py imports every one


def chart_form(author: Callable[[], Layers]) -> Form:
    """A form by its author, entered in the one list of all rooms."""
    form = Form(author)
    FORMS[form.name] = form
    return form
