"""A tab of the page Compare, drawn."""

import streamlit as st

from pages.parts.asking import links
from pages.parts.compare import opening, words
from pages.parts.compare.choice import Asked, comparison
from pages.parts.compare.exhibits import exhibit, is_shown, title
from pages.parts.compare.tabs import TABS
from pages.parts.exhibit import crosshair, showing
from pages.parts.language.safe import plain

OWN_PAGE = "See this measure on its own page"


def show(asked: Asked) -> None:
    """One tab, or a plain sentence where councils are not compared."""
    if is_shown(asked):
        shown, own_page = exhibit(asked), links.to_measure(asked.indicator_id)
        showing.show(shown, *([(OWN_PAGE, own_page)] if own_page else []))
        for drawn in shown.charts:
            opening.watch(crosshair.place(drawn))
    else:
        st.header(plain(title(comparison(asked), TABS[asked.tab])), anchor=False)
        st.info(plain(words.AMOUNT))


def absent() -> None:
    """What to say of a measure without any figure."""
    st.header("No figures", anchor=False)
    st.info("The database holds no figure of this measure. Choose another measure.")
