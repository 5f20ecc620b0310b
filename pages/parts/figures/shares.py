"""Shares that are made of two published counts, with their intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.intervals import Interval, figure_interval
from pages.parts.figures.database import NO_FIGURE, symbol_words
from pages.parts.figures.sources import Cell
from pages.parts.language.words import digits, percent


@dataclass(frozen=True, kw_only=True)
class PartCount(Cell):
    """One row of queries/counts_by_part.sql: the count of one part in one place, and its cell."""

    indicator_id: str
    area_code: str
    breakdown: str
    period_start: date
    period_end: date


Counts = Mapping[tuple[str, str], PartCount]  # by indicator and part


@dataclass(frozen=True, kw_only=True)
class CountedShare:
    """A part and its whole, two counts; `reason` says why there is no share."""

    part: float | None
    whole: float | None
    reason: str = ""

    @property
    def interval(self) -> Interval | None:
        """The 95% interval (Wilson), in percent."""
        return figure_interval("proportion", self.part, self.whole, 100)

    @property
    def percent(self) -> float | None:
        if self.interval is None or self.part is None or self.whole is None:
            return None
        return 100 * self.part / self.whole

    @property
    def text(self) -> str:
        """'36.0% (18 of 50)', '1 of 2' where a share would say too much, or why there is none."""
        if self.part is None or self.whole is None or not 0 <= self.part <= self.whole > 0:
            return self.reason or NO_FIGURE
        counts = f"{digits(self.part, 0)} of {digits(self.whole, 0)}"
        return counts if self.percent is None else f"{percent(self.percent)} ({counts})"

    @property
    def long_text(self) -> str:
        """'36.0% (18 of 50; 24.1% to 49.9%)', or why there is no figure."""
        if self.interval is None:
            return self.text
        low, high = percent(self.interval.low), percent(self.interval.high)
        return f"{self.text.removesuffix(')')}; {low} to {high})"


def added(rows: Sequence[PartCount | None]) -> tuple[float | None, str]:
    """The sum of counts, or None and the reason why one of them is not there."""
    total = 0.0
    for row in rows:
        if row is None:
            return None, NO_FIGURE
        if row.value is None:
            return None, symbol_words()[row.status]
        total += row.value
    return (total, "") if rows else (None, NO_FIGURE)


def counted_share(part: PartCount | None, whole: Sequence[PartCount | None]) -> CountedShare:
    """One count as a share of several added together."""
    count, why = added([part])
    of, missing = added(whole)
    return CountedShare(part=count, whole=of, reason=why or missing)


def counts(rows: Sequence[PartCount], area: str, end: date) -> Counts:
    """The rows of one place in one period, by indicator and part."""
    return {
        (row.indicator_id, row.breakdown): row
        for row in rows
        if row.area_code == area and row.period_end == end
    }
