"""Where an area stands among all: ranks, quartile bands, and how sure a rank can be.

Ranks, limits and bands follow the published rules of DfE's Local Authority Interactive Tool:
rank 1 is always best, ties share the smallest rank, a missing value has no rank.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from statistics import NormalDist
from typing import Literal

from analysis.differences import Figure, direction, judged, side
from analysis.intervals import Z95, Method, has_parts

Polarity = Literal["high", "low", "none"]
Band = Literal["A", "B", "C", "D"]

# Our own choice. Hidden values are all small, so they are not missing by chance: 59 authorities hid
# their share of plans of 2 years or more in 2025, and a rank among the others would mean nothing.
ENOUGH_AREAS = 0.9

LOWEST, MIDDLE, HIGHEST = "lowest quarter", "middle half", "highest quarter"


def part_of(value: float, limits: tuple[float, float, float]) -> str:
    """The quarter at either end, or the middle half; a value on a limit is in the lower part."""
    if value <= limits[0]:
        return LOWEST
    return MIDDLE if value <= limits[2] else HIGHEST


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The place of one area. `rank` and `band` are None where `reason` says why.

    `of` areas have a value, among `areas` to which the measure applies; `tied` others share the
    rank. `limits` are the three quartile limits in the unit of the figure.
    """

    rank: int | None
    of: int
    areas: int
    tied: int
    limits: tuple[float, float, float] | None
    band: Band | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class RankRange:
    """The ranks that chance leaves open, from `best` to `worst` of `of` areas with a value.

    With 95% certainty the area's rank by underlying risk is one of them.
    """

    best: int
    worst: int
    of: int


def rank(values: Sequence[float | None], polarity: Polarity) -> list[int | None]:
    """Rank of each value in order: 1 is best, ties share the smallest rank, None has none.

    All are None where the measure has no direction.
    """
    if polarity == "none":
        return [None] * len(values)
    sign = -1.0 if polarity == "high" else 1.0
    ordered = sorted(sign * value for value in values if value is not None)
    return [None if v is None else bisect_left(ordered, sign * v) + 1 for v in values]


def quartile_limits(values: Sequence[float | None]) -> tuple[float, float, float] | None:
    """The 25, 50 and 75 percentiles of the values there are; None when there are none."""
    limits = limits_of(values, 4)
    return None if limits is None else (limits[0], limits[1], limits[2])


def quarters_of(values: Sequence[float | None], applies: int) -> tuple[float, float, float] | None:
    """The quartile limits; None where fewer than 90% of those the measure applies to have a value.

    Hidden values are all small, so their absence would move every limit and every rank.
    """
    present = [value for value in values if value is not None]
    return quartile_limits(present) if len(present) >= ENOUGH_AREAS * applies else None


def limits_of(values: Sequence[float | None], parts: int) -> tuple[float, ...] | None:
    """The limits between so many parts of equal size; None when there are no values.

    Source: linear interpolation, type 7 of Hyndman and Fan (1996), American Statistician 50.
    """
    ordered = sorted(value for value in values if value is not None)
    if not ordered:
        return None
    return tuple(_quantile(ordered, part / parts) for part in range(1, parts))


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def band(value: float, limits: tuple[float, float, float], polarity: Polarity) -> Band | None:
    """Quartile band, A the best; a value on a limit belongs to the lower values.

    None where the measure has no direction.
    """
    if polarity == "none":
        return None
    letters: Sequence[Band] = ("A", "B", "C", "D") if polarity == "low" else ("D", "C", "B", "A")
    return letters[bisect_left(limits, value)]


