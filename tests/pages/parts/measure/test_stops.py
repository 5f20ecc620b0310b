"""What the crosshair tells in each period, and the band of the middle half of councils."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from analysis.differences import Figure
from analysis.intervals import Interval
from pages.parts.compare.data import everywhere
from pages.parts.figures import database
from pages.parts.figures.counts import counts, few_counts
from pages.parts.figures.database import SeriesBreak
from pages.parts.figures.view import MiddleHalf, View, middle_halves
from pages.parts.measure import drawing, stops
from tests.pages.parts.measure.test_drawing import figure, on, seen

See = Callable[..., View]


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "symbol_words", lambda: {"suppressed": "Hidden (small number)"})
    monkeypatch.setattr(drawing, "symbol_words", lambda: {"suppressed": "Hidden (small number)"})


def halves(*years: int) -> list[MiddleHalf]:
    return [MiddleHalf(period_end=on(year), low=20, high=60, councils=100) for year in years]


def test_a_stop_tells_every_series_with_counts_interval_and_band() -> None:
    own = replace(
        figure(2022, 40.0),
        figure=Figure(value=40.0, numerator=10, denominator=25),
        interval=Interval(low=23.4, high=59.3),
    )
    first, second = stops.stops(seen([figure(2021, None, "suppressed"), own]), halves(2022))
    assert second.told == (
        "Ashe 40.0% (10 of 25)",
        "95% interval 23.4% to 59.3%",
        "England 50.0%",
    )
    assert second.more == ("Middle half of councils 20.0% to 60.0%",)
    assert first.told == ("Ashe: Hidden (small number)", "England 50.0%")
    assert first.more == ()


def test_a_count_is_told_alone() -> None:
    (stop,) = stops.stops(seen([figure(2022, 1234)], unit="count"), halves(2022))
    assert (stop.told, stop.more) == (("Ashe 1,234.0",), ())


@pytest.mark.parametrize(
    ("value", "unit", "all_of_it", "of_few"),
    [
        (Figure(value=100.0, numerator=1, denominator=1), "percent", " (1 of 1)", " (1 of 1)"),
        (Figure(value=50.0, numerator=25, denominator=50), "percent", " (25 of 50)", ""),
        (Figure(value=12.5, numerator=2.5, denominator=20), "percent", *[" (2.5 of 20)"] * 2),
        (Figure(value=64.0, numerator=64, denominator=10000), "per 10,000", " (64 of 10,000)", ""),
        (Figure(value=16.0, numerator=32, denominator=2), "cases per FTE", "", ""),
        (Figure(value=50.0), "percent", "", ""),
    ],
)
def test_a_percentage_of_fewer_than_fifty_has_its_counts_beside_it(
    value: Figure, unit: str, all_of_it: str, of_few: str
) -> None:
    assert (counts(value, unit), few_counts(value, unit)) == (all_of_it, of_few)


def test_the_band_is_parted_at_a_break_and_not_at_a_caution() -> None:
    years = range(2020, 2026)
    marks = (
        SeriesBreak(after_end=on(2021), kind="break", reason="why"),
        SeriesBreak(after_end=on(2023), kind="caution", reason="why"),
    )
    view = seen([figure(year, 1) for year in years], marks)
    frame, _ = drawing.trend(view, halves(*years))
    band = frame[frame["mark"] == "band"]
    assert [list(some["x"]) for _, some in band.groupby("segment")] == [
        [2019.8, 2020, 2021, 2021.2],
        [2021.8, 2022, 2023, 2024, 2025, 2025.2],
    ]
    assert set(band["y"]) == {20} and set(band["y2"]) == {60}


def test_a_year_alone_has_a_band_that_can_be_seen() -> None:
    frame, _ = drawing.trend(seen([figure(2020, 1), figure(2021, 1)]), halves(2021))
    assert list(frame[frame["mark"] == "band"]["x"]) == [2020.8, 2021, 2021.2]


def test_a_count_has_no_band() -> None:
    frame, _ = drawing.trend(seen([figure(2020, 1), figure(2021, 1)], unit="count"), halves(2021))
    assert "band" not in set(frame["mark"])


def test_the_single_neighbours_are_no_dots_of_their_own(see: See, app_data: object) -> None:
    frame, _ = drawing.trend(see("ehcp_20wk_ex_pc"))
    assert "peer" not in set(frame["mark"])


def test_the_middle_half_is_that_of_compare(app_data: object) -> None:
    field = everywhere("ehcp_20wk_ex_pc")
    found = {half.period_end: half for half in middle_halves("ehcp_20wk_ex_pc")}
    whole = [end for end in field.ends if field.at(end).limits]
    assert date(2024, 12, 31) in whole
    for end in whole:
        low, _, high = field.at(end).limits or (0, 0, 0)
        assert (found[end].low, found[end].high) == pytest.approx((low, high))


def test_words_of_breaks_have_rows_of_their_own_on_a_phone() -> None:
    marks = tuple(SeriesBreak(after_end=on(y), kind="caution", reason="why") for y in (2021, 2023))
    frame, settings = drawing.trend(seen([figure(y, 1) for y in range(2019, 2025)], marks))
    cautions = frame[frame["mark"] == "caution"]
    assert list(cautions["shift"]) == [0, 1] and settings["head"] == 2
    assert list(cautions["order"]) == [0, 0]
    assert set(cautions["text"]) == {"compare with care →"}
    assert list(cautions["role"]) == ["left", "right"]


def test_words_of_breaks_that_would_meet_stand_above_each_other_on_a_page_too() -> None:
    marks = tuple(SeriesBreak(after_end=on(y), kind="break", reason="why") for y in (2021, 2022))
    frame, _ = drawing.trend(seen([figure(y, 1) for y in range(2013, 2025)], marks))
    assert list(frame[frame["mark"] == "break"]["order"]) == [1, 0]


def test_a_label_of_few_has_its_counts() -> None:
    for part, whole, said in ((1, 1, "1 of 1"), (25, 40, "62.5% (25 of 40)"), (30, 60, "50.0%")):
        few = Figure(value=100 * part / whole, numerator=part, denominator=whole)
        own = replace(figure(2022, None), figure=few)
        frame, _ = drawing.trend(seen([figure(2021, 50.0), own]))
        labels = frame[frame["mark"] == "label"].set_index("role")["text"]
        assert labels["council"].replace("\n", " ") == f"Ashe {said}"


def test_the_key_of_a_phone_names_every_line() -> None:
    frame, settings = drawing.trend(seen([figure(2021, 1), figure(2022, 2)]))
    key = frame[frame["mark"] == "key"]
    assert dict(zip(key["role"], key["text"], strict=True)) == {
        "council": "Ashe",
        "england": "England",
    }
    assert settings["lines"] == 2
