"""Where are pupils with special educational needs, and do wards differ beyond chance?"""

from pages.parts import page
from pages.parts.exhibit import showing
from pages.parts.wards import choice as wards_choice
from pages.parts.wards import data, exhibits

choice = page.chosen()
page.opening(
    "Wards",
    "Where are pupils with special educational needs (SEN) or education, health and care (EHC) "
    "plans?",
    "Which wards differ by more than chance? What did the paper say, and what can be computed?",
)
editions = data.editions(choice.council)
if editions:
    asked, view = wards_choice.ask(choice.council, editions)
    showing.show(exhibits.exhibit(asked, view))
    exhibits.paper(asked)
else:
    exhibits.absent(choice.council)
page.closing()
