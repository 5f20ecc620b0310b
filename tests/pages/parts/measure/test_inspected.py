"""Inspections marked on the time axis of a measure: where, what is told, and what is not drawn."""

import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.exhibit import exports, pictures
from pages.parts.exhibit.exports import Paper
from pages.parts.figures import database
from pages.parts.figures.councils import Choice
from pages.parts.figures.inspections import began_before
from pages.parts.figures.view import View
from pages.parts.measure import drawing, exhibits, stops, tables, words
from tests.pages.parts.inspections.reports import BEFORE, NEW, OLD, report
from tests.pages.parts.measure.test_drawing import figure, seen

PAGE = "pages/need_and_protection.py"
LINK = "http://localhost:8501/need_and_protection"
REPORTS = (NEW, BEFORE, OLD)
Choose = Callable[..., Choice]
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (database, drawing):
        monkeypatch.setattr(room, "symbol_words", lambda: {})


@pytest.fixture
def ashe() -> View:
    """Figures on 31 March of 2020 to 2025."""
    return seen([figure(year, 10.0) for year in range(2020, 2026)])


def marks(view: View, *inspected: object) -> list[float]:
    frame, _ = drawing.trend(view, inspected=inspected)  # type: ignore[arg-type]
    return [float(x) for x in frame[frame["mark"] == "inspection"]["x"]]


def began(day: date) -> object:
    return report(day, day, *["good"] * 5)


def test_a_mark_stands_where_the_day_lies_between_the_last_days_of_periods(ashe: View) -> None:
    """31 March 2023 stands at 2023; 21 November 2022 is 130 days before it."""
    assert marks(ashe, began(date(2023, 3, 31))) == [2023]
    assert marks(ashe, BEFORE) == [pytest.approx(2023 - 130 / 365.25, abs=0.01)]


def test_marks_do_not_stretch_the_axis_and_those_outside_are_told(ashe: View) -> None:
    _, without = drawing.trend(ashe)
    frame, with_marks = drawing.trend(ashe, inspected=REPORTS)
    assert (with_marks["first"], with_marks["last"]) == (without["first"], without["last"])
    assert list(frame[frame["mark"] == "inspection"]["x"].round(2)) == [2022.64]
    assert drawing.later(ashe, REPORTS) == NEW
    legend = words.legend(ashe, {"inspection"}, later=NEW)
    assert legend == "Triangles: inspections; not marked, as later: inspection of June 2026."


def test_a_mark_a_little_after_the_newest_figure_is_drawn_where_the_axis_has_room(
    ashe: View,
) -> None:
    soon = began(date(2025, 5, 1))
    assert len(marks(ashe, soon)) == 1
    assert drawing.later(ashe, [soon]) is None  # type: ignore[list-item]


def test_every_inspection_is_in_the_notes_marked_or_not(ashe: View) -> None:
    notes = words.inspected(REPORTS, drawing.seen(ashe, REPORTS))
    assert notes[0] == (
        "Inspections marked: 21 November 2022, overall: requires improvement to be good."
    )
    assert "8 June 2026, no overall grade any more: leaders inadequate" in notes[1]
    assert "12 May 2015 (day of the report)" in notes[1]
    assert notes[2] == words.NO_CAUSE
    assert words.inspected([], []) == []


def test_the_table_and_the_crosshair_tell_an_inspection_once(ashe: View) -> None:
    frame = tables.trend_table(ashe, REPORTS)
    told = dict(zip(frame["Period"], frame["Inspections in the year before"], strict=True))
    assert {period: text for period, text in told.items() if text != "None"} == {
        "31 March 2023": "21 November 2022, overall: requires improvement to be good"
    }
    assert "Inspections in the year before" not in tables.trend_table(ashe)
    at = {stop.x: stop.more for stop in stops.stops(ashe, inspected=REPORTS)}
    assert at[2023] == (
        "Inspection 21 November 2022",
        "Overall: requires improvement to be good",
    )
    assert not any(lines for x, lines in at.items() if x != 2023)


def test_each_day_belongs_to_one_year() -> None:
    """A year ends on its last day; one that ends on 29 February begins after the 28th."""
    ends = [date(2023, 3, 31), date(2024, 3, 31), date(2025, 3, 31)]
    for day in (date(2023, 3, 31), date(2023, 4, 1), date(2024, 2, 29), date(2025, 3, 31)):
        one = report(day, day, *["good"] * 5)
        assert len([end for end in ends if began_before([one], end)]) == 1, day
    leap = report(date(2023, 3, 1), date(2023, 3, 1), *["good"] * 5)
    assert began_before([leap], date(2024, 2, 29)) == [leap]


# On the pages


def test_files_of_a_marked_chart_hold_the_marks_in_picture_and_words(choose: Choose) -> None:
    marked = exhibits.exhibit("cin_rate", choose(), marked=True)
    plain = exhibits.exhibit("cin_rate", choose())
    assert marked and plain
    paper = Paper(exhibit=marked, link=LINK)
    assert drawn_triangles(paper) == drawn_triangles(Paper(exhibit=plain, link=LINK)) + 3
    said = " ".join(text.text or "" for text in texts(paper))
    assert "triangles: inspections; not marked, as later: inspection of June 2026" in said
    notes = exports.facts(paper)["Notes"]
    assert "4 March 2019, overall: inadequate" in notes and "8 June 2026" in notes
    frame = pd.read_csv(io.BytesIO(exports.csv(paper)))
    assert list(frame) == list(
        pd.read_csv(io.BytesIO(exports.csv(Paper(exhibit=plain, link=LINK))))
    )


def drawn_triangles(paper: Paper) -> int:
    """Hollow marks with a stroke of ink in a picture."""
    drawn = ET.fromstring(pictures.svg(paper))
    return sum(
        path.get("stroke", "").upper() == "#0B0C0C" and path.get("stroke-width") == "1.5"
        for path in drawn.iter(f"{{{pictures.SVG}}}path")
    )


def texts(paper: Paper) -> list[ET.Element]:
    return list(ET.fromstring(pictures.svg(paper)).iter(f"{{{pictures.SVG}}}text"))


@pytest.mark.parametrize("page", [PAGE, "pages/workforce.py"])
def test_the_reader_takes_the_marks_off_and_the_address_says_so(page: str, open_page: Open) -> None:
    app = open_page(page)
    assert "riangles: inspections" in captions(app)
    app.selectbox(key="inspections").set_value("hidden").run()
    assert "riangles: inspections" not in captions(app)
    assert "hidden" in app.query_params["inspections"]
    again = open_page(page, inspections="hidden")
    assert "riangles: inspections" not in captions(again)
    assert not any("Inspections in the year before" in table.value for table in again.table)


def test_charts_of_education_are_not_marked(open_page: Open) -> None:
    app = open_page("pages/ehc_plans.py")
    assert "riangles: inspections" not in captions(app)
    assert "inspections" not in {box.key for box in app.selectbox}


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption).replace("\\", "")
