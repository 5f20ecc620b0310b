"""One agenda, and one view on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Item:
    """One saved view: `page` and `selection` are the words of its address ('ehc_plans').

    `council` is the word of the council in an address. `measure` names the exhibit among those of
    the page (`Exhibit.key`); empty for the first. `title` is what a list calls it: the finding when
    it was added. `note` and `question` are for the speaker.
    """

    page: str
    council: str
    measure: str = ""
    selection: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    note: str = ""
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """Views in their order. `asof` is the day on which its figures were those of the database."""

    title: str
    council: str
    asof: date
    items: tuple[Item, ...] = ()
