"""Which database is in use: build beside it, switch in one step, keep the last three."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
from filelock import BaseFileLock, FileLock, Timeout
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from etl.database import whole
from etl.database.build import Summary
from etl.disk import writing
from etl.model import Refusal
from etl.service.cache import Cache
from queries.held import data_folder as data_folder
from queries.held import named as current

# The database in use and two to go back to: a revision is noticed within a release or two, and each
# takes some 15 MB.
KEPT = 3
# To the microsecond, so that no two have one name; it sorts by time as text.
NAME = "%Y%m%dT%H%M%S%fZ"
NO_DATABASE = "expected a database in use, found none: run python -m etl refresh --from snapshot"


def in_use(folder: Path) -> Path:
    """The database in use. Raises Refusal when there is none, or it cannot be read."""
    database = current(folder)
    if not database:
        raise Refusal([absent(folder)])
    if fault := whole.fault_of(database):
        raise Refusal([fault])
    return database


def absent(folder: Path) -> str:
    """That no database is in use, how it stands with `current`, and the one command that helps."""
    if not ever(folder):
        return NO_DATABASE
    kept_whole = whole.newest(folder)
    return f"{pointer_words(folder)}: {whole.ROLLBACK if kept_whole else whole.AGAIN}"


def ever(folder: Path) -> bool:
    """Whether there is a sign that figures were held here before."""
    return os.path.lexists(folder / "current") or bool(kept(folder))


def pointer_words(folder: Path) -> str:
    """What `current` names instead of a database, in words."""
    pointer = folder / "current"
    if not os.path.lexists(pointer):
        return f"{pointer}: expected the name of the database in use, found no such file"
    if pointer.is_dir():
        return f"{pointer}: expected the name of the database in use, found a folder"
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except OSError as error:
        return f"{pointer}: expected the name of the database in use, found: {error.strerror}"
    except ValueError:
        return f"{pointer}: expected the name of the database in use, found no text in UTF-8"
    if not name:
        return f"{pointer}: expected the name of the database in use, found it empty"
    return f"{pointer}: expected a database that is there, found the name {name[:60]!r}"


def recover(folder: Path) -> str | None:
    """Put the newest whole database in use where `current` names none, and say so.

    None where nothing was amiss, or there never was a database. Raises Refusal for a database in
    use that is damaged, and where no whole one is kept: never are the embedded figures taken
    without being asked for.
    """
    database = current(folder)
    if database and (fault := whole.fault_of(database)):
        raise Refusal([fault])
    if database or not ever(folder):
        return None
    newest = whole.newest(folder)
    if not newest:
        raise Refusal([absent(folder)])
    why = pointer_words(folder)
    with one_at_a_time(folder), writing(folder):
        switch(folder, newest)
    return f"{why}: the newest whole database was put in use, {newest.stem}"


def kept(folder: Path) -> list[Path]:
    """Every finished database, oldest first; one newer than that in use was rolled back from."""
    return sorted(filter(Path.is_file, (folder / "releases").glob("*.duckdb")))


def older(folder: Path, database: Path) -> list[Path]:
    """The databases that can be gone back to from `database`, oldest first."""
    return [earlier for earlier in kept(folder) if earlier.name < database.name]


def previous(folder: Path, database: Path) -> Path:
    """The newest whole database of those before. Raises Refusal when there is none."""
    earlier = older(folder, database)
    if not earlier:
        raise Refusal([f"{database.stem}: expected an older database, found none"])
    for before in reversed(earlier):
        if whole.is_whole(before):
            return before
    raise Refusal(
        [f"{database.stem}: expected an older database that is whole, found {len(earlier)} damaged"]
    )


def named(folder: Path, text: str) -> Path:
    """The database that a path names, or the beginning of a name. Raises Refusal."""
    if Path(text).is_file():
        return Path(text)
    databases = [database for database in kept(folder) if database.stem.startswith(text)]
    if len(databases) != 1:
        names = ", ".join(database.stem for database in kept(folder)) or "none"
        raise Refusal([f"{text}: expected a path or one of the databases kept, found {names}"])
    return databases[0]


def publish(folder: Path, make: Callable[[Path], Summary]) -> Summary:
    """Build a database beside the one in use and switch to it when it is whole.

    `make` builds at the path it is given. Whatever it raises leaves the database in use as it was.
    """
    with one_at_a_time(folder), writing_database(folder):
        before = current(folder)
        building = folder / "releases" / f"{next_name(folder)}.building"
        database = building.with_suffix(".duckdb")
        try:
            summary = make(building)
            refuse_unfinished(building)
            move(building, database)
            switch(folder, database)
        except BaseException:
            # Once the pointer is switched the new database is in use, whatever failed after that.
            if current(folder) != database:
                remove(database, *building.parent.glob(f"{building.name}*"))
            raise
        forget_old(folder, before)
    return summary


def refuse_unfinished(database: Path) -> None:
    """Raise Refusal for a database that is not whole in its one file."""
    with whole.readable(database), duckdb.connect(str(database), read_only=True) as con:
        runs = con.execute("select count(*) from load_run").fetchone()
    # DuckDB writes its log beside the file until it is closed; what is in it would be lost.
    if runs != (1,) or database.with_name(f"{database.name}.wal").exists():
        raise Refusal([f"{database}: expected a whole database, found one that is cut off"])


def rollback(folder: Path) -> Path:
    """Switch back to the whole database before the one in use, and answer it.

    Where that in use is gone or damaged it is the newest whole one. Raises Refusal when there is
    none.
    """
    with one_at_a_time(folder), writing(folder):
        before = current(folder)
        if before and whole.is_whole(before):
            database = previous(folder, before)
        else:
            database = newest_whole(folder, before)
        refuse_unfinished(database)
        switch(folder, database)
    return database


def newest_whole(folder: Path, damaged: Path | None) -> Path:
    """The newest whole database but one that is damaged. Raises Refusal when there is none."""
    database = whole.newest(folder, damaged)
    if not database:
        raise Refusal([(damaged and whole.fault_of(damaged)) or absent(folder)])
    return database


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Keep every other change of the data folder out, and remove what a stopped one left behind.

    The lock is the operating system's: it ends with the process that holds it, however that ends.
    A process may take it again while it holds it. Raises Refusal saying who holds it.
    """
    # A singleton, so that publish inside refresh may take it again in the same process.
    lock = FileLock(folder / "refresh.lock", is_singleton=True)
    take(lock, folder)
    try:
        if lock.lock_counter == 1:
            with writing(folder):
                remove_leftovers(folder)
                name_holder(folder)
        yield
    finally:
        if lock.lock_counter == 1:
            (folder / "refresh.holder").unlink(missing_ok=True)
        lock.release()


