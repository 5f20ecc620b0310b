"""Clicks that start nothing anew.

A component of ours draws its own links. A plain click on one is handed to a page link of Streamlit
that is never in sight, so that it is one step in the history of the browser and keeps the session.
"""

from collections.abc import Sequence

import streamlit as st

from pages.parts.asking.links import Link

GO = "go"  # the key of the links that are out of sight; the style sheet hides it


def out_of_sight(links: Sequence[Link], key: str = GO) -> None:
    """The page links that clicks are handed to, in the order of `links`."""
    with st.container(key=key):
        for link in links:
            st.page_link(link.page, label=link.href, query_params=dict(link.words) or None)
