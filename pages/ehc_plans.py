"""Are there more EHC plans, faster than elsewhere, and are they issued on time?"""

from pages.parts import blocks, page, who_blocks
from pages.parts.sections import BY_SEX, EHC_PLANS

choice = page.chosen()
page.opening(
    "EHC plans",
    "Are there more education, health and care (EHC) plans than before, and are they on time?",
    "Where are children placed, with which needs? Who has a plan? How many requests are refused?",
)
measure, others = page.pick(EHC_PLANS)
blocks.show(measure, choice)
blocks.findings(others, choice)
if measure == BY_SEX:
    who_blocks.show(choice)
page.closing()
