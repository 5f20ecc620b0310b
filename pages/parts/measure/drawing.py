"""From figures to the rows that a form of chart draws, and the settings of its axes."""

import math
from datetime import date
from itertools import pairwise

import pandas as pd

from pages.parts.exhibit.chart_kit import PLOT_HEIGHT
from pages.parts.exhibit.chart_rows import (
    LONG_NAME,
    axis_ends,
    frame_of,
    spread,
    ticks,
    unit_mark,
    wrapped,
)
from pages.parts.figures.database import Row, shown, symbol_words
from pages.parts.figures.view import Reported, View
from pages.parts.language.words import display_name, percent, period_label
from pages.parts.measure.breakdown import Breakdown, Share

Line = list[tuple[date, float | None]]


def group_role(view: View) -> str:
    """Neighbours have a colour of their own; any other group takes the region's."""
    return "neighbours" if view.choice.group.key.startswith("sn") else "region"


def group_line(view: View) -> Line:
    """The figure of the group in every period it was asked for."""
    if view.choice.group.published:
        return [(one.end, one.value) for one in view.group]
    return [(end, mean.mean) for end, mean in view.means.items()]


def lines(view: View) -> dict[str, Line]:
    """What is drawn as a line, by role; a count stands alone, as others depend on their size."""
    found = {"council": [(one.end, one.value) for one in view.council]}
    if view.indicator.shares_an_axis:
        found["england"] = [(one.end, one.value) for one in view.england]
        found[group_role(view)] = group_line(view)
    return {role: line for role, line in found.items() if any(v is not None for _, v in line)}


