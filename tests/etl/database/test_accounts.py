"""Accounts of EHC plans: what was there, came and went gives what is there, or a caution."""

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.database import accounts, build

COUNTS = st.integers(0, 9_000)
Account = tuple[float | None, float | None, float | None, float | None]


def noted(
    con: duckdb.DuckDBPyConnection, account: Account, fault: str = ""
) -> list[tuple[str, date, str]]:
    """What is noted of one council: plans in January 2024, new, ceased, plans in January 2025."""
    con.execute("delete from area; delete from figure; delete from figure_note")
    con.execute("insert into area values ('A', '001', 'Ashe', 'la', null, null, null)")
    first, came, went, last = account
    for indicator, end, value in (
        ("ehcp_caseload", "2024-01-31", first),
        ("ehcp_new", "2024-12-31", came),
        ("ehcp_ceased", "2024-12-31", went),
        ("ehcp_caseload", "2025-01-31", last),
        ("ehcp_caseload_growth", "2025-01-31", 1.0),
    ):
        con.execute(
            "insert into figure (indicator_id, area_code, period, period_kind, period_start, "
            "period_end, value, status, derived, release_id) "
            "values ($1, 'A', '2024', 'k', $2, $2, $3, $4, false, 'r')",
            [indicator, end, value, "ok" if value is not None else "suppressed"],
        )
    if fault:
        con.execute("insert into figure_note values (?, 'A', ?, 'fault', 'n', 's')", fault.split())
    accounts.note_unbalanced(con)
    return con.execute(
        "select indicator_id, period_end, note from figure_note where kind = 'account' order by all"
    ).fetchall()


def test_newhams_plans_of_2025_do_not_add_up(empty: duckdb.DuckDBPyConnection) -> None:
    """True to the last word, row 9: 2,705 + 379 - 42 is not 1,199."""
    note = (
        "The counts do not add up: 2,705 plans in January 2024, 379 new and 42 ceased in the year "
        "give 3,042, and not the 1,199 published for January 2025"
    )
    assert noted(empty, (2705, 379, 42, 1199)) == [
        ("ehcp_caseload", date(2025, 1, 31), note),
        ("ehcp_caseload_growth", date(2025, 1, 31), note),
        ("ehcp_ceased", date(2024, 12, 31), note),
        ("ehcp_new", date(2024, 12, 31), note),
    ]


@pytest.mark.parametrize(
    ("account", "is_noted"),
    [
        ((1000, 100, 100, 1100), False),
        ((1000, 100, 100, 1112), True),
        ((1000, 100, 100, 888), True),
        ((100, 10, 10, 150), False),
        ((100, 10, 10, 151), True),
        ((2705, None, 42, 1199), False),
        ((None, 379, 42, 1199), False),
    ],
    ids=[
        "a tenth of the start",
        "more than a tenth above",
        "more than a tenth below",
        "50 plans",
        "51 plans",
        "new plans withheld",
        "no plans a year before",
    ],
)
def test_the_tolerance_is_a_tenth_of_the_larger_count_and_50_plans(
    empty: duckdb.DuckDBPyConnection, account: Account, is_noted: bool
) -> None:
    assert bool(noted(empty, account)) == is_noted


def test_a_known_fault_is_no_part_of_an_account(empty: duckdb.DuckDBPyConnection) -> None:
    assert noted(empty, (2705, 6078, 42, 1199), "ehcp_new 2024-12-31") == []


@settings(max_examples=30)
@given(first=COUNTS, came=COUNTS, went=COUNTS)
def test_an_account_that_balances_is_never_noted(first: int, came: int, went: int) -> None:
    with duckdb.connect() as con:
        con.execute(build.SCHEMA.read_text(encoding="utf-8"))
        assert noted(con, (first, came, went, first + came - went)) == []
