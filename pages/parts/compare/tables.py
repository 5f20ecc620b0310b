"""The twins of the charts of the page Compare: councils and years in words, and as numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from analysis.differences import direction
from analysis.ranks import part_of
from pages.parts.compare.data import Compared, Period
from pages.parts.compare.drawing import fifths, lined, shade
from pages.parts.compare.words import (
    QUARTILES,
    in_newest,
    movement_of,
    part_words,
    rank_words,
)
from pages.parts.exhibit.exhibit import Layout
from pages.parts.figures.councils import ENGLAND
from pages.parts.figures.counts import cell_words
from pages.parts.figures.database import GONE_WORDS, in_words, interval_words, shown, symbol_words
from pages.parts.figures.view import Reported
from pages.parts.language.words import (
    INTERVAL,
    capitalise,
    display_name,
    ordinal,
    period_label,
    reasons_listed,
)
from pages.parts.measure.numbers import printed_alike
from pages.parts.measure.sentences import APART, judging_word
from pages.parts.measure.tables import layout as trend_layout
from pages.parts.measure.tables import trend_table

RANK = "Rank (plausible range)"
FIFTHS = ("lowest", "second lowest", "middle", "second highest", "highest")
# Which councils come first beside one's own; those that cannot be told apart are in the middle.
_SIDES = {"better": 0, "higher": 0, "": 1, APART: 1, "worse": 2, "lower": 2}


@dataclass(frozen=True, kw_only=True)
class Sort:
    """An order of the full table: its name on the page, and what one council is sorted by."""

    label: str
    by: Callable[[Compared, str], tuple[Any, ...]]


def range_words(period: Period, area: str) -> str:
    """'(66th to 84th)'; empty where chance cannot be told."""
    ranks = period.ranges.get(area)
    return f"({ordinal(ranks.best)} to {ordinal(ranks.worst)})" if ranks else ""


def against_own(compared: Compared, area: str) -> str:
    """Another council against one's own, by the interval of the difference between the two."""
    own, other = compared.entry, compared.period.entries[area]
    if own is None or area == compared.own:
        return ""
    measure = compared.indicator
    sign = direction(measure.interval_method, other.figure, own.figure)
    if sign is None or other.value is None or own.value is None:
        return ""
    if sign == 0 or printed_alike(measure, other.value, own.value):
        return APART
    return judging_word("higher" if sign > 0 else "lower", measure)


def change_words(compared: Compared, area: str) -> str:
    """What happened to one council since the first year that may be compared."""
    verdict = movement_of(compared, area)
    return "" if verdict in (None, "not compared") else capitalise(str(verdict))


def region_of(compared: Compared, area: str) -> str:
    region = compared.field.places.get(compared.field.places[area].parent_code or "")
    return region.name if region else ""


def _by_figure(compared: Compared, area: str) -> tuple[bool, float, str]:
    """The best (or the highest) first, councils without a figure last."""
    value = compared.period.values[area]
    sign = 1 if compared.period.order == "low" else -1
    return value is None, sign * value if value is not None else 0.0, compared.name(area)


def _by_name(compared: Compared, area: str) -> tuple[str]:
    return (compared.name(area),)


def _by_region(compared: Compared, area: str) -> tuple[Any, ...]:
    return region_of(compared, area), _by_figure(compared, area)


def _by_side(compared: Compared, area: str) -> tuple[Any, ...]:
    return _SIDES[against_own(compared, area)], _by_figure(compared, area)


FIGURE = "figure"
SORTS: Mapping[str, Sort] = {
    FIGURE: Sort(label="Figure", by=_by_figure),
    "name": Sort(label="Council", by=_by_name),
    "region": Sort(label="Region", by=_by_region),
    "beside": Sort(label="Better or worse", by=_by_side),
}


def in_order(compared: Compared, sort: str = FIGURE) -> list[str]:
    """Every council that takes part, in the order that the reader wants."""
    by = SORTS[sort].by
    return sorted(compared.period.entries, key=lambda area: by(compared, area))


