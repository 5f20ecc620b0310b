"""Pupils by year group and by free school meals, in each layout that DfE has published."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest
from writing import ENGLAND, NORTH_WEST, SALFORD, TRAFFORD, Place, Table, council, write_all

from etl import build, catalogue, schools, sen, tidy
from etl.model import Refusal

SEN_IDENTIFIERS = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_name,"
    "region_code,old_la_code,la_name,new_la_code"
)
YEARS = ["early_years", "reception", *(f"year_{number}" for number in range(1, 15))]
YEARS.append("not_followed")
OLD_YEARS = ",".join([f"nc_{year}" for year in YEARS] + [f"nc_{year}_percent" for year in YEARS])
NEW_YEARS = ",".join([f"nc_{year}_pupil_{part}" for part in ("count", "percent") for year in YEARS])
PLAN, SUPPORT, NONE = "sen_pupils_ehcp", "sen_pupils_support", "sen_pupils_none"
# Layout: header, provision, need and total columns, the label of each provision.
LAYOUTS = {
    "2019/20": (
        f"{SEN_IDENTIFIERS},phase_type_grouping,pupil_sen_status,primary_need,number_of_pupils,"
        f"{OLD_YEARS}",
        ("pupil_sen_status", "primary_need", "number_of_pupils", "nc_{}"),
        ("Statement or EHC", "SEN No Statement or EHC", "No SEN"),
    ),
    "2024/25": (
        f"{SEN_IDENTIFIERS},phase_type_grouping,sen_status,sen_primary_need,number_of_pupils,"
        f"{OLD_YEARS}",
        ("sen_status", "sen_primary_need", "number_of_pupils", "nc_{}"),
        (
            "Education, health and care plan",
            "SEN support / SEN without an EHC plan",
            "No identified SEN",
        ),
    ),
    "2026 format": (
        f"{SEN_IDENTIFIERS},pcon_code,pcon_name,phase_type_grouping,sen_provision,"
        f"sen_primary_need,total_pupil_count,{NEW_YEARS}",
        ("sen_provision", "sen_primary_need", "total_pupil_count", "nc_{}_pupil_count"),
        (
            "Education, health and care plan",
            "SEN support / SEN without an EHC plan",
            "No identified SEN",
        ),
    ),
}
FSM_HEADER = (
    f"{SEN_IDENTIFIERS},pcon_code,pcon_name,phase_type_grouping,sen_provision,sen_primary_need,"
    "fsm_eligibility,pupil_count,pupil_percent"
)
ALTRINCHAM: Place = {
    "geographic_level": "Parliamentary constituency",
    "pcon_code": "E14001064",
    "pcon_name": "Altrincham and Sale West",
}


def sheet(header: str, *rows: Mapping[str, str], file: str = "0f1e2d.csv") -> Table:
    """A file of DfE's catalogue, whose name says nothing."""
    names = tuple(header.split(","))
    common = {
        "time_period": "202425",
        "time_identifier": "Academic year",
        "country_code": "E92000001",
        "country_name": "England",
        "phase_type_grouping": "Total",
    }
    return Table(
        file, names, tuple(tuple({**common, **row}.get(n, "") for n in names) for row in rows)
    )


def year_groups(layout: str, **counts: tuple[int, int, int]) -> Table:
    """All rows of Trafford in January 2025: provision by year, its total first."""
    header, (provision, need, total, year), labels = LAYOUTS[layout]
    columns = {"total": total, **{name: year.format(name) for name in YEARS}}
    zero = dict.fromkeys(columns.values(), "0")
    rows = [
        {
            **place,
            provision: label,
            need: "Total",
            **zero,
            **{columns[name]: str(values[position]) for name, values in counts.items()},
        }
        for place in (ENGLAND, TRAFFORD)
        for position, label in enumerate(labels)
    ]
    one_need = {**rows[3], need: "Autistic Spectrum Disorder", total: "7"}
    one_phase = {**rows[3], "phase_type_grouping": "State-funded primary", total: "8"}
    return sheet(header, *rows, one_need, one_phase)


SMALL = {
    "total": (50, 90, 860),
    "year_4": (8, 14, 130),
    "year_5": (13, 15, 128),
    "not_followed": (2, 0, 0),
}


