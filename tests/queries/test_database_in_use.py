"""Which database is read, and what happens when it is switched or absent."""

from pathlib import Path

import duckdb
import pytest

import queries


def build(folder: Path, name: str, words: str) -> None:
    (folder / "releases").mkdir(exist_ok=True)
    with duckdb.connect(str(folder / "releases" / name)) as con:
        con.execute("create table symbol_meaning (status text, symbols text, words text)")
        con.execute("insert into symbol_meaning values ('ok', '', ?)", [words])
    (folder / "current").write_text(f"{name}\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    return tmp_path


def test_a_switch_is_seen_at_the_next_question(folder: Path) -> None:
    build(folder, "one.duckdb", "first")
    assert list(queries.run("symbols")["words"]) == ["first"]
    build(folder, "two.duckdb", "second")
    assert list(queries.run("symbols")["words"]) == ["second"]


def test_an_answer_is_kept(folder: Path) -> None:
    build(folder, "kept.duckdb", "first")
    assert queries.run("symbols") is queries.run("symbols")


def test_no_database_is_one_sentence_that_says_what_to_run(folder: Path) -> None:
    with pytest.raises(queries.NoDatabase, match="python -m etl refresh --from snapshot"):
        queries.run("symbols")


def test_current_may_not_point_out_of_its_folder(folder: Path) -> None:
    build(folder, "one.duckdb", "first")
    (folder / "current").write_text("../../one.duckdb", encoding="utf-8")
    assert queries.database_path() == folder / "releases" / "one.duckdb"


def test_the_database_cannot_be_written(folder: Path) -> None:
    build(folder, "one.duckdb", "first")
    with queries.connect() as cursor, pytest.raises(duckdb.InvalidInputException):
        cursor.execute("delete from symbol_meaning")
