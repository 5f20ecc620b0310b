"""Where two releases print the same figure: the later one wins, and a difference is told."""

from pathlib import Path

import duckdb
import pytest

from etl.database import build, places
from etl.model import CALENDAR, Extract, Release
from etl.publications.catalogue import INDICATORS, RELEASES
from etl.reading import staging as reading_staging
from etl.reading import tidy
from tests.etl.writing import (
    ENGLAND,
    NORTH_WEST,
    TRAFFORD,
    Build,
    council,
    table,
)

SALFORD = council("355", "E08000006", "Salford", NORTH_WEST)
BOLTON = council("350", "E08000001", "Bolton", NORTH_WEST)
BURY = council("351", "E08000002", "Bury", NORTH_WEST)
WIGAN = council("359", "E08000010", "Wigan", NORTH_WEST)
OLDHAM = council("353", "E08000004", "Oldham", NORTH_WEST)
OLDER = table(
    "sen2_mi.csv",
    "InreqEHC AssRefusedEHC AssRefusedEHC_pc",
    (ENGLAND, "2021", "93302", "20830", "22.3254"),
    (TRAFFORD, "2021", "415", "100", "24.0964"),
    (SALFORD, "2021", "500", "100", "20.0"),
    (BOLTON, "2021", "600", "x", "z"),
    (BURY, "2021", "z", "50", "10.04"),
    (OLDHAM, "2020", "77", "7", "9.1"),
)
NEWER = table(
    "requests.csv",
    "requests_received_in_year requests_decided_not_to_assess request_not_assess_pc",
    (ENGLAND, "2021", "93302", "20830", "22.3"),
    (TRAFFORD, "2021", "416", "100", "24.2"),
    (SALFORD, "2021", "500", "100", "x"),
    (BOLTON, "2021", "600", "c", "z"),
    (BURY, "2021", "480", "50", "10.0"),
    (WIGAN, "2021", "88", "8", "9.1"),
    (ENGLAND, "2024", "154489", "38895", "25.2"),
)


@pytest.fixture(scope="module")
def both(built: Build) -> duckdb.DuckDBPyConnection:
    return built(OLDER, NEWER)


def revisions(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    return con.execute(
        "select indicator_id, old_value, old_symbol, new_value, new_symbol from revision "
        "join area using (area_code) where name = ? order by 1",
        [name],
    ).fetchall()


def test_an_equal_figure_is_superseded_without_a_revision(
    both: duckdb.DuckDBPyConnection,
) -> None:
    assert both.execute(
        "select indicator_id, value, release_id from superseded join area using (area_code) "
        "where name = 'England' order by 1"
    ).fetchall() == [
        ("ehcp_requests", 93302, "ehcp-2022/sen2_mi.csv"),
        ("ehcp_requests_refused", 20830, "ehcp-2022/sen2_mi.csv"),
        ("ehcp_requests_refused_pc", 22.3254, "ehcp-2022/sen2_mi.csv"),
    ]


def test_a_difference_within_rounding_is_no_revision(both: duckdb.DuckDBPyConnection) -> None:
    assert revisions(both, "England") == []


def test_a_different_figure_is_a_revision_and_the_later_one_wins(
    both: duckdb.DuckDBPyConnection,
) -> None:
    assert revisions(both, "Trafford") == [
        ("ehcp_requests", 415, None, 416, None),
        ("ehcp_requests_refused_pc", 24.0964, None, 24.2, None),
    ]
    assert both.execute(
        "select value, release_id, source_row, source_column from figure "
        "where indicator_id = 'ehcp_requests' and area_code = 'E08000009' and period = '2021'"
    ).fetchall() == [(416, "ehcp-2025/requests.csv", 3, "requests_received_in_year")]


def test_a_figure_withdrawn_later_is_a_revision(both: duckdb.DuckDBPyConnection) -> None:
    assert revisions(both, "Salford") == [("ehcp_requests_refused_pc", 20, None, None, "x")]
    assert both.execute(
        "select value, symbol, status from figure join area using (area_code) "
        "where name = 'Salford' and indicator_id = 'ehcp_requests_refused_pc'"
    ).fetchall() == [(None, "x", "unavailable")]


def test_a_figure_published_later_is_a_revision(both: duckdb.DuckDBPyConnection) -> None:
    assert revisions(both, "Bury") == [("ehcp_requests", None, "z", 480, None)]


def test_another_reason_for_no_figure_is_a_revision(both: duckdb.DuckDBPyConnection) -> None:
    assert revisions(both, "Bolton") == [("ehcp_requests_refused", None, "x", None, "c")]


def test_a_figure_of_one_release_only_is_neither(both: duckdb.DuckDBPyConnection) -> None:
    assert both.execute(
        "select count(*) from superseded join area using (area_code) "
        "where name in ('Oldham', 'Wigan')"
    ).fetchone() == (0,)
    assert revisions(both, "Oldham") == revisions(both, "Wigan") == []


def test_every_published_cell_is_kept_once(both: duckdb.DuckDBPyConnection) -> None:
    kept = both.execute(
        "select count(*), count(distinct (release_id, source_row, source_column)) "
        "from (from figure where not derived union all from superseded)"
    ).fetchone()
    mapped = 6 * 10 + 7 * 5
    assert kept == (mapped, mapped)


def test_three_releases_are_compared_one_after_the_other(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    for year, requests in [("2022", "400"), ("2023", "415"), ("2025", "416")]:
        extract = Extract(
            release=Release(id=f"ehcp-{year}", publication="", title=""),
            file="requests.csv",
            periods=CALENDAR,
            last_period="2021",
            columns={"requests_received_in_year": "ehcp_requests"},
        )
        rows = table("requests.csv", "requests_received_in_year", (TRAFFORD, "2021", requests))
        file = reading_staging.PublishedFile("requests.csv", rows.write(tmp_path / year), "")
        assert tidy.read(staging, file, [extract], INDICATORS).faults == []
    build.fill_indicator(staging, INDICATORS.values())
    build.fill_symbols(staging)
    places.load_list(staging)
    places.fill_area(staging)
    build.fill_published(staging)
    build.fill_revision(staging)
    assert staging.execute("select value, release_id from published").fetchall() == [
        (416, "ehcp-2025/requests.csv")
    ]
    assert staging.execute("select value from superseded order by release_id").fetchall() == [
        (400,),
        (415,),
    ]
    assert staging.execute(
        "select old_value, new_value, old_release_id, new_release_id from revision order by 1"
    ).fetchall() == [
        (400, 415, "ehcp-2022/requests.csv", "ehcp-2023/requests.csv"),
        (415, 416, "ehcp-2023/requests.csv", "ehcp-2025/requests.csv"),
    ]


def test_releases_of_a_publication_sort_from_old_to_new() -> None:
    publications: dict[str, list[tuple[str, str]]] = {}
    for release in RELEASES.values():
        publications.setdefault(release.publication, []).append((release.id, release.id[-4:]))
    for found in publications.values():
        assert sorted(found) == sorted(found, key=lambda one: one[1])
