"""A finding in at most four words says no more than the finding and the rank have judged."""

from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from analysis.differences import Movement
from analysis.ranks import Band, Polarity
from pages.parts.measure.sentences import Finding, Judged, tone_of
from pages.parts.measure.verdicts import MOST_WORDS, NO_FIGURE, verdict_words

BANDS = (*get_args(Band), None)
EVERY = [
    (verdict, movement, band, polarity)
    for verdict, movement, band, polarity in product(
        ["higher", "lower", "similar", "not compared"],
        get_args(Movement),
        BANDS,
        get_args(Polarity),
    )
]


def finding(verdict: Judged, movement: Movement, polarity: Polarity) -> Finding:
    return Finding(
        text="",
        change="",
        comparison="",
        verdict=verdict,
        tone=tone_of(verdict, polarity),
        movement=movement,
        numbers=(),
    )


def words(
    verdict: Judged,
    movement: Movement = "not compared",
    band: Band | None = None,
    polarity: Polarity = "low",
) -> str:
    return verdict_words(finding(verdict, movement, polarity), band, polarity)


def test_close_to_england_is_more_than_not_told_apart() -> None:
    apart = finding("similar", "rose", "low")
    assert verdict_words(apart, None, "low") == "rose, may match England"
    assert verdict_words(replace(apart, alike=True), None, "low") == "rose, close to England"


@pytest.mark.parametrize(("verdict", "movement", "band", "polarity"), EVERY)
def test_never_more_than_four_words_nor_a_word_that_nothing_judged(
    verdict: Judged, movement: Movement, band: Band | None, polarity: Polarity
) -> None:
    said = words(verdict, movement, band, polarity)
    tone = tone_of(verdict, polarity)
    assert 1 <= len(said.split()) <= MOST_WORDS
    assert ("better" in said) == (tone == "better")
    assert ("worse" in said) == (tone == "worse")
    assert ("above" in said) == (tone == "none" and verdict == "higher")
    assert ("below" in said) == (tone == "none" and verdict == "lower")
    assert ("rose" in said) == (movement == "rose")
    assert ("fell" in said) == (movement == "fell")
    assert ("England" in said) == (verdict != "not compared")
    if "quarter" in said or "half" in said:
        assert band is not None and polarity != "none"


@pytest.mark.parametrize(
    ("said", "verdict", "movement", "band", "polarity"),
    [
        ("worse than England", "higher", "not compared", "D", "low"),
        ("fell, better than England", "higher", "fell", "B", "high"),
        ("fell, below England", "lower", "fell", None, "none"),
        ("may match England", "similar", "no clear change", "A", "low"),
        ("in the highest quarter", "not compared", "not compared", "D", "low"),
        ("in the lowest quarter", "not compared", "not compared", "D", "high"),
        ("in the lowest quarter", "not compared", "not compared", "A", "low"),
        ("in the middle half", "not compared", "not compared", "C", "high"),
        ("rose, in highest quarter", "not compared", "rose", "A", "high"),
        ("no clear change", "not compared", "no clear change", None, "none"),
        ("not compared", "not compared", "not compared", "D", "none"),
    ],
)
def test_what_is_said(
    said: str, verdict: Judged, movement: Movement, band: Band | None, polarity: Polarity
) -> None:
    assert words(verdict, movement, band, polarity) == said


def test_without_a_figure_nothing_is_judged() -> None:
    assert verdict_words(None, "D", "low") == NO_FIGURE
