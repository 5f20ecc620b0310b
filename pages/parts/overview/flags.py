"""What of all that is tested for one council is told: a page of fifty figures flags some by chance.

Every test is told only where its 95% interval tells it, and of all that are told for one council no
more than 5% are expected to be false. What cannot be tested is not counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from analysis.discovery import (
    Sides,
    chance_among_areas,
    chance_of_change,
    chance_of_difference,
    discoveries,
)
from pages.parts.figures.spread import spread
from pages.parts.figures.view import View
from pages.parts.measure.sentences import Finding, year_before

# A figure on the less favourable side of England's, one far from the usual spread of councils
# where neither side is, and a change for the worse, or either way where neither is.
Tested = Literal["England", "councils", "change"]


@dataclass(frozen=True, kw_only=True)
class Flag:
    """One test of one measure; `chance` is its p-value, 1 where it tells nothing."""

    indicator_id: str
    what: Tested
    chance: float


def flags_of(view: View, finding: Finding) -> list[Flag]:
    """The tests that could flag the newest figure; none where its counts are in doubt."""
    latest, indicator_id = view.latest, view.indicator.indicator_id
    if latest is None or latest.value is None or not view.balances(latest.end):
        return []
    chances: dict[Tested, float | None] = {
        "England": _against_england(view, finding),
        "councils": _among_councils(view),
        "change": _of_change(view, finding),
    }
    return [
        Flag(indicator_id=indicator_id, what=what, chance=chance)
        for what, chance in chances.items()
        if chance is not None
    ]


def told(tests: Iterable[Flag]) -> frozenset[tuple[str, Tested]]:
    """The tests of one council that are told, by measure and what is tested."""
    every = list(tests)
    found = discoveries([test.chance for test in every])
    return frozenset(
        (test.indicator_id, test.what) for test, true in zip(every, found, strict=True) if true
    )


def _against_england(view: View, finding: Finding) -> float | None:
    """The chance of the distance from England; None where no side is better, or none is told."""
    indicator, latest = view.indicator, view.latest
    if not indicator.has_direction or finding.verdict == "not compared":
        return None
    england = view.england_value(latest.end) if latest else None
    if finding.tone != "worse" or latest is None or england is None or not indicator.multiplier:
        return 1.0
    side: Sides = [1] if indicator.polarity == "low" else [-1]
    benchmark = england / indicator.multiplier
    return chance_of_difference(indicator.interval_method, latest.figure, benchmark, side)


def _among_councils(view: View) -> float | None:
    """The chance that an ordinary council lies so far off, where neither side is better."""
    latest = view.latest
    if view.indicator.has_direction or latest is None:
        return None
    among = spread(view.indicator.indicator_id)
    if among is None or view.reporter not in among.units:
        return None
    if among.units[view.reporter].usual998 in (None, "inside"):
        return 1.0
    return chance_among_areas(among, latest.figure)


def _of_change(view: View, finding: Finding) -> float | None:
    """The chance of the change on the year before; None where it is not judged."""
    indicator, latest = view.indicator, view.latest
    before = year_before(view.council, view.breaks, latest) if latest else None
    if finding.movement == "not compared" or latest is None or before is None:
        return None
    unwanted = {"high": ("fell",), "low": ("rose",), "none": ("rose", "fell")}[indicator.polarity]
    if finding.movement not in unwanted:
        return 1.0
    sides: Sides = [1 if way == "rose" else -1 for way in unwanted]
    return chance_of_change(indicator.interval_method, latest.figure, before.figure, sides)
