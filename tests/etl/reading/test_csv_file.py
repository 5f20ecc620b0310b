"""A published CSV file is found whole, or refused, however large it is and however it is read."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import Refusal
from etl.reading import csv_file

# What a file is made of, and what has no place in it: half a letter, a zero, a lone return.
PIECES = ["a,b", "é", "\U0001f600", "\n", "\r\n", '"', " ", "\r", "\0"]
BYTES = [piece.encode() for piece in PIECES] + [b"\xc3", b"\xff"]


def found(data: bytes, size: int) -> int | list[str]:
    """The number of lines, or the faults."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(data)
        try:
            return csv_file.count_lines(path, size)
        except Refusal as refusal:
            return refusal.faults


@given(st.lists(st.sampled_from(BYTES)), st.integers(1, 40))
def test_blocks_of_any_size_give_the_same_answer(pieces: list[bytes], size: int) -> None:
    data = b"time_period" + b"".join(pieces)
    one_by_one, at_once = found(data, size), found(data, len(data) + 1)
    if isinstance(one_by_one, int):
        assert one_by_one == at_once == data.count(b"\n") + (not data.endswith(b"\n"))
    else:
        assert isinstance(at_once, list), "which fault is found first may differ"


@given(st.lists(st.sampled_from([b"a,b", b"\xc3\xa9", b'"', b" "])), st.integers(1, 9))
def test_the_row_of_a_fault_does_not_depend_on_the_blocks(pieces: list[bytes], size: int) -> None:
    good = b"".join(piece + b"\n" for piece in [b"a", *pieces])
    row = len(pieces) + 2
    again = ": save the file as CSV UTF-8"
    assert found(good + b"\xc3\n", size) == [
        f"row {row}: expected UTF-8 text, found the byte 0xc3{again}"
    ]
    assert found(good + b"a\0b\n", size) == [f"row {row}: expected text, found a zero byte{again}"]
    assert found(good + b"a\rb\n", size) == [
        f"row {row}: expected line ends, found a carriage return alone"
    ]
    assert found(good + b"a,b", size) == row


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "expected a CSV file, found an empty file"),
        (b" \r\n\n", "expected a CSV file, found an empty file"),
        (b"PK\x03\x04", "expected a CSV file, found a zip or spreadsheet file"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n", "expected a CSV file, found a web page (HTML)"),
    ],
)
def test_other_kinds_of_file_are_refused(data: bytes, fault: str) -> None:
    assert found(data, csv_file.BLOCK) == [fault]


def rows(data: bytes, folder: Path) -> list[tuple[object, ...]]:
    """The rows that a file gives, or Refusal."""
    path = folder / "x.csv"
    path.write_bytes(data)
    opened = csv_file.opened(path, unnamed_index=True)
    con = duckdb.connect()
    csv_file.run(con, f"create table raw as {opened.rows}", opened)
    answer = con.execute("from raw order by source_row").fetchall()
    csv_file.refuse_odd_lines(opened, len(answer))
    return answer


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("tail", [0, 2])
def test_rows_keep_their_numbers_in_the_file(
    tmp_path: Path, end: str, mark: str, tail: int
) -> None:
    lines = ["time_period,name", '202425,"Bristol, City of"', "202526,"] + [""] * tail
    text = mark + "".join(line + end for line in lines)
    assert rows(text.encode(), tmp_path) == [
        (2, "202425", "Bristol, City of"),
        (3, "202526", ""),
    ]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"a,b\n1,2\n\n3,4\n", "row 3: expected a row of figures, found an empty line"),
        (b'a,b\n1,"2\n3",4\n', "row 2: expected 2 columns, found a row that is not CSV"),
        (b'a,b\n1,"2\n3"\n', "expected one row a line, found 3 lines for 1 rows and header"),
        (b"a,b\n1,2,3\n", "row 2: expected 2 columns, found 3"),
        (b"a,b\n1\n", "row 2: expected 2 columns, found 1"),
        (b"a,b\n1,2\n3", "row 3: expected 2 columns and a line end, found the file cut off"),
        (b"a,b\n1,2\n3,", "row 3: expected 2 columns and a line end, found the file cut off"),
        (b'a,b\n1,2\n3,"4', "row 3: expected 2 columns and a line end, found the file cut off"),
        (b"a\n1\n", "row 1: expected column names parted by commas, found 'a'"),
        (b"a,,b\n1,2,3\n", "row 1: expected a name for each column, found none for number 2"),
    ],
)
def test_rows_that_are_not_as_the_header_are_refused(
    tmp_path: Path, data: bytes, fault: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        rows(data, tmp_path)
    assert refusal.value.faults == [fault]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["4", '"4"'])
def test_a_whole_file_without_its_last_line_end_is_read(
    tmp_path: Path, end: str, last: str
) -> None:
    data = end.join(["a,b", "1,2", f"3,{last}"]).encode()
    assert rows(data, tmp_path) == [(2, "1", "2"), (3, "3", "4")]
    assert csv_file.opened(tmp_path / "x.csv").notes == [
        "row 3: there is no line end after the last cell '4': see that it is whole"
    ]


@given(st.integers(1, 60))
def test_a_file_cut_off_gives_its_whole_rows_or_nothing(kept: int) -> None:
    data = b"name,count\r\nTrafford,1517\r\nSalford,1204\r\nStockport,x"[:-kept]
    whole = [(2, "Trafford", "1517"), (3, "Salford", "1204")]
    with TemporaryDirectory() as folder:
        try:
            found = rows(data, Path(folder))
        except Refusal:
            return
    # Only the last cell may be short, and then a note says so.
    assert [row[:2] for row in found] == [row[:2] for row in whole[: len(found)]]


def test_a_name_that_is_there_twice_is_made_two_names(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"n,name,N\n1,2,3\n")
    opened = csv_file.opened(path)
    assert opened.names == ["n", "name", "N (2)"]
    assert opened.notes == ["the column n is there 2 times"]


def test_columns_are_read_from_the_first_line_only(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b'\xef\xbb\xbf,Total pupils,"a, b"\r\n\xff\xff')
    assert csv_file.columns_of(path) == ["", "Total pupils", "a, b"]
