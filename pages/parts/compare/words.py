"""What the page Compare says: one finding for each tab, and how firm it is.

Every finding begins with the council's own figure in the newest year, then says what the tab
adds. A word that judges stands only where a 95% interval supports it; where neither a high nor a
low figure is better, the words are higher and lower.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from analysis.differences import Change, Movement, change
from analysis.intervals import Interval
from analysis.ranks import ENOUGH_AREAS, Standing
from pages.parts.compare.choice import DISTRIBUTION, MAP, RANKING, TABLE, TREND
from pages.parts.compare.data import Compared, Period
from pages.parts.figures.database import Indicator, symbol_words
from pages.parts.figures.view import Reported
from pages.parts.language import words as language_words
from pages.parts.measure import words
from pages.parts.measure.sentences import (
    Fact,
    Numbers,
    Story,
    opening,
    printed_alike,
    tell,
)

AMOUNT = (
    "Numbers and posts depend on the size of a council, so councils are not compared by them. "
    "Choose a rate or a percentage to compare; Trend shows this council alone."
)
LOWEST, MIDDLE, HIGHEST = "lowest quarter", "middle half", "highest quarter"
BEST, WORST = "most favourable quarter", "least favourable quarter"


@dataclass(frozen=True, kw_only=True)
class Told:
    """A finding or an explanation, and every number in it."""

    text: str
    numbers: tuple[Fact, ...]


Limits = tuple[float, float, float]
Adds = Callable[[Compared, Reported, Numbers], str]


def comparable(seen: Compared) -> bool:
    """False for counts and posts, of which only the council's own are shown."""
    return seen.indicator.shares_an_axis


def point_of(seen: Compared) -> Reported | None:
    """The council's figure in the newest year; None where it does not take part."""
    return seen.entry


def place(seen: Compared) -> str:
    """The council, or those who report together, inside a sentence."""
    name = seen.name(seen.own) if seen.entry else seen.choice.council.name
    return language_words.in_a_sentence(name)


def when(seen: Compared) -> str:
    """The newest year inside a sentence."""
    return language_words.when(seen.period.start, seen.last)


def label(seen: Compared, end: date) -> str:
    """The period that ends on one day."""
    return language_words.period_label(seen.field.spans[end], end)


def finding(seen: Compared, tab: str) -> Told:
    """The title of one tab. Raises KeyError for a tab that there is not."""
    measure, point = seen.indicator, point_of(seen)
    add = ADDS[tab] if comparable(seen) else _moved
    numbers = Numbers(measure=measure)
    if point is None:
        name = measure.name.partition(": ")[0]
        text = f"{name}: no figure for {place(seen)} {when(seen)}. No such council at that time"
        return Told(text=text, numbers=())
    if point.value is None:
        return Told(text=tell(story(seen), seen.last).text, numbers=())
    value = numbers.figure(point.value, f"{place(seen)} {when(seen)}")
    text = opening(measure, seen.name(seen.own), point, value) + add(seen, point, numbers)
    return Told(text=text, numbers=tuple(numbers.facts))


def story(seen: Compared) -> Story:
    """All there is to tell of the council and England; the neighbours have a table of their own."""
    return replace(
        words.story(seen.seen),
        council=seen.name(seen.own),
        points=own_points(seen),
        neighbours=None,
    )


def own_points(seen: Compared) -> list[Reported]:
    """The council's figures in the years chosen, the newest there even if not in the file."""
    series = {**seen.field.places[seen.own].series}
    if seen.entry:
        series.setdefault(seen.last, seen.entry)
    return [series[end] for end in seen.ends if end in series]


def earlier(seen: Compared) -> Reported | None:
    """The oldest figure of the council in the years chosen that its newest is compared with.

    That is the first with a value after the last break; None where there is none.
    """
    start = seen.field.since(seen.first, seen.last)
    found = (one for one in own_points(seen) if start <= one.end < seen.last)
    return next((one for one in found if one.value is not None), None)


