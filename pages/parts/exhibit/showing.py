"""The one way in which an exhibit is drawn on a page, with what can be taken away."""

from typing import Literal

import pandas as pd
import streamlit as st

from pages.parts.asking import address
from pages.parts.exhibit import asof
from pages.parts.exhibit.exhibit import Chart, Exhibit, Folded
from pages.parts.exhibit.take_away import take_away
from pages.parts.figures import sources
from pages.parts.figures.glossary import help_of
from pages.parts.language.safe import plain

MANY, TALL = 30, 560  # more rows than this are scrolled, in a table so many pixels high


def show(exhibit: Exhibit) -> None:
    """Finding, charts, words, notes, tables, sources, and what can be taken away."""
    if exhibit.finding:
        st.subheader(plain(exhibit.finding), anchor=False)
    for line in exhibit.subtitle:
        st.caption(plain(line), help=help_of(exhibit.finding, line))
    if exhibit.concerned and (revised := asof.sentence(exhibit.concerned, address.asof())):
        st.info(plain(revised), icon=":material/history:")
    _drawings(exhibit)
    if exhibit.table_shown == "plain":
        _tables(exhibit)
    for text in exhibit.said:
        st.markdown(plain(text))
    _list(exhibit.listed)
    for note in exhibit.notes:
        st.caption(plain(note))
    if exhibit.table_shown != "plain":
        opened = exhibit.table_shown == "open"
        with st.expander(plain(exhibit.table_title), icon=":material/table:", expanded=opened):
            _tables(exhibit)
    for more in exhibit.folded:
        _fold(more)
    with st.expander(plain(exhibit.source), icon=":material/link:"):
        _trace(exhibit)
    take_away(exhibit)


def _drawings(exhibit: Exhibit) -> None:
    for chart in exhibit.charts:
        _draw(chart)
    if exhibit.warning:
        st.warning(plain(exhibit.warning), icon=":material/balance:")


def table(frame: pd.DataFrame) -> None:
    """A table of texts, escaped because tables read Markdown."""
    height: int | Literal["content"] = TALL if len(frame) > MANY else "content"
    st.table(frame.map(plain).rename(columns=plain), hide_index=True, height=height)


def _draw(chart: Chart) -> None:
    """A chart on its white ground, in the light and in the dark theme."""
    if chart.caption:
        st.caption(plain(chart.caption))
    spec = dict(chart.specification)
    st.vega_lite_chart(chart.frame, spec, theme=None, key=f"chart-{chart.key}", alt=chart.alt)
    if chart.legend:
        st.caption(plain(chart.legend))
    if chart.said:
        st.markdown(plain(chart.said))


def _tables(exhibit: Exhibit) -> None:
    if exhibit.table_note:
        st.caption(plain(exhibit.table_note))
    for heading, frame in exhibit.tables:
        if heading:
            st.markdown(plain(heading))
        table(frame)


def _list(texts: tuple[str, ...]) -> None:
    if texts:
        st.markdown("\n".join(f"- {plain(text)}" for text in texts))


def _fold(more: Folded) -> None:
    with st.expander(plain(more.title), icon=more.icon):
        for text in more.texts:
            st.markdown(plain(text))
        _list(more.listed)
        if more.table is not None:
            table(more.table)


def _trace(exhibit: Exhibit) -> None:
    """What is counted, the cells of the figures, and the files that hold them."""
    for text in exhibit.definition:
        st.markdown(plain(text))
    if exhibit.cells:
        st.markdown("\n".join(f"- {sources.where(cell)}" for cell in exhibit.cells))
    lines = dict.fromkeys(sources.release(file) for file in (*exhibit.cells, *exhibit.files))
    st.markdown("\n".join(f"- {line}" for line in lines))
    if exhibit.trail:
        st.markdown(exhibit.trail)
