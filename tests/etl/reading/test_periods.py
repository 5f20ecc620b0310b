"""What a published period means in days: 2025 is a different date in each publication."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.model import (
    ACADEMIC,
    CALENDAR,
    CALENDAR_YEAR_ONLY,
    JANUARY,
    JANUARY_AS_CALENDAR,
    MARCH,
    MARCH_YEAR_ONLY,
    MID_YEAR,
    SEPTEMBER,
    Extract,
    Indicator,
    Part,
    Periods,
    Release,
)
from etl.publications import catalogue
from etl.reading import staging as reading_staging
from etl.reading import tidy
from tests.etl.writing import ENGLAND, Build, caseload, table

# kind, timing: the text as published, then period, first day, last day.
DAYS = {
    "calendar": (CALENDAR, "flow", "2024", "2024", date(2024, 1, 1), date(2024, 12, 31)),
    "calendar, year only": (
        CALENDAR_YEAR_ONLY,
        "flow",
        "2024",
        "2024",
        date(2024, 1, 1),
        date(2024, 12, 31),
    ),
    "academic": (ACADEMIC, "snapshot", "202425", "202425", date(2025, 1, 31), date(2025, 1, 31)),
    "academic, century": (
        ACADEMIC,
        "snapshot",
        "199900",
        "199900",
        date(2000, 1, 31),
        date(2000, 1, 31),
    ),
    "January as a calendar year": (
        JANUARY_AS_CALENDAR,
        "snapshot",
        "2022",
        "202122",
        date(2022, 1, 31),
        date(2022, 1, 31),
    ),
    "January 2010 as a calendar year": (
        JANUARY_AS_CALENDAR,
        "snapshot",
        "2010",
        "200910",
        date(2010, 1, 31),
        date(2010, 1, 31),
    ),
    "January": (JANUARY, "snapshot", "2025", "2025", date(2025, 1, 31), date(2025, 1, 31)),
    "31 March": (MARCH, "snapshot", "2025", "2025", date(2025, 3, 31), date(2025, 3, 31)),
    "year to March": (MARCH, "flow", "2025", "2025", date(2024, 4, 1), date(2025, 3, 31)),
    "leap year to March": (MARCH, "flow", "2024", "2024", date(2023, 4, 1), date(2024, 3, 31)),
    "year to March, year only": (
        MARCH_YEAR_ONLY,
        "flow",
        "2025",
        "2025",
        date(2024, 4, 1),
        date(2025, 3, 31),
    ),
    "30 September": (SEPTEMBER, "snapshot", "2025", "2025", date(2025, 9, 30), date(2025, 9, 30)),
    "year to September": (SEPTEMBER, "flow", "2025", "2025", date(2024, 10, 1), date(2025, 9, 30)),
    "middle of the year": (
        MID_YEAR,
        "snapshot",
        "2024",
        "2024",
        date(2024, 6, 30),
        date(2024, 6, 30),
    ),
}


@pytest.mark.parametrize("name", DAYS)
def test_a_published_period_is_these_days(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    periods, timing, text, period, start, end = DAYS[name]
    indicator = Indicator(
        id="tested",
        topic="Population",
        name="",
        short_name="",
        unit="count",
        definition="",
        timing=timing,
    )
    extract = Extract(
        release=Release(id="tests", publication="", title=""),
        file="ons_mid-year_population_estimates_2012_to_2024.csv",
        periods=periods,
        last_period=text,
        columns={"population_estimate": "tested"},
    )
    published = table(
        extract.file,
        "time_identifier population_estimate",
        (ENGLAND, text, periods.identifier or "", "5"),
    )
    file = reading_staging.PublishedFile(extract.file, published.write(tmp_path), "")
    assert tidy.read(staging, file, [extract], {"tested": indicator}).faults == []
    assert staging.execute(
        "select period, period_start, period_end, period_kind from cell"
    ).fetchall() == [(period, start, end, periods.kind)]


def test_no_two_ways_of_counting_time_share_a_kind_and_a_day() -> None:
    """A figure is found by kind and last day, so each pair must mean one thing."""
    meanings = defaultdict(set)
    for periods in everything_used():
        meanings[periods.kind, periods.month, periods.day].add(periods.identifier or "year only")
    assert meanings == {
        ("calendar", 12, 31): {"Calendar year", "year only"},
        ("academic", 1, 31): {"Academic year", "Calendar year"},
        ("january", 1, 31): {"year only"},
        ("reporting", 3, 31): {"Reporting year", "year only"},
        ("reporting", 9, 30): {"Reporting year"},
        ("mid_year", 6, 30): {"Reporting year"},
    }


def everything_used() -> list[Periods]:
    return [
        extract.periods
        for publication in catalogue.PUBLICATIONS
        for extract in publication.EXTRACTS
    ]


def test_no_indicator_is_counted_in_two_ways() -> None:
    """Two kinds for one indicator would be two series with the same name."""
    kinds = defaultdict(set)
    for publication in catalogue.PUBLICATIONS:
        for extract in publication.EXTRACTS:
            for goal in extract.columns.values():
                indicator = goal.indicator if isinstance(goal, Part) else goal
                kinds[indicator].add(
                    (extract.periods.kind, extract.periods.month, extract.periods.day)
                )
    assert {indicator: found for indicator, found in kinds.items() if len(found) > 1} == {}


def test_january_2022_is_one_date_in_both_releases(built: Build) -> None:
    con = built(
        table("sen2_age_caseload.csv", "Total_ehc", (ENGLAND, "2022", "473255")),
        caseload("ehcplans", (ENGLAND, "202122", "473255"), (ENGLAND, "202425", "638745")),
    )
    query = (
        "select period, period_kind, period_end, value from {} "
        "where indicator_id = 'ehcp_caseload' and breakdown is null and year(period_end) = 2022"
    )
    january = ("202122", "academic", date(2022, 1, 31), 473255)
    assert con.execute(query.format("figure")).fetchall() == [january]
    assert con.execute(query.format("superseded")).fetchall() == [january]


@pytest.fixture(scope="module")
def two_publications(built: Build) -> duckdb.DuckDBPyConnection:
    return built(
        table("b1_children_in_need_2013_to_2025.csv", "At31_episodes", (ENGLAND, "2025", "402400")),
        table("csww_indicators_2017_to_2025.csv", "inpost_fte", (ENGLAND, "2025", "36186.3")),
    )


def test_2025_is_half_a_year_later_for_social_workers(
    two_publications: duckdb.DuckDBPyConnection,
) -> None:
    assert two_publications.execute(
        "select indicator_id, period, period_kind, period_end from figure "
        "where indicator_id in ('cin_number', 'sw_fte') order by 1"
    ).fetchall() == [
        ("cin_number", "2025", "reporting", date(2025, 3, 31)),
        ("sw_fte", "2025", "reporting", date(2025, 9, 30)),
    ]
