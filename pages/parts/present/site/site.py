"""All councils as plain pages: made in parallel, gone on with after a stop, nothing made twice.

A council is written beside its place and put there whole, with a small file in it that says of
which database it is. So whatever stops a run, each council that is there is whole.
"""

import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread

import queries
from pages.parts.asking.sections import address_of, label, of_held
from pages.parts.data_and_sources.methods import METHODS
from pages.parts.exhibit.colours import sheet
from pages.parts.exhibit.pictures import MARK
from pages.parts.figures.councils import by_slug
from pages.parts.figures.database import indicators
from pages.parts.figures.glossary import meanings
from pages.parts.language.version import VERSION
from pages.parts.language.words import display_name, slug
from pages.parts.present.site import markup
from pages.parts.present.site.council import pages_of
from pages.parts.present.site.rooms import MEASURED
from pages.parts.wards.data import PLAN
from queries import one_database

HERE = Path(__file__).parent
ABOUT, MADE = "site.json", "made.json"  # what says that a folder is ours, and a council whole
MAKING, OLD = ".making-", ".old-"  # begin the names of folders that a stopped run may leave


class NotOurs(Exception):
    """A folder that holds something else; the message is one sentence."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure in the lists of all: its name, what it is, and its path below a council."""

    label: str
    text: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Ward:
    """A row of queries/ward_names.sql."""

    la_code: str
    name: str
    former: bool


def write(
    folder: Path,
    database: Path,
    councils: Sequence[str],
    workers: int,
    told: Callable[[str, int, int], None],
) -> int:
    """Write the pages of `councils` into a folder, and the first page of all; how many were made.

    A council that is there of the same database is left as it is. `told` hears each name when it
    is done, how many are done and of how many. Raises NotOurs, OSError and NoDatabase.
    """
    begin(folder)
    with one_database(database):
        wanted = [each for each in councils if not is_made(folder / each, database)]
        _shared(folder, councils)
    done = len(councils) - len(wanted)
    for name in _made(folder, database, wanted, workers):
        done += 1
        told(name, done, len(councils))
    return len(wanted)


def begin(folder: Path) -> None:
    """A folder of ours, without what a stopped run left. Raises NotOurs and OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ABOUT).is_file() and any(folder.iterdir()):
        raise NotOurs(f"{folder}: expected an empty folder or one of an earlier run, found others")
    for left in (*folder.glob(f"{MAKING}*"), *folder.glob(f"{OLD}*")):
        shutil.rmtree(left)
    _write(folder / ABOUT, json.dumps({"version": VERSION}))


def is_made(council: Path, database: Path) -> bool:
    """Whether a council is there, whole and of this database and version."""
    try:
        found = json.loads((council / MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(found == _about(database))


def _about(database: Path) -> dict[str, str]:
    return {"database": database.stem, "version": VERSION}


def _made(folder: Path, database: Path, wanted: Sequence[str], workers: int) -> Iterator[str]:
    """Each council when its pages are there; in this process where one is enough."""
    if workers < 2 or len(wanted) < 2:
        for name in wanted:
            yield council(folder, database, name)
        return
    # Not forked: the database and what draws charts have threads of their own.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_work) as pool:
        jobs = [pool.submit(council, folder, database, name) for name in wanted]
        try:
            for job in as_completed(jobs):
                yield job.result()
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _begin_work() -> None:
    """Ctrl-C is for the process that gives out the work: it stops when a council is whole.

    Where that process is killed, nobody would ever end this one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=[multiprocessing.parent_process()], daemon=True).start()


def _end_with(process: BaseProcess | None) -> None:
    if process:
        process.join()
        os._exit(1)


def council(folder: Path, database: Path, name: str) -> str:
    """Write all pages of one council, and put them in their place whole; its name."""
    making, old, place = folder / f"{MAKING}{name}", folder / f"{OLD}{name}", folder / name
    shutil.rmtree(making, ignore_errors=True)
    with one_database(database):
        for path, text in pages_of(name):
            _write(making / path, text)
    _write(making / MADE, json.dumps(_about(database)))
    if place.exists():
        place.rename(old)
    making.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    return name


def _shared(folder: Path, councils: Sequence[str]) -> None:
    """What all councils share: the first page, lists, methods, style, script, search."""
    lists, home = measures(), councils[0]
    regions, words = _regions(councils), meanings().items()
    texts = {
        "index.html": markup.page("index.html", 0, title="All councils", regions=regions),
        "measures.html": markup.page(
            "measures.html",
            0,
            title="All measures",
            council=home,
            place=_name(home),
            measures=lists,
        ),
        "methods.html": markup.page(
            "methods.html", 0, title="Methods and words", methods=METHODS, meanings=words
        ),
        "404.html": markup.page("absent.html", 0),
        "site.css": sheet() + (HERE / "site.css").read_text(encoding="utf-8"),
        "site.js": (HERE / "site.js").read_text(encoding="utf-8"),
        "find.js": f"window.FIND = {_found(councils, lists)};\n",
        "mark.svg": MARK,
    }
    for name, text in texts.items():
        _write(folder / name, text)


Lists = list[tuple[str, list[tuple[str, list[Measure]]]]]


def measures() -> Lists:
    """Every measure that has figures, by page and section."""
    return [
        (
            title,
            [
                (
                    section,
                    [
                        Measure(
                            label=label(part),
                            text=_meaning(part if isinstance(part, str) else part[0]),
                            path=f"{page}/{slug(section)}/index.html#{address_of(part)}",
                        )
                        for part in parts
                    ],
                )
                for section, parts in of_held(sections).items()
            ],
        )
        for page, (title, sections) in MEASURED.items()
    ]


def _meaning(indicator_id: str) -> str:
    indicator = indicators()[indicator_id]
    return f"{indicator.name}. {indicator.definition}."


def _regions(councils: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The councils by region, in the order of the alphabet."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in councils:
        council = by_slug()[name]
        found.setdefault(council.region_name or "England", []).append(
            (display_name(council.name), name)
        )
    return [(region, sorted(some)) for region, some in sorted(found.items())]


def _found(councils: Sequence[str], lists: Lists) -> str:
    """What the search looks through, as JSON that may stand in a script."""
    of = {by_slug()[name].la_code: name for name in councils}
    wards = [each for each in queries.rows("ward_names", Ward) if each.la_code in of]
    names = dict.fromkeys((each.name, of[each.la_code]) for each in wards)
    told = {
        "home": councils[0],
        "councils": [(name, _name(name)) for name in councils],
        "measures": [
            (each.label, each.text, each.path)
            for _, sections in lists
            for _, some in sections
            for each in some
        ],
        "wards": [
            (f"{ward} · ward of {_name(name)}", f"{name}/wards/{slug(PLAN)}/index.html")
            for ward, name in names
        ],
    }
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")


def _name(council: str) -> str:
    return display_name(by_slug()[council].name)


def _write(path: Path, text: str) -> None:
    """A file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