def moved_between(measure: Indicator, point: Reported, before: Reported) -> Change:
    """What happened between two figures that no break parts, by the interval of the difference.

    Two figures that are printed alike are no clear change.
    """
    found = change(measure.interval_method, point.figure, before.figure, measure.multiplier)
    if found.interval is not None and printed_alike(measure, point.value, before.value):
        return replace(found, verdict="no clear change")
    return found


def _moved(seen: Compared, point: Reported, numbers: Numbers) -> str:
    """Trend: what changed over the years chosen."""
    before = earlier(seen)
    if before is None or before.value is None or point.value is None:
        return ""
    past = language_words.when(before.start, before.end)
    was = numbers.figure(before.value, f"{place(seen)} {past}")
    if numbers.measure.unit == "count" and seen.field.places[seen.own].level == "la":
        return f", {_more(point.value - before.value, numbers)} {past} ({was})"
    verdict = moved_between(numbers.measure, point, before).verdict
    return {
        "rose": f", a rise from {was} {past}",
        "fell": f", a fall from {was} {past}",
        "no clear change": f", no clear change from {was} {past}",
        "not compared": f"; {was} {past}",
    }[verdict]


def _more(difference: float, numbers: Numbers) -> str:
    if difference == 0:
        return "the same number as"
    return (
        f"{numbers.points(difference, 'difference')} {'more' if difference > 0 else 'fewer'} than"
    )


def _ranked(seen: Compared, point: Reported, numbers: Numbers) -> str:
    """Ranking: the rank, and what chance leaves open of it."""
    standing, found = seen.period.standing(seen.own), seen.period.ranges.get(seen.own)
    if standing.rank is None:
        return f"; no rank, as only {_reporting(seen.period, numbers)} have a figure"
    text = f", {_rank(standing, numbers)}"
    if found is None or found.best == found.worst:
        return text
    ends = (numbers.whole(end, f"{end} end of the rank") for end in (found.best, found.worst))
    low, high = (_ending(end) for end in ends)
    return f"{text}; chance leaves {low} to {high} open"


def _ending(digits: str) -> str:
    return language_words.ordinal(int(digits))


def _rank(standing: Standing, numbers: Numbers) -> str:
    assert standing.rank is not None
    rank = _ending(numbers.whole(standing.rank, "rank"))
    of = f"of {numbers.whole(standing.of, 'councils with a figure')} councils"
    joint = "joint " if standing.tied else ""
    if numbers.measure.polarity == "none":
        return f"{joint}{rank} {of}, counted from the highest"
    return f"{joint}{rank} {of} (1st is best)"


def _reporting(period: Period, numbers: Numbers) -> str:
    n = numbers.whole(len(period.present), "councils with a figure")
    return f"{n} of {numbers.whole(period.applies, 'councils')} councils"


def _placed(seen: Compared, point: Reported, numbers: Numbers) -> str:
    """Distribution: the quarter, and what chance leaves open of it."""
    limits = seen.period.limits
    if limits is None or point.value is None:
        return f"; no quarters, as only {_reporting(seen.period, numbers)} have a figure"
    part = part_of(point.value, limits)
    low, high = limits[0], limits[2]
    span = {
        LOWEST: lambda: f"{numbers.figure(low, 'lower quartile')} or less",
        MIDDLE: lambda: (
            f"{numbers.figure(low, 'lower quartile')} to {numbers.figure(high, 'upper quartile')}"
        ),
        HIGHEST: lambda: f"above {numbers.figure(high, 'upper quartile')}",
    }[part]()
    text = f", in the {part_words(part, numbers.measure)} of councils ({span})"
    entry = seen.entry
    open_too = parts_open(entry.interval, limits) if entry and entry.interval else []
    others = [f"the {part_words(one, numbers.measure)}" for one in open_too if one != part]
    return f"{text}; chance leaves {' and '.join(others)} open as well" if others else text


def part_of(value: float, limits: Limits) -> str:
    """The quarter at either end, or the middle half; a value on a limit is in the lower part."""
    if value <= limits[0]:
        return LOWEST
    return MIDDLE if value <= limits[2] else HIGHEST


