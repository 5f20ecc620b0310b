"""A newer release was due: told from the calendar, the figures held and the day of reading."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

import queries
from etl.database.build import SCHEMA
from pages.parts.figures.freshness import behind, overdue, overdue_since

PLANS, NEED, TOOL = "EHC plans of DfE", "Children in need of DfE", "A tool of DfE"
JUNE = "The newest of DfE's releases was due in June 2026; these are of June 2025."
# Indicator, last day, file and publication of its figures, and who prints them first.
HELD = [
    ("plans", date(2025, 1, 31), "ehcp-2025/plans.csv", PLANS, None),
    ("on_time", date(2024, 12, 31), "ehcp-2025/on_time.csv", PLANS, None),
    ("need", date(2025, 3, 31), "cin-2025/b1_2013_to_2025.csv", NEED, None),
    ("pupils", date(2025, 1, 31), "tool-2026/all.parquet", TOOL, PLANS),
]
CALENDAR = [(PLANS, "2026-06"), (NEED, "2026-10")]
Make = Callable[..., None]


@pytest.fixture
def holding(tmp_path: Path) -> Iterator[Make]:
    """Makes the database in use: the figures of HELD, and those that a test adds."""
    path = tmp_path / "held.duckdb"

    def make(
        *more: tuple[str, date, str, str, str | None], published_on: str | None = None
    ) -> None:
        with duckdb.connect(str(path)) as con:
            con.execute(SCHEMA.read_text(encoding="utf-8"))
            con.executemany(
                "insert into release_calendar values (?, 'next', '2026-01-31', ?, 'expected', "
                "'It says so')",
                [list(c) for c in CALENDAR],
            )
            for held in (*HELD, *more):
                add(con, *held, published_on)

    with queries.one_database(path):
        yield make


def add(
    con: duckdb.DuckDBPyConnection,
    indicator: str,
    last_day: date,
    release_id: str,
    publication: str,
    first_in: str | None,
    published_on: str | None,
) -> None:
    con.execute(
        "insert or ignore into release values (?, ?, 'Title', ?, null, ?, null, 'abc', 1, 'OGL', "
        "null)",
        [release_id, publication, release_id.rpartition("/")[2], published_on],
    )
    con.execute(
        "insert or ignore into indicator values (?, 't', 'n', 's', 'count', 0, 'none', 'd', 'b', "
        "'flow', true, false, null, null, null, null, 0, null, null, 1, null, ?, 1)",
        [indicator, first_in],
    )
    con.execute(
        "insert into figure values (?, 'A', '2025', 'k', ?, ?, null, null, 1, null, 'ok', null, "
        "null, false, ?, 2, 'c')",
        [indicator, last_day, last_day, release_id],
    )


def test_a_release_that_was_due_is_told_with_the_one_that_is_held(holding: Make) -> None:
    holding()
    assert overdue(["plans"], date(2026, 7, 1)) == JUNE
    assert overdue(["plans", "on_time"], date(2026, 11, 26)) == JUNE


@pytest.mark.parametrize("today", [date(2025, 7, 1), date(2026, 1, 15), date(2026, 6, 30)])
def test_nothing_is_due_until_its_month_has_ended(holding: Make, today: date) -> None:
    holding()
    assert overdue(["plans", "on_time", "need"], today) == ""


def test_years_later_the_newest_is_named_and_not_the_next(holding: Make) -> None:
    holding()
    assert overdue(["plans"], date(2028, 2, 1)) == (
        "The newest of DfE's releases was due in June 2027; these are of June 2025."
    )


def test_the_newer_release_ends_it(holding: Make) -> None:
    holding(("plans", date(2026, 1, 31), "ehcp-2026/plans.csv", PLANS, None))
    assert overdue(["plans"], date(2026, 7, 1)) == ""
    assert overdue(["on_time"], date(2026, 7, 1)) == JUNE, "its file was not loaded"


def test_figures_of_a_collection_wait_for_who_prints_them_first(holding: Make) -> None:
    holding(published_on="2026-04")
    assert overdue(["pupils"], date(2026, 7, 1)) == JUNE


def test_a_release_that_came_early_or_late_is_of_the_month_it_came_in(holding: Make) -> None:
    holding(published_on="2025-07-10")
    assert overdue(["plans"], date(2026, 6, 30)) == ""
    assert overdue(["plans"], date(2026, 7, 1)).endswith("these are of July 2025.")


def test_publications_are_named_where_only_some_figures_are_behind(holding: Make) -> None:
    holding()
    assert overdue(["plans", "need"], date(2026, 7, 1)) == (
        f"Newer figures were due from DfE: “{PLANS}” in June 2026 (here: June 2025)."
    )
    assert overdue(["plans", "need"], date(2026, 11, 1)) == (
        f"Newer figures were due from DfE: “{PLANS}” in June 2026 (here: June 2025); "
        f"“{NEED}” in October 2026 (here: October 2025)."
    )


def test_nothing_is_said_of_what_cannot_be_known(holding: Make) -> None:
    holding(
        ("workers", date(2020, 9, 30), "w-2020/w.csv", "No month is known", None),
        # The newest file of the release no longer has the figure: what comes is unknown.
        ("other", date(2026, 1, 31), "ehcp-2026/on_time.csv", PLANS, None),
    )
    late = date(2030, 1, 1)
    assert overdue(["workers"], late) == overdue(["unheard of"], late) == overdue([], late) == ""
    assert overdue(["on_time"], late) == ""


def test_a_census_is_judged_by_its_own_day(holding: Make) -> None:
    holding()
    assert overdue_since(PLANS, date(2023, 1, 31), date(2026, 7, 1)) == (
        "The newest of DfE's releases was due in June 2026; these are of June 2023."
    )
    assert overdue_since(PLANS, date(2026, 1, 31), date(2026, 7, 1)) == ""
    assert overdue_since("No month is known", date(2001, 1, 31), date(2026, 7, 1)) == ""


def test_one_indicator_is_behind_a_release_or_not(holding: Make) -> None:
    holding()
    late = behind("plans", date(2026, 7, 1))
    assert late is not None and (late.due, late.held) == (date(2026, 6, 1), date(2025, 6, 1))
    assert behind("plans", date(2026, 6, 30)) is None
    assert behind("unheard of", date(2026, 7, 1)) is None
