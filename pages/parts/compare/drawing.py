"""From what is compared to the rows that a form of chart draws, and the settings of its axes."""

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.ranks import limits_of
from pages.parts.compare.charts import ROOM, SHADE_INK, SHADES
from pages.parts.compare.data import Compared, Period, Place
from pages.parts.compare.grid import Tile, tiles
from pages.parts.exhibit import chart_rows
from pages.parts.exhibit.chart_kit import INK, PLOT_HEIGHT
from pages.parts.exhibit.chart_rows import axis_ends, frame_of, spread, ticks, unit_mark
from pages.parts.figures.database import Indicator, Row, shown, symbol_words
from pages.parts.figures.view import Reported
from pages.parts.language import words
from pages.parts.measure import drawing
from pages.parts.measure.drawing import group_role

Drawn = tuple[pd.DataFrame, Row]

MOST_LINES = 5
MOST_NAMES = 12
LETTER = 7.4
PLOT_WIDTH = 720
FLAG = 17
ABOVE = 13
CURVE = 190
HIGHEST_TICKS = 6
KEY = 12.0
BESIDE = 11
LONGEST_NAME = 26
GAP = 0.06


def label_lines(name: str, value: str) -> list[str]:
    """A name and its figure beside the end of a line, in as few lines as fit."""
    return chart_rows.wrapped(f"{name} {value}")


def trend(seen: Compared) -> Drawn:
    """Lines for the council, England, the group and the councils chosen; the rest as dots."""
    view = seen.seen
    drawn = drawing.lines(view)
    called = drawing.names(view)
    rows = [*others(seen), *drawing.interval_rows(view)]
    rows += drawing.withheld_rows(view) if view.council else []
    for role, line in drawn.items():
        rows += drawing.line_rows(role, line, view, called[role])
    lines = {("", role): line for role, line in drawn.items()}
    texts = dict(zip(lines, (called[role] for role in drawn), strict=True))
    for area in lined(seen):
        line = line_of(seen, seen.field.places[area])
        name = words.display_name(seen.name(area))
        rows += [own_segment(row, area) for row in drawing.line_rows("chosen", line, view, name)]
        if any(value is not None for _, value in line):
            lines[area, "chosen"], texts[area, "chosen"] = line, name
    years = [end.year for end in seen.ends]
    heights = [row[key] for row in rows for key in ("y", "y2") if row.get(key) is not None]
    bottom, top = axis_ends(heights, seen.indicator.unit == "percent")
    settings = {
        "first": min(years) - 0.2,
        "last": max(years) + 0.2,
        "bottom": bottom,
        "top": top,
        "unit": unit_mark(seen.indicator),
        "ticks": ticks(years),
    }
    labels = [(role, texts[area, role], *newest(line)) for (area, role), line in lines.items()]
    rows += drawing.break_rows(view)
    rows += end_labels(labels, settings, PLOT_HEIGHT, seen)
    return frame_of(rows), settings


def lined(seen: Compared) -> tuple[str, ...]:
    """The councils with lines of their own: the first few that the reader chose."""
    return seen.named[:MOST_LINES] if seen.indicator.shares_an_axis else ()


def line_of(seen: Compared, place: Place) -> drawing.Line:
    return [(end, place.series[end].value) for end in seen.ends if end in place.series]


def newest(line: drawing.Line) -> tuple[date, float]:
    return next((end, value) for end, value in reversed(line) if value is not None)


def own_segment(row: Row, area: str) -> Row:
    """A row whose line is not joined with that of another council."""
    return {**row, "segment": f"{area}{row['segment']}"} if "segment" in row else row


def others(seen: Compared) -> list[Row]:
    """A dot for every other council and year: larger for the group, small for the rest."""
    if not seen.indicator.shares_an_axis:
        return []
    apart = {seen.own, *lined(seen)}
    return [
        {
            "mark": "peer" if area in seen.group else "quiet",
            "x": end.year,
            "y": one.value,
            "tip": f"{words.display_name(seen.name(area))}, {end.year}: "
            f"{shown(one.value, seen.indicator)}",
        }
        for end in seen.ends
        for area, one in seen.field.at(end).entries.items()
        if one.value is not None and area not in apart
    ]


