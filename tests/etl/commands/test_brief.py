"""python -m etl brief: a file or a folder, and one clear sentence where that cannot be.

LINE_OF_SIGHT_BRIEFED says of how many councils a briefing is written (2).
"""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import queries
from etl.__main__ import cli
from etl.database import releases
from pages.parts.figures.councils import by_slug

BRIEFED = int(os.environ.get("LINE_OF_SIGHT_BRIEFED", "2"))
FIRST = ("isles-of-scilly", "city-of-london")  # soonest done; the others in their order
BEGINS = {"pdf": b"%PDF-", "docx": b"PK", "pptx": b"PK", "html": b"<!doctype html>"}


@pytest.fixture(autouse=True)
def data(snapshot_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(snapshot_data))


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["brief", *map(str, words)])


def test_every_council_has_a_briefing(snapshot_data: Path, tmp_path: Path) -> None:
    with queries.one_database(releases.current(snapshot_data)):
        names = list(dict.fromkeys([*FIRST, *by_slug()]))[:BRIEFED]
    for name in names:
        done = run(name, "--to", tmp_path / f"{name}.pdf")
        assert done.exit_code == 0, done.output
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF-")
    assert len(list(tmp_path.iterdir())) == len(names)


@pytest.mark.parametrize("ending", ["docx", "pptx", "html"])
def test_the_ending_says_what_is_written(ending: str, tmp_path: Path) -> None:
    done = run("isles-of-scilly", "--to", tmp_path / f"scilly.{ending}", "--since", "2025-01-15")

    assert done.exit_code == 0, done.output
    assert (tmp_path / f"scilly.{ending}").read_bytes().lstrip().startswith(BEGINS[ending])
    assert "Isles of Scilly" in done.output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["atlantis", "--to", "a.pdf"], "COUNCIL: expected an English council by name or code"),
        (["trafford", "--to", "a.txt"], "expected a file that ends in .pdf, .docx, .pptx, .html"),
        (["trafford", "--to", "a"], "found no ending"),
        (["trafford", "--to", "a.pdf", "--group", "moon"], "--group: expected one of sn25, "),
        (["isles-of-scilly", "--to", "no/such/a.html"], "expected a place to write in, found"),
    ],
)
def test_what_cannot_be_written_leaves_with_one_and_a_sentence(
    words: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words)

    assert done.exit_code == 1
    assert done.output.count("Refused: ") == 1
    assert sentence in done.output.replace("\n", " ")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ["all", "--to", "a", "--since", "2025-01-15"],
        ["all", "--to", "a", "--group", "sn25"],
        ["trafford", "--to", "a.pdf", "--workers", "2"],
        ["trafford"],
    ],
)
def test_words_that_say_nothing_together_are_wrong_usage(words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text("ours", encoding="utf-8")

    done = run("all", "--to", tmp_path)

    assert done.exit_code == 1
    assert "expected an empty folder or one of an earlier run" in done.output.replace("\n", " ")
    assert [path.name for path in tmp_path.iterdir()] == ["minutes.txt"]


def test_without_a_database_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path / "none"))

    done = run("trafford", "--to", tmp_path / "a.pdf")

    assert done.exit_code == 1
    assert "Refused: " in done.output
