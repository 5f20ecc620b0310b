"""A file in a layout that is known, for a year that is not: a later release, without new code."""

from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import pytest

from etl.database import build, snapshot
from etl.model import Release, moved
from etl.publications import catalogue
from etl.reading import sql
from etl.reading import staging as reading_staging
from tests.etl.database.test_snapshot import differences
from tests.etl.writing import (
    CHILDREN_IN_NEED,
    ENGLAND,
    NORTH_WEST,
    REQUESTS,
    SALFORD,
    TRAFFORD,
    Read,
    Table,
    caseload,
    council,
    table,
    table_2026,
    write_all,
    write_zip,
)

B1 = "b1_children_in_need_2013_to_2026.csv"
D3 = "d3_cpps_subsequent_plan_2013_to_2026.csv"
POPULATION = "ons_mid-year_population_estimates_2012_to_2025.csv"
WORKFORCE = "csww_indicators_2017_to_2026.csv"
RECEIVED = "requests_received_in_year"
CIN_PAGE = "https://explore-education-statistics.service.gov.uk/find-statistics/children-in-need"

REQUESTS_2026 = table_2026(
    "requests.csv",
    f"{RECEIVED} requests_decided_not_to_assess request_not_assess_pc",
    (ENGLAND, "2024", "154500", "38895", "25.2"),
    (NORTH_WEST, "2024", "24411", "5853", "24.0"),
    (TRAFFORD, "2024", "515", "139", "27.0"),
    (ENGLAND, "2025", "160000", "40000", "25.0"),
    (NORTH_WEST, "2025", "25000", "c", "c"),
    (TRAFFORD, "2025", "530", "106", "20.0"),
)
CASELOAD_2026 = table_2026(
    "caseload.csv",
    "breakdown_topic breakdown ehcplans mainstream_total special_independent",
    (ENGLAND, "202425", "All EHC plans", "All EHC plans", "638745", "278493", "30000"),
    (ENGLAND, "202526", "All EHC plans", "All EHC plans", "700000", "300000", "33000"),
    (ENGLAND, "202526", "Age at start of academic year", "age 2 and under", "4000", "x", "x"),
    (ENGLAND, "202526", "Age at start of academic year", "age 10", "52000", "x", "x"),
    (ENGLAND, "202526", "Age when plan started", "under 3", "9000", "x", "x"),
    (ENGLAND, "202526", "Age when plan started", "Age unknown", "12", "x", "x"),
    (ENGLAND, "202526", "Sex", "Female", "210000", "x", "x"),
)
NEW_PLANS_2026 = table_2026(
    "newplans.csv",
    "breakdown_topic breakdown new_ehc_plans",
    (ENGLAND, "2025", "All new EHC plans", "All new EHC plans", "101000"),
    (ENGLAND, "2025", "Age on plan start date", "Aged 20 and over", "900"),
    (ENGLAND, "2025", "Sex", "Male", "66000"),
)
CEASED_2026 = table_2026(
    "ceased_plans.csv",
    "breakdown_topic breakdown total_ceased",
    (ENGLAND, "2025", "All ceased EHC plans", "All ceased EHC plans", "48000"),
    (ENGLAND, "2025", "Age plan ceased", "age 19", "7000"),
)
NEEDS_2026 = table_2026(
    "sen_needs_caseload.csv",
    "ehc_plans number_asd asd_pc number_oth number_ds",
    (ENGLAND, "202425", "638745", "210000", "32.9", "19000", "x"),
    (ENGLAND, "202526", "700000", "235000", "33.6", "13000", "7000"),
)
REVIEWS_2026 = table_2026(
    "annual_reviews.csv",
    "total_ehc_plans review_expected_2025 review_completed_2025 decision_4_weeks",
    (ENGLAND, "2025", "700000", "560000", "400000", "150000"),
)
LATER: dict[str, tuple[Table, str, str, str, int]] = {
    "requests": (
        REQUESTS_2026,
        "ehcp-2026/requests.csv",
        "Reporting year 2026",
        "education-health-and-care-plans/2026",
        6 * 5,
    ),
    "plans in force": (
        CASELOAD_2026,
        "ehcp-2026/caseload.csv",
        "Reporting year 2026",
        "education-health-and-care-plans/2026",
        2 * 13 + 5,
    ),
    "new plans": (
        NEW_PLANS_2026,
        "ehcp-2026/newplans.csv",
        "Reporting year 2026",
        "education-health-and-care-plans/2026",
        3,
    ),
    "timeliness": (
        table_2026("timeliness_20_week.csv", "plans_issued_den", (ENGLAND, "2025", "99000")),
        "ehcp-2026/timeliness_20_week.csv",
        "Reporting year 2026",
        "education-health-and-care-plans/2026",
        11,
    ),
    "plans ceased": (
        CEASED_2026,
        "ehcp-2026/ceased_plans.csv",
        "Reporting year 2026",
        "education-health-and-care-plans/2026",
        2,
    ),
    "needs": (
        NEEDS_2026,
        "ehcp-2026/sen_needs_all_plans.csv",
        "Reporting year 2026",
        "education-health-and-care-plans/2026",
        2 * 18,
    ),
    "children in need": (
        CHILDREN_IN_NEED.plus(
            *table(CHILDREN_IN_NEED.file, "At31_episodes", (ENGLAND, "2026", "405000")).rows,
            *table(CHILDREN_IN_NEED.file, "At31_episodes", (TRAFFORD, "2026", "1500")).rows,
        ).named(B1),
        f"cin-2026/{B1}",
        "Reporting year 2026",
        "children-in-need/2026",
        5,
    ),
    "children in need, two years on": (
        table(
            CHILDREN_IN_NEED.file,
            "At31_episodes",
            (ENGLAND, "2026", "405000"),
            (ENGLAND, "2027", "406000"),
        ).named("B1_children_in_need_2014_to_2027.csv"),
        "cin-2027/b1_children_in_need_2013_to_2027.csv",
        "Reporting year 2027",
        "children-in-need/2027",
        2,
    ),
    "population": (
        table(
            "ons_mid-year_population_estimates_2012_to_2024.csv",
            "population_estimate",
            (ENGLAND, "2025", "12200000"),
        ).named(POPULATION),
        f"population-2025/{POPULATION}",
        "2012 to 2025, as published with Children in need 2026",
        "children-in-need/2026",
        1,
    ),
    "workforce": (
        table(
            "csww_indicators_2017_to_2025.csv",
            "inpost_fte",
            (ENGLAND, "2025", "36186.3"),
            (ENGLAND, "2026", "37000"),
        ).named(WORKFORCE),
        f"workforce-2026/{WORKFORCE}",
        "Reporting year 2026",
        "children-s-social-work-workforce/2026",
        2 * 17,
    ),
}


