"""One indicator in every place and year, as a reader takes it away."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import duckdb
import pandas as pd
import pytest

import queries
from pages.parts.exhibit import all_councils
from pages.parts.exhibit.exhibit import Concerned, Exhibit
from pages.parts.exhibit.exports import Paper
from pages.parts.figures.councils import Choice
from pages.parts.measure import exhibits

LINK = "http://localhost:8501/ehc_plans"
INDICATOR = "ehcp_20wk_ex_pc"
PLACE = "insert into area values (?, ?, ?, ?, null, null, null)"
FIGURE = (
    "insert into figure (indicator_id, area_code, period, period_kind, period_start, period_end, "
    "breakdown, breakdown_topic, value, status, derived, release_id) "
    "values (?, ?, ?, 'calendar', ?, ?, ?, ?, ?, 'ok', false, 'r')"
)


@pytest.fixture
def measured(choose: Callable[..., Choice]) -> Exhibit:
    """The exhibit of one measure of one council."""
    exhibit = exhibits.exhibit(INDICATOR, choose())
    assert exhibit is not None
    return exhibit


def test_places_come_from_the_whole_to_its_parts(empty: duckdb.DuckDBPyConnection) -> None:
    empty.execute(
        "insert into release values ('r', 'P', 'T', 'f.csv', null, null, null, 's', 1, 'OGL', null)"
    )
    empty.executemany(
        PLACE,
        [("A", "1", "Ashe", "la"), ("E1", None, "North", "region"), ("X", None, "All", "country")],
    )
    day = date(2024, 12, 31)
    empty.executemany(
        FIGURE,
        [
            ("i", "A", "2024", day, day, None, None, 1),
            ("i", "A", "2024", day, day, "Female", "Sex", 2),
            ("i", "E1", "2024", day, day, None, None, 3),
            ("i", "X", "2024", day, day, None, None, 4),
            ("j", "X", "2024", day, day, None, None, 5),
        ],
    )
    rows = queries.read(empty, "all_of_measure", all_councils.PlaceRow, indicator="i")
    assert [(row.name, row.value, row.file) for row in rows] == [
        ("All", 4, "f.csv"),
        ("North", 3, "f.csv"),
        ("Ashe", 1, "f.csv"),
    ]


def test_every_council_and_year_comes_in_one_file(measured: Exhibit) -> None:
    made = all_councils.zipped(Paper(exhibit=measured, link=LINK))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert parts.namelist() == [
            f"{INDICATOR}-all-councils.csv",
            f"{INDICATOR}-all-councils-notes.txt",
        ]
        frame, told = (parts.read(name) for name in parts.namelist())
    rows = pd.read_csv(io.BytesIO(frame))
    assert rows.iloc[0]["place"] == "England" and rows["place"].nunique() > 150
    newest = rows[(rows["place"] == "Trafford") & (rows["period"] == 2024)].iloc[0]
    assert newest[["value", "numerator", "denominator", "DfE code"]].tolist() == [
        53.4,
        203,
        380,
        358,
    ]
    said = told.decode("utf-8-sig")
    assert "Measure: Plans issued within 20 weeks" in said and f"Link: {LINK}" in said
    assert "Release: Education, health and care plans" in said


def test_a_figure_is_what_the_page_of_its_council_says(measured: Exhibit) -> None:
    frame = measured.figures.frame()
    published = frame[frame["place"] != "Neighbours (mean)"]  # that of one council's neighbours
    own = published.set_index(["place", "period"])
    everywhere = all_councils.figures(INDICATOR).set_index(["place", "period"])
    assert len(own) > 100
    for column in ("value", "in words", "numerator", "interval low"):
        beside = everywhere[column].reindex(own.index)
        assert ((beside == own[column]) | (beside.isna() & own[column].isna())).all()


def test_what_is_withheld_and_what_is_a_fault_is_words(app_data: object) -> None:
    hidden = all_councils.figures("cp_2yr_open_pc")
    hidden = hidden[hidden["in words"] == "Hidden (small number)"]
    assert len(hidden) and hidden[["value", "numerator", "denominator"]].isna().all(axis=None)
    new = all_councils.figures("ehcp_new").set_index(["area code", "period"])
    assert len(new) and "Not shown (fault in the published file)" in set(new["in words"])


def test_only_what_is_about_one_indicator_as_a_whole_is_offered(measured: Exhibit) -> None:
    of = all_councils.indicator_of
    one = Concerned(indicators=("i",), areas=())
    assert of(replace(measured, concerned=one)) == "i"
    assert of(replace(measured, concerned=replace(one, topic="Age"))) is None
    assert of(replace(measured, concerned=replace(one, indicators=("i", "j")))) is None
    assert of(replace(measured, concerned=None)) is None
