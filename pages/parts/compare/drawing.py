"""From what is compared to the marks that a form of chart draws, and the settings of its axes."""

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis.ranks import limits_of
from pages.parts.compare.charts import SHADE_INK, SHADES
from pages.parts.compare.data import Compared, Period, Place
from pages.parts.compare.grid import Tile, tiles
from pages.parts.compare.words import QUARTILES, rank_words
from pages.parts.exhibit.chart_crosshair import Stop, settings_of, stop_marks
from pages.parts.exhibit.chart_kit import INK, LEAST_HEIGHT
from pages.parts.exhibit.chart_rows import (
    MOST_TICKS,
    EndLabel,
    Mark,
    Settings,
    absent_settings,
    axis_ends,
    frame_of,
    labels_at_end,
    ticks,
    unit_mark,
    wrapped,
)
from pages.parts.figures.database import NO_FIGURE, Indicator, in_words, shown
from pages.parts.figures.view import MiddleHalf, Reported, Series
from pages.parts.language.words import display_name, ordinal, period_label, slug
from pages.parts.measure import drawing
from pages.parts.measure.drawing import Line, NamedLine
from pages.parts.measure.stops import place_words, stops

# More lines than these could not be told apart by their labels, nor more names by their height.
MOST_LINES = 5
MOST_NAMES = 12

# The ranking, in pixels. Names are placed as on a page of PLOT_WIDTH, in type that takes about
# LETTER for each letter; FLAG is the height of a name and ABOVE its distance from the dot.
LETTER_WIDTH = 7.4
PLOT_WIDTH = 720
FLAG = 17
FLAG_ABOVE = 13
CURVE_HEIGHT = 190
FLAG_MARGIN = 12
FROM_LINE = 13  # the middle of England's name from England's line, in pixels
LABEL_ROOM = 0.17  # empty ranks at the low end, as a part of all: there the last names end