def parts_open(interval: Interval, limits: Limits) -> list[str]:
    """The parts that an interval reaches into, from the lowest."""
    first, last = part_of(interval.low, limits), part_of(interval.high, limits)
    every = [LOWEST, MIDDLE, HIGHEST]
    return every[every.index(first) : every.index(last) + 1]


def part_words(part: str, measure: Indicator) -> str:
    """A part by the direction of the measure; without one, by its height."""
    if measure.polarity == "none" or part == MIDDLE:
        return part
    return BEST if (part == HIGHEST) == (measure.polarity == "high") else WORST


def _spanned(seen: Compared, point: Reported, numbers: Numbers) -> str:
    """Map: the lowest and the highest figure of all councils."""
    present = seen.period.present
    low, high = min(present.values()), max(present.values())
    ends = (f"{numbers.figure(end, 'end')} {_where(seen, end, numbers)}" for end in (low, high))
    return f"; councils range from {' to '.join(ends)}"


def _where(seen: Compared, value: float, numbers: Numbers) -> str:
    found = [area for area, one in seen.period.present.items() if one == value]
    if len(found) == 1:
        return f"({language_words.display_name(seen.name(found[0]))})"
    return f"({numbers.whole(len(found), 'councils with that figure')} councils)"


def _beside(seen: Compared, point: Reported, numbers: Numbers) -> str:
    """Table: how many councils are better or worse by more than chance."""
    found = seen.period.ranges.get(seen.own)
    if found is None:
        return f"; {_reporting(seen.period, numbers)} have a figure"
    first, second = _sides(numbers.measure)
    above, below = found.best - 1, found.of - found.worst
    apart = found.of - 1 - above - below
    others = numbers.whole(found.of - 1, "other councils")
    sides = f"{_are(above, first, numbers)} by more than chance, {_are(below, second, numbers)}"
    level = numbers.whole(apart, "not told apart")
    return f"; of {others} other councils {sides} and {level} cannot be told apart"


ADDS: Mapping[str, Adds] = {
    TREND: _moved,
    RANKING: _ranked,
    DISTRIBUTION: _placed,
    MAP: _spanned,
    TABLE: _beside,
}


def explained(seen: Compared, tab: str) -> Told:
    """What stands under the chart of one tab: how firm the finding is, and England."""
    point, numbers = point_of(seen), Numbers(measure=seen.indicator)
    alone = tab == TREND or not comparable(seen)
    beside = tell(story(seen), seen.last) if point is not None else None
    said = []
    if alone:
        said.append(_changed(seen, point, numbers))
        said.append(beside.change if beside and not _same_change(seen) else "")
    elif tab == RANKING:
        said.append(_how_sure(seen, point, numbers))
    if comparable(seen):
        said += [_reported(seen, numbers), beside.comparison if beside else ""]
    facts = (*numbers.facts, *(beside.numbers if beside else ()))
    return Told(text=" ".join(one for one in said if one), numbers=facts)


def _same_change(seen: Compared) -> bool:
    """Whether the change over the years chosen is that on the year before."""
    before, points = earlier(seen), own_points(seen)
    return len(points) < 2 or before == points[-2] or points[-1].value is None


def _changed(seen: Compared, point: Reported | None, numbers: Numbers) -> str:
    """The change in full, and why it does not reach further back."""
    before, broken = earlier(seen), seen.field.broken(seen.first, seen.last)
    why = ""
    if broken:
        ends = " and ".join(dict.fromkeys(_last_before(seen, b.after_end) for b in broken))
        why = f"No change is given across a break in the series (after {ends})."
    if point is None or point.value is None or before is None or before.value is None:
        return why
    measure, past = numbers.measure, language_words.when(before.start, before.end)
    found = moved_between(measure, point, before)
    if found.interval is None or found.difference is None:
        if measure.unit == "count":
            return why
        return f"Whether that is a real change since {_span(before)} is not known. {why}".strip()
    was = numbers.figure(before.value, f"{place(seen)} {past}")
    size = numbers.points(found.difference, "difference")
    if found.verdict == "no clear change":
        text = f"From {was} {past} the difference is {size}, which could be chance."
    else:
        ends = numbers.ends(_size(found.interval), "the difference", "count")
        text = f"It {found.verdict} by {size} from {was} {past} ({numbers.level()} {ends})."
    return f"{text} {why}".strip()


