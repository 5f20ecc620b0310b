"""The tabs of the page Compare: each is one record, and everything the page knows of it.

To add a tab, add a record to `TABS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from pages.parts.compare import charts, drawing, tables, words
from pages.parts.compare.data import Compared
from pages.parts.compare.drawing import MOST_LINES, Drawn
from pages.parts.compare.grid import tiles
from pages.parts.compare.words import Adds, Explains
from pages.parts.exhibit.chart_kit import Form
from pages.parts.exhibit.exhibit import Layout
from pages.parts.figures.councils import Group
from pages.parts.language.words import INTERVAL, display_name, listed
from pages.parts.measure import words as measure_words
from pages.parts.measure.charts import trend_chart

RANGE_KEY = (
    "Shaded: the plausible range of the council’s rank, which holds it with 95% certainty, all "
    f"comparisons taken together. Upright line at its dot: the {INTERVAL} of its figure."
)

# 'newest' is the newest year alone, 'since' that year and what changed since the first, 'through'
# every year from the first to the newest.
Years = Literal["newest", "since", "through"]
SHAPES = {"neighbours": "Diamonds", "region": "Triangles"}  # as the styles of these roles are
Notes = Callable[[Compared], list[str]]


@dataclass(frozen=True, kw_only=True)
class TabChart:
    """The chart of a tab: its form and what is drawn in it.

    `shows` begins its alternative text, `key` says what its signs mean, `table` has it in words.
    """

    form: Form
    draw: Callable[[Compared], Drawn]
    shows: str
    key: Notes
    table: Callable[[Compared], pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One way to compare.

    `adds` is what its finding says besides the council's own figure, by default what the measure's
    own page says, `explains` what stands first
    under the chart, `notes` what a reader must know of this tab alone. A tab without a chart has a
    `table` that the reader can sort. `of_amounts` is set where counts and posts are shown, by
    which councils are not compared. `export` is the figures as a file, numbers unrounded,
    `layout` how a person lays them out.
    """

    slug: str
    label: str
    years: Years
    adds: Adds | None = None
    explains: Explains | None = None
    chart: TabChart | None = None
    table: Callable[[Compared, str], pd.DataFrame] | None = None
    notes: Notes = lambda _: []
    export: Callable[[Compared], pd.DataFrame]
    layout: Callable[[Compared], Layout]
    withheld: Callable[[Compared], str]
    of_amounts: bool = False

    @property
    def through(self) -> bool:
        """Whether every year chosen is shown."""
        return self.years == "through"


def _key(*texts: str) -> Notes:
    return lambda _: list(texts)


def _trend_key(compared: Compared) -> list[str]:
    key = [f"Shaded: the middle half of all councils. A thin upright line: the {INTERVAL}."]
    group = compared.choice.group
    if compared.group:
        key.append(f"Dots: each {_whose(group)}.")
    return key


def _whose(group: Group) -> str:
    return "of the neighbours" if group.of_neighbours else f"council of {group.short}"


def _ranking_key(compared: Compared) -> list[str]:
    key = ["Every dot is a council, in the order of the figures."]
    if compared.group:
        group = compared.choice.group
        key.append(f"{SHAPES[group.role]}: each {_whose(group)}.")
    return [*key, RANGE_KEY] if compared.own in compared.period.ranges else key


def _own_withheld(compared: Compared) -> str:
    """The years of the council, and how many of the group, that have no number."""
    return measure_words.withheld(compared.view)


def _many_chosen(compared: Compared) -> list[str]:
    if len(compared.named) <= MOST_LINES:
        return []
    return [
        f"The first {MOST_LINES} of the {len(compared.named)} councils chosen have lines; "
        "the others are dots here and have their names in the other tabs."
    ]


def _without_tile(compared: Compared) -> list[str]:
    """Councils that nobody gave a tile yet, as after a council was split."""
    drawn = {tile.la_code for tile in tiles()}
    period = compared.period
    missing = [
        display_name(compared.name(area))
        for area in period.entries
        if drawn.isdisjoint(period.places[area].la_codes)
    ]
    if not missing:
        return []
    return [f"In the table and without a tile on this map yet: {listed(sorted(missing))}."]


_EVERY = (
    Tab(
        slug="trend",
        label="Trend",
        years="through",
        explains=words.since_first,
        chart=TabChart(
            form=trend_chart,
            draw=drawing.trend,
            shows="Lines through the years, with a dot for each council of the group",
            key=_trend_key,
            table=tables.years_table,
        ),
        notes=_many_chosen,
        export=tables.by_year,
        layout=tables.years_across,
        withheld=_own_withheld,
        of_amounts=True,
    ),
    Tab(
        slug="ranking",
        label="Ranking",
        years="newest",
        adds=words.ranked,
        explains=words.how_sure,
        chart=TabChart(
            form=charts.ranking_chart,
            draw=drawing.ranking,
            shows="Dots in the order of rank, one for every council",
            key=_ranking_key,
            table=tables.ranking_table,
        ),
        export=tables.by_council,
        layout=tables.councils_down,
        withheld=tables.withheld,
    ),
    Tab(
        slug="distribution",
        label="Distribution",
        years="through",
        adds=words.quartered,
        chart=TabChart(
            form=charts.distribution_chart,
            draw=drawing.distribution,
            shows="A band for the middle half of councils through the years",
            key=_key(
                "Shaded: the middle half of councils; dark line in it: the median; thin grey "
                "line: from the lowest council to the highest."
            ),
            table=tables.distribution_table,
        ),
        notes=lambda compared: [_own_withheld(compared)],
        export=tables.quartiles,
        layout=tables.years_down,
        withheld=_own_withheld,
    ),
    Tab(
        slug="map",
        label="Map",
        years="newest",
        adds=words.spanned,
        chart=TabChart(
            form=charts.tiles_chart,
            draw=drawing.tile_map,
            shows="Map of England with a tile for every council, darker where the figure is higher",
            key=_key(
                "One tile is one council; London is drawn larger, beside its place. Darker is "
                "higher. Hatched: no figure. Tiles by this project."
            ),
            table=tables.map_table,
        ),
        notes=_without_tile,
        export=tables.by_council,
        layout=tables.councils_down,
        withheld=tables.withheld,
    ),
    Tab(
        slug="table",
        label="Table",
        years="since",
        adds=words.counted,
        table=tables.full_table,
        export=tables.by_council,
        layout=tables.councils_down,
        withheld=tables.withheld,
    ),
)
TABS: Mapping[str, Tab] = {tab.slug: tab for tab in _EVERY}
