"""The views of the page Wards: each is one record here, and nothing elsewhere knows its name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

import queries
from pages.parts.exhibit.chart_kit import Form
from pages.parts.exhibit.chart_rows import Drawing
from pages.parts.language.words import INTERVAL
from pages.parts.wards import charts, drawing, map_drawing, tables, words
from pages.parts.wards.rates import WardChoice

# A specification, and the frame that it reads: None where it holds its data itself.
Picture = tuple[Mapping[str, Any], pd.DataFrame | None]


@dataclass(frozen=True, kw_only=True)
class WardView:
    """One way to see a measure by ward.

    `draw` is None for a table without a chart. `shows` says what is drawn to those who cannot see
    it, `legend` what the signs mean where the chart does not say it itself, `listed` what its
    numbers mean on a phone. `offered` says for which choices the view can be drawn,
    `finding` its title, `source` who publishes what is drawn besides.
    """

    label: str
    draw: Callable[[WardChoice], Picture] | None = None
    shows: str = ""
    legend: Callable[[WardChoice], str] = lambda choice: ""
    table: Callable[[WardChoice], pd.DataFrame] = tables.measure_table
    listed: Callable[[WardChoice], Sequence[str]] = lambda choice: ()
    offered: Callable[[WardChoice], bool] = lambda choice: True
    finding: Callable[[WardChoice], str] = words.finding
    source: Callable[[WardChoice], str] = lambda choice: ""


def offered(choice: WardChoice) -> list[WardView]:
    """The views that can be drawn of one choice, the first one first."""
    return [view for view in VIEWS if view.offered(choice)]


def _by_form(
    form: Form,
    rows: Callable[[WardChoice], Drawing],
    title: Callable[[WardChoice], list[str]] = words.title_lines,
) -> Callable[[WardChoice], Picture]:
    """How a view is drawn whose form reads a frame."""

    def draw(choice: WardChoice) -> Picture:
        frame, settings = rows(choice)
        return form.specification(settings, title=title(choice)), frame

    return draw


@queries.kept(most=100)
def _map(choice: WardChoice) -> Picture:
    """The map of one choice, kept because finding room for its labels takes half a second."""
    title = [*words.title_lines(choice), *words.map_key(choice)]
    return charts.map_chart(map_drawing.mapped(choice), words.credit(choice), title), None


def _has_shapes(choice: WardChoice) -> bool:
    return any(ward.shape is not None for ward in choice.data.of(choice.former))


MAP = WardView(
    label="Map",
    draw=_map,
    shows="Map of wards, with each ward's name and percentage on it or in a numbered list",
    listed=map_drawing.listed_words,
    offered=_has_shapes,
)
RANKED = WardView(
    label="Ranked",
    draw=_by_form(charts.dots_chart, drawing.dots),
    shows=f"Wards in order of their percentage, with {INTERVAL}s",
    legend=lambda choice: (
        f"▲ and ▼: above and below {words.USUAL}. A line is the {INTERVAL}: how far "
        "a figure could lie by chance. Where lines overlap, the order of two wards is not settled."
    ),
)
FUNNEL = WardView(
    label="Funnel plot",
    draw=_by_form(charts.funnel_chart, drawing.funnel),
    shows="Funnel plot of wards by number of pupils and percentage",
    legend=words.funnel_key,
)
SHARES = WardView(
    label="Shares",
    draw=_by_form(charts.shares_chart, drawing.shares),
    shows="Stacked bars of pupils by ward: EHC plan, SEN support, no SEN",
    legend=lambda choice: (
        "From the left: EHC plan (dark blue), SEN support (light blue), no SEN (empty)."
    ),
)
TABLE = WardView(label="Table", table=tables.full_table)

FEWEST_PLACED = 3  # wards: fewer points are no picture of wards
DEPRIVATION = WardView(
    label="Deprivation",
    draw=_by_form(charts.deprivation_chart, drawing.deprivation, words.deprivation_title),
    shows="Wards by income deprivation of the children who live there, across, and percentage, up, "
    f"with {INTERVAL}s",
    legend=words.deprivation_key,
    table=tables.deprivation_table,
    offered=lambda choice: len(choice.placed) >= FEWEST_PLACED,
    finding=words.deprivation_finding,
    source=words.deprivation_source,
)

VIEWS = (MAP, RANKED, FUNNEL, SHARES, DEPRIVATION, TABLE)
