"""The finding in words: the title of every chart, and the two sentences that stand beside it.

A word that judges (better, higher, rose ...) is written only where a 95% interval supports it.
One arithmetic fact is told without an interval: how many more or fewer an exact count of a
council is than a year earlier. Both counts are complete, so the difference is a count too; it is
not called a rise or a fall. Counts of England and the regions are rounded, so there it is left out.
Percentages differ by percentage points; no change is ever given in percent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analysis.differences import Change, Movement, Verdict, against, change
from analysis.intervals import Interval
from analysis.neighbours import NeighbourFigure
from pages.parts.figures.database import Indicator, SeriesBreak
from pages.parts.figures.view import Reported
from pages.parts.language import words

Tone = Literal["better", "worse", "similar", "none"]
Judged = Verdict | Literal["not compared"]

AMOUNTS = ("count", "FTE")
_DASH = "\N{EN DASH}"
_NOUNS = {"rose": "rise", "fell": "fall"}


@dataclass(frozen=True, kw_only=True)
class Story:
    """All there is to tell of one measure of one council.

    `points` may come in any order. `neighbours` is for the latest point only. `meanings` are the
    words of each status, from the table `symbol_meaning`. `level` is that of the council in the
    table `area`.
    """

    measure: Indicator
    council: str
    points: Sequence[Reported]
    england: Sequence[Reported]
    meanings: Mapping[str, str]
    region_name: str | None = None
    region: Sequence[Reported] = ()
    neighbours: NeighbourFigure | None = None
    breaks: Sequence[SeriesBreak] = ()
    level: str = "la"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One number in a text: as printed, as stored, and what it is."""

    shown: str
    value: float
    what: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The sentences of one figure. `verdict` is against England, `tone` is what that means.

    `text` is the title, `change` is about the year before, `comparison` about England, the
    statistical neighbours and the region. `numbers` holds every number in the three.
    """

    text: str
    change: str
    comparison: str
    verdict: Judged
    tone: Tone
    movement: Movement
    numbers: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Prints the numbers of one finding and remembers each."""

    measure: Indicator
    facts: list[Fact] = field(default_factory=list)

    def figure(self, value: float, what: str) -> str:
        self._remember(words.digits(value, self.measure.decimals), value, what)
        return words.number(value, self.measure.unit, self.measure.decimals, short=True)

    def points(self, difference: float, what: str) -> str:
        size = abs(difference)
        self._remember(words.digits(size, self.measure.decimals), size, what)
        return words.points(size, self.measure.unit, self.measure.decimals)

    def whole(self, number: int, what: str) -> str:
        self._remember(words.digits(number, 0), number, what)
        return words.digits(number, 0)

    def ends(self, interval: Interval, what: str, unit: str) -> str:
        for end, value in (("lower", interval.low), ("upper", interval.high)):
            shown = words.digits(value, self.measure.decimals)
            self._remember(shown, value, f"{end} end of the 95% interval of {what}")
        low, high = (
            words.number(value, unit, self.measure.decimals, short=True)
            for value in (interval.low, interval.high)
        )
        return f"{low} to {high}"

    def level(self) -> str:
        self._remember("95", 95, "level of the interval, in percent")
        return "95% interval"

    def _remember(self, shown: str, value: float, what: str) -> None:
        self.facts.append(Fact(shown=shown, value=value, what=what))


@dataclass(frozen=True, kw_only=True)
class _England:
    """What is said of England: a sentence, the verdict, and words for the title.

    `title_after` takes the place of `title` where the title has already told of the year before.
    """

    sentence: str
    title: str = ""
    title_after: str = ""
    verdict: Judged = "not compared"


@dataclass(frozen=True, kw_only=True)
class _Moved:
    """What is said of the year before: a sentence, words for the title, and the movement."""

    sentence: str
    title: str = ""
    movement: Movement = "not compared"


