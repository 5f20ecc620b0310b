"""What is not among the figures is said in one sentence: who publishes it, and what is nearest."""

import re

import pytest

from pages.parts.exhibit.absent import NOT_HERE, NotPublished, by_dfe
from pages.parts.months.words import NO_MONTHS
from pages.parts.who.words import missing
from pages.parts.year_groups.words import no_plans_by_age, no_pupils_by_year
from queries import PROJECT

# The one page whose readers load files; the wards' own page is held by its own tests.
FOR_ANALYSTS = "pages/parts/data_and_sources/"


def test_the_sentence_says_who_and_when_and_why_not() -> None:
    card = NotPublished(
        what="Pupils by shoe size", who="DfE counts them", when="every June", nearest="hats"
    )
    assert card.sentence == f"DfE counts them, every June; {NOT_HERE}."


def test_a_month_that_is_not_known_is_left_out() -> None:
    assert NotPublished(what="W", who="Nobody counts", when="", nearest="n").sentence == (
        f"Nobody counts; {NOT_HERE}."
    )


def test_when_comes_from_the_release_calendar(app_data: object) -> None:
    assert by_dfe("Children in need")[1] == "every October"
    assert by_dfe("A publication that comes when it likes")[1] == ""


@pytest.mark.parametrize("make", [no_plans_by_age, no_pupils_by_year])
def test_a_card_is_one_sentence_with_a_page_to_go_to(make: type, app_data: object) -> None:
    card = make(None)
    assert card.sentence.count(". ") == 0 and card.sentence.endswith(".")
    assert (PROJECT / card.page).is_file()


def test_no_card_names_a_command(app_data: object) -> None:
    for card in (NO_MONTHS, missing(["Sex", "Ethnicity"])):
        assert "python" not in card.sentence
        assert card.nearest


def test_only_pages_for_analysts_name_commands() -> None:
    using = {
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / "pages").rglob("*.py")
        if re.search(r"language(\.| import )commands", path.read_text(encoding="utf-8"))
    }
    assert {path for path in using if not path.startswith(FOR_ANALYSTS)} <= {
        "pages/parts/wards/exhibits.py"
    }
