"""Numbers of a text: what each is worth, in which unit, and which are no values."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.paper_check.numbers import Number, numbers

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def below_hundred(number: int) -> str:
    if number < 20:
        return ONES[number]
    ten, one = TENS[number // 10 - 2], number % 10
    return f"{ten}-{ONES[one]}" if one else ten


def spelled(number: int) -> str:
    """A number below a million as it is written in English, made without what reads it."""
    if number >= 1000:
        rest = number % 1000
        joined = " and " if 0 < rest < 100 else " "
        return f"{spelled(number // 1000)} thousand" + (joined + spelled(rest) if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{ONES[number // 100]} hundred" + (f" and {below_hundred(rest)}" if rest else "")
    return below_hundred(number)


def values(text: str) -> list[tuple[float, float | None, str, bool]]:
    return [(n.value, n.high, n.unit, n.about) for n in numbers(text) if n.kind == "value"]


VALUES = {
    "2,745 plans": (2745, None, "", False),
    "2 745 plans": (2745, None, "", False),
    "38%": (38, None, "percent", False),
    "38 per cent": (38, None, "percent", False),
    "38 percent": (38, None, "percent", False),
    "59 %": (59, None, "percent", False),
    "8.37": (8.37, None, "", False),
    "-1.46%": (-1.46, None, "percent", False),
    "−1.46%": (-1.46, None, "percent", False),
    "minus 1.46%": (-1.46, None, "percent", False),
    "1.5k requests": (1500, None, "", False),
    "c500": (500, None, "", True),
    "420+": (420, None, "", True),
    "about 12": (12, None, "", True),
    "nearly 50": (50, None, "", True),
    "19 -21%": (19, 21, "percent", False),
    "52.3 per 10,000": (52.3, None, "per 10,000", False),
    "3 percentage points": (3, None, "percentage points", False),
    "Ten of our schools": (10, None, "", False),
    "two hundred and two plans": (202, None, "", False),
    "two and a half plans": (2.5, None, "", False),
    "one in five": (20, None, "percent", True),
    "nine out of ten": (90, None, "percent", True),
    "approximately half": (50, None, "percent", True),
    "a quarter of all plans": (25, None, "percent", True),
    "10.5 FTE": (10.5, None, "", False),
}


@pytest.mark.parametrize("text", VALUES)
def test_a_number_is_read_as_a_person_reads_it(text: str) -> None:
    assert values(text) == [VALUES[text]]


@pytest.mark.parametrize("text", ["137/178", "137 of 178", "137 out of 178"])
def test_a_part_keeps_its_whole(text: str) -> None:
    assert [(n.value, n.of) for n in numbers(text)] == [(137, 178)]


@pytest.mark.parametrize(
    ("text", "two"),
    [
        ("2.5% to 5.3%", [2.5, 5.3]),
        ("between 192 and the 215", [192, 215]),
        ("850 plans to around c500", [850, 500]),
        ("rose from 34% to 38%", [34, 38]),
        ("2,745, compared to 2,448", [2745, 2448]),
    ],
)
def test_two_ends_of_a_change_are_two_numbers(text: str, two: list[float]) -> None:
    assert [number.value for number in numbers(text)] == two


def test_a_row_parted_by_spaces_is_no_large_number() -> None:
    assert [number.value for number in numbers("Requests (No.) 413 518 369")] == [413, 518, 369]


OTHERS = {
    "in 2023": "year",
    "31 March 2022": "date",
    "2021/22": "date",
    "2019 - 2022": "date",
    "aged 10 to 15": "age",
    "19-21 year olds": "age",
    "1.4 EHC plans": "label",
    "page 12": "label",
    "(CIP06)": "label",
    "at 10.30am": "label",
    "0161 912 1234": "label",
    "M33 7ZF": "label",
    "Year 4": "label",
    "key stage 4": "label",
}


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_value_is_told_as_what_it_is(text: str) -> None:
    assert {number.kind for number in numbers(text)} == {OTHERS[text]}


@pytest.mark.parametrize(
    "text", ["in the last quarter of the year", "the second half of the year", "no-one", "2,74"]
)
def test_words_that_only_look_like_numbers_say_nothing(text: str) -> None:
    assert numbers(text) == ()


@given(st.integers(0, 999_999))
def test_a_number_in_words_is_read_back(number: int) -> None:
    assert values(f"There were {spelled(number)} plans.") == [(number, None, "", False)]


@given(st.integers(0, 99_999_999), st.integers(0, 4))
def test_a_printed_decimal_is_read_back(number: int, decimals: int) -> None:
    printed = f"{number / 10**decimals:,.{decimals}f}"

    (found,) = [one for one in numbers(f"It was {printed}% in all.") if one.kind == "value"]

    assert (found.value, found.decimals, found.unit) == (
        float(printed.replace(",", "")),
        decimals,
        "percent",
    )


def apart(found: tuple[Number, ...], text: str) -> bool:
    ends = [0, *(number.end for number in found)]
    starts = [*(number.start for number in found), len(text)]
    return all(end <= start for end, start in zip(ends, starts, strict=True))


@given(st.text() | st.text("0123456789 ,.%-–/toandcek£+()"))
def test_no_text_makes_it_raise_and_no_number_overlaps(text: str) -> None:
    found = numbers(text)

    assert apart(found, text)
    assert all(number.start < number.end for number in found)


@pytest.mark.parametrize(
    "part", ["1 ", "1,", "one ", "1.1.", "from ", "A", "-", "1 to ", "2021/22 "]
)
def test_a_long_text_takes_no_long_time(part: str) -> None:
    text = (part * 10_000)[:10_000]
    begun = time.perf_counter()

    numbers(text)

    assert time.perf_counter() - begun < 20
