import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, fisher_exact, poisson

from analysis.exact import fisher, tail

proportions = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("x1", "n1", "x2", "n2", "chance"),
    [
        (1, 1, 0, 4, 0.2),  # one of five tables is as unlikely
        (3, 4, 1, 4, 0.4857),  # the lady who tasted tea
        (8, 8, 0, 8, 0.00016),
        (5, 10, 5, 10, 1.0),
    ],
)
def test_worked_values(x1: int, n1: int, x2: int, n2: int, chance: float) -> None:
    assert fisher(x1, n1, x2, n2) == pytest.approx(chance, abs=0.00005)


@given(proportions, proportions)
@settings(max_examples=400)
def test_it_is_the_test_of_scipy(first: tuple[int, int], second: tuple[int, int]) -> None:
    (x1, n1), (x2, n2) = first, second
    due = fisher_exact([[x1, n1 - x1], [x2, n2 - x2]]).pvalue
    assert fisher(*first, *second) == pytest.approx(due, abs=1e-7)


@pytest.mark.parametrize(("x1", "n1"), [(-1, 4), (5, 4)])
def test_a_part_of_no_whole_is_refused(x1: int, n1: int) -> None:
    with pytest.raises(ValueError, match="parts of wholes"):
        fisher(x1, n1, 1, 2)


@given(proportions, st.floats(0.01, 0.99))
def test_the_tail_of_a_proportion_is_that_of_scipy(parts: tuple[int, int], share: float) -> None:
    x, n = parts
    due = binom.sf(x - 1, n, share) if x > n * share else binom.cdf(x, n, share)
    assert tail(x, n, share, "proportion") == pytest.approx(due, rel=1e-6, abs=1e-300)


@given(st.integers(0, 500), st.floats(0.1, 400))
def test_the_tail_of_a_rate_is_that_of_scipy(x: int, expected: float) -> None:
    due = poisson.sf(x - 1, expected) if x > expected else poisson.cdf(x, expected)
    assert tail(x, 1000.0, expected / 1000, "rate") == pytest.approx(due, rel=1e-6, abs=1e-300)


def test_a_tail_of_more_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="7 of 5"):
        tail(7, 5, 0.5, "proportion")
