"""The finding in words: the title of every chart, and the two sentences that stand beside it.

A word that judges (better, higher, rose ...) is written only where a 95% interval supports it.
One arithmetic fact is told without an interval: how many more or fewer an exact count of a
council is than a year earlier. Both counts are complete, so the difference is a count too; it is
not called a rise or a fall. Counts of England and the regions are rounded, so there it is left out.
Percentages differ by percentage points; no change is ever given in percent.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.differences import Movement, Verdict, against
from analysis.intervals import FEWEST_JUDGED, Interval, alike
from analysis.neighbours import NeighbourFigure
from analysis.ranks import MIDDLE
from pages.parts.figures.counts import is_of_few
from pages.parts.figures.database import UNBALANCED_WORDS, Indicator, SeriesBreak
from pages.parts.figures.spread import PlaceAmong
from pages.parts.figures.view import Reported
from pages.parts.language.words import (
    capitalise,
    display_name,
    in_a_sentence,
    period_label,
    possessive,
    spelled,
    status_words,
    uncapitalise,
    unit_words,
    when,
)
from pages.parts.measure.changes import Step, exact
from pages.parts.measure.numbers import Fact, Numbers, more_digits, printed_alike

Tone = Literal["better", "worse", "similar", "none"]
Judged = Verdict | Literal["not compared"]

APART = "cannot be told apart"
USUAL = "the usual spread of councils"
_DASH = "\N{EN DASH}"

# Days between the last days of two yearly periods: a year, and a fortnight either way for a census
# that is held on another day. Both periods are as long as each other, but for a leap day.
_YEAR_APART = range(350, 381)
_SAME_LENGTH = 3


@dataclass(frozen=True, kw_only=True)
class Story:
    """All there is to tell of one measure of one council.

    `points` may come in any order. `neighbours` and `place` are for the latest point only.
    `meanings` are the words of each status, from the table `symbol_meaning`. `level` is that of the
    council in the table `area`. `doubted` are the ends of periods whose counts do not add up.
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
    place: PlaceAmong | None = None
    doubted: Container[date] = ()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The sentences of one figure. `verdict` is against England, `tone` is what that means.

    `text` is the title, `change` is about the year before, `comparison` about England, the
    statistical neighbours and the region, `place` about all councils. `numbers` holds every number
    in the four. `alike` says that the figure is surely close to England's, which is more than not
    told apart from it.
    """

    text: str
    change: str
    comparison: str
    verdict: Judged
    tone: Tone
    movement: Movement
    numbers: tuple[Fact, ...]
    alike: bool = False
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class _England:
    """What is said of England: a sentence, the verdict, and words for the title.

    `title_after` takes the place of `title` where the title has already told of the year before.
    """

    sentence: str
    title: str = ""
    title_after: str = ""
    verdict: Judged = "not compared"
    alike: bool = False


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
    value = numbers.counted(point.figure, _what(story.council, point))
    england = _tell_england(story, point, numbers)
    moved = _tell_change(story, point, numbers)
    neighbours = _tell_neighbours(story, point, numbers)
    return Finding(
        text=title_of(story.measure, story.council, point, value)
        + moved.title
        + (england.title_after if moved.title else england.title),
        change=moved.sentence,
        comparison=_join(england.sentence, neighbours, _tell_region(story, point, numbers)),
        verdict=england.verdict,
        tone=tone_of(england.verdict, story.measure.polarity),
        movement=moved.movement,
        numbers=tuple(numbers.facts),
        alike=england.alike,
        place=place_sentence(story.place) if point == _point_at(story, None) else "",
    )


def _point_at(story: Story, at: date | None) -> Reported | None:
    points = [point for point in story.points if at in (None, point.end)]
    if at is not None and not points:
        raise ValueError(f"no point of {story.measure.indicator_id} ends on {at}")
    return max(points, key=_end, default=None)


def _end(point: Reported) -> date:
    return point.end


def title_of(measure: Indicator, council: str, point: Reported, value: str) -> str:
    """'Plans issued within 20 weeks: 53.4% in Trafford in 2024', with the basis where it helps."""
    place = in_a_sentence(council)
    first, _, rest = measure.basis.partition(";")[0].partition(", ")
    tail, aside = "", first
    unit = unit_words(measure.unit)
    if first.startswith("of ") or (unit and first.startswith(unit)):
        tail, aside = f" {_undated(first, point)}", rest
        if " of " in value and not value.endswith(
            ")"
        ):  # '1 of 2 requests', not '1 of 2 of requests'
            tail = tail.removeprefix(" of")
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
        return capitalise(tail)
    return head if tail == "rate" else f"{head} {_DASH} {tail}"


def _undated(text: str, point: Reported) -> str:
    """The text without the day or year that the period beside it gives."""
    if point.start != point.end:
        return text.removesuffix(" in the year")
    day = period_label(point.start, point.end).rpartition(" ")[0]
    return text.removesuffix(f" at {day}").removesuffix(f" on {day}")


def _tell_england(story: Story, point: Reported, numbers: Numbers) -> _England:
    measure = story.measure
    if not measure.shares_an_axis:
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
    # Beside each other, and no more: without an interval nothing says which difference is chance.
    if interval is None:
        title = f"; {value} in England"
        sentence = f"England: {value}. {why_not_judged(measure, point)}"
        return _England(sentence=sentence, title=title, title_after=title)
    # Readers see rounded figures: to call 46.4% higher than 46.4% would look like a mistake.
    if printed_alike(measure, point.value, england.value):
        phrase = f"the same as England's when rounded ({value})"
        return _beside(phrase, f"{capitalise(phrase)}.", "similar")
    verdict = against(interval, england.value)
    more = _more_digits(measure, verdict, england.value, interval)
    ends = numbers.ends(interval, _what(story.council, point), measure.unit, more)
    own = f"{possessive(_place(story))} {numbers.level()} ({ends})"
    if verdict == "similar":
        return _tell_alike(interval, england.value, value, own, numbers)
    than = f"{judging_word(verdict, measure)} than England's"
    phrase = f"{than} {value}"
    full = numbers.figure(england.value, _what("England", england), more)
    return _beside(phrase, f"{capitalise(than)} {full}, which is outside {own}.", verdict)


def _beside(phrase: str, sentence: str, verdict: Verdict, *, alike: bool = False) -> _England:
    """A sentence, with a phrase for the title, whether or not that has told of the year before."""
    return _England(
        sentence=sentence,
        title=f", {phrase}",
        title_after=f"; {phrase}",
        verdict=verdict,
        alike=alike,
    )


def _tell_alike(
    interval: Interval, england: float, value: str, own: str, numbers: Numbers
) -> _England:
    """Like England where the whole interval is, else what the figure could be of England's.

    `value` is England's figure as printed, `own` are the words of the council's interval.
    """
    if alike(interval, england):
        phrase = f"in line with England's {value}"
        sentence = f"{capitalise(phrase)}: all of {own} is within a fifth of it."
        return _beside(phrase, sentence, "similar", alike=True)
    phrase = f"{APART} from England's {value}"
    could = ""
    if england > 0:
        low, high = (
            numbers.times(end / england, f"{which} end of the interval by England's figure")
            for which, end in (("lower", interval.low), ("upper", interval.high))
        )
        could = f": it could be {low} to {high} times England's"
    return _England(
        sentence=f"{capitalise(phrase)}, which is inside {own}{could}.",
        title=f", which {phrase}",
        title_after=f"; it {phrase}",
        verdict="similar",
    )


def _more_digits(measure: Indicator, verdict: Verdict, value: float, interval: Interval) -> int:
    """The decimals that the interval needs more, for its claim to be seen in its numbers."""
    if verdict == "similar":
        return 0
    return more_digits(measure, value, interval.low if verdict == "higher" else interval.high)


def why_not_judged(measure: Indicator, point: Reported) -> str:
    if measure.interval_method is None:
        return "Not judged: how far this measure moves by chance is not known."
    if is_of_few(measure, point.figure, FEWEST_JUDGED):
        return f"Not judged: it is of fewer than {spelled(FEWEST_JUDGED)}."
    return "Not judged: the counts behind the figure are not published."


def _tell_neighbours(story: Story, point: Reported, numbers: Numbers) -> str:
    measure, neighbours = story.measure, story.neighbours
    latest = max(story.points, key=_end)
    if neighbours is None or not measure.shares_an_axis or point.end != latest.end:
        return ""
    count = numbers.whole(neighbours.of, "statistical neighbours")
    if neighbours.n != neighbours.of:
        count = f"{numbers.whole(neighbours.n, 'statistical neighbours with a figure')} of {count}"
    if neighbours.mean is None:
        return f"Too few statistical neighbours ({count}) have a figure." if neighbours.of else ""
    mean = numbers.figure(neighbours.mean, "mean of the statistical neighbours")
    label = f"ean of {count} statistical neighbours"
    span = _tell_span(neighbours, numbers)
    if neighbours.depends_on_rule:
        return f"M{label}: {mean}{span}. {_tell_rules(story, neighbours, numbers)}"
    interval = point.interval
    if interval is None or printed_alike(measure, point.value, neighbours.mean):
        return f"M{label}: {mean}{span}."
    verdict = against(interval, neighbours.mean)
    if verdict == "similar":
        return f"{capitalise(APART)} from the m{label} ({mean}){span}."
    word = capitalise(judging_word(verdict, measure))
    more = _more_digits(measure, verdict, neighbours.mean, interval)
    if more:
        mean = numbers.figure(neighbours.mean, "mean of the statistical neighbours", more)
    return f"{word} than the m{label} ({mean}){span}."


def _tell_span(neighbours: NeighbourFigure, numbers: Numbers) -> str:
    """The range of the neighbours: to be better than their mean can be to stand among them."""
    if neighbours.low is None or neighbours.high is None:
        return ""
    low, high = (
        numbers.figure(value, f"{which} of the statistical neighbours")
        for which, value in (("lowest", neighbours.low), ("highest", neighbours.high))
    )
    return f", which range from {low} to {high}"


def _tell_rules(story: Story, neighbours: NeighbourFigure, numbers: Numbers) -> str:
    others = [
        f"{name} {numbers.figure(value, f'{name} of the statistical neighbours')}"
        for name, value in (("median", neighbours.median), ("pooled", neighbours.pooled))
        if value is not None
    ]
    return f"Whether {_place(story)} differs depends on the rule used ({', '.join(others)})."


def place_sentence(place: PlaceAmong | None, *, quarter_told: bool = False) -> str:
    """Where a figure stands among councils: more than chance is not yet remarkable.

    It stands out only outside the usual spread of councils of its size.
    """
    if place is None:
        return ""
    part = "" if quarter_told or not place.part else f"is in the {place.part} of councils"
    if place.stands_out:
        where = "above" if place.side == "high" else "below"
        out = f"stands out, {where} the usual spread of councils of its size"
        return f"It {part} and {out}." if part else f"It {out}."
    if place.side == "inside" and place.part != MIDDLE:
        return f"It {part}, within their usual spread." if part else f"It is within {USUAL}."
    return f"It {part}." if part else ""


def _tell_region(story: Story, point: Reported, numbers: Numbers) -> str:
    region = _same_period(story.region, point)
    if story.region_name is None or region is None or not story.measure.shares_an_axis:
        return ""
    place = capitalise(in_a_sentence(story.region_name))
    if region.value is None:
        return f"{place}: {_missing_words(story, region)}."
    return f"{place}: {numbers.figure(region.value, _what(story.region_name, region))}."


def _tell_change(story: Story, point: Reported, numbers: Numbers) -> _Moved:
    before = _figure_before(story.points, point)
    if before is None:
        return _Moved(sentence="No earlier figure is held.")
    if not _a_year_apart(before, point):
        return _Moved(
            sentence=f"The figure before is for {_label(before)}, so no yearly change is given."
        )
    if kinds := _between(story.breaks, before, point):
        what = "A break in the series" if "break" in kinds else "A change in how it is counted"
        return _Moved(
            sentence=f"{what} after {_label(before)} means it is not compared with the year before."
        )
    if before.value is None or point.value is None:
        label = capitalise(_label(before))
        return _Moved(sentence=f"No change is given. {label}: {_missing_words(story, before)}.")
    step = Step(numbers=numbers, place=display_name(story.council), before=before, now=point)
    if exact(story.measure, story.level):
        doubted = before.end in story.doubted or point.end in story.doubted
        return _doubted_change(step) if doubted else _count_change(step)
    return _judged_change(step)


def year_before(
    points: Sequence[Reported], breaks: Sequence[SeriesBreak], point: Reported
) -> Reported | None:
    """The figure of the year before, where it may stand beside `point`: as long a period, a year
    apart, with no break between and a number in it.
    """
    before = _figure_before(points, point)
    if before is None or before.value is None or not _a_year_apart(before, point):
        return None
    return None if _between(breaks, before, point) else before


def _figure_before(points: Sequence[Reported], point: Reported) -> Reported | None:
    return max((p for p in points if p.end < point.end), key=_end, default=None)


def _between(breaks: Sequence[SeriesBreak], before: Reported, point: Reported) -> set[str]:
    """What parts two figures: 'break', 'caution', both or neither."""
    return {b.kind for b in breaks if before.end <= b.after_end < point.end}


def _count_change(step: Step) -> _Moved:
    more = step.more_or_fewer()
    sentence = capitalise(f"{more} {step.past}")
    if step.difference == 0:
        return _Moved(sentence=f"{sentence}.", title=", as a year earlier")
    return _Moved(sentence=f"{sentence} ({step.was}).", title=f", {more} a year earlier")


def _doubted_change(step: Step) -> _Moved:
    """Beside each other stand two years, no difference: the counts of one do not add up."""
    return _Moved(
        sentence=f"It was {step.was} {step.past}; as {UNBALANCED_WORDS}, no difference is told.",
        title=f"; {step.was} a year earlier",
    )


def _judged_change(step: Step) -> _Moved:
    verdict, was, past = step.verdict, step.was, step.past
    if step.change.interval is None:
        return _unjudged_change(step)
    if step.alike:
        return _Moved(sentence=f"No clear change: {was} {past} as well.", movement=verdict)
    if verdict not in ("rose", "fell"):
        if step.too_close:
            return _Moved(sentence=f"No clear change from {was} {past}.", movement=verdict)
        return _Moved(
            sentence=f"No clear change from {was} {past}: {step.of_groups}a difference of "
            f"{step.size()} could be chance.",
            movement=verdict,
        )
    return _Moved(
        sentence=step.rose_or_fell(), title=step.rise_or_fall("a year earlier"), movement=verdict
    )


def _unjudged_change(step: Step) -> _Moved:
    """Two figures beside each other, where nothing tells which difference is chance."""
    was, past = step.was, step.past
    title = "" if step.numbers.measure.shares_an_axis else f"; {was} a year earlier"
    if step.same:
        return _Moved(sentence=f"The same as a year before: {was} {past}.", title=title)
    if step.of_few:
        few = spelled(FEWEST_JUDGED)
        return _Moved(
            sentence=f"It was {was} {past}; of fewer than {few}, no change is told from chance.",
            title=title,
        )
    return _Moved(
        sentence=f"It was {was} {past}; whether that is a real change is not known.", title=title
    )


def _tell_missing(story: Story, point: Reported | None, numbers: Numbers) -> Finding:
    """A figure that is not there is told in words; only a figure of an earlier year is named."""
    name, place = _title_name(story.measure), _place(story)
    text = f"{name}: no figure for {place}."
    known = [p for p in story.points if p.value is not None]
    if point is not None:
        why = capitalise(status_words(point.status, story.meanings))
        text = f"{_undated(name, point)}: no figure for {place} {_when(point)}. {why}."
        known = [p for p in known if p.end < point.end]
    change = ""
    if known:
        last = max(known, key=_end)
        value = numbers.counted(last.figure, _what(story.council, last))
        change = f"Last published: {value} {_when(last)}."
    england = _same_period(story.england, point) if point else None
    comparison = ""
    if point is not None and england is not None and england.value is not None:
        if story.measure.shares_an_axis:
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


def tone_of(verdict: Judged, polarity: str) -> Tone:
    if verdict == "not compared" or polarity == "none":
        return "none"
    if verdict == "similar":
        return "similar"
    return "better" if (verdict == "higher") == (polarity == "high") else "worse"


def judging_word(verdict: Verdict, measure: Indicator) -> str:
    tone = tone_of(verdict, measure.polarity)
    return verdict if tone == "none" else tone


def _a_year_apart(before: Reported, point: Reported) -> bool:
    lengths = [(p.end - p.start).days for p in (before, point)]
    apart = (point.end - before.end).days
    return apart in _YEAR_APART and abs(lengths[0] - lengths[1]) <= _SAME_LENGTH


def _same_period(points: Sequence[Reported], point: Reported) -> Reported | None:
    span = (point.start, point.end)
    return next((p for p in points if (p.start, p.end) == span), None)


def _missing_words(story: Story, point: Reported) -> str:
    return uncapitalise(status_words(point.status, story.meanings))


def _place(story: Story) -> str:
    return in_a_sentence(story.council)


def _when(point: Reported) -> str:
    return when(point.start, point.end)


def _label(point: Reported) -> str:
    return period_label(point.start, point.end)


def _what(place: str, point: Reported) -> str:
    return f"{display_name(place)} {_when(point)}"


def _join(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
