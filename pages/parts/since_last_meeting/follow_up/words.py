"""What is said of a plan, of its tasks and its risks. Nothing that nobody stated is inferred."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from pages.parts.figures.councils import Choice
from pages.parts.figures.counts import figure_words
from pages.parts.figures.view import Reported
from pages.parts.language.words import (
    capitalise,
    counted,
    day_words,
    digits,
    in_a_sentence,
    month_words,
    possessive,
    when,
)
from pages.parts.measure.changes import Step, exact, over_years
from pages.parts.measure.numbers import Numbers
from pages.parts.since_last_meeting.follow_up.data import Level, Risk, Since, Task

NOT_STATED = "not stated"
NO_POSITION = "no position stated"
NO_MEASURE = "none"
MATCHED = (
    "Measures were matched by hand, where the plan itself says what it expects of one that is held "
    "here. Then: the newest figure of a period that had ended by the target month."
)
UNKNOWN = "Whether that is a real change is not known."
# As plans print them: a colour, and what it means.
STATUSES = {"complete": "blue", "off track": "red", "behind": "amber", "on track": "green"}
SINCE = "Since the target month"


def heading(choice: Choice, tasks: Sequence[Task], risks: Sequence[Risk]) -> str:
    """'Improvement plan of Trafford: 34 tasks, 10 risks'."""
    place = possessive(in_a_sentence(choice.council.name))
    what = [counted(len(tasks), "task", "tasks")] if tasks else []
    what += [counted(len(risks), "risk", "risks")] if risks else []
    return f"{capitalise(place)} improvement plan: {', '.join(what)}"


def nothing(choice: Choice) -> str:
    """Why the section is empty, and how it would not be."""
    return (
        f"No improvement plan and no risk register of {in_a_sentence(choice.council.name)} is "
        "held. They are nowhere published together, so each council supplies its own: whoever runs "
        "this dashboard can load both from a template."
    )


def stood(tasks: Sequence[Task]) -> str:
    """How many tasks stand how: '30 not stated, 2 complete'."""
    count = Counter(task.status or NOT_STATED for task in tasks)
    order = [*STATUSES, NOT_STATED]
    told = ", ".join(f"{digits(count[name], 0)} {name}" for name in order if count[name])
    inferred = (
        " The papers print no status, and none is inferred."
        if count[NOT_STATED] == len(tasks) and not any(task.supplied for task in tasks)
        else ""
    )
    return f"Status of the tasks: {told}.{inferred}"


def status(task: Task) -> str:
    """'behind, 15 January 2026'."""
    if task.status is None:
        return NOT_STATED
    return f"{task.status}, {day_words(task.status_on)}" if task.status_on else task.status


def due(task: Task) -> str:
    return month_words(task.target_end)


def value(since: Since, figure: Reported | None) -> str:
    """'15.8 on 30 September 2019'."""
    if figure is None:
        return "no figure"
    return f"{figure_words(since.indicator, figure.figure)} {when(figure.start, figure.end)}"


def what_it_did(since: Since) -> str:
    """What the measure did since the target month, as far as chance lets it be said."""
    then, now, indicator = since.then, since.now, since.indicator
    if then is None:
        return "No figure of the target month or before is held."
    if now is None:
        return "No newer figure is held."
    if since.broken:
        return "A break in the series lies between the two, so no change is told."
    step = Step(numbers=Numbers(measure=indicator), place=since.view.name, before=then, now=now)
    if exact(indicator, "joint" if since.view.joint else "la"):
        return f"{SINCE}: {step.more_or_fewer()} {step.past}."
    if step.same:
        return f"{SINCE} the figure is the same."
    return UNKNOWN if step.change.interval is None else over_years(step, SINCE)


def position(risk: Risk) -> str:
    """'likelihood 3, impact 4, 15 January 2026'."""
    if risk.likelihood is None or risk.impact is None:
        return NO_POSITION
    on = f", {day_words(risk.assessed_on)}" if risk.assessed_on else ""
    return f"likelihood {risk.likelihood}, impact {risk.impact}{on}"


def unplaced(risks: Sequence[Risk]) -> str:
    """That no risk has a position, where that is so."""
    if any(risk.likelihood for risk in risks):
        return "Likelihood and impact from 1, the least, to 5."
    return (
        "No risk has a position: the map that the paper had is not in its published text, and none "
        "is inferred."
    )


def sources(rows: Sequence[Task | Risk | Level]) -> str:
    """'Source: Improvement Plan 2019, August 2019.'"""
    named = dict.fromkeys(f"{row.title}, {_dated(row.dated)}" for row in rows)
    return f"Source: {'; '.join(named)}."


def _dated(text: str) -> str:
    """The day of a paper, or its month where the day is not known."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return day_words(date.fromisoformat(text))
    found = re.match(r"\d{4}-\d\d", text)
    return month_words(date.fromisoformat(f"{found[0]}-01")) if found else text
