"""What the page Compare says: one finding for each tab, and how firm it is.

Every finding begins with the council's own figure in the newest year, then says what the tab
adds. A word that judges stands only where a 95% interval supports it; where neither a high nor a
low figure is better, the words are higher and lower.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from analysis.differences import Movement
from analysis.intervals import Interval
from analysis.ranks import ENOUGH_AREAS, HIGHEST, LOWEST, MIDDLE, Standing, part_of
from pages.parts.compare.data import Compared, Period
from pages.parts.figures.database import GONE_WORDS, Indicator, symbol_words
from pages.parts.figures.view import Reported
from pages.parts.language.words import (
    capitalise,
    display_name,
    in_a_sentence,
    listed,
    ordinal,
    period_label,
    uncapitalise,
    when,
)
from pages.parts.measure import words
from pages.parts.measure.changes import Step, change_between, over_years
from pages.parts.measure.numbers import Fact, Numbers, printed_alike
from pages.parts.measure.sentences import (
    APART,
    USUAL,
    Finding,
    Story,
    place_sentence,
    tell,
    title_of,
)

AMOUNT = (
    "Numbers and posts depend on the size of a council, so councils are not compared by them. "
    "Choose a rate or a percentage to compare; Trend shows this council alone."
)
OVER = "Over the years shown"
QUARTILES = ("Lower quartile", "Median", "Upper quartile")
QUARTER_TOLD = " of councils ("
BEST, WORST = "most favourable quarter", "least favourable quarter"


@dataclass(frozen=True, kw_only=True)
class Told:
    """A finding or an explanation, and every number in it."""

    text: str
    numbers: tuple[Fact, ...]


Limits = tuple[float, float, float]
# What a tab adds to the figure in its finding.
Adds = Callable[[Compared, Reported, Numbers], str]
# The sentences that a tab alone has under its chart; an empty one is left out.
Explains = Callable[[Compared, Numbers], list[str]]


def comparable(compared: Compared) -> bool:
    """False for counts and posts, of which only the council's own are shown."""
    return compared.indicator.shares_an_axis


def council_in_words(compared: Compared) -> str:
    """The council, or those who report together, inside a sentence."""
    return in_a_sentence(compared.council_name)


def in_newest(compared: Compared) -> str:
    """The newest year inside a sentence: 'in 2024'."""
    return when(compared.period.start, compared.last)


def period_in_words(compared: Compared, end: date) -> str:
    """The period that ends on one day."""
    return period_label(compared.field.spans[end], end)


def finding(compared: Compared, adds: Adds | None) -> Told:
    """The title of a tab: the council's figure, and what the tab adds to it.

    Without an addition of its own, and for amounts, it is the title of the measure's own page.
    """
    measure, entry = compared.indicator, compared.entry
    numbers = Numbers(measure=measure)
    newest = in_newest(compared)
    if entry is None:
        name = measure.name.partition(": ")[0]
        text = f"{name}: no figure for {council_in_words(compared)} {newest}. {GONE_WORDS}"
        return Told(text=text, numbers=())
    if entry.value is None:
        return Told(text=tell(story(compared), compared.last).text, numbers=())
    if adds is None or not comparable(compared):
        return headline(compared)
    value = numbers.counted(entry.figure, f"{council_in_words(compared)} {newest}")
    text = title_of(measure, compared.name(compared.own), entry, value)
    text += adds(compared, entry, numbers)
    return Told(text=text, numbers=tuple(numbers.facts))


def headline(compared: Compared) -> Told:
    """The title that the measure's own page has: the year before leads, then England."""
    told = tell(story(compared), compared.last)
    title = [fact for fact in told.numbers if fact.shown in told.text]
    return Told(text=told.text, numbers=tuple(title))


def explained(compared: Compared, explains: Explains | None, title: str = "") -> Told:
    """What stands under the chart of a tab: how firm the finding is, and England.

    What the `title` has told already is not told again.
    """
    numbers, beside = Numbers(measure=compared.indicator), told_alone(compared)
    own = explains if comparable(compared) else since_first
    sentences = own(compared, numbers) if own else []
    if comparable(compared):
        sentences += [_reported(compared, numbers, title), beside.comparison if beside else ""]
        sentences.append(_place(compared, title))
    facts = (*numbers.facts, *(beside.numbers if beside else ()))
    return Told(text=" ".join(sentence for sentence in sentences if sentence), numbers=facts)


