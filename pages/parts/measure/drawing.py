"""From figures to the rows that a form of chart draws, and the settings of its axes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from analysis.differences import Figure
from analysis.largest import largest_first
from pages.parts.exhibit.chart_comparison import Compared, compared
from pages.parts.exhibit.chart_crosshair import Stop, settings_of, stop_marks
from pages.parts.exhibit.chart_list import list_settings, name_mark, with_words
from pages.parts.exhibit.chart_rows import (
    Drawing,
    EndLabel,
    Mark,
    Settings,
    absent_marks,
    absent_settings,
    axis_ends,
    frame_of,
    key_marks,
    labels_at_end,
    ticks,
    unit_mark,
    wrapped,
)
from pages.parts.figures.counts import figure_words
from pages.parts.figures.database import shown, symbol_words
from pages.parts.figures.inspections import Inspection, same_day
from pages.parts.figures.view import NO_ROW, MiddleHalf, Reported, View, at
from pages.parts.language.words import display_name
from pages.parts.measure.breakdown import Breakdown
from pages.parts.measure.tables import mean_name

SIDE = 0.2  # of a year, before the first and after the last
END_WIDTH = 26  # letters of a label at the end of a line, in one line of text
# Words at a break, on a page and on a phone, and the part of the years that they take on a page.
BREAK_WORDS = {
    "break": ("series changes →", "changes →"),
    "caution": ("compare with care →", "take care →"),
}
WORDS_TAKE = 0.34
SEVERAL = "Councils you named"


Line = list[tuple[date, float | None]]


@dataclass(frozen=True, kw_only=True)
class NamedLine:
    """A line with the words at its end; one of several of a role has a `code` of its own."""

    role: str
    name: str
    line: Line
    code: str = ""

    @property
    def newest(self) -> tuple[date, float]:
        """Its newest figure that is a number."""
        return next((end, value) for end, value in reversed(self.line) if value is not None)


def group_line(view: View) -> Line:
    """The figure of the group in every period it was asked for."""
    if view.choice.group.published:
        return [(figure.end, figure.value) for figure in view.group]
    return [(end, mean.mean) for end, mean in view.means.items()]


def lines(view: View) -> list[NamedLine]:
    """What is drawn as a line; a count stands alone, as others depend on their size."""
    drawn = {"council": [(figure.end, figure.value) for figure in view.council]}
    if view.indicator.shares_an_axis:
        drawn["england"] = [(figure.end, figure.value) for figure in view.england]
        drawn[view.choice.group.role] = group_line(view)
    called = names(view)
    return [NamedLine(role=role, name=called[role], line=line) for role, line in drawn.items()]


def names(view: View) -> dict[str, str]:
    """The words at the end of each line."""
    return {
        "council": display_name(view.choice.council.name) + (" (joint)" if view.joint else ""),
        "england": "England",
        view.choice.group.role: view.choice.group.short,
    }


def segments(line: Line, view: View) -> list[tuple[Line, bool]]:
    """Stretches of a line that may be joined, and whether a stretch is drawn faint.

    A line stops where a value is absent, a year is skipped or a break lies; the step across a
    caution is a faint stretch of its own.
    """
    stretches: list[tuple[Line, bool]] = []
    for before, after in pairwise(line):
        crossed = {b.kind for b in view.breaks if before[0] <= b.after_end < after[0]}
        gap = None in (before[1], after[1]) or after[0].year - before[0].year > 1
        # A line would say that what lies between was on it, and that both ends count the same.
        if gap or "break" in crossed:
            continue
        faint = "caution" in crossed
        if stretches and stretches[-1][0][-1] == before and stretches[-1][1] == faint:
            stretches[-1][0].append(after)
        else:
            stretches.append(([before, after], faint))
    return stretches


def line_rows(role: str, line: Line, view: View, code: str = "") -> list[Mark]:
    """Stretches of a line and its dots."""
    rows: list[Mark] = []
    for index, (stretch, faint) in enumerate(segments(line, view)):
        rows += [
            Mark(
                mark="line",
                role=role,
                segment=f"{code or role}{index}",
                faint=faint,
                x=end.year,
                y=value,
            )
            for end, value in stretch
        ]
    return rows + [
        Mark(mark="dot", role=role, x=end.year, y=value) for end, value in line if value is not None
    ]


def band_rows(view: View, halves: Sequence[MiddleHalf]) -> list[Mark]:
    """The middle half of councils through the years, parted at breaks and where years are skipped.

    It goes on a little before and after each stretch, so that a year alone is seen too.
    """
    if not view.indicator.shares_an_axis or not view.council:
        return []
    first, last = view.council[0].end, view.council[-1].end
    low: Line = [(h.period_end, h.low) for h in halves if first <= h.period_end <= last]
    high = {half.period_end: half.high for half in halves}
    rows = []
    for index, stretch in enumerate(_joined(low, view)):
        ends = [stretch[0], *stretch, stretch[-1]]
        places = [ends[0][0].year - SIDE, *(e.year for e, _ in stretch), ends[-1][0].year + SIDE]
        rows += [
            Mark(mark="band", segment=f"band{index}", x=x, y=value, y2=high[end])
            for x, (end, value) in zip(places, ends, strict=True)
        ]
    return rows


def _joined(line: Line, view: View) -> list[Line]:
    """Stretches of a line that neither a break nor a skipped year parts."""
    stretches = [line[:1]] if line else []
    for before, after in pairwise(line):
        broken = any(b.kind == "break" and before[0] <= b.after_end < after[0] for b in view.breaks)
        if broken or after[0].year - before[0].year > 1:
            stretches.append([])
        stretches[-1].append(after)
    return stretches


def interval_rows(view: View) -> list[Mark]:
    return [
        Mark(
            mark="interval",
            x=figure.end.year,
            y=figure.interval.low,
            y2=figure.interval.high,
        )
        for figure in view.council
        if figure.interval
    ]


def withheld_rows(view: View) -> list[Mark]:
    """Rings below the axis where the council has no number, a row for each reason."""
    if not view.council:
        return []
    words = symbol_words()
    absent = [(f.end.year, words[f.status]) for f in view.council if f.value is None]
    return absent_marks(absent, view.council[0].end.year, view.council[-1].end.year)


def break_rows(view: View) -> list[Mark]:
    """A rule half-way between the last period before a break and the first after it.

    Its words stand in row `order` above the plot; on a phone each in a row of its own, `shift`,
    aligned to the side in `role`, so that they run towards the middle of the chart.
    """
    breaks = view.seen_breaks
    own = view.council or view.england  # a new council has no figure at first
    first, last = own[0].end.year, own[-1].end.year
    middle, close = (first + last) / 2, (last - first) * WORDS_TAKE
    spots = [b.after_end.year + 0.5 for b in breaks]
    return [
        Mark(
            mark=b.kind,
            role="left" if x <= middle else "right",
            x=x,
            order=order,
            shift=phone_row,
            text=BREAK_WORDS[b.kind][0],
            short=BREAK_WORDS[b.kind][1],
        )
        for phone_row, (b, x, order) in enumerate(
            zip(breaks, spots, _rows_of_words(spots, close), strict=True)
        )
    ]


def _rows_of_words(spots: Sequence[float], close: float) -> list[int]:
    """The row of words at each place from left to right: 0, or 1 above it.

    Words run to the right, so those that would reach the next rule stand above its end.
    """
    rows = [0] * len(spots)
    for place in reversed(range(len(spots) - 1)):
        if spots[place + 1] - spots[place] < close:
            rows[place] = 1 - rows[place + 1]
    return rows


def label_rows(drawn: Sequence[NamedLine], view: View, settings: Settings) -> list[Mark]:
    """Name and newest value at the right end of each line.

    A value that is older than the newest period has its year beside it, one of few its counts.
    """
    labels = []
    newest = max((one.line[-1][0].year for one in drawn), default=0)
    for one in drawn:
        end, value = one.newest
        # Else a figure of last year would pass for one of this year.
        year = f" ({end.year})" if end.year < newest else ""
        own = view.of(end) if one.role == "council" else None
        text = figure_words(view.indicator, own.figure) if own else shown(value, view.indicator)
        labels.append(end_label(one.role, one.name, value, text + year))
    return labels_at_end(labels, settings)


def end_label(role: str, name: str, value: float, text: str) -> EndLabel:
    """A name and its figure in one line where they fit, else in a line or more each."""
    whole = f"{name} {text}"
    lines = [whole] if len(whole) <= END_WIDTH else [*wrapped(name, END_WIDTH), text]
    return EndLabel(role=role, lines=lines, value=value, short=text.replace(" (", "\n("))


def trend(
    view: View,
    halves: Sequence[MiddleHalf] = (),
    told: Sequence[Stop] = (),
    more: Sequence[NamedLine] = (),
    dots: Sequence[Mark] = (),
    inspected: Sequence[Inspection] = (),
) -> Drawing:
    """Frame and settings of the form `trend`.

    `halves` are the band, `told` the crosshair, `more` the lines of other councils and `dots` what
    has no line, `inspected` the inspections that are marked.
    """
    drawn = [one for one in (*lines(view), *more) if any(v is not None for _, v in one.line)]
    marks = [*band_rows(view, halves), *dots, *interval_rows(view), *withheld_rows(view)]
    for one in drawn:
        marks += line_rows(one.role, one.line, view, one.code)
    heights = [height for row in marks for height in (row.y, row.y2) if height is not None]
    bottom, top = axis_ends(heights, view.indicator.unit == "percent")
    rows_below = absent_settings(marks)
    marks += stop_marks(told)
    years = sorted({int(row.x) for row in marks if row.x is not None and row.mark != "band"})
    settings = {
        "first": min(years) - SIDE,
        "last": max(years) + SIDE,
        "bottom": bottom,
        "top": top,
        "after": unit_mark(view.indicator),
        "ticks": ticks(years),
        "years": list(range(min(years), max(years) + 1)),
        "head": len(view.seen_breaks),
        **rows_below,
        **settings_of(told, len(drawn)),
    }
    marks += [Mark(mark="inspection", x=place_in(view, each.on)) for each in seen(view, inspected)]
    marks += break_rows(view)
    marks += label_rows(drawn, view, settings)
    marks += key_marks(_key(drawn))
    return frame_of(marks), settings


def place_in(view: View, on: date) -> float:
    """Where a day lies among the periods, each of which stands at the year of its last day."""
    last = same_day(view.council[-1].end, on.year)
    return on.year + (on - last).days / 365.25


def seen(view: View, inspected: Sequence[Inspection]) -> list[Inspection]:
    """The inspections that lie between the oldest and the newest period, the oldest first."""
    if not view.council:
        return []
    first, last = view.council[0].end.year, view.council[-1].end.year
    within = [each for each in inspected if first <= place_in(view, each.on) <= last + SIDE]
    return sorted(within, key=lambda each: each.on)


def later(view: View, inspected: Sequence[Inspection]) -> Inspection | None:
    """The newest inspection where it lies after the years of the chart, which end with figures."""
    newest = max(inspected, key=lambda each: each.on, default=None)
    if newest is None or not view.council:
        return None
    return newest if place_in(view, newest.on) > view.council[-1].end.year + SIDE else None


def _key(drawn: Sequence[NamedLine]) -> dict[str, str]:
    """The name of each role; several lines of one are told together."""
    by_role: dict[str, list[str]] = {}
    for one in drawn:
        by_role.setdefault(one.role, []).append(one.name)
    return {role: names[0] if len(names) == 1 else SEVERAL for role, names in by_role.items()}


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One place in one period: a council with its figure, or a group that has a value only."""

    role: str
    name: str
    value: float | None
    figure: Reported | None = None


