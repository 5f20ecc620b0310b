"""When to call a difference: two years of one area, two areas, or an area and a benchmark."""

import math
from dataclasses import dataclass
from typing import Literal

from analysis.exact import fisher
from analysis.intervals import Z95, Interval, Method, count_interval, has_parts, wilson

# With as many expected in every cell, and so many standard errors beyond, the exact test agrees.
ENOUGH_EXPECTED, BEYOND = 10, 1.5

Verdict = Literal["higher", "lower", "similar"]
Movement = Literal["rose", "fell", "no clear change", "not compared"]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A published figure and, where published, the two counts it was made from."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What happened between two figures.

    `difference` and `interval` are in the unit of the figure (percentage points for percentages),
    later minus earlier; `ratio` is the interval of later / earlier, for rates only.
    """

    difference: float | None
    interval: Interval | None
    ratio: Interval | None
    verdict: Movement


def newcombe(x1: float, n1: float, x2: float, n2: float, z: float = Z95) -> Interval:
    """Interval of x1 / n1 - x2 / n2, between -1 and 1.

    Source: Newcombe (1998), Statistics in Medicine 17, method 10.
    Raises ValueError unless both are proportions.
    """
    return _square_and_add(x1 / n1, wilson(x1, n1, z), x2 / n2, wilson(x2, n2, z))


def rate_ratio(x1: float, n1: float, x2: float, n2: float, z: float = Z95) -> Interval:
    """Interval of (x1 / n1) / (x2 / n2), normal on the logarithm.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II.
    Raises ValueError unless all four numbers are above 0.
    """
    if min(x1, n1, x2, n2) <= 0:
        raise ValueError("a ratio of rates needs counts and denominators above 0")
    centre = math.log(x1 / n1) - math.log(x2 / n2)
    half = z * math.sqrt(1 / x1 + 1 / x2)
    return Interval(low=math.exp(centre - half), high=math.exp(centre + half))


def rate_difference(x1: float, n1: float, x2: float, n2: float, z: float = Z95) -> Interval:
    """Interval of x1 / n1 - x2 / n2 for two rates, by adding squares of Byar or exact limits.

    Source: Zou and Donner (2008), Statistics in Medicine 27.
    Raises ValueError when a count is negative or a denominator is not above 0.
    """
    if min(n1, n2) <= 0:
        raise ValueError("a rate needs a denominator above 0")
    first = count_interval(x1, z).scaled(1 / n1)
    second = count_interval(x2, z).scaled(1 / n2)
    return _square_and_add(x1 / n1, first, x2 / n2, second)


def _square_and_add(p1: float, first: Interval, p2: float, second: Interval) -> Interval:
    difference = p1 - p2
    down = math.hypot(p1 - first.low, second.high - p2)
    up = math.hypot(first.high - p1, p2 - second.low)
    return Interval(low=difference - down, high=difference + up)


def against(interval: Interval, benchmark: float) -> Verdict:
    """The area against a fixed benchmark: 'higher' when the benchmark is below the interval.

    Interval and benchmark are in the same unit. Equal to an end of the interval is 'similar'.
    """
    if benchmark < interval.low:
        return "higher"
    return "lower" if benchmark > interval.high else "similar"


def difference_interval(
    method: Method | None, first: Figure, second: Figure, z: float = Z95
) -> Interval | None:
    """Interval of first minus second as a fraction; None where either cannot have an interval."""
    parts = _both_parts(method, first, second)
    if parts is None:
        return None
    return newcombe(*parts, z) if method == "proportion" else rate_difference(*parts, z)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is needed to judge a figure against another: its counts, share and interval of it.

    Slots and fields by position make it quick: 153 councils are 11,628 pairs.
    """

    count: float
    whole: float
    share: float
    low: float
    high: float


