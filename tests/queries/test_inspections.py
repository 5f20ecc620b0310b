"""What the figures said before an inspection: whose, of when, and beside whom."""

from datetime import date

import duckdb
import pytest

import queries
from etl.database import build
from pages.parts.inspections.data import Before

ASKED = {"la": "358", "published_on": date(2026, 8, 3), "indicators": ["rate"]}


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """Trafford, inspected in June 2026, two councils with its grade and one with another."""
    con = duckdb.connect()
    con.execute(build.SCHEMA.read_text(encoding="utf-8"))
    con.execute(
        "insert into indicator by name select 'rate' as indicator_id, 'T' as topic, 'Rate' as name,"
        " 'Rate' as short_name, 'count' as unit, 1 as decimals, 'none' as polarity, 'd' as"
        " definition, 'b' as basis, 'snapshot' as timing, true as core, false as derived,"
        " 0 as denominator_lag, 1 as design_effect, 1 as position"
    )
    for code, grade, on, value in (
        ("358", "inadequate", "2026-08-03", 10),
        ("301", "inadequate", "2024-01-01", 20),
        ("302", "inadequate", "2020-01-01", 40),
        ("303", "good", "2024-01-01", 60),
    ):
        con.execute(
            "insert into area (area_code, la_code, name, level) values (?, ?, ?, 'la')",
            [code, code, code],
        )
        add_report(con, code, grade, on)
        for year in (2023, 2025, 2026):
            add_figure(con, code, f"{year}-03-31", value + year - 2025)
    add_figure(con, "358", "2026-06-30", 99)
    return con


def add_report(con: duckdb.DuckDBPyConnection, code: str, grade: str, on: str) -> None:
    con.execute(
        "insert into inspection (la_code, published_on, started_on, help_and_protection, "
        "release_id) values (?, ?, ?::date - 56, ?, 'r')",
        [code, on, on, grade],
    )


def add_figure(con: duckdb.DuckDBPyConnection, code: str, end: str, value: float) -> None:
    con.execute(
        "insert into figure by name select 'rate' as indicator_id, ? as area_code, "
        "'2025' as period,"
        " 'k' as period_kind, ?::date as period_start, ?::date as period_end, ? as value,"
        " 'ok' as status, false as derived, 'r' as release_id",
        [code, end, end, value],
    )


def before(con: duckdb.DuckDBPyConnection) -> tuple[Before, ...]:
    return queries.read(con, "inspections_before", Before, **ASKED)


def test_figures_are_of_the_two_years_before_it_and_of_no_day_after(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert [row.period_end.year for row in before(con)] == [2026, 2025]
    assert [row.value for row in before(con)] == [11, 10]


def test_councils_stand_with_the_same_grade_or_with_another(
    con: duckdb.DuckDBPyConnection,
) -> None:
    row = before(con)[1]
    assert (row.same_councils, row.same_low, row.same_middle, row.same_high) == (2, 25, 30, 35)
    assert (row.other_councils, row.other_middle) == (1, 60)


def test_a_later_report_of_another_council_says_nothing_of_it_then(
    con: duckdb.DuckDBPyConnection,
) -> None:
    add_report(con, "303", "inadequate", "2026-08-04")
    assert before(con)[1].same_councils == 2
    add_report(con, "303", "inadequate", "2026-08-02")
    assert before(con)[1].same_councils == 3


def test_a_council_whose_newest_grade_is_unknown_is_left_out(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("update inspection set help_and_protection = null where la_code = '303'")
    assert before(con)[1].other_councils is None
