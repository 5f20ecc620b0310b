"""Word documents: headings, pictures with words, tables, and numbers of Word's own."""

import io

from docx import Document
from docx.oxml.ns import qn

from pages.parts.present.documents.word import docx
from tests.pages.parts.present.documents.making import (
    GLANCE,
    HIDDEN,
    HOSTILE,
    deck,
    hostile,
    in_sections,
    slide,
)


def opened(made: bytes):
    return Document(io.BytesIO(made))


def test_a_finding_is_a_numbered_heading_with_picture_table_source_and_question() -> None:
    made = opened(docx(deck(slide())))
    told = [(each.style.name, each.text) for each in made.paragraphs if each.text]
    assert told[:4] == [
        ("Title", "Plans in Trafford"),
        ("Normal", "Trafford"),
        ("Normal", "Figures as of 28 November 2026."),
        ("Heading 1", "Sale Moor stands out"),
    ]
    assert ("Caution", "Caution: Counts are small.") in told
    assert ("Question", "A question to ask: Why is it so?") in told
    assert ("Source", "Source: Special educational needs, January 2023, wards.csv.") in told
    (table,) = made.tables
    rows = [[field.text for field in row.cells] for row in table.rows]
    assert rows == [
        ["Ward", "Percent"],
        ["Sale Moor", "12.3%"],
        ["Bowdon", HIDDEN],
        ["Timperley", "0.0%"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    (picture,) = made.inline_shapes
    assert picture._inline.docPr.get("descr") == "Bar chart of three wards."


def test_word_numbers_the_findings_itself_and_not_the_closing() -> None:
    made = opened(docx(deck(slide())))
    number = made.styles["Heading 1"].element.pPr.numPr.numId.val
    kinds = {num.numId: num.abstractNumId.val for num in made.part.numbering_part.element.num_lst}
    (level,) = made.part.numbering_part.element.xpath(
        f"w:abstractNum[@w:abstractNumId='{kinds[number]}']/w:lvl"
    )
    assert level.find(qn("w:lvlText")).get(qn("w:val")) == "%1."
    assert level.find(qn("w:pStyle")).get(qn("w:val")) == "Heading1"
    assert made.styles["Closing Heading"].element.pPr.numPr.numId.val == 0


def test_title_and_language_are_set() -> None:
    made = opened(docx(deck(slide())))
    about = made.core_properties
    assert (about.title, about.language, about.author) == (
        "Plans in Trafford",
        "en-GB",
        "Line of Sight",
    )
    languages = {each.get(qn("w:val")) for each in made.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_sections_are_headings_above_the_findings() -> None:
    made = in_sections(GLANCE, closing=("How it was done.",))
    told = [(each.style.name, each.text) for each in opened(docx(made)).paragraphs if each.text]
    assert [each for each in told if "Heading" in each[0]] == [
        ("Heading 1", "At a glance"),
        ("Heading 2", "Sale Moor stands out"),
        ("Closing Heading", "Methods and sources"),
    ]


def test_hostile_text_stays_text() -> None:
    made = opened(docx(hostile()))
    shown = " ".join(HOSTILE.replace("\x07", "").replace("\ud800", "").split())
    headings = [each.text for each in made.paragraphs if each.style.name == "Heading 1"]
    assert headings == [shown]
    assert made.tables[0].rows[1].cells[0].text == shown


def test_an_empty_deck_says_so() -> None:
    assert "This document has no finding." in [
        each.text for each in opened(docx(deck())).paragraphs
    ]