# The tile map, in tiles: the column and the rows of its key, and the white edge of a tile.
KEY = 12.0
KEY_TEXT = KEY + 1.3
LONDON = 12.5
TILE_GAP = 0.06
HATCHES = (0.4, 0.8)  # where the slanting lines cross a tile, as parts of its side
LONGEST_NAME = 26  # letters for which the key has room


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What a form of chart reads, and its height in pixels where that depends on the names."""

    frame: pd.DataFrame
    settings: Settings
    height: float | None = None


def label_lines(name: str, value: str) -> list[str]:
    """A name and its figure beside the end of a line, in as few lines as fit."""
    return wrapped(f"{name} {value}")


def trend(compared: Compared) -> Drawn:
    """The form `trend`: as on the page of the measure, with the chosen and dots for the group."""
    named = [
        NamedLine(
            role="chosen",
            name=display_name(compared.name(area)),
            line=line_through(compared, compared.field.places[area]),
            code=area,
        )
        for area in lined(compared)
    ]
    halves = middle_halves(compared)
    shown_series = [_series(compared, area) for area in lined(compared)]
    stopped = stops(compared.view, halves, shown_series)
    told = [_with_named(stop, compared) for stop in stopped]
    frame, settings = drawing.trend(compared.view, halves, told, named, group_dots(compared))
    return Drawn(frame=frame, settings=settings)


def middle_halves(compared: Compared) -> list[MiddleHalf]:
    """Between which figures the middle half of councils lies, where there are quartiles."""
    periods = [compared.field.at(end) for end in compared.ends]
    return [
        MiddleHalf(
            period_end=period.end,
            low=period.limits[0],
            high=period.limits[-1],
            councils=len(period.present),
        )
        for period in periods
        if period.limits
    ]


def _series(compared: Compared, area: str) -> Series:
    """The figures of one council in the years that are shown."""
    series = compared.field.places[area].series
    return tuple(series[end] for end in compared.ends if end in series)


def _with_named(stop: Stop, compared: Compared) -> Stop:
    """The same stop, with what the chosen councils have there."""
    told = list(stop.told)
    for area in lined(compared):
        there = (one for one in _series(compared, area) if one.end.year == stop.x)
        figure = next(there, None)
        told.append(place_words(display_name(compared.name(area)), figure, compared.view))
    return replace(stop, told=tuple(told))


def lined(compared: Compared) -> tuple[str, ...]:
    """The councils with lines of their own: the first few that the reader chose."""
    return compared.named[:MOST_LINES] if compared.indicator.shares_an_axis else ()


def line_through(compared: Compared, place: Place) -> Line:
    return [(end, place.series[end].value) for end in compared.ends if end in place.series]


def group_dots(compared: Compared) -> list[Mark]:
    """A dot for every council of the group in every year."""
    if not compared.indicator.shares_an_axis:
        return []
    apart, opened = {compared.own, *lined(compared)}, openable(compared)
    return [
        Mark(mark="peer", x=end.year, y=entry.value, name=opened.get(area))
        for end in compared.ends
        for area, entry in compared.field.at(end).entries.items()
        if entry.value is not None and area in compared.group and area not in apart
    ]


def openable(compared: Compared) -> dict[str, str]:
    """The council that a click on a mark opens, as an address names it, by the area of the mark.

    Of those who report together it is the first.
    """
    places = compared.field.places
    alone = {place.la_codes[0]: place.name for place in places.values() if len(place.la_codes) == 1}
    opened = {}
    for area, place in places.items():
        if names := [alone[code] for code in place.la_codes if code in alone]:
            opened[area] = slug(display_name(names[0]))
    return opened


def _heights(marks: Iterable[Mark]) -> list[float]:
    """Every value that the axis has to hold."""
    return [height for mark in marks for height in (mark.y, mark.y2) if height is not None]


def names_at_end(
    places: Iterable[tuple[str, str, date, float]],
    settings: Settings,
    height: float,
    compared: Compared,
) -> list[Mark]:
    """Names and figures at the right end; `places` are (role, name, period end, value).

    A figure that is older than the newest year has its year beside it.
    """
    labels = []
    for role, name, end, value in places:
        year = f" ({end.year})" if end < compared.last else ""
        lines = label_lines(name, shown(value, compared.indicator) + year)
        labels.append(EndLabel(role=role, lines=lines, value=value))
    return labels_at_end(labels, settings, height)


def round_values(bottom: float, top: float) -> list[float]:
    """At most six round numbers from one end of an axis to the other."""
    size = 10 ** math.floor(math.log10(top - bottom))
    step = next(
        part * size
        for part in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5)
        if (top - bottom) / (part * size) < MOST_TICKS
    )
    first = math.ceil(bottom / step - 1e-9)  # an end that is a step but for rounding counts
    return [round(i * step, 9) for i in range(first, math.floor(top / step + 1e-9) + 1)]


def role_of(compared: Compared, area: str) -> str:
    """Whose a dot is: the council's, one chosen, one of the group, or any other's."""
    if area == compared.own:
        return "council"
    if area in compared.named:
        return "chosen"
    return compared.choice.group.role if area in compared.group else "quiet"


def ordered(compared: Compared) -> list[str]:
    """The councils with a figure, the best (or the highest) first, one's own first among ties."""
    sign = 1 if compared.period.order == "low" else -1
    present = compared.period.present
    return sorted(
        present, key=lambda area: (sign * present[area], area != compared.own, compared.name(area))
    )


def flagged(compared: Compared) -> set[str]:
    """The councils with a name in the chart: one's own, the chosen, and a group that is small."""
    areas = {compared.own, *compared.named}
    few = len(areas) + len(compared.group) <= MOST_NAMES
    return areas | set(compared.group) if few else areas


@dataclass(frozen=True, kw_only=True)
class Flag:
    """A name above a dot: `across` and `up` are its pixels from the bottom left."""

    area: str
    text: str
    across: float
    up: float

    @property
    def width(self) -> float:
        return LETTER_WIDTH * len(self.text) + 8


def levels(flags: list[Flag]) -> dict[str, float]:
    """How high each name stands, in pixels, over a curve that falls to the right.

    A name stands above its dot, and above every name that begins to its right under its text.
    """
    placed: list[tuple[Flag, float]] = []
    for flag in sorted(flags, key=lambda flag: -flag.across):
        under = [level for other, level in placed if other.across < flag.across + flag.width]
        placed.append((flag, max([flag.up + FLAG_ABOVE, *(level + FLAG for level in under)])))
    return {flag.area: level for flag, level in placed}


