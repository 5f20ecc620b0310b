"""How one indicator divides into parts, for the council beside England."""

import math
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

import pandas as pd

import queries
from analysis.differences import Figure
from analysis.largest import FEW_IN_ALL, MOST_HIDDEN, Largest, largest, largest_first, left_over
from pages.parts.figures.councils import ENGLAND, Choice
from pages.parts.figures.counts import counts, few_counts
from pages.parts.figures.database import Indicator, counted_anew, indicators, symbol_words
from pages.parts.figures.sources import Cell, SourceFile, line_of
from pages.parts.language.words import (
    counted,
    digits,
    display_name,
    in_a_sentence,
    listed,
    part_name,
    percent,
    period_label,
    reasons_listed,
    when,
)

NATURAL_ORDER = ("Age", "Age at start", "Duration")
MOST_DRAWN = 15
SHARES_ARE = "ours: part divided by the published total"
UNKNOWN_TOTAL = "Not computed"
SUPPRESSED, DOES_NOT_APPLY = "suppressed", "not_applicable"
OVERLAPPING = ("Factor",)  # topics of which one child may be in several parts


@dataclass(frozen=True, kw_only=True)
class PartRow(SourceFile):
    """One row of queries/parts.sql: a part as published, the total beside it, and its cell."""

    area_code: str
    breakdown: str
    period: str
    period_start: date
    period_end: date
    value: float | None
    status: str
    total: float | None
    derived: bool
    source_row: int | None
    source_column: str | None


