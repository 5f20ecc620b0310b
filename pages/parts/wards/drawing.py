"""From rates by ward to the rows that a chart draws. What is hidden has no number in any row."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.funnel import proportion_limits
from analysis.intervals import Z95, Z998
from pages.parts.exhibit.chart_rows import LONG_NAME, frame_of, wrapped
from pages.parts.figures.database import Row
from pages.parts.language.words import digits
from pages.parts.wards import shapes as outlines
from pages.parts.wards.charts import INK, LABEL_HEIGHT, LETTERS, MAP_HEIGHT, NARROW, WIDE
from pages.parts.wards.data import NONE, PLAN, SUPPORT, Asked, Rate
from pages.parts.wards.words import outside, percent

Drawn = tuple[pd.DataFrame, dict[str, float]]
Box = tuple[float, float, float, float]

CURVE = 90
WIDTHS = {WIDE: 0.0095, NARROW: 0.025}
DESKTOP, HANDHELD, LETTER = 800, 310, 7
ARROWS = {"high": " ▲", "low": " ▼", "inside": ""}
MAP_NAMES = (12, 8, 16)
SNUG = 0.9  # a label may reach over the border a little: it has a rim
SHARES_KEY = "Dark: EHC plan, light: SEN support, white: no SEN"


@dataclass(frozen=True, kw_only=True)
class Label:
    """Words on the map: where, whether they fit into their ward, and the room they take."""

    point: outlines.Point
    lines: list[str]
    fits: bool
    box: Box


def tip(rate: Rate) -> str:
    """A ward in a line: everything here is in the table too."""
    if rate.percent is None or rate.count is None or rate.pupils is None:
        return f"{rate.ward.name}: {rate.words}"
    return (
        f"{rate.ward.name}: {rate.words} ({digits(rate.count, 0)} of {digits(rate.pupils, 0)} "
        "pupils)"
    )


def located(asked: Asked) -> list[Rate]:
    """The rates of wards, without those whose ward is not known."""
    return [rate for rate in asked.rates if rate.ward.known]


def top(values: Sequence[float], room: float = 1.08) -> float:
    """The end of an axis with room for what is written there, in whole per cent."""
    return float(min(100, max(5, math.ceil(max(values, default=0) * room))))


def _place(order: int, rate: Rate) -> Row:
    return {
        "name": "\n".join(wrapped(rate.ward.name, LONG_NAME)),
        "order": order,
        "tip": tip(rate),
    }


def dots(asked: Asked) -> Drawn:
    """Frame and axis ends of the form `dots`."""
    rates = located(asked)
    rows = [row for order, rate in enumerate(rates) for row in _dot_rows(order, rate)]
    first = _place(0, rates[0])["name"] if rates else None
    for role, name, value in (
        ("council", asked.council, asked.whole),
        ("england", "England", asked.england),
    ):
        if value is not None:
            place = {"role": role, "x": value, "name": first, "order": 0}
            text = f"{name} {percent(value)}"
            rows += [
                {"mark": "rule", "tip": text, **place},
                {"mark": "head", "text": text, **place},
            ]
    ends = [rate.interval.high for rate in rates if rate.interval]
    return frame_of(rows), {"right": top([*ends, asked.whole or 0, asked.england or 0], 1.25)}


def _dot_rows(order: int, rate: Rate) -> list[Row]:
    place = _place(order, rate)
    if rate.percent is None or rate.interval is None:
        return [
            {"mark": "withheld", "x": 0.0, **place},
            {"mark": "words", "x": 0.0, "text": rate.words, **place},
        ]
    low, high = rate.interval.low, rate.interval.high
    return [
        {"mark": "interval", "x": low, "x2": high, **place},
        {"mark": "dot", "role": rate.signal or "inside", "x": rate.percent, **place},
        {"mark": "words", "x": high, "text": rate.words, **place},
    ]


def funnel(asked: Asked) -> Drawn:
    """Frame and axis ends of the form `funnel`: limits around the council's own rate."""
    found = [rate for rate in located(asked) if rate.percent is not None and rate.pupils]
    whole = asked.whole
    if whole is None or not found:
        return frame_of([]), {}
    right = 1.08 * max(rate.pupils or 0 for rate in found)
    high = top([rate.percent or 0.0 for rate in found])
    rows = _limits(whole, right, high)
    rows += [
        {
            "mark": "dot",
            "role": rate.signal or "inside",
            "x": rate.pupils,
            "y": rate.percent,
            "tip": tip(rate),
        }
        for rate in found
    ]
    for size in WIDTHS:
        rows += _funnel_words(asked, whole, (right, high), size)
    return frame_of(rows), {"right": right, "top": high}


