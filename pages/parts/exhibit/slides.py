"""One slide and a deck of them: what a screen shows and every file that is handed out holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pages.parts.exhibit.exhibit import Chart, Exhibit


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One finding with one of its charts; without a chart it shows the first table.

    `page` and `words` are its view as an address names it ('ehc_plans'), `address` the same in
    full and pinned to its day, empty where no public address is set. `note` and `question` are for
    the speaker.
    """

    exhibit: Exhibit
    chart: Chart | None
    page: str
    words: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    note: str = ""
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class Deck:
    """Slides in their order. `frozen` says in one sentence of which day its figures are."""

    title: str
    place: str
    asof: date
    frozen: str
    slides: tuple[Slide, ...]