def end_labels(
    labels: Iterable[tuple[str, str, date, float]],
    settings: Row,
    height: float,
    seen: Compared,
) -> list[Row]:
    """Names and figures at the right end, moved apart where they would overlap.

    A figure that is older than the newest year has its year beside it.
    """
    bottom, top = settings["bottom"], settings["top"]
    texts, places, roles = [], [], []
    for role, name, end, value in labels:
        year = f" ({end.year})" if end < seen.last else ""
        texts.append(label_lines(name, shown(value, seen.indicator) + year))
        places.append(((top - value) / (top - bottom) * height, len(texts[-1])))
        roles.append(role)
    return [
        {
            "mark": "label",
            "role": role,
            "x": settings["last"],
            "y": top - pixels / height * (top - bottom),
            "text": "\n".join(text),
        }
        for role, text, pixels in zip(roles, texts, spread(places, height), strict=True)
    ]


def steps(bottom: float, top: float) -> list[float]:
    """At most six round numbers from one end of an axis to the other."""
    size = 10 ** math.floor(math.log10(top - bottom))
    step = next(
        part * size
        for part in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5)
        if (top - bottom) / (part * size) < HIGHEST_TICKS
    )
    first = math.ceil(bottom / step - 1e-9)
    return [round(i * step, 9) for i in range(first, math.floor(top / step + 1e-9) + 1)]


def role_of(seen: Compared, area: str) -> str:
    """Whose a dot is: the council's, one chosen, one of the group, or any other's."""
    if area == seen.own:
        return "council"
    if area in seen.named:
        return "chosen"
    return group_role(seen.seen) if area in seen.group else "quiet"


def ordered(seen: Compared) -> list[str]:
    """The councils with a figure, the best (or the highest) first, one's own first among ties."""
    sign = 1 if seen.period.order == "low" else -1
    present = seen.period.present
    return sorted(present, key=lambda a: (sign * present[a], a != seen.own, seen.name(a)))


def named(seen: Compared) -> set[str]:
    """The councils with a name in the chart: one's own, the chosen, and a group that is small."""
    found = {seen.own, *seen.named}
    return found | set(seen.group) if len(found) + len(seen.group) <= MOST_NAMES else found


@dataclass(frozen=True, kw_only=True)
class Flag:
    """A name above a dot: `across` and `up` are its pixels from the bottom left."""

    area: str
    text: str
    across: float
    up: float

    @property
    def width(self) -> float:
        return LETTER * len(self.text) + 8


def levels(flags: list[Flag]) -> dict[str, float]:
    """How high each name stands, in pixels, over a curve that falls to the right.

    A name stands above its dot, and above every name that begins to its right under its text.
    """
    placed: list[tuple[Flag, float]] = []
    for flag in sorted(flags, key=lambda one: -one.across):
        under = [level for other, level in placed if other.across < flag.across + flag.width]
        placed.append((flag, max([flag.up + ABOVE, *(level + FLAG for level in under)])))
    return {flag.area: level for flag, level in placed}


def ranking(seen: Compared) -> tuple[pd.DataFrame, Row, float]:
    """Frame, settings and height of the form `ranking`."""
    order, present, one = ordered(seen), seen.period.present, seen.indicator
    values = [*present.values(), *([seen.england] if seen.england is not None else [])]
    bottom, top = axis_ends(values, one.unit == "percent")
    rising = seen.period.order == "low"
    room = len(order) * 0.17
    first, last = (-room, len(order) + 1.0) if rising else (0.0, len(order) + 1 + room)
    pixel = (top - bottom) / CURVE
    flags = _flags(seen, order, (first, last), pixel, bottom)
    high = levels(flags)
    height = max([CURVE + 12.0, *(level + 12 for level in high.values())])
    rows = [*_band(seen), *_england(seen, pixel, bottom), *_curve(seen, order)]
    for flag in flags:
        x, y = order.index(flag.area) + 1, bottom + high[flag.area] * pixel
        rows.append({"mark": "flag", "x": x, "y": present[flag.area], "y2": y + 6 * pixel})
        side = "right" if rising else "left"
        rows.append({"mark": "label", "role": side, "x": x, "y": y, "text": flag.text})
    rows += _narrow(seen, order, pixel)
    settings = {
        "first": first,
        "last": last,
        "bottom": bottom,
        "top": bottom + height * pixel,
        "unit": unit_mark(one),
        "heights": steps(bottom, top),
        "ticks": places(len(order)) if seen.period.limits else [],
        "one": "1st (best)" if one.has_direction else "1st (highest)",
    }
    return frame_of(rows), settings, height


