"""Fairness, proved by brute force: every council, core indicator and year of the embedded figures.

What may be said is worked out here again, in plain loops over the rows of the database and with
the textbook formulas, and not with `analysis` or with the code of the page.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from scipy.stats import chi2, fisher_exact, norm

from pages.parts.compare import data
from pages.parts.compare import neighbours as compare_neighbours
from pages.parts.compare.choice import Asked, comparison
from pages.parts.compare.tabs import TABS
from pages.parts.compare.words import finding
from pages.parts.figures.councils import Choice, councils, groups
from pages.parts.figures.view import view
from pages.parts.measure import words
from tests.pages.few import Share, as_if_of_many

Z = 1.959963984540054
AMOUNTS = ("count", "FTE")
MODELS = (2025, 2021)
ENGLAND = "E92000001"


@dataclass
class Cell:
    """One figure as the database holds it."""

    value: float | None
    status: str
    x: float | None = None
    n: float | None = None
    effect: float = 1.0


@dataclass
class Measure:
    """One core indicator: its figures by area and last day."""

    row: dict[str, Any]
    cells: dict[str, dict[date, Cell]] = field(default_factory=lambda: defaultdict(dict))
    ends: list[date] = field(default_factory=list)


@dataclass
class World:
    """The rows of the database, as plain dictionaries."""

    measures: dict[str, Measure]
    areas: dict[str, dict[str, Any]]
    near: dict[tuple[str, int], list[str]]
    joint: dict[str, str]
    breaks: dict[str, list[date]]
    doubted: set[tuple[str, str, date]] = field(default_factory=set)
    newest: dict[str, tuple[dict[str, Cell], Any]] = field(default_factory=dict)


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    answer = con.execute(sql)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@pytest.fixture(scope="module")
def world(database: duckdb.DuckDBPyConnection) -> World:
    areas = {row["area_code"]: row for row in rows(database, "from area")}
    faults = {
        (row["indicator_id"], row["area_code"], row["period_end"])
        for row in rows(database, "from figure_note where kind = 'fault'")
    }
    measures = {
        row["indicator_id"]: Measure(row=row)
        for row in rows(database, "from indicator where core order by position")
        if row["unit"] not in AMOUNTS
    }
    for row in rows(database, "from figure where breakdown_topic is null"):
        if row["indicator_id"] not in measures:
            continue
        since = areas[row["area_code"]]["valid_from"]
        if since and row["period_end"] < since:
            continue  # of a council before it
        key = (row["indicator_id"], row["area_code"], row["period_end"])
        effect = measures[row["indicator_id"]].row["design_effect"]
        cell = Cell(row["value"], row["status"], row["numerator"], row["denominator"], effect)
        if key in faults:
            cell = Cell(None, "fault")
        measures[row["indicator_id"]].cells[row["area_code"]][row["period_end"]] = cell
    near: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in rows(database, "from neighbour order by area_code, model, rank"):
        near[row["area_code"], row["model"]].append(row["neighbour_code"])
    joint = {
        code: area
        for area, row in areas.items()
        if row["level"] == "joint"
        for code in row["la_code"].split(" / ")
    }
    for measure in measures.values():
        measure.ends = sorted(
            {
                end
                for area, series in measure.cells.items()
                if areas[area]["level"] in ("la", "joint")
                for end, cell in series.items()
                if cell.value is not None
            }
        )
    breaks: dict[str, list[date]] = defaultdict(list)
    for row in rows(database, "from series_break"):
        breaks[row["indicator_id"]].append(row["after_end"])
    doubted = {
        (row["indicator_id"], row["area_code"], row["period_end"])
        for row in rows(database, "from figure_note where kind = 'account'")
    }
    return World(
        measures=measures, areas=areas, near=near, joint=joint, breaks=breaks, doubted=doubted
    )


def existed(area: dict[str, Any], end: date) -> bool:
    begun = area["valid_from"] is None or area["valid_from"] <= end
    return begun and (area["valid_to"] is None or area["valid_to"] >= end)


def who_reports(world: World, measure: Measure, area: str) -> str:
    """A council without a row of this measure is in a joint return that has some."""
    joint = world.joint.get(world.areas[area]["la_code"], "")
    return joint if not measure.cells.get(area) and measure.cells.get(joint) else area


def taking_part(world: World, measure: Measure, end: date) -> dict[str, Cell]:
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


def has_parts(method: str | None, cell: Cell) -> bool:
    if method is None or cell.value is None or cell.x is None or cell.n is None:
        return False
    if cell.x < 0 or cell.n <= 0:
        return False
    if method == "proportion":
        return cell.x <= cell.n and cell.n >= 5
    return cell.x >= 10 or cell.x == int(cell.x)


@cache
def limits(method: str, x: float, n: float, effect: float, z: float = Z) -> tuple[float, float]:
    """As `one_by_one`, each end as many times as far as the root of the design effect says."""
    low, high = one_by_one(method, x, n, z)
    if effect == 1:
        return low, high
    low, high = (x / n + math.sqrt(effect) * (end - x / n) for end in (low, high))
    return max(low, 0.0), min(high, 1.0) if method == "proportion" else high


@cache
def one_by_one(method: str, x: float, n: float, z: float) -> tuple[float, float]:
    """The 95% interval of x / n, or that of z: Wilson, Byar, or exact Poisson under 10."""
    if method == "proportion":
        p = x / n
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return (0.0 if x == 0 else middle - half), (1.0 if x == n else middle + half)
    if x < 10:
        tail = norm.sf(z)
        low = chi2.ppf(tail, 2 * x) / 2 if x else 0.0
        return float(low) / n, float(chi2.isf(tail, 2 * x + 2)) / 2 / n
    low = max(x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3, 0.0)
    high = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * math.sqrt(x + 1))) ** 3
    return low / n, high / n


@cache
def together(others: int) -> float:
    """The z of so many intervals that all hold with 95% certainty: 5% shared among them."""
    return float(norm.isf(0.025 / max(others, 1)))


def certainly(method: str, one: Cell, other: Cell, z: float = Z) -> int:
    """1 when one is higher than the other beyond chance, -1 lower, 0 neither."""
    assert one.x is not None and one.n is not None and other.x is not None and other.n is not None
    p, q = one.x / one.n, other.x / other.n
    (p_low, p_high), (q_low, q_high) = (
        limits(method, one.x, one.n, one.effect, z),
        limits(method, other.x, other.n, other.effect, z),
    )
    low = p - q - math.sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    high = p - q + math.sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    sign = 1 if low > 0 else -1 if high < 0 else 0
    if sign and method == "rate" and one.x > 0 and other.x > 0:
        error = z * math.sqrt(one.effect / one.x + other.effect / other.x)
        if abs(math.log(p / q)) <= error:
            return 0
    if sign and method == "proportion" and not exactly(one.x, one.n, other.x, other.n, z):
        return 0
    return sign


@cache
def exactly(x1: float, n1: float, x2: float, n2: float, z: float) -> bool:
    """Whether the exact test calls two shares different; far from chance it is not asked."""
    pooled = (x1 + x2) / (n1 + n2)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    if abs(x1 / n1 - x2 / n2) > 6 * error and min(n1, n2) * min(pooled, 1 - pooled) >= 5:
        return True
    table = [[int(x), int(n - x)] for x, n in ((x1, n1), (x2, n2))]
    return bool(fisher_exact(table).pvalue < 2 * norm.sf(z))


@cache
def printed(value: float, decimals: int) -> str:
    exact = Decimal(repr(value)).quantize(Decimal("1e-9"), rounding=ROUND_HALF_UP)
    text = f"{exact.quantize(Decimal(10) ** -decimals, rounding=ROUND_HALF_UP):,}"
    return (
        text.lstrip("-")
        if not float(text.replace(",", ""))
        else text.replace("-", "\N{MINUS SIGN}")
    )


@dataclass
class Near:
    """The neighbours' figure of one model, worked out by hand."""

    mean: float | None = None
    median: float | None = None
    pooled: float | None = None
    n: int = 0
    of: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)


