"""Databases as they were known on a day: what was not public yet is left out.

Each is made once, a file in a temporary folder of this process, from the database it is of. Few are
kept, the newest used; all go with the process.
"""

import atexit
import shutil
import tempfile
from collections import OrderedDict
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Lock

import duckdb

from queries.held import READING

SCRIPT = Path(__file__).with_name("as_known.sql")
# Files of about 15 MB: as many days as readers of one committee look at in one sitting.
FILES = 6

_MAKING = Lock()
_made: OrderedDict[Path, tuple[Path, date]] = OrderedDict()
_folders: list[Path] = []


def as_known(database: Path, day: date) -> Path:
    """The database as it was known on a day. Raises OSError and duckdb.Error where none is made.

    `database` may itself be one that is as known on a later day.
    """
    again(database)
    with _MAKING:
        path = _folder() / f"{database.stem}-{day.isoformat()}.duckdb"
        if not path.is_file():
            make(database, day, path)
        _made[path] = (database, day)
        _made.move_to_end(path)
        _forget()
    return path


def again(path: Path) -> None:
    """Make the file anew, where one of ours was forgotten while somebody still looks at it."""
    found = _made.get(path)
    if found and not path.is_file():
        as_known(*found)


def make(database: Path, day: date, path: Path) -> None:
    """Write the database as known on a day to `path`, whole or not at all."""
    beside = path.with_suffix(".part")
    try:
        shutil.copyfile(database, beside)
        beside.chmod(0o600)
        with duckdb.connect(str(beside), config=READING) as con:
            con.execute("delete from as_known")  # it may be as known on a later day already
            con.execute("insert into as_known values (?, 0, 0)", [day])
            for statement in con.extract_statements(SCRIPT.read_text(encoding="utf-8")):
                con.execute(statement)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _forget() -> None:
    """Remove the files used longest ago, and those of databases that are gone."""
    held = [path for path in _made if path.is_file()]
    gone = [path for path in held if not _made[path][0].is_file()]
    many = [path for path in held if path not in gone][:-FILES]
    for path in (*gone, *many):
        # Where a file that is open cannot be removed, the next turn or the end of the process does.
        with suppress(OSError):
            path.unlink()


def _folder() -> Path:
    if not _folders or not _folders[-1].is_dir():
        _folders.append(Path(tempfile.mkdtemp(prefix="line-of-sight-")))
    return _folders[-1]


@atexit.register
def _remove() -> None:
    for folder in _folders:
        shutil.rmtree(folder, ignore_errors=True)
