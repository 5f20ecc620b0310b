"""What the figures of a paper give when they are worked out from one another.

Only what is simple and sure: a share beside its counts, a change between two counts of the paper,
shares that make up a whole, parts of a count. Each answer is a sentence, and says what the paper
prints where the two are not the same.
"""

import re
from collections.abc import Sequence
from datetime import date

from pages.parts.language.words import digits
from pages.parts.paper_check.known import CHANGE
from pages.parts.paper_check.records import Quoted
from pages.parts.paper_check.rounding import reach
from pages.parts.paper_check.words import printed

# '137/178', '137 of 178', '137 out of 178'
_OF = re.compile(r"(\d[\d,]*)\s*(?:/|of|out of)\s*(\d[\d,]*)", re.IGNORECASE)
_FALLS = re.compile(r"reduc|fall|fell|decreas|lower|drop|fewer|down", re.IGNORECASE)
_COMPARES = re.compile(
    r"\bfrom\b.*\bto\b|highest|lowest|compared|against|\b(?:up|down) from", re.IGNORECASE
)
FEWEST_PARTS = 3
WHOLE = (95.0, 105.0)  # shares that add up to something between were meant to be a whole
OFF = 0.05  # parts that differ from their count by more belong to another
SHORTEST_YEAR = 330  # days


def inside(figures: Sequence[Quoted]) -> tuple[str, ...]:
    """What is said of each figure from the others of its paper; empty where nothing is."""
    return tuple(
        " ".join(
            part
            for part in (
                _share(one),
                _change(one, figures),
                _part_of_row(one, figures),
                _whole(one, figures),
                _sum(one, figures),
            )
            if part
        )
        for one in figures
    )


def _share(one: Quoted) -> str:
    """A percentage beside its two counts: '137/178 is 77.0%'."""
    found = _OF.search(one.quote)
    if one.unit != "percent" or found is None or one.high is not None:
        return ""
    part, whole = (int(text.replace(",", "")) for text in found.groups())
    if not 0 < part <= whole or f"{whole}" == f"{one.value:.0f}":
        return ""
    share = part / whole * 100
    said = f"{digits(part, 0)} of {digits(whole, 0)} is {digits(share, _decimals(one))}%"
    return _beside(said, one, share)


def _decimals(one: Quoted) -> int:
    return max(1, one.decimals)


def _beside(said: str, one: Quoted, value: float) -> str:
    if abs(value - one.value) <= reach(one) + 1e-9:
        return f"{said}, as printed."
    return f"{said}; the paper prints {printed(one)}."


def _change(one: Quoted, figures: Sequence[Quoted]) -> str:
    """A change in percent, from the two counts of the paper that it lies between."""
    if one.unit != CHANGE or not one.measure or one.high is not None:
        return ""
    counts = [
        other
        for other in figures
        if other.unit == "count"
        and other.measure == one.measure
        and other.area == one.area
        and other.high is None
        and other.value > 0
    ]
    pair = _by_period(one, counts) or _on_line(one, counts)
    if pair is None:
        return ""
    before, after = pair
    change = (after.value - before.value) / before.value * 100
    said = (
        f"From {printed(before)} to {printed(after)}, as the paper has them, is "
        f"{'a fall' if change < 0 else 'a rise'} of {digits(abs(change), max(1, one.decimals))}%"
    )
    falls = change < 0 < one.value and _FALLS.search(one.quote) is not None
    return _beside(said, one, -change if falls else change)


def _by_period(one: Quoted, counts: Sequence[Quoted]) -> tuple[Quoted, Quoted] | None:
    """The count of the same period, and that of the period before it."""
    dated = [other for other in counts if other.period_end is not None]
    here = [other for other in dated if other.period_end == one.period_end]
    if not here:
        return None
    after = min(here, key=lambda other: abs(other.line - one.line))
    earlier = [other for other in dated if _day(other) < _day(after)]
    # A row of a table is a series of its own: a count elsewhere may be another.
    earlier = [other for other in earlier if other.line == after.line] or earlier
    if not earlier:
        return None
    last = max(_day(other) for other in earlier)
    before = min(
        (other for other in earlier if _day(other) == last),
        key=lambda other: abs(other.line - after.line),
    )
    return before, after


