"""Where does every figure come from, how fresh is it, and what was withheld?"""

from pages.parts import address, data_blocks, page

choice = page.chosen()
page.opening(
    "Data and sources",
    "Where does every figure come from, how fresh is it, and what was withheld?",
    "How are figures compared? What do the words mean? Can I have the data?",
)
parts = address.slugs(list(data_blocks.PARTS))
show = address.one("Section", "show", parts, widget="segmented", hidden=True)
data_blocks.PARTS[parts[show]](choice)
page.closing()
