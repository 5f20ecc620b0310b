import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.funnel import proportion_limits, rate_limits, rate_signal
from analysis.intervals import Z95, Z998, byar


def test_proportion_limits_worked_values() -> None:
    at95, at998 = proportion_limits(0.4643, 380), proportion_limits(0.4643, 380, Z998)
    assert (round(at95.low, 4), round(at95.high, 4)) == (0.4142, 0.5144)
    assert (round(at998.low, 4), round(at998.high, 4)) == (0.3852, 0.5434)


def test_rate_worked_values() -> None:
    expected = 56737 * 49420 / 12183016
    interval = byar(155)
    assert round(expected, 1) == 230.2
    assert round(155 / expected, 3) == 0.673
    assert round(interval.low / expected, 3) == 0.572
    assert round(interval.high / expected, 3) == 0.788
    assert round(byar(155, Z998).high, 1) == 197.5
    assert rate_signal(155, expected) == "low"
    assert rate_signal(155, expected, Z998) == "low"


@given(st.integers(1, 100_000), st.floats(0, 1), st.sampled_from([Z95, Z998]))
def test_proportion_limits_stay_between_0_and_1(n: int, benchmark: float, z: float) -> None:
    limits = proportion_limits(benchmark, n, z)
    assert 0 <= limits.low <= benchmark <= limits.high <= 1


@given(st.floats(0.1, 50_000), st.sampled_from([Z95, Z998]))
def test_rate_limits_are_where_the_signal_turns(expected: float, z: float) -> None:
    limits = rate_limits(expected, z)
    assert rate_signal(limits.high * 1.0001, expected, z) == "high"
    assert rate_signal(limits.high * 0.9999, expected, z) == "inside"
    if limits.low > 0:
        assert rate_signal(limits.low * 0.9999, expected, z) == "low"
        assert rate_signal(limits.low * 1.0001, expected, z) == "inside"


def test_impossible_funnels_are_refused() -> None:
    with pytest.raises(ValueError, match="proportion"):
        proportion_limits(46.4, 380)
    with pytest.raises(ValueError, match="above 0"):
        rate_limits(0)
