"""Which meeting a reader means: one that a paper tells of, or any day."""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from pages.parts.asking import address
from pages.parts.figures.councils import Council
from pages.parts.figures.freshness import day_of_reading
from pages.parts.figures.known import FIRST
from pages.parts.language.safe import plain
from pages.parts.language.words import day_words
from pages.parts.since_last_meeting.data import Meeting, meetings

SINCE = "since"
A_YEAR = timedelta(days=365)
NO_MEETING = "No meeting of this council is known here, so the day is a year ago. Choose any other."
EVERY_PAGE = "See every page as known on that evening"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The day of the meeting, the meetings that are known, and whether the reader chose it."""

    day: date
    known: tuple[Meeting, ...]


def usual(known: tuple[Meeting, ...], today: date) -> date:
    """The newest meeting that is known, else the day a year ago."""
    return known[0].day if known else max(today - A_YEAR, FIRST)


def ask(council: Council) -> Chosen:
    """The day of the meeting, with a link to each meeting that is known."""
    known, today = meetings(council.la_code), day_of_reading()
    with st.container(horizontal=True, key="meeting", gap="small", vertical_alignment="center"):
        day = address.day(
            "Meeting on",
            SINCE,
            default=usual(known, today),
            first=FIRST,
            last=today,
            label_visibility="collapsed",
        )
        for meeting in known:
            if meeting.day != day:
                st.page_link(
                    address.page_file(),
                    label=plain(f"Meeting of {day_words(meeting.day)}"),
                    icon=":material/event:",
                    query_params=address.here(**{SINCE: meeting.day.isoformat()}),
                )
        if address.known() != day:
            st.page_link(
                address.page_file(),
                label=EVERY_PAGE,
                icon=":material/history:",
                query_params=address.here(
                    **{SINCE: day.isoformat(), address.KNOWN: day.isoformat()}
                ),
            )
    if not known and day == usual(known, today):
        st.caption(NO_MEETING)
    return Chosen(day=day, known=known)
