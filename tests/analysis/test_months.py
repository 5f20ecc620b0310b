import itertools
from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import null_space
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.months import Judged, hidden, judge, month_before, unbroken


def ends(number: int) -> list[date]:
    """The last days of so many months, from January 2025."""
    firsts = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(1, number + 1)]
    return [first - timedelta(days=1) for first in firsts]


JANUARY, FEBRUARY, MARCH = ends(3)


def test_ends_of_months() -> None:
    assert ends(3) == [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)]
    assert month_before(MARCH) == FEBRUARY


def test_one_to_five_are_hidden_and_zero_is_not() -> None:
    found = hidden({"referrals": {JANUARY: 0, FEBRUARY: 5, MARCH: 6}})
    assert found == {"referrals": {FEBRUARY}}


def test_what_gives_a_small_count_away_is_hidden_too() -> None:
    counts = {
        "cp_open": {JANUARY: 160, FEBRUARY: 154},
        "cp_started": {FEBRUARY: 3},
        "cp_ended": {FEBRUARY: 9},
    }
    assert hidden(counts) == {
        "cp_open": frozenset(),
        "cp_started": {FEBRUARY},
        "cp_ended": {FEBRUARY},
    }, "154 = 160 + 3 - 9 would give the 3 away"


def test_without_the_month_before_nothing_gives_it_away() -> None:
    counts = {"cp_open": {FEBRUARY: 154}, "cp_started": {FEBRUARY: 3}, "cp_ended": {FEBRUARY: 9}}
    assert hidden(counts)["cp_ended"] == frozenset()


APRIL_TO_MARCH = ends(27)[15:]
MARCH_BEFORE = month_before(APRIL_TO_MARCH[0])
SMALL_IN_JULY = dict(zip(APRIL_TO_MARCH, [9, 12, 11, 3, 14, 8, 10, 15, 9, 13, 12, 11], strict=True))
JULY, SEPTEMBER = APRIL_TO_MARCH[3], APRIL_TO_MARCH[5]
FLOWS = ("referrals", "assessments", "s47_started", "conferences", "cp_started", "cp_ended")


def test_months_of_a_council_cp_started_with_one_hidden_month() -> None:
    """Eleven shown months and DfE's count of the year would give the 3 away."""
    assert hidden({"cp_started": SMALL_IN_JULY}) == {"cp_started": {JULY, SEPTEMBER}}


@pytest.mark.parametrize("measure", FLOWS)
def test_each_flow_has_a_year_that_dfe_publishes(measure: str) -> None:
    assert hidden({measure: SMALL_IN_JULY}) == {measure: {JULY, SEPTEMBER}}


@pytest.mark.parametrize("measure", ["cp_open", "cin_open"])
def test_a_stock_has_no_sum_of_a_year(measure: str) -> None:
    assert hidden({measure: SMALL_IN_JULY}) == {measure: {JULY}}


def test_an_incomplete_year_ties_nothing() -> None:
    eleven = {end: count for end, count in SMALL_IN_JULY.items() if end != APRIL_TO_MARCH[-1]}
    assert hidden({"cp_started": eleven}) == {"cp_started": {JULY}}


def test_a_zero_is_hidden_only_where_there_is_nothing_else() -> None:
    rare = dict.fromkeys(APRIL_TO_MARCH, 0) | {JULY: 3}
    assert len(hidden({"conferences": rare})["conferences"]) == 2
    assert hidden({"conferences": rare | {SEPTEMBER: 40}})["conferences"] == {JULY, SEPTEMBER}


def test_two_ones_are_given_away_by_their_sum() -> None:
    ones = SMALL_IN_JULY | {JULY: 1, APRIL_TO_MARCH[4]: 1}
    assert hidden({"referrals": ones}) == {"referrals": {JULY, APRIL_TO_MARCH[4], SEPTEMBER}}


