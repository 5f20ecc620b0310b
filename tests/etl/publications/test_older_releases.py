"""A file of an older release is told as older, with what is held; a name of 2026 is not 2025."""

import zipfile
from pathlib import Path

import pytest

from etl.database import build
from etl.model import Refusal
from etl.publications import catalogue
from tests.etl.writing import CHILDREN_IN_NEED, REQUESTS, Table

OLD = "b1_children_in_need_2013_to_2024.csv"
NEW = "cin-2025/b1_children_in_need_2013_to_2025.csv"


def faults_of(path: Path, to: Path, base: Path | None = None) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        build.build_from_files(path, to, base)
    return refusal.value.faults


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A database with children in need of 2025."""
    database = tmp_path / "held.duckdb"
    build.build_from_files(CHILDREN_IN_NEED.write(tmp_path / "held"), database)
    return database


def under(table: Table, name: str, folder: Path) -> Path:
    return table.write(folder).rename(folder / name)


def test_a_file_named_after_an_older_year_is_told_as_older_with_what_is_held(
    held: Path, tmp_path: Path
) -> None:
    file = under(CHILDREN_IN_NEED.everywhere("time_period", "2024"), OLD, tmp_path / "old")
    expected = f"{OLD}: expected the release of 2025 or a later one, found an older one by its name"
    assert faults_of(file, tmp_path / "new.duckdb") == [f"{expected}; none is held"]
    assert faults_of(file, tmp_path / "new.duckdb", held) == [f"{expected}; {NEW} is held"]


def test_a_file_that_ends_earlier_than_its_release_is_told_as_older_with_what_is_held(
    held: Path, tmp_path: Path
) -> None:
    file = CHILDREN_IN_NEED.everywhere("time_period", "2024").write(tmp_path / "old")
    (fault,) = faults_of(file, tmp_path / "new.duckdb", held)
    assert fault.endswith(f"found 2024: this looks like an older release; {NEW} is held")


def test_an_older_file_beside_others_is_left_and_told(tmp_path: Path) -> None:
    under(CHILDREN_IN_NEED, OLD, tmp_path / "files")
    REQUESTS.write(tmp_path / "files")
    summary = build.build_from_files(tmp_path / "files", tmp_path / "new.duckdb")
    assert summary.unused == [f"{OLD} (of an older release than any that is read)"]


@pytest.mark.parametrize(
    "name", ["b1_children_in_need_2013_to_2025.csv", "b1.csv", "c1_other_2013_to_2024.csv"]
)
def test_a_file_of_the_year_or_of_no_record_is_not_older(name: str) -> None:
    assert catalogue.older_than(name) is None


def test_a_fault_in_a_file_named_2026_is_told_of_2026(tmp_path: Path) -> None:
    name = "b1_children_in_need_2013_to_2026.csv"
    file = under(CHILDREN_IN_NEED.without("At31_episodes"), name, tmp_path / "files")
    (fault,) = faults_of(file, tmp_path / "new.duckdb")
    assert fault.startswith(f"{name}: expected the column At31_episodes")


def test_a_fault_in_a_zip_named_2026_is_told_of_2026(tmp_path: Path) -> None:
    file = REQUESTS.without("requests_received_in_year").write(tmp_path / "files")
    packed = tmp_path / "plans_2026.zip"
    with zipfile.ZipFile(packed, "w") as bundle:
        bundle.write(file, "data/requests.csv")
    (fault,) = faults_of(packed, tmp_path / "new.duckdb")
    assert fault.startswith("requests.csv of plans_2026.zip: expected the column")
    packed = packed.rename(tmp_path / "plans_2025.zip")
    (fault,) = faults_of(packed, tmp_path / "new.duckdb")
    assert fault.startswith("ehcp-2025/requests.csv: expected the column")
