from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.spc import ONE_IN, STEADY_MONTHS, Limits, signals, xmr

STEADY = [205, 199, 208, 203, 211, 206, 198, 204, 209, 201, 207, 203]
WITH_A_SPIKE = [*STEADY[:5], 240, *STEADY[6:]]


def limits_of(points: Sequence[float], *, screen: bool = True) -> Limits:
    found = xmr(points, screen=screen)
    assert found is not None
    return found


def ends(limits: Limits) -> tuple[float, float]:
    return round(limits.limits.low, 2), round(limits.limits.high, 2)


def test_worked_values() -> None:
    found = limits_of(STEADY)
    assert found.kind == "fixed"
    assert found.mean == 204.5
    assert ends(found) == (187.57, 221.43)
    assert round(found.range_limit, 2) == 20.79
    assert found.range_limit / 3.267 == pytest.approx(6.3636, abs=0.0001)
    assert found.near.high - found.mean == pytest.approx(1.7733 * 6.3636, abs=0.001)
    assert signals(STEADY, found) == {}


def test_a_spike_does_not_widen_screened_limits() -> None:
    plain, screened = limits_of(WITH_A_SPIKE, screen=False), limits_of(WITH_A_SPIKE)
    assert round(plain.mean, 2) == 207.33
    assert plain.range_limit / 3.267 == pytest.approx(11.636, abs=0.001)
    assert screened.range_limit / 3.267 == pytest.approx(8.6, abs=0.001)
    assert ends(plain) == (176.38, 238.29)
    assert ends(screened) == (184.46, 230.21)
    assert signals(WITH_A_SPIKE, plain)[5] == "outside the limits"
    assert signals(WITH_A_SPIKE, screened)[5] == "outside the limits"


def test_how_many_points() -> None:
    assert xmr([192, 200, 207, 215]) is None
    assert limits_of(STEADY[:6]).kind == "trial"
    assert limits_of(STEADY[:11]).kind == "trial"
    assert limits_of([*STEADY, 500, 500]).limits == limits_of(STEADY).limits


def test_seven_on_one_side() -> None:
    later = [205, 206, 205, 206, 205, 206, 205]
    found = signals([*STEADY, *later], limits_of(STEADY))
    assert found == dict.fromkeys(range(12, 19), "one side of the mean")
    assert signals([*STEADY, *later[:6]], limits_of(STEADY)) == {}


def test_a_point_on_the_mean_breaks_a_run() -> None:
    later = [205, 206, 205, 204.5, 205, 206, 205]
    assert signals([*STEADY, *later], limits_of(STEADY)) == {}


def test_seven_rising() -> None:
    later = [200, 201, 202, 203, 204, 205, 206]
    found = signals([*STEADY, *later], limits_of(STEADY))
    assert found == dict.fromkeys(range(12, 19), "a trend")


def test_two_of_three_near_a_limit() -> None:
    found = signals([*STEADY, 218, 206, 219], limits_of(STEADY))
    assert found == {12: "near a limit", 14: "near a limit"}
    assert signals([*STEADY, 218, 203, 219], limits_of(STEADY)) == {}


def test_lower_limits_may_be_negative() -> None:
    assert limits_of([0, 9, 0, 9, 0, 9]).limits.low < 0


def test_a_withheld_point_does_not_restart_a_baseline() -> None:
    """Worked by hand: two ranges before the withheld point, four after it, none across."""
    found = xmr([205, 199, 208, None, 203, 211, 206, 198, 204])
    assert found is not None
    assert found.kind == "trial"
    assert found.mean == pytest.approx((205 + 199 + 208 + 203 + 211 + 206 + 198 + 204) / 8)
    assert found.range_limit / 3.267 == pytest.approx((6 + 9 + 8 + 5 + 8 + 6) / 6)


def test_twelve_points_fix_the_limits_wherever_one_is_withheld() -> None:
    found = xmr([*STEADY[:4], None, *STEADY[4:], 500, 500])
    assert found is not None
    assert (found.kind, found.mean) == ("fixed", 204.5)


def test_limits_take_five_movements() -> None:
    assert xmr([205, None, 199, None, 208, None, 203, None, 211, 206]) is None
    assert xmr([None, *STEADY[:6]]) == limits_of(STEADY[:6])


def test_no_run_goes_across_a_withheld_point() -> None:
    limits = limits_of(STEADY)
    assert signals([205, 206, 205, 206, None, 205, 206, 205], limits) == {}
    assert signals([200, 201, 202, None, 203, 204, 205, 206], limits) == {}
    assert signals([218, None, 219], limits) == {}
    assert signals([None, 240, None], limits) == {1: "outside the limits"}


@pytest.mark.parametrize("mean", [None, 10, 20, 100])
def test_one_in_three_steady_series_has_a_signal_by_chance(mean: int | None) -> None:
    """The share of steady series of 24 months that are flagged by chance in 24 months (a third)."""
    random = np.random.default_rng(358)
    size = (2_000, STEADY_MONTHS)
    drawn = random.normal(size=size) if mean is None else random.poisson(mean, size=size)
    flagged = sum(bool(signals(points, limits_of(points))) for points in drawn.tolist())
    assert (STEADY_MONTHS, ONE_IN) == (24, 3)
    assert flagged / len(drawn) == pytest.approx(1 / ONE_IN, abs=0.04)


@given(st.lists(st.integers(0, 500), min_size=6, max_size=30))
def test_the_mean_is_inside_and_near_lines_are_closer(points: list[int]) -> None:
    found = limits_of(points)
    assert found.limits.low <= found.near.low <= found.mean <= found.near.high <= found.limits.high
