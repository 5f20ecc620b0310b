"""From rates by ward to the rows that a chart draws. What is hidden has no number in any row."""

import math
from collections.abc import Sequence
from dataclasses import replace

from analysis.intervals import Z998, Interval
from analysis.overdispersion import Overdispersion
from pages.parts.exhibit.chart_rows import LONG_NAME, Drawing, Mark, frame_of, wrapped
from pages.parts.language.words import digits, percent
from pages.parts.wards.charts import NARROW, WIDE
from pages.parts.wards.data import NO_SEN, PLAN, SUPPORT, Deprivation
from pages.parts.wards.rates import HIDDEN, Rate, WardChoice
from pages.parts.wards.shapes import Box, overlap
from pages.parts.wards.words import outside

LOWEST_TOP = 5  # per cent: an axis that ends lower would make small differences look large
AXIS_ROOM = 1.08  # an axis ends so far beyond its last figure
WORDS_ROOM = 1.25  # and so far where figures are written behind the marks
CURVE_POINTS = 90  # points of a limit, denser at its start, where it bends most
TRIED = 2  # every so many points of a line words are tried at, from its end
SHARES_KEY = "Dark blue: EHC plan, light blue: SEN support, empty: no SEN"

# Sizes in the funnel, as shares of the plot's width or height.
WIDTHS = {WIDE: 0.0095, NARROW: 0.025}  # of a letter, on a desk and on a phone
WORDS_HEIGHT = 0.07  # height of the words over or under a line, with what parts them from it
LINE_GAP = 0.012  # between a line and words over or under it
CURVES = {"usual": "Usual spread", "chance": "Chance alone"}
# Where the words of a line have room, the best first: beside which line, over or under it. Curves
# close in to the right, so that words inside a pair cross neither.
PLACES = {
    "council": (("council", "over"), ("council", "under")),
    "usual": (
        ("usual high", "under"),
        ("usual low", "over"),
        ("usual high", "over"),
        ("usual low", "under"),
    ),
    "chance": (
        ("chance high", "over"),
        ("chance low", "under"),
        ("chance high", "under"),
        ("chance low", "over"),
    ),
}
SIGN_SIZE = (0.01, 0.02)  # half the width and half the height of a sign
NAME_GAP = 0.012  # between a point and its name
HALF_LINE = 0.025  # half the height of a name


def tip(rate: Rate) -> str:
    """A ward in a line: everything here is in the table too."""
    if rate.percent is None or rate.count is None or rate.pupils is None:
        return f"{rate.ward.name}: {rate.words}"
    counts = f"{digits(rate.count, 0)} of {digits(rate.pupils, 0)} pupils"
    return f"{rate.ward.name}: {percent(rate.percent)} ({counts})"


def located(choice: WardChoice) -> list[Rate]:
    """The rates of wards, without those whose ward is not known."""
    return [rate for rate in choice.rates if rate.ward.known]


def top(values: Sequence[float], room: float = AXIS_ROOM) -> float:
    """The end of an axis with room for what is written there, in whole per cent."""
    return float(min(100, max(LOWEST_TOP, math.ceil(max(values, default=0) * room))))


def _named(rate: Rate, order: int) -> Mark:
    """The place of a ward, in the order from the top; what is drawn there is to be set."""
    name = "\n".join(wrapped(rate.ward.name, LONG_NAME))
    return Mark(mark="", name=name, order=order, tip=tip(rate))


def dots(choice: WardChoice) -> Drawing:
    """Frame and axis ends of the form `dots`."""
    rates = located(choice)
    marks = [mark for order, rate in enumerate(rates) for mark in _dot_marks(rate, order)]
    first = _named(rates[0], 0).name if rates else None
    for role, name, value in (
        ("council", choice.place, choice.whole),
        ("england", "England", choice.england),
    ):
        if value is not None:
            text = f"{name} {percent(value)}"
            rule = Mark(mark="rule", role=role, x=value, name=first, order=0, tip=text)
            marks += [rule, replace(rule, mark="head", tip="", text=text)]
    ends = [rate.interval.high for rate in rates if rate.interval]
    right = top([*ends, choice.whole or 0, choice.england or 0], WORDS_ROOM)
    return frame_of(marks), {"right": right}


def _dot_marks(rate: Rate, order: int) -> list[Mark]:
    place = _named(rate, order)
    if rate.percent is None or rate.interval is None:
        return [
            replace(place, mark="withheld"),
            replace(place, mark="words", x=0.0, text=rate.words),
        ]
    low, high = rate.interval.low, rate.interval.high
    return [
        replace(place, mark="interval", x=low, x2=high),
        replace(place, mark="dot", role=rate.signal or "inside", x=rate.percent),
        replace(place, mark="words", x=high, text=rate.words),
    ]


