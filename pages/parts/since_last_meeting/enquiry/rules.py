"""Which measures are worth an enquiry, by which rule, in which order.

A line says nothing that At a glance does not: its figures, tests and sentences are those of its
entries. Nothing is told here that is told there from chance alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice

from analysis.discovery import Sides, chance_of_difference, discoveries
from analysis.neighbours import RULES, verdict
from pages.parts.figures.councils import Choice, groups
from pages.parts.figures.freshness import publication_of
from pages.parts.overview.entries import (
    OUTLYING,
    QUARTER,
    TWINS,
    Entry,
    entries,
    in_order_of_pages,
)
from pages.parts.overview.flags import told

MOST = 10
AT_FIRST = 3  # lines of one rule, before the others are filled up; of papers there are no more
OLD_MONTHS = 18


class Rule(StrEnum):
    """Why a line is there, the weightiest first, in the words that stand beside it."""

    REMARKABLE = "In the least favourable quarter, and stands out"
    CHANGED = "Moved the wrong way by more than chance"
    NEIGHBOURS = "Out of line with similar councils, whichever rule"
    QUARTER = "In the least favourable quarter; chance not known"
    PAPER = "A paper has another figure"
    WITHHELD = "Withheld, so that nobody can tell"
    OLD = f"Older than {OLD_MONTHS} months"


STATED = (
    "Which lines come first. Each rule that holds gives one line at least, then up to "
    f"{AT_FIRST}, then what is left, in the order of the rules and at most {MOST} in all; a "
    "measure has one line however many rules it meets. First: in the least favourable quarter of "
    "councils, worse than England by more than chance, and outside the usual spread of councils. "
    "Then: a change for the worse by more than chance. Then: out of line with the statistical "
    "neighbours by their mean, their median and all their children counted together; on the less "
    "favourable side, or on either where neither is better and the figure stands out among all "
    "councils too. Then: in the least favourable quarter where chance cannot be judged. Then: a "
    "committee paper that has another figure than the published one, the newest paper and the "
    f"furthest figure first, at most {AT_FIRST}. Then: withheld. Last: the newest figures of a "
    f"publication are older than {OLD_MONTHS} months. Of so many tests of one kind no more than 5% "
    "of what is told is expected to be false, as at At a glance. Within a rule the least likely by "
    "chance comes first, or else the least favourable place; what is alike keeps the order of the "
    "pages."
)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One measure that meets one rule. A smaller `weight` comes first within the rule."""

    rule: Rule
    name: str
    weight: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Picked:
    """One line: a measure, the rule that put it there, and the others that it meets."""

    name: str
    rule: Rule
    also: tuple[Rule, ...] = ()


def picked(reasons: Sequence[Reason], most: int = MOST) -> tuple[Picked, ...]:
    """At most `most` lines of all that meet a rule, the best first.

    A measure belongs to the first of the rules that it meets. The first of each rule is in, then
    the first three of each, then what is left. Of equal weight, the first given comes first.
    """
    order = list(Rule)
    ordered = sorted(reasons, key=lambda reason: (order.index(reason.rule), reason.weight))
    met: dict[str, list[Rule]] = {}
    for reason in ordered:
        rules = met.setdefault(reason.name, [])
        if reason.rule not in rules:
            rules.append(reason.rule)
    every = [
        Picked(name=name, rule=first, also=tuple(also)) for name, (first, *also) in met.items()
    ]
    places = [sum(line.rule == other.rule for other in every[:n]) for n, line in enumerate(every)]
    # Python's sort keeps the order of the rules within each round.
    rounds = sorted(zip(every, places, strict=True), key=lambda pair: _round(pair[1]))
    chosen = [line for line, _ in rounds[:most]]
    return tuple(sorted(chosen, key=every.index))


def _round(place: int) -> int:
    """In which round a line is chosen, by its place among those of its rule."""
    return (place >= 1) + (place >= AT_FIRST)


def with_neighbours(choice: Choice) -> Choice:
    """The same council beside its statistical neighbours, whatever group the reader compares."""
    if choice.group.of_neighbours:
        return choice
    group = next((one for one in groups(choice.council) if one.of_neighbours), choice.group)
    return replace(choice, group=group)


def reasons(choice: Choice, today: date, papers: Iterable[str] = ()) -> list[Reason]:
    """Every measure of a council that meets a rule, in the order of the pages within each.

    `papers` are the measures of which a paper has another figure, the weightiest first.
    """
    every = in_order_of_pages(entries(choice))
    found = [
        *_remarkable(every),
        *_changed(every),
        *(
            Reason(rule=Rule.PAPER, name=name, weight=float(place))
            for place, name in enumerate(islice(papers, AT_FIRST))
        ),
        *_out_of_line(every),
        *_in_quarter(every),
        *_withheld(every),
    ]
    return _one_of_twins([*found, *_old(every, today, {reason.name for reason in found})])


