"""An analyst on release day: commands typed against the stand-in, and what they leave behind."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from click.testing import CliRunner

import queries
from etl.__main__ import cli
from etl.database import build, releases
from etl.disk import PROJECT
from tests.standin.service import StandIn

# What may lie in a data folder when no command runs.
BELONGS = [
    r"current",
    r"refresh\.lock",
    r"last_refresh\.json",
    r"releases/\d{8}T\d{12}Z\.duckdb",
    r"cache/contents/[0-9a-f]{64}\.csv",
    r"cache/records/\d+_\w+\.json",
]
# A database that the pages have open in the same process is opened alike, or not at all.
SHARED = queries.READING
Figure = tuple[str, str, str, str | None, str | None]


@dataclass(frozen=True)
class Answer:
    """What a command gave: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class Analyst:
    """Types commands with a data folder of their own; DfE's service is the stand-in."""

    data: Path
    service: StandIn
    timeout: float = 5.0
    setting: str | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LINE_OF_SIGHT_DATA": str(self.data),
            "LINE_OF_SIGHT_EES": self.setting or self.service.setting(timeout=self.timeout),
            "COLUMNS": "200",
        }

    def run(self, *words: str | Path) -> Answer:
        """A command in this process: quick, and over true sockets all the same."""
        done = CliRunner().invoke(cli, [str(word) for word in words], env=self.environment)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Answer(done.exit_code, done.stdout, done.stderr)

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        """A command as a process of its own, `python -m etl`, that goes on beside the test."""
        return self.start_python("-m", "etl", *map(str, words))

    def start_python(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=PROJECT,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run_alone(self, *words: str | Path) -> Answer:
        """A command as a process of its own, until it ends."""
        return ended(self.start(*words))

    @property
    def in_use(self) -> Path | None:
        return releases.current(self.data)

    def content(self) -> str | None:
        """The content hash of the database in use, counted anew; None without a database."""
        if not self.in_use:
            return None
        with duckdb.connect(str(self.in_use), read_only=True, config=SHARED) as con:
            return build.content_hash(con)

    def figures(self, where: str = "true") -> dict[Figure, float | str | None]:
        """The figures of the database in use: a number, or the symbol that stands for it."""
        with duckdb.connect(str(self.in_use), read_only=True, config=SHARED) as con:
            rows = con.execute(
                "select indicator_id, area_code, period, breakdown_topic, breakdown, value, symbol "
                f"from figure join indicator using (indicator_id) where {where}"
            ).fetchall()
        return {row[:5]: row[6] if row[5] is None else row[5] for row in rows}

    def value(self, indicator: str, period: str, area: str = "E08000009") -> float | str | None:
        """One total of Trafford, or of another place."""
        return self.figures("breakdown is null").get((indicator, area, period, None, None))

    def leftovers(self) -> list[str]:
        """Files in the data folder that do not belong there, and downloads that no record names."""
        found = [path for path in self.data.rglob("*.*") if path.is_file()]
        records = "".join(
            path.read_text(encoding="utf-8") for path in found if path.suffix == ".json"
        )
        names = {path.relative_to(self.data).as_posix(): path for path in found}
        return sorted(
            name
            for name, path in names.items()
            if not any(re.fullmatch(one, name) for one in BELONGS)
            or (path.parent.name == "contents" and path.stem not in records)
        )


def ended(process: subprocess.Popen[str]) -> Answer:
    out, err = process.communicate(timeout=60)
    return Answer(process.returncode, out, err)


@contextmanager
def running(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """A process that is dead when the block ends, however it ends."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        process.communicate()


def wait_until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something that another process does. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.002)
