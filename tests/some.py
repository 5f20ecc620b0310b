"""Which of many cases are tried: some, drawn by a seed, or with LINE_OF_SIGHT_EVERY all of them."""

import os
from collections.abc import Iterable, Sequence
from itertools import product
from random import Random
from typing import TypeVar

EVERY = bool(os.environ.get("LINE_OF_SIGHT_EVERY"))
SEED = int(os.environ.get("LINE_OF_SIGHT_SEED", "2026"))

First = TypeVar("First")
Second = TypeVar("Second")


def some(cases: Iterable[First], few: int, name: str = "") -> list[First]:
    """So many of the cases, in their order; others for another name."""
    every = list(cases)
    if EVERY or few >= len(every):
        return every
    drawn = Random(f"{SEED} {name}").sample(range(len(every)), few)
    return [every[number] for number in sorted(drawn)]


def paired(
    each: Sequence[First], others: Sequence[Second], few: int = 1
) -> list[tuple[First, Second]]:
    """Each of the first with a few of the others, all of which have their turn."""
    if EVERY or few >= len(others):
        return list(product(each, others))
    start = Random(SEED).randrange(len(others))
    turns = range(start, start + len(each) * few)
    return [(each[(turn - start) // few], others[turn % len(others)]) for turn in turns]
