"""At a glance as rows: what stands in each cell, before it is markup."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pages.parts.asking.links import Link, to_measure
from pages.parts.figures.councils import Choice
from pages.parts.figures.counts import figure_words
from pages.parts.figures.freshness import behind
from pages.parts.figures.spread import standings
from pages.parts.measure.sentences import Tone
from pages.parts.overview import words
from pages.parts.overview.entries import (
    ABSENT,
    ALONE,
    FAVOURABLE,
    NOTHING_STANDS_OUT,
    UNTESTED,
    Entry,
    asking,
    entries,
    in_order_of_pages,
    subject,
)
from pages.parts.overview.strips import Strip, strip

FIRST = 8  # rows that fit on a laptop's first screen
UNITS_APART = 1e9  # sorts figures of one unit together
TOPICS = {  # as the row at the top calls their pages
    "pages/ehc_plans.py": "EHC plans",
    "pages/need_and_protection.py": "Protection",
    "pages/workforce.py": "Workforce",
}

Arrow = Literal["rose", "fell", "up", "down", "same", ""]


@dataclass(frozen=True, kw_only=True)
class Before:
    """The year before. `rose` and `fell` are beyond chance, `up` and `down` may be chance."""

    arrow: Arrow
    value: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measure that deserves a question, or would by its own test `alone`."""

    indicator_id: str
    topic: str
    period: str
    name: str
    value: str
    beside: str
    before: Before
    strip: Strip | None
    verdict: str
    among: str
    question: str
    sentences: tuple[str, ...]
    link: Link | None
    alone: bool


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """One measure of all; the three numbers are what its columns are sorted by."""

    topic: str
    name: str
    value: str
    beside: str
    before: Before
    change: str
    verdict: str
    tone: Tone
    place: str
    by_value: float | None
    by_change: float | None
    by_place: float | None
    link: Link | None


