"""The twin of every chart: the same figures as a table in words, and as a file to keep."""

from datetime import date

import pandas as pd

from pages.parts.figures.database import shown, symbol_words
from pages.parts.figures.view import Reported, View
from pages.parts.language.words import INTERVAL, NOT_COMPARED, display_name, period_label


def in_words(one: Reported | None, view: View) -> str:
    """A figure, or why there is none."""
    if one is None:
        return "No figure"
    if one.value is None:
        return symbol_words().get(one.status, one.status)
    return shown(one.value, view.indicator)


def interval_words(one: Reported | None, view: View) -> str:
    if one is None or one.interval is None:
        return NOT_COMPARED
    low, high = one.interval.low, one.interval.high
    return f"{shown(low, view.indicator)} to {shown(high, view.indicator)}"


def group_words(view: View, end: date) -> str:
    """The figure of the group in one period, with how many councils it rests on."""
    if view.choice.group.published:
        return in_words(next((r for r in view.group if r.end == end), None), view)
    mean = view.means.get(end)
    if mean is None:
        return "No figure"
    value = "No mean" if mean.mean is None else shown(mean.mean, view.indicator)
    return f"{value} ({mean.n} of {mean.of})"


def trend_table(view: View) -> pd.DataFrame:
    """One row is a period, the newest first; columns are texts, symbols in words."""
    rows = []
    for one in reversed(view.council):
        row = {
            "Period": period_label(one.start, one.end),
            display_name(view.name): in_words(one, view),
        }
        if view.indicator.interval_method:
            row[INTERVAL] = interval_words(one, view)
        row["England"] = in_words(next((r for r in view.england if r.end == one.end), None), view)
        if view.choice.group.areas:
            row[view.choice.group.option] = group_words(view, one.end)
        rows.append(row)
    return pd.DataFrame(rows)


def peers_table(view: View, end: date) -> pd.DataFrame:
    """One row is a council of the group in one period, the highest first; columns are texts."""
    found = {name: next((r for r in one if r.end == end), None) for name, one in view.peers.items()}
    order = sorted(
        found.items(),
        key=lambda item: -(item[1].value if item[1] and item[1].value is not None else -1e18),
    )
    return pd.DataFrame(
        [{"Council": display_name(name), "Figure": in_words(one, view)} for name, one in order]
    )


def figures(view: View) -> pd.DataFrame:
    """Every figure of a view: one row is a place and a period, numbers unrounded.

    Columns: indicator, basis, unit, place, period, value, in words, interval low and high.
    """
    places = [(view.name, view.council), ("England", view.england)]
    places += [(view.choice.group.label, view.group)] * bool(view.group) + list(view.peers.items())
    return pd.DataFrame([_row(view, name, one) for name, series in places for one in series])


def _row(view: View, name: str, one: Reported) -> dict[str, object]:
    return {
        "indicator": view.indicator.name,
        "basis": view.indicator.basis,
        "unit": view.indicator.unit,
        "place": name,
        "period": period_label(one.start, one.end),
        "value": one.value,
        "in words": in_words(one, view),
        "interval low": one.interval.low if one.interval else None,
        "interval high": one.interval.high if one.interval else None,
    }
