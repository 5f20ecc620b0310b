"""The embedded figures: whole, documented, small, and written back as they were read."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from etl.database import build, snapshot
from etl.model import Refusal
from etl.publications.catalogue import INDICATORS
from tests.etl.writing import (
    CHILDREN_IN_NEED,
    ENGLAND,
    NORTH_WEST,
    REQUESTS,
    SALFORD,
    TRAFFORD,
    caseload,
    council,
    table,
    write_all,
)

LARGEST = 3_200_000  # bytes: appeals with counts brought 36 kB, inspections 88 kB


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return snapshot.read_manifest(snapshot.FOLDER)


def names(con: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    return {row[0] for row in con.execute(query).fetchall()}


def test_the_snapshot_gives_the_content_that_it_was_made_with(
    database: duckdb.DuckDBPyConnection, manifest: dict[str, Any]
) -> None:
    assert build.content_hash(database) == manifest["content_hash"]


def test_every_indicator_has_a_figure(database: duckdb.DuckDBPyConnection) -> None:
    with_figures = names(database, "select indicator_id from figure where value is not null")
    embedded = {indicator.id for indicator in INDICATORS.values() if indicator.embedded}
    assert embedded - with_figures == set()


def test_every_figure_has_an_indicator_an_area_and_a_release(
    database: duckdb.DuckDBPyConnection,
) -> None:
    for known in ("indicator", "area", "release"):
        column = "area_code" if known == "area" else f"{known}_id"
        used = names(database, f"select distinct {column} from figure")
        assert used - names(database, f"select {column} from {known}") == set()


def test_every_release_is_one_that_something_came_from(
    database: duckdb.DuckDBPyConnection,
) -> None:
    tables = ["figure", "superseded", "school", "inspection", "ward_supplied"]
    union = " union ".join(f"select release_id from {name}" for name in tables)
    unused = names(database, f"select release_id from release except ({union})")
    assert {release.split("/")[0] for release in unused} == {"neighbours-2021", "neighbours-2025"}


def test_every_symbol_has_words_for_the_screen(database: duckdb.DuckDBPyConnection) -> None:
    used = names(database, "select distinct status from figure")
    assert used <= names(database, "select status from symbol_meaning where words <> ''")


def test_the_snapshot_is_small() -> None:
    size = sum(path.stat().st_size for path in snapshot.FOLDER.rglob("*") if path.is_file())
    assert size < LARGEST


def test_the_manifest_names_every_file_and_nothing_else(manifest: dict[str, Any]) -> None:
    paths = snapshot.FOLDER.rglob("*.csv")
    there = {path.relative_to(snapshot.FOLDER).as_posix() for path in paths}
    by_hand = {f"{name}.csv" for name in snapshot.BY_HAND}
    assert set(manifest["checksums"]) == there - by_hand
    assert {entry["file"] for entry in manifest["figures"]} == {
        name for name in there if name.startswith("figures/")
    }


def test_every_source_is_named_with_its_licence_retrieval_and_checksum(
    manifest: dict[str, Any],
) -> None:
    assert manifest["releases"]
    for release in manifest["releases"]:
        assert release["publication"]
        assert release["title"]
        assert release["licence"] == "Open Government Licence v3.0"
        assert release["url"].startswith("https://")
        assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", release["retrieved_at"])
        assert re.fullmatch(r"[0-9a-f]{64}", release["sha256"])
        assert release["rows"] > 0
        assert release["release_id"].endswith(f"/{release['file']}")
    named = {release["release_id"] for release in manifest["releases"]}
    assert {entry["release_id"] for entry in manifest["figures"]} <= named


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the embedded snapshot that may be damaged."""
    return Path(shutil.copytree(snapshot.FOLDER, tmp_path / "snapshot"))


def refusal_of(folder: Path) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        build.build_from_snapshot(folder, folder / "built.duckdb")
    assert not (folder / "built.duckdb").exists()
    return refusal.value.faults