def _span(before: Reported) -> str:
    return language_words.period_label(before.start, before.end)


def _last_before(seen: Compared, after: date) -> str:
    """The last period before a break, in words."""
    spans = {**seen.field.spans}
    return language_words.period_label(spans.get(after, after), after)


def _size(interval: Interval) -> Interval:
    if interval.high > 0:
        return interval
    return Interval(low=-interval.high, high=-interval.low)


def _how_sure(seen: Compared, point: Reported | None, numbers: Numbers) -> str:
    """Ties, and what the range of the rank means or why there is none."""
    period = seen.period
    if period.limits is None:
        least = numbers.whole(round(100 * ENOUGH_AREAS), "councils that a rank needs, in percent")
        return (
            f"With fewer than {least}% of councils there is no rank: figures are not missing by "
            "chance, as small ones are hidden, so a rank among the others would mislead."
        )
    if point is None or point.value is None:
        return ""
    tied = [
        language_words.display_name(seen.name(area))
        for area, value in period.present.items()
        if value == point.value and area != seen.own
    ]
    said = [f"The same figure: {', '.join(tied)}."] if tied else []
    if seen.own in period.ranges:
        said.append(_behind_range(seen, numbers))
    else:
        said.append("How sure the rank is cannot be said.")
    return " ".join(said)


def _behind_range(seen: Compared, numbers: Numbers) -> str:
    """What the plausible range of the rank is made of."""
    found = seen.period.ranges[seen.own]
    first, second = _sides(numbers.measure)
    above, below = found.best - 1, found.of - found.worst
    return (
        f"{numbers.whole(above, first)} {'council is' if above == 1 else 'councils are'} {first} "
        f"than {place(seen)} by more than chance and {_are(below, second, numbers)}; between them "
        "its rank is open."
    )


def _are(count: int, what: str, numbers: Numbers) -> str:
    return f"{numbers.whole(count, what)} {'is' if count == 1 else 'are'} {what}"


def _sides(measure: Indicator) -> tuple[str, str]:
    """The words for councils that come before and after in the order."""
    return ("higher", "lower") if measure.polarity == "none" else ("better", "worse")


def _reported(seen: Compared, numbers: Numbers) -> str:
    """How many councils have a figure, and why the others have none."""
    meanings, tally = symbol_words(), dict[str, int]()
    for one in seen.period.entries.values():
        if one.value is None:
            tally[one.status] = tally.get(one.status, 0) + 1
    text = f"{_reporting(seen.period, numbers)} have a figure"
    reasons = [
        f"{language_words.uncapitalise(meanings[status])}: {numbers.whole(n, status)}"
        for status, n in sorted(tally.items(), key=lambda one: -one[1])
    ]
    return f"{text} ({'; '.join(reasons)})." if reasons else f"{text}."


def subtitle(seen: Compared, tab: str) -> str:
    """Indicator, basis, unit and years in one line."""
    one = seen.indicator
    unit = {"count": "number", "percent": "per cent", "FTE": "full-time equivalents"}
    basis = "" if one.basis.lower() in one.name.lower() else one.basis
    unit_words = "" if one.unit in one.basis else unit.get(one.unit, one.unit)
    return " · ".join(part for part in [one.name, basis, unit_words, years(seen, tab)] if part)


def years(seen: Compared, tab: str) -> str:
    """The years that one tab shows."""
    newest = label(seen, seen.last)
    if tab not in (TREND, DISTRIBUTION) or seen.first == seen.last:
        return newest
    return f"{label(seen, seen.first)} to {newest}"


def movement_of(seen: Compared, area: str) -> tuple[Movement | None, Reported | None]:
    """What happened to any council since the first year that may be compared, and that year."""
    start = seen.field.since(seen.first, seen.last)
    place = seen.field.places[area]
    if start == seen.last or start not in place.series or seen.last not in place.series:
        return None, None
    before, point = place.series[start], place.series[seen.last]
    if before.value is None or point.value is None:
        return None, before
    return moved_between(seen.indicator, point, before).verdict, before
