"""A refresh that is killed at any moment leaves the old figures in use or the new: never less.

The process is killed for good (SIGKILL), so nothing of ours can tidy up; the next run does.
LINE_OF_SIGHT_CRASHES says how often, LINE_OF_SIGHT_SEED with which moments.
"""

import os
import random
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest
from refreshing import Analyst, ended, running
from writing import CHILDREN_IN_NEED, REFERRALS, REQUESTS

from tests.standin import published
from tests.standin.published import NEED, PLANS
from tests.standin.service import StandIn

CRASHES = int(os.environ.get("LINE_OF_SIGHT_CRASHES", "25"))
SEED = int(os.environ.get("LINE_OF_SIGHT_SEED", "2026"))
FILES = {
    (PLANS, "2025"): {REQUESTS.file: REQUESTS.encoded()},
    (NEED, "2025"): {REFERRALS.file: REFERRALS.encoded()},
}
NEW_REQUESTS = REQUESTS.having(4, "requests_received_in_year", "516").encoded()
NEW_REFERRALS = REFERRALS.having(5, "referral_count", "1880").encoded()
WORDS = ["refresh", "--only", "ehcp_requests", "--only", "cin_c1"]
# What the folder shows of how far a run is; a kill is timed from one of these.
SIGNS = [
    "refresh.holder",
    "cache/*.part",
    "releases/*.building",
    "current.new",
    "releases/*.duckdb",
]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no SIGKILL on this system")


@pytest.fixture
def before(service: StandIn, tmp_path: Path) -> Analyst:
    """Somebody up to date with the old files."""
    service.begin(published.world(FILES))
    analyst = Analyst(tmp_path / "before", service)
    first = CHILDREN_IN_NEED.write(tmp_path / "files")
    assert analyst.run("refresh", "--from", first, "--fresh").code == 0
    assert analyst.run(*WORDS).code == 0
    return analyst


def kill_at(analyst: Analyst, sign: str | None, seconds: float) -> str:
    """Start a refresh and kill it so many seconds after a sign of it appears; where it had got."""
    there = set(analyst.data.glob(sign)) if sign else set()
    with running(analyst.start(*WORDS)) as process:
        until = time.monotonic() + 20
        while sign and not set(analyst.data.glob(sign)) - there and process.poll() is None:
            if time.monotonic() > until:
                raise TimeoutError(sign)
        while time.monotonic() < until and seconds > 0 and process.poll() is None:
            time.sleep(min(seconds, 0.001))
            seconds -= 0.001
        process.kill()
        ended(process)
    return stage_of(analyst)


def stage_of(analyst: Analyst) -> str:
    """How far a dead process had got, by what it left behind."""
    left = " ".join(analyst.leftovers())
    for mark, stage in {
        "current.new": "switching",
        ".building": "building",
        ".part": "downloading",
        "refresh.holder": "asking",
    }.items():
        if mark in left:
            return stage
    return "before or after"


def test_a_refresh_killed_at_any_moment(before: Analyst, tmp_path: Path) -> None:
    service = before.service
    old = before.content()
    done = Analyst(tmp_path / "done", service)
    shutil.copytree(before.data, done.data)
    service.world.amend(REQUESTS.file, lambda _: NEW_REQUESTS)
    service.world.amend(REFERRALS.file, lambda _: NEW_REFERRALS)
    service.world.add_version(REFERRALS.file, (1, 2, 0), NEW_REFERRALS)
    started = time.monotonic()
    answer = done.run_alone(*WORDS)
    whole = time.monotonic() - started
    assert answer.code == 0, answer.text
    new = done.content()
    assert old != new
    moments = random.Random(SEED)
    found: Counter[tuple[str, str]] = Counter()
    analyst = Analyst(tmp_path / "data", service)
    for number in range(CRASHES):
        if number == 0 or analyst.content() == new:
            shutil.rmtree(analyst.data, ignore_errors=True)
            shutil.copytree(before.data, analyst.data)
        sign = moments.choice([None, *SIGNS])
        stage = kill_at(analyst, sign, moments.uniform(0, whole if sign is None else whole / 4))
        content = analyst.content()
        assert content in (old, new), f"crash {number} while {stage}"
        found[stage, "new figures" if content == new else "old figures"] += 1
        next_run = analyst.run("refresh", "--only", "cin_b1")
        assert next_run.code in (0, 1), next_run.text
        assert analyst.leftovers() == [], f"after crash {number} while {stage}"
        assert analyst.content() == content
    answer = analyst.run(*WORDS)
    assert answer.code == 0, answer.text
    assert analyst.content() == new
    assert analyst.run("check").code == 0
    print(f"{CRASHES} crashes with seed {SEED}: {dict(found)}")
