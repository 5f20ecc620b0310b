"""The periods that a text names, as days: months, quarters, terms, years of several kinds."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pages.parts.language.words import MONTHS

NEWEST = 2050
# First month and number of months; an academic year begins in September.
_TERMS = {"autumn": (9, 4), "spring": (1, 4), "summer": (4, 4)}
_MONTH = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
_MONTH |= {name[:3]: number for name, number in _MONTH.items()} | {"sept": 9}


@dataclass(frozen=True, kw_only=True)
class Period:
    """A period as a text names it, from character `start_at` to `end_at`.

    `first` is empty of a single day. `part` is true of less than the year that it is a part of.
    """

    start_at: int
    end_at: int
    text: str
    first: date | None
    last: date
    part: bool = False


@dataclass(frozen=True, kw_only=True)
class _Days:
    first: date | None
    last: date
    part: bool = False


_COUNTS = {"three": 3, "six": 6, "nine": 9, "twelve": 12}

# A reader of one form gets the match and the day of the meeting; None where it cannot tell.
_Read = Callable[[re.Match[str], date | None], _Days | None]

_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_M = rf"(?:{_NAMES})"
_Y = r"(?:(?:19|20)\d\d|['’]?\d\d)(?![\d%]|\s?%|,\d)"
# A dash between two small numbers is a range of ages or of figures more often than two years.
_YEARS = r"(?:20\d\d\s?[/–-]\s?(?:20)?\d\d|\d\d\s?/\s?\d\d)(?![\d%]|\s?%)"
_TO = r"\s?(?:-|–|—|to|until|through)\s?"


# Every number of a sentence asks for the periods of the same sentence.
@lru_cache(maxsize=256)
def periods(text: str, meeting: date | None) -> tuple[Period, ...]:
    """The periods of a text in its order, the longer of two forms that overlap.

    Where a text names no year ('end of November', 'quarter 3'), the last that had ended on the day
    of the meeting is meant; without that day the form says nothing.
    """
    found: list[Period] = []
    for match, read in _matches(text):
        days = read(match, meeting)
        if days is None or (days.first is not None and days.first > days.last):
            continue
        found.append(
            Period(
                start_at=match.start(),
                end_at=match.end(),
                text=match.group(),
                first=days.first,
                last=days.last,
                part=days.part,
            )
        )
    return tuple(found)


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text names a period, whether or not its year can be told."""
    some_day = date(NEWEST, 12, 31)
    return tuple((p.start_at, p.end_at) for p in periods(text, some_day))


def _matches(text: str) -> list[tuple[re.Match[str], _Read]]:
    found: list[tuple[re.Match[str], _Read]] = []
    taken = bytearray(len(text))
    for form, read in _FORMS:
        for match in form.finditer(text):
            if any(taken[match.start() : match.end()]) or _is_verb(match):
                continue
            found.append((match, read))
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return sorted(found, key=lambda pair: pair[0].start())


def _is_verb(match: re.Match[str]) -> bool:
    """Whether a text begins with 'may' and means no month: 'children who may 20 times'."""
    return match.group().startswith("may ")


def _months_until(match: re.Match[str], meeting: date | None) -> _Days | None:
    """'year ending March 2023', '12 months to 31 March 2023', 'six months to September 2022'."""
    words = (match["count"] or "12").lower()
    count = _COUNTS.get(words) or int(words)
    month = _month(match["month"])
    year = _year_of(match, month, meeting)
    if year is None:
        return None
    last = _end(year, month)
    day = int(match["day"] or last.day)
    if not (1 <= day <= last.day and 1 <= count <= 12):
        return None
    year, month = divmod(year * 12 + month - 1 - count, 12)
    before = _end(year, month + 1)
    if day < last.day:
        before = before.replace(day=min(day, before.day))
    return _Days(first=before + timedelta(days=1), last=last.replace(day=day), part=count < 12)


def _to_month_of_year(match: re.Match[str], meeting: date | None) -> _Days | None:
    """'2023 (end of June)': the year until then."""
    year = _year(match["year"])
    return _Days(first=date(year, 1, 1), last=_end(year, _month(match["month"])), part=True)


def _months(match: re.Match[str], meeting: date | None) -> _Days | None:
    """'Jan 21–Dec 21', 'April to June 2023', 'Oct to March'."""
    first, last = _month(match["from"]), _month(match["until"])
    year = _year_of(match, last, meeting)
    if year is None:
        return None
    begun = _year(match["begun"]) if match["begun"] else year - (first > last)
    end = _end(year, last)
    return _Days(
        first=date(begun, first, 1), last=end, part=(end - date(begun, first, 1)).days < 360
    )


def _day(match: re.Match[str], meeting: date | None) -> _Days | None:
    """'31 March 2022', '31st March', '31/03/22'."""
    month = int(match["month"]) if match["month"].isdigit() else _month(match["month"])
    if not 1 <= month <= 12:
        return None
    year = _year_of(match, month, meeting)
    if year is None:
        return None
    try:
        return _Days(first=None, last=date(year, month, int(match["day"])))
    except ValueError:  # 31 June
        return None


def _one_month(match: re.Match[str], meeting: date | None) -> _Days | None:
    """'Jan 23', 'end of June 2023', 'end of November'."""
    month = _month(match["month"])
    year = _year_of(match, month, meeting)
    if year is None:
        return None
    return _Days(first=date(year, month, 1), last=_end(year, month), part=True)


