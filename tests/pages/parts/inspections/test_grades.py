"""Grades of a council's inspections: what is drawn, said, taken away and traced."""

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from pages.parts.exhibit import exports, pictures, player, workbook
from pages.parts.exhibit.chart_kit import SEQUENCE
from pages.parts.exhibit.chart_rows import month_number
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.exhibit.exports import Paper
from pages.parts.figures.councils import Choice
from pages.parts.figures.inspections import STRANDS, inspections
from pages.parts.inspections import data, drawing, exhibits, tables, words
from pages.parts.inspections.charts import INKS, SHADES
from tests.pages.parts.inspections.reports import BEFORE, NEW, OLD, report

REPORTS = (NEW, BEFORE, OLD)
PAGE = "pages/need_and_protection.py"
LINK = "http://localhost:8501/need_and_protection?show=inspections"
Choose = Callable[..., Choice]
Open = Callable[..., AppTest]


# The chart


def tiles(strand: str) -> list[tuple[float, str, str]]:
    """Month, mark and letters of each tile of a row."""
    frame, _ = drawing.grades_drawn(REPORTS)
    row = frame[frame["name"].eq(strand) & frame["mark"].isin(["tile", "no tile"])]
    return list(zip(row["x"], row["mark"], row["text"], strict=True))


def test_a_tile_stands_in_the_month_in_which_each_inspection_began() -> None:
    months = [month_number(day.on) for day in (OLD, BEFORE, NEW)]
    assert months == [12 * 2015 + 4, 12 * 2022 + 10, 12 * 2026 + 5]
    assert tiles("Children in care") == [
        (months[0], "no tile", "?"),
        (months[1], "tile", "O"),
        (months[2], "tile", "G"),
    ]
    _, settings = drawing.grades_drawn(REPORTS)
    assert settings["ticks"] == months
    assert (settings["rows"], settings["bottom"] < months[0]) == (5, True)


def test_a_grade_that_no_framework_gives_has_an_empty_tile() -> None:
    assert [(mark, text) for _, mark, text in tiles("Overall")] == [
        ("no tile", "?"),
        ("tile", "RI"),
        ("no tile", "–"),
    ]
    assert tiles("Care leavers")[1][1:] == ("no tile", "–")


def test_words_stand_beside_a_tile_as_far_as_the_next_and_the_newest_have_no_end() -> None:
    frame, _ = drawing.grades_drawn(REPORTS)
    said = frame[frame["name"].eq("Help and protection") & frame["mark"].eq("words")]
    assert list(said["text"]) == ["", "Good", "Inadequate"]
    assert list(said["x2"].isna()) == [False, False, True]
    assert said["x2"].iloc[1] == month_number(NEW.on)


def test_on_a_phone_the_newest_grade_stands_with_the_name() -> None:
    frame, _ = drawing.grades_drawn(REPORTS)
    names = list(frame[frame["mark"].eq("name")]["short"])
    assert names[0] == "Overall: Not given"
    assert names[3] == "Children in care: Good"


def test_weaker_grades_are_darker_and_their_letters_can_be_read() -> None:
    order = list(SEQUENCE)
    assert [order.index(shade) for shade in SHADES.values()] == [0, 1, 2, 4]
    assert json.loads(INKS.strip("()"))["inadequate"] == SEQUENCE[SHADES["inadequate"]]


# Words


def test_without_an_overall_grade_every_other_is_told_and_none_stands_for_it() -> None:
    assert words.finding("Ashe", REPORTS) == (
        "Ashe's newest inspection: 8 June 2026, no overall grade any more: leaders inadequate, "
        "help and protection inadequate, children in care good, care leavers requires "
        "improvement to be good"
    )
    assert words.NEW_FRAMEWORK in words.notes(REPORTS)
    assert words.NEW_FRAMEWORK not in words.notes([BEFORE, OLD])


def test_what_is_not_known_is_said_and_so_is_the_day_that_stands_for_another() -> None:
    assert OLD.words == "12 May 2015 (day of the report), overall: not known here"
    assert words.unknown(REPORTS) == "Grades not known here: report of 12 May 2015."
    assert words.UNKNOWN in words.notes(REPORTS)
    assert words.unknown([NEW]) == ""
    assert "?" not in words.legend([NEW, BEFORE])


def test_what_was_put_right_is_told_with_its_source() -> None:
    mended = report(
        BEFORE.started_on, BEFORE.reported_on, *["good"] * 5, mended="in_care: good; Ofsted’s list"
    )
    assert words.mended([mended]) == "Put right: 31 January 2023: in_care: good; Ofsted’s list."
    assert words.mended(REPORTS) == ""


def test_a_council_that_others_went_before_says_so() -> None:
    told = "Reports on the councils before 1 April 2023 are not among these."
    assert told in words.notes([NEW], pd.Timestamp("2023-04-01").date())
    assert told not in words.notes([NEW])


