"""Every command that changes something, killed at any moment, leaves the old state or the new.

The processes are killed for good (SIGKILL). LINE_OF_SIGHT_CRASHES says how often all commands
together (5), LINE_OF_SIGHT_SEED at which moments. A refresh from DfE's service stands in
test_crash.py.
"""

import os
import random
import shutil
import subprocess
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from etl.database import build
from etl.database import snapshot as embedded
from tests.etl.refreshing import Analyst, ended, running
from tests.etl.writing import CHILDREN_IN_NEED, REQUESTS, Table, write_all
from tests.standin.service import StandIn

KILLS = int(os.environ.get("LINE_OF_SIGHT_CRASHES", "5"))
SEED = int(os.environ.get("LINE_OF_SIGHT_SEED", "2026"))
MONTHS = Table(
    "months.csv", ("la_code", "measure", "month", "count"), (("358", "cp_open", "2026-08", "17"),)
)
OTHERS = MONTHS.having(2, "month", "2026-07")
SNAPSHOT = """
import sys
from pathlib import Path
from etl.database import snapshot
snapshot.FOLDER = Path(sys.argv[1])
from etl.__main__ import cli
cli(["snapshot"])
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no SIGKILL on this system")


class Before:
    """A data folder with something to go back to and an import, a snapshot, and files to load."""

    def __init__(self, folder: Path, service: StandIn):
        self.folder, self.service = folder, service
        first = Analyst(folder / "before", service)
        write_all(folder / "files", [REQUESTS, CHILDREN_IN_NEED])
        assert first.run("refresh", "--from", folder / "files", "--fresh").code == 0
        assert first.run("import", MONTHS.write(folder / "months")).code == 0
        self.newer = CHILDREN_IN_NEED.having(4, "At31_episodes", "1518").write(folder / "newer")
        self.others = OTHERS.write(folder / "others")
        # Of other figures than those in use, so that writing it anew changes it.
        other = write_all(folder / "other", [CHILDREN_IN_NEED.having(4, "At31_episodes", "1519")])
        build.build_from_files(other, folder / "other.duckdb")
        with duckdb.connect(str(folder / "other.duckdb")) as con:
            embedded.write(con, folder / "snapshot")

    def commands(self, snapshot: Path) -> dict[str, list[str]]:
        etl = ["-m", "etl"]
        return {
            "refresh --from": [*etl, "refresh", "--from", str(self.newer)],
            "import": [*etl, "import", str(self.others)],
            "remove": [*etl, "remove", "months.csv"],
            "rollback": [*etl, "rollback"],
            "snapshot": ["-c", SNAPSHOT, str(snapshot)],
        }

    def again(self, number: str) -> "Attempt":
        """A copy of everything, for one process to be killed in."""
        to = self.folder / number
        shutil.copytree(self.folder / "before", to / "data")
        shutil.copytree(self.folder / "snapshot", to / "snapshot")
        return Attempt(Analyst(to / "data", self.service), to / "snapshot")


@dataclass(frozen=True)
class Attempt:
    """One copy of the data folder and the snapshot, and a process that works on it."""

    analyst: Analyst
    snapshot: Path

    @property
    def holder(self) -> Path:
        return self.analyst.data / "refresh.holder"

    def content(self, command: str) -> str | None:
        """The content hash of what a command changes: the database in use, or the snapshot."""
        if command != "snapshot":
            return self.analyst.content()
        database = self.snapshot.with_name("loaded.duckdb")
        return build.build_from_snapshot(self.snapshot, database).content_hash

    def wait_for_work(self, process: subprocess.Popen[str]) -> None:
        while process.poll() is None and not self.holder.exists():
            time.sleep(0.0005)

    def to_the_end(self, words: list[str]) -> float:
        """Run a command to its end; for how many seconds it held the data folder."""
        with running(self.analyst.start_python(*words)) as process:
            self.wait_for_work(process)
            began = time.monotonic()
            answer = ended(process)
        assert answer.code == 0, answer.text
        return time.monotonic() - began

    def killed_after(self, words: list[str], seconds: float) -> bool:
        """Kill a command so many seconds after it took the data folder; whether it still ran."""
        with running(self.analyst.start_python(*words)) as process:
            self.wait_for_work(process)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=seconds)
            return process.poll() is None

    def next_command_needs_no_help(self, words: list[str]) -> None:
        if "snapshot" in words[-1]:
            with running(self.analyst.start_python(*words)) as process:
                assert ended(process).code == 0
            beside = {path.name for path in self.snapshot.parent.iterdir()}
            assert beside <= {"data", self.snapshot.name, "loaded.duckdb"}
        files = self.analyst.data.parent.parent / "files"
        assert self.analyst.run("refresh", "--from", files).code == 0
        assert self.analyst.leftovers() == []


def test_every_command_killed_at_any_moment(service: StandIn, tmp_path: Path) -> None:
    before = Before(tmp_path, service)
    lot = random.Random(SEED)
    untouched = before.again("old")
    old: dict[str, str | None] = {}
    new: dict[str, str | None] = {}
    seconds: dict[str, float] = {}
    for command in before.commands(tmp_path):
        done = before.again(f"done {command}")
        seconds[command] = done.to_the_end(before.commands(done.snapshot)[command])
        old[command], new[command] = untouched.content(command), done.content(command)
        assert new[command] != old[command]
    found: Counter[str] = Counter()
    for number in range(KILLS):
        command = list(new)[number % len(new)]
        attempt = before.again(f"killed {number}")
        words = before.commands(attempt.snapshot)[command]
        ran = attempt.killed_after(words, seconds[command] * lot.random())
        content = attempt.content(command)
        assert content in (old[command], new[command]), f"{command}, kill {number}"
        found[f"{command}: {'new' if content == new[command] else 'old'}"] += ran
        attempt.next_command_needs_no_help(words)
        shutil.rmtree(attempt.snapshot.parent)
    print(f"{KILLS} kills with seed {SEED}: {dict(found)}")
