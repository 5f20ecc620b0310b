"""The five parts of the page Data and sources."""

from functools import partial

import pandas as pd
import streamlit as st

import queries
from pages.parts.asking import address
from pages.parts.data_and_sources import downloads, loaded, trace
from pages.parts.data_and_sources.methods import METHODS
from pages.parts.exhibit.showing import table
from pages.parts.figures import sources
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import day, indicators, records
from pages.parts.figures.glossary import meanings
from pages.parts.language.safe import plain
from pages.parts.language.words import digits, display_name, in_a_sentence

REFRESH = "python -m etl refresh"
SUPPLY = "python -m etl refresh --from FILE"


def what_is_loaded(choice: Choice) -> None:
    """Releases with their age, what failed, what is missing, what is withheld, every file."""
    rows, now = loaded.data_sets(), loaded.today()
    held, absent = loaded.by_publication(rows), loaded.missing(rows)
    number = sum(len(some) for some in held.values())
    st.subheader(f"{number} data sets are loaded, {len(absent)} are not", anchor=False)
    for trouble in loaded.troubles(rows):
        st.warning(plain(trouble), icon=":material/sync_problem:")
    for publication, some in held.items():
        st.markdown(f"**{plain(publication)}**{loaded.expected(some, now)}")
        table(loaded.loaded_table(some, now))
    st.markdown("To ask DfE for what is newer, and load it:")
    st.code(REFRESH, language=None)
    if absent:
        not_loaded(absent)
    checks()
    with st.expander("Withheld cells, by reason", icon=":material/visibility_off:"):
        table(loaded.withheld_table())
    with st.expander("Every file that was read", icon=":material/description:"):
        table(loaded.files_table(records(queries.run("files"))))


def not_loaded(rows: list[dict[str, object]]) -> None:
    with st.expander("What is not loaded, and how to load it", icon=":material/upload_file:"):
        st.markdown(
            "\n".join(
                f"- {plain(str(row['publication']))}: {plain(str(row['title']))} "
                f"([page of the publication]({_address(str(row['page']))}))"
                for row in rows
            )
        )
        st.markdown("Download the file from its page, then:")
        st.code(SUPPLY, language=None)


def checks() -> None:
    """How many checks passed before these figures could be shown, and what is in doubt."""
    rows = records(queries.run("checks"))
    doubts = [row for row in rows if row["kind"] == "warning"]
    passed = [row for row in rows if row["kind"] == "passed"]
    title = f"{len(passed)} checks passed, {len(doubts)} warnings"
    with st.expander(title, icon=":material/fact_check:"):
        st.markdown("Checked before these figures could be shown, with no exception found:")
        st.markdown("\n".join(f"- {plain(str(row['words']))}" for row in passed))
        if doubts:
            st.markdown("Odd in the published files, and shown as published:")
            st.markdown("\n".join(f"- {plain(str(row['words']))}" for row in doubts))


def trace_a_figure(choice: Choice) -> None:
    """Any figure, its cell, what older releases printed, and what it is made of."""
    found = trace.pick(choice)
    if found is None:
        st.info(
            "There is no figure of this measure for this place: none is published, or it stands in "
            "a figure that councils publish together."
        )
        return
    first, *older = found.prints
    part = f" ({found.part})" if found.part else ""
    st.subheader(
        plain(
            f"{found.indicator.name}{part}: {trace.in_words(first, found.indicator)} in "
            f"{in_a_sentence(found.place)}, {found.period}"
        ),
        anchor=False,
    )
    basis = f" ({found.indicator.basis})" if found.indicator.basis else ""
    st.caption(plain(f"{found.indicator.definition}{basis}."))
    if first["derived"]:
        st.markdown(plain(f"Computed by this project: {found.indicator.derived_from or ''}."))
    else:
        table(cell_table(first))
    if found.made_of:
        st.markdown("The counts behind it:")
        st.markdown("\n".join(f"- {sources.where(row)}" for row in found.made_of))
    if older:
        st.markdown("What older releases printed for the same figure, the newest first:")
        table(
            pd.DataFrame(
                [
                    {
                        "Release": row["title"],
                        "File": row["file"],
                        "Printed": trace.printed(row),
                        "Row": digits(row["source_row"], 0),
                        "Column": row["source_column"],
                    }
                    for row in older
                ]
            )
        )
    files = dict.fromkeys(sources.release(row) for row in (*found.prints, *found.made_of))
    st.markdown("\n".join(f"- {line}" for line in files))


