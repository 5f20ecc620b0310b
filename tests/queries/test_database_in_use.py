"""Which database is read, and what happens when it is switched or absent."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

import queries
from pages.parts.figures.glossary import meanings


def build(folder: Path, name: str, words: str) -> None:
    (folder / "releases").mkdir(exist_ok=True)
    with duckdb.connect(str(folder / "releases" / name)) as con:
        con.execute("create table symbol_meaning (status text, symbols text, words text)")
        con.execute("insert into symbol_meaning values ('ok', '', ?)", [words])
        con.execute("create table glossary (acronym text, meaning text, plain_english text)")
        con.execute("insert into glossary values ('SEN', ?, '')", [words])
    (folder / "current").write_text(f"{name}\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    return tmp_path


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One row of queries/symbols.sql, as a page reads it."""

    status: str
    words: str


def words() -> list[str]:
    return [sign.words for sign in queries.rows("symbols", Sign)]


def test_a_switch_is_seen_at_the_next_question(folder: Path) -> None:
    build(folder, "one.duckdb", "first")
    assert words() == ["first"]
    build(folder, "two.duckdb", "second")
    assert words() == ["second"]


def test_a_refresh_between_key_and_query_is_not_kept_under_the_old_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder, "new.duckdb", "new")
    build(folder, "old.duckdb", "old")
    path_in_use = queries.database_path

    def then_a_refresh() -> Path:
        path = path_in_use()
        (folder / "current").write_text("new.duckdb\n", encoding="utf-8")
        return path

    monkeypatch.setattr(queries, "database_path", then_a_refresh)
    meanings()
    monkeypatch.undo()
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(folder))
    assert meanings()["SEN"].startswith("new")
    (folder / "current").write_text("old.duckdb\n", encoding="utf-8")  # as a rollback does
    assert meanings()["SEN"].startswith("old")


def test_one_database_answers_from_the_first_line_of_a_page_to_the_last(folder: Path) -> None:
    build(folder, "one.duckdb", "first")
    with queries.one_database():
        assert words() == ["first"]
        build(folder, "two.duckdb", "second")
        assert words() == ["first"]
    assert words() == ["second"]


def test_an_answer_is_kept(folder: Path) -> None:
    build(folder, "kept.duckdb", "first")
    assert queries.rows("symbols", Sign) is queries.rows("symbols", Sign)


def test_a_record_with_a_field_that_is_no_column_is_refused(folder: Path) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Mistyped:
        status: str
        wrods: str

    build(folder, "one.duckdb", "first")
    with pytest.raises(TypeError, match=r"queries/symbols.sql has no column wrods"):
        queries.rows("symbols", Mistyped)


def test_no_database_is_one_sentence_that_says_what_to_run(folder: Path) -> None:
    with pytest.raises(queries.NoDatabase, match="python -m etl refresh --from snapshot"):
        queries.rows("symbols", Sign)


def test_current_may_not_point_out_of_its_folder(folder: Path) -> None:
    build(folder, "one.duckdb", "first")
    (folder / "current").write_text("../../one.duckdb", encoding="utf-8")
    assert queries.database_path() == folder / "releases" / "one.duckdb"


def test_the_database_cannot_be_written(folder: Path) -> None:
    build(folder, "one.duckdb", "first")
    with queries.connect() as cursor, pytest.raises(duckdb.InvalidInputException):
        cursor.execute("delete from symbol_meaning")
