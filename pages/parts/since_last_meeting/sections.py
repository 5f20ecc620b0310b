"""The sections of the page Since last meeting, by the names that stand above them."""

from collections.abc import Callable

from pages.parts.figures.councils import Choice
from pages.parts.since_last_meeting import showing
from pages.parts.since_last_meeting.enquiry import exhibits as enquiry
from pages.parts.since_last_meeting.follow_up import exhibits as follow_up

PARTS: dict[str, Callable[[Choice], None]] = {
    "New and revised": showing.new_and_revised,
    "Lines of enquiry": enquiry.show,
    "Follow-up": follow_up.show,
}
