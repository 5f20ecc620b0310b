"""A briefing: what deserves a question, the lines of enquiry with charts, methods and sources."""

from datetime import date
from pathlib import Path

import pytest

import queries
from etl.database import releases
from pages.parts.asking import address
from pages.parts.overview.entries import asking, entries
from pages.parts.overview.rows import FIRST
from pages.parts.present.brief import brief
from pages.parts.present.documents.booklet import Booklet
from pages.parts.present.site.rooms import chosen
from pages.parts.present.site.single import html
from pages.parts.since_last_meeting.enquiry.lines import lines
from tests.pages.parts.present.reading_html import Page

DAY = date(2025, 1, 15)


@pytest.fixture(scope="module")
def made(snapshot_data: Path) -> Booklet:
    with queries.one_database(releases.current(snapshot_data)):
        return brief("trafford", day=DAY)


def test_it_has_its_sections_in_order(made: Booklet) -> None:
    assert [section.heading.split(" for ")[0] for section in made.sections] == [
        "At a glance",
        "Eight lines of enquiry",
        "Year groups",
        "Wards",
        "New since 15 January 2025",
    ]
    assert made.title == "Trafford: what deserves a question"


def test_at_a_glance_names_what_the_page_asks_first(made: Booklet, snapshot_data: Path) -> None:
    with queries.one_database(releases.current(snapshot_data)):
        asked = asking(entries(chosen("trafford")))
    told = made.sections[0].listed
    assert len(told) == min(len(asked), FIRST)
    for line, entry in zip(told, asked[:FIRST], strict=True):
        assert line.startswith(entry.indicator.short_name)
        assert line.endswith(entry.question)


def test_each_line_of_enquiry_has_its_chart_and_its_question(
    made: Booklet, snapshot_data: Path
) -> None:
    with queries.one_database(releases.current(snapshot_data)):
        choice = chosen("trafford")
        with address.reading("overview", {"council": "trafford"}):
            told = lines(choice)
    slides = made.sections[1].slides
    assert [slide.exhibit.key for slide in slides] == [line.name for line in told]
    assert [slide.question for slide in slides] == [line.question for line in told]
    assert all(
        slide.note.startswith(line.finding) for slide, line in zip(slides, told, strict=True)
    )


def test_the_closing_names_each_release_and_says_whose_work_it_is(made: Booklet) -> None:
    files = {file.file for slide in made.slides for file in slide.exhibit.releases}
    assert files
    for file in files:
        assert any(file in text for text in made.closing), file
    assert "not an official statistic" in made.closing[-1]


def test_as_html_it_needs_nothing_else_and_has_every_finding(
    made: Booklet, snapshot_data: Path
) -> None:
    with queries.one_database(releases.current(snapshot_data)):
        found = Page(html(made).decode())
    assert [each.finding for each in found.articles] == [s.exhibit.finding for s in made.slides]
    assert not {"script", "link", "img"} & set(found.tags)
    assert all(link.startswith("https://") for link in found.links)


def test_it_is_compared_with_the_group_that_is_asked_for(snapshot_data: Path) -> None:
    with queries.one_database(releases.current(snapshot_data)):
        made = brief("isles-of-scilly", "region", DAY)
    assert "compared with the South West" in made.sections[0].paragraphs[0]
    assert [section.heading for section in made.sections if section.heading == "Wards"] == []