def neighbours(
    world: World, measure: Measure, council: str, model: int, part: dict[str, Cell]
) -> Near:
    listed = world.near.get((council, model), [])
    counted, cells = {who_reports(world, measure, council)}, []
    found = Near(of=len(listed))
    for area in listed:
        reporter = who_reports(world, measure, area)
        name = world.areas[area]["name"]
        if reporter in counted:
            found.missing.append((name, "joint"))
        elif reporter not in part:
            found.missing.append((name, "gone"))
        else:
            counted.add(reporter)
            cells.append(part[reporter])
            if part[reporter].value is None:
                found.missing.append((world.areas[reporter]["name"], part[reporter].status))
    values = sorted(cell.value for cell in cells if cell.value is not None)
    found.n = len(values)
    if len(values) < 7:
        return found
    found.mean = sum(values) / len(values)
    half = len(values) // 2
    found.median = values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
    whole = [c for c in cells if None not in (c.value, c.x, c.n)]
    if measure.row["multiplier"] is not None and len(whole) >= 7:
        above, below = sum(c.x or 0 for c in whole), sum(c.n or 0 for c in whole)
        found.pooled = measure.row["multiplier"] * above / below
    return found


def verdicts(
    measure: Measure, own: Cell | None, near: dict[int, Near]
) -> dict[tuple[int, str], str]:
    """What may be said of the council against each figure of its neighbours."""
    method, decimals = measure.row["interval_method"], measure.row["decimals"]
    if own is None or own.value is None or not has_parts(method, own):
        return {}
    assert own.x is not None and own.n is not None
    low, high = (
        end * measure.row["multiplier"] for end in limits(method, own.x, own.n, own.effect)
    )
    told = {}
    for model, figure in near.items():
        for rule in ("mean", "median", "pooled"):
            value = getattr(figure, rule)
            if value is None:
                continue
            if printed(own.value, decimals) == printed(value, decimals):
                told[model, rule] = "similar"
            else:
                told[model, rule] = (
                    "higher" if value < low else "lower" if value > high else "similar"
                )
    return told


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def differences(theirs: Any, ours: Near) -> Iterator[str]:
    for rule in ("mean", "median", "pooled"):
        if not same(getattr(theirs, rule), getattr(ours, rule)):
            yield f"{rule} is {getattr(theirs, rule)}, not {getattr(ours, rule)}"
    if (theirs.n, theirs.of) != (ours.n, ours.of):
        yield f"{theirs.n} of {theirs.of}, not {ours.n} of {ours.of}"
    named = [(one.name, one.status) for one in theirs.missing]
    if sorted(named) != sorted(ours.missing):
        yield f"missing are {named}, not {ours.missing}"


