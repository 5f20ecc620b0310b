import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rounding import round_half_away


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (2.5, 0, 3),
        (-2.5, 0, -3),
        (3.5, 0, 4),
        (0.285, 2, 0.29),
        (1.005, 2, 1.01),
        (53.421052631578945, 1, 53.4),
        (0.05, 1, 0.1),
        (3.1 - 2.75, 1, 0.4),
        (4.35 - 4.0, 1, 0.4),
        (22.749999999999996, 1, 22.8),
        (-0.04, 1, 0.0),
        (1e-7, 1, 0.0),
        (3143, 0, 3143),
        (638745.0, 0, 638745),
    ],
)
def test_halves_go_away_from_zero(value: float, decimals: int, expected: float) -> None:
    assert round_half_away(value, decimals) == expected


def test_never_minus_zero() -> None:
    assert str(round_half_away(-0.04, 1)) == "0.0"


def test_takes_numpy_numbers() -> None:
    assert round_half_away(np.float64(0.285), 2) == 0.29


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_is_odd_and_close(value: float, decimals: int) -> None:
    rounded = round_half_away(value, decimals)
    assert abs(rounded - value) <= 0.5 * 10**-decimals + 1e-9
    assert round_half_away(-value, decimals) == -rounded
    assert round_half_away(rounded, decimals) == rounded
