"""The figures that we compute: rates, percentages of two published counts, and growth."""

from datetime import date

import duckdb
import pytest

from tests.etl.writing import (
    ENGLAND,
    NORTH_WEST,
    SALFORD,
    TRAFFORD,
    Build,
    caseload,
    council,
    table,
)

BOLTON = council("350", "E08000001", "Bolton", NORTH_WEST)
BURY = council("351", "E08000002", "Bury", NORTH_WEST)
WIGAN = council("359", "E08000010", "Wigan", NORTH_WEST)

POPULATION = table(
    "ons_mid-year_population_estimates_2012_to_2024.csv",
    "population_estimate",
    (TRAFFORD, "2023", "56000"),
    (TRAFFORD, "2024", "56737"),
    (ENGLAND, "2024", "12183016"),
)
CHILDREN_IN_NEED = table(
    "b1_children_in_need_2013_to_2025.csv",
    "At31_episodes",
    (ENGLAND, "2025", "402400"),
    (TRAFFORD, "2025", "1517"),
    (TRAFFORD, "2024", "c"),
    (TRAFFORD, "2023", "1400"),
)
WORKFORCE = table(
    "csww_indicators_2017_to_2025.csv",
    "inpost_fte vacancy_fte vacancy_rate_fte agency_fte agency_rate_fte",
    (TRAFFORD, "2025", "105.3", "51", "32.6", "43", "29.0"),
    (SALFORD, "2025", "100", "c", "20.0", "10", "9.1"),
    (BOLTON, "2025", "100", "25", "25.0", "0", "0"),
)
REQUESTS = table(
    "requests.csv",
    "requests_received_in_year requests_decided_not_to_assess request_not_assess_pc "
    "request_outcome_six_weeks request_outcome_six_weeks_pc",
    (TRAFFORD, "2024", "515", "139", "27.0", "484", "89.1"),
    (SALFORD, "2024", "400", "100", "x", "x", "x"),
    (BOLTON, "2024", "400", "c", "x", "x", "x"),
    (BURY, "2024", "0", "0", "0", "0", "z"),
    (WIGAN, "2024", "400", "100", "26.0", "x", "x"),
)
REVIEWS = table(
    "annual_reviews.csv",
    "review_expected total_review_meeting number_decsion_4weeks number_decision_gt_4weeks "
    "pc_decsion_4weeks",
    (TRAFFORD, "2024", "2709", "2615", "1777", "786", "69.3"),
    (SALFORD, "2024", "x", "c", "1777", "x", "69.3"),
    (BOLTON, "2024", "x", "1000", "10", "0", "100"),
    (BURY, "2024", "0", "0", "0", "0", "z"),
)


@pytest.fixture(scope="module")
def derived(built: Build) -> duckdb.DuckDBPyConnection:
    return built(POPULATION, CHILDREN_IN_NEED, WORKFORCE, REQUESTS, REVIEWS)


Figure = tuple[float | None, str | None, str, float | None, float | None]


def figure(con: duckdb.DuckDBPyConnection, indicator: str, name: str, period: str) -> list[Figure]:
    """Value, symbol, status, numerator and denominator of one total, if there is one."""
    return con.execute(
        "select round(value, 3), symbol, status, numerator, denominator "
        "from figure join area using (area_code) "
        "where indicator_id = ? and name = ? and period = ? and breakdown is null",
        [indicator, name, period],
    ).fetchall()


def test_a_rate_is_divided_by_the_population_of_the_year_before(
    derived: duckdb.DuckDBPyConnection,
) -> None:
    rate = round(10_000 * 1517 / 56737, 3)
    assert figure(derived, "cin_rate", "Trafford", "2025") == [(rate, None, "ok", 1517, 56737)]


def test_there_is_no_rate_without_that_population(derived: duckdb.DuckDBPyConnection) -> None:
    assert figure(derived, "cin_rate", "Trafford", "2023") == []


def test_a_rate_is_traced_to_the_file_of_its_numerator(
    derived: duckdb.DuckDBPyConnection,
) -> None:
    assert derived.execute(
        "select distinct derived, release_id, source_row, source_column from figure "
        "where indicator_id = 'cin_rate'"
    ).fetchall() == [(True, "cin-2025/b1_children_in_need_2013_to_2025.csv", None, None)]


