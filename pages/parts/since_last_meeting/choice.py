"""Which meeting a reader means: one that a paper tells of, or any day."""

from dataclasses import dataclass
from datetime import date, timedelta

from pages.parts.asking import address
from pages.parts.figures.councils import Council
from pages.parts.figures.freshness import day_of_reading
from pages.parts.figures.known import FIRST
from pages.parts.since_last_meeting.data import Meeting, meetings

SINCE = "since"
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The day of the meeting, the meetings that are known, and whether the reader chose it."""

    day: date
    known: tuple[Meeting, ...]


def usual(known: tuple[Meeting, ...], today: date) -> date:
    """The newest meeting that is known, else the day a year ago."""
    return known[0].day if known else max(today - A_YEAR, FIRST)


def ask(council: Council) -> Chosen:
    """The day of the meeting, from the control on the page or its address."""
    known, today = meetings(council.la_code), day_of_reading()
    day = address.day(
        "Meeting on",
        SINCE,
        default=usual(known, today),
        first=FIRST,
        last=today,
        label_visibility="collapsed",
    )
    return Chosen(day=day, known=known)
