"""Where does every figure come from, how fresh is it, and what was withheld?"""

from pages.parts import page
from pages.parts.asking import address
from pages.parts.data_and_sources import sections

choice = page.chosen()
page.opening(
    "Data and sources",
    "Where does every figure come from, how fresh is it, and what was withheld?",
    "How are figures compared? What do the words mean? Can I have the data?",
)
parts = address.slugs(list(sections.PARTS))
with address.controls():
    show = address.one("Section", "show", parts, widget="segmented", hidden=True)
page.called(parts[show])
sections.PARTS[parts[show]](choice)
page.closing()
