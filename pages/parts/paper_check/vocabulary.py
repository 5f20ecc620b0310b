"""The measures that papers quote, and where the words for them stand in a text."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

import queries

VOCABULARY_FILE = queries.PROJECT / "data" / "vocabulary.csv"
GAP = "…"  # in a phrase: up to so many words may stand here
MOST_IN_GAP = 6
# A not-phrase this near, in words, says that a phrase means something else.
NEAR = 4
# Shorter words have too many neighbours, and two slips make another word.
SHORTEST_MISSPELT = 7
SLIPS = 1

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|%|[.?!;](?=\s|$)|\|", re.UNICODE)
_STOPS = frozenset(".?!;|")
_SAME = {
    "children": "child",
    "children's": "child",
    "child's": "child",
    "percentage": "percent",
    "%": "percent",
    "yr": "year",
    "yrs": "year",
    "mth": "month",
    "mths": "month",
    "no": "number",
    "nos": "number",
    "ehcneeds": "ehcna",
    "&": "and",
}
_SPELLED = {
    word: str(value)
    for value, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
} | {"eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20"}


@dataclass(frozen=True, kw_only=True)
class Token:
    """A word of a text in the form in which words are compared; a stop is its own token."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Words that stand for a measure: pieces, between which up to six other words may stand.

    `papers` are those that gave the phrase; empty where the field speaks so.
    """

    text: str
    pieces: tuple[tuple[str, ...], ...]
    papers: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces))


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One row of data/vocabulary.csv: a measure, its words, and what is published of it.

    `units` are those in which it is quoted, the usual one first. `indicators` are ids of the
    database, the first choice first; without any, `answer` says what would answer it.
    """

    name: str
    says: str
    phrases: tuple[Phrase, ...]
    not_phrases: tuple[Phrase, ...]
    units: tuple[str, ...]
    timing: str
    indicators: tuple[str, ...]
    breakdown_topic: str | None
    breakdown: str | None
    other_bases: tuple[str, ...]
    unlike: str
    unlike_indicator: str
    answer: str
    source: str

    @property
    def flow(self) -> bool:
        """Whether it happens over a time, and does not stand at a date."""
        return self.timing == "flow"


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Where words for a measure stand: tokens `first` to `last`, both included.

    `pieces` are those of the phrase, first and last token of each.
    """

    measure: Measure
    pieces: tuple[tuple[int, int], ...]
    size: int

    @property
    def first(self) -> int:
        return self.pieces[0][0]

    @property
    def last(self) -> int:
        return self.pieces[-1][1]

    def within(self, other: "Mention") -> bool:
        """Whether a longer phrase has all the words of this one."""
        return other.first <= self.first and self.last <= other.last and other.size > self.size


@lru_cache(maxsize=8)
def vocabulary(without_paper: str = "") -> "Vocabulary":
    """The vocabulary as it ships, or without the phrases that one paper alone gave."""
    with VOCABULARY_FILE.open(encoding="utf-8", newline="") as file:
        return Vocabulary(_measure(row, without_paper) for row in csv.DictReader(file))


class Vocabulary:
    """Measures, and a search for all their phrases at once."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.measures = tuple(measures)
        self.by_name = {measure.name: measure for measure in self.measures}
        self._starts: dict[str, list[tuple[Measure, Phrase]]] = {}
        self._words: set[str] = set()
        for measure in self.measures:
            for phrase in measure.phrases:
                self._starts.setdefault(phrase.pieces[0][0], []).append((measure, phrase))
            for phrase in (*measure.phrases, *measure.not_phrases):
                self._words.update(word for piece in phrase.pieces for word in piece)
        self._long = sorted(word for word in self._words if len(word) >= SHORTEST_MISSPELT)
        self._spelled: dict[str, str] = {}

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of a text, each in the spelling of the vocabulary where one slip parts them."""
        return tuple(
            Token(start=found.start, end=found.end, word=self._spelling(found.word))
            for found in words(text)
        )

    def mentions(self, tokens: Sequence[Token]) -> tuple[Mention, ...]:
        """Every place where a phrase of a measure stands, in the order of the text."""
        text = tuple(token.word for token in tokens)
        return tuple(
            Mention(measure=measure, pieces=pieces, size=phrase.size)
            for first, word in enumerate(text)
            for measure, phrase in self._starts.get(word, ())
            if (pieces := _match(text, first, phrase)) is not None
            and not _denied(text, first, pieces[-1][1], measure)
        )

    def _spelling(self, word: str) -> str:
        if len(word) < SHORTEST_MISSPELT or word in self._words or not word.isalpha():
            return word
        if word not in self._spelled:
            near = process.extractOne(word, self._long, scorer=OSA.distance, score_cutoff=SLIPS)
            # Nobody slips at the first letter, and another first letter is often another word.
            self._spelled[word] = near[0] if near and near[0][0] == word[0] else word
        return self._spelled[word]


def words(text: str) -> Iterator[Token]:
    """The words of a text in the form in which they are compared: singular, small, digits."""
    for found in _WORD.finditer(text):
        yield Token(start=found.start(), end=found.end(), word=_form(found.group()))


def _form(word: str) -> str:
    plain = word.lower().replace("’", "'")
    plain = _SAME.get(plain, plain)
    plain = _SPELLED.get(plain, plain)
    if plain.endswith("'s"):
        plain = plain[:-2]
    if len(plain) > 3 and plain.endswith("ies"):
        return plain[:-3] + "y"
    if len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is")):
        return plain[:-1]
    return plain


def _match(text: tuple[str, ...], first: int, phrase: Phrase) -> tuple[tuple[int, int], ...] | None:
    """The pieces of a phrase that begins at one word; None where it does not stand there."""
    begin: int | None = first if _stands(text, first, phrase.pieces[0]) else None
    found: list[tuple[int, int]] = []
    for piece in phrase.pieces:
        if found:
            begin = _after_gap(text, found[-1][1] + 1, piece)
        if begin is None:
            return None
        found.append((begin, begin + len(piece) - 1))
    return tuple(found)


def _after_gap(text: tuple[str, ...], start: int, piece: tuple[str, ...]) -> int | None:
    for begin in range(start, min(start + MOST_IN_GAP + 1, len(text))):
        if _stands(text, begin, piece):
            return begin
        if text[begin] in _STOPS:
            return None
    return None


def _stands(text: tuple[str, ...], first: int, piece: tuple[str, ...]) -> bool:
    return text[first : first + len(piece)] == piece


def _denied(text: tuple[str, ...], first: int, last: int, measure: Measure) -> bool:
    """Whether words stand close by that make the phrase mean something else."""
    if not measure.not_phrases:
        return False
    begin, end = max(0, first - NEAR), min(len(text), last + NEAR + 1)
    begin = max((at + 1 for at in range(begin, first) if text[at] in _STOPS), default=begin)
    end = next((at for at in range(last + 1, end) if text[at] in _STOPS), end)
    around = text[begin:end]
    return any(
        phrase.pieces[0][0] == word and _match(around, at, phrase) is not None
        for phrase in measure.not_phrases
        for at, word in enumerate(around)
    )


def _measure(row: dict[str, str], without_paper: str) -> Measure:
    taken = _taken(row["taken_from"])
    phrases = (_phrase(text, taken.get(text, frozenset())) for text in _list(row["phrases"], ";"))
    return Measure(
        name=row["measure"],
        says=row["says"],
        phrases=tuple(p for p in phrases if not p.papers or p.papers - {without_paper}),
        not_phrases=tuple(_phrase(text) for text in _list(row["not_phrases"], ";")),
        units=_list(row["unit"], ";"),
        timing=row["timing"],
        indicators=_list(row["indicators"], "+"),
        breakdown_topic=row["breakdown_topic"] or None,
        breakdown=row["breakdown"] or None,
        other_bases=_list(row["other_bases"], "+"),
        unlike=row["unlike"],
        unlike_indicator=row["unlike_indicator"],
        answer=row["answer"],
        source=row["source"],
    )


def _phrase(text: str, papers: frozenset[str] = frozenset()) -> Phrase:
    pieces = (tuple(token.word for token in words(piece)) for piece in text.split(GAP))
    return Phrase(text=text, pieces=tuple(piece for piece in pieces if piece), papers=papers)


def _taken(cell: str) -> dict[str, frozenset[str]]:
    """The papers that gave a phrase, from '2022-05: stayed put; PWP | 2020-01: CP re-plans'."""
    papers: dict[str, frozenset[str]] = {}
    for part in _list(cell, "|"):
        paper, _, texts = part.partition(":")
        for text in _list(texts, ";"):
            papers[text] = papers.get(text, frozenset()) | {paper.strip()}
    return papers


def _list(cell: str, parted_by: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(parted_by) if part.strip())
