"""Ofsted's inspections: whose they are, what is mended, and what is refused in one sentence."""

from pathlib import Path

import duckdb
import pytest

from etl.database import build, places
from etl.publications import inspections
from etl.reading import staging

HEADER = (
    "urn,local_authority,inspection_link,publication_date,inspection_framework,"
    "inspection_start_date,inspection_end_date,overall_effectiveness_grade,"
    "impact_of_leaders_grade,help_and_protection_grade,in_care_grade,care_leavers_grade"
)
REPORT = "https://files.ofsted.gov.uk/v1/file/5030860"
NEW = (
    f"80573,trafford,{REPORT}2,03/08/26,standard,08/06/2026,19/06/2026,"
    "not_reported_post_reform,inadequate,inadequate,good,requires improvement"
)
BEFORE = (
    f"80573,trafford,{REPORT}3,31/01/23,standard,21/11/2022,02/12/2022,requires improvement,"
    "requires improvement,requires improvement,requires improvement,inspection_pre_dates_judgement"
)
OLD = (
    f"80450,london corporation,{REPORT}4,20/09/16,,,,,data_unreadable,data_unreadable,"
    "data_unreadable,data_unreadable"
)
COUNCIL_OF_DAY = "expected a council of that day in data/places.csv, found"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(build.SCHEMA.read_text(encoding="utf-8"))
    con.execute(staging.STAGING)
    places.load_list(con)
    return con


def read(con: duckdb.DuckDBPyConnection, folder: Path, *rows: str) -> staging.Reading:
    path = folder / inspections.FILE
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return inspections.read(con, staging.PublishedFile(path.name, path, str(folder)))


def test_each_report_is_a_row_of_its_council(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    reading = read(con, tmp_path, NEW, BEFORE, OLD)
    assert reading.faults == []
    assert reading.release_id == "inspections-2026-08-03/ilacs_history.csv"
    grades = "la_code, published_on::varchar, overall, leaders, care_leavers, source_row"
    assert con.execute(f"select {grades} from inspection order by source_row").fetchall() == [
        ("358", "2026-08-03", "not given", "inadequate", "requires improvement", 2),
        ("358", "2023-01-31", "requires improvement", "requires improvement", "not given", 3),
        ("201", "2016-09-20", None, None, None, 4),
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            NEW.replace("not_reported_post_reform", "very good"),
            "row 2, column overall_effectiveness_grade: expected one of outstanding, good, ",
        ),
        (NEW.replace("trafford", "neverland"), f"{COUNCIL_OF_DAY} 'neverland'"),
        (NEW.replace("trafford", "cumbria"), f"{COUNCIL_OF_DAY} 'cumbria'"),
        (NEW.replace("08/06/2026", "08/06/1989"), "expected a day from 1990 to "),
        (NEW.replace("03/08/26", ""), "row 2, column publication_date: expected the day of a "),
        (NEW.replace("standard", "long"), "expected one of standard, short, found 'long'"),
        (
            NEW.replace("https://files.ofsted.gov.uk", "https://ofsted.example"),
            "row 2, column inspection_link: expected an address of files.ofsted.gov.uk, found ",
        ),
        (f"{NEW}\n{NEW}", "rows 2 and 3: expected one report of trafford published on "),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_in_one_sentence(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, row: str, fault: str
) -> None:
    faults = read(con, tmp_path, row).faults
    assert len(faults) == 1
    assert fault in faults[0]
    assert con.execute("from inspection").fetchall() == []


def test_a_cell_is_mended_only_in_the_row_that_was_reviewed(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mended = tmp_path / "mended.csv"
    mended.write_text(
        "source_row,la_code,published_on,column,found,mended,source\n"
        "2,358,2026-08-03,in_care,good,outstanding,Ofsted\n"
        "3,358,2026-08-03,in_care,requires improvement,good,Ofsted\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(inspections, "MENDED", mended)
    read(con, tmp_path, NEW, BEFORE)
    assert con.execute("select in_care, mended from inspection order by source_row").fetchall() == [
        ("outstanding", "in_care: good in the file; Ofsted"),
        ("requires improvement", None),
    ]


def test_every_mend_of_the_list_is_in_the_embedded_table() -> None:
    held = duckdb.read_csv("data/snapshot/inspection.csv", all_varchar=True)
    told = held.filter("mended is not null").aggregate(
        "sum(len(string_split(mended, ' in the file; ')) - 1)::integer"
    )
    mends = sum(len(mends) for mends in inspections.mends_by_row().values())
    assert told.fetchall() == [(mends,)]
    assert mends == 18
