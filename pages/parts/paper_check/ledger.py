"""The papers that come with the project, each with its quoted figures and their verdicts.

Quoted figures are a table of their own and enter no other: nothing here is a published figure.
"""

import re
from dataclasses import dataclass
from datetime import date

import queries
from pages.parts.paper_check.known import CHANGE
from pages.parts.paper_check.records import Judged, Quoted
from pages.parts.paper_check.verdict import judged

PAPERS = 40  # of which the verdicts are kept
_MONTH = re.compile(r"(\d{4})-(\d{2})")
# The unit of a quoted figure, by how the ledger's words for it begin.
_UNITS = (
    ("% change", CHANGE),
    ("%", "percent"),
    ("cases per", "cases per FTE"),
    ("children per worker", "cases per FTE"),
    ("weeks", "weeks"),
    ("FTE", "FTE"),
    ("GBP", "pounds"),
    ("rank", "rank"),
    ("score", "score"),
    ("rate", "rate"),
)


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A paper that ships: `dated` says what is known of its date where the day is not.

    `known_on` is the day by which a figure must have been public to count as public for it.
    """

    paper_id: str
    title: str
    meeting: date | None
    dated: str | None
    known_on: date | None
    judged: tuple[Judged, ...]


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One row of queries/ledger.sql: a quoted figure; without a quote, a paper that has none."""

    paper_id: str
    title: str
    meeting_date: date | None
    dated: str | None
    quote_id: str | None
    line: int | None
    section: str
    quote: str
    measure: str
    area: str
    area_code: str | None
    period: str
    period_basis: str
    period_start: date | None
    period_end: date | None
    value: str | None
    high: str | None
    about: bool
    unit: str


def known_on(meeting: date | None, dated: str | None) -> date | None:
    """The day by which a figure must have been public to count as public for a paper.

    It is the day of the meeting. Of a paper of which only the month is known it is the first of
    that month: what came out during the month may have come after the paper.
    """
    if meeting is not None or dated is None:
        return meeting
    month = _MONTH.match(dated)
    return date(int(month[1]), int(month[2]), 1) if month else None


@queries.kept(most=PAPERS)
def ledgers(la_code: str) -> tuple[Ledger, ...]:
    """The papers of one council, the newest first; empty where none ship."""
    rows = queries.rows("ledger", _Row, la_code=la_code)
    papers = {row.paper_id: row for row in rows}
    return tuple(_ledger(paper, rows) for paper in papers.values())


def ledger(la_code: str, paper_id: str) -> Ledger | None:
    """One paper of a council; None where it has no such paper."""
    return next((one for one in ledgers(la_code) if one.paper_id == paper_id), None)


def _ledger(paper: _Row, rows: tuple[_Row, ...]) -> Ledger:
    day = known_on(paper.meeting_date, paper.dated)
    figures = [quoted(row) for row in rows if row.paper_id == paper.paper_id and row.quote_id]
    return Ledger(
        paper_id=paper.paper_id,
        title=paper.title,
        meeting=paper.meeting_date,
        dated=paper.dated,
        known_on=day,
        judged=judged(figures, day),
    )


def quoted(row: _Row) -> Quoted:
    """A row of the ledger as a figure that a paper quotes."""
    text = row.value or "0"
    return Quoted(
        quote_id=row.quote_id or "",
        line=row.line or 0,
        page=None,
        section=row.section,
        quote=row.quote,
        measure=row.measure,
        area=row.area,
        area_code=row.area_code,
        period=row.period,
        period_start=row.period_start,
        period_end=row.period_end,
        value=float(text),
        unit=next((unit for words, unit in _UNITS if row.unit.startswith(words)), "count"),
        decimals=len(text.partition(".")[2]),
        high=float(row.high) if row.high else None,
        about=row.about,
        stated=row.period_end is not None
        and (row.period_basis.startswith("stated") or any(map(str.isdigit, row.period))),
    )
