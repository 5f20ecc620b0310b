"""The project's own promises: what the README mentions, what is pinned, what is left out of git."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from contextlib import suppress
from importlib.metadata import (
    PackageNotFoundError,
    distributions,
    packages_distributions,
    requires,
)
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
TO_RUN = "requirements.txt"
TO_TEST = "requirements-test.txt"
COMES_WITH_PYTHON = {"pip", "setuptools", "wheel"}
SYSTEMS = {
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
}
PINNED = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\d[\w.]*)  # (?P<reason>\w.+)")
LOCKED = re.compile(r"[a-z0-9-]+==\d[\w.]*( ; [\w.' <>=!()]+)?")

# Written as patterns so that this file does not match itself.
NOT_IN_GIT = {
    "path of one machine": rb"(?<![\w.~$-])/(?:work|root|home|Users|tmp)/\w|[A-Z]:\\Users\\\w",
    "host of a package registry": rb"(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com|net)\b",
}


def readme() -> str:
    """The README, which a newcomer reads first."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def lines_of(name: str) -> list[str]:
    """Every line of a file of requirements that is more than a comment."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def requirements(*files: str) -> list[str]:
    """Every line that names a package, in both files of requirements or in those named."""
    lines = [line for name in files or (TO_RUN, TO_TEST) for line in lines_of(name)]
    return [line for line in lines if not line.startswith("-")]


def is_for(package: Requirement, system: str | None = None) -> bool:
    """Whether a system, or else this one, installs a package without being asked for extras."""
    environment = {"extra": "", **(SYSTEMS[system] if system else {})}
    return package.marker is None or package.marker.evaluate(environment)


def locked(system: str | None = None) -> dict[str, Requirement]:
    """Every package of constraints.txt that a system, or else this one, may install."""
    packages = [Requirement(line) for line in lines_of("constraints.txt")]
    return {package.name: package for package in packages if is_for(package, system)}


def brought_along(*files: str, system: str | None = None) -> set[str]:
    """Every package that files of requirements install: those named, and all that these need."""
    found: set[str] = set()
    to_do = [Requirement(line.split("  #")[0]) for line in requirements(*files)]
    while to_do:
        package = to_do.pop()
        name = canonicalize_name(package.name)
        if name not in found and is_for(package, system):
            found.add(name)
            with suppress(PackageNotFoundError):  # of another system
                to_do += map(Requirement, requires(name) or [])
    return found


def imports_of(path: Path) -> set[str]:
    """Every top-level name that a module imports when it runs: not what it needs for types only."""
    names: set[str] = set()
    to_do: list[ast.AST] = [ast.parse(path.read_bytes())]
    while to_do:
        node = to_do.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            to_do += node.orelse
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
        to_do += ast.iter_child_nodes(node)
    return names


def places_that_run() -> list[Path]:
    """The folders and files that make run and make bench execute: those whose types are checked."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return [ROOT / name for name in tomllib.load(file)["tool"]["mypy"]["files"]]


def imported_from() -> dict[str, set[str]]:
    """The packages that each module that runs imports from, beyond Python and the project."""
    ours = {place.stem for place in places_that_run()}
    comes_from = packages_distributions()
    return {
        path.relative_to(ROOT).as_posix(): {
            canonicalize_name(package)
            for name in imports_of(path) - ours - sys.stdlib_module_names
            for package in comes_from.get(name, [name])
        }
        for place in places_that_run()
        for path in ([place] if place.is_file() else place.rglob("*.py"))
    }


def is_of_the_audit(module: str) -> bool:
    """The audit works with other libraries than we do: it needs the tools of the tests."""
    return module.startswith("bench/audit/")