def ranking(compared: Compared) -> Drawn:
    """The form `ranking`: a dot for every council in the order of rank, higher for more names."""
    order, present, measure = ordered(compared), compared.period.present, compared.indicator
    values = [*present.values(), *([compared.england] if compared.england is not None else [])]
    bottom, top = axis_ends(values, measure.unit == "percent")
    rising = compared.period.order == "low"
    room = len(order) * LABEL_ROOM
    first, last = (-room, len(order) + 1.0) if rising else (0.0, len(order) + 1 + room)
    pixel = (top - bottom) / CURVE_HEIGHT
    flags = _flags(compared, order, (first, last), pixel, bottom)
    high = levels(flags)
    height = max(
        [CURVE_HEIGHT + float(FLAG_MARGIN), *(level + FLAG_MARGIN for level in high.values())]
    )
    marks = [*_band(compared), *_england(compared, pixel, bottom), *_curve(compared, order)]
    for flag in flags:
        x, y = order.index(flag.area) + 1, bottom + high[flag.area] * pixel
        marks.append(Mark(mark="flag", x=x, y=present[flag.area], y2=y + 6 * pixel))
        side = "right" if rising else "left"
        marks.append(Mark(mark="label", role=side, x=x, y=y, text=flag.text))
    marks += _narrow(compared, order, pixel)
    settings = {
        "first": first,
        "last": last,
        "bottom": bottom,
        "top": bottom + height * pixel,
        "after": unit_mark(measure),
        "heights": round_values(bottom, top),
        "ticks": round_ranks(len(order)) if compared.period.limits else [],
        "one": "1st (best)" if measure.has_direction else "1st (highest)",
    }
    return Drawn(frame=frame_of(marks), settings=settings, height=height)


def round_ranks(count: int) -> list[int]:
    """The ranks on the axis: the first, the last, and round ones that leave room for the last."""
    step = 50 if count > 100 else 25 if count > 50 else 10
    return [1, *(rank for rank in range(step, count, step) if count - rank > step / 3), count]


def _flags(
    compared: Compared, order: list[str], ends: tuple[float, float], pixel: float, bottom: float
) -> list[Flag]:
    first, last = ends
    flags = []
    wanted = flagged(compared)
    for rank, area in enumerate(order, start=1):
        if area not in wanted:
            continue
        across = (rank - first) / (last - first) * PLOT_WIDTH
        flags.append(
            Flag(
                area=area,
                text=_flag_text(compared, area),
                across=PLOT_WIDTH - across if compared.period.order == "low" else across,
                up=(compared.period.present[area] - bottom) / pixel,
            )
        )
    return flags


def _flag_text(compared: Compared, area: str) -> str:
    name = display_name(compared.name(area))
    if area != compared.own:
        return name
    return f"{name} {shown(compared.period.present[area], compared.indicator)}"


def _band(compared: Compared) -> list[Mark]:
    ranks = compared.period.ranges.get(compared.own)
    if ranks is None:
        return []
    ends = f"{ordinal(ranks.best)} to {ordinal(ranks.worst)}"
    tip = f"By chance alone the rank could be anywhere from {ends}"
    return [Mark(mark="band", x=ranks.best - 0.5, x2=ranks.worst + 0.5, tip=tip)]


def _england(compared: Compared, pixel: float, bottom: float) -> list[Mark]:
    """England's line, its name where no council can be: under the line, away from the curve."""
    if compared.england is None:
        return []
    text = f"England {shown(compared.england, compared.indicator)}"
    side = "right" if compared.period.order == "low" else "left"
    room_below = (compared.england - bottom) / pixel > 2 * FROM_LINE
    shift = FROM_LINE if room_below else -FROM_LINE
    return [
        Mark(mark="england", y=compared.england, tip=text),
        Mark(mark="words", role=side, y=compared.england, shift=shift, text=text),
    ]


def _curve(compared: Compared, order: list[str]) -> list[Mark]:
    marks: list[Mark] = []
    opened = openable(compared)
    for rank, area in enumerate(order, start=1):
        entry = compared.period.entries[area]
        assert entry.value is not None
        role = role_of(compared, area)
        tip = f"{display_name(compared.name(area))}: {shown(entry.value, compared.indicator)}"
        if compared.period.limits is not None:
            tip += f", {rank_words(compared.period, area)}"
        marks.append(
            Mark(mark="dot", role=role, x=rank, y=entry.value, name=opened.get(area), tip=tip)
        )
        if role == "council" and entry.interval:
            low, high = entry.interval.low, entry.interval.high
            marks.append(Mark(mark="interval", x=rank, y=low, y2=high))
    return marks


def _narrow(compared: Compared, order: list[str], pixel: float) -> list[Mark]:
    """On a phone the council alone has its name."""
    if compared.own not in order:
        return []
    rank = order.index(compared.own) + 1
    side = "left" if rank < len(order) / 2 else "right"
    y = compared.period.present[compared.own] + FLAG_ABOVE * pixel
    text = _flag_text(compared, compared.own)
    return [Mark(mark="narrow", role=side, x=rank, y=y, text=text)]