def test_every_neighbour_figure_and_every_warning(world: World, app_data: Path) -> None:
    faults: list[str] = []
    tally: Counter[str] = Counter()
    for code, measure in world.measures.items():
        everywhere = data.everywhere(code)
        assert everywhere.ends == measure.ends
        for end in measure.ends:
            part = taking_part(world, measure, end)
            for council in councils():
                near = {
                    model: expected
                    for model in MODELS
                    if (expected := neighbours(world, measure, council.area_code, model, part)).of
                }
                theirs = data.nearby(everywhere, council, end)
                assert theirs.keys() == near.keys()
                where = f"{code} {council.name} {end}"
                for model, expected in near.items():
                    tally["figures"] += 1
                    tally["without a figure"] += expected.mean is None
                    told = differences(theirs[model], expected)
                    faults += [f"{where} {model}: {fault}" for fault in told]
                own = who_reports(world, measure, council.area_code)
                expected_verdicts = verdicts(measure, part.get(own), near)
                judgement = data.judged(everywhere, own, end, theirs)
                tally["councils and years"] += 1
                tally["judged"] += bool(expected_verdicts)
                tally["warned"] += judgement.depends
                if dict(judgement.verdicts) != expected_verdicts:
                    faults.append(f"{where}: {judgement.verdicts}, not {expected_verdicts}")
                if judgement.depends != (len(set(expected_verdicts.values())) > 1):
                    faults.append(f"{where}: the warning is {judgement.depends}")
    print(f"{len(world.measures)} indicators; " + "; ".join(f"{k} {v:,}" for k, v in tally.items()))
    assert not faults, f"{len(faults)} faults, for instance:\n" + "\n".join(faults[:20])
    assert len(world.measures) == 43
    assert tally["figures"] > 100_000 and tally["warned"] > 2_000
    assert tally["without a figure"] > 2_000


