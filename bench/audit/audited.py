"""One measure as it is audited: what its pages say, and what may be said, worked out again."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from bench.audit import claims, oracle, world
from bench.audit.standings import Stands, standings
from bench.audit.world import ENGLAND, Cell, Measure, Near, World
from pages.parts.compare import data
from pages.parts.figures.councils import Choice
from pages.parts.figures.view import Reported, View, view
from pages.parts.language.words import day_words
from pages.parts.measure import words
from pages.parts.measure.sentences import Finding, tell

MOVED = {1: "rose", -1: "fell", 0: "no clear change"}
CLOSE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One thing that was worked out twice: of which council, measure and period, and as what."""

    council: str
    measure: str
    period: date
    what: str
    ours: object
    theirs: object

    @property
    def differs(self) -> bool:
        return not same(self.ours, self.theirs)

    @property
    def sentence(self) -> str:
        return (
            f"{self.council}, {self.measure}, {day_words(self.period)}: {self.what} is "
            f"{self.ours}, and by the audit {self.theirs}."
        )


def same(ours: object, theirs: object) -> bool:
    """Whether both are the same; numbers but for what arithmetic leaves behind."""
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, float) and isinstance(theirs, float):
        return math.isclose(ours, theirs, rel_tol=CLOSE, abs_tol=CLOSE)
    return ours == theirs


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """What the page of a measure says of one council in one period; `known` is what is true."""

    view: View
    point: Reported
    finding: Finding
    cell: Cell
    known: "Known"


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """What may be said of one figure, worked out again."""

    measure: Measure
    cell: Cell
    before: Cell | None
    england: float | None

    @cached_property
    def against_england(self) -> str:
        cell, england = self.cell, self.england
        if not self.measure.compared or cell.low is None or cell.high is None or england is None:
            return "not compared"
        if self.measure.alike(cell.value, england):
            return "similar"
        return oracle.against(england, cell.low, cell.high)

    @property
    def alike(self) -> bool:
        """Whether the whole interval is surely within a fifth of England's figure."""
        cell, england = self.cell, self.england
        if self.against_england != "similar" or self.measure.alike(cell.value, england):
            return False
        assert cell.low is not None and cell.high is not None and england is not None
        least, most = oracle.LEAST_ALIKE * england, oracle.MOST_ALIKE * england
        return least <= cell.low and cell.high <= most

    @property
    def tone(self) -> str:
        verdict, polarity = self.against_england, self.measure.polarity
        if verdict == "not compared" or polarity == "none":
            return "none"
        if verdict == "similar":
            return verdict
        return "better" if (verdict == "higher") == (polarity == "high") else "worse"

    @cached_property
    def parts(self) -> tuple[float, float, float, float] | None:
        """The four counts of a change that can be judged."""
        if not (self.measure.has_parts(self.cell) and self.measure.has_parts(self.before)):
            return None
        assert self.before is not None
        x1, n1, x2, n2 = self.cell.x, self.cell.n, self.before.x, self.before.n
        assert x1 is not None and n1 is not None and x2 is not None and n2 is not None
        return x1, n1, x2, n2

    @property
    def movement(self) -> str:
        if self.parts is None or self.before is None:
            return "not compared"
        if self.measure.alike(self.cell.value, self.before.value):
            return "no clear change"
        return MOVED[self._side]

    @property
    def _side(self) -> int:
        """1 where it rose by more than chance, -1 where it fell: both tests must say so."""
        assert self.parts is not None and self.change is not None
        low, high = self.change
        if low <= 0 <= high:
            return 0
        if self.ratio is not None and self.ratio[0] <= 1 <= self.ratio[1]:
            return 0
        if self.measure.method == "proportion" and not oracle.exactly(*self.parts, oracle.Z):
            return 0
        return 1 if low > 0 else -1

    @cached_property
    def change(self) -> tuple[float, float] | None:
        """The interval of the change, in the unit of the figure."""
        if self.parts is None or self.before is None:
            return None
        scale, (x1, n1, x2, n2) = self.measure.scale, self.parts
        now, then = self.cell.ends, self.before.ends
        assert now is not None and then is not None
        low, high = oracle.difference(scale * x1 / n1, _arrays(now), scale * x2 / n2, _arrays(then))
        return float(low), float(high)

    @cached_property
    def ratio(self) -> tuple[float, float] | None:
        """The interval of later divided by earlier, of rates."""
        if self.parts is None or self.measure.method != "rate":
            return None
        return oracle.ratio(*self.parts, effect=self.measure.effect)

    @property
    def difference(self) -> float | None:
        if self.before is None or self.cell.value is None or self.before.value is None:
            return None
        return self.cell.value - self.before.value

    def numbers(self, near: Near | None) -> dict[str, float | None]:
        """The numbers that a sentence may print, by their names in `claims.CLAIMS`."""
        cell, change, difference = self.cell, self.change, self.difference
        least, most = sorted(map(abs, change)) if change else (None, None)
        england = self.england or None
        return {
            "value": cell.value,
            "was": self.before.value if self.before else None,
            "size": None if difference is None else abs(difference),
            "least": least,
            "most": most,
            "england": self.england,
            "low": cell.low,
            "high": cell.high,
            "times_low": cell.low / england if england and cell.low is not None else None,
            "times_high": cell.high / england if england and cell.high is not None else None,
            "mean": near.mean if near else None,
            "near_low": near.low if near else None,
            "near_high": near.high if near else None,
        }


