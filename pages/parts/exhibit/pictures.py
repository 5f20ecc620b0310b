"""Exhibits as pictures: SVG and PNG, made on the server, without a browser and the network."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd
import vl_convert

from pages.parts.exhibit.chart_kit import FONT, for_file
from pages.parts.exhibit.colours import PAIRS
from pages.parts.exhibit.exhibit import Chart
from pages.parts.exhibit.exports import LICENCE, UNOFFICIAL, Paper, dates, facts
from pages.parts.figures import known
from pages.parts.language.safe import printable, throughout
from pages.parts.language.version import NAME

WIDTH, PAGE_MARGIN, SCALE = 960, 28, 2
MARK = (Path(__file__).parent / "mark.svg").read_text(encoding="utf-8")
MARK_SIZE, MARK_GAP = 20, 8
SVG = "http://www.w3.org/2000/svg"
LETTER_PART = 0.5  # the width of a letter of Arial, as a part of its height
BOLD = 1.07  # how much wider it is in bold
ABOVE_CAPTION, ABOVE_LEGEND, ABOVE_FOOT = 8, 4, 10  # pixels
ENGINE = Lock()  # it holds up all readers while it draws, so that they draw one by one
FOOT_LINES, FOOT_SIZES = 2, (11, 10, 9)  # the largest size at which all of it has room

ET.register_namespace("", SVG)


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """A line of text; `below` is the room under its foot, in pixels."""

    text: str
    size: int = 14
    bold: bool = False
    below: int = 5
    colour: str = "ink"
    left: int = PAGE_MARGIN


def svg(paper: Paper) -> bytes:
    """The charts of an exhibit under its finding and above its sources, as one SVG."""
    return ET.tostring(_sheet(paper), encoding="utf-8", xml_declaration=True)


def png(paper: Paper) -> bytes:
    """The same as an image, two pixels for one, 1,920 wide."""
    return pixels(ET.tostring(_sheet(paper), encoding="unicode"))


def _sheet(paper: Paper) -> ET.Element:
    exhibit = paper.exhibit
    root = ET.Element(f"{{{SVG}}}svg", {"width": str(WIDTH), "role": "img"})
    _add(root, "title").text = printable(exhibit.finding)
    described = " ".join(dict.fromkeys(chart.alt for chart in exhibit.charts))
    _add(root, "desc").text = printable(described)
    ground = _add(root, "rect", width=WIDTH, fill=PAIRS["ground"][0])
    top = _write(root, _head(paper), _signed(root, exhibit.place))
    for number, chart in enumerate(exhibit.charts):
        if chart.caption:
            top = _write(root, _wrapped(chart.caption), top + ABOVE_CAPTION)
        drawn = _chart(chart, number)
        drawn.set("x", str(PAGE_MARGIN))
        drawn.set("y", str(top))
        root.append(drawn)
        top += int(float(drawn.get("height", "0")))
        for text in (chart.legend, chart.said):
            top = _write(root, _wrapped(text), top + ABOVE_LEGEND)
    warned = [line for text in careful(paper) for line in _wrapped(text)]
    top = _write(root, warned, top + ABOVE_FOOT)
    bottom = _write(root, _foot(paper), top + ABOVE_FOOT) + PAGE_MARGIN // 2
    ground.set("height", str(bottom))
    root.set("height", str(bottom))
    root.set("viewBox", f"0 0 {WIDTH} {bottom}")
    return root


def values(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The rows of a frame as JSON holds them: null for what is absent."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _add(parent: ET.Element, name: str, **attributes: object) -> ET.Element:
    return ET.SubElement(
        parent, f"{{{SVG}}}{name}", {key: str(value) for key, value in attributes.items()}
    )


def _write(root: ET.Element, lines: Sequence[TextLine], top: int) -> int:
    """Write lines from `top` downwards; the answer is where the next thing may stand."""
    for line in lines:
        top += line.size
        text = _add(root, "text", x=line.left, y=top, fill=PAIRS[line.colour][0])
        text.set("font-family", FONT)
        text.set("font-size", str(line.size))
        if line.bold:
            text.set("font-weight", "bold")
        text.text = line.text
        top += line.below
    return top


def _signed(root: ET.Element, place: str) -> int:
    """Who made it and for which place, in one line; the answer is where the next may stand."""
    mark = ET.fromstring(MARK)
    placed = {"x": PAGE_MARGIN, "y": 15, "width": MARK_SIZE, "height": MARK_SIZE}
    mark.attrib.update({name: str(value) for name, value in placed.items()})
    root.append(mark)
    line = TextLine(
        text=printable(sign(place)),
        bold=True,
        colour="council",
        left=PAGE_MARGIN + MARK_SIZE + MARK_GAP,
        below=14,
    )
    return _write(root, [line], 16)


def _head(paper: Paper) -> list[TextLine]:
    exhibit = paper.exhibit
    finding = _wrapped(exhibit.finding, size=22, bold=True)
    subtitle = [line for text in exhibit.subtitle for line in _wrapped(text)]
    return [*finding[:-1], *(replace(line, below=12) for line in finding[-1:]), *subtitle]


def sign(place: str) -> str:
    """Who made a picture, and for which place."""
    return f"{NAME} · {place}" if place else NAME


def careful(paper: Paper) -> list[str]:
    """What a reader must know before using the finding, and what is not there."""
    said = {"Caution": paper.exhibit.warning, "Withheld": paper.exhibit.withheld}
    return [f"{name}: {text}" for name, text in said.items() if text]


def foot(paper: Paper) -> str:
    """Where the figures come from, the licence, whose work it is and the way back."""
    source = f"Source: {facts(paper)['Source']} {dates(paper)}".strip()
    return " ".join(
        text for text in (source, known.said(), LICENCE, UNOFFICIAL, paper.link) if text
    )


def _foot(paper: Paper) -> list[TextLine]:
    """The foot in two lines, in the largest letters that leave room for it."""
    for size in FOOT_SIZES:
        lines = _wrapped(foot(paper), size=size)
        if len(lines) <= FOOT_LINES:
            break
    return [replace(line, below=4, colour="muted") for line in lines]


def _wrapped(text: str, *, size: int = 14, bold: bool = False) -> list[TextLine]:
    """A text over as many lines as it needs; a word that is too long is broken."""
    room = int((WIDTH - 2 * PAGE_MARGIN) / (size * LETTER_PART * (BOLD if bold else 1)))
    lines = [""]
    for word in re.findall(rf"\S{{1,{room}}}", printable(text)):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return [TextLine(text=line, size=size, bold=bold) for line in lines if line]


def _chart(chart: Chart, number: int) -> ET.Element:
    """One drawing by itself; its names are its own, so that two stand in one picture."""
    drawn = drawing(chart, WIDTH - 2 * PAGE_MARGIN)
    drawn = re.sub(r'(id="|url\(#)', rf"\g<1>c{number}-", drawn)
    return ET.fromstring(drawn)


def drawing(chart: Chart, width: float, height: float | None = None) -> str:
    """A chart alone, without finding and source, as SVG of a width in pixels."""
    spec = for_file(chart.specification, width, height)
    spec.pop("title", None)  # the head of the picture says it
    if chart.frame is not None:
        spec["data"] = {"values": values(chart.frame)}
    # A letter that XML forbids would end the engine, and the whole process with it.
    with ENGINE:
        return vl_convert.vegalite_to_svg(throughout(spec), allowed_base_urls=[])


def pixels(drawn: str) -> bytes:
    """An SVG as PNG, two pixels for one."""
    with ENGINE:
        return vl_convert.svg_to_png(drawn, scale=SCALE)