def _quarter(match: re.Match[str], meeting: date | None) -> _Days | None:
    """'Q3', 'quarter 3 2021/22': of a financial year."""
    number = int(match["number"])
    if match["years"]:
        begun = _pair(match["years"])
        return None if begun is None else _of_quarter(begun, number)
    if match["year"]:
        # 'Q4 2022' ends in that year, 'Q1 2022' begins in it.
        return _of_quarter(_year(match["year"]) - (number == 4), number)
    if meeting is None:
        return None
    here = meeting.year - (meeting.month < 4)
    quarters = (_of_quarter(year, number) for year in (here, here - 1))
    return next((days for days in quarters if days.last <= meeting), None)


def _of_quarter(begun: int, number: int) -> _Days:
    first = date(begun + (number == 4), 1 + number * 3 % 12, 1)
    return _Days(first=first, last=_end(first.year, first.month + 2), part=True)


def _term(match: re.Match[str], meeting: date | None) -> _Days | None:
    month, size = _TERMS[match["term"].lower()]
    year = _year(match["year"])
    return _Days(first=date(year, month, 1), last=_end(year, month + size - 1), part=True)


def _two_years(match: re.Match[str], meeting: date | None) -> _Days | None:
    """'2021/22': a financial year, or one that begins in September where the text says so."""
    begun = _pair(match["years"])
    if begun is None:
        return _several_years(match["years"])
    month = 9 if match["academic"] else 4
    return _Days(first=date(begun, month, 1), last=date(begun + 1, month, 1) - timedelta(days=1))


def _several_years(years: str) -> _Days | None:
    """'2019 - 2022': from the first day of the one to the last of the other; None of '12/45'."""
    ends = re.fullmatch(r"(\d{4})\s?[–-]\s?(\d{4})", years)
    return ends and _Days(first=date(int(ends[1]), 1, 1), last=date(int(ends[2]), 12, 31))


def _one_year(match: re.Match[str], meeting: date | None) -> _Days | None:
    year = int(match["year"])
    return _Days(first=date(year, 1, 1), last=date(year, 12, 31))


def _pair(years: str) -> int | None:
    """The first of two years that follow each other; None of other pairs of numbers."""
    first, last = (int(part) % 100 for part in re.findall(r"\d+", years))
    return 2000 + first if last == (first + 1) % 100 and first <= NEWEST % 100 else None


def _year(text: str) -> int:
    number = int(text.lstrip("'’"))
    return number if number >= 100 else 2000 + number


def _year_of(match: re.Match[str], month: int, meeting: date | None) -> int | None:
    """The year that a text names, or the last in which the month had ended by the meeting."""
    if match["year"]:
        return _year(match["year"])
    return None if meeting is None else _ended(month, meeting)


def _month(text: str) -> int:
    return _MONTH[text.lower()]


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _ended(month: int, meeting: date) -> int:
    """The last year in which a month had ended on a day."""
    return meeting.year if _end(meeting.year, month) <= meeting else meeting.year - 1


def _forms() -> Iterator[tuple[str, _Read]]:
    """Every form that we know, the longest first."""
    yield (
        rf"\b(?:(?P<count>\d\d?|{'|'.join(_COUNTS)})\smonths?|year)(?:\speriod)?\s"
        r"(?:to|up\sto|ending|ended)\s(?:on\s)?(?:the\s)?(?:end\s(?:of\s)?)?"
        rf"(?:(?P<day>\d\d?)(?:st|nd|rd|th)?\s(?:of\s)?)?(?P<month>{_M})\b\.?"
        rf"(?:,?[\s-](?P<year>{_Y}))?",
        _months_until,
    )
    yield (
        rf"\b(?P<year>(?:19|20)\d\d)\s?\((?:to\s|up\sto\s|as\sat\s|at\s)?(?:the\s)?(?:end\s(?:of\s)?)?"
        rf"(?P<month>{_M})\)",
        _to_month_of_year,
    )
    yield (
        rf"\b(?P<from>{_M})\.?[\s-]?(?P<begun>{_Y})?{_TO}(?P<until>{_M})\b\.?(?:[\s-]?(?P<year>{_Y}))?",
        _months,
    )
    yield (
        rf"\b(?P<day>\d\d?)\s?(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_M})\b\.?(?:,?\s(?P<year>{_Y}))?",
        _day,
    )
    yield (
        rf"\b(?P<month>{_M})\s(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)\d\d)\b",
        _day,
    )
    yield r"\b(?P<day>\d\d?)[/.](?P<month>\d\d?)[/.](?P<year>(?:20)?\d\d)\b", _day
    yield rf"\b(?P<month>{_M})\.?(?:[\s-]{{1,3}})(?P<year>{_Y})\b", _one_month
    yield (
        rf"\b(?:end\s(?:of\s)?|in\s|during\s|by\s|since\s|until\s|to\sthe\send\sof\s)"
        rf"(?P<month>{_M})\b(?P<year>(?!))?",
        _one_month,
    )
    yield (
        rf"\b(?:q|qtr\s?|quarter\s)(?P<number>[1-4])\b(?!\s?%)"
        rf"(?:[\s,(]{{0,2}}(?:of\s)?(?:(?P<years>{_YEARS})|(?P<year>(?:19|20)\d\d(?![\d/–-]))))?",
        _quarter,
    )
    yield rf"\b(?P<term>autumn|spring|summer)\s(?:term\s)?(?P<year>{_Y})\b", _term
    yield (
        rf"(?P<academic>\b(?:(?:academic|school)\syear|AY)\s(?:of\s)?)?(?<![\d/.])(?P<years>{_YEARS})(?!/)",
        _two_years,
    )
    yield r"(?<![\d,.£/])(?P<year>(?:19[5-9]|20[0-4])\d)(?![\d%]|,\d|\.\d|\s?%|s\b)", _one_year


_FORMS = tuple((re.compile(form, re.I), read) for form, read in _forms())