def _funnel_words(asked: Asked, whole: float, ends: tuple[float, float], size: str) -> list[Row]:
    """The council at its line, and the names of wards outside where nothing else stands."""
    right, high = ends
    words = f"{asked.council} {percent(whole)}"
    boxes = [(1 - WIDTHS[size] * len(words), 1.0, whole / high, whole / high + 0.07)]
    spots = {
        rate.ward.code: ((rate.pupils or 0) / right, (rate.percent or 0.0) / high)
        for rate in located(asked)
        if rate.percent is not None
    }
    boxes += [(x - 0.01, x + 0.01, y - 0.02, y + 0.02) for x, y in spots.values()]
    rows: list[Row] = [{"mark": size, "role": "edge", "x": right, "y": whole, "text": words}]
    for rate in outside(asked.rates):
        x, y = spots[rate.ward.code]
        role = _free_side(x, y, WIDTHS[size] * len(rate.ward.name), boxes)
        if role:
            place = {"role": role, "x": rate.pupils, "y": rate.percent}
            rows.append({"mark": size, "text": rate.ward.name, **place})
    return rows


def _free_side(x: float, y: float, wide: float, boxes: list[Box]) -> str | None:
    """The side of a point on which a name has room; its box is added to the others."""
    for role, start in (("right", x + 0.012), ("left", x - 0.012 - wide)):
        box = (start, start + wide, y - 0.025, y + 0.025)
        if 0 <= start <= 1 - wide and not any(_overlap(box, other) for other in boxes):
            boxes.append(box)
            return role
    return None


def _limits(whole: float, right: float, high: float) -> list[Row]:
    sizes = [right * ((step + 1) / CURVE) ** 2 for step in range(CURVE)]
    rows: list[Row] = [
        {"mark": "line", "role": "council", "segment": "council", "x": size, "y": whole}
        for size in (0.0, right)
    ]
    for role, z in (("near", Z95), ("far", Z998)):
        bounds = [(n, proportion_limits(whole / 100, n, z)) for n in sizes]
        upper = [(n, 100 * limits.high) for n, limits in bounds if 100 * limits.high <= high]
        lower = [(n, 100 * limits.low) for n, limits in bounds]
        for side, line in (("high", upper), ("low", lower)):
            place = {"mark": "line", "role": role, "segment": f"{role} {side}"}
            rows += [{**place, "x": n, "y": y} for n, y in line]
    return rows


def _overlap(one: Box, other: Box) -> bool:
    across = one[0] < other[1] and other[0] < one[1]
    return across and one[2] < other[3] and other[2] < one[3]


def shares(asked: Asked) -> Drawn:
    """Frame and axis ends of the form `shares`; a ward is drawn when all its parts are shown."""
    rates = located(asked)
    rows = [row for order, rate in enumerate(rates) for row in _share_rows(asked, order, rate)]
    if rates:
        place = {"name": _place(0, rates[0])["name"], "order": 0, "mark": "head"}
        rows.append({**place, "x": 100.0, "text": SHARES_KEY})
    return frame_of(rows), {"right": 100.0}


def _share_rows(asked: Asked, order: int, rate: Rate) -> list[Row]:
    place = _place(order, rate)
    parts = {
        need: asked.data.percent(rate.ward.code, need, asked.schools)
        for need in (PLAN, SUPPORT, NONE)
    }
    known = {need: value for need, value in parts.items() if value is not None}
    if len(known) < len(parts):
        words = rate.words if rate.percent is None else "Hidden (small number)"
        return [{"mark": "words", "x": 0.0, "text": words, **place, "tip": ""}]
    text = f"{percent(known[PLAN])}, {percent(known[SUPPORT])}"
    place["tip"] = f"{rate.ward.name}: EHC plan {percent(known[PLAN])}, SEN support " + (
        f"{percent(known[SUPPORT])}, no SEN {percent(known[NONE])}"
    )
    rows: list[Row] = []
    start = 0.0
    for need, value in known.items():
        rows.append({"mark": "bar", "role": need, "x": start, "x2": start + value, **place})
        start += value
    return [*rows, {"mark": "words", "x": known[PLAN] + known[SUPPORT], "text": text, **place}]


