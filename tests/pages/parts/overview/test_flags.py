"""How many tests a council's figures are put to, and which of them are told."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from statsmodels.stats.multitest import multipletests

from pages.parts.figures.councils import Choice
from pages.parts.figures.database import ACCOUNT, Note
from pages.parts.figures.view import View
from pages.parts.measure.words import finding
from pages.parts.overview.entries import (
    ALONE,
    APART,
    ASKING,
    FAVOURABLE,
    MOVED,
    NOTHING_STANDS_OUT,
    OUTLYING,
    UNTESTED,
    WORSE,
    WRONG_WAY,
    Entry,
    entries,
)
from pages.parts.overview.flags import Flag, flags_of, told

Choose = Callable[..., Choice]
See = Callable[..., View]
SCILLY = "420"


def chances(view: View) -> dict[str, float]:
    return {test.what: test.chance for test in flags_of(view, finding(view))}


def by_name(every: tuple[Entry, ...]) -> dict[str, Entry]:
    return {entry.indicator.indicator_id: entry for entry in every}


def test_a_glance_counts_its_own_tests() -> None:
    """One in a hundred is told among four tests, and not among forty."""
    one = Flag(indicator_id="a", what="change", chance=0.01)
    others = [Flag(indicator_id=str(number), what="change", chance=1.0) for number in range(39)]
    assert told([one, *others[:3]]) == {("a", "change")}
    assert told([one, *others]) == frozenset()
    assert told([]) == frozenset()


def test_a_measure_with_a_direction_is_tested_against_england_and_the_year_before(see: See) -> None:
    """20 weeks: better than England, so 1; the fall from 62.4% is the wrong way."""
    found = chances(see("ehcp_20wk_ex_pc"))
    assert found["England"] == 1.0 and "councils" not in found
    assert 0.001 < found["change"] < 0.025


def test_a_measure_without_a_direction_is_tested_among_councils(see: See) -> None:
    found = chances(see("ehcp_requests_refused_pc", "886"))
    assert "England" not in found and found["councils"] < 0.002


def test_the_right_way_flags_nothing(see: See) -> None:
    assert chances(see("cin_rereferral_pc", "886"))["change"] == 1.0


def test_what_cannot_be_judged_is_no_test(see: See) -> None:
    assert chances(see("sw_vacancy_pc")) == {}  # how far it moves by chance is not known
    assert chances(see("ehcp_caseload")) == {}  # a number
    assert chances(see("cp_2yr_open_pc")) == {}  # withheld
    assert chances(see("ehcp_caseload_growth", "316")) == {}


def test_a_figure_with_counts_in_doubt_is_put_to_no_test(see: See) -> None:
    view = see("ehcp_20wk_ex_pc")
    assert view.latest is not None
    doubt = Note(
        area_code=view.reporter, period_end=view.latest.end, kind=ACCOUNT, note="do not add up"
    )
    assert chances(view) and not chances(replace(view, notes=(doubt,)))


def test_the_heading_of_each_measure_says_what_its_tests_say(choose: Choose) -> None:
    every = by_name(entries(choose("886")))
    assert every["ehcp_requests_refused_pc"].heading == APART
    assert every["ehcp_20wk_ex_pc"].heading == WORSE
    assert every["cin_rereferral_pc"].heading == FAVOURABLE
    assert every["sw_vacancy_pc"].heading == every["ehcp_new"].heading == UNTESTED
    home = by_name(entries(choose()))
    assert home["ehcp_20wk_ex_pc"].heading == ALONE  # 0.006, held against 2 in 43 of 5%


@pytest.mark.parametrize("la_code", ["358", "886", "316", SCILLY])
def test_nothing_stands_out_holds_only_what_was_tested_and_did_not(
    la_code: str, choose: Choose
) -> None:
    every = entries(choose(la_code))
    for entry in every:
        told_something = any(test.chance < 1 for test in entry.flags)
        if entry.heading == NOTHING_STANDS_OUT:
            assert entry.flags and not told_something and not entry.favourable
            assert entry.judged is not None and entry.judged.tone not in ("worse", "better")
        if entry.heading == UNTESTED:
            assert not entry.flags and entry.judged is not None
        if entry.heading in (OUTLYING, WORSE, APART, WRONG_WAY, MOVED, ALONE):
            assert told_something


@pytest.mark.parametrize("la_code", ["358", "886", "316", SCILLY, "201"])
def test_flags_agree_with_statsmodels(la_code: str, choose: Choose) -> None:
    every = entries(choose(la_code))
    made = [test for entry in every for test in entry.flags]
    theirs = multipletests([test.chance for test in made], 0.05, "fdr_bh")[0] if made else []
    flagged = {test.indicator_id for test, true in zip(made, theirs, strict=True) if true}
    asked = {e.indicator.indicator_id for e in every if e.heading in ASKING and e.flags}
    assert flagged == asked
