"""One measure of a section drawn on its page, and what the others say."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.asking import address, links
from pages.parts.asking.links import Link
from pages.parts.asking.sections import Part, address_of
from pages.parts.exhibit import player, showing
from pages.parts.exhibit.absent import NotPublished
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import indicators
from pages.parts.figures.view import view
from pages.parts.language.safe import plain
from pages.parts.measure import words
from pages.parts.measure.exhibits import chosen, marked

COMPARE = "Compare every council by this measure"
INSPECTED = "What inspectors found"


def show(part: Part, section: Sequence[Part], choice: Choice) -> None:
    """One measure of a section, or one measure by one topic; a sentence where there are no figures.

    As slides, all measures of the section stand in its order.
    """
    for each in section:
        if each == part:
            _show(part, choice)
        elif address.slide() and not isinstance(made := chosen(each, choice), NotPublished):
            player.add(made, measure=address_of(each))


def _show(part: Part, choice: Choice) -> None:
    made = chosen(part, choice)
    if isinstance(made, NotPublished):
        showing.absent(made)
    else:
        showing.show(made, *_ways(part))


def _ways(part: Part) -> list[tuple[str, Link]]:
    """Other views of the same measure, each with its words."""
    ways = []
    if isinstance(part, str) and indicators()[part].core:
        ways.append((COMPARE, links.to_compare(part)))
    if marked(part):
        ways.append((INSPECTED, links.to_inspections()))
    return ways


def also(part: Part, section: Sequence[Part], choice: Choice) -> None:
    """What the other measures of a section say, each a link to it."""
    views = [view(other, choice) for other in section if isinstance(other, str) and other != part]
    told = [view for view in views if view.council]
    if not told:
        return
    with st.container(key="also"):
        st.header("Also in this section", anchor=False)
        for other in told:
            st.page_link(
                address.page_file(),
                label=plain(f"{words.title(other)}."),
                query_params=address.here(measure=other.indicator.indicator_id),
            )
