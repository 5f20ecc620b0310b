"""Children in need and child protection, from annual figures and what inspectors found."""

from pages.parts import page
from pages.parts.asking.sections import INSPECTIONS, NEED_AND_PROTECTION
from pages.parts.figures.inspections import inspections
from pages.parts.inspections import exhibits as inspections_exhibits
from pages.parts.measure import exhibits
from pages.parts.months import exhibits as months_exhibits

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
    exhibits.show(measure, section, choice)
    exhibits.also(measure, section, choice)
    months_exhibits.lane(choice.council)
else:
    inspections_exhibits.show(choice.council)
page.closing()
