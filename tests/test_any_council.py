"""No council is written into the code: what is about one stands in data/, and is read as rows."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("pages", "etl", "queries", "analysis")
SNAPSHOT = ROOT / "data" / "snapshot"
# Trafford's name and codes, and the meeting whose paper the first pages were made for.
HOME = ["Trafford", "358", "E08000009", "July 2023", "2023-07-25", "May 2023", "2023-05-0"]
COMMENT = re.compile(r"--.*")


def column(table: str, name: str) -> set[str]:
    with (SNAPSHOT / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[name] for row in csv.DictReader(file)}


def names_of_the_home_council() -> list[str]:
    """Every word that would tie the code to the council whose rows come with the project."""
    listed = [*HOME, *column("ward", "name"), *column("ward", "ward_code")]
    listed += [*column("school", "name"), *column("school", "school_id")]
    listed += [*column("quoted_figure", "quote"), *column("committee_paper", "title")]
    return sorted(listed)


def python_words(path: Path) -> Iterator[tuple[int, str]]:
    """Every text, number and name of a module but its docstrings: an example there is no rule."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield line, str(node.value)
        elif isinstance(node, ast.Name):
            yield line, node.id
        elif isinstance(node, ast.arg):
            yield line, node.arg
        elif isinstance(node, documented[1:]):
            yield line, node.name


def sql_words(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        yield number, COMMENT.sub("", line)


def sources() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.*"))]
    return [ROOT / "app.py", *(path for path in found if path.suffix in (".py", ".sql"))]


@pytest.fixture(scope="module")
def home() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in names_of_the_home_council() if name)
    return re.compile(rf"(?<![^\W_])(?:{names})(?![^\W_])", re.IGNORECASE)


def test_code_names_no_council(home: re.Pattern[str]) -> None:
    words = {".py": python_words, ".sql": sql_words}
    assert [
        f"{path.relative_to(ROOT)}:{line}: {match[0]}"
        for path in sources()
        for line, text in words[path.suffix](path)
        for match in home.finditer(text)
    ] == []


@pytest.mark.parametrize(
    "code",
    [
        'TITLE = "What the paper of July 2023 said"',
        "def trafford_schools(): pass",
        'def f():\n    """One."""\n    return f"of {1} in Sale Moor"',
        'if la == "358": pass',
        'KEPT = {"E05000820": ""}',
    ],
)
def test_a_council_in_code_would_be_found(code: str, home: re.Pattern[str], tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")
    assert any(home.search(text) for _, text in python_words(path))
