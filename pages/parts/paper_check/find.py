"""The figures of a paper: which numbers speak of a measure, of which place and when.

Rules and no guesses: a number has the measure whose words stand nearest in its sentence, or in the
label of its row and the heading of its column, in a unit in which that measure is quoted. No rule
knows a paper.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from pages.parts.figures.councils import Council
from pages.parts.paper_check import places, when
from pages.parts.paper_check.numbers import Number, numbers
from pages.parts.paper_check.periods import Period, periods
from pages.parts.paper_check.places import Named, Place, Places
from pages.parts.paper_check.records import Line, Paper, Quoted
from pages.parts.paper_check.vocabulary import Measure, Mention, Token, Vocabulary, vocabulary

CHANGE = "percent change"
MOST_FIGURES = 20_000  # far more than a paper has
LONGEST_SENTENCE = 1_500  # characters
MOST_WORDS = 15  # of a paper, around a figure
PROSE = 9  # a cell of more words is read as text
# How far, in words and what parts them, the words for a measure may stand from a number.
FAR = 16.0
FAR_COUNTED = 10.0  # where the text says itself what is counted: '21 champions'
COUNTED_ELSEWHERE = 4.0
PARTED = 2.0
STOPPED = 6.0
ANOTHER_NUMBER = 4.0
JOINED = 1.0
LEAST_CASELOAD, MOST_CASELOAD = 4, 100
LABEL = -1  # the place of words that stand beside a number and not in its text

_SENTENCE = re.compile(r"(?<=[.?!;])\s+(?=[\W\d]*[A-Z“‘\"'(]|\d)|\s[•●]\s|\n")
_NOT_AN_END = re.compile(r"(?:\b(?:e\.g|i\.e|no|nos|approx|vs|etc|incl|St)\.|\b[A-Z]\.)$", re.I)
_PARTS = re.compile(r"[,:()]|\s[–—-]\s")
_STOPS = re.compile(r"[.;?!](?=\s|$)")
_JOINS = re.compile(r"\b(?:and|but|while|whereas|although|however)\b|&", re.I)
_ASIDE = re.compile(r"\([^()]*\)")
_ROSE = r"increas\w*|growth|grew|rise|risen|rose|rising|more|higher|up|growing|uplift"
_FELL = r"decreas\w*|reduc\w*|fall|fell|fallen|falling|drop\w*|declin\w*|fewer|less|lower|down"
_CHANGED_AFTER = re.compile(
    rf"^\s*(?:points?\s+)?(?:(?!(?:and|or|but|with|which|who|is|was|are|were|has)\b)\w+\s+)?"
    rf"(?P<what>{_ROSE}|{_FELL})\b(?!\s+(?:from|to)\b)",
    re.I,
)
_CHANGED_BEFORE = re.compile(
    rf"\b(?P<what>{_ROSE}|{_FELL})\b(?:\W+(?!(?:to|from|between)\W+\d)\w+){{0,9}}?\W+(?:by|of)"
    r"(?:\W+(?:a|an|about|around|over|nearly|almost|approximately|some|just|c))*\W*$",
    re.I,
)
_MOVED_BY = re.compile(
    r"\b(?P<what>up|down|rose|fell|grew|increased|decreased|dropped|declined|risen|fallen)\s+(?:by\s+)?$",
    re.I,
)
_CHANGE_LABEL = re.compile(
    r"(?:increase|change|growth|difference|variance|year on year|decrease|reduction)", re.I
)
_PERCENT_LABEL = re.compile(r"%|\bper ?cent|\bpercentage\b|\bproportion\b|\bshare\b", re.I)
_NOW = re.compile(
    r"\b(?:current|currently|now|today|present|presently|to date|so far|remains?|stands?|standing"
    r"|is|are)\b",
    re.I,
)
_RATE_BEFORE = re.compile(
    r"(?:\brates?\b|\bper\s10[,\s]?000\b)(?:[^\w.;]+(?!\d)\w+){0,9}[^\w.;]*$", re.I
)
_BASE = re.compile(r"\b(?:on|from|since|against|compared\s(?:with|to))\W+(?:the\W+)?$", re.I)
_RATE_LABEL = re.compile(r"per\s+10[, ]?000|\brates?\b", re.I)
_TIME_AFTER = re.compile(
    r"^[\s-]*(?:(?:working|calendar|school)\s)?"
    r"(?P<unit>week|wk|month|mth|year|yr|day|hour|minute|min)(?:s|ly)?\b",
    re.I,
)
_TIMES = {"wk": "week", "mth": "month", "yr": "year", "min": "minute"}
# Where a length of time says when, or how old: no figure of anything.
_WHEN_BEFORE = re.compile(
    r"\b(?:last|past|next|previous|recent|within|in|for|over|under|than|least|every|after|before"
    r"|since|following|first)\W+(?:the\W+)?(?:last\W+|past\W+|next\W+)?$",
    re.I,
)
_TOOK = re.compile(r"\b(?:place|took|takes|taken|lasted|lasting)\W+over\W+$", re.I)
_REPEATED = re.compile(r"^[\s-]*(?:week|month|year|dai)ly\b", re.I)
_BY_WEEK = re.compile(r"\bby\s+(?:week|wk)\s+$", re.I)
_WHEN_AFTER = re.compile(
    r"^[\s-]*\w+[\s-]+(?:old|ago|in advance|or\b|rolling|time|later|earlier|average|period)", re.I
)
_FTE_AFTER = re.compile(r"^\s*(?:w?fte|full[- ]time equivalents?|wte)\b", re.I)
_OUT_OF = re.compile(r"\bout of\s+$", re.I)
_AT_LEAST = re.compile(r"^\+?\s*or\s+(?:more|over|fewer|less|longer|older|under|above)\b", re.I)
_MOST = re.compile(r"^\s*(?:most|least|poorest|richest|highest|lowest)\b", re.I)
_WHOLE = re.compile(r"^\s*(?:of|in)\s+(?:(?:our|the|all|these|those|its|their|both)\s+)*$", re.I)
_PART = re.compile(r"^\s*of\s+(?:our|the|these|those|them|its|their|all|whom)\b", re.I)
_PART_BEFORE = re.compile(r"\bof\s+(?:which|whom|these|those|them)\W+(?:\w+\W+){0,2}$", re.I)
_ASIDE_OF = re.compile(r"^\W*(?:\w+\W+){0,8}\(\W*$")
_SAID_ALREADY = re.compile(r"\b(?:these|those|both|the|all|each|our|other|last|first)\s+$", re.I)
_NOT_OF_ITS_OWN = re.compile(r"^\s*(?:of\s+\w+\s+)?(?:%|percent)?\s*of\b", re.I)
_RANK_BEFORE = re.compile(r"\brank\w*\b[^.;]{0,40}$", re.I)
_GOES_ON = re.compile(
    r"^(?:\b(?:and|to|from|compared|with|against|up|down|rather|than|versus|vs|or|in|an|a|is|was"
    r"|which|increase|decrease|rise|fall|reduction|the|previous|last|year|quarter|month|at|then|of"
    r"|growth|by|for|now|of|it|had|been|on|end|range|ranging|between|spring|summer|autumn|winter|term)\b|\W|\d)*$",
    re.I,
)
_COUNTED = re.compile(
    r"^\s*(?:(?:of|from)\s+(?:our|the|these|those|them|whom|all)\b|\+?\s*(?!\d)"
    r"(?:[\w’'&/.\[\]-]+\s+){0,4}?(?:children|people|young people|staff|yp|women|men|swe?s"
    r"|(?!(?:is|was|has|this|as|its|us|less|across|process|progress|focus|always|plus|thus|vs)\b)"
    r"[a-z’'-]{2,}[^su\W\d]s|[A-Z]{2,}s?)\b)",
)
_CASES = re.compile(r"\b(?:children|cases|families|people)\b", re.I)
_WERE = re.compile(
    r"(?:^\W*|\b(?:were|was|are|is|have|has|had|received|issued|total|totalled|now|currently)\s+)$",
    re.I,
)
_YEAR = re.compile(r"\W*(?:19|20)\d\d\b")


@dataclass(frozen=True, kw_only=True)
class Found:
    """The figures of a paper, and the numbers that are values of something we do not know."""

    figures: tuple[Quoted, ...]
    unrecognised: tuple[Quoted, ...]


@dataclass(frozen=True, kw_only=True)
class _Passage:
    """A sentence, or a cell of a table with what stands beside and above it.

    `label`, `header` and `corner`, the first heading of a table, are empty in prose.
    """

    text: str
    label: str = ""
    header: str = ""
    corner: str = ""
    table: bool = False

    def percent(self, labels: str) -> bool:
        """Whether a table says that a plain number is a percentage."""
        return self.table and _PERCENT_LABEL.search(labels) is not None


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What is the same for every line of a paper."""

    words: Vocabulary
    places: Places
    day: date | None