def funnel(choice: WardChoice) -> Drawing:
    """Frame and axis ends of the form `funnel`: both pairs of limits around the council's rate."""
    rates = [rate for rate in located(choice) if rate.percent is not None and rate.pupils]
    whole, spread = choice.whole, choice.spread
    if whole is None or spread is None or not rates:
        return frame_of([]), {}
    right = AXIS_ROOM * max(rate.pupils or 0 for rate in rates)
    widest = spread.usual(right / 2, Z998) or spread.chance(right / 2, Z998)
    high = top([100 * widest.high, *(rate.percent or 0.0 for rate in rates)])
    lines = [*_own_line(whole, right), *_limits(spread, right, high)]
    marks = list(lines)
    marks += [
        Mark(mark="dot", role=rate.signal or "inside", x=rate.pupils, y=rate.percent, tip=tip(rate))
        for rate in rates
    ]
    for size in WIDTHS:
        marks += _funnel_words(choice, lines, (right, high), size)
    return frame_of(marks), {"right": right, "top": high}


def _funnel_words(
    choice: WardChoice, lines: Sequence[Mark], ends: tuple[float, float], size: str
) -> list[Mark]:
    """What each line is, beside it, and the names of wards that stand out where there is room."""
    right, high = ends
    spots = {
        rate.ward.ward_code: ((rate.pupils or 0) / right, (rate.percent or 0.0) / high)
        for rate in located(choice)
        if rate.percent is not None
    }
    across, up = SIGN_SIZE
    boxes = [(x - across, x + across, y - up, y + up) for x, y in spots.values()]
    named = {"council": f"{choice.place} {percent(choice.whole or 0.0)}", **CURVES}
    marks = [
        mark
        for role, places in PLACES.items()
        for mark in _line_words(lines, role, places, named[role], ends, size, boxes)
    ]
    for rate in outside(choice.rates):
        x, y = spots[rate.ward.ward_code]
        side = _free_side(x, y, WIDTHS[size] * len(rate.ward.name), boxes)
        if side:
            marks.append(
                Mark(mark=size, role=side, x=rate.pupils, y=rate.percent, text=rate.ward.name)
            )
    return marks


def _line_words(
    lines: Sequence[Mark],
    role: str,
    places: Sequence[tuple[str, str]],
    text: str,
    ends: tuple[float, float],
    size: str,
    boxes: list[Box],
) -> list[Mark]:
    """What a line is, once, where it covers least; its box is added to the others.

    It is there whatever it covers, as a line without a name means nothing: rather another line
    than a ward or other words.
    """
    found = [
        (replace(mark, mark=size, role=place, segment=None, text=text), box)
        for segment, place in places
        for mark in [mark for mark in lines if mark.segment == segment][::-TRIED]
        if _inside(box := _box(mark, place, text, ends, size))
    ]
    if not found:
        return []
    points = [((mark.x or 0) / ends[0], (mark.y or 0) / ends[1]) for mark in lines]
    mark, box = min(
        found,
        key=lambda one: (
            sum(overlap(one[1], other) for other in boxes),
            any(_holds(one[1], point) for point in points),
        ),
    )
    boxes.append(box)
    return [mark]


def _box(mark: Mark, place: str, text: str, ends: tuple[float, float], size: str) -> Box:
    """What words take up that end over or under a point of a line."""
    x, y = (mark.x or 0) / ends[0], (mark.y or 0) / ends[1]
    near, far = (LINE_GAP, WORDS_HEIGHT) if place == "over" else (-WORDS_HEIGHT, -LINE_GAP)
    return (x - NAME_GAP - WIDTHS[size] * len(text), x - NAME_GAP, y + near, y + far)


def _inside(box: Box) -> bool:
    """Whether a box lies in the plot."""
    return min(box[0], box[2]) >= 0 and max(box[1], box[3]) <= 1


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[1] and box[2] <= point[1] <= box[3]


def _free_side(x: float, y: float, wide: float, boxes: list[Box]) -> str | None:
    """The side of a point on which a name has room; its box is added to the others."""
    for side, start in (("right", x + NAME_GAP), ("left", x - NAME_GAP - wide)):
        box = (start, start + wide, y - HALF_LINE, y + HALF_LINE)
        if 0 <= start <= 1 - wide and not any(overlap(box, other) for other in boxes):
            boxes.append(box)
            return side
    return None


def deprivation(choice: WardChoice) -> Drawing:
    """Frame and axis ends of the form `deprivation`: a ward that is hidden has no point."""
    wards = choice.placed
    right = top([lives.percent for _, lives in wards])
    high = top([rate.interval.high for rate, _ in wards if rate.interval])
    across, up = SIGN_SIZE
    marks = [mark for rate, lives in wards for mark in _deprivation_marks(rate, lives)]
    for size in WIDTHS:
        boxes = [
            (x - across, x + across, y - up, y + up)
            for rate, lives in wards
            for x, y in [(lives.percent / right, (rate.percent or 0.0) / high)]
        ]
        for rate, lives in wards:
            spot = Mark(mark=size, x=lives.percent, y=rate.percent, text=rate.ward.name)
            side = _free_place(spot, (right, high), size, boxes)
            marks += [replace(spot, role=side)] if side else []
    return frame_of(marks), {"right": right, "top": high}


