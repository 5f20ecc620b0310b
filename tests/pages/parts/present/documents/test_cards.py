"""Question cards: a page of A5 each, or four on a sheet of A4, with all that a member needs."""

import io

import pdfplumber
import pytest

from pages.parts.present.documents.cards import cards
from tests.pages.parts.present.documents.making import HOSTILE, deck, exhibit, hostile, slide

A5, A4 = (148, 210), (210, 297)


def sizes(made: bytes) -> list[tuple[int, int]]:
    """The pages in millimetres."""
    with pdfplumber.open(io.BytesIO(made)) as document:
        return [(round(p.width / 72 * 25.4), round(p.height / 72 * 25.4)) for p in document.pages]


def text(made: bytes) -> str:
    with pdfplumber.open(io.BytesIO(made)) as document:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in document.pages)


@pytest.mark.parametrize(
    ("per_sheet", "pages"), [(1, [A5] * 5), (4, [A4] * 2)], ids=["one", "four"]
)
def test_five_cards_take_five_pages_of_a5_or_two_sheets_of_a4(per_sheet, pages) -> None:
    assert sizes(cards(deck(*[slide()] * 5), per_sheet)) == pages


@pytest.mark.parametrize("per_sheet", [1, 4])
def test_a_card_has_finding_caution_question_and_the_figure_to_ask_for(per_sheet) -> None:
    told = text(cards(deck(slide()), per_sheet))
    for words in (
        "Sale Moor stands out",
        "Counts are small.",
        "Why is it so?",
        "The figure to ask for",
        "Pupils with an EHC plan; per cent of all pupils; Trafford; January 2023",
        "Figures as of 28 November 2026.",
    ):
        assert words in told


def test_without_an_address_there_is_no_code_and_the_card_says_why() -> None:
    assert "no public address" in text(cards(deck(slide(address=""))))
    assert "no public address" not in text(cards(deck(slide())))


def test_a_long_or_hostile_card_stays_on_its_page() -> None:
    assert sizes(cards(hostile())) == [A5]
    long = slide(exhibit(finding="Many plans in Trafford " * 12), question="Why? " * 60)
    assert sizes(cards(deck(long))) == [A5]
    assert HOSTILE[:30] in text(cards(hostile()))


def test_an_empty_deck_says_so() -> None:
    assert text(cards(deck(), 4)) == "This document has no finding."
