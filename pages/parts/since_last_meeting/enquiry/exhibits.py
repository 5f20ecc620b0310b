"""The section Lines of enquiry of the page Since last meeting."""

from datetime import date
from functools import partial

import streamlit as st

import queries
from pages.parts.agenda import frozen, toml
from pages.parts.asking import address
from pages.parts.exhibit import adding
from pages.parts.figures import freshness, known
from pages.parts.figures.councils import Choice
from pages.parts.language.safe import plain
from pages.parts.language.words import display_name, in_a_sentence, slug
from pages.parts.overview import strips
from pages.parts.overview.words import group_name
from pages.parts.since_last_meeting.drawn import draw
from pages.parts.since_last_meeting.enquiry import agenda, sheet, words
from pages.parts.since_last_meeting.enquiry.lines import Line, lines
from pages.parts.since_last_meeting.enquiry.rules import STATED, with_neighbours

TAKE = "take"  # in an address: the measures whose question is taken along


def show(choice: Choice) -> None:
    """At most ten lines, a box to tick beside each, and what is ticked to take away."""
    found = lines(choice)
    st.header(plain(words.heading(choice, found)), anchor=False)
    if not found:
        st.info(plain(words.nothing(choice)))
    else:
        ticked = address.ticked(TAKE, [line.name for line in found])
        _key(choice)
        with st.container(key="lines"):
            for number, line in enumerate(found, start=1):
                _line(number, line)
        _take_along(choice, [line for line in found if line.name in ticked])
    with st.expander("How these are chosen"):
        st.markdown(plain(STATED))


def _key(choice: Choice) -> None:
    """What the marks of the strips mean."""
    beside = with_neighbours(choice)
    marks = [(strips.key("council"), display_name(choice.council.name))]
    marks.append((strips.key("england"), "England"))
    if group := group_name(beside):
        marks.append((strips.key("group", beside.group.role), group))
    marks.append(('<i class="band"></i>', "middle half of councils"))
    drawn = "".join(f"<span>{mark}{sheet.escaped(name)}</span>" for mark, name in marks)
    draw(f'<p class="key">{drawn}</p>', key="lines-key")


def _line(number: int, line: Line) -> None:
    with st.container(key=f"line-{line.name}"):
        finding, drawn = st.columns([7, 3], vertical_alignment="center")
        with finding:
            why = plain(" ".join(text for text in (f"{line.why}.", line.said) if text))
            st.markdown(f"**{number}. {plain(line.finding)}.**  \n{why}")
        with drawn:
            if line.strip:
                draw(strips.svg(line.strip), key=f"strip-{line.name}")
        with st.container(horizontal=True, key=f"ask-{line.name}", gap="small"):
            address.tick(TAKE, line.name, line.question)
            if line.link:
                st.page_link(
                    line.link.page, label="See the chart", query_params=dict(line.link.words)
                )


def _take_along(choice: Choice, ticked: list[Line]) -> None:
    """The questions that are ticked: a sheet, which this page prints too, and an agenda."""
    if not ticked:
        st.caption("Tick a question to take it along: on a sheet to print, or in an agenda.")
        return
    today = freshness.day_of_reading()
    whose, closing = words.of_whom(choice, today), sheet.closing(known.said())
    council = slug(display_name(choice.council.name))
    name = f"questions-{council}-{today.isoformat()}"
    with st.container(horizontal=True, key="take-along", gap="small", vertical_alignment="center"):
        st.markdown(f"**{plain(words.TO_TAKE)}: {len(ticked)}**")
        _file("Sheet to print", partial(sheet.document, ticked, whose, closing), f"{name}.html")
        place = in_a_sentence(choice.council.name)
        adding.button_of_many([agenda.item(line, council) for line in ticked], place)
        _file("Agenda", partial(_written, ticked, council, frozen.day()), f"{name}.toml")
        st.caption("Printed, this page is the sheet.")
    with st.container(key="sheet"):  # in print alone
        st.html(sheet.markup(ticked, whose, closing))


def _written(ticked: list[Line], council: str, asof: date) -> bytes:
    return toml.write(agenda.agenda(ticked, council, asof))


def _file(label: str, make: partial[bytes], name: str) -> None:
    kind = toml.KIND if name.endswith(".toml") else "text/html"
    st.download_button(
        label, data=queries.pinned(make), file_name=name, mime=kind, key=name, on_click="ignore"
    )
