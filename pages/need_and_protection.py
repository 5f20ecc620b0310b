"""Children in need and child protection: how many, how long, and how often again?"""

from pages.parts import blocks, month_blocks, page
from pages.parts.sections import NEED_AND_PROTECTION

choice = page.chosen()
page.opening(
    "Need and protection",
    "Children in need and child protection: how many, for how long, and how often again?",
    "Are assessments and conferences on time? Is a movement from month to month chance or change?",
)
measure, others = page.pick(NEED_AND_PROTECTION)
blocks.show(measure, choice)
blocks.findings(others, choice)
month_blocks.lane(choice.council)
page.closing()
