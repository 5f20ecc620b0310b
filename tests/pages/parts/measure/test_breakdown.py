"""The largest part in words: only what is surely so, and those that are level all named."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest

from pages.parts.figures.councils import ENGLAND, Choice, councils, groups
from pages.parts.figures.database import indicators
from pages.parts.measure.breakdown import (
    Breakdown,
    PartRow,
    breakdown,
    in_order,
    parts_of,
)

Choose = Callable[..., Choice]
Typed = tuple[str, float | None]  # a part and its count; None is hidden

EVERY = (
    ("cin_factors", "Factor"),
    ("cp_number", "Duration"),
    ("ehcp_caseload", "Placement"),
    ("ehcp_caseload", "Sex"),
    ("ehcp_caseload", "Age"),
    ("ehcp_caseload", "Age at start"),
    ("ehcp_need", "Primary need"),
)


@pytest.fixture(autouse=True)
def _data(app_data: Path) -> None:
    """Every test reads the words of symbols and the indicators of today."""


def row(name: str, value: float | None, total: float | None, area: str = "A") -> PartRow:
    end = date(2025, 3, 31)
    return PartRow(
        area_code=area,
        breakdown=name,
        period="2025",
        period_start=end,
        period_end=end,
        value=value,
        status="ok" if value is not None else "suppressed",
        total=total,
        derived=False,
        source_row=2,
        source_column="n",
        publication="Children in need",
        title="2025",
        file="n.csv",
        url=None,
        published_on="2025-10",
        retrieved_at=None,
        sha256="0",
        licence="OGL",
    )


def told(
    ours: Sequence[Typed], total: float | None, topic: str = "Need", theirs: Sequence[Typed] = ()
) -> Breakdown:
    own = [row(name, value, total) for name, value in ours]
    england = [row(name, value, 1000, ENGLAND) for name, value in theirs]
    return Breakdown(
        indicator=indicators()["ehcp_need"],
        topic=topic,
        name="Ashe",
        la_code="001",
        parts=parts_of([*own, *england], "A", topic),
        rows=tuple(own),
    )


def finding(*given: object) -> str:
    """What the finding says after the name of the measure."""
    return told(*given).finding.partition(": ")[2]  # type: ignore[arg-type]


def test_row_3_where_nineteen_of_39_are_hidden_the_largest_is_not_known(choose: Choose) -> None:
    """City of London: all that is shown is 0, and what is hidden is larger."""
    factors = breakdown("cin_factors", "Factor", choose("201"))
    assert factors is not None
    assert factors.finding == (
        "Factors found at assessment by factor: the largest part cannot be known in the City of "
        "London in the year to March 2025, as 19 parts are hidden; every part that is shown is 0"
    )
    numbers = list(factors.table["Number"])
    assert numbers == ["Hidden (small number)"] * 19 + ["0"] * 20
    assert factors.notes[0] == "15 parts without a figure of 39 are drawn; the table has all."


def test_row_3_what_is_hidden_stands_before_a_shown_zero() -> None:
    parts = told([("a", 0), ("b", None), ("c", 12), ("d", 30)], None).parts
    assert [part.name for part in parts] == ["D", "C", "B", "A"]


def test_row_3_a_second_hidden_part_may_be_all_that_is_left() -> None:
    """Of 60, 20 and 15 are shown: 25 are left, and one hidden part may have 24 of them."""
    assert finding([("a", 20), ("b", 15), ("c", None), ("d", None)], 60) == (
        "the largest part cannot be known in Ashe on 31 March 2025, as 2 parts are hidden; the "
        "largest that is shown is “A”, 33.3% (20 of 60)"
    )


def test_row_3_what_is_left_may_be_too_little() -> None:
    """Of 155, 36, 40 and 52 are shown, so that neither hidden one can be larger than 27."""
    bands = [("a", 36), ("b", 40), ("c", 52), ("d", None), ("e", None)]
    assert finding(bands, 155) == "the largest part is “C”, 33.5% in Ashe on 31 March 2025"


def test_row_3_where_parts_overlap_a_hidden_one_is_1_to_5() -> None:
    factors = [("a", 70), ("b", None)]
    assert finding(factors, 200, "Factor").startswith("the largest part is “A”, 35.0%")
    assert finding(factors, 200, "Need").startswith("the largest part cannot be known")


def test_row_3_one_hidden_part_is_one() -> None:
    text = finding([("a", 0), ("b", None)], 200, "Factor")
    assert "as 1 part is hidden; every part that is shown is 0" in text
    assert told([("a", 0), ("b", None)], 200).notes[0].startswith("1 of 2 parts is hidden")


def test_row_3_nobody_at_all_has_no_largest_part() -> None:
    assert finding([("a", 0), ("b", 0)], 200) == "every part is 0 in Ashe on 31 March 2025"
    assert finding([("a", 0), ("b", 0)], 0) == "every part is 0 in Ashe on 31 March 2025"


def test_without_a_published_total_the_count_is_told() -> None:
    """City of London's plans by duration: one band is hidden, and so is the total."""
    assert (
        finding([("a", 7), ("b", 6)], None) == "the largest part is “A”, 7 in Ashe on 31 March 2025"
    )
    assert finding([("a", 0), ("b", None)], None) == (
        "the largest part cannot be known in Ashe on 31 March 2025, as 1 part is hidden; every "
        "part that is shown is 0"
    )


