"""The project's own promises: what the README mentions, what is pinned, what is left out of git."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PINNED = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\d[\w.]*)  # (?P<reason>\w.+)")

# Written as patterns so that this file does not match itself.
NOT_IN_GIT = {
    "path of one machine": rb"(?<![\w.~$-])/(?:work|root|home|Users|tmp)/\w|[A-Z]:\\Users\\\w",
    "host of a package registry": rb"(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com|net)\b",
}


def readme() -> str:
    """The README, which a newcomer reads first."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def requirements() -> list[str]:
    """Every line of requirements.txt that names a package."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def make_targets() -> list[str]:
    """Every target that `make help` lists."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.findall(r"^([a-z]+):.*## ", makefile, flags=re.MULTILINE)


def files_for_git() -> list[Path]:
    """Every file in git, or about to be."""
    try:
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as problem:
        pytest.skip(f"not a git checkout: {problem}")
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_readme_mentions_every_command() -> None:
    from etl.__main__ import cli

    missing = [name for name in cli.commands if f"python -m etl {name}" not in readme()]
    assert not missing


def test_readme_mentions_every_page() -> None:
    pages = [path.name for path in (ROOT / "pages").glob("*.py") if path.name != "__init__.py"]
    assert pages
    assert not [name for name in pages if f"pages/{name}" not in readme()]


def test_readme_mentions_every_requirement() -> None:
    names = [re.split(r"[=\s]", line)[0] for line in requirements()]
    missing = [
        name
        for name in names
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", readme(), re.IGNORECASE)
    ]
    assert not missing


def test_readme_mentions_every_make_target() -> None:
    assert {"run", "test", "bench", "help"} <= set(make_targets())
    assert not [name for name in make_targets() if f"make {name}" not in readme()]


def test_every_requirement_is_pinned_and_has_a_reason() -> None:
    assert requirements()
    assert not [line for line in requirements() if not PINNED.fullmatch(line)]


def test_every_requirement_is_named_once() -> None:
    names = [line.split("==")[0] for line in requirements()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("what", NOT_IN_GIT)
def test_no_file_in_git_names_a(what: str) -> None:
    pattern = re.compile(NOT_IN_GIT[what])
    found = []
    for path in files_for_git():
        match = pattern.search(path.read_bytes())
        if match:
            found.append(f"{path.relative_to(ROOT)}: {match.group().decode(errors='replace')}")
    assert not found
