"""In which year groups and at which ages are EHC plans held, and is a step a spike or a drop?

Two sources, each in sections of its own and never mixed: plans that the council maintains, by
age, and pupils at school in its area, by year group.
"""

from pages.parts import page
from pages.parts.year_groups import showing
from pages.parts.year_groups.sections import section

choice = page.chosen()
page.opening(
    "Year groups",
    "At which ages are education, health and care (EHC) plans held? Is a step unlike England’s?",
    "What becomes of the same children a year later? At which age do plans start?",
)
part = section(choice)
page.called(part.label)
showing.show(part, choice)
page.closing()
