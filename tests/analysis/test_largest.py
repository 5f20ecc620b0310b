from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.largest import largest, largest_first, left_over, stands_above


def test_of_parts_that_are_all_shown_the_largest_is_known() -> None:
    found = largest({"a": 3, "b": 7}, {})
    assert (found.labels, found.count, found.rivals, found.known) == (("b",), 7, (), True)


def test_parts_that_are_level_are_all_named() -> None:
    assert largest({"a": 7, "b": 3, "c": 7}, {}).labels == ("a", "c")


def test_a_hidden_part_is_a_rival_unless_it_is_surely_smaller() -> None:
    assert largest({"a": 6}, {"hidden": 5}).known
    assert largest({"a": 5}, {"hidden": 5}).rivals == ("hidden",)


def test_a_shown_zero_is_never_the_largest() -> None:
    found = largest({"a": 0.0, "b": 0.0}, {"hidden": 0.0})
    assert found.rivals == ("hidden",) and not found.known
    assert not largest({"a": 0.0}, {}).known


def test_nothing_shown_is_nothing_known() -> None:
    found = largest({}, {"hidden": 5})
    assert (found.labels, found.count, found.rivals, found.known) == ((), None, ("hidden",), False)


def test_the_total_bounds_what_is_hidden() -> None:
    assert left_over(155, [36, 40, 52]) == 27
    assert left_over(10, [6, 6]) == 0  # rounded on their own, parts may add to more
    assert left_over(None, [36]) > 10**9


def test_what_is_withheld_stands_before_a_zero_and_what_is_absent_last() -> None:
    values: list[tuple[str, float | None, bool]] = [
        ("absent", None, False), ("fall", -3, False), ("zero", 0, False),
        ("withheld", None, True), ("small", 0.1, False), ("large", 7, False),
    ]  # fmt: skip
    order = sorted(values, key=lambda one: largest_first(one[1], withheld=one[2]))
    assert [name for name, *_ in order] == ["large", "small", "withheld", "zero", "fall", "absent"]


counts = st.integers(0, 40)


@given(st.lists(counts, min_size=2, max_size=6), st.data())
def test_whatever_is_hidden_what_is_called_the_largest_is_the_largest(
    parts: list[int], data: st.DataObject
) -> None:
    hidden = data.draw(st.sets(st.integers(0, len(parts) - 1)))
    shown = {at: count for at, count in enumerate(parts) if at not in hidden}
    left = left_over(sum(parts), shown.values())
    found = largest(shown, dict.fromkeys(hidden, left))
    if found.known:
        assert {parts[label] for label in found.labels} == {max(parts)}
        assert len(found.labels) == parts.count(max(parts))


@given(counts, counts)
def test_standing_above_the_next_is_beyond_chance(first: int, following: int) -> None:
    if stands_above(first, following):
        chance = binomtest(first, first + following, 0.5, alternative="greater").pvalue
        assert first > following and chance < 0.01
    assert not stands_above(following, first) or following > first
