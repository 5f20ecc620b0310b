"""A strip has every council at its place, and says in words what it shows."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from pages.parts.figures.councils import Choice
from pages.parts.figures.database import indicators
from pages.parts.figures.spread import standings
from pages.parts.overview import strips
from pages.parts.overview.entries import entries
from pages.parts.overview.strips import EDGE, WIDTH, Strip, strip, svg, words

Choose = Callable[..., Choice]


@pytest.fixture
def some(app_data: object) -> Strip:
    return Strip(
        indicator=indicators()["sw_vacancy_pc"],
        name="A <b>",
        group="similar councils",
        role="neighbours",
        values=(0.0, 10.0, 20.0),
        council=10.0,
        england=5.0,
        mean=None,
        half=(5.0, 15.0),
    )


def test_a_value_stands_where_it_is_between_the_ends(some: Strip) -> None:
    assert some.at(0.0) == EDGE
    assert some.at(20.0) == WIDTH - EDGE
    assert some.at(10.0) == WIDTH / 2


def test_a_mark_outside_the_councils_is_still_on_the_strip(some: Strip) -> None:
    wide = replace(some, england=40.0)
    assert wide.ends == (0.0, 40.0) and wide.at(40.0) == WIDTH - EDGE


def test_equal_values_stand_in_the_middle(some: Strip) -> None:
    equal = replace(some, values=(7.0, 7.0), council=7.0, england=None)
    assert equal.at(7.0) == WIDTH / 2


def test_every_council_is_a_tick_and_every_mark_is_drawn_once(some: Strip) -> None:
    drawn = svg(some)
    assert len(re.findall(r"M[\d.]+ 8v10", drawn)) == 3
    marks = {kind: drawn.count(f'class="{kind}"') for kind in ("council", "england", "group")}
    assert marks == {"council": 1, "england": 1, "group": 0}
    assert 'role="img"' in drawn and "<b>" not in drawn
    assert "half" not in svg(replace(some, half=None))


def test_a_strip_in_words(some: Strip) -> None:
    assert words(some) == (
        "3 councils from 0.0% to 20.0%; the middle half from 5.0% to 15.0%; A <b> 10.0%; "
        "England 5.0%"
    )


def test_the_strip_of_a_published_figure_has_all_who_report(choose: Choose) -> None:
    known = {entry.indicator.indicator_id: entry for entry in entries(choose())}
    made = strip(known["ehcp_20wk_ex_pc"], standings()["ehcp_20wk_ex_pc"])
    assert made is not None and len(made.values) == 151
    assert words(made).endswith("Trafford 53.4%; England 46.4%; similar councils 40.4%")


def test_no_strip_without_a_figure_or_among_newer_ones(choose: Choose) -> None:
    known = {entry.indicator.indicator_id: entry for entry in entries(choose())}
    assert strip(known["cp_2yr_open_pc"], standings()["cp_2yr_open_pc"]) is None
    assert strip(replace(known["cp_rate"], standing=None), standings()["cp_rate"]) is None
    assert strip(known["cp_rate"], []) is None


def test_the_key_draws_each_mark_unheard() -> None:
    for mark in ("council", "england", "group"):
        assert 'aria-hidden="true"' in strips.key(mark)
