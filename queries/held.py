"""The databases that are kept: which is in use, whether it is whole, which takes its place."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
PROJECT = HERE.parent

# threads=1 because users share the processor. Whatever a question says, it reads this database and
# no file or address besides, brings in no extension, and cannot take that back.
READING: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}
# Databases whose soundness is remembered: those kept, and some before them.
CHECKED = 16

FIRST = (
    "There is no database yet. To build one from the figures that come with the project, "
    "run: python -m etl refresh --from snapshot"
)
AGAIN = (
    "no whole database is kept. To start again from the figures that come with the project, "
    "run: python -m etl refresh --from snapshot"
)
ABSENT = "The file that names the database in use names none that is there"
DAMAGED = "The database in use is damaged"
OTHER_VERSION = "The database in use was written by another version"


class NoDatabase(Exception):
    """There is no database to read; the message says how to make one."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A database that can be read; `instead` says why it is not the one that should be in use."""

    path: Path
    instead: str | None = None


def data_folder() -> Path:
    """The folder that holds `current` and `releases/`."""
    return Path(os.environ.get("LINE_OF_SIGHT_DATA") or PROJECT / "data")


def named(folder: Path) -> Path | None:
    """The database that `current` names; None where it names none, or cannot be read itself."""
    try:
        name = (folder / "current").read_text(encoding="utf-8").strip()
        path = folder / "releases" / Path(name).name
        return path if name and path.is_file() else None
    # Empty, a folder, not UTF-8, a name too long for a file: each names no database.
    except (OSError, ValueError):
        return None


def whole() -> Held:
    """The database in use or, where it cannot be read, the newest whole one, and why.

    Raises NoDatabase where none is whole.
    """
    folder = data_folder()
    path = named(folder)
    why = trouble(path) if path else ABSENT
    if path and why is None:
        return Held(path=path)
    kept = sorted((folder / "releases").glob("*.duckdb"), reverse=True)
    for other in kept:
        if other != path and other.is_file() and trouble(other) is None:
            return Held(path=other, instead=why)
    raise NoDatabase(f"{why}, and {AGAIN}" if kept or path else FIRST)


def trouble(path: Path) -> str | None:
    """Why pages cannot be drawn from a database; None where all of it can be read.

    The answer is kept until the file changes.
    """
    try:
        file = path.stat()
    except OSError:
        return DAMAGED
    return _trouble(path, file.st_size, file.st_mtime_ns)


@lru_cache(maxsize=CHECKED)
def _trouble(path: Path, size: int, changed: int) -> str | None:
    """All of it is read, and every question prepared."""
    try:
        with duckdb.connect(str(path), read_only=True, config=READING) as con:
            read_tables(con)
            for file in sorted(HERE.glob("*.sql")):
                con.execute(f"prepare asked as {file.read_text(encoding='utf-8')}")
    except (duckdb.CatalogException, duckdb.BinderException):
        return OTHER_VERSION
    except (duckdb.Error, OSError) as error:
        # The one word by which DuckDB names a file of a newer or older form of its own.
        return OTHER_VERSION if "version number" in str(error) else DAMAGED
    return None


def read_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Read every cell, and a row by each key: a block's checksum is compared when it is read."""
    for (table,) in con.execute("select table_name from duckdb_tables()").fetchall():
        con.execute("select max(hash(columns(*))) from query_table(?)", [table]).fetchall()
    keys = con.execute(
        "select table_name, constraint_column_names[1] from duckdb_constraints() "
        "where constraint_type in ('PRIMARY KEY', 'UNIQUE')"
    ).fetchall()
    for table, column in keys:
        values = con.table(table).project(f'"{column}"').limit(1).fetchall()
        for (value,) in values:
            key = duckdb.ColumnExpression(column) == duckdb.ConstantExpression(value)
            con.table(table).filter(key).fetchall()
