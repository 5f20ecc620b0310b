"""How many of many flags may be false."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from analysis.differences import Figure, change, judged
from analysis.discovery import (
    chance_among_areas,
    chance_of_change,
    chance_of_difference,
    discoveries,
)
from analysis.intervals import Z95, figure_interval
from analysis.overdispersion import limits


def share(x: float, n: float) -> Figure:
    return Figure(value=100 * x / n, numerator=x, denominator=n)


def test_a_worked_example() -> None:
    """Of four tests the limits are 0.0125, 0.025, 0.0375 and 0.05: 0.03 passes as the third, and
    takes along 0.026, which is above its own limit.
    """
    assert discoveries([0.03, 0.9, 0.001, 0.026]) == (True, False, True, True)


def test_one_flag_of_many_tests_is_no_discovery() -> None:
    """One in 30 alone is chance 0.03: among twenty tests two thirds of a flag are expected."""
    assert discoveries([0.03, *[1.0] * 19]) == (False,) * 20
    assert discoveries([0.03]) == (True,)
    assert discoveries([]) == ()


def test_a_chance_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        discoveries([0.2, 1.2])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=80))
def test_discoveries_agree_with_statsmodels(chances: list[float]) -> None:
    assert list(discoveries(chances)) == list(multipletests(chances, 0.05, "fdr_bh")[0])


counts = st.integers(5, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.floats(0.02, 0.98))
def test_the_chance_of_a_proportion_is_that_of_the_score_test(
    parts: tuple[int, int], benchmark: float
) -> None:
    """Wilson's interval leaves out what the score test rejects, at every level."""
    x, n = parts
    chance = chance_of_difference("proportion", share(x, n), benchmark, (1, -1))
    _, theirs = proportions_ztest(x, n, benchmark, prop_var=benchmark)
    if theirs < 0.0499:
        assert chance == pytest.approx(theirs, rel=1e-3, abs=1e-300)
    if theirs > 0.0501:
        assert chance == 1.0


@given(st.integers(0, 9), st.floats(0.5, 40))
def test_the_chance_of_a_small_count_is_that_of_poisson(x: int, expected: float) -> None:
    """The exact interval leaves out what either tail of Poisson rejects at half the level."""
    figure = Figure(value=float(x), numerator=x, denominator=1000)
    above = chance_of_difference("rate", figure, expected / 1000, (1,))
    below = chance_of_difference("rate", figure, expected / 1000, (-1,))
    for chance, tail in (
        (above, stats.poisson.sf(x - 1, expected)),
        (below, stats.poisson.cdf(x, expected)),
    ):
        if tail < 0.0249:
            assert chance == pytest.approx(tail, rel=1e-3, abs=1e-12)
        if tail > 0.0251:
            assert chance == 1.0


@given(counts, counts)
def test_a_change_has_a_chance_where_it_is_told_and_only_there(
    now: tuple[int, int], before: tuple[int, int]
) -> None:
    told = change("proportion", share(*now), share(*before), 100).verdict
    rise, fall = (
        chance_of_change("proportion", share(*now), share(*before), (sign,)) for sign in (1, -1)
    )
    assert (rise < 1) == (told == "rose") and (fall < 1) == (told == "fell")
    if told in ("rose", "fell"):
        assert min(rise, fall) <= 0.025 + 1e-9


def test_the_chance_of_a_change_is_where_its_interval_begins_to_hold_none() -> None:
    """203 of 380 after 262 of 420: by hand the interval holds none from z = 2.59."""
    now, before = share(203, 380), share(262, 420)
    chance = chance_of_change("proportion", now, before, (-1,))
    z = stats.norm.isf(chance)
    assert z == pytest.approx(2.6, abs=0.1)
    for nearby, told in ((z - 0.001, "fell"), (z + 0.001, "no clear change")):
        assert change("proportion", now, before, 100, nearby).verdict == told


def test_what_has_no_interval_is_no_discovery() -> None:
    assert chance_of_difference("proportion", share(1, 2), 0.01, (1, -1)) == 1.0
    assert chance_of_change(None, share(90, 100), share(1, 100), (1,)) == 1.0


def test_beside_other_areas_the_usual_spread_is_not_remarkable() -> None:
    """By hand: ten areas of 100, phi 2.209; 85 of 100 is 7 standard errors of chance above a
    half, and 7 / √2.209 = 4.71 of the usual ones.
    """
    every = (30, 40, 45, 50, 50, 50, 55, 55, 60, 85)
    spread = limits({str(at): share(x, 100) for at, x in enumerate(every)}, 0.5)
    found = chance_among_areas(spread, share(85, 100))
    assert found == pytest.approx(2 * stats.norm.sf(7 / math.sqrt(2.209)), rel=1e-3)
    assert chance_among_areas(spread, share(60, 100)) == 1.0
    assert chance_of_difference("proportion", share(60, 100), 0.5, (1,)) < 0.05


def test_the_interval_and_the_chance_never_disagree() -> None:
    for x in range(0, 101):
        told = figure_interval("proportion", x, 100, 1.0)
        assert told is not None and judged("proportion", share(x, 100), Z95) is not None
        chance = chance_of_difference("proportion", share(x, 100), 0.4, (1, -1))
        assert (chance < 1) == (not told.contains(0.4))