@dataclass(frozen=True, kw_only=True)
class Share:
    """One part: its count as published, the total, and the shares of it in percent.

    `text` is the council's share in words, with its counts where they are few, or why there is
    none.
    """

    name: str
    count: float | None
    total: float | None
    status: str
    council: float | None
    england: float | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """The parts of one indicator in one period; `rows` answer queries/parts.sql for the council."""

    indicator: Indicator
    topic: str
    name: str
    la_code: str
    parts: tuple[Share, ...]
    rows: tuple[PartRow, ...]

    @property
    def key(self) -> str:
        return f"{self.indicator.indicator_id}-{self.topic.lower().replace(' ', '-')}"

    @property
    def title(self) -> str:
        return by_topic(self.indicator.name, self.topic)

    @property
    def period(self) -> str:
        return period_label(self.rows[0].period_start, self.rows[0].period_end)

    @property
    def finding(self) -> str:
        """The largest part in a sentence, those that are level, or why it cannot be known."""
        at = when(self.rows[0].period_start, self.rows[0].period_end)
        place = in_a_sentence(self.name)
        top = largest_part(self.parts, self.topic)
        if top.count is None and not self._hidden:
            return f"{self.title}: no figure for {place} {at}"
        if top.known:
            return f"{self.title}: {self._largest(top, f'in {place} {at}')}"
        if not top.rivals:
            return f"{self.title}: every part is 0 in {place} {at}"
        return (
            f"{self.title}: the largest part cannot be known in {place} {at}, as "
            f"{self._unknown(top)}; {self._shown(top)}"
        )

    def _largest(self, top: Largest[str], where: str) -> str:
        """The parts that are surely the largest: one, or several that are level."""
        parts = self._named(top)
        names = listed([f"“{share.name}”" for share in parts])
        england = [percent(share.england) for share in parts if share.england is not None]
        beside = f", {listed(england)} in England" if len(england) == len(parts) else ""
        told = told_with_few(parts[0])
        if len(parts) == 1:
            return f"the largest part is {names}, {told} {where}{beside}"
        if len(parts) == 2:
            return f"the two largest parts, {names}, are level at {told} {where}{beside}"
        return f"{len(parts)} parts are level at {told}, the largest {where}: {names}"

    def _unknown(self, top: Largest[str]) -> str:
        """'2 parts are hidden', why the largest cannot be known."""
        statuses = {share.status for share in self.parts if share.name in top.rivals}
        hidden = statuses == {SUPPRESSED}
        one, several = ("is", "are") if hidden else ("has", "have")
        what = "hidden" if hidden else "no figure"
        return counted(len(top.rivals), f"part {one} {what}", f"parts {several} {what}")

    def _shown(self, top: Largest[str]) -> str:
        """The largest of the parts that are shown."""
        parts = self._named(top)
        if not parts:
            return "none is shown"
        if top.count == 0:
            return "every part that is shown is 0"
        names = listed([f"“{share.name}”" for share in parts])
        told = told_with_few(parts[0])
        if len(parts) == 1:
            return f"the largest that is shown is {names}, {told}"
        return f"the largest that are shown are level at {told}: {names}"

    def _named(self, top: Largest[str]) -> list[Share]:
        return [share for share in self.parts if share.name in top.labels]

    @property
    def subtitle(self) -> str:
        return f"{self.title} · share of the total · {self.name} · {self.period}"

    @property
    def alternative(self) -> str:
        return f"Bar chart of shares. {self.finding}. The table below the chart holds every part."

    @property
    def drawn(self) -> Sequence[Share]:
        """The parts that are drawn: all in a natural order, else the largest of the council."""
        return self.parts if self.topic in NATURAL_ORDER else self.parts[:MOST_DRAWN]

    @property
    def notes(self) -> list[str]:
        """What a reader must know of these parts."""
        told, every = [], len(self.parts)
        if len(self.drawn) < every:
            told.append(f"{self._drawn_first} of {every} are drawn; the table has all.")
        if hidden := self._hidden:
            of_all = counted(hidden, f"of {every} parts is", f"of {every} parts are")
            told.append(f"{of_all} hidden by the publisher to protect people.")
        if any(share.text == UNKNOWN_TOTAL for share in self.parts):
            told.append("No share is computed where the total is not published.")
        if self.indicator.caution:
            told.append(self.indicator.caution)
        if anew := counted_anew(self.indicator.indicator_id, self.topic):
            told.append(anew)
        return told

    @property
    def _hidden(self) -> int:
        return sum(share.status == SUPPRESSED for share in self.parts)

    @property
    def _drawn_first(self) -> str:
        """Which parts are drawn where not all are: what is hidden has a place of its own."""
        drawn, absent = len(self.drawn), sum(share.count is None for share in self.drawn)
        if not absent:
            return f"The {drawn} largest"
        if absent == drawn:
            return f"{drawn} parts without a figure"
        without = counted(absent, "part", "parts")
        return f"The {drawn - absent} largest with a figure and {without} without one"

    @property
    def table(self) -> pd.DataFrame:
        """One row is a part; every cell is a text."""
        rows = [
            {
                "Part": share.name,
                "Number": share.text if share.count is None else digits(share.count, 0),
                f"{self.name}, share": share.text,
                "England, share": "No figure" if share.england is None else percent(share.england),
            }
            for share in self.parts
        ]
        return pd.DataFrame(rows)

    @property
    def withheld(self) -> str:
        """The parts without a number, by the reason; empty where there are none."""
        words = symbol_words()
        reasons = reasons_listed(
            (words[share.status], share.name) for share in self.parts if share.count is None
        )
        return f"{self.name}, {self.period}. {'. '.join(reasons)}." if reasons else ""

    @property
    def figures(self) -> pd.DataFrame:
        """One row is a part; shares are not rounded."""
        named = {"name": "part", "council": "share of council", "england": "share of England"}
        frame = pd.DataFrame([asdict(share) for share in self.parts]).rename(
            columns={**named, "text": "share in words"}
        )
        return frame.assign(indicator=self.indicator.name, place=self.name, period=self.period)

    @property
    def source(self) -> str:
        return line_of(self.rows[:1], f"shares are {SHARES_ARE}")

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Where each number of the council stands."""
        names = [field.name for field in fields(Cell) if field.name != "indicator"]
        return tuple(
            Cell(indicator=self.indicator.name, **{name: getattr(row, name) for name in names})
            for row in self.rows
        )


def by_topic(name: str, topic: str) -> str:
    """'EHC plans in force by placement', unless the name says so already."""
    return name if f"by {topic.lower()}" in name else f"{name} by {topic.lower()}"


def natural(name: str) -> tuple[float, str]:
    """Sorts ages and durations as people would: 'under 3', '3', '10', '1 year, under 2 years'."""
    number = re.search(r"\d+", name)
    if number is None:
        return math.inf, name
    months = 12 if re.match(r"\D*\d+\s+year", name) else 1
    below = re.match(r"(?i)\s*(age )?(under|less)|.*(or less|and under)", name) is not None
    return float(number.group()) * months - (0.5 if below else 0.0), name


def in_order(parts: Sequence[Share]) -> list[Share]:
    """By size, with 'Special schools: independent' kept under 'Special schools'.

    What is hidden may be any size but 0, so it stands after the numbers and before a 0.
    """
    sizes = {
        share.name: largest_first(share.count, withheld=share.status != DOES_NOT_APPLY)
        for share in parts
    }

    def order(share: Share) -> tuple[tuple[int, float], str, bool, str]:
        parent = _parent(share.name, sizes) or share.name
        return sizes[parent], parent, share.name != parent, share.name

    return sorted(parts, key=order)


def _parent(name: str, names: Container[str]) -> str | None:
    """The part that a part is itself a part of, where it is there too."""
    parent, colon, _ = name.partition(": ")
    return parent if colon and parent in names else None


def largest_part(parts: Sequence[Share], topic: str) -> Largest[str]:
    """The largest of the parts, and the hidden ones that may be as large.

    Where one child may be in several parts none is hidden beside another, since no total gives a
    hidden one away: a hidden count is 1 to 5. (In the file of factors 337 councils and years have
    exactly one.) Else a second is hidden with the first, and may be all that is left of the total.
    """
    names = {share.name for share in parts}
    whole = [share for share in parts if _parent(share.name, names) is None]
    total = next((share.total for share in parts if share.total is not None), None)
    known = {share.name: share.count for share in whole if share.count is not None}
    left = math.inf if topic in OVERLAPPING else left_over(total, known.values())
    hidden = {
        share.name: float(MOST_HIDDEN)
        if topic in OVERLAPPING and share.status == SUPPRESSED
        else left
        for share in whole
        if share.count is None and share.status != DOES_NOT_APPLY
    }
    return largest(known, hidden)


def told_with_few(share: Share) -> str:
    """A share in words, with its counts where one child is more than a percentage point.

    The count alone where the total is not published.
    """
    if share.council is None or share.total is None:
        return share.text if share.count is None else digits(share.count, 0)
    if share.total >= FEW_IN_ALL or "(" in share.text:
        return share.text
    figure = Figure(value=share.council, numerator=share.count, denominator=share.total)
    return share.text + counts(figure, "percent")


def share_of_total(row: PartRow) -> float | None:
    """Part of a total in percent; None where either is absent or the total is 0."""
    if row.value is None or not row.total:
        return None
    return 100 * row.value / row.total


def part(row: PartRow, topic: str, england: Mapping[str, float | None]) -> Share:
    """One part of the council beside England."""
    own = share_of_total(row)
    figure = Figure(value=own, numerator=row.value, denominator=row.total)
    words = symbol_words()[row.status] if row.status != "ok" else UNKNOWN_TOTAL
    return Share(
        name=part_name(row.breakdown, topic),
        count=row.value,
        total=row.total,
        status=row.status,
        council=own,
        england=england.get(row.breakdown),
        text=words if own is None else percent(own) + few_counts(figure, "percent"),
    )


def parts_of(rows: Sequence[PartRow], council: str, topic: str) -> tuple[Share, ...]:
    """The parts of one council beside England, in their natural order or the largest first."""
    england = {row.breakdown: share_of_total(row) for row in rows if row.area_code == ENGLAND}
    own = [part(row, topic, england) for row in rows if row.area_code == council]
    if topic in NATURAL_ORDER:
        return tuple(sorted(own, key=lambda share: natural(share.name)))
    return tuple(in_order(own))


@queries.kept(most=1_000)
def breakdown(indicator_id: str, topic: str, choice: Choice) -> Breakdown | None:
    """One breakdown for one choice, or None where the council has none."""
    council = choice.council
    areas = (council.area_code, ENGLAND)
    rows = queries.rows("parts", PartRow, indicator=indicator_id, topic=topic, areas=areas)
    own = tuple(row for row in rows if row.area_code == council.area_code)
    if not own:
        return None
    return Breakdown(
        indicator=indicators()[indicator_id],
        topic=topic,
        name=display_name(council.name),
        la_code=council.la_code,
        parts=parts_of(rows, council.area_code, topic),
        rows=own,
    )
