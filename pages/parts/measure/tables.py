"""The twin of every chart: the same figures as a table in words, and as a file to keep."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.largest import largest_first
from pages.parts.exhibit.exhibit import Layout
from pages.parts.figures.counts import cell_words
from pages.parts.figures.database import NO_FIGURE, in_words, interval_words, shown
from pages.parts.figures.inspections import Inspection, began_before
from pages.parts.figures.view import Reported, View, at, file_row
from pages.parts.language.words import INTERVAL, display_name, period_label


def group_words(view: View, end: date) -> str:
    """The figure of the group in one period, with how many councils it rests on."""
    if view.choice.group.published:
        return in_words(at(view.group, end), view.indicator)
    mean = view.means.get(end)
    if mean is None:
        return NO_FIGURE
    value = "No mean" if mean.mean is None else shown(mean.mean, view.indicator)
    return f"{value} ({mean.n} of {mean.of})"


def trend_table(view: View, inspected: Sequence[Inspection] = ()) -> pd.DataFrame:
    """One row is a period, the newest first; columns are texts, symbols in words.

    Columns: the period, the council and its interval where the measure has one, England, and the
    group where there is one, and the inspections `inspected` that began in the year to the end of
    the period.
    """
    rows = []
    for figure in reversed(view.council):
        row = {
            "Period": period_label(figure.start, figure.end),
            display_name(view.name): cell_words(figure, view.indicator),
        }
        if view.indicator.interval_method:
            row[INTERVAL] = interval_words(figure.interval, view.indicator)
        row["England"] = cell_words(at(view.england, figure.end), view.indicator)
        if view.choice.group.areas:
            row[view.choice.group.option] = group_words(view, figure.end)
        if inspected:
            began = [each.words for each in began_before(inspected, figure.end)]
            row["Inspections in the year before"] = "; ".join(began) or "None"
        rows.append(row)
    return pd.DataFrame(rows)


def peers_table(view: View, end: date) -> pd.DataFrame:
    """One row is a council of the group in one period, the highest first; columns are texts."""
    councils = {name: at(series, end) for name, series in view.peers.items()}
    order = sorted(councils.items(), key=lambda council: _highest_first(council[1]))
    return pd.DataFrame(
        [
            {"Council": display_name(name), "Figure": cell_words(figure, view.indicator)}
            for name, figure in order
        ]
    )


def _highest_first(figure: Reported | None) -> tuple[int, float]:
    value = None if figure is None else figure.value
    return largest_first(value, withheld=figure is not None and figure.withheld)


def figures(view: View) -> pd.DataFrame:
    """Every figure of a view: one row is a place and a period, numbers unrounded.

    Columns: indicator, basis, unit, place, period, value, in words, numerator and denominator (the
    published counts behind a share or a rate that has a value), interval low and high.
    """
    places = [(view.name, view.council), ("England", view.england)]
    places += [(view.choice.group.label, view.group)] * bool(view.group)
    rows = [file_row(view.indicator, name, f) for name, series in places for f in series]
    rows += [_mean_row(view, f) for f in view.council if f.end in view.means]
    rows += [file_row(view.indicator, name, f) for name, some in view.peers.items() for f in some]
    return pd.DataFrame(rows)


def _mean_row(view: View, own: Reported) -> dict[str, object]:
    """The mean of the group in the period of one of the council's figures, which has no counts."""
    row = file_row(view.indicator, mean_name(view), own)
    absent = dict.fromkeys(("numerator", "denominator", "interval low", "interval high"))
    return (
        row | absent | {"value": view.means[own.end].mean, "in words": group_words(view, own.end)}
    )


def mean_name(view: View) -> str:
    """'Neighbours (mean)'."""
    return f"{view.choice.group.short} (mean)"


def layout(view: View) -> Layout:
    """Years across and places down; lines as the page draws them, which stop at breaks.

    Lines are of the council, England and the group, or of the council alone where a count of
    another place would make it a flat line.
    """
    every = sorted({(f.end, f.start) for f in (*view.council, *view.england, *view.group)})
    before = [
        max(period for period in every if period[0] <= stop.after_end)
        for stop in view.seen_breaks
        if stop.kind == "break"
    ]
    group = view.choice.group.label if view.group else mean_name(view)
    shown = (view.name, "England", group) if view.indicator.shares_an_axis else (view.name,)
    return Layout(
        down="place",
        across="period",
        heads=tuple(period_label(start, end) for end, start in every),
        counts=("numerator", "denominator"),
        drawn=("value",),
        shown=shown,
        colours=("council", "england", view.choice.group.role),
        breaks=tuple(period_label(start, end) for end, start in before),
        form="lines",
    )
