"""python -m etl papers FILE: a table or JSON, and an exit code that a script can trust."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from etl.__main__ import cli

PAPER = "EHC plans\n\n[red]Trafford[/red] had 2,745 EHC plans in January 2023.\n"
DIFFERENT = "EHC plans\n\nTrafford had 9,745 EHC plans in January 2023.\n"


@pytest.fixture
def papers(snapshot_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for papers, beside a database."""
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(snapshot_data))
    return tmp_path


def run(folder: Path, text: str, *options: str) -> Result:
    paper = folder / "paper.txt"
    paper.write_text(text, encoding="utf-8")
    return CliRunner().invoke(cli, ["papers", str(paper), "--council", "trafford", *options])


def test_a_paper_is_told_figure_by_figure(papers: Path) -> None:
    done = run(papers, PAPER, "--meeting", "2023-07-25")

    assert done.exit_code == 0
    assert "[red]" in done.output
    assert "1 figure: 1 matches." in done.output


def test_as_json_every_figure_has_its_verdict_and_its_cell(papers: Path) -> None:
    paper = json.loads(run(papers, PAPER, "--json").output)

    (figure,) = paper["figures"]
    assert (figure["verdict"], figure["quoted"]["value"]) == ("matches", 2745.0)
    assert figure["nearest"]["indicator_id"] == "ehcp_caseload"
    assert figure["nearest"]["value"] == 2745.0


def test_strict_leaves_with_three_where_a_figure_differs(papers: Path) -> None:
    assert run(papers, DIFFERENT).exit_code == 0
    assert run(papers, DIFFERENT, "--strict").exit_code == 3
    assert run(papers, PAPER, "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("file", "words"),
    [("absent.txt", "expected a file, found"), ("empty.txt", "empty.txt is empty")],
)
def test_a_paper_that_cannot_be_read_leaves_with_one_and_a_sentence(
    papers: Path, file: str, words: str
) -> None:
    (papers / "empty.txt").write_bytes(b"")

    done = CliRunner().invoke(cli, ["papers", str(papers / file)])

    assert done.exit_code == 1
    assert words in done.output.replace("\n", " ")


def test_a_council_that_is_none_is_told(papers: Path) -> None:
    paper = papers / "paper.txt"
    paper.write_text(PAPER, encoding="utf-8")

    done = CliRunner().invoke(cli, ["papers", str(paper), "--council", "Atlantis"])

    assert done.exit_code == 1
    assert "expected an English council by name or code, found Atlantis" in done.output


@pytest.mark.parametrize("name", ["358", "E08000009", "Trafford"])
def test_a_council_is_known_by_name_and_codes(papers: Path, name: str) -> None:
    assert run(papers, PAPER, "--council", name).exit_code == 0
