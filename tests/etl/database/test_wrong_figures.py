"""A file that is whole and holds wrong figures: it never loads in silence.

Beside the damage of test_damage.py, which spoils text, this one keeps every cell readable: places
that exchange their codes, years that are one too high, figures of another size, imports of another
century. There are 300 variants, or as many as `LINE_OF_SIGHT_CASES` says; three of each family are
drawn by LINE_OF_SIGHT_SEED, all of them with either `LINE_OF_SIGHT_CASES` or LINE_OF_SIGHT_EVERY.
`-s` prints how many of each family were refused, told, read rightly all the same, plausible (no
cell moved by more than half of itself) or silent.
"""

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.etl.database import wrong
from tests.etl.database.wrong import LAYOUTS, NAMES, OUTCOMES, ROWS, Trial, good, is_plausible
from tests.some import some

VARIANTS = range(max(1, int(os.environ.get("LINE_OF_SIGHT_CASES", "300")) // len(NAMES)))
FEW = len(VARIANTS) if "LINE_OF_SIGHT_CASES" in os.environ else 3


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(tmp_path_factory.mktemp("wrong"))


@pytest.mark.parametrize("name", NAMES)
def test_wrong_figures_are_never_loaded_in_silence(trial: Trial, name: str) -> None:
    drawn = some(VARIANTS, FEW, name)
    ended = {number: trial.outcome(name, number) for number in drawn}
    counts = Counter(ended.values())
    told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES)
    print(f"\nrow {ROWS[name]}, {name}: {told}")
    assert [number for number, outcome in ended.items() if outcome == "silent"] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_right_file_is_neither_refused_nor_doubted(trial: Trial, layout: str) -> None:
    right = good(LAYOUTS[layout])
    assert trial.published(layout, right, right) == "read rightly"
    assert trial.published(layout, right, right, alone=True) == "read rightly"


def test_the_right_imports_are_read(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    right = {
        "months": (wrong.MONTHS, wrong.month_rows()),
        "wards": (wrong.WARDS, wrong.ward_rows()),
    }
    for name, (header, rows) in right.items():
        monkeypatch.setitem(wrong.IMPORTS, name, (0, lambda _, read=(header, rows): read))
        assert trial.imported(name, Random(1)) == "read rightly"


def test_the_oracle_knows_what_is_plausible_without_asking_a_check(tmp_path: Path) -> None:
    right = good(LAYOUTS["referrals"])
    first = int(right.rows[0][right.header.index("referral_count")])
    assert is_plausible(right, right.having(2, "referral_count", str(round(first * 1.4))))
    assert not is_plausible(right, right.having(2, "referral_count", str(first * 2)))
    assert not is_plausible(right, right.having(2, "referral_count", "c"))
    assert not is_plausible(right, right.having(2, "la_name", "Another"))
