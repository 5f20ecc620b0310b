"""At most ten lines of enquiry, by the rules that stand on the page, in their order."""

import os
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.figures.councils import Choice, councils
from pages.parts.overview.entries import OUTLYING, QUARTER, Entry, entries
from pages.parts.overview.flags import told
from pages.parts.since_last_meeting.enquiry.lines import Line, lines
from pages.parts.since_last_meeting.enquiry.rules import (
    MOST,
    STATED,
    Picked,
    Reason,
    Rule,
    is_old,
    neighbours_chance,
    picked,
    reasons,
    with_neighbours,
)
from tests.pages.test_grammar import ALLOWED, WRONG

Choose = Callable[..., Choice]
COUNCILS = int(os.environ.get("LINE_OF_SIGHT_CASES", "12"))
SEED = int(os.environ.get("LINE_OF_SIGHT_SEED", "14"))
TODAY = date(2026, 11, 28)
SCILLY = "420"
RULES = list(Rule)


def reason(rule: Rule, name: str, weight: float = 0.0) -> Reason:
    return Reason(rule=rule, name=name, weight=weight)


def test_the_first_rule_that_a_measure_meets_has_it_and_the_others_are_said() -> None:
    found = picked([reason(Rule.OLD, "a"), reason(Rule.CHANGED, "a"), reason(Rule.NEIGHBOURS, "a")])
    assert found == (Picked(name="a", rule=Rule.CHANGED, also=(Rule.NEIGHBOURS, Rule.OLD)),)


def test_within_a_rule_the_smaller_weight_comes_first_and_a_tie_keeps_its_order() -> None:
    some = [reason(Rule.CHANGED, name, weight) for name, weight in (("a", 2), ("b", 1), ("c", 2))]
    assert [line.name for line in picked(some)] == ["b", "a", "c"]


def test_every_rule_that_holds_has_a_line_before_any_is_filled_up() -> None:
    many = [reason(Rule.NEIGHBOURS, f"n{number}") for number in range(20)]
    found = picked([*many, reason(Rule.WITHHELD, "w"), reason(Rule.REMARKABLE, "r")])
    assert [line.name for line in found] == ["r", *(f"n{number}" for number in range(8)), "w"]


def test_no_rule_takes_more_than_three_lines_before_the_others_have_theirs() -> None:
    many = [reason(rule, f"{rule.name}{n}") for rule in RULES[1:5] for n in range(9)]
    count = Counter(line.rule for line in picked(many))
    assert count == {RULES[1]: 3, RULES[2]: 3, RULES[3]: 3, RULES[4]: 1}


def test_nothing_that_meets_a_rule_is_no_line() -> None:
    assert picked([]) == ()


REASONS = st.lists(
    st.builds(
        Reason, rule=st.sampled_from(RULES), name=st.sampled_from("abcdefghijklmno"),
        weight=st.floats(0, 1),
    ),
    max_size=60,
)  # fmt: skip


@given(REASONS)
def test_lines_are_few_each_of_a_measure_of_its_own_and_in_order(given: list[Reason]) -> None:
    found = picked(given)
    names = [line.name for line in found]
    assert len(names) == len(set(names)) == min(MOST, len({reason.name for reason in given}))
    order = [RULES.index(line.rule) for line in found]
    assert order == sorted(order)
    firsts = {
        min((r.rule for r in given if r.name == name), key=RULES.index)
        for name in {reason.name for reason in given}
    }
    assert {line.rule for line in found} == firsts
    assert picked(given) == found


@pytest.mark.parametrize(
    ("end", "old"),
    [
        (date(2025, 5, 28), False),
        (date(2025, 5, 27), True),
        (date(2025, 3, 31), True),
        (date(2025, 9, 30), False),
    ],
)
def test_old_is_more_than_eighteen_months(end: date, old: bool) -> None:
    assert is_old(end, TODAY) is old


@pytest.fixture
def entry(choose: Choose) -> Callable[..., Entry]:
    """One entry of a council beside its statistical neighbours."""

    def of(name: str, la_code: str = "358") -> Entry:
        every = entries(choose(la_code))
        return next(entry for entry in every if entry.indicator.indicator_id == name)

    return of


def against(entry: Entry, mean: float, median: float, pooled: float | None) -> float | None:
    """The chance of an entry beside neighbours whose three figures are typed in."""
    latest = entry.view.latest
    assert latest is not None
    figure = replace(entry.view.means[latest.end], mean=mean, median=median, pooled=pooled)
    means = {**entry.view.means, latest.end: figure}
    return neighbours_chance(replace(entry, view=replace(entry.view, means=means)))


def test_out_of_line_needs_all_three_figures_of_the_neighbours(
    entry: Callable[..., Entry],
) -> None:
    """20 weeks: 53.4% with an interval of 48.4% to 58.4%; high is better."""
    plans = entry("ehcp_20wk_ex_pc")
    surely = against(plans, 70, 72, 75)
    assert surely is not None and surely < 0.001
    assert against(plans, 70, 72, 57) == 1.0, "one of the rules says similar"
    assert against(plans, 30, 28, 25) == 1.0, "better than the neighbours"
    assert against(plans, 70, 72, None) is None, "too few have counts"


