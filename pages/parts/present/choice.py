"""Which agenda is in hand, and what a reader does with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pages.parts.agenda import saved
from pages.parts.agenda.records import Agenda, Item
from pages.parts.agenda.saved import UNSAVED
from pages.parts.agenda.shipped import shipped
from pages.parts.asking import address
from pages.parts.exhibit.adding import Hands, hands

AGENDA = "agenda"  # in an address
PAGE = "present"


@dataclass(frozen=True, kw_only=True)
class Offered:
    """The agendas that can be opened: a reader's own before one that came with the project.

    `own` are the names of those that are kept; `damaged` says of which file nothing can be read.
    """

    agendas: Mapping[str, Agenda]
    own: frozenset[str]
    damaged: tuple[str, ...]

    def labels(self) -> dict[str, str]:
        """What each is called in a list, the agenda that has no name yet first."""
        named = {
            name: agenda.title if name in self.own else f"{agenda.title} (example)"
            for name, agenda in self.agendas.items()
        }
        return {UNSAVED: "Agenda not kept yet"} | named


@dataclass(frozen=True, kw_only=True)
class InHand:
    """The agenda in hand, None where nothing is on it yet, its name, and whether it is changed."""

    name: str
    agenda: Agenda | None
    changed: bool
    own: bool


def offered(*, may_keep: bool) -> Offered:
    """What this reader can open: agendas that are kept only who may keep some."""
    shelf = saved.saved() if may_keep else saved.Shelf(agendas={}, damaged=())
    return Offered(
        agendas=shelf.agendas | {n: a for n, a in shipped().items() if n not in shelf.agendas},
        own=frozenset(shelf.agendas),
        damaged=shelf.damaged,
    )


def chosen(choices: Offered) -> InHand:
    """The agenda that the reader chose; it lives in the address as `agenda`."""
    held = hands()
    held.name = address.one("Agenda", AGENDA, choices.labels(), hidden=True)
    kept = choices.agendas.get(held.name)
    if kept and held.name not in held.agendas:
        held.agendas[held.name] = kept
    agenda = held.agendas.get(held.name)
    return InHand(
        name=held.name,
        agenda=agenda,
        changed=bool(agenda and kept and agenda != replace(kept, asof=agenda.asof)),
        own=held.name in choices.own,
    )


def word() -> dict[str, str]:
    """What a link to the page says of the agenda in hand; nothing of one without a name."""
    name = hands().name
    return {} if name == UNSAVED else {AGENDA: name}


def change(held: Hands, agenda: Agenda) -> None:
    """Another agenda in the place of the one in hand."""
    held.agendas[held.name] = agenda
    held.turn += 1


def move(agenda: Agenda, place: int, by: int) -> Agenda:
    """The item at a place so many places further; as it is where there is no such place."""
    items = list(agenda.items)
    if 0 <= place + by < len(items):
        items.insert(place + by, items.pop(place))
    return replace(agenda, items=tuple(items))


def without(agenda: Agenda, place: int) -> Agenda:
    return replace(agenda, items=(*agenda.items[:place], *agenda.items[place + 1 :]))


def with_item(agenda: Agenda, place: int, item: Item) -> Agenda:
    """Another item at a place."""
    return replace(agenda, items=(*agenda.items[:place], item, *agenda.items[place + 1 :]))
