"""An agenda as files: which there are, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass

from pages.parts.agenda.records import Agenda
from pages.parts.exhibit.slides import Deck
from pages.parts.present import html
from pages.parts.present.deck import deck


@dataclass(frozen=True, kw_only=True)
class Handout:
    """One kind of file; `said` is for whom it is."""

    label: str
    ending: str
    kind: str
    said: str
    make: Callable[[Deck], bytes]


def codes(slides: Deck) -> list[str]:
    """The code that leads to the view of each slide, as a drawing (SVG); empty without address."""
    return ["" for _ in slides.slides]


def _html(slides: Deck) -> bytes:
    return html.page(slides, codes(slides)).encode()


HANDOUTS: tuple[Handout, ...] = (
    Handout(
        label="Slides without a network (HTML)",
        ending=".html",
        kind="text/html",
        said="To present from a memory stick where the network may fail: a file for any browser.",
        make=_html,
    ),
)


def made(handout: Handout, agenda: Agenda) -> bytes:
    """The file of an agenda, with the figures of its day."""
    return handout.make(deck(agenda))
