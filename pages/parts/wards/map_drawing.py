"""Where everything on the map of wards stands: classes of colour, hatching, room for labels."""

import math
from collections.abc import Sequence

from pages.parts.exhibit.chart_rows import text_width, wrapped
from pages.parts.language.words import digits, percent
from pages.parts.wards import shapes
from pages.parts.wards.charts import (
    HATCHED_INK,
    LABEL_HEIGHT,
    LETTERS,
    NAMED,
    NAMES_FIT,
    NUMBERED,
    PIN,
    PIN_INK,
    PINS_FIT,
    SHADES,
    ListedWard,
    MapLabel,
    WardMap,
)
from pages.parts.wards.drawing import located, tip
from pages.parts.wards.rates import Rate, WardChoice
from pages.parts.wards.shapes import Scan

Pixels = tuple[float, float]  # of a degree of longitude and of latitude

PIXELS_BESIDE = 6  # of a ward at either side of a label
NAME_WIDTHS = (24, 16, 12, 8)  # letters in a line of a name, the first that fits: few lines first
ARROWS = {"high": " ▲", "low": " ▼", "inside": ""}
SAME = 9  # decimals within which two percentages are one


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
    wide, narrow = (shapes.scale(outlines, *size) for size in (NAMES_FIT, PINS_FIT))
    for number, (rate, outline) in enumerate(places, start=1):
        index = _class_of(rate, groups)
        named = None if index is None else names[index]
        features.append(shapes.feature(outline, **{"class": named, "tip": tip(rate)}))
        if index is None:
            hatches.append(shapes.feature(shapes.hatching_of(outline, outlines)))
        scanned = shapes.scan(outline)
        ink = HATCHED_INK if index is None else LETTERS[index]
        labels += [
            _name(rate, scanned, wide, ink) or _pin(rate, scanned, wide, number, NAMED),
            _pin(rate, scanned, narrow, number, NUMBERED),
        ]
    return WardMap(
        features=features,
        hatches=hatches,
        labels=labels,
        listed=listed(choice),
        classes=names,
        frame=shapes.projected(outlines),
    )


def listed(choice: WardChoice) -> list[ListedWard]:
    """The wards on the map by their numbers, the highest percentage first."""
    shown = [rate for rate in located(choice) if rate.ward.outline is not None]
    return [
        ListedWard(number=number, sign=str(number), figure=figure_words(rate), name=rate.ward.name)
        for number, rate in enumerate(shown, start=1)
    ]


def listed_words(choice: WardChoice) -> list[str]:
    """The same list as words, a line for each ward."""
    return [f"{ward.name} {ward.figure}" for ward in listed(choice)]


def _class_of(rate: Rate, groups: Sequence[tuple[float, float]]) -> int | None:
    if rate.percent is None:
        return None
    return next(i for i, (_, high) in enumerate(groups) if round(rate.percent, SAME) <= high)


def figure_words(rate: Rate) -> str:
    """What stands for a ward: its percentage, and whether it stands out among wards."""
    words = rate.words if rate.percent is not None else rate.words.split(" (")[0]
    return words + ARROWS[rate.signal or "inside"]


def _name(rate: Rate, scanned: Scan, pixels: Pixels, ink: str) -> MapLabel | None:
    """Name and percentage inside the ward; None where they have no room."""
    for width in NAME_WIDTHS:
        lines = [*wrapped(rate.ward.name, width), figure_words(rate)]
        size = (max(map(text_width, lines)) + PIXELS_BESIDE, LABEL_HEIGHT * len(lines))
        point, fits = _place(scanned, pixels, size)
        if fits:
            return MapLabel(
                mark=NAMED,
                lon=point[0],
                lat=point[1],
                text="|".join(lines),
                dy=-LABEL_HEIGHT / 2 * (len(lines) - 1),
                ink=ink,
                tip=tip(rate),
            )
    return None


def _pin(rate: Rate, scanned: Scan, pixels: Pixels, number: int, mark: str) -> MapLabel:
    """The number of a ward in the list, where it has most room."""
    (lon, lat), _ = _place(scanned, pixels, (PIN, PIN))
    return MapLabel(mark=mark, lon=lon, lat=lat, text=str(number), dy=0, ink=PIN_INK, tip=tip(rate))


def _place(scanned: Scan, pixels: Pixels, size: tuple[float, float]) -> tuple[shapes.Point, bool]:
    """Where a label of that size in pixels stands best, and whether it fits there."""
    across, up = pixels
    wide, high = size[0] / across, size[1] / up
    point, room = shapes.spot(scanned, wide, high)
    return point, room >= wide