def classes(rates: Sequence[Rate]) -> list[tuple[float, float]]:
    """The lowest and the highest percentage of three classes of about as many wards each."""
    values = sorted({round(rate.percent, 9) for rate in rates if rate.percent is not None})
    size = max(1, math.ceil(len(values) / 3))
    groups = [values[start : start + size] for start in range(0, len(values), size)]
    return [(group[0], group[-1]) for group in groups]


def mapped(asked: Asked) -> dict[str, Any]:
    """Features, hatching, labels, classes and frame: all that the map is drawn from."""
    rates = [rate for rate in located(asked) if rate.ward.shape is not None]
    shapes = [rate.ward.shape for rate in rates if rate.ward.shape is not None]
    groups = classes(rates)
    names = [f"{digits(low, 1)} to {percent(high)}" for low, high in groups]
    features, hatches, labels = [], [], []
    for rate, shape, words in zip(rates, shapes, _labels(rates, shapes), strict=True):
        index = _class_of(rate, groups)
        features.append(
            {
                "type": "Feature",
                "geometry": shape,
                "properties": {"class": None if index is None else names[index], "tip": tip(rate)},
            }
        )
        if index is None:
            hatching = outlines.hatching(shape, shapes)
            hatches.append({"type": "Feature", "geometry": hatching, "properties": {}})
        ink = INK if index is None else LETTERS[index]
        labels += [{**one, "ink": ink} for one in words]
    return {
        "features": features,
        "hatches": hatches,
        "labels": labels,
        "classes": names,
        "frame": outlines.projected(shapes),
    }


def _class_of(rate: Rate, groups: Sequence[tuple[float, float]]) -> int | None:
    if rate.percent is None:
        return None
    return next(i for i, (_, high) in enumerate(groups) if round(rate.percent, 9) <= high)


def _labels(rates: Sequence[Rate], shapes: Sequence[outlines.Shape]) -> list[list[Row]]:
    """The percentage of each ward; on a wide map its name too where there is room for it.

    On a narrow map hatching alone says that a ward has no figure: the word would cover others.
    """
    places = list(zip(rates, shapes, strict=True))
    narrow, wide = (outlines.scale(shapes, width, MAP_HEIGHT) for width in (HANDHELD, DESKTOP))
    short = [_fitted([_words(rate)], shape, wide) for rate, shape in places]
    boxes = [one.box for one in short]
    rows = []
    for index, (rate, shape) in enumerate(places):
        others = [box for other, box in enumerate(boxes) if other != index]
        named = (
            _fitted([*wrapped(rate.ward.name, width), _words(rate)], shape, wide)
            for width in MAP_NAMES
        )
        free = (one for one in named if one.fits and not any(_overlap(one.box, o) for o in others))
        best = next(free, short[index])
        boxes[index] = best.box
        small = _fitted([_words(rate).replace("%", "").replace(" ", "")], shape, narrow)
        rows.append(
            [_text(WIDE, best), *([_text(NARROW, small)] if rate.percent is not None else [])]
        )
    return rows


def _words(rate: Rate) -> str:
    """What stands on a ward: its percentage, and whether it lies outside the limits."""
    words = rate.words if rate.percent is not None else rate.words.split(" (")[0]
    return words + ARROWS[rate.signal or "inside"]


def _fitted(lines: list[str], shape: outlines.Shape, pixels: tuple[float, float]) -> Label:
    """A label where there is most room for it."""
    across, up = pixels
    wide, high = LETTER * max(map(len, lines)) / across, LABEL_HEIGHT * len(lines) / up
    (x, y), room = outlines.spot(shape, SNUG * wide, SNUG * high)
    return Label(
        point=(x, y),
        lines=lines,
        fits=room >= SNUG * wide,
        box=(x - wide / 2, x + wide / 2, y - high / 2, y + high / 2),
    )


def _text(mark: str, label: Label) -> Row:
    return {
        "mark": mark,
        "lon": label.point[0],
        "lat": label.point[1],
        "text": "|".join(label.lines),
        "dy": -LABEL_HEIGHT / 2 * (len(label.lines) - 1),
    }
