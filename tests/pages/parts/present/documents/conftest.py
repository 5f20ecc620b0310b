"""A database without a figure, for decks that are typed in."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import queries
from etl.database import build


@pytest.fixture(scope="session")
def no_figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has the schema and no row."""
    path = tmp_path_factory.mktemp("no_figures") / "empty.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(build.SCHEMA.read_text(encoding="utf-8"))
    return path


@pytest.fixture(autouse=True)
def in_use(no_figures: Path) -> Iterator[None]:
    """It is in use where a test asks for no other."""
    with queries.one_database(no_figures):
        yield
