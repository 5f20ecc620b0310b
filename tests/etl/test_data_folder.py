"""Whatever became of the data folder, every command ends in a sentence and a way out.

So does the dashboard, which shows the newest whole database and says so.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from streamlit.testing.v1 import AppTest

from etl.__main__ import cli
from etl.database import build, releases, whole
from tests.etl.writing import CHILDREN_IN_NEED, REQUESTS
from tests.some import some

FROM_SNAPSHOT = "python -m etl refresh --from snapshot"
HEADERS = 12_288  # bytes before the first block of a DuckDB file
BLOCK = 262_144

Spoil = Callable[[Path], None]


def written(data: bytes) -> Spoil:
    return lambda path: void(path.write_bytes(data))


def void(_: object) -> None:
    """Nothing, in place of what writing answers."""


def changed(change: Callable[[bytes], bytes]) -> Spoil:
    return lambda path: void(path.write_bytes(change(path.read_bytes())))


def every_block_flipped(data: bytes) -> bytes:
    spoilt = bytearray(data)
    for place in range(HEADERS + 5_000, len(spoilt), BLOCK):
        spoilt[place] ^= 0xFF
    return bytes(spoilt)


def in_sql(statement: str) -> Spoil:
    def spoil(path: Path) -> None:
        with duckdb.connect(str(path)) as con:
            con.execute(statement)

    return spoil


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def as_full_folder(path: Path) -> None:
    as_folder(path)
    (path / "note.txt").write_text("somebody's", encoding="utf-8")


def to_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("gone")


# What may have become of `current`: it names no database that is there.
POINTERS: dict[str, Spoil] = {
    "missing": Path.unlink,
    "empty": written(b""),
    "blank": written(b" \n\n"),
    "not UTF-8": written(b"\xff\xfe2\x000\x00"),
    "binary": written(bytes(range(256)) * 16),
    "a folder": as_folder,
    "a folder with a file": as_full_folder,
    "a link to nowhere": to_nowhere,
    "a name that is gone": written(b"20200101T000000000000Z.duckdb\n"),
    "a name too long": written(b"2" * 5_000),
    "a name with a null": written(b"2026\0.duckdb"),
    "two names": written(b"a.duckdb\nb.duckdb\n"),
    "the folder above": written(b"..\n"),
}
# What may have become of the database in use.
DATABASES: dict[str, Spoil] = {
    "gone": Path.unlink,
    "empty": written(b""),
    "a text": written(b"something else"),
    "zeros": changed(lambda data: bytes(len(data))),
    "cut in the headers": changed(lambda data: data[:1_000]),
    "cut after the headers": changed(lambda data: data[:HEADERS]),
    "cut in the middle": changed(lambda data: data[: len(data) // 2]),
    "a wrong beginning": changed(lambda data: b"XXXXXXXXXXXX" + data[12:]),
    "a block changed": changed(every_block_flipped),
    "a folder": as_folder,
    "without a table": in_sql("drop table load_run"),
    "without a column": in_sql("alter table figure rename column symbol to mark"),
}
GONE = ("gone", "a folder")
SPOILT = [("current", name) for name in POINTERS] + [("database", name) for name in DATABASES]
STATES = list(product(SPOILT, [2, 0]))
# A pointer is lost, or what it names, and another database is whole.
LOST = [
    ((what, name), kept)
    for (what, name), kept in STATES
    if what == "current" or (name in GONE and kept)
]


@dataclass(frozen=True)
class Folder:
    """A data folder in trouble: what is spoilt, and how many whole databases lie beside it."""

    path: Path
    what: str
    name: str
    kept: int

    @property
    def names_none(self) -> bool:
        return self.what == "current" or self.name in GONE

    def run(self, *words: str | Path) -> Result:
        result = CliRunner().invoke(cli, [str(word) for word in words])
        assert not result.exception or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    def has_a_whole(self) -> bool:
        """Whether one is whole beside what is spoilt: one that only lost its pointer is, too."""
        return self.kept > 0 or self.what == "current"


def test_there_are_at_least_38_states() -> None:
    assert len(STATES) >= 38


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three whole databases."""
    folder = tmp_path_factory.mktemp("sound")
    file = REQUESTS.write(tmp_path_factory.mktemp("files"))
    for _ in range(3):
        releases.publish(folder, lambda to: build.build_from_files(file, to))
    return folder


