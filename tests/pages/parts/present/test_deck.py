"""The slides of an agenda: what each shows, of which day, and what a view says that is gone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import queries
from pages.parts.agenda import frozen, shipped
from pages.parts.agenda.records import Agenda, Item
from pages.parts.exhibit.slide_markup import articles
from pages.parts.exhibit.slides import Deck
from pages.parts.present import deck as decks
from pages.parts.present.deck import deck

PLANS = Item(
    page="ehc_plans", council="trafford", measure="ehcp_caseload", note="Look.", question="Why?"
)
ADDRESS = "https://sight.example.gov.uk"


@pytest.fixture
def agenda(app_data: Path) -> Agenda:
    return Agenda(title="Autumn", council="trafford", asof=frozen.day(), items=(PLANS,))


def findings(slides: Deck) -> list[str]:
    return [slide.exhibit.finding for slide in slides.slides]


def test_a_slide_has_the_finding_its_chart_and_what_is_said(agenda: Agenda) -> None:
    made = deck(agenda, ADDRESS)
    (slide,) = made.slides
    assert slide.exhibit.finding.startswith("EHC plans in force: 3,143 in Trafford")
    assert slide.chart is not None and slide.chart.key == "ehcp_caseload"
    assert (slide.note, slide.question) == ("Look.", "Why?")
    assert slide.address == f"{ADDRESS}/ehc_plans?council=trafford&asof={agenda.asof}"
    assert (made.place, made.title) == ("Trafford", "Autumn")
    assert made.frozen == f"Figures of {agenda.asof.day} {agenda.asof:%B %Y}."
    assert deck(agenda, "").slides[0].address == ""


def test_the_public_address_is_the_one_that_is_set(
    agenda: Agenda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_ADDRESS", ADDRESS)
    assert deck(agenda).slides[0].address.startswith(f"{ADDRESS}/ehc_plans?")
    monkeypatch.setenv("LINE_OF_SIGHT_ADDRESS", "http://sight.example.gov.uk")
    assert deck(agenda).slides[0].address == ""


def test_every_chart_of_a_finding_is_a_slide_unless_one_is_named(agenda: Agenda) -> None:
    steps = Item(page="year_groups", council="trafford", selection={"show": "steps"})
    both = deck(replace(agenda, items=(replace(steps, measure="year-groups-steps"),)))
    one = deck(replace(agenda, items=(replace(steps, measure="step"),)))
    assert [slide.chart.key for slide in both.slides if slide.chart] == ["step", "steps"]
    assert [slide.chart.key for slide in one.slides if slide.chart] == ["step"]


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (replace(PLANS, page="nothing"), "The page “nothing” has nothing that can be a slide."),
        (replace(PLANS, measure="nothing"), decks.NO_EXHIBIT),
        (replace(PLANS, council="atlantis"), "No council of that name is known here: atlantis."),
        (Item(page="wards", council="camden"), "Figures by ward: DfE publishes"),
    ],
    ids=["page", "finding", "council", "no figures"],
)
def test_a_view_that_is_gone_is_a_slide_that_says_so(item: Item, why: str, agenda: Agenda) -> None:
    made = deck(replace(agenda, items=(item, PLANS)))
    gone, next_one = made.slides
    assert (gone.exhibit.finding, gone.chart) == (decks.GONE, None)
    assert gone.exhibit.warning.startswith(why) and gone.exhibit.figures.frame().empty
    assert next_one.chart is not None


def test_a_council_is_found_by_its_code_and_by_a_former_name(agenda: Agenda) -> None:
    by_code = deck(replace(agenda, items=(replace(PLANS, council="358"),)))
    assert findings(by_code) == findings(deck(agenda))
    assert decks.place_of("358") == "Trafford" and decks.place_of("atlantis") == "atlantis"


def test_figures_stay_those_of_the_agenda_when_the_database_is_a_later_one(
    agenda: Agenda, later: Path
) -> None:
    before = deck(agenda)
    with queries.one_database(later):
        after = deck(agenda)
        newer = deck(replace(agenda, asof=frozen.day()))
    assert findings(after) == findings(before)
    assert "3,999 in Trafford" in findings(newer)[0]
    assert after.frozen.startswith(f"Figures as known on {agenda.asof.day} {agenda.asof:%B %Y}:")
    assert after.slides[0].address == before.slides[0].address


def test_what_a_file_asks_later_is_of_the_same_day(agenda: Agenda, later: Path) -> None:
    with queries.one_database(later):
        slide = deck(agenda).slides[0]
    values = slide.exhibit.figures.frame()["value"]
    assert 3143 in set(values) and 3999 not in set(values)


def test_where_no_such_database_can_be_made_the_slide_says_of_which_day_it_is(
    agenda: Agenda, later: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(database: Path, day: date) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(frozen.made, "as_known", full)
    with queries.one_database(later):
        made = deck(replace(agenda, title="Another"))
    assert made.frozen.startswith("Figures of ") and "no room" in made.frozen


def test_a_database_as_known_earlier_is_not_made_a_later_one(agenda: Agenda) -> None:
    day = date(2023, 7, 25)
    with queries.one_database(frozen.made.as_known(queries.database_path(), day)):
        assert frozen.day() == day
        made = deck(agenda)
        assert articles(made).count("Figures as known on 25 July 2023") == 1
    assert made.frozen.startswith("Figures as known on 25 July 2023")


@pytest.mark.parametrize("name", list(shipped.files()))
def test_every_agenda_that_ships_finds_the_finding_of_each_item(name: str, app_data: Path) -> None:
    agenda = shipped.shipped()[name]
    made = deck(agenda, ADDRESS)
    assert decks.GONE not in findings(made)
    assert len(made.slides) == len(agenda.items) == 8
    assert all(slide.chart and slide.question and slide.note for slide in made.slides)
    assert all(len(slide.address) < 300 for slide in made.slides)
    assert not any("%" in slide.note + slide.question for slide in made.slides)
    assert agenda.asof == frozen.day() <= datetime.now(UTC).date()
