"""The twins of the charts of the page Compare: councils and years in words, and as numbers."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.differences import direction
from pages.parts.compare.choice import BESIDE, FIGURE, NAME, REGION
from pages.parts.compare.data import Compared, Period
from pages.parts.compare.drawing import lined, rank_words, shade
from pages.parts.compare.words import movement_of, part_of, part_words, when
from pages.parts.figures.councils import ENGLAND
from pages.parts.figures.database import Row, shown, symbol_words
from pages.parts.figures.view import Reported
from pages.parts.language import words as language_words
from pages.parts.language.words import INTERVAL, NOT_COMPARED
from pages.parts.measure.sentences import judging_word, printed_alike
from pages.parts.measure.tables import trend_table

APART = "cannot be told apart"
RANK = "Rank (plausible range)"
FIRST = {"better": 0, "higher": 0, "": 1, APART: 1, "worse": 2, "lower": 2}


def in_words(seen: Compared, one: Reported | None) -> str:
    """A figure, or why there is none."""
    if one is None:
        return "No such council"
    if one.value is None:
        return symbol_words()[one.status]
    return shown(one.value, seen.indicator)


def interval_words(seen: Compared, one: Reported) -> str:
    if one.interval is None:
        return NOT_COMPARED
    ends = (one.interval.low, one.interval.high)
    return " to ".join(language_words.digits(end, seen.indicator.decimals) for end in ends)


def range_words(period: Period, area: str) -> str:
    """'(66th to 84th)'; empty where chance cannot be told."""
    found = period.ranges.get(area)
    return (
        f"({language_words.ordinal(found.best)} to {language_words.ordinal(found.worst)})"
        if found
        else ""
    )


def beside(seen: Compared, area: str) -> str:
    """Another council against one's own, by the interval of the difference between the two."""
    own, other = seen.entry, seen.period.entries[area]
    if own is None or area == seen.own:
        return ""
    method, measure = seen.indicator.interval_method, seen.indicator
    sign = direction(method, other.figure, own.figure)
    if sign is None or other.value is None or own.value is None:
        return ""
    if sign == 0 or printed_alike(measure, other.value, own.value):
        return APART
    return judging_word("higher" if sign > 0 else "lower", measure)


def change_words(seen: Compared, area: str) -> str:
    """What happened to one council since the first year that may be compared."""
    verdict, _ = movement_of(seen, area)
    return "" if verdict in (None, "not compared") else language_words.capitalise(str(verdict))


def region_of(seen: Compared, area: str) -> str:
    region = seen.field.places.get(seen.field.places[area].parent_code or "")
    return region.name if region else ""


def in_order(seen: Compared, sort: str) -> list[str]:
    """Every council that takes part, in the order that the reader wants; those without last."""
    sign = 1 if seen.period.order == "low" else -1
    values = seen.period.values

    def by_figure(area: str) -> tuple[bool, float, str]:
        value = values[area]
        return value is None, sign * value if value is not None else 0.0, seen.name(area)

    orders = {
        FIGURE: by_figure,
        NAME: lambda area: seen.name(area),
        REGION: lambda area: (region_of(seen, area), by_figure(area)),
        BESIDE: lambda area: (FIRST[beside(seen, area)], by_figure(area)),
    }
    return sorted(seen.period.entries, key=orders[sort])  # type: ignore[arg-type]


def full_table(seen: Compared, sort: str = FIGURE) -> pd.DataFrame:
    """One row is a council in the newest year, one's own and the chosen marked; all texts."""
    return pd.DataFrame([_row(seen, area) for area in in_order(seen, sort)])


def _row(seen: Compared, area: str) -> dict[str, str]:
    period, one = seen.period, seen.period.entries[area]
    row = {
        "Council": _marked(seen, area),
        "Region": region_of(seen, area),
        "Figure": in_words(seen, one),
    }
    if seen.indicator.interval_method:
        row[INTERVAL] = interval_words(seen, one)
    if period.limits is not None:
        row[RANK] = f"{rank_words(period, area)} {range_words(period, area)}".strip()
    if seen.indicator.interval_method:
        row[f"Beside {language_words.display_name(seen.name(seen.own))}"] = beside(seen, area)
        if (since := seen.field.since(seen.first, seen.last)) < seen.last:
            row[f"Since {since.year}"] = change_words(seen, area)
    return row


def _marked(seen: Compared, area: str) -> str:
    name = language_words.display_name(seen.name(area))
    return f"▶ {name}" if area == seen.own else f"● {name}" if area in seen.named else name


def ranking_table(seen: Compared) -> pd.DataFrame:
    """The councils with a name or a sign in the chart, in the order of their figures."""
    shown_here = {seen.own, *seen.named, *seen.group}
    found = [_row(seen, area) for area in in_order(seen, FIGURE) if area in shown_here]
    return pd.DataFrame(found)