def places(count: int) -> list[int]:
    """The ranks on the axis: the first, the last, and round ones that leave room for the last."""
    step = 50 if count > 100 else 25 if count > 50 else 10
    return [1, *(i for i in range(step, count, step) if count - i > step / 3), count]


def _flags(
    seen: Compared, order: list[str], ends: tuple[float, float], pixel: float, bottom: float
) -> list[Flag]:
    first, last = ends
    found = []
    for area in named(seen) & set(order):
        across = (order.index(area) + 1 - first) / (last - first) * PLOT_WIDTH
        found.append(
            Flag(
                area=area,
                text=_flag_text(seen, area),
                across=PLOT_WIDTH - across if seen.period.order == "low" else across,
                up=(seen.period.present[area] - bottom) / pixel,
            )
        )
    return found


def _flag_text(seen: Compared, area: str) -> str:
    name = words.display_name(seen.name(area))
    if area != seen.own:
        return name
    return f"{name} {shown(seen.period.present[area], seen.indicator)}"


def _band(seen: Compared) -> list[Row]:
    found = seen.period.ranges.get(seen.own)
    if found is None:
        return []
    tip = f"Chance leaves {words.ordinal(found.best)} to {words.ordinal(found.worst)} open"
    return [{"mark": "band", "x": found.best - 0.5, "x2": found.worst + 0.5, "tip": tip}]


def _england(seen: Compared, pixel: float, bottom: float) -> list[Row]:
    """England's line, its name where no council can be: under the line, away from the curve."""
    if seen.england is None:
        return []
    text = f"England {shown(seen.england, seen.indicator)}"
    side = "right" if seen.period.order == "low" else "left"
    below = -BESIDE if (seen.england - bottom) / pixel > 2 * BESIDE else BESIDE
    return [
        {"mark": "england", "y": seen.england, "tip": text},
        {"mark": "words", "role": side, "y": seen.england + below * pixel, "text": text},
    ]


def _curve(seen: Compared, order: list[str]) -> list[Row]:
    rows: list[Row] = []
    for place, area in enumerate(order, start=1):
        one = seen.period.entries[area]
        assert one.value is not None
        role = role_of(seen, area)
        tip = f"{words.display_name(seen.name(area))}: {shown(one.value, seen.indicator)}"
        if seen.period.limits is not None:
            tip += f", {rank_words(seen.period, area)}"
        rows.append({"mark": "dot", "role": role, "x": place, "y": one.value, "tip": tip})
        if role == "council" and one.interval:
            low, high = one.interval.low, one.interval.high
            rows.append({"mark": "interval", "x": place, "y": low, "y2": high})
    return rows


def rank_words(period: Period, area: str) -> str:
    """'74th', 'joint 74th'; 'no rank' where there is none."""
    standing = period.standing(area)
    if standing.rank is None:
        return "no rank"
    return f"{'joint ' if standing.tied else ''}{words.ordinal(standing.rank)}"


def _narrow(seen: Compared, order: list[str], pixel: float) -> list[Row]:
    """On a phone the council alone has its name."""
    if seen.own not in order:
        return []
    place = order.index(seen.own) + 1
    side = "left" if place < len(order) / 2 else "right"
    y = seen.period.present[seen.own] + ABOVE * pixel
    text = _flag_text(seen, seen.own)
    return [{"mark": "narrow", "role": side, "x": place, "y": y, "text": text}]