def full_table(compared: Compared, sort: str = FIGURE) -> pd.DataFrame:
    """One row is a council in the newest year, one's own and the chosen marked; all texts.

    Columns: council, region, figure; its interval, rank, what it is beside one's own and what it
    did since the first year, each where the measure has it.
    """
    return pd.DataFrame([_row(compared, area) for area in in_order(compared, sort)])


def _row(compared: Compared, area: str) -> dict[str, str]:
    period, entry = compared.period, compared.period.entries[area]
    row = {
        "Council": _marked(compared, area),
        "Region": region_of(compared, area),
        "Figure": compared.figure_words(area, cell_words(entry, compared.indicator)),
    }
    if compared.indicator.interval_method:
        row[INTERVAL] = interval_words(entry.interval, compared.indicator, bare=True)
    if period.limits is not None:
        row[RANK] = f"{rank_words(period, area)} {range_words(period, area)}".strip()
    if compared.indicator.interval_method:
        row[f"Beside {display_name(compared.name(compared.own))}"] = against_own(compared, area)
        if (since := compared.field.since(compared.first, compared.last)) < compared.last:
            row[f"Since {since.year}"] = change_words(compared, area)
    return row


def _marked(compared: Compared, area: str) -> str:
    name = display_name(compared.name(area))
    if area == compared.own:
        return f"▶ {name}"
    return f"● {name}" if area in compared.named else name


def ranking_table(compared: Compared) -> pd.DataFrame:
    """The councils with a name or a sign in the chart, as `full_table` has them, by figure."""
    in_chart = {compared.own, *compared.named, *compared.group}
    return pd.DataFrame([_row(compared, area) for area in in_order(compared) if area in in_chart])


def map_table(compared: Compared) -> pd.DataFrame:
    """Every council with its figure and its fifth, by region and name; all texts."""
    rows = []
    limits, entries = fifths(compared.period), compared.period.entries
    for area in sorted(entries, key=lambda a: (region_of(compared, a), compared.name(a))):
        entry = entries[area]
        row = {
            "Council": _marked(compared, area),
            "Region": region_of(compared, area),
            "Figure": compared.figure_words(area, cell_words(entry, compared.indicator)),
        }
        if limits is not None:
            row["Fifth"] = "" if entry.value is None else FIFTHS[shade(entry.value, limits)]
        rows.append(row)
    return pd.DataFrame(rows)


def distribution_table(compared: Compared) -> pd.DataFrame:
    """One row is a year, the newest first: the council, the quartiles, and who is behind them."""
    measure, name = compared.indicator, display_name(compared.name(compared.own))
    rows = []
    for end in reversed(compared.ends):
        period = compared.field.at(end)
        entry, limits = period.entries.get(compared.own), period.limits
        where = (
            ""
            if entry is None or entry.value is None or limits is None
            else part_words(part_of(entry.value, limits), measure)
        )
        cut = [shown(limit, measure) for limit in limits] if limits else ["None"] * len(QUARTILES)
        rows.append(
            {
                "Period": period_label(period.start, end),
                name: cell_words(entry, measure, absent=GONE_WORDS),
                "Where": capitalise(where),
                **dict(zip(QUARTILES, cut, strict=True)),
                "Councils behind it": f"{len(period.present)} of {period.applies}",
            }
        )
    return pd.DataFrame(rows)


def years_table(compared: Compared) -> pd.DataFrame:
    """One row is a year, the newest first: the council, England, the group and the chosen."""
    frame = trend_table(compared.view)
    for area in lined(compared):
        series = compared.field.places[area].series
        ends = [figure.end for figure in reversed(compared.view.council)]
        frame[display_name(compared.name(area))] = [
            cell_words(series.get(end), compared.indicator, absent=GONE_WORDS) for end in ends
        ]
    return frame


def by_council(compared: Compared) -> pd.DataFrame:
    """Every council in the newest year, numbers unrounded; `_numbers` names the columns."""
    return pd.DataFrame([_numbers(compared, area) for area in in_order(compared)])


def _numbers(compared: Compared, area: str) -> dict[str, object]:
    period, entry = compared.period, compared.period.entries[area]
    standing, ranks = period.standing(area), period.ranges.get(area)
    return {
        "council": compared.name(area),
        "code": area,
        "region": region_of(compared, area),
        **_figure(compared, entry),
        "in words": compared.figure_words(area, in_words(entry, compared.indicator)),
        "rank": standing.rank,
        "councils ranked": standing.of if standing.rank else None,
        "rank range from": ranks.best if ranks else None,
        "rank range to": ranks.worst if ranks else None,
        "beside the council": against_own(compared, area),
    }


