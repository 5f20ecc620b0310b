"""CONTRIBUTING.md is true: its lists are done on a copy of the project, and its paths are there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import duckdb
import pytest

from etl.database import releases
from etl.publications import workforce
from etl.reading.sql import number_text
from tests.etl.writing import Table
from tests.standin import published
from tests.test_project import ROOT, files_for_git

CONTRIBUTING = ROOT / ".github" / "CONTRIBUTING.md"
WHY = ROOT / ".github" / "WHY.md"
BLOCK = re.compile(r"^( *)```(\w+) ?(\S*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
ENGLAND, NORTH_WEST, TRAFFORD, SALFORD = "E92000001", "E12000002", "E08000009", "E08000006"
# Social workers who started in the year to September 2025, as published.
STARTED = {ENGLAND: "5837.8", NORTH_WEST: "930.1", TRAFFORD: "21.8"}
LISTS = [f"To add {what}" for what in ("an indicator", "a publication", "a page", "a chart form")]
REFERENCES = [CONTRIBUTING, WHY, ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md"]


@dataclass(frozen=True)
class Block:
    """A block of code in a list: a file that is new, a change to one, or commands."""

    kind: str
    file: str
    text: str


def section(title: str) -> str:
    text = CONTRIBUTING.read_text(encoding="utf-8")
    (found,) = re.findall(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return str(found)


def blocks(title: str) -> list[Block]:
    """The blocks of one list, in order; those of a file name it behind the language."""
    return [
        Block(kind, file, dedent(text)) for _, kind, file, text in BLOCK.findall(section(title))
    ]


def changed(text: str, diff: str) -> str:
    """A text with each hunk put in where its context and what it takes away stand, once."""
    for hunk in diff.split("@@\n"):
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        assert text.count(before) == 1, f"stands {text.count(before)} times:\n{before}"
        text = text.replace(before, after)
    return text


@dataclass(frozen=True)
class Copy:
    """A copy of the project, with a data folder of its own."""

    folder: Path
    data: Path

    def do(self, title: str, path: Path | None = None) -> list[str]:
        """Do what a list says, `path` standing for PATH; answer the files that it touched."""
        files = []
        for block in blocks(title):
            if block.kind == "sh":
                for line in block.text.splitlines():
                    self.run(*line.replace("PATH", str(path)).split()[1:])
                continue
            target = self.folder / block.file
            new = block.kind != "diff"
            assert target.exists() != new, f"{block.file}: {'there already' if new else 'missing'}"
            text = block.text if new else changed(target.read_text(encoding="utf-8"), block.text)
            target.write_text(text, encoding="utf-8", newline="\n")
            files.append(block.file)
        self.lint([file for file in files if file.endswith(".py")])
        return files

    def lint(self, files: Sequence[str]) -> None:
        self.run("-m", "ruff", "format", "--check", *files)
        self.run("-m", "ruff", "check", *files)

    def test(self, chosen: str, *files: str) -> str:
        """Run some of the tests of the copy, and answer how they ended."""
        words = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", chosen]
        return self.run(*words, *files).splitlines()[-1]

    def run(self, *words: str) -> str:
        """Python with these words in the copy; whatever fails says why."""
        outside = {name: text for name, text in os.environ.items() if "PYTEST" not in name}
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env={**outside, "LINE_OF_SIGHT_DATA": str(self.data), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        assert done.returncode == 0, f"{shlex.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def totals(self, indicator: str, period: str = "2025") -> dict[str, tuple[object, ...]]:
        """Value, symbol, file and column of an indicator, by place."""
        with duckdb.connect(str(releases.in_use(self.data)), read_only=True) as con:
            rows = con.execute(
                "select area_code, value, symbol, split_part(release_id, '/', 2), source_column "
                "from figure where indicator_id = ? and period = ? and breakdown is null",
                [indicator, period],
            ).fetchall()
        return {row[0]: row[1:] for row in rows}


@pytest.fixture
def copy(tmp_path: Path, snapshot_data: Path) -> Copy:
    """Every file of the project that is in git, and the embedded figures in use."""
    folder = tmp_path / "copy"
    for path in files_for_git():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return Copy(folder, Path(shutil.copytree(snapshot_data, tmp_path / "data")))


def workforce_file(database: Path) -> Table:
    """The file of the workforce as published, with the column of those who started.

    Where its content does not matter, it says as many as there are in post, and of regions
    nothing: those would have to add to England.
    """
    with duckdb.connect(str(database), read_only=True) as con:
        places = published.described_places(con)
        cells = con.execute(
            "select source_row, area_code, period, source_column, "
            f"coalesce(symbol, {number_text('value')}) from figure "
            "where release_id like 'workforce-2025%' and not derived order by source_row"
        ).fetchall()
    rows: dict[int, dict[str, str]] = {}
    for row, area, period, column, text in cells:
        found = rows.setdefault(row, {**places[area], "time_period": period})
        found[column] = text
        if column == "inpost_fte":
            as_many = "x" if area.startswith("E12") else text
            found["starters_fte"] = STARTED.get(area, as_many) if period == "2025" else text
    return published.table_of(workforce.EXTRACTS[0].file, rows.values())


def test_an_indicator_is_added_as_the_list_says(copy: Copy, tmp_path: Path) -> None:
    table = workforce_file(releases.in_use(copy.data))
    before = copy.totals("sw_leavers")
    touched = copy.do("To add an indicator", table.write(tmp_path / "published"))
    assert touched == ["etl/publications/workforce.py", "pages/parts/asking/sections.py"]
    found = copy.totals("sw_starters")
    assert {area: str(found[area][0]) for area in STARTED} == STARTED
    assert found[TRAFFORD][1:] == (None, table.file, "starters_fte")
    assert copy.totals("sw_leavers") == before
    assert "passed" in copy.test(
        "test_schema or test_core_indicators or sw_starters or indicator_has or made_with",
        "tests/etl/database/test_schema.py",
        "tests/etl/database/test_snapshot.py",
        "tests/etl/publications/test_core_indicators.py",
        "tests/pages/test_pages.py",
    )


THREE_ROWS = """\
time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,\
old_la_code,new_la_code,la_name,population_count,number,rate_per_10000
2025,Reporting year,National,E92000001,England,,,,,,\
Children looked after at 31 March each year,81770,67
2025,Reporting year,Local authority,E92000001,England,E12000002,North West,358,E08000009,Trafford,\
Children looked after at 31 March each year,c,c
2025,Reporting year,Local authority,E92000001,England,E12000002,North West,355,E08000006,Salford,\
Children looked after at 31 March each year,500,84
"""


def test_a_publication_is_added_as_the_list_says(copy: Copy, tmp_path: Path) -> None:
    file = tmp_path / "cla_number_and_rate_per_10k_children.csv"
    file.write_text(THREE_ROWS, encoding="utf-8")
    others = copy.totals("cin_number")
    touched = copy.do("To add a publication", file)
    assert touched == [
        "etl/publications/cla.py",
        "etl/publications/catalogue.py",
        "data/release_calendar.csv",
        "tests/etl/publications/test_cla.py",
    ]
    assert copy.totals("cla_number") == {
        ENGLAND: (81770, None, file.name, "number"),
        TRAFFORD: (None, "c", file.name, "number"),
        SALFORD: (500, None, file.name, "number"),
    }
    assert copy.totals("cla_rate")[SALFORD][0] == 84
    assert copy.totals("cin_number") == others
    assert "passed" in copy.test(
        "test_schema or test_cla or indicator_has or made_with or every_source",
        "tests/etl/database/test_schema.py",
        "tests/etl/database/test_snapshot.py",
        "tests/etl/publications/test_cla.py",
    )


def test_a_page_is_added_as_the_list_says(copy: Copy) -> None:
    assert copy.do("To add a page") == ["pages/population.py", "app.py", "README.md"]
    assert "passed" in copy.test(
        "readme_mentions_every_page or (population and (opens or nonsense))",
        "tests/test_project.py",
        "tests/pages/test_pages.py",
    )


def test_a_change_that_fits_in_no_place_or_in_two_is_told() -> None:
    assert changed("one\ntwo\n", " one\n+and\n") == "one\nand\ntwo\n"
    assert changed("one\ntwo\n", "-one\n+1\n@@\n-two\n+2\n") == "1\n2\n"
    with pytest.raises(AssertionError, match="stands 0 times"):
        changed("one\n", "-two\n+2\n")
    with pytest.raises(AssertionError, match="stands 2 times"):
        changed("one\none\n", " one\n+and\n")


def checks_of_make_test() -> set[str]:
    """The commands that `make test` runs, without the folder of the environment."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return {command.strip() for command in re.findall(r"\tcheck \w+ \$\(BIN\)/(.+?);", makefile)}