@dataclass(frozen=True, kw_only=True)
class _Value:
    """A number that is a figure, in the units in which it can be meant, the likeliest first."""

    number: Number
    units: tuple[str, ...]
    sign: int = 1
    counted: bool = False


@dataclass(frozen=True, kw_only=True)
class _Before:
    """The figure before, whose measure may go on; `at` is None in the sentence after it."""

    measure: Measure
    units: tuple[str, ...]
    unit: str
    at: int | None


@dataclass(frozen=True, kw_only=True)
class _Carried:
    """A measure that goes on, unless words of another stand nearer than `until`."""

    measure: Measure
    unit: str
    until: float


@dataclass
class _Sentence:
    """A passage taken apart."""

    passage: _Passage
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    values: list[_Value] = field(default_factory=list)
    named: tuple[Named, ...] = ()
    dated: tuple[Period, ...] = ()

    def spans(self) -> list[tuple[int, int]]:
        return [(value.number.start, value.number.end) for value in self.values]


def find(paper: Paper, council: Council, *, without_paper: str = "") -> Found:
    """The figures of a paper of one council, in its order.

    `without_paper` leaves out what one paper taught the vocabulary, to measure it honestly. Never
    raises for what a paper says.
    """
    reader = Reader(
        words=vocabulary(without_paper),
        places=places.of_council(council),
        day=when.day_of(paper),
    )
    return found_with(paper, reader)


