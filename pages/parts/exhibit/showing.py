"""An exhibit drawn on a page: the answer in the first screen, the rest below it."""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Literal

import pandas as pd
import streamlit as st

from pages.parts.asking import address
from pages.parts.asking.links import Leading, Link
from pages.parts.exhibit import adding, asof, crosshair, player, reading_charts
from pages.parts.exhibit.absent import NotPublished
from pages.parts.exhibit.chart_kit import TITLE_HEIGHT, settings_in
from pages.parts.exhibit.chart_list import row_height
from pages.parts.exhibit.exhibit import Chart, Exhibit, Folded
from pages.parts.exhibit.take_away import take_away
from pages.parts.figures import freshness, sources
from pages.parts.figures.glossary import help_of
from pages.parts.language.safe import plain
from pages.parts.language.words import capitalise, slug

MANY, TALL = 30, 560  # more rows than this are scrolled, in a table so many pixels high
MANY_FILES = 4  # a longer list of files is printed after the tables
BESIDE_ROWS = 56  # pixels of a chart above and below its rows: axis and padding


def show(exhibit: Exhibit, *ways: tuple[str, Link]) -> None:
    """Finding, charts, verdict, and what can be done with them; then what needs no first look.

    `ways` are links to other views of the same, each with its words.
    """
    number = player.add(exhibit)
    with st.container(key=f"exhibit-{exhibit.key}"):
        if exhibit.finding:
            st.header(plain(exhibit.finding), anchor=False)
        for line in under(exhibit):
            st.caption(plain(line), help=help_of(exhibit.finding, line))
        if exhibit.concerned and (revised := asof.sentence(exhibit.concerned, address.asof())):
            st.info(plain(revised), icon=":material/history:")
        for chart in exhibit.charts:
            _draw(chart)
        for text in exhibit.said:
            st.markdown(plain(text))
        _actions(exhibit, number)
        if ways:
            with st.container(key=f"also-{exhibit.key}"):
                for label, way in ways:
                    st.page_link(way.page, label=plain(label), query_params=dict(way.words) or None)
        _below(exhibit)


def absent(card: NotPublished) -> None:
    """The card: name, one sentence, and a link to the nearest that there is."""
    with st.container(border=True, key=f"absent-{slug(card.what)}"):
        st.header(plain(card.what), anchor=False)
        st.markdown(plain(card.sentence))
        if card.page:
            st.page_link(
                card.page,
                label=plain(f"Nearest here: {card.nearest}"),
                icon=":material/arrow_forward:",
                query_params={**address.kept_words(), **card.words},
            )
        else:
            st.markdown(plain(f"Nearest here: {card.nearest}."))


def each(shown: Iterable[Exhibit | NotPublished]) -> None:
    """Exhibits one after another, and cards of what there is none of."""
    for one in shown:
        if isinstance(one, NotPublished):
            absent(one)
        else:
            show(one)


def under(exhibit: Exhibit) -> tuple[str, ...]:
    """What stands under the finding: what is counted, and whether newer figures were due."""
    *before, last = exhibit.subtitle or ("",)
    if exhibit.finding.startswith(exhibit.measure):
        last = last.removeprefix(f"{exhibit.measure} · ")  # the finding says it in larger letters
    indicators = exhibit.concerned.indicators if exhibit.concerned else ()
    overdue = freshness.overdue(indicators)
    return (*before, capitalise(" · ".join(text for text in (last, overdue) if text)))


def cautions(exhibit: Exhibit) -> tuple[str, ...]:
    """What a reader must know before using the finding, the weightiest first."""
    return tuple(text for text in (exhibit.warning, *exhibit.notes) if text)


