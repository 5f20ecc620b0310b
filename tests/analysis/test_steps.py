import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import Table2x2

from analysis.intervals import Interval
from analysis.steps import (
    NAMED_STEPS,
    Comparison,
    Group,
    Refusal,
    Shape,
    compare,
    compare_all,
    growth,
    shapes,
    shares,
    step,
    way,
    year_group,
    year_name,
)

# EHC plans by age on census day (EHC plans 2025 release, caseload). Ages 3 to 24 and the rest.
TRAFFORD_2025 = [
    4, 94, 149, 146, 143, 172, 182, 198, 220, 232, 251, 230, 226, 236, 221, 134, 103, 91, 55, 30,
    18, 8,
]  # fmt: skip
ENGLAND_2025 = [
    4302, 22517, 30847, 31867, 34082, 36412, 38381, 41405, 46775, 47172, 47359, 47125, 44886,
    42005, 36484, 28598, 20815, 14495, 9805, 6258, 4030, 2221,
]  # fmt: skip
ENGLAND_OTHER_AGES_2025 = 533 + 371
ENGLAND_2024 = [
    481, 4576, 21470, 24832, 27548, 30267, 31901, 33986, 38631, 43228, 42652, 42113, 41029, 39587,
    36769, 32760, 26263, 19210, 13611, 9317, 6326, 3847, 2100, 325,
]  # fmt: skip


def profile(counts: list[int], others: int) -> dict[int | str, Group]:
    ages: dict[int | str, Group] = {3 + i: Group(count=n) for i, n in enumerate(counts)}
    return ages | {"under 3 or 25": Group(count=others)}


def counts(a: float | None, b: float | None) -> tuple[Group, Group]:
    return Group(count=a), Group(count=b)


def ends(interval: Interval | None, decimals: int) -> tuple[float, float]:
    assert interval is not None
    return round(interval.low, decimals), round(interval.high, decimals)


def local_year_4_and_5() -> tuple[Group, Group]:
    return Group(count=60, of=3000), Group(count=90, of=3200)


def english_year_4_and_5() -> tuple[Group, Group]:
    return Group(count=23000, of=650000), Group(count=25000, of=655000)


def test_worked_step_with_denominators() -> None:
    found = compare(local_year_4_and_5(), english_year_4_and_5(), named=True)
    assert found.ours.ratio is not None and found.theirs.ratio is not None
    assert found.ratio is not None and found.points is not None and found.z is not None
    assert round(found.ours.ratio, 3) == 1.406
    assert round(found.theirs.ratio, 3) == 1.079
    assert round(found.ratio, 3) == 1.304
    assert ends(found.ratio95, 3) == (0.944, 1.801)
    assert round(found.z, 2) == 1.61
    assert round(found.points, 2) == 0.53
    assert ends(found.points95, 2) == (-0.23, 1.30)
    assert found.verdict == "cannot be told apart"


@pytest.mark.parametrize(
    ("ours", "theirs", "own", "england", "ratio", "interval"),
    [
        ((172, 182), (36412, 38381), 1.058, 1.054, 1.004, (0.815, 1.237)),
        ((160, 193), (33986, 38631), 1.206, 1.137, 1.061, (0.860, 1.309)),
        ((221, 134), (36484, 28598), 0.606, 0.784, 0.774, (0.624, 0.959)),
    ],
    ids=["2025, age 8 to 9", "2024, age 9 to 10", "2025, age 17 to 18"],
)
def test_worked_steps_of_counts(ours, theirs, own, england, ratio, interval) -> None:  # type: ignore[no-untyped-def]
    found = compare(counts(*ours), counts(*theirs), named=True)
    assert found.ours.ratio == pytest.approx(own, abs=0.0005)
    assert found.theirs.ratio == pytest.approx(england, abs=0.0005)
    assert found.ratio == pytest.approx(ratio, abs=0.0005)
    assert ends(found.ratio95, 3) == interval
    assert found.ours.points is None and found.points is None and found.points95 is None


