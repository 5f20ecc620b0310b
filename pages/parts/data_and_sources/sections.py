"""The six parts of the page Data and sources."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

import queries
from pages.parts.asking import address
from pages.parts.data_and_sources import downloads, loaded, tables, trace
from pages.parts.data_and_sources.accessibility import (
    NOT_ACCESSIBLE,
    checked,
    operator,
    statement,
)
from pages.parts.data_and_sources.loaded import DataSet
from pages.parts.data_and_sources.methods import METHODS
from pages.parts.exhibit.showing import table
from pages.parts.figures import sources
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import Symbol, in_words, indicators
from pages.parts.figures.glossary import meanings
from pages.parts.language.commands import (
    IMPORT,
    REFRESH,
    REFRESH_FROM_FILE,
    REFRESH_ONLY,
    ROLLBACK,
)
from pages.parts.language.safe import link_target, plain
from pages.parts.language.version import NAME
from pages.parts.language.words import in_a_sentence, slug, uncapitalise

TEMPLATES = ("month_template.csv", "ward_template.csv")
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def what_is_loaded(choice: Choice) -> None:
    """Releases with their age, what failed, what is missing, what is withheld, every file."""
    known, now = loaded.data_sets(), loaded.today()
    publications, absent = loaded.by_publication(known), loaded.missing(known)
    st.header(
        f"{len(known) - len(absent)} data sets are loaded, {len(absent)} are not", anchor=False
    )
    if queries.whole().instead:
        st.markdown("To put the newest whole database in use:")
        st.code(ROLLBACK, language=None)
    for trouble in loaded.troubles(known):
        st.warning(plain(trouble), icon=":material/sync_problem:")
    for publication, data_sets in publications.items():
        st.markdown(f"**{plain(publication)}**{loaded.expected(data_sets, now)}")
        table(tables.data_sets_table(data_sets, now), slug(publication))
    st.markdown("To ask DfE for what is newer, and load it:")
    st.code(REFRESH, language=None)
    if absent:
        not_loaded(absent)
    councils_own()
    show_checks()
    with st.expander("Withheld cells, by reason", icon=":material/visibility_off:"):
        table(tables.withheld_table(loaded.withheld()))
    with st.expander("Every file that was read", icon=":material/description:"):
        table(tables.files_table(loaded.files()))


def not_loaded(absent: Sequence[DataSet]) -> None:
    """What is not loaded, where it is published and how to load it."""
    with st.expander("What is not loaded, and how to load it", icon=":material/upload_file:"):
        st.markdown(
            _listed(
                f"`{data_set.data_set_id}`: {plain(data_set.title)}, in "
                f"[{plain(data_set.publication)}]({link_target(data_set.page)})"
                for data_set in absent
            )
        )
        st.markdown(
            "From DfE’s service, by the name before each (ethnicity has 12.6 million rows):"
        )
        st.code(REFRESH_ONLY, language=None)
        st.markdown("Or download the file from its page, then:")
        st.code(REFRESH_FROM_FILE, language=None)


def councils_own() -> None:
    """How a council's own figures by month and by ward come in; they never leave its machine."""
    with st.expander("A council's own figures: how to load them", icon=":material/add_chart:"):
        st.markdown(
            "Months, with which a movement can be told from chance, and wards by the child's home. "
            "Fill in a template and import it:"
        )
        st.markdown(_listed(f"`data/local/{name}`" for name in TEMPLATES))
        st.code(IMPORT, language=None)


def show_checks() -> None:
    """How many checks passed before these figures could be shown, and what is in doubt."""
    done = loaded.checks()
    doubts = [plain(check.words) for check in done if check.kind == "warning"]
    passed = [plain(check.words) for check in done if check.kind == "passed"]
    title = f"{len(passed)} checks passed, {len(doubts)} warnings"
    with st.expander(title, icon=":material/fact_check:"):
        st.markdown("Checked before these figures could be shown, with no exception found:")
        st.markdown(_listed(passed))
        if doubts:
            st.markdown("Odd in the published files, and shown as published:")
            st.markdown(_listed(doubts))


