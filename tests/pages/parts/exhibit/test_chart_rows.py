"""Labels moved apart, and what else is placed by counting pixels."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.exhibit.chart_rows import EndLabel, labels_at_end, spread, text_width

LOW, HIGH = 0.0, 210.0
NEARLY = 1e-6
labels = st.lists(
    st.tuples(st.floats(LOW, HIGH), st.sampled_from([19.0, 36.0, 53.0])), min_size=1, max_size=8
)


@given(labels)
def test_labels_never_overlap_keep_their_order_and_stay_within_the_ends_where_they_fit(
    some: list[tuple[float, float]],
) -> None:
    wanted, tall = [place for place, _ in some], [height for _, height in some]
    centres = spread(wanted, tall, LOW, HIGH)
    order = sorted(range(len(some)), key=wanted.__getitem__)
    for upper, lower in pairwise(order):
        assert centres[lower] - centres[upper] >= (tall[upper] + tall[lower]) / 2 - NEARLY
    first, last = order[0], order[-1]
    assert centres[first] - tall[first] / 2 >= LOW - NEARLY
    if sum(tall) <= HIGH - LOW:
        assert centres[last] + tall[last] / 2 <= HIGH + NEARLY


@given(labels)
def test_labels_that_are_apart_stay_where_they_are(some: list[tuple[float, float]]) -> None:
    tall = [height for _, height in some]
    apart = [sum(tall[:i]) + height / 2 for i, height in enumerate(tall)]
    assert spread(apart, tall, LOW, sum(tall)) == pytest.approx(apart)


def test_labels_that_meet_share_what_they_are_moved() -> None:
    assert spread([100, 102], [20, 20], LOW, HIGH) == [91, 111]


def test_a_label_at_the_top_is_pushed_down_and_pushes_the_next() -> None:
    assert spread([0, 3], [20, 20], LOW, HIGH) == [10, 30]


@given(labels, st.floats(140, 700))
def test_labels_placed_for_the_lowest_plot_never_overlap_in_a_higher_one(
    some: list[tuple[float, float]], height: float
) -> None:
    told = [EndLabel(role="council", lines=["a"], value=value / 2.1) for value, _ in some[:6]]
    marks = labels_at_end(told, {"bottom": 0, "top": 100, "last": 2025}, 140)
    places = sorted((100 - (m.y or 0)) / 100 * height + (m.shift or 0) for m in marks)
    assert all(lower - upper >= 19 - NEARLY for upper, lower in pairwise(places))


def test_a_leader_is_made_room_for_where_any_label_is_moved() -> None:
    settings = {"bottom": 0, "top": 100, "last": 2025}
    near = [EndLabel(role="council", lines=["a"], value=value) for value in (50, 51)]
    far = [EndLabel(role="council", lines=["a"], value=value) for value in (20, 80)]
    assert [mark.order for mark in labels_at_end(near, settings)] == [1, 1]
    assert [mark.order for mark in labels_at_end(far, settings)] == [0, 0]


def test_the_width_of_a_line_is_near_that_of_arial() -> None:
    # Measured in a browser with Liberation Sans at 14 pixels, whose letters are as wide as Arial's.
    assert text_width("Middle half of councils 43.6% to 86.3%") == pytest.approx(240, abs=10)
    assert text_width("Trafford 75.9% (183 of 241)") == pytest.approx(176, abs=8)
