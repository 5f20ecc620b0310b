"""A refresh that is killed at any moment leaves the old figures in use or the new: never less.

The process is killed for good (SIGKILL), so nothing of ours can tidy up; the next run does.
LINE_OF_SIGHT_CRASHES says how often, LINE_OF_SIGHT_SEED with which moments.
"""

import os
import random
import shutil
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.etl.refreshing import Analyst, ended, running
from tests.etl.writing import CHILDREN_IN_NEED, REFERRALS, REQUESTS
from tests.standin import published
from tests.standin.published import NEED, PLANS
from tests.standin.service import StandIn

CRASHES = int(os.environ.get("LINE_OF_SIGHT_CRASHES", "10"))
SEED = int(os.environ.get("LINE_OF_SIGHT_SEED", "2026"))
FILES = {
    (PLANS, "2025"): {REQUESTS.file: REQUESTS.encoded()},
    (NEED, "2025"): {REFERRALS.file: REFERRALS.encoded()},
}
NEW_REQUESTS = REQUESTS.having(4, "requests_received_in_year", "516").encoded()
NEW_REFERRALS = REFERRALS.having(5, "referral_count", "1880").encoded()
WORDS = ["refresh", "--only", "ehcp_requests", "--only", "cin_c1"]
# What the data folder shows of how far a run is: a kill is timed from one of these.
SIGNS = ["refresh.holder", "cache/*.part", "releases/*.building", "releases/*.duckdb"]

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


def new_signs(analyst: Analyst, before: set[Path]) -> set[str]:
    return {sign for sign in SIGNS if set(analyst.data.glob(sign)) - before}


def timed(analyst: Analyst) -> dict[str, float]:
    """Run a refresh to its end; how many seconds before the end each sign was seen first."""
    before = {path for sign in SIGNS for path in analyst.data.glob(sign)}
    seen: dict[str, float] = {}
    with running(analyst.start(*WORDS)) as process:
        while process.poll() is None:
            for sign in new_signs(analyst, before) - set(seen):
                seen[sign] = time.monotonic()
            time.sleep(0.001)
        answer = ended(process)
    assert answer.code == 0, answer.text
    end = time.monotonic()
    return {sign: end - moment for sign, moment in seen.items()}


def kill_after(analyst: Analyst, sign: str, seconds: float) -> str:
    """Start a refresh and kill it so many seconds after a sign; how far it had got."""
    before = {path for one in SIGNS for path in analyst.data.glob(one)}
    with running(analyst.start(*WORDS)) as process:
        while process.poll() is None and sign not in new_signs(analyst, before):
            time.sleep(0.0005)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
        if process.poll() is not None:
            return "after the end"
    return stage_of(analyst)


def stage_of(analyst: Analyst) -> str:
    """How far a dead process had got, by what it left behind."""
    left = " ".join(analyst.leftovers())
    stages = {".building": "building", ".part": "downloading", "refresh.holder": "between steps"}
    return next((stage for mark, stage in stages.items() if mark in left), "at the end")


def test_a_refresh_killed_at_any_moment(before: Analyst, tmp_path: Path) -> None:
    service = before.service
    old = before.content()
    done = Analyst(tmp_path / "done", service)
    shutil.copytree(before.data, done.data)
    service.world.amend(REQUESTS.file, lambda _: NEW_REQUESTS)
    service.world.amend(REFERRALS.file, lambda _: NEW_REFERRALS)
    service.world.add_version(REFERRALS.file, (1, 2, 0), NEW_REFERRALS)
    seconds = timed(done)
    new = done.content()
    assert old != new
    moments = random.Random(SEED)
    found: Counter[str] = Counter()
    pace = 1.0
    analyst = Analyst(tmp_path / "data", service)
    shutil.copytree(before.data, analyst.data)
    content = old
    for number in range(CRASHES):
        if content == new:
            shutil.rmtree(analyst.data)
            shutil.copytree(before.data, analyst.data)
        sign = moments.choice(sorted(seconds))
        stage = kill_after(analyst, sign, pace * seconds[sign] * moments.random() ** 2)
        pace *= 0.7 if stage == "after the end" else 1.1
        content = analyst.content()
        assert content in (old, new), f"crash {number}, {stage}"
        in_use = analyst.in_use
        found[f"{stage}, {'new' if content == new else 'old'} figures"] += 1
        next_run = analyst.run("refresh", "--only", "cin_b1")
        assert "Traceback" not in next_run.text
        assert analyst.leftovers() == [], f"crash {number}, {stage}"
        assert analyst.in_use == in_use
    answer = analyst.run(*WORDS)
    assert answer.code == 0, answer.text
    assert analyst.content() == new
    assert analyst.run("check").code == 0
    print(f"{CRASHES} crashes with seed {SEED}: {dict(found)}")