def _place(compared: Compared, title: str) -> str:
    """The place among councils, its quarter only where the title does not say it."""
    place = compared.period.among.get(compared.own)
    return place_sentence(place, quarter_told=QUARTER_TOLD in title)


def told_alone(compared: Compared) -> Finding | None:
    """What the other pages would say of the council; None where it does not take part."""
    return tell(story(compared), compared.last) if compared.entry is not None else None


def story(compared: Compared) -> Story:
    """All there is to tell of the council and England.

    The neighbours have a table of their own, the place among councils a sentence by the title.
    """
    return replace(
        words.story(compared.view),
        council=compared.name(compared.own),
        points=points_until(compared),
        neighbours=None,
        place=None,
    )


def points_until(compared: Compared) -> list[Reported]:
    """The council's figures until the newest year chosen, that there even if not in the file."""
    series = {**compared.field.places[compared.own].series}
    if compared.entry:
        series.setdefault(compared.last, compared.entry)
    return [series[end] for end in compared.field.ends if end in series and end <= compared.last]


def own_points(compared: Compared) -> list[Reported]:
    """The council's figures in the years chosen."""
    return [point for point in points_until(compared) if point.end >= compared.first]


def earlier(compared: Compared) -> Reported | None:
    """The oldest figure of the council in the years chosen that its newest is compared with.

    That is the first with a value after the last break; None where there is none.
    """
    start = compared.field.since(compared.first, compared.last)
    after_break = (figure for figure in own_points(compared) if start <= figure.end < compared.last)
    return next((figure for figure in after_break if figure.value is not None), None)


def _step(compared: Compared, entry: Reported | None, numbers: Numbers) -> Step | None:
    """From the first figure that may be compared to the newest; None where either is absent."""
    before = earlier(compared)
    if before is None or entry is None or entry.value is None:
        return None
    return Step(numbers=numbers, place=council_in_words(compared), before=before, now=entry)


def ranked(compared: Compared, entry: Reported, numbers: Numbers) -> str:
    """Ranking: the rank, and what chance leaves open of it."""
    standing = compared.period.standing(compared.own)
    ranks = compared.period.ranges.get(compared.own)
    if standing.rank is None:
        return f"; no rank, as only {_reporting(compared.period, numbers)} have a figure"
    text = f", {_rank(standing, numbers)}"
    if ranks is None or ranks.best == ranks.worst:
        return text
    ends = (numbers.whole(end, f"{end} end of the rank") for end in (ranks.best, ranks.worst))
    low, high = (_ending(end) for end in ends)
    return f"{text}; by chance alone it could be anywhere from {low} to {high}"


def _ending(digits: str) -> str:
    return ordinal(int(digits))


def _rank(standing: Standing, numbers: Numbers) -> str:
    assert standing.rank is not None
    rank = _ending(numbers.whole(standing.rank, "rank"))
    of = f"of {numbers.whole(standing.of, 'councils with a figure')} councils"
    joint = "joint " if standing.tied else ""
    if numbers.measure.polarity == "none":
        return f"{joint}{rank} {of}, counted from the highest"
    return f"{joint}{rank} {of} (1st is best)"


def rank_words(period: Period, area: str) -> str:
    """'74th', 'joint 74th'; 'no rank' where there is none."""
    standing = period.standing(area)
    if standing.rank is None:
        return "no rank"
    return f"{'joint ' if standing.tied else ''}{ordinal(standing.rank)}"


def _reporting(period: Period, numbers: Numbers) -> str:
    n = numbers.whole(len(period.present), "councils with a figure")
    return f"{n} of {numbers.whole(period.applies, 'councils')} councils"