def found_with(paper: Paper, reader: Reader) -> Found:
    """The same with a vocabulary and places of one's own."""
    quoted_in_order = (quoted for line in paper.lines for quoted in _of_line(line, reader))
    every = list(islice(quoted_in_order, MOST_FIGURES))
    return Found(
        figures=tuple(quoted for quoted in every if quoted.measure),
        unrecognised=tuple(quoted for quoted in every if not quoted.measure),
    )


def _of_line(line: Line, reader: Reader) -> Iterator[Quoted]:
    count = 0
    before: _Before | None = None
    for passage in _passages(line):
        sentence = _taken_apart(passage, reader)
        # One sentence on, and no further.
        before = replace(before, at=None) if before and before.at is not None else None
        for at, value in enumerate(sentence.values):
            measure, unit = _measured(sentence, at, before)
            before = (
                _Before(measure=measure, units=value.units, unit=unit, at=at) if measure else None
            )
            count += 1
            yield _quoted(line, sentence, at, measure, unit, reader, f"{line.number}.{count}")


def _passages(line: Line) -> Iterator[_Passage]:
    if len(line.cells) < 2:
        yield from (_Passage(text=text) for text in sentences(line.text))
        return
    label = line.cells[0]
    for at, cell in enumerate(line.cells):
        if len(cell.split()) > PROSE:
            yield from (_Passage(text=text) for text in sentences(cell))
        elif at:
            header = line.headers[at] if at < len(line.headers) else ""
            corner = line.headers[0] if line.headers else ""
            yield _Passage(text=cell, label=label, header=header, corner=corner, table=True)


