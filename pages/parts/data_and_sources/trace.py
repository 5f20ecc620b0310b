"""Pick any figure and see its cell: file, row, column, what is printed there and was before."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

import queries
from pages.parts.asking import address
from pages.parts.figures.councils import ENGLAND, Choice, by_slug
from pages.parts.figures.database import Indicator, indicators
from pages.parts.figures.sources import Cell, PartOfFigure, cells_of
from pages.parts.language.words import display_name, period_label, slug

TOTAL = "total"
USUAL = "ehcp_20wk_ex_pc"  # where the address names no measure


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One row of queries/traceable.sql: a period of one measure and place, and a part of it."""

    period_start: date
    period_end: date
    breakdown_topic: str | None
    breakdown: str | None

    @property
    def end(self) -> str:
        """The period as it stands in an address: '2025-03-31'."""
        return self.period_end.isoformat()

    @property
    def period(self) -> str:
        return period_label(self.period_start, self.period_end)

    @property
    def slug(self) -> str:
        """The part as it stands in an address: 'age.10'."""
        if self.breakdown is None or self.breakdown_topic is None:
            return TOTAL
        return f"{slug(self.breakdown_topic)}.{slug(self.breakdown)}"

    @property
    def label(self) -> str:
        """The part as the reader chooses it: 'Age: 10'."""
        return "All" if self.breakdown is None else f"{self.breakdown_topic}: {self.breakdown}"


@dataclass(frozen=True, kw_only=True)
class Print(Cell):
    """One row of queries/trace.sql: what a release printed for a figure, and where."""

    symbol: str | None


@dataclass(frozen=True, kw_only=True)
class Traced:
    """One figure and where it stands; `prints` has it first, then what older releases printed.

    `made_of` has the cells that a total is computed from.
    """

    indicator: Indicator
    place: str
    period: str
    part: str | None
    prints: tuple[Print, ...]
    made_of: tuple[PartOfFigure, ...]


def pick_figure(choice: Choice) -> Traced | None:
    """The figure that the reader picks; None where the place has none."""
    with st.container(horizontal=True, key="choices"):
        return _picked(choice)


def _picked(choice: Choice) -> Traced | None:
    known = indicators()
    names = {code: f"{indicator.topic}: {indicator.name}" for code, indicator in known.items()}
    indicator = known[address.one("Figure", "indicator", names, default=USUAL)]
    places = _places(choice)
    labels = {place: name for place, (name, _) in places.items()}
    name, area = places[address.one("Place", "place", labels, kept=False)]
    # The newest period comes first, and in each period the total before its parts.
    every = queries.rows("traceable", Offered, indicator=indicator.indicator_id, area=area)
    if not every:
        return None
    periods: dict[str, str] = {}
    for offered in every:
        periods.setdefault(offered.end, offered.period)
    end = address.one("Period", "period", periods)
    parts = {offered.slug: offered for offered in every if offered.end == end}
    part = next(iter(parts))
    if len(parts) > 1:
        options = {slug: offered.label for slug, offered in parts.items()}
        part = address.one("Part", "part", options)
    return traced(indicator, name, area, parts[part])


def traced(indicator: Indicator, place: str, area: str, offered: Offered) -> Traced:
    """One figure, its prints and, for a total, the cells it is made of."""
    code, end = indicator.indicator_id, offered.period_end
    prints = queries.rows(
        "trace",
        Print,
        indicator=code,
        area=area,
        period_end=end,
        topic=offered.breakdown_topic,
        part=offered.breakdown,
    )
    made_of = cells_of(code, area, end) if offered.breakdown is None else ()
    return Traced(
        indicator=indicator,
        place=place,
        period=offered.period,
        part=None if offered.breakdown is None else offered.label,
        prints=prints,
        made_of=tuple(cell for cell in made_of if cell.part != "figure"),
    )


def _places(choice: Choice) -> dict[str, tuple[str, str]]:
    """Name and area code by slug: the council chosen, its region and England, then the others."""
    own = choice.council
    places = {slug(display_name(own.name)): (own.name, own.area_code)}
    places["england"] = ("England", ENGLAND)
    if own.region_code and own.region_name:
        places[slug(own.region_name)] = (own.region_name, own.region_code)
    for name, council in by_slug().items():
        places.setdefault(name, (council.name, council.area_code))
    return places


def printed(figure: Print) -> str:
    """What stands in the cell: the symbol as published, or the number."""
    if figure.symbol is not None:
        return f"“{figure.symbol}”"
    return "" if figure.value is None else f"{figure.value:.15g}"
