"""Charts inside a page: what is left out before drawing is what nobody would have seen."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import queries
from etl.database import releases
from pages.parts.asking.sections import Part
from pages.parts.exhibit.exhibit import Chart
from pages.parts.measure.exhibits import exhibit
from pages.parts.present.site import pictures
from pages.parts.present.site.rooms import chosen


def chart(data: Path, part: Part) -> Chart:
    with queries.one_database(releases.current(data)):
        made = exhibit(part, chosen("trafford"))
    assert made
    return made.charts[0]


def texts(drawn: str) -> list[str]:
    return [text for text in ET.fromstring(drawn).itertext() if text.strip()]


@pytest.mark.parametrize("part", ["ehcp_20wk_ex_pc", ("ehcp_caseload", "Placement")])
def test_a_pruned_chart_says_and_draws_what_the_whole_one_does(
    part: Part, snapshot_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = chart(snapshot_data, part)
    pruned = pictures.svg(shown, "c")
    monkeypatch.setattr(pictures, "pruned", lambda spec, rows: spec)
    whole = pictures.svg(shown, "c")

    assert sorted(texts(pruned)) == sorted(texts(whole))
    assert len(pruned) <= len(whole)
    assert _shapes(pruned) == _shapes(whole)


def _shapes(drawn: str) -> list[str]:
    """The outlines that have a colour, whatever their order."""
    return sorted(
        element.get("d", "") + element.get("stroke", "") + element.get("fill", "")
        for element in ET.fromstring(drawn).iter(f"{{{pictures.SVG}}}path")
        if element.get("stroke") or element.get("fill")
    )


def test_colours_are_those_of_the_theme(snapshot_data: Path) -> None:
    drawn = pictures.svg(chart(snapshot_data, "ehcp_20wk_ex_pc"), "c")

    assert "var(--los-council)" in drawn
    assert not [mark for mark in pictures.MARKED.values() if mark in drawn.lower()]


def test_layers_of_a_phone_a_pointer_and_absent_marks_are_left_out() -> None:
    layers = {
        "phone": ["narrow"],
        "wide": ["!narrow", "(datum.mark === 'dot')"],
        "pointer": ["(datum.mark === 'dot')", {"param": "at"}],
        "absent": ["(datum.mark === 'ring')"],
        "other": ["(datum.mark === 'dot')", "(datum.role === 'england')"],
    }
    spec = {
        "params": [{"name": "at", "select": "point"}, {"name": "narrow", "value": False}],
        "layer": [
            {"name": name, "transform": [{"filter": each} for each in filters]}
            for name, filters in layers.items()
        ],
    }

    left = pictures.pruned(spec, [{"mark": "dot", "role": "council"}])

    assert [layer["name"] for layer in left["layer"]] == ["wide"]
    assert left["layer"][0]["transform"] == [{"filter": "(datum.mark === 'dot')"}]
    assert [param["name"] for param in left["params"]] == ["narrow"]
