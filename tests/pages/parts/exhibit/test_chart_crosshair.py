"""The crosshair: where it stops, what it tells, and that nothing else of a chart says "null"."""

import json

import pytest
import vl_convert

from pages.parts.exhibit.chart_crosshair import Stop, settings_of, stop_marks, texts
from pages.parts.exhibit.chart_kit import FORMS, for_file
from pages.parts.exhibit.chart_rows import COLUMNS, Mark, frame_of
from pages.parts.measure.charts import trend_chart

STOPS = [
    Stop(x=2021, name="2021", told=("Ashe 1.0%",)),
    Stop(x=2022, name="2022", told=("Ashe 2.0% (2 of 100)", "England 3.0%"), more=("Half",)),
    Stop(x=2024, name="2024", told=("Ashe: Hidden (small number)",)),
]


def test_it_steps_by_index_so_that_a_skipped_year_is_no_stop() -> None:
    assert [mark.order for mark in stop_marks(STOPS)] == [0, 1, 2]
    made = trend_chart.specification(settings_of(STOPS, 2))
    slider = next(param for param in made["params"] if "bind" in param)["bind"]["order"]
    assert (slider["min"], slider["max"], slider["step"]) == (0, 2, 1)


def test_its_panel_stands_on_the_side_with_more_room() -> None:
    assert [mark.role for mark in stop_marks(STOPS)] == ["right", "right", "left"]


def test_all_is_said_in_one_line() -> None:
    assert (
        texts(frame_of(stop_marks(STOPS)))[1] == "2022 · Ashe 2.0% (2 of 100) · England 3.0% · Half"
    )


def test_a_phone_keeps_as_many_lines_free_as_the_longest_stop_takes() -> None:
    long = Stop(x=2023, name="2023", told=("Ashe 2.0% (2 of 100)", "England 3.0%", "Half " * 8))
    assert settings_of(STOPS, keys=3)["lines"] == 3
    assert settings_of([long], keys=1)["lines"] == len(long.phone_lines) == 3


def test_a_form_with_a_crosshair_has_no_other_tooltip() -> None:
    tooltips = [
        layer["encoding"]["tooltip"]
        for layer in trend_chart.compiled["layer"]
        if "tooltip" in layer.get("encoding", {})
    ]
    assert tooltips == [{"value": None}]  # of the layer that catches the pointer


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_marks_and_axes_are_no_objects_of_their_own(form: object) -> None:
    config = form.compiled["config"]  # type: ignore[attr-defined]
    assert config["mark"]["aria"] is False and config["axis"]["aria"] is False


def test_a_file_has_no_crosshair_no_variables_and_a_size() -> None:
    made = for_file(trend_chart.specification(settings_of(STOPS, 2)), 904, 300)
    assert (made["width"], made["height"]) == (904, 300)
    assert not any("bind" in param for param in made["params"])
    assert "var(--" not in json.dumps(made)
    frame = frame_of([*stop_marks(STOPS), Mark(mark="dot", role="council", x=2021, y=1)])
    made["data"] = {"values": json.loads(frame.to_json(orient="records"))}
    drawn = vl_convert.vegalite_to_svg(made)
    assert "Ashe 1.0%" not in drawn and 'height="300"' in drawn


def test_what_has_nothing_to_tell_a_pointer_tells_nothing() -> None:
    assert list(frame_of([Mark(mark="head")])["tip"]) == [""]
    assert "tip" in COLUMNS
