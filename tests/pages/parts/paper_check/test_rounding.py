"""Rounding: what a paper prints is met by what is published, and by nothing further away."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rounding import round_half_away
from pages.parts.paper_check.rounding import distance, reach, same, telling
from tests.pages.parts.paper_check.typed import quoted

VALUES = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)
DECIMALS = st.integers(0, 3)


@given(VALUES, DECIMALS, DECIMALS)
def test_a_published_value_printed_with_any_decimals_is_itself(
    value: float, published: int, printed: int
) -> None:
    there = round_half_away(value, published)
    figure = replace(quoted("plans", "1"), value=round_half_away(there, printed), decimals=printed)
    assert same(figure, there, published)


@given(VALUES, DECIMALS, st.floats(min_value=1.001, max_value=100), st.sampled_from([-1, 1]))
def test_a_value_moved_by_more_than_rounding_is_not(
    value: float, decimals: int, times: float, way: int
) -> None:
    figure = replace(
        quoted("plans", "1"), value=round_half_away(value, decimals), decimals=decimals
    )
    moved = figure.value + way * times * 0.5 * 10.0**-decimals * 1.001
    assert not same(figure, moved, decimals)


def test_a_paper_with_more_decimals_is_met_by_the_rounding_of_the_publication() -> None:
    figure = quoted("plans within 20 weeks", "36.34%", unit="percent")
    assert same(figure, 36.3, 1)
    assert same(figure, 36.3, 1, exact=36.341)
    assert not same(figure, 36.3, 1, exact=36.32), "the counts tell it more closely"


@pytest.mark.parametrize(
    ("printed", "half"), [("500", 50), ("2,500", 62.5), ("420", 10.5), ("50", 5), ("23", 0.575)]
)
def test_about_reaches_half_of_the_last_digit_or_a_fortieth(printed: str, half: float) -> None:
    assert reach(quoted("plans", printed, about=True)) == pytest.approx(half)
    assert reach(quoted("plans", printed)) == 0.5


def test_inside_a_range_there_is_no_distance() -> None:
    figure = quoted("plans", "19", high=21)
    assert [distance(figure, value) for value in (18, 19, 20, 21, 23)] == [1, 0, 0, 0, -2]


@pytest.mark.parametrize(
    ("printed", "is_telling"), [("2,448", True), ("14.8", True), ("39", False), ("17", False)]
)
def test_three_digits_are_no_chance(printed: str, is_telling: bool) -> None:
    assert telling(quoted("plans", printed)) is is_telling
