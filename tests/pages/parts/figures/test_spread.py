"""Where councils stand among all of them: beyond chance is not yet remarkable."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import binom, norm, poisson

from analysis.differences import Figure
from analysis.ranks import HIGHEST, LOWEST, MIDDLE
from pages.parts.compare.data import everywhere
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import Indicator, indicators
from pages.parts.figures.spread import PlaceAmong, place, places_of, spread, spread_of, standings
from pages.parts.measure.sentences import place_sentence

Choose = Callable[..., Choice]
TAIL = norm.sf(3.090232306167813)


@pytest.fixture
def measure(app_data: object) -> Indicator:
    return replace(indicators()["ehcp_20wk_ex_pc"], interval_method="proportion", design_effect=1.0)


def share(x: float, n: float) -> Figure:
    return Figure(value=100 * x / n, numerator=x, denominator=n)


# Ten councils of 100 plans each around a half: phi is 2.209 by hand (tests/analysis), so that the
# limits of the usual spread end at 27.0% and 73.0%, those of chance at 34.5% and 65.5%.
COUNTS = (30, 40, 45, 50, 50, 50, 55, 55, 60, 85)


def among(measure: Indicator, *, england: float | None = 50.0, **more: object) -> list[PlaceAmong]:
    figures = {str(at): share(x, 100) for at, x in enumerate(COUNTS)}
    made = places_of(
        measure, figures, spread_of(measure, figures, england), **{"applies": 10, **more}
    )  # type: ignore[arg-type]
    return [made[area] for area in figures]


def test_beyond_chance_is_not_yet_remarkable(measure: Indicator) -> None:
    """30 and 85 of 100 are beyond chance, and 85 alone stands out beside the others."""
    made = among(measure)
    assert [one.side for one in made] == ["inside"] * 9 + ["high"]
    assert [one.stands_out for one in made] == [False] * 9 + [True]


def test_a_quarter_is_told_for_all_by_the_limits_of_the_figures(measure: Indicator) -> None:
    """The quartiles of the ten are 46.25 and 55: a figure on a limit is in the lower part."""
    parts = [one.part for one in among(measure)]
    assert parts == [LOWEST] * 3 + [MIDDLE] * 5 + [HIGHEST] * 2


def test_a_share_of_too_few_to_be_judged_is_in_no_quarter(measure: Indicator) -> None:
    """The Isles of Scilly issued 1 of 1 plan in time: that is no place among councils."""
    figures = {**{str(at): share(x, 100) for at, x in enumerate(COUNTS)}, "few": share(1, 1)}
    made = places_of(measure, figures, spread_of(measure, figures, 50.0), applies=11)
    assert (made["few"].part, made["few"].side) == (None, None)
    assert made["9"].part == HIGHEST


def test_with_few_councils_there_is_no_quarter(measure: Indicator) -> None:
    assert {one.part for one in among(measure, applies=12)} == {None}


def test_what_is_in_doubt_does_not_stand_out(measure: Indicator) -> None:
    made = among(measure, doubted=["9"])
    assert (made[9].side, made[9].stands_out, made[9].part) == (None, False, HIGHEST)


@pytest.mark.parametrize("england", [None, 0.0])
def test_without_england_nothing_stands_out(england: float | None, measure: Indicator) -> None:
    assert {one.side for one in among(measure, england=england)} == {None}


@pytest.mark.parametrize(
    ("part", "side", "said"),
    [
        (MIDDLE, "inside", "It is in the middle half of councils."),
        (HIGHEST, "inside", "It is in the highest quarter of councils, within their usual spread."),
        (
            LOWEST,
            "low",
            "It is in the lowest quarter of councils and stands out, below the usual spread of "
            "councils of its size.",
        ),
        (HIGHEST, None, "It is in the highest quarter of councils."),
        (None, "high", "It stands out, above the usual spread of councils of its size."),
        (None, "inside", "It is within the usual spread of councils."),
        (None, None, ""),
    ],
)
def test_a_place_in_words(part: str | None, side: str | None, said: str) -> None:
    made = PlaceAmong(part=part, side=side)  # type: ignore[arg-type]
    assert place_sentence(made) == said


def test_a_quarter_that_the_title_tells_is_not_told_again() -> None:
    quarter = PlaceAmong(part=HIGHEST, side="inside")
    assert (
        place_sentence(quarter, quarter_told=True) == "It is within the usual spread of councils."
    )
    middle = PlaceAmong(part=MIDDLE, side="inside")
    assert place_sentence(middle, quarter_told=True) == place_sentence(None) == ""


def test_an_older_figure_has_no_place_among_newer_ones(app_data: object) -> None:
    rate = indicators()["cp_rate"]
    assert place(rate, "E08000009", date(2025, 3, 31)) is not None
    assert place(rate, "E08000009", date(2024, 3, 31)) is None
    assert place(rate, "no council", date(2025, 3, 31)) is None
    assert place(indicators()["cp_number"], "E08000009", date(2025, 3, 31)) is None


@pytest.mark.parametrize(
    "name",
    [
        "cp_rate", "cin_rate", "cin_referral_rate", "cin_not_in_need_pc", "ehcp_20wk_ex_pc",
        "ehcp_mainstream_pc", "ehcp_review_held_pc", "ehcp_indep_special_pc",
    ],
)  # fmt: skip
def test_who_stands_out_is_who_numpy_and_scipy_put_there(name: str, app_data: object) -> None:
    """Winsorised phi, tau of DerSimonian and Laird and both limits, worked out again."""
    measure, found = indicators()[name], spread(name)
    assert found is not None
    rows = [row for row in standings()[name] if row.area_code in found.units]
    x = np.array([row.numerator for row in rows], dtype=float)
    n = np.array([row.denominator for row in rows], dtype=float)
    assert rows[0].england is not None and measure.multiplier is not None
    p = rows[0].england / measure.multiplier
    of_one = p * (1 - p) if measure.interval_method == "proportion" else p
    error = np.sqrt(measure.design_effect * of_one / n)
    z = (x / n - p) / error
    phi = float(np.mean(np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2))
    assert found.phi == pytest.approx(phi)
    w = 1 / error**2
    tau = math.sqrt((len(n) * phi - (len(n) - 1)) / (w.sum() - (w**2).sum() / w.sum()))
    assert found.tau == pytest.approx(tau)
    spread_error = error * math.sqrt(phi)
    if found.model == "random effects":
        spread_error = np.hypot(error, tau)
    far = np.abs(x / n - p) > 3.090232306167813 * spread_error
    law = binom(n, p) if measure.interval_method == "proportion" else poisson(n * p)
    rare = np.where(x / n > p, law.sf(x - 1), law.cdf(x)) <= TAIL
    due = {row.area_code for row, out in zip(rows, far & rare, strict=True) if out}
    told = {area for area, one in found.units.items() if one.usual998 in ("high", "low")}
    assert told == due
    assert len(told) < len(rows) / 10, "few are remarkable"
    beyond = [one for one in found.units.values() if one.chance95 != "inside"]
    assert len(beyond) > 3 * len(told), "though many are beyond chance"


def test_every_page_says_the_same_place_of_every_council(app_data: object) -> None:
    """At a glance and a measure's page know the newest period, Compare knows every one."""
    known = 0
    for name, rows in standings().items():
        measure, end = indicators()[name], rows[0].period_end
        if not measure.shares_an_axis:
            continue
        period = everywhere(name).at(end)
        for row in rows:
            theirs = period.among.get(row.area_code)
            assert place(measure, row.area_code, end) == theirs, (name, row.area_code)
            known += theirs is not None
    assert known > 5000
