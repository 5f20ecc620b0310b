"""Question cards: one finding each with its caution, question and code, to hold in the hand."""

from typing import Any, Literal

from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.language.version import NAME
from pages.parts.present.documents import qr, setting
from pages.parts.present.documents.booklet import Booklet, booklet
from pages.parts.present.documents.telling import (
    CAUTION,
    NO_ADDRESS,
    NOTHING,
    QUESTION,
    asked_for,
    shortened,
    told,
)

KIND = "application/pdf"
MOST_CAUTION = 420  # letters of cautions on a card
ASK_FOR = "The figure to ask for"
WORDS = {
    "caution": CAUTION,
    "question": QUESTION,
    "ask_for": ASK_FOR,
    "answer": "The answer",
    "no_address": NO_ADDRESS,
    "nothing": NOTHING,
    "name": NAME,
}


def cards(deck: Deck | Booklet, per_sheet: Literal[1, 4] = 1) -> bytes:
    """A card for each slide: a page of A5 each, or four on a sheet of A4 to cut.

    Four cards of A5 are larger than A4, so there each is set at the size of A6, 70% of its own.
    """
    made = booklet(deck)
    return setting.pdf(
        "cards",
        {
            **WORDS,
            "title": made.title,
            "place": made.place,
            "frozen": made.frozen,
            "day": setting.day(made.asof),
            "four": per_sheet == 4,
            "cards": [_card(number, slide) for number, slide in enumerate(made.slides, start=1)],
        },
    )


def _card(number: int, slide: Slide) -> dict[str, Any]:
    said = told(slide)
    return {
        "number": number,
        "finding": said.finding,
        "caution": shortened((*said.cautions, said.absent), MOST_CAUTION),
        "question": said.question,
        "asked_for": asked_for(slide),
        "source": said.source,
        "address": slide.address,
        "code": qr.svg(slide.address),
        "code_alt": qr.alt(slide.address),
    }