def take(lock: BaseFileLock, folder: Path) -> None:
    """Take the lock at once, or raise Refusal."""
    with writing(folder):
        (folder / "releases").mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(blocking=False)
        except Timeout as timeout:
            raise Refusal([f"{holder(folder)}: wait until it is done"]) from timeout


def name_holder(folder: Path) -> None:
    """Say who holds the lock, for whoever else asks."""
    who = {"process": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    (folder / "refresh.holder").write_text(json.dumps(who) + "\n", encoding="utf-8")


def holder(folder: Path) -> str:
    """Who holds the lock, in words: for instance `another refresh is running since 10:41 …`."""
    try:
        who = json.loads((folder / "refresh.holder").read_text(encoding="utf-8"))
        since = datetime.fromisoformat(who["since"]).astimezone()
        process = int(who["process"])
    except (OSError, ValueError, RecursionError, LookupError, TypeError, OverflowError):
        return "another refresh is running"
    day = "" if since.date() == datetime.now().astimezone().date() else f" on {since:%d %B %Y}"
    return f"another refresh is running since {since:%H:%M}{day} (process {process})"


@contextmanager
def writing_database(folder: Path) -> Iterator[None]:
    """Turn the error of a folder that is full or read-only into a refusal, DuckDB's too."""
    try:
        with writing(folder):
            yield
    except (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException) as error:
        first_line = str(error).splitlines()[0]
        raise Refusal(
            [f"{folder}: expected room for a new database, found: {first_line}"]
        ) from error


def next_name(folder: Path) -> str:
    """The time in UTC as a name that sorts after every other, even when the clock went back."""
    moment = datetime.now(UTC)
    last = max(filter(None, map(made_at, kept(folder))), default=moment)
    return f"{max(moment, last + timedelta(microseconds=1)):{NAME}}"


def made_at(database: Path) -> datetime | None:
    """When a database was made, by its name; None for a name of another form."""
    try:
        return datetime.strptime(database.stem, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def switch(folder: Path, database: Path) -> None:
    """Name `database` as the one in use; readers see the old name or the new, never a part."""
    set_aside(folder / "current")
    pointer = folder / "current.new"
    # Written beside and renamed: a crash leaves the old pointer or the new, never half of one.
    with pointer.open("w", encoding="utf-8") as file:
        file.write(database.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    move(pointer, folder / "current")


def set_aside(pointer: Path) -> None:
    """Rename a folder that stands where `current` should; what is in it is somebody's."""
    if pointer.is_dir():
        pointer.rename(pointer.with_name(f"current-{datetime.now(UTC):{NAME}}"))


@retry(
    retry=retry_if_exception_type(PermissionError),
    # A scanner or reader lets go within milliseconds; after two seconds it is something else.
    wait=wait_fixed(0.1),
    stop=stop_after_delay(2),
    reraise=True,
)
def move(path: Path, to: Path) -> None:
    """Rename a file over another. On Windows a virus scanner or a reader can be in the way."""
    path.replace(to)


def remove_leftovers(folder: Path) -> None:
    """Remove what a run that was stopped left behind."""
    remove(*(folder / "releases").glob("*.building*"), *filter(Path.is_file, folder.glob("*.new")))
    Cache(folder / "cache").tidy_up()


def remove(*paths: Path) -> None:
    """Remove files, and folders in which DuckDB keeps what does not fit into memory."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def forget_old(folder: Path, before: Path | None = None) -> None:
    """Keep the newest databases and the one in use; one that is open elsewhere waits its turn.

    A database between `before`, the one in use until now, and the new one was rolled back from, or
    never switched to: it goes first.
    """
    now = current(folder)
    databases = kept(folder)
    passed_over = [
        database
        for database in databases
        if before and now and before.name < database.name < now.name
    ]
    counted = [database for database in databases if database not in passed_over]
    for database in [*passed_over, *counted[:-KEPT]]:
        if database != now:
            try:
                database.unlink()
            # Windows does not remove a file that is open; the next refresh tries again.
            except PermissionError:
                continue
