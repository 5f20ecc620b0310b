"""Profiles by age or year group: is a step a spike, and is the shape unlike England's?

A profile counts children at each age or in each year group on one date. In the year groups of the
school census every count has a denominator, the pupils of that year. EHC plans by age (SEN2) have
none, and their age is the age on census day: age 9 in January mixes Year 4 and Year 5, so ages
are never shown as year groups.

Counts are complete, not a sample: an interval says how far a figure could lie from another by
chance had the underlying risk been the same. Siblings make chance a little larger than that.
"""

import itertools
import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from analysis.intervals import Z95, Z998, Interval, alike, count_interval
from analysis.rounding import round_half_away

Verdict = Literal[
    "spike",
    "drop",
    "smaller rise",
    "smaller fall",
    "level, unlike England",
    "in line",
    "cannot be told apart",
    "not compared",
]
Way = Literal["rise", "fall", "level"]
Label = TypeVar("Label", bound=Hashable)

# Steps of year groups that the scrutiny committee asked about before any figure was seen.
NAMED_STEPS = frozenset({(4, 5), (11, 12)})
Z_NAMED, Z_SCAN = Z95, Z998

STANDING_OUT: frozenset[Verdict] = frozenset(
    {"spike", "drop", "smaller rise", "smaller fall", "level, unlike England"}
)

RECEPTION_AGE, OLDEST_AGE = 4, 18  # ages on 31 August that have a school year: to Year 14


@dataclass(frozen=True, kw_only=True)
class Group:
    """Children at one age or in one year: how many, and of how many where that is published."""

    count: float | None
    of: float | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """From one group to the next. All are None where `reason` says why.

    `ratio` is next / this, of shares where there are denominators, else of counts. `points` is
    next minus this in percentage points, None without denominators.
    """

    ratio: float | None
    points: float | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The step of a council against England's. All numbers are None where `reason` says why.

    `ratio` is the council's step divided by England's, with its 95% and 99.8% intervals; `points`
    the council's step minus England's in percentage points, with the same two. `z` is the
    logarithm of `ratio` in standard errors, None where that error is 0. The verdict follows the
    rule of `verdict_of`, at 95% for a step `named` beforehand, else at 99.8%.
    """

    ours: Step
    theirs: Step
    ratio: float | None
    ratio95: Interval | None
    ratio998: Interval | None
    points: float | None
    points95: Interval | None
    points998: Interval | None
    z: float | None
    named: bool
    verdict: Verdict
    reason: str | None

    @property
    def interval(self) -> Interval | None:
        """The interval of the ratio by which the step is judged."""
        return self.ratio95 if self.named else self.ratio998

    @property
    def stands_out(self) -> bool:
        """Whether it differs from England's by more than chance."""
        return self.verdict in STANDING_OUT


@dataclass(frozen=True, kw_only=True)
class Growth:
    """Children born in one year, at one January and the next: later / earlier.

    `ratio` is the council's growth divided by England's. None where `reason` says why.
    """

    ours: float | None
    theirs: float | None
    ratio: float | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A count against what England's shape would give: `index` is 100 x observed / expected.

    The two intervals are of the index. Index and intervals are None where 0 is expected.
    """

    observed: float
    expected: float
    index: float | None
    index95: Interval | None
    index998: Interval | None


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why something is not computed, in words for the screen."""

    reason: str


def year_group(age: int) -> int:
    """School year of a child of this age on 31 August before it: Reception is 0, Year 1 is 1.

    Not for ages of SEN2, which are ages on census day.
    Raises ValueError outside 4 (Reception) to 18 (Year 14).
    """
    if not RECEPTION_AGE <= age <= OLDEST_AGE:
        raise ValueError(f"no school year belongs to age {age}")
    return age - RECEPTION_AGE


def year_name(year: int) -> str:
    """The name of a school year: 0 is Reception, 4 is Year 4."""
    return "Reception" if year == 0 else f"Year {year}"


def shares(parts: Mapping[Label, float | None]) -> dict[Label, float] | Refusal:
    """Each part in percent of all parts together.

    The parts themselves are added, since the ages of January 2024 fall short of the published
    total. Refused where any part is not a number, or all are 0: a share of the known parts would
    be too large.
    """
    if missing := _missing(parts):
        return Refusal(reason=missing)
    total = math.fsum(part for part in parts.values() if part is not None)
    if total <= 0:
        return Refusal(reason="there is nothing to share: all parts are 0")
    return {label: 100 * part / total for label, part in parts.items() if part is not None}


