"""What a row of At a glance says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from pages.parts.figures.councils import Choice
from pages.parts.figures.view import View
from pages.parts.overview import words
from pages.parts.overview.entries import Entry, entries

Choose = Callable[..., Choice]
See = Callable[..., View]
SCILLY = "420"


@pytest.fixture
def known(choose: Choose) -> dict[str, Entry]:
    """Every entry of the home authority."""
    return {entry.indicator.indicator_id: entry for entry in entries(choose())}


@pytest.mark.parametrize(
    ("group", "line"),
    [
        ("sn25", "compared with ten similar councils · figures to December 2025"),
        ("region", "compared with the North West · figures to December 2025"),
        ("gm", "compared with the other councils of Greater Manchester · figures to"),
        ("england", "compared with England · figures to December 2025"),
    ],
)
def test_the_line_says_compared_with_whom_and_how_new(
    group: str, line: str, choose: Choose
) -> None:
    choice = choose("358", group)
    council, said = words.headline(choice, entries(choice))
    assert council == "Trafford" and said.startswith(line)


def test_the_line_without_figures_names_no_month(choose: Choose) -> None:
    assert words.headline(choose(), [])[1] == "compared with ten similar councils"


def test_a_rate_says_so_and_few_are_told_by_their_counts(see: See) -> None:
    assert words.value_words(see("ehcp_20wk_ex_pc", SCILLY)) == "1 of 1"
    assert words.value_words(see("sw_vacancy_pc", SCILLY)) == "3 of 3"
    assert words.beside(see("ehcp_20wk_ex_pc", SCILLY)) == ""  # not a second time
    assert words.beside(see("cp_rate")) == "per 10,000"
    assert words.beside(see("ehcp_caseload")) == words.beside(see("sw_caseload")) == ""
    assert words.unit(see("sw_caseload")) == "cases per full-time equivalent"


def test_no_figure_says_why(see: See) -> None:
    assert words.value_words(see("cp_2yr_open_pc")) == "Hidden (small number)"
    assert words.value_words(see("sw_absence_pc", SCILLY)) == "Does not apply"
    nothing = replace(see("cp_rate"), council=())
    assert words.value_words(nothing) == "Not in the published file"
    assert words.beside(nothing) == "" and words.before(nothing) is None


def test_the_year_before_stands_only_where_it_compares(see: See) -> None:
    earlier = words.before(see("ehcp_20wk_ex_pc"))
    assert earlier is not None and earlier.end == date(2023, 12, 31)
    assert words.before(see("ehcp_need_asd_pc")) is None  # one year only
    assert words.before(see("cp_2yr_open_pc")) is None  # no figure


@pytest.mark.parametrize(
    ("indicator_id", "change"),
    [
        ("ehcp_20wk_ex_pc", "fell from 62.4%"),
        ("ehcp_20wk_all_pc", "no clear change from 58.6%"),
        ("sw_vacancy_pc", "31.7% a year earlier"),
        ("ehcp_caseload", "2,939 a year earlier"),
        ("ehcp_need_asd_pc", "no year before to compare"),
        ("cp_2yr_open_pc", ""),
    ],
)
def test_a_change_is_named_only_where_it_is_judged(
    indicator_id: str, change: str, known: dict[str, Entry]
) -> None:
    assert words.change(known[indicator_id]) == change


@pytest.mark.parametrize(
    ("indicator_id", "place"),
    [
        ("ehcp_20wk_ex_pc", "74th of 151 (55th to 93rd)"),
        ("sw_vacancy_pc", "144th of 149"),
        ("cin_rate", "lowest quarter"),
        ("ehcp_elsewhere_pc", "middle half"),
        ("ehcp_fe_pc", "highest quarter"),
        ("ehcp_caseload", "depends on size"),
        ("cp_2yr_open_pc", ""),
    ],
)
def test_a_place_among_councils(indicator_id: str, place: str, known: dict[str, Entry]) -> None:
    assert words.place(known[indicator_id]) == place


def test_counts_that_do_not_add_up_are_in_doubt_at_a_glance(choose: Choose) -> None:
    """Newham's plans of 2025: 2,705 and 379 more less 42 are not 1,199."""
    newham = {one.indicator.indicator_id: one for one in entries(choose("316"))}
    assert words.verdict(newham["ehcp_caseload"]) == "counts in doubt"
    assert words.verdict(newham["ehcp_20wk_ex_pc"]) != "counts in doubt"


