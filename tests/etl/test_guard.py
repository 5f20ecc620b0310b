"""Every command ends in a sentence, whatever it is given and whatever happens to it."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from etl import __main__ as commands
from etl.__main__ import cli
from etl.database import build, releases
from tests.etl.writing import CHILDREN_IN_NEED
from tests.some import paired

HOSTILE = {
    "nothing": "",
    "a space": " ",
    "very long": "x" * 5_000,
    "a folder above": "../../..",
    "a dash": "-",
    "a wildcard": "*",
    "a format": "%s{0}",
    "SQL": "'; drop table figure; --",
    "markup": "[red]x[/red] <b>",
    "no letters of ours": "☃ñ𝕏",
    "half a letter": "\udcff",
    "a device": os.devnull,
    "an address": "https://example.org/a.csv",
}
# Each is given one word; what is told stays on this computer.
COMMANDS = {
    "refresh --from": ["refresh", "--from"],
    "refresh --only": ["refresh", "--dry-run", "--only"],
    "import": ["import"],
    "remove": ["remove"],
    "check": ["check"],
    "diff": ["diff"],
    "a command": [],
}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held")
    file = CHILDREN_IN_NEED.write(tmp_path_factory.mktemp("files"))
    releases.publish(folder, lambda to: build.build_from_files(file, to))
    return folder


@pytest.fixture
def data(held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(held, folder)
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(folder))
    monkeypatch.setenv("COLUMNS", "400")
    return folder


def run(*words: str) -> Result:
    result = CliRunner().invoke(cli, words)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


@pytest.mark.parametrize(("command", "kind"), paired([*COMMANDS], [*HOSTILE], 4))
def test_a_hostile_word_is_refused_in_a_sentence(data: Path, command: str, kind: str) -> None:
    before, words = releases.in_use(data), COMMANDS[command]
    result = run(*words, HOSTILE[kind])
    # The empty name asks for the list of imports, and is no name.
    assert result.exit_code in (1, 2) or words == ["remove"]
    assert "nobody foresaw" not in result.output
    assert releases.in_use(data) == before


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(commands, "status_of", fail)


def test_what_nobody_foresaw_is_a_sentence_with_a_file_to_send(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, KeyError("a column"))
    result = run("status")
    assert result.exit_code == 1
    (path,) = data.glob("fault-*.txt")
    told, in_use = result.stderr.splitlines()
    assert told == (
        "Refused: this command failed in a way that nobody foresaw (KeyError: 'a column'). "
        f"{path} says what happened: look through it and send it to the maintainers"
    )
    assert in_use == f"Database in use now: {releases.in_use(data)}"
    written = path.read_text(encoding="utf-8")
    assert written.endswith("KeyError") and "duckdb " in written and "in status" in written


def test_the_file_to_send_quotes_no_cell(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cause = ValueError("Could not convert 'Jane Smith'")
    error = KeyError("Jane Smith")
    error.__cause__ = cause
    failing(monkeypatch, error)
    run("status")
    (path,) = data.glob("fault-*.txt")
    written = path.read_text(encoding="utf-8")
    assert "Jane" not in written and "ValueError" in written


def test_the_file_goes_elsewhere_where_the_data_folder_is_not_there(
    data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    failing(monkeypatch, KeyError("a column"))
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(data / "gone"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    result = run("status")
    (path,) = tmp_path.glob("fault-*.txt")
    assert str(path) in result.stderr


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "expected enough memory for this"),
        (duckdb.OutOfMemoryException("no room"), "expected enough memory for this"),
        (
            PermissionError(errno.EACCES, "Permission denied", "figures.csv"),
            "figures.csv: expected a file or folder that can be used, found: Permission denied",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "expected room to write"),
    ],
    ids=["memory", "memory of the database", "a file", "a full disk"],
)
def test_what_is_foreseen_needs_no_file_to_send(
    data: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    failing(monkeypatch, error)
    result = run("status")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Refused: {told}")
    assert not list(data.glob("fault-*.txt"))


def test_a_reader_who_stops_reading_is_no_fault(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, BrokenPipeError(errno.EPIPE, "Broken pipe"))
    result = run("status")
    assert result.exit_code == 1
    assert result.output == ""


def test_stopped_by_hand_is_said_as_such(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "status_of", stop)
    assert run("status").stderr.startswith("Stopped. Nothing changed.")


DEEP = "[" * 100_000
BESIDE: dict[str, str] = {
    "nested": DEEP,
    "nested deeper": '{"finished_at": "2026-01-01", "data_sets": ' + DEEP,
    "a list": "[]",
    "a number": "9" * 5_000,
    "year 9999": '{"finished_at": "9999-12-31", "result": "", "database": "", "data_sets": {}}',
}


@pytest.mark.parametrize("name", ["last_refresh.json", "refresh.holder"])
@pytest.mark.parametrize("text", BESIDE.values(), ids=BESIDE)
def test_a_damaged_note_beside_the_databases_stops_no_command(
    data: Path, tmp_path: Path, name: str, text: str
) -> None:
    (data / name).write_text(text, encoding="utf-8")
    assert run("status").exit_code == 0
    file = str(CHILDREN_IN_NEED.write(tmp_path))
    assert run("refresh", "--from", file).exit_code == 0
