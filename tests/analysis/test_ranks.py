import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from analysis.differences import Figure
from analysis.intervals import FEWEST_JUDGED, Z95, Z998, Method
from analysis.ranks import (
    band,
    limits_of,
    quartile_limits,
    rank,
    rank_of,
    rank_range,
    rank_ranges,
    simultaneous,
)

TRAFFORD = "358"
# How often each world is drawn in the simulations of coverage; more by hand.
RUNS = int(os.environ.get("LINE_OF_SIGHT_SIMULATIONS", "100"))
LATEST = Path(__file__).with_name("lait_latest.csv")

some_values = st.lists(st.none() | st.integers(0, 30).map(float), min_size=1, max_size=40)


def latest(measure: str) -> dict[str, float | None]:
    """One measure for every council, as DfE's Local Authority Interactive Tool printed it."""
    with LATEST.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["area"]: float(row[measure]) if row[measure] else None for row in rows}


def percent(x: float, n: float) -> Figure:
    return Figure(value=100 * x / n, numerator=x, denominator=n)


@pytest.mark.parametrize(
    ("measure", "value", "polarity", "place", "of", "limits", "letter"),
    [
        ("twenty_weeks", 53.4, "high", 74, 151, (29.15, 52.3, 79.4), "B"),
        ("repeat_referrals", 18.0, "low", 51, 153, (16.9, 20.0, 23.0), "B"),
        ("second_plans", 27.5, "low", 109, 152, (20.0, 24.3, 27.6), "C"),
        ("vacancy", 32.6, "low", 146, 151, (7.75, 14.5, 20.75), "D"),
        ("agency", 29.0, "low", 139, 151, (7.85, 12.8, 20.9), "D"),
        ("turnover", 15.6, "low", 117, 150, (9.5, 11.75, 15.35), "D"),
        ("caseload", 14.3, "low", 45, 151, (14.0, 15.2, 16.75), "B"),
        ("conferences_15_days", 87.1, "high", 48, 151, (76.35, 82.4, 88.9), "B"),
        ("assessments_45_days", 91.7, "high", 38, 152, (78.55, 85.35, 91.4), "A"),
    ],
)
def test_published_ranks(measure, value, polarity, place, of, limits, letter) -> None:  # type: ignore[no-untyped-def]
    values = latest(measure)
    standing = rank_of(TRAFFORD, values, polarity)
    assert values[TRAFFORD] == value
    assert (standing.rank, standing.of, standing.areas) == (place, of, 153)
    assert standing.limits == pytest.approx(limits, abs=0.01)
    assert standing.band == letter
    assert standing.reason is None


def test_ties_share_the_smallest_rank() -> None:
    assert rank([10.0, 20.0, 20.0, None, 30.0], "low") == [1, 2, 2, None, 4]
    assert rank([10.0, 20.0, 20.0, None, 30.0], "high") == [4, 2, 2, None, 1]
    assert rank([10.0, 20.0], "none") == [None, None]


def test_a_value_on_a_limit_belongs_to_the_lower_values() -> None:
    limits = (10.0, 20.0, 30.0)
    assert [band(v, limits, "low") for v in (10, 10.1, 20, 30, 30.1)] == list("ABBCD")
    assert [band(v, limits, "high") for v in (10, 10.1, 20, 30, 30.1)] == list("DCCBA")
    assert band(10, limits, "none") is None


def test_too_few_areas_refuse_a_rank() -> None:
    values: dict[str, float | None] = {str(i): float(i) for i in range(8)}
    values |= {"hidden": None, "also hidden": None}
    standing = rank_of("3", values, "low")
    assert standing.rank is None and standing.band is None and standing.limits is None
    assert standing.reason == "only 8 of 10 councils have a figure"


def test_nine_of_ten_areas_are_enough() -> None:
    values: dict[str, float | None] = {str(i): float(i) for i in range(9)}
    values |= {"hidden": None}
    assert rank_of("3", values, "low").rank == 4
    assert rank_of("hidden", values, "low").reason == "no figure"
    assert rank_of("3", values, "none").reason == "neither a high nor a low figure is better"


