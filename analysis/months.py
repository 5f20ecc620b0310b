"""Monthly counts that a council supplied: which may be shown, and how far they can be judged."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from analysis.disclosure import SMALL
from analysis.known_sums import Equation, unsafe
from analysis.spc import Limits, Rule, signals, xmr

Series = Mapping[date, int]
Counts = Mapping[str, Series]
Term = tuple[str, date]  # a measure and the end of a month

# Open at the end of a month = open at the end of the month before + started - ended.
BALANCES = (("cp_open", "cp_started", "cp_ended"),)
YEAR_ENDS = 3  # DfE counts children's social care from April to March


@dataclass(frozen=True, kw_only=True)
class Published:
    """Where DfE tells the number of a measure in a year, or on 31 March, and why that ties months.

    `indicators` are those of this product that give it away.
    """

    indicators: tuple[str, ...]
    reason: str


# Whether a year is published yet is not asked: it will be, and what was shown cannot be taken back.
YEARS: Mapping[str, Published] = {
    "referrals": Published(
        indicators=("cin_referrals", "cin_referral_rate"),
        reason="the number of the year, and its rate with the population",
    ),
    "assessments": Published(
        indicators=("cin_factors",),
        reason="assessments with a factor are nearly all; DfE's tables have the number of all",
    ),
    "s47_started": Published(
        indicators=("cp_s47_rate",),
        reason="the rate of the year times the population is the number",
    ),
    "conferences": Published(
        indicators=("cp_icpc_rate",),
        reason="the rate of the year times the population is the number",
    ),
    "cp_started": Published(
        indicators=("cp_started", "cp_start_rate", "cp_repeat_pc"),
        reason="the number of the year, its rate, and what is a share of it",
    ),
    "cp_ended": Published(
        indicators=("cp_started", "cp_number"),
        reason="plans open a year ago + plans started - plans open now",
    ),
}
SNAPSHOTS: Mapping[str, Published] = {
    "cp_open": Published(
        indicators=("cp_number", "cp_rate"),
        reason="the number on 31 March, and its rate with the population",
    ),
    "cin_open": Published(
        indicators=("cin_number", "cin_rate"),
        reason="the number on 31 March, and its rate with the population",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Months on one baseline, which begins at `start`: none is missing among them.

    `months` are those shown; hidden ones between them are not judged and do not end the baseline.
    `limits` is None under six months, or with too few movements between two shown in a row;
    `signals` are the months that are more than routine, each with the rule that it breaks.
    """

    start: date
    months: tuple[date, ...]
    limits: Limits | None
    signals: Mapping[date, Rule] = field(default_factory=dict)


def hidden(counts: Counts) -> dict[str, frozenset[date]]:
    """The months of each measure that must not be shown: 1 to 5, and what would give them away.

    A reader has what is shown, that plans open = open the month before + started - ended, and what
    DfE publishes: the year of each flow and 31 March of each stock. Further months are hidden, the
    smallest of the same sum first, until every hidden count could have another value.
    """
    given = {(name, end): count for name, series in counts.items() for end, count in series.items()}
    out = {term for term, count in given.items() if count in SMALL}
    told = ties(counts)
    while extra := _giving_away(told, given, out):
        out.add(extra)
    return {name: frozenset(end for measure, end in out if measure == name) for name in counts}


def _giving_away(
    told: Sequence[Equation[Term]], given: Mapping[Term, int], out: set[Term]
) -> Term | None:
    """The next count to hide, None when nothing hidden can be worked out or nothing is left.

    It is the smallest flow of a sum that gives one away, of the sum with fewest unknown and the
    shortest: a balance before a year, so that its two flows go together. A zero only where
    there is nothing else; a stock never, since each follows from the one before.
    """
    shown = given.keys() - out
    costs = [
        (len(sum_.keys() - shown), len(sum_), given[other] == 0, given[other], other)
        for term in unsafe(told, {term: given[term] for term in out}, shown)
        for sum_ in told
        if term in sum_
        for other in sum_.keys() & shown
        if other[0] in YEARS
    ]
    return min(costs)[-1] if costs else None


def ties(counts: Counts) -> list[Equation[Term]]:
    """What a reader knows of the months: each a sum of counts whose result is known.

    Balances of each month, and years from April to March, of every year that has a month. What DfE
    tells of 31 March is left out of the sums, as what is known, unless DfE hides it too.
    """
    years = _years(end for series in counts.values() for end in series)
    found = [
        {(stock, end): -1, (stock, month_before(end)): 1, (started, end): 1, (ended, end): -1}
        for stock, started, ended in BALANCES
        for end in itertools.chain(*years)
    ]
    found += [
        {(flow, end): 1 for end in year}
        for flow in YEARS
        for year in years
        if flow != "cp_ended" or _both_are_told(year, counts)
    ]
    return [
        {term: sign for term, sign in sum_.items() if not _is_told(*term, counts)} for sum_ in found
    ]


def _years(ends: Iterable[date]) -> list[list[date]]:
    """The ends of twelve months, the last first, of each year to March that has one of `ends`."""
    closing = sorted({end.year + (end.month > YEAR_ENDS) for end in ends})
    return [_twelve_to(date(year, YEAR_ENDS, 31)) for year in closing]


def _twelve_to(end: date) -> list[date]:
    months = [end]
    while len(months) < 12:
        months.append(month_before(months[-1]))
    return months


def _both_are_told(year: Sequence[date], counts: Counts) -> bool:
    """True when plans ended follow: plans open at both ends of the year are known."""
    return all(_is_told("cp_open", end, counts) for end in (year[0], month_before(year[-1])))


def _is_told(measure: str, end: date, counts: Counts) -> bool:
    """True for a stock on 31 March, unless it is 1 to 5, which DfE hides."""
    if measure not in SNAPSHOTS or end.month != YEAR_ENDS:
        return False
    return counts.get(measure, {}).get(end) not in SMALL


def month_before(end: date) -> date:
    """The last day of the month before."""
    return end.replace(day=1) - timedelta(days=1)


def judge(counts: Mapping[date, int | None], changes: Collection[date] = ()) -> tuple[Judged, ...]:
    """The newest unbroken months of a flow, a baseline from each of the months in `changes` on.

    Each has its own limits and what is more than routine. A hidden count is None: it leaves the
    limits as they are, and no run goes across it. Empty where nothing was supplied.
    """
    baselines: list[list[date]] = []
    for end in unbroken(sorted(counts)):
        if end in changes or not baselines:
            baselines.append([])
        baselines[-1].append(end)
    return tuple(_judged(counts, run) for run in baselines)


def _judged(counts: Mapping[date, int | None], run: Sequence[date]) -> Judged:
    points = [counts[end] for end in run]
    limits = xmr(points)
    by_position = signals(points, limits) if limits else {}
    return Judged(
        start=run[0],
        months=tuple(end for end in run if counts[end] is not None),
        limits=limits,
        signals={run[position]: rule for position, rule in by_position.items()},
    )


def unbroken(ends: Sequence[date]) -> list[date]:
    """The run of months in a row that ends with the newest."""
    run: list[date] = []
    for end in reversed(ends):
        if run and month_before(run[-1]) != end:
            break
        run.append(end)
    return run[::-1]
