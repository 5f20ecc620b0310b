"""The accessibility statement has the parts of the model statement and says what tests found."""

from datetime import date

from pages.parts.data_and_sources.accessibility import (
    NO_OPERATOR,
    Checked,
    Found,
    Operator,
    checked,
    statement,
)

NOTHING = Checked(
    on=date(2026, 11, 28),
    checker="axe-core 4",
    browser="Chromium 150",
    views=10,
    ways=("as they open", "in large type"),
    found=(),
)
NOBODY, ASHE = Operator(), Operator(name="Ashe Council", contact="scrutiny@ashe.example")


def said(tests: Checked = NOTHING, who: Operator = ASHE) -> dict[str, str]:
    return {heading: " ".join(texts) for heading, texts in statement(tests, who)}


def test_it_has_the_parts_of_the_model_statement() -> None:
    assert [heading for heading, _ in statement(NOTHING, ASHE)] == [
        "",
        "Feedback and contact",
        "Enforcement procedure",
        "Technical information",
        "Compliance status",
        "Non-accessible content",
        "Disproportionate burden",
        "What we’re doing to improve",
        "Preparation of this statement",
    ]


def test_whoever_runs_it_is_named_or_asked_for() -> None:
    assert "Ashe Council" in said()[""]
    assert "scrutiny@ashe.example" in said()["Feedback and contact"]
    assert NO_OPERATOR in said(who=NOBODY)["Feedback and contact"]


def test_it_is_dated_by_the_tests_and_says_what_they_tried() -> None:
    told = said()["Preparation of this statement"]
    assert "last tested on 28 November 2026" in told
    assert "axe-core 4 in Chromium 150, 10 views, as they open, in large type" in told


def test_what_was_found_is_told() -> None:
    one = Found(rule="region", words="Content is in no landmark", impact="moderate", views=3)
    tests = Checked(**{**vars(NOTHING), "found": (one,)})
    assert said(tests)["Non-accessible content"].startswith(
        "Content is in no landmark (rule region of the checker, moderate; in 3 views)"
    )
    assert "found nothing" in said()["Non-accessible content"]


def test_the_file_that_the_tests_wrote_can_be_read() -> None:
    assert checked().views > 0 and checked().ways
