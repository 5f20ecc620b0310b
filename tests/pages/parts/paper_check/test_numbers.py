"""What the numbers of a text are worth, and which are none."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.paper_check.numbers import Number, numbers


def values(text: str) -> list[Number]:
    return [number for number in numbers(text) if number.kind == "value"]


def only(text: str) -> Number:
    (number,) = values(text)
    return number


@pytest.mark.parametrize(
    ("text", "value", "unit", "decimals"),
    [
        ("2,745", 2745, "", 0),
        ("59 %", 59, "percent", 0),
        ("12.5 per cent", 12.5, "percent", 1),
        ("4.0%", 4.0, "percent", 1),
        ("-1.46% ↓", -1.46, "percent", 2),
        ("8.37 ↑", 8.37, "", 2),
        ("1.5k", 1500, "", 0),
        ("£2.165m", 2_165_000, "pounds", 0),
        ("53.2 per 10,000", 53.2, "per 10,000", 1),
        ("9 percentage points", 9, "percentage points", 0),
        ("one in five", 20, "percent", 0),
        ("2 in 5", 40, "percent", 0),
        ("half of our children", 50, "percent", 0),
        ("three quarters of pupils", 75, "percent", 0),
        ("Ten of our care leavers", 10, "", 0),
        ("twenty-five children", 25, "", 0),
        ("a hundred and twenty children", 120, "", 0),
        ("4th highest nationally", 4, "rank", 0),
    ],
)
def test_value_unit_and_decimals(text: str, value: float, unit: str, decimals: int) -> None:
    number = only(text)
    assert (number.value, number.unit, number.decimals) == (value, unit, decimals)


@pytest.mark.parametrize(
    "text", ["c500", "c. 500", "about 500", "500+", "at least 500", "over 500"]
)
def test_about(text: str) -> None:
    assert (only(text).value, only(text).about) == (500, True)


@pytest.mark.parametrize("text", ["19-21%", "19 -21%", "19 – 21%"])
def test_ranges(text: str) -> None:
    assert (only(text).value, only(text).high, only(text).unit) == (19, 21, "percent")


@pytest.mark.parametrize("text", ["137/178", "137 of 178", "137 out of 178"])
def test_the_second_of_two_is_what_the_first_is_part_of(text: str) -> None:
    assert (only(text).value, only(text).of) == (137, 178)


@pytest.mark.parametrize(
    "text", ["from 34% to 38%", "rose 34% to 38%", "from 34 to 38 per cent", "34% to 38%"]
)
def test_a_move_is_two_numbers(text: str) -> None:
    assert [(n.value, n.unit) for n in values(text)] == [(34, "percent"), (38, "percent")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2021/22", "date"),
        ("Jan 23", "date"),
        ("Quarter 3", "date"),
        ("in 2021", "year"),
        ("aged 10 to 15", "age"),
        ("16-17 year olds", "age"),
        ("0-25", "age"),
        ("under-18", "age"),
        ("post 16", "age"),
        ("page 4", "label"),
        ("Appendix 3", "label"),
        ("Year 12 and 13", "label"),
        ("1.4 EHC plans", "label"),
        ("3. Recommendations", "label"),
        ("0161 912 4250", "label"),
        ("020 7974 1234", "label"),
        ("M32 0TH", "label"),
        ("6.30 p.m.", "label"),
        ("s47", "label"),
        ("COVID-19", "label"),
        ("24/7", "label"),
        ("2nd visit", "label"),
        ("https://example.org/12/34", "label"),
    ],
)
def test_what_is_no_value(text: str, kind: str) -> None:
    assert {number.kind for number in numbers(text)} == {kind}


@pytest.mark.parametrize(
    "text", ["the second half of the year", "each half term", "per 10,000", "quarterly", ""]
)
def test_nothing(text: str) -> None:
    assert values(text) == []


@given(st.text(max_size=80) | st.from_regex(r"[0-9 .,%/–£ckm+-]{0,40}", fullmatch=True))
def test_numbers_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    found = numbers(text)
    for number in found:
        assert 0 <= number.start < number.end <= len(text)
        assert number.high is None or number.high > number.value
        assert number.of is None or number.of >= number.value
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.integers(0, 10**7), st.integers(0, 2))
def test_a_percentage_is_read_as_printed(thousandths: int, decimals: int) -> None:
    printed = f"{thousandths / 1000:.{decimals}f}"
    number = only(f"It was {printed}% then.")
    assert (f"{number.value:.{decimals}f}", number.decimals, number.unit) == (
        printed,
        decimals,
        "percent",
    )