def _deprivation_marks(rate: Rate, lives: Deprivation) -> list[Mark]:
    told = f"{tip(rate)}; {percent(lives.percent)} of children who live there income-deprived"
    spot = Mark(mark="dot", role="inside", x=lives.percent, y=rate.percent, tip=told)
    if rate.interval is None:
        return [spot]
    low, high = rate.interval.low, rate.interval.high
    return [replace(spot, mark="interval", role=None, y=low, y2=high), spot]


def _free_place(spot: Mark, ends: tuple[float, float], size: str, boxes: list[Box]) -> str | None:
    """Where a name has room: beside its point, else above or below it at either side."""
    x, y = (spot.x or 0) / ends[0], (spot.y or 0) / ends[1]
    text = spot.text or ""
    wide = WIDTHS[size] * len(text)
    if side := _free_side(x, y, wide, boxes):
        return side
    for place in ("over", "under"):
        left, right, low, high = _box(spot, place, text, ends, size)
        moved = 2 * NAME_GAP + wide
        for role, box in (
            (f"{place} right", (left + moved, right + moved, low, high)),
            (place, (left, right, low, high)),
        ):
            if _inside(box) and box[1] <= 1 and not any(overlap(box, one) for one in boxes):
                boxes.append(box)
                return role
    return None


def _own_line(whole: float, right: float) -> list[Mark]:
    """The council's own percentage, with as many points as a limit."""
    return [
        Mark(mark="line", role="council", segment="council", x=right * step / CURVE_POINTS, y=whole)
        for step in range(CURVE_POINTS + 1)
    ]


def _limits(spread: Overdispersion, right: float, high: float) -> list[Mark]:
    """The 99.8% limits of chance and of the usual spread of wards, as far as the axes go.

    Where wards vary by no more than chance, or are too few to tell, there is one pair alone.
    """
    sizes = [right * ((step + 1) / CURVE_POINTS) ** 2 for step in range(CURVE_POINTS)]
    pairs = {"chance": [spread.chance(n, Z998) for n in sizes]}
    if spread.model in ("multiplicative", "random effects"):
        pairs["usual"] = [limit for n in sizes if (limit := spread.usual(n, Z998)) is not None]
    return [
        Mark(mark="line", role=role, segment=f"{role} {side}", x=n, y=y)
        for role, pair in pairs.items()
        for side in ("high", "low")
        for n, y in _curve(sizes, pair, side, high)
    ]


def _curve(
    sizes: Sequence[float], pair: Sequence[Interval], side: str, high: float
) -> list[tuple[float, float]]:
    """One limit in per cent; a low one begins where it leaves 0, as nothing lies below that."""
    ends = [100 * (limit.high if side == "high" else limit.low) for limit in pair]
    return [(n, y) for n, y in zip(sizes, ends, strict=True) if 0 < y <= high]


def shares(choice: WardChoice) -> Drawing:
    """Frame and axis ends of the form `shares`; a ward is drawn when all its parts are shown."""
    rates = located(choice)
    marks = [mark for order, rate in enumerate(rates) for mark in _share_marks(choice, rate, order)]
    if rates:
        first = _named(rates[0], 0).name
        marks.append(Mark(mark="head", name=first, order=0, x=100.0, text=SHARES_KEY))
    return frame_of(marks), {"right": 100.0}


def _share_marks(choice: WardChoice, rate: Rate, order: int) -> list[Mark]:
    place = _named(rate, order)
    parts = {
        need: choice.data.percent(rate.ward.ward_code, need, choice.schools)
        for need in (PLAN, SUPPORT, NO_SEN)
    }
    known = {need: value for need, value in parts.items() if value is not None}
    if len(known) < len(parts):
        words = rate.words if rate.percent is None else HIDDEN
        return [replace(place, mark="words", x=0.0, text=words, tip="")]
    plan, support, none = (percent(known[need]) for need in (PLAN, SUPPORT, NO_SEN))
    parts_told = f"EHC plan {plan}, SEN support {support}, no SEN {none}"
    place = replace(place, tip=f"{rate.ward.name}: {parts_told}")
    marks: list[Mark] = []
    start = 0.0
    for need, value in known.items():
        marks.append(replace(place, mark="bar", role=need, x=start, x2=start + value))
        start += value
    text = f"{plan}, {support}"
    return [*marks, replace(place, mark="words", x=known[PLAN] + known[SUPPORT], text=text)]
