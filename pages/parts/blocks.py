"""One figure on a page: finding, chart, what a reader must know, table, source and file."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import drawing, sources, stories, tables
from pages.parts.breakdown import Breakdown, breakdown
from pages.parts.charts import specification
from pages.parts.choice import Choice
from pages.parts.safe import plain
from pages.parts.sections import Part
from pages.parts.view import View, view


def show(part: Part, choice: Choice) -> None:
    """One measure, or one measure by one topic."""
    if isinstance(part, str):
        figure(part, choice)
    else:
        parts(*part, choice)


def findings(others: Sequence[Part], choice: Choice) -> None:
    """What the other measures of a section say, in a sentence each."""
    ids = [part for part in others if isinstance(part, str)]
    sentences = [stories.finding(seen).text for one in ids if (seen := view(one, choice)).council]
    if sentences:
        st.subheader("Also in this section", anchor=False)
        st.markdown("\n".join(f"- {plain(sentence)}." for sentence in sentences))


def figure(indicator_id: str, choice: Choice) -> None:
    """Everything about one indicator; a plain sentence where the council has no figure."""
    seen = view(indicator_id, choice)
    if not seen.council:
        st.subheader(plain(seen.indicator.name), anchor=False)
        st.info(plain(stories.no_figures(seen)))
        return
    found = stories.finding(seen)
    st.subheader(plain(found.text), anchor=False)
    st.caption(plain(stories.subtitle(seen)))
    draw(*form(seen), key=indicator_id, alt=stories.alternative(seen, found.text))
    st.markdown(plain(f"{found.change} {found.comparison}".strip()))
    remarks(seen)
    behind(seen)


def form(seen: View) -> tuple[str, pd.DataFrame, dict[str, Any]]:
    """Lines where there is more than one period, else bars."""
    assert seen.latest is not None
    if len({one.end for one in seen.council}) > 1:
        return "trend", *drawing.trend(seen)
    return "bars", *drawing.bars(seen, seen.latest.end)


def draw(name: str, frame: pd.DataFrame, settings: dict[str, Any], *, key: str, alt: str) -> None:
    """A chart on its white ground, in the light and in the dark theme."""
    st.vega_lite_chart(
        frame, specification(name, settings), theme=None, key=f"chart-{key}", alt=alt
    )


def remarks(seen: View) -> None:
    """Breaks, cautions, and how the group's figure is made."""
    group = stories.group_note(seen)
    for note in [*stories.notes(seen), *([group] if group else [])]:
        st.caption(plain(note))


def behind(seen: View) -> None:
    """The table that says what the chart shows, and where its figures come from."""
    code = seen.indicator.indicator_id
    with st.expander("Figures in a table", icon=":material/table:"):
        table(tables.trend_table(seen))
        if seen.peers and seen.latest:
            st.markdown(plain(f"{seen.choice.group.option}, newest period"))
            table(tables.peers_table(seen, seen.latest.end))
        st.download_button(
            "Download as CSV",
            data=lambda: tables.export(seen, " ".join([sources.line(seen), *stories.notes(seen)])),
            file_name=f"{code}-{seen.choice.council.la_code}.csv",
            mime="text/csv",
            key=f"csv-{code}",
            on_click="ignore",
            icon=":material/download:",
        )
    with st.expander(plain(sources.line(seen)), icon=":material/link:"):
        source(seen)


def source(seen: View) -> None:
    """The cells of the newest figure, the formula where it is derived, and the files."""
    found = sources.cells(seen)
    st.markdown(f"{plain(seen.indicator.definition)}.")
    if seen.indicator.derived_from:
        st.markdown(f"Our calculation: {plain(seen.indicator.derived_from)}")
    lines = [sources.where(row) for row in found]
    files = dict.fromkeys(sources.release(row) for row in found)
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.markdown("\n".join(f"- {line}" for line in files))


def parts(indicator_id: str, topic: str, choice: Choice) -> None:
    """How one indicator breaks down, the council beside England."""
    seen = breakdown(indicator_id, topic, choice)
    if seen is None:
        st.subheader(plain(topic), anchor=False)
        st.info("There are no published figures of this breakdown for this council.")
        return
    _parts(seen)


def _parts(seen: Breakdown) -> None:
    st.subheader(plain(seen.finding), anchor=False)
    st.caption(plain(seen.subtitle))
    frame, settings = drawing.shares(seen)
    draw("parts", frame, settings, key=seen.key, alt=seen.alternative)
    for note in seen.notes:
        st.caption(plain(note))
    with st.expander("Figures in a table", icon=":material/table:"):
        table(seen.table)
        st.download_button(
            "Download as CSV",
            data=lambda: tables.csv_bytes(seen.export),
            file_name=f"{seen.key}-{seen.la_code}.csv",
            mime="text/csv",
            key=f"csv-{seen.key}",
            on_click="ignore",
            icon=":material/download:",
        )
    with st.expander(plain(seen.source), icon=":material/link:"):
        st.markdown("\n".join(f"- {line}" for line in seen.cells))


def table(frame: pd.DataFrame) -> None:
    """A table of texts, escaped because tables read Markdown."""
    st.table(frame.map(plain).rename(columns=plain), hide_index=True)
