"""Are there enough social workers, do they stay, and how many cases does each hold?"""

from pages.parts import blocks, page
from pages.parts.sections import WORKFORCE

choice = page.chosen()
page.opening(
    "Workforce",
    "Are there enough children’s social workers, do they stay, and how many cases does each hold?",
    "How many are agency workers? How many posts are vacant?",
)
measure, others = page.pick(WORKFORCE)
blocks.show(measure, choice)
blocks.findings(others, choice)
page.closing()