def test_the_nearest_of_the_three_counts(entry: Callable[..., Entry]) -> None:
    plans = entry("ehcp_20wk_ex_pc")
    assert against(plans, 60, 90, 90) == against(plans, 90, 60, 90) == against(plans, 60, 60, 60)


def test_what_has_no_interval_is_not_tested_against_neighbours(
    entry: Callable[..., Entry],
) -> None:
    assert neighbours_chance(entry("sw_vacancy_pc")) is None
    assert neighbours_chance(entry("cp_2yr_open_pc")) is None


def test_neighbours_are_those_of_the_council_whatever_the_reader_compares(choose: Choose) -> None:
    assert with_neighbours(choose("358", "region")).group.key == "sn25"
    assert with_neighbours(choose("358", "sn21")).group.key == "sn21"


def test_a_withheld_figure_and_an_old_one_are_reasons(choose: Choose) -> None:
    found = {(each.rule, each.name) for each in reasons(choose(), TODAY)}
    assert (Rule.WITHHELD, "cp_2yr_open_pc") in found
    assert (Rule.OLD, "ehcp_caseload") in found
    early = {each.rule for each in reasons(choose(), date(2025, 11, 28))}
    assert Rule.OLD not in early


def test_a_paper_is_a_reason_in_the_order_given(choose: Choose) -> None:
    found = picked(reasons(choose(), TODAY, ["ehcp_requests", "ehcp_20wk_all_pc"]))
    assert [line.name for line in found if line.rule == Rule.PAPER] == [
        "ehcp_requests",
        "ehcp_20wk_all_pc",
    ]
    many = ["ehcp_requests", "ehcp_new", "ehcp_ceased", "ehcp_caseload"]
    assert {each.name for each in reasons(choose(), TODAY, many) if each.rule == Rule.PAPER} == {
        "ehcp_requests",
        "ehcp_new",
        "ehcp_ceased",
    }


def test_one_measure_counted_in_two_ways_is_one_line(choose: Choose) -> None:
    both = ["ehcp_20wk_all_pc", "ehcp_20wk_ex_pc"]
    found = [line.name for line in picked(reasons(choose(), TODAY, both))]
    assert "ehcp_20wk_all_pc" in found and "ehcp_20wk_ex_pc" not in found


def test_the_rules_on_the_page_name_their_numbers() -> None:
    assert "at most 10" in STATED and "18 months" in STATED and "5%" in STATED


@pytest.fixture
def some(choose: Choose) -> list[Choice]:
    """Some councils, drawn by LINE_OF_SIGHT_SEED; LINE_OF_SIGHT_CASES says how many."""
    every = [council.la_code for council in councils()]
    drawn = random.Random(SEED).sample(every[1:], min(COUNCILS, len(every) - 1))
    return [choose(la_code) for la_code in dict.fromkeys(("358", SCILLY, *drawn))]


def test_the_lines_of_any_council_are_what_the_rules_say(some: list[Choice]) -> None:
    for choice in some:
        beside = with_neighbours(choice)
        every = {entry.indicator.indicator_id: entry for entry in entries(beside)}
        beyond = told(flag for entry in every.values() for flag in entry.flags)
        found = picked(reasons(beside, TODAY))
        names = [line.name for line in found]
        assert len(names) == len(set(names)) <= MOST, choice.council.name
        assert not {"ehcp_20wk_ex_pc", "ehcp_20wk_all_pc"} <= set(names)
        for line in found:
            one = every[line.name]
            met = (line.rule, *line.also)
            if Rule.REMARKABLE in met:
                assert one.heading == OUTLYING and one.band == "D" and one.outlying
            if Rule.CHANGED in met:
                assert (line.name, "change") in beyond and one.judged
                assert one.judged.movement == (
                    "fell" if one.indicator.polarity == "high" else "rose"
                )
            if Rule.QUARTER in met:
                assert one.heading == QUARTER
            assert (Rule.WITHHELD in met) == (one.value is None), line
            if Rule.NEIGHBOURS in met:
                end = one.view.latest.end if one.view.latest else date.max
                assert not one.view.means[end].depends_on_rule


def faults_of(line: Line) -> list[str]:
    """What is no English in a line."""
    return [
        f"{what}: {text}"
        for text in (f"{line.finding}. {line.said}".strip(), f"{line.why}.", line.question)
        for what, pattern in WRONG.items()
        if any(not ALLOWED.fullmatch(m[0]) for m in re.finditer(pattern, text))
    ]


def test_every_line_is_english_and_says_what_at_a_glance_says(some: list[Choice]) -> None:
    for choice in some:
        every = {e.indicator.indicator_id: e for e in entries(with_neighbours(choice))}
        for line in lines(choice, TODAY):
            assert faults_of(line) == []
            assert line.question.endswith("?") and line.source.startswith("Source: ")
            finding = every[line.name].finding if line.rule != Rule.PAPER else None
            if finding:
                assert line.finding.startswith(finding.text)
                known = (finding.change, finding.comparison, finding.place)
                assert line.said in known or line.rule == Rule.OLD
