"""Are there enough social workers, do they stay, and how many cases does each hold?"""

from pages.parts import page
from pages.parts.asking.sections import WORKFORCE
from pages.parts.exhibit.showing import each
from pages.parts.figures.inspections import inspections
from pages.parts.measure import showing, unpublished

choice = page.chosen()
page.opening(
    "Workforce",
    "Are there enough children’s social workers, do they stay, and how many cases does each hold?",
    "How many are agency workers? How many posts are vacant?",
)
measure, section = page.pick(WORKFORCE, marked=bool(inspections(choice.council.la_code)))
showing.show(measure, section, choice)
showing.also(measure, section, choice)
each(unpublished.cards(measure))
page.closing()
