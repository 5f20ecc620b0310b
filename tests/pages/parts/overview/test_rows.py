"""The rows of At a glance, before they are markup."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from pages.parts.figures.councils import Choice
from pages.parts.overview.rows import FIRST, Screen, screen

Choose = Callable[..., Choice]
SCILLY, CITY, KENT = "420", "201", "886"


@pytest.fixture
def made(choose: Choose) -> Callable[..., Screen]:
    return lambda *choice: screen(choose(*choice))


def test_the_first_screen_of_the_home_authority(made: Callable[..., Screen]) -> None:
    """Seven ask. Three changes are such as siblings make by chance, by hand: referrals with no
    further action, 67 of 1,879 after 94 of 1,888, -3.3 to +0.4 points; not in need, 430 after 499,
    -7.4 to +0.3; plans started, 193 after 246, of which the logarithm of the ratio is -0.25 ± 0.27.
    """
    home = made()
    assert [(row.topic, row.name, row.value) for row in home.first[:3]] == [
        ("Workforce", "Vacancies", "32.6%"),
        ("EHC plans", "On time, exceptions left out", "53.4%"),
        ("Protection", "Child protection plan rate", "27.3"),
    ]
    assert len(home.first) == 7 < FIRST and home.rest == ()
    assert home.quiet == ""
    on_time = home.first[1]
    assert (on_time.before.arrow, on_time.before.value) == ("fell", "62.4%")
    assert on_time.verdict == "fell, better than England"
    assert on_time.strip is not None


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
    assert [row.name for row in city.first] == ["Children in need rate"]
    assert city.rest == () and city.quiet == "EHC plans and workforce: nothing stands out."
    assert made(SCILLY).quiet == "EHC plans: nothing stands out."


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
