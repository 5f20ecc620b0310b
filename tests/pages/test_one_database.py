"""Every page shows one database from its first line to its last, whatever is switched meanwhile.

Each run is switched to another database at one of its questions, drawn by lot, and must show what
it shows when nothing is switched; so must the files that a click makes after it.
LINE_OF_SIGHT_CASES says how many runs (8), LINE_OF_SIGHT_SEED which.
"""

import io
import os
import random
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import queries
from pages.parts.asking.sections import PAGES, address_of
from pages.parts.language.words import slug
from tests.pages.conftest import EVERY_PAGE
from tests.some import some

RUNS = int(os.environ.get("LINE_OF_SIGHT_CASES", "8"))
SEED = int(os.environ.get("LINE_OF_SIGHT_SEED", "2026"))
COUNCILS = ["trafford", "kent", "camden", "isles-of-scilly", "rutland"]
SLIDES = 0.2  # of the runs
PACKED = (".xlsx", ".zip")
FILES = (".csv", ".duckdb", *PACKED)  # pictures take a second each, and have the same figures

Open = Callable[..., AppTest]
View = tuple[str, dict[str, str]]


def words_of(page: str) -> list[dict[str, str]]:
    """What an address may say of a page: each measure of those that have them."""
    measures = [
        {"show": slug(section), "measure": address_of(part)}
        for section, parts in PAGES.get(page, {}).items()
        for part in parts
    ]
    return measures or [{}]


def drawn_by(lot: random.Random) -> View:
    page = lot.choice(EVERY_PAGE)
    slides = {"present": "1"} if lot.random() < SLIDES else {}
    return page, {"council": lot.choice(COUNCILS), **lot.choice(words_of(page)), **slides}


class Two:
    """A data folder with the snapshot and a database of other figures; which is in use is told.

    Each time they have new names, so that no answer is remembered from the run before.
    """

    def __init__(self, folder: Path, snapshot: Path):
        self.folder = folder
        self.numbers = count(1)
        (folder / "releases").mkdir()
        self.right, self.other = folder / "right.duckdb", folder / "other.duckdb"
        shutil.copyfile(snapshot, self.right)
        shutil.copyfile(snapshot, self.other)
        with duckdb.connect(str(self.other)) as con:
            con.execute(
                "update figure set value = value + 3, numerator = numerator + 7, "
                "denominator = denominator + 9"
            )
            con.execute("update school set pupils = pupils + 100")
            con.execute("update load_run set run_id = 'other', finished_at = '2020-02-02'")
            con.execute("update release set title = title || ', other'")

    def begin(self) -> None:
        for old in (self.folder / "releases").iterdir():
            old.unlink()
        number = next(self.numbers)
        self.names = [f"{name}-{number}.duckdb" for name in ("right", "other")]
        for name, path in zip(self.names, (self.right, self.other), strict=True):
            os.link(path, self.folder / "releases" / name)
        self.use(self.names[0])

    def use(self, name: str) -> None:
        (self.folder / "current").write_text(f"{name}\n", encoding="utf-8")

    @contextmanager
    def switched_at(self, question: int) -> Iterator[list[str]]:
        """Put the other in use just before a question; answers with the questions that came."""
        asked: list[str] = []
        execute = queries._execute

        def then_ask(con: Any, name: str, parameters: Any) -> Any:
            asked.append(name)
            if len(asked) == question:
                self.use(self.names[1])
            return execute(con, name, parameters)

        queries._execute = then_ask
        try:
            yield asked
        finally:
            queries._execute = execute


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("two")


@pytest.fixture(scope="module")
def databases(folder: Path, snapshot_data: Path) -> Two:
    name = (snapshot_data / "current").read_text(encoding="utf-8").strip()
    return Two(folder, snapshot_data / "releases" / name)


@pytest.fixture
def two(databases: Two, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> Two:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(databases.folder))
    return databases


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What the buttons of the last run make when they are clicked, by file name."""
    files: dict[str, Callable[[], bytes]] = {}
    button = st.download_button

    def watched(*words: Any, **options: Any) -> bool:
        if str(options["file_name"]).endswith(FILES):
            files[options["file_name"]] = options["data"]
        return button(*words, **options)

    monkeypatch.setattr(st, "download_button", watched)
    return files


def shown(app: AppTest) -> list[str]:
    """All that a page draws, but for the addresses of files, which are drawn by lot."""
    assert not app.exception
    drawn = [str(element.proto) for element in app if hasattr(element, "proto")]
    return [re.sub(r'deferred_file_id: "\w+"|/media/\w+', "", text) for text in drawn]


def made(files: dict[str, Callable[[], bytes]]) -> dict[str, object]:
    return {name: content(name, make()) for name, make in files.items()}


def content(name: str, data: bytes) -> object:
    """The bytes of a file, or of those packed in it; the time of writing is not compared."""
    if name.endswith(".duckdb"):
        return of_database(data)
    if not name.endswith(PACKED):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {one: book.read(one) for one in book.namelist() if not one.startswith("docProps")}


def of_database(data: bytes) -> list[tuple[object, ...]]:
    with tempfile.NamedTemporaryFile(suffix=".duckdb") as file:
        file.write(data)
        file.flush()
        with duckdb.connect(file.name, read_only=True) as con:
            return con.execute(
                "select run_id, (select sum(value) from figure) from load_run"
            ).fetchall()


def test_no_run_shows_two_databases(
    two: Two, open_page: Open, offered: dict[str, Callable[[], bytes]]
) -> None:
    lot = random.Random(SEED)
    torn: list[str] = []
    pages: Counter[str] = Counter()
    for _ in range(RUNS):
        page, view = drawn_by(lot)
        two.begin()
        with two.switched_at(0) as asked:
            right = shown(open_page(page, **view))
        files = made(offered)
        offered.clear()
        two.begin()
        number = lot.randint(1, len(asked))
        with two.switched_at(number) as asked:
            switched = shown(open_page(page, **view))
            assert (two.folder / "current").read_text(encoding="utf-8").startswith("other")
            later = made(offered)
        offered.clear()
        if (switched, later) != (right, files):
            torn.append(f"{page} {view} at question {number}, {asked[number - 1]}")
        pages[page] += 1
    print(f"{RUNS} runs with seed {SEED}, torn: {len(torn)}; {dict(pages)}")
    assert torn == []


def test_the_two_databases_show_other_pages(two: Two, open_page: Open) -> None:
    """Else no run could be seen to be torn."""
    for page in some(EVERY_PAGE, 4):
        two.begin()
        right = shown(open_page(page))
        two.use(two.names[1])
        assert shown(open_page(page)) != right, page


def test_a_run_that_is_held_to_no_database_would_be_seen(
    two: Two, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "one_database", lambda path=None: nullcontext(path))
    two.begin()
    with two.switched_at(0) as asked:
        right = shown(open_page("pages/workforce.py"))
    two.begin()
    with two.switched_at(len(asked) // 2):
        assert shown(open_page("pages/workforce.py")) != right