def test_too_few_councils_give_no_place(choose: Choose) -> None:
    rutland = {entry.indicator.indicator_id: entry for entry in entries(choose("857"))}
    said = words.place(rutland["cp_2yr_open_pc"])
    assert said == "only 94 of 153 councils have a figure"
    assert words.rank_words(rutland["cp_2yr_open_pc"]) == f"No place among councils: {said}."


def test_an_older_figure_is_not_placed_among_newer_ones(known: dict[str, Entry]) -> None:
    older = replace(known["sw_vacancy_pc"], standing=None)
    assert words.place(older) == "others have newer figures"
    assert words.rank_words(older) == ""


def test_a_rank_in_plain_words_has_its_range_or_says_why_not(known: dict[str, Entry]) -> None:
    assert words.rank_words(known["ehcp_20wk_ex_pc"]) == (
        "74th of 151 councils, where 1st is best; by chance alone it could be anywhere from 55th "
        "to 93rd."
    )
    assert words.rank_words(known["sw_vacancy_pc"]).endswith("is chance cannot be said.")
    assert words.rank_words(known["cin_rate"]).startswith("No place among councils: neither")


def test_an_opened_row_says_what_its_figure_is_and_how_it_compares(
    known: dict[str, Entry],
) -> None:
    said = words.sentences(known["ehcp_20wk_ex_pc"])
    assert said[0] == (
        "Plans issued within 20 weeks (exceptions left out): 2024, exceptions left out."
    )
    assert said[1] == "England 46.4%, Neighbours 40.4% (mean of 10 of 10)."
    assert said[2].startswith("It fell by 9.0 percentage points from 62.4% in 2023 (95% interval")
    assert said[3].startswith("74th of 151")
    assert len(said) == 4


def test_a_row_that_stands_for_two_names_the_other(known: dict[str, Entry]) -> None:
    both = replace(known["ehcp_20wk_ex_pc"], twin=known["ehcp_20wk_all_pc"])
    assert words.sentences(both)[-1] == (
        "Plans issued within 20 weeks (all plans): 53.4%, better than England."
    )


@pytest.mark.parametrize(
    ("quiet", "said"),
    [
        ([], ""),
        (["Workforce"], "Workforce: nothing stands out."),
        (["EHC plans", "Workforce"], "EHC plans and workforce: nothing stands out."),
        (
            ["EHC plans", "Protection", "Workforce"],
            "EHC plans, protection and workforce: nothing stands out.",
        ),
    ],
)
def test_subjects_that_nothing_asks_about_are_named(quiet: list[str], said: str) -> None:
    assert words.nothing_stands_out(quiet) == said


@pytest.mark.parametrize(
    ("indicator_id", "period"),
    [("ehcp_20wk_ex_pc", "2024"), ("cp_rate", "Mar 2025"), ("ehcp_caseload", "Jan 2025"),
     ("sw_vacancy_pc", "Sep 2025"), ("cin_referral_rate", "Mar 2025")],
)  # fmt: skip
def test_a_period_is_a_word_or_two(indicator_id: str, period: str, see: See) -> None:
    assert words.period(see(indicator_id)) == period


def test_what_is_late_is_told_by_topic() -> None:
    assert words.overdue({}) == ""
    due = {"EHC plans": date(2026, 6, 1), "Protection": date(2026, 10, 1)}
    assert words.overdue(due) == (
        "Newer figures were due from DfE: EHC plans in June 2026, Protection in October 2026."
    )
