"""Every question, asked of three rows typed into the test."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

import queries

FOLDER = Path(queries.__file__).parent
FIGURE = (
    "insert into figure (indicator_id, area_code, period, period_kind, period_start, period_end, "
    "breakdown_topic, breakdown, value, symbol, status, derived, release_id, source_row, "
    "source_column) values (?, ?, ?, 'reporting', ?, ?, ?, ?, ?, ?, ?, false, 'r', 2, 'column')"
)


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """England, two councils that share a return, and one abolished council."""
    empty.executemany(
        "insert into area values (?, ?, ?, ?, ?, null, ?)",
        [
            ("E9", None, "England", "country", None, None),
            ("E1", None, "Region", "region", "E9", None),
            ("A", "001", "Ashe", "la", "E1", None),
            ("B", "002", "Barr", "la", "E1", None),
            ("A / B", "001 / 002", "Ashe / Barr", "joint", "E1", None),
            ("C", "003", "Gone", "la", "E1", date(2020, 3, 31)),
        ],
    )
    empty.execute(
        "insert into indicator (indicator_id, topic, name, short_name, unit, decimals, polarity, "
        "definition, basis, timing, core, derived, denominator_lag, design_effect, "
        "position) values ('i', 't', 'Name', 'Short', 'count', 0, 'none', 'd', 'b', 'snapshot', "
        "true, false, 0, 1, 1)"
    )
    empty.execute(
        "insert into release values ('r', 'Publication', 'Release', 'file.csv', null, null, null, "
        "'abc', 3, 'OGL', null)"
    )
    return empty


def add(
    con: duckdb.DuckDBPyConnection,
    area: str,
    year: int,
    value: float | None,
    *,
    symbol: str | None = None,
    status: str = "ok",
    part: tuple[str | None, str | None] = (None, None),
) -> None:
    day = date(year, 3, 31)
    con.execute(FIGURE, ["i", area, str(year), day, day, *part, value, symbol, status])


def test_every_question_opens_with_itself_in_plain_words() -> None:
    for path in FOLDER.glob("*.sql"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("-- ") and first.endswith("?"), path.name


def test_every_question_ends_with_final() -> None:
    for path in FOLDER.glob("*.sql"):
        assert path.read_text(encoding="utf-8").endswith("from final;\n"), path.name


def test_councils_are_those_of_today_with_region_and_joint_return(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = queries.ask(con, "councils")
    assert list(found["name"]) == ["Ashe", "Barr"]
    assert set(found["region_name"]) == {"Region"}
    assert set(found["joint_code"]) == {"A / B"}


def test_trend_keeps_a_withheld_figure_as_a_reason_without_a_number(
    con: duckdb.DuckDBPyConnection,
) -> None:
    add(con, "A", 2024, 10)
    add(con, "A", 2025, None, symbol="c", status="suppressed")
    found = queries.ask(con, "trend", indicators=["i"], areas=["A", "E9"])
    assert list(found["status"]) == ["ok", "suppressed"]
    assert found["value"].isna().tolist() == [False, True]


def test_trend_shows_the_joint_return_for_a_council_without_a_figure_of_its_own(
    con: duckdb.DuckDBPyConnection,
) -> None:
    add(con, "A / B", 2025, 12)
    found = queries.ask(con, "trend", indicators=["i"], areas=["A"])
    assert found[["area_code", "reported_by", "level", "value"]].values.tolist() == [
        ["A", "A / B", "joint", 12.0]
    ]


def test_trend_prefers_a_figure_of_the_councils_own(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "A / B", 2025, 12)
    add(con, "A", 2025, 5)
    found = queries.ask(con, "trend", indicators=["i"], areas=["A"])
    assert list(found["value"]) == [5.0]


def test_trend_leaves_breakdowns_out(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "A", 2025, 5, part=("Sex", "Female"))
    assert queries.ask(con, "trend", indicators=["i"], areas=["A"]).empty


def test_trend_answers_for_each_council_of_a_joint_return(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "A", 2025, 5)
    add(con, "A / B", 2025, 12)
    found = queries.ask(con, "trend", indicators=["i", "unknown"], areas=["A", "B"])
    assert found[["area_code", "reported_by"]].values.tolist() == [["A", "A"], ["B", "A / B"]]


def test_standing_is_the_newest_period_without_abolished_councils(
    con: duckdb.DuckDBPyConnection,
) -> None:
    add(con, "A", 2024, 1)
    add(con, "A", 2025, 2)
    add(con, "C", 2025, 3)
    found = queries.ask(con, "standing")
    assert found[["area_code", "value"]].values.tolist() == [["A", 2.0]]
    assert found["england"].isna().all()


def test_standing_has_england_in_the_same_period(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "A", 2025, 2)
    add(con, "E9", 2024, 30)
    add(con, "E9", 2025, 40)
    add(con, "E9", 2026, 50)
    found = queries.ask(con, "standing")
    assert found[["area_code", "england"]].values.tolist() == [["A", 40.0]]


def test_parts_are_of_the_newest_period_with_their_total(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "A", 2024, 4, part=("Sex", "Female"))
    add(con, "A", 2025, 6, part=("Sex", "Female"))
    add(con, "A", 2025, 10)
    found = queries.ask(con, "parts", indicator="i", topic="Sex", areas=["A"])
    assert found[["breakdown", "value", "total"]].values.tolist() == [["Female", 6.0, 10.0]]


def test_sources_name_the_cell_and_the_file(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "A", 2025, 6)
    found = queries.ask(con, "sources", indicator="i", area="A", period_end=date(2025, 3, 31))
    assert found[["source_row", "source_column", "file", "sha256"]].values.tolist() == [
        [2, "column", "file.csv", "abc"]
    ]


def test_sources_of_a_derived_figure_name_both_parts_a_year_apart(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute(
        "insert into indicator select * replace ('rate' as indicator_id, 'i' as numerator_id, "
        "'people' as denominator_id, 1 as denominator_lag) from indicator"
    )
    con.execute(
        "insert into indicator select * replace ('people' as indicator_id) from indicator "
        "where indicator_id = 'i'"
    )
    add(con, "A", 2025, 6)
    con.execute("insert into figure select * replace ('rate' as indicator_id) from figure")
    add(con, "A", 2024, 100)
    con.execute("update figure set indicator_id = 'people' where value = 100")
    found = queries.ask(con, "sources", indicator="rate", area="A", period_end=date(2025, 3, 31))
    assert list(found["part"]) == ["figure", "divided", "divided by"]
    assert list(found["value"]) == [6.0, 6.0, 100.0]


def test_neighbours_are_of_one_model_and_the_closest_first(con: duckdb.DuckDBPyConnection) -> None:
    con.executemany(
        "insert into neighbour values ('A', ?, ?, ?, 'close')",
        [("C", 2025, 2), ("B", 2025, 1), ("C", 2021, 1)],
    )
    found = queries.ask(con, "neighbours", council="A", model=2025)
    assert list(found["name"]) == ["Barr", "Gone"]


def test_breaks_notes_symbols_and_loaded_answer(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "insert into series_break values ('i', '2022', '2022-03-31', 'break', 'why', 'who')"
    )
    con.execute("insert into symbol_meaning values ('suppressed', 'c', 'Hidden')")
    con.execute("insert into figure_note values ('i', 'A', '2025-03-31', 'fault', 'n', 's')")
    assert list(queries.ask(con, "breaks", indicator="i")["reason"]) == ["why"]
    assert list(queries.ask(con, "symbols")["words"]) == ["Hidden"]
    assert list(queries.ask(con, "notes", indicator="i")["kind"]) == ["fault"]
    assert list(queries.ask(con, "indicators")["indicator_id"]) == ["i"]
    assert queries.ask(con, "loaded").empty


def test_the_middle_half_is_of_councils_alone_and_leaves_out_what_is_a_fault(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for area, value in (("A", 10), ("B", 20), ("C", 40), ("E9", 90), ("E1", 80)):
        add(con, area, 2024, value)
    add(con, "A", 2025, None, symbol="c", status="suppressed")
    add(con, "B", 2025, 7)
    add(con, "C", 2025, 99)
    con.execute(
        "insert into figure_note (indicator_id, area_code, period_end, kind, note, source) "
        "values ('i', 'C', '2025-03-31', 'fault', 'n', 's')"
    )
    found = queries.ask(con, "middle_half", indicator="i")
    assert found[["low", "high", "councils"]].values.tolist() == [[15, 30, 3], [7, 7, 1]]