def quartered(compared: Compared, entry: Reported, numbers: Numbers) -> str:
    """Distribution: the quarter, and what chance leaves open of it."""
    limits = compared.period.limits
    if limits is None or entry.value is None:
        return f"; no quarters, as only {_reporting(compared.period, numbers)} have a figure"
    part = part_of(entry.value, limits)
    low, high = limits[0], limits[2]
    span = {
        LOWEST: lambda: f"{numbers.figure(low, 'lower quartile')} or less",
        MIDDLE: lambda: (
            f"{numbers.figure(low, 'lower quartile')} to {numbers.figure(high, 'upper quartile')}"
        ),
        HIGHEST: lambda: _above(high, entry, numbers),
    }[part]()
    text = f", in the {part_words(part, numbers.measure)}{QUARTER_TOLD}{span})"
    possible = parts_open(entry.interval, limits) if entry.interval else []
    others = [f"the {part_words(other, numbers.measure)}" for other in possible if other != part]
    return f"{text}; chance alone could put it in {' or '.join(others)}" if others else text


def _above(limit: float, entry: Reported, numbers: Numbers) -> str:
    """'above 95.9%'; where the figure is printed as the limit is, that it lies above unrounded."""
    text = f"above {numbers.figure(limit, 'upper quartile')}"
    alike = printed_alike(numbers.measure, entry.value, limit)
    return f"{text} before rounding" if alike else text


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


def spanned(compared: Compared, entry: Reported, numbers: Numbers) -> str:
    """Map: the lowest and the highest figure of all councils whose counts add up."""
    present = balanced(compared)
    if not present:
        return ""
    low, high = min(present.values()), max(present.values())
    ends = (f"{numbers.figure(end, 'end')} {_where(compared, end, numbers)}" for end in (low, high))
    return f"; councils range from {' to '.join(ends)}"


def balanced(compared: Compared) -> dict[str, float]:
    """The figures of the newest year without those whose published counts do not add up."""
    present = compared.period.present
    return {area: value for area, value in present.items() if compared.balances(area)}


def _where(compared: Compared, value: float, numbers: Numbers) -> str:
    areas = [area for area, figure in balanced(compared).items() if figure == value]
    if len(areas) == 1:
        return f"({display_name(compared.name(areas[0]))})"
    return f"({numbers.whole(len(areas), 'councils with that figure')} councils)"


def counted(compared: Compared, entry: Reported, numbers: Numbers) -> str:
    """Table: how many councils are better or worse by more than chance."""
    ranks = compared.period.ranges.get(compared.own)
    if ranks is None:
        return f"; {_reporting(compared.period, numbers)} have a figure"
    first, second = _sides(numbers.measure)
    above, below = ranks.best - 1, ranks.of - ranks.worst
    between = ranks.of - 1 - above - below
    others = numbers.whole(ranks.of - 1, "other councils")
    sides = f"{_are(above, first, numbers)} by more than chance, {_are(below, second, numbers)}"
    level = numbers.whole(between, "not told apart") if between else "none"
    return f"; of {others} other councils {sides} and {level} {APART}"


def since_first(compared: Compared, numbers: Numbers) -> list[str]:
    """Trend: the change on the year before, then that over the years chosen where it is another."""
    beside = told_alone(compared)
    return [beside.change if beside else "", _changed(compared, numbers)]


def _changed(compared: Compared, numbers: Numbers) -> str:
    """The change over the years chosen, and why it does not reach further back."""
    parted = [
        _parted(compared, kind)
        for kind in ("break", "caution")
        if any(b.kind == kind for b in compared.field.broken(compared.first, compared.last))
    ]
    step = _step(compared, compared.entry, numbers)
    points = own_points(compared)
    text = over_years(step, OVER) if step and step.before not in points[-2:-1] else ""
    return " ".join(sentence for sentence in (text, *parted) if sentence)


def _parted(compared: Compared, kind: str) -> str:
    """Why no change is told across the breaks, or the cautions, of the years chosen."""
    marks = [b for b in compared.field.broken(compared.first, compared.last) if b.kind == kind]
    ends = " and ".join(dict.fromkeys(_last_before(compared, b.after_end) for b in marks))
    if kind == "break":
        return f"The series changes after {ends}, so no change is told across that."
    return f"Figures before and after {ends} are compared with care, so no change is told across."


def _last_before(compared: Compared, after: date) -> str:
    """The last period before a break, in words."""
    return period_label(compared.field.spans.get(after, after), after)


