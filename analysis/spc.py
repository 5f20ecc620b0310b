"""Process-behaviour (XmR) limits for monthly counts: is a movement more than routine?"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from analysis.intervals import Interval

Kind = Literal["trial", "fixed"]
Rule = Literal["outside the limits", "one side of the mean", "a trend", "near a limit"]

# Wheeler (1993), Understanding Variation: constants of the moving range of two. Its mean is 1.128
# standard deviations of the points (d2), so that three of them are 3 / 1.128 = 2.66 mean ranges;
# its own upper limit is D4 = 3.267 mean ranges.
LIMIT = 2.66
RANGE_LIMIT = 3.267

# Rules of the NHS programme Making Data Count: so many points make a run or a trend, and two of
# three points beyond two thirds of the way to a limit are near it.
RUN = 7
NEAR_POINTS, NEAR_WINDOW = 2, 3

# Our own choice, as the literature does not agree (5 or 6 points are called useful, 20 to 30
# robust): 12 months, as in the NHS programme, give limits that stay, 6 give limits on trial.
TRIAL_POINTS, FIXED_POINTS = 6, 12
TRIAL_RANGES = TRIAL_POINTS - 1

# How many steady series of so many months have a signal by chance, by simulation: about one in
# three (31 to 34 in 100, normal or Poisson, limits fixed on the first 12). A test draws them anew.
STEADY_MONTHS, ONE_IN = 24, 3


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Mean, natural limits and two-thirds lines in the unit of the points.

    `range_limit` is the upper limit of the moving range. `kind` is 'trial' for 6 to 11 points;
    from 12 the limits are fixed on the first 12.
    """

    kind: Kind
    mean: float
    limits: Interval
    near: Interval
    range_limit: float


def xmr(points: Sequence[float | None], *, screen: bool = True) -> Limits | None:
    """Limits of a series of at least 6 points and 5 moving ranges, None under that.

    A point that is withheld is None. It does not end the baseline: limits rest on the points that
    are there, and moving ranges on two in a row that are there, never on the two either side of a
    withheld one. Moving ranges above their own limit are left out once, unless `screen` is false,
    as the NHS package for R does and its workbook does not. Lower limits may be under 0: draw them
    at 0 for counts, but judge with them as they are.
    """
    there = [position for position, point in enumerate(points) if point is not None]
    last = there[:FIXED_POINTS][-1] if there else -1
    base = [point for point in points[: last + 1] if point is not None]
    ranges = _moving_ranges(points[: last + 1])
    if len(base) < TRIAL_POINTS or len(ranges) < TRIAL_RANGES:
        return None
    spread = fmean(ranges)
    if screen:
        spread = fmean([r for r in ranges if r <= RANGE_LIMIT * spread])
    mean = fmean(base)
    return Limits(
        kind="fixed" if len(base) == FIXED_POINTS else "trial",
        mean=mean,
        limits=_around(mean, LIMIT * spread),
        near=_around(mean, LIMIT * spread * 2 / 3),
        range_limit=RANGE_LIMIT * spread,
    )


def _moving_ranges(points: Sequence[float | None]) -> list[float]:
    return [abs(step) for step in _steps(points) if step is not None]


def _steps(points: Sequence[float | None]) -> list[float | None]:
    """From each point to the next; None where one of the two is withheld."""
    return [None if a is None or b is None else b - a for a, b in itertools.pairwise(points)]


def _around(mean: float, reach: float) -> Interval:
    return Interval(low=mean - reach, high=mean + reach)


def signals(points: Sequence[float | None], limits: Limits) -> dict[int, Rule]:
    """The positions that are more than routine, each with the first rule it breaks.

    Rules of the NHS programme Making Data Count: a point outside the limits; 7 in a row on one
    side of the mean; 7 in a row rising or falling; 2 of 3 in a row near the same limit. A withheld
    point (None) is in no row: on which side it lies, a reader is not told.
    """
    sides = [0 if point is None else _sign(point - limits.mean) for point in points]
    positions: dict[Rule, set[int]] = {
        "outside the limits": {
            i for i, p in enumerate(points) if p is not None and not limits.limits.contains(p)
        },
        "one side of the mean": _runs(sides, RUN),
        "a trend": _trends(points),
        "near a limit": _near_pairs(points, sides, limits),
    }
    broken: dict[int, Rule] = {}
    for rule, breaking in positions.items():
        for position in breaking:
            broken.setdefault(position, rule)
    return dict(sorted(broken.items()))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _runs(signs: Sequence[int], length: int) -> set[int]:
    """Positions in a run of at least `length` equal signs; 0 breaks a run."""
    positions: set[int] = set()
    for end in range(length, len(signs) + 1):
        window = signs[end - length : end]
        if window[0] != 0 and len(set(window)) == 1:
            positions.update(range(end - length, end))
    return positions


def _trends(points: Sequence[float | None]) -> set[int]:
    """Positions in a run of RUN points that only rise or only fall: one step fewer than points."""
    steps = [0 if step is None else _sign(step) for step in _steps(points)]
    starts = _runs(steps, RUN - 1)
    return starts | {position + 1 for position in starts}


def _near_pairs(points: Sequence[float | None], sides: Sequence[int], limits: Limits) -> set[int]:
    """Positions of two of three points beyond a two-thirds line, all three on one side."""
    positions: set[int] = set()
    for start in range(len(points) - NEAR_WINDOW + 1):
        window = range(start, start + NEAR_WINDOW)
        side = {sides[i] for i in window}
        near = [i for i in window if _is_near(points[i], limits)]
        if len(side) == 1 and 0 not in side and len(near) >= NEAR_POINTS:
            positions.update(near)
    return positions


def _is_near(point: float | None, limits: Limits) -> bool:
    return point is not None and limits.limits.contains(point) and not limits.near.contains(point)
