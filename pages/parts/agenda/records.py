"""One agenda, and one view on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Item:
    """One saved view: `page` and `selection` are the words of its address ('ehc_plans').

    `council` is the word of the council in an address. `measure` names the exhibit among those of
    the page (`Exhibit.key`), or one chart of one (`Chart.key`); empty for the first. `title` is
    what a list calls it: the finding when it was added. `note` and `question` are for the speaker.
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


NOT_OF_A_VIEW = ("council", "la", "asof", "known", "present")


def of_view(words: Mapping[str, str]) -> dict[str, str]:
    """The words of an address that choose a view: not whose figures, nor of which day."""
    return {key: word for key, word in words.items() if key not in NOT_OF_A_VIEW}