def how_sure(compared: Compared, numbers: Numbers) -> list[str]:
    """Ranking: ties, and what the range of the rank means or why there is none."""
    period, entry = compared.period, compared.entry
    if period.limits is None:
        least = numbers.whole(round(100 * ENOUGH_AREAS), "councils that a rank needs, in percent")
        return [
            f"With fewer than {least}% of councils there is no rank: figures are not missing by "
            "chance, as small ones are hidden, so a rank among the others would mislead."
        ]
    if entry is None or entry.value is None:
        return []
    tied = [
        display_name(compared.name(area))
        for area, value in period.present.items()
        if value == entry.value and area != compared.own
    ]
    return [
        f"The same figure: {', '.join(tied)}." if tied else "",
        _behind_range(compared, numbers)
        if compared.own in period.ranges
        else "How sure the rank is cannot be said.",
    ]


def _behind_range(compared: Compared, numbers: Numbers) -> str:
    """What the plausible range of the rank is made of."""
    ranks = compared.period.ranges[compared.own]
    first, second = _sides(numbers.measure)
    above, below = ranks.best - 1, ranks.of - ranks.worst
    councils = "council" if above < 2 else "councils"
    return (
        f"{capitalise(_are(above, first, numbers, councils))} than {council_in_words(compared)} "
        f"by more than chance and {_are(below, second, numbers)}; between them its rank is open."
    )


def outside(compared: Compared) -> str:
    """Which councils lie outside the usual spread of councils of their size, by name."""
    among = compared.period.among
    if not any(place.side for place in among.values()):
        return ""
    sides = {
        where: sorted(
            display_name(compared.name(area)) for area, place in among.items() if place.side == side
        )
        for where, side in (("Above", "high"), ("Below", "low"))
    }
    told = [
        f"{where} {USUAL} of their size: {listed(names)}."
        for where, names in sides.items()
        if names
    ]
    return " ".join(told) or f"No council lies outside {USUAL} of its size."


def _are(count: int, what: str, numbers: Numbers, noun: str = "") -> str:
    """'61 are better', '1 is better', 'none is better'; with a noun '61 councils are better'."""
    how_many = numbers.whole(count, what) if count else "no" if noun else "none"
    verb = "are" if count > 1 else "is"
    return " ".join(word for word in (how_many, noun, verb, what) if word)


def _sides(measure: Indicator) -> tuple[str, str]:
    """The words for councils that come before and after in the order."""
    return ("higher", "lower") if measure.polarity == "none" else ("better", "worse")


def _reported(compared: Compared, numbers: Numbers, title: str) -> str:
    """How many councils have a figure, unless the title says so, and why the others have none."""
    meanings = symbol_words()
    tally = Counter(
        entry.status for entry in compared.period.entries.values() if entry.value is None
    )
    reasons = "; ".join(
        f"{uncapitalise(meanings[status])}: {numbers.whole(n, status)}"
        for status, n in tally.most_common()
    )
    if f"{_reporting(compared.period, Numbers(measure=compared.indicator))} have" in title:
        return f"Without a figure: {reasons}." if reasons else ""
    text = f"{_reporting(compared.period, numbers)} have a figure"
    return f"{text} ({reasons})." if reasons else f"{text}."


def subtitle(compared: Compared, *, through: bool) -> str:
    """Indicator, basis, unit and years in one line."""
    return words.subtitle_of(compared.indicator, years(compared, through=through))


def years(compared: Compared, *, through: bool) -> str:
    """The newest year, or all the years `through` to it."""
    newest = period_in_words(compared, compared.last)
    if not through or compared.first == compared.last:
        return newest
    return f"{period_in_words(compared, compared.first)} to {newest}"


def movement_of(compared: Compared, area: str) -> Movement | None:
    """What happened to any council since the first year that may be compared.

    None where there is no such year, or no figure in it or in the newest.
    """
    start = compared.field.since(compared.first, compared.last)
    series = compared.field.places[area].series
    before, now = series.get(start), series.get(compared.last)
    if start == compared.last or before is None or now is None:
        return None
    if before.value is None or now.value is None:
        return None
    return change_between(compared.indicator, now, before).verdict
