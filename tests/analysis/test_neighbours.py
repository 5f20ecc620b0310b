import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.differences import Figure
from analysis.intervals import Interval, figure_interval
from analysis.neighbours import Missing, NeighbourFigure, judge, neighbour_figure, verdict

PLAN_RATES_2025 = [22.1, 42.1, 35.1, 33.6, 24.3, 41.4, 28.9, 29.7, 30.3, 36.0]
VACANCY_2025 = [7.2, 5.7, 25.4, 19.8, 30.7, 11.1, 21.6, 13.7, 10.8, 11.0]


def of_values(values: list[float | None], interval: Interval | None = None) -> NeighbourFigure:
    figures = {f"council {i}": Figure(value=value) for i, value in enumerate(values)}
    statuses = {name: "suppressed" for name, f in figures.items() if f.value is None}
    return neighbour_figure(figures, statuses, 100, interval)


@pytest.mark.parametrize(
    ("values", "mean", "median"),
    [(PLAN_RATES_2025, 32.35, 31.95), (VACANCY_2025, 15.70, 12.40)],
)
def test_worked_values(values: list[float], mean: float, median: float) -> None:
    found = of_values(list(values))
    assert found.mean == pytest.approx(mean, abs=0.005)
    assert found.median == pytest.approx(median, abs=0.005)
    assert (found.n, found.of, found.missing) == (10, 10, ())


def test_seven_of_ten_are_enough_and_six_are_not() -> None:
    seven = of_values([1, 2, 3, 4, 5, 6, 7, None, None, None])
    six = of_values([1, 2, 3, 4, 5, 6, None, None, None, None])
    assert (seven.mean, seven.n, len(seven.missing)) == (4, 7, 3)
    assert (six.mean, six.median, six.pooled, six.n) == (None, None, None, 6)
    assert six.missing[0] == Missing(name="council 6", status="suppressed")


def test_pooled_adds_the_parts_there_are() -> None:
    figures = {str(i): Figure(value=10.0, numerator=10, denominator=100) for i in range(7)}
    figures["large"] = Figure(value=50.0, numerator=500, denominator=1000)
    figures["no parts"] = Figure(value=90.0)
    found = neighbour_figure(figures, {}, 100, None)
    assert found.pooled == pytest.approx(100 * 570 / 1700)
    assert found.mean == pytest.approx((70 + 50 + 90) / 9)
    assert found.n == 9


def test_no_pooled_figure_without_parts_or_multiplier() -> None:
    figures = {str(i): Figure(value=10.0, numerator=10, denominator=100) for i in range(7)}
    assert of_values([1, 2, 3, 4, 5, 6, 7]).pooled is None
    assert neighbour_figure(figures, {}, None, None).pooled is None


def test_the_verdict_can_depend_on_the_rule() -> None:
    skewed = [10, 10, 10, 10, 10, 10, 10, 10, 10, 60]
    assert of_values(list(skewed), Interval(low=11, high=20)).depends_on_rule
    assert not of_values(list(skewed), Interval(low=20, high=30)).depends_on_rule
    assert not of_values(list(skewed), None).depends_on_rule


def test_a_large_neighbour_can_turn_the_verdict() -> None:
    figures = {str(i): Figure(value=10.0, numerator=10, denominator=100) for i in range(9)}
    figures["large"] = Figure(value=30.0, numerator=3000, denominator=10000)
    own = figure_interval("proportion", 80, 400, 100)
    assert neighbour_figure(figures, {}, 100, own).depends_on_rule


def test_a_missing_neighbour_needs_a_status() -> None:
    with pytest.raises(KeyError):
        neighbour_figure({"a": Figure(value=None)}, {}, 100, None)


@pytest.mark.parametrize(
    ("benchmark", "told"),
    [(30.0, "higher"), (50.0, "similar"), (70.0, "lower"), (None, None)],
)
def test_a_council_is_judged_by_its_interval(benchmark: float | None, told: str | None) -> None:
    assert verdict(50.0, Interval(low=45, high=55), benchmark, 1) == told


def test_two_figures_that_are_printed_alike_are_never_called_different() -> None:
    narrow = Interval(low=0.0, high=0.03)
    assert verdict(0.0, narrow, 0.04, 1) == "similar"
    assert verdict(0.0, narrow, 0.04, 2) == "lower"


def test_nothing_is_judged_without_an_interval() -> None:
    even = of_values([10, 10, 10, 10, 10, 10, 10])
    assert verdict(50.0, None, 10.0, 1) is None
    assert judge(50.0, None, {2025: even}, 1).verdicts == {}
    assert not judge(50.0, None, {2025: even}, 1).depends


def test_the_verdict_can_depend_on_the_model_alone() -> None:
    low, high = of_values([10] * 7), of_values([90] * 7)
    found = judge(50.0, Interval(low=45, high=55), {2025: low, 2021: high}, 1)
    assert found.verdicts == {
        (2025, "mean"): "higher",
        (2025, "median"): "higher",
        (2021, "mean"): "lower",
        (2021, "median"): "lower",
    }
    assert (found.by_rule, found.by_model, found.depends) == (False, True, True)


def test_the_verdict_can_depend_on_the_rule_in_one_model_alone() -> None:
    skewed, even = of_values([10] * 9 + [60]), of_values([10] * 10)
    found = judge(13.0, Interval(low=11, high=20), {2025: even, 2021: skewed}, 1)
    assert found.by_rule and found.by_model and found.depends
    assert not judge(13.0, Interval(low=11, high=20), {2025: even, 2021: even}, 1).depends


def test_too_few_neighbours_give_no_verdict() -> None:
    few = of_values([10, 10, 10, 10, 10, 10, None])
    assert judge(50.0, Interval(low=45, high=55), {2025: few}, 1).verdicts == {}


some_intervals = st.tuples(st.integers(0, 90), st.integers(0, 10)).map(
    lambda pair: Interval(low=float(pair[0]), high=float(sum(pair)))
)
ten = st.lists(st.none() | st.integers(0, 100).map(float), min_size=10, max_size=10)


@given(some_intervals, ten, ten)
def test_the_warning_is_raised_exactly_when_two_verdicts_differ(
    interval: Interval, newer: list[float | None], older: list[float | None]
) -> None:
    figures = {2025: of_values(newer), 2021: of_values(older)}
    found = judge((interval.low + interval.high) / 2, interval, figures, 1)
    assert found.depends == (found.by_rule or found.by_model)
