"""Workbooks, zips and CSV files damaged at random end in sentences, never in a traceback.

LINE_OF_SIGHT_CASES says how many of each, LINE_OF_SIGHT_SEED which; either stops after a while.
"""

import io
import os
import random
import time
import warnings
import zipfile
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from etl.council import template
from etl.model import Refusal
from etl.publications import catalogue
from etl.reading.files_at import find_files
from etl.reading.staging import PublishedFile
from tests.etl.writing import CHILDREN_IN_NEED, REQUESTS, Table, write_zip
from tests.standin import special_needs

DAMAGED = int(os.environ.get("LINE_OF_SIGHT_CASES", "300"))
SEED = int(os.environ.get("LINE_OF_SIGHT_SEED", "2026"))
SECONDS = 20.0


def damaged(data: bytes, choice: random.Random) -> bytes:
    """Bytes changed, cut off or put in, in the packing or in one member."""
    if choice.random() < 0.5:
        return changed(data, choice)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        hit = choice.choice(names)
        for name in names:
            new.writestr(name, changed(old.read(name), choice) if name == hit else old.read(name))
    return packed.getvalue()


def changed(data: bytes, choice: random.Random) -> bytes:
    place = choice.randrange(len(data))
    end = place + choice.randrange(1, 40)
    put_in = choice.randbytes(choice.choice([0, 1, 20]))
    kinds = [
        data[:place],
        data[:place] + put_in + data[end:],
        data[:place] + data[place:end] + data[place:],
        data[:place] + bytes([data[place] ^ 1 << choice.randrange(8)]) + data[place + 1 :],
    ]
    return choice.choice(kinds)


def test_a_damaged_workbook_ends_in_a_sentence(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    book = Workbook()
    book.worksheets[0].append(("la_code", "measure", "month", "count"))
    book.worksheets[0].append((358, "cp_started", "2026-08", 17))
    path = tmp_path / "months.xlsx"
    book.save(path)
    whole, choice = path.read_bytes(), random.Random(SEED)
    end = time.monotonic() + SECONDS
    for _ in range(DAMAGED):
        path.write_bytes(damaged(whole, choice))
        with warnings.catch_warnings(action="ignore"):
            reading = template.read(staging, PublishedFile(path.name, path, ""))
        for fault in reading.faults:
            assert fault.startswith("local/months.xlsx: ") and "found" in fault
        if time.monotonic() > end:
            break


MONTHS = Table(
    "months.csv", ("la_code", "measure", "month", "count"), (("358", "cp_open", "2026-08", "17"),)
)
NEIGHBOURS = Table(
    "sn_model_2025_wide.csv",
    ("la_code", "name", *(f"{kind}{n}" for n in range(1, 11) for kind in ("SN", "SNP"))),
    (("358", "Trafford", *(word for n in range(301, 311) for word in (str(n), "Close"))),),
)
CSV_FILES = [MONTHS, NEIGHBOURS, REQUESTS, special_needs.schools(), special_needs.year_groups()]


def odd(data: bytes, choice: random.Random) -> bytes:
    """Bytes as no other damage makes them: cells, rows and columns without end, other letters."""
    lines = data.splitlines(keepends=True)
    number = choice.randrange(len(lines))
    kinds = [
        lambda: [*lines[:number], b'"' + b"x" * 200_000 + b'",', *lines[number:]],
        lambda: [*lines[:number], b"1," * 20_000 + b"\n", *lines[number:]],
        lambda: [b"a," * 5_000 + lines[0], *lines[1:]],
        lambda: [line.replace(b"\n", choice.choice([b"\r", b"\r\n", b"\n\n"])) for line in lines],
        lambda: [data.decode("utf-8-sig").encode(choice.choice(["utf-16", "utf-32", "cp037"]))],
        lambda: [*lines, b"\0" * choice.randrange(1, 500)],
        lambda: [b"", *lines[:1]],
        lambda: [line + b'"' for line in lines],
        lambda: [b"9" * choice.choice([20, 400]) + b"," + line for line in lines],
        lambda: [b"\n" * choice.randrange(9), *lines],
        lambda: [],
    ]
    return b"".join(choice.choice(kinds)())


@pytest.mark.parametrize("table", CSV_FILES, ids=lambda table: table.file)
def test_a_damaged_csv_file_ends_in_a_sentence(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, table: Table
) -> None:
    path = table.write(tmp_path)
    whole, choice = path.read_bytes(), random.Random(SEED)
    reader = template.read if table is MONTHS else catalogue.reader_of(path.name, table.header)
    assert reader
    end = time.monotonic() + SECONDS
    for _ in range(DAMAGED // len(CSV_FILES)):
        path.write_bytes(choice.choice([changed, odd])(whole, choice))
        reading = reader(staging, PublishedFile(path.name, path, ""))
        for fault in reading.faults:
            assert fault.startswith(f"{reading.release_id}: ") and "found" in fault, fault
        if time.monotonic() > end:
            break


def test_a_damaged_zip_ends_in_a_sentence(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "plans.zip", [REQUESTS, CHILDREN_IN_NEED])
    whole, choice = path.read_bytes(), random.Random(SEED)
    end = time.monotonic() + SECONDS
    for number in range(DAMAGED):
        path.write_bytes(damaged(whole, choice))
        for fault in find_files(path, tmp_path / "work" / str(number)).faults:
            assert fault.startswith("plans.zip") and "expected" in fault and "found" in fault
        if time.monotonic() > end:
            break


def test_a_zip_in_a_zip_is_opened(tmp_path: Path) -> None:
    inner = write_zip(tmp_path / "inner.zip", [REQUESTS])
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "2025/inner.zip")
    (found,) = find_files(outer, tmp_path / "work").files
    assert (found.name, found.found_in) == ("requests.csv", "outer.zip/inner.zip")
    assert found.path.read_bytes() == REQUESTS.encoded()
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.write(outer, "outer.zip")
    assert find_files(tmp_path / "more.zip", tmp_path / "more").faults == [
        "more.zip/outer.zip: expected files, found one more zip in it: inner.zip"
    ]


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "../requests.csv", "data/a:b?.csv"])
def test_the_name_of_a_member_does_no_harm(tmp_path: Path, name: str) -> None:
    path = tmp_path / "plans.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, REQUESTS.encoded())
    try:
        (found,) = find_files(path, tmp_path / "work").files
    except Refusal as refusal:
        pytest.fail(str(refusal))
    assert (tmp_path / "work") in found.path.parents
    assert found.path.read_bytes() == REQUESTS.encoded()
