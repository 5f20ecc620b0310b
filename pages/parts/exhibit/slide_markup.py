"""A slide as HTML, the same on a page and in a file: texts escaped, charts as vectors.

What it looks like is `slides.css`, how it is moved through `slides.js`, what stands around it
`slides.html`; nothing here needs a page.

Sizes are for a back row ten metres from a screen two metres wide, of 1,280 pixels: a pixel is
1.56 mm, and a capital of Arial 0.716 of the size of its type. Letters of 26 pixels are then 29 mm
high, or 10 minutes of arc: what sight good enough to drive a car (6/12) reads. `slides.css` gives
findings 38 pixels or more (15 minutes); words of charts are 26 where the finding leaves them room
and never below 24, sources 18 (7 minutes: for the front rows and for what is handed out).
"""

import json
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import vl_convert

from pages.parts.exhibit.chart_kit import NAME_LIMIT, NARROW, for_file
from pages.parts.exhibit.colours import PAIRS, colour, sheet
from pages.parts.exhibit.exhibit import Chart, Exhibit
from pages.parts.exhibit.pictures import ENGINE, values
from pages.parts.exhibit.slides import Deck, Slide
from pages.parts.language.safe import printable

HERE = Path(__file__).parent
SCREEN, ROOM_WIDE, FAR = (
    1280,
    2.0,
    10.0,
)  # pixels and metres across a screen; metres to the last row
CAPITAL = 0.716  # the height of a capital of Arial, as a part of its size
FINDING, LABEL, SOURCE, STROKE = 38, 24, 18, 4  # pixels: the least on a screen of 1,280 by 720
# A chart is drawn so small that its words, shown at the width of the screen, are read from afar.
WIDTH = 620
LOWEST, HIGHEST = 170, 260
LEAST_STEP = 16  # pixels for a row: a line of words
BESIDE_ROWS = 56  # pixels above and below them: axis and padding
NAMES_WIDE = 300  # as rows are too low for a second line
PHONE_WIDE = 360
MAP_WIDE = 300  # a map with a list beside it is drawn as on a phone, where numbers are largest
# The size of a finding by how many letters it has at most: the shorter the larger.
SIZES = {"short": (80, 48), "middling": (120, 42), "long": (math.inf, 38)}
# Pixels of a slide: its width and height within its edges, the room between its parts, and the
# sizes of what is said below a chart.
ACROSS, DOWN, APART, SAID, TOLD, CODE = 1200, 646, 8, 20, 18, 124
LETTER, BOLD = 0.47, 1.04  # the width of a letter, as a part of its size; how much wider if bold
# Each colour of the theme while a chart is drawn, as what draws knows no variables: one that no
# chart has, so that a shade of a map stays what it is.
STAND_INS = {name: f"#01{number:02x}fe" for number, name in enumerate(PAIRS)}


def arc_minutes(pixels: float) -> float:
    """How large a capital looks from the last row, in minutes of arc."""
    height = pixels * CAPITAL * ROOM_WIDE / SCREEN
    return math.degrees(math.atan(height / FAR)) * 60


def shell() -> str:
    """What stands around slides, with a place for them."""
    return (HERE / "slides.html").read_text(encoding="utf-8")


def style() -> str:
    """What slides look like, with the colours of either theme."""
    return f"{sheet()}\n{(HERE / 'slides.css').read_text(encoding='utf-8')}"


def script() -> str:
    """The function `present`, which moves through slides."""
    return (HERE / "slides.js").read_text(encoding="utf-8")


def articles(deck: Deck, codes: Sequence[str] = (), *, phone: bool = False) -> str:
    """All slides of a deck; `codes` are drawings (SVG) that lead to the view of each, or empty.

    With `phone` each chart is drawn a second time, as it is on a telephone.
    """
    given = [*codes, *[""] * len(deck.slides)]
    return "\n".join(
        article(slide, number, deck, given[number], phone=phone)
        for number, slide in enumerate(deck.slides)
    )


