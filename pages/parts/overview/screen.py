"""At a glance on the screen: one component, and the links that its clicks are handed to."""

from pathlib import Path

import streamlit as st

from pages.parts.asking import ways
from pages.parts.figures.councils import Choice
from pages.parts.overview.markup import markup
from pages.parts.overview.rows import screen

HERE = Path(__file__).parent

GLANCE = st.components.v2.component(
    "glance",
    html='<div class="room"></div>',
    css=(HERE / "glance.css").read_text(encoding="utf-8"),
    js=(HERE / "glance.js").read_text(encoding="utf-8"),
)


def show(choice: Choice) -> None:
    """What deserves a question, and every measure."""
    made = screen(choice)
    GLANCE(key="glance", data={"markup": markup(made)})
    ways.out_of_sight(made.links)
