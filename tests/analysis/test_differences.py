import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import fisher_exact, norm
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.differences import (
    Figure,
    against,
    change,
    difference_interval,
    direction,
    ratio_interval,
)
from analysis.intervals import FEWEST_JUDGED, Z95, Z998, Interval, figure_interval

pairs = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
judged_pairs = pairs.filter(lambda pair: pair[1] >= FEWEST_JUDGED)


def percent(x: float, n: float) -> Figure:
    return Figure(value=100 * x / n, numerator=x, denominator=n)


def rate(x: float, n: float) -> Figure:
    return Figure(value=10000 * x / n, numerator=x, denominator=n)


def newcombe(first: tuple[float, float], second: tuple[float, float], z: float = Z95) -> Interval:
    interval = difference_interval("proportion", percent(*first), percent(*second), z)
    assert interval is not None
    return interval


def points(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return round(interval.low, 1), round(interval.high, 1)


@pytest.mark.parametrize(
    ("now", "before", "difference", "interval", "verdict"),
    [
        ((56, 70), (48, 80), 20.0, (5.2, 33.4), "rose"),
        ((203, 380), (262, 420), -9.0, (-15.7, -2.1), "fell"),
        ((53, 193), (98, 246), -12.4, (-20.9, -3.4), "fell"),
    ],
)
def test_newcombe_worked_values(now, before, difference, interval, verdict) -> None:  # type: ignore[no-untyped-def]
    found = change("proportion", percent(*now), percent(*before), 100)
    assert found.difference == pytest.approx(difference, abs=0.05)
    assert points(found.interval) == interval
    assert found.verdict == verdict
    assert found.ratio is None


def test_rate_ratio_worked_value() -> None:
    interval = ratio_interval("rate", rate(155, 56737), rate(217, 56279))
    assert interval is not None
    assert round((155 / 56737) / (217 / 56279), 2) == 0.71
    assert (round(interval.low, 2), round(interval.high, 2)) == (0.58, 0.87)
    found = change("rate", rate(155, 56737), rate(217, 56279), 10000)
    assert found.verdict == "fell"
    assert found.ratio == interval
    assert found.interval is not None and found.interval.high < 0


def test_rank_is_not_a_difference() -> None:
    own = figure_interval("proportion", 53, 193, 100)
    assert own is not None
    assert against(own, 24.5) == "similar"


def test_against_a_benchmark() -> None:
    interval = Interval(low=23.2, high=32.0)
    assert against(interval, 40.6) == "lower"
    assert against(interval, 20.0) == "higher"
    assert against(interval, 32.0) == "similar"


def test_overlapping_intervals_can_still_differ() -> None:
    now, before = percent(203, 380), percent(246, 400)
    first = figure_interval("proportion", 203, 380, 100)
    second = figure_interval("proportion", 246, 400, 100)
    assert first is not None and second is not None
    assert first.high > second.low
    assert change("proportion", now, before, 100).verdict == "fell"


@pytest.mark.parametrize(
    ("method", "now", "before"),
    [
        (None, percent(5, 20), percent(6, 20)),
        ("proportion", Figure(value=None), percent(6, 20)),
        ("proportion", percent(5, 20), Figure(value=30.0, denominator=20)),
        ("proportion", percent(5, 20), Figure(value=None, numerator=6, denominator=20)),
        ("rate", rate(5, 20), Figure(value=30.0, numerator=6, denominator=0)),
    ],
)
def test_not_compared_without_method_value_or_parts(method, now, before) -> None:  # type: ignore[no-untyped-def]
    found = change(method, now, before, 100)
    assert found.verdict == "not compared"
    assert found.interval is None


def test_a_difference_without_a_method_is_still_arithmetic() -> None:
    found = change(None, Figure(value=32.6), Figure(value=30.1), None)
    assert found.difference == pytest.approx(2.5)


def test_a_rate_of_nothing_is_judged_by_the_difference() -> None:
    assert change("rate", rate(0, 50000), rate(0, 50000), 10000).verdict == "no clear change"
    assert change("rate", rate(0, 50000), rate(60, 50000), 10000).verdict == "fell"
    assert change("rate", rate(0, 50000), rate(60, 50000), 10000).ratio is None


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ((5, 1000), (14, 1000)),  # the ratio alone would call it a fall
        ((1, 1000), (20, 3000)),  # the difference alone would call it a fall
    ],
)
def test_a_rate_changes_only_when_ratio_and_difference_agree(now, before) -> None:  # type: ignore[no-untyped-def]
    assert change("rate", rate(*now), rate(*before), 10000).verdict == "no clear change"


