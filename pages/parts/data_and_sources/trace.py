"""Pick any figure and see its cell: file, row, column, what is printed there and was before."""

from dataclasses import dataclass

import queries
from pages.parts.asking import address
from pages.parts.figures.councils import ENGLAND, Choice, councils
from pages.parts.figures.database import Indicator, Row, day, indicators, records, symbol_words
from pages.parts.language import words
from pages.parts.language.words import display_name, number, period_label

TOTAL = "total"


@dataclass(frozen=True, kw_only=True)
class Traced:
    """One figure and where it stands; `prints` has it first, then what older releases printed."""

    indicator: Indicator
    place: str
    period: str
    part: str | None
    prints: tuple[Row, ...]
    made_of: tuple[Row, ...]


def pick(choice: Choice) -> Traced | None:
    """The figure that the reader picks; None where the place has none."""
    known = indicators()
    names = {code: f"{one.topic}: {one.name}" for code, one in known.items()}
    indicator = known[address.one("Figure", "indicator", names, default="ehcp_20wk_ex_pc")]
    places = _places(choice)
    place = address.one(
        "Place", "place", {slug: name for slug, (name, _) in places.items()}, kept=False
    )
    name, area = places[place]
    rows = records(queries.run("traceable", indicator=indicator.indicator_id, area=area))
    if not rows:
        return None
    ends = {f"{day(row['period_end']):%Y-%m-%d}": _period(row) for row in reversed(rows)}
    end = address.one("Period", "period", dict(reversed(ends.items())))
    parts = {_slug(row): row for row in rows if f"{day(row['period_end']):%Y-%m-%d}" == end}
    part = next(iter(parts))
    if len(parts) > 1:
        part = address.one("Part", "part", {slug: _label(row) for slug, row in parts.items()})
    return traced(indicator, name, area, parts[part])


def traced(indicator: Indicator, place: str, area: str, row: Row) -> Traced:
    """One figure, its prints and, for a total, the cells it is made of."""
    end = day(row["period_end"])
    found = queries.run(
        "trace",
        indicator=indicator.indicator_id,
        area=area,
        period_end=end,
        topic=row["breakdown_topic"],
        part=row["breakdown"],
    )
    made_of: list[Row] = []
    if row["breakdown"] is None:
        cells = queries.run("sources", indicator=indicator.indicator_id, area=area, period_end=end)
        made_of = [one for one in records(cells) if one["part"] != "figure"]
    return Traced(
        indicator=indicator,
        place=place,
        period=_period(row),
        part=None if row["breakdown"] is None else _label(row),
        prints=tuple(records(found)),
        made_of=tuple(made_of),
    )


def _places(choice: Choice) -> dict[str, tuple[str, str]]:
    """The council chosen first, then its region and England, then every other council."""
    own = choice.council
    found = {words.slug(display_name(own.name)): (own.name, own.area_code)}
    found["england"] = ("England", ENGLAND)
    if own.region_code and own.region_name:
        found[words.slug(own.region_name)] = (own.region_name, own.region_code)
    for one in councils():
        found.setdefault(words.slug(display_name(one.name)), (one.name, one.area_code))
    return found


def _period(row: Row) -> str:
    return period_label(day(row["period_start"]), day(row["period_end"]))


def _slug(row: Row) -> str:
    if row["breakdown"] is None:
        return TOTAL
    return f"{words.slug(row['breakdown_topic'])}.{words.slug(row['breakdown'])}"


def _label(row: Row) -> str:
    if row["breakdown"] is None:
        return "All"
    return f"{row['breakdown_topic']}: {row['breakdown']}"


def printed(row: Row) -> str:
    """What stands in the cell: the symbol as published, or the number."""
    if row["symbol"] is not None:
        return f"“{row['symbol']}”"
    return "" if row["value"] is None else f"{row['value']:.15g}"


def in_words(row: Row, indicator: Indicator) -> str:
    """The figure as the pages show it, or why there is none."""
    if row["value"] is None:
        return symbol_words()[row["status"]].lower()
    return number(row["value"], indicator.unit, indicator.decimals)
