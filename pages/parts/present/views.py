"""What a page shows for an address, made without a page.

Each page is one entry of `PAGES`: the exhibits of the view that the address names, the first first.
"""

from collections.abc import Callable, Iterable, Mapping

import duckdb

from pages.parts.asking import address
from pages.parts.asking.picking import pick, pick_or
from pages.parts.asking.place import place
from pages.parts.asking.sections import (
    BY_SEX,
    EHC_PLANS,
    INSPECTIONS,
    NEED_AND_PROTECTION,
    WORKFORCE,
)
from pages.parts.compare import exhibits as compare
from pages.parts.compare.choice import ask as ask_compare
from pages.parts.exhibit.absent import NotPublished
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.figures.councils import Choice
from pages.parts.figures.inspections import inspections
from pages.parts.inspections import exhibits as inspected
from pages.parts.measure import exhibits as measure
from pages.parts.months import exhibits as months
from pages.parts.requests import exhibits as requests
from pages.parts.since_last_meeting import exhibits as since_last_meeting
from pages.parts.since_last_meeting.choice import ask as ask_meeting
from pages.parts.since_last_meeting.data import since
from pages.parts.since_last_meeting.words import NOT_MADE
from pages.parts.wards import exhibits as wards
from pages.parts.wards.choice import ask as ask_wards
from pages.parts.wards.data import editions
from pages.parts.who import exhibits as who
from pages.parts.year_groups.sections import section

Shown = Iterable[Exhibit | NotPublished]


class NoView(Exception):
    """An address that no page can show as slides; the message is one sentence that says why."""


def exhibits(page: str, words: Mapping[str, str]) -> tuple[Exhibit, ...]:
    """All that a page shows for the words of an address, `council` and `with` among them.

    `page` is its name in an address, 'ehc_plans'. What the words ask for and is not offered is
    ignored, as on the page. Raises NoView where nothing is shown.
    """
    if page not in PAGES:
        raise NoView(f"The page “{page}” has nothing that can be a slide.")
    with address.reading(page, words):
        shown = list(PAGES[page](place()))
    made = tuple(each for each in shown if not isinstance(each, NotPublished))
    if not made:
        cards = [each for each in shown if isinstance(each, NotPublished)]
        raise NoView(f"{cards[0].what}: {cards[0].sentence}" if cards else NOTHING)
    return made


def choice_of(words: Mapping[str, str]) -> Choice:
    """Whose figures an address asks for, and compared with whom."""
    with address.reading("", words):
        return place()


NOTHING = "This view has no figure of the council chosen."


def _ehc_plans(choice: Choice) -> Shown:
    part, _ = pick(EHC_PLANS)
    yield measure.chosen(part, choice)
    yield from requests.beside(part, choice)
    if part == BY_SEX:
        yield from (who.of_topic(topic) for topic in who.of_topics(choice) if topic.loaded)


def _need_and_protection(choice: Choice) -> Shown:
    marked = bool(inspections(choice.council.la_code))
    picked = pick_or(INSPECTIONS if marked else "", NEED_AND_PROTECTION, marked=marked)
    if picked:
        yield measure.chosen(picked[0], choice)
        yield months.chosen(choice.council)
        return
    yield inspected.grades(choice.council)
    if before := inspected.chosen(choice.council):
        yield before


def _workforce(choice: Choice) -> Shown:
    part, _ = pick(WORKFORCE, marked=bool(inspections(choice.council.la_code)))
    yield measure.chosen(part, choice)


def _year_groups(choice: Choice) -> Shown:
    return section(choice).shown(choice)


def _wards(choice: Choice) -> Shown:
    held = editions(choice.council)
    return [wards.exhibit(*ask_wards(choice.council, held)) if held else wards.absent()]


def _compare(choice: Choice) -> Shown:
    asked = ask_compare(choice)
    return [compare.exhibit(asked)] if asked and compare.is_shown(asked) else []


def _since_last_meeting(choice: Choice) -> Shown:
    try:
        found = since(choice, ask_meeting(choice.council).day)
    except (OSError, duckdb.Error) as problem:
        raise NoView(NOT_MADE) from problem
    return [since_last_meeting.exhibit(found)]


PAGES: Mapping[str, Callable[[Choice], Shown]] = {
    "ehc_plans": _ehc_plans,
    "year_groups": _year_groups,
    "wards": _wards,
    "need_and_protection": _need_and_protection,
    "workforce": _workforce,
    "compare": _compare,
    "since_last_meeting": _since_last_meeting,
}
