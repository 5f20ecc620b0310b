"""Periods that a text names, as days."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.language.words import MONTHS
from pages.parts.paper_check.periods import periods

MEETING = date(2023, 7, 25)
DAYS = st.dates(date(2000, 1, 1), date(2049, 12, 31))


def read(text: str) -> list[tuple[str | None, str, bool]]:
    found = periods(text, MEETING)
    return [(str(p.first) if p.first else None, str(p.last), p.part) for p in found]


PERIODS = {
    "Jan 23": ("2023-01-01", "2023-01-31", True),
    "Sept 2022": ("2022-09-01", "2022-09-30", True),
    "end of June 2023": ("2023-06-01", "2023-06-30", True),
    "2023 (end of June)": ("2023-01-01", "2023-06-30", True),
    "2022": ("2022-01-01", "2022-12-31", False),
    "2021/22": ("2021-04-01", "2022-03-31", False),
    "2020-2021": ("2020-04-01", "2021-03-31", False),
    "academic year 2021/22": ("2021-09-01", "2022-08-31", False),
    "2019 - 2022": ("2019-01-01", "2022-12-31", False),
    "Q3": ("2022-10-01", "2022-12-31", True),
    "quarter 3 2021/22": ("2021-10-01", "2021-12-31", True),
    "Q4 2022": ("2022-01-01", "2022-03-31", True),
    "31 March 2022": (None, "2022-03-31", False),
    "31st March": (None, "2023-03-31", False),
    "31/03/22": (None, "2022-03-31", False),
    "March 31, 2022": (None, "2022-03-31", False),
    "last 6 months (Oct to March)": ("2022-10-01", "2023-03-31", True),
    "January 2022 to December 2022": ("2022-01-01", "2022-12-31", False),
    "in the year to March 2023": ("2022-04-01", "2023-03-31", False),
    "year ending 31 March 2023": ("2022-04-01", "2023-03-31", False),
    "12 months to June 2023": ("2022-07-01", "2023-06-30", False),
    "six months to September 2022": ("2022-04-01", "2022-09-30", True),
    "summer term 2022": ("2022-04-01", "2022-07-31", True),
}


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_is_read_as_a_person_reads_it(text: str) -> None:
    assert read(text) == [PERIODS[text]]


@pytest.mark.parametrize(
    "text",
    ["31 June 2022", "Q5", "9999", "2022/24", "children who may 20 times", "19 -21%", "2,022"],
)
def test_what_is_no_period_says_nothing(text: str) -> None:
    assert read(text) == []


def test_without_a_meeting_a_month_alone_says_nothing() -> None:
    assert periods("end of November", None) == ()
    assert read("end of November") == [("2022-11-01", "2022-11-30", True)]


@given(DAYS)
def test_a_day_is_read_back(day: date) -> None:
    forms = (f"{day.day} {MONTHS[day.month - 1]} {day.year}", f"{day:%d/%m/%Y}", f"{day:%d.%m.%y}")
    for text in forms:
        assert [(p.first, p.last) for p in periods(text, None)] == [(None, day)]


@given(DAYS)
def test_a_month_begins_and_ends_with_its_days(day: date) -> None:
    (found,) = periods(f"{MONTHS[day.month - 1]} {day.year}", None)

    assert found.part
    assert found.first == day.replace(day=1)
    assert (found.last + timedelta(days=1)).day == 1
    assert found.first <= day <= found.last


@given(DAYS)
def test_a_year_until_a_month_is_a_whole_year(day: date) -> None:
    (found,) = periods(f"year ending {MONTHS[day.month - 1]} {day.year}", None)

    assert found.first is not None
    assert not found.part
    assert (found.last - found.first).days in (364, 365)
    assert (found.last.year, found.last.month) == (day.year, day.month)


@given(st.text() | st.text("0123456789 /-.,()QJanMarchofendto'"), st.none() | DAYS)
def test_no_text_makes_it_raise_and_no_period_ends_before_it_begins(
    text: str, meeting: date | None
) -> None:
    found = periods(text, meeting)

    assert all(p.first is None or p.first <= p.last for p in found)
    assert all(a.end_at <= b.start_at for a, b in itertools.pairwise(found))