@pytest.mark.parametrize("name", LATER)
def test_a_file_that_ends_later_is_a_release_of_its_year(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    file, release_id, title, url, cells = LATER[name]
    reading = read(file.write(tmp_path))
    assert reading.faults == []
    assert reading.release_id == release_id
    assert reading.cells == cells
    assert reading.release
    assert reading.release.id == release_id.split("/")[0]
    assert reading.release.title == title
    assert reading.release.url == f"{CIN_PAGE.rpartition('/')[0]}/{url}"
    assert reading.release.published_on is None
    assert staging.execute(
        "select distinct release_id from cell union select release_id from place"
    ).fetchall() == [(release_id,)]


def test_years_before_the_release_stay_as_they_are() -> None:
    assert moved("2012 to 2024, with 2025", 2024, 2) == "2012 to 2026, with 2027"
    assert moved("cases at 31 March, 120250 of them", 2013, 1) == (
        "cases at 31 March, 120250 of them"
    )
    later = Release(id="cin-2025", publication="", title="Year 2025", published_on="2025-10")
    assert later.later(1) == Release(id="cin-2026", publication="", title="Year 2026")


def parts(con: duckdb.DuckDBPyConnection, column: str) -> list[tuple[object, ...]]:
    return con.execute(
        "select breakdown_topic, breakdown, raw from cell "
        "where lower(source_column) = ? and breakdown is not null order by all",
        [column],
    ).fetchall()


def test_ages_have_one_label_however_they_are_spelled(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(CASELOAD_2026.write(tmp_path)).faults == []
    assert parts(staging, "ehcplans") == [
        ("Age", "10", "52000"),
        ("Age", "under 3", "4000"),
        ("Age at start", "2 and under", "9000"),
        ("Age at start", "unknown", "12"),
        ("Sex", "female", "210000"),
    ]


def test_a_need_that_is_new_is_read_where_it_is_there(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(NEEDS_2026.write(tmp_path)).faults == []
    assert parts(staging, "number_ds") == [
        ("Primary need", "Down syndrome", "7000"),
        ("Primary need", "Down syndrome", "x"),
    ]
    older = table("sen_needs_all_plans.csv", "ehc_plans", (ENGLAND, "202425", "638745"))
    assert read(older.write(tmp_path)).faults == []


def test_a_need_that_is_there_twice_and_says_two_things_is_refused(
    read: Read, tmp_path: Path
) -> None:
    doubled = NEEDS_2026.renamed("ds_pc", "number_ds")
    assert read(doubled.having(3, "number_ds", "1").write(tmp_path)).faults == [
        "ehcp-2025/sen_needs_all_plans.csv: row 3, column number_ds: expected the same in each "
        "column of this name, found '1' and 'x'"
    ]


REFUSED: dict[str, tuple[Table, list[str]]] = {
    "a year that ends earlier": (
        REQUESTS.everywhere("time_period", "2023"),
        [
            "ehcp-2025/requests.csv: expected the last period 2024 of the release 'Reporting year "
            "2025', found 2023: this looks like an older release"
        ],
    ),
    "a part that ends earlier than its file": (
        CASELOAD_2026.having(8, "time_period", "202425"),
        [
            "ehcp-2026/caseload.csv: expected the last period 202526 of the release 'Reporting "
            "year 2026', found 202425: this looks like an older release"
        ],
    ),
    "a part that ends later than its file": (
        CASELOAD_2026.having(8, "time_period", "202627"),
        [
            "ehcp-2026/caseload.csv: row 8: expected a row with 'All EHC plans' in "
            "breakdown_topic for area E92000001 in 202627, found others only",
            "ehcp-2026/caseload.csv: expected the last period 202526 of the release 'Reporting "
            "year 2026', found 202627: this looks like another release",
        ],
    ),
    "a later year without England": (
        REQUESTS_2026.having(5, "time_period", "2024").having(2, "time_period", "2023"),
        [
            "ehcp-2025/requests.csv: expected the last period 2024 of the release 'Reporting year "
            "2025', or England and most areas in a later year, found 2 areas without England in "
            "2025 after 3 in 2024"
        ],
    ),
    "a later year with few of the areas": (
        REQUESTS_2026.having(6, "time_period", "2024")
        .having(6, "region_code", "E12000003")
        .having(7, "time_period", "2024")
        .having(7, "old_la_code", "355"),
        [
            "ehcp-2025/requests.csv: expected the last period 2024 of the release 'Reporting year "
            "2025', or England and most areas in a later year, found 1 area in 2025 after 5 in 2024"
        ],
    ),
    "a year that does not follow on the one before": (
        REQUESTS.plus(*(row for row in REQUESTS.everywhere("time_period", "2029").rows)),
        [
            "ehcp-2025/requests.csv: expected the last period 2024 of the release 'Reporting year "
            "2025', or England and most areas in a later year, found 3 areas in 2029 after 3 in "
            "2024"
        ],
    ),
    "a later year in an older layout": (
        table("sen2_mi.csv", "InreqEHC", (ENGLAND, "2021", "93302"), (ENGLAND, "2022", "114482")),
        [
            "ehcp-2022/sen2_mi.csv: expected the last period 2021 of the release 'Reporting year "
            "2022', found 2022: this looks like another release"
        ],
    ),
    "a label that is spelled anew": (
        REQUESTS_2026.having(7, "breakdown_topic", "All requests"),
        [
            "ehcp-2026/requests.csv: row 7: expected a row with 'All requests for EHC needs "
            "assessments' or 'All requests for an EHC needs assessment' in breakdown_topic for "
            "area 358 in 2025, found others only"
        ],
    ),
    "a column that is missing": (
        NEW_PLANS_2026.renamed("new_ehc_plans", "new_plans"),
        ["ehcp-2025/newplans.csv: expected the column new_ehc_plans, found new_plans, new_la_code"],
    ),
    "reviews with a column that is missing": (
        REVIEWS_2026.renamed("review_not_completed", "reviews_open"),
        [
            "ehcp-2026/annual_reviews.csv: expected the column review_not_completed, found "
            "review_completed_2025, review_not_expected_2025, review_completed_prior_2025"
        ],
    ),
    "a symbol that nobody knows": (
        REQUESTS_2026.having(6, "request_not_assess_pc", "~"),
        [
            "ehcp-2026/requests.csv: row 6, column request_not_assess_pc: expected a number or one "
            "of .. : c k low u x z, found '~'"
        ],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_whole_release_is_refused(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    broken, sentences = REFUSED[name]
    assert read(broken.write(tmp_path)).faults == sentences
    assert sql.count(staging, "cell") + sql.count(staging, "place") == 0


KNOWN = {
    "another case": (CHILDREN_IN_NEED, "B1_Children_in_Need_2013_to_2025.csv"),
    "a later year": (CHILDREN_IN_NEED, B1),
    "another beginning": (CHILDREN_IN_NEED, "b1_children_in_need_2016_to_2026.csv"),
    "nothing in the name": (CHILDREN_IN_NEED, "data-set-1.csv"),
    "nothing in the name of 2026": (CASELOAD_2026, "0d6ff1.csv"),
    "the name of 2026 for needs": (NEEDS_2026, "sen_needs_caseload.csv"),
    "that name in another case": (NEEDS_2026, "SEN_needs_caseload.csv"),
}
UNKNOWN = {
    "an earlier year": (CHILDREN_IN_NEED, "b1_children_in_need_2013_to_2024.csv"),
    "needs, whose columns two files have": (NEEDS_2026, "sen_need_newplans.csv"),
    "an older release of the workforce": (
        table("csww_indicators_2017_to_2025.csv", "", (ENGLAND, "2023")),
        "csww_indicators_2017_to_2023.csv",
    ),
    "measures of 2022 under the name of 2024": (
        table("sen2_mi.csv", "InreqEHC", (ENGLAND, "2021", "93302")),
        "sen2_mi_2024.csv",
    ),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_file_is_known_by_the_head_of_its_name_or_its_columns(tmp_path: Path, name: str) -> None:
    assert reader_of(*KNOWN[name], tmp_path)


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_file_of_an_older_release_is_left_alone(tmp_path: Path, name: str) -> None:
    assert reader_of(*UNKNOWN[name], tmp_path) is None


def reader_of(content: Table, name: str, folder: Path) -> catalogue.Reader | None:
    path = folder / name
    path.write_bytes(content.encoded())
    return catalogue.reader_of_file(reading_staging.PublishedFile(name, path, str(folder)))


Build = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def over(tmp_path: Path) -> Iterable[Build]:
    """Builds tables over what the build before it gave, as one refresh follows another."""
    databases: list[Path] = []
    connections = []

    def build_over(*tables: Table) -> duckdb.DuckDBPyConnection:
        for con in connections:
            con.close()
        number = len(databases)
        files = write_all(tmp_path / f"published{number}", tables)
        target = tmp_path / f"{number}.duckdb"
        build.build_from_files(files, target, databases[-1] if databases else None)
        databases.append(target)
        connections.append(duckdb.connect(str(target), read_only=True))
        return connections[-1]

    yield build_over
    for con in connections:
        con.close()


def test_a_later_release_over_an_older_one_revises_and_goes_on(over: Build) -> None:
    over(REQUESTS)
    con = over(REQUESTS_2026)
    later, older = "ehcp-2026/requests.csv", "ehcp-2025/requests.csv"
    assert con.execute(
        "select period, value, release_id, source_row from figure "
        "where indicator_id = 'ehcp_requests' and area_code = 'E92000001' order by period"
    ).fetchall() == [("2024", 154500, later, 2), ("2025", 160000, later, 5)]
    assert con.execute(
        "select period, value, release_id, source_row from superseded "
        "where indicator_id = 'ehcp_requests' and area_code = 'E92000001'"
    ).fetchall() == [("2024", 154489, older, 2)]
    assert con.execute(
        "select old_value, old_release_id, new_value, new_release_id from revision "
        "where indicator_id = 'ehcp_requests'"
    ).fetchall() == [(154489, older, 154500, later)]
    assert con.execute(
        "select release_id, title, file, published_on from release "
        "where release_id like 'ehcp%' order by 1"
    ).fetchall() == [
        (older, "Reporting year 2025", "requests.csv", "2025-06"),
        (later, "Reporting year 2026", "requests.csv", "2026-06"),
    ]


def test_two_releases_in_one_folder_are_both_read(tmp_path: Path) -> None:
    write_zip(tmp_path / "published" / "2025.zip", [REQUESTS])
    write_zip(tmp_path / "published" / "2026.zip", [REQUESTS_2026])
    summary = build.build_from_files(tmp_path / "published", tmp_path / "built.duckdb")
    assert [reading.release_id for reading in summary.readings] == [
        "ehcp-2025/requests.csv",
        "ehcp-2026/requests.csv",
    ]


def rounded(year: str, file: str) -> Table:
    """England rounded to 10: 27.5 % were not computed from the 30 and 100 beside it."""
    return table(
        "d3_cpps_subsequent_plan_2013_to_2025.csv",
        "CPP_start CPP_subsequent CPP_subsequent_percent",
        (ENGLAND, year, "100", "30", "27.5"),
        (TRAFFORD, year, "193", "53", "27.5"),
        (SALFORD, year, "u", "c", "low"),
    ).named(file)


def symbols_and_parts(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "select name, value, symbol, status, numerator from figure join area using (area_code) "
        "where indicator_id = 'cp_repeat_pc' and period = '2026' order by source_row"
    ).fetchall()


EXPECTED = [
    ("England", 27.5, None, "ok", 30),
    ("Trafford", 27.5, None, "ok", 53),
    ("Salford", None, "low", "rounds_to_zero", None),
]


def test_symbols_and_rounding_of_a_later_release_are_those_of_its_layout(over: Build) -> None:
    assert symbols_and_parts(over(rounded("2026", D3))) == EXPECTED


def test_a_later_release_is_carried_over(over: Build) -> None:
    over(rounded("2026", D3))
    con = over(REQUESTS)
    assert symbols_and_parts(con) == EXPECTED
    assert con.execute("select title from release where release_id like 'cin%'").fetchall() == [
        ("Reporting year 2026",)
    ]


def test_a_later_release_is_written_to_the_snapshot_and_read_back(tmp_path: Path) -> None:
    files = tmp_path / "published"
    write_zip(files / "2025.zip", [REQUESTS, caseload("ehcplans", (ENGLAND, "202425", "638745"))])
    write_zip(files / "2026.zip", [REQUESTS_2026, CASELOAD_2026, NEEDS_2026, rounded("2026", D3)])
    first, second = tmp_path / "first.duckdb", tmp_path / "second.duckdb"
    build.build_from_files(files, first)
    with duckdb.connect(str(first), read_only=True) as con:
        snapshot.write(con, tmp_path / "snapshot")
    build.build_from_snapshot(tmp_path / "snapshot", second)
    with duckdb.connect(str(second), read_only=True) as con:
        assert symbols_and_parts(con) == EXPECTED
    with duckdb.connect() as con:
        con.execute(f"attach '{first}' as first (read_only)")
        con.execute(f"attach '{second}' as second (read_only)")
        for name in ("figure", "superseded", "revision", "area"):
            assert differences(con, name, "*") == []


def test_a_column_that_is_not_read_says_why(read: Read, tmp_path: Path) -> None:
    """Of 2026; the file of 2025 has no such column, and no note."""
    later, before = (
        make("timeliness_20_week.csv", "plans_issued_den", (ENGLAND, year, "99000"))
        for make, year in ((table_2026, "2025"), (table, "2024"))
    )
    assert read(before.write(tmp_path / "2025")).notes == []
    assert read(later.write(tmp_path / "2026")).notes == [
        "avg_weeks_issue_plan_exc is not read: in it an exception counts as 0 weeks, so it says "
        "less the more exceptions a council has"
    ]


def test_a_release_of_which_no_record_knows_the_layout_is_refused() -> None:
    with pytest.raises(Exception, match="expected a release that a record knows"):
        catalogue.release_of("ehcp-2019/caseload.csv")
    assert catalogue.release_of("ehcp-2031/caseload.csv").symbols
    assert catalogue.release_of("cin-2025_v02/b1.csv").totals_rounded_to == 10
    assert catalogue.release_of("cin-2027_v03/b1.csv").totals_rounded_to == 10


def test_reviews_since_2026_are_measures_of_their_own(read: Read, tmp_path: Path) -> None:
    """That table counts reviews completed, where that of 2025 counted meetings."""
    reading = read(REVIEWS_2026.write(tmp_path))
    assert (reading.faults, reading.cells, reading.rows) == ([], 6, 1)
    assert reading.release_id == "ehcp-2026/annual_reviews.csv"


def test_reviews_of_2025_stay_when_those_of_2026_come(over: Build) -> None:
    places = [council(str(500 + n), f"E08007{n:03}", f"Council {n}", NORTH_WEST) for n in range(30)]
    over(
        table(
            "annual_reviews.csv",
            "review_expected total_review_meeting number_decsion_4weeks "
            "number_decision_gt_4weeks pc_decsion_4weeks",
            *((place, "2024", "2000", "1500", "600", "400", "60.0") for place in places),
        )
    )
    con = over(
        table_2026(
            "annual_reviews.csv",
            "total_ehc_plans review_expected_2025 review_completed_2025 decision_4_weeks",
            (ENGLAND, "2025", "81000", "63000", "45000", "18000"),
            *((place, "2025", "2700", "2100", "1500", "600") for place in places),
        )
    )
    due = "select count(*) from figure where indicator_id = 'ehcp_review_due'"
    assert con.execute(due).fetchall() == [(31,)]
    assert con.execute(
        "select count(*), any_value(period), any_value(release_id) from figure "
        "where indicator_id = 'ehcp_review_held'"
    ).fetchall() == [(30, "2024", "ehcp-2025/annual_reviews.csv")]


def test_a_file_that_does_not_say_who_asked_is_read_and_that_is_told(
    read: Read, tmp_path: Path
) -> None:
    reading = read(REQUESTS_2026.write(tmp_path))
    assert reading.faults == [] and reading.cells
    assert reading.notes[0].startswith(
        "expected rows with 'Source of request' in breakdown_topic and 'Parent or young person' in "
        "breakdown, found "
    )
    assert reading.notes[0].endswith(": they are not read")


@pytest.mark.parametrize("year", ["2026", "2031"])
def test_years_in_the_names_of_columns_move_on(read: Read, tmp_path: Path, year: str) -> None:
    later = REVIEWS_2026.everywhere("time_period", year)
    for column in [name for name in later.header if "2025" in name]:
        later = later.renamed(column, column.replace("2025", year))
    reading = read(later.write(tmp_path))
    assert (reading.faults, reading.cells) == ([], 6)
    assert reading.release_id == f"ehcp-{int(year) + 1}/annual_reviews.csv"
