"""What papers said of year groups and of free school meals, asked of rows typed into the test."""

import duckdb
import pytest

import queries

YEAR_GROUPS = "Shape of EHC plans by year group"
MEALS = "Free school meals among pupils with an EHC plan"


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Papers of two councils; the day of one meeting is not known."""
    empty.executemany(
        "insert into committee_paper (document, la_code, title, meeting_date, dated) "
        "values (?, ?, ?, ?, ?)",
        [
            ("a", "001", "Update", "2025-11-12", None),
            ("b", "001", "Plan", None, "2024-08 (day not stated)"),
            ("c", "002", "Report", "2025-01-14", None),
        ],
    )
    empty.execute("insert into paper_note values ('a', 'year groups', 'Its chart is lost.', 'us')")
    empty.execute("insert into paper_note values ('a', 'wards', 'Of wards.', 'us')")
    empty.executemany(
        "insert into quoted_figure (quote_id, document, measure, area, period_as_written, value, "
        "quote) values (?, ?, ?, ?, ?, ?, ?)",
        [
            (f"{document} {measure}", document, measure, area, period, "36", "as said")
            for document, area, period in [
                ("a", "Ashe", "not stated"),
                ("b", "Ashe", "not stated"),
                ("c", "Barr", "in January 2024"),
            ]
            for measure in (YEAR_GROUPS, MEALS)
        ],
    )
    return empty


@pytest.mark.parametrize("name", ["profile_quote", "who_quote"])
def test_a_council_sees_what_its_own_papers_said(con: duckdb.DuckDBPyConnection, name: str) -> None:
    for council, title in [("Ashe", "Update"), ("Barr", "Report")]:
        found = queries.ask(con, name, council=council)
        assert list(found["title"]) == [title]
    assert queries.ask(con, name, council="Camden").empty


def test_a_note_of_a_paper_stands_with_its_subject_alone(con: duckdb.DuckDBPyConnection) -> None:
    notes = {
        council: queries.ask(con, "profile_quote", council=council)["note"].tolist()
        for council in ("Ashe", "Barr")
    }
    assert notes == {"Ashe": ["Its chart is lost."], "Barr": [None]}


def test_the_time_of_a_quoted_share_is_as_the_paper_wrote_it(
    con: duckdb.DuckDBPyConnection,
) -> None:
    written = {
        council: queries.ask(con, "who_quote", council=council)["period_as_written"].tolist()
        for council in ("Ashe", "Barr")
    }
    assert written == {"Ashe": [None], "Barr": ["in January 2024"]}