@given(judged_pairs, judged_pairs)
def test_newcombe_agrees_with_statsmodels(first: tuple[int, int], second: tuple[int, int]) -> None:
    low, high = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    interval = newcombe(first, second)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-9)


@given(judged_pairs, judged_pairs)
def test_newcombe_holds_the_difference_within_bounds(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    narrow, wide = newcombe(first, second, Z95), newcombe(first, second, Z998)
    difference = first[0] / first[1] - second[0] / second[1]
    assert -1 - 1e-12 <= wide.low <= narrow.low <= difference + 1e-12
    assert difference - 1e-12 <= narrow.high <= wide.high <= 1 + 1e-12


@given(pairs, pairs, st.sampled_from(["proportion", "rate"]))
def test_direction_turns_with_the_order(first, second, method) -> None:  # type: ignore[no-untyped-def]
    assume(method == "rate" or min(first[1], second[1]) >= FEWEST_JUDGED)
    one, two = percent(*first), percent(*second)
    forward, back = direction(method, one, two), direction(method, two, one)
    assert forward is not None and back is not None
    assert forward == -back
    assert direction(method, one, one) == 0


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        ((1, 1), (0, 4), "not compared"),  # the Isles of Scilly, plans in 20 weeks
        ((5, 5), (0, 4), "not compared"),
        ((5, 5), (2, 5), "no clear change"),  # Newcombe alone would call it a rise
        ((5, 5), (0, 5), "rose"),
    ],
)
def test_no_verdict_of_fewer_than_five_nor_against_the_exact_test(now, before, verdict) -> None:  # type: ignore[no-untyped-def]
    assert change("proportion", percent(*now), percent(*before), 100).verdict == verdict
    if min(now[1], before[1]) >= FEWEST_JUDGED:
        assert not newcombe(now, before).contains(0)


@given(pairs, pairs, st.sampled_from([Z95, Z998]))
def test_a_verdict_on_shares_has_both_tests_behind_it(first, second, z) -> None:  # type: ignore[no-untyped-def]
    found = direction("proportion", percent(*first), percent(*second), z)
    if min(first[1], second[1]) < FEWEST_JUDGED:
        assert found is None
        return
    (x1, n1), (x2, n2) = first, second
    exact = fisher_exact([[x1, n1 - x1], [x2, n2 - x2]]).pvalue < 2 * norm.sf(z)
    apart = not newcombe(first, second, z).contains(0)
    assert (found != 0) == (exact and apart)


@given(pairs, pairs)
def test_rate_intervals_hold_the_estimate(first: tuple[int, int], second: tuple[int, int]) -> None:
    difference = first[0] / first[1] - second[0] / second[1]
    apart = difference_interval("rate", rate(*first), rate(*second))
    assert apart is not None and apart.contains(difference)
    interval = ratio_interval("rate", rate(*first), rate(*second))
    assert (interval is None) == (min(first[0], second[0]) == 0)
    if interval is not None:
        ratio = (first[0] / first[1]) / (second[0] / second[1])
        assert math.isclose(interval.low * interval.high, ratio**2, rel_tol=1e-9)


def test_impossible_rates_have_no_interval() -> None:
    assert ratio_interval("rate", rate(0, 10), rate(5, 10)) is None
    nowhere = Figure(value=None, numerator=1, denominator=0)
    assert ratio_interval("rate", nowhere, rate(5, 10)) is None
    assert difference_interval("rate", nowhere, rate(5, 10)) is None
    assert ratio_interval("proportion", percent(2, 10), percent(5, 10)) is None