def _figure(compared: Compared, figure: Reported) -> dict[str, object]:
    """One figure as a file has it."""
    return {
        "period": period_label(figure.start, figure.end),
        "value": figure.value,
        "in words": in_words(figure, compared.indicator),
        "interval low": figure.interval.low if figure.interval else None,
        "interval high": figure.interval.high if figure.interval else None,
    }


def by_year(compared: Compared) -> pd.DataFrame:
    """The places of the tab Trend through the years, numbers unrounded.

    Columns: place, code, period, value, in words, interval low and high.
    """
    return pd.DataFrame(
        [
            {"place": compared.name(area), "code": area, **_figure(compared, series[end])}
            for area in drawn_places(compared)
            for series in [compared.field.places[area].series]
            for end in compared.ends
            if end in series
        ]
    )


def quartiles(compared: Compared) -> pd.DataFrame:
    """The council and the quartiles of every year, numbers unrounded."""
    return pd.DataFrame([_quartiles_of(compared, end) for end in compared.ends])


def _quartiles_of(compared: Compared, end: date) -> dict[str, object]:
    period = compared.field.at(end)
    entry, limits = period.entries.get(compared.own), period.limits or (None,) * len(QUARTILES)
    return {
        "period": period_label(period.start, end),
        "place": compared.name(compared.own),
        "value": entry.value if entry else None,
        "in words": in_words(entry, compared.indicator, absent=GONE_WORDS),
        **{name.lower(): limit for name, limit in zip(QUARTILES, limits, strict=True)},
        "councils with a figure": len(period.present),
        "councils": period.applies,
    }


def years_across(compared: Compared) -> Layout:
    """The places of the tab Trend down and years across, with the lines that have a name there."""
    own, alike = compared.name(compared.own), compared.indicator.shares_an_axis
    names = tuple(compared.name(area) for area in lined(compared))
    return replace(
        trend_layout(compared.view),
        heads=tuple(period_label(compared.field.at(e).start, e) for e in compared.ends),
        counts=(),
        shown=(own, "England", *names) if alike else (own,),
        colours=("council", "england", *("chosen", "region", "neighbours")[: len(names)]),
    )


def years_down(compared: Compared) -> Layout:
    """The council and the quartiles as lines through the years."""
    cut = tuple(name.lower() for name in QUARTILES)
    return Layout(
        down="period",
        columns=("value", *cut, "councils with a figure", "councils"),
        drawn=("value", *cut),
        colours=("council", "edge", "ink", "edge"),
        breaks=trend_layout(compared.view).breaks,
        form="lines",
    )


def councils_down(_: Compared) -> Layout:
    """A council a row, its figure as a bar."""
    return Layout(
        down="council",
        columns=(
            "region",
            "value",
            "interval low",
            "interval high",
            "rank",
            "rank range from",
            "rank range to",
            "beside the council",
        ),
        drawn=("value",),
    )


def withheld(compared: Compared) -> str:
    """The councils without a figure in the newest year, by the reason; empty if there are none."""
    words = symbol_words()
    absent = [
        (words[entry.status], display_name(compared.name(area)))
        for area, entry in compared.period.entries.items()
        if entry.value is None
    ]
    # Names are sorted under each reason; reasons stay in the order in which they come first.
    first = {reason: place for place, (reason, _) in reversed(list(enumerate(absent)))}
    reasons = reasons_listed(sorted(absent, key=lambda pair: (first[pair[0]], pair[1])))
    return f"No figure {in_newest(compared)}. {'. '.join(reasons)}." if reasons else ""


def drawn_places(compared: Compared) -> list[str]:
    """The places of the tab Trend: the council, England, the group and the chosen."""
    chosen = compared.choice.group
    group = chosen.areas if chosen.published else compared.group
    areas = [compared.own, ENGLAND, *group, *compared.named]
    return [area for area in dict.fromkeys(areas) if area in compared.field.places]
