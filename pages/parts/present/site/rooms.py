"""The pages of one council: what stands on each, put together as the dashboard shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pages.parts.asking import address
from pages.parts.asking.links import Link
from pages.parts.asking.sections import (
    EHC_PLANS,
    INSPECTIONS,
    NEED_AND_PROTECTION,
    WORKFORCE,
    Sections,
    address_of,
    label,
    of_held,
)
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.figures.councils import Choice
from pages.parts.figures.inspections import inspections
from pages.parts.language.words import slug
from pages.parts.present import views
from pages.parts.wards.choice import ask as ask_wards
from pages.parts.wards.data import MEASURES, PLAN, editions
from pages.parts.wards.views import offered as ward_views
from pages.parts.year_groups import sections as year_groups

MEASURED: Mapping[str, tuple[str, Sections]] = {
    "ehc_plans": ("EHC plans", EHC_PLANS),
    "need_and_protection": ("Need and protection", NEED_AND_PROTECTION),
    "workforce": ("Workforce", WORKFORCE),
}
YEAR_GROUPS, WARDS = "Year groups", "Wards"
SINCE = "Since last meeting"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One measure of a page: what it is called, and what is shown, or why nothing is.

    `anchor` is its name in an address, `ehcp_20wk_ex_pc`.
    """

    anchor: str
    label: str
    exhibits: tuple[Exhibit, ...]
    absent: str = ""


@dataclass(frozen=True, kw_only=True)
class Room:
    """One page of a council: a section of a page of the dashboard, such as On time of EHC plans."""

    page: str
    title: str
    section: str
    words: tuple[dict[str, str], ...]
    anchors: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """Where it stands below its council: 'ehc_plans/on-time'."""
        return f"{self.page}/{slug(self.section)}" if self.section else self.page


def rooms(choice: Choice) -> tuple[Room, ...]:
    """All pages of a council but its first, in the order of the dashboard."""
    return (*_measured("ehc_plans", choice), *_year_groups(choice), *_wards(choice),
            *_measured("need_and_protection", choice), *_measured("workforce", choice),
            _since())  # fmt: skip


def items(room: Room, council: str) -> tuple[Item, ...]:
    """What stands on a page of the council that an address calls so; nothing twice."""
    shown: set[str] = set()
    made = []
    for (anchor, name), words in zip(room.anchors, room.words, strict=True):
        exhibits, absent = _exhibits(room, {**words, "council": council})
        new = tuple(each for each in exhibits if each.key not in shown)
        shown |= {each.key for each in new}
        made.append(Item(anchor=anchor, label=name, exhibits=new, absent=absent))
    return tuple(made)


def _exhibits(room: Room, words: Mapping[str, str]) -> tuple[tuple[Exhibit, ...], str]:
    try:
        return views.exhibits(room.page, words), ""
    except views.NoView as problem:
        return (), str(problem)


def _measured(page: str, choice: Choice) -> Iterator[Room]:
    title, sections = MEASURED[page]
    for section, parts in of_held(sections).items():
        yield Room(
            page=page,
            title=title,
            section=section,
            words=tuple({"show": slug(section), "measure": address_of(part)} for part in parts),
            anchors=tuple((address_of(part), label(part)) for part in parts),
        )
    if page == "need_and_protection" and inspections(choice.council.la_code):
        yield _one(page, title, INSPECTIONS)


def _year_groups(choice: Choice) -> Iterator[Room]:
    for section in year_groups.SECTIONS:
        if section.offered(choice):
            yield _one("year_groups", YEAR_GROUPS, section.label)


def _one(page: str, title: str, section: str) -> Room:
    """A page of one section, which has no measures to choose from."""
    return Room(
        page=page,
        title=title,
        section=section,
        words=({"show": slug(section)},),
        anchors=((slug(section), section),),
    )


def _wards(choice: Choice) -> Iterator[Room]:
    """A page for each kind of pupil, with every view of it; none without figures by ward."""
    held = editions(choice.council)
    if not held:
        return
    for measure in (PLAN, *(each for each in MEASURES if each != PLAN)):
        with address.reading("wards", {"provision": slug(measure)}):
            shown, _ = ask_wards(choice.council, held)
        labels = [view.label for view in ward_views(shown)]
        yield Room(
            page="wards",
            title=WARDS,
            section=measure,
            words=tuple({"provision": slug(measure), "view": slug(each)} for each in labels),
            anchors=tuple((slug(each), each) for each in labels),
        )


def _since() -> Room:
    return Room(
        page="since_last_meeting", title=SINCE, section="", words=({},), anchors=(("new", SINCE),)
    )


def chosen(council: str) -> Choice:
    """The council that an address calls so, beside those that it is compared with by itself."""
    return views.choice_of({"council": council})


def path_of(link: Link | None) -> str:
    """Where a view stands below its council: 'ehc_plans/on-time/index.html#ehcp_20wk_ex_pc'.

    Empty where the site has no such page.
    """
    page = link.name if link else ""
    if link is None or page not in MEASURED:
        return ""
    sections = {slug(name): parts for name, parts in of_held(MEASURED[page][1]).items()}
    section = link.words.get("show", next(iter(sections)))
    if section not in sections:
        return f"{page}/{section}/index.html" if section == slug(INSPECTIONS) else ""
    measure = link.words.get("measure", address_of(sections[section][0]))
    return f"{page}/{section}/index.html#{measure}"