def test_an_area_to_which_the_measure_does_not_apply_is_not_counted() -> None:
    values: dict[str, float | None] = {"a": 1.0, "b": 2.0, "c": None}
    assert rank_of("a", values, "low").reason is not None
    assert rank_of("a", values, "low", {"c": "not_applicable"}).rank == 1
    assert rank_of("a", values, "low", {"c": "suppressed"}).rank is None


def test_ties_are_counted() -> None:
    assert rank_of("a", {"a": 1.0, "b": 1.0, "c": 2.0}, "low").tied == 1


def test_rank_range_leaves_open_what_chance_leaves_open() -> None:
    figures = {
        "far better": percent(90, 100),
        "home": percent(50, 100),
        "alike": percent(52, 100),
        "far worse": percent(10, 100),
        "no parts": Figure(value=99.0),
        "hidden": Figure(value=None),
    }
    found = rank_range("home", figures, "proportion", "high")
    assert found is not None
    assert (found.best, found.worst, found.of) == (2, 4, 5)
    low = rank_range("home", figures, "proportion", "low")
    assert low is not None and (low.best, low.worst) == (2, 4)


def test_the_comparisons_of_one_council_hold_together() -> None:
    """50 and 66 of 100 differ at 95%. One of 30 comparisons is so far out by chance more often."""
    two = {"home": percent(50, 100), "other": percent(66, 100)}
    found = rank_range("home", two, "proportion", "high")
    assert found is not None and (found.best, found.worst) == (2, 2)
    many = two | {f"far {i}": percent(5, 100) for i in range(29)}
    found = rank_range("home", many, "proportion", "high")
    assert found is not None and (found.best, found.worst, found.of) == (1, 2, 31)


def test_so_many_intervals_share_five_percent() -> None:
    for intervals in (1, 2, 30, 152):
        assert simultaneous(intervals) == pytest.approx(norm.isf(0.025 / intervals))
    assert simultaneous(0) == Z95
    assert round(simultaneous(152), 2) == 3.59
    assert simultaneous(10, Z998) == pytest.approx(norm.isf(0.0001), rel=1e-6)


@pytest.mark.parametrize(
    ("method", "mean", "spread", "size"),
    [
        ("proportion", 0.3, 0.0, 400),  # all alike: the hardest of all
        ("proportion", 0.3, 0.05, 400),
        ("proportion", 0.05, 0.02, 90),
        ("proportion", 0.95, 0.03, 90),
        ("rate", 0.02, 0.0, 3000),
        ("rate", 0.004, 0.001, 3000),
    ],
)
@pytest.mark.parametrize("councils", [5, 30, 150])
def test_a_range_holds_the_rank_with_95_percent_certainty(
    method: Method, mean: float, spread: float, size: int, councils: int
) -> None:
    """Worlds with known ranks, drawn again and again: councils that tie have all ranks between.

    At 95% for each pair ranges held the rank 15 times in 100 where 150 councils are alike.
    """
    random = np.random.default_rng(1996)
    sizes = np.maximum(20, random.lognormal(np.log(size), 0.7, councils)).astype(int)
    chances = np.clip(random.normal(mean, spread, councils), 0.001, 0.999)
    best = [1 + int((chances > own).sum()) for own in chances]
    worst = [councils - int((chances < own).sum()) for own in chances]
    runs = RUNS if councils < 100 else max(RUNS // 4, 1)
    held = np.zeros((runs, councils))
    for run in range(runs):
        drawn = (
            random.binomial(sizes, chances)
            if method == "proportion"
            else random.poisson(sizes * chances)
        )
        figures = {
            str(i): percent(float(x), float(n))
            for i, (x, n) in enumerate(zip(drawn, sizes, strict=True))
        }
        found = rank_ranges(figures, method, "high")
        held[run] = [
            found[str(i)].best <= best[i] and worst[i] <= found[str(i)].worst
            for i in range(councils)
        ]
    doubt = 2 * held.mean(axis=1).std() / np.sqrt(runs)
    assert held.mean() >= 0.95 - doubt
    assert held.mean() > 0.93


def test_no_rank_range_without_method_direction_or_parts() -> None:
    figures = {"home": percent(50, 100), "other": percent(60, 100), "bare": Figure(value=3.0)}
    assert rank_range("home", figures, None, "high") is None
    assert rank_range("home", figures, "proportion", "none") is None
    assert rank_range("bare", figures, "proportion", "high") is None


@given(some_values)
def test_quartile_limits_agree_with_numpy(values: list[float | None]) -> None:
    present = [value for value in values if value is not None]
    if present:
        expected = np.percentile(present, [25, 50, 75])
        assert quartile_limits(values) == pytest.approx(tuple(expected))
    else:
        assert quartile_limits(values) is None


@given(some_values)
def test_limits_of_fifths_agree_with_numpy(values: list[float | None]) -> None:
    present = [value for value in values if value is not None]
    expected = tuple(np.percentile(present, [20, 40, 60, 80])) if present else None
    assert limits_of(values, 5) == (expected and pytest.approx(expected))


@given(some_values, st.sampled_from(["high", "low"]), st.randoms())
def test_ranks_do_not_depend_on_order(values, polarity, random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(values)))
    random.shuffle(order)
    shuffled = rank([values[i] for i in order], polarity)
    straight = rank(values, polarity)
    assert shuffled == [straight[i] for i in order]


