import pytest

from analysis.combining import combine
from analysis.differences import Figure


def test_wards_are_added_not_averaged() -> None:
    ward_a = Figure(value=20.0, numerator=2, denominator=10)
    ward_b = Figure(value=5.0, numerator=30, denominator=600)
    together = combine([ward_a, ward_b], 100)
    assert (together.numerator, together.denominator) == (32, 610)
    assert together.value == pytest.approx(5.2, abs=0.05)


def test_a_hidden_part_stops_the_sum() -> None:
    with pytest.raises(ValueError, match="every part"):
        combine([Figure(value=20.0, numerator=2, denominator=10), Figure(value=None)], 100)


def test_nothing_to_combine() -> None:
    with pytest.raises(ValueError, match="every part"):
        combine([], 100)
    with pytest.raises(ValueError, match="add to 0"):
        combine([Figure(value=None, numerator=0, denominator=0)], 100)