def _actions(exhibit: Exhibit, number: int) -> None:
    """What a reader may do with a finding, what to be careful of, and where it comes from."""
    notes = cautions(exhibit)
    with st.container(horizontal=True, key=f"actions-{exhibit.key}", gap="small"):
        player.link(number)
        adding.button(exhibit)
        take_away(exhibit)
        if notes:
            with st.popover(f"Read with care ({len(notes)})", icon=":material/balance:"):
                _list(notes)
        if read := reading_charts.how_to_read(exhibit):
            with st.popover(reading_charts.TITLE, icon=":material/menu_book:"):
                for paragraph in read.split("\n\n"):
                    st.markdown(plain(paragraph))
        with st.popover(plain(exhibit.source), icon=":material/link:"):
            _trace(exhibit)
    with st.container(key=f"paper-{exhibit.key}"):  # in print alone: what is folded is not printed
        _list(notes)
        if not _many_files(exhibit):
            _trace(exhibit)


def _many_files(exhibit: Exhibit) -> bool:
    """Whether the files behind a finding would push its table from the first printed page."""
    return len(exhibit.releases) > MANY_FILES


def _below(exhibit: Exhibit) -> None:
    """Warnings, lists, tables, and what may be opened."""
    if exhibit.warning:
        st.warning(plain(exhibit.warning), icon=":material/balance:")
    _list(exhibit.listed)
    if exhibit.tables:
        with st.container(key=f"tables-{exhibit.key}"):
            _tables(exhibit)
    for more in exhibit.folded:
        _fold(more)
    if _many_files(exhibit):
        with st.container(key=f"paper-files-{exhibit.key}"):
            _trace(exhibit)


def table(frame: pd.DataFrame, name: str = "") -> None:
    """A table of texts, escaped because tables read Markdown; those that lead to a view are links.

    One with a `name` of its own on the page has room before its rows come: by the key, which says
    how many rows there are, the style sheet keeps as much.
    """
    height: int | Literal["content"] = TALL if len(frame) > MANY else "content"
    with st.container(key=f"rows-{len(frame)}-{name}") if name else nullcontext():
        st.table(frame.map(_told).rename(columns=plain), hide_index=True, height=height)


def _told(text: str) -> str:
    return text.markdown if isinstance(text, Leading) else plain(text)


def _draw(chart: Chart) -> None:
    """A chart in a room of its size, so that nothing moves when it comes."""
    if chart.caption:
        st.caption(plain(chart.caption))
    spec = dict(chart.specification)
    height = 360 if chart.follows else _height(chart)
    with st.container(key=crosshair.place(chart), height=height, border=False):
        st.vega_lite_chart(
            chart.frame,
            spec,
            theme=None,
            key=f"chart-{chart.key}",
            alt=chart.alt,
            height="stretch" if chart.follows else "content",
        )
    crosshair.announce(chart)
    if chart.listed:
        with st.container(key=f"listed-{chart.key}"):
            st.markdown("\n".join(f"1. {plain(text)}" for text in chart.listed))
    if chart.legend:
        st.caption(plain(chart.legend))
    if chart.said:
        st.markdown(plain(chart.said))


def _height(chart: Chart) -> int | Literal["content"]:
    """The pixels that a chart will need, where its specification tells."""
    settings = settings_in(chart.specification)
    height = row_height(chart.specification) or chart.specification.get("height")
    title = chart.specification.get("title", {"text": []})
    beside = settings.get("beside", BESIDE_ROWS) + TITLE_HEIGHT * len(title["text"])
    if isinstance(height, (int, float)):
        return int(height) + beside
    if isinstance(height, dict) and chart.frame is not None:
        return int(height["step"] * chart.frame["name"].nunique()) + beside
    return "content"


def _tables(exhibit: Exhibit) -> None:
    st.markdown(f"**{plain(exhibit.table_title)}**")
    if exhibit.table_note:
        st.caption(plain(exhibit.table_note))
    for number, (heading, frame) in enumerate(exhibit.tables):
        if heading:
            st.markdown(plain(heading))
        table(frame, f"{exhibit.key}-{number}")


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
    st.markdown(plain(exhibit.source))
    for text in exhibit.definition:
        st.markdown(plain(text))
    if exhibit.cells:
        st.markdown("\n".join(f"- {sources.where(cell)}" for cell in exhibit.cells))
    lines = dict.fromkeys(sources.release(file) for file in (*exhibit.cells, *exhibit.files))
    st.markdown("\n".join(f"- {line}" for line in lines))
    if exhibit.trail:
        st.markdown(exhibit.trail)
