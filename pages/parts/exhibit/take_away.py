"""What a reader can take away from an exhibit: pictures, figures, a link and a citation."""

from collections.abc import Callable
from functools import partial

import streamlit as st

import queries
from pages.parts.asking import address
from pages.parts.exhibit import all_councils, copying, exports, pictures, workbook
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.exhibit.exports import Paper
from pages.parts.figures.database import load_run

ZIP = "application/zip"


def take_away(exhibit: Exhibit) -> None:
    """Pictures, figures, a link and a citation; files are made when the reader asks for them."""
    paper = Paper(exhibit=exhibit, link=address.link(load_run().finished_at.date()))
    with st.popover("Take away", icon=":material/download:"):
        if exhibit.charts:
            _pictures(paper)
        _figures(paper)
        st.markdown("**Link**")
        st.code(paper.link, language=None, wrap_lines=True)
        st.markdown("**Citation**")
        st.code(exports.citation(paper), language=None, wrap_lines=True)


def _pictures(paper: Paper) -> None:
    name, key = paper.exhibit.name, paper.exhibit.key
    st.markdown("**Picture**")
    with st.container(horizontal=True, gap="small"):
        _file("PNG", partial(pictures.png, paper), f"{name}.png", "image/png", f"png-{key}")
        _file("SVG", partial(pictures.svg, paper), f"{name}.svg", "image/svg+xml", f"svg-{key}")
        copying.copy(paper, "picture")


def _figures(paper: Paper) -> None:
    exhibit, name, key = paper.exhibit, paper.exhibit.name, paper.exhibit.key
    st.markdown("**Figures**")
    with st.container(horizontal=True, gap="small"):
        made = partial(workbook.workbook, paper)
        _file("Excel workbook", made, f"{name}.xlsx", workbook.KIND, f"xlsx-{key}")
        _file("CSV", partial(exports.zipped, paper), f"{name}.zip", ZIP, f"csv-{key}")
        if indicator := all_councils.indicator_of(exhibit):
            made, file = partial(all_councils.zipped, paper), all_councils.name(indicator)
            _file("All councils, all years", made, f"{file}.zip", ZIP, f"all-{key}")
        if exhibit.tables:
            copying.copy(paper, "table")


def _file(label: str, make: Callable[[], bytes], name: str, kind: str, key: str) -> None:
    """A button for a file that is made when it is clicked, from the database of the page."""
    data = queries.pinned(make)
    st.download_button(label, data=data, file_name=name, mime=kind, key=key, on_click="ignore")
