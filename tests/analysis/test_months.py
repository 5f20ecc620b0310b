import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.months import balances, hidden, judge, month_before, unbroken


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


def rank(rows: list[list[int]]) -> int:
    """The rank of a small matrix of whole numbers."""
    left = [[Fraction(number) for number in row] for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for row in left[found + 1 :]:
            factor = row[column] / pivot[column]
            for place, number in enumerate(pivot):
                row[place] -= factor * number
        found += 1
    return found


counts_of_a_year = st.integers(2, 6).flatmap(
    lambda months: st.fixed_dictionaries(
        {
            name: st.dictionaries(st.sampled_from(ends(months)), st.integers(0, 12))
            for name in ("cp_open", "cp_started", "cp_ended")
        }
    )
)


@given(counts_of_a_year)
def test_no_hidden_count_can_be_worked_out(counts: dict[str, dict[date, int]]) -> None:
    """Solved by brute force: no balance, nor any sum of balances, has one unknown alone."""
    secret = sorted((name, end) for name, months in hidden(counts).items() for end in months)
    signs = (1, -1, -1, 1)
    system = [
        [
            sum(sign for term, sign in zip(terms, signs, strict=True) if term == one)
            for one in secret
        ]
        for terms in balances(counts)
    ]
    for place in range(len(secret)):
        alone = [int(other == place) for other in range(len(secret))]
        assert not system or rank([*system, alone]) == rank(system) + 1


@given(counts_of_a_year)
def test_every_small_count_is_hidden(counts: dict[str, dict[date, int]]) -> None:
    found = hidden(counts)
    for name, series in counts.items():
        assert {end for end, count in series.items() if 1 <= count <= 5} <= found[name]


def test_only_months_in_a_row_are_judged() -> None:
    months = ends(9)
    shown = dict.fromkeys([*months[:2], *months[3:]], 20)
    assert unbroken(sorted(shown)) == months[3:]
    judged = judge(shown)
    assert judged.months == tuple(months[3:])
    assert judged.limits and judged.limits.kind == "trial"


@pytest.mark.parametrize(
    ("number", "kind"), [(5, None), (6, "trial"), (11, "trial"), (12, "fixed")]
)
def test_how_many_months_it_takes(number: int, kind: str | None) -> None:
    limits = judge(dict(zip(ends(number), itertools.cycle([20, 22]), strict=False))).limits
    assert (limits.kind if limits else None) == kind


def test_a_month_that_stands_out() -> None:
    steady = [205, 199, 208, 203, 211, 206, 198, 204, 209, 201, 207, 203]
    months = ends(13)
    judged = judge(dict(zip(months, [*steady, 240], strict=True)))
    assert judged.signals == {months[-1]: "outside the limits"}
