"""The extract of the Local Authority Interactive Tool: one Parquet file of many measures."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from etl.database import build
from etl.model import Refusal
from etl.publications import lait
from etl.reading import sql
from tests.etl.writing import Read

FILE = "lait-2026/bds_long_0.parquet"
COLUMNS = '"Short Desc" varchar, "Years" varchar, "LA Number" double, "Values" varchar'
Row = tuple[str | float | None, ...]
# The last period of each measure, for England.
WHOLE: list[Row] = [
    (next(iter(extract.rows.values())), extract.last_period, 970, "5.5")
    for extract in lait.EXTRACTS
]
FIRST = "SEN_TotStat"


def others(*places: int) -> list[Row]:
    """Every measure but the first in some places: a place has a row for each measure of a year."""
    return [
        (name, year, place, "1.0") for name, year, *_ in WHOLE if name != FIRST for place in places
    ]


def write(folder: Path, rows: Sequence[Row], columns: str = COLUMNS) -> Path:
    path = folder / "bds_long_0.parquet"
    names = f"{columns}, \"LA and Regions\" varchar default 'as printed'"
    with duckdb.connect() as con:
        con.execute(f"create table extract ({names})")
        places = ", ".join("?" * len(columns.split(",")))
        insert = ", ".join(name.rsplit(" ", 1)[0].strip() for name in columns.split(","))
        con.executemany(f"insert into extract ({insert}) values ({places})", rows)
        con.execute("copy extract to ? (format parquet)", [str(path)])
    return path


def test_a_measure_is_read_with_the_places_of_other_files(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows: list[Row] = [
        *WHOLE,
        ("SEN_TotStat", "2025", 981, "2.1"),
        ("SEN_TotStat", "2025", 987, "3.4"),
        ("SEN_TotStat", "2025", 358, "1.3"),
        ("SEN_TotStat", "2025", 80, "-"),
        *others(981, 987, 358, 80),
    ]
    reading = read(write(tmp_path, rows))
    assert (reading.faults, reading.rows, reading.cells, reading.symbols) == ([], 45, 45, 1)
    assert staging.execute(
        "select area_key, period, raw from cell where indicator_id = 'sen_ehcp_pc' order by 1"
    ).fetchall() == [
        ("080", "2025", "-"),
        ("358", "2025", "1.3"),
        ("E12000002", "2025", "2.1"),
        ("E13000001", "2025", "3.4"),
        ("E92000001", "2025", "5.5"),
    ]
    assert sql.count(staging, "place") == 0


def test_an_area_that_no_file_describes_is_refused(tmp_path: Path) -> None:
    rows: list[Row] = [*WHOLE, *others(999), ("SEN_TotStat", "2025", 999, "1.3")]
    path = write(tmp_path, rows)
    with pytest.raises(Refusal) as refusal:
        build.build_from_files(path, tmp_path / "built.duckdb")
    assert refusal.value.faults == [
        f"{FILE}: row 11: expected a known area, found 999",
        f"{FILE}: row 2: expected a known area, found E92000001",
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            ("SEN_TotStat", "2025", 358, "c*"),
            "row 11, column Values: expected a number or one of - .. : c k low u x z, found 'c*'",
        ),
        (
            ("SEN_TotStat", "2025", 358, None),
            "row 11, column Values: expected a number or one of - .. : c k low u x z, found ''",
        ),
        (
            ("SEN_TotStat", "2025", None, "1.3"),
            "row 11, column old_la_code: expected a three-digit council code, found ''",
        ),
        (
            ("SEN_TotStat", None, 358, "1.3"),
            "row 11, column time_period: expected a period such as 2025, found ''",
        ),
        (
            ("SEN_TotStat", "2025", 358, "101"),
            "row 11, column Values: expected a number from 0 to 100, found 101",
        ),
        (
            ("SEN_TotStat", "2025", 970, "5.6"),
            "rows 2 and 11, column Values: expected one figure for area E92000001 in 2025, found 2",
        ),
    ],
    ids=["symbol", "no value", "no place", "no year", "too large", "twice"],
)
def test_a_row_that_is_not_as_recorded_is_refused(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path, row: Row, fault: str
) -> None:
    # A row without a place or a year lacks the other measures there, which is told too.
    with_others = [*WHOLE, row, *(others(358) if row[2] == 358 else [])]
    assert f"{FILE}: {fault}" in read(write(tmp_path, with_others)).faults
    assert sql.count(staging, "cell") == 0


def test_numbers_may_be_text_and_text_numbers(read: Read, tmp_path: Path) -> None:
    columns = COLUMNS.replace("double", "varchar").replace('"Values" varchar', '"Values" double')
    reading = read(write(tmp_path, WHOLE, columns))
    assert (reading.faults, reading.cells) == ([], 9)


def test_a_council_number_that_is_a_word_is_refused(read: Read, tmp_path: Path) -> None:
    word: Row = ("SEN_TotStat", "2025", "Trafford", "1.3")
    path = write(tmp_path, [*WHOLE, word], COLUMNS.replace("double", "varchar"))
    assert (
        f"{FILE}: row 11, column old_la_code: expected a three-digit council code, found ''"
    ) in read(path).faults


def test_another_issue_of_the_extract_is_refused(read: Read, tmp_path: Path) -> None:
    newer: list[Row] = [(row[0], str(int(str(row[1])) + 1), *row[2:]) for row in WHOLE]
    assert read(write(tmp_path, newer)).faults == [
        f"{FILE}: expected the last period 2025 of the release 'April 2026', found 2026: "
        "this looks like another release"
    ]


def test_a_missing_measure_is_refused(read: Read, tmp_path: Path) -> None:
    (fault,) = read(write(tmp_path, WHOLE[1:])).faults
    assert fault.startswith(
        f"{FILE}: expected rows with 'SEN_TotStat' in Short Desc, found 'CP_conf_15days', "
    )


def test_a_missing_column_is_refused(read: Read, tmp_path: Path) -> None:
    columns = COLUMNS.replace('"Values"', '"Value"')
    assert read(write(tmp_path, WHOLE, columns)).faults == [
        f"{FILE}: expected the column Values, found "
        "['LA Number', 'LA and Regions', 'Short Desc', 'Value', 'Years']"
    ]


@pytest.mark.parametrize(
    "data", [b"", b"PAR1", b"<!DOCTYPE html>", b"a,b\n1,2\n"], ids=["empty", "cut", "page", "csv"]
)
def test_bytes_that_are_not_parquet_are_refused(read: Read, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bds_long_0.parquet"
    path.write_bytes(data)
    (fault,) = read(path).faults
    assert fault.startswith(f"{FILE}: expected a Parquet file, found ")


def test_a_parquet_file_cut_in_the_middle_is_refused(read: Read, tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3] + data[len(data) // 2 :])
    (fault,) = read(path).faults
    assert fault.startswith(f"{FILE}: expected a Parquet file, found ")