def tell(story: Story, at: date | None = None) -> Finding:
    """The finding at the period that ends on `at`, by default the latest.

    England is judged by the council's 95% interval against England's figure, the year before by
    the interval of the difference. Two figures that are printed alike are never called different.
    Raises ValueError when no point ends on `at`, KeyError for a status without words.
    """
    numbers = Numbers(measure=story.measure)
    point = _point_at(story, at)
    if point is None or point.value is None:
        return _tell_missing(story, point, numbers)
    value = numbers.figure(point.value, _what(story.council, point))
    england = _tell_england(story, point, numbers)
    moved = _tell_change(story, point, numbers)
    neighbours = _tell_neighbours(story, point, numbers)
    return Finding(
        text=opening(story.measure, story.council, point, value)
        + moved.title
        + (england.title_after if moved.title else england.title),
        change=moved.sentence,
        comparison=_join(england.sentence, neighbours, _tell_region(story, point, numbers)),
        verdict=england.verdict,
        tone=tone_of(england.verdict, story.measure.polarity),
        movement=moved.movement,
        numbers=tuple(numbers.facts),
    )


def _point_at(story: Story, at: date | None) -> Reported | None:
    points = [point for point in story.points if at in (None, point.end)]
    if at is not None and not points:
        raise ValueError(f"no point of {story.measure.indicator_id} ends on {at}")
    return max(points, key=_end, default=None)


def _end(point: Reported) -> date:
    return point.end


def opening(measure: Indicator, council: str, point: Reported, value: str) -> str:
    """'Plans issued within 20 weeks: 53.4% in Trafford in 2024', with the basis where it helps."""
    place = words.in_a_sentence(council)
    first, _, rest = measure.basis.partition(";")[0].partition(", ")
    tail, aside = "", first
    unit = words.unit_words(measure.unit)
    if first.startswith("of ") or (unit and first.startswith(unit)):
        tail, aside = f" {_undated(first, point)}", rest
    elif unit and not (first and unit.startswith(first)):
        tail = f" {unit}"
    if measure.unit == "count" or aside.lower() in measure.name.lower():
        aside = ""
    name = _undated(_title_name(measure), point)
    aside = f" ({aside})" if aside else ""
    return f"{name}: {value}{tail} in {place} {_when(point)}{aside}"


def _title_name(measure: Indicator) -> str:
    """The name without its colon: what the basis or the unit says again is left out."""
    head, colon, tail = measure.name.partition(": ")
    if not colon:
        return head
    if head.lower() in measure.basis.lower():
        return words.capitalise(tail)
    return head if tail == "rate" else f"{head} {_DASH} {tail}"


def _undated(text: str, point: Reported) -> str:
    """The text without the day or year that the period beside it gives."""
    if point.start != point.end:
        return text.removesuffix(" in the year")
    day = words.period_label(point.start, point.end).rpartition(" ")[0]
    return text.removesuffix(f" at {day}").removesuffix(f" on {day}")


def _tell_england(story: Story, point: Reported, numbers: Numbers) -> _England:
    measure = story.measure
    if measure.unit in AMOUNTS:
        return _England(
            sentence="Not compared with England: the number depends on a council's size."
        )
    england = _same_period(story.england, point)
    if england is None:
        return _England(sentence="England: no figure for this period.")
    if england.value is None:
        return _England(sentence=f"England: {_missing_words(story, england)}.")
    value = numbers.figure(england.value, _what("England", england))
    interval = point.interval
    if interval is None:
        title = f"; {value} in England"
        sentence = f"England: {value}. {why_not_judged(measure)}"
        return _England(sentence=sentence, title=title, title_after=title)
    if printed_alike(measure, point.value, england.value):
        phrase = f"the same as England's when rounded ({value})"
        return _England(
            sentence=f"{words.capitalise(phrase)}.",
            title=f", {phrase}",
            title_after=f"; {phrase}",
            verdict="similar",
        )
    verdict = against(interval, england.value)
    own = f"{words.possessive(_place(story))} {numbers.level()}"
    own = f"{own} ({numbers.ends(interval, _what(story.council, point), measure.unit)})"
    if verdict == "similar":
        phrase = f"cannot be told apart from England's {value}"
        return _England(
            sentence=f"{words.capitalise(phrase)}, which is inside {own}.",
            title=f", which {phrase}",
            title_after=f"; it {phrase}",
            verdict=verdict,
        )
    phrase = f"{judging_word(verdict, measure)} than England's {value}"
    return _England(
        sentence=f"{words.capitalise(phrase)}, which is outside {own}.",
        title=f", {phrase}",
        title_after=f"; {phrase}",
        verdict=verdict,
    )


