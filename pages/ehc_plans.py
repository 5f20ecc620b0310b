"""Are there more EHC plans, faster than elsewhere, and are they issued on time?"""

from pages.parts import page
from pages.parts.asking.sections import BY_SEX, EHC_PLANS
from pages.parts.measure import exhibits, unpublished
from pages.parts.requests import exhibits as requests
from pages.parts.who.exhibits import who_has_a_plan

choice = page.chosen()
page.opening(
    "EHC plans",
    "Are there more education, health and care (EHC) plans than before, and are they on time?",
    "Where are children placed, with which needs? Who has a plan? How many requests are refused?",
)
measure, section = page.pick(EHC_PLANS)
exhibits.show(measure, section, choice)
requests.also(measure, choice)
exhibits.also(measure, section, choice)
unpublished.show(measure)
if measure == BY_SEX:
    who_has_a_plan(choice)
page.closing()