def bars(view: View, end: date) -> Drawing:
    """Frame and settings of the form `bars`: every place in one period, the largest first."""
    places = sorted(
        _places(view, end),
        key=lambda bar: largest_first(
            bar.value, withheld=bar.figure is not None and bar.figure.withheld
        ),
    )
    rows = [row for order, bar in enumerate(places) for row in _bar_rows(order, bar, view)]
    values = [bar.value for bar in places if bar.value is not None]
    bottom, top = axis_ends(values, view.indicator.unit == "percent")
    ends = {"bottom": bottom, "top": top, "after": unit_mark(view.indicator)}
    return frame_of(rows), ends | list_settings(rows)


def _places(view: View, end: date) -> list[Bar]:
    own, group = view.of(end), view.choice.group
    places = [_bar("council", display_name(view.name), own)]
    # Counts of England would make every other bar a hair.
    if view.indicator.shares_an_axis:
        places.append(Bar(role="england", name="England", value=view.england_value(end)))
    if group.areas and not (group.published and len(places) == 1):
        label = group.short if group.published else mean_name(view)
        places.append(Bar(role=view.choice.group.role, name=label, value=view.group_value(end)))
    return places + [
        _bar("peer", display_name(name), at(series, end)) for name, series in view.peers.items()
    ]