def distribution(seen: Compared) -> Drawn:
    """Frame and settings of the form `distribution`."""
    line = line_of(seen, seen.field.places[seen.own])
    rows = [row for end in seen.ends for row in _spread(seen.field.at(end), seen.indicator)]
    rows += _own(seen, line)
    heights = [row[key] for row in rows for key in ("y", "y2") if row.get(key) is not None]
    bottom, top = axis_ends(heights, seen.indicator.unit == "percent")
    years = [end.year for end in seen.ends]
    settings = {
        "first": min(years) - 0.5,
        "last": max(years) + 0.5,
        "bottom": bottom,
        "top": top,
        "unit": unit_mark(seen.indicator),
        "heights": steps(bottom, top),
        "ticks": ticks(years),
    }
    rows += drawing.break_rows(seen.seen)
    return frame_of([*rows, *_quartile_labels(seen, line, settings)]), settings


def _spread(period: Period, indicator: Indicator) -> list[Row]:
    """The middle half of one year, its edges, the median, and the ends of all councils."""
    if period.limits is None:
        return []
    year, present = period.end.year, period.present.values()
    low, middle, high = period.limits
    across: Row = {"x": year - 0.5, "x2": year + 0.5}
    tip = (
        f"{year}: middle half {shown(low, indicator)} to {shown(high, indicator)}, median "
        f"{shown(middle, indicator)}, {len(present)} councils"
    )
    return [
        {"mark": "range", "x": year, "y": min(present), "y2": max(present)},
        {"mark": "band", **across, "y": low, "y2": high, "tip": tip},
        {"mark": "edge", **across, "y": low, "tip": tip},
        {"mark": "edge", **across, "y": high, "tip": tip},
        {"mark": "median", **across, "y": middle, "tip": tip},
    ]


def _own(seen: Compared, line: drawing.Line) -> list[Row]:
    """The council's line with its intervals; years without a figure are marked on the axis."""
    name = words.display_name(seen.name(seen.own))
    rows = drawing.line_rows("council", line, seen.seen, name)
    series = seen.field.places[seen.own].series
    for end, value in line:
        one = series[end]
        if value is None:
            tip = f"{end.year}: {symbol_words()[one.status]}"
            rows.append({"mark": "withheld", "x": end.year, "y": 0.0, "tip": tip})
        elif one.interval:
            ends = {"y": one.interval.low, "y2": one.interval.high}
            rows.append({"mark": "interval", "x": end.year, **ends})
    return rows


def _quartile_labels(seen: Compared, line: drawing.Line, settings: Row) -> list[Row]:
    """What the lines at the right end are: the council, and the newest quartiles."""
    labels: list[tuple[str, str, date, float]] = []
    if any(value is not None for _, value in line):
        labels.append(("council", words.display_name(seen.name(seen.own)), *newest(line)))
    limits = seen.period.limits
    for name, value in zip(
        ("Lower quartile", "Median", "Upper quartile"), limits or (), strict=False
    ):
        labels.append(("quartile", name, seen.last, value))
    return end_labels(labels, settings, ROOM, seen)


def tile_map(seen: Compared) -> Drawn:
    """Frame of the form `tiles`, which has no settings."""
    period = seen.period
    found = placed(period)
    limits = fifths(period)
    rows = [
        row
        for tile, area in found.values()
        for row in _tile(tile, period.entries[area], _tip(seen, area), limits)
    ]
    for tile, area in found.values():
        role = role_of(seen, area)
        if role != "quiet":
            rows.append({"mark": role, **_corners(tile.column, tile.row)})
    return frame_of([*rows, *_key(seen, limits)]), {}


def placed(period: Period) -> dict[tuple[int, int], tuple[Tile, str]]:
    """Which council of one period stands on each tile; one with a figure comes first."""
    codes = {code: area for area in period.entries for code in period.places[area].la_codes}
    found: dict[tuple[int, int], tuple[Tile, str]] = {}
    for tile in tiles():
        area = codes.get(tile.la_code)
        spot = (tile.row, tile.column)
        if area is None or (spot in found and period.values[area] is None):
            continue
        found[spot] = (tile, area)
    return found