def _name(entry: Entry) -> str:
    return entry.indicator.indicator_id


def _remarkable(every: Sequence[Entry]) -> list[Reason]:
    return [
        Reason(rule=Rule.REMARKABLE, name=_name(entry), weight=entry.order[1])
        for entry in every
        if entry.heading == OUTLYING and entry.band == "D"
    ]


def _changed(every: Sequence[Entry]) -> list[Reason]:
    told_of = told(flag for entry in every for flag in entry.flags)
    return [
        Reason(rule=Rule.CHANGED, name=_name(entry), weight=flag.chance)
        for entry in every
        for flag in entry.flags
        if flag.what == "change"
        and entry.indicator.has_direction
        and (_name(entry), "change") in told_of
    ]


def _out_of_line(every: Sequence[Entry]) -> list[Reason]:
    stands_out = told(flag for entry in every for flag in entry.flags)
    tested = [
        (entry, chance) for entry in every if (chance := neighbours_chance(entry)) is not None
    ]
    true = discoveries([chance for _, chance in tested])
    return [
        Reason(rule=Rule.NEIGHBOURS, name=_name(entry), weight=chance)
        for (entry, chance), is_told in zip(tested, true, strict=True)
        if is_told and (entry.indicator.has_direction or (_name(entry), "councils") in stands_out)
    ]


def neighbours_chance(entry: Entry) -> float | None:
    """The chance of the distance from the nearest of the neighbours' three figures.

    1 where they do not agree, or the council is on the better side of them; None where it cannot
    be tested.
    """
    view, indicator, latest = entry.view, entry.indicator, entry.view.latest
    if latest is None or latest.interval is None or not entry.balances or not indicator.multiplier:
        return None
    figure = view.means.get(latest.end) if view.choice.group.of_neighbours else None
    benchmarks = [value for rule in RULES if figure and (value := figure.by(rule)) is not None]
    if len(benchmarks) < len(RULES):
        return None
    verdicts = {
        verdict(latest.value, latest.interval, value, indicator.decimals) for value in benchmarks
    }
    unwanted = {"high": {"lower"}, "low": {"higher"}, "none": {"lower", "higher"}}
    if len(verdicts) > 1 or not verdicts <= unwanted[indicator.polarity]:
        return 1.0
    side: Sides = [1] if verdicts == {"higher"} else [-1]
    ends = len(unwanted[indicator.polarity])
    return max(
        min(
            1.0,
            ends
            * chance_of_difference(
                indicator.interval_method, latest.figure, value / indicator.multiplier, side
            ),
        )
        for value in benchmarks
    )


def _in_quarter(every: Sequence[Entry]) -> list[Reason]:
    return [
        Reason(rule=Rule.QUARTER, name=_name(entry), weight=entry.order[1])
        for entry in every
        if entry.heading == QUARTER
    ]


def _withheld(every: Sequence[Entry]) -> list[Reason]:
    """Newest figures that the publisher printed a symbol for, those with a direction first."""
    return [
        Reason(
            rule=Rule.WITHHELD,
            name=_name(entry),
            weight=float(not entry.indicator.has_direction),
        )
        for entry in every
        if entry.view.latest and entry.view.latest.withheld and entry.view.latest.symbol
    ]


def _old(every: Sequence[Entry], today: date, above: Iterable[str]) -> list[Reason]:
    """Of each publication the measure that has a line already, or else its first with a figure."""
    known = set(above)
    newest: dict[str, list[Entry]] = {}
    for entry in every:
        if entry.value is not None:
            newest.setdefault(publication_of(_name(entry)), []).append(entry)
    found = []
    for some in newest.values():
        old = [
            entry for entry in some if entry.view.latest and is_old(entry.view.latest.end, today)
        ]
        if len(old) < len(some):
            continue  # newer figures of the publication are there
        named = [entry for entry in old if _name(entry) in known] or old[:1]
        found += [Reason(rule=Rule.OLD, name=_name(entry)) for entry in named]
    return found


def is_old(end: date, today: date) -> bool:
    """Whether more than 18 months lie between the last day that a figure covers and another."""
    months = 12 * (today.year - end.year) + today.month - end.month
    return months > OLD_MONTHS or (months == OLD_MONTHS and today.day > end.day)


def _one_of_twins(found: Sequence[Reason]) -> list[Reason]:
    """One measure counted in two ways is one line: the one that meets the weightier rule."""
    order = list(Rule)
    left_out = set()
    for both in TWINS.items():
        mine = [reason for reason in found if reason.name in both]
        if {reason.name for reason in mine} == set(both):
            best = min(mine, key=lambda reason: (order.index(reason.rule), reason.weight))
            left_out |= set(both) - {best.name}
    return [reason for reason in found if reason.name not in left_out]
