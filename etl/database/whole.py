"""Whether a database can be read to its last block, and the one command that helps where not."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from etl.model import Refusal
from queries.held import named, read_tables

SCHEMA = Path(__file__).with_name("schema.sql")
ROLLBACK = "python -m etl rollback puts the newest whole database in use"
AGAIN = (
    "no other database that is kept can be read; python -m etl refresh --from snapshot starts "
    "again from the embedded figures"
)
# The words by which DuckDB names a file of an older or newer form of its own.
ANOTHER_FORM = "version number"
# What DuckDB says of a file that is in order, and cannot be opened at this moment.
NOT_NOW = ("set lock on", "Permission denied", "different configuration")


@contextmanager
def readable(database: Path) -> Iterator[None]:
    """Turn the error of a database that is damaged, or of another version, into a refusal."""
    try:
        yield
    except duckdb.Error as error:
        raise Refusal([told(database, error)]) from error


def told(database: Path, error: duckdb.Error) -> str:
    """What is wrong with a database, by the error that it gave, and the way out."""
    found = str(error).splitlines()[0]
    if any(words in found for words in NOT_NOW):
        return f"{database}: expected to open it, found: {found}: close what holds it, run again"
    return f"{wrong(database, error, found)}: {way_out(database)}"


def wrong(database: Path, error: duckdb.Error, found: str) -> str:
    """Whether a database is damaged or of another version, in words."""
    other_version = isinstance(error, duckdb.CatalogException | duckdb.BinderException)
    if other_version or ANOTHER_FORM in found:
        return f"{database}: expected a database written by this version, found: {found}"
    return f"{database}: expected a whole database, found one that is damaged ({found})"


def fault_of(database: Path) -> str | None:
    """Why not all of a database can be read, with the way out; None where it can."""
    try:
        with readable(database):
            read_all(database)
    except Refusal as refusal:
        return refusal.faults[0]
    if is_of_another_version(database):
        return (
            f"{database}: expected a database written by this version, found other tables or "
            f"columns: {way_out(database)}"
        )
    return None


def read_all(database: Path) -> None:
    """Read all of a database. Raises duckdb.Error."""
    with duckdb.connect(str(database), read_only=True) as con:
        read_tables(con)
        con.execute("select run_id from load_run").fetchall()


def is_whole(database: Path) -> bool:
    """Whether all of a database can be read and it has what the pages of this version ask for."""
    try:
        read_all(database)
    except duckdb.Error:
        return False
    return not is_of_another_version(database)


def is_of_another_version(database: Path) -> bool:
    """Whether a database has other tables and columns than those that this version asks for."""
    try:
        with duckdb.connect(str(database), read_only=True) as held:
            return columns_of(held) != columns_of_this_version()
    except duckdb.Error as error:
        return ANOTHER_FORM in str(error)


@cache
def columns_of_this_version() -> list[tuple[str, ...]]:
    with duckdb.connect() as ours:
        ours.execute(SCHEMA.read_text(encoding="utf-8"))
        return columns_of(ours)


def columns_of(con: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    return con.execute(
        "select table_name, column_name from duckdb_columns() where not internal order by all"
    ).fetchall()


def newest(folder: Path, but: Path | None = None) -> Path | None:
    """The newest whole database that is kept, other than `but`; None where there is none."""
    for database in sorted((folder / "releases").glob("*.duckdb"), reverse=True):
        if database != but and database.is_file() and is_whole(database):
            return database
    return None


def way_out(database: Path) -> str:
    """The one command that helps where a database cannot be read."""
    folder = database.parent.parent
    if named(folder) != database:
        return "it is not the one in use, which stays as it is"
    return ROLLBACK if newest(folder, database) else AGAIN
