"""What every command does with a fault: a sentence and exit code 1, never a traceback."""

import errno
import platform
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

import click
import duckdb

from etl.console import err, say
from etl.database import releases
from etl.model import Refusal

INTERRUPTED = "Query interrupted"  # DuckDB's word for Ctrl-C
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NO_MEMORY = (MemoryError, duckdb.OutOfMemoryException)


class Guarded(click.Group):
    """Commands of which none ends in a traceback, whatever it meets."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        # click has its own words for wrong usage, for the end of a command and for Ctrl-C.
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            # Nobody reads on, as after `| head`: click ends without a word.
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise
            say(f"Refused: {in_words(error)}", err)
            leave(None, known=False)


@contextmanager
def refusals() -> Iterator[None]:
    """Print each fault of a refusal as one sentence and leave with exit code 1; so with Ctrl-C."""
    before = releases.current(releases.data_folder())
    try:
        yield
    except Refusal as refusal:
        for fault in dict.fromkeys(refusal.faults):
            say(f"Refused: {fault}", err)
        leave(before)
    except KeyboardInterrupt:
        leave(before, "Stopped. ")
    except RuntimeError as error:
        # DuckDB turns Ctrl-C inside a query into a RuntimeError of its own.
        if str(error) != INTERRUPTED:
            raise
        leave(before, "Stopped. ")


def leave(before: Path | None, why: str = "", *, known: bool = True) -> NoReturn:
    """Say which database is in use, and whether it is still the one it was where that is known."""
    in_use = releases.current(releases.data_folder())
    unchanged = known and in_use == before
    changed = "Nothing changed. Database in use" if unchanged else "Database in use now"
    err.print(f"{why}{changed}: {in_use or 'none'}", markup=False, soft_wrap=True)
    sys.exit(1)


def in_words(error: Exception) -> str:
    """One sentence of an error that no refusal foresaw."""
    if isinstance(error, NO_MEMORY):
        return "expected enough memory for this, found too little: close other programs, run again"
    if isinstance(error, OSError) and error.filename and error.strerror:
        return (
            f"{error.filename}: expected a file or folder that can be used, found: {error.strerror}"
        )
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return "expected room to write what this command says, found the disk full"
    found = next(iter(str(error).splitlines()), "")[:200]
    return (
        f"this command failed in a way that nobody foresaw ({type(error).__name__}: {found}). "
        f"{sent_where(error)}"
    )


def sent_where(error: Exception) -> str:
    """Write what a maintainer needs to know, and say where it lies.

    The error's own words are left out: they may quote a cell of a council's file.
    """
    now = datetime.now(UTC)
    text = "\n".join(
        [
            f"{now:%Y-%m-%d %H:%M:%S} UTC",
            f"Python {platform.python_version()}, {platform.system()} {platform.release()}",
            *(f"{name} {version(name)}" for name in ("duckdb", "click")),
            "",
            *places_of(error),
        ]
    )
    for folder in (releases.data_folder(), Path(tempfile.gettempdir())):
        path = folder / f"fault-{now:%Y%m%dT%H%M%SZ}.txt"
        with suppress(OSError):
            path.write_text(text, encoding="utf-8")
            return f"{path} says what happened: look through it and send it to the maintainers"
    return "There was no place to write what happened"


def places_of(error: BaseException) -> list[str]:
    """The kind of an error and the lines of ours where it arose, those of its cause first."""
    before = error.__cause__ or error.__context__
    own = [*traceback.format_tb(error.__traceback__), type(error).__name__]
    return [*places_of(before), *own] if before else own