@given(some_values, st.sampled_from(["high", "low"]))
def test_ranks_count_the_better_values(values, polarity) -> None:  # type: ignore[no-untyped-def]
    present = [value for value in values if value is not None]
    for value, place in zip(values, rank(values, polarity), strict=True):
        if value is None:
            assert place is None
        else:
            better = [v for v in present if (v > value if polarity == "high" else v < value)]
            assert place == len(better) + 1


counts = st.integers(FEWEST_JUDGED, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(
    st.lists(counts, min_size=2, max_size=12),
    st.sampled_from(["high", "low"]),
    st.sampled_from(["proportion", "rate"]),
)
def test_the_range_holds_the_rank(parts, polarity, method) -> None:  # type: ignore[no-untyped-def]
    figures = {str(i): percent(*part) for i, part in enumerate(parts)}
    values = {area: figure.value for area, figure in figures.items()}
    place = rank_of("0", values, polarity).rank
    found = rank_range("0", figures, method, polarity)
    assert found is not None and place is not None
    assert 1 <= found.best <= place <= found.worst <= found.of == len(parts)


@given(
    st.lists(counts, max_size=8),
    st.sampled_from(["high", "low", "none"]),
    st.sampled_from(["proportion", "rate", None]),
    st.sampled_from([None, Figure(value=7.5), Figure(value=None)]),
)
def test_ranges_of_all_are_the_range_of_each(parts, polarity, method, odd) -> None:  # type: ignore[no-untyped-def]
    figures = {str(i): percent(*part) for i, part in enumerate(parts)}
    figures |= {"odd": odd} if odd else {}
    one_by_one = {area: rank_range(area, figures, method, polarity) for area in figures}
    assert rank_ranges(figures, method, polarity) == {
        area: found for area, found in one_by_one.items() if found is not None
    }


@given(
    st.lists(counts, min_size=2, max_size=8),
    st.sampled_from(["high", "low"]),
    st.sampled_from(["proportion", "rate"]),
)
def test_more_certainty_never_narrows_a_range(parts, polarity, method) -> None:  # type: ignore[no-untyped-def]
    figures = {str(i): percent(*part) for i, part in enumerate(parts)}
    usual, surer = (rank_ranges(figures, method, polarity, z) for z in (Z95, Z998))
    for area, found in usual.items():
        assert surer[area].best <= found.best <= found.worst <= surer[area].worst
