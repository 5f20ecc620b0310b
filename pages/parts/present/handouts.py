"""An agenda as files: which there are, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass

from pages.parts.agenda.records import Agenda
from pages.parts.exhibit.slides import Deck
from pages.parts.present.deck import deck


@dataclass(frozen=True, kw_only=True)
class Handout:
    """One kind of file; `said` is for whom it is."""

    label: str
    ending: str
    kind: str
    said: str
    make: Callable[[Deck], bytes]


HANDOUTS: tuple[Handout, ...] = ()


def made(handout: Handout, agenda: Agenda) -> bytes:
    """The file of an agenda, with the figures of its day."""
    return handout.make(deck(agenda))