def _missing(parts: Mapping[Label, float | None]) -> str | None:
    """Which parts are not a number, as a sentence; None when all are."""
    without = [str(label) for label, part in parts.items() if part is None]
    if not without:
        return None
    named = ", ".join(without)
    return f"cannot be added: {len(without)} of {len(parts)} parts hidden or missing ({named})"


def step(this: Group, following: Group) -> Step:
    """The step from one group to the next, refused where a count is 0 or not a number.

    Both groups need a denominator above 0, or neither.
    """
    if reason := _no_step(this, following):
        return Step(ratio=None, points=None, reason=reason)
    a, b = _share(this), _share(following)
    points = None if this.of is None else 100 * (b - a)
    return Step(ratio=b / a, points=points, reason=None)


def _no_step(this: Group, following: Group) -> str | None:
    groups = (this, following)
    if any(group.count is None for group in groups):
        return "a count is hidden or missing"
    if any(group.count == 0 for group in groups):
        return "a count is 0"
    if (this.of is None) != (following.of is None):
        return "one of two denominators is missing"
    for group in groups:
        assert group.count is not None
        if group.count < 0 or (group.of is not None and group.count > group.of):
            return "a count is not a part of its denominator"
    return None


def _share(group: Group) -> float:
    assert group.count is not None
    return group.count if group.of is None else group.count / group.of


def compare(ours: tuple[Group, Group], theirs: tuple[Group, Group], *, named: bool) -> Comparison:
    """The step of a council (`ours`) against England's (`theirs`), and what to call it.

    `verdict_of` has the rule. The interval of the ratio of steps is that of 95% for a step `named`
    beforehand, of 99.8% when all steps are looked through for one that stands out, since of
    fourteen steps one or so passes 95% by chance alone.

    Normal on the logarithm: SE squared is the sum over the four cells of 1/x - 1/n, or of 1/x for
    counts without denominators. Points: SE squared is the sum of p(1 - p)/n. England includes the
    council, which makes little odds where the council is small.
    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II.
    """
    our_step, their_step = step(*ours), step(*theirs)
    if reason := _no_comparison(ours, theirs, our_step, their_step):
        return _not_compared(our_step, their_step, reason, named)
    assert our_step.ratio is not None and their_step.ratio is not None
    cells = (*ours, *theirs)
    ratio = our_step.ratio / their_step.ratio
    error = math.sqrt(max(math.fsum(_log_variance(cell) for cell in cells), 0.0))
    points = point_error = None
    if our_step.points is not None and their_step.points is not None:
        points = our_step.points - their_step.points
        point_error = 100 * math.sqrt(math.fsum(_variance(cell) for cell in cells))
    interval = _around_ratio(ratio, error, Z_NAMED if named else Z_SCAN)
    return Comparison(
        ours=our_step,
        theirs=their_step,
        ratio=ratio,
        ratio95=_around_ratio(ratio, error, Z95),
        ratio998=_around_ratio(ratio, error, Z998),
        points=points,
        points95=_around_points(points, point_error, Z95),
        points998=_around_points(points, point_error, Z998),
        z=math.log(ratio) / error if error > 0 else None,
        named=named,
        verdict=verdict_of(our_step.ratio, their_step.ratio, interval),
        reason=None,
    )


def _no_comparison(
    ours: tuple[Group, Group], theirs: tuple[Group, Group], our_step: Step, their_step: Step
) -> str | None:
    if our_step.reason is not None:
        return our_step.reason
    if their_step.reason is not None:
        return f"England: {their_step.reason}"
    if (ours[0].of is None) != (theirs[0].of is None):
        return "only one of the two profiles has denominators"
    return None


def _not_compared(ours: Step, theirs: Step, reason: str, named: bool) -> Comparison:
    return Comparison(
        ours=ours,
        theirs=theirs,
        ratio=None,
        ratio95=None,
        ratio998=None,
        points=None,
        points95=None,
        points998=None,
        z=None,
        named=named,
        verdict="not compared",
        reason=reason,
    )


def _log_variance(group: Group) -> float:
    assert group.count is not None
    return 1 / group.count - (0 if group.of is None else 1 / group.of)


def _variance(group: Group) -> float:
    assert group.of is not None
    share = _share(group)
    return share * (1 - share) / group.of


def _around_ratio(ratio: float, error: float, z: float) -> Interval:
    return Interval(low=ratio * math.exp(-z * error), high=ratio * math.exp(z * error))


def _around_points(points: float | None, error: float | None, z: float) -> Interval | None:
    if points is None or error is None:
        return None
    return Interval(low=points - z * error, high=points + z * error)


def way(ratio: float) -> Way:
    """Which way a step goes, as far as its printed percentage shows: under half a percent, none."""
    if round_half_away(100 * abs(ratio - 1), 0) == 0:
        return "level"
    return "rise" if ratio > 1 else "fall"


