"""How far areas usually lie apart, beside what chance alone explains: overdispersed limits.

Real areas differ by more than chance, so that nearly all of them lie outside limits of chance
alone. Only an area outside limits that allow for this usual spread stands out.

Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, and Quality and Safety in Health
Care 14, 347-351.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis.differences import Figure
from analysis.exact import tail
from analysis.funnel import Signal, proportion_limits
from analysis.intervals import Z95, Z998, Interval, Method, has_parts
from analysis.ranks import limits_of

# 'chance' where areas vary no more than by chance, 'too few' where their spread cannot be told.
Model = Literal["multiplicative", "random effects", "chance", "too few"]

TAIL = 10  # the most extreme tenth at either end counts no further than the rest
ENOUGH_UNITS = TAIL  # our own choice: of fewer areas the most extreme tenth is not one of them
# Our own choice: how many times as likely the figures must be under random effects. With less,
# "positive evidence" is wanting (Kass and Raftery 1995, Journal of the American Statistical
# Association 90), and the simpler limits are kept, so that they do not change from year to year.
EVIDENCE = 3.0
FREEDOM = 4  # degrees of freedom of the Student's t by which that is told


@dataclass(frozen=True, kw_only=True)
class Placed:
    """On which side of which limits one area lies; `usual` is None where there are too few areas.

    `z` is its distance from the target in standard errors of chance alone. `chance95` and
    `chance998` are limits of chance alone, `usual95` and `usual998` overdispersed ones.
    """

    z: float
    chance95: Signal
    chance998: Signal
    usual95: Signal | None
    usual998: Signal | None


@dataclass(frozen=True, kw_only=True)
class Overdispersion:
    """How far areas vary around a target.

    `phi` is how many times the variance of chance alone, None with fewer than 10 areas; `tau` the
    spread between areas as a standard deviation in the unit of the target, 0 where chance
    explains all. `model` says which of them the usual limits are made with. Chance is that of the
    figures' `design_effect`.
    """

    target: float
    method: Method
    phi: float | None
    tau: float
    model: Model
    units: Mapping[str, Placed]
    design_effect: float = 1.0

    def chance(self, n: float, z: float = Z95) -> Interval:
        """The limits of chance alone for an area of size n, in the unit of the target."""
        if self.method == "proportion":
            return proportion_limits(self.target, n, z * math.sqrt(self.design_effect))
        return _around(self.target, z * self._error(n), self.method)

    def usual(self, n: float, z: float = Z95) -> Interval | None:
        """The overdispersed limits for an area of size n; None with fewer than 10 areas.

        Multiplicative: target ± z √(phi s²). Random effects: target ± z √(s² + tau²). They are
        those of chance where areas vary no more than by chance.
        """
        if self.model == "too few":
            return None
        error = self._error(n)
        if self.model == "multiplicative" and self.phi is not None:
            error *= math.sqrt(self.phi)
        if self.model == "random effects":
            error = math.hypot(error, self.tau)
        return _around(self.target, z * error, self.method)

    def side(self, x: float, n: float, z: float, *, usual: bool) -> Signal | None:
        """On which side of the limits a count lies; None with fewer than 10 areas.

        An exact test must agree that chance alone would hardly take it there: where few are
        expected, chance goes further up than limits that are as far to either side.
        """
        found = self.usual(n, z) if usual else self.chance(n, z)
        if found is None:
            return None
        side = _side(x / n, found)
        whole = float(x).is_integer() and (self.method == "rate" or float(n).is_integer())
        if side == "inside" or not whole:
            return side
        rare = tail(int(x), n, self.target, self.method) <= math.erfc(z / math.sqrt(2)) / 2
        return side if rare else "inside"

    def _error(self, n: float) -> float:
        return _error(self.target, n, self.method, self.design_effect)


def limits(
    units: Mapping[str, Figure], target: float, method: Method = "proportion"
) -> Overdispersion:
    """The spread of all areas around one target, and where each lies; those without counts do not.

    `target` is a fraction: numerator per denominator. `units` are figures of one measure. The
    distance of an area is its ordinary z with the variance that the target gives, p0(1 - p0)/n for
    proportions and p0/n for rates, times the design effect of the figures: that variance does not
    depend on the area's own figure, so that nothing need be stabilised (by an inverse sine, say),
    and a verdict agrees with the curve that is drawn, but where few are expected: there an exact
    test must agree too.

    phi is the mean square of these z, winsorised at 10% at either end (quantiles of type 7), and
    counts only above 1 + 2√(2/I), two standard errors of a mean square of I areas that differ by
    chance alone. tau² is that of DerSimonian and Laird by moments from the same z. Limits are
    multiplicative unless the distances, as they are, are 3 times as likely under random effects:
    where areas differ greatly in size, and large ones lie as far away as small ones. That
    likelihood is Student's t with 4 degrees of freedom, so that the few who stand out do not decide
    (Lange, Little and Taylor 1989, Journal of the American Statistical Association 84).

    What is cut makes phi and tau lean low, so that somewhat more than 2 in 1,000 areas lie outside
    the usual 99.8% limits: about 1 in 100 where the spread is normal.

    Raises ValueError unless the target is above 0, and below 1 for proportions, and where the
    figures have several design effects.
    """
    if target <= 0 or (method == "proportion" and target >= 1):
        raise ValueError(f"a spread needs a target between its ends, not {target}")
    parts = {
        area: (figure.numerator, figure.denominator)
        for area, figure in units.items()
        if has_parts(method, figure.numerator, figure.denominator)
    }
    sizes = {area: (x or 0.0, n or 0.0) for area, (x, n) in parts.items()}
    effect = _design_effect(units[area] for area in sizes)
    errors = [_error(target, n, method, effect) for _, n in sizes.values()]
    scores = [
        (x / n - target) / error for (x, n), error in zip(sizes.values(), errors, strict=True)
    ]
    phi, tau, model = _spread(scores, errors)
    found = Overdispersion(
        target=target, method=method, phi=phi, tau=tau, model=model, units={}, design_effect=effect
    )
    placed = {
        area: _placed(found, x, n, z)
        for (area, (x, n)), z in zip(sizes.items(), scores, strict=True)
    }
    return replace(found, units=placed)


def winsorised(scores: Sequence[float]) -> list[float]:
    """The scores, cut at their 10th and their 90th percentile."""
    found = limits_of(scores, TAIL)
    if found is None:
        return []
    return [min(max(score, found[0]), found[-1]) for score in scores]


def spread_of(scores: Sequence[float]) -> float:
    """phi: the mean square of winsorised scores. Raises ValueError when there are none."""
    if not scores:
        raise ValueError("a spread needs scores")
    return math.fsum(score**2 for score in winsorised(scores)) / len(scores)


def between(phi: float, errors: Sequence[float]) -> float:
    """tau, by the moments of DerSimonian and Laird (1986), Controlled Clinical Trials 7.

    `errors` are the standard errors of chance alone; 0 where they explain the spread phi, or with
    one area.
    """
    weights = [1 / error**2 for error in errors]
    total = math.fsum(weights)
    room = total - math.fsum(weight**2 for weight in weights) / total
    excess = len(errors) * phi - (len(errors) - 1)
    return math.sqrt(excess / room) if excess > 0 and room > 0 else 0.0


def clearly_above_chance(phi: float, units: int) -> bool:
    """Whether so many areas vary by more than chance alone: phi above 1 by two standard errors."""
    return phi > 1 + 2 * math.sqrt(2 / units)


def _spread(scores: Sequence[float], errors: Sequence[float]) -> tuple[float | None, float, Model]:
    if len(scores) < ENOUGH_UNITS:
        return None, 0.0, "too few"
    phi = spread_of(scores)
    if not clearly_above_chance(phi, len(scores)):
        return phi, 0.0, "chance"
    tau = between(phi, errors)
    distances = [z * error for z, error in zip(scores, errors, strict=True)]
    multiplied = _log_likelihood(distances, [phi * error**2 for error in errors])
    added = _log_likelihood(distances, [error**2 + tau**2 for error in errors])
    better = added - multiplied > math.log(EVIDENCE)
    return phi, tau, "random effects" if better else "multiplicative"


def _log_likelihood(distances: Sequence[float], variances: Sequence[float]) -> float:
    """How likely distances are by Student's t, but for a constant."""
    return -0.5 * math.fsum(
        math.log(variance) + (FREEDOM + 1) * math.log1p(distance**2 / (FREEDOM * variance))
        for distance, variance in zip(distances, variances, strict=True)
    )


