"""A map of wards from the shapes in the database: no tiles, nothing from the network."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = Sequence[Sequence[float]]
Shape = Mapping[str, Any]
Feature = Mapping[str, Any]
Box = tuple[float, float, float, float]
Stretch = tuple[float, float]

LINES = (
    40  # of hatching over a map: enough for the smallest ward, not so many that they run together
)
LEVELS_SOUGHT = 60  # levels of a shape at which room for a label is sought
AMPLE = 1.3  # times the width of a label: with so much it need not look for more
SMALLEST = 1e-9  # so that a map of a single point has a size


def rings(shape: Shape) -> list[Ring]:
    """Every ring of a GeoJSON polygon, holes and parts included."""
    if shape["type"] == "Polygon":
        return list(shape["coordinates"])
    return [ring for polygon in shape["coordinates"] for ring in polygon]


def feature(shape: Shape, **properties: str | None) -> Feature:
    """A shape with what a map knows of it, as GeoJSON."""
    return {"type": "Feature", "geometry": shape, "properties": properties}


def box(shapes: Sequence[Shape]) -> Box:
    """West, south, east and north of all shapes."""
    points = [point for shape in shapes for ring in rings(shape) for point in ring]
    across, up = [p[0] for p in points], [p[1] for p in points]
    return min(across), min(up), max(across), max(up)


def overlap(box: Box, other: Box) -> bool:
    """Whether two boxes of left, right, lower and upper end share any place."""
    across = box[0] < other[1] and other[0] < box[1]
    return across and box[2] < other[3] and other[2] < box[3]


def projected(shapes: Sequence[Shape]) -> Box:
    """The same box in the Mercator projection at scale 1: left, top, width, height."""
    west, south, east, north = box(shapes)
    return (
        math.radians(west),
        _mercator(north),
        max(math.radians(east - west), SMALLEST),
        max(_mercator(north) - _mercator(south), SMALLEST),
    )


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def scale(shapes: Sequence[Shape], width: float, height: float) -> tuple[float, float]:
    """Pixels for a degree of longitude and of latitude when the map fills width and height."""
    west, south, east, north = box(shapes)
    shrink = math.cos(math.radians((south + north) / 2))
    up = min(height / max(north - south, SMALLEST), width / max((east - west) * shrink, SMALLEST))
    return up * shrink, up


def chords(shape: Shape, slope: float, level: float) -> list[tuple[Point, Point]]:
    """The stretches of the line y = slope · x + level that lie inside the shape."""
    crossed = sorted(point for ring in rings(shape) for point in _crossings(ring, slope, level))
    return list(zip(crossed[::2], crossed[1::2], strict=False))


def _crossings(ring: Ring, slope: float, level: float) -> Iterator[Point]:
    for (x1, y1, *_), (x2, y2, *_) in pairwise(ring):
        before, after = y1 - slope * x1 - level, y2 - slope * x2 - level
        if (before > 0) != (after > 0):
            part = before / (before - after)
            yield x1 + part * (x2 - x1), y1 + part * (y2 - y1)


@dataclass(frozen=True, kw_only=True)
class Scan:
    """A shape as the stretches that lie inside it, at levels from south to north."""

    levels: Sequence[float]
    stretches: Sequence[Sequence[Stretch]]

    @property
    def step(self) -> float:
        return self.levels[1] - self.levels[0]


def scan(shape: Shape) -> Scan:
    """The shape, looked through once for all labels that are tried in it."""
    _, south, _, north = box([shape])
    high = max(north - south, SMALLEST)
    levels = [south + high * (step + 0.5) / LEVELS_SOUGHT for step in range(LEVELS_SOUGHT)]
    return Scan(
        levels=levels,
        stretches=[[(a[0], b[0]) for a, b in chords(shape, 0.0, level)] for level in levels],
    )


def spot(scanned: Scan, wide: float, high: float) -> tuple[Point, float]:
    """The middle of a label of that height inside a shape, and how wide the room there is.

    That is nearest to the middle of the shape where there is ample room, else where there is most.
    Where the shape is too low for the label, the room is none.
    """
    levels = scanned.levels
    middle = (levels[0] + levels[-1]) / 2
    rows = math.ceil(high / scanned.step) + 1
    fits = [
        ((centre, (levels[first] + levels[first + rows - 1]) / 2), free)
        for first in range(len(levels) - rows + 1)
        for centre, free in _free(scanned.stretches[first : first + rows])
    ]
    if not fits:
        (left, right), level = max(
            (
                (one, level)
                for level, row in zip(levels, scanned.stretches, strict=True)
                for one in row
            ),
            key=lambda place: place[0][1] - place[0][0],
        )
        return ((left + right) / 2, level), 0.0
    return max(fits, key=lambda place: (min(place[1], AMPLE * wide), -abs(place[0][1] - middle)))


def _free(rows: Sequence[Sequence[Stretch]]) -> Iterator[tuple[float, float]]:
    """The middles and widths of the stretches that lie inside at every level."""
    shared = list(rows[0])
    for row in rows[1:]:
        shared = [
            (max(left, other), min(right, end))
            for left, right in shared
            for other, end in row
            if max(left, other) < min(right, end)
        ]
    return (((left + right) / 2, right - left) for left, right in shared)


def hatching_of(shape: Shape, shapes: Sequence[Shape]) -> dict[str, Any]:
    """Slanting lines over one shape, as far apart as on every other shape of the map."""
    west, south, east, north = box(shapes)
    slope = math.cos(math.radians((south + north) / 2))
    step = (north - south) / LINES
    lowest = math.floor((south - slope * east) / step)
    highest = math.ceil((north - slope * west) / step)
    lines = [
        [list(start), list(end)]
        for number in range(lowest, highest + 1)
        for start, end in chords(shape, slope, (number + 0.5) * step)
    ]
    return {"type": "MultiLineString", "coordinates": lines}
