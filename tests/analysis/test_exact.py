import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from analysis.exact import fisher

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
