"""PDF documents, read by another program: tags, language, title, outline, words."""

import io
import re

import pdfplumber
import pypdfium2
from fontTools.ttLib import TTFont
from pdfminer.pdftypes import resolve1

from pages.parts.present.documents import setting
from pages.parts.present.documents.pdf import pdf
from tests.pages.parts.present.documents.making import (
    GLANCE,
    deck,
    exhibit,
    hostile,
    in_sections,
    slide,
)


def text(made: bytes) -> str:
    with pdfplumber.open(io.BytesIO(made)) as document:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in document.pages)


def catalog(made: bytes) -> dict:
    with pdfplumber.open(io.BytesIO(made)) as document:
        return resolved(document.doc.catalog)


def resolved(value: object) -> dict:
    return {name: resolve1(part) for name, part in resolve1(value).items()}


def tags(made: bytes) -> list[dict]:
    """Every element of the tag tree, parents first."""
    found: list[dict] = []

    def walk(element: object) -> None:
        element = resolve1(element)
        if isinstance(element, list):
            for each in element:
                walk(each)
        elif isinstance(element, dict):
            found.append(element)
            walk(element.get("K"))

    with pdfplumber.open(io.BytesIO(made)) as document:
        walk(resolved(document.doc.catalog["StructTreeRoot"])["K"])
    return found


def kinds(made: bytes) -> list[str]:
    return [element["S"].name for element in tags(made) if "S" in element]


def outline(made: bytes) -> list[tuple[int, str]]:
    return [(each.level, each.get_title()) for each in pypdfium2.PdfDocument(made).get_toc()]


def test_title_language_and_tags_are_set() -> None:
    made = pdf(deck(slide()))
    root = catalog(made)
    assert root["Lang"] == b"en-GB"
    assert resolve1(root["MarkInfo"])["Marked"] is True
    assert resolve1(root["ViewerPreferences"])["DisplayDocTitle"] is True
    assert pypdfium2.PdfDocument(made).get_metadata_dict()["Title"] == "Plans in Trafford"
    assert b"pdfuaid" in root["Metadata"].get_data()


def test_chart_table_and_headings_are_tagged() -> None:
    made = pdf(deck(slide()))
    assert {"H1", "H2", "Figure", "Table", "TH", "TD", "Link"} <= set(kinds(made))
    described = [element["Alt"] for element in tags(made) if "Alt" in element]
    assert b"Bar chart of three wards." in described
    assert kinds(made).count("TH") == 2
    assert kinds(made).count("TD") == 6


def test_findings_are_bookmarks_under_their_sections() -> None:
    assert outline(pdf(deck(slide(), slide()))) == [
        (0, "1. Sale Moor stands out"),
        (0, "2. Sale Moor stands out"),
    ]
    made = in_sections(GLANCE, closing=("How it was done.",))
    assert outline(pdf(made))[:2] == [(0, "At a glance"), (1, "1. Sale Moor stands out")]


def test_every_word_of_a_slide_stands_in_it_and_what_is_hidden_has_no_number() -> None:
    told = text(pdf(deck(slide())))
    for words in (
        "Sale Moor stands out",
        "Counts are small.",
        "Why is it so?",
        "Say it slowly.",
        "Source: Special educational needs, January 2023, wards.csv.",
        "Figures as of 28 November 2026.",
        "Sale Moor 12.3%",
        "Bowdon hidden (small number)",
        "Timperley 0.0%",
    ):
        assert words in told


def test_hostile_text_stays_text() -> None:
    told = text(pdf(hostile()))
    assert '#image("/etc/passwd") $x$ *b* <img src=x onerror=alert(1)> =cmd|1 {{7*7}}' in told
    assert "=1+1" in told and "@SUM(A1)" in told
    assert "root:" not in told


def test_no_face_of_the_machine_is_used() -> None:
    made = pdf(deck(slide()))
    fonts = {name.split(b"+")[-1] for name in re.findall(rb"/BaseFont ?/([A-Za-z+-]+)", made)}
    with pdfplumber.open(io.BytesIO(made)) as document:
        fonts |= {char["fontname"].split("+")[-1].encode() for char in document.chars}
    assert fonts == {b"LiberationSans", b"LiberationSans-Bold"}


def test_the_letters_that_are_let_through_are_those_of_the_face() -> None:
    for weight in ("Regular", "Bold"):
        face = TTFont(setting.FOLDER / "fonts" / f"LiberationSans-{weight}.ttf").getBestCmap()
        let = [
            number
            for number in range(0x20, 0x10000)
            if not 0xD800 <= number <= 0xDFFF and not setting.SET.match(chr(number))
        ]
        assert len(let) > 500
        assert [hex(number) for number in let if number not in face] == []


def test_an_empty_deck_says_so_and_without_an_address_there_is_no_code() -> None:
    assert "This document has no finding." in text(pdf(deck()))
    made = pdf(deck(slide(exhibit(chart=False), address="")))
    assert "Figure" not in kinds(made)
