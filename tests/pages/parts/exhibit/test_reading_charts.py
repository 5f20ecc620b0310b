"""How a chart is read: sentences for each form, and an example from the figures in sight."""

import json
import re

import pandas as pd
import pytest

from pages.parts.exhibit.chart_kit import FORMS, form_name, named
from pages.parts.exhibit.chart_rows import Mark, frame_of
from pages.parts.exhibit.exhibit import Chart, Exhibit, Figures, Layout
from pages.parts.exhibit.reading_charts import CHANCE, MAP, READINGS, how_to_read
from pages.parts.measure.charts import parts_chart, trend_chart
from pages.parts.warm import every_form

every_form()
STOPS = ("2023 · Ashe 50.0%", "2024 · Ashe 53.4% (203 of 380) · England 46.4%")


def exhibit(*charts: Chart, table: pd.DataFrame | None = None) -> Exhibit:
    """An exhibit of Ashe with these charts."""
    figures = Figures(frame=pd.DataFrame, layout=Layout(down="year"))
    words = dict.fromkeys(("finding", "measure", "basis", "period", "source"), "")
    return Exhibit(
        key="x",
        place="Ashe",
        subtitle=(),
        charts=charts,
        tables=() if table is None else (("", table),),
        figures=figures,
        **words,
    )


def line(*marks: Mark) -> Chart:
    stops = [Mark(mark="stop", x=2023, order=0), Mark(mark="stop", x=2024, order=1)]
    frame = frame_of([*marks, *stops])
    return Chart(
        key="x", specification=trend_chart.specification({}), frame=frame, alt="", texts=STOPS
    )


def bars(*marks: Mark) -> Chart:
    return Chart(
        key="y", specification=parts_chart.specification({}), frame=frame_of(marks), alt=""
    )


def test_every_form_of_chart_is_explained() -> None:
    assert set(READINGS) == {*FORMS, MAP}
    assert all(form_name(form.specification({})) == name for name, form in FORMS.items())


@pytest.mark.parametrize("name", sorted(FORMS))
def test_what_is_explained_is_a_mark_of_the_form(name: str) -> None:
    marks = set(re.findall(r"'([a-z ]+)'", json.dumps(FORMS[name].compiled)))
    assert marks >= set(READINGS[name].marks)


def test_the_example_is_the_newest_stop_as_a_sentence() -> None:
    told = how_to_read(exhibit(line()))
    assert told.endswith("For example: 2024: Ashe 53.4% (203 of 380); England 46.4%.")


def test_a_mark_is_explained_where_it_is_drawn_only() -> None:
    assert CHANCE not in how_to_read(exhibit(line()))
    assert CHANCE in how_to_read(exhibit(line(Mark(mark="interval", x=2024, y=48, y2=58))))


def test_a_row_of_bars_is_told_with_all_its_marks() -> None:
    rows = [
        Mark(mark="bar", name="Autism", tip="Ashe: 22.6%"),
        Mark(mark="tick", name="Autism", tip="England: 33.4%"),
        Mark(mark="bar", name="Speech", tip="Ashe: 11.0%"),
    ]
    told = how_to_read(exhibit(bars(*rows)))
    assert told.endswith("For example: “Autism”: Ashe: 22.6%; England: 33.4%.")


def test_a_map_is_told_by_the_first_row_of_its_table() -> None:
    wards = pd.DataFrame({"ward": ["Hale"], "pupils": ["1,292"], "EHC plan": ["20.4%"]})
    chart = Chart(key="m", specification=named(MAP), frame=None, alt="")
    assert how_to_read(exhibit(chart, table=wards)).endswith("For example: Hale: 20.4%.")
    assert "For example" not in how_to_read(exhibit(chart))


def test_each_form_is_told_once_in_the_order_of_the_charts() -> None:
    told = how_to_read(exhibit(line(), bars(), line())).split("\n\n")
    assert [text.split(".")[0] for text in told] == [
        READINGS["trend"].shows.split(".")[0],
        READINGS["parts"].shows.split(".")[0],
    ]


def test_without_a_form_of_ours_nothing_is_told() -> None:
    assert how_to_read(exhibit()) == ""
    assert how_to_read(exhibit(Chart(key="x", specification={}, frame=None, alt=""))) == ""
