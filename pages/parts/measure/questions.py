"""The question that a member might ask about a figure: the reviewed list of data/questions.csv."""

import csv
from collections.abc import Iterable
from functools import lru_cache

from queries import PROJECT

QUESTIONS_FILE = PROJECT / "data" / "questions.csv"
ANY = "any"
WORSE, QUARTER, ROSE, FELL = "worse", "quarter", "rose", "fell"
CONDITIONS = (WORSE, QUARTER, ROSE, FELL, ANY)  # the first that holds is asked


@lru_cache
def questions() -> dict[tuple[str, str], str]:
    """Every question by indicator and condition."""
    with QUESTIONS_FILE.open(encoding="utf-8", newline="") as file:
        return {(row["indicator_id"], row["when"]): row["question"] for row in csv.DictReader(file)}


def question(indicator_id: str, holding: Iterable[str]) -> str:
    """What to ask where some conditions hold; empty where nothing is listed."""
    true = {*holding, ANY}
    listed = (questions().get((indicator_id, when), "") for when in CONDITIONS if when in true)
    return next((text for text in listed if text), "")
