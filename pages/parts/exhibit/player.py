"""Findings one after another on a shared screen, drawn in the browser from prepared pictures.

A click on the server takes a quarter of a second and more; here a key shows the next slide within
a frame or two. The slides of a page are what it shows, in its order and a chart on each; a measure
has its section.
"""

import json
import re
from dataclasses import replace
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st
import vl_convert

from pages.parts.asking import address
from pages.parts.exhibit.chart_kit import NAME_LIMIT, for_file
from pages.parts.exhibit.colours import PAIRS, colour
from pages.parts.exhibit.exhibit import Chart, Exhibit
from pages.parts.exhibit.pictures import ENGINE, values
from pages.parts.figures import known
from pages.parts.language.safe import printable

HERE = Path(__file__).parent
SLIDES = "slides"
# A chart is drawn so small that its words, shown at the width of the screen, are read from afar.
WIDTH, HEIGHT = 620, 252
LEAST_STEP = 18  # pixels for a row: a line of words
BESIDE_ROWS = 56  # pixels above and below them: axis and padding
PROPORTION = 2.5  # of the room for a chart on a screen, its width to its height
NAMES_WIDE = 300  # as rows are too low for a second line
MAP_WIDE = 360  # a map with a list beside it is drawn as on a phone, where numbers are largest

PLAYER = st.components.v2.component(
    "player",
    html=(HERE / "player.html").read_text(encoding="utf-8"),
    css=(HERE / "player.css").read_text(encoding="utf-8"),
    js=(HERE / "player.js").read_text(encoding="utf-8"),
)


def begin() -> None:
    """No slides yet in this run."""
    st.session_state[SLIDES] = []


def add(exhibit: Exhibit, **words: str) -> int:
    """One more slide, and its number from 1; `words` lead to its view where they differ."""
    slides = st.session_state.setdefault(SLIDES, [])
    slides.append((exhibit, words))
    return len(slides)


def link(number: int) -> None:
    """The way to see one finding as a slide."""
    st.page_link(
        address.page_file(),
        label="Present",
        icon=":material/slideshow:",
        query_params=address.here() | {address.PRESENT: str(number)},
    )


def draw() -> None:
    """All slides of this run, where the address asks for one; else nothing."""
    number, found = address.slide(), st.session_state.get(SLIDES, [])
    if number is None or not found:
        return
    drawn_of = [slides_of(exhibit) for exhibit, _ in found]
    before = sum(map(len, drawn_of[: min(number, len(found)) - 1]))
    with st.container(key="leave"):  # never in sight: where Escape leads from each slide
        for (_, words), slides in zip(found, drawn_of, strict=True):
            for _ in slides:
                st.page_link(
                    address.page_file(),
                    label="Back to the page",
                    query_params=address.here(**words),
                )
    slides = [slide for some in drawn_of for slide in some]
    PLAYER(key="player", data={"slides": slides, "at": before})


def slides_of(exhibit: Exhibit) -> list[dict[str, str]]:
    """A finding as the browser draws it, a slide for each chart: texts escaped, charts as vectors.

    A finding without a chart has its first table.
    """
    said = {
        "finding": escape(printable(exhibit.finding)),
        "tables": "".join(frame.to_html(index=False, border=0) for _, frame in exhibit.tables[:1]),
        "caution": escape(printable(exhibit.warning)),
        "place": escape(printable(f"{exhibit.place} · {exhibit.period}")),
        "source": escape(printable(f"{exhibit.source} {known.said()}".strip())),
    }
    charts = [drawn(chart, number) for number, chart in enumerate(exhibit.charts)]
    return [said | {"chart": chart} for chart in charts or [""]]


def drawn(chart: Chart, number: int) -> str:
    """A chart, beside a map the list of what its numbers mean and what it says of itself."""
    if not chart.listed:
        return picture(chart, number)
    spec = dict(chart.specification)
    title = spec.pop("title", {"text": []})["text"]
    items = "".join(f"<li>{escape(printable(text))}</li>" for text in chart.listed)
    lines = escape(printable(" · ".join(title)))
    alone = picture(replace(chart, specification=spec), number, MAP_WIDE)
    return f'{alone}<div class="listed"><p>{lines}</p><ol>{items}</ol></div>'


def picture(chart: Chart, number: int, width: float = WIDTH) -> str:
    """One chart as SVG that fills the room it is given; its names are its own."""
    spec = dict(chart.specification)
    frame = chart.frame
    if isinstance(rows := spec.get("height"), dict) and frame is not None:
        names = max(frame["name"].nunique(), 1)
        step = min(rows["step"], max(HEIGHT / names, LEAST_STEP))
        spec["height"] = {"step": step}
        width = max(width, PROPORTION * (names * step + BESIDE_ROWS))
        frame = frame.assign(name=frame["name"].str.replace("\n", " "))
    if frame is not None:
        spec["data"] = {"values": values(frame)}
    text = json.dumps(for_file(spec, width, HEIGHT))
    drawn = _drawn(text.replace(f'"labelLimit": {NAME_LIMIT}', f'"labelLimit": {NAMES_WIDE}'))
    return re.sub(r'(id="|url\(#)', rf"\g<1>s{number}-", _in_theme(drawn))


@lru_cache(maxsize=300)
def _drawn(specification: str) -> str:
    """A specification as SVG that keeps its proportions at any size."""
    with ENGINE:
        drawn: str = vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])
    return drawn.replace("<svg ", '<svg preserveAspectRatio="xMidYMid meet" ', 1)


def _in_theme(drawn: str) -> str:
    """The colours of paper as those of the theme in use."""
    for name, (light, _) in PAIRS.items():
        drawn = drawn.replace(light, colour(name)).replace(light.lower(), colour(name))
    return drawn
