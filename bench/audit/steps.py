"""Steps from one age to the next once more, against England's, from the counts of the database."""

import math
from collections.abc import Iterator
from datetime import date

import numpy as np

from bench.audit import oracle
from bench.audit.audited import Audited, Checked
from bench.audit.world import ENGLAND
from pages.parts.year_groups.data import AGE, PLANS, profiles
from pages.parts.year_groups.data import steps as steps_of

NAMED = {(8, 9), (9, 10), (15, 16), (16, 17)}  # asked about before any figure was seen
Step = tuple[float | None, tuple[float, float] | None, tuple[float, float] | None, str]


def steps(audited: Audited) -> Iterator[Checked]:
    """Every step of every council and January: its ratio to England's, two intervals, verdict."""
    if audited.code not in PLANS:
        return
    for choice in audited.choices:
        found = profiles(PLANS, AGE, choice)
        area = choice.council.area_code
        for year in found.years if found else ():
            assert found is not None
            for (a, b), ours in steps_of(found, year).items():
                theirs = step(audited, area, year.end, a, b)
                yield audited.checked(
                    area,
                    year.end,
                    f"the step from age {a} to {b} (ratio, 95% and 99.8% interval, verdict)",
                    (
                        ours.ratio,
                        ours.ratio95 and (ours.ratio95.low, ours.ratio95.high),
                        ours.ratio998 and (ours.ratio998.low, ours.ratio998.high),
                        ours.verdict,
                    ),
                    theirs,
                )


def step(audited: Audited, area: str, end: date, a: int, b: int) -> Step:
    """One step, normal on the logarithm; not compared where a count is 0 or not known."""
    counts = [_count(audited, place, end, age) for place in (area, ENGLAND) for age in (a, b)]
    if not all(counts):
        return None, None, None, "not compared"
    x1, x2, x3, x4 = (float(count or 0) for count in counts)
    ours, theirs = x2 / x1, x4 / x3
    error = np.sqrt(1 / x1 + 1 / x2 + 1 / x3 + 1 / x4)
    both = [
        (ours / theirs * math.exp(-z * error), ours / theirs * math.exp(z * error))
        for z in (oracle.Z, oracle.Z998)
    ]
    judged = both[0] if (a, b) in NAMED else both[1]
    return ours / theirs, both[0], both[1], verdict(ours, theirs, *judged)


def _count(audited: Audited, area: str, end: date, age: int) -> float | None:
    """How many are at one age; an age without a row is 0 where the others add to the total."""
    ages = audited.world.ages.get((audited.code, area, end), {})
    name = "under 3" if age < 3 else str(age)
    if name in ages:
        return ages[name]
    cell = audited.measure.cells.get(area, {}).get(end)
    known = [count for count in ages.values() if count is not None]
    whole = cell and known and len(known) == len(ages) and math.fsum(known) == cell.value
    return 0.0 if whole else None


def verdict(ours: float, theirs: float, low: float, high: float) -> str:
    """What a step is called, from both ratios and the interval of one divided by the other."""
    way, other = (_way(ratio) for ratio in (ours, theirs))
    if low <= 1 <= high or way == other == 0:
        inside = low >= oracle.LEAST_ALIKE and high <= oracle.MOST_ALIKE
        return "in line" if inside else "cannot be told apart"
    if way == 0:
        return "level, unlike England"
    if way > 0:
        return "spike" if low > 1 else "smaller rise"
    return "smaller fall" if low > 1 else "drop"


def _way(ratio: float) -> int:
    printed = oracle.printed(100 * abs(ratio - 1), 0)
    return 0 if printed == "0" else 1 if ratio > 1 else -1
