"""How many of many flags may be false: a page that tests dozens of figures flags some by chance.

Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.
"""

import math
from collections.abc import Callable, Collection, Sequence
from typing import Literal

from analysis.differences import Figure, judged, side
from analysis.intervals import Z95, Interval, Method
from analysis.overdispersion import Overdispersion

SHARE = 0.05  # of all that is flagged, no more than so much is expected to be false
FURTHEST = 38.0  # standard errors: the chance of more is too small for a computer's numbers
FINE = 1e-6  # standard errors, to which a chance is worked out

Sides = Collection[Literal[1, -1]]  # 1 for higher, -1 for lower


def discoveries(chances: Sequence[float], share: float = SHARE) -> tuple[bool, ...]:
    """Which tests are discoveries, so that no more than `share` of them is expected to be false.

    `chances` are the p-values of all tests that were done, whatever they showed. In their order
    the k-th is held against k / m of `share`; the last that passes is a discovery, and so is all
    before it. That holds for independent tests, and for those that rise and fall together
    (Benjamini and Yekutieli 2001, Annals of Statistics 29). Raises ValueError for a chance outside
    0 to 1.
    """
    if any(not 0 <= chance <= 1 for chance in chances):
        raise ValueError("a chance lies between 0 and 1")
    passed = (
        chance
        for place, chance in enumerate(sorted(chances), start=1)
        if chance <= share * place / len(chances)
    )
    last = max(passed, default=-1.0)
    return tuple(chance <= last for chance in chances)


def chance_of_difference(
    method: Method | None, figure: Figure, benchmark: float, sides: Sides
) -> float:
    """How likely chance alone would take a figure so far to these sides of a benchmark.

    It is what the interval of the figure leaves out: one minus the level of the widest interval
    that leaves the benchmark out, halved where one side is asked for. 1 where the 95% interval
    does not, so that no flag contradicts what is said beside it. `benchmark` is a fraction.
    """

    def tells(z: float) -> bool:
        own = judged(method, figure, z)
        return own is not None and _side(benchmark, own.low, own.high) in sides

    return _chance(tells, len(sides))


def chance_of_change(method: Method | None, now: Figure, before: Figure, sides: Sides) -> float:
    """The same for a change from `before` to `now`, by the rule that tells a change."""

    def tells(z: float) -> bool:
        later, earlier = judged(method, now, z), judged(method, before, z)
        if later is None or earlier is None:
            return False
        return side(method, later, earlier, z) in sides

    return _chance(tells, len(sides))


def chance_among_areas(spread: Overdispersion, figure: Figure) -> float:
    """How likely an ordinary area would lie so far from the target, at either side.

    Ordinary is what the usual limits describe: the spread of areas and chance together. 1 where
    the figure has no parts or there are too few areas.
    """

    def tells(z: float) -> bool:
        own = judged(spread.method, figure, z)
        side = spread.side(own.count, own.whole, z, usual=True) if own else None
        return side in ("high", "low")

    return _chance(tells, 2)


def _side(benchmark: float, low: float, high: float) -> int:
    """On which side of a benchmark an interval lies: 1 above it, -1 below it, 0 around it."""
    if Interval(low=low, high=high).contains(benchmark):
        return 0
    return 1 if benchmark < low else -1


def _chance(tells: Callable[[float], bool], ends: int) -> float:
    """What the widest interval that tells a thing leaves out; 1 where that of 95% does not."""
    if not tells(Z95):
        return 1.0
    low, high = Z95, FURTHEST
    while high - low > FINE:
        middle = (low + high) / 2
        low, high = (middle, high) if tells(middle) else (low, middle)
    return math.erfc(low / math.sqrt(2)) / 2 * ends
