"""From a council's own months to the rows that the form `months` draws."""

from collections.abc import Mapping
from datetime import date

from analysis.spc import Limits
from pages.parts.exhibit.chart_crosshair import Stop, settings_of, stop_marks
from pages.parts.exhibit.chart_rows import (
    Drawing,
    Mark,
    absent_marks,
    absent_settings,
    axis_ends,
    frame_of,
    month_number,
)
from pages.parts.language.words import capitalise, digits
from pages.parts.months.data import Months
from pages.parts.months.words import HIDDEN, month, stands_out

MOST_MONTHS = 8  # “Jan 2026” is wider than a year
SIDE = 0.5  # of a month, left and right of the first and the last
OVERHANG = 0.4  # of a month, so that limits enclose the dots they were worked out from


def months_drawn(months: Months) -> Drawing:
    """Frame and settings of the form `months`; x is a month as `month_number` counts them."""
    numbers = {end: month_number(end) for end in sorted(months.counts)}
    first, last = min(numbers.values()), max(numbers.values())
    hidden = [(x, HIDDEN) for end, x in numbers.items() if months.counts[end] is None]
    absent = absent_marks(hidden, first, last)
    marks = [
        *_counts(months, numbers),
        *_limits(months, numbers),
        *_changes(months, first, last),
        *absent,
    ]
    heights = [mark.y for mark in marks if mark.y is not None]
    bottom, top = axis_ends(heights, percent=False)
    told = [_stop(months, end, x) for end, x in numbers.items()]
    return frame_of([*marks, *stop_marks(told)]), {
        "first": first - SIDE,
        "last": last + SIDE,
        "bottom": bottom,
        "top": top,
        "ticks": month_ticks(first, last),
        **absent_settings(absent),
        "head": len(months.changes),
        **settings_of(told, 0),
    }


def _stop(months: Months, end: date, x: int) -> Stop:
    """What one month tells: its count, and by which rule it stands out where it does."""
    count = months.counts[end]
    told = [HIDDEN if count is None else f"{months.council}: {digits(count, 0)}"]
    if end in months.changes:
        told.append(f"Change: {months.changes[end]}")
    if end in months.signals:
        told.append(capitalise(stands_out(months, end)))
    return Stop(x=x, name=month(end), told=tuple(told))


def _counts(months: Months, numbers: Mapping[date, int]) -> list[Mark]:
    """A dot or a diamond for each month; the line stops at every gap and every change."""
    marks: list[Mark] = []
    signals = months.signals
    segment, before = 0, None
    for end, x in numbers.items():
        count = months.counts[end]
        segment += count is None or before is None or x != before + 1 or end in months.changes
        before = None if count is None else x
        if count is None:
            continue
        sign = "signal" if end in signals else "dot"
        marks += [
            Mark(mark="line", x=x, y=count, segment=segment),
            Mark(mark=sign, x=x, y=count),
        ]
    return marks


def _limits(months: Months, numbers: Mapping[date, int]) -> list[Mark]:
    """Mean and limits of every baseline, each with its names at its right end."""
    last = max(numbers.values())
    ends = [numbers[one.start] - 1 for one in months.baselines[1:]] + [last]
    return [
        mark
        for baseline, end in zip(months.baselines, ends, strict=False)
        if baseline.limits is not None
        for mark in _limits_of(baseline.limits, numbers[baseline.start], end)
    ]


def _limits_of(limits: Limits, first: int, last: int) -> list[Mark]:
    """No limit under zero, where no count is."""
    limit = "trial limit" if limits.kind == "trial" else "limit"
    start, end = first - OVERHANG, last + OVERHANG
    lines = [("mean", "mean", limits.mean), (limit, f"upper {limit}", limits.limits.high)]
    if limits.limits.low > 0:
        lines.append((limit, f"lower {limit}", limits.limits.low))
    marks: list[Mark] = []
    for mark, name, value in lines:
        text = digits(value, 1)
        marks += [
            Mark(mark=mark, x=start, x2=end, y=value),
            Mark(mark="words", x=end, y=value, text=f"{name} {text}"),
        ]
    return marks


def _changes(months: Months, first: int, last: int) -> list[Mark]:
    """A rule before the first month of each change, its words in a row of their own above."""
    places = [(month_number(end) - SIDE, text) for end, text in sorted(months.changes.items())]
    return [
        Mark(
            mark="change",
            role="left" if x <= (first + last) / 2 else "right",
            x=x,
            order=row,
            text=text,
            short="change",
        )
        for row, (x, text) in enumerate(places)
    ]


def month_ticks(first: int, last: int) -> list[int]:
    """At most MOST_TICKS months, counted back from the newest."""
    step = -(-(last - first + 1) // MOST_MONTHS)
    return list(range(last, first - 1, -step))[::-1]
