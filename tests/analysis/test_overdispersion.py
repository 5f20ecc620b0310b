"""How far areas usually lie apart: what is told as standing out, and what is not."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from analysis.differences import Figure
from analysis.intervals import FEWEST_JUDGED, Z95, Z998
from analysis.overdispersion import (
    Overdispersion,
    between,
    clearly_above_chance,
    limits,
    spread_of,
    winsorised,
)

# Ten areas of 100 each around a target of a half: a standard error of 5 in 100, so that a count
# of 60 is 2 standard errors above.
COUNTS = (30, 40, 45, 50, 50, 50, 55, 55, 60, 85)


def share(x: float, n: float) -> Figure:
    return Figure(value=100 * x / n, numerator=x, denominator=n)


def areas(*parts: tuple[float, float]) -> dict[str, Figure]:
    return {str(number): share(x, n) for number, (x, n) in enumerate(parts)}


def worked() -> Overdispersion:
    return limits(areas(*((x, 100) for x in COUNTS)), 0.5)


def test_a_worked_example() -> None:
    """By hand: z are -4, -2, -1, 0, 0, 0, 1, 1, 2, 7. The 10th percentile of ten lies 0.9 of the
    way from the 1st to the 2nd: -2.2; the 90th 0.1 of the way from the 9th to the 10th: 2.5. The
    squares are 4.84 + 4 + 1 + 0 + 0 + 0 + 1 + 1 + 4 + 6.25 = 22.09, and phi is 2.209.
    """
    found = worked()
    assert found.phi == pytest.approx(2.209)
    assert found.model == "multiplicative"  # 2.209 is above 1 + 2 √(2/10) = 1.894
    assert [round(unit.z) for unit in found.units.values()] == [-4, -2, -1, 0, 0, 0, 1, 1, 2, 7]
    usual = found.usual(100, Z998)
    assert usual is not None  # 3.0902 x √2.209 x 0.05 is 0.2296
    assert (round(usual.low, 4), round(usual.high, 4)) == (0.2704, 0.7296)
    chance = found.chance(100, Z998)
    assert (round(chance.low, 4), round(chance.high, 4)) == (0.3455, 0.6545)
    # tau²: (10 x 2.209 - 9) / (10/0.05² - 1/0.05²) = 13.09 / 3600
    assert found.tau == pytest.approx(math.sqrt(13.09 / 3600))


def test_beyond_chance_is_not_yet_remarkable() -> None:
    """Two areas differ by more than chance at 99.8%, and one of them stands out beside all ten.

    60 of 100 is just outside limits of 95%, and 60 or more have an exact chance of 2.8%.
    """
    units = worked().units
    assert not worked().chance(100, Z95).contains(0.6)
    assert [a for a, unit in units.items() if unit.chance95 != "inside"] == ["0", "9"]
    assert [a for a, unit in units.items() if unit.chance998 != "inside"] == ["0", "9"]
    assert [a for a, unit in units.items() if unit.usual998 != "inside"] == ["9"]
    assert (units["0"].usual95, units["8"].usual95, units["9"].usual95) == ("low", "inside", "high")
    turned = limits(areas(*((100 - x, 100) for x in COUNTS)), 0.5).units
    assert (turned["0"].usual998, turned["9"].usual998) == ("inside", "low")


def test_where_few_are_expected_an_exact_test_must_agree() -> None:
    """The City of London's plans: 5 of 26 in independent special schools, 4.6% in England.

    Limits as far to either side end at 17.4%, but 5 or more have an exact chance of 0.6%.
    """
    units = limits(areas(*((46, 1000), (47, 1000)) * 5, (5, 26), (8, 26)), 0.0464)
    assert units.chance(26, Z998).high < 5 / 26
    assert (units.units["10"].chance998, units.units["11"].chance998) == ("inside", "high")


def test_fewer_than_ten_areas_are_too_few_to_tell_their_spread() -> None:
    found = limits(areas(*((x, 100) for x in COUNTS[1:])), 0.5)
    assert (found.model, found.phi, found.usual(100)) == ("too few", None, None)
    last = found.units["8"]
    assert (last.chance998, last.usual95, last.usual998) == ("high", None, None)


def test_areas_that_differ_by_chance_alone_have_the_limits_of_chance() -> None:
    random = np.random.default_rng(2005)
    sizes = random.integers(200, 4000, 150)
    found = limits(areas(*zip(random.binomial(sizes, 0.3), sizes, strict=True)), 0.3)
    assert found.model == "chance" and found.tau == 0
    assert found.phi is not None and found.phi < 1
    assert found.usual(500, Z998) == found.chance(500, Z998)


def drawn(additive: bool, count: int, seed: int) -> Overdispersion:
    """Areas of very different sizes: their spread the same for all, or a multiple of chance."""
    random = np.random.default_rng(seed)
    sizes = np.maximum(100, random.lognormal(6.5, 0.9, count)).astype(int)
    spread = np.full(count, 0.05) if additive else np.sqrt(8 * 0.21 / sizes)
    chances = np.clip(random.normal(0.3, spread), 0.01, 0.99)
    return limits(areas(*zip(random.binomial(sizes, chances), sizes, strict=True)), 0.3)


@pytest.mark.parametrize(
    ("additive", "model"), [(True, "random effects"), (False, "multiplicative")]
)
def test_the_model_that_fits_is_taken(additive: bool, model: str) -> None:
    found = [drawn(additive, 150, seed).model for seed in range(40)]
    assert found.count(model) >= 36  # type: ignore[arg-type]


def test_of_areas_with_a_normal_spread_about_one_in_a_hundred_stands_out() -> None:
    found = [drawn(False, 150, seed) for seed in range(40)]
    units = [unit for one in found for unit in one.units.values()]
    out = sum(unit.usual998 != "inside" for unit in units)
    assert len(units) == 6000 and 0.005 < out / len(units) < 0.02


def test_random_effects_leave_large_areas_the_same_room_as_small_ones() -> None:
    found = drawn(True, 150, 1)
    usual = found.usual(10**9, Z95)
    assert found.model == "random effects" and usual is not None
    assert usual.high - found.target == pytest.approx(Z95 * found.tau, rel=1e-3)
    assert 0.025 < found.tau < 0.05  # what is cut makes it lean low


def test_rates_have_the_variance_of_counts() -> None:
    """By hand: 100 expected of 1,000, an error of 10; 120 is 2 errors above."""
    found = limits(areas(*[(100, 1000)] * 9, (120, 1000)), 0.1, "rate")
    assert found.units["9"].z == pytest.approx(2)
    assert found.chance(1000, Z95).high == pytest.approx(0.1 + 1.959964 * 0.01)
    assert limits(areas(*[(3, 1)] * 10), 1.5, "rate").chance(1).high > 1


def test_an_area_without_counts_is_in_no_spread() -> None:
    units = areas(*((x, 100) for x in COUNTS)) | {"bare": Figure(value=99.0)}
    found = limits(units, 0.5)
    assert "bare" not in found.units and found.phi == pytest.approx(2.209)


@pytest.mark.parametrize("target", [0, 1, 46.4, -0.1])
def test_a_target_that_is_no_proportion_is_refused(target: float) -> None:
    with pytest.raises(ValueError, match="target"):
        limits(areas((1, 2)), target)


scores = st.lists(st.floats(-50, 50), min_size=1, max_size=40)


@given(scores)
def test_phi_agrees_with_numpy(found: list[float]) -> None:
    ends = np.quantile(found, [0.1, 0.9])
    cut = np.clip(found, *ends)
    assert winsorised(found) == pytest.approx(list(cut), abs=1e-9)
    assert spread_of(found) == pytest.approx(float(np.mean(cut**2)), abs=1e-9)


@given(st.lists(st.tuples(st.floats(0.1, 20), st.floats(0.05, 5)), min_size=5, max_size=20))
def test_tau_agrees_with_statsmodels(pairs: list[tuple[float, float]]) -> None:
    """Every distance is there on both sides, so that their weighted mean is the target, 0."""
    distances = [d for distance, _ in pairs for d in (distance, -distance)]
    errors = [error for _, error in pairs for _ in (0, 1)]
    phi = sum((d / e) ** 2 for d, e in zip(distances, errors, strict=True)) / len(errors)
    assume(phi > 1)  # with less they warn that a variance would be negative
    theirs = combine_effects(np.array(distances), np.array(errors) ** 2, method_re="chi2")
    assert between(phi, errors) ** 2 == pytest.approx(max(theirs.tau2, 0), rel=1e-6, abs=1e-9)


def test_areas_of_fewer_than_are_judged_do_not_count_among_the_ten() -> None:
    found = limits(areas(*[(5, 10)] * 9, (1, FEWEST_JUDGED - 1)), 0.5)
    assert (found.model, len(found.units)) == ("too few", 9)


def test_what_is_clearly_above_chance() -> None:
    assert clearly_above_chance(1.41, 50) and not clearly_above_chance(1.39, 50)


parts = st.integers(FEWEST_JUDGED, 4000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(parts, max_size=40), st.floats(0.01, 0.99))
def test_standing_out_is_never_told_without_chance_being_left_too(
    units: list[tuple[int, int]], target: float
) -> None:
    """The usual limits are never narrower than those of chance, at 95% and at 99.8%."""
    found = limits(areas(*units), target)
    assert (found.model == "too few") == (len(units) < 10)
    for unit in found.units.values():
        for usual, chance in ((unit.usual95, unit.chance95), (unit.usual998, unit.chance998)):
            assert usual in (None, "inside", chance)
        assert unit.usual998 in (None, "inside", unit.usual95)
    for _, n in units:
        usual_limits = found.usual(n, Z998)
        if usual_limits is not None:
            chance_limits = found.chance(n, Z998)
            assert 0 <= usual_limits.low <= chance_limits.low <= found.target
            assert found.target <= chance_limits.high <= usual_limits.high <= 1


@given(st.lists(parts, min_size=10, max_size=25), st.randoms())
def test_the_spread_does_not_depend_on_order(units, random) -> None:  # type: ignore[no-untyped-def]
    found = areas(*units)
    order = list(found)
    random.shuffle(order)
    other = limits({area: found[area] for area in order}, 0.4)
    straight = limits(found, 0.4)
    assert other.phi == pytest.approx(straight.phi)
    assert other.model == straight.model
