"""Income deprivation by ward that a council supplies: the template and every fault of it."""

from pathlib import Path

import duckdb
import pytest

from etl.council import deprivation, template
from etl.disk import PROJECT
from etl.reading import staging as reading_staging
from tests.etl.writing import Table

FOLDER = PROJECT / "data" / "local"
HALE = "358,E05015248,Hale,2025,6.9,MHCLG"


def read(con: duckdb.DuckDBPyConnection, folder: Path, *rows: str) -> reading_staging.Reading:
    table = Table(
        "own.csv", tuple(deprivation.COLUMNS), tuple(tuple(row.split(",")) for row in rows)
    )
    path = table.write(folder)
    return template.read(con, reading_staging.PublishedFile(path.name, path, str(folder)))


def test_a_row_goes_into_the_table_with_its_place_in_the_file(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    reading = read(staging, tmp_path, HALE)
    assert reading.faults == []
    assert staging.execute("from ward_deprivation").fetchall() == [
        ("358", "E05015248", 2025, 6.9, "MHCLG", "own.csv", 2, reading.release_id)
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            HALE.replace("6.9", "690"),
            "row 2, column percent: expected a percentage from 0 to 100, found '690'",
        ),
        (
            HALE.replace("2025", "25"),
            "row 2, column year: expected the year of the index such as 2025, found '25'",
        ),
        (
            HALE.replace("E05", "E06"),
            "row 2, column ward_code: expected the code of a ward such as E05009308, "
            "found 'E06015248'",
        ),
        (
            HALE.replace("MHCLG", ""),
            "row 2, column source: expected who published the figure, found ''",
        ),
    ],
    ids=["percent", "year", "code", "source"],
)
def test_a_row_that_cannot_be_right_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, row: str, fault: str
) -> None:
    assert read(staging, tmp_path, row).faults == [f"local/own.csv: {fault}"]
    assert staging.execute("from ward_deprivation").fetchall() == []


def test_two_rows_of_a_ward_are_refused(staging: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert read(staging, tmp_path, HALE, HALE).faults == [
        "local/own.csv: rows 2 and 3: expected one row for ward E05015248, found 2"
    ]


def test_the_template_has_its_columns_and_they_are_documented() -> None:
    header = (FOLDER / "deprivation_template.csv").read_text("utf-8").strip().split(",")
    assert header == deprivation.COLUMNS
    part = (FOLDER / "README.md").read_text("utf-8").split("`deprivation_template`\n")[1]
    part = part.split("\n## ")[0]
    assert all(f"| `{column}` |" in part for column in deprivation.COLUMNS)