def ranks(measure: Measure, part: dict[str, Cell]) -> tuple[dict[str, int], int, int] | None:
    """The rank of every council with a figure; None where fewer than 90% have one."""
    applies = [cell for cell in part.values() if cell.status != "not_applicable"]
    present = {area: cell.value for area, cell in part.items() if cell.value is not None}
    if len(present) * 10 < 9 * len(applies):
        return None
    low = measure.row["polarity"] == "low"
    found = {
        area: 1 + sum((v < value) if low else (v > value) for v in present.values())
        for area, value in present.items()
    }
    return found, len(present), len(applies)


def ranges(
    measure: Measure, part: dict[str, Cell], of: int
) -> tuple[dict[str, tuple[int, int, int]], int]:
    """The ranks that chance leaves open to every council, and how many pairs were compared."""
    method, low = measure.row["interval_method"], measure.row["polarity"] == "low"
    able = [area for area, cell in part.items() if has_parts(method, cell)]
    z = together(len(able) - 1)
    before, after = Counter[str](), Counter[str]()
    for index, one in enumerate(able):
        for other in able[:index]:
            sign = certainly(method, part[one], part[other], z) * (-1 if low else 1)
            if sign:
                before[one if sign < 0 else other] += 1
                after[other if sign < 0 else one] += 1
    found = {area: (1 + before[area], of - after[area], of) for area in able}
    return found, len(able) * (len(able) - 1) // 2


def test_every_rank_its_range_and_its_absence(world: World, app_data: Path) -> None:
    faults: list[str] = []
    tally: Counter[str] = Counter()
    for code, measure in world.measures.items():
        for end in measure.ends:
            part, period = taking_part(world, measure, end), data.everywhere(code).at(end)
            where = f"{code} {end}"
            assert period.entries.keys() == part.keys(), where
            expected = ranks(measure, part)
            tally["periods"] += 1
            if expected is None:
                tally["periods without ranks"] += 1
                standings = [period.standing(area) for area in part]
                if period.ranges or period.limits or any(one.rank for one in standings):
                    faults.append(f"{where}: a rank among too few")
                continue
            places, of, applies = expected
            if (len(period.present), period.applies) != (of, applies):
                faults.append(f"{where}: {len(period.present)} of {period.applies}")
            for area, place in places.items():
                tally["ranks"] += 1
                standing = period.standing(area)
                tied = list(places.values()).count(place) - 1
                if (standing.rank, standing.of, standing.tied) != (place, of, tied):
                    faults.append(f"{where} {area}: rank {standing.rank}, not {place}")
            due, pairs = ranges(measure, part, of)
            tally["pairs"] += pairs
            tally["ranges"] += len(due)
            if {a: (r.best, r.worst, r.of) for a, r in period.ranges.items()} != due:
                faults.append(f"{where}: ranges differ")
    print("; ".join(f"{name} {count:,}" for name, count in tally.items()))
    assert not faults, f"{len(faults)} faults, for instance:\n" + "\n".join(faults[:20])
    assert tally["ranks"] > 50_000 and tally["ranges"] > 25_000
    assert tally["periods without ranks"] >= 13


NUM = r"\N{MINUS SIGN}?\d[\d,]*(?:\.\d+)?"
NUMBER = re.compile(NUM)
REPORTING = r"(?P<reporting>\d+) of (?P<applies>\d+) councils have a figure"
QUARTERS = "(?:lowest|highest) quarter|middle half|(?:most|least) favourable quarter"


def form(text: str) -> re.Pattern[str]:
    """A sentence form: [name] is a number of the measure with its sign, [#name] a whole one."""
    text = re.sub(r"\[#(\w+)\]", r"(?P<\1>\\d+|none)", text)
    return re.compile(re.sub(r"\[(\w+)\]", lambda m: f"(?P<{m[1]}>{NUM})%?", text))


