"""Findings one after another on a shared screen, drawn in the browser from prepared pictures.

A click on the server takes a quarter of a second and more; here a key shows the next slide within
a frame or two. The slides of a page are what it shows, in its order and a chart on each; a measure
has its section.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from pages.parts.asking import address
from pages.parts.asking.links import Link
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.exhibit.slide_markup import articles, of_exhibit, script, shell, slides_of, style
from pages.parts.exhibit.slides import Deck
from pages.parts.figures import known

__all__ = ["add", "begin", "draw", "link", "play", "slides_of"]

SLIDES = "slides"
PLAYER = st.components.v2.component(
    "player",
    html=shell(),
    css=style(),
    js=f"{script()}\nconst SHEET = {json.dumps(style())}\n"
    + Path(__file__).with_name("player.js").read_text(encoding="utf-8"),
)


def begin() -> None:
    """No slides yet in this run."""
    st.session_state[SLIDES] = []


def add(exhibit: Exhibit, **words: str) -> int:
    """One more slide, and its number from 1; `words` lead to its view where they differ."""
    slides = st.session_state.setdefault(SLIDES, [])
    slides.append((exhibit, words))
    return len(slides)


def link(number: int) -> None:
    """The way to see one finding as a slide."""
    st.page_link(
        address.page_file(),
        label="Present",
        icon=":material/slideshow:",
        query_params=address.here() | {address.PRESENT: str(number)},
    )


def draw() -> None:
    """All slides of this run, where the address asks for one; else nothing."""
    number, found = address.slide(), st.session_state.get(SLIDES, [])
    if number is None or not found:
        return
    slides_by = [of_exhibit(exhibit) for exhibit, _ in found]
    ways = [Link(page=address.page_file(), words=address.here(**words)) for _, words in found]
    deck = Deck(
        title=found[0][0].place,
        place=found[0][0].place,
        asof=datetime.now(UTC).date(),
        frozen=known.said(),
        slides=tuple(slide for some in slides_by for slide in some),
    )
    leave = [way for way, some in zip(ways, slides_by, strict=True) for _ in some]
    play(deck, at=sum(map(len, slides_by[: min(number, len(found)) - 1])), leave=leave)


def play(
    deck: Deck, *, at: int = 0, leave: Link | Sequence[Link], codes: Sequence[str] = ()
) -> None:
    """A deck over the whole window, slide `at` first, the first being 0.

    `leave` is where Escape leads, from all slides or from each. `codes` are drawings (SVG) of the
    codes that lead to the view of each slide, empty for one without.
    """
    ways = [leave] * len(deck.slides) if isinstance(leave, Link) else leave
    with st.container(key="leave"):  # never in sight: links of the page, one step in its history
        for way in ways:
            st.page_link(way.page, label="Back to the page", query_params=dict(way.words) or None)
    PLAYER(key="player", data={"slides": articles(deck, codes), "at": at, "title": deck.title})
