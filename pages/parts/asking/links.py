"""Ways to another view, as addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import urlencode

from pages.parts.asking import address
from pages.parts.asking.sections import INSPECTIONS, PAGES, Part, address_of, page_of
from pages.parts.figures.database import indicators
from pages.parts.language.safe import plain
from pages.parts.language.words import display_name, slug


@dataclass(frozen=True, kw_only=True)
class Link:
    """A view: the script of its page ('pages/ehc_plans.py'), and the words of its address."""

    page: str
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The page as an address names it: 'ehc_plans'."""
        return PurePosixPath(self.page).stem

    @property
    def href(self) -> str:
        """The address on this server, for a new tab."""
        name = "" if self.name == address.HOME else self.name
        path = "/".join(part for part in (address.base(), name) if part)
        query = f"?{urlencode(self.words, safe=',')}" if self.words else ""
        return f"/{path}{query}"


class Leading(str):
    """Words in a cell of a table that lead to a view, in a tab of its own."""

    __slots__ = ("link",)
    link: Link

    @classmethod
    def to(cls, link: Link, words: str) -> "Leading":
        leading = cls(words)
        leading.link = link
        return leading

    @property
    def markdown(self) -> str:
        return f"[{plain(self)}]({self.link.href})"


def to_measure(part: Part) -> Link | None:
    """The view of a measure, of the council and comparison in sight; None where it has no page.

    What the page shows by itself is left out, as it leaves it out of its address.
    """
    found = page_of(part)
    if found is None:
        return None
    page, section = found
    sections = PAGES[page]
    words = address.kept_words()
    if section != next(iter(sections)):
        words["show"] = slug(section)
    if part != sections[section][0]:
        words["measure"] = address_of(part)
    return Link(page=page, words=words)


def to_compare(indicator_id: str) -> Link:
    """All councils by one core measure, with the council and comparison in sight."""
    words = address.kept_words()
    if indicator_id != usual_measure():
        words["indicator"] = indicator_id
    return Link(page="pages/compare.py", words=words)


def to_cell(indicator_id: str, place: str, end: date, part: tuple[str, str] | None = None) -> Link:
    """Where one figure stands, in Sources: the cell, what is printed there and was before.

    `part` are the topic and the name of a part of the figure.
    """
    words = {
        **address.kept_words(),
        "show": "trace-a-figure",
        "indicator": indicator_id,
        "place": slug(display_name(place)),
        "period": end.isoformat(),
    }
    if part:
        words["part"] = ".".join(map(slug, part))
    return Link(page="pages/data_and_sources.py", words=words)


def to_inspections() -> Link:
    """What inspectors found in the council in sight."""
    words = {**address.kept_words(), "show": slug(INSPECTIONS)}
    return Link(page="pages/need_and_protection.py", words=words)


def usual_measure() -> str:
    """What Compare begins with: the first that can be judged and has a better direction."""
    core = [measure for measure in indicators().values() if measure.core]
    judged = [measure for measure in core if measure.has_direction and measure.interval_method]
    return (judged or core)[0].indicator_id