def fifths(period: Period) -> tuple[float, ...] | None:
    """The limits between fifths of councils; None where fewer than 90% have a figure."""
    return limits_of(list(period.present.values()), 5) if period.limits else None


def shade(value: float, limits: tuple[float, ...] | None) -> int:
    """The fifth of a value, 0 the lowest; a value on a limit is in the lower one."""
    return 0 if limits is None else bisect_left(limits, value)


def _tip(seen: Compared, area: str) -> str:
    one = seen.period.entries[area]
    text = symbol_words()[one.status] if one.value is None else shown(one.value, seen.indicator)
    return f"{words.display_name(seen.name(area))}: {text}"


def _corners(column: float, row: float) -> Row:
    return {"x": column + GAP, "x2": column + 1 - GAP, "y": row + GAP, "y2": row + 1 - GAP}


def _tile(tile: Tile, one: Reported, tip: str, limits: tuple[float, ...] | None) -> list[Row]:
    corners = _corners(tile.column, tile.row)
    code: Row = {"mark": "code", "x": tile.column + 0.5, "y": tile.row + 0.5, "tip": tip}
    if one.value is None:
        return [
            {"mark": "empty", **corners, "tip": tip},
            *hatching(tile.column, tile.row),
            {**code, "role": INK, "text": tile.short},
        ]
    index = shade(one.value, limits)
    return [
        {"mark": "cell", "role": str(index), **corners, "tip": tip},
        {**code, "role": SHADE_INK[index], "text": tile.short},
    ]


def hatching(column: float, row: float) -> list[Row]:
    """Slanting lines over one tile."""
    left, top, size = column + GAP, row + GAP, 1 - 2 * GAP
    slants = []
    for part in (0.4, 0.8):
        slants.append((left, top + part * size, left + part * size, top))
        slants.append((left + (1 - part) * size, top + size, left + size, top + (1 - part) * size))
    return [{"mark": "hatch", "x": a, "y": b, "x2": c, "y2": d} for a, b, c, d in slants]


def _end(indicator: Indicator, index: int, limits: tuple[float, ...] | None) -> str:
    """Which end of the shades is the better one, where there is one."""
    if limits is None or index not in (0, len(limits)) or not indicator.has_direction:
        return ""
    return ", best" if (index > 0) == (indicator.polarity == "high") else ", worst"


def own_name(seen: Compared) -> str:
    """The council in the key, if its name is short enough."""
    name = words.display_name(seen.choice.council.name)
    return name if len(name) <= LONGEST_NAME else "This council"


def _key(seen: Compared, limits: tuple[float, ...] | None) -> list[Row]:
    """What shades, hatches and frames mean, beside the north of England."""
    one, values = seen.indicator, sorted(seen.period.present.values())
    rows: list[Row] = []
    entries: list[tuple[list[Row], str]] = []
    for index in range(len(SHADES)):
        inside = [value for value in values if shade(value, limits) == index]
        if inside:
            text = f"{shown(inside[0], one)} to {shown(inside[-1], one)}{_end(one, index, limits)}"
            entries.append(([{"mark": "cell", "role": str(index)}], text))
    entries.append(([{"mark": "empty"}], "No figure"))
    entries.append(([{"mark": "council"}], own_name(seen)))
    if seen.group:
        entries.append(([{"mark": group_role(seen.seen)}], seen.choice.group.short))
    if seen.named:
        entries.append(([{"mark": "chosen"}], "Chosen"))
    heading = "Fifths of councils" if limits else "Councils with a figure"
    rows.append({"mark": "words", "x": KEY + GAP, "y": 0.5, "text": heading})
    for number, (marks, text) in enumerate(entries, start=1):
        rows += [{**mark, **_corners(KEY, number)} for mark in marks]
        rows += hatching(KEY, number) if text == "No figure" else []
        rows.append({"mark": "words", "x": KEY + 1.3, "y": number + 0.5, "text": text})
    rows.append({"mark": "words", "x": KEY + GAP, "y": 12.5, "text": "London"})
    return rows
