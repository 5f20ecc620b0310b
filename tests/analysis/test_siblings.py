"""Brothers and sisters: children are counted one by one, and come in families."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.combining import combine
from analysis.differences import Figure, change, difference_interval, direction, ratio_interval
from analysis.intervals import Z95, Z998, Interval, Method, figure_interval, share_interval
from analysis.overdispersion import limits
from analysis.ranks import rank_range, rank_ranges
from analysis.siblings import FAMILIES, SIBLINGS, design_effect

pairs = st.integers(5, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
methods = st.sampled_from(["proportion", "rate"])
levels = st.sampled_from([Z95, Z998])
effects = st.floats(1, 5)


def figure(parts: tuple[float, float], multiplier: float = 100, effect: float = 1.0) -> Figure:
    x, n = parts
    return Figure(value=multiplier * x / n, numerator=x, denominator=n, design_effect=effect)


def rounded(interval: Interval | None, decimals: int = 1) -> tuple[float, float]:
    assert interval is not None
    return round(interval.low, decimals), round(interval.high, decimals)


def inside(narrow: Interval | None, wide: Interval | None) -> bool:
    """Whether one interval lies in another, but for the last digit of a float."""
    assert narrow is not None and wide is not None
    return wide.low <= narrow.low + 1e-12 and narrow.high <= wide.high + 1e-12


def test_the_design_effect_of_families_in_the_united_kingdom() -> None:
    """By hand: (3.7 + 4 x 3.4 + 9 x 1.2) / (3.7 + 2 x 3.4 + 3 x 1.2) = 28.1 / 14.1 = 1.993."""
    assert design_effect(FAMILIES) == pytest.approx(28.1 / 14.1)
    assert SIBLINGS == 2


def test_children_who_come_one_by_one_have_none() -> None:
    assert design_effect({1: 12.3}) == 1
    assert design_effect({3: 5}) == 3


def test_the_number_of_children_varies_so_much_where_families_come_by_chance() -> None:
    """80 families are expected in each of 40,000 years: 136 children, with twice that variance."""
    random = np.random.default_rng(1965)
    total = sum(FAMILIES.values())
    children = sum(
        size * random.poisson(80 * weight / total, 40_000) for size, weight in FAMILIES.items()
    )
    assert np.var(children) / np.mean(children) == pytest.approx(design_effect(FAMILIES), rel=0.03)


def test_the_interval_holds_the_expected_number_of_siblings_as_often_as_it_says() -> None:
    """In 95 of 100 years with the design effect, in about 83 of 100 without it."""
    random = np.random.default_rng(2024)
    total, weights = sum(FAMILIES.values()), FAMILIES.items()
    expected = 80 * sum(size * weight for size, weight in weights) / total
    years = sum(size * random.poisson(80 * weight / total, 4_000) for size, weight in weights)

    def held(effect: float) -> float:
        found = [share_interval("rate", int(x), 1, design_effect=effect) for x in years]
        return sum(one is not None and one.contains(expected) for one in found) / len(found)

    assert held(SIBLINGS) == pytest.approx(0.95, abs=0.012)
    assert held(1.0) < 0.86


def test_a_rate_by_hand() -> None:
    """Trafford's child protection plans, 155 of 56,737: 27.319 per 10,000, by Byar 23.187 to
    31.975. With brothers and sisters 27.319 - 1.4142 x 4.132 = 21.476, and 27.319 + 1.4142 x 4.655
    = 33.903.
    """
    assert rounded(figure_interval("rate", 155, 56737, 10_000)) == (23.2, 32.0)
    assert rounded(figure_interval("rate", 155, 56737, 10_000, design_effect=2)) == (21.5, 33.9)


def test_a_share_by_hand() -> None:
    """Second plans, 53 of 193: 27.461%, by Wilson 21.651 to 34.151. 27.461 - 1.4142 x 5.811 is
    19.244, and 27.461 + 1.4142 x 6.690 is 36.923.
    """
    assert rounded(figure_interval("proportion", 53, 193, 100)) == (21.7, 34.2)
    assert rounded(figure_interval("proportion", 53, 193, 100, design_effect=2)) == (19.2, 36.9)


def test_no_interval_ends_below_nothing_or_above_all() -> None:
    assert share_interval("proportion", 1, 6, design_effect=4) is not None
    assert rounded(share_interval("proportion", 1, 6, design_effect=4))[0] == 0
    assert rounded(share_interval("proportion", 5, 6, design_effect=4))[1] == 1
    assert rounded(share_interval("rate", 2, 10, design_effect=4))[0] == 0


def test_a_change_of_a_rate_by_hand() -> None:
    """155 of 56,737 after 217 of 56,279: -11.239. Down √(5.843² + 7.758²) = 9.713, up
    √(6.584² + 7.015²) = 9.620. On the logarithm √2 x 1.96 x √(1/155 + 1/217) is 0.2915, so that
    0.7085 lies between 0.529 and 0.948.
    """
    now, before = figure((155, 56737), 10_000, 2), figure((217, 56279), 10_000, 2)
    found = change("rate", now, before, 10_000)
    assert rounded(found.interval) == (-21.0, -1.6)
    assert rounded(found.ratio, 3) == (0.529, 0.948)
    assert found.verdict == "fell"


def test_a_fall_that_siblings_could_make_is_not_told() -> None:
    """53 of 193 after 98 of 246: -12.376 points. One by one -20.9 to -3.4, a fall; √2 times as
    far, -12.376 - 1.4142 x 8.518 = -24.423 and -12.376 + 1.4142 x 8.931 = 0.254.
    """
    alone = change("proportion", figure((53, 193)), figure((98, 246)), 100)
    assert (rounded(alone.interval), alone.verdict) == ((-20.9, -3.4), "fell")
    together = change("proportion", figure((53, 193), effect=2), figure((98, 246), effect=2), 100)
    assert (rounded(together.interval), together.verdict) == ((-24.4, 0.3), "no clear change")


def test_a_change_between_stocks_that_share_children_is_surer_than_its_interval() -> None:
    """155 of the children of one date are counted on the next as well: they cannot differ, so that
    the change varies less than by the interval of two separate groups, which holds it too often.
    """
    random = np.random.default_rng(31)
    stay = random.poisson(155, 2_000)
    before, now = (stay + random.poisson(45, 2_000) for _ in range(2))
    figures = zip(now, before, strict=True)
    found = [
        difference_interval("rate", figure((int(x), 50_000)), figure((int(y), 50_000)))
        for x, y in figures
    ]
    held = sum(one is not None and one.contains(0) for one in found) / len(found)
    assert held > 0.99


@given(pairs, methods, levels)
def test_a_design_effect_of_one_changes_nothing(
    parts: tuple[int, int], method: Method, z: float
) -> None:
    plain = share_interval(method, *parts, z)
    assert share_interval(method, *parts, z, 1.0) == plain
    x, n = parts
    wide = share_interval(method, x, n, z, 1 + 1e-9)
    assert wide is not None and plain is not None
    assert (wide.low, wide.high) == pytest.approx((plain.low, plain.high), rel=1e-8, abs=1e-8)


@given(pairs, methods, levels, effects, effects)
def test_more_siblings_never_make_an_interval_narrower(
    parts: tuple[int, int], method: Method, z: float, one: float, other: float
) -> None:
    narrow, wide = (share_interval(method, *parts, z, effect) for effect in sorted((one, other)))
    assert inside(narrow, wide)
    assert wide is not None and wide.low >= 0 and wide.contains(parts[0] / parts[1])
    if method == "proportion":
        assert wide.high <= 1


@given(pairs, pairs, methods, effects, effects)
def test_more_siblings_never_make_a_difference_narrower(
    first: tuple[int, int], second: tuple[int, int], method: Method, one: float, other: float
) -> None:
    for of in (difference_interval, ratio_interval):
        narrow, wide = (
            of(method, figure(first, effect=effect), figure(second, effect=effect))
            for effect in sorted((one, other))
        )
        if narrow is not None or wide is not None:
            assert inside(narrow, wide)


@given(pairs, pairs, methods, levels)
def test_siblings_never_add_a_verdict_or_turn_it(
    first: tuple[int, int], second: tuple[int, int], method: Method, z: float
) -> None:
    alone = direction(method, figure(first), figure(second), z)
    together = direction(method, figure(first, effect=2), figure(second, effect=2), z)
    assert together in (0, alone)


@given(st.lists(pairs, min_size=2, max_size=12), methods)
def test_siblings_never_make_a_range_of_ranks_narrower(
    parts: list[tuple[int, int]], method: Method
) -> None:
    alone = {str(place): figure(each) for place, each in enumerate(parts)}
    together = {area: replace(one, design_effect=2.0) for area, one in alone.items()}
    narrow, wide = (rank_ranges(each, method, "low") for each in (alone, together))
    for area, found in wide.items():
        assert found.best <= narrow[area].best and narrow[area].worst <= found.worst
        assert rank_range(area, together, method, "low") == found


def test_areas_together_keep_the_design_effect_of_each() -> None:
    assert combine([figure((2, 10), effect=2), figure((3, 10), effect=2)], 100).design_effect == 2


@pytest.mark.parametrize("method", ["proportion", "rate"])
def test_areas_vary_by_chance_as_much_as_siblings_do(method: Method) -> None:
    """phi is divided by the design effect, and chance has limits √2 times as far away."""
    counts = (30, 40, 45, 50, 50, 50, 55, 55, 60, 85)
    alone = limits({str(i): figure((x, 100)) for i, x in enumerate(counts)}, 0.5, method)
    siblings = {str(i): figure((x, 100), effect=2) for i, x in enumerate(counts)}
    together = limits(siblings, 0.5, method)
    assert alone.phi is not None and together.phi == pytest.approx(alone.phi / 2)
    for one, other in zip(alone.units.values(), together.units.values(), strict=True):
        assert other.z == pytest.approx(one.z / math.sqrt(2))
    near, far = alone.chance(100), together.chance(100)
    assert 0.5 - far.low == pytest.approx(math.sqrt(2) * (0.5 - near.low))
    assert far.high - 0.5 == pytest.approx(math.sqrt(2) * (near.high - 0.5))


def test_by_chance_alone_siblings_look_like_a_spread_that_they_do_not_have() -> None:
    """1,000 areas that differ by families alone vary as much as chance with the design effect."""
    random = np.random.default_rng(150)
    total = sum(FAMILIES.values())
    children = sum(
        size * random.poisson(400 * weight / total, 1_000) for size, weight in FAMILIES.items()
    )
    target = float(np.mean(children)) / 50_000
    found = {
        effect: limits(
            {str(i): figure((int(x), 50_000), effect=effect) for i, x in enumerate(children)},
            target,
            "rate",
        )
        for effect in (1.0, SIBLINGS)
    }
    assert found[1.0].model == "multiplicative"
    assert found[SIBLINGS].model == "chance" and found[SIBLINGS].usual(50_000) is not None


def test_figures_of_several_design_effects_have_no_common_spread() -> None:
    mixed = {"a": figure((5, 10)), "b": figure((5, 10), effect=2)}
    with pytest.raises(ValueError, match="one design effect"):
        limits(mixed, 0.5)
    hidden = {"a": figure((5, 10), effect=2), "b": Figure(value=None)}
    assert limits(hidden, 0.5).design_effect == 2
    assert limits({}, 0.5).design_effect == 1


def test_the_usual_spread_of_siblings_is_no_wider_than_what_is_there() -> None:
    """Where areas do vary, usual limits are about as far apart whatever chance explains of it."""
    random = np.random.default_rng(7)
    rates = random.normal(0.004, 0.001, 150).clip(0.001)
    counts = [int(random.poisson(rate * 50_000)) for rate in rates]
    wide = []
    for effect in (1.0, 2.0):
        found = limits(
            {str(i): figure((x, 50_000), effect=effect) for i, x in enumerate(counts)},
            0.004,
            "rate",
        )
        usual = found.usual(50_000)
        assert usual is not None
        wide.append(usual.high - usual.low)
    for one, other in pairwise(wide):
        assert one == pytest.approx(other, rel=1e-6)