def test_age_8_to_9_is_in_line() -> None:
    """The lower end is 0.8146: 0.815 or 0.81; only rounding it twice gives 0.82."""
    found = compare(counts(172, 182), counts(36412, 38381), named=True)
    assert found.ratio is not None and round(found.ratio, 2) == 1.00
    assert ends(found.ratio95, 4) == (0.8146, 1.2371)
    assert ends(found.ratio95, 2) == (0.81, 1.24)
    assert found.verdict == "in line"


def test_age_17_to_18_passes_95_but_not_99_8() -> None:
    ours, theirs = counts(221, 134), counts(36484, 28598)
    found = compare(ours, theirs, named=True)
    assert found.verdict == "drop"
    assert found.z is not None and round(found.z, 2) == -2.34
    assert compare(ours, theirs, named=False).verdict == "cannot be told apart"


def test_worked_cohort() -> None:
    found = growth((156, 182), (31901, 38381))
    assert found.ours is not None and found.theirs is not None and found.ratio is not None
    assert round(found.ours, 3) == 1.167
    assert round(found.theirs, 3) == 1.203
    assert round(found.ratio, 2) == 0.97


def test_worked_shape() -> None:
    found = shapes(profile(TRAFFORD_2025, 0), profile(ENGLAND_2025, ENGLAND_OTHER_AGES_2025))
    assert isinstance(found, dict)
    assert sum(part.observed for part in found.values()) == 3143
    assert round(found[16].expected, 1) == 206.7
    assert round(found[17].expected, 1) == 179.5
    assert [printed(found[age]) for age in (16, 17)] == [(114, 100, 130), (123, 107, 140)]


def printed(shape: Shape) -> tuple[int, int, int]:
    assert shape.index is not None and shape.index95 is not None
    return round(shape.index), round(shape.index95.low), round(shape.index95.high)


def test_shares_use_the_sum_of_ages_where_the_published_total_is_larger() -> None:
    assert sum(ENGLAND_2024) == 572829
    found = shares(dict(enumerate(ENGLAND_2024)))
    assert isinstance(found, dict)
    assert math.fsum(found.values()) == pytest.approx(100)
    assert found[6] == pytest.approx(100 * 31901 / 572829)


def test_shares_are_refused_when_a_part_is_hidden() -> None:
    bands = {"a": 36, "b": 40, "c": 52, "1 to 2 years": None, "2 years or more": None}
    assert shares(bands) == Refusal(
        reason="cannot be added: 2 of 5 parts hidden or missing (1 to 2 years, 2 years or more)"
    )
    assert isinstance(shares({"a": 0, "b": 0}), Refusal)
    assert isinstance(shares({}), Refusal)


@pytest.mark.parametrize(
    ("this", "following", "reason"),
    [
        (Group(count=None), Group(count=6), "a count is hidden or missing"),
        (Group(count=6), Group(count=None), "a count is hidden or missing"),
        (Group(count=0), Group(count=6), "a count is 0"),
        (Group(count=6), Group(count=0), "a count is 0"),
        (Group(count=6, of=50), Group(count=6), "one of two denominators is missing"),
        (Group(count=6, of=5), Group(count=6, of=9), "a count is not a part of its denominator"),
        (Group(count=-1), Group(count=6), "a count is not a part of its denominator"),
    ],
)
def test_step_is_refused(this: Group, following: Group, reason: str) -> None:
    found = step(this, following)
    assert (found.ratio, found.points, found.reason) == (None, None, reason)
    against_england = compare((this, following), counts(100, 110), named=False)
    assert against_england.verdict == "not compared"
    assert against_england.reason == reason
    assert (against_england.ratio, against_england.ratio95, against_england.z) == (None,) * 3
    ours = compare(counts(100, 110), (this, following), named=False)
    assert ours.reason == f"England: {reason}"


