"""Brothers and sisters, and stocks: what the pages say of every council's embedded figures."""

import math
from collections import Counter
from collections.abc import Callable

import duckdb
import pytest
from scipy.stats import chi2
from statsmodels.stats.proportion import proportion_confint

import queries
from pages.parts.figures.database import indicators
from pages.parts.figures.view import FigureRow, View, reported
from pages.parts.measure import words

See = Callable[..., View]

Z = 1.959963984540054
COUNTED_BY_CHILD = {
    "cin_rate", "cin_referral_rate", "cin_rereferral_pc", "cin_referral_nfa_pc",
    "cin_not_in_need_pc", "cp_rate", "cp_start_rate", "cp_repeat_pc", "cp_2yr_open_pc",
}  # fmt: skip
SIBLINGS = (
    "Intervals allow for brothers and sisters, who are often counted together: they are 1.4 times "
    "as wide as for children counted one by one."
)


def one_by_one(method: str, x: float, n: float) -> tuple[float, float]:
    """The interval of x / n by scipy and statsmodels, or Byar's formula from 10."""
    if method == "proportion":
        low, high = proportion_confint(x, n, method="wilson")
        return float(low), float(high)
    if x < 10:
        low = chi2.ppf(0.025, 2 * x) / 2 if x else 0.0
        return float(low) / n, float(chi2.ppf(0.975, 2 * x + 2)) / 2 / n
    low = x * (1 - 1 / (9 * x) - Z / (3 * math.sqrt(x))) ** 3
    high = (x + 1) * (1 - 1 / (9 * (x + 1)) + Z / (3 * math.sqrt(x + 1))) ** 3
    return low / n, high / n


def test_siblings_are_allowed_for_where_children_in_need_or_protection_are_counted(
    database: duckdb.DuckDBPyConnection,
) -> None:
    found = dict(database.execute("select indicator_id, design_effect from indicator").fetchall())
    assert {measure for measure, effect in found.items() if effect != 1} == COUNTED_BY_CHILD
    assert set(found.values()) == {1.0, 2.0}


def test_every_interval_of_siblings_is_as_wide_as_said(app_data: object) -> None:
    """√2 times the distance to either end, and not beyond 0 or 100%, in every council and year."""
    tally: Counter[str] = Counter()
    for measure in COUNTED_BY_CHILD:
        indicator = indicators()[measure]
        assert indicator.interval_method is not None and indicator.multiplier is not None
        for row in queries.rows("compare_figures", FigureRow, indicator=measure):
            interval = reported(row, indicator).interval
            if interval is None:
                tally["without"] += 1
                continue
            assert row.numerator is not None and row.denominator is not None
            share = row.numerator / row.denominator
            low, high = (
                share + math.sqrt(2) * (end - share)
                for end in one_by_one(indicator.interval_method, row.numerator, row.denominator)
            )
            low, cut = max(low, 0.0), indicator.interval_method == "proportion" and high > 1
            high = 1.0 if cut else high
            expected = (indicator.multiplier * low, indicator.multiplier * high)
            assert (interval.low, interval.high) == pytest.approx(expected, rel=1e-9, abs=1e-9)
            tally["at nothing"] += low == 0
            tally["judged"] += 1
    assert tally["judged"] > 13_000 and tally["at nothing"] > 10, tally


def test_siblings_are_told_once_below_a_figure_that_allows_for_them(see: See) -> None:
    assert words.notes(see("cp_repeat_pc")).count(SIBLINGS) == 1
    assert not [note for note in words.notes(see("ehcp_special_pc")) if "brothers" in note]
    assert not [note for note in words.notes(see("cp_number")) if "brothers" in note]


def test_stocks_are_told_where_a_change_between_two_dates_is_judged(see: See) -> None:
    assert words.STOCKS in words.notes(see("ehcp_special_pc"))
    assert words.STOCKS in words.notes(see("cp_rate"))
    for without in ("cp_start_rate", "cp_number", "sen_ehcp_pc", "ehcp_need_asd_pc"):
        assert words.STOCKS not in words.notes(see(without)), without


def test_stocks_share_many_children_in_plans_and_few_in_protection(
    database: duckdb.DuckDBPyConnection,
) -> None:
    """What Methods say: most EHC plans were there a year before, and one protection plan in six.

    EHC plans of January 2025 less those made in 2024; protection plans that were open for a year.
    """
    england = dict(
        database.execute(
            "select indicator_id || coalesce(' ' || breakdown, ''), value from figure "
            "where area_code = 'E92000001' and year(period_end) = 2025 "
            "and indicator_id in ('ehcp_caseload', 'cp_number') "
            "and (breakdown_topic is null or breakdown_topic = 'Duration')"
        ).fetchall()
    )
    new = database.execute(
        "select value from figure where area_code = 'E92000001' and period = '2024' "
        "and indicator_id = 'ehcp_new' and breakdown is null"
    ).fetchone()
    assert new
    assert 1 - new[0] / england["ehcp_caseload"] > 0.8
    a_year = england["cp_number 1 year, under 2 years"] + england["cp_number 2 years or more"]
    assert 1 / 6.5 < a_year / england["cp_number"] < 1 / 5.5


def test_a_difference_that_could_be_chance_is_that_of_two_separate_groups(see: See) -> None:
    """Stocks: the sentence says of whom, since most plans of two Januaries are the same."""
    found = words.finding(see("ehcp_special_pc")).change
    assert "in two separate groups a difference of" in found
    flow = words.finding(see("cin_rereferral_pc")).change
    assert "two separate groups" not in flow
