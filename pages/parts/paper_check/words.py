"""What is said of a quoted figure beside the published ones, and what a member might ask.

Exact and neutral: a difference is a question. Every number is the paper's or a published one, or
the distance between the two.
"""

import re
from collections.abc import Sequence
from datetime import date

from pages.parts.figures import calendar, database
from pages.parts.language.words import (
    MONTHS,
    capitalise,
    counted,
    digits,
    in_a_sentence,
    listed,
    month_words,
    number,
    period_label,
    uncapitalise,
)
from pages.parts.paper_check.known import CHANGE, Candidate
from pages.parts.paper_check.records import Quoted
from pages.parts.paper_check.vocabulary import Measure

# How a paper's words for a time begin where they name it.
_NAMED = re.compile(
    rf"(?:\d|Q\d|quarter \d|{'|'.join(month[:3] for month in MONTHS)})", re.IGNORECASE
)
MOST_LETTERS = 60  # of what a paper calls a period or a place
LARGEST = 1e15
MOST_DECIMALS = 6
_QUOTED_UNITS = {
    "percent": "%",
    CHANGE: "%",
    "per 10,000": " per 10,000",
    "FTE": " full-time equivalents",
    "cases per FTE": " cases per worker",
    "weeks": " weeks",
    "days": " days",
    "percentage points": " percentage points",
}

_MONEY = {"pounds": "", "GBP million": "m"}


def printed(quoted: Quoted) -> str:
    """A quoted figure as the paper prints it: '40%', '19 to 21%', 'about 500', '2,808'."""
    unit = _QUOTED_UNITS.get(quoted.unit, "")
    figure = _digits(quoted.value, quoted.decimals)
    if quoted.high is not None and quoted.high != quoted.value:
        figure += f" to {_digits(quoted.high, quoted.decimals)}"
    if quoted.unit in _MONEY:
        figure = f"£{figure}{_MONEY[quoted.unit]}"
    return f"{'about ' if quoted.about else ''}{figure}{unit}"


def _digits(value: float, decimals: int) -> str:
    """As `digits`; a number beyond all counting, which a paper may hold too, as Python has it."""
    if not abs(value) < LARGEST:
        return f"{value:g}"
    return digits(value, min(MOST_DECIMALS, max(0, decimals)))


def _bare(quoted: Quoted) -> str:
    return printed(quoted).removeprefix("about ")


def opening(quoted: Quoted) -> str:
    """'The paper prints 40% for 2022', 'The paper prints 192 (since August)'."""
    period = _short(quoted.period) if quoted.stated else ""
    when = f" for {period}" if _NAMED.match(period) else f" ({period})" if period else ""
    return f"The paper prints {printed(quoted)}{when}"


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= MOST_LETTERS else f"{one_line[: MOST_LETTERS - 1]}…"


def figure(candidate: Candidate, *, basis: bool = False) -> str:
    """A published figure with the counts behind it: '36.3% (149 of 410)'.

    With `basis`, what is counted stands in the brackets first.
    """
    published = candidate.published
    known = [published.basis] if basis and published.basis else []
    both = (candidate.numerator, candidate.denominator)
    if published.unit == "percent" and None not in both:
        known.append(" of ".join(_count(one) for one in both if one is not None))
    brackets = f" ({'; '.join(known)})" if known else ""
    return f"{value(candidate)}{brackets}"


def value(candidate: Candidate) -> str:
    """The figure alone: '36.3%'."""
    published = candidate.published
    unit = "percent" if published.unit == CHANGE else published.unit
    return number(candidate.value, unit, published.decimals)


def _count(one: float) -> str:
    return digits(one, 0 if one == round(one) else 1)


def when(candidate: Candidate) -> str:
    """When a published figure is of: '2022', 'January 2023', 'January 2022 to January 2023'."""
    if candidate.published.unit != CHANGE:
        snapshot = candidate.timing == "snapshot"
        return period_label(candidate.end if snapshot else candidate.start, candidate.end)
    if candidate.timing == "snapshot":
        first, last = (period_label(day, day) for day in (candidate.start, candidate.end))
        return f"{first} to {last}"
    return f"{_year(candidate.start)} to {_year(candidate.end)}"