@pytest.mark.parametrize(
    "name", ["figures/ehcp-2025/requests.csv", "area.csv", "neighbour.csv", "columns.csv"]
)
def test_a_changed_byte_is_refused_by_name(
    copied: Path, manifest: dict[str, Any], name: str
) -> None:
    path = copied / name
    data = bytearray(path.read_bytes())
    data[-2] ^= 1
    path.write_bytes(data)
    assert refusal_of(copied) == [
        f"{path}: expected the file as written with checksum {manifest['checksums'][name][:12]}…, "
        "found another content"
    ]


def test_every_missing_file_is_refused_by_name(copied: Path, manifest: dict[str, Any]) -> None:
    missing = ["area.csv", "figures/ehcp-2025/requests.csv"]
    for name in missing:
        (copied / name).unlink()
    assert refusal_of(copied) == [
        f"{copied / name}: expected the file as written with checksum "
        f"{manifest['checksums'][name][:12]}…, found nothing there"
        for name in missing
    ]


def test_a_missing_manifest_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path) == [
        f"{tmp_path / 'manifest.json'}: expected the embedded snapshot, found nothing there"
    ]


def test_a_damaged_manifest_is_refused(copied: Path) -> None:
    path = copied / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8")[:-100], encoding="utf-8")
    assert refusal_of(copied) == [f"{path}: expected a whole JSON file, found a damaged one"]


PARTS = table(
    "caseload.csv",
    "breakdown_topic breakdown ehcplans",
    (TRAFFORD, "202425", "Child or young persons age", "Aged 10", "240"),
    (TRAFFORD, "202425", "Child or young persons age", "Aged 20 and over", "c"),
    (TRAFFORD, "202425", "Age when plan started", "Aged 10", "90"),
    (TRAFFORD, "202425", "Sex", "Female", "900"),
    (TRAFFORD, "202425", "Sex", "Unknown", "[C]"),
)
BOTH_KINDS_OF_BREAKDOWN = [
    caseload(
        "ehcplans mainstream_total special_total mainstream_total_pc",
        (ENGLAND, "202425", "638745", "278493", "194178", "43.6"),
        (TRAFFORD, "202122", "2700", "1200", "800", "44.4"),
        (TRAFFORD, "202425", "3143", "1348", "x", "42.9"),
    ).plus(*PARTS.rows),
    table(
        "d5_cpps_at31march_by_duration_2013_to_2025.csv",
        "CPP_At31 3_months_or_less 2_years_or_more 2_years_or_more_percent "
        "3_months_or_less_percent",
        (ENGLAND, "2025", "49420", "15580", "1130", "2.3", "31.5"),
        (TRAFFORD, "2025", "155", "52", "c", "c", "33.5"),
    ),
]
TWO_RELEASES = [
    table(
        "sen2_age_caseload.csv",
        "Total_ehc",
        (ENGLAND, "2022", "473255"),
        (TRAFFORD, "2022", "2701"),
        (SALFORD, "2022", "1999"),
        (council("909", "E10000006", "Cumbria", NORTH_WEST), "2021", "3500"),
    ),
    caseload(
        "ehcplans",
        (ENGLAND, "202122", "473255"),
        (TRAFFORD, "202122", "2700"),
        (SALFORD, "202122", "x"),
        (ENGLAND, "202425", "638745"),
    ),
]
ODD_NUMBERS = [
    REQUESTS.having(4, "requests_received_in_year", "1,454")
    .having(4, "request_not_assess_pc", "95.200000000000")
    .having(3, "request_not_assess_pc", "3.00%")
    .having(2, "request_not_assess_pc", "0.1"),
    CHILDREN_IN_NEED,
]


@pytest.mark.parametrize(
    "tables",
    [BOTH_KINDS_OF_BREAKDOWN, TWO_RELEASES, ODD_NUMBERS],
    ids=["breakdowns by row and by column", "two releases", "odd numbers and two kinds of time"],
)
def test_what_is_written_reads_back_the_same(tmp_path: Path, tables: list[Any]) -> None:
    files = write_all(tmp_path / "published", tables)
    first, second = tmp_path / "first.duckdb", tmp_path / "second.duckdb"
    build.build_from_files(files, first)
    with duckdb.connect(str(first), read_only=True) as con:
        snapshot.write(con, tmp_path / "snapshot")
    build.build_from_snapshot(tmp_path / "snapshot", second)
    with duckdb.connect() as con:
        con.execute(f"attach '{first}' as first (read_only)")
        con.execute(f"attach '{second}' as second (read_only)")
        for name in build.CONTENT:
            columns = "* exclude (retrieved_at)" if name == "release" else "*"
            assert differences(con, name, columns) == []
        assert con.execute("select count(*) > 0 from first.figure").fetchone() == (True,)


