"""Pages as HTML: templates that escape every text, and the few parts that are markup already."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from pages.parts.exhibit import reading_charts
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.exhibit.exports import LICENCE, retrieved
from pages.parts.exhibit.reading_charts import TITLE
from pages.parts.figures import known, sources
from pages.parts.figures.database import load_run, symbol_words
from pages.parts.figures.sources import OURS, Cell, SourceFile
from pages.parts.language.safe import printable
from pages.parts.language.version import NAME, NAME_AND_VERSION
from pages.parts.language.words import day_words, slug
from pages.parts.present.site import pictures
from pages.parts.present.site.rooms import path_of

HERE = Path(__file__).parent
# Nothing from anywhere else; a browser that opens a folder calls its files "file:".
POLICY = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)


@lru_cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda told: printable(told) if type(told) is str else told,
    )
    made.filters["how_to_read"] = how_to_read
    made.filters["rows"] = _rows
    made.filters["cell"] = _cell
    made.filters["file"] = _file
    made.filters["path"] = path_of
    made.filters["slug"] = slug
    made.filters["title_lines"] = lambda chart: chart.specification.get("title", {}).get("text", [])
    made.filters["target"] = lambda url: url if (url or "").startswith("https://") else ""
    made.globals |= {"name": NAME, "policy": POLICY, "how": TITLE, "licence": LICENCE}
    return made


def page(template: str, depth: int, **said: Any) -> str:
    """A page of the site by its template; it stands `depth` folders below the first page."""
    return (
        _templates()
        .get_template(template)
        .render(root="../" * depth, asof=asof(), known=known.said(), **said)
    )


def asof() -> str:
    """Of which day the figures are, and what made the page."""
    day = day_words(load_run().finished_at.date())
    return f"Figures as loaded on {day}. {NAME_AND_VERSION}; not an official statistic."


def drawn(exhibits: Sequence[Exhibit]) -> Mapping[str, Sequence[Markup]]:
    """The charts of exhibits by the key of each, all with names of their own on one page."""
    number = count(1)
    return {
        exhibit.key: [Markup(pictures.svg(chart, f"c{next(number)}")) for chart in exhibit.charts]
        for exhibit in exhibits
    }


def how_to_read(exhibit: Exhibit) -> list[str]:
    """How its charts are read, a paragraph for each form; nothing of what only a pointer shows."""
    told = reading_charts.how_to_read(exhibit).replace(f" {reading_charts.STEPS}", "")
    return [text for text in told.split("\n\n") if text]


def _rows(frame: pd.DataFrame) -> list[list[str]]:
    """A table of texts: its heads, then its rows."""
    heads = [str(name) for name in frame.columns]
    return [heads, *([str(cell) for cell in row] for row in frame.itertuples(index=False))]


def _cell(cell: Cell) -> str:
    """One figure, and the cell of a published file that it stands in."""
    value = symbol_words()[cell.status] if cell.value is None else f"{cell.value:,.10g}"
    what = f"{cell.indicator}, {cell.breakdown}" if cell.breakdown else cell.indicator
    where = OURS
    if not cell.derived:
        where = f"column {cell.source_column}, row {cell.source_row} of {cell.file}"
    return f"{what}, {cell.period}: {value}; {where}"


def _file(file: SourceFile) -> str:
    """When a release was published and read, its licence and checksum."""
    day = sources.published(file)
    said = [f"published {day}" if day else "", f"retrieved {retrieved(file)}", file.licence]
    return f"{', '.join(text for text in said if text)}; {file.file}, SHA-256 {file.sha256}"
