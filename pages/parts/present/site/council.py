"""All pages of one council, as HTML by their paths below its folder."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from pages.parts.asking import address
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import indicators
from pages.parts.language.words import display_name
from pages.parts.overview import strips
from pages.parts.overview.entries import RULE
from pages.parts.overview.markup import BEFORE_SAID, marks
from pages.parts.overview.rows import Before, Screen, screen
from pages.parts.present.site import markup
from pages.parts.present.site.rooms import Item, Room, chosen, items, rooms
from pages.parts.since_last_meeting.enquiry import words as line_words
from pages.parts.since_last_meeting.enquiry.lines import Line, lines
from pages.parts.since_last_meeting.enquiry.rules import STATED

Pages = Iterator[tuple[str, str]]


def pages_of(council: str) -> Pages:
    """Every page of the council that an address calls so: its path and its HTML, the first first.

    'index.html', 'ehc_plans/on-time/index.html'.
    """
    choice = chosen(council)
    with address.reading("overview", {"council": council}):
        every = rooms(choice)
        whose = {
            "council": council,
            "place": display_name(choice.council.name),
            "nav": list(_nav(every).items()),
        }
        yield "index.html", _first(choice, whose)
    for room in every:
        yield f"{room.path}/index.html", _room(room, items(room, council), whose)


def _nav(every: tuple[Room, ...]) -> Mapping[str, list[tuple[str, str]]]:
    titled: dict[str, list[tuple[str, str]]] = {}
    for room in every:
        titled.setdefault(room.title, []).append((room.section or "New and revised", room.path))
    return titled


def _first(choice: Choice, whose: Mapping[str, Any]) -> str:
    """At a glance, and the lines of enquiry."""
    glance, told = screen(choice), lines(choice)
    return markup.page(
        "council.html",
        1,
        title=f"{whose['place']}: at a glance",
        here="",
        hall="",
        glance=glance,
        key=[(Markup(mark), name) for mark, name in marks(glance)],
        strips=_strips(glance, told),
        said_before=said_before,
        rule=RULE,
        lines=told,
        lines_heading=line_words.heading(choice, told),
        lines_nothing=line_words.nothing(choice),
        lines_rule=STATED,
        names={line.name: indicators()[line.name].short_name for line in told},
        **whose,
    )


def _strips(glance: Screen, told: tuple[Line, ...]) -> dict[str, Markup]:
    """The strips by what they belong to; all their text is escaped where they are drawn."""
    rows = {row.indicator_id: row.strip for row in (*glance.first, *glance.rest)}
    rows |= {f"line {line.name}": line.strip for line in told}
    none = Markup('<span class="under">no figures of the same period</span>')
    return {key: Markup(strips.svg(strip)) if strip else none for key, strip in rows.items()}


def said_before(before: Before) -> str:
    """'fell from 62.4%' where that is beyond chance, else '62.4% a year before'."""
    if before.arrow in ("rose", "fell", "same"):
        return f"{BEFORE_SAID[before.arrow]} {before.value}"
    return f"{before.value} a year before"


def _room(room: Room, shown: tuple[Item, ...], whose: Mapping[str, Any]) -> str:
    heading = f"{room.title}: {room.section}" if room.section else room.title
    return markup.page(
        "section.html",
        1 + len(room.path.split("/")),
        title=f"{heading} – {whose['place']}",
        heading=heading,
        here=room.path,
        hall=room.title,
        items=shown,
        charts=markup.drawn([each for item in shown for each in item.exhibits]),
        **whose,
    )
