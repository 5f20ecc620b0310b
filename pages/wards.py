"""Where are pupils with special educational needs, and do wards differ beyond chance?"""

from pages.parts import page
from pages.parts.exhibit import showing
from pages.parts.wards import data, exhibits, paper
from pages.parts.wards.choice import ask

council = page.chosen().council
page.opening(
    "Wards",
    "Where are pupils with special educational needs (SEN) or education, health and care (EHC) "
    "plans?",
    "Which wards differ by more than chance? What did the paper say, and what can be computed?",
)
editions = data.editions(council)
if editions:
    choice, view = ask(council, editions)
    page.called(f"{choice.measure}, {view.label}")
    showing.show(exhibits.exhibit(choice, view))
    paper.show(choice.data)
else:
    showing.absent(exhibits.absent())
page.closing()
