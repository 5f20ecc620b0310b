"""What a reader can take away from an exhibit: pictures, files, a link and a citation."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.parts.asking import address
from pages.parts.exhibit import exports, pictures, workbook
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.figures.database import load_run


def take_away(exhibit: Exhibit) -> None:
    """Pictures, files, a link and a citation; files are made when the reader asks for them."""
    paper = exports.Paper(exhibit=exhibit, link=address.link(load_run().finished_at.date()))
    with st.popover("Take away", icon=":material/download:"):
        with st.container(horizontal=True):
            if exhibit.charts:
                _file(paper, "PNG", "image/png", pictures.png)
                _file(paper, "SVG", "image/svg+xml", pictures.svg)
            _file(paper, "CSV", "text/csv", exports.csv)
            _file(paper, "XLSX", workbook.KIND, workbook.workbook)
        st.caption("Copy link to this view")
        st.code(paper.link, language=None, wrap_lines=True)
        st.caption("Copy citation")
        st.code(exports.citation(paper), language=None, wrap_lines=True)


def _file(
    paper: exports.Paper,
    label: str,
    kind: str,
    make: Callable[[exports.Paper], bytes],
    ending: str = "",
) -> None:
    ending = ending or label.lower()
    st.download_button(
        label,
        data=partial(make, paper),
        file_name=f"{paper.exhibit.name}.{ending}",
        mime=kind,
        key=f"{ending}-{paper.exhibit.key}",
        on_click="ignore",
    )
