"""The two files of statistical neighbours, each with a layout of its own."""

import re
from pathlib import Path

import duckdb
import pytest

from etl.publications import neighbours
from tests.etl.writing import Read

OF_2021 = "New_Statistical_Neighbour_Groupings_April_2021.csv"
OF_2025 = "sn_model_2025_wide.csv"
CODES = ["355", "350", "351", "359", "353", "354", "356", "357", "352", "306"]
HEADER_2021 = "LA num,LA Name,LA number,GOInd,GOReg," + "".join(f"SN{n},SNP," for n in range(1, 11))
HEADER_2025 = "old_la_code,la_name,region_ind,region_name," + ",".join(
    f"SN_{n},SN_{n}P" for n in range(1, 11)
)
CLOSE_2021 = "".join(f"{code},Very Close," for code in CODES)
CLOSE_2025 = ",".join(f"{code},Close " for code in CODES)
LINES = {
    OF_2021: [HEADER_2021, f"358,Trafford,358,2,North West,{CLOSE_2021}"],
    OF_2025: [HEADER_2025, f"358,Trafford,2,North West,{CLOSE_2025}"],
}


@pytest.fixture
def staging(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A place for the neighbours that are read."""
    empty.execute(
        "create temp table neighbour_read (la_code varchar, neighbour_la_code varchar, "
        "model integer, rank integer, closeness varchar)"
    )
    return empty


def write(folder: Path, name: str, lines: list[str]) -> Path:
    path = folder / name
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig", newline="")
    return path


@pytest.mark.parametrize(
    ("name", "model", "word"), [(OF_2021, 2021, "very close"), (OF_2025, 2025, "close")]
)
def test_ten_neighbours_are_read_in_order(
    read: Read,
    staging: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    name: str,
    model: int,
    word: str,
) -> None:
    reading = read(write(tmp_path, name, LINES[name]))
    assert (reading.faults, reading.rows, reading.cells) == ([], 1, 10)
    assert staging.execute("from neighbour_read order by rank").fetchall() == [
        ("358", code, model, rank, word) for rank, code in enumerate(CODES, start=1)
    ]


def test_an_empty_row_of_the_older_file_is_left_out(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    empty_row = "," * HEADER_2021.count(",")
    reading = read(write(tmp_path, OF_2021, [*LINES[OF_2021], empty_row]))
    assert (reading.faults, reading.cells) == ([], 10)


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("355,", "35,", "row 2: expected a council code and a closeness, found 35 "),
        ("355,", "Salford,", "row 2: expected a council code and a closeness, found Salford "),
        ("lose", "loose", "row 2: expected a council code and a closeness, found 355 "),
        ("358,Traff", "58,Traff", "row 2: expected a three-digit council code, found '58'"),
        ("SN", "N", "expected the column SN1 or SN_1, found "),
    ],
    ids=["short code", "name", "word", "own code", "heading"],
)
def test_a_row_that_is_not_as_recorded_is_refused(
    read: Read,
    staging: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    name: str,
    old: str,
    new: str,
    fault: str,
) -> None:
    broken = [line.replace(old, new) for line in LINES[name]]
    (found,) = read(write(tmp_path, name, broken)).faults
    assert found.startswith(f"{neighbours.MODELS[name][1].id}/{name}: {fault}")
    assert staging.execute("select count(*) from neighbour_read").fetchone() == (0,)


@pytest.mark.parametrize("name", LINES)
def test_fewer_than_ten_neighbours_are_refused(
    read: Read, staging: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    header, line = LINES[name]
    (found,) = read(write(tmp_path, name, [header, line.split(",306")[0]])).faults
    assert re.search(r"row 2: expected ten neighbours, found 2[23] columns$", found)
