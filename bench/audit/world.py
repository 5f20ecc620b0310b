"""The rows of the database as plain dictionaries, and who takes part where, in plain loops."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import numpy as np

from bench.audit import oracle

ENGLAND = "E92000001"
MODELS = (2025, 2021)
AMOUNTS = ("count", "FTE")  # depend on a council's size: not compared
FAULT, GONE, JOINT = "fault", "gone", "joint"
# An account of plans is in doubt when it is further off than both.
TOLERATED, TOLERATED_PART = 50, 0.1
IN_ACCOUNT = {  # the count of January, what came and what went, and how much later each is dated
    "ehcp_caseload": 0,
    "ehcp_caseload_growth": 0,
    "ehcp_new": 1,
    "ehcp_ceased": 1,
}


@dataclass
class Cell:
    """One figure as the database holds it; `low` and `high` are the ends of its 95% interval."""

    value: float | None
    status: str
    x: float | None = None
    n: float | None = None
    start: date | None = None
    low: float | None = None
    high: float | None = None

    @property
    def ends(self) -> tuple[float, float] | None:
        return None if self.low is None or self.high is None else (self.low, self.high)


Series = dict[date, Cell]


@dataclass
class Measure:
    """One core indicator: its figures by area and last day."""

    row: dict[str, Any]
    cells: dict[str, Series] = field(default_factory=lambda: defaultdict(dict))
    ends: list[date] = field(default_factory=list)

    @property
    def code(self) -> str:
        return str(self.row["indicator_id"])

    @property
    def method(self) -> str | None:
        method: str | None = self.row["interval_method"]
        return method

    @property
    def effect(self) -> float:
        """How many times the variance is that of children who come one by one."""
        return float(self.row["design_effect"])

    @property
    def scale(self) -> float:
        """What a fraction is multiplied by to be the figure."""
        return float(self.row["multiplier"] or np.nan)

    @property
    def polarity(self) -> str:
        return str(self.row["polarity"])

    @property
    def compared(self) -> bool:
        """Whether councils are compared by it."""
        return self.row["unit"] not in AMOUNTS

    def print(self, value: float, more: int = 0) -> str:
        return oracle.printed(value, self.row["decimals"] + more)

    def alike(self, one: float | None, other: float | None) -> bool:
        """Whether two figures are the same text once rounded."""
        return one is not None and other is not None and self.print(one) == self.print(other)

    def has_parts(self, cell: Cell | None) -> bool:
        """Whether a figure can be judged."""
        if cell is None or cell.value is None or cell.x is None or cell.n is None:
            return False
        return bool(oracle.has_parts(self.method, cell.value, cell.x, cell.n))


@dataclass
class World:
    """The rows of the database; `ages` has counts by age, by indicator, area and last day."""

    measures: dict[str, Measure]
    areas: dict[str, dict[str, Any]]
    near: dict[tuple[str, int], list[str]]
    joint: dict[str, str]
    breaks: dict[str, list[date]]
    ages: dict[tuple[str, str, date], dict[str, float | None]]
    doubted: set[tuple[str, str, date]] = field(default_factory=set)


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    answer = con.execute(sql)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def read(con: duckdb.DuckDBPyConnection) -> World:
    """Every core indicator that has figures, in every place and period."""
    areas = {row["area_code"]: row for row in rows(con, "from area")}
    measures = {
        row["indicator_id"]: Measure(row=row)
        for row in rows(
            con,
            "from indicator semi join figure using (indicator_id) where core order by position",
        )
    }
    faults = {
        (row["indicator_id"], row["area_code"], row["period_end"])
        for row in rows(con, "from figure_note where kind = 'fault'")
    }
    for row in rows(con, "from figure where breakdown_topic is null"):
        since = areas[row["area_code"]]["valid_from"]
        if row["indicator_id"] not in measures or (since and row["period_end"] < since):
            continue  # of no measure here, or of a council before it
        cell = Cell(
            row["value"], row["status"], row["numerator"], row["denominator"], row["period_start"]
        )
        if (row["indicator_id"], row["area_code"], row["period_end"]) in faults:
            cell = Cell(None, FAULT, start=row["period_start"])
        measures[row["indicator_id"]].cells[row["area_code"]][row["period_end"]] = cell
    for measure in measures.values():
        add_intervals(measure)
        measure.ends = ends(measure, areas)
    world = World(
        measures=measures,
        areas=areas,
        near=defaultdict(list),
        joint={
            code: area
            for area, row in areas.items()
            if row["level"] == "joint"
            for code in row["la_code"].split(" / ")
        },
        breaks=defaultdict(list),
        ages=defaultdict(dict),
    )
    for row in rows(con, "from neighbour order by area_code, model, rank"):
        world.near[row["area_code"], row["model"]].append(row["neighbour_code"])
    for row in rows(con, "from series_break"):
        world.breaks[row["indicator_id"]].append(row["after_end"])
    for row in rows(con, "from figure where breakdown_topic = 'Age'"):
        key = (row["indicator_id"], row["area_code"], row["period_end"])
        world.ages[key][row["breakdown"]] = row["value"]
    world.doubted = set(doubted(world))
    return world


def add_intervals(measure: Measure) -> None:
    """The 95% interval of every figure that can have one, in the unit of the figure."""
    every = [cell for series in measure.cells.values() for cell in series.values()]
    able = [cell for cell in every if measure.has_parts(cell)]
    if not able or measure.method is None:
        return
    low, high = oracle.limits(
        measure.method,
        [cell.x or 0.0 for cell in able],
        [cell.n or 0.0 for cell in able],
        effect=measure.effect,
    )
    for place, cell in enumerate(able):
        cell.low, cell.high = float(low[place]) * measure.scale, float(high[place]) * measure.scale


def ends(measure: Measure, areas: dict[str, dict[str, Any]]) -> list[date]:
    """The last days of the periods in which any council has a figure, oldest first."""
    return sorted(
        {
            end
            for area, series in measure.cells.items()
            if areas[area]["level"] in ("la", "joint")
            for end, cell in series.items()
            if cell.value is not None
        }
    )


def existed(area: dict[str, Any], end: date) -> bool:
    begun = area["valid_from"] is None or area["valid_from"] <= end
    return begun and (area["valid_to"] is None or area["valid_to"] >= end)


def who_reports(world: World, measure: Measure, area: str) -> str:
    """A council without a row of this measure is in a joint return that has some."""
    joint = world.joint.get(world.areas[area]["la_code"], "")
    return joint if not measure.cells.get(area) and measure.cells.get(joint) else area


def taking_part(world: World, measure: Measure, end: date) -> dict[str, Cell]:
    """Every council that was there on the last day or has a figure, a joint return once."""
    found = {}
    for area, row in world.areas.items():
        if row["level"] == "joint" and end in measure.cells.get(area, {}):
            found[area] = measure.cells[area][end]
        if row["level"] != "la" or who_reports(world, measure, area) != area:
            continue
        cell = measure.cells.get(area, {}).get(end)
        if cell is not None and cell.value is not None:
            found[area] = cell
        elif existed(row, end):
            found[area] = cell or Cell(None, "missing_unknown")
    return found


def year_before(world: World, measure: Measure, area: str, end: date) -> Cell | None:
    """The figure that one may be compared with: of the year before, as long, no break between."""
    series = measure.cells[area]
    earlier = max((other for other in series if other < end), default=None)
    if earlier is None or series[earlier].value is None:
        return None
    if (earlier.year + 1, earlier.month) != (end.year, end.month):
        return None
    if _months(series[earlier].start, earlier) != _months(series[end].start, end):
        return None
    parted = any(earlier <= after < end for after in world.breaks[measure.code])
    return None if parted else series[earlier]


def _months(start: date | None, end: date) -> int:
    return 12 * (end.year - start.year) + end.month - start.month if start else 0


@dataclass
class Near:
    """The neighbours' figure of one model, worked out by hand."""

    mean: float | None = None
    median: float | None = None
    pooled: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    of: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)

    @property
    def told(self) -> tuple[object, ...]:
        """All that is told of it, the missing in the order of their names."""
        rules, ends = (self.mean, self.median, self.pooled), (self.low, self.high)
        return *rules, *ends, self.n, self.of, tuple(sorted(self.missing))


