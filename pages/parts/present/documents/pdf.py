"""A deck or a booklet as PDF: tagged, with outline, charts as vectors and their table twins."""

from typing import Any

from pages.parts.exhibit import pictures
from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.language.version import NAME
from pages.parts.present.documents import qr, setting
from pages.parts.present.documents.booklet import Booklet, booklet, numbered
from pages.parts.present.documents.telling import (
    CAUTION,
    FIGURES,
    MADE_BY,
    METHODS,
    NOTE,
    NOTES,
    NOTHING,
    QUESTION,
    VIEW,
    told,
)

KIND = "application/pdf"
CHART_WIDE, CHART_HIGH = 760, 280  # pixels, set as wide as the text: words of 14 in 9 points
WORDS = {
    "question": QUESTION,
    "note": NOTE,
    "caution": CAUTION,
    "figures": FIGURES,
    "notes": NOTES,
    "view": VIEW,
    "nothing": NOTHING,
    "methods": METHODS,
    "licence": MADE_BY,
    "name": NAME,
    "made_by": NAME,
}


def pdf(deck: Deck | Booklet) -> bytes:
    """A4 pages: the head, then one finding a page with chart, table, caution, question, source."""
    made = booklet(deck)
    sections = [
        {
            "heading": section.heading,
            "paragraphs": section.paragraphs,
            "listed": section.listed,
            "slides": [_slide(number, slide) for number, slide in slides],
        }
        for section, slides in numbered(made)
    ]
    return setting.pdf(
        "booklet",
        {
            **WORDS,
            "title": made.title,
            "subtitle": made.subtitle,
            "place": made.place,
            "frozen": made.frozen,
            "day": setting.day(made.asof),
            "sections": sections,
            "closing": made.closing,
        },
    )


def _slide(number: int, slide: Slide) -> dict[str, Any]:
    said = told(slide)
    drawn = pictures.drawing(slide.chart, CHART_WIDE, CHART_HIGH) if slide.chart else ""
    return {
        "number": number,
        "finding": said.finding,
        "about": said.about,
        "chart": drawn,
        "alt": said.alt,
        "caption": said.caption,
        "legend": said.legend,
        "said": said.said,
        "cautions": [text for text in (*said.cautions, said.absent) if text],
        "grid": vars(said.grid),
        "notes": said.notes,
        "source": said.source,
        "question": said.question,
        "note": said.note,
        "address": slide.address,
        "code": qr.svg(slide.address),
        "code_alt": qr.alt(slide.address),
    }