def read(con: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> tidy.Reading:
    path = table.write(folder)
    file = tidy.PublishedFile(path.name, path, str(folder))
    reader = catalogue.reader_of_file(file)
    assert reader, "no record knows these columns"
    return reader(con, file)


def cells(con: duckdb.DuckDBPyConnection, breakdown: str | None) -> dict[str, str]:
    return dict(
        con.execute(
            "select indicator_id, raw from cell where area_key = '358' "
            "and breakdown is not distinct from ?",
            [breakdown],
        ).fetchall()
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_known_by_its_columns_and_read_by_year(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, layout: str
) -> None:
    reading = read(staging, year_groups(layout, **SMALL), tmp_path)
    assert reading.faults == []
    assert cells(staging, None) == {PLAN: "50", SUPPORT: "90", NONE: "860"}
    assert cells(staging, "Year 4") == {PLAN: "8", SUPPORT: "14", NONE: "130"}
    assert cells(staging, "Year 5") == {PLAN: "13", SUPPORT: "15", NONE: "128"}
    assert cells(staging, "Not followed") == {PLAN: "2", SUPPORT: "0", NONE: "0"}
    found = staging.execute(
        "select distinct breakdown from cell where breakdown_topic = 'Year group'"
    ).fetchall()
    expected = {"Early years", "Reception", "Not followed"}
    assert {row[0] for row in found} == expected | {f"Year {year}" for year in range(1, 15)}


@pytest.mark.parametrize(
    ("layout", "release_id"),
    [
        ("2019/20", "sen-2020-layout/year_groups_2020.csv"),
        ("2024/25", "sen-2025-layout/year_groups_2025.csv"),
        ("2026 format", "sen-2026-layout/year_groups_2026.csv"),
    ],
)
def test_the_release_is_named_by_layout_and_by_the_last_january(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, layout: str, release_id: str
) -> None:
    table = year_groups(layout, **SMALL).everywhere("time_period", "202526")
    reading = read(staging, table, tmp_path)
    assert reading.release_id == release_id
    assert reading.release
    assert reading.release.title.endswith(", to January 2026")


def test_a_figure_leads_back_to_its_cell(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    read(staging, year_groups("2026 format", **SMALL), tmp_path)
    assert staging.execute(
        "select period, period_kind, period_end::varchar, source_row, source_column from cell "
        f"where area_key = '358' and indicator_id = '{PLAN}' and breakdown = 'Year 5'"
    ).fetchall() == [("202425", "academic", "2025-01-31", 5, "nc_year_5_pupil_count")]


@pytest.mark.parametrize("name", ["", "Unnamed: 0", "column0"])
def test_a_column_of_row_numbers_is_passed_over(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    table = year_groups("2026 format", **SMALL)
    rows = tuple((str(number), *row) for number, row in enumerate(table.rows))
    assert read(staging, Table(table.file, (name, *table.header), rows), tmp_path).faults == []
    assert cells(staging, "Year 5")[PLAN] == "13"


def test_constituencies_are_passed_over(staging: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    table = year_groups("2026 format", **SMALL)
    names = dict(zip(table.header, table.rows[3], strict=True))
    row = {**dict.fromkeys(TRAFFORD, ""), **names, "old_la_code": "", **ALTRINCHAM}
    reading = read(staging, table.plus([row[name] for name in table.header]), tmp_path)
    assert reading.faults == []
    assert reading.rows == 9
    assert staging.execute("select distinct area_key from cell order by 1").fetchall() == [
        ("358",),
        ("E92000001",),
    ]


def test_both_letters_mean_not_available() -> None:
    assert {sen.SEN_SYMBOLS["x"], sen.SEN_SYMBOLS["z"]} == {"unavailable"}


def test_a_file_without_pupils_without_sen_is_read_with_a_note(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    table = year_groups("2024/25", **SMALL)
    rows = tuple(row for row in table.rows if "No identified SEN" not in row)
    reading = read(staging, Table(table.file, table.header, rows), tmp_path)
    assert reading.faults == []
    assert reading.notes == [
        "no rows of pupils without SEN: no share of all pupils can be computed from it"
    ]


def test_a_council_without_a_plan_may_have_no_row(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    table = year_groups("2024/25", **SMALL)
    place = dict(zip(table.header, table.rows[4], strict=True)) | dict(SALFORD)
    assert read(staging, table.plus([place[n] for n in table.header]), tmp_path).faults == []


@pytest.mark.parametrize(
    ("layout", "column"),
    [("2019/20", "pupil_sen_status"), ("2024/25", "sen_status"), ("2026 format", "sen_provision")],
)
def test_an_unknown_provision_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, layout: str, column: str
) -> None:
    table = year_groups(layout, **SMALL).having(5, column, "Plan of another name")
    (fault,) = read(staging, table, tmp_path).faults
    assert f"row 5, column {column}: expected 'Education, health and care plan' or" in fault
    assert fault.endswith("found 'Plan of another name'")
    assert tidy.count(staging, "cell") == 0


def test_a_file_in_which_nobody_has_a_plan_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    table = year_groups("2024/25", **SMALL)
    rows = tuple(row for row in table.rows if "Education, health and care plan" not in row)
    (fault,) = read(staging, Table(table.file, table.header, rows), tmp_path).faults
    assert "expected rows with 'Education, health and care plan' or" in fault
    assert "'Total' in phase_type_grouping" in fault


@pytest.mark.parametrize(
    ("column", "text", "fault"),
    [
        ("nc_year_4", "n/a", "row 3, column nc_year_4: expected a number or one of"),
        ("nc_year_4", "3.5", "row 3, column nc_year_4: expected a whole number of 0 or more"),
        ("time_period", "2025", "row 3, column time_period: expected a period such as 202425"),
        ("time_period", "202427", "expected two years in a row such as 202425, found '202427'"),
        ("geographic_level", "Ward", "column geographic_level: expected the level National"),
    ],
)
def test_a_broken_cell_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, column: str, text: str, fault: str
) -> None:
    table = year_groups("2024/25", **SMALL).having(3, column, text)
    assert fault in " ".join(read(staging, table, tmp_path).faults)


def test_a_missing_year_is_refused(staging: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    table = year_groups("2024/25", **SMALL).without("nc_year_14")
    (fault,) = read(staging, table, tmp_path).faults
    assert "expected the column nc_year_14, found" in fault


def meals(*rows: tuple[str, str, str]) -> Table:
    return sheet(
        FSM_HEADER,
        *(
            {
                **place,
                "sen_provision": provision,
                "sen_primary_need": "Total",
                "fsm_eligibility": eligibility,
                "pupil_count": count,
                "pupil_percent": "1",
            }
            for place in (ENGLAND, TRAFFORD)
            for provision, eligibility, count in rows
        ),
    )


def test_free_school_meals_are_read_by_provision(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    plan, support = LAYOUTS["2026 format"][2][:2]
    table = meals(
        (plan, "Total", "50"),
        (plan, "Eligible for free school meals", "18"),
        (plan, "Not eligible for free school meals", "32"),
        (support, "Total", "90"),
        (support, "Eligible for free school meals", "30"),
        (support, "Not eligible for free school meals", "60"),
        ("Total", "Total", "1000"),
    )
    reading = read(staging, table, tmp_path)
    assert reading.faults == []
    assert reading.release_id == "sen-2026-layout/free_school_meals.csv"
    assert cells(staging, "Eligible") == {PLAN: "18", SUPPORT: "30"}
    assert cells(staging, "Not eligible") == {PLAN: "32", SUPPORT: "60"}
    assert cells(staging, "All") == {PLAN: "50", SUPPORT: "90"}
    assert cells(staging, None) == {}, "another group of schools than the year groups"


ETHNIC = ",".join(f"ethnicity_{code}" for code in sen.ETHNICITIES)
WIDE = {
    "2019/20": ("pupil_sen_status", "primary_need", "sen-2020-layout/characteristics_2020.csv"),
    "2024/25": ("sen_status", "sen_primary_need", "sen-2025-layout/characteristics_2025.csv"),
}


def characteristics(layout: str) -> Table:
    """The older wide file: Trafford and England, each provision, all phases and needs."""
    provision, need, _ = WIDE[layout]
    header = (
        f"{SEN_IDENTIFIERS},phase_type_grouping,{provision},{need},number_of_pupils,"
        f"fsm_not_eligible,fsm_eligible,{ETHNIC},fsm_eligible_percent"
    )
    zero = dict.fromkeys(ETHNIC.split(","), "0")
    counts = {"number_of_pupils": "50", "fsm_not_eligible": "32", "fsm_eligible": "18"}
    rows = [
        {**place, **zero, **counts, provision: label, need: "Total", "ethnicity_indian": "7"}
        for place in (ENGLAND, TRAFFORD)
        for label in LAYOUTS[layout][2]
    ]
    one_need = {**rows[3], need: "Autistic Spectrum Disorder", "fsm_eligible": "3"}
    return sheet(header, *rows, one_need)


@pytest.mark.parametrize("layout", WIDE)
def test_older_files_give_free_school_meals_and_ethnicity(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, layout: str
) -> None:
    reading = read(staging, characteristics(layout), tmp_path)
    assert reading.faults == []
    assert reading.release_id == WIDE[layout][2]
    assert cells(staging, "All") == dict.fromkeys((PLAN, SUPPORT, NONE), "50")
    assert cells(staging, "Eligible") == dict.fromkeys((PLAN, SUPPORT, NONE), "18")
    assert cells(staging, "Not eligible") == dict.fromkeys((PLAN, SUPPORT, NONE), "32")
    assert cells(staging, "Indian") == dict.fromkeys((PLAN, SUPPORT, NONE), "7")
    found = staging.execute(
        "select count(distinct breakdown) from cell where breakdown_topic = 'Ethnicity'"
    ).fetchall()
    assert found == [(19,)]


def test_a_missing_ethnic_group_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    table = characteristics("2024/25").without("ethnicity_chinese")
    (fault,) = read(staging, table, tmp_path).faults
    assert "expected the column ethnicity_chinese, found" in fault


def test_the_summary_of_several_characteristics_is_not_mistaken() -> None:
    national = "time_period,ethnicity_major,fsm_eligibility,sex,pupil_nc_year,sen_primary_need"
    assert catalogue.reader_of("x.csv", f"{national},sen_provision,pupil_count".split(",")) is None


def test_a_whole_build_shows_pupils_and_keeps_them(tmp_path: Path) -> None:
    table = year_groups("2026 format", **SMALL)
    first, second = tmp_path / "first.duckdb", tmp_path / "second.duckdb"
    build.build_from_files(write_all(tmp_path / "a", [table]), first)
    newer = year_groups("2024/25", **SMALL)
    build.build_from_files(write_all(tmp_path / "b", [newer]), second, first)
    with duckdb.connect(str(second), read_only=True) as con:
        assert con.execute(
            "select value, release_id from figure join area using (area_code) "
            f"where la_code = '358' and indicator_id = '{PLAN}' and breakdown = 'Year 5'"
        ).fetchall() == [(13, "sen-2026-layout/year_groups_2026.csv")]
        titles = con.execute(
            "select title from release where release_id like 'sen-20%' order by 1"
        ).fetchall()
    assert titles == [
        ("2026 format, to January 2025",),
        ("Layout of 2024/25, to January 2025",),
    ]


def test_a_build_without_these_files_does_not_warn(tmp_path: Path) -> None:
    summary = build.build_from_files(
        write_all(tmp_path / "files", [year_groups("2024/25", **SMALL)]), tmp_path / "x.duckdb"
    )
    assert [warning for warning in summary.warnings if "sen_pupils" in warning] == []
    assert any("ehcp_caseload" in warning for warning in summary.warnings)


def test_a_damaged_file_leaves_no_database(tmp_path: Path) -> None:
    files = write_all(tmp_path / "files", [year_groups("2024/25", **SMALL).without("nc_year_9")])
    with pytest.raises(Refusal, match="expected the column nc_year_9"):
        build.build_from_files(files, tmp_path / "built.duckdb")
    assert not (tmp_path / "built.duckdb").exists()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"PK\x03\x04", b"a" * 300_000])
def test_a_file_of_another_kind_is_not_recognised(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "something"
    path.write_bytes(content)
    assert catalogue.reader_of_file(tidy.PublishedFile(path.name, path, "")) is None
    assert not schools.recognises(set())


def test_columns_are_read_from_the_first_line_only(tmp_path: Path) -> None:
    out = io.StringIO()
    csv.writer(out).writerow(["", "Total pupils", "a, b"])
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode() + b"\xff\xff")
    assert tidy.columns_of(path) == ["", "Total pupils", "a, b"]


def test_councils_that_changed_keep_their_codes(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    barnsley = council("370", "E08000038", "Barnsley", NORTH_WEST)
    table = year_groups("2024/25", **SMALL)
    for row in (5, 6, 7, 8, 9):
        for column, text in barnsley.items():
            table = table.having(row, column, text)
    assert read(staging, table, tmp_path).faults == []
    assert staging.execute("select ons_code from place where la_code = '370'").fetchall() == [
        ("E08000038",)
    ]