def test_a_rate_of_a_hidden_count_is_hidden(derived: duckdb.DuckDBPyConnection) -> None:
    assert figure(derived, "cin_rate", "Trafford", "2024") == [
        (None, "c", "suppressed", None, 56000)
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Trafford", (round(100 * 2615 / 2709, 3), None, "ok", 2615, 2709)),
        ("Salford", (None, "c", "suppressed", None, None)),
        ("Bolton", (None, "x", "unavailable", 1000, None)),
        ("Bury", (None, None, "not_applicable", 0, 0)),
    ],
    ids=["of two numbers", "hidden beats unavailable", "only one symbol", "nothing of nothing"],
)
def test_a_ratio_takes_the_worst_symbol_of_its_parts(
    derived: duckdb.DuckDBPyConnection, name: str, expected: Figure
) -> None:
    assert figure(derived, "ehcp_review_held_pc", name, "2024") == [expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Trafford", (27, None, "ok", 139, 515)),
        ("Wigan", (26, None, "ok", None, None)),
        ("Salford", (None, "x", "unavailable", 100, 400)),
        ("Bury", (0, None, "ok", None, None)),
    ],
    ids=["parts fit", "parts give another figure", "no figure to fit", "nothing of nothing"],
)
def test_a_published_percentage_has_its_parts_if_they_give_it(
    derived: duckdb.DuckDBPyConnection, name: str, expected: Figure
) -> None:
    assert figure(derived, "ehcp_requests_refused_pc", name, "2024") == [expected]


def test_the_edge_of_rounding_still_fits(built: Build) -> None:
    con = built(
        table(
            "requests.csv",
            "requests_received_in_year requests_decided_not_to_assess request_not_assess_pc",
            (TRAFFORD, "2024", "2000", "545", "27.3"),
            (SALFORD, "2024", "2000", "545", "27.2"),
            (BOLTON, "2024", "2000", "545", "27.1"),
        )
    )
    assert con.execute(
        "select name, numerator from figure join area using (area_code) "
        "where indicator_id = 'ehcp_requests_refused_pc' order by 1"
    ).fetchall() == [("Bolton", None), ("Salford", 545), ("Trafford", 545)]


def test_a_count_rounded_to_ten_may_give_another_last_digit(built: Build) -> None:
    """24.5 of England is 252 of 1,028, printed as 250 of 1,030; a council is printed exactly."""
    con = built(
        table(
            "d3_cpps_subsequent_plan_2013_to_2025.csv",
            "CPP_start CPP_subsequent CPP_subsequent_percent",
            (ENGLAND, "2025", "1030", "250", "24.5"),
            (TRAFFORD, "2025", "1030", "250", "24.5"),
        )
    )
    assert con.execute(
        "select area_code, numerator, denominator from figure "
        "where indicator_id = 'cp_repeat_pc' order by 1"
    ).fetchall() == [("E08000009", None, None), ("E92000001", 250, 1030)]


def test_a_published_symbol_stays_and_our_own_percentage_stands_beside_it(
    derived: duckdb.DuckDBPyConnection,
) -> None:
    published, ours = "ehcp_requests_refused_pc", "ehcp_requests_refused_pc_ours"
    assert figure(derived, published, "Salford", "2024")[0][:3] == (None, "x", "unavailable")
    assert figure(derived, ours, "Salford", "2024") == [(25, None, "ok", 100, 400)]
    assert derived.execute(
        "select distinct indicator_id, derived from figure where indicator_id in (?, ?) order by 1",
        [published, ours],
    ).fetchall() == [(published, False), (ours, True)]


def test_our_own_percentage_of_a_hidden_count_is_hidden(
    derived: duckdb.DuckDBPyConnection,
) -> None:
    assert figure(derived, "ehcp_requests_refused_pc_ours", "Bolton", "2024") == [
        (None, "c", "suppressed", None, 400)
    ]


