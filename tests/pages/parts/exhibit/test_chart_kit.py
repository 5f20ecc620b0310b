"""The forms of chart: colours, type sizes, and that each is compiled once."""

import json
import re
from importlib import import_module
from itertools import pairwise
from types import ModuleType

import altair as alt
import pytest

from pages.parts import warm
from pages.parts.compare import charts as compare_charts
from pages.parts.exhibit import chart_kit
from pages.parts.exhibit.chart_kit import (
    DARK_INK,
    EDGE,
    FORMS,
    GREY,
    GRID,
    INK,
    PALE_INK,
    STYLES,
    WHITE,
    Form,
    Layers,
)
from pages.parts.exhibit.colours import on_paper
from pages.parts.measure.charts import bars_chart, trend_chart
from pages.parts.wards import charts as wards_charts
from pages.parts.warm import every_form

FIXED = {DARK_INK, PALE_INK}  # words on shades, which are the same in either theme
SHADES = {*compare_charts.SHADES, compare_charts.BAND, *wards_charts.SHADES}
ALLOWED = {
    GREY,
    GRID,
    INK,
    WHITE,
    EDGE,
    *(style.colour for style in STYLES.values()),
    *SHADES,
    *FIXED,
}

each_form = pytest.mark.parametrize("form", every_form(), ids=lambda form: form.name)


def luminance(colour: str) -> float:
    colour = on_paper(colour)
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


@each_form
def test_only_the_agreed_colours_are_used(form: Form) -> None:
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(form.compiled))) <= ALLOWED


@each_form
def test_text_is_large_enough(form: Form) -> None:
    sizes = values(form.compiled, "fontSize") + values(form.compiled, "labelFontSize")
    numbers = [float(str(size)) for size in sizes if not isinstance(size, dict)]
    # Codes of tiles shrink with their tile on a phone; on a laptop they are as large as the rest.
    largest = [
        float(re.findall(r"(\d+)\)$", size["expr"])[0]) for size in sizes if isinstance(size, dict)
    ]
    assert min([*numbers, *largest]) >= 14


@each_form
def test_the_ground_is_white_and_there_is_no_legend(form: Form) -> None:
    assert form.compiled["background"] == WHITE
    assert all(legend is None for legend in values(form.compiled, "legend"))


@pytest.mark.parametrize("colour", [EDGE, *(style.colour for style in STYLES.values())])
def test_lines_can_be_seen_on_white(colour: str) -> None:
    assert contrast(colour, WHITE) >= 3


def test_labels_can_be_read_on_white() -> None:
    assert contrast(INK, WHITE) >= 4.5


def test_roles_differ_by_dash_and_shape_as_well() -> None:
    assert len({tuple(style.dash) for style in STYLES.values()}) == len(STYLES)
    assert len({style.shape for style in STYLES.values()}) == len(STYLES)


def test_a_form_is_compiled_once_and_not_changed_by_settings() -> None:
    drawn: list[int] = []

    def counted_chart() -> Layers:
        drawn.append(1)
        return trend_chart.author()

    form = Form(counted_chart)
    assert not drawn
    before = json.dumps(form.compiled)
    changed = form.specification({"top": 7}, height=300, title=["Title"])
    assert changed["params"] != form.compiled["params"]
    assert (changed["height"], changed["title"]["text"]) == (300, ["Title"])
    assert json.dumps(form.compiled) == before
    assert len(drawn) == 1


@each_form
def test_a_form_sets_every_parameter_it_has_and_refuses_others(form: Form) -> None:
    own = [param["name"] for param in form.compiled["params"] if "value" in param]
    given = dict.fromkeys(own, 7)
    made = form.specification(given)["params"]
    assert [param["value"] for param in made if param["name"] in own] == [7] * len(own)
    with pytest.raises(KeyError, match=f"{form.name} has no parameter.*colour"):
        form.specification({**given, "colour": "red"})


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        bars_chart.specification({"colour": "red"})


def test_breaks_are_dark_and_cautions_lighter() -> None:
    rules = [one["mark"] for one in trend_chart.compiled["layer"] if "rule" in one["mark"].values()]
    colours = [mark["color"] for mark in rules if mark.get("strokeDash") == [5, 4]]
    assert [round(contrast(c, WHITE)) for c in colours] == sorted(
        (round(contrast(c, WHITE)) for c in colours), reverse=True
    )
    assert all(later != earlier for earlier, later in pairwise(colours))
    assert chart_kit.TEXT >= 14


def forms_of(room: ModuleType) -> list[Form]:
    """The forms that one room authors, not those it borrows."""
    found = (one for one in vars(room).values() if isinstance(one, Form))
    return [one for one in found if one.author.__module__ == room.__name__]


def test_every_room_with_charts_enters_its_forms() -> None:
    rooms = {path.parent.name for path in warm.HERE.glob("*/charts.py")}
    assert {form.author.__module__.split(".")[-2] for form in FORMS.values()} == rooms


def test_no_form_takes_the_name_of_another() -> None:
    rooms = [
        import_module(f"pages.parts.{path.parent.name}.charts")
        for path in warm.HERE.glob("*/charts.py")
    ]
    authored = [form for room in rooms for form in forms_of(room)]
    assert len(authored) == len(FORMS)
    assert all(FORMS[form.name] is form for form in authored)


def test_words_on_white_stand_in_front_of_their_ground() -> None:
    chart = alt.Chart(alt.NamedData("figures"))
    ground, words = (one.to_dict() for one in chart_kit.on_white(chart, align="left", dx=6))
    assert ground["mark"].pop("stroke") == WHITE and ground["mark"].pop("strokeWidth") > 0
    assert ground["mark"].pop("strokeJoin") == "round"
    assert ground["mark"] == words["mark"] and words["mark"]["color"] == INK
    assert ground["encoding"] == words["encoding"]
