"""What deserves attention first since a meeting: the stated rule, on typed figures."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.figures.councils import Choice
from pages.parts.figures.database import SeriesBreak, indicators
from pages.parts.figures.view import FigureRow, View, reported, view
from pages.parts.since_last_meeting import words
from pages.parts.since_last_meeting.data import Pair
from pages.parts.since_last_meeting.order import (
    CHANCE,
    FLIPPED,
    HEADINGS,
    MOVED,
    NOT_JUDGED,
    RULE,
    SHOWN,
    WITHHELD,
    WRONG_WAY,
    Newer,
    newer,
)

ON_TIME = "ehcp_20wk_ex_pc"  # higher is better, judged by its counts
Known = tuple[int, int | None, float]  # year, plans on time of 200, England
Seen = Callable[..., View]


def made(view_of: View, known: Known) -> View:
    """A view with one typed figure of the council and one of England."""
    year, part, england = known
    row = FigureRow(
        area_code="A",
        period=str(year),
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        value=None if part is None else part / 2,
        symbol="c" if part is None else None,
        status="suppressed" if part is None else "ok",
        numerator=part,
        denominator=200,
    )
    whole = replace(row, value=england, symbol=None, status="ok", numerator=None, denominator=None)
    measure = indicators()[view_of.indicator.indicator_id]
    return replace(
        view_of,
        council=(reported(row, measure),),
        england=(reported(whole, measure),),
        breaks=(),
        notes=(),
        means={},
        peers={},
    )


@pytest.fixture
def pair(see: Seen) -> Callable[[Known, Known], Newer]:
    real = see(ON_TIME, group="england")

    def of(then: Known, now: Known) -> Newer:
        return Newer(pair=Pair(before=made(real, then), after=made(real, now)))

    return of


@pytest.mark.parametrize(
    ("then", "now", "heading"),
    [
        ((2022, 100, 50.0), (2024, 150, 50.0), FLIPPED),
        ((2022, 150, 50.0), (2024, None, 50.0), WITHHELD),
        ((2022, 180, 50.0), (2024, 140, 50.0), WRONG_WAY),
        ((2022, 140, 50.0), (2024, 180, 50.0), MOVED),
        ((2022, None, 50.0), (2024, 180, 50.0), SHOWN),
        ((2022, 150, 50.0), (2024, 151, 50.0), CHANCE),
        ((2022, None, 50.0), (2024, None, 50.0), NOT_JUDGED),
    ],
)
def test_each_measure_stands_under_the_first_heading_that_is_true_of_it(
    pair: Callable[[Known, Known], Newer], then: Known, now: Known, heading: str
) -> None:
    assert pair(then, now).heading == heading


def test_nothing_is_compared_over_a_break(pair: Callable[[Known, Known], Newer]) -> None:
    one = pair((2022, 150, 50.0), (2024, 180, 50.0))
    broken = SeriesBreak(after_end=date(2022, 12, 31), kind="break", reason="Counted anew")
    over = Newer(pair=replace(one.pair, after=replace(one.pair.after, breaks=(broken,))))
    assert (over.change, over.heading) == (None, NOT_JUDGED)
    assert words.change(over) == "Not compared: counted otherwise since"


def test_what_has_no_newer_period_is_not_new(pair: Callable[[Known, Known], Newer]) -> None:
    same = pair((2024, 150, 50.0), (2024, 180, 50.0)).pair
    assert newer([same]) == ()
    assert newer([replace(same, before=None)])[0].heading == NOT_JUDGED


def test_what_is_said_of_a_change(pair: Callable[[Known, Known], Newer]) -> None:
    better = pair((2022, 100, 50.0), (2024, 150, 50.0))
    assert words.change(better) == "Rose by 25.0 percentage points, more than chance"
    assert words.verdicts(better) == "Better than England; then: may match England"
    chance = pair((2022, 150, 50.0), (2024, 151, 50.0))
    assert words.change(chance) == "Up by 0.5 percentage points, which could be chance"
    assert words.verdicts(chance) == "Better than England"
    assert words.change(pair((2022, 150, 50.0), (2024, None, 50.0))) == "Newly withheld"
    assert words.figure(None, better.measure) == "Nothing"


def test_the_rule_that_stands_on_the_page_has_the_headings_in_their_order() -> None:
    said = ["verdict beside England", "newly withheld", "wrong way", "rose or", "newly shown"]
    places = [RULE.index(words) for words in (*said, "could be chance", "cannot be judged")]
    assert places == sorted(places) and len(places) == len(HEADINGS)


PART = st.one_of(st.none(), st.integers(min_value=0, max_value=200))
KNOWN = st.tuples(PART, PART, st.floats(min_value=5, max_value=95))


def test_headings_come_in_their_order_and_the_largest_change_first(
    choose: Callable[..., Choice],
) -> None:
    real = view(ON_TIME, choose(group="england"))

    @given(st.lists(KNOWN, min_size=1, max_size=5))
    def holds(parts: list[tuple[int | None, int | None, float]]) -> None:
        pairs = [
            Pair(before=made(real, (2022, then, england)), after=made(real, (2024, now, england)))
            for then, now, england in parts
        ]
        found = newer(pairs)
        assert len(found) == len(pairs)
        for one, following in pairwise(found):
            first, second = (HEADINGS.index(each.heading) for each in (one, following))
            assert first < second or (first == second and one.size >= following.size)

    holds()