def names(view: View) -> dict[str, str]:
    """The words at the end of each line."""
    return {
        "council": display_name(view.choice.council.name) + (" (joint)" if view.joint else ""),
        "england": "England",
        group_role(view): view.choice.group.short,
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
        if gap or "break" in crossed:
            continue
        faint = "caution" in crossed
        if stretches and stretches[-1][0][-1] == before and stretches[-1][1] == faint:
            stretches[-1][0].append(after)
        else:
            stretches.append(([before, after], faint))
    return stretches


def line_rows(role: str, line: Line, view: View, name: str) -> list[Row]:
    rows: list[Row] = []
    for index, (stretch, faint) in enumerate(segments(line, view)):
        rows += [
            {
                "mark": "line",
                "role": role,
                "segment": f"{role}{index}",
                "faint": faint,
                "x": end.year,
                "y": value,
            }
            for end, value in stretch
        ]
    for end, value in line:
        if value is not None:
            tip = f"{name}, {label_at(view, end)}: {shown(value, view.indicator)}"
            rows.append({"mark": "dot", "role": role, "x": end.year, "y": value, "tip": tip})
    return rows


def label_at(view: View, end: date) -> str:
    """The period that ends on one day, in words."""
    every = [
        *view.council,
        *view.england,
        *view.group,
        *(r for p in view.peers.values() for r in p),
    ]
    one = next((r for r in every if r.end == end), None)
    return period_label(one.start, one.end) if one else str(end.year)


def peer_rows(view: View) -> list[Row]:
    """A grey dot for each council behind a mean, so that its spread is seen; none for counts."""
    if not view.indicator.shares_an_axis:
        return []
    return [
        {
            "mark": "peer",
            "x": one.end.year,
            "y": one.value,
            "tip": f"{name}, {one.end.year}: {shown(one.value, view.indicator)}",
        }
        for name, reported in view.peers.items()
        for one in reported
        if one.value is not None
    ]


def interval_rows(view: View) -> list[Row]:
    return [
        {
            "mark": "interval",
            "x": one.end.year,
            "y": one.interval.low,
            "y2": one.interval.high,
            "tip": f"{one.end.year}: 95% interval {shown(one.interval.low, view.indicator)} to "
            f"{shown(one.interval.high, view.indicator)}",
        }
        for one in view.council
        if one.interval
    ]


def withheld_rows(view: View) -> list[Row]:
    """A hollow marker on the axis where the council has no number, with words where a reason ends.

    The words run towards the middle of the chart; `role` is the side that they are aligned to.
    """
    words, rows = symbol_words(), []
    middle = (view.council[0].end.year + view.council[-1].end.year) / 2
    newest = {one.status: one.end.year for one in view.council if one.value is None}
    for one in view.council:
        if one.value is None:
            text, year = words[one.status], one.end.year
            rows.append({"mark": "withheld", "x": year, "y": 0.0, "tip": f"{year}: {text}"})
            if newest[one.status] == year:
                side = "left" if year <= middle else "right"
                rows.append({"mark": "words", "role": side, "x": year, "y": 0.0, "text": text})
    return rows


def break_rows(view: View) -> list[Row]:
    """A rule half-way between the last period before a break and the first after it."""
    text = {"break": "Break", "caution": "Caution"}
    return [
        {"mark": b.kind, "x": b.after_end.year + 0.5, "text": text[b.kind], "tip": b.reason}
        for b in view.seen_breaks
    ]


def label_rows(drawn: dict[str, Line], view: View, settings: Row) -> list[Row]:
    """Name and newest value at the right end of each line, moved apart where they would overlap.

    A value that is older than the newest period has its year beside it.
    """
    called, texts, places = names(view), [], []
    bottom, top = settings["bottom"], settings["top"]
    newest = max(line[-1][0].year for line in drawn.values())
    for role, line in drawn.items():
        end, value = next((e, v) for e, v in reversed(line) if v is not None)
        year = f" ({end.year})" if end.year < newest else ""
        texts.append([*wrapped(called[role]), shown(value, view.indicator) + year])
        places.append(((top - value) / (top - bottom) * PLOT_HEIGHT, len(texts[-1])))
    return [
        {
            "mark": "label",
            "role": role,
            "x": settings["last"],
            "y": top - pixels / PLOT_HEIGHT * (top - bottom),
            "text": "\n".join(text),
        }
        for role, text, pixels in zip(drawn, texts, spread(places, PLOT_HEIGHT), strict=True)
    ]


def trend(view: View) -> tuple[pd.DataFrame, Row]:
    """Frame and settings of the form `trend`."""
    drawn = lines(view)
    rows = [*peer_rows(view), *interval_rows(view), *withheld_rows(view)]
    for role, line in drawn.items():
        rows += line_rows(role, line, view, names(view)[role])
    years = sorted({int(r["x"]) for r in rows})
    heights = [r[k] for r in rows for k in ("y", "y2") if r.get(k) is not None]
    bottom, top = axis_ends(heights, view.indicator.unit == "percent")
    settings = {
        "first": min(years) - 0.2,
        "last": max(years) + 0.2,
        "bottom": bottom,
        "top": top,
        "unit": unit_mark(view.indicator),
        "ticks": ticks(years),
    }
    rows += break_rows(view)
    rows += label_rows(drawn, view, settings)
    return frame_of(rows), settings


def bars(view: View, end: date) -> tuple[pd.DataFrame, Row]:
    """Frame and settings of the form `bars`: every place in one period, the largest first."""
    places: list[tuple[str, str, float | None, Reported | None]] = [
        ("council", display_name(view.name), one.value if (one := view.of(end)) else None, one)
    ]
    if view.indicator.shares_an_axis:
        places.append(("england", "England", view.england_value(end), None))
    if view.choice.group.areas and not (view.choice.group.published and len(places) == 1):
        label = view.choice.group.short + ("" if view.choice.group.published else " (mean)")
        places.append((group_role(view), label, view.group_value(end), None))
    for name, series in view.peers.items():
        one = next((r for r in series if r.end == end), None)
        places.append(("peer", display_name(name), one.value if one else None, one))
    places.sort(key=lambda p: -math.inf if p[2] is None else p[2], reverse=True)
    rows = [row for order, place in enumerate(places) for row in _bar_rows(order, *place, view)]
    values = [p[2] for p in places if p[2] is not None]
    bottom, top = axis_ends(values, view.indicator.unit == "percent")
    return frame_of(rows), {"bottom": bottom, "top": top, "unit": unit_mark(view.indicator)}


def _bar_rows(
    order: int, role: str, name: str, value: float | None, one: Reported | None, view: View
) -> list[Row]:
    place = {"name": "\n".join(wrapped(name, LONG_NAME)), "order": order, "role": role}
    if value is None:
        status = one.status if one else "missing_unknown"
        text = symbol_words().get(status, status)
        return [
            {"mark": "withheld", "x": 0.0, "tip": text, **place},
            {**reason_row(text), "x": 0.0, **place},
        ]
    text = shown(value, view.indicator)
    rows = [
        {"mark": "bar", "x": value, "tip": f"{name}: {text}", **place},
        {"mark": "words", "x": value, "text": text, **place},
    ]
    if role == "council" and one and one.interval:
        rows[1]["x"] = max(value, one.interval.high)
        rows.append({"mark": "interval", "x": one.interval.low, "x2": one.interval.high, **place})
    return rows


def reason_row(text: str) -> Row:
    """Why there is no number, in lines short enough for a phone; two lines stand higher."""
    lines = wrapped(text)
    return {"mark": "words" if len(lines) == 1 else "reason", "text": "\n".join(lines)}


def shares(seen: Breakdown) -> tuple[pd.DataFrame, Row]:
    """Frame and settings of the form `parts`."""
    rows = [row for order, one in enumerate(seen.drawn) for row in _share_rows(order, one, seen)]
    first = next((row for row in rows if row["mark"] == "tick"), None)
    if first:
        rows.append({**first, "mark": "head", "text": "England"})
    bottom, top = axis_ends([row["x"] for row in rows], percent=True)
    return frame_of(rows), {"bottom": bottom, "top": top, "unit": "%"}


def _share_rows(order: int, one: Share, seen: Breakdown) -> list[Row]:
    place = {"name": "\n".join(wrapped(one.name, LONG_NAME)), "order": order}
    own = {"mark": "bar", "x": one.council, "tip": f"{seen.name}: {one.text}", **place}
    if one.council is None:
        own = {"mark": "withheld", "x": 0.0, "tip": one.text, **place}
    right = max(one.council or 0.0, one.england or 0.0)
    words = {"mark": "words", "text": one.text} if one.council is not None else reason_row(one.text)
    rows = [own, {**words, "x": right, **place}]
    if one.england is not None:
        tip = f"England: {percent(one.england)}"
        rows.append({"mark": "tick", "x": one.england, "tip": tip, **place})
    return rows
