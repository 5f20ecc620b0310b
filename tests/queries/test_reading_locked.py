"""What the connection that pages read with refuses, whatever a question says."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import queries

# Each does what it says on a connection without our settings, but for those that need the internet.
OUTWARDS = {
    "read a file": "from read_csv('{file}')",
    "read a text": "from read_text('{file}')",
    "list a folder": "from glob('{folder}/*')",
    "attach another database": "attach '{other}' as other (read_only)",
    "write a file": "copy (select 1) to '{folder}/out.csv'",
    "read an address": "from read_csv('https://example.org/figures.csv')",
    "install an extension": "install httpfs",
    "load an extension": "load httpfs",
    "install one from a file": "install '{folder}/x.duckdb_extension'",
    "export the database": "export database '{folder}/out'",
    "import a database": "import database '{folder}'",
}
SETTINGS = [
    "set enable_external_access = true",
    "set autoinstall_known_extensions = true",
    "set autoload_known_extensions = true",
    "set lock_configuration = false",
    "set threads = 8",
    "set memory_limit = '100GB'",
    "set temp_directory = '/'",
    "reset threads",
    "pragma enable_profiling",
]
WRITING = [
    "delete from area",
    "insert into area select * from area",
    "drop table figure",
    "create table taken as from figure",
    "create schema taken",
]


@pytest.fixture(params=["in use", "kept"])
def reading(
    request: pytest.FixtureRequest, snapshot_data: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The connection to the database in use, and the one to another that is kept."""
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(snapshot_data))
    path = queries.database_path() if request.param == "kept" else None
    with queries.connect(path) as cursor:
        yield cursor


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """A file, a folder and another database that a question might reach for."""
    (tmp_path / "secret.csv").write_text("word\nsecret\n", encoding="utf-8")
    with duckdb.connect(str(tmp_path / "other.duckdb")) as con:
        con.execute("create table secret (word varchar)")
    return {
        "file": str(tmp_path / "secret.csv"),
        "folder": str(tmp_path),
        "other": str(tmp_path / "other.duckdb"),
    }


@pytest.mark.parametrize("statement", OUTWARDS.values(), ids=OUTWARDS)
def test_no_question_reaches_a_file_an_address_or_another_database(
    reading: duckdb.DuckDBPyConnection, places: dict[str, str], statement: str
) -> None:
    before = sorted(Path(places["folder"]).iterdir())
    with pytest.raises(duckdb.PermissionException):
        reading.execute(statement.format(**places)).fetchall()
    assert sorted(Path(places["folder"]).iterdir()) == before


@pytest.mark.parametrize("name", ["read a file", "list a folder", "attach another database"])
def test_these_are_statements_that_otherwise_work(places: dict[str, str], name: str) -> None:
    with duckdb.connect() as con:
        con.execute(OUTWARDS[name].format(**places)).fetchall()


@pytest.mark.parametrize("statement", SETTINGS)
def test_no_question_changes_a_setting(reading: duckdb.DuckDBPyConnection, statement: str) -> None:
    settings = "select name, value from duckdb_settings() order by name"
    before = reading.execute(settings).fetchall()
    with pytest.raises((duckdb.InvalidInputException, duckdb.PermissionException)):
        reading.execute(statement)
    assert reading.execute(settings).fetchall() == before


@pytest.mark.parametrize("statement", WRITING)
def test_no_question_writes(reading: duckdb.DuckDBPyConnection, statement: str) -> None:
    with pytest.raises(duckdb.InvalidInputException, match=r"read-only|read only"):
        reading.execute(statement)
