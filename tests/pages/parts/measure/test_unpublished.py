"""What papers quote and nobody publishes stands in a section that there is."""

from pages.parts.asking.sections import PAGES
from pages.parts.measure.unpublished import CARDS


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
