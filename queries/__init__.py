"""Questions to the database: one SQL file each, asked by name, answered with typed records.

`$LINE_OF_SIGHT_DATA/current` (or `data/current`) names the database in use. It is read at every
question, so a refresh is picked up without a restart.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields
from functools import lru_cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import duckdb

from queries import known
from queries.held import FIRST, HERE, PROJECT, READING, Held, NoDatabase, data_folder, named, whole

if TYPE_CHECKING:  # commands that need no frame start without waiting for pandas
    import pandas as pd
    from _typeshed import DataclassInstance

__all__ = [
    "PROJECT",
    "READING",
    "Held",
    "NoDatabase",
    "ask",
    "connect",
    "data_folder",
    "database_path",
    "kept",
    "one_database",
    "pinned",
    "question",
    "read",
    "rows",
    "whole",
]

# The database in use and the one before it, which readers may still be looking at, and those as
# known on a day.
CONNECTIONS = 2 + known.FILES
# About the answers of all pages for a dozen councils, a few kilobytes each.
ANSWERS = 2_000

Record = TypeVar("Record", bound="DataclassInstance")
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_PINNED: ContextVar[Path | None] = ContextVar("database", default=None)


def database_path() -> Path:
    """The database in use. Raises NoDatabase when there is none."""
    path = _PINNED.get() or named(data_folder())
    if path is None:
        raise NoDatabase(FIRST)
    return path


@contextmanager
def one_database(path: Path | None = None) -> Iterator[Path]:
    """Every question inside is put to one database, whatever a refresh switches meanwhile.

    It is the one in use, or the one at `path`. Raises NoDatabase.
    """
    database = path or database_path()
    token = _PINNED.set(database)
    try:
        yield database
    finally:
        _PINNED.reset(token)


def pinned(answer: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """A function that asks the database of now, whenever it is called: for what a click makes."""
    database = database_path()

    @wraps(answer)
    def ask_that(*asked: Asked.args, **words: Asked.kwargs) -> Answer:
        with one_database(database):
            return answer(*asked, **words)

    return ask_that


def kept(most: int) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keep the newest `most` answers of a function, by its arguments and by database.

    The database is read once: it is part of the key, and the function asks no other. So the
    figures of one database are never kept under the name of another, even when a refresh comes
    between the two. Answers are shared by everyone: never change one in place.
    """

    def keep(answer: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        @lru_cache(maxsize=most)
        def of(database: Path, *asked: Any, **named: Any) -> Answer:
            with one_database(database):
                return answer(*asked, **named)

        @wraps(answer)
        def ask_once(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
            return of(database_path(), *asked, **named)  # type: ignore[arg-type]

        return ask_once

    return keep


@lru_cache(maxsize=CONNECTIONS)
def _open(path: str) -> duckdb.DuckDBPyConnection:
    """One connection for a process and a database."""
    known.again(Path(path))
    return duckdb.connect(path, read_only=True, config=READING)


def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A cursor on the database in use, or on the one at `path`; close it when done."""
    return _open(str(path or database_path())).cursor()


@lru_cache
def question(name: str) -> str:
    """The SQL of one question. Raises FileNotFoundError when there is no such file."""
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


def ask(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> "pd.DataFrame":
    """The answer of `connection` to one question as a frame, for tests and measurements.

    Columns are those of the last step of queries/<name>.sql; what is absent is missing
    (`isna()`).
    """
    return _execute(connection, name, parameters).df()


def read(
    connection: duckdb.DuckDBPyConnection, name: str, record: type[Record], **parameters: Any
) -> tuple[Record, ...]:
    """The answer of `connection` to one question, a `record` for each row; what is absent is None.

    The fields of `record` are columns of the last step of queries/<name>.sql. Raises TypeError
    when one of them is not.
    """
    answer = _execute(connection, name, parameters)
    columns = [column[0] for column in answer.description or ()]
    wanted = [field.name for field in fields(record)]
    if missing := [field for field in wanted if field not in columns]:
        raise TypeError(f"queries/{name}.sql has no column {', '.join(missing)}")
    places = {field: columns.index(field) for field in wanted}
    return tuple(
        record(**{field: row[place] for field, place in places.items()})
        for row in answer.fetchall()
    )


def rows(name: str, record: type[Record], **parameters: Any) -> tuple[Record, ...]:
    """The answer of the database in use to queries/<name>.sql, a `record` for each row.

    Answers are kept by question, parameters and database, and shared by everyone. Lists may be
    given as lists or tuples. Raises NoDatabase, and TypeError as `read` does.
    """
    asked = {key: tuple(v) if isinstance(v, list) else v for key, v in parameters.items()}
    return _rows(name, record, tuple(sorted(asked.items())))


@kept(most=ANSWERS)
def _rows(
    name: str, record: type[Record], parameters: tuple[tuple[str, Any], ...]
) -> tuple[Record, ...]:
    with connect() as cursor:
        return read(cursor, name, record, **dict(parameters))


def _execute(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, Any]
) -> duckdb.DuckDBPyConnection:
    values = {key: list(v) if isinstance(v, tuple) else v for key, v in parameters.items()}
    return connection.execute(question(name), values)
