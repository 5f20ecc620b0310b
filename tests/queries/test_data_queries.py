"""The questions of the page Data and sources, asked of three rows typed into the test."""

from datetime import date, datetime

import duckdb
import pytest

import queries

MARCH = date(2025, 3, 31)
FIGURE = (
    "insert into {table} (indicator_id, area_code, period, period_kind, period_start, period_end, "
    "breakdown_topic, breakdown, value, symbol, status, derived, release_id, source_row, "
    "source_column) values ('i', 'A', '2025', 'reporting', '2025-03-31', '2025-03-31', "
    "?, ?, ?, ?, ?, ?, ?, ?, 'column')"
)


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """One council, one measure, and two releases that print it."""
    empty.execute("insert into area values ('A', '001', 'Ashe', 'la', null, null, null)")
    empty.execute(
        "insert into indicator (indicator_id, topic, name, short_name, unit, decimals, polarity, "
        "definition, basis, timing, core, derived, denominator_lag, design_effect, "
        "position) values ('i', 't', 'Name', 'Short', 'count', 0, 'none', 'd', 'b', 'snapshot', "
        "true, false, 0, 1, 1)"
    )
    for release_id in ("r-2024/a.csv", "r-2025/a.csv"):
        empty.execute(
            "insert into release values (?, 'Publication', 'Release', 'a.csv', null, null, "
            "?, 'abc', 3, 'OGL', null)",
            [release_id, datetime(2026, 1, 2)],  # noqa: DTZ001
        )
    empty.execute(
        FIGURE.format(table="figure"), [None, None, 7, None, "ok", False, "r-2025/a.csv", 2]
    )
    empty.execute(
        FIGURE.format(table="figure"),
        ["Sex", "Female", None, "c", "suppressed", False, "r-2025/a.csv", 3],
    )
    empty.execute(
        FIGURE.format(table="superseded"), [None, None, 6, None, "ok", False, "r-2024/a.csv", 9]
    )
    return empty


def test_a_trace_has_the_figure_first_and_then_what_was_printed_before(
    con: duckdb.DuckDBPyConnection,
) -> None:
    found = queries.ask(
        con, "trace", indicator="i", area="A", period_end=MARCH, topic=None, part=None
    )
    assert found[["older", "value", "source_row"]].values.tolist() == [[False, 7, 2], [True, 6, 9]]


def test_a_part_is_traced_by_its_topic(con: duckdb.DuckDBPyConnection) -> None:
    found = queries.ask(
        con, "trace", indicator="i", area="A", period_end=MARCH, topic="Sex", part="Female"
    )
    assert found[["symbol", "source_row"]].values.tolist() == [["c", 3]]
    offered = queries.ask(con, "traceable", indicator="i", area="A")
    assert offered["breakdown"].fillna("the whole").tolist() == ["the whole", "Female"]


def test_withheld_cells_are_counted_by_reason(con: duckdb.DuckDBPyConnection) -> None:
    found = queries.ask(con, "withheld")
    assert found.values.tolist() == [["Publication", "suppressed", 1]]


def test_files_count_what_became_of_them(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "insert into revision values ('i', 'A', '2025', null, null, 6, null, 'r-2024/a.csv', 7, "
        "null, 'r-2025/a.csv')"
    )
    found = queries.ask(con, "files")
    assert found[["release_id", "figures", "symbols", "revised"]].values.tolist() == [
        ["r-2025/a.csv", 2, 1, 1],
        ["r-2024/a.csv", 0, 0, 0],
    ]


def test_data_sets_come_with_the_release_that_is_loaded(con: duckdb.DuckDBPyConnection) -> None:
    row = (
        "insert into data_set values (?, 'P', ?, 'https://p', ?, null, null, null, null, ?, null, "
        "null)"
    )
    con.execute(
        "insert into release_calendar values ('P', 'next', '2026-01-31', '2026-06', 'expected', "
        "'It said so')"
    )
    con.execute(row, ["one", "One", "r-2025/a.csv", "loaded"])
    con.execute(row, ["two", "Two", None, "missing"])
    found = queries.ask(con, "data_sets")
    assert found["data_set_id"].tolist() == ["one", "two"]
    assert found["release"].fillna("nothing").tolist() == ["Release", "nothing"]
    assert found["expected_month"].tolist() == [6, 6]


def test_faults_checks_and_acronyms_answer(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into figure_note values ('i', 'A', '2025-03-31', 'fault', 'n', 's')")
    con.execute("insert into load_check values (1, 'passed', 'All is well'), (2, 'warning', 'Odd')")
    con.execute("insert into glossary values ('SEN', 'Special educational needs', 'Help')")
    assert queries.ask(con, "faults")[["indicator", "name", "note"]].values.tolist() == [
        ["Name", "Ashe", "n"]
    ]
    assert queries.ask(con, "checks")["kind"].tolist() == ["passed", "warning"]
    assert queries.ask(con, "glossary")["acronym"].tolist() == ["SEN"]


def test_parts_that_were_counted_anew_say_why(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into recount values ('i', 'Age at start', 'r-2026', 'Anew', 's')")
    assert queries.ask(con, "recount", indicator="i", topic="Age at start")["reason"].tolist() == [
        "Anew"
    ]
    assert queries.ask(con, "recount", indicator="i", topic="Age").empty


def test_months_come_with_their_measure_and_file(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("insert into supplied_measure values ('m', 'Plans', 'flow', 'Plans started', 1)")
    con.execute(
        "insert into month_supplied values ('001', 'm', '2026-09-30', 17, 'r-2025/a.csv', 2), "
        "('002', 'm', '2026-09-30', 12, 'r-2025/a.csv', 3)"
    )
    con.execute(
        "insert into month_change values "
        "('001', 'm', '2026-09-30', 'New front door', 'r-2025/a.csv', 2), "
        "('002', 'm', '2026-09-30', 'Another', 'r-2025/a.csv', 3)"
    )
    found = queries.ask(con, "months", la="001")
    assert found[["measure", "name", "value", "change", "file"]].values.tolist() == [
        ["m", "Plans", 17, "New front door", "a.csv"]
    ]
