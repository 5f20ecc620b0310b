"""Schools and wards: DfE's school-level file in both layouts, and the embedded default."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench import school_file
from etl.database import build, snapshot
from etl.model import Refusal
from etl.publications import catalogue, schools
from etl.reading import staging as reading_staging
from tests.etl.writing import CHILDREN_IN_NEED, Table, write_all

LONG = tuple(school_file.HEADER.split(","))
WIDE_HEADER = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name,URN,school_laestab,school_name,"
    "phase_type_grouping,type_of_establishment,Ward code,Ward name,LSOA11,SEN_Unit,RP_Unit,"
    "Total pupils,SEN support,EHC plan"
)
WIDE = tuple(WIDE_HEADER.split(","))
ALL = "All pupils"
PLAN = "Education, health and care plan"
SUPPORT = "SEN support / SEN without an EHC plan"
FRENCH = "École Sainte-Thérèse"
OAK: dict[str, str] = {
    "time_period": "202425",
    "geographic_level": "School",
    "old_la_code": "358",
    "school_urn": "106283",
    "estab": "2000",
    "school_name": "Oak Primary School",
    "school_laestab": "3582000",
    "phase_type_grouping": "State-funded primary",
    "establishment_type": "Community school",
    "ward_code": "E05015239",
    "ward_name": "Altrincham",
}
ELM = OAK | {
    "school_urn": "106284",
    "estab": "7000",
    "school_name": "Elm School",
    "school_laestab": "3557000",
    "old_la_code": "355",
    "phase_type_grouping": "State-funded special school",
    "establishment_type": "Community special school",
    "ward_code": "E05000760",
    "ward_name": "Barton",
}


def long_rows(school: Mapping[str, str], pupils: str, support: str, plan: str) -> list[Any]:
    """Every row of one school: its totals, one need, one unit."""
    counted = [
        (ALL, ALL, ALL, pupils),
        (ALL, SUPPORT, ALL, support),
        (ALL, PLAN, ALL, plan),
        (ALL, PLAN, "Autistic spectrum disorder", "5"),
        ("SEN unit", PLAN, ALL, "6"),
        ("SEN unit", ALL, ALL, "6"),
    ]
    names = LONG[-4:]
    return [
        tuple({**school, **dict(zip(names, row, strict=True))}.get(name, "") for name in LONG)
        for row in counted
    ]


def long_file(*rows: Sequence[str]) -> Table:
    return Table("a1b2c3.csv", LONG, tuple(tuple(row) for row in rows))


LONG_FILE = long_file(*long_rows(OAK, "400", "60", "12"), *long_rows(ELM, "90", "1", "88"))


def wide_file(*rows: Mapping[str, str]) -> Table:
    common = {"time_period": "202223", "geographic_level": "School"}
    return Table(
        "sen_school_level_ud.csv",
        WIDE,
        tuple(tuple({**common, **row}.get(name, "") for name in WIDE) for row in rows),
    )


def wide_row(school: Mapping[str, str], pupils: str, support: str, plan: str) -> dict[str, str]:
    return {
        "old_la_code": school["old_la_code"],
        "URN": school["school_urn"],
        "school_laestab": school["school_laestab"],
        "school_name": school["school_name"],
        "phase_type_grouping": school["phase_type_grouping"],
        "type_of_establishment": school["establishment_type"],
        "Ward code": school["ward_code"],
        "Ward name": school["ward_name"],
        "Total pupils": pupils,
        "SEN support": support,
        "EHC plan": plan,
    }


WIDE_FILE = wide_file(wide_row(OAK, "400", "60", "12"), wide_row(ELM, "90", "1", "88"))


def read(con: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> reading_staging.Reading:
    path = table.write(folder)
    file = reading_staging.PublishedFile(path.name, path, str(folder))
    reader = catalogue.reader_of_file(file)
    assert reader, "no record knows these columns"
    return reader(con, file)


def held(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute(
        "select school_id, kind, pupils, sen_support, ehc_plan, ward_code, source_row "
        "from school left join school_ward using (school_id, period_end) order by school_id"
    ).fetchall()


@pytest.mark.parametrize(
    ("table", "rows"), [(LONG_FILE, (8, 2)), (WIDE_FILE, (3, 2))], ids=["2026 format", "older"]
)
def test_a_layout_is_known_by_its_columns_and_read_by_school(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, table: Table, rows: tuple[int, int]
) -> None:
    reading = read(staging, table, tmp_path)
    assert (reading.faults, reading.rows, reading.cells) == ([], len(table.rows), 6)
    assert held(staging) == [
        ("3557000", "special", 90, 1, 88, "E05000760", rows[0]),
        ("3582000", "mainstream", 400, 60, 12, "E05015239", rows[1]),
    ]
    assert staging.execute(
        "select ward_code, name, la_code from ward_read order by 1"
    ).fetchall() == [
        ("E05000760", "Barton", "355"),
        ("E05015239", "Altrincham", "358"),
    ]


@pytest.mark.parametrize(
    ("table", "release_id", "title"),
    [
        (LONG_FILE, "sen-schools-202425/school_level.csv", "January 2025, school level"),
        (WIDE_FILE, "sen-schools-202223/school_level.csv", "January 2023, school level"),
    ],
)
def test_the_release_is_named_by_the_census(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, table: Table, release_id: str, title: str
) -> None:
    reading = read(staging, table, tmp_path)
    assert reading.release_id == release_id
    assert reading.release and reading.release.title == title


@pytest.mark.parametrize(
    "name", ["ward_code", "Ward code", "WARD", "administrative_ward_code", "GSS ward code"]
)
def test_the_ward_column_of_the_older_file_has_several_spellings(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    assert read(staging, WIDE_FILE.renamed("Ward code", name), tmp_path).faults == []
    assert held(staging)[0][5] == "E05000760"


@pytest.mark.parametrize("name", ["", "Unnamed: 0", "column0"])
def test_a_column_of_row_numbers_is_passed_over(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    rows = tuple((str(number), *row) for number, row in enumerate(LONG_FILE.rows))
    table = Table(LONG_FILE.file, (name, *LONG), rows)
    assert read(staging, table, tmp_path).faults == []
    assert len(held(staging)) == 2


@pytest.mark.parametrize("number", ["", "358/2000", "3582000"])
def test_the_number_of_dfe_is_the_key(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, number: str
) -> None:
    table = LONG_FILE
    for row in range(2, 8):
        table = table.having(row, "school_laestab", number).having(row, "school_urn", "")
    assert read(staging, table, tmp_path).faults == []
    assert [row[0] for row in held(staging)] == ["3557000", "3582000"]


def test_a_round_urn_is_written_out(staging: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    table = WIDE_FILE.without("school_laestab").having(2, "URN", "1e+05")
    assert read(staging, table, tmp_path).faults == []
    assert [row[0] for row in held(staging)] == ["100000", "106284"]


def test_urns_may_be_blank_and_double_where_there_is_a_number(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    pine = OAK | {"school_laestab": "3582001", "school_urn": "106283"}
    ash = OAK | {"school_laestab": "3582002", "school_urn": ""}
    table = wide_file(*(wide_row(one, "10", "1", "1") for one in (OAK, pine, ash)))
    assert read(staging, table, tmp_path).faults == []
    assert len(held(staging)) == 3


def test_latin_letters_of_windows_are_read_in_the_older_file(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = WIDE_FILE.having(2, "school_name", FRENCH).write(tmp_path)
    path.write_bytes(path.read_text("utf-8").replace("Elm", "St Mary’s").encode("cp1252"))
    file = reading_staging.PublishedFile(path.name, path, str(tmp_path))
    assert schools.read(staging, file).faults == []
    found = {row[0] for row in staging.execute("select name from school").fetchall()}
    assert found == {FRENCH, "St Mary’s School"}


def test_latin_letters_are_refused_in_the_2026_format(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = LONG_FILE.having(3, "school_name", FRENCH).write(tmp_path)
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))
    file = reading_staging.PublishedFile(path.name, path, str(tmp_path))
    (fault,) = schools.read(staging, file).faults
    assert "expected UTF-8 text" in fault


@pytest.mark.parametrize("ward", ["", "z", "x", "."])
def test_a_school_may_have_no_ward(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, ward: str
) -> None:
    reading = read(staging, WIDE_FILE.having(2, "Ward code", ward), tmp_path)
    assert (reading.faults, reading.notes) == ([], ["schools without a ward: 1"])
    assert held(staging)[1] == ("3582000", "mainstream", 400, 60, 12, None, 2)


@pytest.mark.parametrize("symbol", ["c", "z", "x", ".", ""])
def test_a_school_without_a_count_is_left_out_with_a_note(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, symbol: str
) -> None:
    reading = read(staging, WIDE_FILE.having(3, "EHC plan", symbol), tmp_path)
    assert reading.faults == []
    assert reading.notes == [
        "schools left out because their counts are not published: 1, the first in row 3"
    ]
    assert [row[0] for row in held(staging)] == ["3582000"]


def test_a_school_in_which_nobody_has_a_plan_may_have_no_row_of_plans(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows = long_rows(OAK, "400", "60", "0")
    table = long_file(*rows[:2], rows[5], *long_rows(ELM, "90", "1", "88"))
    assert read(staging, table, tmp_path).faults == []
    assert held(staging)[1][2:5] == (400, 60, 0)


KINDS = [
    ("State-funded nursery", "Local authority nursery school", "3581000", "mainstream"),
    ("State-funded secondary", "Free schools", "3586003", "mainstream"),
    ("State-funded secondary", "City technology college", "3586900", "mainstream"),
    ("State-funded special school", "Academy special converter", "3587000", "special"),
    ("Non-maintained special school", "", "3587001", "special"),
    ("Independent school", "Other independent special school", "3586019", "special"),
    ("Independent school", "Other independent school", "3586002", "independent"),
    ("State-funded AP school", "", "3581103", "alternative provision"),
    ("Pupil referral unit", "Pupil referral unit", "3581103", "alternative provision"),
    ("State-funded AP school", "Academy alternative provision", "3581103", "alternative provision"),
    ("Secondary", "Academy converter", "3586905", "mainstream"),
    ("Secondary", "", "3586002", "independent"),
    ("", "", "3586002", "independent"),
    ("", "", "3587002", "special"),
    ("", "", "3581103", "alternative provision"),
    ("", "", "3582000", "mainstream"),
]


@pytest.mark.parametrize(("phase", "type_", "number", "kind"), KINDS)
def test_the_kind_of_a_school(
    staging: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    phase: str,
    type_: str,
    number: str,
    kind: str,
) -> None:
    row = OAK | {
        "phase_type_grouping": phase,
        "establishment_type": type_,
        "school_laestab": number,
    }
    for table in (
        wide_file(wide_row(row, "9", "1", "1")),
        long_file(*long_rows(row, "9", "1", "1")),
    ):
        staging.execute("delete from school")
        assert read(staging, table, tmp_path).faults == []
        assert held(staging)[0][:2] == (number, kind)


def changed(table: Table, row: int, **texts: str) -> Table:
    for column, text in texts.items():
        table = table.having(row, column, text)
    return table


BROKEN = {
    "unknown provision": (
        changed(LONG_FILE, 3, sen_provision="Helped"),
        "row 3, column sen_provision: expected",
    ),
    "no row of all pupils": (
        replace(LONG_FILE, rows=LONG_FILE.rows[1:5] + LONG_FILE.rows[6:]),
        "row 2: expected a row of all pupils for school 3582000, found none",
    ),
    "two rows of all pupils": (
        LONG_FILE.plus(LONG_FILE.rows[0]),
        "expected one row of all units and all needs for All pupils of school 3582000, found 2",
    ),
    "needs without their total": (
        replace(LONG_FILE, rows=LONG_FILE.rows[:2] + LONG_FILE.rows[3:]),
        f"row 4: expected one row of all units and all needs for {PLAN} of school 3582000, found 0",
    ),
    "two censuses": (
        changed(WIDE_FILE, 3, time_period="202324"),
        "expected one time_period such as 202425, found '202223' and '202324'",
    ),
    "no census": (
        WIDE_FILE.everywhere("time_period", "2023"),
        "expected one time_period such as 202425, found '2023'",
    ),
    "two years apart": (
        WIDE_FILE.everywhere("time_period", "202225"),
        "expected two years in a row such as 202425, found 202225",
    ),
    "no number": (
        changed(WIDE_FILE, 2, school_laestab="", URN=""),
        "row 2, column school_laestab: expected a DfE number or a URN, found ''",
    ),
    "no council": (
        changed(WIDE_FILE, 2, old_la_code="Trafford"),
        "row 2, column old_la_code: expected a three-digit council code, found 'Trafford'",
    ),
    "no name": (
        changed(WIDE_FILE, 2, school_name=" "),
        "row 2, column school_name: expected the name of a school, found ''",
    ),
    "a name for a ward code": (
        WIDE_FILE.having(2, "Ward code", "Altrincham"),
        "column Ward code: expected the code of a ward such as E05009308, found 'Altrincham'",
    ),
    "a district for a ward": (
        changed(LONG_FILE, 2, ward_code="E08000009"),
        "row 2, column ward_code: expected the code of a ward such as E05009308, found 'E08000009'",
    ),
    "not a number": (
        WIDE_FILE.having(2, "EHC plan", "twelve"),
        "row 2, column EHC plan: expected a whole number or one of c z x : .. u low k, "
        "found 'twelve'",
    ),
    "a part of a pupil": (
        changed(LONG_FILE, 2, pupil_count="400.5"),
        "row 2, column pupil_count: expected a whole number",
    ),
    "more plans than pupils": (
        WIDE_FILE.having(3, "Total pupils", "80"),
        "row 3: expected at most the 80 pupils of school 3557000 on SEN support or with an EHC "
        "plan, found 1 and 88",
    ),
    "one school twice": (
        WIDE_FILE.plus(WIDE_FILE.rows[0]),
        "rows 2 and 4: expected one row for school 3582000, found 2",
    ),
    "another level in a row that is no total": (
        changed(LONG_FILE, 3, geographic_level="Schol"),
        "row 3, column geographic_level: expected the level School, found 'Schol'",
    ),
    "another level": (
        changed(WIDE_FILE, 2, geographic_level="National"),
        "row 2, column geographic_level: expected the level School, found 'National'",
    ),
    "no ward column": (
        WIDE_FILE.without("Ward code"),
        "expected the column ward_code or administrative_ward_code or",
    ),
    "only a header": (replace(WIDE_FILE, rows=()), "expected rows of schools, found only a header"),
    "only a header of the 2026 format": (replace(LONG_FILE, rows=()), "expected rows with"),
}


@pytest.mark.parametrize(("table", "fault"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, table: Table, fault: str
) -> None:
    reading = read(staging, table, tmp_path)
    assert fault in " ".join(reading.faults)
    assert held(staging) == []


@pytest.mark.parametrize("table", [LONG_FILE, WIDE_FILE], ids=["2026 format", "older"])
@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda data: data[:-5], "columns and a line end, found the file cut off"),
        (lambda data: data + b"1,2,3\n", "columns, found 3"),
        (lambda data: data.replace(b"\n", b"\n\n", 1), "row 2: expected a row of figures"),
    ],
    ids=["cut off", "a short row", "an empty line"],
)
def test_damaged_bytes_are_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, table: Table, damage: Any, fault: str
) -> None:
    path = table.write(tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    faults = schools.read(staging, reading_staging.PublishedFile(path.name, path, "")).faults
    assert fault in " ".join(faults)
    assert held(staging) == []


def test_ward_totals_equal_a_plain_sum(tmp_path: Path) -> None:
    path = tmp_path / "school_level.csv"
    expected = school_file.write(path, count=1_200, rows=38_000, wards=400)
    found = school_file.loaded(path, tmp_path / "schools.duckdb")
    assert len(found) == 400
    assert found == expected


def test_the_generated_file_has_the_shape_of_the_published_one(tmp_path: Path) -> None:
    path = tmp_path / "school_level.csv"
    school_file.write(path, count=300, rows=9_486, wards=100)
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == 1 + 9_486
    assert lines[0].startswith(",time_period")
    assert "1e+05" in lines[1]
    assert round(9_486 / 300) == round(school_file.ROWS / school_file.SCHOOLS)


def embedded_wards(con: duckdb.DuckDBPyConnection, former: bool, kinds: str) -> dict[str, Any]:
    rows = con.execute(
        f"""
        select ward.name, sum(pupils)::bigint, sum(sen_support)::bigint, sum(ehc_plan)::bigint
        from school
        join school_ward using (school_id, period_end)
        join ward using (ward_code)
        where (valid_to is not null) = ? and {kinds}
        group by all
        """,
        [former],
    ).fetchall()
    return {name: counts for name, *counts in rows}


def test_the_schools_of_trafford_are_embedded(database: duckdb.DuckDBPyConnection) -> None:
    assert database.execute(
        "select count(*), sum(pupils), sum(sen_support), sum(ehc_plan) from school"
    ).fetchone() == (103, 45_583, 4_690, 2_060)
    kinds = dict(database.execute("select kind, count(*) from school group by 1").fetchall())
    assert kinds == {"mainstream": 83, "special": 10, "alternative provision": 1, "independent": 9}
    row = database.execute(
        "select title, rows, licence, sha256 from release where release_id = ?", [EMBEDDED]
    ).fetchone()
    assert row == (
        "January 2023, school level, through a third party's extract",
        103,
        "Open Government Licence v3.0",
        "b1a9007866565654e2cae6ed8669fb71f2c65f9cc86e2c448d4f4fb7d23d1927",
    )


@pytest.mark.parametrize("former", [True, False], ids=["wards before 2023", "wards from 2023"])
def test_wards_of_trafford_add_up_in_both_boundaries(
    database: duckdb.DuckDBPyConnection, former: bool
) -> None:
    found = embedded_wards(database, former, "true")
    assert len(found) == 21
    assert [sum(counts[i] for counts in found.values()) for i in range(3)] == [45_583, 4_690, 2_060]
    assert found["Bucklow-St Martins"] == [1_821, 296, 253]
    mainstream = embedded_wards(database, former, "kind = 'mainstream'")
    assert mainstream["Bucklow-St Martins"] == [1_606, 296, 38]


def test_wards_of_trafford_have_validity_population_and_shape(
    database: duckdb.DuckDBPyConnection,
) -> None:
    assert database.execute(
        "select valid_to::varchar, count(*), count(shape), count(locality), "
        "sum(population_0_17), min(valid_from)::varchar from ward group by 1 order by 1 nulls last"
    ).fetchall() == [
        ("2023-05-03", 21, 21, 21, 54_798, "2004-06-10"),
        (None, 21, 21, 21, 56_737, "2023-05-04"),
    ]


EMBEDDED = "sen-schools-202223-extract/trafford_schools_sen.csv"
OTHER = OAK | {"school_laestab": "3551000", "old_la_code": "355", "ward_code": "E05000760"}


def build_with(folder: Path, table: Table, base: Path | None = None) -> Path:
    target = folder / "built.duckdb"
    build.build_from_files(write_all(folder / "files", [table, CHILDREN_IN_NEED]), target, base)
    return target


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_file_of_the_same_census_replaces_the_embedded_schools(tmp_path: Path) -> None:
    built = build_with(tmp_path, wide_file(wide_row(OAK, "400", "60", "12")))
    assert rows(built, "select la_code, count(*), min(release_id) from school group by 1") == [
        ("358", 1, "sen-schools-202223/school_level.csv")
    ]
    assert rows(built, "select school_id, ward_code from school_ward") == [("3582000", "E05015239")]
    assert rows(built, f"from release where release_id = '{EMBEDDED}'") == []


@pytest.mark.parametrize(
    "table",
    [LONG_FILE, wide_file(wide_row(OTHER, "400", "60", "12"))],
    ids=["another census", "another council"],
)
def test_other_schools_stand_beside_the_embedded_ones(tmp_path: Path, table: Table) -> None:
    built = build_with(tmp_path, table)
    assert rows(built, f"select count(*) from school where release_id = '{EMBEDDED}'") == [(103,)]
    assert rows(built, "select name, la_code, shape from ward where ward_code = 'E05000760'") == [
        (ELM["ward_name"] if table is LONG_FILE else "Altrincham", "355", None)
    ]


def test_schools_stay_through_a_later_refresh(tmp_path: Path) -> None:
    first = build_with(tmp_path / "first", LONG_FILE)
    target = tmp_path / "second.duckdb"
    files = write_all(tmp_path / "only", [CHILDREN_IN_NEED])
    build.build_from_files(files, target, first)
    with duckdb.connect() as con:
        con.execute(f"attach '{first}' as first (read_only)")
        con.execute(f"attach '{target}' as second (read_only)")
        for table in ("school", "school_ward", "ward", "release"):
            columns = "* exclude (retrieved_at)" if table == "release" else "*"
            query = f"select {columns} from {{}}.{table} order by all"
            assert (
                con.execute(query.format("first")).fetchall()
                == con.execute(query.format("second")).fetchall()
            )


def test_a_newer_copy_of_one_census_replaces_the_older(tmp_path: Path) -> None:
    first = build_with(tmp_path / "first", LONG_FILE)
    corrected = changed(LONG_FILE, 2, pupil_count="401")
    second = build_with(tmp_path / "second", corrected, first)
    assert rows(
        second, "select pupils from school where school_id = '3582000' and year(period_end) = 2025"
    ) == [(401,)]


def test_a_newer_copy_replaces_the_councils_that_it_left_out_too(tmp_path: Path) -> None:
    first = build_with(tmp_path / "first", LONG_FILE)
    second = build_with(tmp_path / "second", long_file(*long_rows(OAK, "400", "60", "12")), first)
    held_now = "select name, release_id from school where year(period_end) = 2025"
    assert rows(second, held_now) == [
        (OAK["school_name"], "sen-schools-202425_v02/school_level.csv")
    ]
    assert len(rows(first, held_now)) == 2


def test_one_census_in_both_layouts_is_refused(tmp_path: Path) -> None:
    older = WIDE_FILE.everywhere("time_period", "202425")
    files = write_all(tmp_path / "files", [LONG_FILE, older, CHILDREN_IN_NEED])
    with pytest.raises(Refusal, match="expected the file once, found it in"):
        build.build_from_files(files, tmp_path / "built.duckdb")


def test_a_refused_file_leaves_no_database(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="row 3, column EHC plan: expected a whole number"):
        build_with(tmp_path, WIDE_FILE.having(3, "EHC plan", "twelve"))
    assert not (tmp_path / "built.duckdb").exists()


def test_schools_are_not_written_into_the_snapshot(tmp_path: Path) -> None:
    built = build_with(tmp_path, LONG_FILE)
    with duckdb.connect(str(built), read_only=True) as con:
        manifest = snapshot.write(con, tmp_path / "snapshot")
    assert [r["file"] for r in manifest["releases"]] == [CHILDREN_IN_NEED.file]