def why_not_judged(measure: Indicator) -> str:
    if measure.interval_method is None:
        return "Not judged: how far this measure moves by chance is not known."
    return "Not judged: the counts behind the figure are not published."


def _tell_neighbours(story: Story, point: Reported, numbers: Numbers) -> str:
    measure, found = story.measure, story.neighbours
    latest = max(story.points, key=_end)
    if found is None or measure.unit in AMOUNTS or point.end != latest.end:
        return ""
    count = numbers.whole(found.of, "statistical neighbours")
    if found.n != found.of:
        count = f"{numbers.whole(found.n, 'statistical neighbours with a figure')} of {count}"
    if found.mean is None:
        return f"Too few statistical neighbours ({count}) have a figure." if found.of else ""
    mean = numbers.figure(found.mean, "mean of the statistical neighbours")
    label = f"ean of {count} statistical neighbours"
    if found.depends_on_rule:
        return f"M{label}: {mean}. {_tell_rules(story, found, numbers)}"
    interval = point.interval
    if interval is None or printed_alike(measure, point.value, found.mean):
        return f"M{label}: {mean}."
    verdict = against(interval, found.mean)
    if verdict == "similar":
        return f"Cannot be told apart from the m{label} ({mean})."
    word = words.capitalise(judging_word(verdict, measure))
    return f"{word} than the m{label} ({mean})."


def _tell_rules(story: Story, found: NeighbourFigure, numbers: Numbers) -> str:
    others = [
        f"{name} {numbers.figure(value, f'{name} of the statistical neighbours')}"
        for name, value in (("median", found.median), ("pooled", found.pooled))
        if value is not None
    ]
    return f"Whether {_place(story)} differs depends on the rule used ({', '.join(others)})."


def _tell_region(story: Story, point: Reported, numbers: Numbers) -> str:
    region = _same_period(story.region, point)
    if story.region_name is None or region is None or story.measure.unit in AMOUNTS:
        return ""
    place = words.capitalise(words.in_a_sentence(story.region_name))
    if region.value is None:
        return f"{place}: {_missing_words(story, region)}."
    return f"{place}: {numbers.figure(region.value, _what(story.region_name, region))}."


def _tell_change(story: Story, point: Reported, numbers: Numbers) -> _Moved:
    before = max((p for p in story.points if p.end < point.end), key=_end, default=None)
    if before is None:
        return _Moved(sentence="No earlier figure is held.")
    if not _a_year_apart(before, point):
        return _Moved(
            sentence=f"The figure before is for {_label(before)}, so no yearly change is given."
        )
    if any(before.end <= b.after_end < point.end for b in story.breaks):
        return _Moved(
            sentence=f"A break in the series after {_label(before)} means it is not compared with "
            "the year before."
        )
    if before.value is None or point.value is None:
        label = words.capitalise(_label(before))
        return _Moved(sentence=f"No change is given. {label}: {_missing_words(story, before)}.")
    was = numbers.figure(before.value, _what(story.council, before))
    if story.measure.unit == "count" and story.level == "la":
        return _count_change(story, point.value - before.value, was, before, numbers)
    moved = change(
        story.measure.interval_method, point.figure, before.figure, story.measure.multiplier
    )
    if moved.interval is None:
        title = f"; {was} a year earlier" if story.measure.unit in AMOUNTS else ""
        return _Moved(
            sentence=f"It was {was} {_when(before)}; whether that is a real change is not known.",
            title=title,
        )
    if printed_alike(story.measure, point.value, before.value):
        return _Moved(
            sentence=f"No clear change: {was} {_when(before)} as well.", movement="no clear change"
        )
    return _judged_change(moved, was, before, numbers)


