"""The lane of a council's own monthly counts on the page Need and protection."""

import streamlit as st

from pages.parts.exhibit import showing
from pages.parts.figures.councils import Council
from pages.parts.months import data
from pages.parts.months.exhibits import chosen


def lane(council: Council) -> None:
    """Month by month, where the council supplied any; else who could tell."""
    if data.months(council):
        st.divider()
        st.header("Month by month: the council's own figures", anchor=False)
    showing.each([chosen(council)])
