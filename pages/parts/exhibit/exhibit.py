"""One finding with all that belongs to it: what is drawn on a page and what is taken away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from pages.parts.exhibit.chart_kit import FOLLOWS
from pages.parts.figures.database import Indicator
from pages.parts.figures.sources import Cell, SourceFile
from pages.parts.language.words import display_name, slug

Table = tuple[str, pd.DataFrame]
PERCENT = '0.0"%"'
COUNT = "#,##0"
RATIO = "0.00"
NativeForm = Literal["lines", "bars", "columns"]  # of the chart of a workbook


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One drawing: a compiled specification, and the rows that it reads.

    A map holds its data itself and has no `frame`. `legend` says below it what its signs mean;
    `caption` and `said` stand above and below it where an exhibit has several drawings. `texts` are
    what its crosshair tells at each stop, for those who listen. `listed` is what its numbers mean,
    one after another from 1, where a phone has no room for it inside.
    """

    key: str
    specification: Mapping[str, Any]
    frame: pd.DataFrame | None
    alt: str
    caption: str = ""
    legend: str = ""
    said: str = ""
    texts: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def follows(self) -> bool:
        """Whether it is as high as its place on the page, which the page therefore has to say."""
        return self.specification.get("height") == FOLLOWS


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a person would lay figures out, by columns of their frame.

    `down` names the rows. Either the values of `across` head the columns, `heads` being their order
    where that of the frame is not theirs, or `columns` are shown as they are. With `each`, there is
    a table for each of its values, that of the last rows first. `counts` are those behind a figure.

    `drawn` are the columns of numbers that a chart shows: of a table with `across`, the figure
    itself. `shown` are the places that have a line, by default all, and `colours` those of the
    series in their order; a line stops after `breaks`. `bar` says what a bar is, where it is not
    the measure itself, and `marked` is the row that stands out where it is not the council's.
    """

    down: str
    across: str = ""
    heads: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    each: str = ""
    counts: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    colours: tuple[str, ...] = ("council", "england", "neighbours", "chosen", "region")
    breaks: tuple[str, ...] = ()
    form: NativeForm = "bars"
    bar: str = ""
    marked: str = ""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of an exhibit as a file, one row a figure or a place, numbers unrounded.

    `formats` names the columns of numbers, the figure itself first, each with its format in a
    spreadsheet; the column `words` says why a figure is no number.
    """

    frame: Callable[[], pd.DataFrame]
    layout: Layout
    formats: Mapping[str, str] = field(default_factory=dict)
    words: str = "in words"


@dataclass(frozen=True, kw_only=True)
class Folded:
    """Something more that a reader may open: paragraphs, a list, a table."""

    title: str
    icon: str
    texts: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    table: pd.DataFrame | None = None


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """Whose revisions concern the reader of an old link.

    `topic` is that of a breakdown, None for totals; the first of `areas` comes first.
    """

    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    topic: str | None = None


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """A finding and everything that a reader needs to trust it.

    All texts are plain and are escaped where they are drawn; `trail` alone is Markdown. `subtitle`
    stands under the finding, a line each; `warning`, `said` and `listed` under the charts.
    `cells` are the cells behind the figures, `files` further files without a cell.
    """

    key: str
    place: str
    finding: str
    measure: str
    basis: str
    period: str
    subtitle: tuple[str, ...]
    charts: tuple[Chart, ...] = ()
    warning: str = ""
    said: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    withheld: str = ""
    tables: tuple[Table, ...] = ()
    table_title: str = "Figures in a table"
    table_note: str = ""
    folded: tuple[Folded, ...] = ()
    figures: Figures
    source: str
    definition: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    files: tuple[SourceFile, ...] = ()
    trail: str = ""
    concerned: Concerned | None = None

    @property
    def name(self) -> str:
        """The name of its files, without an ending: 'ehcp_20wk_ex_pc-trafford'."""
        return f"{self.key}-{slug(display_name(self.place))}"

    @property
    def releases(self) -> list[SourceFile]:
        """Its files, each once."""
        return list({file.sha256: file for file in (*self.cells, *self.files)}.values())


def number_format(indicator: Indicator) -> str:
    """The format of a figure in a spreadsheet: '#,##0', '0.0"%"'."""
    decimals = f".{'0' * indicator.decimals}" if indicator.decimals else ""
    if indicator.unit == "percent":
        return f'0{decimals}"%"'
    return f"#,##0{decimals}"
