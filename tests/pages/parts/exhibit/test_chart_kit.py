"""The forms of chart: colours, type sizes, and that each is compiled once."""

import json
import re
from itertools import pairwise

import pytest

from pages.parts import warm
from pages.parts.compare import charts as compare_charts
from pages.parts.exhibit import chart_kit
from pages.parts.exhibit.chart_kit import FORMS, GREY, GRID, INK, STYLES, WHITE, form, specification
from pages.parts.wards import charts as wards_charts
from pages.parts.warm import every_form

SHADES = {*compare_charts.SHADES, compare_charts.BAND, *wards_charts.SHADES}
ALLOWED = {GREY, GRID, INK, WHITE, "#8A8D90", *(style.colour for style in STYLES.values()), *SHADES}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def values(node: object, key: str) -> list[object]:
    """Every value under one key of a specification."""
    if isinstance(node, dict):
        own = [node[key]] if key in node else []
        return own + [v for child in node.values() for v in values(child, key)]
    return [v for child in node for v in values(child, key)] if isinstance(node, list) else []


@pytest.mark.parametrize("name", every_form())
def test_only_the_agreed_colours_are_used(name: str) -> None:
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(form(name)))) <= ALLOWED


@pytest.mark.parametrize("name", every_form())
def test_text_is_large_enough(name: str) -> None:
    sizes = values(form(name), "fontSize") + values(form(name), "labelFontSize")
    assert sizes and min(float(str(size)) for size in sizes) >= 14


@pytest.mark.parametrize("name", every_form())
def test_the_ground_is_white_and_there_is_no_legend(name: str) -> None:
    assert form(name)["background"] == WHITE
    assert all(legend is None for legend in values(form(name), "legend"))


@pytest.mark.parametrize("colour", [style.colour for style in STYLES.values()])
def test_lines_can_be_seen_on_white(colour: str) -> None:
    assert contrast(colour, WHITE) >= 3


def test_labels_can_be_read_on_white() -> None:
    assert contrast(INK, WHITE) >= 4.5


def test_roles_differ_by_dash_and_shape_as_well() -> None:
    assert len({tuple(style.dash) for style in STYLES.values()}) == len(STYLES)
    assert len({style.shape for style in STYLES.values()}) == len(STYLES)


def test_a_form_is_compiled_once_and_not_changed_by_settings() -> None:
    assert form("trend") is form("trend")
    before = json.dumps(form("trend"))
    assert specification("trend", {"top": 7})["params"] != form("trend")["params"]
    assert json.dumps(form("trend")) == before


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        specification("bars", {"colour": "red"})


def test_breaks_are_dark_and_cautions_lighter() -> None:
    rules = [one["mark"] for one in form("trend")["layer"] if "rule" in one["mark"].values()]
    colours = [mark["color"] for mark in rules if mark.get("strokeDash")]
    assert [round(contrast(c, WHITE)) for c in colours] == sorted(
        (round(contrast(c, WHITE)) for c in colours), reverse=True
    )
    assert all(later != earlier for earlier, later in pairwise(colours))
    assert chart_kit.TEXT >= 14


def test_every_room_with_charts_enters_its_forms() -> None:
    rooms = {path.parent.name for path in warm.HERE.glob("*/charts.py")}
    assert {author.__module__.split(".")[-2] for author in FORMS.values()} == rooms
