"""The statistical rules once more, with scipy, statsmodels and numpy, and not with `analysis`.

Proportions and rates are fractions here: numerator per denominator. Every function takes arrays,
and what is said of one figure is said of each of them.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.stats import binom, chi2, fisher_exact, hypergeom, norm, poisson, t
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

Floats = NDArray[np.float64]
Ends = tuple[Floats, Floats]

Z = float(norm.isf(0.025))
Z998 = float(norm.isf(0.001))
FEWEST_JUDGED = 5  # of fewer, no percentage is judged
SMALL_COUNT = 10  # from here on Byar's interval, below it the exact one
LEAST_ALIKE, MOST_ALIKE = 0.8, 1.25  # within a fifth
ENOUGH_NEIGHBOURS, ENOUGH_AREAS = 7, 0.9
ENOUGH_UNITS, TAIL, EVIDENCE, FREEDOM = 10, 0.1, 3.0, 4
# So many standard errors apart, and with so many expected, the exact test agrees unasked.
FAR, ENOUGH_EXPECTED = 6, 5
FURTHEST = 8.0  # standard errors, beyond which a chance is negligible
MINUS = "\N{MINUS SIGN}"


def has_parts(method: str | None, value: ArrayLike, x: ArrayLike, n: ArrayLike) -> Any:
    """Whether figures can be judged: both counts known, and of enough; nan is not known."""
    value, x, n = (np.asarray(each, float) for each in (value, x, n))
    able = np.isfinite(value) & (x >= 0) & (n > 0)
    if method == "proportion":
        return able & (x <= n) & (n >= FEWEST_JUDGED)
    if method == "rate":
        return able & ((x >= SMALL_COUNT) | (x == np.floor(x)))
    return np.zeros_like(able)


def limits(method: str, x: ArrayLike, n: ArrayLike, z: float = Z, effect: float = 1.0) -> Ends:
    """The intervals of x / n: Wilson for proportions, for rates Byar, or exact under 10.

    `effect` is how many times the variance is that of independent children: the distance from
    the figure to either end is multiplied by its square root.
    """
    x, n = np.asarray(x, float), np.asarray(n, float)
    low, high = _wilson(x, n, z) if method == "proportion" else _poisson(x, n, z)
    share, wider = x / n, np.sqrt(effect)
    most = 1.0 if method == "proportion" else np.inf
    return (
        np.maximum(share - wider * (share - low), 0.0),
        np.minimum(share + wider * (high - share), most),
    )


def _wilson(x: Floats, n: Floats, z: float) -> Ends:
    low, high = proportion_confint(x, n, alpha=2 * norm.sf(z), method="wilson")
    return np.asarray(low), np.asarray(high)


def _poisson(x: Floats, n: Floats, z: float) -> Ends:
    above = x + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        low = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    tail, small = norm.sf(z), x < SMALL_COUNT
    low = np.where(small, np.nan_to_num(chi2.ppf(tail, 2 * x) / 2), low)
    high = np.where(small, chi2.isf(tail, 2 * above) / 2, high)
    return low / n, high / n


def difference(p: ArrayLike, first: Ends, q: ArrayLike, second: Ends) -> Ends:
    """The interval of p - q from the intervals of both: Newcombe's, and Zou and Donner's."""
    p, q = np.asarray(p, float), np.asarray(q, float)
    return (
        p - q - np.sqrt((p - first[0]) ** 2 + (second[1] - q) ** 2),
        p - q + np.sqrt((first[1] - p) ** 2 + (q - second[0]) ** 2),
    )


def ratio(
    x1: float, n1: float, x2: float, n2: float, z: float = Z, effect: float = 1.0
) -> tuple[float, float] | None:
    """The interval of a ratio of rates, normal on the logarithm; None where a count is 0."""
    if min(x1, x2) <= 0:
        return None
    half = z * np.sqrt(effect * (1 / x1 + 1 / x2))
    centre = np.log(x1 / n1 / (x2 / n2))
    return float(np.exp(centre - half)), float(np.exp(centre + half))


def sides(method: str, x: ArrayLike, n: ArrayLike, z: float = Z, effect: float = 1.0) -> Any:
    """For each pair, in a square: 1 where the first is higher by more than chance, -1 lower, or 0.

    Proportions by the interval of the difference and by the exact test, rates by the interval of
    the difference and by their ratio where neither count is 0.
    """
    x, n = np.asarray(x, float), np.asarray(n, float)
    p, (low, high) = x / n, limits(method, x, n, z, effect)
    down, up = difference(
        p[:, None], (low[:, None], high[:, None]), p[None, :], (low[None, :], high[None, :])
    )
    found = np.where(down > 0, 1, np.where(up < 0, -1, 0))
    if method == "rate":
        return np.where(_ratio_leaves_open(x, n, z, effect), 0, found)
    i, j = np.nonzero(np.triu(found))
    chance = ~exactly(x[i], n[i], x[j], n[j], z)
    found[i[chance], j[chance]] = found[j[chance], i[chance]] = 0
    return found


def _ratio_leaves_open(x: Floats, n: Floats, z: float, effect: float) -> Any:
    """Whether the ratio of each pair may be 1, of pairs of which neither count is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(np.log(x / n)[:, None] - np.log(x / n)[None, :])
        half = z * np.sqrt(effect * (1 / x[:, None] + 1 / x[None, :]))
    return (x[:, None] > 0) & (x[None, :] > 0) & (apart <= half)