def cell_table(row: dict[str, object]) -> pd.DataFrame:
    """Where one figure is printed, and what stands there."""
    return pd.DataFrame(
        [
            {"What": "Printed", "In the file": trace.printed(row)},
            {"What": "File", "In the file": str(row["file"])},
            {
                "What": "Row (the header is row 1)",
                "In the file": f"{int(str(row['source_row'])):,}",
            },
            {"What": "Column", "In the file": str(row["source_column"])},
            {"What": "Release", "In the file": f"{row['publication']}, {row['title']}"},
            {"What": "Read", "In the file": sources.retrieved(row)},
            {"What": "Checksum of the file (SHA-256)", "In the file": str(row["sha256"])},
        ]
    )


def methods(choice: Choice) -> None:
    """Each method in plain words, its formula one click away."""
    st.subheader("How figures are compared, in plain words", anchor=False)
    for method in METHODS:
        st.markdown(f"**{plain(method.name)}**  \n{plain(method.words)}")
        with st.popover("Formula", icon=":material/function:"):
            st.markdown(method.formula)
            st.caption(plain(f"Source: {method.source}."))


def words(choice: Choice) -> None:
    """Definitions, symbols, known faults and the glossary."""
    st.subheader("What the words and signs mean", anchor=False)
    with st.expander("Definition of every measure", icon=":material/menu_book:"):
        table(
            pd.DataFrame(
                [
                    {
                        "Measure": one.name,
                        "What is counted": one.definition,
                        "Basis": one.basis,
                        "Computed by us": one.derived_from or "",
                    }
                    for one in indicators().values()
                ]
            )
        )
    with st.expander("Signs instead of numbers", icon=":material/block:"):
        rows = records(queries.run("symbols"))
        table(
            pd.DataFrame(
                [
                    {"In the files": row["symbols"] or "(ours)", "On the screen": row["words"]}
                    for row in rows
                    if row["status"] != "ok"
                ]
            )
        )
    faults = records(queries.run("faults"))
    with st.expander("Known faults in the published files", icon=":material/report:"):
        table(
            pd.DataFrame(
                [
                    {
                        "Measure": row["indicator"],
                        "Place": display_name(str(row["name"])),
                        "Day": f"{day(row['period_end']):%d %B %Y}",
                        "What is known": row["note"],
                        "Who says so": row["source"],
                    }
                    for row in faults
                ]
            )
        )
    with st.expander("Acronyms", icon=":material/abc:"):
        table(pd.DataFrame(meanings().items(), columns=["Acronym", "Meaning"]))


def take_away(choice: Choice) -> None:
    """The whole database, each table, and the licence."""
    st.subheader("Take the figures away", anchor=False)
    st.markdown(
        "Everything is open. Counts of single schools, and what a council supplied by ward or "
        "month, are left out: they hold small numbers that the pages hide."
    )
    st.download_button(
        "The whole database (DuckDB)",
        data=downloads.database,
        file_name="line_of_sight.duckdb",
        mime="application/octet-stream",
        on_click="ignore",
        icon=":material/database:",
    )
    names = {name: name.replace("_", " ") for name in downloads.tables()}
    chosen = address.one("Table", "table", names, default="figure")
    st.download_button(
        f"{chosen}.csv",
        data=partial(downloads.csv, chosen),
        file_name=f"{chosen}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/table:",
    )
    st.caption("The columns of each table are described in data/README.md of the project.")
    st.markdown(
        "Contains public sector information licensed under the [Open Government Licence v3.0]"
        "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/): Department "
        "for Education; Office for National Statistics. To name it: “Department for Education, "
        "*name of the publication*, *release*; by way of Line of Sight.”"
    )


PARTS = {
    "What is loaded": what_is_loaded,
    "Trace a figure": trace_a_figure,
    "Methods": methods,
    "Words": words,
    "Take away": take_away,
}


def _address(url: str) -> str:
    return url.replace(")", "%29").replace(" ", "%20") if url.startswith("https://") else ""