def map_table(seen: Compared, limits: tuple[float, ...] | None) -> pd.DataFrame:
    """Every council with its figure and its fifth, by region and name."""
    rows = []
    for area in sorted(seen.period.entries, key=lambda a: (region_of(seen, a), seen.name(a))):
        one = seen.period.entries[area]
        row = {"Council": _marked(seen, area), "Region": region_of(seen, area)}
        row["Figure"] = in_words(seen, one)
        if limits is not None:
            row["Fifth"] = "" if one.value is None else fifth_words(shade(one.value, limits))
        rows.append(row)
    return pd.DataFrame(rows)


def fifth_words(index: int) -> str:
    """A fifth by its height."""
    return ("lowest", "second lowest", "middle", "second highest", "highest")[index]


def distribution_table(seen: Compared) -> pd.DataFrame:
    """One row is a year, the newest first: the council, the quartiles, and who is behind them."""
    measure, name = seen.indicator, language_words.display_name(seen.name(seen.own))
    rows = []
    for end in reversed(seen.ends):
        period = seen.field.at(end)
        one, limits = period.entries.get(seen.own), period.limits
        where = (
            ""
            if one is None or one.value is None or limits is None
            else part_words(part_of(one.value, limits), measure)
        )
        cut = [shown(limit, seen.indicator) for limit in limits] if limits else ["None"] * 3
        rows.append(
            {
                "Period": language_words.period_label(period.start, end),
                name: in_words(seen, one),
                "Where": language_words.capitalise(where),
                "Lower quartile": cut[0],
                "Median": cut[1],
                "Upper quartile": cut[2],
                "Councils behind it": f"{len(period.present)} of {period.applies}",
            }
        )
    return pd.DataFrame(rows)


def years_table(seen: Compared) -> pd.DataFrame:
    """One row is a year, the newest first: the council, England, the group and the chosen."""
    frame = trend_table(seen.seen)
    for area in lined(seen):
        series = seen.field.places[area].series
        ends = [one.end for one in reversed(seen.seen.council)]
        name = language_words.display_name(seen.name(area))
        frame[name] = [in_words(seen, series.get(end)) for end in ends]
    return frame


def by_council(seen: Compared) -> pd.DataFrame:
    """Every council in the newest year, numbers unrounded."""
    return pd.DataFrame([_numbers(seen, area) for area in in_order(seen, FIGURE)])


def _numbers(seen: Compared, area: str) -> Row:
    period, one = seen.period, seen.period.entries[area]
    standing, found = period.standing(area), period.ranges.get(area)
    return {
        "council": seen.name(area),
        "code": area,
        "region": region_of(seen, area),
        "period": language_words.period_label(period.start, period.end),
        "value": one.value,
        "in words": in_words(seen, one),
        "interval low": one.interval.low if one.interval else None,
        "interval high": one.interval.high if one.interval else None,
        "rank": standing.rank,
        "councils ranked": standing.of if standing.rank else None,
        "rank range from": found.best if found else None,
        "rank range to": found.worst if found else None,
        "beside the council": beside(seen, area),
    }


def by_year(seen: Compared, areas: Sequence[str]) -> pd.DataFrame:
    """Some places through the years, numbers unrounded."""
    return pd.DataFrame(
        [
            _in_year(seen, area, end)
            for area in areas
            for end in seen.ends
            if end in seen.field.places[area].series
        ]
    )


def _in_year(seen: Compared, area: str, end: date) -> Row:
    one = seen.field.places[area].series[end]
    return {
        "place": seen.name(area),
        "code": area,
        "period": language_words.period_label(one.start, end),
        "value": one.value,
        "in words": in_words(seen, one),
        "interval low": one.interval.low if one.interval else None,
        "interval high": one.interval.high if one.interval else None,
    }


def quartiles(seen: Compared) -> pd.DataFrame:
    """The council and the quartiles of every year, numbers unrounded."""
    rows = []
    for end in seen.ends:
        period = seen.field.at(end)
        one, limits = period.entries.get(seen.own), period.limits or (None, None, None)
        rows.append(
            {
                "period": language_words.period_label(period.start, end),
                "place": seen.name(seen.own),
                "value": one.value if one else None,
                "in words": in_words(seen, one),
                "lower quartile": limits[0],
                "median": limits[1],
                "upper quartile": limits[2],
                "councils with a figure": len(period.present),
                "councils": period.applies,
            }
        )
    return pd.DataFrame(rows)


def withheld(seen: Compared) -> str:
    """The councils without a figure in the newest year, by the reason; empty if there are none."""
    reasons: dict[str, list[str]] = {}
    for area, one in seen.period.entries.items():
        if one.value is None:
            name = language_words.display_name(seen.name(area))
            reasons.setdefault(symbol_words()[one.status], []).append(name)
    told = [f"{reason}: {', '.join(sorted(names))}" for reason, names in reasons.items()]
    return f"No figure {when(seen)}. {'. '.join(told)}." if told else ""


def drawn_places(seen: Compared) -> list[str]:
    """The places of the tab Trend: the council, England, the group and the chosen."""
    group = seen.choice.group.areas if seen.choice.group.published else seen.group
    found = [seen.own, ENGLAND, *group, *seen.named]
    return [area for area in dict.fromkeys(found) if area in seen.field.places]
