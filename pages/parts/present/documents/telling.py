"""What every document tells of a slide, in the same words: its sentences and its table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.exhibit.exports import LICENCE, UNOFFICIAL, Paper, dates, facts
from pages.parts.exhibit.layout import Block, Drawn, laid_out, without_marks, written
from pages.parts.exhibit.slides import Slide
from pages.parts.figures import known
from pages.parts.language.safe import printable
from pages.parts.language.words import capitalise

LANGUAGE = "en-GB"
MADE_BY = f"{UNOFFICIAL} {LICENCE}"
QUESTION = "A question to ask"
NOTE, NOTES = "Note", "Notes"
CAUTION = "Caution"
FIGURES = "Figures"
VIEW = "This view, with the figures of that day:"
NOTHING = "This document has no finding."
METHODS = "Methods and sources"
NO_FIGURE = "No figure"
NO_ADDRESS = "No code: this copy of the dashboard has no public address."
MORE = "More is said with the view."
MOST_ABSENT = 6  # places without a figure that are named one by one


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table in words: heads, rows below them, and which columns hold numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]
    own: int | None  # the row of the place of the exhibit


@dataclass(frozen=True, kw_only=True)
class Told:
    """One slide in sentences, each empty where there is nothing to say.

    `cautions` are what a reader must know, `about` what was measured, `absent` what has no figure.
    """

    finding: str
    about: tuple[str, ...]
    said: tuple[str, ...]
    cautions: tuple[str, ...]
    absent: str
    notes: tuple[str, ...]
    source: str
    question: str
    note: str
    alt: str
    caption: str
    legend: str
    grid: Grid
    drawn: Drawn | None


def told(slide: Slide) -> Told:
    """The sentences and the table of a slide; texts that no file can hold are made printable."""
    exhibit, chart = slide.exhibit, slide.chart
    block, drawn = laid_out(exhibit).of_chart(exhibit, _place(slide))
    absent = _absent(block)
    warned = [note for note in exhibit.notes if note.startswith(CAUTION)]
    cautions = (exhibit.warning, exhibit.withheld, *warned)
    return Told(
        finding=printable(exhibit.finding),
        about=_printable((*map(without_marks, exhibit.subtitle), *_each_bar(drawn))),
        said=_printable((*exhibit.said, *exhibit.listed)),
        cautions=_printable(text for text in cautions if text),
        absent="" if exhibit.withheld else printable(absent),
        notes=_printable(note for note in exhibit.notes if note and note not in cautions),
        source=printable(source(slide)),
        question=printable(slide.question),
        note=printable(slide.note),
        alt=printable(chart.alt if chart else exhibit.finding),
        caption=printable(chart.caption if chart else ""),
        legend=printable(" ".join((chart.legend, chart.said)).strip() if chart else ""),
        grid=_grid_of_page(exhibit) if drawn is None and exhibit.tables else _grid(block, exhibit),
        drawn=drawn if chart else None,
    )


def source(slide: Slide) -> str:
    """Where the figures come from, and as known on which day."""
    paper = Paper(exhibit=slide.exhibit, link=slide.address)
    texts = (f"Source: {facts(paper)['Source']}", dates(paper), known.said())
    return " ".join(text for text in texts if text)


def place_and_period(slide: Slide) -> str:
    """'Trafford, 2014 to 2024'."""
    exhibit = slide.exhibit
    return printable(", ".join(text for text in (exhibit.place, exhibit.period) if text))


def shortened(texts: Iterable[str], most: int) -> str:
    """Texts as far as there is room for them, in whole sentences where they are short enough."""
    whole = " ".join(text for text in texts if text)
    if len(whole) <= most:
        return whole
    kept = whole[:most].rpartition(". ")[0]
    start = f"{kept}." if kept else f"{whole[:most].rpartition(' ')[0]} …"
    return f"{start} {MORE}"


def asked_for(slide: Slide) -> str:
    """The figure to ask for: measure, basis, place and period, in a line."""
    exhibit = slide.exhibit
    named = exhibit.basis.lower() in exhibit.measure.lower()
    about = (exhibit.measure, "" if named else exhibit.basis, exhibit.place, exhibit.period)
    return printable(capitalise("; ".join(text for text in about if text)))


def _printable(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(printable(text) for text in texts)


def _each_bar(drawn: Drawn | None) -> tuple[str, ...]:
    """What a bar is, where it is not the measure; the dark one by its name."""
    if drawn is None or not drawn.bar:
        return ()
    return (f"each bar: {drawn.bar}", *((f"dark: {drawn.marked}",) if drawn.marked else ()))


def _place(slide: Slide) -> int:
    """Which of the charts of its exhibit a slide shows; the first where it shows none."""
    charts = [chart.key for chart in slide.exhibit.charts]
    return charts.index(slide.chart.key) if slide.chart and slide.chart.key in charts else 0


def _grid(block: Block, exhibit: Exhibit) -> Grid:
    place = exhibit.place
    rows = tuple(
        (
            printable(str(row[0])),
            *(
                printable(written(cell, form))
                for cell, form in zip(row[1:], block.formats, strict=True)
            ),
        )
        for row in block.rows
    )
    names = [row[0] for row in block.rows]
    return Grid(
        title=printable(block.title),
        heads=tuple(printable(head) for head in block.heads),
        rows=rows,
        numbers=(False, *(form != "General" for form in block.formats)),
        own=names.index(place) if place in names else None,
    )


def _grid_of_page(exhibit: Exhibit) -> Grid:
    """The first table as the page shows it, where figures of several units stand in one column."""
    title, frame = exhibit.tables[0]
    return Grid(
        title=printable(title),
        heads=_printable(str(name) for name in frame.columns),
        rows=tuple(
            _printable("" if pd.isna(cell) else str(cell) for cell in row)
            for row in frame.itertuples(index=False, name=None)
        ),
        numbers=(False,) * len(frame.columns),
        own=None,
    )


def _absent(block: Block) -> str:
    """Which cells of a table have words in the place of a number; empty where none has."""
    found: dict[str, list[str]] = {}
    for row in block.rows:
        for head, cell, form in zip(block.heads[1:], row[1:], block.formats, strict=True):
            if form != "General" and isinstance(cell, str):
                found.setdefault(cell, []).append(f"{row[0]}, {head}")
    parts = [f"{', '.join(_first(cells))}: {words}" for words, cells in found.items()]
    return f"{NO_FIGURE}: {'; '.join(parts)}." if parts else ""


def _first(cells: Sequence[str]) -> list[str]:
    more = len(cells) - MOST_ABSENT
    return [*cells[:MOST_ABSENT], *([f"and {more} more"] if more > 0 else [])]
