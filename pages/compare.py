"""Are we like our neighbours, the region and England? Any measure, any councils, any years."""

from pages.parts import page
from pages.parts.compare import showing
from pages.parts.compare.choice import ask
from pages.parts.compare.tabs import TABS
from pages.parts.figures.database import indicators

choice = page.chosen()
page.opening(
    "Compare",
    "Are we like our statistical neighbours, our region and England?",
    "Where do we stand among all councils? Does the answer depend on how neighbours are averaged?",
)
asked = ask(choice)
if asked:
    page.called(f"{indicators()[asked.indicator_id].short_name}, {TABS[asked.tab].label}")
    showing.show(asked)
else:
    showing.absent()
page.closing()
