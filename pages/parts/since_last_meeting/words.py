"""What is said of what changed since a meeting, in words."""

from collections.abc import Sequence
from dataclasses import replace

from pages.parts.figures.calendar import Issue
from pages.parts.figures.database import Indicator, in_words
from pages.parts.figures.known import known
from pages.parts.figures.sources import Dated, published
from pages.parts.figures.view import Reported
from pages.parts.language.words import (
    capitalise,
    counted,
    day_words,
    display_name,
    in_a_sentence,
    listed,
    period_label,
    points,
)
from pages.parts.measure.sentences import Finding
from pages.parts.measure.verdicts import verdict_words
from pages.parts.since_last_meeting.data import Release, Revised, Since
from pages.parts.since_last_meeting.order import FLIPPED, SHOWN, WITHHELD, WRONG_WAY, Newer

NOT_KNOWN = "Nothing"
NOT_MADE = (
    "What was known then cannot be worked out: this server has no room for it. Tell whoever runs "
    "this dashboard."
)
CAME = {"here": "Here", "not here": "Not here", "due": "Due, and not here"}
LEGEND = (
    "Releases since the meeting · filled circle: its figures are here · empty circle: not here · "
    "diamond: due by now and not here"
)
KNOWN = {
    "stated": "stated",
    "usual": "the usual month of the publication",
    "expected": "expected by the publisher",
}
NOT_STATED = "DfE does not say"
THEN_AND_NOW = (
    "Then: the newest figure that was public on the evening of the meeting, as the newest release "
    "of that time that is held prints it; where none is held, as a later one prints it."
)
HOW_KNOWN = (
    "Days of releases are from the release calendar. Where only the month is known, figures count "
    "as public from its end, so a release of the month of the meeting may have been out a few days "
    "before it."
)


def finding(since: Since, newer: Sequence[Newer]) -> str:
    """'28 of 40 measures have newer figures than on 25 July 2023; on 5 the verdict changed'."""
    name, day = in_a_sentence(since.choice.council.name), day_words(since.meeting)
    if not newer and not since.revised:
        return f"Nothing new for {name} since {day}"
    if not newer:
        return (
            f"No newer figure for {name} since {day}; "
            f"{counted(len(since.revised), 'figure was', 'figures were')} revised"
        )
    of = {heading: sum(one.heading == heading for one in newer) for heading in (FLIPPED, WRONG_WAY)}
    first = (
        f"{len(newer)} of {len(since.pairs)} measures of {name} have newer figures than on {day}"
    )
    told = [
        f"on {of[FLIPPED]} the verdict beside England changed" if of[FLIPPED] else "",
        f"{of[WRONG_WAY]} moved the wrong way by more than chance" if of[WRONG_WAY] else "",
    ]
    return "; ".join([first, *(text for text in told if text)])


def subtitle(since: Since) -> str:
    name = display_name(since.choice.council.name)
    until = known()
    upto = f" to {day_words(until.day)}" if until else ""
    return f"Published figures · {name} · since {day_words(since.meeting)}{upto}"


def figure(told: Reported | None, measure: Indicator) -> str:
    """'53.4% (2024)'; why there is no number; 'Nothing' where nothing was known."""
    if told is None:
        return NOT_KNOWN
    return f"{in_words(told, measure)} ({period_label(told.start, told.end)})"


def printed(told: Reported, measure: Indicator) -> str:
    """A figure as a release printed it: '8.2%', or why there is no number."""
    return in_words(told, measure)


def change(newer: Newer) -> str:
    """'Fell by 9.0 percentage points, more than chance'; why there is none."""
    then, now, measure = newer.pair.then, newer.pair.now, newer.measure
    if newer.heading == WITHHELD:
        return "Newly withheld"
    if then is None:
        return "First figure"
    if newer.breaks:
        return "Not compared: counted otherwise since"
    if not now or then.value is None or now.value is None or newer.change is None:
        return "Not compared"
    difference = now.value - then.value
    size = points(difference, measure.unit, measure.decimals)
    if size == points(0, measure.unit, measure.decimals):
        return "The same"
    way = "Up" if difference > 0 else "Down"
    match newer.change.verdict:
        case "rose" | "fell":
            return f"{newer.change.verdict.capitalize()} by {size}, more than chance"
        case "no clear change":
            return f"{way} by {size}, which could be chance"
    # A count is complete; how far it moves by chance is judged of the rate made of it.
    return f"{way} by {size}{'' if measure.unit == 'count' else '; chance is not judged'}"


def verdicts(newer: Newer) -> str:
    """'Worse than England; then: close to England', or one where it is the same."""
    now, then = (_beside(each, newer.measure) for each in (newer.now, newer.then))
    return capitalise(f"{now}; then: {then}" if newer.flipped else now)


def _beside(finding: Finding | None, measure: Indicator) -> str:
    """The verdict beside England alone, whatever happened in a year."""
    alone = replace(finding, movement="not compared") if finding else None
    return verdict_words(alone, None, measure.polarity)


def short(publication: str) -> str:
    """A publication without who else publishes it, which the table has."""
    return publication.partition(" (")[0]


def came_out(issue: Issue) -> str:
    """'29 February 2024', 'October 2023'."""
    return published(Dated(published_on=issue.published_on, retrieved_at=None))


def alternative(since: Since) -> str:
    """What the chart of releases shows."""
    here = sum(one.came == "here" for one in since.releases)
    return (
        f"{counted(len(since.releases), 'release', 'releases')} since {day_words(since.meeting)}, "
        f"by publication and month; the figures of {here} are here. The table below has each."
    )


def late(releases: Sequence[Release]) -> str:
    """What was due and has not come, in one sentence; empty where nothing is late."""
    if not releases:
        return ""
    names = [
        f"“{one.issue.publication}”, {one.issue.period} ({came_out(one.issue)})" for one in releases
    ]
    return f"Due by now and not among the figures here: {listed(names)}."


def withheld(newer: Sequence[Newer], revised: Sequence[Revised]) -> str:
    """The measures that lost or gained a number since, by name; empty where none did."""
    lost = [one.measure.short_name for one in newer if one.heading == WITHHELD]
    lost += [one.measure.short_name for one in revised if one.now.value is None]
    gained = [one.measure.short_name for one in newer if one.heading == SHOWN]
    gained += [one.measure.short_name for one in revised if one.then.value is None]
    told = {"Newly withheld": lost, "Newly shown": gained}
    return " ".join(
        f"{what}: {listed(list(dict.fromkeys(names)))}." for what, names in told.items() if names
    )


def source(issues: Sequence[Issue]) -> str:
    """The publications that came out since, each with its newest release."""
    newest = {issue.publication: issue.period for issue in issues}
    named = "; ".join(f"{publication}, {period}" for publication, period in newest.items())
    return f"Source: {named}." if named else "Source: no release since."
