"""The row at the top of every page: whose work this is, whose figures, and where to go."""

from collections.abc import Sequence
from contextlib import nullcontext

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.parts.asking import address, search
from pages.parts.asking.place import place
from pages.parts.face import behaviour
from pages.parts.figures.councils import Choice
from pages.parts.language.version import NAME
from pages.parts.present import choice as agendas


def top(pages: Sequence[StreamlitPage], current: StreamlitPage) -> Choice:
    """Draw the row and return what the reader chose in it.

    Each link carries the council and the comparison, so that to follow it is one step in the
    history of the browser.
    """
    with st.container(horizontal=True, key="top", gap="small", vertical_alignment="center"):
        size = " los-large" if address.large() else ""
        st.html(f'<span class="los-mark{size}"><i></i><b>{NAME}</b></span>')
        choice = place()
        links(pages, current)
        search.box(pages)
    behaviour.draw(choice.council.name)
    return choice


def links(pages: Sequence[StreamlitPage], current: StreamlitPage) -> None:
    """A link to each page, the one in sight marked."""
    kept = address.kept_words()
    with st.container(horizontal=True, key="links", vertical_alignment="center"):
        for page in pages:
            with st.container(key="here") if page == current else nullcontext():
                words = kept | (agendas.word() if page.url_path == agendas.PAGE else {})
                st.page_link(page, label=page.title, query_params=words or None)
