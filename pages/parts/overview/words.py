"""What At a glance says of a figure: a few words in a row, sentences where a row is opened."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from analysis.discovery import SHARE
from analysis.ranks import part_of
from pages.parts.figures.councils import Choice
from pages.parts.figures.counts import figure_words
from pages.parts.figures.database import UNBALANCED_WORDS, shown, symbol_words
from pages.parts.figures.view import Reported, View
from pages.parts.language.words import (
    capitalise,
    counted,
    digits,
    display_name,
    in_a_sentence,
    month_words,
    ordinal,
    period_label,
    spelled,
    uncapitalise,
    unit_words,
)
from pages.parts.measure.numbers import printed_alike
from pages.parts.measure.sentences import why_not_judged, year_before
from pages.parts.measure.verdicts import verdict_words
from pages.parts.overview import flags
from pages.parts.overview.entries import FAVOURABLE, Entry

RATE = "per 10,000"
MOST_SPELLED = 12
STANDS_OUT = "stands out"


def headline(choice: Choice, every: Iterable[Entry]) -> tuple[str, str]:
    """Whose figures these are, and in one line compared with whom and how new they are."""
    ends = [entry.view.latest.end for entry in every if entry.view.latest and entry.judged]
    newest = f" · figures to {max(ends):%B %Y}" if ends else ""
    return display_name(choice.council.name), f"compared with {_compared_with(choice)}{newest}"


def _compared_with(choice: Choice) -> str:
    group = choice.group
    if not group.areas:
        return "England"
    if group.of_neighbours:
        return f"{_counted(len(group.areas))} similar councils"
    return in_a_sentence(group.label)


def _counted(number: int) -> str:
    return spelled(number) if number <= MOST_SPELLED else str(number)


def group_name(choice: Choice) -> str:
    """The group in the key of the strips; empty where there is none."""
    if not choice.group.areas:
        return ""
    return "similar councils" if choice.group.of_neighbours else in_a_sentence(choice.group.short)


def value_words(view: View) -> str:
    """The newest figure, or why there is none."""
    latest = view.latest
    return (
        reason(view)
        if latest is None or latest.value is None
        else figure_words(view.indicator, latest.figure)
    )


def reason(view: View) -> str:
    """Why there is no newest figure; empty where there is one."""
    latest = view.latest
    if latest is None:
        return "Not in the published file"
    return symbol_words()[latest.status] if latest.value is None else ""


def beside(view: View) -> str:
    """What stands under a figure: that it is a rate. Few are told by their counts in the figure."""
    has_value = view.latest is not None and view.latest.value is not None
    return RATE if has_value and view.indicator.unit == RATE else ""


def unit(view: View) -> str:
    """The unit of a figure in full, where it has one."""
    return unit_words(view.indicator.unit) if view.latest and view.latest.value is not None else ""


def before(view: View) -> Reported | None:
    """The figure of the year before, where it can be compared with the newest one."""
    latest = view.latest
    if latest is None or latest.value is None:
        return None
    return year_before(view.council, view.breaks, latest)


def alike(view: View) -> bool:
    """Whether the newest figure and that of the year before are printed alike."""
    earlier = before(view)
    value = view.latest.value if view.latest else None
    return earlier is not None and printed_alike(view.indicator, value, earlier.value)


def change(entry: Entry) -> str:
    """The year before in a few words: 'fell from 62.4%', '31.7% a year earlier'."""
    view = entry.view
    earlier = before(view)
    if entry.judged is None:
        return ""
    if earlier is None or earlier.value is None:
        return "no year before to compare"
    was = figure_words(view.indicator, earlier.figure)
    match entry.judged.movement:
        case "rose" | "fell":
            return f"{entry.judged.movement} from {was}"
        case "no clear change":
            return f"no clear change from {was}"
    return f"{was} a year earlier"


def verdict(entry: Entry) -> str:
    return verdict_words(
        entry.judged, entry.band, entry.indicator.polarity, balances=entry.balances
    )


def among(entry: Entry) -> str:
    """Whether the figure stands out among councils; the strip shows where the others are."""
    return STANDS_OUT if entry.outlying else ""


def tested(every: Sequence[Entry]) -> str:
    """How many tests were done for a council, how many are told, how many may be false."""
    tests = [flag for entry in every for flag in entry.flags]
    told = len(flags.told(tests))
    if not tests:
        return ""
    done = counted(len(tests), "test", "tests")
    if not told:
        return f"Told: none of {done} against chance."
    false = digits(told * SHARE, 2 if told * SHARE < 0.1 else 1)
    return f"Told: {told} of {done} against chance; up to {false} of them may be false."


def quiet(entry: Entry) -> str:
    """The figure of a measure that asks nothing, with its verdict where a test tells one."""
    if entry.judged is None:
        return ""
    value = value_words(entry.view)
    return f"{value}, {verdict(entry)}" if entry.heading == FAVOURABLE else value


def untested(entry: Entry) -> str:
    """Why the newest figure cannot be told from chance, neither beside others nor beside before."""
    latest, indicator = entry.view.latest, entry.indicator
    if not entry.balances:
        return f"{capitalise(UNBALANCED_WORDS)}."
    if not indicator.shares_an_axis:
        return "A number depends on a council's size, so it is compared with no other."
    if latest is not None and latest.interval is None:
        return why_not_judged(indicator, latest)
    return "There is nothing of the same kind and period to compare it with."


def no_figure(entry: Entry) -> str:
    return f"{reason(entry.view)}."


def place(entry: Entry) -> str:
    """Where the figure stands among all councils: '74th of 151 (62nd to 87th)'."""
    standing, latest = entry.standing, entry.view.latest
    if latest is None or latest.value is None:
        return ""
    if not entry.indicator.shares_an_axis:
        return "depends on size"
    if standing is None:
        return "others have newer figures"
    if standing.rank is None:
        if entry.indicator.has_direction or standing.limits is None:
            return standing.reason or ""
        return part_of(latest.value, standing.limits)
    text = f"{ordinal(standing.rank)} of {standing.of}"
    if entry.range is None or entry.range.best == entry.range.worst:
        return text
    return f"{text} ({ordinal(entry.range.best)} to {ordinal(entry.range.worst)})"


def rank_words(entry: Entry) -> str:
    """The rank in a sentence with what chance leaves open, or why there is none."""
    standing, possible = entry.standing, entry.range
    if standing is None:
        return ""
    if standing.rank is None:
        return f"No place among councils: {standing.reason}." if standing.reason else ""
    text = f"{ordinal(standing.rank)} of {standing.of} councils, where 1st is best"
    if possible is None:
        return f"{text}; how much of that is chance cannot be said."
    if possible.best == possible.worst:
        return f"{text}."
    ends = f"{ordinal(possible.best)} to {ordinal(possible.worst)}"
    return f"{text}; by chance alone it could be anywhere from {ends}."


def england_and_group(view: View) -> str:
    """England and the group in the newest period, with the rule and the count."""
    latest, group = view.latest, view.choice.group
    if latest is None:
        return ""
    told = []
    england = view.england_value(latest.end)
    if england is not None and view.indicator.shares_an_axis:
        told.append(f"England {shown(england, view.indicator)}")
    value, mean = view.group_value(latest.end), view.means.get(latest.end)
    if value is not None:
        rule = f" (mean of {mean.n} of {mean.of})" if mean else ""
        told.append(f"{group.short} {shown(value, view.indicator)}{rule}")
    return ", ".join(told) + "." if told else ""


def period(view: View) -> str:
    """Of when the figure is, in a word or two: '2024', 'Mar 2025'."""
    latest = view.latest
    if latest is None:
        return ""
    calendar_year = latest.start.day == latest.start.month == 1 and latest.end.month > 1
    return f"{latest.end:%Y}" if calendar_year else f"{latest.end:%b %Y}"


def basis(view: View) -> str:
    """What the figure is, of when, and what it counts: 'Referral rate: the year to March 2025.'"""
    period = period_label(view.latest.start, view.latest.end) if view.latest else ""
    told = ", ".join(part for part in (period, view.indicator.basis) if part)
    return f"{view.indicator.name}: {told}." if told else f"{view.indicator.name}."


def twin(entry: Entry) -> str:
    """The same measure counted otherwise, where one row stands for both."""
    other = entry.twin
    if other is None:
        return ""
    return f"{other.indicator.name}: {value_words(other.view)}, {verdict(other)}."


def sentences(entry: Entry) -> tuple[str, ...]:
    """All that an opened row says."""
    told = (
        basis(entry.view),
        england_and_group(entry.view),
        entry.finding.change if entry.finding else "",
        rank_words(entry),
        twin(entry),
    )
    return tuple(text for text in told if text)


def nothing_stands_out(quiet: Sequence[str]) -> str:
    """Which subjects have no figure among those that deserve a question."""
    if not quiet:
        return ""
    names = [quiet[0], *map(uncapitalise, quiet[1:])]
    return f"{' and '.join([', '.join(names[:-1]), names[-1]] if names[1:] else names)}: " + (
        "nothing stands out."
    )


def overdue(due: Mapping[str, date]) -> str:
    """Of which topics DfE has had time to publish newer figures."""
    if not due:
        return ""
    late = [f"{name} in {month_words(month)}" for name, month in due.items()]
    return f"Newer figures were due from DfE: {', '.join(late)}."
