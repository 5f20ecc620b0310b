"""The days that a text means."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.paper_check.periods import periods

MEETING = date(2022, 5, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Jan 23", date(2023, 1, 1), date(2023, 1, 31)),
        ("Dec-19", date(2019, 12, 1), date(2019, 12, 31)),
        ("end of June 2023", date(2023, 6, 1), date(2023, 6, 30)),
        ("end of November", date(2021, 11, 1), date(2021, 11, 30)),
        ("31 March 2022", None, date(2022, 3, 31)),
        ("31st March", None, date(2022, 3, 31)),
        ("31/03/2022", None, date(2022, 3, 31)),
        ("2021/22", date(2021, 4, 1), date(2022, 3, 31)),
        ("2021-22", date(2021, 4, 1), date(2022, 3, 31)),
        ("19/20", date(2019, 4, 1), date(2020, 3, 31)),
        ("academic year 2021/22", date(2021, 9, 1), date(2022, 8, 31)),
        ("Q3", date(2021, 10, 1), date(2021, 12, 31)),
        ("quarter 4 2020/21", date(2021, 1, 1), date(2021, 3, 31)),
        ("Q1 2021", date(2021, 4, 1), date(2021, 6, 30)),
        ("Spring Term 2021", date(2021, 1, 1), date(2021, 4, 30)),
        ("Oct – March", date(2021, 10, 1), date(2022, 3, 31)),
        ("Jan 21–Dec 21", date(2021, 1, 1), date(2021, 12, 31)),
        ("2023 (end of June)", date(2023, 1, 1), date(2023, 6, 30)),
        ("in 2019", date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_periods(text: str, first: date | None, last: date) -> None:
    (period,) = periods(text, MEETING)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("text", ["16-17", "12/14", "10/16", "we may decide", "31 June 2021", "2%"])
def test_what_is_no_period(text: str) -> None:
    assert periods(text, MEETING) == ()


def test_a_month_without_a_year_needs_the_meeting() -> None:
    assert periods("end of November", None) == ()
    assert periods("Quarter 3", None) == ()


@given(st.text(max_size=60) | st.from_regex(r"(Jan|Q|quarter|[0-9 /–-]){0,12}", fullmatch=True))
def test_a_period_has_its_days_in_order(text: str) -> None:
    found = periods(text, MEETING)
    assert all(p.first is None or p.first <= p.last for p in found)
    assert all(a.end_at <= b.start_at for a, b in itertools.pairwise(found))
