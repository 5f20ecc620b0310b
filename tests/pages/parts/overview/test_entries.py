"""Which figures deserve a question, and in which order they are asked."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pages.parts.figures.councils import Choice
from pages.parts.figures.view import core_views
from pages.parts.measure.questions import questions
from pages.parts.overview.entries import (
    ABSENT,
    ALONE,
    ASKING,
    HEADINGS,
    MOVED,
    QUARTER,
    WORSE,
    WRONG_WAY,
    Entry,
    asking,
    entries,
    mixed,
    one_of_twins,
    subject,
)
from pages.parts.overview.rows import FIRST

Choose = Callable[..., Choice]
SCILLY, CITY, KENT, NORTHANTS_NORTH = "420", "201", "886", "940"


def names(some: list[Entry]) -> list[str]:
    return [entry.indicator.indicator_id for entry in some]


@pytest.fixture
def some(choose: Choose) -> Callable[..., list[Entry]]:
    """Entries of the home authority by name, put under a heading each."""
    known = {entry.indicator.indicator_id: entry for entry in entries(choose())}
    return lambda **headings: [
        replace(known[name], heading=heading) for name, heading in headings.items()
    ]


def test_entries_begin_with_what_deserves_a_question(choose: Choose) -> None:
    every = entries(choose())
    order = [HEADINGS.index(entry.heading) for entry in every]
    assert order == sorted(order)
    assert len(every) == len(core_views(choose())) == 52
    quarter = [entry for entry in every if entry.heading == QUARTER]
    assert names(quarter)[0] == "sw_vacancy_pc"


def test_within_a_group_the_worst_rank_comes_first(choose: Choose) -> None:
    worse = [entry for entry in entries(choose(KENT)) if entry.heading == WORSE]
    shares = [entry.standing.rank / entry.standing.of for entry in worse]  # type: ignore[union-attr,operator]
    assert len(shares) > 2 and shares == sorted(shares, reverse=True)


def test_subjects_take_turns_and_keep_their_order(
    some: Callable[..., list[Entry]],
) -> None:
    ordered = some(
        ehcp_20wk_ex_pc=WORSE, ehcp_over_1yr_pc=WORSE, sw_vacancy_pc=QUARTER, cp_rate=MOVED,
        sw_agency_pc=MOVED, cin_rate=MOVED,
    )  # fmt: skip
    assert names(mixed(ordered)) == [
        "ehcp_20wk_ex_pc", "sw_vacancy_pc", "cp_rate", "ehcp_over_1yr_pc", "sw_agency_pc",
        "cin_rate",
    ]  # fmt: skip


def test_one_measure_counted_in_two_ways_is_one_card(
    some: Callable[..., list[Entry]],
) -> None:
    alone = one_of_twins(some(ehcp_20wk_all_pc=WORSE, ehcp_20wk_ex_pc=WORSE, cp_rate=MOVED))
    assert names(alone) == ["ehcp_20wk_ex_pc", "cp_rate"]
    assert alone[0].twin is not None
    assert alone[0].twin.indicator.indicator_id == "ehcp_20wk_all_pc"
    both = one_of_twins(some(ehcp_20wk_all_pc=WORSE, ehcp_20wk_ex_pc=WRONG_WAY))
    assert names(both) == ["ehcp_20wk_all_pc"]  # the one that comes first stands for both
    assert both[0].twin is not None and both[0].twin.heading == WRONG_WAY
    only = some(ehcp_20wk_all_pc=WORSE)
    assert names(one_of_twins(only)) == ["ehcp_20wk_all_pc"]


@pytest.mark.parametrize("la_code", ["358", KENT, NORTHANTS_NORTH])
def test_plans_protection_and_workforce_are_among_the_first(la_code: str, choose: Choose) -> None:
    first = asking(entries(choose(la_code)))[:FIRST]
    assert len({subject(entry.indicator) for entry in first}) == 3


@pytest.mark.parametrize("la_code", ["358", SCILLY, CITY, KENT])
def test_what_asks_is_what_the_rule_says_and_nothing_is_lost(la_code: str, choose: Choose) -> None:
    every = entries(choose(la_code))
    ask = asking(every)
    twins = [entry.twin for entry in ask if entry.twin]
    assert len(ask) + len(twins) == sum(entry.heading in (*ASKING, ALONE) for entry in every)
    alone = [entry.heading == ALONE for entry in ask]
    assert alone == sorted(alone), "what its own test alone tells comes after the rest"
    assert all(entry.question for entry in every)


def test_the_question_follows_the_reason(choose: Choose) -> None:
    asked = {entry.indicator.indicator_id: entry.question for entry in entries(choose())}
    assert asked["sw_vacancy_pc"] == questions()["sw_vacancy_pc", "quarter"]
    assert asked["ehcp_20wk_ex_pc"] == questions()["ehcp_20wk_ex_pc", "fell"]
    assert asked["cp_number"] == questions()["cp_number", "any"]
    kent = {entry.indicator.indicator_id: entry.question for entry in entries(choose(KENT))}
    assert kent["ehcp_20wk_ex_pc"] == questions()["ehcp_20wk_ex_pc", "worse"]


def test_a_withheld_figure_is_absent_and_judged_by_nothing(choose: Choose) -> None:
    absent = [entry for entry in entries(choose()) if entry.heading == ABSENT]
    assert names(absent) == ["cp_2yr_open_pc"]
    assert absent[0].value is None and absent[0].judged is None and absent[0].band is None
