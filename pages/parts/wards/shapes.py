"""A map of wards from the shapes in the database: no tiles, nothing from the network."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = Sequence[Sequence[float]]
Shape = Mapping[str, Any]
Feature = Mapping[str, Any]
Box = tuple[float, float, float, float]

LINES = (
    40  # of hatching over a map: enough for the smallest ward, not so many that they run together
)
LEVELS_SOUGHT = 24  # levels of a shape at which room for a label is sought
SMALLEST = 1e-9  # so that a map of a single point has a size
ACROSS = (
    -0.5,
    -0.2,
    0.2,
    0.5,
)  # levels of a label, in heights from its middle, at which it must fit


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


def spot(shape: Shape, wide: float, high: float) -> tuple[Point, float]:
    """Where a label has room inside the shape, and how wide the room is.

    That is nearest to the middle where there is room enough, else where there is most.
    """
    _, south, _, north = box([shape])
    middle = (south + north) / 2
    return max(
        (
            place
            for step in range(1, LEVELS_SOUGHT)
            for place in _spots(shape, south + (north - south) * step / LEVELS_SOUGHT, high)
        ),
        key=lambda place: (min(place[1], wide), -abs(place[0][1] - middle)),
    )


def _spots(shape: Shape, middle: float, high: float) -> Iterator[tuple[Point, float]]:
    for (left, _), (right, _) in chords(shape, 0.0, middle):
        centre = (left + right) / 2
        edges = [_around(shape, centre, middle + high * part) for part in ACROSS]
        free = min(min(centre - low, up - centre) for low, up in [(left, right), *edges])
        yield (centre, middle), 2 * free


def _around(shape: Shape, x: float, level: float) -> tuple[float, float]:
    """The ends of the stretch around x on one level; the shape ends at x where there is none."""
    for (left, _), (right, _) in chords(shape, 0.0, level):
        if left <= x <= right:
            return left, right
    return x, x


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
