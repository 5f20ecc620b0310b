"""A published CSV file: found whole first, then read by DuckDB, never held in memory."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb

from etl.model import Refusal
from etl.reading.sql import SHOWN_FAULTS, literal

# Bytes read at a time: 4 MB keep the check of a file of millions of rows in little memory.
BLOCK = 1 << 22
# Bytes in which a header ends; the longest of the files at hand has 1,124.
HEADER_BYTES = 100_000
# What a spreadsheet program calls the encoding that is read.
AGAIN = ": save the file as CSV UTF-8"
# What pandas calls a column without a name, and so what analysts look for.
UNNAMED = "Unnamed: 0"


@dataclass(frozen=True, kw_only=True)
class CsvFile:
    """A file that has passed `opened`: the names of its columns, each only once, and its lines."""

    path: Path
    names: list[str]
    doubled: dict[str, int]
    lines: int

    @property
    def rows(self) -> str:
        """Every row as text with its number in the file, in SQL for `run`, which gives the path."""
        columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in self.names)
        return f"""
            select row_number() over () + 1 as source_row, *
            from read_csv(
                -- Nothing is detected: a guess from the first rows would turn a later c or x into
                -- an error, or a code 001 into 1. A null is no text that a file can hold, so an
                -- empty cell stays empty text.
                $path, columns = {{{columns}}}, header = true, auto_detect = false, delim = ',',
                quote = '"', escape = '"', nullstr = chr(10), strict_mode = true,
                null_padding = false)
        """

    @property
    def notes(self) -> list[str]:
        # A file that lost the end of its last cell looks like one that is whole.
        last = split_row(unended(self.path))[-1:]
        return [
            *(
                f"the column {name} is there {times} times"
                for name, times in self.doubled.items()
                if times > 1
            ),
            *(
                f"row {self.lines}: there is no line end after the last cell {cell!r}: see that it "
                "is whole"
                for cell in last
            ),
        ]


def opened(path: Path, unnamed_index: bool = False) -> CsvFile:
    """A CSV file whose bytes are whole, UTF-8 and nothing else. Raises Refusal.

    With `unnamed_index` the first column may have no name: DfE's newest files number their rows.
    """
    lines = count_lines(path)
    header = header_of(path, unnamed_index)
    refuse_cut_off(path, len(header), lines)
    # DfE prints review_meeting_prior_24 of 2025 twice; a table needs two names.
    names, doubled = unique_names(header)
    return CsvFile(path=path, names=names, doubled=doubled, lines=lines)


def run(
    con: duckdb.DuckDBPyConnection,
    query: str,
    file: CsvFile,
    values: Mapping[str, object] | None = None,
) -> None:
    """Run a query on `file.rows`. Raises Refusal where a row has not the columns of the header."""
    try:
        con.execute(query, {"path": str(file.path), **(values or {})})
    except duckdb.InvalidInputException as error:
        raise Refusal([fault_of(error, file)]) from error


def refuse_odd_lines(file: CsvFile, rows: int) -> None:
    """Raise Refusal unless each line below the header gave one row.

    A quotation mark too many makes one row of several lines. Empty lines at the end do no harm.
    """
    if file.lines == rows + 1:
        return
    last = 0
    empty: list[int] = []
    with file.path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip(b"\r\n"):
                last = number
            if not line.strip() and len(empty) < SHOWN_FAULTS:
                empty.append(number)
    faults = [
        f"row {number}: expected a row of figures, found an empty line"
        for number in empty
        if number < last
    ]
    if last != rows + 1:
        raise Refusal(
            faults
            or [f"expected one row a line, found {last:,} lines for {rows:,} rows and header"]
        )


def count_lines(path: Path, size: int = BLOCK) -> int:
    """How many lines a file has, the last of which may lack its line end.

    Raises Refusal when its bytes are not those of a CSV file. It is read in blocks of `size` bytes
    and what is left of their last line.
    """
    lines, last = 0, b""
    with path.open("rb") as file:
        while block := file.read(size) + file.readline():  # whole lines, so no letter is cut
            if not lines:
                refuse_other_kinds(block)
            refuse_odd_bytes(block, lines)
            lines += block.count(b"\n")
            last = block
    if not last:
        raise Refusal(["expected a CSV file, found an empty file"])
    return lines + (not last.endswith(b"\n"))


def refuse_cut_off(path: Path, columns: int, lines: int) -> None:
    if is_cut_off(path, columns):
        raise Refusal(
            [f"row {lines}: expected {columns} columns and a line end, found the file cut off"]
        )


def is_cut_off(path: Path, columns: int) -> bool:
    """Whether a file ends within a row of so many columns.

    Many programs leave out the last line end. A row is whole without it where it has every column
    and the last cell says something: a file that ends with a comma may have lost that cell.
    """
    line = unended(path)
    if not line:
        return False
    try:
        cells = next(csv.reader([line], strict=True), [])
    except csv.Error:  # a quotation mark that is not closed
        return True
    return len(cells) != columns or not cells[-1]


def unended(path: Path) -> str:
    """The last row of a file that does not end with a line end; nothing of one that does."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - HEADER_BYTES))
        end = file.read()
    return end.rpartition(b"\n")[2].decode("utf-8-sig", "replace").rstrip("\r")


