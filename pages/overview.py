"""What deserves a question first? One card for each core indicator."""

from pages.parts import cards, page

choice = page.chosen()
page.opening("At a glance", "What deserves a question first?")
for heading, group in cards.groups(choice).items():
    cards.show(heading, group, choice)
cards.rule()
page.closing()
