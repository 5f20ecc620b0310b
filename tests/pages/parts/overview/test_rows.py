"""The rows of At a glance, before they are markup."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from pages.parts.figures.councils import Choice
from pages.parts.overview.entries import ABSENT, FAVOURABLE, NOTHING_STANDS_OUT, UNTESTED
from pages.parts.overview.rows import FIRST, Screen, screen

Choose = Callable[..., Choice]
SCILLY, CITY, KENT = "420", "201", "886"


@pytest.fixture
def made(choose: Choose) -> Callable[..., Screen]:
    return lambda *choice: screen(choose(*choice))


def test_the_first_screen_of_the_home_authority(made: Callable[..., Screen]) -> None:
    """Three ask, four more by their own test alone.

    Three changes are such as siblings make by chance, by hand: referrals with no further action,
    67 of 1,879 after 94 of 1,888, -3.3 to +0.4 points; not in need, 430 after 499, -7.4 to +0.3;
    plans started, 193 after 246, of which the logarithm of the ratio is -0.25 ± 0.27.
    """
    home = made()
    assert [(row.topic, row.name, row.value, row.alone) for row in home.first] == [
        ("Workforce", "Vacancies", "32.6%", False),
        ("Workforce", "Agency workers", "29.0%", False),
        ("Workforce", "Turnover", "15.6%", False),
        ("EHC plans", "On time, exceptions left out", "53.4%", True),
        ("Protection", "Child protection plan rate", "27.3", True),
        ("EHC plans", "Assessed but no plan", "9.5%", True),
        ("EHC plans", "Plans: educated elsewhere", "7.2%", True),
    ]
    assert len(home.first) < FIRST and home.rest == () and home.silent == ""
    assert home.tested == "Told: none of 45 tests against chance."
    on_time = home.first[3]
    assert (on_time.before.arrow, on_time.before.value) == ("fell", "62.4%")
    assert (on_time.verdict, on_time.among) == ("fell, better than England", "")
    assert on_time.strip is not None


def test_what_stands_out_among_councils_says_so(made: Callable[..., Screen]) -> None:
    autism = made(CITY).first[0]
    assert (autism.name, autism.value) == ("Need: autism", "69.2% (18 of 26)")
    assert (autism.verdict, autism.among) == ("above England", "stands out")


def test_every_measure_stands_in_one_place(made: Callable[..., Screen]) -> None:
    """52 of them: a row, a twin of a row, or under a heading that asks nothing."""
    for la_code, twins in (("358", 0), (CITY, 0), (KENT, 1)):
        one = made(la_code)
        rows = len(one.first) + len(one.rest)
        assert rows + twins + sum(quiet.count for quiet in one.quiet) == 52


def test_what_could_not_be_tested_says_why(made: Callable[..., Screen]) -> None:
    headings = {quiet.heading: quiet for quiet in made().quiet}
    assert list(headings) == [FAVOURABLE, NOTHING_STANDS_OUT, UNTESTED, ABSENT]
    reasons = {why: [row.name for row in rows] for why, rows in headings[UNTESTED].rows.items()}
    size = reasons["A number depends on a council's size, so it is compared with no other."]
    assert "EHC plans in force" in size
    moves = reasons["Not judged: how far this measure moves by chance is not known."]
    assert "Average caseload" in moves
    (better,) = headings[FAVOURABLE].rows.values()
    assert all(row.said.endswith("than England") or "fell" in row.said for row in better)
    (absent,) = headings[ABSENT].rows.items()
    assert absent[0] == "Hidden (small number)." and [row.said for row in absent[1]] == [""]


def test_an_arrow_is_filled_only_where_a_change_is_judged(made: Callable[..., Screen]) -> None:
    grid = {row.name: row.before.arrow for row in made().grid}
    assert grid["Social worker vacancy rate"] == "up"
    assert grid["Agency social worker rate"] == "down"
    assert grid["Plans issued within 20 weeks (all plans)"] == "down"
    assert grid["Assessments ending with no plan"] == "rose"
    assert grid["Plans: main need autism"] == ""
    scilly = {row.name: row.before.arrow for row in made(SCILLY).grid}
    assert scilly["Social worker vacancy rate"] == "same"


def test_few_figures_that_ask_leave_the_rest_to_a_sentence(made: Callable[..., Screen]) -> None:
    city = made(CITY)
    assert [row.name for row in city.first] == ["Need: autism", "Children in need rate"]
    assert city.rest == () and city.silent == ""  # none of the City's workforce can be tested
    assert city.tested == "Told: 2 of 34 tests against chance; up to 0.1 of them may be false."
    assert made(SCILLY).silent == "EHC plans: nothing stands out."


@pytest.mark.parametrize("la_code", ["358", SCILLY, CITY, KENT])
def test_the_grid_has_every_core_measure_topics_together(
    la_code: str, made: Callable[..., Screen]
) -> None:
    grid = made(la_code).grid
    assert len(grid) == len({row.name for row in grid}) == 52
    topics = [row.topic for row in grid]
    changes = sum(one != other for one, other in pairwise(topics))
    assert changes + 1 == len(set(topics)) == 3


def test_a_cell_without_a_number_is_sorted_last_and_says_why(made: Callable[..., Screen]) -> None:
    hidden = next(row for row in made().grid if row.name.startswith("Plans open 2 years"))
    assert hidden.value == "Hidden (small number)" and hidden.verdict == "no figure"
    assert hidden.by_value is None and hidden.by_change is None and hidden.by_place is None


def test_figures_are_sorted_with_those_of_their_unit(made: Callable[..., Screen]) -> None:
    ordered = sorted(made().grid, key=lambda row: row.by_value or 0.0)
    units = ["%" if row.value.endswith("%") else row.beside for row in ordered if row.by_value]
    assert [units[0], units[-1]] == ["%", ""]
    assert sum(one != other for one, other in pairwise(units)) == 4


def test_every_row_leads_to_its_measure_by_one_way(made: Callable[..., Screen]) -> None:
    home = made()
    hrefs = [link.href for link in home.links]
    assert len(hrefs) == len(set(hrefs)) == 52
    assert all(row.link and row.link.href in hrefs for row in (*home.first, *home.grid))


def test_without_a_group_the_key_names_none(made: Callable[..., Screen]) -> None:
    alone = made("358", "england")
    assert alone.group == "" and all(row.strip and row.strip.mean is None for row in alone.first)
