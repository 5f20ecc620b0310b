"""The words of measures: the file itself, and where its phrases stand in a text."""

import csv

import pytest

import queries
from pages.parts.figures.database import Indicator
from pages.parts.paper_check.vocabulary import VOCABULARY_FILE, Vocabulary, vocabulary

UNITS = {
    "count",
    "percent",
    "percent change",
    "percentage points",
    "per 10,000",
    "FTE",
    "cases per FTE",
    "weeks",
    "days",
    "score",
    "rank",
    "rate",
    "pounds",
}


def named(text: str, words: Vocabulary | None = None) -> set[str]:
    words = words or vocabulary()
    return {mention.measure.name for mention in words.mentions(words.tokens(text))}


def test_every_row_says_what_it_needs() -> None:
    measures = vocabulary().measures
    assert len({m.name for m in measures}) == len(measures)
    for measure in measures:
        assert measure.says and measure.phrases and measure.source, measure.name
        assert set(measure.units) <= UNITS, measure.name
        assert measure.timing in ("snapshot", "flow"), measure.name
        assert (
            measure.indicators
            or measure.unlike
            or measure.answer
            or measure.name in ("adoption decisions",)
        ), f"{measure.name}: nothing is held, and nothing is said to answer"


def test_what_a_paper_gave_is_a_phrase_of_its_measure() -> None:
    with VOCABULARY_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            phrases = {text.strip() for text in row["phrases"].split(";")}
            for part in filter(None, row["taken_from"].split("|")):
                paper, _, given = part.partition(":")
                assert len(paper.strip()) == len("2022-05")
                assert {text.strip() for text in given.split(";")} <= phrases, row["measure"]


def test_leaving_a_paper_out_drops_what_it_alone_gave() -> None:
    assert "staying put" in named("26 have stayed put")
    assert "staying put" not in named("26 have stayed put", vocabulary("2022-05"))
    assert "staying put" in named("26 are staying put", vocabulary("2022-05"))


def test_every_core_indicator_has_words_that_officers_use(
    app_data: object,
) -> None:
    core = {row.indicator_id for row in queries.rows("indicators", Indicator) if row.core}
    held = {
        indicator
        for measure in vocabulary().measures
        for cell in (*measure.indicators, *measure.other_bases)
        for indicator in cell.replace(" - ", " / ").split(" / ")
    }
    # Growth is a change of the plans, told by its unit.
    assert core - held == {"ehcp_caseload_growth"}


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("EHCPs", "plans"),
        ("education, health and care plans", "plans"),
        ("CPPs", "child protection plans"),
        ("children subject of a child protection plan", "child protection plans"),
        ("CIN", "children in need"),
        ("re-referrals", "repeat referrals"),
        ("repeat plans", "repeat child protection plans"),
        ("a second or subsequent plan", "repeat child protection plans"),
        ("vacancy rate", "vacancies"),
        ("social workers’ caseloads", "caseload"),
        ("within twenty weeks", "plans within 20 weeks"),
        ("SEN Support", "pupils at SEN support"),
        ("section 47 enquiries", "section 47 enquiries"),
        ("s47s", "section 47 enquiries"),
        ("ICPCs", "initial conferences"),
        ("SEND Tribunal appeals", "tribunal appeals"),
        ("looked-after children", "children looked after"),
        (
            "care leavers who are not in suitable accommodation",
            "care leavers in suitable accommodation",
        ),
        ("initial health assessments", "health assessments"),
        ("missing episodes", "missing episodes"),
        ("Requests that were refused", "requests refused"),
    ],
)
def test_words_of_officers(text: str, measure: str) -> None:
    assert measure in named(text)


@pytest.mark.parametrize(
    "text",
    ["refferrals", "referals", "caseloads", "assesment within 45 days", "sickness abscence"],
)
def test_one_slip_of_the_pen_is_allowed_in_long_words(text: str) -> None:
    assert named(text) & {"referrals", "caseload", "assessments within 45 days", "sickness absence"}


@pytest.mark.parametrize(
    "text",
    [
        "deferrals",  # another first letter is another word
        "multi-agency audits of single agencies",
        "Please contact the council",
        "the plan of the building",
    ],
)
def test_other_words_are_not_taken_for_measures(text: str) -> None:
    assert not named(text) & {"referrals", "agency workers", "contacts", "plans"}


def test_a_phrase_with_a_gap_stays_within_its_sentence() -> None:
    assert "section 47 conversion" in named("section 47 enquiries that led to a conference")
    assert "section 47 conversion" not in named("section 47 enquiries fell. A conference was held")
