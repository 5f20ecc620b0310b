"""Monthly counts that a council supplied: which may be shown, and how far they can be judged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from analysis.disclosure import SMALL
from analysis.spc import Limits, Rule, signals, xmr

Series = Mapping[date, int]
Counts = Mapping[str, Series]

# Open at the end of a month = open at the end of the month before + started - ended.
BALANCES = (("cp_open", "cp_started", "cp_ended"),)
Term = tuple[str, date]  # a measure and the end of a month


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The months since the last gap: the unbroken run of shown counts that ends with the newest.

    `limits` is None under six months; `signals` are the months that are more than routine, each
    with the rule that it breaks.
    """

    months: tuple[date, ...]
    limits: Limits | None
    signals: Mapping[date, Rule] = field(default_factory=dict)


def hidden(counts: Counts) -> dict[str, frozenset[date]]:
    """The months of each measure that must not be shown: 1 to 5, and what would give them away.

    Where plans open, started and ended are all supplied, a single hidden count could be worked out
    from the other three. Then the smaller of what started and ended is hidden too.
    """
    out = {(name, end) for name, series in counts.items() for end in series if series[end] in SMALL}
    while extra := next(_giving_away(counts, out), None):
        out.add(extra)
    return {name: frozenset(end for measure, end in out if measure == name) for name in counts}


def _giving_away(counts: Counts, out: set[Term]) -> Iterator[Term]:
    """The next count to hide, for each balance in which only one is hidden."""
    for terms in balances(counts):
        if sum(term in out for term in terms) == 1:
            flows = [term for term in terms[2:] if term not in out]
            yield min(flows, key=lambda term: (counts[term[0]][term[1]], term))


def balances(counts: Counts) -> Iterator[tuple[Term, Term, Term, Term]]:
    """Open, open the month before, started and ended, for each month that has all four."""
    for stock, started, ended in BALANCES:
        for end in sorted(counts.get(stock, {})):
            terms = ((stock, end), (stock, month_before(end)), (started, end), (ended, end))
            if all(day in counts.get(name, {}) for name, day in terms):
                yield terms


def month_before(end: date) -> date:
    """The last day of the month before."""
    return end.replace(day=1) - timedelta(days=1)


def judge(shown: Series) -> Judged:
    """The newest unbroken months of a flow, with their limits and what is more than routine."""
    months = unbroken(sorted(shown))
    points = [shown[end] for end in months]
    limits = xmr(points)
    by_position = signals(points, limits) if limits else {}
    return Judged(
        months=tuple(months),
        limits=limits,
        signals={months[position]: rule for position, rule in by_position.items()},
    )


def unbroken(ends: Sequence[date]) -> list[date]:
    """The run of months in a row that ends with the newest."""
    run: list[date] = []
    for end in reversed(ends):
        if run and month_before(run[-1]) != end:
            break
        run.append(end)
    return run[::-1]