def refuse_other_kinds(start: bytes) -> None:
    kind = ""
    if not start.strip():
        kind = "an empty file"
    elif start.startswith(b"PK"):
        kind = "a zip or spreadsheet file"
    elif start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        kind = "a web page (HTML)"
    if kind:
        raise Refusal([f"expected a CSV file, found {kind}"])


def refuse_odd_bytes(block: bytes, lines: int) -> None:
    """Raise Refusal with the row of the first byte that no text has; `lines` stand before it."""
    fault = None
    try:
        block.decode("utf-8")
    except UnicodeDecodeError as error:
        fault = error.start, f"expected UTF-8 text, found the byte {block[error.start]:#04x}{AGAIN}"
    if fault is None and b"\0" in block:
        fault = block.index(b"\0"), f"expected text, found a zero byte{AGAIN}"
    # DfE ends lines with LF or CRLF, by file. A CR alone, from an old Macintosh, would be one line.
    if fault is None and b"\r" in block and block.count(b"\r") > block.count(b"\r\n"):
        alone = re.search(b"\r(?!\n)", block)
        fault = alone.start() if alone else 0, "expected line ends, found a carriage return alone"
    if fault is not None:
        row = lines + block.count(b"\n", 0, fault[0]) + 1
        raise Refusal([f"row {row}: {fault[1]}"])


def header_of(path: Path, unnamed_index: bool = False) -> list[str]:
    """The names of the columns. Raises Refusal when one is missing or commas do not part them."""
    names = columns_of(path)
    if len(names) < 2:
        raise Refusal(
            [f"row 1: expected column names parted by commas, found {', '.join(names)[:60]!r}"]
        )
    if unnamed_index and not names[0]:
        names[0] = UNNAMED
    if "" in names:
        raise Refusal(
            [f"row 1: expected a name for each column, found none for number {names.index('') + 1}"]
        )
    return names


def columns_of(path: Path) -> list[str]:
    """The names in the first line of a file that may be anything."""
    with path.open("rb") as file:
        line = file.readline(HEADER_BYTES)
    # utf-8-sig: EHC plans of 2025 begin with a byte-order mark, which would be part of time_period.
    return [name.strip() for name in split_row(line.decode("utf-8-sig", "replace").strip("\r\n"))]


def rows_of(path: Path) -> list[list[str]]:
    """The rows of a small file that is no plain table, its header first, without spaces around a
    cell. Raises Refusal.
    """
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(lines, strict=True)]
    except csv.Error as error:
        raise Refusal([f"expected a CSV file, found a cell that is none ({error})"]) from error


def split_row(line: str) -> list[str]:
    try:
        return next(csv.reader([line]), [])
    except csv.Error:  # longer than any cell of a table
        return []


def unique_names(header: list[str]) -> tuple[list[str], dict[str, int]]:
    """Column names made unique, and how often each is there: publishers print some names twice."""
    times: dict[str, int] = {}
    names = []
    for name in header:
        key = name.lower()
        times[key] = times.get(key, 0) + 1
        names.append(name if times[key] == 1 else f"{name} ({times[key]})")
    return names, times


def fault_of(error: duckdb.Error, file: CsvFile) -> str:
    """A sentence for DuckDB's error, which counts no further than the first column too many."""
    columns = len(file.names)
    line = re.search(r"CSV Error on Line: (\d+)", str(error))
    if not line:
        return f"expected {columns} columns in each row, found rows that are not CSV"
    row = int(line.group(1))
    if "Expected Number of Columns" in str(error):
        with file.path.open("rb") as lines:
            text = next(islice(lines, row - 1, None), b"").decode("utf-8", "replace")
        if (cells := len(split_row(text))) != columns:
            return f"row {row}: expected {columns} columns, found {cells}"
    return f"row {row}: expected {columns} columns, found a row that is not CSV"