def exactly(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, z: float) -> Any:
    """Whether the exact test calls two shares different; far from chance it is not asked.

    It adds to the tail beyond what was seen every table of the other side that is no likelier.
    Most pairs are settled by that tail alone, or by as many tables as there can be, each as likely
    as what was seen. Counts that are not whole have no exact test.
    """
    x1, n1, x2, n2 = (np.atleast_1d(np.asarray(each, float)) for each in (x1, n1, x2, n2))
    whole = np.all([part == np.floor(part) for part in (x1, n1, x2, n2)], axis=0)
    together, level = x1 + x2, 2 * norm.sf(z)
    pooled = together / (n1 + n2)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    expected = np.minimum(n1, n2) * np.minimum(pooled, 1 - pooled)
    far = (np.abs(x1 / n1 - x2 / n2) > FAR * error) & (expected >= ENOUGH_EXPECTED)
    found, ask = far | ~whole, np.flatnonzero(whole & ~far)
    x1, n1, x2, n2, together = (each[ask] for each in (x1, n1, x2, n2, together))
    table = (x1, n1 + n2, together, n1)
    tail = np.minimum(hypergeom.cdf(*table), hypergeom.sf(x1 - 1, *table[1:]))
    tables = np.minimum(n1, together) - np.maximum(0, together - n2) + 1
    found[ask] = tail + tables * hypergeom.pmf(*table) < level
    for place in np.flatnonzero((tail < level) & ~found[ask]):
        found[ask[place]] = _fisher(x1[place], n1[place], x2[place], n2[place]) < level
    return found


@cache
def _fisher(x1: float, n1: float, x2: float, n2: float) -> float:
    return float(fisher_exact([[int(x1), int(n1 - x1)], [int(x2), int(n2 - x2)]]).pvalue)


def z_of_difference(
    method: str, x: float, n: float, benchmark: float, effect: float = 1.0
) -> float:
    """How many standard errors wide the interval of x / n must be to reach a benchmark.

    With a design effect the benchmark is drawn as much nearer as the interval is drawn wider.
    """
    share = x / n
    near = share - (share - benchmark) / np.sqrt(effect)
    if method == "proportion":
        return float(abs(share - near) / np.sqrt(near * (1 - near) / n))
    expected = near * n
    if x < SMALL_COUNT:
        tail = poisson.sf(x - 1, expected) if x > expected else poisson.cdf(x, expected)
        return float(norm.isf(tail))
    count, sign = (x, 1) if x > expected else (x + 1, -1)
    reach = 1 - 1 / (9 * count) - (expected / count) ** (1 / 3)
    return float(sign * 3 * np.sqrt(count) * reach)


def z_of_change(
    method: str, x1: float, n1: float, x2: float, n2: float, effect: float = 1.0
) -> float:
    """How many standard errors wide both tests of a change may be and still tell it."""

    def beyond(z: float) -> float:
        (low1, high1), (low2, high2) = (
            limits(method, x, n, z, effect) for x, n in ((x1, n1), (x2, n2))
        )
        p, q = x1 / n1, x2 / n2
        down, up = np.hypot(p - low1, high2 - q), np.hypot(high1 - p, q - low2)
        return float(abs(p - q) - (down if p > q else up))

    widest = brentq(beyond, 0.01, FURTHEST) if beyond(FURTHEST) < 0 else FURTHEST
    if method == "proportion":
        return min(widest, float(norm.isf(_fisher(x1, n1, x2, n2) / 2)))
    if min(x1, x2) <= 0:
        return float(widest)
    error = np.sqrt(effect * (1 / x1 + 1 / x2))
    return min(widest, float(abs(np.log(x1 / n1 / (x2 / n2))) / error))