def test_counts_are_not_compared_with_shares() -> None:
    found = compare(counts(60, 90), english_year_4_and_5(), named=True)
    assert found.verdict == "not compared"
    assert found.reason == "only one of the two profiles has denominators"


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        ((100, 200), (1000, 1000), "spike"),
        ((200, 100), (1000, 1000), "drop"),
        ((200, 220), (1000, 2000), "smaller rise"),
        ((200, 180), (1000, 500), "smaller fall"),
        ((200, 200), (1000, 500), "level, unlike England"),
        ((200, 210), (1000, 1000), "cannot be told apart"),
        ((2000, 2100), (10000, 10000), "in line"),
        ((10**6, 10**6 + 4000), (10**6, 10**6 - 4000), "in line"),  # level is level
    ],
)
def test_words_for_a_step(ours, theirs, verdict) -> None:  # type: ignore[no-untyped-def]
    assert compare(counts(*ours), counts(*theirs), named=True).verdict == verdict


def test_everyone_in_every_group_is_in_line() -> None:
    full = Group(count=10, of=10), Group(count=12, of=12)
    found = compare(full, full, named=True)
    assert (found.ratio, found.z, found.verdict) == (1, None, "in line")


def test_named_steps_are_judged_at_95_and_others_at_99_8() -> None:
    ours = {y: Group(count=221 if y % 2 == 0 else 134, of=3000) for y in range(3, 8)}
    theirs = {y: Group(count=36484 if y % 2 == 0 else 28598, of=600000) for y in range(3, 8)}
    found = compare_all(ours, theirs, NAMED_STEPS)
    assert {key: value.verdict for key, value in found.items()} == {
        (3, 4): "cannot be told apart",
        (4, 5): "drop",
        (5, 6): "cannot be told apart",
        (6, 7): "cannot be told apart",
    }


def test_ages_that_are_not_neighbours_make_no_step() -> None:
    ours = {age: Group(count=50) for age in (3, 4, 6, 8, 9)}
    theirs = {age: Group(count=5000) for age in (4, 3, 6, 7, 8, 9)}
    assert list(compare_all(ours, theirs)) == [(3, 4), (8, 9)]


def test_no_step_of_trafford_by_age_stands_out_in_2025() -> None:
    ours = {age: Group(count=count) for age, count in enumerate(TRAFFORD_2025, 3)}
    theirs = {age: Group(count=count) for age, count in enumerate(ENGLAND_2025, 3)}
    found = compare_all(ours, theirs)
    assert len(found) == 21
    assert not any(value.stands_out for value in found.values())
    assert {value.verdict for value in found.values()} == {"cannot be told apart"}


@pytest.mark.parametrize("missing", [(None, 182), (156, None)])
def test_cohort_is_refused_when_a_count_is_hidden(missing) -> None:  # type: ignore[no-untyped-def]
    for found in (growth(missing, (31901, 38381)), growth((156, 182), missing)):
        assert found.reason == "a count is hidden or missing"
        assert found.ours is found.theirs is found.ratio is None
    assert growth((0, 182), (31901, 38381)).reason == "a count is 0"


def test_shape_with_denominators_leaves_out_the_level() -> None:
    theirs = {1: Group(count=300, of=10000), 2: Group(count=500, of=10000)}
    ours = {1: Group(count=60, of=1000), 2: Group(count=200, of=2000)}
    found = shapes(ours, theirs)
    assert isinstance(found, dict)
    assert [found[1].expected, found[2].expected] == pytest.approx([60, 200])
    assert [found[1].index, found[2].index] == pytest.approx([100, 100])


def test_shape_is_refused_or_left_open() -> None:
    ours = {1: Group(count=10), 2: Group(count=None)}
    theirs = {1: Group(count=100), 2: Group(count=100)}
    reason = "cannot be added: 1 of 2 parts hidden or missing (2)"
    assert shapes(ours, theirs) == Refusal(reason=reason)
    assert shapes(theirs, ours) == Refusal(reason=reason)
    nothing = {1: Group(count=0), 2: Group(count=0)}
    assert isinstance(shapes(theirs, nothing), Refusal)
    found = shapes(theirs, {1: Group(count=0), 2: Group(count=9)})
    assert isinstance(found, dict)
    assert found[1].index is None and found[1].index95 is None and found[2].index == 50
    with pytest.raises(ValueError, match="same ages"):
        shapes(ours, {1: Group(count=1)})
    with pytest.raises(ValueError, match="denominator"):
        shapes(theirs, {1: Group(count=1, of=5), 2: Group(count=1, of=5)})


