"""A council's own monthly counts: as supplied, what of them may be shown, and how they move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import queries
from analysis.months import Judged, hidden, judge
from analysis.spc import Rule
from pages.parts.figures.councils import Council
from pages.parts.figures.sources import SourceFile
from pages.parts.language.words import display_name

Kind = Literal["flow", "stock"]


@dataclass(frozen=True, kw_only=True)
class MonthRow(SourceFile):
    """One row of queries/months.sql: one count as supplied, small ones too, and its file."""

    measure: str
    name: str
    kind: Kind
    definition: str
    period_end: date
    value: int
    change: str | None


@dataclass(frozen=True, kw_only=True)
class Months:
    """One measure of one council: every month supplied, with None where the count is hidden.

    `changes` are the months from which the council counts or works in another way, each with its
    words. `baselines` are those of the newest unbroken months, none for a stock. `files` has the
    file of every month, most of them many times.
    """

    council: str
    measure: str
    name: str
    kind: Kind
    definition: str
    counts: Mapping[date, int | None]
    changes: Mapping[date, str]
    baselines: tuple[Judged, ...]
    files: tuple[SourceFile, ...]

    @property
    def newest(self) -> date:
        return max(self.counts)

    @property
    def judged(self) -> Judged | None:
        """The newest baseline; None for a stock and where all of its months are hidden."""
        newest = self.baselines[-1] if self.baselines else None
        return newest if newest and newest.months else None

    @property
    def signals(self) -> dict[date, Rule]:
        """The months that stand out, of every baseline."""
        return {end: rule for one in self.baselines for end, rule in one.signals.items()}

    @property
    def shown(self) -> dict[date, int]:
        return {end: count for end, count in self.counts.items() if count is not None}


@queries.kept(most=200)
def months(council: Council) -> dict[str, Months]:
    """The measures that a council supplied, by their stable names; empty where it supplied none."""
    by_measure: dict[str, list[MonthRow]] = {}
    for row in queries.rows("months", MonthRow, la=council.la_code):
        by_measure.setdefault(row.measure, []).append(row)
    counts = {
        measure: {row.period_end: row.value for row in rows} for measure, rows in by_measure.items()
    }
    # All measures at once: one count may be worked out from the others.
    secret = hidden(counts)
    return {
        measure: _of(display_name(council.name), rows, secret[measure])
        for measure, rows in by_measure.items()
    }


def _of(council: str, rows: list[MonthRow], secret: frozenset[date]) -> Months:
    first = rows[0]
    counts = {row.period_end: None if row.period_end in secret else row.value for row in rows}
    changes = {row.period_end: row.change for row in rows if row.change}
    return Months(
        council=council,
        measure=first.measure,
        name=first.name,
        kind=first.kind,
        definition=first.definition,
        counts=counts,
        changes=changes,
        baselines=judge(counts, changes) if first.kind == "flow" else (),
        files=tuple(rows),
    )
