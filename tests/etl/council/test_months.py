"""A council's own monthly figures: the template, every fault of it, and what an import changes."""

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from etl import disk
from etl.__main__ import cli
from etl.council import months as council_months
from etl.council import template
from etl.database import build, releases
from etl.disk import PROJECT
from etl.reading import sql
from etl.reading import staging as reading_staging
from tests.etl.writing import CHILDREN_IN_NEED, Table, write_all

FOLDER = PROJECT / "data" / "local"
README = FOLDER / "README.md"
HEADER = ("la_code", "measure", "month", "count")
WITH_CHANGE = (*HEADER, "change")


def months(*rows: str, file: str = "months.csv") -> Table:
    return Table(file, HEADER, tuple(tuple(row.split(",")) for row in rows))


OURS = months(
    "358,cp_started,2026-08,17",
    "358,cp_started,2026-09,3",
    "358,cp_open,2026-09,161",
)


def read(con: duckdb.DuckDBPyConnection, file: Table, folder: Path) -> reading_staging.Reading:
    path = file.write(folder)
    return template.read(con, reading_staging.PublishedFile(path.name, path, str(folder)))


def supplied(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "select measure, period_end::varchar, value, source_row from month_supplied order by all"
    ).fetchall()


def test_a_file_of_the_template_is_read(staging: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    reading = read(staging, OURS, tmp_path)
    assert (reading.faults, reading.rows, reading.cells) == ([], 3, 3)
    assert supplied(staging) == [
        ("cp_open", "2026-09-30", 161, 4),
        ("cp_started", "2026-08-31", 17, 2),
        ("cp_started", "2026-09-30", 3, 3),
    ]
    assert reading.release
    assert reading.release.title == "Supplied by the council, not published by DfE"
    assert reading.release.publication == "Monthly figures of council 358"


@pytest.mark.parametrize(
    "month",
    [
        *("2024-02", "2024-02-29", "01/02/2024", "Feb-24", "Feb 2024", "February 2024", "Feb 24"),
        *("29.02.2024", "29-02-2024", "29 February 2024", "29 Feb 2024", "2024/02/29", "02/2024"),
        *("29/02/2024 00:00", "2024-02-29 00:00:00", "2024-02-29T00:00:00", "February-24"),
    ],
)
def test_a_month_may_be_written_as_a_spreadsheet_does(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, month: str
) -> None:
    assert read(staging, months(f"358,cp_started,{month},9"), tmp_path).faults == []
    assert supplied(staging) == [("cp_started", "2024-02-29", 9, 2)]


BROKEN = {
    "council": (
        OURS.having(2, "la_code", "Trafford"),
        "row 2, column la_code: expected a three-digit council code such as 301, found 'Trafford'",
    ),
    "two councils": (
        OURS.having(4, "la_code", "355"),
        "row 4, column la_code: expected the same council in each row, found '355'",
    ),
    "measure": (
        OURS.having(3, "measure", "plans"),
        "row 3, column measure: expected one of referrals assessments s47_started",
    ),
    "month": (
        OURS.having(3, "month", "September"),
        "row 3, column month: expected a month such as 2026-09, found 'September'",
    ),
    "a month to come": (
        OURS.having(3, "month", "2199-01"),
        "row 3, column month: expected a year from 1990 to next year, found '2199-01'",
    ),
    "a symbol": (
        OURS.having(3, "count", "<5"),
        "row 3, column count: expected a whole number of 0 or more, found '<5'",
    ),
    "nothing": (
        OURS.having(3, "count", ""),
        "row 3, column count: expected a whole number of 0 or more, found ''",
    ),
    "a month twice": (
        OURS.having(3, "month", "31/08/2026"),
        "rows 2 and 3: expected one row for cp_started in August 2026, found 2",
    ),
    "a missing column": (OURS.without("count"), "expected the column count, found"),
    "no rows": (months(), "expected rows of figures, found only a header"),
}


@pytest.mark.parametrize(("file", "fault"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_one_sentence(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, file: Table, fault: str
) -> None:
    reading = read(staging, file, tmp_path)
    (found,) = reading.faults
    assert found.startswith(f"local/months.csv: {fault}")
    assert sql.count(staging, "month_supplied") == 0


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("01/12/25", "a month such as 2026-09"),
        ("0025-12", "a year from 1990 to next year"),
        ("12-25", "a month such as 2026-09"),
        ("25-12-01", "a month such as 2026-09"),
        ("Dec-93", "a year from 1990 to next year"),
        ("1989-12", "a year from 1990 to next year"),
        ("9999-12-31", "a year from 1990 to next year"),
    ],
)
def test_no_month_becomes_one_of_the_year_25(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, month: str, expected: str
) -> None:
    assert read(staging, months(f"358,cp_started,{month},112"), tmp_path).faults == [
        f"local/months.csv: row 2, column month: expected {expected}, found {month!r}"
    ]


def test_a_measure_in_capitals_is_the_measure(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(staging, months("358,CP_Started,2026-08,17"), tmp_path).faults == []
    assert supplied(staging) == [("cp_started", "2026-08-31", 17, 2)]


@pytest.mark.parametrize("measure", council_months.MEASURES, ids=lambda measure: measure.id)
@pytest.mark.parametrize("written", [str, str.upper, lambda name: name.replace(" ", "  ")])
def test_a_measure_may_be_called_by_its_name(
    staging: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    measure: council_months.Measure,
    written: Callable[[str], str],
) -> None:
    name = written(measure.name.replace("'", "’"))
    assert read(staging, months(f"358,{name},2026-08,17"), tmp_path).faults == []
    assert supplied(staging) == [(measure.id, "2026-08-31", 17, 2)]


@pytest.mark.parametrize(
    ("month", "read_as", "note"),
    [
        ("09/01/2026", "2026-01-31", "09/01/2026 was read as 9 January 2026, day first"),
        ("9-1-2026", "2026-01-31", "9-1-2026 was read as 9 January 2026, day first"),
        ("30/09/2026", "2026-09-30", None),
        ("09/09/2026", "2026-09-30", None),
        ("2026-09-01", "2026-09-30", None),
    ],
)
def test_a_day_that_another_reader_takes_for_another_is_told(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, month: str, read_as: str, note: str | None
) -> None:
    reading = read(staging, months(f"358,cp_started,{month},17"), tmp_path)
    assert supplied(staging) == [("cp_started", read_as, 17, 2)]
    assert reading.notes == ([f"row 2, column month: {note}"] if note else [])


def test_a_file_with_the_month_first_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = months("358,cp_started,08/31/2026,17", "358,cp_started,09/01/2026,3")
    (fault,) = read(staging, file, tmp_path).faults
    assert "row 2, column month: expected a month such as 2026-09, found '08/31/2026'" in fault


def with_change(*rows: str) -> Table:
    return Table("months.csv", WITH_CHANGE, tuple(tuple(row.split(",")) for row in rows))


CHANGED = with_change(
    "358,cp_started,2026-08,17, New front door ",
    "358,cp_started,2026-09,3,",
)


def changes(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "select la_code, measure, period_end::varchar, words, source_row from month_change"
    ).fetchall()


def test_a_change_is_read_with_its_month(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(staging, CHANGED, tmp_path).faults == []
    assert changes(staging) == [("358", "cp_started", "2026-08-31", "New front door", 2)]


def test_the_column_of_changes_may_be_left_out(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert read(staging, OURS, tmp_path).faults == []
    assert changes(staging) == []


@pytest.mark.parametrize("text", ["x" * 41, "one\ttwo"])
def test_a_change_is_a_few_words(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, text: str
) -> None:
    (fault,) = read(staging, with_change(f"358,referrals,2026-08,9,{text}"), tmp_path).faults
    assert fault == (
        "local/months.csv: row 2, column change: expected a few words, at most 40 letters, "
        f"found {text!r}"
    )


def test_the_month_that_runs_is_refused(staging: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    today = f"{datetime.now(UTC):%Y-%m}"
    (fault,) = read(staging, months(f"358,referrals,{today},9"), tmp_path).faults
    assert "expected a month that has ended" in fault


def test_the_readme_describes_each_column_and_each_measure(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    part = README.read_text("utf-8").split("`month_template`\n")[1].split("\n## ")[0]
    columns = re.findall(r"^\| `(\w+)` \| .* \| `(.+)` \|$", part, re.MULTILINE)
    assert tuple(name for name, _ in columns) == WITH_CHANGE
    row = tuple(text for _, text in columns)
    assert read(staging, Table("months.csv", WITH_CHANGE, (row,)), tmp_path).faults == []
    header = (FOLDER / "month_template.csv").read_text("utf-8").strip().split(",")
    assert tuple(header) == WITH_CHANGE
    measures = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", part, re.MULTILINE)
    assert measures == [measure.id for measure in council_months.MEASURES]


@pytest.mark.parametrize("name", ["ward", "month"])
def test_the_two_forms_of_a_template_are_the_same(name: str) -> None:
    book = load_workbook(FOLDER / f"{name}_template.xlsx")
    header = (FOLDER / f"{name}_template.csv").read_text("utf-8").strip().split(",")
    assert [[cell.value for cell in row] for row in book.worksheets[0].rows] == [header]


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def test_a_workbook_gives_the_same_figures(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "months.xlsx",
        (*HEADER, None),
        (358, "cp_started", "2026-08", 17),
        (358, "cp_started", date(2026, 9, 1), 3.0),
        ("358", "cp_open", date(2026, 9, 30), "161"),
        (None, None, None, None),
    )
    reading = template.read(staging, reading_staging.PublishedFile(path.name, path, str(tmp_path)))
    assert reading.faults == []
    assert reading.release
    assert reading.release.id == f"local-358-{disk.checksum(path)[:8]}"
    assert supplied(staging) == [
        ("cp_open", "2026-09-30", 161, 4),
        ("cp_started", "2026-08-31", 17, 2),
        ("cp_started", "2026-09-30", 3, 3),
    ]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([], "expected rows of figures in a sheet that is not hidden, found none"),
        ([HEADER], "expected rows of figures, found only a header"),
        (
            [HEADER, (358, "cp_started", "2026-08", "=1+1")],
            "row 2, column count: expected a whole number of 0 or more, found ''",
        ),
        (
            [HEADER, (358, "cp_started", "2026-08", 2.5)],
            "row 2, column count: expected a whole number of 0 or more, found '2.5'",
        ),
        ([HEADER, (358, "cp_started", "2026-08", 2, "note")], "row 2: expected 4 columns, found 5"),
    ],
)
def test_a_fault_in_a_workbook_is_one_sentence(
    staging: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    rows: list[tuple[object, ...]],
    fault: str,
) -> None:
    path = workbook(tmp_path / "months.xlsx", *rows)
    reading = template.read(staging, reading_staging.PublishedFile(path.name, path, str(tmp_path)))
    assert reading.faults == [f"local/months.xlsx: {fault}"]


def read_workbook(con: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    return template.read(con, reading_staging.PublishedFile(path.name, path, "")).faults


ROW = (358, "cp_started", "2026-08", 17)


def test_a_hidden_first_sheet_is_not_read(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "months.xlsx", HEADER, (358, "cp_started", "2026-08", 99))
    book = load_workbook(path)
    book.worksheets[0].sheet_state = "hidden"
    notes, figures = book.create_sheet("Notes"), book.create_sheet("Figures")
    notes.append(("Counted on 1 October",))
    figures.append(HEADER)
    figures.append(ROW)
    book.active = 2
    book.save(path)
    assert read_workbook(staging, path) == []
    assert supplied(staging) == [("cp_started", "2026-08-31", 17, 2)]


def test_two_sheets_of_figures_are_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "months.xlsx", HEADER, ROW)
    book = load_workbook(path)
    book.worksheets[0].title = "August"
    other = book.create_sheet("September")
    other.append(HEADER)
    other.append(ROW)
    book.save(path)
    assert read_workbook(staging, path) == [
        "local/months.xlsx: expected one sheet of figures, found 2: 'August' and 'September'"
    ]


def test_every_row_is_read_whatever_the_sheet_says_of_its_size(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    whole = workbook(tmp_path / "whole.xlsx", HEADER, ROW, (358, "cp_started", "2026-09", 3))
    path = tmp_path / "months.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b'<dimension ref="A1:D3"', b'<dimension ref="A1:D2"'))
    assert path.read_bytes() != whole.read_bytes()
    assert read_workbook(staging, path) == []
    assert len(supplied(staging)) == 2


def test_a_column_that_is_there_twice_and_says_two_things_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "months.xlsx", (*HEADER, "count"), (*ROW, 18))
    assert read_workbook(staging, path) == [
        "local/months.xlsx: row 2, column count: expected the same in each column of this name, "
        "found '17' and '18'"
    ]


def test_a_count_that_is_shown_as_a_percentage_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "months.xlsx", HEADER, (358, "cp_started", "2026-08", 12))
    book = load_workbook(path)
    book.worksheets[0]["D2"].number_format = "0%"
    book.save(path)
    assert read_workbook(staging, path) == [
        "local/months.xlsx: row 2, column count: expected a whole number of 0 or more, "
        "found '1200%'"
    ]
    assert read(staging, OURS.having(2, "count", "12%"), tmp_path).faults == [
        "local/months.csv: row 2, column count: expected a whole number of 0 or more, found '12%'"
    ]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Table], Result]:
    """Imports a file into a database that holds children in need of Trafford."""
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path / "data"))
    files = write_all(tmp_path / "dfe", [CHILDREN_IN_NEED])
    releases.publish(tmp_path / "data", lambda to: build.build_from_files(files, to))
    return lambda file: CliRunner().invoke(cli, ["import", str(file.write(tmp_path))])


