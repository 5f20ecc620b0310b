"""Where are pupils with special educational needs, and do wards differ beyond chance?"""

from pages.parts import page, showing, ward_blocks, ward_choice, ward_data

choice = page.chosen()
page.opening(
    "Wards",
    "Where are pupils with special educational needs (SEN) or education, health and care (EHC) "
    "plans?",
    "Which wards differ by more than chance? What did the paper say, and what can be computed?",
)
editions = ward_data.editions(choice.council)
if editions:
    asked, view = ward_choice.ask(choice.council, editions)
    showing.show(ward_blocks.exhibit(asked, view))
    ward_blocks.paper(asked)
else:
    ward_blocks.absent(choice.council)
page.closing()
