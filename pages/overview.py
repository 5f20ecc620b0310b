"""What deserves a question first? One card for each core indicator."""

from pages.parts import page
from pages.parts.overview import cards

choice = page.chosen()
page.opening(
    "At a glance",
    "What deserves a question first?",
    "What changed in a year by more than chance? Where does the council stand in England?",
)
for heading, group in cards.cards_by_heading(choice).items():
    cards.show(heading, group, choice)
cards.rule()
page.closing()