def distribution(compared: Compared) -> Drawn:
    """The form `distribution`: the middle half of councils through the years, and the council."""
    line = line_through(compared, compared.field.places[compared.own])
    marks = [mark for end in compared.ends for mark in _spread(compared.field.at(end))]
    marks += _own(compared, line)
    absent = drawing.withheld_rows(compared.view)
    marks += absent
    bottom, top = axis_ends(_heights(marks), compared.indicator.unit == "percent")
    years, told = [end.year for end in compared.ends], _spread_told(compared)
    marks += stop_marks(told)
    settings = {
        "first": min(years) - 0.5,
        "last": max(years) + 0.5,
        "bottom": bottom,
        "top": top,
        "after": unit_mark(compared.indicator),
        "heights": round_values(bottom, top),
        "ticks": ticks(years),
        "head": len(compared.view.seen_breaks),
        **absent_settings(absent),
        **settings_of(told, 0),
    }
    marks += drawing.break_rows(compared.view)
    marks += _quartile_labels(compared, line, settings)
    return Drawn(frame=frame_of(marks), settings=settings)


def _spread_told(compared: Compared) -> list[Stop]:
    """What the crosshair of the distribution tells in each year."""
    measure, own = compared.indicator, compared.field.places[compared.own].series
    stops = []
    for end in compared.ends:
        period = compared.field.at(end)
        told = [place_words(display_name(compared.name(compared.own)), own.get(end), compared.view)]
        if period.limits:
            low, middle, high = (shown(limit, measure) for limit in period.limits)
            told += [f"Middle half of councils {low} to {high}", f"Median {middle}"]
        ends = [shown(value, measure) for value in sorted(period.present.values())]
        more = [f"Lowest {ends[0]}, highest {ends[-1]} of {len(ends)} councils"] if ends else []
        name = period_label(period.start, end, short=True)
        stops.append(Stop(x=end.year, name=name, told=tuple(told), more=tuple(more)))
    return stops


def _spread(period: Period) -> list[Mark]:
    """The middle half of one year, its edges, the median, and the ends of all councils."""
    if period.limits is None:
        return []
    year, present = period.end.year, period.present.values()
    low, middle, high = period.limits
    across = Mark(mark="", x=year - 0.5, x2=year + 0.5)
    return [
        Mark(mark="range", x=year, y=min(present), y2=max(present)),
        replace(across, mark="band", y=low, y2=high),
        replace(across, mark="edge", y=low),
        replace(across, mark="edge", y=high),
        replace(across, mark="median", y=middle),
    ]


def _own(compared: Compared, line: Line) -> list[Mark]:
    """The council's line with its intervals; years without a figure are marked on the axis."""
    marks = drawing.line_rows("council", line, compared.view)
    series = compared.field.places[compared.own].series
    for end, value in line:
        figure = series[end]
        if value is not None and figure.interval:
            low, high = figure.interval.low, figure.interval.high
            marks.append(Mark(mark="interval", x=end.year, y=low, y2=high))
    return marks


def _quartile_labels(compared: Compared, line: Line, settings: Settings) -> list[Mark]:
    """What the lines at the right end are: the council, and the newest quartiles."""
    labels: list[tuple[str, str, date, float]] = []
    if any(value is not None for _, value in line):
        own = NamedLine(role="council", name=display_name(compared.name(compared.own)), line=line)
        labels.append((own.role, own.name, *own.newest))
    if limits := compared.period.limits:
        for name, value in zip(QUARTILES, limits, strict=True):
            labels.append(("quartile", name, compared.last, value))
    return names_at_end(labels, settings, LEAST_HEIGHT, compared)


def tile_map(compared: Compared) -> Drawn:
    """The form `tiles`: a tile for every council, and the key."""
    period = compared.period
    spots, opened = placed(period), openable(compared)
    limits = fifths(period)
    marks = [
        mark
        for tile, area in spots.values()
        for mark in _tile(
            tile, period.entries[area], _tip(compared, area), limits, opened.get(area)
        )
    ]
    for tile, area in spots.values():
        role = role_of(compared, area)
        if role != "quiet":
            marks.append(_square(role, tile.column, tile.row))
    key = _key(compared, limits)
    rows = sum(mark.mark == "words" for mark in key) - 1  # London's name is no row
    return Drawn(frame=frame_of([*marks, *key]), settings={"keys": rows})


