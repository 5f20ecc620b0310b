"""A reader's corrections: any field of a figure, and the fields that cannot be meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.paper_check import correcting
from pages.parts.paper_check.correcting import Read, corrected, decimals
from tests.pages.parts.paper_check.typed import quoted

QUOTED = quoted(
    "plans",
    "2700",
    end="2022-12-31",
    area="Trafford",
    area_code="E08000009",
    period="2022",
    quote="about 2,700 to 2,800 plans in 2022",
    high=2800,
    about=True,
    stated=False,
)


def test_a_corrected_value_is_one_number_as_it_is_written() -> None:
    now = corrected(QUOTED, {correcting.VALUE: 38.45})
    assert (now.value, now.decimals, now.high, now.about) == (38.45, 2, None, False)


def test_a_corrected_period_is_stated_and_has_its_words() -> None:
    now = corrected(QUOTED, {correcting.FIRST: "2021-04-01", correcting.LAST: "2022-03-31"})
    assert (now.period, now.stated) == ("the year to March 2022", True)
    assert (now.period_start, now.period_end) == (date(2021, 4, 1), date(2022, 3, 31))


def test_no_day_and_a_period_backwards_are_no_period_in_words() -> None:
    assert corrected(QUOTED, {correcting.LAST: "no day"}).period_end is None
    assert corrected(QUOTED, {correcting.FIRST: "2030-01-01"}).period == "2022"


def test_a_measure_taken_away_is_not_recognised() -> None:
    read = Read(figures=(QUOTED,)).corrected({0: {correcting.MEASURE: None}})
    assert (read.known, len(read.unknown)) == ((), 1)


def test_a_figure_left_out_can_be_taken_back() -> None:
    read = Read(figures=(QUOTED, QUOTED)).corrected({1: {correcting.LEFT_OUT: True}})
    assert len(read.known) == 1
    assert len(read.corrected({1: {correcting.LEFT_OUT: False}}).known) == 2


@pytest.mark.usefixtures("app_data")
def test_a_corrected_place_has_its_code() -> None:
    assert corrected(QUOTED, {correcting.PLACE: "Camden"}).area_code == "E09000007"
    assert corrected(QUOTED, {correcting.PLACE: "England"}).area_code == "E92000001"
    assert corrected(QUOTED, {correcting.PLACE: "Narnia"}).area_code is None


@given(st.integers(0, 4), st.integers(0, 10**6))
def test_decimals_are_those_that_are_needed(places: int, digits: int) -> None:
    value = digits / 10**places
    assert decimals(value) <= places
    assert round(value, decimals(value)) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("unit", ["count", "percent", "FTE", "per 10,000", "weeks"])
def test_a_unit_is_read_as_it_was_told(unit: str) -> None:
    assert correcting.unit_of(correcting.unit_words(unit)) == unit
