"""Questions about wards, asked of rows typed into the test."""

from datetime import date

import duckdb
import pytest

import queries
from analysis.combining import combine
from analysis.differences import Figure
from analysis.rounding import round_half_away

CENSUS = date(2023, 1, 31)
WARD = "insert into ward (ward_code, name, la_code, valid_from, valid_to) values (?, ?, ?, ?, ?)"


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """One council: wards A and B in force, the former ward O, and three schools."""
    empty.executemany(
        WARD,
        [
            ("A", "Ashe", "001", date(2023, 5, 4), None),
            ("B", "Barr", "001", date(2023, 5, 4), None),
            ("O", "Ashe", "001", None, date(2023, 5, 3)),
            ("X", "Elsewhere", "002", None, None),
        ],
    )
    for number, (name, kind, pupils, support, plans, wards) in enumerate(
        [
            ("One", "mainstream", 10, 1, 2, ("A", "O")),
            ("Two", "mainstream", 400, 40, 10, ("B", "O")),
            ("Three", "special", 200, 0, 20, ("B",)),
        ]
    ):
        values = [str(number), CENSUS, name, kind, pupils, support, plans, number + 2]
        empty.execute(
            "insert into school values (?, ?, ?, '001', null, ?, ?, ?, ?, 'r', ?)", values
        )
        rows = [(str(number), CENSUS, ward) for ward in wards]
        empty.executemany("insert into school_ward values (?, ?, ?)", rows)
    empty.execute(
        "insert into release values ('r', 'Publication', 'Release', 'file.csv', null, null, null, "
        "'abc', 3, 'OGL', null)"
    )
    return empty


def supply(con: duckdb.DuckDBPyConnection, ward: str, basis: str, day: date = CENSUS) -> None:
    con.execute(
        "insert into ward_supplied values ('001', ?, ?, 100, 20, 3, ?, 'r', 2)", [ward, day, basis]
    )


def test_wards_in_force_come_first_and_are_told_by_their_code(
    con: duckdb.DuckDBPyConnection,
) -> None:
    wards = queries.ask(con, "wards", la="001")
    assert list(wards["ward_code"]) == ["A", "B", "O"]
    assert list(wards["name"]) == ["Ashe", "Barr", "Ashe"]
    assert list(wards["former"]) == [False, False, True]


def test_a_school_has_a_ward_in_each_set_or_none(con: duckdb.DuckDBPyConnection) -> None:
    schools = queries.ask(con, "ward_schools", la="001", period_end=CENSUS).set_index("name")
    assert schools.loc["One", ["ward_code", "former_ward_code"]].tolist() == ["A", "O"]
    assert schools.loc["Three", "ward_code"] == "B"
    assert schools["former_ward_code"].isna()["Three"]
    assert queries.ask(con, "ward_schools", la="002", period_end=CENSUS).empty


def totals(con: duckdb.DuckDBPyConnection, mainstream: bool = False):  # type: ignore[no-untyped-def]
    answer = queries.ask(con, "ward_totals", la="001", period_end=CENSUS, mainstream=mainstream)
    return answer.set_index("ward_code")


def test_wards_are_added_before_they_are_divided(con: duckdb.DuckDBPyConnection) -> None:
    """Ward A 2 of 10 (20.0%), ward B 30 of 600 (5.0%): together 32 of 610, not 12.5%."""
    by_ward = totals(con)
    assert by_ward.loc["A", "ehc_plan_pc"] == 20
    assert by_ward.loc["B", "ehc_plan_pc"] == 5
    council = by_ward.loc["council"]
    assert (council["ehc_plan"], council["pupils"], council["schools"]) == (32, 610, 3)
    assert round_half_away(council["ehc_plan_pc"], 1) == 5.2
    parts = [
        Figure(
            value=by_ward.loc[ward, "ehc_plan_pc"],
            numerator=by_ward.loc[ward, "ehc_plan"],
            denominator=by_ward.loc[ward, "pupils"],
        )
        for ward in ("A", "B")
    ]
    assert combine(parts, 100).value == pytest.approx(council["ehc_plan_pc"])


