"""Which hidden counts a reader could work out from sums whose result is known.

A hidden count is safe when it could have another value: when there is an *exchange*, one more here
and one less there, that changes it and leaves every known sum as it is. The sums are solved as
linear equations first (Gauss and Jordan), so that what follows from several of them together is
seen too. The word for hiding more until all is safe is complementary suppression: Hundepool and
others (2012), Statistical Disclosure Control, chapter 4.
"""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

Term = TypeVar("Term", bound=tuple[Any, ...])
Equation = Mapping[Term, int]  # how often each count is added; the result is known
Row = dict[Term, Fraction]


def unsafe(
    told: Sequence[Equation[Term]], secret: Mapping[Term, int], shown: Collection[Term]
) -> set[Term]:
    """The counts of `secret` that a reader could work out from the sums and what is shown.

    A term of a sum that is neither secret nor shown is one that nobody was told: it may be any
    number. A reader knows that no count is under 0 and that a 0 is shown if it can be. Errs on the
    side of caution: a count that no exchange of one or two free counts protects is called unsafe,
    although a longer one might protect it.
    """
    rows = solved([{t: n for t, n in sum_.items() if t not in shown} for sum_ in told], secret)
    left = set(secret)
    for exchange in _exchanges(rows, sorted(secret.keys() - rows.keys())):
        if not left:
            break
        if not left.isdisjoint(exchange) and _could_be(exchange, secret):
            left -= exchange.keys()
    return left


def solved(sums: Sequence[Equation[Term]], secret: Collection[Term]) -> dict[Term, Row[Term]]:
    """The sums among secret counts alone, each solved for one of them that no other sum has.

    Sums with a term that nobody was told are solved for that term, and tell nothing of the rest.
    """
    rows: dict[Term, Row[Term]] = {}
    for sum_ in sums:
        row = {term: Fraction(times) for term, times in sum_.items()}
        for term in row.keys() & rows.keys():
            _take(row, rows[term], row[term])
        if not row:
            continue
        pivot = min(row, key=lambda term: (term in secret, term))
        row = {term: times / row[pivot] for term, times in row.items()}
        for other in rows.values():
            if pivot in other:
                _take(other, row, other[pivot])
        rows[pivot] = row
    return {term: row for term, row in rows.items() if term in secret}


def _take(row: Row[Term], other: Row[Term], times: Fraction) -> None:
    """Take `other` so many times from `row`, in place."""
    for term, number in other.items():
        left = row.get(term, Fraction(0)) - times * number
        if left:
            row[term] = left
        else:
            row.pop(term, None)


def _exchanges(rows: Mapping[Term, Row[Term]], free: Sequence[Term]) -> Iterator[Row[Term]]:
    """Changes that leave every sum as it is: of one free count, then of two."""
    one = [
        {term: Fraction(sign)}
        | {pivot: -sign * row[term] for pivot, row in rows.items() if term in row}
        for term in free
        for sign in (1, -1)
    ]
    yield from one
    for a, b in itertools.combinations(one, 2):
        if not a.keys().isdisjoint(b):
            both = dict(a)
            _take(both, b, Fraction(-1))
            yield both


def _could_be(exchange: Row[Term], secret: Mapping[Term, int]) -> bool:
    """True when whole numbers remain, none under 0, and no hidden count becomes a 0."""
    return all(
        change.denominator == 1 and secret[term] + change >= min(1, secret[term])
        for term, change in exchange.items()
    )
