"""Which period a number in a paper is of."""

import re
from collections.abc import Sequence
from datetime import date

from pages.parts.paper_check.periods import Period, periods
from pages.parts.paper_check.records import Paper

MOST_AFTER = 16  # words between a number and the period that follows it
FRONT_LINES = 60  # where a paper says of what day it is
_JOINED = re.compile(
    r"^\W*(?:(?:in|at|for|during|by|on|as|of|end|the|to|since|year)\W+){0,5}$", re.I
)
_FROM = re.compile(r"\b(?:from|previously)\W*(?:\w+\W+){0,3}$", re.I)
_NEXT_BEGINS = re.compile(
    r"[,;)]|\b(?:compared|against|while|whereas|but|from|to|than|up|down|rising|falling)\b", re.I
)
_PARTS = re.compile(r"[;]|\.\s|\b(?:compared|against|while|whereas|but)\b", re.I)


def of_number(
    text: str, dated: Sequence[Period], spans: Sequence[tuple[int, int]], at: int
) -> Period | None:
    """The period that the number at one of the spans of a sentence is of; None where none is said.

    `spans` are the figures of the sentence, `dated` its periods, both in the order of the text.
    """
    return (
        _in_step(dated, spans, at)
        or _after(text, dated, spans, at)
        or _before(text, dated, spans, at)
        or _later(text, dated, spans, at)
    )


def day_of(paper: Paper) -> date | None:
    """The day on which a paper was before its readers: of the meeting, or the last at its head."""
    if paper.meeting is not None:
        return paper.meeting
    front = (paper.title, *(line.text for line in paper.lines[:FRONT_LINES] if not line.cells))
    for text in front:
        days = [found for found in periods(text, None) if _is_day_or_month(found)]
        if days:
            return max(found.last for found in days)
    return None


def _is_day_or_month(period: Period) -> bool:
    """A year alone is not when a paper was written."""
    return period.first is None or (period.last - period.first).days < 32


def _in_step(dated: Sequence[Period], spans: Sequence[tuple[int, int]], at: int) -> Period | None:
    """Numbers and then as many periods: '118 to 92 from 19/20 to 20/21'."""
    first = at
    while first and not _between(dated, spans[first - 1][1], spans[first][0]):
        first -= 1
    last = at
    while last + 1 < len(spans) and not _between(dated, spans[last][1], spans[last + 1][0]):
        last += 1
    until = spans[last + 1][0] if last + 1 < len(spans) else None
    run = _between(dated, spans[last][1], until)
    size = last - first + 1
    # A number of another kind may stand before those that go with the periods.
    if len(run) < 2 or size < len(run) or at <= last - len(run):
        return None
    return run[at - (last - len(run) + 1)]


def _after(
    text: str, dated: Sequence[Period], spans: Sequence[tuple[int, int]], at: int
) -> Period | None:
    end = spans[at][1]
    until = spans[at + 1][0] if at + 1 < len(spans) else len(text)
    period = next(iter(_between(dated, end, until)), None)
    if period is None:
        return None
    between = text[end : period.start_at]
    if _JOINED.match(between):
        return period
    if _PARTS.search(between) or len(between.split()) > MOST_AFTER:
        return None
    rest = text[period.end_at : until]
    # 'in Quarter 2 85% were agreed and in Quarter 3 72%': the last period is the last number's.
    nearer_the_next = until < len(text) and len(rest) < len(between)
    return None if nearer_the_next and not _NEXT_BEGINS.search(rest) else period


def _before(
    text: str, dated: Sequence[Period], spans: Sequence[tuple[int, int]], at: int
) -> Period | None:
    """The last period before a number; what it moved from is of an earlier one."""
    earlier = [period for period in dated if period.end_at <= spans[at][0]]
    if not earlier or _FROM.search(text[earlier[-1].end_at : spans[at][0]]):
        return None
    return earlier[-1]


def _later(
    text: str, dated: Sequence[Period], spans: Sequence[tuple[int, int]], at: int
) -> Period | None:
    """A period at the end of a sentence is of all its numbers."""
    if at + 1 < len(spans):
        return None
    later = [period for period in dated if period.start_at >= spans[at][1]]
    return later[0] if later and not _PARTS.search(text[spans[at][1] : later[0].start_at]) else None


def _between(dated: Sequence[Period], start: int, until: int | None) -> list[Period]:
    return [p for p in dated if p.start_at >= start and (until is None or p.end_at <= until)]
