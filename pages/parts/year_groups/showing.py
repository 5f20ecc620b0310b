"""A section of the year-group page, drawn."""

import streamlit as st

from pages.parts.exhibit import showing
from pages.parts.figures.councils import Choice
from pages.parts.language.safe import plain
from pages.parts.language.words import day_words
from pages.parts.year_groups import words
from pages.parts.year_groups.data import AGE, PLANS, profiles
from pages.parts.year_groups.sections import PAPER, Section, quotes


def show(section: Section, choice: Choice) -> None:
    """What it holds, after what a paper said where it is about that."""
    if section.label == PAPER:
        _paper(choice)
    showing.each(section.shown(choice))


def _paper(choice: Choice) -> None:
    """What a committee paper said, beside what the published figures show."""
    plans = profiles(PLANS, AGE, choice)
    said = quotes(choice)
    if plans is None or not said:
        return
    quote = said[0]
    st.header("What the paper said, and what the published figures show", anchor=False)
    st.markdown(
        plain(
            f"The paper of {day_words(quote.meeting_date)} spoke of “{quote.quote}”"
            + (f" and the “{quote.comparator}”" if quote.comparator else "")
            + (f". {quote.note}" if quote.note else ".")
            + f" Plans by age are published from {plans.years[0].label} on."
        )
    )
    st.markdown("\n".join(f"- {plain(line)}." for line in words.answers(plans)))
    st.markdown(plain(words.verdicts(plans)))
