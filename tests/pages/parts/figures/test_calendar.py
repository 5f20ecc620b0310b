"""Which figures were public on a day: the month's end where only the month is known."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

import queries
from etl.database.build import SCHEMA
from pages.parts.figures.calendar import (
    issue_of,
    latest_day,
    newest_public,
    public_on,
    publications,
)

ROWS = [
    ("Plans", "2022", "2022-01-31", "2022-05-12", "stated"),
    ("Plans", "2023", "2023-01-31", "2023-06", "usual"),
    ("Need", "2022", "2022-03-31", "2022-10", "usual"),
]


@pytest.fixture(autouse=True)
def _calendar(tmp_path: Path) -> Iterator[None]:
    path = tmp_path / "held.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(SCHEMA.read_text(encoding="utf-8"))
        con.executemany("insert into release_calendar values (?, ?, ?, ?, ?, 's')", ROWS)
        con.execute(
            "insert into release values ('tool-2026/all', 'Tool', 't', 'f', null, '2026-04', null, "
            "'abc', 1, 'OGL', null)"
        )
        con.execute(
            "insert into indicator values ('plans', 't', 'n', 's', 'count', 0, 'none', 'd', 'b', "
            "'flow', true, false, null, null, null, null, 0, null, null, 1, null, 'Plans', 1)"
        )
        con.execute(
            "insert into figure values ('plans', 'A', '2022', 'k', '2022-01-01', '2022-12-31', "
            "null, null, 1, null, 'ok', null, null, false, 'tool-2026/all', 2, 'c')"
        )
    with queries.one_database(path):
        yield


def test_a_period_is_public_with_the_first_release_that_goes_so_far() -> None:
    assert public_on("Plans", date(2022, 1, 31)) == date(2022, 5, 12)
    # The year to December 2022 comes with the count of January 2023.
    assert public_on("Plans", date(2022, 12, 31)) == date(2023, 6, 30)
    assert public_on("Plans", date(2010, 1, 31)) == date(2022, 5, 12)
    assert public_on("Plans", date(2024, 1, 31)) is None
    assert public_on("Unheard of", date(2022, 1, 31)) is None


def test_a_month_counts_from_its_end() -> None:
    assert latest_day("2024-02") == date(2024, 2, 29)
    assert latest_day("2023-06-08") == date(2023, 6, 8)


def test_the_newest_release_of_a_day_is_told_by_publication_or_indicator() -> None:
    assert (found := newest_public("Plans", date(2023, 6, 29))) and found.period == "2022"
    assert (found := newest_public("Plans", date(2023, 6, 30))) and found.period == "2023"
    assert newest_public("Plans", date(2022, 5, 11)) is None
    # Figures of a collection are public when the publication that prints them first was.
    assert publications() == {"plans": "Plans"}
    assert (found := newest_public("plans", date(2023, 7, 25))) and found.period == "2023"


def test_an_issue_says_how_its_day_is_known() -> None:
    issue = issue_of("Plans", date(2022, 12, 31))
    assert issue is not None and (issue.known, issue.source) == ("usual", "s")
