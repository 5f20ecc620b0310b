"""Lists: bars of the council with England's line and columns of both, and bars of places."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
import vl_convert

from pages.parts.exhibit.chart_kit import for_file
from pages.parts.exhibit.chart_list import row_height
from pages.parts.exhibit.chart_rows import Drawing
from pages.parts.exhibit.pictures import values
from pages.parts.figures.view import View
from pages.parts.language.words import signed
from pages.parts.measure import drawing, tables
from pages.parts.measure.breakdown import Breakdown, Share, breakdown
from pages.parts.measure.charts import bars_chart, parts_chart

See = Callable[..., View]

FRAME = {"indicator": None, "la_code": "001", "rows": ()}


def share(name: str, council: float | None, england: float | None, text: str = "") -> Share:
    return Share(
        name=name,
        count=None,
        total=None,
        status="ok" if council is not None else "suppressed",
        council=council,
        england=england,
        text=text or f"{council}%",
    )


def parts(*shares: Share) -> Drawing:
    some: Any = Breakdown(topic="Need", name="Ashe", parts=shares, **FRAME)  # type: ignore[arg-type]
    return drawing.parts(some)


def column(drawn: Drawing, role: str) -> list[str]:
    frame, _ = drawn
    return list(frame.query("mark == 'column' and role == @role")["text"])


def test_each_place_has_a_column_of_its_own_with_the_difference_beside_both() -> None:
    drawn = parts(share("Autism", 22.64, 31.48), share("Speech", 24.1, 21.3))
    assert column(drawn, "england") == ["31.5%", "21.3%"]
    # From the shares before they are rounded: 22.6 less 31.5 would be 8.9 too, 22.64 less 31.48 is.
    assert column(drawn, "points") == ["−8.8", "+2.8"]
    heads = drawn[0].query("mark == 'column head'")
    assert dict(zip(heads["role"], heads["text"], strict=True)) == {
        "council": "Ashe",
        "england": "England",
        "points": "points",
    }


def test_a_hidden_part_says_so_in_the_column_of_the_council_and_has_no_difference() -> None:
    hidden = share("Autism", None, 31.5, "Hidden (small number)")
    drawn = parts(hidden, share("Speech", 24.1, None))
    assert column(drawn, "council") == ["Hidden (small number)", "24.1%"]
    assert column(drawn, "england") == ["31.5%"] and column(drawn, "points") == []
    frame, _ = drawn
    assert list(frame[frame["mark"] == "withheld"]["name"]) == ["Autism"]
    assert list(frame[frame["mark"] == "value"]["name"]) == ["Speech"]


@pytest.mark.parametrize(
    ("difference", "text"),
    [(5.64, "+5.6"), (-8.86, "−8.9"), (0.04, "0.0"), (-0.04, "0.0"), (0.05, "+0.1")],
)
def test_a_difference_has_its_sign(difference: float, text: str) -> None:
    assert signed(difference) == text


def drawn_values(drawn: Drawing, width: int) -> dict[str, str]:
    """The words that are seen in the chart, each with its colour."""
    frame, settings = drawn
    spec = for_file(parts_chart.specification(settings), width)
    spec["data"] = {"values": values(frame.query("mark != 'column'"))}
    scene = vl_convert.vegalite_to_scenegraph(spec)["scenegraph"]
    return {item["text"]: item["fill"] for item in texts(scene) if item.get("opacity", 1) > 0}


def texts(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        own = [node] if "text" in node and "fill" in node else []
        return own + [found for child in node.values() for found in texts(child)]
    return [found for child in node for found in texts(child)] if isinstance(node, list) else []


def test_a_value_stands_inside_its_bar_else_behind_it_and_never_behind_englands_line() -> None:
    drawn = parts(
        share("long", 80.0, 20.0, "80.0%"),
        share("short", 5.0, 60.0, "5.0%"),
        share("line close behind", 4.0, 6.0, "4.0%"),
        share("line inside", 30.0, 29.0, "30.0%"),
    )
    seen = drawn_values(drawn, 900)
    assert seen["80.0%"] == "#FFFFFF"  # inside
    assert seen["5.0%"] == "#12436D"  # behind the bar, well before England's line
    assert "4.0%" not in seen  # in its column alone
    assert seen["30.0%"] == "#12436D"  # behind: the line lies where it would stand inside


def test_a_list_is_as_high_as_its_rows_and_a_slide_may_press_them() -> None:
    spec = parts_chart.specification(parts(share("A", 1.0, 2.0), share("B" * 60, 1.0, 2.0))[1])
    assert row_height(spec) == 2 * 26
    long = parts(share("Two lines of a name are " * 3, 1.0, 2.0))[1]
    assert row_height(parts_chart.specification(long)) == 2 * 17 + 9
    assert row_height(for_file(spec, 900)) == 2 * 26
    assert row_height(for_file(spec, 900, 40)) == 40
    assert row_height({"height": 200}) is None


def test_a_share_of_few_has_its_counts(choose: Callable[..., Any]) -> None:
    few = breakdown("ehcp_need", "Primary need", choose("201"))
    assert few is not None
    largest = few.parts[0]
    assert largest.total is not None and largest.total < 50
    assert largest.text.endswith(f"({largest.count:.0f} of {largest.total:.0f})")
    many = breakdown("ehcp_need", "Primary need", choose("358"))
    assert many is not None and "(" not in many.parts[0].text


def bars(see: See, la_code: str) -> pd.DataFrame:
    view = see("ehcp_review_held_pc", la_code)
    assert view.latest is not None
    return drawing.bars(view, view.latest.end)[0]


def test_a_figure_stands_behind_the_interval_of_the_council(see: See) -> None:
    frame = bars(see, "358").query("role == 'council'").set_index("mark")
    assert frame.loc["words", "x"] == frame.loc["interval", "x2"] > frame.loc["bar", "x"]


def test_every_place_has_its_name_and_a_few_their_counts(see: See) -> None:
    frame = bars(see, "201")
    names = frame.query("mark == 'name'")
    assert len(names) == frame["name"].nunique()
    own = frame.query("mark == 'words' and role == 'council'")
    assert list(own["text"]) == ["100.0% (21 of 21)"]
    assert list(own["short"]) == ["100.0%\n(21 of 21)"]


def test_row_3_a_council_that_is_withheld_never_stands_below_a_shown_zero(see: See) -> None:
    view = see("ehcp_review_held_pc", "358")
    assert view.latest is not None
    one = view.latest
    values = {"Ashe": 0.0, "Barr": None, "Cole": 12.0}
    peers = {
        name: (
            replace(
                one,
                figure=replace(one.figure, value=value),
                status="ok" if value is not None else "suppressed",
            ),
        )
        for name, value in values.items()
    }
    seen = replace(view, peers={**peers, "Dale": ()})
    ordered = ["Cole", "Barr", "Ashe", "Dale"]
    assert list(tables.peers_table(seen, one.end)["Council"]) == ordered
    names = drawing.bars(seen, one.end)[0].query("mark == 'name' and role == 'peer'")
    assert list(names.sort_values("order")["name"]) == ordered


def test_bars_are_not_changed_by_being_drawn(see: See) -> None:
    view = see("ehcp_review_held_pc")
    same = replace(view)
    assert view.latest is not None
    bars_chart.specification(drawing.bars(view, view.latest.end)[1])
    assert view == same
