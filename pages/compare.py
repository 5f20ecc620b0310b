"""Are we like our neighbours, the region and England? Any measure, any councils, any years."""

from pages.parts import compare_blocks, compare_choice, page

choice = page.chosen()
page.opening(
    "Compare",
    "Are we like our statistical neighbours, our region and England?",
    "Where do we stand among all councils? Does the answer depend on how neighbours are averaged?",
)
asked = compare_choice.ask(choice)
if asked:
    compare_blocks.show(asked)
else:
    compare_blocks.absent()
page.closing()