def test_the_hooks_run_what_make_test_runs() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"^ +entry: (.+)$", text, re.MULTILINE)
    assert {"ruff format --check .", "ruff check .", "python -m mypy"} <= set(entries)
    assert set(entries) <= checks_of_make_test()
    assert len(entries) == text.count("language: system") == text.count("pass_filenames: false")


def test_the_workflow_runs_the_same_checks_and_may_only_read() -> None:
    text = (ROOT / ".github/workflows/checks.yml").read_text(encoding="utf-8")
    assert "run: bash .ci/run\n" in text
    assert "-r requirements-test.txt\n" in text and (ROOT / "requirements-test.txt").is_file()
    assert "permissions:\n  contents: read\n" in text and "write" not in text
    uses = re.findall(r"uses: (.+)", text)
    assert uses and all(re.fullmatch(r"actions/[\w-]+@v\d+", one) for one in uses)


def test_every_path_that_is_named_is_there() -> None:
    texts = [path.read_text(encoding="utf-8") for path in REFERENCES]
    named = {name for text in texts for name in re.findall(r"`([\w./-]+/[\w.-]+)`", text)}
    made = {"data/current", *(block.file for title in LISTS for block in blocks(title))}
    assert len(named) > 10
    assert not [name for name in named - made if not (ROOT / name).exists()]


def test_why_it_is_so_is_said_in_three_lines_each() -> None:
    _, _, *decisions = WHY.read_text(encoding="utf-8").strip().split("\n\n")
    assert 8 <= len(decisions) <= 12
    assert all(one.startswith("**") and one.count("\n") == 2 for one in decisions)


def test_the_readme_leads_to_the_page_for_contributors() -> None:
    assert "(.github/CONTRIBUTING.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