def _year(day: date) -> str:
    return str(day.year)


def publisher(indicator_id: str) -> str:
    """Who publishes an indicator: 'DfE', 'ONS', 'the Ministry of Justice'."""
    publication = calendar.publications().get(indicator_id, "")
    if publication.startswith("ONS"):
        return "ONS"
    return "the Ministry of Justice" if "Tribunal" in publication else "DfE"


def publishes(candidate: Candidate) -> str:
    """'DfE publishes', or 'published counts give' of a figure that is worked out from counts."""
    if candidate.published.derived:
        return "published counts give"
    return f"{publisher(candidate.published.indicator_id)} publishes"


def _beside(found: Sequence[Candidate]) -> str:
    """'DfE publishes 36.3% (exceptions left out) and 35.0% (exceptions included) for 2022'."""
    first = found[0]
    several = len({one.published.basis for one in found}) > 1
    alike = [one for one in found if when(one) == when(first)]
    rest = [one for one in found if one not in alike]
    said = f"{publishes(first)} {listed([figure(one, basis=several) for one in alike])}"
    said += f" for {when(first)}"
    if rest:
        said += f", and {listed([f'{figure(one, basis=several)} for {when(one)}' for one in rest])}"
    return said


def _place(quoted: Quoted, candidate: Candidate) -> str:
    """Whose figure it is, where a paper names a group of councils or councils return jointly."""
    published = candidate.published
    if candidate.low_end is not None:
        return f" It is {published.basis}: {in_a_sentence(published.area)}."
    if quoted.area_code not in (None, published.area_code):
        return f" It is the joint figure of {in_a_sentence(published.area)}."
    return ""


def _after(public: date | None, meeting: date | None) -> str:
    """What is told of a figure that came out after the meeting, or after the paper."""
    if public is None or meeting is None or public <= meeting:
        return ""
    return f" It came out later, in {month_words(public)}."


def _caution(found: Sequence[Candidate]) -> str:
    """What must be known of the published figures named, by the notes that belong to them."""
    notes = [(when(one), one.caution.rstrip(".")) for one in found if one.caution]
    return "".join(f" Of the figure for {day}: {note}." for day, note in dict(notes).items())


# Matches


def matches(
    quoted: Quoted,
    found: Candidate,
    *,
    public: date | None = None,
    meeting: date | None = None,
    newest: bool = False,
    months_apart: int = 0,
) -> str:
    said = f"{opening(quoted)}; {_beside([found])}.{_place(quoted, found)}"
    if newest:
        then = " then" if meeting else ""
        said += f" The paper does not say for when; this is the newest that was public{then}."
    if months_apart:
        said += f" The two days are about {counted(months_apart, 'month', 'months')} apart."
    return said + _caution([found]) + _after(public, meeting)


def earlier(quoted: Quoted, old: Candidate, new: Candidate | None) -> tuple[str, str]:
    """Equal to what an older release printed; `new` is what the newest prints."""
    if new is None:
        now, ask = "the newest release has no figure", "What is the figure now?"
    elif new.published.value is None:
        now = f"the newest has none ({withheld_words(new)})"
        ask = "Why does the newest release have no figure?"
    else:
        now = f"the newest has {figure(new)}"
        ask = f"Would the revised figure, {value(new)}, lead to the same conclusion?"
    return f"{opening(quoted)}; an earlier release has {figure(old)} for {when(old)}, {now}.", ask


def older(quoted: Quoted, found: Candidate, newest: Candidate, public: date | None) -> str:
    since = f", was public from {month_words(public)}" if public else " was public already"
    return (
        f"{opening(quoted)}; that is the published figure for {when(found)}."
        f"{_place(quoted, found)} The figure for {when(newest)}, {figure(newest)}{since}."
    )


def older_question(newest: Candidate) -> str:
    return f"Would the figure for {when(newest)}, {value(newest)}, lead to the same conclusion?"