def sentences(text: str) -> list[str]:
    """A text in sentences; a full stop within a number or an abbreviation ends none."""
    parts: list[str] = []
    begin = 0
    for stop in _SENTENCE.finditer(text):
        if _NOT_AN_END.search(text[: stop.start()]):
            continue
        parts.append(text[begin : stop.start()])
        begin = stop.end()
    parts.append(text[begin:])
    return [piece for part in parts for piece in _pieces(part) if piece.strip()]


def _pieces(sentence: str) -> list[str]:
    """A sentence, or what stands for one where no full stop is, in pieces of bounded length."""
    pieces = []
    while len(sentence) > LONGEST_SENTENCE:
        cut = sentence.rfind(" ", 1, LONGEST_SENTENCE)
        cut = cut if cut > 0 else LONGEST_SENTENCE
        pieces.append(sentence[:cut])
        sentence = sentence[cut:]
    return [*pieces, sentence]


def _taken_apart(passage: _Passage, reader: Reader) -> _Sentence:
    printed = numbers(passage.text)
    if not printed:
        return _Sentence(passage=passage, tokens=(), mentions=())
    tokens = reader.words.tokens(passage.text)
    sentence = _Sentence(
        passage=passage,
        tokens=tokens,
        mentions=reader.words.mentions(tokens),
        named=reader.places.named(passage.text, tokens),
    )
    if passage.table:
        sentence = _with_labels(sentence, reader)
    found = (_value(number, sentence) for number in printed)
    sentence.values = [value for value in found if value is not None]
    spans = sentence.spans()
    sentence.dated = tuple(
        period
        for period in periods(passage.text, reader.day)
        if not any(period.start_at < end and start < period.end_at for start, end in spans)
    )
    return sentence


def _with_labels(sentence: _Sentence, reader: Reader) -> _Sentence:
    """The label of a row and the heading of a column speak of every number of their cell."""
    mentions = []
    for text in (sentence.passage.label, sentence.passage.header):
        tokens = reader.words.tokens(text)
        found = _longest(reader.words.mentions(tokens))
        mentions += [replace(mention, pieces=((LABEL, LABEL),)) for mention in found]
    sentence.mentions = (*sentence.mentions, *mentions)
    return sentence


def _value(number: Number, sentence: _Sentence) -> _Value | None:
    """The number as a figure; None for a year, a label, or part of the name of a measure."""
    passage = sentence.passage
    number = _not_a_year(number, sentence)
    if number.kind != "value" or _in_a_name(number, sentence):
        return None
    before, after = _around(passage.text, number)
    if _OUT_OF.search(before) or _AT_LEAST.match(after):
        return None
    if _MOST.match(after) and number.unit != "rank":
        return None
    labels = f"{passage.label} {passage.header} {passage.corner}"
    if number.unit == "percent" or (not number.unit and passage.percent(labels)):
        return _percentage(number, before, after, labels)
    if number.unit:
        return _Value(number=number, units=(number.unit,))
    if found := _TIME_AFTER.match(after):
        return _length(number, before, after, found["unit"].lower(), passage)
    if _BY_WEEK.search(before):
        return _Value(number=number, units=("weeks",))
    if _FTE_AFTER.match(after):
        return _Value(number=number, units=("FTE",))
    if _RANK_BEFORE.search(before):
        return _Value(number=number, units=("rank", "count"))
    return _plain(number, before, after, sentence, labels)


def _around(text: str, number: Number) -> tuple[str, str]:
    """What stands before the digits of a number, 'about' and the like included, and after it."""
    digits = re.search(r"\d", text[number.start : number.end])
    begin = number.start + digits.start() if digits else number.start
    return text[:begin], text[number.end :]


