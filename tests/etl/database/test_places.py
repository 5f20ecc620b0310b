"""Councils that split, codes that changed under councils that did not, and returns for two."""

import csv
from datetime import date

import duckdb
import pytest

from etl.database import checks
from etl.database.places import LIST, bare_name, load_list, note_predecessors
from etl.model import Refusal
from etl.reading.staging import STAGING
from tests.etl.chain import Chain
from tests.etl.writing import (
    ENGLAND,
    INNER_LONDON,
    LONDON,
    NORTH_WEST,
    OUTER_LONDON,
    SALFORD,
    SOUTH_EAST,
    TRAFFORD,
    YORKSHIRE,
    Build,
    caseload,
    council,
    region,
    table,
)

CUMBRIA = council("909", "E10000006", "Cumbria", NORTH_WEST)
CUMBERLAND = council("942", "E06000063", "Cumberland", NORTH_WEST)
WESTMORLAND = council("943", "E06000064", "Westmorland and Furness", NORTH_WEST)
CAMDEN = council("202", "E09000007", "Camden", INNER_LONDON)
KINGSTON = council("314", "E09000021", "Kingston upon Thames", OUTER_LONDON)
RICHMOND = council("318", "E09000027", "Richmond upon Thames", OUTER_LONDON)
BOTH = council(
    "314 / 318",
    "E09000021 / E09000027",
    "Kingston upon Thames / Richmond upon Thames",
    OUTER_LONDON,
)
LEADING_ZERO = council("080", "E06000080", "Nought Eighty", SOUTH_EAST)

CHILDREN_IN_NEED = table(
    "b1_children_in_need_2013_to_2025.csv",
    "At31_episodes",
    (ENGLAND, "2025", "402400"),
    (region("E12000003", "Yorkshire and the Humber"), "2025", "42310"),
    (LONDON, "2025", "65950"),
    (INNER_LONDON, "2025", "27020"),
    (OUTER_LONDON, "2025", "38940"),
    (council("370", "E08000016", "BARNSLEY", YORKSHIRE), "2025", "1566"),
    (CAMDEN, "2025", "1208"),
    (KINGSTON, "2025", "600"),
    (RICHMOND, "2025", "500"),
    (CUMBERLAND, "2025", "1100"),
    (WESTMORLAND, "2025", "800"),
    (CUMBRIA, "2023", "2900"),
    (LEADING_ZERO, "2025", "80"),
)
PLANS_STARTED = table(
    "d3_cpps_subsequent_plan_2013_to_2025.csv",
    "CPP_start",
    (ENGLAND, "2025", "61840"),
    (LEADING_ZERO, "2024", "8"),
)
WORKFORCE = table(
    "csww_indicators_2017_to_2025.csv",
    "inpost_fte",
    (ENGLAND, "2025", "36186.3"),
    (YORKSHIRE, "2025", "3900.1"),
    (council("370", "E08000038", "Barnsley", YORKSHIRE), "2025", "208.2"),
    (BOTH, "2025", "130.4"),
)
BUCKINGHAMSHIRE = caseload(
    "ehcplans",
    (ENGLAND, "202425", "638745"),
    (council("825", "E06000060", "Buckinghamshire", SOUTH_EAST), "202122", "5000"),
    (council("825", "E10000002", "Buckinghamshire", SOUTH_EAST), "202425", "6900"),
)


@pytest.fixture(scope="module")
def places(built: Build) -> duckdb.DuckDBPyConnection:
    return built(CHILDREN_IN_NEED, PLANS_STARTED, WORKFORCE, BUCKINGHAMSHIRE)


def one(con: duckdb.DuckDBPyConnection, la_code: str, columns: str) -> tuple[object, ...]:
    (row,) = con.execute(f"select {columns} from area where la_code = ?", [la_code]).fetchall()
    return row


def test_a_council_has_its_newest_code_and_name(places: duckdb.DuckDBPyConnection) -> None:
    assert one(places, "370", "area_code, name") == ("E08000038", "Barnsley")


def test_a_region_has_its_newest_name(places: duckdb.DuckDBPyConnection) -> None:
    assert places.execute("select name from area where area_code = 'E12000003'").fetchall() == [
        ("Yorkshire and The Humber",)
    ]


def test_the_newest_code_is_known_without_the_file_that_prints_it(built: Build) -> None:
    con = built(CHILDREN_IN_NEED)
    assert one(con, "370", "area_code, name") == ("E08000038", "BARNSLEY")


def test_an_abolished_code_in_the_newest_file_is_not_the_newest(
    places: duckdb.DuckDBPyConnection,
) -> None:
    assert one(places, "825", "area_code, valid_to") == ("E06000060", None)
    assert places.execute(
        "select period, value from figure "
        "where area_code = 'E06000060' and indicator_id = 'ehcp_caseload' and breakdown is null "
        "order by 1"
    ).fetchall() == [("202122", 5000), ("202425", 6900)]