def basis(quoted: Quoted, found: Candidate, own: Candidate | None) -> tuple[str, str]:
    """Equal to another published basis of the same thing."""
    if own is None or own.published.value is None:
        said = f"{opening(quoted)}; {_beside([found])}, with this basis: {found.published.basis}."
        said += " The measure as it is usually published has no figure for that time."
    elif when(own) != when(found):
        said = (
            f"{opening(quoted)}; {publishes(found)} {figure(found)} for {when(found)}, "
            f"and {figure(own)} for {when(own)}."
        )
        return said, f"Which {'day' if found.timing == 'snapshot' else 'year'} is the figure of?"
    else:
        said = f"{opening(quoted)}; {_beside([own, found])}."
        said += f" The figure in the paper is the one with this basis: {found.published.basis}."
    return said, "Which basis does the paper use, and is it the same for every figure beside it?"


def part_year(
    quoted: Quoted, whole: Sequence[Candidate], public: date | None, meeting: date | None
) -> tuple[str, str]:
    beside = f" {capitalise(_beside(whole))}.{_after(public, meeting)}" if whole else ""
    return (
        f"{opening(quoted)}, which is a part of a year; only whole years are published.{beside}",
        f"What would the {_bare(quoted)} be for a whole year?"
        if quoted.unit in ("count", "FTE")
        else "How does this part of the year compare with the same part of the year before?",
    )


def differs(
    quoted: Quoted,
    found: Sequence[Candidate],
    nearest: Candidate,
    difference: float,
    *,
    told: str = "",
) -> tuple[str, str]:
    """`found` are the published figures of the same period, `nearest` one of them."""
    decimals = max(quoted.decimals, nearest.published.decimals)
    size = _digits(abs(difference), decimals) + _points(quoted.unit)
    which = "higher" if difference > 0 else "lower"
    beside = "it" if len(found) == 1 else f"{value(nearest)}, the nearest"
    said = f"{opening(quoted)}; {_beside(found)}.{_place(quoted, nearest)}"
    said += f" The figure in the paper is {size} {which} than {beside}."
    return said + _caution(found) + told, f"Which count is the {_bare(quoted)} taken from?"


def _points(unit: str) -> str:
    if unit in ("percent", CHANGE):
        return " percentage points"
    return _QUOTED_UNITS.get(unit, "")


def first_print_not_held(issue: calendar.Issue) -> str:
    """That what a release printed when it came out cannot be told."""
    return f" What the release of {month_words(issue.public_on)} printed at first is not held here."


def bases_not_held(names: Sequence[str]) -> str:
    """That another basis, which may be the one of the paper, cannot be looked up here."""
    return f" Not held here for that time: {listed([uncapitalise(name) for name in names])}."


# Cannot be compared


def another_thing(quoted: Quoted, meaning: Measure, found: Candidate | None) -> tuple[str, str]:
    why = meaning.unlike.rstrip(".")
    if found is None:
        return f"{opening(quoted)}. {why}.", f"What does the {_bare(quoted)} count?"
    return (
        f"{opening(quoted)}; {_beside([found])}. {why}.",
        f"What does the {_bare(quoted)} count, and how is it related to the published "
        f"{value(found)}?",
    )


def no_period(quoted: Quoted, newest: Candidate | None, meeting: date | None) -> tuple[str, str]:
    said = f"{opening(quoted)} and does not say for when"
    if newest is not None:
        then = " then" if meeting else ""
        said += f"; the newest that was public{then} is {figure(newest)} for {when(newest)}"
    return f"{said}.", f"For which period is the {_bare(quoted)}?"


def other_year(quoted: Quoted, found: Sequence[Candidate]) -> tuple[str, str]:
    years = [f"{figure(one)} for {when(one)}" for one in found]
    return (
        f"{opening(quoted)}; it is not of a year for which figures are published. "
        f"{capitalise(publishes(found[0]))} {listed(years)}.{_caution(found)}",
        f"Over which months is the {_bare(quoted)} counted?",
    )


