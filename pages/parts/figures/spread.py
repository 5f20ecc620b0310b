"""Where each council stands among all of them: by quarters, and beside their usual spread.

Beyond chance is not yet remarkable: councils lie many times as far apart as chance explains.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import queries
from analysis.differences import Figure
from analysis.funnel import Signal
from analysis.intervals import FEWEST_JUDGED
from analysis.overdispersion import Overdispersion, limits
from analysis.ranks import part_of, quarters_of
from pages.parts.figures.counts import is_of_few
from pages.parts.figures.database import Indicator, indicators, notes
from pages.parts.figures.view import faults_among, figure_of, unbalanced


@dataclass(frozen=True, kw_only=True)
class StandingRow:
    """One row of queries/standing.sql: the newest figure of one indicator in one council.

    `england` is England's figure of the same period.
    """

    indicator_id: str
    area_code: str
    period_end: date
    value: float | None
    status: str
    numerator: float | None
    denominator: float | None
    england: float | None


@dataclass(frozen=True, kw_only=True)
class PlaceAmong:
    """Where one council stands among all that have a figure.

    `part` is a quarter at either end or the middle half, None where fewer than 90% have a figure,
    and for a share of fewer than are judged.
    `side` is where it lies beside the usual spread of councils, at 99.8%: None where that cannot
    be said, or where its counts are in doubt.
    """

    part: str | None
    side: Signal | None

    @property
    def stands_out(self) -> bool:
        return self.side in ("high", "low")


def spread_of(
    indicator: Indicator, figures: Mapping[str, Figure], england: float | None
) -> Overdispersion | None:
    """How far councils lie from England's figure, all at once; None where that cannot be said.

    `figures` are all of one period by area code, `england` is in their unit.
    """
    method, multiplier = indicator.interval_method, indicator.multiplier
    if method is None or not multiplier or not england or not indicator.shares_an_axis:
        return None
    target = england / multiplier
    if method == "proportion" and target >= 1:
        return None
    present = {area: figure for area, figure in figures.items() if figure.value is not None}
    return limits(present, target, method)


def places_of(
    indicator: Indicator,
    figures: Mapping[str, Figure],
    spread: Overdispersion | None,
    applies: int,
    doubted: Iterable[str] = (),
) -> dict[str, PlaceAmong]:
    """The place of every council that has a figure, by area code.

    `applies` is to how many the measure applies, `doubted` are those whose counts do not add up.
    """
    values = {area: one.value for area, one in figures.items() if one.value is not None}
    quarters = quarters_of(list(values.values()), applies)
    sides = {area: unit.usual998 for area, unit in spread.units.items()} if spread else {}
    sides |= dict.fromkeys(doubted)
    return {
        area: PlaceAmong(
            part=_part(indicator, figures[area], value, quarters),
            side=sides.get(area),
        )
        for area, value in values.items()
    }


def _part(
    indicator: Indicator, figure: Figure, value: float, quarters: tuple[float, float, float] | None
) -> str | None:
    """The part of councils that a figure is in; a share of too few to be judged is in none."""
    if quarters is None or is_of_few(indicator, figure, FEWEST_JUDGED):
        return None
    return part_of(value, quarters)


@queries.kept(most=4)
def standings() -> dict[str, list[StandingRow]]:
    """Every council that reports today, by indicator; a known fault is no number."""
    rows: dict[str, list[StandingRow]] = {}
    for row in queries.rows("standing", StandingRow):
        rows.setdefault(row.indicator_id, []).append(row)
    return {name: _without_faults(name, some) for name, some in rows.items()}


def _without_faults(indicator_id: str, rows: Sequence[StandingRow]) -> list[StandingRow]:
    faults = faults_among(notes(indicator_id))
    return [
        replace(row, value=None, numerator=None, denominator=None, status=status)
        if (status := faults.get((row.area_code, row.period_end)))
        else row
        for row in rows
    ]


@queries.kept(most=4)
def _spreads() -> dict[str, Overdispersion | None]:
    return {name: spread_of(*_newest(name), rows[0].england) for name, rows in standings().items()}


def _newest(indicator_id: str) -> tuple[Indicator, dict[str, Figure]]:
    """An indicator with the newest figure of every council, as it is judged."""
    indicator = indicators()[indicator_id]
    rows = standings()[indicator_id]
    return indicator, {row.area_code: figure_of(row, indicator) for row in rows}


@queries.kept(most=4)
def _places() -> dict[str, dict[str, PlaceAmong]]:
    made = {}
    for name, rows in standings().items():
        doubted = unbalanced(notes(name))
        made[name] = places_of(
            *_newest(name),
            spread(name),
            applies=sum(row.status != "not_applicable" for row in rows),
            doubted=[row.area_code for row in rows if (row.area_code, row.period_end) in doubted],
        )
    return made


def spread(indicator_id: str) -> Overdispersion | None:
    """How far councils lie from England's figure in the newest period of a core indicator."""
    return _spreads().get(indicator_id)


def place(indicator: Indicator, area_code: str, end: date) -> PlaceAmong | None:
    """The place of one council in the newest period; None where it has no figure in that."""
    rows = standings().get(indicator.indicator_id)
    if not rows or rows[0].period_end != end or not indicator.shares_an_axis:
        return None
    return _places()[indicator.indicator_id].get(area_code)