def placed(period: Period) -> dict[tuple[int, int], tuple[Tile, str]]:
    """Which council of one period stands on each tile; one with a figure comes first."""
    codes = {code: area for area in period.entries for code in period.places[area].la_codes}
    spots: dict[tuple[int, int], tuple[Tile, str]] = {}
    for tile in tiles():
        area = codes.get(tile.la_code)
        spot = (tile.row, tile.column)
        if area is None or (spot in spots and period.values[area] is None):
            continue
        spots[spot] = (tile, area)
    return spots


def fifths(period: Period) -> tuple[float, ...] | None:
    """The limits between fifths of councils; None where fewer than 90% have a figure."""
    return limits_of(list(period.present.values()), len(SHADES)) if period.limits else None


def shade(value: float, limits: tuple[float, ...] | None) -> int:
    """The fifth of a value, 0 the lowest; a value on a limit is in the lower one."""
    return 0 if limits is None else bisect_left(limits, value)


def _tip(compared: Compared, area: str) -> str:
    entry = compared.period.entries[area]
    figure = compared.figure_words(area, in_words(entry, compared.indicator))
    return f"{display_name(compared.name(area))}: {figure}"


def _square(mark: str, column: float, row: float) -> Mark:
    """One tile."""
    return Mark(
        mark=mark,
        x=column + TILE_GAP,
        x2=column + 1 - TILE_GAP,
        y=row + TILE_GAP,
        y2=row + 1 - TILE_GAP,
    )


def _tile(
    tile: Tile, entry: Reported, tip: str, limits: tuple[float, ...] | None, name: str | None
) -> list[Mark]:
    square = replace(_square("cell", tile.column, tile.row), tip=tip, name=name)
    x, y = tile.column + 0.5, tile.row + 0.5
    code = Mark(mark="code", x=x, y=y, text=tile.short, tip=tip, name=name)
    if entry.value is None:
        return [
            replace(square, mark="empty"),
            *tile_hatching(tile.column, tile.row),
            replace(code, role=INK),
        ]
    index = shade(entry.value, limits)
    return [replace(square, role=str(index)), replace(code, role=SHADE_INK[index])]


def tile_hatching(column: float, row: float) -> list[Mark]:
    """Slanting lines over one tile."""
    left, top, size = column + TILE_GAP, row + TILE_GAP, 1 - 2 * TILE_GAP
    marks = []
    for part in HATCHES:
        rest = 1 - part
        marks += [
            Mark(mark="hatch", x=left, y=top + part * size, x2=left + part * size, y2=top),
            Mark(
                mark="hatch",
                x=left + rest * size,
                y=top + size,
                x2=left + size,
                y2=top + rest * size,
            ),
        ]
    return marks


def _end(indicator: Indicator, index: int, limits: tuple[float, ...] | None) -> str:
    """Which end of the shades is the better one, where there is one."""
    if limits is None or index not in (0, len(limits)) or not indicator.has_direction:
        return ""
    return ", best" if (index > 0) == (indicator.polarity == "high") else ", worst"


def own_name(compared: Compared) -> str:
    """The council in the key, if its name is short enough."""
    name = display_name(compared.choice.council.name)
    return name if len(name) <= LONGEST_NAME else "This council"


def _key(compared: Compared, limits: tuple[float, ...] | None) -> list[Mark]:
    """What shades, hatches and frames mean, beside the north of England."""
    measure, values = compared.indicator, sorted(compared.period.present.values())
    entries: list[tuple[Mark, str]] = []
    for index in range(len(SHADES)):
        inside = [value for value in values if shade(value, limits) == index]
        if inside:
            ends = f"{shown(inside[0], measure)} to {shown(inside[-1], measure)}"
            text = f"{ends}{_end(measure, index, limits)}"
            entries.append((Mark(mark="cell", role=str(index)), text))
    entries.append((Mark(mark="empty"), NO_FIGURE))
    entries.append((Mark(mark="council"), own_name(compared)))
    if compared.group:
        entries.append((Mark(mark=compared.choice.group.role), compared.choice.group.short))
    if compared.named:
        entries.append((Mark(mark="chosen"), "Chosen"))
    heading = "Fifths of councils" if limits else "Councils with a figure"
    marks = [Mark(mark="words", x=KEY + TILE_GAP, y=0.5, text=heading)]
    for row, (sign, text) in enumerate(entries, start=1):
        marks.append(replace(_square(sign.mark, KEY, row), role=sign.role))
        marks += tile_hatching(KEY, row) if sign.mark == "empty" else []
        marks.append(Mark(mark="words", x=KEY_TEXT, y=row + 0.5, text=text))
    marks.append(Mark(mark="words", x=KEY + TILE_GAP, y=LONDON, text="London"))
    return marks