def other_span(quoted: Quoted, whole: Candidate) -> tuple[str, str]:
    """A count over a time that is no year; of a count, what the year is a month."""
    said = f"{opening(quoted)}; {publishes(whole)} {figure(whole)} for {when(whole)}"
    if quoted.unit == "count":
        said += f", on average {digits(whole.value / 12, 0)} a month"
    return f"{said}.", f"Over which time, and of what, is the {_bare(quoted)} counted?"


def joint_figure(quoted: Quoted, found: Candidate) -> tuple[str, str]:
    """Councils that return one figure together are not told apart by it."""
    return (
        f"{opening(quoted)}; {_beside([found])}, one figure of "
        f"{in_a_sentence(found.published.area)} together.",
        f"Is the {_bare(quoted)} of one of these councils or of all?",
    )


def range_over_time(quoted: Quoted, whole: Candidate) -> tuple[str, str]:
    what = "the end of a range" if quoted.high == quoted.value else "a range"
    return (
        f"{opening(quoted)}, {what} over time; {_beside([whole])}.",
        f"What is the one figure for {when(whole)}, by the paper’s own count?",
    )


def other_place(quoted: Quoted) -> tuple[str, str]:
    place = _short(quoted.area) or "this place"
    if "ward" in quoted.area.lower():
        return (
            f"{opening(quoted)} for {place}; published figures of a ward count the pupils at its "
            "schools, not the children who live there.",
            "Are these children who live in the ward, or pupils at its schools?",
        )
    return (
        f"{opening(quoted)} for {place}; figures are published for councils, regions and "
        "England, not for this group.",
        "Which councils are in the group, and is its figure a mean, a median or a total?",
    )


# Not there


def not_held(quoted: Quoted, meaning: Measure, period: str = "") -> tuple[str, str]:
    publication = meaning.answer.split(";")[0].strip() or "A publication"
    of = f" for {period}" if period else ""
    return (
        f"{opening(quoted)}; figures of {meaning.says}{of} are published, and are not loaded "
        f"here. They are in: {publication}.",
        f"What does that publication print beside the {_bare(quoted)}?",
    )


def not_published(quoted: Quoted, meaning: Measure) -> tuple[str, str]:
    answer = meaning.answer.rstrip(".") or "the council’s own record"
    return (
        f"{opening(quoted)}; no published figures of {meaning.says} are known here. "
        f"What would answer: {answer}.",
        f"Which record is the {_bare(quoted)} taken from?",
    )


def withheld(quoted: Quoted, found: Candidate) -> tuple[str, str]:
    return (
        f"{opening(quoted)}; for {when(found)} there is no published figure to compare: "
        f"{withheld_words(found)}.",
        f"Which record is the {_bare(quoted)} taken from?",
    )


def withheld_words(found: Candidate) -> str:
    """Why there is no number: 'Hidden (small number)'."""
    return database.symbol_words()[found.published.status]


def other_day(
    quoted: Quoted, before: Candidate | None, after: Candidate | None, *, between: bool
) -> tuple[str, str]:
    near = [one for one in (before, after) if one is not None]
    days = listed([f"{figure(one)} for {when(one)}" for one in near])
    what = "counts" if quoted.unit in ("count", "FTE") else "figures"
    said = f"{opening(quoted)}; the nearest published {what} are {days}."
    if len(near) == 1:
        said = f"{opening(quoted)}; the nearest published figure is {days}."
    if between:
        said += " The figure in the paper lies between them."
    return said, f"Which record is the {_bare(quoted)} taken from, and of which day is it?"


def not_of_period(quoted: Quoted, first: Candidate, last: Candidate) -> tuple[str, str]:
    return (
        f"{opening(quoted)}; figures held here go from {when(first)} to {when(last)}.",
        f"Which record is the {_bare(quoted)} taken from?",
    )


def unknown(quoted: Quoted) -> tuple[str, str]:
    return f"{opening(quoted)}; what it counts is not recognised, so nothing is compared.", ""