ADDED = {
    "ranking": [
        form(
            r", (?P<joint>joint )?[#rank](?:st|nd|rd|th) of [#of] councils"
            r"(?P<order> \(1st is best\)|, counted from the highest)"
            r"(?:; by chance alone it could be anywhere from [#best](?:st|nd|rd|th) to "
            r"[#worst](?:st|nd|rd|th))?"
        ),
        form(rf"; no rank, as only {REPORTING}"),
    ],
    "distribution": [
        form(
            rf", in the (?P<part>{QUARTERS}) of councils \((?:[low] to [high]|[most] or less|"
            rf"above [least])\)(?:; chance alone could put it in (?P<open>.+))?"
        ),
        form(rf"; no quarters, as only {REPORTING}"),
    ],
    "map": [
        form(r"; councils range from [lowest] \((?P<at_low>.+)\) to [highest] \((?P<at_high>.+)\)")
    ],
    "table": [
        form(
            r"; of [#others] other councils [#above] (?:is|are) (?P<first>better|higher) by more "
            r"than chance, [#below] (?:is|are) (?P<second>worse|lower) and [#apart] cannot be told "
            r"apart"
        ),
        form(rf"; {REPORTING}"),
    ],
}


def newest(world: World, measure: Measure) -> tuple[dict[str, Cell], Any]:
    """Who takes part in the newest year, and the ranks; worked out once for a measure."""
    code = measure.row["indicator_id"]
    if code not in world.newest:
        part = taking_part(world, measure, measure.ends[-1])
        world.newest[code] = part, ranks(measure, part)
    return world.newest[code]


class Expected:
    """What each tab may say of one council and measure in the newest year."""

    def __init__(self, world: World, measure: Measure, council: str) -> None:
        self.measure, self.end = measure, measure.ends[-1]
        self.part, self.ranks = newest(world, measure)
        self.own = who_reports(world, measure, council)
        self.cell = self.part[self.own]
        self.series = measure.cells.get(self.own, {})
        self.breaks = world.breaks[measure.row["indicator_id"]]
        self.names = {area: row["name"] for area, row in world.areas.items()}
        code = measure.row["indicator_id"]
        self.sound = {  # the figures whose counts add up
            area: cell.value
            for area, cell in self.part.items()
            if cell.value is not None and (code, area, self.end) not in world.doubted
        }
        self.values = [cell.value for cell in self.part.values() if cell.value is not None]

    def quartiles(self) -> list[float]:
        ordered = sorted(self.values)
        found = []
        for share in (0.25, 0.5, 0.75):
            place = (len(ordered) - 1) * share
            low = ordered[math.floor(place)]
            found.append(low + (ordered[math.ceil(place)] - low) * (place - math.floor(place)))
        return found

    def sides(self) -> tuple[int, int] | None:
        """How many councils come before and after the council beyond chance, all at once."""
        method = self.measure.row["interval_method"]
        if self.ranks is None or not has_parts(method, self.cell):
            return None
        others = [
            cell for area, cell in self.part.items() if area != self.own and has_parts(method, cell)
        ]
        signs = [
            certainly(method, cell, self.cell, together(len(others)))
            * (-1 if self.polarity == "low" else 1)
            for cell in others
        ]
        return signs.count(1), signs.count(-1)

    @property
    def polarity(self) -> str:
        return str(self.measure.row["polarity"])

    def too_few(self) -> dict[str, Any]:
        applies = [cell for cell in self.part.values() if cell.status != "not_applicable"]
        return {"reporting": len(self.values), "applies": len(applies)}

    def ranking(self) -> dict[str, Any]:
        if self.ranks is None:
            return self.too_few()
        places, of, _ = self.ranks
        rank, sides = places[self.own], self.sides()
        found = {
            "rank": rank,
            "of": of,
            "joint": "joint " if list(places.values()).count(rank) > 1 else None,
            "order": ", counted from the highest" if self.polarity == "none" else " (1st is best)",
        }
        if sides and sides != (rank - 1, of - rank):
            found |= {"best": 1 + sides[0], "worst": of - sides[1]}
        return found

    def distribution(self) -> dict[str, Any]:
        if self.ranks is None:
            return self.too_few()
        low, _, high = self.quartiles()
        ends = [self.cell.value, self.cell.value]
        method, scale = self.measure.row["interval_method"], self.measure.row["multiplier"]
        if has_parts(method, self.cell):
            assert self.cell.x is not None and self.cell.n is not None
            ends = [
                end * scale for end in limits(method, self.cell.x, self.cell.n, self.cell.effect)
            ]
        words = ["lowest quarter", "middle half", "highest quarter"]
        if self.polarity != "none":
            words[0], words[2] = "least favourable quarter", "most favourable quarter"
        if self.polarity == "low":
            words.reverse()
        places = [(v > low) + (v > high) for v in (self.cell.value, *ends) if v is not None]
        others = [f"the {words[i]}" for i in range(places[1], places[2] + 1) if i != places[0]]
        span = [{"most": low}, {"low": low, "high": high}, {"least": high}][places[0]]
        return {"part": words[places[0]], "open": " or ".join(others) or None, **span}

    def map(self) -> dict[str, Any]:
        values = self.sound.values()
        low, high = min(values), max(values)
        return {
            "lowest": low,
            "highest": high,
            "at_low": self.whose(low),
            "at_high": self.whose(high),
        }

    def whose(self, value: float) -> str:
        found = [self.names[area] for area, one in self.sound.items() if one == value]
        if len(found) > 1:
            return f"{len(found)} councils"
        name = found[0].replace("St. ", "St ").replace(" / ", " and ")
        return re.sub(r", (City|County) of", "", name)

    def table(self) -> dict[str, Any]:
        sides = self.sides()
        if sides is None:
            return self.too_few()
        others = len(self.values) - 1
        first, second = ("higher", "lower") if self.polarity == "none" else ("better", "worse")
        return {
            "others": others,
            "above": sides[0],
            "below": sides[1],
            "apart": others - sum(sides),
            "first": first,
            "second": second,
        }

    def shares(self) -> list[tuple[Share, str]]:
        """The shares that a finding may tell, the council's newest first, with its percentage."""
        row = self.measure.row
        if row["unit"] != "percent" or row["multiplier"] is None:
            return []
        before = [cell for end, cell in self.series.items() if end != self.end]
        return [
            (Share(cell.value, cell.x, cell.n), f"{printed(cell.value, row['decimals'])}%")
            for cell in (self.cell, *before)
            if cell.value is not None
        ]

    def faults(self, tab: str, text: str) -> Iterator[str]:
        """What is wrong with the finding of one tab."""
        decimals = self.measure.row["decimals"]
        if self.cell.value is None:
            if (
                ": no figure for " not in text
                or NUMBER.search(text.partition("figure for")[2]) is None
            ):
                yield "a missing figure has another form"
            return
        said = self.shares()
        due = said[0][0].due(said[0][1]) if said else None
        if due and due not in text:
            yield f"it should say {due}"
        rest = as_if_of_many(text, said).partition(": ")[2]
        value = NUMBER.match(rest)
        if value is None or value[0] != printed(self.cell.value, decimals):
            yield f"the figure is {value and value[0]}, not {self.cell.value}"
        expected = {key: one for key, one in getattr(self, tab)().items() if one is not None}
        for one in ADDED[tab]:
            for start in [place.start() for place in re.finditer(r"[,;]|$", rest)]:
                found = one.fullmatch(rest, start)
                told = found and {k: v for k, v in found.groupdict().items() if v}
                told = told and {k: "0" if v == "none" else v for k, v in told.items()}
                if told is not None and told == {
                    key: due
                    if isinstance(due, str)
                    else printed(due, decimals * (key not in WHOLE))
                    for key, due in expected.items()
                }:
                    return
        yield f"it should say {expected}"


