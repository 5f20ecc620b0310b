"""From figures to rows of a chart: gaps, breaks, labels, axes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from analysis.differences import Figure
from pages.parts.exhibit import chart_rows
from pages.parts.figures.councils import Choice, Council, Group
from pages.parts.figures.database import Indicator, SeriesBreak
from pages.parts.figures.view import Reported, View
from pages.parts.measure import drawing
from pages.parts.warm import every_form

See = Callable[..., View]


def on(year: int) -> date:
    return date(year, 3, 31)


def indicator(unit: str = "percent") -> Indicator:
    return Indicator(
        indicator_id="i", topic="t", name="Name", short_name="Short", unit=unit, decimals=1,
        polarity="high", definition="d", basis="b", timing="flow", core=True, derived=False,
        derived_from=None, multiplier=100, interval_method=None, design_effect=1,
        caution=None,
    )  # fmt: skip


def figure(year: int, value: float | None, status: str = "ok") -> Reported:
    return Reported(
        period=str(year), start=on(year), end=on(year), figure=Figure(value=value), symbol=None,
        status=status, interval=None,
    )  # fmt: skip


def seen(
    council: list[Reported], breaks: tuple[SeriesBreak, ...] = (), unit: str = "percent"
) -> View:
    group = Group(key="england", option="England only", label="", short="", areas=())
    place = Council(
        area_code="A", la_code="001", name="Ashe", region_code=None, region_name=None,
        joint_name=None,
    )  # fmt: skip
    england = tuple(figure(one.end.year, 50.0) for one in council)
    return View(
        indicator=indicator(unit), choice=Choice(council=place, group=group), name="Ashe",
        reporter="A", joint=False, council=tuple(council), england=england, group=(), peers={},
        means={}, breaks=breaks, notes=(),
    )  # fmt: skip


def rows(view: View, mark: str) -> pd.DataFrame:
    frame, _ = drawing.trend(view)
    return frame[frame["mark"] == mark]


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "symbol_words", lambda: {"suppressed": "Hidden (small number)"})


def test_a_line_stops_where_a_value_is_withheld() -> None:
    line = rows(seen([figure(2021, 1), figure(2022, None, "suppressed"), figure(2023, 3)]), "line")
    assert "council" not in set(line["role"])


def test_a_withheld_value_is_a_ring_below_the_axis_with_words_and_never_a_point() -> None:
    """True to the last word, row 2: a ring on the axis would stand where 0% is."""
    view = seen([figure(2021, 1), figure(2022, None, "suppressed"), figure(2023, 3)])
    rings = rows(view, "withheld")
    assert list(rings["x"]) == [2022.0]
    assert rings["y"].isna().all()
    assert list(rows(view, "reason")["text"]) == ["Hidden (small number)"]
    _, settings = drawing.trend(view)
    assert settings["absent"] == 1
    dots = rows(view, "dot")
    assert list(dots[dots["role"] == "council"]["x"]) == [2021.0, 2023.0]


def test_each_reason_has_a_row_of_rings_and_its_words_once() -> None:
    absent = [(2016, "Statements"), (2017, "Statements"), (2019, "Break"), (2023, "Break")]
    marks = chart_rows.absent_marks(absent, 2016, 2025)
    assert [(m.mark, m.x, m.order) for m in marks] == [
        ("withheld", 2016, 0), ("withheld", 2017, 0), ("reason", 2017, 0),
        ("withheld", 2019, 1), ("withheld", 2023, 1), ("reason", 2023, 1),
    ]  # fmt: skip


def test_no_form_draws_a_ring_where_nought_stands() -> None:
    """Below its axis, and in a list dots across the row: both are placed in pixels, not at 0."""
    for form in every_form():
        for layer in form.compiled.get("layer", []):
            if "'withheld'" in str(layer.get("transform")):
                places = [layer["encoding"].get(axis, {}) for axis in ("x", "y")]
                assert any("value" in place for place in places), form.name


def test_a_true_zero_is_a_point() -> None:
    dots = rows(seen([figure(2021, 0.0), figure(2022, 1)]), "dot")
    assert 0.0 in list(dots[dots["role"] == "council"]["y"])


def test_a_line_does_not_cross_a_break() -> None:
    mark = SeriesBreak(after_end=on(2022), kind="break", reason="why")
    view = seen([figure(y, y - 2000) for y in range(2021, 2025)], (mark,))
    line = rows(view, "line").query("role == 'council'")
    assert {frozenset(g["x"]) for _, g in line.groupby("segment")} == {
        frozenset({2021.0, 2022.0}),
        frozenset({2023.0, 2024.0}),
    }
    assert list(rows(view, "break")["x"]) == [2022.5]
    # The reason is among the notes; a rule is too thin for a pointer, so words stand beside it.
    assert list(rows(view, "break")["text"]) == ["series changes →"]


def test_a_line_crosses_a_caution_faintly() -> None:
    mark = SeriesBreak(after_end=on(2022), kind="caution", reason="why")
    line = rows(seen([figure(y, 1) for y in range(2021, 2025)], (mark,)), "line")
    faint = line.query("role == 'council' and faint")
    assert list(faint["x"]) == [2022.0, 2023.0]


def test_a_skipped_year_is_a_gap() -> None:
    line = rows(seen([figure(2021, 1), figure(2022, 1), figure(2024, 1)]), "line")
    assert set(line.query("role == 'council'")["x"]) == {2021.0, 2022.0}


def test_englands_count_is_not_drawn() -> None:
    frame, _ = drawing.trend(seen([figure(2021, 1), figure(2022, 2)], unit="count"))
    assert "england" not in set(frame["role"])


def test_every_line_is_labelled_with_name_and_value() -> None:
    labels = rows(seen([figure(2021, 10), figure(2022, 20)]), "label")
    assert dict(zip(labels["role"], labels["text"], strict=True)) == {
        "council": "Ashe 20.0%",
        "england": "England 50.0%",
    }
    assert list(labels["short"]) == ["20.0%", "50.0%"]  # on a phone


def test_a_label_of_an_older_value_says_its_year() -> None:
    view = seen([figure(2021, 10), figure(2022, 20), figure(2023, None, "suppressed")])
    labels = rows(view, "label").set_index("role")["text"]
    assert labels["council"] == "Ashe 20.0% (2022)"


@pytest.mark.parametrize(
    ("given", "percent", "ends"),
    [
        ([53.4], True, (0.0, 60.0)),
        ([99.0], True, (0.0, 100.0)),
        ([3143.0], False, (0.0, 4000.0)),
        ([-4.0, 12.0], True, (-5.0, 15.0)),
        ([0.0], True, (0.0, 1.0)),
    ],
)
def test_an_axis_starts_at_zero_and_a_share_ends_at_100(
    given: list[float], percent: bool, ends: tuple[float, float]
) -> None:
    assert chart_rows.axis_ends(given, percent) == ends


def test_ticks_are_at_most_six_and_end_with_the_newest_year() -> None:
    assert chart_rows.ticks([2013, 2025]) == [2013, 2016, 2019, 2022, 2025]
    assert chart_rows.ticks([2024]) == [2024]


def test_a_name_is_wrapped_between_words() -> None:
    assert chart_rows.wrapped("Westmorland and Furness") == ["Westmorland and", "Furness"]


def test_one_period_is_drawn_as_bars_largest_first(see: See, app_data: object) -> None:
    view = see("ehcp_review_held_pc")
    assert view.latest is not None
    frame, _ = drawing.bars(view, view.latest.end)
    bars = frame[frame["mark"] == "bar"]
    assert bars["x"].is_monotonic_decreasing
    assert {"council", "england", "neighbours", "peer"} <= set(bars["role"])


def test_a_view_is_not_changed_by_drawing_it() -> None:
    view = seen([figure(2021, 1), figure(2022, 2)])
    same = replace(view)
    drawing.trend(view)
    assert view == same
