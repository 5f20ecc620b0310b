"""The reviewed list of questions: of known measures and conditions, short, open, neutral."""

import csv
import re

import pytest

from pages.parts.figures.database import indicators
from pages.parts.measure.questions import (
    ANY,
    CONDITIONS,
    EVERY,
    QUESTIONS_FILE,
    question,
    questions,
)

LONGEST = 90
USUAL = 60
CLOSED = re.compile(r"^(is|are|does|do|did|has|have|can|will|should)\b", re.IGNORECASE)
EITHER_OR = re.compile(r", or (are|is|do|does|did) ")


def rows() -> list[dict[str, str]]:
    with QUESTIONS_FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_question_is_of_a_known_measure_and_condition(app_data: object) -> None:
    assert {row["indicator_id"] for row in rows()} <= {*indicators(), EVERY}
    assert {row["when"] for row in rows()} <= set(CONDITIONS)


def test_no_condition_of_a_measure_stands_twice() -> None:
    assert len(questions()) == len(rows())


def test_every_core_indicator_has_a_question_whatever_the_figure(app_data: object) -> None:
    core = [row.indicator_id for row in indicators().values() if row.core]
    assert core and not [name for name in core if not question(name, ())]


def test_a_condition_fits_what_its_measure_can_be(app_data: object) -> None:
    """Better and worse need a direction, an interval or a quarter its own kind of measure."""
    for row in rows():
        if row["indicator_id"] == EVERY:
            assert row["when"] in ("paper", "neighbours", "withheld", "old"), row
            continue
        measure = indicators()[row["indicator_id"]]
        if row["when"] == "worse":
            assert measure.has_direction and measure.interval_method, row
        if row["when"] == "quarter":
            assert measure.has_direction and not measure.interval_method, row
        if row["when"] in ("rose", "fell"):
            assert measure.interval_method, row


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['indicator_id']}-{row['when']}")
def test_a_question_is_short_and_open_and_names_no_figure(row: dict[str, str]) -> None:
    text = row["question"]
    assert text.endswith("?") and text.count("?") == 1
    assert len(text) <= LONGEST
    assert not CLOSED.match(text) or EITHER_OR.search(text)
    assert "%" not in text
    assert text == " ".join(text.split())


def test_most_questions_fit_in_sixty_characters() -> None:
    long = [row["question"] for row in rows() if len(row["question"]) > USUAL]
    assert len(long) < len(rows()) / 20


def test_the_first_condition_that_holds_is_asked() -> None:
    worse = questions()["ehcp_20wk_ex_pc", "worse"]
    fell = questions()["ehcp_20wk_ex_pc", "fell"]
    usual = questions()["ehcp_20wk_ex_pc", ANY]
    assert question("ehcp_20wk_ex_pc", ("fell", "worse")) == worse
    assert question("ehcp_20wk_ex_pc", ("fell",)) == fell
    assert question("ehcp_20wk_ex_pc", ("rose", "")) == usual
    assert question("unheard of", ("worse",)) == ""


def test_a_question_of_every_measure_is_asked_where_a_measure_has_none_of_its_own() -> None:
    assert question("cp_rate", ("withheld",)) == questions()[EVERY, "withheld"]
    worse = questions()["ehcp_20wk_ex_pc", "worse"]
    assert question("ehcp_20wk_ex_pc", ("neighbours", "worse")) == worse
    assert question("ehcp_new", ("neighbours", "worse")) == questions()[EVERY, "neighbours"]
