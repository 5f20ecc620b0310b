"""The numbers of a text: what each is worth, in which unit, and which are no values at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from text_to_num import text2num

from pages.parts.paper_check import periods

Kind = Literal["value", "year", "date", "age", "label"]


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number as a text prints it, from character `start` to `end`.

    `high` is the upper end of a range, `of` the second of '137 of 178'. `about` is true of
    'about', 'over' and the like. Only those of the kind 'value' can be figures.
    """

    start: int
    end: int
    text: str
    value: float
    high: float | None = None
    decimals: int = 0
    unit: str = ""
    about: bool = False
    of: float | None = None
    kind: Kind = "value"


# A space parts thousands where no other number stands beside: '2 745 plans', not '413 518 369'.
_SPACED = (
    r"(?<!\d\s)(?:[1-9]\d?(?:\s\d{3})+(?=\s[a-z]{3}|\s?%)|(?<![\s\S])[1-9]\d?(?:\s\d{3})+(?=\s*$))"
)
_DIGITS = rf"(?:\d{{1,3}}(?:,\d{{3}})+|{_SPACED}|\d+)(?:\.\d+)?"
_JOIN = r"\s?(?:-|–|—|&|and|to|,|/|or)\s?"
_THINGS = (
    r"phase|tier|level|stage|step|ambition|priority|priorities|appendix|annex|table|figure|item|part|"
    r"rooms?|band|grade|key\s?stage|year|objective|recommendation|action|question|version|area|module|"
    r"article|section|regulation|chapter|category|type|group|form|document|note|option|theme|outcome|"
    r"goal|domain|standard|pages?|paragraph|clause|schedule|improvement|principle|strand|block|unit|"
    r"issue|volume|next|catch|channel|class|(?:no|p|pp|fig|para|ref|v)\."
)
_LABELS = (
    r"https?://\S+|www\.\S+|(?<!\S)[^\s@]+@\S+",
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b",  # postcodes
    r"\(?\b0\d{2,4}\)?\s?\d{3,4}\s?\d{3,4}\b",  # telephones
    r"\b\d{1,2}[.:]\d{2}\s?(?:a\.?m\.?|p\.?m\.?|hrs|hours)?(?=\W|$)(?<=[m.s])|\b\d{1,2}:\d{2}\b"
    r"|\b\d{1,2}\s?(?:am|pm)\b",
    r"\b24/7\b|\b(?:1|one)[\s-]?(?:to|:)[\s-]?(?:1|one)\b",
    r"^\W*\d{1,2}(?:\.\d+)*[.)](?=\s|$)|^\W*\d+(?:\.\d+)+(?=\s+(?!W?FTE\b|WTE\b)[A-Z])",
    r"[(\[]\d{1,2}[)\]]\s*$|\[\d{1,2}\]",
    rf"\b(?:(?i:{_THINGS})|Years)[\s-]?\s?\d+(?:\.\d+)*[a-z]?\b(?:{_JOIN}\d+(?:\.\d+)*\b(?!\s?%))*"
    r"(?!\d|,\d|\.\d|\s?%)",
    r"\b\d+\s?(?:st|nd|rd|th)\b",
    r"\b(?!c\d|circa\d)[A-Za-z]+[-.]?\d+\w*(?:\s?[-–]\s?\d+\b)?",
    r"(?<![.,\d])\b\d+(?:s|[A-JL-Zabd-jln-wyz])\b(?!\.)",
)
_AGES = (
    rf"\b\d+(?:{_JOIN}\d+)?\+?[\s-]?(?:years?|yrs?|months?)[\s-]?olds?\b",
    rf"\b\d+{_JOIN}\d+\s?(?:years?|yrs?)\b(?!\s(?:of|to)\b)",
    rf"\b(?:ages?|aged|aging)\s(?:of\s|between\s|from\s|up\sto\s|over\s|under\s)?\d+(?:{_JOIN}\d+)?\+?",
    r"\b(?:post|pre|under|over)-\s?\d+s?\b|\b(?:post|pre)\s\d+\b|\b(?:under|over)\s\d+s\b",
    r"\bunder\s(?:1|2|5|16|18|21|25)\b(?!\s?(?:%|per\b|weeks?|days?|months?))",
    r"\b0\s?(?:-|–|to)\s?\d+\b",
    r"\b(?:turn(?:ed|s|ing)?|reach(?:ed|es|ing)?|birthday)\s\d+\b",
    r"\b(?:they|he|she|people|adults|child|children)\s(?:are|is|turn|reach)\s(?:at\sleast\s)?\d+"
    r"(?=\s*(?:$|[.,;]|and\b|or\b))",
    r"\b(?:people|children|leavers|adults|those|cohort|aged|pupils|adolescents)\W{1,3}"
    r"\d{1,2}\s?(?:-|–)\s?\d{1,2}\b(?!\s?%)",
    r"\b\d{1,2}\s?(?:-|–)\s?\d{1,2}\s(?:cohort|age|year\sgroup)",
)
_ABOUT = (
    r"(?:\bc\.?\s?|\bcirca\s|~\s?|\babout\s|\baround\s|\bapprox(?:imately|\.)?\s|\broughly\s|\bnearly\s"
    r"|\balmost\s|\bover\s|\bmore\sthan\s|\bup\sto\s|\bat\sleast\s|\bunder\s|\bless\sthan\s)?"
)
_PERCENT = r"%|per\s?cent\b|pct\b"
_UNIT = (
    rf"(?P<unit>\s?(?:{_PERCENT})(?:age)?(?:\s?-?\s?points?\b)?|\s?(?:percentage\spoints?|ppts?|pp)\b"
    r"|\s(?:children\s|people\s)?per\s10[,\s]?000\b|\s(?:children\s|people\s)?per\s100[,\s]?000\b)?"
)
_VALUE = re.compile(
    rf"(?<![\w.,])(?<!\bper\s)(?P<about>{_ABOUT})(?P<pounds>£\s?)?(?P<sign>(?<![\w)])[-−–]|\bminus\s)?(?P<low>{_DIGITS})(?!\d|,\d)"
    rf"(?:(?P<first>\s?(?:{_PERCENT}))?(?P<join>\s?[-–—]\s?|\sto\s)(?=£?\d)£?(?P<high>{_DIGITS})"
    rf"|(?P<part>\s?/\s?|\s(?:out\s)?of\s(?:the\s)?)(?P<of>{_DIGITS})(?![\d%]|\s?%))?"
    rf"(?P<size>\s?(?:k|m|bn|million|billion|thousand)\b)?(?P<more>\+)?{_UNIT}",
    re.I,
)
_SIZES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_SMALL = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_BIG = "hundred|thousand|million"
_SPELLED = re.compile(
    rf"(?P<about>{_ABOUT})\b(?<!\bno[\s-])(?!one[\s-](?:another|off|stop)\b)(?P<words>(?:{_SMALL}|a\s(?:{_BIG}))"
    rf"(?:[\s-](?:and\s)?(?:{_SMALL}|{_BIG}))*)\b(?P<half>\sand\sa\shalf\b)?(?P<unit>\s?(?:{_PERCENT}))?",
    re.I,
)
_ONE_IN = re.compile(
    rf"\b(?:(?P<part>one|two|three|1|2|3)\s(?:in|out\sof)\s(?:every\s)?(?P<whole>\d\d?|{_SMALL})"
    rf"|(?P<many>four|six|seven|eight|nine|[46789])\s(?:in|out\sof)\s(?:every\s)?(?P<ten>ten|10|five|5))"
    r"\b(?!\s?(?:%|days?|weeks?|months?|years?))",
    re.I,
)
_SHARES = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_SHARE = re.compile(
    rf"(?P<about>{_ABOUT})(?:\b(?P<times>a|one|two|three|four)[\s-])?\b(?P<what>half|thirds?|quarters?|fifths?|tenths?)\b"
    r"(?:(?=\s(?:of|our|all|the)\b)|(?<=half)(?=\s(?:are|were|have|had|is|was)\b)"
    r"|(?:(?<=ly\shalf)|(?<=about\shalf)|(?<=around\shalf)|(?<=over\shalf)|(?<=almost\shalf)|(?<=than\shalf))"
    r"(?![\s-](?:an?|day|hour|term|time|way|year)\b))",
    re.I,
)
_ANY = re.compile(rf"\d|\b(?:{_SMALL}|{_BIG}|{'|'.join(_SHARES)}|thirds)\b", re.I)
_OTHER_HALF = re.compile(
    r"\b(?:first|second|other|last|each|every|latter|former|this|next)\s$", re.I
)
_OF_TIME = re.compile(
    r"^\s(?:of\s)?(?:the\s|this\s|last\s|our\s)?(?:\w+\s)?(?:year|term|month|week|decade)", re.I
)
_RANKED = re.compile(
    r"\b(?P<place>\d+)\s?(?:st|nd|rd|th)\s(?=(?:\w+\s)?(?:highest|lowest|best|worst|most|least|largest|smallest)\b)",
    re.I,
)
_BETWEEN = re.compile(r"\bbetween\W+(?:\w+\W+)?$", re.I)
_AND = re.compile(r"\W*and\W+(?:the\W+)?", re.I)
_MOVED = re.compile(
    r"\b(?:from|increas\w+|r[io]se|risen|f[ae]ll\w*|drop\w+|reduc\w+|decreas\w+)\W[^.;]{0,40}$",
    re.I,
)


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in its order; none overlaps another."""
    if not _ANY.search(text):
        return ()
    found: list[Number] = []
    taken = bytearray(len(text))
    for number in _every(text):
        if not any(taken[number.start : number.end]):
            found.append(number)
            taken[number.start : number.end] = b"\1" * (number.end - number.start)
    return tuple(_with_ends(text, sorted(found, key=lambda number: number.start)))


def _with_ends(text: str, found: list[Number]) -> Iterator[Number]:
    """'between 19 and 21%': the unit of the upper end is that of the lower one too."""
    for number, after in zip_longest(found, found[1:]):
        ends = after is not None and _AND.fullmatch(text[number.end : after.start])
        if ends and not number.unit and _BETWEEN.search(text[: number.start]):
            yield replace(number, unit=after.unit)
        else:
            yield number


def _every(text: str) -> Iterator[Number]:
    """Numbers of every kind; where two overlap, the first here holds."""
    for match in _RANKED.finditer(text):
        yield _number(match, match["place"], unit="rank")
    for form in _LABELS_FIRST:
        yield from (_other(match, "label") for match in form.finditer(text))
    for start, end in periods.spans(text):
        yield Number(
            start=start, end=end, text=text[start:end], value=0.0, kind=_dated(text[start:end])
        )
    for form in _AGES_FIRST:
        yield from (_other(match, "age") for match in form.finditer(text))
    for form in _LABELS_LAST:
        yield from (_other(match, "label") for match in form.finditer(text))
    yield from _one_in(text)
    for match in _VALUE.finditer(text):
        yield from _value(match, text)
    yield from _shares(text)
    for match in _SPELLED.finditer(text):
        yield from _spelled(match)


def _dated(text: str) -> Kind:
    return "year" if re.fullmatch(r"\d{4}", text) else "date"


def _other(match: re.Match[str], kind: Kind) -> Number:
    return Number(start=match.start(), end=match.end(), text=match.group(), value=0.0, kind=kind)


def _number(match: re.Match[str], digits: str, *, unit: str) -> Number:
    return Number(
        start=match.start(),
        end=match.start() + len(match.group().rstrip()),
        text=match.group().rstrip(),
        value=float(digits),
        unit=unit,
    )


def _value(match: re.Match[str], text: str) -> Iterator[Number]:
    low, high, of = (_worth(match[name]) for name in ("low", "high", "of"))
    assert low is not None
    unit = _unit(match["unit"], match["pounds"])
    if high is not None and _two(match, low, high, text):
        yield from _both(match, low, high, unit)
        return
    if of is not None and of < low:
        of = None
    size = _SIZES.get((match["size"] or "").strip().lower(), 1.0)
    sign = -1 if match["sign"] else 1
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    yield Number(
        start=start,
        end=match.end(),
        text=text[start : match.end()],
        value=sign * low * size,
        high=None if high is None else high * size,
        decimals=_decimals(match["low"]) if size == 1 else 0,
        unit=unit,
        about=bool(match["about"] or match["more"]),
        of=of,
    )


def _two(match: re.Match[str], low: float, high: float, text: str) -> bool:
    """Whether two numbers are no range: 'from 118 to 92', 'rose 34% to 38%'."""
    if high <= low:
        return True
    return match["join"].strip().lower() == "to" and (
        match["first"] is not None or _MOVED.search(text[: match.start()]) is not None
    )


def _both(match: re.Match[str], low: float, high: float, unit: str) -> Iterator[Number]:
    between = match.start("join")
    first_unit = unit if match["first"] or unit == "percent" else ""
    yield Number(
        start=match.start("low"),
        end=between,
        text=match.string[match.start("low") : between],
        value=-low if match["sign"] else low,
        decimals=_decimals(match["low"]),
        unit=first_unit,
        about=bool(match["about"]),
    )
    yield Number(
        start=match.start("high"),
        end=match.end(),
        text=match.string[match.start("high") : match.end()],
        value=high,
        decimals=_decimals(match["high"]),
        unit=unit,
    )


def _unit(text: str | None, pounds: str | None) -> str:
    unit = " ".join((text or "").lower().replace(",", "").split())
    if "point" in unit or unit in ("pp", "ppt", "ppts"):
        return "percentage points"
    if "100000" in unit.replace(" ", ""):
        return "per 100,000"
    if "10000" in unit.replace(" ", ""):
        return "per 10,000"
    if unit:
        return "percent"
    return "pounds" if pounds else ""


def _one_in(text: str) -> Iterator[Number]:
    """'one in five' as a percentage."""
    for match in _ONE_IN.finditer(text):
        part = _of_words(match["part"] or match["many"])
        whole = _of_words(match["whole"] or match["ten"])
        if part and whole and part < whole:
            yield Number(
                start=match.start(),
                end=match.end(),
                text=match.group(),
                value=100 * part / whole,
                unit="percent",
                about=True,
            )


def _shares(text: str) -> Iterator[Number]:
    """'half of', 'two thirds of' as a percentage; halves of a year are none."""
    for match in _SHARE.finditer(text):
        if _OTHER_HALF.search(text[: match.start("what")]) or _OF_TIME.match(text[match.end() :]):
            continue
        times = {"two": 2, "three": 3, "four": 4}.get((match["times"] or "").lower(), 1)
        value = times * _SHARES[match["what"].lower().rstrip("s")]
        if value < 100:
            yield Number(
                start=match.start(),
                end=match.end(),
                text=match.group(),
                value=value,
                unit="percent",
                about=True,
            )


def _spelled(match: re.Match[str]) -> Iterator[Number]:
    value = _of_words(match["words"])
    if value is not None:
        yield Number(
            start=match.start(),
            end=match.end(),
            text=match.group(),
            value=value + (0.5 if match["half"] else 0),
            decimals=1 if match["half"] else 0,
            unit="percent" if match["unit"] else "",
            about=bool(match["about"]),
        )


def _of_words(text: str) -> float | None:
    """What a number in words or digits is worth; None where the words make no number."""
    plain = re.sub(r"^a\s", "one ", text.lower())
    if plain.isdigit():
        return float(plain)
    try:
        return float(text2num(plain, "en"))
    except ValueError:
        return None


def _worth(digits: str | None) -> float | None:
    return None if digits is None else float(re.sub(r"[,\s]", "", digits))


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])


# A telephone or a section number could be read as a period; 'year 5' must not hide 'year 2021/22'.
_LABELS_FIRST = tuple(re.compile(form) for form in _LABELS[:7])
_LABELS_LAST = tuple(re.compile(form) for form in _LABELS[7:])
_AGES_FIRST = tuple(re.compile(form, re.I) for form in _AGES)
