"""Every page as known on a day: nothing later, what is shown is said, and the way back."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import queries
from etl.database import releases
from pages.parts.exhibit import exports, pictures, workbook
from pages.parts.exhibit.exports import Paper
from pages.parts.figures.councils import Choice
from pages.parts.figures.freshness import overdue
from pages.parts.figures.view import View
from queries import known
from tests.pages.conftest import EVERY_PAGE
from tests.pages.exhibits import every_exhibit
from tests.some import paired

MEETING = date(2023, 7, 25)
BAND = "Figures as known on 25 July 2023: what came out later is left out."
COUNCILS = {"Trafford": "358", "Isles of Scilly": "420", "Cumberland, new in 2023": "942"}

Open = Callable[..., AppTest]
Choose = Callable[..., Choice]
See = Callable[..., View]


@pytest.fixture
def then(app_data: Path) -> Iterator[Path]:
    """The database of the snapshot as known on the evening of the meeting."""
    with queries.one_database(known.as_known(releases.current(app_data), MEETING)) as path:
        yield path


DAYS = ["2015-01-01", "2019-09-01", "2023-07-25", "2025-10-30"]


@pytest.mark.parametrize(("page", "day"), paired(EVERY_PAGE, DAYS, 2))
def test_every_page_opens_as_known_on_a_day(page: str, day: str, open_page: Open) -> None:
    app = open_page(page, known=day)
    assert not app.exception
    assert band_of(app).startswith("Figures as known on ")
    assert app.query_params["known"] == day


@pytest.mark.parametrize(("page", "kind"), paired(EVERY_PAGE, [*COUNCILS]))
def test_every_page_opens_for_every_kind_of_council(page: str, kind: str, open_page: Open) -> None:
    app = open_page(page, council=COUNCILS[kind], known="2023-07-25")
    assert not app.exception
    assert band_of(app).startswith(BAND)


def test_no_exhibit_has_a_period_that_came_out_later(choose: Choose, then: Path) -> None:
    choice = choose(group="sn21")
    exhibits = list(every_exhibit(choice))
    assert len(exhibits) > 50
    for exhibit in exhibits:
        years = {int(year) for year in re.findall(r"\b20[0-9]{2}\b", exhibit.period)}
        assert not years or max(years) <= MEETING.year, exhibit.key
        frame = exhibit.figures.frame()
        for column in frame.columns.intersection(["period", "year"]):
            ends = re.findall(r"20[0-9]{2}", " ".join(frame[column].astype(str)))
            assert not ends or max(map(int, ends)) <= MEETING.year, exhibit.key


def test_a_figure_is_shown_as_it_was_first_printed(see: See, app_data: Path) -> None:
    # DfE's release of 2025 no longer prints the share refused of 2019 to 2021.
    year, now = date(2021, 12, 31), see("ehcp_requests_refused_pc")
    assert (figure := now.of(year)) and (figure.value, figure.status) == (None, "unavailable")
    with queries.one_database(known.as_known(releases.current(app_data), MEETING)):
        then = see("ehcp_requests_refused_pc", group="england")
    assert (figure := then.of(year)) and figure.value == pytest.approx(8.23245)
    assert (figure.figure.numerator, figure.figure.denominator) == (34, 413)
    assert then.latest is not None and then.latest.end == date(2022, 12, 31)


def test_a_release_is_due_by_that_day_and_not_by_now(then: Path) -> None:
    assert overdue(["ehcp_caseload", "cin_rate"]) == ""


def test_every_file_says_of_which_day_its_figures_are(choose: Choose, then: Path) -> None:
    exhibit = next(every_exhibit(choose(group="sn21")))
    paper = Paper(exhibit=exhibit, link="?known=2023-07-25")
    assert exports.facts(paper)["As known"].startswith(BAND)
    assert BAND in exports.citation(paper)
    assert BAND in pictures.foot(paper)
    assert BAND.encode() in pictures.svg(paper) or b"as known on 25 July 2023" in pictures.svg(
        paper
    )
    assert len(workbook.workbook(paper)) > 1000


def test_a_slide_says_once_of_which_day_its_figures_are(open_page: Open) -> None:
    app = open_page("pages/workforce.py", known="2023-07-25", present="1")
    given = [json.loads(block.proto.json or "{}") for block in app.get("bidi_component")]
    (markup,) = (data["slides"] for data in given if "slides" in data)
    slides = markup.split("<article")[1:]
    assert [slide.count(BAND) for slide in slides] == [1] * len(slides) != []


def test_without_a_day_no_page_says_anything(open_page: Open) -> None:
    app = open_page("pages/workforce.py")
    assert band_of(app) == "" and "known" not in app.query_params


@pytest.mark.parametrize("said", ["2023-02-30", "yesterday", "2999-01-01", "2014-12-31", ""])
def test_a_day_that_is_none_is_ignored_and_told(said: str, open_page: Open) -> None:
    app = open_page("pages/workforce.py", known=said)
    assert not app.exception and band_of(app) == ""
    assert any("is ignored" in caption.value for caption in app.caption)
    assert "known" not in app.run().query_params


def test_the_day_goes_along_to_every_page_and_there_is_a_way_back(open_page: Open) -> None:
    app = open_page("pages/workforce.py", council="camden", known="2023-07-25")
    links = [link.proto for link in app.get("page_link")]
    named = {link.label: link.query_string for link in links}
    assert "known=2023-07-25" in named["EHC plans"]
    assert "known" not in named["Back to the figures of now"]
    assert "council=camden" in named["Back to the figures of now"]


def test_a_refresh_in_between_is_shown_as_known_on_the_same_day(
    open_page: Open, app_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("pages/workforce.py", known="2023-07-25")
    first = [header.value for header in app.header]
    folder = tmp_path / "data"
    (folder / "releases").mkdir(parents=True)
    newer = folder / "releases" / "20300101T000000000000Z.duckdb"
    newer.write_bytes(releases.current(app_data).read_bytes())
    (folder / "current").write_text(newer.name, encoding="utf-8")
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(folder))
    again = app.run()
    assert not again.exception
    assert [header.value for header in again.header] == first
    assert band_of(again).startswith(BAND)


def test_where_nothing_can_be_written_the_figures_of_now_are_shown_and_told(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(known, "as_known", full)
    app = open_page("pages/workforce.py", known="2023-07-25")
    assert not app.exception and band_of(app) == ""
    assert any("These are the figures of now" in warning.value for warning in app.warning)


def band_of(app: AppTest) -> str:
    """What the band at the top of a page says; empty where there is none."""
    said = [text.value for text in app.markdown if "Figures as known on" in text.value]
    return said[0].partition(": ")[2].replace("\\", "") if said else ""