def trace_a_figure(choice: Choice) -> None:
    """Any figure, its cell, what older releases printed, and what it is made of."""
    traced = trace.pick_figure(choice)
    if traced is None:
        st.info(
            "There is no figure of this measure for this place: none is published, or it stands in "
            "a figure that councils publish together. Choose another measure or place."
        )
        return
    indicator, (figure, *older) = traced.indicator, traced.prints
    part = f" ({traced.part})" if traced.part else ""
    said = uncapitalise(in_words(figure, indicator, short=False))
    st.header(
        plain(f"{indicator.name}{part}: {said} in {in_a_sentence(traced.place)}, {traced.period}"),
        anchor=False,
    )
    basis = f" ({indicator.basis})" if indicator.basis else ""
    st.caption(plain(f"{indicator.definition}{basis}."))
    if figure.derived:
        st.markdown(plain(f"Computed by this project: {indicator.derived_from or ''}."))
    else:
        table(tables.cell_table(figure), "cell")
    if traced.made_of:
        st.markdown("The counts behind it:")
        st.markdown(_listed(sources.where(cell) for cell in traced.made_of))
    if older:
        st.markdown("What older releases printed for the same figure, the newest first:")
        table(tables.older_prints(older), "older")
    files = (*traced.prints, *traced.made_of)
    st.markdown(_listed(dict.fromkeys(sources.release(file) for file in files)))


def methods(choice: Choice) -> None:
    """Each method in plain words, its formula one click away."""
    st.header("How figures are compared, in plain words", anchor=False)
    for method in METHODS:
        st.markdown(f"**{plain(method.name)}**  \n{plain(method.words)}")
        with st.popover("Formula", icon=":material/function:"):
            st.markdown(method.formula)
            st.caption(plain(f"Source: {method.source}."))


def words(choice: Choice) -> None:
    """Definitions, symbols, known faults and the glossary."""
    st.header("What the words and signs mean", anchor=False)
    with st.expander("Definition of every measure", icon=":material/menu_book:"):
        table(tables.definitions(indicators().values()))
    with st.expander("Signs instead of numbers", icon=":material/block:"):
        table(tables.signs(queries.rows("symbols", Symbol)))
    with st.expander("Known faults in the published files", icon=":material/report:"):
        table(tables.faults_table(loaded.faults()))
    with st.expander("Acronyms", icon=":material/abc:"):
        table(pd.DataFrame(meanings().items(), columns=["Acronym", "Meaning"]))


def show_take_away(choice: Choice) -> None:
    """The whole database, each table, and the licence."""
    st.header("Take the figures away", anchor=False)
    st.markdown(
        "Everything is open. Counts of single schools, and what a council supplied by ward or "
        "month, are left out: they hold small numbers that the pages hide."
    )
    st.download_button(
        "The whole database (DuckDB)",
        data=queries.pinned(downloads.database),
        file_name="line_of_sight.duckdb",
        mime="application/octet-stream",
        on_click="ignore",
        icon=":material/database:",
    )
    names = {name: name.replace("_", " ") for name in downloads.tables()}
    chosen = address.one("Table", "table", names, default="figure")
    st.download_button(
        f"{chosen}.csv",
        data=queries.pinned(partial(downloads.table_csv, chosen)),
        file_name=f"{chosen}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/table:",
    )
    st.caption("The columns of each table are described in data/README.md of the project.")
    st.markdown(
        "Contains public sector information licensed under the [Open Government Licence v3.0]"
        f"({LICENCE_ADDRESS}): Department for Education; Office for National Statistics. "
        "To name it: “Department for Education, *name of the publication*, *release*; "
        "by way of Line of Sight.”"
    )


def accessible(choice: Choice) -> None:
    """The accessibility statement."""
    st.header(f"Accessibility statement for {NAME}", anchor=False)
    for heading, paragraphs in statement(checked(), operator()):
        if heading:
            st.subheader(heading, anchor=False)
        if heading == NOT_ACCESSIBLE:
            st.markdown(_listed(map(plain, paragraphs)))
        else:
            for text in paragraphs:
                st.markdown(plain(text))


# Each part by its name; all are given the choice, so that the page need not know which use it.
PARTS: Mapping[str, Callable[[Choice], None]] = {
    "What is loaded": what_is_loaded,
    "Trace a figure": trace_a_figure,
    "Methods": methods,
    "Words": words,
    "Take away": show_take_away,
    "Accessibility": accessible,
}


def _listed(lines: Iterable[str]) -> str:
    """Lines of Markdown as a list."""
    return "\n".join(f"- {line}" for line in lines)