def test_a_second_month_hides_both_of_its_flows() -> None:
    """With plans open shown, a month of plans started tells those ended, and the other way."""
    ended = dict.fromkeys(APRIL_TO_MARCH, 20)
    plans_open, now = {MARCH_BEFORE: 160}, 160
    for end in APRIL_TO_MARCH:
        now += SMALL_IN_JULY[end] - ended[end]
        plans_open[end] = now
    found = hidden({"cp_started": SMALL_IN_JULY, "cp_ended": ended, "cp_open": plans_open})
    assert found == {
        "cp_started": {JULY, SEPTEMBER},
        "cp_ended": {JULY, SEPTEMBER},
        "cp_open": frozenset(),
    }


def test_plans_open_on_31_march_are_known_though_not_supplied() -> None:
    """DfE tells those of 31 March: with them 3 = open in April - open in March + ended."""
    april = APRIL_TO_MARCH[0]
    counts = {"cp_open": {april: 154}, "cp_started": {april: 3}, "cp_ended": {april: 9}}
    assert hidden(counts)["cp_ended"] == {april}


Counts = dict[str, dict[date, int]]
Term = tuple[str, date]


def sums_told(counts: Counts) -> list[dict[Term, int]]:
    """What a reader of a year can add up, written anew: 12 balances, and a sum for each flow."""
    year = [MARCH_BEFORE, *APRIL_TO_MARCH]
    sums = [
        {("cp_open", a): 1, ("cp_started", b): 1, ("cp_ended", b): -1, ("cp_open", b): -1}
        for a, b in itertools.pairwise(year)
    ]
    flows = ["cp_started", "referrals"]
    if all(is_told(("cp_open", march), counts) for march in (year[0], year[-1])):
        flows.append("cp_ended")  # plans open a year ago + started - open now
    return [*sums, *({(flow, end): 1 for end in APRIL_TO_MARCH} for flow in flows)]


def is_told(term: Term, counts: Counts) -> bool:
    """True for plans open on 31 March, which DfE publishes unless they are 1 to 5."""
    name, end = term
    return name == "cp_open" and end.month == 3 and not 1 <= counts[name].get(end, 0) <= 5


def series_of(days: list[date]) -> st.SearchStrategy[dict[date, int]]:
    """Every month, or some of them; small counts are common."""
    count = st.one_of(st.integers(0, 6), st.integers(6, 30))
    whole = st.lists(count, min_size=len(days), max_size=len(days))
    return st.one_of(
        whole.map(lambda counts: dict(zip(days, counts, strict=True))),
        st.dictionaries(st.sampled_from(days), count),
    )


counts_of_a_year = st.fixed_dictionaries(
    {
        "cp_open": series_of([MARCH_BEFORE, *APRIL_TO_MARCH]),
        "cp_started": series_of(APRIL_TO_MARCH),
        "cp_ended": series_of(APRIL_TO_MARCH),
        "referrals": series_of(APRIL_TO_MARCH),
    }
)


def unknown_to_a_reader(counts: Counts) -> tuple[list[Term], list[Term]]:
    """The terms of the sums that are hidden, and those that nobody supplied."""
    found = hidden(counts)
    terms = {term for sum_ in sums_told(counts) for term in sum_ if not is_told(term, counts)}
    secret = {(name, end) for name, months in found.items() for end in months}
    supplied = {(name, end) for name, series in counts.items() for end in series}
    return sorted(terms & secret), sorted(terms - supplied)


@settings(max_examples=60, deadline=None)
@given(counts_of_a_year)
def test_no_hidden_count_can_be_worked_out(counts: Counts) -> None:
    """Solved as equations: some change of it leaves every sum, and every sum of sums, as it is.

    The sums are those of the year, of each balance, and 31 March as DfE publishes it.
    """
    secret, untold = unknown_to_a_reader(counts)
    columns = [*secret, *untold]
    if not secret:
        return
    changes = null_space([[sum_.get(term, 0) for term in columns] for sum_ in sums_told(counts)])
    for place, term in enumerate(secret):
        assert np.abs(changes[place]).sum() > 1e-9, term


