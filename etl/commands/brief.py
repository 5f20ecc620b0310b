"""Briefings of councils: python -m etl brief trafford --to FILE, brief all --to FOLDER.

What is found and said is what the pages show. Pages are imported inside functions alone: no other
command needs them.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from filelock import FileLock, Timeout

from etl.commands.papers import council_of
from etl.console import progress, say, size_of
from etl.guard import refusals
from etl.model import Refusal

if TYPE_CHECKING:
    from etl.database.build import Progress

ALL = "all"
MOST_WORKERS = 8
LOCK = ".lock"


@click.command("brief")
@click.argument("council")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A file whose name ends in .pdf, .docx, .pptx or .html; with all, a folder.",
)
@click.option(
    "--since",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Say what is new since this day, 2025-11-30. Without it, since the newest meeting that is "
    "known, or a year ago.",
)
@click.option(
    "--group",
    metavar="NAME",
    help="Compare with this group, as an address names it: sn25, sn21, region, england … Without "
    "it, the newest statistical neighbours.",
)
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="With all: how many work at once."
)
def brief_command(
    council: str, target: Path, day: Any, group: str | None, workers: int | None
) -> None:
    """Write a briefing of COUNCIL, or the pages of all councils as a web site.

    COUNCIL is a name or a three-digit DfE code. With the word all, PATH is a folder: plain pages
    with their charts and tables, which any web server carries. A run that was stopped goes on where
    it was; a council is made again only when the database in use is another.

    Exit codes: 0 written; 1 could not be written, or an unknown council; 2 wrong usage.
    """
    since = day.date() if day else None
    if council == ALL:
        if since or group:
            raise click.UsageError("--since and --group go with one council.")
        with refusals():
            write_all(target, workers)
        return
    if workers:
        raise click.UsageError("--workers goes with all.")
    with refusals():
        write_one(council, target, since, group or "")


def write_one(council: str, target: Path, since: date | None, group: str) -> None:
    """Write one briefing and say how large it is. Raises Refusal."""
    from pages.parts.figures.councils import groups
    from pages.parts.language.words import display_name, slug
    from pages.parts.present.brief import brief
    from queries import NoDatabase, one_database, whole

    write = writer(target)
    try:
        with progress() as step, one_database(whole().path):
            chosen = council_of(council, "COUNCIL")
            offered = [each.key for each in groups(chosen)]
            if group and group not in offered:
                raise Refusal([f"--group: expected one of {', '.join(offered)}, found {group}"])
            step(f"{display_name(chosen.name)}: what deserves a question")
            made = brief(slug(display_name(chosen.name)), group, since)
            step(f"{display_name(chosen.name)}: {target.name}")
            size = written(target, write(made))
    except NoDatabase as problem:
        raise Refusal([str(problem)]) from problem
    say(f"Wrote {target}: {made.place}, {len(made.slides)} charts, {size_of(size)}.")


def writer(target: Path) -> Callable[[Any], bytes]:
    """What writes a briefing as a file of this ending. Raises Refusal."""
    from pages.parts.present.documents.pdf import pdf
    from pages.parts.present.documents.powerpoint import pptx
    from pages.parts.present.documents.word import docx
    from pages.parts.present.site.single import html

    known = {".pdf": pdf, ".docx": docx, ".pptx": pptx, ".html": html}
    if target.suffix.lower() not in known:
        raise Refusal(
            [
                f"--to {target}: expected a file that ends in {', '.join(known)}, found "
                f"{target.suffix or 'no ending'}"
            ]
        )
    if not target.parent.is_dir() or target.is_dir():
        found = "a folder of that name" if target.is_dir() else f"no folder {target.parent}"
        raise Refusal([f"--to {target}: expected a place to write in, found: {found}"])
    return known[target.suffix.lower()]


def written(target: Path, content: bytes) -> int:
    """Write a file whole or not at all; its size. Raises Refusal."""
    beside = target.with_name(f"{target.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        raise unwritable(target, error) from error
    return len(content)


def unwritable(target: Path, error: OSError) -> Refusal:
    return Refusal([f"--to {target}: expected a place to write in, found: {error.strerror}"])


def write_all(folder: Path, workers: int | None) -> None:
    """Write the pages of all councils and say how large they are. Raises Refusal."""
    from pages.parts.figures.councils import by_slug
    from pages.parts.present.site.site import NotOurs, write
    from queries import NoDatabase, one_database, whole

    with progress() as step:
        try:
            database = whole().path
            with one_database(database):
                councils = list(by_slug())
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder.parent / f".{folder.resolve().name}{LOCK}", timeout=0):
                made = write(folder, database, councils, workers or usual_workers(), told(step))
        except (NoDatabase, NotOurs) as problem:
            raise Refusal([str(problem)]) from problem
        except Timeout as problem:
            raise Refusal([f"--to {folder}: another run is writing there"]) from problem
        except OSError as error:
            raise unwritable(folder, error) from error
    files = [path for path in folder.rglob("*") if path.is_file()]
    say(f"Wrote {folder}: {len(councils)} councils, {made} of them now.")
    say(f"{len(files):,} files, {size_of(sum(path.stat().st_size for path in files))}.")


def told(step: "Progress") -> Callable[[str, int, int], None]:
    return lambda name, done, of: step(f"{done} of {of} councils: {name}")


def usual_workers() -> int:
    """As many as the machine has processors, within reason."""
    return min(os.cpu_count() or 1, MOST_WORKERS)