def test_totals_add_support_and_plans_and_both_sets_of_wards(
    con: duckdb.DuckDBPyConnection,
) -> None:
    by_ward = totals(con)
    assert by_ward.loc["B", ["sen_support", "ehc_plan", "any_sen"]].tolist() == [40, 30, 70]
    assert by_ward.loc["O", "pupils"] == 410


def test_mainstream_leaves_the_special_school_out(con: duckdb.DuckDBPyConnection) -> None:
    by_ward = totals(con, mainstream=True)
    assert by_ward.loc["B", ["schools", "pupils", "ehc_plan"]].tolist() == [1, 400, 10]
    assert by_ward.loc["council", "schools"] == 2


def test_editions_are_published_first(con: duckdb.DuckDBPyConnection) -> None:
    supply(con, "A", "home", date(2026, 1, 15))
    editions = queries.ask(con, "ward_editions", la="001")
    assert list(editions["supplied"]) == [False, True]
    assert queries.ask(con, "ward_editions", la="002").empty


def test_the_same_pupils_are_not_offered_twice(con: duckdb.DuckDBPyConnection) -> None:
    supply(con, "A", "school", date(2023, 1, 19))
    supply(con, "A", "school", date(2026, 1, 15))
    editions = queries.ask(con, "ward_editions", la="001")
    assert [day.year for day in editions["period_end"]] == [2023, 2026]
    assert list(editions["basis"]) == ["school", "school"]


def test_what_is_supplied_is_read_in_one_set_of_wards(con: duckdb.DuckDBPyConnection) -> None:
    for ward in ("A", "O", "unlisted"):
        supply(con, ward, "home")
    asked = {"la": "001", "period_end": CENSUS, "basis": "home"}
    assert list(queries.ask(con, "ward_supplied", **asked)["ward_code"]) == ["A", "unlisted"]
    con.execute("delete from ward_supplied where ward_code != 'O'")
    assert list(queries.ask(con, "ward_supplied", **asked)["ward_code"]) == ["O"]


def test_england_is_that_of_the_same_january(con: duckdb.DuckDBPyConnection) -> None:
    for indicator, year, value in [
        ("sen_support_pc", 2023, 13.0),
        ("sen_ehcp_pc", 2023, 4.3),
        ("sen_ehcp_pc", 2024, 4.8),
    ]:
        day = date(year, 1, 31)
        con.execute(
            "insert into figure (indicator_id, area_code, period, period_kind, period_start, "
            "period_end, value, status, derived, release_id, source_row, source_column) values "
            "(?, 'E9', 'p', 'january', ?, ?, ?, 'ok', false, 'r', 2, 'c')",
            [indicator, day, day, value],
        )
    row = queries.ask(con, "ward_england", england="E9", year=2023).iloc[0]
    assert (row["sen_support_pc"], row["ehc_plan_pc"]) == (13.0, 4.3)
    assert row["any_sen_pc"] == pytest.approx(17.3)
    assert queries.ask(con, "ward_england", england="E9", year=2020).iloc[0].isna().all()


def test_files_are_those_of_the_figures_shown(con: duckdb.DuckDBPyConnection) -> None:
    asked = {"la": "001", "period_end": CENSUS, "basis": "school"}
    files = queries.ask(con, "ward_files", supplied=False, **asked)
    assert files[["file", "used_rows"]].values.tolist() == [["file.csv", 3]]
    assert queries.ask(con, "ward_files", supplied=True, **asked).empty


def quote(con: duckdb.DuckDBPyConnection, document: str, area: str, value: str = "16.4") -> None:
    con.execute(
        "insert into quoted_figure (quote_id, document, measure, area, period_end, value, quote) "
        "values (?, ?, 'Pupils at SEN support', ?, '2023-01-31', ?, 'highest')",
        [f"{document} {area}", document, area, value],
    )


