"""Workbooks: what is refused before it can fill the memory."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from etl.model import Refusal
from etl.reading import workbook


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_memory_is_spent(
    tmp_path: Path,
) -> None:
    path = tmp_path / "months.xlsx"
    blank = b" " * 1_000_000
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book,
        book.open("xl/sharedStrings.xml", "w") as part,
    ):
        for _ in range(workbook.LARGEST_UNPACKED // len(blank) + 1):
            part.write(blank)
    assert path.stat().st_size < 1_000_000
    tracemalloc.start()
    with pytest.raises(Refusal) as refusal:
        workbook.to_csv(path, tmp_path / "months.csv")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.value.faults == [
        "expected a workbook that unpacks to under 200 MB, found one of 201,000,000 bytes"
    ]
    assert most < 2_000_000
