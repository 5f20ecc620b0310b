"""The first sheet of a workbook as CSV, so that a spreadsheet is read like any other file."""

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from etl.model import Refusal

# A council's own months and wards are some hundred rows of at most eight columns. A workbook is a
# zip of XML, which unpacks to many times its bytes: these are bounds on memory.
LARGEST = 20_000_000
LARGEST_UNPACKED = 200_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 100


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm")


def to_csv(path: Path, target: Path) -> None:
    """Write the first sheet to `target`: row 5 of the sheet is row 5 of the file.

    Days are written as 2026-09-30, whole numbers without a point; of a formula the value is taken
    that the spreadsheet program saved. Empty rows at the end are left out. Raises Refusal when it
    is no workbook, or too large.
    """
    if path.stat().st_size > LARGEST:
        raise Refusal(["expected a workbook under 20 MB, found a larger one"])
    try:
        check_unpacked(path)
        rows = texts(path)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Refusal(
            ["expected a workbook (.xlsx), found a file that cannot be opened"]
        ) from error
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise Refusal(["expected rows of figures in the first sheet, found it empty"])
    # Cells beyond the header are kept only where they say something, and then refused as too many.
    width = max(len(rows[0]) - trailing(rows[0]), 1)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [*row[:width], *(text for text in row[width:] if text)] for row in rows
        )


def check_unpacked(path: Path) -> None:
    """Raises Refusal, before anything is unpacked, where the parts would fill the memory."""
    with zipfile.ZipFile(path) as book:
        size = sum(part.file_size for part in book.infolist())
    if size > LARGEST_UNPACKED:
        raise Refusal(
            [f"expected a workbook that unpacks to under 200 MB, found one of {size:,} bytes"]
        )


def texts(path: Path) -> list[list[str]]:
    # data_only: what the spreadsheet showed, not the formula, which we could not work out.
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        rows: list[list[str]] = []
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
            if len(rows) == MOST_ROWS:
                raise Refusal([f"expected at most {MOST_ROWS:,} rows, found more"])
            rows.append([text_of(value) for value in row])
        return rows
    finally:
        book.close()


def trailing(row: list[str]) -> int:
    """How many empty cells stand at the end of a row."""
    return next((n for n, text in enumerate(reversed(row)) if text), len(row))


def text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    # Spreadsheets keep every number as a float: 42.0 would be no whole number.
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