def _bar(role: str, name: str, figure: Reported | None) -> Bar:
    return Bar(role=role, name=name, value=figure.value if figure else None, figure=figure)


def _bar_rows(order: int, bar: Bar, view: View) -> list[Mark]:
    called = name_mark(bar.name, order, bar.role)
    place = replace(called, mark="", text=None, short=None)
    if bar.value is None:
        status = bar.figure.status if bar.figure else NO_ROW
        text = symbol_words().get(status, status)
        dots = replace(place, mark="withheld", tip=text)
        return [called, dots, with_words(replace(place, mark="words", x=0.0), text)]
    figure = bar.figure.figure if bar.figure else Figure(value=bar.value)
    text = figure_words(view.indicator, figure)
    interval = bar.figure.interval if bar.role == "council" and bar.figure else None
    right = max(bar.value, interval.high) if interval else bar.value
    marks = [
        called,
        replace(place, mark="bar", x=bar.value, tip=f"{bar.name}: {text}"),
        with_words(replace(place, mark="words", x=right), text),
    ]
    if interval:
        marks.append(replace(place, mark="interval", x=interval.low, x2=interval.high))
    return marks


def parts(breakdown: Breakdown) -> Drawing:
    """Frame and settings of the form `parts`."""
    return compared(
        [
            Compared(name=share.name, council=share.council, england=share.england, text=share.text)
            for share in breakdown.drawn
        ],
        breakdown.name,
    )
