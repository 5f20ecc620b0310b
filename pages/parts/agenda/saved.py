"""A reader's own agendas: one file each, `agendas/own/NAME.toml` in the data folder.

Each is written whole or not at all; a refresh leaves them. What may be kept and by whom says
pages/parts/asking/keeping.py.
"""

from dataclasses import dataclass
from pathlib import Path

import queries
from pages.parts.agenda.records import Agenda
from pages.parts.agenda.toml import MOST_BYTES, NotAnAgenda, read, write
from pages.parts.asking import keeping
from pages.parts.language.words import slug

MOST = 100
LONGEST_NAME = 60
UNSAVED = "unsaved"  # no name of a file: it stands for an agenda that has none yet
OPEN_TO_OTHERS = (
    "Agendas are not kept on a dashboard that is open to others. Take the file of this one with "
    "you instead, and open it again when you need it."
)
DAMAGED = (
    "A kept agenda could not be read and is left out: {name}. {problem} Its file lies in the data "
    "folder, under agendas/own: mend it there, or take it away."
)


class NotKept(Exception):
    """An agenda that cannot be kept or removed; the message is one sentence that says why."""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The agendas that are kept, by name, and a sentence for each that cannot be read."""

    agendas: dict[str, Agenda]
    damaged: tuple[str, ...]


def name_of(title: str) -> str:
    """The name of an agenda in an address: 'Autumn meeting' is 'autumn-meeting'."""
    name = slug(title)[:LONGEST_NAME].strip("-") or "agenda"
    return f"{name}-agenda" if name == UNSAVED else name


def save(agenda: Agenda, instead: str = "") -> str:
    """Keep an agenda under the name of its title and return the name.

    It takes the place of `instead`, the name it had. Another of the same name stays, and this one
    is refused. Raises NotKept.
    """
    name, held = name_of(agenda.title), _files()
    if name in held and name != instead:
        raise NotKept(
            f"An agenda named “{name}” is kept already. Give this one another title, or open that "
            "one and change it."
        )
    if instead not in held and len(held) >= MOST:
        raise NotKept(f"{MOST} agendas are kept already: remove one that is not needed.")
    try:
        keeping.write(_folder() / f"{name}.toml", write(agenda))
    except (OSError, NotAnAgenda) as problem:
        why = problem.strerror if isinstance(problem, OSError) else str(problem).rstrip(".")
        raise NotKept(f"The agenda could not be kept: {why}.") from problem
    if instead != name:
        remove(instead)
    return name


def saved() -> Shelf:
    """The agendas that are kept; a file that cannot be read is told and left."""
    agendas, damaged = {}, []
    for name, path in _files().items():
        try:
            agendas[name] = _read(path)
        except (OSError, NotAnAgenda) as problem:
            damaged.append(DAMAGED.format(name=name, problem=problem))
    return Shelf(agendas=agendas, damaged=tuple(damaged))


def remove(name: str) -> None:
    """Remove a kept agenda for good; nothing where there is none. Raises NotKept."""
    path = _files().get(name)
    if path is None:
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise NotKept(f"The agenda could not be removed: {error.strerror}.") from error


def _folder() -> Path:
    return queries.data_folder() / "agendas" / "own"  # beside those that come with the project


def _files() -> dict[str, Path]:
    """The files by name; only names of ours, so that no other file is read or removed."""
    return {
        path.stem: path
        for path in sorted(_folder().glob("*.toml"))
        if path.stem == slug(path.stem) and path.stem != UNSAVED
    }


def _read(path: Path) -> Agenda:
    with path.open("rb") as file:
        return read(file.read(MOST_BYTES + 1))