def _day(one: Quoted) -> date:
    assert one.period_end is not None
    return one.period_end


def _on_line(one: Quoted, counts: Sequence[Quoted]) -> tuple[Quoted, Quoted] | None:
    """The two counts on the line of a fall or a rise, the larger one first of a fall.

    Words of the paper must lay the one beside the other; two counts of one line may be of anything.
    """
    two = [other for other in counts if other.line == one.line]
    if len(two) != 2 or not any(_beside_one_another(two, other.quote) for other in (*two, one)):
        return None
    low, high = sorted(two, key=lambda other: other.value)
    falls = one.value < 0 or _FALLS.search(one.quote) is not None
    return (high, low) if falls else (low, high)


def _beside_one_another(two: Sequence[Quoted], quote: str) -> bool:
    both = all(re.search(rf"\b{printed(one)}\b", quote) for one in two)
    return both and _COMPARES.search(quote) is not None


def _part_of_row(one: Quoted, figures: Sequence[Quoted]) -> str:
    """A change over a part of a year in a row of changes over whole years."""
    months = _months(one)
    if one.unit != CHANGE or months is None or months >= 12:
        return ""
    yearly = [
        other
        for other in figures
        if other.line == one.line and other.unit == CHANGE and _months(other) == 12
    ]
    if not yearly:
        return ""
    return f"It is a change over {months} months, in a row with changes over whole years."


def _months(one: Quoted) -> int | None:
    if one.period_start is None or one.period_end is None or one.period_end <= one.period_start:
        return None
    return round((one.period_end - one.period_start).days / 30.44)


def _whole(one: Quoted, figures: Sequence[Quoted]) -> str:
    """Shares of one whole, on lines that follow one another, that add to another than 100."""
    kind = _kind(one.measure)
    if one.unit != "percent" or not kind or one.period_end is None:
        return ""
    alike = [
        other
        for other in figures
        if other.unit == "percent"
        and other.section == one.section
        and (other.period_start, other.period_end) == (one.period_start, one.period_end)
    ]
    parts = [other for other in _run(one, alike) if _kind(other.measure) in (kind, "")]
    if len(parts) < FEWEST_PARTS or sum(_kind(other.measure) == kind for other in parts) < 2:
        return ""
    total = sum(other.value for other in parts)
    rounding = sum(reach(other) for other in parts)
    decimals = max(other.decimals for other in parts)
    low, high = WHOLE
    if not low <= total <= high:
        return ""
    # Rounding explains up to half of a printed place in each share.
    told = f"The {len(parts)} shares on these lines add to {digits(total, decimals)}%"
    if abs(total - 100) <= 1e-9:
        return ""
    near = abs(total - 100) <= rounding
    return f"{told}{', which rounding can explain' if near else ''}."


def _kind(measure: str) -> str:
    """What shares of one whole have in common: 'requests from' of 'requests from schools'."""
    found = re.match(r"(.+? (?:from|in|for)) ", measure)
    return found[1] if found else ""


def _run(one: Quoted, alike: Sequence[Quoted]) -> list[Quoted]:
    """Those on lines without a gap around the line of `one`, one a line."""
    by_line = {other.line: other for other in reversed(alike)}
    if by_line.get(one.line) != one:
        return []
    first = last = one.line
    while first - 1 in by_line:
        first -= 1
    while last + 1 in by_line:
        last += 1
    return [by_line[line] for line in range(first, last + 1)]


def _sum(one: Quoted, figures: Sequence[Quoted]) -> str:
    """A count whose parts stand on the lines below it and add to another number."""
    if one.unit != "count" or not one.measure or one.high is not None:
        return ""
    by_line = {
        other.line: other
        for other in figures
        if other.unit == "count" and other.measure == one.measure and other.section == one.section
    }
    parts: list[Quoted] = []
    while (below := by_line.get(one.line + len(parts) + 1)) is not None:
        parts.append(below)
    total = sum(part.value for part in parts)
    if len(parts) < FEWEST_PARTS or total == one.value or abs(total - one.value) > OFF * one.value:
        return ""
    added = " + ".join(digits(part.value, 0) for part in parts)
    return (
        f"The counts below it, {added}, add to {digits(total, 0)}; the paper prints {printed(one)}."
    )