@settings(max_examples=40, deadline=None)
@given(counts_of_a_year)
def test_every_hidden_count_could_have_another_value(counts: Counts) -> None:
    """The least and the greatest whole number that fit all sums, by integer programming.

    A reader knows that no hidden count is 0 where it is not. Left out are counts in whose sums
    every flow is hidden, as nothing more can be.
    """
    secret, untold = unknown_to_a_reader(counts)
    columns = [*secret, *untold]
    sums = sums_told(counts)
    for term in secret:
        if not flows_shown_beside(term, sums, columns):
            continue
        system = np.array([[sum_.get(one, 0) for one in columns] for sum_ in sums])
        truth = system @ [counts[name].get(end, 0) for name, end in columns]
        least = [min(1, counts[name][end]) for name, end in secret] + [-1000] * len(untold)
        low, high = (
            milp(
                [sign * (one == term) for one in columns],
                constraints=LinearConstraint(system, truth, truth),
                bounds=Bounds(least, [1000] * len(columns)),
                integrality=[1] * len(columns),
            )
            for sign in (1, -1)
        )
        assert round(low.fun) < round(-high.fun), term


def flows_shown_beside(term: Term, sums: list[dict[Term, int]], unknown: list[Term]) -> set[Term]:
    """The flows that are shown in the sums of a count."""
    beside = set().union(*(sum_ for sum_ in sums if term in sum_))
    return {one for one in beside - set(unknown) if one[0] != "cp_open"}


@given(counts_of_a_year)
def test_every_small_count_is_hidden(counts: Counts) -> None:
    found = hidden(counts)
    for name, series in counts.items():
        assert {end for end, count in series.items() if 1 <= count <= 5} <= found[name]


def judged_of(counts: Mapping[date, int | None]) -> Judged:
    (found,) = judge(counts)
    return found


def test_only_months_in_a_row_are_judged() -> None:
    months = ends(9)
    supplied = dict.fromkeys([*months[:2], *months[3:]], 20)
    assert unbroken(sorted(supplied)) == months[3:]
    judged = judged_of(supplied)
    assert (judged.start, judged.months) == (months[3], tuple(months[3:]))
    assert judged.limits and judged.limits.kind == "trial"


def test_a_hidden_month_does_not_restart_a_baseline() -> None:
    months = ends(14)
    counts = [20, 22, 21, None, 23, 20, 22, None, 21, 20, 23, 22, 20, 21]
    judged = judged_of(dict(zip(months, counts, strict=True)))
    assert judged.start == months[0]
    assert judged.months == tuple(end for end, c in zip(months, counts, strict=True) if c)
    assert judged.limits and judged.limits.kind == "fixed", "twelve are shown"
    (nothing,) = judge(dict.fromkeys(months, None))
    assert (nothing.months, nothing.limits) == ((), None)


def test_a_documented_change_sets_a_baseline_anew() -> None:
    months = ends(20)
    counts = dict(zip(months, [20, 22] * 6 + [40, 42] * 4, strict=True))
    (one,) = judge(counts)
    assert set(one.signals) >= set(months[12:]), "against the old baseline all are high"
    before, after = judge(counts, {months[12]})
    assert (before.months, after.months) == (tuple(months[:12]), tuple(months[12:]))
    assert before.limits and after.limits
    assert (before.limits.mean, before.limits.kind) == (21, "fixed")
    assert (after.limits.mean, after.limits.kind) == (41, "trial")
    assert not before.signals and not after.signals


def test_a_change_in_the_first_month_parts_nothing() -> None:
    months = ends(6)
    (one,) = judge(dict.fromkeys(months, 20), {months[0]})
    assert one.months == tuple(months)


@pytest.mark.parametrize(
    ("number", "kind"), [(5, None), (6, "trial"), (11, "trial"), (12, "fixed")]
)
def test_how_many_months_it_takes(number: int, kind: str | None) -> None:
    limits = judged_of(dict(zip(ends(number), itertools.cycle([20, 22]), strict=False))).limits
    assert (limits.kind if limits else None) == kind


def test_a_month_that_stands_out() -> None:
    steady = [205, 199, 208, 203, 211, 206, 198, 204, 209, 201, 207, 203]
    months = ends(13)
    judged = judged_of(dict(zip(months, [*steady, 240], strict=True)))
    assert judged.signals == {months[-1]: "outside the limits"}
