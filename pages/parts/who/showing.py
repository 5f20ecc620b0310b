"""The part "Who has a plan" of the page EHC plans."""

import streamlit as st

from pages.parts.exhibit import showing
from pages.parts.figures.councils import Choice
from pages.parts.language.safe import plain
from pages.parts.who import exhibits, words
from pages.parts.who.data import MEALS, Censuses, quotes


def who_has_a_plan(choice: Choice) -> None:
    """Sex, free school meals with what the paper said of them, ethnicity; then what is missing."""
    topics = exhibits.of_topics(choice)
    missing = [censuses.topic for censuses in topics if not censuses.loaded]
    if len(missing) < len(topics):
        st.caption(plain(words.OTHER_SOURCE))
    for censuses in topics:
        if censuses.loaded:
            showing.each([exhibits.of_topic(censuses)])
        if censuses.topic == MEALS:
            show_paper(censuses)
    if missing:
        showing.absent(words.missing(missing))


def show_paper(censuses: Censuses) -> None:
    """What a committee paper of this council said, beside the two shares."""
    for quote in quotes(censuses.choice):
        st.markdown("**What the paper said**")
        for sentence in words.paper_words(quote, censuses):
            st.markdown(plain(sentence))
