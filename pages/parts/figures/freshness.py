"""Whether DfE has had time to publish newer figures than those that are held.

Nothing here asks DfE. The release calendar says in which month each yearly release comes, the
figures held say how far they go, and the day of reading does the rest. Where one of the three is
not known, nothing is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import queries
from pages.parts.figures.known import known
from pages.parts.language.words import MONTHS, month_words


@dataclass(frozen=True, kw_only=True)
class Coming:
    """One row of queries/coming.sql: the month in which a yearly release comes."""

    publication: str
    month: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Newest:
    """One row of queries/newest.sql: the last day that the figures of an indicator cover.

    `publication` prints the next ones; `published_on` is None where nobody wrote it down.
    """

    indicator_id: str
    publication: str
    last_day: date
    published_on: str | None


@dataclass(frozen=True, kw_only=True, order=True)
class Overdue:
    """A release that was due in the month of `due`, where ours is that of the month of `held`."""

    due: date
    held: date
    publication: str

    @property
    def months(self) -> tuple[date, date]:
        return self.due, self.held


def overdue(indicator_ids: Iterable[str], today: date | None = None) -> str:
    """What a reader of these indicators is told of newer releases; empty where none was due.

    'The newest of DfE's releases was due in June 2026; these are of June 2025.' Where only some of
    the indicators are behind, or not all by the same release, the publications are named. `today`
    is the day of reading, for tests.
    """
    held = _newest()
    known = [one for one in dict.fromkeys(indicator_ids) if one in held]
    late = [release for one in known if (release := behind(one, today))]
    return _sentence(late, of=len(known))


def behind(indicator_id: str, today: date | None = None) -> Overdue | None:
    """The release that an indicator waits for; None where none was due, or nothing is known."""
    held = _newest().get(indicator_id)
    return _overdue(held, today or day_of_reading()) if held else None


def overdue_since(publication: str, last_day: date, today: date | None = None) -> str:
    """The same of one publication of which the last day covered is known, such as a census."""
    one = Newest(indicator_id="", publication=publication, last_day=last_day, published_on=None)
    late = _overdue(one, today or day_of_reading())
    return _sentence([late] if late else [], of=1)


def comes(publication: str) -> str:
    """When a publication comes, 'every June'; empty where that is not known."""
    month = _months().get(publication)
    return f"every {MONTHS[month - 1]}" if month else ""


def publication_of(indicator_id: str) -> str:
    """The publication that prints an indicator first; empty where it has no figures."""
    held = _newest().get(indicator_id)
    return held.publication if held else ""


def _overdue(held: Newest, today: date) -> Overdue | None:
    month = _months().get(held.publication)
    if month is None:
        return None
    # A month that has not ended may still bring its release. DfE was not late until it has.
    due = date(today.year - (today.month <= month), month, 1)
    ours = date(held.last_day.year + (held.last_day.month >= month), month, 1)
    if due <= ours:
        return None
    return Overdue(
        due=due, held=_published(held.published_on) or ours, publication=held.publication
    )


def _published(published_on: str | None) -> date | None:
    """The month in which a release came out, from 'YYYY-MM' or 'YYYY-MM-DD'."""
    if published_on is None:
        return None
    year, month = (int(part) for part in published_on.split("-")[:2])
    return date(year, month, 1)


def _sentence(behind: list[Overdue], *, of: int) -> str:
    if not behind:
        return ""
    if len(behind) == of and len({late.months for late in behind}) == 1:
        due, held = (month_words(month) for month in behind[0].months)
        return f"The newest of DfE's releases was due in {due}; these are of {held}."
    named = "; ".join(
        f"“{late.publication}” in {month_words(late.due)} (here: {month_words(late.held)})"
        for late in sorted(set(behind))
    )
    return f"Newer figures were due from DfE: {named}."


def day_of_reading() -> date:
    """The day of reading; that of the figures where they are shown as known on a day."""
    then = known()
    return then.day if then else datetime.now(UTC).date()


@queries.kept(most=4)
def _newest() -> dict[str, Newest]:
    return {row.indicator_id: row for row in queries.rows("newest", Newest)}


@queries.kept(most=4)
def _months() -> dict[str, int]:
    return {row.publication: row.month for row in queries.rows("coming", Coming)}
