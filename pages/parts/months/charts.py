"""The process-behaviour (XmR) chart: months in order, mean and limits, what stands out marked."""

from typing import Any

import pandas as pd

from pages.parts.exhibit.chart_kit import (
    COUNCIL,
    ENGLAND,
    INK,
    PLOT_HEIGHT,
    STYLES,
    Layers,
    chart_form,
    chart_of,
    figures,
    hollow,
    on_white,
    only,
    ticks_axis,
    y_axis,
)
from pages.parts.exhibit.chart_rows import axis_ends, frame_of
from pages.parts.language.words import digits
from pages.parts.months.data import Months, month

# Months are one council's own: two colours of other places are free to say something else.
STANDS_OUT, LIMIT = STYLES["neighbours"].colour, ENGLAND
MOST_TICKS = 8  # “Jan 2026” is wider than a year
SIDE = 0.5  # of a month, left and right of the first and the last
OVERHANG = 0.4  # of a month, so that limits enclose the dots they were worked out from
# A month is the number of months since year 0.
MONTH_NAME = (
    "slice('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * (datum.value % 12), "
    "3 * (datum.value % 12) + 3) + ' ' + floor(datum.value / 12)"
)


@chart_form
def months_chart() -> Layers:
    """Line with gaps, limits (dashed while on trial), diamonds where a month stands out."""
    base = figures(
        ticks_axis(labelExpr=MONTH_NAME, labelOverlap=True, labelFlush=True),
        y_axis("bottom", "top", tickCount=5, format=",d", tickMinStep=1),
    )
    layers = [
        only(base, "mean").mark_rule(color=INK, strokeWidth=1.25).encode(x2="x2:Q"),
        only(base, "limit").mark_rule(color=LIMIT, strokeWidth=2).encode(x2="x2:Q"),
        only(base, "trial limit")
        .mark_rule(color=LIMIT, strokeWidth=2, strokeDash=[6, 4])
        .encode(x2="x2:Q"),
        only(base, "line").mark_line(color=COUNCIL, strokeWidth=2.5).encode(detail="segment:N"),
        only(base, "dot").mark_point(filled=True, color=COUNCIL, size=55, opacity=1),
        only(base, "signal").mark_point(
            filled=True, color=STANDS_OUT, shape="diamond", size=190, opacity=1
        ),
        hollow(base),
        *on_white(only(base, "words"), align="right", baseline="bottom", dy=-4),
    ]
    return chart_of(layers, PLOT_HEIGHT, first=0, last=1, bottom=0, top=100, ticks=[0])


def drawn(seen: Months) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Frame and settings of the form `months`."""
    places = {end: 12 * end.year + end.month - 1 for end in sorted(seen.counts)}
    first, last = min(places.values()), max(places.values())
    rows: list[dict[str, Any]] = []
    segment, before = 0, None
    for end, place in places.items():
        count = seen.counts[end]
        segment += count is None or before is None or place != before + 1
        before = None if count is None else place
        if count is None:
            rows.append({"mark": "withheld", "x": place, "y": 0, "tip": f"{month(end)}: hidden"})
            continue
        tip = f"{month(end)}: {digits(count, 0)}"
        stands_out = bool(seen.judged and end in seen.judged.signals)
        rows += [
            {"mark": "line", "x": place, "y": count, "segment": segment},
            {"mark": "signal" if stands_out else "dot", "x": place, "y": count, "tip": tip},
        ]
    rows += limit_rows(seen, places, last)
    heights = [row["y"] for row in rows]
    bottom, top = axis_ends(heights, percent=False)
    return frame_of(rows), {
        "first": first - SIDE,
        "last": last + SIDE,
        "bottom": bottom,
        "top": top,
        "ticks": ticks(first, last),
    }


def limit_rows(seen: Months, places: dict[Any, int], last: int) -> list[dict[str, Any]]:
    judged = seen.judged
    if judged is None or judged.limits is None:
        return []
    limit = "trial limit" if judged.limits.kind == "trial" else "limit"
    start, end = places[judged.months[0]] - OVERHANG, last + OVERHANG
    lines = [
        ("mean", "mean", judged.limits.mean),
        (limit, f"upper {limit}", judged.limits.limits.high),
    ]
    if judged.limits.limits.low > 0:
        lines.append((limit, f"lower {limit}", judged.limits.limits.low))
    rows: list[dict[str, Any]] = []
    for mark, name, value in lines:
        tip = f"{name}: {digits(value, 1)}"
        rows += [
            {"mark": mark, "x": start, "x2": end, "y": value, "tip": tip},
            {"mark": "words", "x": end, "y": value, "text": f"{name} {digits(value, 1)}"},
        ]
    return rows


def ticks(first: int, last: int) -> list[int]:
    """At most eight months, counted back from the newest."""
    step = -(-(last - first + 1) // MOST_TICKS)
    return list(range(last, first - 1, -step))[::-1]