def _not_a_year(number: Number, sentence: _Sentence) -> Number:
    """What looks like a year is a count beside a row's year, or where what it counts follows."""
    passage, digits = sentence.passage, number.text.strip()
    if number.kind != "year" or not digits.isdigit():
        return number
    in_column = passage.table and digits == passage.text.strip() and _YEAR.match(passage.label)
    counted = _WERE.search(passage.text[: number.start]) and any(
        passage.text[number.end : sentence.tokens[m.first].start].isspace()
        for m in sentence.mentions
        if m.first != LABEL and sentence.tokens[m.first].start > number.end
    )
    return replace(number, kind="value", value=float(digits)) if in_column or counted else number


def _length(number: Number, before: str, after: str, unit: str, passage: _Passage) -> _Value | None:
    """A length of time; None where it says when something was, or how long a person was there."""
    when = _WHEN_AFTER.match(after) or (_WHEN_BEFORE.search(before) and not _TOOK.search(before))
    if passage.table or (when and not _REPEATED.match(after)):
        return None
    return _Value(number=number, units=(f"{_TIMES.get(unit, unit)}s",))


def _plain(
    number: Number, before: str, after: str, sentence: _Sentence, labels: str
) -> _Value | None:
    """A number without a unit: a count, most often."""
    if not _is_figure(number, before, after, sentence):
        return None
    if number.decimals:
        rate = ("score", "rate", "cases per FTE", "per 10,000", "FTE", "percent")
        return _Value(number=number, units=rate)
    if _RATE_BEFORE.search(before) or (sentence.passage.table and _RATE_LABEL.search(labels)):
        return _Value(number=number, units=("per 10,000", "count"))
    if (counted := _COUNTED.match(after)) and not _CASES.search(counted.group()):
        return _Value(number=number, units=("count", "FTE"), counted=True)
    return _Value(number=number, units=("count", "cases per FTE", "FTE"))


def _percentage(number: Number, before: str, after: str, labels: str) -> _Value:
    changed = (
        _CHANGED_AFTER.match(after) or _CHANGED_BEFORE.search(before) or _MOVED_BY.search(before)
    )
    if changed is not None:
        fell = re.fullmatch(_FELL, changed["what"], re.I) is not None and number.value > 0
        return _Value(number=number, units=("percent change",), sign=-1 if fell else 1)
    if _CHANGE_LABEL.search(labels):
        return _Value(number=number, units=("percent change",))
    return _Value(number=number, units=("percent",))


def _in_a_name(number: Number, sentence: _Sentence) -> bool:
    """Whether the number is a word of a measure's name: 'within 20 weeks', '45 days'."""
    return any(
        sentence.tokens[first].start <= number.start and number.end <= sentence.tokens[last].end
        for mention in sentence.mentions
        for first, last in mention.pieces
        if LABEL < first < last
    )


def _is_figure(number: Number, before: str, after: str, sentence: _Sentence) -> bool:
    """Whether a plain number counts something, and is not a number of a page or of a thing."""
    passage = sentence.passage
    if passage.table:
        named = bool(sentence.mentions) or periods(f"{passage.header} {passage.label}", None) != ()
        return named and number.text.strip() != ""
    if any(c.isdigit() for c in number.text):
        return True
    return (
        number.value >= 2
        and _COUNTED.match(after) is not None
        and _SAID_ALREADY.search(before) is None
    )


def _measured(sentence: _Sentence, at: int, before: _Before | None) -> tuple[Measure | None, str]:
    """The measure and the unit of a figure; without a measure, its likeliest unit."""
    value = sentence.values[at]
    fits = [
        (mention, unit)
        for mention in sentence.mentions
        if (unit := _unit(value, mention.measure)) is not None
        and not _names_the_whole(sentence, value, mention)
    ]
    fits = [fit for fit in fits if not any(fit[0].within(other) for other, _ in fits)]
    far = FAR_COUNTED if value.counted else FAR
    costs = [(_cost(sentence, at, mention), mention, unit) for mention, unit in fits]
    costs = [found for found in costs if found[0] <= far]
    best = min(costs, key=lambda found: found[0], default=None)
    carried = None if _is_a_part(sentence, value) else _carried(sentence, at, before)
    if carried is not None and (best is None or best[0] > carried.until):
        return carried.measure, carried.unit
    if best is None:
        return None, value.units[0]
    if carried is not None and carried.measure == best[1].measure:
        return carried.measure, carried.unit
    return best[1].measure, best[2]


