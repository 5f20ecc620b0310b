"""Marks that Streamlit's own HTML leaves out: strips, keys and shapes, drawn by a component."""

from pathlib import Path

import streamlit as st

DRAWN = st.components.v2.component(
    "drawn",
    html='<div class="drawn"></div>',
    css=Path(__file__).with_name("drawn.css").read_text(encoding="utf-8"),
    js=(
        "export default ({ parentElement, data }) => "
        "{ parentElement.querySelector('.drawn').innerHTML = data.markup }"
    ),
)


def draw(markup: str, key: str) -> None:
    """Markup of our own, all texts in it escaped; `key` is its name on the page."""
    DRAWN(key=key, data={"markup": markup})