def verdict_of(ours: float, theirs: float, interval: Interval) -> Verdict:
    """What a step is called, from both ratios and the interval of one divided by the other.

    A step that is larger than England's by more than chance, the interval leaving out 1, is a
    **spike** when it goes up and a 'smaller fall' when it goes down; one that is lower is a
    **drop** when it goes down and a 'smaller rise' when it goes up. One that goes neither way is
    'level, unlike England', unless England's is level too. Else it is 'in line' where the whole
    interval is `alike`, which is evidence of likeness, and 'cannot be told apart' where it does
    not, which is none.
    Source: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15.
    """
    if interval.contains(1) or way(ours) == way(theirs) == "level":
        return "in line" if alike(interval) else "cannot be told apart"
    higher = interval.low > 1
    match way(ours):
        case "rise":
            return "spike" if higher else "smaller rise"
        case "fall":
            return "smaller fall" if higher else "drop"
    return "level, unlike England"


def compare_all(
    ours: Mapping[int, Group],
    theirs: Mapping[int, Group],
    named: frozenset[tuple[int, int]] = frozenset(),
) -> dict[tuple[int, int], Comparison]:
    """Every step between neighbouring ages or years that both profiles have, in order.

    Steps in `named` are judged at 95%, all others at 99.8%: pass NAMED_STEPS for year groups
    (Reception is 0), and nothing to ask which of all steps stands out.
    """
    both = sorted(ours.keys() & theirs.keys())
    return {
        (a, b): compare((ours[a], ours[b]), (theirs[a], theirs[b]), named=(a, b) in named)
        for a, b in itertools.pairwise(both)
        if b == a + 1
    }


def growth(
    ours: tuple[float | None, float | None], theirs: tuple[float | None, float | None]
) -> Growth:
    """Children born in one year, from one January to the next, against England's.

    Each pair is the count at age a in one January and at age a + 1 in the next. A step in one
    January with no such growth is a small year group ahead of a large one, not an effect of age.
    Children move in and out, and where all counts rise every growth exceeds 1: compare with
    England. No interval: most children are counted twice, so the two counts are not independent.
    """
    if any(count is None for count in (*ours, *theirs)):
        return Growth(ours=None, theirs=None, ratio=None, reason="a count is hidden or missing")
    (a, b), (c, d) = ours, theirs
    assert a is not None and b is not None and c is not None and d is not None
    if min(a, b, c, d) <= 0:
        return Growth(ours=None, theirs=None, ratio=None, reason="a count is 0")
    return Growth(ours=b / a, theirs=d / c, ratio=(b / a) / (d / c), reason=None)


def shapes(
    ours: Mapping[Label, Group], theirs: Mapping[Label, Group]
) -> dict[Label, Shape] | Refusal:
    """Shape apart from level: each count against England's shape at the council's own total.

    With denominators, expected is the council's denominator x England's share; without, England's
    count; both scaled so that the expected counts add to the council's total. The interval is
    Byar's (exact under 10). Many parts are looked at together: judge them by the 99.8% interval.
    Refused where any count is not a number or the expected counts add to 0.
    Raises ValueError when the two profiles have different parts or only some have denominators.
    """
    if ours.keys() != theirs.keys():
        raise ValueError("two profiles need the same ages or years")
    if len({group.of is None for group in (*ours.values(), *theirs.values())}) > 1:
        raise ValueError("either every part has a denominator or none has")
    observed = {label: group.count for label, group in ours.items()}
    if missing := _missing(observed) or _missing({k: group.count for k, group in theirs.items()}):
        return Refusal(reason=missing)
    expected = {label: _at_their_rate(group, theirs[label]) for label, group in ours.items()}
    total, unscaled = math.fsum(count or 0 for count in observed.values()), sum(expected.values())
    if unscaled <= 0:
        return Refusal(reason="England has no count to compare with")
    return {
        label: _shape(count or 0, expected[label] * total / unscaled)
        for label, count in observed.items()
    }


def _at_their_rate(group: Group, other: Group) -> float:
    """The count that `group` would have at the rate of `other`, up to one factor for all."""
    assert other.count is not None
    if group.of is None or other.of is None:
        return other.count
    return group.of * other.count / other.of if other.of > 0 else 0.0


def _shape(observed: float, expected: float) -> Shape:
    if expected <= 0:
        return Shape(observed=observed, expected=expected, index=None, index95=None, index998=None)
    scale = 100 / expected
    return Shape(
        observed=observed,
        expected=expected,
        index=observed * scale,
        index95=count_interval(observed, Z95).scaled(scale),
        index998=count_interval(observed, Z998).scaled(scale),
    )
