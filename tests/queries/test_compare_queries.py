"""The questions of the page Compare, asked of three rows typed into the test."""

from datetime import date

import duckdb
import pytest

import queries
from pages.parts.figures.councils import Area
from pages.parts.figures.view import FigureRow

FIGURE = (
    "insert into figure (indicator_id, area_code, period, period_kind, period_start, period_end, "
    "breakdown_topic, breakdown, value, symbol, status, derived, release_id) "
    "values (?, ?, ?, 'reporting', ?, ?, ?, ?, ?, ?, ?, false, 'r')"
)


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A region with one council of today and one abolished, and their figures of two years."""
    empty.executemany(
        "insert into area values (?, ?, ?, ?, ?, ?, ?)",
        [
            ("B", "002", "Barr", "la", "E1", None, date(2020, 3, 31)),
            ("A", "001", "Ashe", "la", "E1", date(2020, 4, 1), None),
            ("E1", None, "Region", "region", None, None, None),
        ],
    )
    empty.executemany(
        FIGURE,
        [
            ("i", "A", "2025", "2025-03-31", "2025-03-31", None, None, None, "c", "suppressed"),
            ("i", "A", "2024", "2024-03-31", "2024-03-31", None, None, 5, None, "ok"),
            ("i", "A", "2025", "2025-03-31", "2025-03-31", "Sex", "Female", 2, None, "ok"),
            ("other", "A", "2025", "2025-03-31", "2025-03-31", None, None, 7, None, "ok"),
            ("i", "E1", "2025", "2025-03-31", "2025-03-31", None, None, 40, None, "ok"),
        ],
    )
    return empty


def test_every_place_answers_for_one_indicator_without_its_parts(
    con: duckdb.DuckDBPyConnection,
) -> None:
    rows = queries.read(con, "compare_figures", FigureRow, indicator="i")
    assert [(row.area_code, row.period_end.year, row.value, row.status) for row in rows] == [
        ("A", 2024, 5.0, "ok"),
        ("A", 2025, None, "suppressed"),
        ("E1", 2025, 40.0, "ok"),
    ]
    assert [row.symbol for row in rows] == [None, "c", None]


def test_areas_are_all_there_ever_were_with_their_first_and_last_day(
    con: duckdb.DuckDBPyConnection,
) -> None:
    ashe, barr, region = queries.read(con, "areas", Area)
    assert (ashe.name, barr.name, region.name) == ("Ashe", "Barr", "Region")
    change = date(2020, 3, 31)
    assert barr.existed(change) and not ashe.existed(change)
    assert ashe.existed(date(2025, 3, 31)) and not barr.existed(date(2025, 3, 31))
    assert not region.existed(change)
