"""What every page begins and ends with."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import streamlit as st

import queries
from pages.parts.asking import address, picking
from pages.parts.asking.place import place
from pages.parts.asking.screen import Page
from pages.parts.asking.sections import Part, Sections, label
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import load_run
from pages.parts.figures.glossary import help_of
from pages.parts.figures.known import said as known_then
from pages.parts.language.safe import plain
from pages.parts.language.version import NAME, NAME_AND_VERSION
from pages.parts.language.words import day_words, display_name
from queries import known

WHOSE = (
    "Figures are published by DfE (or ONS); calculations marked ‘ours’ are by this project. "
    "This is not an official statistic."
)

NOT_MADE = (
    "These are the figures of now: this server has no room to make those known on {day}. Tell "
    "whoever runs this dashboard."
)
TITLED = "title of the page"
STATEMENT = "pages/data_and_sources.py"
LOG = logging.getLogger(__name__)
address.shown_on(Page())


@contextmanager
def one_database() -> Iterator[None]:
    """One database for a whole run of a page; one clear sentence and a stop where there is none.

    It is the newest whole one where that in use cannot be read, and the reader is told.
    """
    try:
        held = queries.whole()
        with queries.one_database(shown(held.path)):
            if held.instead:
                st.warning(plain(fallen_back(held.instead)), icon=":material/database:")
            yield
    except queries.NoDatabase as problem:
        st.title(NAME)
        st.info(str(problem), icon=":material/database:")
        st.stop()


def shown(path: Path) -> Path:
    """The database to show: as known on the day that the address names, else as it is."""
    day = address.known()
    if day is None:
        return path
    try:
        return known.as_known(path, day)
    except (OSError, duckdb.Error) as problem:
        LOG.error("No database as known on %s", day, exc_info=problem)
        st.warning(NOT_MADE.format(day=day_words(day)), icon=":material/history:")
        return path


def fallen_back(why: str) -> str:
    """That other figures are shown than those that should be, and of which day."""
    return (
        f"{why}, so these figures are those of the newest whole one, built on "
        f"{day_words(load_run().finished_at)}. Sources tells whoever runs this dashboard what to "
        "do."
    )


def sorry(problem: Exception) -> bool:
    """What a reader sees where a page fails: a sentence, and no link to anybody else's site.

    The fault itself is written to the log of the server.
    """
    LOG.error("A page failed", exc_info=problem)
    st.error(
        "This page could not be drawn. Nothing is lost: choose another page or another measure, "
        "and tell whoever runs this dashboard."
    )
    return True


def chosen() -> Choice:
    """What the reader chose at the top, which app.py drew before the page."""
    choice = st.session_state.get("choice")
    if not isinstance(choice, Choice):
        start_with_app()
        with one_database():
            return place()
    return choice


def start_with_app() -> None:
    """Start again with app.py, where a page was opened by its own address.

    A server that has not run app.py yet takes pages/ for the list of pages and leaves app.py out;
    the first call of st.navigation ends that.
    """
    name = urlsplit(st.context.url or "").path.rpartition("/")[2]
    here = queries.PROJECT / "pages" / f"{name}.py"
    if not here.is_file() or st.session_state.get("started"):
        return
    st.session_state["started"] = True
    first = queries.PROJECT / "pages" / "overview.py"
    # Both pages, as the first of the list is taken for the start page.
    st.navigation([st.Page(path) for path in dict.fromkeys([first, here])], position="hidden")
    st.switch_page(here, query_params=st.query_params.to_dict())


def opening(title: str, question: str, *also: str) -> None:
    """The one title of a page and the first of the questions that it answers, in one line."""
    st.session_state[TITLED] = title
    called()
    as_known()
    questions = f"Questions this page answers: {plain(' '.join([question, *also]))}"
    meanings = help_of(question, *also) or ""
    with st.container(horizontal=True, key="opening", gap="small", vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        st.markdown(plain(question), help=f"{questions}\n\n{meanings}", width="content")
    address.notices()


def as_known() -> None:
    """The band that says of which day the figures are, with the way back to those of now."""
    if not (then := known_then()):
        return
    with st.container(horizontal=True, key="known"):
        st.markdown(f":material/history: {plain(then)}")
        st.page_link(
            address.page_file(), label="Back to the figures of now", query_params=address.now()
        )


def called(*what: str) -> None:
    """The title of the window: what is in sight, the page, whose figures, whose work."""
    page = st.session_state.get(TITLED, "")
    council = display_name(chosen().council.name)
    st.set_page_config(page_title=" – ".join([*what, page, council, NAME]))


def pick(sections: Sections, *, marked: bool = False) -> tuple[Part, Sequence[Part]]:
    """The part of the page to draw, and all parts of its section."""
    picked = picking.pick(sections, marked=marked)
    called(label(picked[0]))
    return picked


def pick_or(
    other: str, sections: Sections, *, marked: bool = False
) -> tuple[Part, Sequence[Part]] | None:
    """The same, with one more section, `other`, which has no measures; None where it is chosen."""
    picked = picking.pick_or(other, sections, marked=marked)
    called(label(picked[0]) if picked else other)
    return picked


def closing() -> None:
    """Whose figures these are, whose calculations, and how fresh; what is there for everybody."""
    foot()
    built = load_run()
    st.caption(
        f"{WHOSE} {NAME_AND_VERSION}. "
        f"Database {plain(built.run_id)}, built on {day_words(built.finished_at)}. "
        "Contains public sector information licensed under the Open Government Licence v3.0."
    )


def foot() -> None:
    """How large the type is to be, and for whom these pages work."""
    with st.container(horizontal=True, key="foot", gap="medium"):
        st.page_link(
            address.page_file(),
            label="Usual type" if address.large() else "Large type",
            icon=":material/format_size:",
            query_params=address.in_other_type() or None,
        )
        st.page_link(
            STATEMENT,
            label="Accessibility statement",
            icon=":material/accessibility_new:",
            query_params={**address.kept_words(), "show": "accessibility"},
        )
