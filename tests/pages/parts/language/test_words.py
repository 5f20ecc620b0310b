from datetime import date

import pytest

from pages.parts.language import words


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "full", "short"),
    [
        (53.421, "percent", 1, "53.4%", "53.4%"),
        (27.3, "per 10,000", 1, "27.3 per 10,000", "27.3"),
        (3143, "count", 0, "3,143", "3,143"),
        (36186.25, "FTE", 1, "36,186.3 full-time equivalents", "36,186.3"),
        (14.3, "cases per FTE", 1, "14.3 cases per full-time equivalent", "14.3"),
        (12, "days", 0, "12 days", "12"),
        (-2.5, "percent", 0, "\N{MINUS SIGN}3%", "\N{MINUS SIGN}3%"),
        (-0.04, "percent", 1, "0.0%", "0.0%"),
        (0, "count", 0, "0", "0"),
    ],
)
def test_number(value: float, unit: str, decimals: int, full: str, short: str) -> None:
    assert words.number(value, unit, decimals) == full
    assert words.number(value, unit, decimals, short=True) == short


def test_small_numbers_are_spelled() -> None:
    assert [words.spelled(number) for number in (0, 2, 7, 12)] == ["zero", "two", "seven", "twelve"]
    with pytest.raises(IndexError):
        words.spelled(13)


def test_a_new_unit_must_get_words() -> None:
    with pytest.raises(KeyError):
        words.number(1, "furlongs", 0)


@pytest.mark.parametrize(
    ("difference", "unit", "decimals", "expected"),
    [
        (7.0, "percent", 1, "7.0 percentage points"),
        (-9.04, "percent", 1, "9.0 percentage points"),
        (-11.24, "per 10,000", 1, "11.2 per 10,000"),
        (204, "count", 0, "204"),
        (-5.6, "FTE", 1, "5.6 full-time equivalents"),
    ],
)
def test_points(difference: float, unit: str, decimals: int, expected: str) -> None:
    assert words.points(difference, unit, decimals) == expected


@pytest.mark.parametrize(
    ("start", "end", "label", "short", "said"),
    [
        (date(2025, 1, 31), date(2025, 1, 31), "January 2025", "Jan 2025", "in January 2025"),
        (date(2025, 1, 16), date(2025, 1, 16), "January 2025", "Jan 2025", "in January 2025"),
        (date(2025, 3, 31), date(2025, 3, 31), "31 March 2025", "31 Mar 2025", "on 31 March 2025"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024", "2024", "in 2024"),
        (
            date(2024, 4, 1),
            date(2025, 3, 31),
            "the year to March 2025",
            "year to Mar 2025",
            "in the year to March 2025",
        ),
        (
            date(2023, 3, 1),
            date(2024, 2, 29),
            "the year to February 2024",
            "year to Feb 2024",
            "in the year to February 2024",
        ),
        (date(2025, 9, 1), date(2025, 9, 30), "September 2025", "Sep 2025", "in September 2025"),
        (
            date(2025, 4, 1),
            date(2025, 6, 30),
            "1 April 2025 to 30 June 2025",
            "1 Apr 2025 to 30 Jun 2025",
            "from 1 April 2025 to 30 June 2025",
        ),
        (
            date(2024, 4, 2),
            date(2025, 3, 31),
            "2 April 2024 to 31 March 2025",
            "2 Apr 2024 to 31 Mar 2025",
            "from 2 April 2024 to 31 March 2025",
        ),
    ],
)
def test_periods(start: date, end: date, label: str, short: str, said: str) -> None:
    assert words.period_label(start, end) == label
    assert words.period_label(start, end, short=True) == short
    assert words.when(start, end) == said


def test_status_words_come_from_the_database() -> None:
    meanings = {"suppressed": "Hidden (small number)"}
    assert words.status_words("suppressed", meanings) == "Hidden (small number)"
    with pytest.raises(KeyError):
        words.status_words("new", meanings)


@pytest.mark.parametrize(
    ("name", "shown", "said", "owned"),
    [
        ("Trafford", "Trafford", "Trafford", "Trafford's"),
        ("St. Helens", "St Helens", "St Helens", "St Helens'"),
        ("Bristol, City of", "Bristol", "Bristol", "Bristol's"),
        ("Kingston upon Hull, City of", "Kingston upon Hull", "Kingston upon Hull", None),
        ("Herefordshire, County of", "Herefordshire", "Herefordshire", None),
        ("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch and Poole", None, None),
        ("City of London", "City of London", "the City of London", "the City of London's"),
        ("North West", "North West", "the North West", "the North West's"),
        ("London", "London", "London", "London's"),
        (
            "North Northamptonshire / West Northamptonshire",
            "North Northamptonshire and West Northamptonshire",
            None,
            None,
        ),
    ],
)
def test_places(name: str, shown: str, said: str | None, owned: str | None) -> None:
    assert words.display_name(name) == shown
    assert said is None or words.in_a_sentence(name) == said
    assert owned is None or words.possessive(words.in_a_sentence(name)) == owned


def test_first_letters() -> None:
    assert words.capitalise("the North West") == "The North West"
    assert words.uncapitalise("Hidden (small number)") == "hidden (small number)"
    assert words.uncapitalise("EHC plans") == "EHC plans"
    assert words.capitalise("") == words.uncapitalise("") == ""
