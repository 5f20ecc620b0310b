"""Charts as vectors inside a page: in the colours of the reader's theme, and as small as can be.

A form has marks for a pointer, for a phone and for whatever a frame may hold. What draws nothing
for one frame is left out before it is drawn, which takes a third of the time away.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import vl_convert

from pages.parts.exhibit.chart_kit import FONT, NARROW, TEXT, for_file
from pages.parts.exhibit.colours import PAIRS, colour
from pages.parts.exhibit.exhibit import Chart
from pages.parts.exhibit.pictures import ENGINE, SVG, values

# Drawn so small that words are read on a phone, where a page shows them smaller.
WIDTH, HEIGHT = 540, 250
POINTED = "stop"  # the mark of rows that only a crosshair shows
IS = re.compile(r"\(?datum\.(mark|role) === '([^']+)'\)?")
# What only those hear who walk through the marks of a chart: it is one picture, with one text.
SPOKEN = ("class", "role", "aria-", "pointer-events")
USUAL = {"opacity": "1", "stroke-width": "1", "stroke-miterlimit": "10"}
PLACED = ("d", "transform", "x", "y", "width", "height", "x2", "y2")
LONG = re.compile(r"(\.\d\d)\d+")  # a hundredth of a pixel is enough
# A colour of our own for each name, which nothing else has, until the name can stand there again.
MARKED = {name: f"#fa{number:02x}5e" for number, name in enumerate(PAIRS)}

Rows = Sequence[Mapping[Any, Any]]


def svg(chart: Chart, name: str) -> str:
    """A chart as SVG to stand inside HTML; `name` makes its names its own on the page."""
    spec = dict(chart.specification)
    spec.pop("title", None)  # the page says it in words
    spec = for_file(json.loads(_marked(json.dumps(spec))), WIDTH, HEIGHT)
    if chart.frame is not None:
        rows = values(still(chart.frame))
        spec = pruned(spec, rows) | {"data": {"values": rows}}
    with ENGINE:
        drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    root = small(ET.fromstring(drawn))
    text = ET.tostring(root, encoding="unicode")
    return _named(re.sub(r'(id="|url\(#)', rf"\g<1>{name}-", text))


def still(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a frame that a picture shows, without those of a crosshair."""
    return frame[frame["mark"] != POINTED] if "mark" in frame else frame


def pruned(spec: dict[str, Any], rows: Rows) -> dict[str, Any]:
    """A specification without the layers that show nothing of these rows in a file."""
    if "layer" not in spec:
        return spec
    return spec | {
        "layer": [_plain(layer) for layer in spec["layer"] if _draws(layer, rows)],
        "params": [param for param in spec["params"] if "select" not in param],
    }


def _filters(layer: Mapping[str, Any]) -> list[Any]:
    return [step["filter"] for step in layer.get("transform", []) if "filter" in step]


def _draws(layer: Mapping[str, Any], rows: Rows) -> bool:
    filters = _filters(layer)
    if NARROW in filters or any(isinstance(each, dict) for each in filters):
        return False  # for a phone, or where a crosshair stands
    wanted = [match for each in filters if (match := IS.fullmatch(each))]
    return not wanted or any(all(row.get(w[1]) == w[2] for w in wanted) for row in rows)


def _plain(layer: Mapping[str, Any]) -> dict[str, Any]:
    """A layer without the conditions that always hold in a file, and each of the others once."""
    steps: list[Any] = []
    for step in layer.get("transform", []):
        if step not in steps and step.get("filter") != f"!{NARROW}":
            steps.append(step)
    return {**layer, "transform": steps}


def small(root: ET.Element) -> ET.Element:
    """The same drawing without what nobody sees; the page around it says what it shows."""
    for parent in root.iter():
        for child in list(parent):
            if child.tag == f"{{{SVG}}}g" and not _shows(child):
                parent.remove(child)
    usual = {"font-family": FONT, "font-size": f"{TEXT}px"} | USUAL
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name.startswith(SPOKEN) or usual.get(name) == value:
                del element.attrib[name]
            elif name in PLACED:
                element.set(name, LONG.sub(r"\1", value))
    size = {"width": root.attrib.pop("width", ""), "height": root.attrib.pop("height", "")}
    root.attrib.setdefault("viewBox", f"0 0 {size['width']} {size['height']}")
    root.attrib.update({"font-family": FONT, "font-size": str(TEXT), "aria-hidden": "true"})
    return root


def _shows(group: ET.Element) -> bool:
    """Whether anything in a group can be seen."""
    return any(
        element.tag == f"{{{SVG}}}text"
        or (
            element.tag in (f"{{{SVG}}}path", f"{{{SVG}}}line", f"{{{SVG}}}rect")
            and (element.get("stroke") or element.get("fill") not in (None, "none"))
        )
        for element in group.iter()
    )


def _marked(text: str) -> str:
    return _each(text, lambda name: (colour(name), MARKED[name]))


def _named(text: str) -> str:
    return _each(text, lambda name: (MARKED[name], colour(name)))


def _each(text: str, pair: Callable[[str], tuple[str, str]]) -> str:
    for name in PAIRS:
        text = text.replace(*pair(name))
    return text
