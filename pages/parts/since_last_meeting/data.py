"""What of one council's figures is new, revised or newly withheld since a meeting.

The figures of then are those of the database as known on the day of the meeting; so both sides are
read by the same questions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import queries
from analysis.rounding import round_half_away
from pages.parts.figures import calendar, freshness
from pages.parts.figures.calendar import Issue
from pages.parts.figures.councils import Choice, Group
from pages.parts.figures.database import Indicator, indicators, notes
from pages.parts.figures.view import (
    NO_ROW,
    Reported,
    Series,
    TrendRow,
    View,
    by_area,
    core_views,
    reported,
)
from queries import known

ENGLAND_ONLY = Group(key="england", option="England only", label="", short="", areas=())

Came = Literal["here", "not here", "due"]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One row of queries/meetings.sql: a day on which a committee met."""

    day: date
    title: str


@dataclass(frozen=True, kw_only=True)
class _HeldTo:
    """One row of queries/held_to.sql."""

    publication: str
    last_day: date


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One core measure as it was known at the meeting and as it is known now; either may be None.

    `then` and `now` are the newest figures of their day.
    """

    before: View | None
    after: View

    @property
    def measure(self) -> Indicator:
        return self.after.indicator

    @property
    def then(self) -> Reported | None:
        return self.before.latest if self.before else None

    @property
    def now(self) -> Reported | None:
        return self.after.latest

    @property
    def is_new(self) -> bool:
        """Whether there is a figure, or a sign, of a period that was not known then."""
        return self.now is not None and (self.then is None or self.now.end > self.then.end)


@dataclass(frozen=True, kw_only=True)
class Revised:
    """One figure of one period that is printed otherwise than at the meeting, and why."""

    measure: Indicator
    then: Reported
    now: Reported
    why: str

    @property
    def withheld(self) -> bool:
        """Whether only one of the two is a number."""
        return (self.then.value is None) != (self.now.value is None)


@dataclass(frozen=True, kw_only=True)
class Release:
    """A release since the meeting: its figures are here, or not, or it was due and is not here."""

    issue: Issue
    came: Came


@dataclass(frozen=True, kw_only=True)
class Since:
    """All that changed for one council since a meeting; `pairs` are all core measures."""

    choice: Choice
    meeting: date
    today: date
    pairs: tuple[Pair, ...]
    revised: tuple[Revised, ...]
    releases: tuple[Release, ...]


def meetings(la_code: str) -> tuple[Meeting, ...]:
    """The meetings of a council that its papers tell of, the newest first."""
    return queries.rows("meetings", Meeting, la=la_code)


@queries.kept(most=100)
def since(choice: Choice, meeting: date) -> Since:
    """What changed for the council of a choice since the evening of a meeting.

    Raises OSError and duckdb.Error where the database of then cannot be made.
    """
    alone = Choice(council=choice.council, group=ENGLAND_ONLY)
    with queries.one_database(known.as_known(queries.database_path(), meeting)):
        before = {view.indicator.indicator_id: view for view in core_views(alone)}
        printed_then = series(choice)
    today = freshness.day_of_reading()
    return Since(
        choice=choice,
        meeting=meeting,
        today=today,
        pairs=tuple(
            Pair(before=before.get(view.indicator.indicator_id), after=view)
            for view in core_views(alone)
        ),
        revised=revised(printed_then, series(choice)),
        releases=releases(meeting, today),
    )


def series(choice: Choice) -> dict[str, Series]:
    """Every figure of a council that is no part of another, oldest first, by indicator."""
    asked = list(indicators())
    code = choice.council.area_code
    rows: dict[str, list[TrendRow]] = {}
    for row in queries.rows("trend", TrendRow, indicators=asked, areas=[code]):
        rows.setdefault(row.indicator_id, []).append(row)
    return {
        indicator_id: tuple(
            reported(row, indicators()[indicator_id])
            for row in by_area(some, notes(indicator_id)).get(code, ())
        )
        for indicator_id, some in rows.items()
    }


def revised(then: Mapping[str, Series], now: Mapping[str, Series]) -> tuple[Revised, ...]:
    """The figures of a period that was known then and are printed otherwise now."""
    found = []
    for indicator_id, series_now in now.items():
        measure = indicators()[indicator_id]
        before = {figure.period: figure for figure in then.get(indicator_id, ())}
        for figure in series_now:
            old = before.get(figure.period)
            if old and _differ(old, figure, measure):
                why = reason(indicator_id, figure, old)
                found.append(Revised(measure=measure, then=old, now=figure, why=why))
    return tuple(found)


def _differ(old: Reported, new: Reported, measure: Indicator) -> bool:
    """Whether a reader sees two different figures."""
    if old.value is None or new.value is None:
        one_is_told = old.value is not None or new.value is not None
        return one_is_told and NO_ROW not in (old.status, new.status)
    printed = (round_half_away(each, measure.decimals) for each in (old.value, new.value))
    return len(set(printed)) > 1


def reason(indicator_id: str, now: Reported, then: Reported) -> str:
    """Why DfE prints a figure otherwise, from its notes; empty where it does not say."""
    said = [note.note for note in notes(indicator_id) if note.period_end == now.end]
    return said[0] if said else ""


def releases(meeting: date, today: date) -> tuple[Release, ...]:
    """What came out after a meeting, and what should have by now, in order of their days."""
    held = {row.publication: row.last_day for row in queries.rows("held_to", _HeldTo)}
    found = [
        Release(issue=issue, came=_came(issue, held[publication]))
        for publication, every in calendar.issues().items()
        if publication in held
        for issue in every
        if meeting < issue.public_on <= today
    ]
    return tuple(sorted(found, key=lambda one: (one.issue.public_on, one.issue.publication)))


def _came(issue: Issue, held_to: date) -> Came:
    """Whether figures of the last period that a release was the first to print are here."""
    newest = calendar.issue_of(issue.publication, held_to)
    if newest and newest.last_day >= issue.last_day:
        return "here"
    return "due" if issue.known == "expected" else "not here"


def late(releases: Sequence[Release]) -> list[Release]:
    """What was due and has not come."""
    return [release for release in releases if release.came != "here"]
