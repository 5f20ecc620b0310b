"""Where everything on the map of wards stands: classes of colour, hatching, room for labels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pages.parts.exhibit.chart_rows import wrapped
from pages.parts.language.words import digits, percent
from pages.parts.wards import shapes
from pages.parts.wards.charts import (
    INK,
    LABEL_HEIGHT,
    LETTERS,
    MAP_HEIGHT,
    NARROW,
    SHADES,
    WIDE,
    MapLabel,
    WardMap,
)
from pages.parts.wards.drawing import located, tip
from pages.parts.wards.rates import Rate, WardChoice

DESKTOP, HANDHELD = 800, 310  # widths of a map, in pixels, that labels are placed for
LETTER_PIXELS = 7  # pixels across, on average
MAP_NAMES = (12, 8, 16)  # letters in a line of a name, the first that fits: few lines, then short
SNUG = 0.9  # a label may reach over the border a little: it has a rim
ARROWS = {"high": " ▲", "low": " ▼", "inside": ""}
SAME = 9  # decimals within which two percentages are one


@dataclass(frozen=True, kw_only=True)
class Label:
    """Words on the map: where, whether they fit into their ward, and the room they take."""

    point: shapes.Point
    lines: list[str]
    fits: bool
    box: shapes.Box


def classes(rates: Sequence[Rate]) -> list[tuple[float, float]]:
    """The lowest and the highest percentage of three classes of about as many wards each."""
    values = sorted({round(rate.percent, SAME) for rate in rates if rate.percent is not None})
    size = max(1, math.ceil(len(values) / len(SHADES)))
    groups = [values[start : start + size] for start in range(0, len(values), size)]
    return [(group[0], group[-1]) for group in groups]


def mapped(choice: WardChoice) -> WardMap:
    """All that the map is drawn from; a ward that is not known or has no shape is not on it."""
    places = [
        (rate, outline) for rate in located(choice) if (outline := rate.ward.outline) is not None
    ]
    outlines = [outline for _, outline in places]
    groups = classes([rate for rate, _ in places])
    names = [f"{digits(low, 1)} to {percent(high)}" for low, high in groups]
    features, hatches, labels = [], [], []
    for (rate, outline), texts in zip(places, _labels(places), strict=True):
        index = _class_of(rate, groups)
        named = None if index is None else names[index]
        features.append(shapes.feature(outline, **{"class": named, "tip": tip(rate)}))
        if index is None:
            hatches.append(shapes.feature(shapes.hatching_of(outline, outlines)))
        ink = INK if index is None else LETTERS[index]
        labels += [_map_label(size, label, ink) for size, label in texts]
    return WardMap(
        features=features,
        hatches=hatches,
        labels=labels,
        classes=names,
        frame=shapes.projected(outlines),
    )


def _class_of(rate: Rate, groups: Sequence[tuple[float, float]]) -> int | None:
    if rate.percent is None:
        return None
    return next(i for i, (_, high) in enumerate(groups) if round(rate.percent, SAME) <= high)


def _labels(places: Sequence[tuple[Rate, shapes.Shape]]) -> list[list[tuple[str, Label]]]:
    """For each ward the size of map and the label: its percentage, with its name where it fits.

    On a narrow map hatching alone says that a ward has no figure: the word would cover others.
    """
    outlines = [outline for _, outline in places]
    narrow, wide = (shapes.scale(outlines, width, MAP_HEIGHT) for width in (HANDHELD, DESKTOP))
    short = [_fitted([_words(rate)], outline, wide) for rate, outline in places]
    boxes = [label.box for label in short]
    labels = []
    for index, (rate, outline) in enumerate(places):
        others = [box for other, box in enumerate(boxes) if other != index]
        named = (
            _fitted([*wrapped(rate.ward.name, width), _words(rate)], outline, wide)
            for width in MAP_NAMES
        )
        free = (
            label
            for label in named
            if label.fits and not any(shapes.overlap(label.box, other) for other in others)
        )
        best = next(free, short[index])
        boxes[index] = best.box
        small = _fitted([_words(rate).replace("%", "").replace(" ", "")], outline, narrow)
        labels.append([(WIDE, best), *([(NARROW, small)] if rate.percent is not None else [])])
    return labels


def _words(rate: Rate) -> str:
    """What stands on a ward: its percentage, and whether it lies outside the limits."""
    words = rate.words if rate.percent is not None else rate.words.split(" (")[0]
    return words + ARROWS[rate.signal or "inside"]


def _fitted(lines: list[str], outline: shapes.Shape, pixels: tuple[float, float]) -> Label:
    """A label where there is most room for it; `pixels` are those of a degree across and up."""
    across, up = pixels
    wide, high = LETTER_PIXELS * max(map(len, lines)) / across, LABEL_HEIGHT * len(lines) / up
    (x, y), room = shapes.spot(outline, SNUG * wide, SNUG * high)
    return Label(
        point=(x, y),
        lines=lines,
        fits=room >= SNUG * wide,
        box=(x - wide / 2, x + wide / 2, y - high / 2, y + high / 2),
    )


def _map_label(size: str, label: Label, ink: str) -> MapLabel:
    return MapLabel(
        mark=size,
        lon=label.point[0],
        lat=label.point[1],
        text="|".join(label.lines),
        dy=-LABEL_HEIGHT / 2 * (len(label.lines) - 1),
        ink=ink,
    )