def test_row_3_parts_that_nobody_has_are_no_finding() -> None:
    assert finding([("a", None), ("b", None)], 60).endswith(
        "cannot be known in Ashe on 31 March 2025, as 2 parts are hidden; none is shown"
    )
    absent = told([("a", None)], 60)
    parts = tuple(replace(part, status="unavailable") for part in absent.parts)
    assert replace(absent, parts=parts).finding.endswith("no figure for Ashe on 31 March 2025")


def test_row_4_two_that_are_level_are_both_named() -> None:
    text = finding([("a", 90), ("b", 90), ("c", 20)], 200, "Need", [("a", 300), ("b", 250)])
    assert text == (
        "the two largest parts, “A” and “B”, are level at 45.0% in Ashe on 31 March 2025, "
        "30.0% and 25.0% in England"
    )


def test_row_4_three_that_are_level_are_counted() -> None:
    assert finding([("a", 60), ("b", 60), ("c", 60), ("d", 20)], 200) == (
        "3 parts are level at 30.0%, the largest in Ashe on 31 March 2025: “A”, “B” and “C”"
    )


def test_a_part_of_a_part_is_not_level_with_it() -> None:
    text = finding([("Special", 90), ("Special: independent", 90), ("Other", 110)], 200)
    assert text.startswith("the largest part is “Other”, 55.0%")
    text = finding([("Special", 90), ("Special: independent", 90), ("Other", 10)], 200)
    assert text.startswith("the largest part is “Special”, 45.0%")


def test_method_9_the_counts_stand_beside_a_share_of_fewer_than_a_hundred() -> None:
    assert "60.0% (54 of 90)" in finding([("a", 54), ("b", 36)], 90)
    assert "60.0% in Ashe" in finding([("a", 60), ("b", 40)], 100)


# --- Every council ------------------------------------------------------------------------------


@cache
def every_breakdown() -> list[tuple[str, str, Breakdown]]:
    choices = [Choice(council=council, group=groups(council)[-1]) for council in councils()]
    found = [
        (choice.council.area_code, topic, breakdown(indicator, topic, choice))
        for choice in choices
        for indicator, topic in EVERY
    ]
    return [(area, topic, one) for area, topic, one in found if one is not None]


def test_the_largest_of_every_council_is_what_was_published(
    database: duckdb.DuckDBPyConnection,
) -> None:
    """Reckoned anew from the published cells of each council."""
    said = {"known": 0, "not known": 0}
    for area, topic, found in every_breakdown():
        cells = database.execute(
            """
            with part as (
                select breakdown, value, status, period_end from figure
                where indicator_id = $indicator and breakdown_topic = $topic and area_code = $area
                qualify period_end = max(period_end) over ()
            )
            select part.breakdown, part.value, part.status, total.value
            from part left join figure as total
                on total.indicator_id = $indicator and total.area_code = $area
                and total.breakdown_topic is null and total.period_end = part.period_end
            """,
            {"indicator": found.indicator.indicator_id, "topic": topic, "area": area},
        ).fetchall()
        names = {name for name, *_ in cells}
        whole = [cell for cell in cells if cell[0].split(": ")[0] not in names - {cell[0]}]
        shown = {name: value for name, value, *_ in whole if value is not None}
        hidden = [name for name, value, *_ in whole if value is None]
        total = cells[0][3]
        text = found.finding
        if not shown and "suppressed" not in {cell[2] for cell in whole}:
            assert "no figure for" in text, text
            continue
        left = math.inf if total is None else total - sum(shown.values())
        most = 5 if topic == "Factor" else left
        top = max(shown.values(), default=0)
        if hidden and (top == 0 or most >= top):
            said["not known"] += 1
            assert "cannot be known in" in text and f" as {len(hidden)} part" in text, text
        elif top == 0:
            assert "every part is 0" in text, text
        else:
            said["known"] += 1
            level = [name for name, value in shown.items() if value == top]
            named = [name.removeprefix("Age ").lower() for name in re.findall("“([^”]+)”", text)]
            assert sorted(named) == sorted(name.lower() for name in level), text
            assert (len(level) > 1) == (" are level" in text), text
    assert said == {"known": 1066, "not known": 3}


def test_no_sentence_of_any_council_calls_nothing_the_largest() -> None:
    faults = re.compile(r"\b(\w+) \1\b|\bNone\b|\bnan\b|\b1 parts\b|\b0 parts\b|”, 0\.0%")
    for _, topic, found in every_breakdown():
        for text in (found.finding, *found.notes, found.alternative):
            assert not faults.search(text), text
        if topic in ("Age", "Age at start", "Duration"):
            continue
        assert in_order(found.parts) == list(found.parts)
        counts = [part.count for part in found.parts if ": " not in part.name]
        if None in counts and 0 in counts:
            last = max(at for at, count in enumerate(counts) if count is None)
            assert last < counts.index(0), found.table