@dataclass(frozen=True, kw_only=True)
class QuietRow:
    """One measure that asks nothing, with its figure in words where it has one."""

    name: str
    said: str
    link: Link | None


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """The measures under one heading that ask nothing, by reason where they differ in it."""

    heading: str
    rows: Mapping[str, Sequence[QuietRow]]

    @property
    def count(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


@dataclass(frozen=True, kw_only=True)
class Screen:
    """All of At a glance: the first rows, the rest of them, and every measure.

    `tested` says how many tests were done and how many may be false, `silent` names the subjects
    that nothing asks about, `overdue` the releases that are late. `quiet` are the measures that ask
    nothing, by heading.
    """

    council: str
    line: str
    group: str
    role: str
    first: tuple[Row, ...]
    rest: tuple[Row, ...]
    tested: str
    silent: str
    overdue: str
    quiet: tuple[Quiet, ...]
    grid: tuple[GridRow, ...]

    @property
    def links(self) -> list[Link]:
        """Every way that leads from here, once."""
        asked = [row.link for row in (*self.first, *self.rest)]
        every = [row.link for row in self.grid]
        quiet = [row.link for each in self.quiet for rows in each.rows.values() for row in rows]
        return list({link.href: link for link in asked + every + quiet if link}.values())


def screen(choice: Choice) -> Screen:
    every = entries(choice)
    ask = asking(every)
    council, line = words.headline(choice, every)
    rows = [row(entry) for entry in ask]
    return Screen(
        council=council,
        line=line,
        group=words.group_name(choice),
        role=choice.group.role,
        first=tuple(rows[:FIRST]),
        rest=tuple(rows[FIRST:]),
        tested=words.tested(every),
        silent=words.nothing_stands_out(_silent(every)),
        overdue=words.overdue(_due(every)),
        quiet=tuple(quiet(every)),
        grid=tuple(grid_row(entry) for entry in in_order_of_pages(every)),
    )


def _silent(every: Sequence[Entry]) -> list[str]:
    """The topics of the pages of which some figures were tested, and none asks."""
    heard = {subject(entry.indicator) for entry in asking(every)}
    tested = {subject(entry.indicator) for entry in every if entry.flags}
    return [topic for page, topic in TOPICS.items() if page in tested - heard]


# Why a measure stands under a heading that asks nothing, where the heading does not say it itself.
_REASONS: Mapping[str, Callable[[Entry], str]] = {
    FAVOURABLE: lambda _: "",
    NOTHING_STANDS_OUT: lambda _: "",
    UNTESTED: words.untested,
    ABSENT: words.no_figure,
}


def quiet(every: Sequence[Entry]) -> list[Quiet]:
    """What asks nothing, heading by heading, in the order of the pages."""
    ordered = in_order_of_pages(every)
    return [
        Quiet(heading=heading, rows=rows)
        for heading in _REASONS
        if (rows := _quiet_rows(entry for entry in ordered if entry.heading == heading))
    ]


def _quiet_rows(some: Iterable[Entry]) -> dict[str, list[QuietRow]]:
    rows: dict[str, list[QuietRow]] = {}
    for entry in some:
        indicator = entry.indicator
        row = QuietRow(
            name=indicator.name, said=words.quiet(entry), link=to_measure(indicator.indicator_id)
        )
        rows.setdefault(_REASONS[entry.heading](entry), []).append(row)
    return rows


def _due(every: Sequence[Entry]) -> dict[str, date]:
    """The month in which newer figures of a topic were due at the latest."""
    late = [(topic(entry), behind(entry.indicator.indicator_id)) for entry in every]
    due: dict[str, date] = {}
    for name, release in late:
        if release:
            due[name] = max(due.get(name, release.due), release.due)
    return {name: due[name] for name in TOPICS.values() if name in due}


def row(entry: Entry) -> Row:
    indicator_id = entry.indicator.indicator_id
    return Row(
        indicator_id=indicator_id,
        topic=topic(entry),
        period=words.period(entry.view),
        name=entry.indicator.short_name,
        value=words.value_words(entry.view),
        beside=words.beside(entry.view),
        before=before(entry),
        strip=strip(entry, standings().get(indicator_id, [])),
        verdict=words.verdict(entry),
        among=words.among(entry),
        question=entry.question,
        sentences=words.sentences(entry),
        link=to_measure(indicator_id),
        alone=entry.heading == ALONE,
    )


def topic(entry: Entry) -> str:
    return TOPICS.get(subject(entry.indicator), entry.indicator.topic)


def grid_row(entry: Entry) -> GridRow:
    indicator, standing = entry.indicator, entry.standing
    earlier = words.before(entry.view)
    moved = None
    if entry.value is not None and earlier is not None and earlier.value is not None:
        moved = entry.value - earlier.value
    rank = standing.rank / standing.of if standing and standing.rank else None
    return GridRow(
        topic=topic(entry),
        name=indicator.name,
        value=words.value_words(entry.view),
        beside=words.beside(entry.view) or words.unit(entry.view),
        before=before(entry),
        change=words.change(entry),
        verdict=words.verdict(entry),
        tone=entry.judged.tone if entry.judged else "none",
        place=words.place(entry),
        by_value=_by_unit(entry, entry.value),
        by_change=_by_unit(entry, moved),
        by_place=rank,
        link=to_measure(indicator.indicator_id),
    )


def before(entry: Entry) -> Before:
    """The figure of the year before, and which way the newest one lies from it."""
    earlier = words.before(entry.view)
    if entry.judged is None or earlier is None or earlier.value is None:
        return Before(arrow="", value="")
    was = figure_words(entry.indicator, earlier.figure)
    assert entry.value is not None
    arrow: Arrow = "up" if entry.value > earlier.value else "down"
    if words.alike(entry.view):
        arrow = "same"
    elif entry.judged.movement in ("rose", "fell"):
        arrow = "rose" if entry.judged.movement == "rose" else "fell"
    return Before(arrow=arrow, value=was)


def _by_unit(entry: Entry, value: float | None) -> float | None:
    """A number that sorts like with like: percentages, then rates, then numbers."""
    if value is None:
        return None
    units = ("percent", "per 10,000", "cases per FTE", "days", "FTE", "count")
    return value + UNITS_APART * units.index(entry.indicator.unit)
