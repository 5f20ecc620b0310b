"""How much a figure could differ by chance: intervals for counts, rates and proportions."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Method = Literal["proportion", "rate"]

# The normal deviates that leave 2.5% and 0.1% to each tail: intervals of 95% and 99.8%.
Z95 = 1.959963984540054
Z998 = 3.090232306167813

# A share of fewer is judged by nobody: one child more or less would be a fifth of it and more.
FEWEST_JUDGED = 5

# Two figures within a fifth of each other are called alike: a ratio of four fifths to its inverse,
# so that it does not matter which of the two is divided by the other.
ALIKE_FROM, ALIKE_TO = 0.8, 1.25

# Under this many events Byar's approximation is too rough, and the exact interval is taken.
SMALL_COUNT = 10

CLOSE = 1e-12  # a share of the mean: far under what any figure is printed to


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Two ends in the unit of what lies between them."""

    low: float
    high: float

    def contains(self, value: float) -> bool:
        return self.low <= value <= self.high

    def scaled(self, factor: float) -> "Interval":
        return Interval(low=self.low * factor, high=self.high * factor)


def alike(interval: Interval, benchmark: float = 1.0) -> bool:
    """Whether all of an interval is within a fifth of a benchmark, which is evidence of likeness.

    Source: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15.
    """
    return ALIKE_FROM * benchmark <= interval.low and interval.high <= ALIKE_TO * benchmark


def wilson(x: float, n: float, z: float = Z95) -> Interval:
    """Interval of the proportion x / n, between 0 and 1.

    Source: Wilson (1927), Journal of the American Statistical Association 22.
    Raises ValueError unless 0 <= x <= n and n > 0.
    """
    if not 0 <= x <= n or n <= 0:
        raise ValueError(f"a proportion needs 0 <= x <= n and n > 0, not {x} of {n}")
    centre = 2 * x + z * z
    half = z * math.sqrt(z * z + 4 * x * (1 - x / n))
    width = 2 * (n + z * z)
    low = 0.0 if x == 0 else max((centre - half) / width, 0.0)
    high = 1.0 if x == n else min((centre + half) / width, 1.0)
    return Interval(low=low, high=high)


def byar(x: float, z: float = Z95) -> Interval:
    """Interval of a Poisson count x by Byar's approximation; meant for counts of 10 or more.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, page 69.
    Raises ValueError when x is negative.
    """
    if x < 0:
        raise ValueError(f"a count cannot be negative: {x}")
    above = x + 1
    high = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    if x == 0:
        return Interval(low=0.0, high=high)
    low = x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3
    return Interval(low=max(low, 0.0), high=high)


@lru_cache(maxsize=256)
def exact_poisson(x: int, z: float = Z95) -> Interval:
    """Exact interval of a Poisson count x: each tail holds the share that z leaves to a tail.

    Source: Garwood (1936), Biometrika 28; the ends are found by bisection.
    Raises ValueError when x is negative or not a whole number.
    """
    if x < 0 or x != int(x):
        raise ValueError(f"an exact interval needs a whole count of 0 or more, not {x}")
    count = int(x)
    tail = math.erfc(z / math.sqrt(2)) / 2
    low = 0.0 if count == 0 else _mean_with_cdf(count - 1, 1 - tail)
    return Interval(low=low, high=_mean_with_cdf(count, tail))


def _poisson_cdf(count: int, mean: float) -> float:
    """Probability of `count` or fewer events when `mean` are expected."""
    if mean == 0:
        return 1.0
    logs = (i * math.log(mean) - mean - math.lgamma(i + 1) for i in range(count + 1))
    return math.fsum(math.exp(log) for log in logs)


def _mean_with_cdf(count: int, target: float) -> float:
    """The Poisson mean at which the probability of `count` or fewer events is `target`.

    Found by halving an interval that holds it until the interval is CLOSE.
    """
    low, high = 0.0, count + 1.0
    while _poisson_cdf(count, high) > target:
        high *= 2
    while high - low > CLOSE * max(high, 1.0):
        middle = (low + high) / 2
        if _poisson_cdf(count, middle) > target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def count_interval(x: float, z: float = Z95) -> Interval:
    """Interval of a count: exact under 10, Byar from 10.

    Raises ValueError when x is negative, or under 10 and not a whole number.
    """
    return exact_poisson(int(x) if x == int(x) else x, z) if x < SMALL_COUNT else byar(x, z)


def has_parts(method: Method | None, numerator: float | None, denominator: float | None) -> bool:
    """True when a figure may be judged by its two parts: both known, and of enough."""
    if method is None or numerator is None or denominator is None:
        return False
    if numerator < 0 or denominator <= 0:
        return False
    if method == "rate":
        return numerator >= SMALL_COUNT or numerator == int(numerator)
    return numerator <= denominator and denominator >= FEWEST_JUDGED


def share_interval(
    method: Method | None,
    numerator: float | None,
    denominator: float | None,
    z: float = Z95,
    design_effect: float = 1.0,
) -> Interval | None:
    """Interval of numerator / denominator: Wilson of a proportion, Byar (exact under 10) of a rate.

    `design_effect` is how many times the variance of chance is what it would be if each case came
    by itself: each end is its square root times as far from the share, not beyond 0, nor beyond 1
    for a proportion. None where there is no method, a part is missing, the denominator is not
    above 0 or a proportion would exceed the whole.

    Source of the name: Kish (1965), Survey Sampling, section 8.2.
    """
    if not has_parts(method, numerator, denominator):
        return None
    assert numerator is not None and denominator is not None
    if method == "proportion":
        interval = wilson(numerator, denominator, z)
    else:
        interval = count_interval(numerator, z).scaled(1 / denominator)
    if design_effect == 1:
        return interval
    share, times = numerator / denominator, math.sqrt(design_effect)
    high = share + times * (interval.high - share)
    return Interval(
        low=max(share - times * (share - interval.low), 0.0),
        high=min(high, 1.0) if method == "proportion" else high,
    )


def figure_interval(
    method: Method | None,
    numerator: float | None,
    denominator: float | None,
    multiplier: float | None,
    z: float = Z95,
    design_effect: float = 1.0,
) -> Interval | None:
    """Interval of multiplier x numerator / denominator, in the unit of the figure.

    As `share_interval`, and None also without a multiplier.
    """
    interval = share_interval(method, numerator, denominator, z, design_effect)
    return None if multiplier is None or interval is None else interval.scaled(multiplier)
