"""Which place a number in a paper is of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import queries
from pages.parts.figures.councils import ENGLAND, Council, areas
from pages.parts.language.words import display_name
from pages.parts.paper_check.vocabulary import Token, words

NEIGHBOURS = "statistical neighbours"
MOST_AFTER = 6  # words between a number and the place that follows it
# Words that every paper uses of its own council, of England, and of those it is compared with.
_OWN = "our; we; us; the council; the borough; local; locally; the local authority"
_NATIONAL = "England; national; nationally; English; countrywide; nationwide"
_LIKE = (
    "statistical neighbours; statistical neighbour; stat neighbours; stat neighbour; SN; SNs;"
    " statistical neighbour average; comparator authorities; similar authorities"
)
_OTHER_GROUPS = (
    "metropolitan boroughs",
    "unitary authorities",
    "London boroughs",
    "shire counties",
    "county councils",
    "Inner London",
    "Outer London",
)
_BESIDE = re.compile(
    r"\b(?:than|above|below|aligned|in line|similar|against|compared|with|from|like|both)\W*"
    r"(?:\w+\W+){0,3}$",
    re.I,
)
_NAMES_ITS_FIGURE = re.compile(
    r"^(?:\W*(?:average|rate|figure|level|mean|at|is|of|was|being|stands|stood|had|has|which|where"
    r"|are|were|a|an|the|by|to|from|between|around|about|only|just|value|picture)\b)*\W*$",
    re.I,
)
_PARTS = re.compile(r"[,;()]|\s[–-]\s")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place as a verdict needs it: no code where it is no area of the database."""

    name: str
    code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Named:
    """Where a text names a place, in characters."""

    place: Place
    start: int
    end: int


class Places:
    """The names by which a paper of one council can speak of places."""

    def __init__(self, own: Place, names: Iterable[tuple[str, Place]]) -> None:
        self.own = own
        self._starts: dict[str, list[tuple[tuple[str, ...], Place, bool]]] = {}
        for name, place in names:
            form = tuple(token.word for token in words(name))
            if form:
                self._starts.setdefault(form[0], []).append((form, place, name[0].isupper()))

    def named(self, text: str, tokens: Sequence[Token]) -> tuple[Named, ...]:
        """The places that a text names, the longer of two names that begin together."""
        found: list[Named] = []
        for at, token in enumerate(tokens):
            if found and token.start < found[-1].end:
                continue
            fits = [
                (len(form), place)
                for form, place, capital in self._starts.get(token.word, ())
                if tuple(t.word for t in tokens[at : at + len(form)]) == form
                and (not capital or text[token.start].isupper())
            ]
            if fits:
                size, place = max(fits, key=lambda fit: fit[0])
                end = tokens[at + size - 1].end
                found.append(Named(place=place, start=token.start, end=end))
        return tuple(found)


@queries.kept(most=4)
def of_council(council: Council) -> Places:
    """The names of places in the papers of a council: its own, its wards', every area's."""
    own = Place(name=display_name(council.name), code=council.area_code)
    national = Place(name="England", code=ENGLAND)
    listed = [(name, national) for name in _listed(_NATIONAL)]
    listed += [
        (name, Place(name=NEIGHBOURS))
        for like in _listed(_LIKE)
        for name in (like, f"our {like}", f"the {like}")
    ]
    listed += [(name, Place(name=name)) for name in _OTHER_GROUPS]
    listed += _of_database()
    listed += [(f"{ward.name} ward", Place(name=f"{ward.name} ward")) for ward in _wards(council)]
    # A ward of one word may be a word of any sentence ('Village', 'Priory').
    listed += [
        (ward.name, Place(name=f"{ward.name} ward"))
        for ward in _wards(council)
        if len(tuple(words(ward.name))) > 1
    ]
    if council.region_name and council.region_code:
        region = Place(name=council.region_name, code=council.region_code)
        listed += [(name, region) for name in ("the region", "regional", "regionally")]
    listed += [(name, own) for name in (*_listed(_OWN), own.name)]
    return Places(own, listed)


def of_number(
    text: str, named: Sequence[Named], spans: Sequence[tuple[int, int]], at: int, own: Place
) -> Place:
    """The place that the number at one of the spans of a sentence is of; without a sign, the own.

    `spans` are the figures of the sentence, `named` its places, both in the order of the text.
    """
    for number in range(at, -1, -1):
        if number != at and not _goes_on(text[spans[number][1] : spans[number + 1][0]]):
            break
        after = _after(text, named, spans, number)
        if after is not None:
            return after
        before = _before(text, named, spans, number)
        if before is not None:
            return before
    return own


def _after(
    text: str, named: Sequence[Named], spans: Sequence[tuple[int, int]], at: int
) -> Place | None:
    """The place named just after a number: '50.7% nationally', '34% in England'."""
    end = spans[at][1]
    until = spans[at + 1][0] if at + 1 < len(spans) else len(text)
    place = next((p for p in named if end <= p.start and p.end <= until), None)
    if place is None:
        return None
    between = text[end : place.start]
    if _PARTS.search(between) or _BESIDE.search(between) or len(between.split()) > MOST_AFTER:
        return None
    rest = text[place.end : until]
    if until < len(text) and len(rest) <= len(between) and not _PARTS.search(rest):
        return None  # it belongs to the number that follows it: '39%, England 17%'
    return place.place


def _before(
    text: str, named: Sequence[Named], spans: Sequence[tuple[int, int]], at: int
) -> Place | None:
    """The last place named before a number, where nothing says that it is only set beside it."""
    since = spans[at - 1][1] if at else 0
    for place in reversed([p for p in named if since <= p.start and p.end <= spans[at][0]]):
        between = text[place.end : spans[at][0]]
        beside = _BESIDE.search(text[since : place.start]) is not None
        if not beside or _NAMES_ITS_FIGURE.match(between):
            return place.place
    return None


def _goes_on(between: str) -> bool:
    """Whether two numbers are one saying: 'from 2.5% to 5.3%', 'a 9% growth and a 23% growth'."""
    return _PARTS.search(between) is None and len(between.split()) <= MOST_AFTER


def _of_database() -> list[tuple[str, Place]]:
    return [
        (display_name(area.name), Place(name=display_name(area.name), code=area.area_code))
        for area in areas().values()
        if area.level in ("region", "subregion", "la") and area.valid_to is None
    ]


@dataclass(frozen=True, kw_only=True)
class _Ward:
    la_code: str
    name: str
    former: bool


def _wards(council: Council) -> list[_Ward]:
    return [w for w in queries.rows("ward_names", _Ward) if w.la_code == council.la_code]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";"))
