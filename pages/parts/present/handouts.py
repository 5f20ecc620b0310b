"""An agenda as files: which there are, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pages.parts.agenda.records import Agenda
from pages.parts.exhibit.slides import Deck
from pages.parts.present import html
from pages.parts.present.deck import deck
from pages.parts.present.documents import powerpoint, qr

POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


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


def _html(slides: Deck, _: bytes | None) -> bytes:
    return html.page(slides, codes(slides)).encode()


HANDOUTS: tuple[Handout, ...] = (
    Handout(
        label="Slides for any browser (HTML)",
        ending=".html",
        kind="text/html",
        said="To present from a memory stick, where the network may fail.",
        make=_html,
    ),
    Handout(
        label="Presentation (PPTX)",
        ending=".pptx",
        kind=POWERPOINT,
        said="To change: its charts are PowerPoint’s own. With a template, in your look.",
        make=powerpoint.pptx,
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
