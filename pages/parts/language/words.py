"""Numbers, dates and names in the words that stand on the screen."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from analysis.rounding import round_half_away

INTERVAL = "95% interval"
NOT_COMPARED = "not compared"

# A true minus: a hyphen may be parted from its number at the end of a line.
MINUS = "\u2212"

_UNITS = {
    "count": "",
    "percent": "%",
    "per 10,000": " per 10,000",
    "weeks": " weeks",
    "FTE": " full-time equivalents",
    "cases per FTE": " cases per full-time equivalent",
    "days": " days",
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SPELLED = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
# Places that take an article inside a sentence.
_WITH_ARTICLE = {
    "City of London",
    "East Riding of Yorkshire",
    "Isle of Wight",
    "Isles of Scilly",
    "North East",
    "North West",
    "East Midlands",
    "West Midlands",
    "East of England",
    "South East",
    "South West",
}


def digits(value: float, decimals: int) -> str:
    """A number rounded half away from zero, with commas between thousands: '3,143'."""
    rounded = round_half_away(value, decimals)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,.{decimals}f}"


def number(value: float, unit: str, decimals: int, *, short: bool = False) -> str:
    """A figure with its unit: '53.4%', '27.3 per 10,000', '3,143'.

    The short form leaves out all of the unit but the percent sign. Raises KeyError for a unit
    that is not one of the database's.
    """
    words = _UNITS[unit]
    return digits(value, decimals) + (words if words == "%" or not short else "")


def ordinal(number: int) -> str:
    """'1st', '22nd', '113th'."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def spelled(number: int) -> str:
    """A small number as a word in running text: 'seven'. Raises IndexError over twelve."""
    return _SPELLED[number]


def points(difference: float, unit: str, decimals: int) -> str:
    """The size of a difference between two figures: '7.0 percentage points', '204'.

    The sign is left out: which way it goes is for the words around it. Raises KeyError for a
    unit that is not one of the database's.
    """
    words = " percentage points" if unit == "percent" else _UNITS[unit]
    return digits(abs(difference), decimals) + words


def unit_words(unit: str) -> str:
    """The words of the unit after a number: 'per 10,000'; empty for a count and for percent."""
    return _UNITS[unit].strip(" %")


def period_label(start: date, end: date, *, short: bool = False) -> str:
    """A period in words, from its first and last day: 'the year to March 2025'.

    A day in January is a school census: 'January 2025'. Any other day is '31 March 2025', a
    calendar year '2024', a month 'March 2025'. The short form, for axes: 'year to Mar 2025'.
    """
    match _kind(start, end):
        case "month":
            return _month(end, short)
        case "day":
            return f"{end.day} {_month(end, short)}"
        case "calendar year":
            return str(end.year)
        case "year":
            return f"{'' if short else 'the '}year to {_month(end, short)}"
    return f"{start.day} {_month(start, short)} to {end.day} {_month(end, short)}"


def day_words(day: date) -> str:
    """A day, or the day of a moment: '22 November 2026'."""
    return f"{day.day} {day:%B %Y}"


def month_words(day: date) -> str:
    """The month of a day: 'November 2026'."""
    return _month(day, short=False)


def when(start: date, end: date) -> str:
    """A period as it is said in a sentence: 'on 31 March 2025', 'in the year to March 2025'."""
    joint = {"day": "on", "span": "from"}.get(_kind(start, end), "in")
    return f"{joint} {period_label(start, end)}"


def _kind(start: date, end: date) -> str:
    if start == end:
        return "month" if end.month == 1 else "day"
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return "span"
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    if months == 12:
        return "calendar year" if start.month == 1 else "year"
    return "month" if months == 1 else "span"


def _month(day: date, short: bool) -> str:
    name = MONTHS[day.month - 1]
    return f"{name[:3] if short else name} {day.year}"


def status_words(status: str, meanings: Mapping[str, str]) -> str:
    """Why there is no number, from the rows of `symbol_meaning`.

    Raises KeyError for a status that is not there, rather than showing nothing.
    """
    return meanings[status]


def reasons_listed(reasons: Iterable[tuple[str, str]]) -> list[str]:
    """'Hidden (small number): 2021, 2022' for each reason, from pairs of a reason and a name."""
    listed: dict[str, list[str]] = {}
    for reason, name in reasons:
        listed.setdefault(reason, []).append(name)
    return [f"{reason}: {', '.join(names)}" for reason, names in listed.items()]


def listed(names: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def counted(number: int, one: str, several: str) -> str:
    """'1 part is', '2 parts are': a number before the words for one or for several."""
    return f"{digits(number, 0)} {one if number == 1 else several}"


def display_name(name: str) -> str:
    """A council's name as people say it: 'Bristol, City of' is 'Bristol'."""
    councils = [part.strip() for part in name.split(" / ")]
    for form in (", City of", ", County of"):
        councils = [council.removesuffix(form) for council in councils]
    return " and ".join(council.replace("St. ", "St ") for council in councils)


def in_a_sentence(name: str) -> str:
    """A place inside a sentence: 'Trafford', 'the North West', 'the City of London'."""
    shown = display_name(name)
    return f"the {shown}" if shown in _WITH_ARTICLE else shown


def possessive(name: str) -> str:
    """\"Trafford's\", \"St Helens'\"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def capitalise(text: str) -> str:
    """The same text with a capital first letter, the rest left as it is."""
    return text[:1].upper() + text[1:]


def uncapitalise(text: str) -> str:
    """The same text with a small first letter, unless it begins with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def slug(text: str) -> str:
    """A name as it stands in an address: 'On time' is 'on-time', 'St. Helens' is 'st-helens'."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", "").lower()).strip("-")


def percent(share: float) -> str:
    return f"{digits(share, 1)}%"


def signed(difference: float) -> str:
    """A difference in points with its sign: '+5.6', '−8.9', '0.0'."""
    text = digits(difference, 1)
    return f"+{text}" if difference > 0 and text != "0.0" else text


def part_name(name: str, topic: str) -> str:
    """A part as it stands on the screen: with a capital, and an age as an age."""
    if topic.startswith("Age") and name.isdigit():
        return f"Age {name}"
    return name[:1].upper() + name[1:]
