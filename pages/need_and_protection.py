"""Children in need and child protection, from annual figures and what inspectors found."""

from pages.parts import page
from pages.parts.asking.sections import INSPECTIONS, NEED_AND_PROTECTION
from pages.parts.figures.inspections import inspections
from pages.parts.inspections import showing as inspected_showing
from pages.parts.measure import showing
from pages.parts.months.showing import lane

choice = page.chosen()
page.opening(
    "Need and protection",
    "Children in need and child protection: how many, for how long, and how often again?",
    "Are assessments and conferences on time? Is a movement from month to month chance or change?",
    "What did inspectors find?",
)
inspected = bool(inspections(choice.council.la_code))
picked = page.pick_or(INSPECTIONS if inspected else "", NEED_AND_PROTECTION, marked=inspected)
if picked:
    measure, section = picked
    showing.show(measure, section, choice)
    showing.also(measure, section, choice)
    lane(choice.council)
else:
    inspected_showing.show(choice.council)
page.closing()