def would_do(target: str, environment: Path) -> str:
    """The commands that make would run for a target, with its virtual environment in a folder."""
    if not shutil.which("make"):
        pytest.skip("there is no make here")
    return subprocess.run(
        ["make", "--dry-run", target, f"VENV={environment}"],
        cwd=ROOT,
        env={**os.environ, "MAKEFLAGS": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


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
    assert {"run", "test", "bench", "audit", "lock", "help"} <= set(make_targets())
    assert not [name for name in make_targets() if f"make {name}" not in readme()]


def test_every_requirement_is_pinned_and_has_a_reason() -> None:
    assert requirements(TO_RUN) and requirements(TO_TEST)
    assert not [line for line in requirements() if not PINNED.fullmatch(line)]


def test_every_requirement_is_named_once() -> None:
    names = [line.split("==")[0] for line in requirements()]
    assert len(names) == len(set(names))


def test_the_files_of_requirements_build_on_each_other() -> None:
    assert [line for line in lines_of(TO_RUN) if line.startswith("-")] == ["-c constraints.txt"]
    assert [line for line in lines_of(TO_TEST) if line.startswith("-")] == [f"-r {TO_RUN}"]


def test_the_lock_holds_names_versions_and_markers_only() -> None:
    assert lines_of("constraints.txt")
    assert not [line for line in lines_of("constraints.txt") if not LOCKED.fullmatch(line)]


def test_the_lock_says_how_it_is_renewed_and_names_no_place() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "#    make lock\n" in text
    assert "/" not in text


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_lock_holds_all_that_is_installed_on(system: str) -> None:
    assert not brought_along(system=system) - set(locked(system))


def test_what_windows_alone_installs_is_locked_for_windows_alone() -> None:
    assert "colorama" in locked("Windows")
    assert "colorama" not in locked("Linux")


def test_every_installed_package_is_locked_at_its_version() -> None:
    versions = locked()
    found = [
        f"{package.name} {package.version}"
        for package in distributions()
        if (name := canonicalize_name(package.name)) not in COMES_WITH_PYTHON
        if name not in versions or not versions[name].specifier.contains(package.version)
    ]
    assert not found


def test_what_is_installed_to_run_has_a_free_licence() -> None:
    """Each says its licence in one of three places; none may bind what is built upon it."""
    allowed = re.compile(r"MIT|BSD|Apache|PSF|Mozilla|MPL")
    found = {}
    for package in distributions():
        words = package.metadata
        texts = [words.get(name, "") for name in ("License-Expression", "License")]
        found[canonicalize_name(package.name)] = " ".join(
            [*texts, *(text for text in words.get_all("Classifier") or [] if "License" in text)]
        )
    there = brought_along(TO_RUN)
    assert not [name for name in there if name in found and not allowed.search(found[name])]
    assert not [
        name for name in there if re.search(r"\b[AL]?GPL|General Public", found.get(name, ""))
    ]


def test_what_runs_imports_only_what_is_installed_to_run() -> None:
    there = brought_along(TO_RUN)
    found = {
        name: packages - (brought_along(TO_RUN, TO_TEST) if is_of_the_audit(name) else there)
        for name, packages in imported_from().items()
    }
    assert not {name: packages for name, packages in found.items() if packages}


def test_what_is_installed_to_run_is_imported() -> None:
    names = {line.split("==")[0] for line in requirements(TO_RUN)}
    assert not names.difference(*imported_from().values())


@pytest.mark.parametrize(
    ("target", "tests_too"), [("run", False), ("bench", False), ("audit", True), ("test", True)]
)
def test_make_installs_what_a_target_needs(target: str, tests_too: bool, tmp_path: Path) -> None:
    commands = would_do(target, tmp_path / "venv")
    assert f"-r {TO_RUN}\n" in commands
    assert (f"-r {TO_TEST}\n" in commands) == tests_too


def test_make_installs_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "installed").touch()
    (tmp_path / "installed-tests").touch()
    assert not [target for target in ("run", "test") if "pip install" in would_do(target, tmp_path)]


def test_make_test_adds_to_what_make_run_installed(tmp_path: Path) -> None:
    (tmp_path / "installed").touch()
    commands = would_do("test", tmp_path)
    assert f"-r {TO_TEST}\n" in commands
    assert "-m venv" not in commands


@pytest.mark.parametrize("what", NOT_IN_GIT)
def test_no_file_in_git_names_a(what: str) -> None:
    pattern = re.compile(NOT_IN_GIT[what])
    found = []
    for path in files_for_git():
        match = pattern.search(path.read_bytes())
        if match:
            found.append(f"{path.relative_to(ROOT)}: {match.group().decode(errors='replace')}")
    assert not found


def test_what_computes_needs_the_standard_library_only() -> None:
    for path in (ROOT / "analysis").glob("*.py"):
        assert imports_of(path) <= {"analysis", *sys.stdlib_module_names}, path.name