WHOLE = {"rank", "of", "best", "worst", "reporting", "applies", "others", "above", "below", "apart"}
SOME = ["201", "420", "857", "940", "314", "318", "207", "213", "838", "839", "942", "358", "801"]


def asked(code: str, measure: Measure, tab: str, choice: Choice) -> Asked:
    return Asked(
        choice=choice,
        indicator_id=code,
        named=(),
        first=measure.ends[0],
        last=measure.ends[-1],
        tab=tab,
    )


def some_choices() -> list[Choice]:
    every = sorted(councils(), key=lambda council: council.la_code)
    wanted = [one for one in every if one.la_code in SOME] + every[::12]
    return [Choice(council=one, group=groups(one)[-1]) for one in dict.fromkeys(wanted)]


def test_every_finding_says_only_what_the_figures_say(world: World, app_data: Path) -> None:
    faults, tally = [], Counter[str]()
    for choice in some_choices():
        for code, measure in world.measures.items():
            expected = Expected(world, measure, choice.council.area_code)
            compared = comparison(asked(code, measure, "trend", choice))
            for tab in ADDED:
                told = finding(compared, TABS[tab].adds)
                tally[tab] += 1
                where = f"{code} {choice.council.name} {tab}"
                faults += [
                    f"{where}: {fault}: {told.text}" for fault in expected.faults(tab, told.text)
                ]
                shown = {fact.shown for fact in told.numbers}
                if not shown <= set(NUMBER.findall(told.text)):
                    faults.append(f"{where}: a fact is not printed: {told}")
    print(dict(tally))
    assert not faults, f"{len(faults)} faults, for instance:\n" + "\n".join(faults[:20])
    assert tally.total() > 3_500


