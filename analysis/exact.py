"""Exact tests, for counts too small for an interval or a limit to be trusted alone."""

import math

from analysis.intervals import Method

NEGLIGIBLE = 1e-15  # a further term of a tail would not change a figure that is printed
AS_LIKELY = 1 + 1e-9  # two tables as likely as each other, but for rounding


def fisher(x1: int, n1: int, x2: int, n2: int) -> float:
    """The chance of a table at least as unlikely as this one, were both proportions the same.

    Two-sided: every table with the same totals is counted that is no likelier than this one.
    Source: Fisher (1935), Journal of the Royal Statistical Society 98.
    Raises ValueError unless 0 <= x <= n for both.
    """
    if not (0 <= x1 <= n1 and 0 <= x2 <= n2):
        raise ValueError(f"an exact test needs parts of wholes, not {x1} of {n1} and {x2} of {n2}")
    together = x1 + x2
    low, high = max(0, together - n2), min(n1, together)
    mode = min(max((n1 + 1) * (together + 1) // (n1 + n2 + 2), low), high)
    given = _chance(x1, n1, n2, together)
    if x1 == mode or _chance(mode, n1, n2, together) <= given * AS_LIKELY:
        return 1.0
    if x1 < mode:
        own, other = (
            range(x1, low - 1, -1),
            range(_as_rare(x1, mode, high, n1, n2, together), high + 1),
        )
    else:
        own, other = (
            range(x1, high + 1),
            range(_as_rare(x1, mode, low, n1, n2, together), low - 1, -1),
        )
    return min(_tail(own, n1, n2, together) + _tail(other, n1, n2, together), 1.0)


def tail(x: int, n: float, share: float, method: Method) -> float:
    """The chance of so many or more where that is above n x share, else of so few or fewer.

    Binomial for a proportion of n, Poisson for a rate on n. `share` is above 0, and below 1 for a
    proportion. Raises ValueError when x is negative, or more than n for a proportion.
    """
    if x < 0 or (method == "proportion" and x > n):
        raise ValueError(f"a tail needs a count of what there is, not {x} of {n}")
    expected = n * share

    def log_chance(count: int) -> float:
        if method == "rate":
            return count * math.log(expected) - expected - math.lgamma(count + 1)
        ways = _log_ways(int(n), count)
        return ways + count * math.log(share) + (n - count) * math.log1p(-share)

    most = n if method == "proportion" else math.inf
    step = 1 if x > expected else -1
    total, count = 0.0, x
    while 0 <= count <= most:
        chance = math.exp(log_chance(count))
        total += chance
        if chance <= total * NEGLIGIBLE:
            break
        count += step
    return min(total, 1.0)


def _chance(x: int, n1: int, n2: int, together: int) -> float:
    """The chance of x in the first of two groups, given how many there are in both."""
    ways = _log_ways(n1, x) + _log_ways(n2, together - x) - _log_ways(n1 + n2, together)
    return math.exp(ways)


def _log_ways(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _as_rare(x: int, mode: int, end: int, n1: int, n2: int, together: int) -> int:
    """The first count from the mode towards `end` that is no likelier than x; else one beyond."""
    given, step = _chance(x, n1, n2, together) * AS_LIKELY, 1 if x < mode else -1
    near, far = mode, end + step  # between them, chances fall all the way
    while abs(far - near) > 1:
        middle = (near + far) // 2
        if _chance(middle, n1, n2, together) <= given:
            far = middle
        else:
            near = middle
    return far


def _tail(counts: range, n1: int, n2: int, together: int) -> float:
    """The sum of falling chances, until they add nothing that could be seen."""
    total = 0.0
    for x in counts:
        chance = _chance(x, n1, n2, together)
        total += chance
        if chance <= total * NEGLIGIBLE:
            break
    return total
