"""A briefing of one council: what deserves a question, with charts, methods and sources."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import duckdb

from pages.parts.asking import address
from pages.parts.data_and_sources.methods import METHODS
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.exhibit.exports import LICENCE, UNOFFICIAL, release, retrieved
from pages.parts.exhibit.slides import Slide
from pages.parts.figures import known
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import load_run
from pages.parts.figures.freshness import day_of_reading
from pages.parts.language.words import counted, day_words, display_name
from pages.parts.overview.rows import Row, screen
from pages.parts.present import public, views
from pages.parts.present.documents.booklet import Booklet, Section
from pages.parts.since_last_meeting import exhibits as since_last_meeting
from pages.parts.since_last_meeting import words as since_words
from pages.parts.since_last_meeting.choice import usual
from pages.parts.since_last_meeting.data import meetings, since
from pages.parts.since_last_meeting.enquiry import words as line_words
from pages.parts.since_last_meeting.enquiry.lines import Line, lines
from pages.parts.since_last_meeting.order import newer
from pages.parts.wards.data import editions

MOST_NEW = 12  # of what is new, as a list
YEAR_GROUPS = ({"show": "by-age"}, {"show": "steps"})
WARDS: tuple[dict[str, str], ...] = ({}, {"provision": "sen-support"})
# What a reader of a briefing meets in it; the other methods stand on the page Sources.
TOLD = (
    "Published is published",
    "Withheld is not nothing",
    "95% interval of a percentage",
    "Higher or lower than England",
    "Rose, fell, and two councils beside each other",
    "Statistical neighbours",
    "At a glance: so many tests at once",
    "Breaks",
)


def brief(council: str, group: str = "", day: date | None = None) -> Booklet:
    """The briefing of a council as an address calls it, compared with `group`, new since a day.

    Without a group it is the usual one, without a day that of the newest meeting that is known, or
    a year ago.
    """
    words = {"council": council} | ({"with": group} if group else {})
    choice = views.choice_of(words)
    today = day_of_reading()
    day = day or usual(meetings(choice.council.la_code), today)
    with address.reading("overview", words):
        sections = (
            _glance(choice),
            _lines(choice, words, today),
            *_found("Year groups", "year_groups", words, YEAR_GROUPS),
            *(_found("Wards", "wards", words, WARDS) if editions(choice.council) else ()),
            _since(choice, words, day),
        )
    loaded = load_run().finished_at.date()
    return Booklet(
        title=f"{display_name(choice.council.name)}: what deserves a question",
        subtitle=f"A briefing from published figures, {day_words(today)}",
        place=display_name(choice.council.name),
        asof=loaded,
        frozen=known.said() or f"Figures as loaded on {day_words(loaded)}.",
        sections=sections,
        closing=tuple(_closing(sections)),
    )


def _glance(choice: Choice) -> Section:
    """One page: what deserves a question first, in a line each."""
    made = screen(choice)
    said = (f"{made.council}, {made.line}.", made.tested, made.silent, made.overdue)
    listed = tuple(_row(row) for row in made.first) or ("Nothing stands out.",)
    return Section(
        heading="At a glance", paragraphs=tuple(text for text in said if text), listed=listed
    )


def _row(row: Row) -> str:
    """'On time (2024): 53.4%, worse than England. Why …?'"""
    value = f"{row.value} {row.beside}".strip()
    verdict = ", ".join(text for text in (row.verdict, row.among) if text)
    was = f"; the year before {row.before.value}" if row.before.value else ""
    return f"{row.name} ({row.period}): {value}{was}; {verdict}. {row.question}"


def _lines(choice: Choice, words: Mapping[str, str], today: date) -> Section:
    """The lines of enquiry, each with its chart and the question to ask."""
    told = lines(choice, today)
    slides = [slide for line in told for slide in _line(line, words)]
    return Section(
        heading=line_words.heading(choice, told),
        paragraphs=() if told else (line_words.nothing(choice),),
        slides=tuple(slides),
    )


def _line(line: Line, words: Mapping[str, str]) -> Iterator[Slide]:
    """The chart of the measure of a line; none where it has no page."""
    if line.link is None:
        return
    said = dict(line.link.words) | dict(words)
    made = _exhibits(line.link.name, said)[:1]
    note = f"{line.finding}. {line.said} {line.why}."
    for slide in _slides(made, line.link.name, said, most=1):
        yield replace(slide, note=note, question=line.question)


def _found(
    heading: str, page: str, words: Mapping[str, str], shown: tuple[Mapping[str, str], ...]
) -> tuple[Section, ...]:
    """What some views of a page find; nothing where they show nothing."""
    slides = [
        slide
        for more in shown
        for slide in _slides(_exhibits(page, {**words, **more}), page, {**words, **more}, most=1)
    ]
    return (Section(heading=heading, slides=tuple(slides)),) if slides else ()


def _since(choice: Choice, words: Mapping[str, str], day: date) -> Section:
    """What is new since a day; the measures whose figures deserve attention first as a list."""
    heading = f"New since {day_words(day)}"
    try:
        found = since(choice, day)
    except (OSError, duckdb.Error):
        return Section(heading=heading, paragraphs=(since_words.NOT_MADE,))
    order = newer(found.pairs)
    listed = [
        f"{one.measure.name}: {since_words.figure(one.pair.now, one.measure)}; then: "
        f"{since_words.figure(one.pair.then, one.measure)}. {since_words.change(one)}."
        for one in order[:MOST_NEW]
    ]
    more = len(order) - len(listed)
    if more:
        listed.append(f"And {counted(more, 'more measure', 'more measures')}.")
    made = [since_last_meeting.exhibit(found)]
    said = dict(words) | {"since": day.isoformat()}
    return Section(
        heading=heading,
        paragraphs=(f"{made[0].finding}.",),
        listed=tuple(listed),
        slides=_slides(made, "since_last_meeting", said, most=1) if made[0].charts else (),
    )


def _exhibits(page: str, words: Mapping[str, str]) -> list[Exhibit]:
    try:
        return list(views.exhibits(page, words))
    except views.NoView:
        return []


def _slides(
    made: list[Exhibit], page: str, words: Mapping[str, str], most: int
) -> tuple[Slide, ...]:
    """The first charts of each exhibit, as slides that lead to the view where an address is set."""
    where = public.of_view(public.public().address, page, words, load_run().finished_at.date())
    return tuple(
        Slide(exhibit=exhibit, chart=chart, page=page, words=dict(words), address=where)
        for exhibit in made
        for chart in (exhibit.charts[:most] or (None,))
    )


def _closing(sections: tuple[Section, ...]) -> Iterator[str]:
    """Methods in plain words, then each release that a figure comes from, then whose work it is."""
    yield from (f"{each.name}: {each.words}" for each in METHODS if each.name in TOLD)
    files = [
        file for section in sections for slide in section.slides for file in slide.exhibit.releases
    ]
    lines = {f"{release(file)}; {file.file}, retrieved {retrieved(file)}" for file in files}
    yield from (f"Source: {line}." for line in sorted(lines))
    yield f"{UNOFFICIAL} {LICENCE}"