def test_compare_and_the_page_of_a_measure_have_one_headline(world: World, app_data: Path) -> None:
    """The two told opposite stories in 237 of 1,116 cases: one of the year before, one of 2022."""
    faults, tally = [], Counter[str]()
    for choice in some_choices():
        for code, measure in world.measures.items():
            seen = view(code, choice)
            compared = comparison(asked(code, measure, "trend", choice))
            if seen.latest is None or seen.latest.end != compared.last or seen.joint:
                continue
            own, there = words.finding(seen).text, finding(compared, TABS["trend"].adds).text
            tally["rise" if " a rise " in own else "fall" if " a fall " in own else "other"] += 1
            if own != there:
                faults.append(f"{code} {choice.council.name}: {own} | {there}")
    print(dict(tally))
    assert not faults, f"{len(faults)} faults, for instance:\n" + "\n".join(faults[:20])
    assert min(tally.values()) > 20 and tally.total() > 700


@pytest.mark.parametrize(
    ("tab", "right", "wrong"),
    [
        ("ranking", "74th", "75th"),
        ("ranking", "55th to 93rd", "55th to 94th"),
        ("distribution", "middle half", "most favourable quarter"),
        ("distribution", "79.4%", "79.5%"),
        ("map", "Devon", "Dorset"),
        ("table", "54 are better", "54 are worse"),
    ],
)
def test_a_wrong_finding_is_caught(
    tab: str, right: str, wrong: str, world: World, app_data: Path
) -> None:
    trafford = next(one for one in some_choices() if one.council.la_code == "358")
    measure = world.measures["ehcp_20wk_ex_pc"]
    expected = Expected(world, measure, trafford.council.area_code)
    compared = comparison(asked("ehcp_20wk_ex_pc", measure, tab, trafford))
    told = finding(compared, TABS[tab].adds).text
    assert right in told
    assert not list(expected.faults(tab, told))
    assert list(expected.faults(tab, told.replace(right, wrong)))


def test_the_warning_names_every_figure_and_what_it_means(world: World, app_data: Path) -> None:
    warned = 0
    for choice in some_choices():
        for code, measure in world.measures.items():
            compared = comparison(asked(code, measure, "trend", choice))
            area, part = choice.council.area_code, newest(world, measure)[0]
            near = {model: neighbours(world, measure, area, model, part) for model in MODELS}
            near = {model: one for model, one in near.items() if one.of}
            due = verdicts(measure, part[who_reports(world, measure, area)], near)
            told = compare_neighbours.warning(compared)
            assert bool(told) == (len(set(due.values())) > 1)
            warned += bool(told)
            for (model, rule), verdict in due.items() if told else ():
                value = printed(getattr(near[model], rule), measure.row["decimals"])
                sentence = next(one for one in told.split("; ") if f"({rule}, {model})" in one)
                assert re.search(rf"\b{re.escape(value)}%? \({rule}, {model}\)", sentence)
                word = {"similar": "cannot be told apart"}.get(verdict, verdict)
                if measure.row["polarity"] != "none" and verdict != "similar":
                    better = (verdict == "higher") == (measure.row["polarity"] == "high")
                    word = "better" if better else "worse"
                assert word in sentence
            cells = compare_neighbours.figures(compared).set_index("Neighbours")
            for model, one in near.items():
                row = cells.loc[f"{model} model"]
                assert row["With a figure"] == f"{one.n} of {one.of}"
                if one.mean is None:
                    assert set(row[["Mean", "Median", "Pooled"]]) == {"No figure"}
                else:
                    assert row["Mean"].startswith(printed(one.mean, measure.row["decimals"]))
            words = " ".join(compare_neighbours.missing(compared))
            assert all(name in words for one in near.values() for name, _ in one.missing)
    assert warned > 100
