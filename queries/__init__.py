"""Questions to the database: one SQL file each, asked by name, answered with a frame.

`$LINE_OF_SIGHT_DATA/current` (or `data/current`) names the database in use. It is read at every
question, so a refresh is picked up without a restart.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

HERE = Path(__file__).parent
PROJECT = HERE.parent

CONNECTIONS = 2
ANSWERS = 2_000


class NoDatabase(Exception):
    """There is no database to read; the message says how to make one."""


def data_folder() -> Path:
    """The folder that holds `current` and `releases/`."""
    return Path(os.environ.get("LINE_OF_SIGHT_DATA") or PROJECT / "data")


def database_path() -> Path:
    """The database in use. Raises NoDatabase when none has been built yet."""
    current = data_folder() / "current"
    name = current.read_text(encoding="utf-8").strip() if current.is_file() else ""
    path = data_folder() / "releases" / Path(name).name
    if not name or not path.is_file():
        raise NoDatabase(
            "There is no database yet. To build one from the figures that come with the project, "
            "run: python -m etl refresh --from snapshot"
        )
    return path


@lru_cache(maxsize=CONNECTIONS)
def _open(path: str) -> duckdb.DuckDBPyConnection:
    """One connection for a process and a database; threads=1 because users share the processor."""
    return duckdb.connect(path, read_only=True, config={"threads": 1})


def connect(path: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A cursor on the database in use, or on the one at `path`; close it when done."""
    return _open(str(path or database_path())).cursor()


@lru_cache
def question(name: str) -> str:
    """The SQL of one question. Raises FileNotFoundError when there is no such file."""
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


def ask(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> pd.DataFrame:
    """The answer of `connection` to one question, not cached.

    Columns are those of the last step of queries/<name>.sql; what is absent is missing
    (`isna()`).
    """
    values = {key: list(v) if isinstance(v, tuple) else v for key, v in parameters.items()}
    return connection.execute(question(name), values).df()


@lru_cache(maxsize=ANSWERS)
def _answer(path: str, name: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    with connect(Path(path)) as cursor:
        return ask(cursor, name, **dict(parameters))


def run(name: str, **parameters: Any) -> pd.DataFrame:
    """The answer of the database in use to queries/<name>.sql.

    Answers are kept by question, parameters and database, and shared by everyone: never change
    one in place. Lists may be given as lists or tuples. Raises NoDatabase.
    """
    asked = tuple(
        (key, tuple(v) if isinstance(v, list) else v) for key, v in sorted(parameters.items())
    )
    return _answer(str(database_path()), name, asked)
