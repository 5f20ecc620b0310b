"""When to call a difference: two years of one area, two areas, or an area and a benchmark."""

import math
from dataclasses import dataclass
from typing import Literal

from analysis.exact import fisher
from analysis.intervals import Z95, Interval, Method, share_interval

# With as many expected in every cell, and so many standard errors beyond, the exact test agrees.
ENOUGH_EXPECTED, BEYOND = 10, 1.5

Verdict = Literal["higher", "lower", "similar"]
Movement = Literal["rose", "fell", "no clear change", "not compared"]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A published figure and, where published, the two counts it was made from.

    `design_effect` is how many times the variance of chance is that of cases which come one by
    one: more than 1 where brothers and sisters are counted together.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    design_effect: float = 1.0


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


def against(interval: Interval, benchmark: float) -> Verdict:
    """The area against a fixed benchmark: 'higher' when the benchmark is below the interval.

    Interval and benchmark are in the same unit. Equal to an end of the interval is 'similar'.
    """
    if benchmark < interval.low:
        return "higher"
    return "lower" if benchmark > interval.high else "similar"


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
    design_effect: float = 1.0


def judged(method: Method | None, figure: Figure, z: float = Z95) -> Judged | None:
    """A figure ready to be judged against many others; None where it cannot have an interval."""
    count, whole, effect = figure.numerator, figure.denominator, figure.design_effect
    interval = share_interval(method, count, whole, z, effect)
    if interval is None:
        return None
    assert count is not None and whole is not None
    return Judged(count, whole, count / whole, interval.low, interval.high, effect)


def difference_interval(
    method: Method | None, first: Figure, second: Figure, z: float = Z95
) -> Interval | None:
    """Interval of first minus second as a fraction; None where either cannot have an interval.

    The distances to the ends of both intervals, added as squares. It is that of two groups which
    do not share a case: where they do, as two stocks of a year apart, the difference is surer.

    Source: Newcombe (1998), Statistics in Medicine 17, method 10, for proportions; Zou and Donner
    (2008), Statistics in Medicine 27, for rates.
    """
    left, right = judged(method, first, z), judged(method, second, z)
    if left is None or right is None:
        return None
    difference = left.share - right.share
    down = math.hypot(left.share - left.low, right.high - right.share)
    up = math.hypot(left.high - left.share, right.share - right.low)
    return Interval(low=difference - down, high=difference + up)


def ratio_interval(
    method: Method | None, first: Figure, second: Figure, z: float = Z95
) -> Interval | None:
    """Interval of first / second, two rates, normal on the logarithm.

    None for other figures, and where a rate cannot have an interval or is 0.

    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II.
    """
    left, right = judged(method, first, z), judged(method, second, z)
    if method != "rate" or left is None or right is None or min(left.count, right.count) <= 0:
        return None
    centre, half = math.log(left.share) - math.log(right.share), _half_of_log(left, right, z)
    return Interval(low=math.exp(centre - half), high=math.exp(centre + half))


def _half_of_log(first: Judged, second: Judged, z: float) -> float:
    """How far the logarithm of a ratio of two rates may lie to either side by chance."""
    return z * math.sqrt(first.design_effect / first.count + second.design_effect / second.count)


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
    apart = abs(math.log(first.share) - math.log(second.share))
    return sign if apart > _half_of_log(first, second, z) else 0


def _exactly_so(first: Judged, second: Judged, z: float) -> bool:
    """Whether the exact test agrees that two proportions differ; far from chance it always does.

    It is asked of children one by one, without a design effect, which widens the interval alone.
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
        ratio=ratio_interval(method, now, before, z),
        verdict={1: "rose", -1: "fell", 0: "no clear change"}[sign],  # type: ignore[arg-type]
    )