def judged(method: Method | None, figure: Figure, z: float = Z95) -> Judged | None:
    """A figure ready to be judged against many others; None where it cannot have an interval."""
    if not has_parts(method, figure.numerator, figure.denominator):
        return None
    count, whole = figure.numerator, figure.denominator
    assert count is not None and whole is not None
    if method == "proportion":
        interval = wilson(count, whole, z)
    else:
        interval = count_interval(count, z).scaled(1 / whole)
    return Judged(count, whole, count / whole, interval.low, interval.high)


def side(method: Method | None, first: Judged, second: Judged, z: float = Z95) -> int:
    """1 when the first is certainly higher, -1 lower, 0 neither.

    Proportions by Newcombe and by Fisher's exact test, which must both say so. Rates by their
    ratio and by their difference, so that a verdict never stands beside an interval that holds 0;
    the two disagree in fewer than one pair of published years in a hundred. A ratio needs counts
    above 0, else the difference decides.
    """
    difference = first.share - second.share
    if difference > 0:
        sign, room = 1, math.hypot(first.share - first.low, second.high - second.share)
    else:
        sign, room = -1, math.hypot(first.high - first.share, second.share - second.low)
    if abs(difference) <= room:
        return 0
    if method == "proportion":
        return sign if _exactly_so(first, second, z) else 0
    if min(first.count, second.count) <= 0:
        return sign
    half = z * math.sqrt(1 / first.count + 1 / second.count)
    return sign if abs(math.log(first.share) - math.log(second.share)) > half else 0


def _exactly_so(first: Judged, second: Judged, z: float) -> bool:
    """Whether the exact test agrees that two proportions differ; far from chance it always does.

    Counts that are not whole have no exact test.
    """
    whole = (first.count, first.whole, second.count, second.whole)
    if not all(float(number).is_integer() for number in whole):
        return True
    pooled = (first.count + second.count) / (first.whole + second.whole)
    smaller = min(first.whole, second.whole)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / first.whole + 1 / second.whole))
    expected = smaller * min(pooled, 1 - pooled)
    if expected >= ENOUGH_EXPECTED and abs(first.share - second.share) > (z + BEYOND) * spread:
        return True
    return fisher(*map(int, whole)) < math.erfc(z / math.sqrt(2))


def direction(method: Method | None, first: Figure, second: Figure, z: float = Z95) -> int | None:
    """The side of two figures, as `side` tells it; None where it cannot be said."""
    left, right = judged(method, first, z), judged(method, second, z)
    return None if left is None or right is None else side(method, left, right, z)


def change(
    method: Method | None,
    now: Figure,
    before: Figure,
    multiplier: float | None,
    z: float = Z95,
) -> Change:
    """What happened from `before` to `now`, two figures that may be compared.

    The difference is taken between the stored values. The verdict is 'not compared' where there
    is no method or a part is missing; whether the two periods are a year apart, and no break
    lies between them, is for the caller to see.
    """
    difference = None
    if now.value is not None and before.value is not None:
        difference = now.value - before.value
    sign = direction(method, now, before, z)
    if difference is None or sign is None or multiplier is None:
        return Change(difference=difference, interval=None, ratio=None, verdict="not compared")
    fraction = difference_interval(method, now, before, z)
    return Change(
        difference=difference,
        interval=None if fraction is None else fraction.scaled(multiplier),
        ratio=_ratio(method, now, before, z),
        verdict={1: "rose", -1: "fell", 0: "no clear change"}[sign],  # type: ignore[arg-type]
    )


def _ratio(method: Method | None, now: Figure, before: Figure, z: float) -> Interval | None:
    parts = _both_parts(method, now, before)
    if method != "rate" or parts is None or min(parts) <= 0:
        return None
    return rate_ratio(*parts, z)


def _both_parts(
    method: Method | None, first: Figure, second: Figure
) -> tuple[float, float, float, float] | None:
    for figure in (first, second):
        if not has_parts(method, figure.numerator, figure.denominator):
            return None
    x1, n1, x2, n2 = first.numerator, first.denominator, second.numerator, second.denominator
    assert x1 is not None and n1 is not None and x2 is not None and n2 is not None
    return x1, n1, x2, n2