def _placed(found: Overdispersion, x: float, n: float, z: float) -> Placed:
    chance95, chance998 = (found.side(x, n, level, usual=False) for level in (Z95, Z998))
    usual95, usual998 = (found.side(x, n, level, usual=True) for level in (Z95, Z998))
    assert chance95 is not None and chance998 is not None
    return Placed(z=z, chance95=chance95, chance998=chance998, usual95=usual95, usual998=usual998)


def _side(value: float, interval: Interval) -> Signal:
    if value > interval.high:
        return "high"
    return "low" if value < interval.low else "inside"


def _design_effect(figures: Iterable[Figure]) -> float:
    """The design effect that all figures have, 1 where there are none."""
    found = {figure.design_effect for figure in figures} or {1.0}
    if len(found) > 1:
        raise ValueError(f"a spread needs figures of one design effect, not of {sorted(found)}")
    return found.pop()


def _error(target: float, n: float, method: Method, design_effect: float) -> float:
    """The standard error of chance alone at the target."""
    spread = target * (1 - target if method == "proportion" else 1)
    return math.sqrt(design_effect * spread / n)


def _around(target: float, half: float, method: Method) -> Interval:
    high = target + half
    return Interval(
        low=max(target - half, 0.0), high=min(high, 1.0) if method == "proportion" else high
    )
