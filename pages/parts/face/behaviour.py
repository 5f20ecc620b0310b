"""What the browser adds to every page, in one component of no size."""

from pathlib import Path

import streamlit as st

from pages.parts.language.words import display_name

BEHAVIOUR = st.components.v2.component(
    "behaviour",
    html="<span></span>",
    js=Path(__file__).with_name("behaviour.js").read_text(encoding="utf-8"),
)


def draw(council: str) -> None:
    """Add it to the page; `council` is whose row is marked in tables."""
    BEHAVIOUR(key="behaviour", data={"council": display_name(council)})