def article(slide: Slide, number: int, deck: Deck, code: str = "", *, phone: bool = False) -> str:
    """One slide, the first being 0: finding, chart, what to know of it, table, words to speak."""
    room = _room(slide, deck.frozen, bool(code))
    said = parts(slide, number, room) | {"frozen": _text(deck.frozen)}
    if phone and slide.chart and not slide.chart.listed:
        small = _image(slide.chart, picture(slide.chart, number, HIGHEST, PHONE_WIDE), " narrow")
        said["chart"] += small
    lead = _text(slide.address)
    told = ((name, said[name]) for name in ("place", "source", "frozen"))
    origin = " ".join(f'<span class="{name}">{text}</span>' for name, text in told if text)
    shown = (
        [f'<div class="code" role="img" aria-label="Code that leads to {lead}">{code}</div>']
        if code
        else []
    )
    shown += [
        f'<h2 class="{_length(slide.exhibit.finding)}">{said["finding"]}</h2>',
        f'<div class="charts">{said["chart"]}</div>' if said["chart"] else "",
        *(f'<p class="{name}">{said[name]}</p>' for name in ("legend", "caution") if said[name]),
        f'<p class="origin">{origin}</p>',
        _twin(said["tables"], bool(said["chart"])),
        f'<p class="lead">This view: <a href="{lead}">{lead}</a></p>' if lead else "",
        _spoken(slide),
    ]
    return (
        f'<article class="slide" id="slide-{number + 1}" aria-roledescription="slide" '
        f'aria-label="{number + 1} of {len(deck.slides)}"><div class="face">'
        f"{''.join(shown)}</div></article>"
    )


def parts(slide: Slide, number: int = 0, height: float = HIGHEST) -> dict[str, str]:
    """What a slide says, by name, as HTML; `number` makes the names in its drawing its own."""
    exhibit, chart = slide.exhibit, slide.chart
    return {
        "finding": _text(exhibit.finding),
        "chart": drawn(chart, number, height) if chart else "",
        "legend": _text(_signs(slide)),
        "tables": "".join(_table(heading, frame) for heading, frame in _twins(slide)),
        "caution": _text(exhibit.warning),
        "place": _text(f"{exhibit.place} · {exhibit.period}"),
        "source": _text(exhibit.source),
    }


def _signs(slide: Slide) -> str:
    """What a chart would say inside, which of several it is, and what its signs mean."""
    chart = slide.chart
    if chart is None:
        return ""
    inside = () if chart.listed else _inside(chart)
    return " · ".join(filter(None, (chart.caption, *inside, chart.legend)))


def _inside(chart: Chart) -> Sequence[str]:
    """The lines of the title of a chart: a slide has them in words below or beside it."""
    lines: Sequence[str] = chart.specification.get("title", {}).get("text", ())
    return lines


def _origin(exhibit: Exhibit) -> str:
    return f"{exhibit.place} · {exhibit.period} · {exhibit.source} · "


def slides_of(exhibit: Exhibit) -> list[dict[str, str]]:
    """What the slides of a finding say, one for each chart; without a chart, one of its table."""
    return [parts(slide, number) for number, slide in enumerate(of_exhibit(exhibit))]


def of_exhibit(exhibit: Exhibit, page: str = "") -> list[Slide]:
    """The slides of a finding."""
    return [Slide(exhibit=exhibit, chart=chart, page=page) for chart in exhibit.charts or [None]]


def _text(text: str) -> str:
    return escape(printable(text))


def _length(finding: str) -> str:
    """The name of the size of a finding."""
    return next(name for name, (most, _) in SIZES.items() if len(finding) <= most)


def _room(slide: Slide, frozen: str, coded: bool) -> float:
    """How high the chart of a slide is drawn: what its words leave, so that it fills the width."""
    exhibit = slide.exhibit
    size = SIZES[_length(exhibit.finding)][1]
    finding = _lines(exhibit.finding, size * BOLD, ACROSS - (CODE if coded else 0)) * size * 1.14
    finding = max(finding, CODE if coded else 0)
    below = [(SAID, _signs(slide)), (SAID, exhibit.warning), (TOLD, _origin(exhibit) + frozen)]
    words = sum(_lines(text, size, ACROSS) * size * 1.2 + APART for size, text in below if text)
    height = (DOWN - finding - APART - words) * WIDTH / ACROSS
    return max(LOWEST, min(HIGHEST, height))


def _lines(text: str, size: float, width: float) -> int:
    return math.ceil(len(text) * size * LETTER / width)


def _spoken(slide: Slide) -> str:
    """What the speaker alone sees, and who reads all slides one after another."""
    said = {"question": ("A question to ask", slide.question), "note": ("Note", slide.note)}
    told = "".join(
        f'<div class="{name}"><h3>{head}</h3><p>{_text(text)}</p></div>'
        for name, (head, text) in said.items()
        if text
    )
    return f'<div class="notes">{told}</div>' if told else ""


