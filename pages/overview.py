"""What deserves a question first? One row for each figure that does, and a grid of all."""

from pages.parts import page
from pages.parts.overview import screen

choice = page.chosen()
page.opening(
    "At a glance",
    "What deserves a question first?",
    "What changed in a year by more than chance? Where does the council stand in England?",
)
screen.show(choice)
page.closing()
