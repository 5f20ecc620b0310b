"""The sheet of figures in a workbook as CSV, so that a spreadsheet is read like any other file."""

import csv
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from etl.model import Refusal

# A council's own months and wards are some hundred rows of at most eight columns. A workbook is a
# zip of XML, which unpacks to many times its bytes: these are bounds on memory.
LARGEST = 20_000_000
LARGEST_UNPACKED = 200_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 100


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm")


def to_csv(
    path: Path, target: Path, is_header: Callable[[list[str]], bool] = lambda _: True
) -> None:
    """Write the sheet of figures to `target`: row 5 of the sheet is row 5 of the file.

    That is the visible sheet with rows or, of several, the one whose first row `is_header`. Days
    are written as 2026-09-30, whole numbers without a point; of a formula the value is taken that
    the spreadsheet program saved. Empty rows at the end are left out. Raises Refusal when it is no
    workbook, or too large, or when two sheets may be meant.
    """
    if path.stat().st_size > LARGEST:
        raise Refusal(["expected a workbook under 20 MB, found a larger one"])
    try:
        check_unpacked(path)
        sheets = texts(path)
    except Refusal:
        raise
    # Damaged bytes raise whatever the unpackers and readers of XML below openpyxl raise: of 300
    # damaged workbooks 106 ended in a dozen kinds.
    except Exception as error:
        raise Refusal(
            ["expected a workbook (.xlsx), found a file that cannot be opened"]
        ) from error
    rows = chosen(sheets, is_header)
    # Cells beyond the header are kept only where they say something, and then refused as too many.
    width = max(len(rows[0]) - trailing(rows[0]), 1)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [*row[:width], *(text for text in row[width:] if text)] for row in rows
        )


def chosen(
    sheets: dict[str, list[list[str]]], is_header: Callable[[list[str]], bool]
) -> list[list[str]]:
    """The rows of the one sheet that has figures. Raises Refusal when there is none, or two."""
    filled = {name: rows for name, rows in sheets.items() if rows}
    if not filled:
        raise Refusal(["expected rows of figures in a sheet that is not hidden, found none"])
    headed = [name for name, rows in filled.items() if is_header(rows[0])]
    if len(headed) > 1:
        names = " and ".join(map(repr, headed))
        raise Refusal([f"expected one sheet of figures, found {len(headed)}: {names}"])
    # Without any the first is taken, so that the column is named that it lacks.
    return filled[(headed or list(filled))[0]]


def check_unpacked(path: Path) -> None:
    """Raises Refusal, before anything is unpacked, where the parts would fill the memory."""
    with zipfile.ZipFile(path) as book:
        size = sum(part.file_size for part in book.infolist())
    if size > LARGEST_UNPACKED:
        raise Refusal(
            [f"expected a workbook that unpacks to under 200 MB, found one of {size:,} bytes"]
        )


def texts(path: Path) -> dict[str, list[list[str]]]:
    """The rows of every sheet that a reader sees, without empty ones at the end."""
    from openpyxl import load_workbook  # half a second that only who has a workbook waits for

    # data_only: what the spreadsheet showed, not the formula, which we could not work out.
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return {
            sheet.title: rows_of(sheet)
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        }
    finally:
        book.close()


def rows_of(sheet: Any) -> list[list[str]]:
    # What a sheet says of its own size may be wrong, and then hides rows.
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    for row in sheet.iter_rows(max_col=MOST_COLUMNS):
        if len(rows) == MOST_ROWS:
            raise Refusal([f"expected at most {MOST_ROWS:,} rows, found more"])
        rows.append([text_of(cell) for cell in row])
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def trailing(row: list[str]) -> int:
    """How many empty cells stand at the end of a row."""
    return next((n for n, text in enumerate(reversed(row)) if text), len(row))


def text_of(cell: Any) -> str:
    """What a cell says; a number that is shown as a percentage keeps its sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and "%" in (cell.number_format or ""):
        return f"{100 * value:g}%"
    # Spreadsheets keep every number as a float: 42.0 would be no whole number.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
