"""Questions to take along as an agenda: each item leads back to its view."""

from collections.abc import Iterable
from datetime import date

from pages.parts.agenda.records import Agenda, Item, of_view
from pages.parts.agenda.toml import LONGEST, cut
from pages.parts.since_last_meeting.enquiry.lines import Line
from pages.parts.since_last_meeting.enquiry.words import TO_TAKE

HERE = "since_last_meeting"


def agenda(lines: Iterable[Line], council: str, asof: date) -> Agenda:
    """The agenda of a council, `council` being its word in an address."""
    items = tuple(item(line, council) for line in lines)
    return Agenda(title=TO_TAKE, council=council, asof=asof, items=items)


def item(line: Line, council: str) -> Item:
    """One line: its note says how it was found, why it is there and where it comes from."""
    words = line.link.words if line.link else {}
    found = f"{line.finding}. {line.said}".strip()
    note = "\n".join(text for text in (found, f"{line.why}.", line.source) if text)
    return Item(
        page=line.link.name if line.link else HERE,
        council=council,
        measure=line.name if line.link else "",
        selection=of_view(words),
        title=cut(line.finding, LONGEST["title"]),
        note=cut(note, LONGEST["note"]),
        question=cut(line.question, LONGEST["question"]),
    )
