"""The oracle of the audit against the libraries that it stands on, and figures worked by hand."""

import random

import numpy as np
import pytest
from scipy.stats import fisher_exact
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson_2indep

from bench.audit import oracle
from bench.audit.oracle import Z


def pairs(seed: int, count: int = 300) -> list[tuple[int, int, int, int]]:
    chosen = random.Random(seed)
    sizes = [(chosen.randint(5, 800), chosen.randint(5, 800)) for _ in range(count)]
    return [(chosen.randint(0, n1), n1, chosen.randint(0, n2), n2) for n1, n2 in sizes]


@pytest.mark.parametrize(
    ("method", "x", "n", "low", "high"),
    [
        ("proportion", 5, 20, 0.1119, 0.4687),
        ("proportion", 0, 10, 0, 0.2775),
        ("rate", 100, 1, 81.3621, 121.6279),
        ("rate", 10, 1, 4.7874, 18.3915),
        ("rate", 9, 1, 4.1154, 17.0848),
        ("rate", 0, 1, 0, 3.6889),
    ],
)
def test_intervals_are_the_published_ones(
    method: str, x: float, n: float, low: float, high: float
) -> None:
    assert [round(float(end), 4) for end in oracle.limits(method, x, n)] == [low, high]


def test_a_design_effect_of_four_doubles_the_distance_to_either_end() -> None:
    """5 of 20 are 25%: 11.2% to 46.9% becomes 0% (25 less twice 13.8 is under 0) to 68.7%."""
    low, high = oracle.limits("proportion", 5, 20, effect=4.0)
    assert (float(low), round(float(high), 3)) == (0.0, 0.687)
    ratio = oracle.ratio(155, 56737, 217, 56279, effect=4.0)
    assert ratio is not None
    plain = oracle.ratio(155, 56737, 217, 56279)
    assert plain is not None
    assert np.log(ratio[1] / ratio[0]) == pytest.approx(2 * np.log(plain[1] / plain[0]))


@pytest.mark.parametrize("parts", pairs(1, 40))
def test_a_difference_is_newcombes(parts: tuple[int, int, int, int]) -> None:
    x1, n1, x2, n2 = parts
    first, second = oracle.limits("proportion", x1, n1), oracle.limits("proportion", x2, n2)
    ours = oracle.difference(x1 / n1, first, x2 / n2, second)
    theirs = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", compare="diff")
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_a_ratio_is_that_of_statsmodels() -> None:
    ours = oracle.ratio(155, 56737, 217, 56279)
    theirs = confint_poisson_2indep(155, 56737, 217, 56279, method="wald-log", compare="ratio")
    assert ours == pytest.approx(theirs)


@pytest.mark.parametrize("z", [Z, oracle.Z998, oracle.together(150)])
def test_the_exact_test_is_scipys_where_it_is_not_asked(z: float) -> None:
    every = pairs(2)
    level = 2 * oracle.norm.sf(z)
    theirs = [fisher_exact([[a, n - a], [b, m - b]]).pvalue < level for a, n, b, m in every]
    assert oracle.exactly(*zip(*every, strict=True), z).tolist() == theirs
    assert 20 < sum(theirs) < 290


def test_every_pair_is_judged_as_it_would_be_alone() -> None:
    x, n = [5, 30, 31, 90], [50, 100, 90, 100]
    square = oracle.sides("proportion", x, n)
    assert square.tolist() == [[0, -1, -1, -1], [1, 0, 0, -1], [1, 0, 0, -1], [1, 1, 1, 0]]
    rates = oracle.sides("rate", [155, 217, 0], [56737, 56279, 56000])
    assert rates.tolist() == [[0, -1, 1], [1, 0, 1], [-1, -1, 0]]


def test_tau_is_that_of_statsmodels_where_nothing_is_cut() -> None:
    """Scores in pairs around the target, with ties at both ends that leave nothing to cut."""
    error = np.array([0.05] * 12)
    score = np.array([-6.0, 6.0] * 6)
    n = np.full(12, 100.0)
    found = oracle.spread("proportion", 0.5, (0.5 + score * error) * n, n)
    theirs = combine_effects(score * error, error**2, method_re="chi2")
    assert found.phi == pytest.approx(36)
    assert found.tau == pytest.approx(np.sqrt(theirs.tau2))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(2.5, 0, "3"), (0.285, 2, "0.29"), (-0.04, 1, "0.0"), (-1234.56, 1, "\N{MINUS SIGN}1,234.6")],
)
def test_numbers_are_printed_half_away_from_zero(value: float, decimals: int, text: str) -> None:
    assert oracle.printed(value, decimals) == text
