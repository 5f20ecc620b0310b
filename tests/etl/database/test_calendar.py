"""When each release was first published: one reviewed list, and a day for every file."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.database import calendar
from etl.database.build import SCHEMA
from etl.model import Refusal

HEADER = "publication,period,last_day,published_on,known,source\n"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        con.execute(SCHEMA.read_text(encoding="utf-8"))
        yield con


def written(folder: Path, *rows: str) -> Path:
    path = folder / "release_calendar.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def hold(con: duckdb.DuckDBPyConnection, release_id: str, publication: str, last_day: date) -> None:
    con.execute(
        "insert into release values (?, ?, 't', 'f', null, null, '2026-01-05', 'abc', 1, 'OGL', "
        "null)",
        [release_id, publication],
    )
    con.execute(
        "insert into figure values ('i', 'A', '2025', 'k', ?, ?, null, null, 1, null, 'ok', null, "
        "null, false, ?, 2, 'c')",
        [last_day, last_day, release_id],
    )


def test_the_list_is_in_order_and_every_row_says_how_it_is_known() -> None:
    with calendar.LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [(row["publication"], row["last_day"]) for row in rows]
    assert keys == sorted(set(keys))
    assert all(len(row["source"]) > 20 for row in rows), "how is it known?"
    for publication in {row["publication"] for row in rows}:
        days = [row["published_on"] for row in rows if row["publication"] == publication]
        assert days == sorted(days), "a later period was never published before an earlier one"


def test_a_usual_month_is_a_month_and_no_day() -> None:
    with calendar.LIST.open(encoding="utf-8", newline="") as file:
        usual = [row for row in csv.DictReader(file) if row["source"].startswith("Usual month")]
    assert {(row["known"], len(row["published_on"])) for row in usual} == {("usual", 7)}


@pytest.mark.parametrize(
    "row",
    [
        "P,2024,2024-13-31,2024-06,stated,s",
        "P,2024,2024-01-31,June 2024,stated,s",
        "P,2024,2024-01-31,2023-06,stated,s",
        "P,2024,2024-01-31,2024-06,guessed,s",
        "P,2024,2024-01-31,2024-06,stated,",
        ",2024,2024-01-31,2024-06,stated,s",
    ],
)
def test_a_faulty_row_is_refused_with_its_number(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, row: str
) -> None:
    path = written(tmp_path, "P,2023,2023-01-31,2023-06-08,stated,s", row)
    with pytest.raises(Refusal, match=r"release_calendar.csv: row 3: expected a publication"):
        calendar.load(con, path)


def test_a_file_takes_the_day_of_the_release_that_first_printed_its_last_period(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows = ("P,2023,2023-01-31,2023-06-08,stated,s", "P,2024,2024-01-31,2024-06,expected,s")
    calendar.load(con, written(tmp_path, *rows))
    hold(con, "p-2023/flow.csv", "P", date(2022, 12, 31))
    hold(con, "p-2024/stock.csv", "P", date(2024, 1, 31))
    # Beyond the calendar: the usual month, but a file was public when it was retrieved.
    hold(con, "p-2025/stock.csv", "P", date(2025, 1, 31))
    hold(con, "p-2026/stock.csv", "P", date(2026, 1, 31))
    hold(con, "q-2025/other.csv", "Q", date(2025, 1, 31))
    calendar.date_releases(con)
    found = con.execute("select release_id, published_on from release order by 1").fetchall()
    assert found == [
        ("p-2023/flow.csv", "2023-06-08"),
        ("p-2024/stock.csv", "2024-06"),
        ("p-2025/stock.csv", "2025-06"),
        ("p-2026/stock.csv", "2026-01-05"),
        ("q-2025/other.csv", "2026-01-05"),
    ]


def test_every_release_that_is_held_has_a_day(database: duckdb.DuckDBPyConnection) -> None:
    assert database.execute("from release where published_on is null").fetchall() == []


def test_every_figure_has_a_release_of_the_calendar(database: duckdb.DuckDBPyConnection) -> None:
    without = database.execute(
        """
        select distinct coalesce(first_in, publication), period_end
        from figure
        join indicator using (indicator_id)
        join release using (release_id)
        anti join release_calendar
            on release_calendar.publication = coalesce(first_in, release.publication)
            and last_day >= period_end
        """
    ).fetchall()
    assert without == []
