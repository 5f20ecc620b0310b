"""The agendas that come with the project, in data/agendas, to use as they are or to change."""

from functools import lru_cache
from pathlib import Path

import queries
from pages.parts.agenda import frozen
from pages.parts.agenda.records import Agenda
from pages.parts.agenda.toml import read

FOLDER = queries.PROJECT / "data" / "agendas"


@lru_cache
def files() -> dict[str, Path]:
    """The files by name, in the order of the names."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}


@queries.kept(most=4)
def shipped() -> dict[str, Agenda]:
    """Every agenda by name; one that names no day is of the figures in use."""
    return {name: read(path.read_bytes(), frozen.day()) for name, path in files().items()}