def neighbours(
    world: World, measure: Measure, council: str, model: int, part: dict[str, Cell]
) -> Near:
    """The neighbours of a council among those who take `part`."""
    listed = world.near.get((council, model), [])
    counted, cells = {who_reports(world, measure, council)}, []
    found = Near(of=len(listed))
    for area in listed:
        reporter = who_reports(world, measure, area)
        name = world.areas[area]["name"]
        if reporter in counted:
            found.missing.append((name, JOINT))
        elif reporter not in part:
            found.missing.append((name, GONE))
        else:
            counted.add(reporter)
            cells.append(part[reporter])
            if part[reporter].value is None:
                found.missing.append((world.areas[reporter]["name"], part[reporter].status))
    values = [cell.value for cell in cells if cell.value is not None]
    found.n = len(values)
    if len(values) < oracle.ENOUGH_NEIGHBOURS:
        return found
    found.mean, found.median = float(np.mean(values)), float(np.median(values))
    found.low, found.high = min(values), max(values)
    whole = [c for c in cells if None not in (c.value, c.x, c.n)]
    if measure.row["multiplier"] is not None and len(whole) >= oracle.ENOUGH_NEIGHBOURS:
        above, below = np.sum([c.x for c in whole]), np.sum([c.n for c in whole])
        found.pooled = float(measure.scale * above / below)
    return found


def verdicts(
    measure: Measure, own: Cell | None, near: dict[int, Near]
) -> dict[tuple[int, str], str]:
    """What may be said of the council against each figure of its neighbours."""
    if own is None or own.low is None or own.high is None:
        return {}
    return {
        (model, rule): "similar"
        if measure.alike(own.value, value)
        else oracle.against(value, own.low, own.high)
        for model, figure in near.items()
        for rule in ("mean", "median", "pooled")
        if (value := getattr(figure, rule)) is not None
    }


def doubted(world: World) -> Iterator[tuple[str, str, date]]:
    """The figures of each account of plans that is far off: start, in, out and end."""
    stock, came, went = (
        world.measures[code].cells for code in ("ehcp_caseload", "ehcp_new", "ehcp_ceased")
    )
    for area in [area for area in stock if world.areas[area]["level"] == "la"]:
        for end, cell in stock[area].items():
            before, into, out = (
                _in_year(cells.get(area, {}), end.year - 1) for cells in (stock, came, went)
            )
            if cell.value is None or before is None or into is None or out is None:
                continue
            off = abs(before + into - out - cell.value)
            if off > TOLERATED and off > TOLERATED_PART * max(before, cell.value):
                for code, earlier in IN_ACCOUNT.items():
                    yield from _dated(world.measures[code], area, end.year - earlier)


def _in_year(series: Series, year: int) -> float | None:
    return next((cell.value for end, cell in series.items() if end.year == year), None)


def _dated(measure: Measure, area: str, year: int) -> Iterator[tuple[str, str, date]]:
    """The figures of one place in one year that there are."""
    for end, cell in measure.cells.get(area, {}).items():
        if end.year == year and cell.value is not None:
            yield measure.code, area, end
