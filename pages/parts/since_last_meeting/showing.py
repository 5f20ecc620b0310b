"""The section of what is new, drawn."""

import duckdb
import streamlit as st

from pages.parts.asking import address
from pages.parts.asking.links import Link, to_measure
from pages.parts.exhibit import showing
from pages.parts.figures.councils import Choice, Council
from pages.parts.figures.freshness import day_of_reading
from pages.parts.language.safe import plain
from pages.parts.language.words import day_words
from pages.parts.since_last_meeting import words
from pages.parts.since_last_meeting.choice import SINCE, Chosen, ask, usual
from pages.parts.since_last_meeting.data import Since, since
from pages.parts.since_last_meeting.exhibits import exhibit
from pages.parts.since_last_meeting.order import newer

WAYS = 5  # links to the measures that come first
NO_MEETING = "No meeting of this council is known here, so the day is a year ago. Choose any other."
EVERY_PAGE = "See every page as known on that evening"


def new_and_revised(choice: Choice) -> None:
    """What is new, revised, withheld or late since the committee of a council last met."""
    chosen = _asked(choice.council)
    try:
        found = since(choice, chosen.day)
    except (OSError, duckdb.Error):
        st.info(words.NOT_MADE)
        return
    showing.show(exhibit(found), *ways(found))


def _asked(council: Council) -> Chosen:
    """The day of the meeting, with a link to each meeting that is known."""
    with address.controls("meeting"):
        chosen = ask(council)
        day, known = chosen.day, chosen.known
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
    if not known and day == usual(known, day_of_reading()):
        st.caption(NO_MEETING)
    return chosen


def ways(found: Since) -> list[tuple[str, Link]]:
    """The pages of the measures that come first, by name."""
    first = [one.measure for one in newer(found.pairs)]
    links = [(measure.short_name, to_measure(measure.indicator_id)) for measure in first]
    return [(name, link) for name, link in links if link][:WAYS]