def test_an_abolished_council_ends_on_its_last_day(places: duckdb.DuckDBPyConnection) -> None:
    assert one(places, "909", "valid_from, valid_to") == (None, date(2023, 3, 31))
    assert one(places, "942", "valid_from, valid_to") == (date(2023, 4, 1), None)
    assert one(places, "943", "valid_from, valid_to") == (date(2023, 4, 1), None)


def test_councils_made_of_a_council_have_series_of_their_own(
    places: duckdb.DuckDBPyConnection,
) -> None:
    assert places.execute(
        "select name, period, value from figure join area using (area_code) "
        "where indicator_id = 'cin_number' and la_code in ('909', '942', '943') order by la_code"
    ).fetchall() == [
        ("Cumbria", "2023", 2900),
        ("Cumberland", "2025", 1100),
        ("Westmorland and Furness", "2025", 800),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("England", ("country", None)),
        ("London", ("region", "E92000001")),
        ("Inner London", ("subregion", "E12000007")),
        ("Outer London", ("subregion", "E12000007")),
        ("Camden", ("la", "E12000007")),
        ("Cumberland", ("la", "E12000002")),
        ("Kingston upon Thames / Richmond upon Thames", ("joint", "E12000007")),
    ],
)
def test_a_place_lies_in_another(
    places: duckdb.DuckDBPyConnection, name: str, expected: tuple[str, str | None]
) -> None:
    assert (
        places.execute("select level, parent_code from area where name = ?", [name]).fetchall()
    ) == [expected]


def test_two_councils_with_one_figure_are_one_place(places: duckdb.DuckDBPyConnection) -> None:
    assert places.execute(
        "select area_code, la_code, value from figure join area using (area_code) "
        "where indicator_id = 'sw_fte' and parent_code = 'E12000007'"
    ).fetchall() == [("E09000021 / E09000027", "314 / 318", 130.4)]


def test_each_of_the_two_keeps_its_own_figures_elsewhere(
    places: duckdb.DuckDBPyConnection,
) -> None:
    assert places.execute(
        "select area_code, value from figure "
        "where indicator_id = 'cin_number' and area_code in ('E09000021', 'E09000027') order by 1"
    ).fetchall() == [("E09000021", 600), ("E09000027", 500)]


def test_a_council_code_keeps_its_noughts_and_joins_two_files(
    places: duckdb.DuckDBPyConnection,
) -> None:
    assert places.execute(
        "select la_code, indicator_id, value from figure join area using (area_code) "
        "where area_code = 'E06000080' and value is not null order by 2"
    ).fetchall() == [("080", "cin_number", 80), ("080", "cp_started", 8)]


def test_two_councils_may_not_share_a_code(built: Build) -> None:
    same = table(
        "b1_children_in_need_2013_to_2025.csv",
        "At31_episodes",
        (CUMBERLAND, "2025", "1100"),
        ({**WESTMORLAND, "new_la_code": "E06000063"}, "2025", "800"),
    )
    with pytest.raises(Exception, match="expected") as refusal:
        built(same)
    assert str(refusal.value) == (
        "cin-2025/b1_children_in_need_2013_to_2025.csv: row 3: expected Westmorland and Furness "
        "(943, E06000064), found Westmorland and Furness (943, E06000063): if that is right, say "
        "so in data/places.csv"
    )


EXCHANGED = [
    (
        "old_la_code",
        "expected Salford (355, E08000006), found Trafford (355, E08000009)",
        "expected Trafford (358, E08000009), found Salford (358, E08000006)",
    ),
    (
        "new_la_code",
        "expected Trafford (358, E08000009), found Trafford (358, E08000006)",
        "expected Salford (355, E08000006), found Salford (355, E08000009)",
    ),
    (
        "la_name",
        "expected Trafford (358, E08000009), found Salford (358, E08000009)",
        "expected Salford (355, E08000006), found Trafford (355, E08000006)",
    ),
]


@pytest.mark.parametrize(("column", "first", "second"), EXCHANGED)
def test_two_councils_that_exchange_code_or_name_are_refused_with_their_rows(
    chain: Chain, column: str, first: str, second: str
) -> None:
    """Nothing wrong gets in, row 1: one council's children in need were shown as the other's."""
    right = table(
        "csww_indicators_2017_to_2025.csv",
        "inpost_fte",
        (ENGLAND, "2025", "36186.3"),
        (TRAFFORD, "2025", "105.3"),
        (SALFORD, "2025", "260.1"),
    )
    chain.add(right)
    place = right.header.index(column)
    wrong = right.having(3, column, right.rows[2][place]).having(4, column, right.rows[1][place])
    before = chain.last
    with pytest.raises(Refusal) as refusal:
        chain.add(wrong)
    assert refusal.value.faults == [
        f"workforce-2025/csww_indicators_2017_to_2025.csv: row {row}: {words}: if that is right, "
        "say so in data/places.csv"
        for row, words in ((3, first), (4, second))
    ]
    assert chain.last == before
    assert chain.asked("select name from area where la_code = '358'") == [("Trafford",)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Helens", "St Helens"),
        ("Bristol, City of", "City of Bristol"),
        ("Herefordshire, County of", "Herefordshire"),
        ("Kingston upon Hull, City of", "Kingston Upon Hull"),
        ("County Durham", "Durham"),
        ("Bath & North East Somerset", "Bath and North East Somerset"),
    ],
)
def test_names_that_publishers_spell_otherwise_are_one_name(
    empty: duckdb.DuckDBPyConnection, one: str, other: str
) -> None:
    names = f"select {bare_name('$one')} = {bare_name('$other')}"
    assert empty.execute(names, {"one": one, "other": other}).fetchall() == [(True,)]