def _names_the_whole(sentence: _Sentence, value: _Value, mention: Mention) -> bool:
    """Whether the words say of what a number is a part: '63% of agency staff', '54 of our CIN'."""
    if mention.first == LABEL:
        return False
    text, end = sentence.passage.text, value.number.end
    if value.units == (CHANGE,):
        return False
    if _is_a_part(sentence, value):
        return sentence.tokens[mention.first].start < value.number.start
    if "count" in value.units:
        return _PART.match(text[end:]) is not None and bool(mention.measure.indicators)
    start = sentence.tokens[mention.first].start
    return start >= end and len(mention.pieces) == 1 and _WHOLE.match(text[end:start]) is not None


def _is_a_part(sentence: _Sentence, value: _Value) -> bool:
    """Whether what stands before a number is the whole of which it is a part: 'of which 44'."""
    return _PART_BEFORE.search(sentence.passage.text[: value.number.start]) is not None


def _carried(sentence: _Sentence, at: int, before: _Before | None) -> _Carried | None:
    """What a number has from the one before it: '38%, up from 34%', '77% (137 of 178)'.

    Into the next sentence it goes on only where that has no measure of its own.
    """
    if before is None:
        return None
    value, text = sentence.values[at], sentence.passage.text
    alike = value.units == before.units or _both_plain(value.units, before.units)
    unit = before.unit if alike else _unit(value, before.measure)
    if unit is None:
        return None
    alone = alike and not value.counted and not _of_another(sentence, at)
    if before.at is None:
        goes_on = at == 0 and alone
        return _Carried(measure=before.measure, unit=unit, until=FAR / 2) if goes_on else None
    between = text[sentence.values[before.at].number.end : value.number.start]
    if _ASIDE_OF.match(between) and not alike:
        return _Carried(measure=before.measure, unit=unit, until=0.0)
    if alike and _GOES_ON.match(between):
        return _Carried(measure=before.measure, unit=unit, until=ANOTHER_NUMBER)
    return _Carried(measure=before.measure, unit=unit, until=FAR) if alone else None


