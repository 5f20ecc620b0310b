"""An agenda as files: which there are, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import queries
from pages.parts.agenda import frozen
from pages.parts.agenda.records import Agenda
from pages.parts.exhibit.slides import Deck
from pages.parts.present import html
from pages.parts.present.deck import deck
from pages.parts.present.documents import cards, pdf, powerpoint, qr, word


@dataclass(frozen=True, kw_only=True)
class Handout:
    """One kind of file; `said` is for whom it is. Where it takes a council's template, it may."""

    label: str
    ending: str
    kind: str
    said: str
    make: Callable[[Deck, bytes | None], bytes]


def codes(slides: Deck) -> list[str]:
    """The code that leads to the view of each slide, as a drawing (SVG); empty without address."""
    return [qr.svg(slide.address) for slide in slides.slides]


def _of_its_day(make: Callable[[Deck, bytes | None], bytes]) -> Callable[..., bytes]:
    """What a document says of its sources is asked of the database that its figures are of."""

    def made(slides: Deck, template: bytes | None) -> bytes:
        with queries.one_database(frozen.database(slides.asof)):
            return make(slides, template)

    return made


HANDOUTS: tuple[Handout, ...] = (
    Handout(
        label="Slides for any browser (HTML)",
        ending=".html",
        kind="text/html",
        said="To present from a memory stick, where the network may fail.",
        make=lambda slides, _: html.page(slides, codes(slides)).encode(),
    ),
    Handout(
        label="Presentation (PPTX)",
        ending=".pptx",
        kind=powerpoint.KIND,
        said="To change: its charts are PowerPoint’s own. With a template, in your look.",
        make=_of_its_day(powerpoint.pptx),
    ),
    Handout(
        label="Document (PDF)",
        ending=".pdf",
        kind=pdf.KIND,
        said="For the agenda pack, and for whoever listens to a page.",
        make=_of_its_day(lambda slides, _: pdf.pdf(slides)),
    ),
    Handout(
        label="Report (DOCX)",
        ending=".docx",
        kind=word.KIND,
        said="For who writes the report: finding, chart, table and source, numbered.",
        make=_of_its_day(lambda slides, _: word.docx(slides)),
    ),
    Handout(
        label="Question cards (PDF)",
        ending="-cards.pdf",
        kind=cards.KIND,
        said="Four on a sheet, for members: what to ask, and for which figure.",
        make=_of_its_day(lambda slides, _: cards.cards(slides, 4)),
    ),
)


def made(handout: Handout, agenda: Agenda, template: bytes | None = None) -> bytes:
    """The file of an agenda, with the figures of its day."""
    return handout.make(deck(agenda), template)


def unfit(template: bytes) -> str:
    """Why a presentation cannot be a template; empty where it can."""
    try:
        powerpoint.pptx(Deck(title="", place="", asof=date.min, frozen="", slides=()), template)
    except powerpoint.UnfitTemplate as problem:
        return str(problem)
    return ""
