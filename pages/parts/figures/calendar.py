"""When figures became public: which release first printed a period, and on which day.

Where only the month of a release is known its figures count as public from the end of that month.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

import queries


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One row of `release_calendar`: a release, whether we hold it or not.

    It was the first to print what ends after the release before and by `last_day`. `known` is how
    we know when: 'stated' somewhere, the 'usual' month of the publication, or 'expected' to come.
    """

    publication: str
    period: str
    last_day: date
    published_on: str
    known: Literal["stated", "usual", "expected"]
    source: str

    @property
    def public_on(self) -> date:
        """The day from which its figures count as public."""
        return latest_day(self.published_on)


@dataclass(frozen=True, kw_only=True)
class _PrintedIn:
    """One row of queries/printed_in.sql."""

    indicator_id: str
    publication: str


def latest_day(published_on: str) -> date:
    """The last day that 'YYYY-MM-DD' or 'YYYY-MM' can mean."""
    year, month, *day = (int(part) for part in published_on.split("-"))
    return date(year, month, day[0] if day else monthrange(year, month)[1])


@queries.kept(most=4)
def issues() -> dict[str, tuple[Issue, ...]]:
    """The releases of each publication, the oldest first."""
    known: dict[str, list[Issue]] = {}
    for issue in queries.rows("release_calendar", Issue):
        known.setdefault(issue.publication, []).append(issue)
    return {publication: tuple(found) for publication, found in known.items()}


@queries.kept(most=4)
def publications() -> dict[str, str]:
    """The publication that prints each indicator first, by indicator."""
    found = queries.rows("printed_in", _PrintedIn)
    return {row.indicator_id: row.publication for row in found}


def issue_of(publication: str, period_end: date) -> Issue | None:
    """The release that first printed what ended on a day; None where the calendar has none."""
    every = issues().get(publication, ())
    return next((issue for issue in every if issue.last_day >= period_end), None)


def public_on(publication: str, period_end: date) -> date | None:
    """The day from which figures of a period count as public; None where nobody knows."""
    issue = issue_of(publication, period_end)
    return issue.public_on if issue else None


def newest_public(publication: str, day: date) -> Issue | None:
    """The newest release that was public on a day; None where none was, or nothing is known.

    `publication` may be the id of an indicator, and is then the publication that prints it first.
    """
    every = issues().get(publications().get(publication, publication), ())
    public = [issue for issue in every if issue.public_on <= day]
    return public[-1] if public else None
