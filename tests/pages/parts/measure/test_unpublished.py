"""What papers quote and nobody publishes stands in a section that there is."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from etl.publications import catalogue
from pages.parts.asking.sections import PAGES, page_of
from pages.parts.measure.unpublished import AWAITED, CARDS


def test_every_card_stands_in_a_section_that_there_is() -> None:
    assert all(section in PAGES[page] for page, section in CARDS)


def test_each_thing_that_nobody_publishes_is_told() -> None:
    told = {card.what for cards in CARDS.values() for card in cards}
    assert told == {
        "Plans for each plan coordinator",
        "Deficit on high needs",
        "Contacts of the advice service",
        "Complaints",
    }


def test_no_figure_of_a_paper_stands_on_a_card() -> None:
    assert not any(c.isdigit() for cards in CARDS.values() for card in cards for c in card.sentence)


def test_the_file_that_is_awaited_is_one_that_has_the_measure() -> None:
    """Cards name files, and pages cannot ask the records where a measure comes from."""
    printing = {
        (goal, extract.file)
        for publication in catalogue.PUBLICATIONS
        for extract in publication.EXTRACTS
        for goal in {**extract.columns, **extract.optional}.values()
        if isinstance(goal, str)
    }
    for awaited in AWAITED:
        assert {(measure, awaited.file) for measure in awaited.measures} <= printing
        assert not any(catalogue.INDICATORS[name].embedded for name in awaited.measures)
        assert len({page_of(measure) for measure in awaited.measures}) == 1


def test_what_is_awaited_has_a_card_that_names_its_file(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("pages/ehc_plans.py", show="waiting")
    headings = [header.value for header in app.header]
    told = " ".join(text.value for text in app.markdown)
    for awaited in AWAITED:
        assert awaited.what in headings
        assert awaited.file.replace("_", "\\_") in told
    assert list(app.selectbox(key="measure").options) == [
        "Plans issued by weeks waited",
        "Plans taking 20 to 52 weeks",
    ]


@pytest.mark.parametrize("section", ["on-time", "placements"])
def test_the_cards_of_a_section_stand_in_no_other(
    section: str, open_page: Callable[..., AppTest]
) -> None:
    app = open_page("pages/ehc_plans.py", show=section)
    assert not {one.what for one in AWAITED} & {header.value for header in app.header}
