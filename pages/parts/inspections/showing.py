"""The section Inspections of the page Need and protection."""

import streamlit as st

from pages.parts.exhibit import showing
from pages.parts.figures.councils import Council
from pages.parts.figures.inspections import inspections
from pages.parts.inspections import data, exhibits, tables
from pages.parts.language.safe import plain


def show(council: Council) -> None:
    """Every report on a council, the figures before one inspection, and all councils now."""
    showing.show(exhibits.grades(council))
    if any(map(exhibits.has_before, inspections(council.la_code))):
        st.divider()
        if chosen := exhibits.chosen(council):
            showing.show(chosen)
    with st.expander("Newest grades in England: how many councils, and a list of them"):
        everyone = data.newest()
        st.markdown(plain(f"{len(everyone)} councils, each by its newest report."))
        showing.table(tables.england())
        showing.table(tables.councils(everyone))
