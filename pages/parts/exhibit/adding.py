"""The agenda in hand: it lives in the session, and every finding can be added to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath

import streamlit as st

from pages.parts.agenda import frozen
from pages.parts.agenda.records import Agenda, Item, of_view
from pages.parts.agenda.saved import UNSAVED
from pages.parts.agenda.toml import LONGEST, LONGEST_TITLE, MOST_ITEMS, cut
from pages.parts.asking import address
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.language.safe import plain

HANDS = "agendas"  # in the session
FULL = f"The agenda has {MOST_ITEMS} items, as many as it can hold."


@dataclass
class Hands:
    """What a reader made or changed, by name, and which of them is in hand.

    `turn` counts the changes, so that what is drawn of an agenda is drawn anew after each.
    """

    name: str = UNSAVED
    agendas: dict[str, Agenda] = field(default_factory=dict)
    turn: int = 0


def hands() -> Hands:
    """The agendas of this session."""
    found = st.session_state.get(HANDS)
    if not isinstance(found, Hands):
        found = st.session_state[HANDS] = Hands()
    return found


def in_hand() -> Agenda | None:
    """The agenda to which findings are added; None where nothing was begun."""
    return hands().agendas.get(hands().name)


def add(items: Iterable[Item], place: str, asof: date) -> None:
    """Put views at the end of the agenda in hand, or of a new one of a council and a day.

    A view that is on it already is not put there twice.
    """
    agenda, held = in_hand(), hands()
    for wanted in items:
        if agenda is None:
            title = cut(f"Agenda for {place}", LONGEST_TITLE)
            agenda = Agenda(title=title, council=wanted.council, asof=asof)
        if len(agenda.items) < MOST_ITEMS and not holds(agenda, wanted):
            agenda = replace(agenda, items=(*agenda.items, wanted))
    if agenda is not None:
        held.agendas[held.name] = agenda
        held.turn += 1


def holds(agenda: Agenda | None, wanted: Item) -> bool:
    """Whether a view is on an agenda, whatever is said of it there."""
    return agenda is not None and any(_view(one) == _view(wanted) for one in agenda.items)


def item(exhibit: Exhibit, words: Mapping[str, str]) -> Item:
    """A finding as it stands on an agenda; `words` are those of its view."""
    return Item(
        page=PurePosixPath(address.page_file()).stem,
        council=address.said("council") or "",
        measure=exhibit.key,
        selection=of_view(words),
        title=cut(exhibit.finding or exhibit.measure, LONGEST["title"]),
    )


def button(exhibit: Exhibit) -> None:
    """Add one finding to the agenda in hand; says how many are on it."""
    _button([item(exhibit, address.here())], exhibit.place, f"agenda-{exhibit.key}")


def button_of_many(items: Sequence[Item], place: str) -> None:
    """Add several views to the agenda in hand; `place` is the council in a sentence."""
    _button(items, place, "agenda-all")


def _button(items: Sequence[Item], place: str, key: str) -> None:
    agenda = in_hand()
    many, held = len(agenda.items) if agenda else 0, all(holds(agenda, one) for one in items)
    st.button(
        label(many, held=held),
        icon=":material/playlist_add_check:" if held else ":material/playlist_add:",
        key=key,
        help=plain(FULL) if many >= MOST_ITEMS else None,
        disabled=held or many >= MOST_ITEMS,
        on_click=add,
        args=(items, place, frozen.day()),
    )


def label(many: int, *, held: bool) -> str:
    """'Add to agenda', with how many are on it."""
    what = "On the agenda" if held else "Add to agenda"
    return f"{what} ({many})" if many else what


def _view(item: Item) -> tuple[object, ...]:
    return item.page, item.council, item.measure, tuple(sorted(item.selection.items()))
