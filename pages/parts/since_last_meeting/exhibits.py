"""What changed since a meeting, put together and drawn."""

import streamlit as st

from pages.parts.figures.councils import Choice


def new_and_revised(choice: Choice) -> None:
    """What is new, revised, withheld or late since the committee of a council last met."""
    st.header(f"New and revised for {choice.council.name}", anchor=False)
