"""Pupils by year group, sex, free school meals and ethnicity, in each layout of DfE's files."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from bench import ethnicity_file
from etl.database import build
from etl.model import Refusal
from etl.publications import catalogue, ethnicity, schools, sen
from etl.reading import sql
from etl.reading import staging as reading_staging
from tests.etl.writing import (
    ENGLAND,
    NORTH_WEST,
    SALFORD,
    TRAFFORD,
    Place,
    Table,
    council,
    write_all,
)

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


def read(con: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> reading_staging.Reading:
    path = table.write(folder)
    file = reading_staging.PublishedFile(path.name, path, str(folder))
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
        ("2019/20", "sen-2020-layout-2026/year_groups_2020.csv"),
        ("2024/25", "sen-2025-layout-2026/year_groups_2025.csv"),
        ("2026 format", "sen-2026-layout-2026/year_groups_2026.csv"),
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
    assert sql.count(staging, "cell") == 0


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
    assert reading.release_id == "sen-2026-layout-2025/free_school_meals.csv"
    assert cells(staging, "Eligible") == {PLAN: "18", SUPPORT: "30"}
    assert cells(staging, "Not eligible") == {PLAN: "32", SUPPORT: "60"}
    assert cells(staging, "All") == {PLAN: "50", SUPPORT: "90"}
    assert cells(staging, None) == {}, "another group of schools than the year groups"


ETHNIC = ",".join(f"ethnicity_{code}" for code in ethnicity.GROUPS)
WIDE = {
    "2019/20": (
        "pupil_sen_status",
        "primary_need",
        "sen-2020-layout-2025/characteristics_2020.csv",
    ),
    "2024/25": ("sen_status", "sen_primary_need", "sen-2025-layout-2025/characteristics_2025.csv"),
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


AGES = ",".join(f"age_{age}" for age in range(5, 19))
SEX_COLUMNS = {
    "2019/20": ("pupil_gender_boys", "pupil_gender_girls", "sen-2020-layout-2025/age_sex_2020.csv"),
    "2024/25": ("pupil_sex_male", "pupil_sex_female", "sen-2025-layout-2025/age_sex_2025.csv"),
}


def both_sexes(layout: str, male: str, female: str) -> Table:
    """The older file of age and sex: Trafford and England, each provision."""
    provision, need, _ = WIDE[layout]
    more = ",female_age_10,male_age_10" if layout == "2024/25" else ""
    header = (
        f"{SEN_IDENTIFIERS},phase_type_grouping,{provision},{need},number_of_pupils,{AGES},"
        f"{male},{female}{more},age_10_percent"
    )
    zero = dict.fromkeys(header.split(",")[13:], "0")
    counts = {"number_of_pupils": "50", male: "36", female: "14"}
    rows = [
        {**zero, **place, **counts, provision: label, need: "Total"}
        for place in (ENGLAND, TRAFFORD)
        for label in LAYOUTS[layout][2]
    ]
    one_need = {**rows[3], need: "Autistic Spectrum Disorder", male: "3"}
    return sheet(header, *rows, one_need)


@pytest.mark.parametrize("layout", SEX_COLUMNS)
def test_older_files_give_both_sexes(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, layout: str
) -> None:
    male, female, release_id = SEX_COLUMNS[layout]
    reading = read(staging, both_sexes(layout, male, female), tmp_path)
    assert reading.faults == []
    assert reading.release_id == release_id
    assert cells(staging, "All") == dict.fromkeys((PLAN, SUPPORT, NONE), "50")
    assert cells(staging, "Male") == dict.fromkeys((PLAN, SUPPORT, NONE), "36")
    assert cells(staging, "Female") == dict.fromkeys((PLAN, SUPPORT, NONE), "14")
    found = staging.execute("select distinct breakdown_topic from cell").fetchall()
    assert found == [("Sex",)], "ages are counted by year group elsewhere"


@pytest.mark.parametrize("layout", SEX_COLUMNS)
def test_a_year_between_may_have_the_words_of_the_other_layout(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, layout: str
) -> None:
    (other,) = set(SEX_COLUMNS) - {layout}
    table = both_sexes(layout, *SEX_COLUMNS[other][:2])
    assert read(staging, table, tmp_path).faults == []
    assert cells(staging, "Male")[PLAN] == "36"


@pytest.mark.parametrize("layout", SEX_COLUMNS)
def test_ages_of_one_sex_are_never_added_up_to_a_total(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, layout: str
) -> None:
    reading = read(staging, both_sexes(layout, "boys_total", "girls_total"), tmp_path)
    assert [fault.partition(": ")[2].partition(", found")[0] for fault in reading.faults] == [
        "expected the column pupil_sex_male or pupil_gender_boys",
        "expected the column pupil_sex_female or pupil_gender_girls",
    ]
    assert sql.count(staging, "cell") == 0


SEX_HEADER = (
    f"{SEN_IDENTIFIERS},pcon_code,pcon_name,phase_type_grouping,sen_provision,sen_primary_need,"
    "sex,total_pupil_count,age_10_pupil_count"
)


def by_sex(total: str = "total_pupil_count", male: str = "Male", female: str = "Female") -> Table:
    """Age and sex in the 2026 format: sex is a filter, so each is a row."""
    plan, support = LAYOUTS["2026 format"][2][:2]
    return sheet(
        SEX_HEADER,
        *(
            {
                **place,
                "sen_provision": provision,
                "sen_primary_need": "Total",
                "sex": sex,
                "total_pupil_count": count,
                "age_10_pupil_count": "1",
            }
            for place in (ENGLAND, TRAFFORD)
            for provision in (plan, support)
            for sex, count in (("Total", "50"), (male, "36"), (female, "14"))
        ),
    ).renamed("total_pupil_count", total)


@pytest.mark.parametrize("total", ["total_pupil_count", "pupil_count"])
@pytest.mark.parametrize(("male", "female"), [("Male", "Female"), ("Boys", "Girls")])
def test_the_newest_file_gives_both_sexes(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, total: str, male: str, female: str
) -> None:
    reading = read(staging, by_sex(total, male, female), tmp_path)
    assert reading.faults == []
    assert reading.release_id == "sen-2026-layout-2025/age_sex_2026.csv"
    assert cells(staging, "All") == {PLAN: "50", SUPPORT: "50"}
    assert cells(staging, "Male") == {PLAN: "36", SUPPORT: "36"}
    assert cells(staging, "Female") == {PLAN: "14", SUPPORT: "14"}


def test_the_newest_file_without_a_total_of_ages_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    (fault,) = read(staging, by_sex("pupils"), tmp_path).faults
    assert "expected the column total_pupil_count or pupil_count, found" in fault
    assert "age_10_pupil_count" in fault


def test_another_word_for_a_sex_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    faults = read(staging, by_sex(male="Man"), tmp_path).faults
    assert len(faults) == 2, "one each for plan and support"
    assert "'Male' or 'Boys' in sex" in faults[0]


ETHNICITY_HEADER = ethnicity_file.HEADER
ETHNIC_COUNTS = {
    ("Total", "Total"): 50,
    ("White", "All White"): 40,
    ("White", "English / Welsh / Scottish / Northern Irish / British"): 33,
    ("White", "Irish"): 4,
    ("White", "Gypsy/Roma"): 3,
    ("Other ethnic group", "All other ethnic groups"): 9,
    ("Other ethnic group", "Any other ethnic group"): 7,
    ("Other ethnic group", "Arab"): 2,
    ("Unknown", "Unknown"): 1,
}


def ethnic(counts: Mapping[tuple[str, str], object] = ETHNIC_COUNTS) -> Table:
    """The newest file of ethnicity: England, then Trafford, pupils with a plan, then on support."""
    plan, support = LAYOUTS["2026 format"][2][:2]
    return sheet(
        ETHNICITY_HEADER,
        *(
            {
                **place,
                "sen_provision": provision,
                "sen_primary_need": "Total",
                "ethnicity_major": major,
                "ethnicity_minor": minor,
                "pupil_count": str(count),
                "pupil_percent": "1",
            }
            for place in (ENGLAND, TRAFFORD)
            for provision in (plan, support)
            for (major, minor), count in counts.items()
        ),
    )


def test_the_newest_file_gives_ethnicity_in_the_words_of_the_older_ones(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    reading = read(staging, ethnic(), tmp_path)
    assert reading.faults == []
    assert reading.release_id == "sen-2026-layout-2025/ethnicity_2026.csv"
    assert reading.notes[0] == "ethnic groups that no record knows, shown as printed: 'Arab'"
    found = staging.execute(
        f"select breakdown, raw from cell where area_key = '358' and indicator_id = '{PLAN}' "
        "and breakdown_topic = 'Ethnicity' order by source_row"
    ).fetchall()
    assert found == [
        ("All", "50"),
        ("All White", "40"),
        ("White British", "33"),
        ("Irish", "4"),
        ("Gypsy or Roma", "3"),
        ("All other ethnic groups", "9"),
        ("Any other ethnic group", "7"),
        ("Arab", "2"),
        ("Unclassified", "1"),
    ]


def test_a_total_of_england_that_is_not_the_sum_of_its_groups_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    reading = read(staging, ethnic().having(3, "pupil_count", "41"), tmp_path)
    assert [fault.partition(": ")[2] for fault in reading.faults] == [
        "row 2: expected 51, the sum of its groups, in 'Total' for England in 202425, found 50",
        "row 3: expected 40, the sum of its groups, in 'All White' for England in 202425, found 41",
    ]
    assert sql.count(staging, "cell") == 0


def test_a_total_of_a_council_that_is_not_the_sum_of_its_groups_is_a_note(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    reading = read(staging, ethnic().having(20, "pupil_count", "51"), tmp_path)
    assert reading.faults == []
    assert reading.notes[0] == (
        "totals of ethnic groups that are not the sum of their groups: 1, the first in row 20"
    )


def test_no_sum_is_asked_of_a_group_with_a_withheld_number(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    reading = read(staging, ethnic().having(5, "pupil_count", "x"), tmp_path)
    assert reading.faults == []
    assert not any("sum" in note for note in reading.notes)


def test_every_group_of_the_older_files_has_its_words_in_the_newest() -> None:
    theirs = {
        ethnicity.LABELS[minor] for minors in ethnicity_file.GROUPS.values() for minor in minors
    }
    assert theirs == set(ethnicity.GROUPS.values())


def test_the_largest_file_is_read_whole_and_its_rows_of_other_places_are_passed_over(
    tmp_path: Path,
) -> None:
    path = tmp_path / "large.csv"
    total = ethnicity_file.write(path, rows=60_000, januaries=range(2025, 2026))
    reading, england = ethnicity_file.loaded(path, tmp_path / "large.duckdb")
    assert (reading.faults, reading.rows) == ([], 60_000)
    assert reading.cells == 3 * 25 * (1 + 9 + 153)
    assert england == [(id, str(total)) for id in (PLAN, NONE, SUPPORT)]


def test_a_year_without_england_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    table = year_groups("2026 format", **SMALL).having(5, "time_period", "203334")
    (fault,) = read(staging, table, tmp_path).faults
    assert fault.endswith(
        "row 5: expected rows of England with 'Total' in phase_type_grouping and 'Total' in "
        "sen_primary_need in 203334, found none"
    )


def test_totals_that_are_labelled_anew_are_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    table = year_groups("2026 format", **SMALL).everywhere("phase_type_grouping", "All schools")
    (fault,) = read(staging, table, tmp_path).faults
    assert "row 2: expected rows of England with 'Total' in phase_type_grouping" in fault


def test_only_a_header_is_refused(staging: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    table = replace(year_groups("2026 format", **SMALL), rows=())
    (fault,) = read(staging, table, tmp_path).faults
    assert fault.endswith("expected rows of figures, found only a header")


def test_a_row_that_is_hidden_in_the_cell_of_another_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    table = year_groups("2026 format", **SMALL)
    shown, hidden = table.rows[2], ",".join(table.rows[3])
    rows = (*table.rows[:2], (*shown[:-1], f"0\n{hidden}"), *table.rows[4:])
    (fault,) = read(staging, replace(table, rows=rows), tmp_path).faults
    assert fault.endswith("expected one row a line, found 9 lines for 7 rows and header")
    assert sql.count(staging, "cell") == 0


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
        ).fetchall() == [(13, "sen-2026-layout-2025/year_groups_2026.csv")]
        titles = con.execute(
            "select title from release where release_id like 'sen-20%' order by 1"
        ).fetchall()
    assert titles == [
        ("2026 format, to January 2025",),
        ("Layout of 2024/25, to January 2025",),
    ]


def test_a_later_january_is_a_later_release_and_nothing_is_lost(tmp_path: Path) -> None:
    older = year_groups("2026 format", **SMALL)
    newer = year_groups("2026 format", **(SMALL | {"year_5": (14, 16, 127)}))
    first, second = tmp_path / "first.duckdb", tmp_path / "second.duckdb"
    build.build_from_files(write_all(tmp_path / "a", [older]), first)
    later = newer.everywhere("time_period", "202526")
    build.build_from_files(write_all(tmp_path / "b", [later]), second, first)
    with duckdb.connect(str(second), read_only=True) as con:
        assert con.execute(
            "select period, value, release_id from figure join area using (area_code) "
            f"where la_code = '358' and indicator_id = '{PLAN}' and breakdown = 'Year 5' order by 1"
        ).fetchall() == [
            ("202425", 13, "sen-2026-layout-2025/year_groups_2026.csv"),
            ("202526", 14, "sen-2026-layout-2026/year_groups_2026.csv"),
        ]


def test_a_later_january_of_the_same_layout_is_preferred(tmp_path: Path) -> None:
    older = year_groups("2026 format", **SMALL)
    both = year_groups("2026 format", **(SMALL | {"year_5": (14, 16, 127)}))
    both = both.plus(*both.everywhere("time_period", "202526").rows)
    files = [replace(older, file="one.csv"), replace(both, file="two.csv")]
    build.build_from_files(write_all(tmp_path / "a", files), tmp_path / "built.duckdb")
    with duckdb.connect(str(tmp_path / "built.duckdb"), read_only=True) as con:
        assert con.execute(
            "select old_value, old_release_id, new_value, new_release_id from revision "
            f"where indicator_id = '{PLAN}' and breakdown = 'Year 5' and area_code = 'E08000009'"
        ).fetchall() == [
            (
                13,
                "sen-2026-layout-2025/year_groups_2026.csv",
                14,
                "sen-2026-layout-2026/year_groups_2026.csv",
            )
        ]


def test_a_symbol_keeps_its_sense_in_a_later_release(tmp_path: Path) -> None:
    table = year_groups("2026 format", **SMALL).having(5, "nc_year_4_pupil_count", "z")
    files = write_all(tmp_path / "a", [table.everywhere("time_period", "202627")])
    build.build_from_files(files, tmp_path / "built.duckdb")
    with duckdb.connect(str(tmp_path / "built.duckdb"), read_only=True) as con:
        assert con.execute("select status from figure where symbol = 'z'").fetchall() == [
            ("unavailable",)
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
    assert catalogue.reader_of_file(reading_staging.PublishedFile(path.name, path, "")) is None
    assert not schools.recognises(set())


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