def test_then_and_now_are_the_two_newest_reports() -> None:
    frame = tables.then_and_now(REPORTS)
    assert list(frame.columns) == ["Grade", "Then: 31 January 2023", "Now: 3 August 2026"]
    assert list(frame.iloc[3]) == ["Children in care", "Outstanding", "Good"]
    assert list(tables.then_and_now([OLD]).columns) == ["Grade", "Now: 12 May 2015"]


# Trafford, whose grades were read in the reports themselves


@pytest.fixture
def trafford(choose: Choose) -> Exhibit:
    return exhibits.grades(choose().council)


def test_the_grades_of_trafford_are_those_of_its_reports(app_data: object) -> None:
    told = {each.on.isoformat(): each for each in inspections("358")}
    now = told["2026-06-08"]
    assert [getattr(now, strand) for strand in STRANDS] == [
        "not given", "inadequate", "inadequate", "good", "requires improvement",
    ]  # fmt: skip
    assert told["2019-03-04"].overall == "inadequate"
    assert told["2022-11-21"].overall == "requires improvement"


def test_each_report_leads_to_its_row_of_the_file(trafford: Exhibit) -> None:
    newest, *_ = inspections("358")
    line = f"- **8 June 2026**: row {newest.source_row} of `ilacs_history.csv`; "
    assert line in trafford.trail
    assert f"{newest.report}".rsplit("/", maxsplit=1)[-1] in trafford.trail
    held = duckdb_row(newest.source_row)
    assert held == ("358", "2026-08-03")
    assert [file.file for file in trafford.releases] == ["ilacs_history.csv"]


def duckdb_row(row: int | None) -> tuple[str, str]:
    held = pd.read_csv("data/snapshot/inspection.csv", dtype=str)
    found = held[held["source_row"].eq(str(row))]
    return found["la_code"].item(), found["published_on"].item()


def test_csv_and_workbook_hold_every_report_with_its_row(trafford: Exhibit) -> None:
    paper = Paper(exhibit=trafford, link=LINK)
    frame = pd.read_csv(io.BytesIO(exports.csv(paper)), dtype=str)
    assert list(frame["report"]) == ["2015-05-12", "2019-05-08", "2023-01-31", "2026-08-03"]
    assert frame["overall"].iloc[-1] == "Not given"
    assert frame["leaders"].iloc[1] == "Inadequate"
    assert frame["row"].notna().all() and frame["address"].str.startswith("https://files.").all()
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook.workbook(paper)))
    sheet = book.get_sheet_by_name("Table").to_python()
    assert sheet[0][0] == trafford.finding
    assert any("2026-08-03" in row and "Not given" in row for row in sheet)
    assert len(book.get_sheet_by_name("Figures").to_python()) == 5


def test_the_picture_and_the_slide_hold_the_tiles_and_their_months(trafford: Exhibit) -> None:
    drawn = ET.fromstring(pictures.svg(Paper(exhibit=trafford, link=LINK)))
    said = [text.text for text in drawn.iter(f"{{{pictures.SVG}}}text")]
    assert {"Mar 2019", "Jun 2026", "Help and protection", "RI", "Inadequate"} <= set(said)
    assert said.count("I") == 4
    (slide,) = player.slides_of(trafford)
    assert "Jun 2026" in slide["chart"]


# What the figures said before


def test_figures_before_are_traced_to_their_cells_and_warn(choose: Choose) -> None:
    council = choose().council
    newest, *_ = inspections("358")
    made = exhibits.before(council, newest)
    assert made.finding == "What the figures said before the inspection of 8 June 2026"
    assert made.warning == words.NO_CAUSE
    assert len(made.cells) == len(data.before(newest)) > 20
    assert all(cell.derived or cell.source_row for cell in made.cells)
    (_, table), *_ = made.tables
    rate = table[table["Measure"].eq("Children in need rate")]
    assert rate["Trafford"].item() == "267.4"
    frame = pd.read_csv(io.BytesIO(exports.csv(Paper(exhibit=made, link=LINK))))
    assert len(frame) == len(table)
    hidden = frame[frame["value"].isna()]
    assert list(hidden["in words"]) == ["Hidden (small number)"]
    assert "Hidden (small number)" in made.withheld


def test_a_report_of_unknown_grade_has_no_figures_before_it(app_data: object) -> None:
    reports = inspections("358")
    assert [exhibits.has_before(each) for each in reports] == [True, True, True, False]


# The section


def test_the_section_opens_and_other_inspections_can_be_chosen(open_page: Open) -> None:
    app = open_page(PAGE, show="inspections")
    assert app.header[0].value.startswith("Trafford's newest inspection\\: 8 June 2026")
    assert app.header[1].value == "What the figures said before the inspection of 8 June 2026"
    app.selectbox(key="inspection").set_value("2019-05-08").run()
    assert app.header[1].value.endswith("the inspection of 4 March 2019")
    assert "2019-05-08" in app.query_params["inspection"]


def test_councils_of_england_are_each_counted_once(app_data: object) -> None:
    everyone = data.newest()
    assert len(everyone) == len({each.name for each in everyone}) == 153
    frame = tables.england()
    assert frame["Leaders"].astype(int).sum() == 153
