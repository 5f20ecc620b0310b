"""How long families waited: three bands of weeks, with counts, intervals and what is in no band."""

from collections.abc import Callable
from dataclasses import replace

from analysis.differences import Figure
from pages.parts.figures.councils import Choice
from pages.parts.measure import waits

Choose = Callable[..., Choice]
DORSET, CITY = "838", "201"


def test_each_band_stands_with_its_counts_and_its_interval(choose: Choose) -> None:
    """As published for 2024: 203, 171 and 5 of 380 plans; England 42,402 of 90,392 in between."""
    shown = waits.exhibit(choose())
    assert shown
    assert shown.finding == (
        "Plans issued in Trafford in 2024: 53.4% within 20 weeks, 45.0% over 20 to 52 weeks and "
        "1.3% over 52 weeks"
    )
    ((_, table),) = shown.tables
    assert table.to_numpy().tolist() == [
        ["Within 20 weeks", "53.4% (203 of 380)", "48.4% to 58.4%", "45.9% (41,448 of 90,392)"],
        ["Over 20 to 52 weeks", "45.0% (171 of 380)", "40.1% to 50.0%", "46.9% (42,402 of 90,392)"],
        ["Over 52 weeks", "1.3% (5 of 380)", "0.6% to 3.0%", "7.2% (6,478 of 90,392)"],
    ]


def test_plans_in_no_band_are_told(choose: Choose) -> None:
    """The City of London issued 5 plans in 2024, 4 in time and none in a later band."""
    shown = waits.exhibit(choose(CITY))
    assert shown
    assert shown.notes[-1] == "1 plan is in no band, of 5: the day of the request is not known."


def test_bands_that_hold_every_plan_leave_none(choose: Choose) -> None:
    found = waits.bands(choose(DORSET))
    assert [band.own.figure.numerator for band in found] == [287, 294, 4]  # of 585
    assert not any("no band" in note for note in waits.notes(found))


def test_a_council_that_classed_all_plans_as_exceptions_has_its_caution(choose: Choose) -> None:
    assert waits.notes(waits.bands(choose(DORSET))) == (
        "Dorset, 2024: The council classed all of its plans as exceptions: without them none is "
        "left, and only shares of all plans can be told.",
    )


def test_what_is_withheld_is_no_zero(choose: Choose) -> None:
    nothing = Figure(value=None)
    found = [
        replace(
            band,
            own=replace(band.own, figure=nothing, symbol="x", status="unavailable", interval=None),
        )
        for band in waits.bands(choose())
    ]
    assert waits.finding(found) == "Plans issued in Trafford in 2024: no figure of how long it took"
    table = waits.table(found)
    assert table["Trafford"].tolist() == ["Not available"] * 3
    assert table["95% interval"].tolist() == ["not compared"] * 3