def _both_plain(units: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two numbers stand without a unit, as in 'a rate of 331, above the average of 333'."""
    return "count" in units and "count" in others


def _of_another(sentence: _Sentence, at: int) -> bool:
    """Whether a number says itself of what it is a share: '65% of posts'."""
    after = sentence.passage.text[sentence.values[at].number.end :]
    return _NOT_OF_ITS_OWN.match(after) is not None


def _unit(value: _Value, measure: Measure) -> str | None:
    """The unit in which a figure can be of a measure; None where it cannot."""
    fits = [unit for unit in value.units if unit in measure.units]
    if "cases per FTE" in fits and not LEAST_CASELOAD <= value.number.value <= MOST_CASELOAD:
        fits.remove("cases per FTE")
    return fits[0] if fits else None


def _cost(sentence: _Sentence, at: int, mention: Mention) -> float:
    """How far the words for a measure stand from a number; 0 in the label of its row."""
    if mention.first == LABEL:
        return -mention.size / 100
    number = sentence.values[at].number
    start, end = sentence.tokens[mention.first].start, sentence.tokens[mention.last].end
    if end <= number.start:
        left, right = end, number.start
    elif start >= number.end:
        left, right = number.end, start
    else:
        return 0.0
    between = sentence.passage.text[left:right]
    asides = [(left + aside.start(), left + aside.end()) for aside in _ASIDE.finditer(between)]
    others = sum(
        left <= other.number.start < right
        and not any(begin <= other.number.start < close for begin, close in asides)
        for i, other in enumerate(sentence.values)
        if i != at
    )
    between = _ASIDE.sub(" ", between)
    counted = sentence.values[at].counted and not (
        start >= number.end and len(between.split()) <= COUNTED_ELSEWHERE
    )
    return (
        len(between.split())
        + PARTED * len(_PARTS.findall(between))
        + STOPPED * len(_STOPS.findall(between))
        + JOINED * len(_JOINS.findall(between))
        + ANOTHER_NUMBER * others
        + COUNTED_ELSEWHERE * counted
        - mention.size / 4
    )


def _longest(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if not any(m.within(other) for other in mentions)]


def _quoted(
    line: Line,
    sentence: _Sentence,
    at: int,
    measure: Measure | None,
    unit: str,
    reader: Reader,
    quote_id: str,
) -> Quoted:
    value = sentence.values[at]
    place = _place(sentence, at, reader)
    period, stated = _period(sentence, at, line, reader)
    text = sentence.passage.text
    first, last = (
        _days(period, measure, unit) if period else (None, _about_now(text, place, reader))
    )
    return Quoted(
        quote_id=quote_id,
        line=line.number,
        page=line.page,
        section=line.section,
        quote=quote(line.text, sentence.passage, value.number),
        measure=measure.name if measure else "",
        area=place.name,
        area_code=place.code,
        period=period.text.strip() if period else "",
        period_start=first,
        period_end=last,
        value=value.sign * value.number.value,
        unit=unit,
        decimals=value.number.decimals,
        high=value.number.high,
        about=value.number.about,
        stated=stated,
    )


def _place(sentence: _Sentence, at: int, reader: Reader) -> Place:
    text = sentence.passage.text
    place = places.of_number(text, sentence.named, sentence.spans(), at, reader.places.own)
    if place != reader.places.own or not sentence.passage.table:
        return place
    for label in (sentence.passage.label, sentence.passage.header):
        listed = reader.places.named(label, reader.words.tokens(label))
        if listed:
            return listed[0].place
    return place


def _period(sentence: _Sentence, at: int, line: Line, reader: Reader) -> tuple[Period | None, bool]:
    """The period of a figure, and whether its sentence or its table says so."""
    text = sentence.passage.text
    dated = sentence.dated
    if sentence.values[at].units == (CHANGE,):
        dated = _without_base(text, dated)
    said = when.of_number(text, dated, sentence.spans(), at)
    if said is not None:
        return said, True
    for label in (sentence.passage.header, sentence.passage.label):
        if listed := periods(label, reader.day):
            return listed[-1], True
    return None, False


def _without_base(text: str, dated: Sequence[Period]) -> tuple[Period, ...]:
    """The periods of a sentence but those that a change is measured from: 'up 18% on 2022'."""
    return tuple(p for p in dated if not _BASE.search(text[: p.start_at]))


def _days(period: Period, measure: Measure | None, unit: str) -> tuple[date | None, date | None]:
    """First and last day of a period; a count at a date has no first."""
    counted_at = measure is not None and not measure.flow and unit != CHANGE
    return (None if counted_at else period.first), period.last


def _about_now(text: str, place: Place, reader: Reader) -> date | None:
    """The day of the paper, where a sentence without a period speaks of its own council's present.

    What a paper says of England or another place is as old as what was published, so it has no day.
    """
    return reader.day if place == reader.places.own and _NOW.search(text) else None


def quote(line: str, passage: _Passage, number: Number) -> str:
    """At most 15 words of a line around a number, as they stand there."""
    if len(line) <= LONGEST_SENTENCE and len(line.split()) <= MOST_WORDS:
        return " ".join(line.split())
    sentence = " ".join(passage.text.split())
    begin = len(passage.text[: number.start].split())
    every = sentence.split()
    start = max(0, min(begin - MOST_WORDS // 2, len(every) - MOST_WORDS))
    return " ".join(every[start : start + MOST_WORDS])