def name_of(state: tuple[tuple[str, str], int]) -> str:
    (what, name), kept = state
    return f"{what} {name}, {kept} kept"


def each(states: list[tuple[tuple[str, str], int]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("folder", states, ids=name_of, indirect=True)


@pytest.fixture
def folder(
    request: pytest.FixtureRequest, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Folder:
    (what, name), kept = request.param
    data = tmp_path / "data"
    shutil.copytree(sound, data)
    *older, used = releases.kept(data)
    for database in older[: len(older) - kept]:
        database.unlink()
    spoil, path = (
        (POINTERS[name], data / "current") if what == "current" else (DATABASES[name], used)
    )
    spoil(path)
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(data))
    monkeypatch.setenv("COLUMNS", "400")
    return Folder(data, what, name, kept)


def sentences(result: Result) -> str:
    assert result.exit_code == 1, result.output
    *told, last = result.stderr.strip().splitlines()
    assert told and all(line.startswith("Refused: ") for line in told)
    assert last.startswith("Nothing changed. Database in use: ")
    return "\n".join(told)


def dashboard() -> None:
    """A page that says that it is drawn, run as a script of its own."""
    import streamlit as st

    from pages.parts.page import one_database

    with one_database():
        st.markdown("drawn")


@each(STATES)
def test_a_damaged_database_is_named_and_the_one_command_heals_it(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_from_the_embedded_figures(monkeypatch)
    way_out = whole.ROLLBACK if folder.has_a_whole() else FROM_SNAPSHOT
    file = CHILDREN_IN_NEED.write(tmp_path)
    told = sentences(folder.run("status"))
    assert way_out in told
    if folder.what == "database" and not folder.names_none and "without" not in folder.name:
        assert "found one that is damaged" in told
    for words in (["check"], ["diff"], ["status", "--json"], ["refresh", "--dry-run"]):
        assert sentences(folder.run(*words)) == told, words
    if not (folder.names_none and folder.has_a_whole()):
        assert sentences(folder.run("refresh", "--from", file)) == told
        assert sentences(folder.run("import", file)) == told
    if folder.has_a_whole():
        assert folder.run("rollback").exit_code == 0
    else:
        assert sentences(folder.run("rollback")) == told
        # It builds without the one before, as --from snapshot does, and is quicker.
        assert folder.run("refresh", "--from", file, "--fresh").exit_code == 0
    assert folder.run("status").exit_code == 0


def never_from_the_embedded_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refresh does not start again from them where nobody said so."""

    def never(*_: object) -> None:
        raise AssertionError("the embedded figures were taken")

    monkeypatch.setattr(build, "build_from_snapshot", never)


@each(some(LOST, 8))
def test_a_refresh_goes_on_from_the_newest_whole_database(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never_from_the_embedded_figures(monkeypatch)
    result = folder.run("refresh", "--from", CHILDREN_IN_NEED.write(tmp_path))
    assert result.exit_code == 0
    assert "the newest whole database was put in use" in result.stdout
    database = releases.in_use(folder.path)
    with duckdb.connect(str(database), read_only=True) as con:
        held = con.execute("select distinct publication from release").fetchall()
    assert {("Education, health and care plans",), ("Children in need",)} <= set(held)


@each(STATES)
def test_the_dashboard_shows_the_newest_whole_database_and_says_so(folder: Folder) -> None:
    app = AppTest.from_function(dashboard, default_timeout=30).run()
    assert not app.exception
    drawn = [text.value for text in app.markdown]
    if folder.has_a_whole():
        assert drawn == ["drawn"]
        (told,) = app.warning
        assert "these figures are those of the newest whole one, built on" in told.value
        assert "Sources tells whoever runs this dashboard what to do" in told.value
    else:
        assert drawn == []
        (told,) = app.info
        assert FROM_SNAPSHOT in told.value


@each(some(STATES, 14))
def test_make_run_puts_the_newest_whole_database_in_use(folder: Folder, tmp_path: Path) -> None:
    words = ["refresh", "--from", CHILDREN_IN_NEED.write(tmp_path), "--if-none"]
    result = folder.run(*words)
    if folder.has_a_whole():
        assert result.exit_code == 0
        assert "newest whole database was put in use" in result.stdout
        assert folder.run("status").exit_code == 0
    else:
        assert FROM_SNAPSHOT in sentences(result)