def in_use(tmp_path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(releases.current(tmp_path / "data")), read_only=True) as con:
        return supplied(con)


def test_a_second_file_replaces_the_months_it_names(
    load: Callable[[Table], Result], tmp_path: Path
) -> None:
    assert load(OURS).exit_code == 0
    assert load(months("358,cp_started,2026-09,12", "358,cp_started,2026-10,11")).exit_code == 0
    assert [row[:3] for row in in_use(tmp_path)] == [
        ("cp_open", "2026-09-30", 161),
        ("cp_started", "2026-08-31", 17),
        ("cp_started", "2026-09-30", 12),
        ("cp_started", "2026-10-31", 11),
    ]


def test_a_change_stays_with_its_month_and_goes_with_it(
    load: Callable[[Table], Result], tmp_path: Path
) -> None:
    def held() -> list[tuple[object, ...]]:
        with duckdb.connect(str(releases.current(tmp_path / "data")), read_only=True) as con:
            return changes(con)

    assert load(CHANGED).exit_code == 0
    assert load(months("358,cp_started,2026-09,12")).exit_code == 0
    assert [row[3] for row in held()] == ["New front door"]
    assert load(months("358,cp_started,2026-08,18")).exit_code == 0
    assert held() == []


def test_an_import_stays_through_a_refresh_and_is_undone_by_a_rollback(
    load: Callable[[Table], Result], tmp_path: Path
) -> None:
    load(OURS)
    before = in_use(tmp_path)
    assert CliRunner().invoke(cli, ["refresh", "--from", str(tmp_path / "dfe")]).exit_code == 0
    assert in_use(tmp_path) == before
    load(months("358,cp_started,2026-09,12"))
    assert in_use(tmp_path) != before
    assert CliRunner().invoke(cli, ["rollback"]).exit_code == 0
    assert in_use(tmp_path) == before


def test_an_unknown_council_is_refused_and_changes_nothing(
    load: Callable[[Table], Result], tmp_path: Path
) -> None:
    load(OURS)
    before = in_use(tmp_path)
    result = load(months("999,cp_started,2026-09,12"))
    assert result.exit_code == 1
    assert "row 2: expected the code of a council, found 999" in " ".join(result.output.split())
    assert in_use(tmp_path) == before
