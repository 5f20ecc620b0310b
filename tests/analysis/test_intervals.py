import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, norm
from statsmodels.stats.proportion import proportion_confint

from analysis.intervals import (
    Z95,
    Z998,
    Interval,
    byar,
    count_interval,
    exact_poisson,
    figure_interval,
    wilson,
)

levels = st.sampled_from([1.0, 1.6448536269514722, Z95, Z998])


def ends(interval: Interval | None, decimals: int = 4) -> tuple[float, float]:
    assert interval is not None
    return round(interval.low, decimals), round(interval.high, decimals)


def test_z_holds_95_and_998_percent() -> None:
    assert pytest.approx(norm.ppf(0.975), abs=1e-12) == Z95
    assert pytest.approx(norm.ppf(0.999), abs=1e-12) == Z998


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(5, 20, 0.1119, 0.4687), (1, 10, 0.0179, 0.4042), (0, 10, 0, 0.2775)],
)
def test_wilson_worked_values(x: int, n: int, low: float, high: float) -> None:
    assert ends(wilson(x, n)) == (low, high)


def test_wilson_of_published_figures() -> None:
    assert ends(figure_interval("proportion", 203, 380, 100), 1) == (48.4, 58.4)
    assert ends(figure_interval("proportion", 53, 193, 100), 1) == (21.7, 34.2)


@pytest.mark.parametrize(("x", "low", "high"), [(10, 4.7874, 18.3915), (100, 81.3621, 121.6279)])
def test_byar_worked_values(x: int, low: float, high: float) -> None:
    assert ends(byar(x)) == (low, high)


def test_byar_of_a_published_rate() -> None:
    assert ends(figure_interval("rate", 155, 56737, 10000), 1) == (23.2, 32.0)


def test_byar_of_a_monthly_count() -> None:
    assert ends(byar(204), 0) == (177, 234)


@pytest.mark.parametrize(
    ("x", "low", "high"),
    [(0, 0, 3.6889), (1, 0.0253, 5.5716), (4, 1.0899, 10.2416), (9, 4.1154, 17.0848)],
)
def test_exact_worked_values(x: int, low: float, high: float) -> None:
    assert ends(exact_poisson(x)) == (low, high)


def test_count_interval_is_exact_under_ten_and_byar_from_ten() -> None:
    assert count_interval(9) == exact_poisson(9)
    assert count_interval(10) == byar(10)
    assert count_interval(9.0) == exact_poisson(9)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), levels)
def test_wilson_agrees_with_statsmodels(parts: tuple[int, int], z: float) -> None:
    x, n = parts
    low, high = proportion_confint(x, n, alpha=2 * norm.sf(z), method="wilson")
    assert ends(wilson(x, n, z), 15) == pytest.approx((low, high), abs=1e-9)


@given(st.integers(0, 300), levels)
def test_exact_agrees_with_chi_squared(x: int, z: float) -> None:
    tail = norm.sf(z)
    interval = exact_poisson(x, z)
    assert interval.low == pytest.approx(chi2.ppf(tail, 2 * x) / 2 if x else 0, rel=1e-10, abs=1e-9)
    assert interval.high == pytest.approx(chi2.isf(tail, 2 * x + 2) / 2, rel=1e-10, abs=1e-9)


@given(st.integers(10, 100_000))
def test_byar_is_close_to_exact(x: int) -> None:
    assert byar(x).low == pytest.approx(chi2.ppf(0.025, 2 * x) / 2, rel=0.005)
    assert byar(x).high == pytest.approx(chi2.ppf(0.975, 2 * x + 2) / 2, rel=0.005)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_estimate_and_widens_with_z(parts: tuple[int, int]) -> None:
    x, n = parts
    narrow, wide = wilson(x, n, Z95), wilson(x, n, Z998)
    assert 0 <= wide.low <= narrow.low <= x / n <= narrow.high <= wide.high <= 1


@given(st.integers(0, 100_000))
def test_count_interval_holds_the_count_and_widens_with_z(x: int) -> None:
    narrow, wide = count_interval(x, Z95), count_interval(x, Z998)
    assert 0 <= wide.low <= narrow.low <= x <= narrow.high <= wide.high


@given(st.integers(0, 200), st.integers(200, 400))
def test_wilson_is_symmetric(x: int, n: int) -> None:
    forward, back = wilson(x, n), wilson(n - x, n)
    assert forward.low == pytest.approx(1 - back.high, abs=1e-12)


@pytest.mark.parametrize(
    ("method", "numerator", "denominator", "multiplier"),
    [
        (None, 5, 20, 100),
        ("proportion", None, 20, 100),
        ("proportion", 5, None, 100),
        ("rate", 5, 0, 10000),
        ("rate", -5, 100, 10000),
        ("rate", 5.5, 100, 10000),
        ("proportion", 21, 20, 100),
        ("proportion", 5, 20, None),
    ],
)
def test_no_interval_where_none_can_be_had(method, numerator, denominator, multiplier) -> None:  # type: ignore[no-untyped-def]
    assert figure_interval(method, numerator, denominator, multiplier) is None


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="21 of 20"):
        wilson(21, 20)
    with pytest.raises(ValueError, match="negative"):
        byar(-1)
    with pytest.raises(ValueError, match="whole count"):
        exact_poisson(2.5)  # type: ignore[arg-type]
