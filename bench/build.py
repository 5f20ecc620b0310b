"""Building the database, against DuckDB reading the same files as text."""

import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.timing import Result, beside_floor, show
from etl.database import build, releases, snapshot

ROOT = Path(__file__).parent.parent
FLOOR = "DuckDB reading the same files as text"
READERS = {".csv": "read_csv(?, all_varchar = true)", ".parquet": "read_parquet(?)"}


def published() -> Path:
    """The folder of files as published, which may not be there."""
    return Path(os.environ.get("LINE_OF_SIGHT_PUBLISHED") or ROOT.parent / "shared" / "published")


def build_snapshot(folder: Path) -> None:
    """Build a database in `folder` from the embedded figures, checked and put in use."""
    releases.publish(folder, lambda to: build.build_from_snapshot(snapshot.FOLDER, to))


def build_published(folder: Path) -> None:
    """Build a database in `folder` from the published files, checked and put in use."""
    releases.publish(folder, lambda to: build.build_from_files(published(), to))


def and_discard(build_in: Callable[[Path], None]) -> None:
    """Build in a folder that is then thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        build_in(Path(folder))


def read_as_text(files: list[Path]) -> None:
    """Read every cell of every file, one after the other, and keep nothing."""
    with duckdb.connect() as connection:
        for file in files:
            reader = READERS[file.suffix]
            connection.execute(f"select count(columns(*)) from {reader}", [str(file)]).fetchall()


def unpack(source: Path, folder: Path) -> None:
    """Lay out what is in the zips of `source`, a folder for each."""
    for archive in source.rglob("*.zip"):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder / archive.stem)


def files_read(build_in: Callable[[Path], None]) -> set[str]:
    """The names of the files that a build reads, as it says itself."""
    with tempfile.TemporaryDirectory() as folder:
        build_in(Path(folder))
        with duckdb.connect(str(releases.current(Path(folder))), read_only=True) as connection:
            return {row[0] for row in connection.execute("select file from release").fetchall()}


def measure(name: str, build_in: Callable[[Path], None], files: list[Path], times: int) -> Result:
    """One way of building, against reading `files`."""
    size = sum(file.stat().st_size for file in files) / 1_000_000
    note = f"{len(files)} files, {size:.1f} MB"
    return beside_floor(
        name, lambda: and_discard(build_in), lambda: read_as_text(files), times, note
    )


def measure_snapshot() -> Result:
    """The build from the embedded figures."""
    files = sorted(snapshot.FOLDER.rglob("*.csv"))
    return measure("build from data/snapshot", build_snapshot, files, times=5)


def measure_published() -> Result:
    """The build from published files; the floor reads those of them that the build reads."""
    names = files_read(build_published)
    with tempfile.TemporaryDirectory() as folder:
        unpack(published(), Path(folder))
        found = [*published().rglob("*"), *Path(folder).rglob("*")]
        files = sorted(file for file in found if file.name in names)
        return measure("build from published files", build_published, files, times=3)


def main() -> None:
    """Measure the embedded figures, and the published files where they are at hand."""
    results = [measure_snapshot()]
    if published().is_dir():
        results.append(measure_published())
    else:
        print(f"build from published files: not measured, there is no folder {published()}")
    show("Building the database", FLOOR, results)