def differences(con: duckdb.DuckDBPyConnection, name: str, columns: str) -> list[tuple[Any, ...]]:
    """Rows of a table that are in one database only."""
    return con.execute(
        f"""
        (select {columns} from first.{name} except all select {columns} from second.{name})
        union all
        (select {columns} from second.{name} except all select {columns} from first.{name})
        """
    ).fetchall()


def test_a_snapshot_is_written_the_same_each_time(tmp_path: Path) -> None:
    files = write_all(tmp_path / "published", TWO_RELEASES)
    build.build_from_files(files, tmp_path / "built.duckdb")
    with duckdb.connect(str(tmp_path / "built.duckdb"), read_only=True) as con:
        first = snapshot.write(con, tmp_path / "snapshot")
        (tmp_path / "snapshot" / "figures" / "left.csv").write_text("from an older snapshot")
        second = snapshot.write(con, tmp_path / "snapshot")
    assert first["checksums"] == second["checksums"]
    assert json.loads((tmp_path / "snapshot" / "manifest.json").read_text("utf-8")) == second


class Killed(BaseException):
    """Stands for a kill: nothing catches it, so nothing is tidied up."""


STEPS = [
    (Path, "rename"),
    (Path, "replace"),
    (Path, "unlink"),
    (Path, "write_text"),
    (shutil, "rmtree"),
    (pd.DataFrame, "to_csv"),
]


def killed_at(step: int, patch: pytest.MonkeyPatch) -> None:
    """Kill before a step of those that change the disk; 1 is the first."""
    done = 0

    def counted(action: Callable[..., Any]) -> Callable[..., Any]:
        def act(*words: Any, **named: Any) -> Any:
            nonlocal done
            done += 1
            if done == step:
                raise Killed
            return action(*words, **named)

        return act

    for owner, name in STEPS:
        patch.setattr(owner, name, counted(getattr(owner, name)))


def loaded(folder: Path) -> str:
    """What the embedded figures are when they are loaded."""
    database = folder.with_name("loaded.duckdb")
    database.unlink(missing_ok=True)
    return build.build_from_snapshot(folder, database).content_hash


def test_a_snapshot_that_is_killed_at_any_step_can_be_loaded(tmp_path: Path) -> None:
    old, new = tmp_path / "old.duckdb", tmp_path / "new.duckdb"
    build.build_from_files(write_all(tmp_path / "a", [REQUESTS, CHILDREN_IN_NEED]), old)
    changed = CHILDREN_IN_NEED.having(4, "At31_episodes", "1518")
    build.build_from_files(write_all(tmp_path / "b", [changed]), new)
    with duckdb.connect(str(old)) as before, duckdb.connect(str(new)) as after:
        snapshot.write(before, tmp_path / "first")
        snapshot.write(after, tmp_path / "second")
        contents = [loaded(tmp_path / "first"), loaded(tmp_path / "second")]
        assert contents[0] != contents[1]
        found = []
        for step in range(1, 100):
            folder = Path(shutil.copytree(tmp_path / "first", tmp_path / f"killed {step}"))
            with pytest.MonkeyPatch.context() as patch:
                killed_at(step, patch)
                try:
                    snapshot.write(after, folder)
                    break
                except Killed:
                    pass
            found.append(contents.index(loaded(folder)))
            # The next run heals what the killed one left.
            snapshot.write(after, folder)
            assert loaded(folder) == contents[1]
            assert {path.name for path in folder.iterdir()} == {
                path.name for path in (tmp_path / "second").iterdir()
            }
    assert found == sorted(found) and set(found) == {0, 1}
