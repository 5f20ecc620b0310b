"""The question that a member might ask about a figure: the reviewed list of data/questions.csv."""

import csv
from collections.abc import Iterable
from functools import lru_cache

from queries import PROJECT

QUESTIONS_FILE = PROJECT / "data" / "questions.csv"
ANY = "any"
EVERY = "every"  # of no measure alone: asked where the measure has no question of its own
WORSE, QUARTER, ROSE, FELL = "worse", "quarter", "rose", "fell"
PAPER, NEIGHBOURS, WITHHELD, OLD = "paper", "neighbours", "withheld", "old"
# The first that holds is asked.
CONDITIONS = (WORSE, QUARTER, ROSE, FELL, PAPER, NEIGHBOURS, WITHHELD, OLD, ANY)


@lru_cache
def questions() -> dict[tuple[str, str], str]:
    """Every question by indicator and condition."""
    with QUESTIONS_FILE.open(encoding="utf-8", newline="") as file:
        return {(row["indicator_id"], row["when"]): row["question"] for row in csv.DictReader(file)}


def question(indicator_id: str, holding: Iterable[str]) -> str:
    """What to ask where some conditions hold; empty where nothing is listed.

    A question of the measure itself comes before one of every measure.
    """
    true = {*holding, ANY}
    listed = (
        questions().get((of, when), "")
        for when in CONDITIONS
        if when in true
        for of in (indicator_id, EVERY)
    )
    return next((text for text in listed if text), "")
