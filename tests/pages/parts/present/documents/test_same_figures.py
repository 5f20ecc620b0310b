"""Three decks of published figures, opened again: each file has them, cell by cell."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pdfplumber
import pytest
from docx import Document
from pdfminer.pdftypes import resolve1
from pptx import Presentation

import queries
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.language.words import display_name
from pages.parts.present import views
from pages.parts.present.documents.pdf import pdf
from pages.parts.present.documents.powerpoint import pptx
from pages.parts.present.documents.word import docx
from queries.held import named

# Trends and a break, parts, year groups, wards with hidden counts, a ranking, figures that are
# withheld.
WANTED = {
    "trafford": (
        ("ehc_plans", {}),
        ("ehc_plans", {"show": "waiting"}),
        ("year_groups", {}),
        ("wards", {}),
    ),
    "camden": (
        ("ehc_plans", {"show": "needs-and-ages"}),
        ("need_and_protection", {}),
        ("compare", {"tab": "ranking"}),
    ),
    "rutland": (
        ("workforce", {}),
        ("ehc_plans", {"show": "on-time"}),
        ("need_and_protection", {"show": "child-protection-plans"}),
    ),
}

Cells = dict[tuple[str, str], float | None]


@pytest.fixture(autouse=True)
def in_use(snapshot_data: Path) -> Iterator[None]:
    with queries.one_database(named(snapshot_data)):
        yield


@pytest.fixture(scope="module", params=list(WANTED))
def deck(request: pytest.FixtureRequest, snapshot_data: Path) -> Deck:
    """The deck of a council, from the embedded figures."""
    with queries.one_database(named(snapshot_data)):
        return Deck(
            title=f"The committee of {request.param}",
            place=request.param.title(),
            asof=date(2026, 11, 28),
            frozen="Figures as of 28 November 2026.",
            slides=tuple(slides(request.param)),
        )


def slides(council: str) -> Iterator[Slide]:
    for page, words in WANTED[council]:
        exhibit = views.exhibits(page, {"council": council, **words})[0]
        for chart in exhibit.charts:
            yield Slide(exhibit=exhibit, chart=chart, page=page, words=words)


def of_frame(slide: Slide) -> Cells:
    """The figures of a slide straight from the frame of its exhibit, by row and column."""
    exhibit, layout = slide.exhibit, slide.exhibit.figures.layout
    frame = exhibit.figures.frame()
    if layout.each:
        parts = list(dict.fromkeys(frame[layout.each]))[::-1]
        number = [chart.key for chart in exhibit.charts].index(slide.chart.key)
        frame = frame[frame[layout.each] == parts[number]]
    found: Cells = {}
    for row in frame.to_dict("records"):
        name = display_name(str(row[layout.down]))
        if layout.across:
            found[name, display_name(str(row[layout.across]))] = number_of(row[layout.drawn[0]])
        else:
            for column in layout.drawn:
                found[name, column] = number_of(row[column])
    return found


def number_of(value: object) -> float | None:
    """A figure; None for what is absent and for words that say why."""
    return None if pd.isna(value) or isinstance(value, str) else float(value)


def of_chart(slide: Slide, chart) -> Cells:
    """The figures behind a native chart, by the same names."""
    layout = slide.exhibit.figures.layout
    plot = chart.plots[0]
    found: Cells = {}
    for number, series in enumerate(plot.series):
        for name, value in zip(plot.categories, series.values, strict=True):
            name = str(name).removesuffix(": no figure")
            if layout.across == "period":
                found[series.name, name] = value
            else:
                found[name, series.name if layout.across else layout.drawn[number]] = value
    return found


def test_each_native_chart_holds_the_figures_of_its_exhibit(deck: Deck) -> None:
    pages = list(Presentation(io.BytesIO(pptx(deck))).slides)[1:]
    assert [page.shapes.title.text for page in pages] == [
        slide.exhibit.finding for slide in deck.slides
    ]
    for page, slide in zip(pages, deck.slides, strict=True):
        (shape,) = (shape for shape in page.shapes if shape.has_chart)
        expected, shown = of_frame(slide), of_chart(slide, shape.chart)
        years = {key[1][-4:]: key[1] for key in expected}
        for (row, column), value in shown.items():
            if (row, column) not in expected and column in years:
                column = years[column]  # '2025' stands for '31 March 2025'
            if "Break" not in (row, column):
                assert expected[row, column] == value, (slide.exhibit.key, row, column)
        own = {key: value for key, value in expected.items() if key[0] == deck.place}
        assert sum(value is not None for value in shown.values()) >= sum(
            value is not None for value in own.values()
        )


def test_each_table_of_word_holds_the_figures_of_its_exhibit(deck: Deck) -> None:
    document = Document(io.BytesIO(docx(deck)))
    assert len(document.tables) == len(deck.slides)
    for table, slide in zip(document.tables, deck.slides, strict=True):
        wide = len(table.columns)
        texts = [field.text for field in table._cells]
        same_figures(slide, [texts[at : at + wide] for at in range(0, len(texts), wide)])


def test_each_table_of_the_pdf_holds_the_figures_of_its_exhibit(deck: Deck) -> None:
    tables = tables_of(pdf(deck))
    assert len(tables) == len(deck.slides)
    for table, slide in zip(tables, deck.slides, strict=True):
        same_figures(slide, table)


def same_figures(slide: Slide, table: list[list[str]]) -> None:
    """Each figure of the exhibit stands in its cell, rounded; what has none has words."""
    exhibit, layout = slide.exhibit, slide.exhibit.figures.layout
    heads = [bare(head) for head in table[0]]
    rows = {bare(row[0]): row for row in table[1:]}
    expected = of_frame(slide)
    assert len(rows) == len({row for row, _ in expected})
    for (row, column), value in expected.items():
        head = column if layout.across else heading_of(exhibit, column, heads)
        text = rows[bare(row)][heads.index(bare(head))]
        if value is None:
            assert not re.fullmatch(r"[\d.,%−-]+", bare(text)), (exhibit.key, row, column, text)
        else:
            shown = bare(text).rstrip("%").replace(",", "").replace("−", "-")
            decimals = len(shown.partition(".")[2])
            assert abs(float(shown) - value) <= 0.5 * 10**-decimals + 1e-9, (row, column)


def heading_of(exhibit: Exhibit, column: str, heads: list[str]) -> str:
    """The head of a column of a wide table: its name, or that of the council."""
    names = [column, exhibit.place, column.replace(" of council", f" of {exhibit.place}"), "Figure"]
    folded = [head.lower() for head in heads]
    return next(
        heads[folded.index(bare(name).lower())] for name in names if bare(name).lower() in folded
    )


def bare(text: str) -> str:
    """Without spaces, which a PDF does not keep where a line ends."""
    return "".join(text.split())


def tables_of(made: bytes) -> list[list[list[str]]]:
    """The tables of a PDF by its tags: rows of cells in words."""
    with pdfplumber.open(io.BytesIO(made)) as document:
        letters: dict[tuple[object, int], str] = {}
        for page in document.pages:
            for letter in page.chars:
                key = page.page_obj.pageid, letter["mcid"]
                letters[key] = letters.get(key, "") + letter["text"]
        root = resolve1(document.doc.catalog["StructTreeRoot"])["K"]
        return [
            [
                [words(field, None, letters) for field in within(row["K"], ("TH", "TD"))]
                for row in within(table["K"], ("TR",))
            ]
            for table in within(root, ("Table",))
        ]


def words(element: object, page: object, letters: dict[tuple[object, int], str]) -> str:
    """What an element of the tag tree holds: marked letters of a page, or elements that do."""
    element = resolve1(element)
    if isinstance(element, int):
        return letters.get((page, element), "")
    if isinstance(element, list):
        return "".join(words(each, page, letters) for each in element)
    page = element["Pg"].objid if "Pg" in element else page
    return words(element.get("MCID", element.get("K", [])), page, letters)


def within(element: object, kinds: tuple[str, ...]) -> Iterator[dict]:
    """The outermost elements of some kinds."""
    element = resolve1(element)
    if isinstance(element, list):
        for each in element:
            yield from within(each, kinds)
    elif isinstance(element, dict):
        if "S" in element and element["S"].name in kinds:
            yield element
        else:
            yield from within(element.get("K"), kinds)