def _arrays(ends: tuple[float, float]) -> oracle.Ends:
    return np.asarray(ends[0]), np.asarray(ends[1])


@dataclass(frozen=True, kw_only=True, eq=False)
class Audited:
    """One measure as it is audited: for these councils, against these rows."""

    world: World
    measure: Measure
    choices: Sequence[Choice]

    @property
    def code(self) -> str:
        return self.measure.code

    @cached_property
    def field(self) -> data.Field:
        return data.everywhere(self.code)

    @cached_property
    def parts(self) -> dict[date, dict[str, Cell]]:
        """Who takes part in each period."""
        return {end: world.taking_part(self.world, self.measure, end) for end in self.measure.ends}

    def checked(self, area: str, end: date, what: str, ours: object, theirs: object) -> Checked:
        return Checked(
            council=str(self.world.areas[area]["name"]),
            measure=str(self.measure.row["short_name"]),
            period=end,
            what=what,
            ours=ours,
            theirs=theirs,
        )

    @cached_property
    def told(self) -> list[Told]:
        """Every figure of these councils with what its page says of it."""
        return [told for choice in self.choices for told in self._told(choice)]

    def _told(self, choice: Choice) -> Iterator[Told]:
        seen = view(self.code, choice)
        story = words.story(seen)
        series = self.measure.cells.get(seen.reporter, {})
        for point in seen.council:
            cell = series[point.end]
            yield Told(
                view=seen,
                point=point,
                finding=tell(story, point.end),
                cell=cell,
                known=self.known(seen.reporter, point.end),
            )

    def known(self, area: str, end: date) -> Known:
        cell = self.measure.cells[area][end]
        england = self.measure.cells.get(ENGLAND, {}).get(end)
        there = england is not None and england.start == cell.start
        return Known(
            measure=self.measure,
            cell=cell,
            before=world.year_before(self.world, self.measure, area, end),
            england=england.value if there and england else None,
        )

    def numbers(self, area: str, end: date) -> dict[str, float | None]:
        """What a title may print of one council in the newest period."""
        if end not in self.measure.cells.get(area, {}):
            return {}
        known = self.known(area, end).numbers(None)
        stands = self.standings(end).get(area) if self.measure.compared else None
        if stands is None or stands[0] is None:
            return known
        rank, of, _, _, _, open_to = stands
        best, worst = open_to or (None, None)
        return known | {"rank": rank, "of": of, "best": best, "worst": worst}

    def faults(self, text: str, known: Mapping[str, float | None]) -> list[str]:
        """What is wrong with the claims of a text, in its printed digits."""
        row = self.measure.row
        said = claims.Said(text=text, polarity=row["polarity"], decimals=row["decimals"])
        return list(claims.faults(said, known))

    def standings(self, end: date) -> dict[str, Stands]:
        """Where every council stands in one period; worked out once."""
        if end not in self._standings:
            self._standings[end] = standings(self.measure, self.parts[end])
        return self._standings[end]

    @cached_property
    def _standings(self) -> dict[date, dict[str, Stands]]:
        return {}

    def near(self, area: str, end: date, model: int) -> Near:
        return world.neighbours(self.world, self.measure, area, model, self.parts[end])
