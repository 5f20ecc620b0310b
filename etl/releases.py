"""Which database is in use: build beside it, switch in one step, keep the last three."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl.build import Summary
from etl.model import Refusal

KEPT = 3
PROJECT = Path(__file__).parent.parent


def data_folder() -> Path:
    """Where databases live: `LINE_OF_SIGHT_DATA`, or `data` of the project."""
    return Path(os.environ.get("LINE_OF_SIGHT_DATA") or PROJECT / "data")


def current(folder: Path) -> Path | None:
    """The database in use, or None when there is none."""
    pointer = folder / "current"
    if not pointer.exists():
        return None
    database = folder / "releases" / pointer.read_text(encoding="utf-8").strip()
    return database if database.is_file() else None


def publish(folder: Path, make: Callable[[Path], Summary]) -> Summary:
    """Build a database beside the one in use and switch to it when it is whole.

    `make` builds at the path it is given. Whatever it raises leaves the database in use as it was.
    """
    releases = folder / "releases"
    try:
        releases.mkdir(parents=True, exist_ok=True)
        remove_leftovers(releases)
        started = datetime.now(UTC)
        building = releases / f"{started:%Y%m%dT%H%M%S%fZ}.building"
        summary = make(building)
        database = building.with_suffix(".duckdb")
        building.rename(database)
        switch(folder, database)
    except OSError as error:
        raise Refusal(
            [f"{error.filename or folder}: expected to write here, found: {error.strerror}"]
        ) from error
    except duckdb.IOException as error:
        found = str(error).splitlines()[0]
        raise Refusal([f"{folder}: expected room for a new database, found: {found}"]) from error
    forget_old(folder)
    return summary


def switch(folder: Path, database: Path) -> None:
    """Name `database` as the one in use; readers see the old name or the new, never a part."""
    pointer = folder / "current.new"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(database.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(folder / "current")


def remove_leftovers(releases: Path) -> None:
    """Remove what a refresh that was stopped left behind."""
    for leftover in releases.glob("*.building*"):
        if leftover.is_dir():  # where DuckDB keeps what does not fit into memory
            shutil.rmtree(leftover)
        else:
            leftover.unlink(missing_ok=True)


def forget_old(folder: Path) -> None:
    """Keep the newest databases and the one in use; one that is open elsewhere waits its turn."""
    in_use = current(folder)
    for database in sorted((folder / "releases").glob("*.duckdb"))[:-KEPT]:
        if database != in_use:
            try:
                database.unlink()
            except PermissionError:
                continue