def test_year_groups() -> None:
    ages = [4, 5, 8, 9, 10, 11, 15, 16, 18]
    assert [year_group(age) for age in ages] == [0, 1, 4, 5, 6, 7, 11, 12, 14]
    assert [year_name(year_group(age)) for age in (4, 5, 18)] == ["Reception", "Year 1", "Year 14"]
    for age in (3, 19):
        with pytest.raises(ValueError, match=f"age {age}"):
            year_group(age)


positive = st.integers(1, 5000)


@given(positive, positive, positive, positive)
def test_ratio_of_counts_is_an_odds_ratio(a: int, b: int, c: int, d: int) -> None:
    found = compare(counts(a, b), counts(c, d), named=True)
    table = Table2x2([[b, a], [d, c]])
    assert found.ratio == pytest.approx(table.oddsratio)
    assert found.ratio95 is not None
    low, high = table.oddsratio_confint(alpha=0.05)
    assert (found.ratio95.low, found.ratio95.high) == pytest.approx((low, high))


@given(positive, positive, positive, positive)
def test_a_step_and_its_mirror_image(a: int, b: int, c: int, d: int) -> None:
    forward: Comparison = compare(counts(a, b), counts(c, d), named=False)
    backward = compare(counts(b, a), counts(d, c), named=False)
    assert forward.ratio is not None and backward.ratio is not None
    assert forward.ratio * backward.ratio == pytest.approx(1)
    assert forward.ratio998 is not None and forward.ratio95 is not None
    assert forward.ratio998.low <= forward.ratio95.low <= forward.ratio95.high
    assert forward.stands_out == backward.stands_out
    if not level(a, b):
        assert forward.stands_out != forward.ratio998.contains(1)


def level(a: int, b: int) -> bool:
    """Whether the printed change is 0%, either way."""
    return abs(b - a) < 0.005 * max(a, b)


@given(positive, positive, positive, positive, st.booleans())
def test_method_6_in_line_is_said_of_steps_that_are_surely_within_a_fifth(
    a: int, b: int, c: int, d: int, named: bool
) -> None:
    found = compare(counts(a, b), counts(c, d), named=named)
    interval = found.ratio95 if named else found.ratio998
    assert interval is not None and found.interval == interval
    within = interval.low >= 0.8 and interval.high <= 1.25
    if found.verdict == "in line":
        assert within
    if found.verdict == "cannot be told apart":
        assert not within and interval.contains(1)


@given(positive, positive, positive, positive, st.booleans())
def test_row_7_a_level_step_is_neither_a_spike_nor_a_drop(
    a: int, b: int, c: int, d: int, named: bool
) -> None:
    found = compare(counts(a, b), counts(c, d), named=named)
    goes = way(b / a)
    if found.verdict in ("spike", "smaller rise"):
        assert goes == "rise"
    if found.verdict in ("drop", "smaller fall"):
        assert goes == "fall"
    if found.verdict == "level, unlike England":
        assert goes == "level" != way(d / c)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 90000)), min_size=1, max_size=20))
def test_expected_counts_add_to_the_total(pairs: list[tuple[int, int]]) -> None:
    found = shapes(
        {i: Group(count=ours) for i, (ours, _) in enumerate(pairs)},
        {i: Group(count=theirs) for i, (_, theirs) in enumerate(pairs)},
    )
    assert isinstance(found, dict)
    total = sum(ours for ours, _ in pairs)
    assert sum(part.expected for part in found.values()) == pytest.approx(total)