def table_paper(
    con: duckdb.DuckDBPyConnection, document: str, met: date, wards_on: date | None = None
) -> None:
    con.execute(
        "insert into committee_paper values (?, '001', 'Update', ?, null, 'Item 3', ?)",
        [document, met, wards_on],
    )


@pytest.mark.parametrize(
    ("met", "wards_on", "ward"),
    [
        (date(2023, 7, 25), None, "A"),
        (date(2023, 7, 25), date(2023, 5, 3), "O"),
        (date(2023, 3, 1), None, "O"),
    ],
    ids=["wards of the day", "former wards", "wards of a day before the change"],
)
def test_a_paper_names_the_wards_of_one_day(
    con: duckdb.DuckDBPyConnection, met: date, wards_on: date | None, ward: str
) -> None:
    table_paper(con, "d", met, wards_on)
    quote(con, "d", "Ashe ward")
    quoted = queries.ask(con, "ward_paper", la="001", period_end=CENSUS)
    assert quoted[["ward_code", "value"]].values.tolist() == [[ward, 16.4]]
    assert queries.ask(con, "ward_paper", la="002", period_end=CENSUS).empty


def test_a_paper_names_whole_wards_and_several_at_once(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(WARD, ["C", "Barr Hill", "001", date(2023, 5, 4), None])
    table_paper(con, "d", date(2023, 7, 25))
    quote(con, "d", "Barr Hill, Ashe wards")
    quoted = queries.ask(con, "ward_paper", la="001", period_end=CENSUS)
    assert sorted(quoted["ward_code"]) == ["A", "C"]


def test_the_last_paper_is_the_one_that_is_read(con: duckdb.DuckDBPyConnection) -> None:
    for document, met in [("first", date(2023, 6, 1)), ("last", date(2023, 9, 1))]:
        table_paper(con, document, met)
        quote(con, document, "Ashe ward")
    quoted = queries.ask(con, "ward_paper", la="001", period_end=CENSUS)
    assert [str(day)[:10] for day in quoted["meeting_date"]] == ["2023-09-01"]


def test_a_note_stands_with_the_subject_of_a_paper(con: duckdb.DuckDBPyConnection) -> None:
    table_paper(con, "d", date(2023, 7, 25))
    quote(con, "d", "Ashe ward")
    con.executemany(
        "insert into paper_note values ('d', ?, ?, 'us')",
        [("wards", "Of wards."), ("year groups", "Of year groups.")],
    )
    quoted = queries.ask(con, "ward_paper", la="001", period_end=CENSUS)
    assert list(quoted["note"]) == ["Of wards."]


def test_a_former_ward_knows_the_ward_that_it_is_the_same_as(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute("insert into ward_same values ('O', 'A', 'us')")
    wards = queries.ask(con, "wards", la="001")
    assert wards["same_as"].fillna("").tolist() == ["", "", "A"]


def test_the_councils_with_schools_are_named(con: duckdb.DuckDBPyConnection) -> None:
    assert queries.ask(con, "ward_school_councils").empty
    con.execute(
        "insert into area (area_code, la_code, name, level) values ('E1', '001', 'A', 'la')"
    )
    assert list(queries.ask(con, "ward_school_councils")["name"]) == ["A"]


def test_a_name_of_a_ward_is_former_where_no_ward_bears_it_today(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute(WARD, ["Q", "Quay", "001", None, date(2023, 5, 3)])
    names = queries.ask(con, "ward_names").to_dict("records")
    assert names == [
        {"la_code": "001", "name": "Ashe", "former": False},
        {"la_code": "001", "name": "Barr", "former": False},
        {"la_code": "002", "name": "Elsewhere", "former": False},
        {"la_code": "001", "name": "Quay", "former": True},
    ]
