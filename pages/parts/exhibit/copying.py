"""Buttons that copy what stands on the page: its charts as a picture, its tables as a table.

The browser does it, from what it has drawn already. It allows this on https and on the reader's
own computer alone; elsewhere the button says so.
"""

from pathlib import Path
from typing import Literal

import streamlit as st

from pages.parts.exhibit import pictures
from pages.parts.exhibit.colours import PAIRS
from pages.parts.exhibit.exports import Paper
from pages.parts.language.safe import printable

HERE = Path(__file__).parent
INSTEAD = {"picture": "PNG", "table": "Excel workbook or CSV"}
UNABLE = "Copying needs a secure address (https), which this is not. Take {instead}."
FAILED = "The browser did not allow it. Take {instead}."
DONE = {"picture": "Picture copied.", "table": "Table copied."}

COPIER = st.components.v2.component(
    "copying",
    html=(HERE / "copying.html").read_text(encoding="utf-8"),
    css=(HERE / "copying.css").read_text(encoding="utf-8"),
    js=(HERE / "copying.js").read_text(encoding="utf-8"),
)


def copy(paper: Paper, what: Literal["picture", "table"]) -> None:
    """The button that copies the picture or the table of an exhibit that is on the page."""
    exhibit = paper.exhibit
    COPIER(
        key=f"copy-{what}-{exhibit.key}",
        data={
            "what": what,
            "key": exhibit.key,
            "label": f"Copy {what}",
            "unable": UNABLE.format(instead=INSTEAD[what]),
            "failed": FAILED.format(instead=INSTEAD[what]),
            "done": DONE[what],
            "light": {name: light for name, (light, _) in PAIRS.items()},
            "sign": printable(pictures.sign(exhibit.place)),
            "finding": printable(exhibit.finding),
            "subtitle": [printable(line) for line in exhibit.subtitle],
            "charts": [
                {"caption": chart.caption, "legend": chart.legend, "said": chart.said}
                for chart in exhibit.charts
            ],
            "careful": [printable(line) for line in pictures.careful(paper)],
            "foot": printable(pictures.foot(paper)),
        },
    )
