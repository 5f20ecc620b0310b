"""What stands above and below the lines of enquiry."""

from collections.abc import Sequence
from datetime import date

from pages.parts.figures.councils import Choice
from pages.parts.language.words import capitalise, day_words, display_name, in_a_sentence, spelled
from pages.parts.since_last_meeting.enquiry.lines import Line

TO_TAKE = "Questions to take along"


def heading(choice: Choice, lines: Sequence[Line]) -> str:
    """'Seven lines of enquiry for Trafford, the best first'."""
    place = in_a_sentence(choice.council.name)
    if not lines:
        return f"No line of enquiry for {place}"
    if len(lines) == 1:
        return f"One line of enquiry for {place}"
    return f"{capitalise(spelled(len(lines)))} lines of enquiry for {place}, the best first"


def nothing(choice: Choice) -> str:
    return (
        f"Of the figures that are held for {in_a_sentence(choice.council.name)}, none meets one of "
        "the rules below. Any finding can still be raised: open its page and press Add to agenda."
    )


def of_whom(choice: Choice, today: date) -> str:
    """What stands under the title of a sheet."""
    return f"{display_name(choice.council.name)}, {day_words(today)}"
