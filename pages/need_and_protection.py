"""Children in need and child protection: how many, how long, and how often again?"""

from pages.parts import page
from pages.parts.asking.sections import NEED_AND_PROTECTION
from pages.parts.inspections import exhibits as inspections_exhibits
from pages.parts.measure import exhibits
from pages.parts.months import exhibits as months_exhibits

choice = page.chosen()
page.opening(
    "Need and protection",
    "Children in need and child protection: how many, for how long, and how often again?",
    "Are assessments and conferences on time? Is a movement from month to month chance or change?",
)
measure, section = page.pick(NEED_AND_PROTECTION, inspected=True)
exhibits.show(measure, section, choice)
exhibits.also(measure, section, choice)
months_exhibits.lane(choice.council)
inspections_exhibits.part(choice.council)
page.closing()
