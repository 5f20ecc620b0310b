"""In which order is the committee to see what?"""

from pages.parts import page
from pages.parts.present import showing

page.opening(
    "Present",
    "What is the committee to see, in which order?",
    "What takes each of us home, on paper or as a file?",
)
showing.show()
page.closing()
