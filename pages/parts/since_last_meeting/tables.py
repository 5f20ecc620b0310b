"""What changed since a meeting as tables: in words for a page, as rows for a file."""

from collections.abc import Sequence

import pandas as pd

from pages.parts.figures.view import Reported
from pages.parts.language.words import day_words, display_name, period_label
from pages.parts.since_last_meeting import words
from pages.parts.since_last_meeting.data import Release, Revised, Since
from pages.parts.since_last_meeting.order import Newer


def new(since: Since, newer: Sequence[Newer]) -> pd.DataFrame:
    """One row a core measure with a newer figure, in the order of the rule, in words."""
    then = f"Known on {day_words(since.meeting)}"
    return pd.DataFrame(
        [
            {
                "Measure": one.measure.short_name,
                then: words.figure(one.pair.then, one.measure),
                "Newest": words.figure(one.pair.now, one.measure),
                "Change": words.change(one),
                "Beside England": words.verdicts(one),
            }
            for one in newer
        ]
    )


def revised(since: Since, changed: Sequence[Revised]) -> pd.DataFrame:
    """One row a figure of a period that was known then and is printed otherwise now."""
    then = f"Printed by {day_words(since.meeting)}"
    return pd.DataFrame(
        [
            {
                "Measure": one.measure.short_name,
                "Period": period_label(one.then.start, one.then.end),
                then: words.printed(one.then, one.measure),
                "Printed now": words.printed(one.now, one.measure),
                "Why": one.why or words.NOT_STATED,
            }
            for one in changed
        ]
    )


def releases(came: Sequence[Release]) -> pd.DataFrame:
    """One row a release since the meeting, the oldest first."""
    return pd.DataFrame(
        [
            {
                "Publication": one.issue.publication,
                "Release": one.issue.period,
                "Published": words.came_out(one.issue),
                "How the day is known": words.KNOWN[one.issue.known],
                "Its figures": words.CAME[one.came],
            }
            for one in came
        ]
    )


def rows(since: Since, newer: Sequence[Newer], changed: Sequence[Revised]) -> pd.DataFrame:
    """Every figure that is new or revised as a file holds it, numbers unrounded."""
    place, day = display_name(since.choice.council.name), since.meeting.isoformat()
    return pd.DataFrame(
        [
            {
                "council": place,
                "meeting": day,
                "what": "new",
                "measure": one.measure.name,
                "basis": one.measure.basis,
                "unit": one.measure.unit,
                **_figure("then", one.pair.then),
                **_figure("now", one.pair.now),
                "change": words.change(one),
                "beside England": words.verdicts(one),
                "why first": one.heading,
            }
            for one in newer
        ]
        + [
            {
                "council": place,
                "meeting": day,
                "what": "revised",
                "measure": one.measure.name,
                "basis": one.measure.basis,
                "unit": one.measure.unit,
                **_figure("then", one.then),
                **_figure("now", one.now),
                "change": one.why or words.NOT_STATED,
                "beside England": "",
                "why first": "",
            }
            for one in changed
        ],
        columns=COLUMNS,
    )


COLUMNS = [
    "council",
    "meeting",
    "what",
    "measure",
    "basis",
    "unit",
    "period then",
    "value then",
    "status then",
    "period now",
    "value now",
    "status now",
    "change",
    "beside England",
    "why first",
]


def _figure(when: str, told: Reported | None) -> dict[str, object]:
    return {
        f"period {when}": period_label(told.start, told.end) if told else "",
        f"value {when}": told.value if told else None,
        f"status {when}": told.status if told else "not known",
    }
