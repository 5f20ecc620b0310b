"""Funnel plots: how far areas of each size may lie from a benchmark by chance."""

import math
from collections.abc import Callable
from typing import Literal

from analysis.intervals import Z95, Interval, byar

Signal = Literal["high", "low", "inside"]

CLOSE = 1e-10  # a share of the count: limits are drawn, not printed


def proportion_limits(benchmark: float, n: float, z: float = Z95) -> Interval:
    """Limits for a proportion of n when the benchmark, between 0 and 1, holds; cut to 0 and 1.

    Source: Spiegelhalter (2005), Statistics in Medicine 24.
    Raises ValueError unless the benchmark is a proportion and n is above 0.
    """
    if not 0 <= benchmark <= 1 or n <= 0:
        raise ValueError(f"a funnel needs a proportion and a size above 0, not {benchmark}, {n}")
    half = z * math.sqrt(benchmark * (1 - benchmark) / n)
    return Interval(low=max(benchmark - half, 0.0), high=min(benchmark + half, 1.0))


def rate_signal(observed: float, expected: float, z: float = Z95) -> Signal:
    """Whether a count lies outside what is expected of it at the benchmark rate, by Byar.

    Source: Public Health England (2018), technical guide to confidence intervals.
    """
    interval = byar(observed, z)
    if interval.low > expected:
        return "high"
    return "low" if interval.high < expected else "inside"


def rate_limits(expected: float, z: float = Z95) -> Interval:
    """The counts at which `rate_signal` turns, for an expected count; divide by n for a rate.

    Raises ValueError unless expected is above 0.
    """
    if expected <= 0:
        raise ValueError(f"a funnel needs an expected count above 0, not {expected}")
    low = 0.0
    if byar(0, z).high < expected:
        low = _solve(lambda x: byar(x, z).high, expected, 0.0, expected)
    # Far above any count that could be a limit, so that the limit lies between.
    reach = expected + 10 * z * math.sqrt(expected) + 10 * z * z
    return Interval(low=low, high=_solve(lambda x: byar(x, z).low, expected, expected, reach))


def _solve(rising: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Where a rising function reaches the target, by halving what lies between `low` and `high`."""
    while high - low > CLOSE * max(high, 1.0):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < target else (low, middle)
    return (low + high) / 2