def _twins(slide: Slide) -> Sequence[tuple[str, pd.DataFrame]]:
    """The tables of a slide: of the chart alone where each chart has its own."""
    tables, charts = slide.exhibit.tables, slide.exhibit.charts
    if slide.chart in charts and len(tables) == len(charts):
        number = charts.index(slide.chart)
        return tables[number : number + 1]
    return tables


def _twin(tables: str, folded: bool) -> str:
    """The tables, folded where a chart shows the same; a reader without a mouse can scroll them."""
    if not tables:
        return ""
    group = 'role="group" aria-label="Figures as a table" tabindex="0"'
    held = f'<div class="tables" {group}>{tables}</div>'
    if not folded:
        return held
    return f'<details class="twin"><summary>Figures as a table</summary>{held}</details>'


def _table(heading: str, frame: pd.DataFrame) -> str:
    """A table of texts; the first column names its rows."""
    head = "".join(f'<th scope="col">{_text(str(name))}</th>' for name in frame.columns)
    rows = "".join(
        f'<tr><th scope="row">{_text(str(first))}</th>'
        + "".join(f"<td>{_text(str(cell))}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in frame.itertuples(index=False, name=None)
    )
    caption = f"<caption>{_text(heading)}</caption>" if heading else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def drawn(chart: Chart, number: int, height: float) -> str:
    """A chart, beside a map the list of what its numbers mean and what it says of itself."""
    if not chart.listed:
        return _image(chart, picture(chart, number, height))
    items = "".join(f"<li>{_text(text)}</li>" for text in chart.listed)
    lines = _text(" · ".join(_inside(chart)))
    alone = picture(chart, number, HIGHEST, MAP_WIDE)
    return f'{_image(chart, alone)}<div class="listed"><p>{lines}</p><ol>{items}</ol></div>'


def _image(chart: Chart, svg: str, width: str = "") -> str:
    return f'<div class="drawn{width}" role="img" aria-label="{_text(chart.alt)}">{svg}</div>'


def picture(chart: Chart, number: int, height: float, width: float = WIDTH) -> str:
    """One chart as SVG that fills the room it is given; its names are its own."""
    spec = dict(chart.specification)
    if "title" in spec:
        spec["title"] = spec["title"] | {"text": [""]}  # it keeps the room of a key below it
    frame = chart.frame
    if isinstance(rows := spec.get("height"), dict) and frame is not None:
        names = max(frame["name"].nunique(), 1)
        step = min(rows["step"], max((height - BESIDE_ROWS) / names, LEAST_STEP))
        spec["height"] = {"step": step}
        width = max(width, width / height * (names * step + BESIDE_ROWS))
        frame = frame.assign(name=frame["name"].str.replace("\n", " "))
    if frame is not None:
        spec["data"] = {"values": values(frame)}
    svg = _sized(spec, width, height)
    over = float(re.findall(r' height="([\d.]+)"', svg)[0]) - height
    if over > 0 and isinstance(own := spec.get("height"), int | float):
        svg = _sized(spec | {"height": max(own - over, LOWEST / 2)}, width, height)
    return re.sub(r'(id="|url\(#)', rf"\g<1>s{number}-", _in_theme(svg))


def _sized(spec: dict[str, Any], width: float, height: float) -> str:
    """A specification as SVG: so wide, and so high where it has no height of its own."""
    made = for_file(json.loads(_standing_in(json.dumps(spec))), width, height)
    if width <= PHONE_WIDE:
        made["params"] = [
            param | {"value": True} if param["name"] == NARROW else param
            for param in made["params"]
        ]
    text = json.dumps(made)
    return _drawn(text.replace(f'"labelLimit": {NAME_LIMIT}', f'"labelLimit": {NAMES_WIDE}'))


@lru_cache(maxsize=300)
def _drawn(specification: str) -> str:
    """A specification as SVG that keeps its proportions at any size."""
    with ENGINE:
        drawn: str = vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])
    return drawn.replace("<svg ", '<svg aria-hidden="true" preserveAspectRatio="xMidYMid meet" ', 1)


def _standing_in(specification: str) -> str:
    for name, stand_in in STAND_INS.items():
        specification = specification.replace(colour(name), stand_in)
    return specification


def _in_theme(svg: str) -> str:
    """The colours as those of the theme in use."""
    for name, stand_in in STAND_INS.items():
        svg = svg.replace(stand_in, colour(name)).replace(stand_in.upper(), colour(name))
    return svg
