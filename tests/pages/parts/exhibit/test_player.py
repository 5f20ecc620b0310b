"""What a slide holds: one chart, its words as text, a list beside a map."""

from collections.abc import Callable
from dataclasses import replace

from pages.parts.exhibit import player
from pages.parts.exhibit.exhibit import Exhibit
from pages.parts.figures.councils import Choice
from pages.parts.measure import exhibits
from tests.pages.exhibits import of_ages, of_wards

Choose = Callable[..., Choice]


def measured(choose: Choose) -> Exhibit:
    made = exhibits.exhibit("ehcp_20wk_ex_pc", choose())
    assert made is not None
    return made


def test_a_finding_with_two_charts_has_two_slides_the_newest_first(choose: Choose) -> None:
    ages = next(of_ages(choose()))
    slides = player.slides_of(ages)
    assert [slide["finding"] for slide in slides] == [ages.finding.replace("'", "&#x27;")] * 2
    assert "January 2025" in slides[0]["chart"] and "January 2024" in slides[1]["chart"]
    assert all(slide["chart"].count("<svg") == 1 for slide in slides)


def test_a_finding_without_a_chart_has_its_table(choose: Choose) -> None:
    (slide,) = player.slides_of(replace(measured(choose), charts=()))
    assert slide["chart"] == "" and slide["tables"].startswith("<table")


def test_a_map_stands_beside_the_list_of_its_numbers(choose: Choose) -> None:
    wards = next(of_wards(choose()))
    (slide,) = player.slides_of(wards)
    assert slide["chart"].count("<li>") == len(wards.charts[0].listed) > 20
    drawing, beside = slide["chart"].split("<svg")[1].split("</svg>")
    assert "Ward of the school" in beside and "Ward of the school" not in drawing


def test_hostile_text_is_text_on_a_slide(choose: Choose) -> None:
    wards, hostile = next(of_wards(choose())), "<img src=x onerror=alert(1)>"
    (chart,) = wards.charts
    made = replace(wards, finding=hostile, charts=(replace(chart, listed=(hostile,)),))
    (slide,) = player.slides_of(made)
    assert slide["finding"].startswith("&lt;img") and "<img" not in slide["chart"]
    assert "<li>&lt;img" in slide["chart"]