def _judged_change(moved: Change, was: str, before: Reported, numbers: Numbers) -> _Moved:
    assert moved.difference is not None and moved.interval is not None
    size = numbers.points(moved.difference, f"difference from {_label(before)}")
    if moved.verdict not in ("rose", "fell"):
        return _Moved(
            sentence=f"No clear change from {was} {_when(before)}: a difference of {size} could be "
            "chance.",
            movement=moved.verdict,
        )
    ends = numbers.ends(_size(moved.interval), f"the difference from {_label(before)}", "count")
    return _Moved(
        sentence=f"It {moved.verdict} by {size} from {was} {_when(before)} "
        f"({numbers.level()} {ends}).",
        title=f", a {_NOUNS[moved.verdict]} from {was} a year earlier",
        movement=moved.verdict,
    )


def _count_change(
    story: Story, difference: float, was: str, before: Reported, numbers: Numbers
) -> _Moved:
    if difference == 0:
        return _Moved(sentence=f"The same number as {_when(before)}.", title=", as a year earlier")
    size = numbers.points(difference, f"difference from {_label(before)}")
    word = "more" if difference > 0 else "fewer"
    return _Moved(
        sentence=f"{size} {word} than {_when(before)} ({was}).",
        title=f", {size} {word} than a year earlier",
    )


def _tell_missing(story: Story, point: Reported | None, numbers: Numbers) -> Finding:
    """A figure that is not there is told in words; only a figure of an earlier year is named."""
    name, place = _title_name(story.measure), _place(story)
    text = f"{name}: no figure for {place}."
    known = [p for p in story.points if p.value is not None]
    if point is not None:
        why = words.capitalise(words.status_words(point.status, story.meanings))
        text = f"{_undated(name, point)}: no figure for {place} {_when(point)}. {why}."
        known = [p for p in known if p.end < point.end]
    change = ""
    if known:
        last = max(known, key=_end)
        assert last.value is not None
        value = numbers.figure(last.value, _what(story.council, last))
        change = f"Last published: {value} {_when(last)}."
    england = _same_period(story.england, point) if point else None
    comparison = ""
    if point is not None and england is not None and england.value is not None:
        if story.measure.unit not in AMOUNTS:
            comparison = f"England: {numbers.figure(england.value, _what('England', england))}."
        comparison = _join(comparison, _tell_neighbours(story, point, numbers))
    return Finding(
        text=text.removesuffix("."),
        change=change,
        comparison=comparison,
        verdict="not compared",
        tone="none",
        movement="not compared",
        numbers=tuple(numbers.facts),
    )


def printed_alike(measure: Indicator, one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return False
    return words.digits(one, measure.decimals) == words.digits(other, measure.decimals)


def tone_of(verdict: Judged, polarity: str) -> Tone:
    if verdict == "not compared" or polarity == "none":
        return "none"
    if verdict == "similar":
        return "similar"
    return "better" if (verdict == "higher") == (polarity == "high") else "worse"


def judging_word(verdict: Verdict, measure: Indicator) -> str:
    tone = tone_of(verdict, measure.polarity)
    return verdict if tone == "none" else tone


def _size(interval: Interval) -> Interval:
    """The interval of the size of a change: of a fall, the ends swapped and without the minus."""
    if interval.high > 0:
        return interval
    return Interval(low=-interval.high, high=-interval.low)


def _a_year_apart(before: Reported, point: Reported) -> bool:
    lengths = [(p.end - p.start).days for p in (before, point)]
    apart = (point.end - before.end).days
    return 350 <= apart <= 380 and abs(lengths[0] - lengths[1]) <= 3


def _same_period(points: Sequence[Reported], point: Reported) -> Reported | None:
    span = (point.start, point.end)
    return next((p for p in points if (p.start, p.end) == span), None)


def _missing_words(story: Story, point: Reported) -> str:
    return words.uncapitalise(words.status_words(point.status, story.meanings))


def _place(story: Story) -> str:
    return words.in_a_sentence(story.council)


def _when(point: Reported) -> str:
    return words.when(point.start, point.end)


def _label(point: Reported) -> str:
    return words.period_label(point.start, point.end)


def _what(place: str, point: Reported) -> str:
    return f"{words.display_name(place)} {_when(point)}"


def _join(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
