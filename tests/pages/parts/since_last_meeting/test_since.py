"""What changed since a meeting: figures of then and now, releases, what was due, the page."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import queries
from etl.database import releases as kept
from pages.parts.exhibit import exports, workbook
from pages.parts.exhibit.exports import Paper
from pages.parts.figures.calendar import Issue
from pages.parts.figures.councils import Choice
from pages.parts.figures.freshness import day_of_reading
from pages.parts.figures.view import Reported, Series, view
from pages.parts.since_last_meeting import data, tables, words
from pages.parts.since_last_meeting.choice import usual
from pages.parts.since_last_meeting.data import Meeting, Release, late, meetings, since
from pages.parts.since_last_meeting.exhibits import exhibit
from pages.parts.since_last_meeting.order import newer
from pages.parts.since_last_meeting.showing import NO_MEETING

PAGE = "pages/since_last_meeting.py"
MEETING = date(2023, 7, 25)
REFUSED = "ehcp_requests_refused_pc"

Open = Callable[..., AppTest]
Choose = Callable[..., Choice]


@pytest.fixture
def figure(choose: Choose) -> Callable[..., Reported]:
    real = view(REFUSED, choose()).council[-1]

    def made(value: float | None, status: str = "ok") -> Reported:
        printed = replace(real.figure, value=value)
        return replace(real, figure=printed, status=status, interval=None)

    return made


def test_a_figure_that_a_reader_sees_otherwise_is_revised(figure: Callable[..., Reported]) -> None:
    def told(then: Reported, now: Reported) -> int:
        series: Series = (now,)
        return len(data.revised({REFUSED: (then,)}, {REFUSED: series}))

    assert told(figure(8.2), figure(8.3)) == 1
    assert told(figure(8.23), figure(8.24)) == 0  # printed alike
    assert told(figure(6.25), figure(6.3)) == 0  # both 6.3 on the page: halves go up
    assert told(figure(8.2), figure(None, "unavailable")) == 1
    assert told(figure(None, "suppressed"), figure(8.2)) == 1
    assert told(figure(None, "suppressed"), figure(None, "unavailable")) == 0
    assert data.revised({}, {REFUSED: (figure(8.2),)}) == ()


def test_what_is_revised_says_then_now_and_why(choose: Choose) -> None:
    # DfE's release of 2025 no longer prints the share refused of 2019 to 2021.
    found = since(choose(), MEETING)
    frame = tables.revised(found, found.revised)
    assert frame.values.tolist() == [
        ["Requests refused", "2019", "9.8%", "Not available", words.NOT_STATED],
        ["Requests refused", "2020", "6.9%", "Not available", words.NOT_STATED],
        ["Requests refused", "2021", "8.2%", "Not available", words.NOT_STATED],
    ]
    assert words.withheld((), found.revised) == "Newly withheld: Requests refused."


def test_a_release_is_here_or_not_or_was_due(app_data: object) -> None:
    issue = Issue(
        publication="Education, health and care plans",
        period="Reporting year 2025",
        last_day=date(2025, 1, 31),
        published_on="2025-06",
        known="stated",
        source="s",
    )
    coming = replace(issue, last_day=date(2026, 1, 31), published_on="2026-06", known="expected")
    assert data._came(issue, date(2025, 1, 31)) == "here"
    assert data._came(issue, date(2024, 1, 31)) == "not here"
    assert data._came(coming, date(2025, 1, 31)) == "due"
    due = Release(issue=coming, came="due")
    assert late([Release(issue=issue, came="here"), due]) == [due]
    assert words.late([due]) == (
        "Due by now and not among the figures here: “Education, health and care plans”, Reporting "
        "year 2025 (June 2026)."
    )
    assert words.late([]) == ""


def test_releases_are_those_after_the_meeting_and_by_today(app_data: object) -> None:
    found = data.releases(date(2025, 6, 30), date(2025, 10, 31))
    assert {one.issue.publication for one in found} == {
        "Children in need",
        "ONS mid-year population estimates",
    }


def test_the_newest_known_meeting_is_the_usual_one_else_a_year_ago() -> None:
    today = date(2026, 11, 28)
    assert usual((Meeting(day=MEETING, title="t"),), today) == MEETING
    assert usual((), today) == today - timedelta(days=365)
    assert usual((), date(2015, 3, 1)) == date(2015, 1, 1)


def test_nothing_new_is_said_plainly(choose: Choose) -> None:
    found = since(choose(), day_of_reading())
    told = exhibit(found)
    assert told.finding == f"Nothing new for Trafford since {words.day_words(day_of_reading())}"
    assert (told.tables, told.charts) == ((), ())
    paper = Paper(exhibit=told, link="?")
    assert zipfile.ZipFile(io.BytesIO(exports.zipped(paper))).namelist()
    assert len(workbook.workbook(paper)) > 1000


def test_every_number_of_the_finding_is_counted_in_the_table(choose: Choose) -> None:
    found = since(choose(), MEETING)
    order = newer(found.pairs)
    new = tables.new(found, order)
    flips = new["Beside England"].str.contains("; then: ").sum()
    assert words.finding(found, order).startswith(
        f"{len(new)} of {len(found.pairs)} measures of Trafford have newer figures than on "
        f"25 July 2023; on {flips} the verdict beside England changed"
    )


def test_the_files_hold_what_the_page_shows(choose: Choose) -> None:
    told = exhibit(since(choose(), MEETING))
    paper = Paper(exhibit=told, link="?since=2023-07-25")
    with zipfile.ZipFile(io.BytesIO(exports.zipped(paper))) as together:
        frame = pd.read_csv(together.open(f"{told.name}.csv"))
    assert set(frame["what"]) == {"new", "revised"}
    assert len(frame) == sum(len(table) for _, table in told.tables[:2])
    on_time = frame[frame["measure"].str.startswith("EHC plans issued within 20 weeks")]
    assert set(on_time["value now"].round(1)) <= {53.4}
    assert told.files and told.trail


def test_meetings_come_from_the_papers_of_the_council(app_data: object) -> None:
    assert [meeting.day for meeting in meetings("358")] == [MEETING, date(2020, 1, 14)]
    assert meetings("202") == ()


def test_the_page_begins_with_the_newest_meeting_and_offers_the_others(open_page: Open) -> None:
    app = open_page(PAGE, council="trafford")
    assert not app.exception
    assert "25 July 2023" in app.header[0].value
    links = {link.proto.label: link.proto.query_string for link in app.get("page_link")}
    assert "since=2020-01-14" in links["Meeting of 14 January 2020"]
    evening = links["See every page as known on that evening"]
    assert "known=2023-07-25" in evening and "since=2023-07-25" not in evening


def test_any_day_can_be_chosen_and_stays_in_the_address(open_page: Open) -> None:
    app = open_page(PAGE, council="camden", since="2026-01-15")
    assert "15 January 2026" in app.header[0].value
    assert app.query_params["since"] == "2026-01-15"
    app.date_input[0].set_value(date(2025, 9, 1)).run()
    assert "1 September 2025" in app.header[0].value
    assert app.query_params["since"] == "2025-09-01"


@pytest.mark.parametrize("said", ["2999-01-01", "2014-12-31", "last week", "2023-02-30"])
def test_a_day_that_is_not_offered_is_ignored_and_told(said: str, open_page: Open) -> None:
    app = open_page(PAGE, council="camden", since=said)
    assert not app.exception
    assert any("is ignored" in caption.value for caption in app.caption)
    assert any(NO_MEETING in caption.value for caption in app.caption)


def test_as_known_on_a_day_what_came_later_is_not_new(
    app_data: object, choose: Choose, snapshot_data: object
) -> None:
    database = kept.current(app_data)  # type: ignore[arg-type]
    with queries.one_database(queries.known.as_known(database, date(2024, 12, 31))):
        found = since(choose(group="sn21"), MEETING)
    ends = {one.pair.now.end for one in newer(found.pairs) if one.pair.now}
    assert ends and max(ends) <= date(2024, 3, 31)
    assert max(one.issue.public_on for one in found.releases) <= date(2024, 12, 31)
