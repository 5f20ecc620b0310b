"""Fixtures that many tests share: the published files, and databases built by the pipeline."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

import queries
from etl.database import build, releases, snapshot
from etl.disk import PROJECT
from etl.publications import inspections, tribunals
from tests.etl.writing import write_all
from tests.shared import made_once
from tests.some import EVERY
from tests.standin import published as published_of_2025
from tests.standin import release_2026

# How long one example takes says how busy the machine is, not whether a rule holds. The suite tries
# the same examples each time, so that a change is never refused for what it did not touch; others
# are looked for with --hypothesis-profile explore.
settings.register_profile(
    "line of sight", deadline=None, derandomize=True, max_examples=100 if EVERY else 50
)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("line of sight")


def published_folder() -> Path:
    return Path(os.environ.get("LINE_OF_SIGHT_PUBLISHED") or PROJECT.parent / "shared/published")


# Files of minutes begin first, so that at the end no worker waits long for the other.
LONG = (
    "test_face.py",
    "test_contributing.py",
    "test_wrong_figures.py",
    "test_data_folder.py",
    "test_release_2026.py",
    "test_address.py",
    "test_sentences_snapshot.py",
    "test_pages.py",
    "test_audit.py",
    "test_compare_snapshot.py",
    "test_browser.py",
    "test_known.py",
    "test_crash.py",
    "test_exports.py",
    "test_one_database.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
    if published_folder().is_dir():
        return
    absent = pytest.mark.skip(reason=f"the published files are not at {published_folder()}")
    for item in items:
        if "published" in item.keywords:
            item.add_marker(absent)


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of real published files."""
    return published_folder()


@pytest.fixture(scope="session")
def snapshot_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database in use was built from the embedded snapshot."""
    return made_once(
        tmp_path_factory,
        "snapshot_data",
        lambda folder: releases.publish(
            folder, lambda to: build.build_from_snapshot(snapshot.FOLDER, to)
        ),
    )


@pytest.fixture(scope="session")
def of_2026(snapshot_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`files`, the generated release of 2026 of all councils, and `data` with a database of 2025
    into which one command has loaded them.
    """

    def make(folder: Path) -> None:
        before = published_of_2025.of_database(releases.in_use(snapshot_data), "true")["ehcp-2025"]
        files = write_all(folder / "files", release_2026.filled(before))
        shutil.copytree(snapshot_data, folder / "data")
        command = [sys.executable, "-m", "etl", "refresh", "--from", str(files)]
        setting = {"LINE_OF_SIGHT_DATA": str(folder / "data")}
        subprocess.run(command, cwd=PROJECT, env=os.environ | setting, check=True, timeout=600)

    return made_once(tmp_path_factory, "of_2026", make)


@pytest.fixture(scope="session")
def database(snapshot_data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the database built from the embedded snapshot."""
    path = releases.current(snapshot_data)
    with duckdb.connect(str(path), read_only=True, config=queries.READING) as con:
        yield con


@pytest.fixture
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database with the real schema, in memory."""
    with duckdb.connect() as con:
        con.execute(build.SCHEMA.read_text(encoding="utf-8"))
        yield con


@pytest.fixture(scope="session")
def embedded_files(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files behind the snapshot: those published, a table copied by hand, a history."""
    folder = tmp_path_factory.mktemp("embedded_files")
    copied = published.parent / "samples" / "tribunals" / tribunals.FILE_2026
    history = published.parent / "facts" / "inspections" / inspections.FILE
    for file in (*published.rglob("*.*"), copied, history):
        (folder / file.name).symlink_to(file)
    return folder


@pytest.fixture(scope="session")
def published_data(embedded_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database in use was built from the published files alone."""
    folder = tmp_path_factory.mktemp("published_data")
    releases.publish(folder, lambda to: build.build_from_files(embedded_files, to))
    return folder


@pytest.fixture(scope="session")
def published_database(published_data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the database built from the published files alone."""
    with duckdb.connect(str(releases.current(published_data)), read_only=True) as con:
        yield con