def test_a_denominator_of_two_counts_is_their_sum(derived: duckdb.DuckDBPyConnection) -> None:
    assert figure(derived, "ehcp_review_4wk_pc", "Trafford", "2024") == [
        (69.3, None, "ok", 1777, 1777 + 786)
    ]
    vacancy = figure(derived, "sw_vacancy_pc", "Trafford", "2025")
    assert vacancy == [(32.6, None, "ok", 51, pytest.approx(51 + 105.3))]


def test_a_sum_with_a_symbol_in_it_is_no_number(derived: duckdb.DuckDBPyConnection) -> None:
    assert figure(derived, "ehcp_review_4wk_pc", "Salford", "2024") == [
        (69.3, None, "ok", 1777, None)
    ]
    assert figure(derived, "sw_vacancy_pc", "Salford", "2025") == [(20, None, "ok", None, None)]


def test_a_sum_that_does_not_give_the_published_rate_is_left_out(
    derived: duckdb.DuckDBPyConnection,
) -> None:
    assert figure(derived, "sw_vacancy_pc", "Bolton", "2025") == [(25, None, "ok", None, None)]


def test_a_numerator_without_a_published_denominator_stands_alone(
    derived: duckdb.DuckDBPyConnection,
) -> None:
    assert figure(derived, "ehcp_request_6wk_pc", "Trafford", "2024") == [
        (89.1, None, "ok", 484, None)
    ]


@pytest.fixture(scope="module")
def growing(built: Build) -> duckdb.DuckDBPyConnection:
    """Breaks that are written down: after January 2018, and with a caution after January 2022."""
    return built(
        caseload(
            "ehcplans",
            (TRAFFORD, "201718", "1000"),
            (TRAFFORD, "201819", "1100"),
            (TRAFFORD, "201920", "1210"),
            (TRAFFORD, "202122", "1500"),
            (TRAFFORD, "202223", "1600"),
            (SALFORD, "202223", "0"),
            (SALFORD, "202324", "100"),
            (SALFORD, "202425", "x"),
            (TRAFFORD, "202425", "2000"),
            (BURY, "201415", "1"),
            (BURY, "201516", "1048"),
            (BURY, "201617", "1100"),
            (BURY, "201718", "1200"),
            (BURY, "201920", "19"),
            (BURY, "202021", "20"),
            (BURY, "202122", "40"),
            (ENGLAND, "202425", "638745"),
        )
    )


@pytest.mark.parametrize(
    ("name", "period", "expected"),
    [
        ("Trafford", "201718", []),
        ("Trafford", "201819", [(None, None, "across_break", None, None)]),
        ("Trafford", "201920", [(10, None, "ok", 110, 1100)]),
        ("Trafford", "202122", []),
        ("Trafford", "202223", [(None, None, "across_break", None, None)]),
        ("Trafford", "202425", []),
        ("Salford", "202324", [(None, None, "small_base", None, None)]),
        ("Salford", "202425", [(None, "x", "unavailable", None, None)]),
        ("Bury", "201516", [(None, None, "statements", None, None)]),
        ("Bury", "201718", [(None, None, "statements", None, None)]),
        ("Bury", "202021", [(None, None, "small_base", None, None)]),
        ("Bury", "202122", [(100, None, "ok", 20, 20)]),
    ],
    ids=[
        "first year",
        "across a break",
        "next year",
        "after a missing year",
        "across a caution",
        "after another missing year",
        "from nothing",
        "to a symbol",
        "while statements became plans, from few",
        "while statements became plans",
        "from 19",
        "from 20",
    ],
)
def test_growth_is_on_the_year_before(
    growing: duckdb.DuckDBPyConnection, name: str, period: str, expected: list[Figure]
) -> None:
    assert figure(growing, "ehcp_caseload_growth", name, period) == expected


def test_the_breaks_of_the_test_of_growth_are_written_down(
    growing: duckdb.DuckDBPyConnection,
) -> None:
    assert growing.execute(
        "select after_end, kind from series_break where indicator_id = 'ehcp_caseload' order by 1"
    ).fetchall() == [(date(2018, 1, 31), "break"), (date(2022, 1, 31), "caution")]