def test_names_of_two_places_stay_two(empty: duckdb.DuckDBPyConnection) -> None:
    """Of all places of the list only Dorset, which began anew, has a name of another."""
    empty.execute(STAGING)
    load_list(empty)
    assert empty.execute(
        f"select level, {bare_name('name')}, string_agg(distinct place, ' ' order by place) "
        "from known_place group by 1, 2 having count(distinct place) > 1"
    ).fetchall() == [("la", "dorset", "835 838")]


def test_the_list_knows_every_embedded_place(database: duckdb.DuckDBPyConnection) -> None:
    with LIST.open(encoding="utf-8", newline="") as file:
        listed = {(row["place"], row["ons_code"], row["name"]) for row in csv.DictReader(file)}
    embedded = database.execute(
        "select coalesce(la_code, area_code), area_code, name from area"
    ).fetchall()
    assert set(embedded) <= listed


def test_a_council_that_no_list_tells_of_is_told(chain: Chain) -> None:
    """Nothing wrong gets in, row 1: a council split in two, and nobody had written when."""
    split = council("946", "E06000099", "East Surrey", SOUTH_EAST)
    summary = chain.add(
        table(
            "b1_children_in_need_2013_to_2025.csv",
            "At31_episodes",
            (ENGLAND, "2025", "402400"),
            (split, "2025", "900"),
        )
    )
    assert [one for one in summary.warnings if "places.csv" in one] == [
        "East Surrey (946): expected a line in data/places.csv that tells of this place and of "
        "what it was before, found none"
    ]


def test_two_areas_of_one_name_at_a_time_are_refused(empty: duckdb.DuckDBPyConnection) -> None:
    empty.execute(
        "insert into area values ('N', '838', 'Dorset', 'la', null, '2019-04-01', null), "
        "('O', '835', 'Dorset', 'la', null, null, '2019-03-31')"
    )
    (check,) = (one for one in checks.MUST_HOLD if one.words.startswith("No two areas"))
    checks.refuse(empty, [check])
    empty.execute("update area set valid_to = '2020-03-31' where area_code = 'O'")
    with pytest.raises(Refusal) as refusal:
        checks.refuse(empty, [check])
    assert refusal.value.faults == [
        "Dorset: expected one council of this name at a time, found 838 and 835"
    ]


TOOL = """
    insert into figure (indicator_id, area_code, period, period_kind, period_start, period_end,
        value, status, derived, release_id)
    values ('ehcp_appeal_rate', $1, '2018', 'calendar', '2018-01-01', '2018-12-31', $2, $3, false,
        'r')
"""


def test_a_figure_from_before_a_council_began_is_of_another(
    empty: duckdb.DuckDBPyConnection,
) -> None:
    """True to the last word, row 5: Dorset before 2019 as one line."""
    empty.execute(
        "insert into area values ('N', '838', 'Dorset', 'la', null, '2019-04-01', null), "
        "('O', '835', 'Dorset', 'la', null, null, '2019-03-31'), "
        "('M', '839', 'Poole', 'la', null, '2019-04-01', null)"
    )
    for figure in (("N", 1.7, "ok"), ("O", 1.7, "ok"), ("M", None, "gone")):
        empty.execute(TOOL, figure)
    note_predecessors(empty)
    assert empty.execute(
        "select indicator_id, area_code, period_end, kind, note from figure_note"
    ).fetchall() == [
        (
            "ehcp_appeal_rate",
            "N",
            date(2018, 12, 31),
            "predecessor",
            "Dorset began on 1 April 2019: the figure published under its code is of a council "
            "before it",
        )
    ]


def test_in_the_embedded_figures_nothing_is_missing_of_a_council_that_was_not_there(
    database: duckdb.DuckDBPyConnection,
) -> None:
    """Only a council that was there has a figure, a figure withheld, or no value."""
    outside = database.execute(
        "select status, count(*), count(distinct area_code) from figure join area using (area_code)"
        "where level = 'la' and (period_end < valid_from or period_end > valid_to) "
        "group by 1 order by 1"
    ).fetchall()
    assert [status for status, *_ in outside] == ["gone", "ok"]
    noted = database.execute(
        "select indicator_id, area_code, period_end from figure_note where kind = 'predecessor' "
        "order by all"
    ).fetchall()
    assert noted == [
        (indicator, "E06000059", date(year, 12, 31))
        for indicator in ("ehcp_appeal_rate", "ehcp_appealable", "ehcp_appeals")
        for year in range(2014, 2019)
    ]
    # Northamptonshire ended within 2021: the appeals under its name in that year have a caution.
    assert outside[1] == ("ok", len(noted) + 1, 2)
