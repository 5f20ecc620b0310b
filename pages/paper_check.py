"""Is the figure in the paper the published figure? A paper, laid beside what is public."""

from pages.parts import page
from pages.parts.paper_check import exhibits

choice = page.chosen()
page.opening(
    "Paper check",
    "Is the figure in the paper the published figure, and was a newer one out on the day?",
    "What could a member ask about it? What is quoted that nobody publishes?",
)
exhibits.show(choice)
page.closing()