def told(chances: list[float]) -> list[bool]:
    """Which of so many tests are told, no more than 5% of them expected to be false."""
    return [bool(each) for each in multipletests(chances, 0.05, "fdr_bh")[0]] if chances else []


def against(benchmark: float, low: float, high: float) -> str:
    """A figure with an interval against a fixed one."""
    return "higher" if benchmark < low else "lower" if benchmark > high else "similar"


def together(others: int) -> float:
    """The z of so many intervals that all hold with 95% certainty: 5% shared among them."""
    return float(norm.isf(0.025 / max(others, 1)))


def quartiles(values: list[float]) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75], method="linear")
    return float(low), float(middle), float(high)


@cache
def printed(value: float, decimals: int) -> str:
    """A number as a page prints it: halves away from zero, a true minus, never minus zero."""
    exact = Decimal(repr(float(value))).quantize(Decimal("1e-9"), rounding=ROUND_HALF_UP)
    rounded = exact.quantize(Decimal(10) ** -decimals, rounding=ROUND_HALF_UP)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,}"


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How far areas lie around a target, and on which side of which limits each is.

    `sides` are, for each area, those of chance at 95% and 99.8%, then the usual ones at both;
    these are None where there are too few areas. `errors` are the standard errors of the usual
    limits.
    """

    phi: float | None
    tau: float
    model: str
    sides: list[tuple[str | None, ...]]
    errors: Floats


def spread(method: str, target: float, x: Floats, n: Floats, effect: float = 1.0) -> Spread:
    """Overdispersed limits: phi of winsorised distances, tau by moments, the likelier of the two.

    Outside them lies what an exact test too calls as rare as the limit.
    Source: Spiegelhalter (2005), Statistics in Medicine 24.
    """
    error = np.sqrt(effect * target * (1 - target if method == "proportion" else 1) / n)
    distance = x / n - target
    phi, tau, model, wider = _model(distance, error)
    columns = [
        [None] * len(x) if each is None else _beyond(method, target, x, n, each, z)
        for each in (error, wider)
        for z in (Z, Z998)
    ]
    errors = error if wider is None else wider
    sides = list(zip(*columns, strict=True))
    return Spread(phi=phi, tau=tau, model=model, sides=sides, errors=errors)


def _model(distance: Floats, error: Floats) -> tuple[float | None, float, str, Floats | None]:
    """phi, tau, which of them is taken, and the standard errors that this gives."""
    count = len(distance)
    if count < ENOUGH_UNITS:
        return None, 0.0, "too few", None
    score = distance / error
    phi = float(np.mean(np.clip(score, *np.quantile(score, [TAIL, 1 - TAIL])) ** 2))
    if phi <= 1 + 2 * np.sqrt(2 / count):
        return phi, 0.0, "chance", error
    weight = error**-2.0
    room = weight.sum() - (weight**2).sum() / weight.sum()
    tau = float(np.sqrt(max(count * phi - (count - 1), 0) / room))
    multiplied, added = error * np.sqrt(phi), np.hypot(error, tau)
    gain = t.logpdf(distance, FREEDOM, scale=added) - t.logpdf(distance, FREEDOM, scale=multiplied)
    if gain.sum() > np.log(EVIDENCE):
        return phi, tau, "random effects", added
    return phi, tau, "multiplicative", multiplied


def _beyond(
    method: str, target: float, x: Floats, n: Floats, error: Floats, z: float
) -> list[str | None]:
    most = 1.0 if method == "proportion" else np.inf
    high, low = np.minimum(target + z * error, most), np.maximum(target - z * error, 0.0)
    rare = tails(method, target, x, n) <= norm.sf(z)
    share = x / n
    sides = np.select([(share > high) & rare, (share < low) & rare], ["high", "low"], "inside")
    return list(sides.tolist())


def tails(method: str, target: float, x: ArrayLike, n: ArrayLike) -> Any:
    """The exact chance of so many or more above what is expected, else of so few or fewer.

    0 for counts that are not whole, which have none.
    """
    x, n = np.asarray(x, float), np.asarray(n, float)
    law = binom(n, target) if method == "proportion" else poisson(n * target)
    found = np.where(x / n > target, law.sf(x - 1), law.cdf(x))
    whole = (x == np.floor(x)) & ((method == "rate") | (n == np.floor(n)))
    return np.where(whole, found, 0.0)