def rank_of(
    area: str,
    values: Mapping[str, float | None],
    polarity: Polarity,
    statuses: Mapping[str, str] | None = None,
) -> Standing:
    """Where `area` stands among `values`, or why it has no rank.

    Areas whose status is 'not_applicable' are not counted. No rank where the measure has no
    direction, the area has no value, or fewer than 90% of areas have one.
    Raises KeyError when the area is not in `values`.
    """
    own = values[area]
    applies = [a for a in values if not statuses or statuses.get(a) != "not_applicable"]
    present = [value for a in applies if (value := values[a]) is not None]
    limits = quarters_of(present, len(applies))
    reason = None
    if polarity == "none":
        reason = "neither a high nor a low figure is better"
    elif own is None:
        reason = "no figure"
    elif limits is None:
        reason = f"only {len(present)} of {len(applies)} councils have a figure"
    standing = Standing(
        rank=None,
        of=len(present),
        areas=len(applies),
        tied=0,
        limits=limits,
        band=None,
        reason=reason,
    )
    if own is None or limits is None or reason is not None:
        return standing
    return replace(
        standing,
        rank=rank([own, *present], polarity)[0],
        tied=present.count(own) - 1,
        band=band(own, limits, polarity),
    )


def rank_range(
    area: str,
    figures: Mapping[str, Figure],
    method: Method | None,
    polarity: Polarity,
    z: float = Z95,
) -> RankRange | None:
    """The ranks that chance leaves open to `area`: with 95% certainty its rank is one of them.

    Best is 1 plus the areas that are certainly better, worst is the number of areas less those
    certainly worse; certain means that the interval of the difference leaves out no difference.
    All k - 1 differences from this one area must hold together, so that each interval is made at
    1 - 5% / (k - 1) (Bonferroni; `simultaneous`), of the k areas that can have one. At 95% each the
    range of one of 150 areas that are all alike missed its rank in 85 of 100 simulations. The
    statement is of one area's rank: that of all at once would need k(k - 1)/2 intervals.

    Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91, marginal
    confidence set for a rank; differences as `analysis.differences.side` judges them.

    Areas with a value but without parts count as neither. None where no interval can be had.
    Raises KeyError when the area is not in `figures`.
    """
    own = figures[area]
    if polarity == "none" or own.value is None or not _can_be_judged(method, own):
        return None
    others = [f for a, f in figures.items() if a != area and f.value is not None]
    able = [other for other in others if _can_be_judged(method, other)]
    level = simultaneous(len(able), z)
    signs = [direction(method, other, own, level) for other in able]
    better = 1 if polarity == "high" else -1
    of = len(others) + 1
    return RankRange(best=1 + signs.count(better), worst=of - signs.count(-better), of=of)


def rank_ranges(
    figures: Mapping[str, Figure],
    method: Method | None,
    polarity: Polarity,
    z: float = Z95,
) -> dict[str, RankRange]:
    """The ranks that chance leaves open to every area that can have a range, as `rank_range`.

    Each pair is judged once, so that all 153 councils take the time of a few.
    """
    if polarity == "none":
        return {}
    present = {area: figure for area, figure in figures.items() if figure.value is not None}
    able = [area for area, figure in present.items() if _can_be_judged(method, figure)]
    level = simultaneous(len(able) - 1, z)
    ready = [
        (area, share)
        for area in able
        if (share := judged(method, present[area], level)) is not None
    ]
    higher, lower = dict.fromkeys(able, 0), dict.fromkeys(able, 0)
    for (area, own), (other, others) in combinations(ready, 2):
        sign = side(method, own, others, level)
        if sign:
            below, above = (area, other) if sign < 0 else (other, area)
            higher[below] += 1
            lower[above] += 1
    better, worse = (higher, lower) if polarity == "high" else (lower, higher)
    of = len(present)
    return {a: RankRange(best=1 + better[a], worst=of - worse[a], of=of) for a in able}


def _can_be_judged(method: Method | None, figure: Figure) -> bool:
    return has_parts(method, figure.numerator, figure.denominator)


@lru_cache(maxsize=256)
def simultaneous(intervals: int, z: float = Z95) -> float:
    """The normal deviate of so many intervals that hold together as surely as one of z.

    Each leaves to a tail what z leaves, divided by their number: Bonferroni. 3.59 for 152 at 95%.
    """
    tail = math.erfc(z / math.sqrt(2)) / 2
    return -NormalDist().inv_cdf(tail / intervals) if intervals > 1 else z
