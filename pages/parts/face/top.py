"""The row at the top of every page: whose work this is, whose figures, and where to go."""

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.parts.asking import address
from pages.parts.asking.place import place
from pages.parts.face import behaviour
from pages.parts.figures.councils import Choice
from pages.parts.language.version import NAME

MARK = Path(__file__).parents[1] / "exhibit" / "mark.svg"
MARK_ADDRESS = f"data:image/svg+xml;base64,{b64encode(MARK.read_bytes()).decode()}"


def top(pages: Sequence[StreamlitPage]) -> Choice:
    """Draw the row and return what the reader chose in it.

    Each link carries the council and the comparison, so that to follow it is one step in the
    history of the browser.
    """
    with st.container(horizontal=True, key="top", gap="small", vertical_alignment="center"):
        st.html(f'<span class="los-mark"><img alt="" src="{MARK_ADDRESS}"><b>{NAME}</b></span>')
        choice = place()
        links(pages)
    behaviour.draw(choice.council.name)
    return choice


def links(pages: Sequence[StreamlitPage]) -> None:
    """A link to each page; Streamlit marks the one in sight as the current page."""
    kept = address.kept_words()
    with st.container(horizontal=True, key="links", vertical_alignment="center"):
        for page in pages:
            st.page_link(page, label=page.title, query_params=kept or None)
