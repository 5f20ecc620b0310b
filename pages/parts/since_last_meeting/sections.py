"""The sections of the page Since last meeting, by the names that stand above them."""

from collections.abc import Callable

from pages.parts.figures.councils import Choice
from pages.parts.since_last_meeting import exhibits
from pages.parts.since_last_meeting.enquiry import exhibits as enquiry

PARTS: dict[str, Callable[[Choice], None]] = {
    "New and revised": exhibits.new_and_revised,
    "Lines of enquiry": enquiry.show,
}
