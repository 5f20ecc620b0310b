"""Are there more EHC plans, faster than elsewhere, and are they issued on time?"""

from pages.parts import page
from pages.parts.asking.sections import BY_SEX, EHC_PLANS
from pages.parts.exhibit.showing import each
from pages.parts.measure import showing, unpublished
from pages.parts.requests.exhibits import beside
from pages.parts.who.showing import who_has_a_plan

choice = page.chosen()
page.opening(
    "EHC plans",
    "Are there more education, health and care (EHC) plans than before, and are they on time?",
    "Where are children placed, with which needs? Who has a plan? How many requests are refused?",
)
measure, section = page.pick(EHC_PLANS)
showing.show(measure, section, choice)
each(beside(measure, choice))
showing.also(measure, section, choice)
each(unpublished.cards(measure))
if measure == BY_SEX:
    who_has_a_plan(choice)
page.closing()
