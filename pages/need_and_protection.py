"""Children in need and child protection: how many, how long, and how often again?"""

from pages.parts import blocks, page
from pages.parts.sections import NEED_AND_PROTECTION

choice = page.chosen()
page.opening(
    "Need and protection",
    "Children in need and child protection: how many, for how long, and how often again?",
)
measure, others = page.pick(NEED_AND_PROTECTION)
blocks.show(measure, choice)
blocks.findings(others, choice)
page.closing()
