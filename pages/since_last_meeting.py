"""What is new, revised or newly withheld since the committee last met, and what has not come?"""

from pages.parts import page
from pages.parts.asking import address
from pages.parts.since_last_meeting import sections

choice = page.chosen()
page.opening(
    "Since last meeting",
    "What is new, revised or newly withheld since we last met?",
    "What was due and has not come?",
)
parts = address.slugs(list(sections.PARTS))
with address.controls():
    show = address.one("Section", "show", parts, widget="segmented", hidden=True)
page.called(parts[show])
sections.PARTS[parts[show]](choice)
page.closing()
