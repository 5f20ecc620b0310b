"""Profiles from typed rows, and every sentence against the figures of every council."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from analysis.steps import compare
from pages.parts.asking.sections import PUPILS
from pages.parts.exhibit.chart_crosshair import texts
from pages.parts.figures.councils import ENGLAND, Choice, Council, Group, councils, groups
from pages.parts.language.safe import plain
from pages.parts.year_groups import charts, data, drawing, exhibits, tables, words
from pages.parts.year_groups.data import (
    AGES,
    ASKED_ABOUT,
    NEW_PLANS,
    PLANS,
    Profile,
    ProfileRow,
    Profiles,
    profiles_of,
)

Choose = Callable[..., Choice]
COUNTED = re.compile(r"[\d,]+(?:\.\d+)?")


@pytest.fixture(autouse=True)
def _data(app_data: Path) -> None:
    """Every test reads the words of symbols and the councils of today."""


def row(
    part: str,
    value: float | None,
    area: str = "A",
    status: str = "ok",
    total: float | None = None,
    indicator: str = "ehcp_caseload",
    year: int = 2025,
) -> ProfileRow:
    end = date(year, 1, 31)
    return ProfileRow(
        indicator_id=indicator,
        indicator="Plans",
        area_code=area,
        name={"A": "Ashe", "B": "Barr", "C": "Cole", ENGLAND: "England"}.get(area, area),
        breakdown=part,
        period=str(year),
        period_start=end,
        period_end=end,
        value=value,
        status=status,
        total=total,
        derived=False,
        source_row=2,
        source_column="plans",
        publication="Plans of England",
        title="2025",
        file="plans.csv",
        url=None,
        published_on="2025-06",
        retrieved_at=None,
        sha256="0",
        licence="OGL",
    )


def rows(
    counts: Sequence[float], area: str = "A", first: int = 8, **others: object
) -> list[ProfileRow]:
    total = others.pop("total", sum(counts))
    return [
        row(str(first + i), count, area, total=total, **others)  # type: ignore[arg-type]
        for i, count in enumerate(counts)
    ]


def choice(*areas: str) -> Choice:
    group = Group(key="sn25", option="Neighbours", label="n", short="Neighbours", areas=areas)
    council = Council(
        area_code="A", la_code="001", name="Ashe", region_code=None, region_name=None,
        joint_name=None,
    )  # fmt: skip
    return Choice(council=council, group=group)


def profiles(answer: list[ProfileRow], *areas: str) -> Profiles:
    made = profiles_of(answer, PLANS, "Age", choice(*areas))
    assert made is not None
    return made


def test_an_absent_age_is_none_where_the_ages_add_to_the_total() -> None:
    england = rows([10, 20, 30], ENGLAND)
    plans = profiles([*rows([5, 7], first=8, total=12), *england])
    assert plans.newest.council.counts == {8: 5, 9: 7, 10: 0}


def test_an_absent_age_is_unknown_where_they_do_not() -> None:
    plans = profiles([*rows([5, 7], total=12.5), *rows([10, 20, 30], ENGLAND)])
    assert plans.newest.council.counts == {8: 5, 9: 7, 10: None}
    assert plans.newest.council.percents == {}


def test_the_sum_of_the_ages_is_the_whole() -> None:
    plans = profiles([*rows([5, 15]), *rows([100, 300], ENGLAND, total=404)])
    assert plans.newest.england.percents == {8: 25, 9: 75}
    assert (
        "England, January 2025: the ages add to 400 of 404 plans"
        in words.cautions(plans, plans.years)[0]
    )


def test_ages_that_cover_too_little_are_not_shares() -> None:
    plans = profiles([*rows([5, 15], total=60), *rows([100, 300], ENGLAND)])
    assert plans.newest.council.percents == {}
    assert plans.newest.council.reason == (
        "the parts of Ashe for January 2025 add to 20 of 60 only"
    )


def test_withheld_ages_are_words_and_never_numbers() -> None:
    hidden = [row("8", None, status="suppressed"), row("9", 7)]
    plans = profiles([*hidden, *rows([100, 300], ENGLAND)])
    year = plans.newest
    assert year.council.counts == {8: None, 9: 7}
    assert year.council.percents == {}
    table = tables.profile_table(plans, year)
    assert list(table["Ashe, number"]) == ["Hidden (small number)", "7"]
    assert list(table["Ashe, share"]) == ["No share", "No share"]
    step = data.steps(plans, year)[8, 9]
    sentence = words.step_sentence(step, (8, 9), year, "Age")
    assert sentence == (
        "From age 8 to 9 plans go from Hidden (small number) to 7; not compared, as a count is "
        "hidden or missing"
    )
    frame, _ = drawing.profile(plans, year)
    assert list(frame[frame["mark"] == "withheld"]["x"]) == [8]
    assert frame[frame["mark"] == "bar"].empty
    assert texts(frame) == (
        "Age 8 · Ashe: Hidden (small number) · England 25.0%",
        "Age 9 · Ashe: 7 · England 75.0%",
    )


def test_a_group_is_added_together_without_members_that_lack_ages() -> None:
    members = [*rows([10, 30], "B"), row("8", None, "C", "unavailable")]
    plans = profiles([*rows([5, 5]), *members, *rows([100, 300], ENGLAND)], "A", "B", "C")
    group = plans.newest.group
    assert group is not None
    assert (group.counts, group.members, group.asked) == ({8: 10, 9: 30}, 1, 2)
    assert group.reason == "only 1 of 2 councils have all parts"
    assert group.percents == {}
    assert drawing.drawn_beside(plans, plans.newest).keys() == {"england"}


def test_pooled_shares_are_of_all_members_together() -> None:
    members = {"Barr": rows([10, 30], "B"), "Cole": rows([50, 10], "C")}
    plans = profiles(
        [*rows([5, 5]), *members["Barr"], *members["Cole"], *rows([1, 3], ENGLAND)], "B", "C"
    )
    assert plans.newest.group is not None
    assert plans.newest.group.percents == {8: 60, 9: 40}


def test_pupils_are_divided_by_all_pupils_of_the_year() -> None:
    def pupils(area: str, plan: int, support: int, none: int, part: str) -> list[ProfileRow]:
        counts = zip(PUPILS, (plan, support, none), strict=True)
        return [row(part, count, area, indicator=one) for one, count in counts]

    answer = [
        *pupils("A", 60, 340, 2600, "Year 4"),
        *pupils("A", 90, 310, 2800, "Year 5"),
        *pupils(ENGLAND, 23000, 77000, 550000, "Year 4"),
        *pupils(ENGLAND, 25000, 80000, 550000, "Year 5"),
    ]
    by_year = profiles_of(answer, PUPILS, "Year group", choice())
    assert by_year is not None
    year = by_year.newest
    assert year.council.percents == {4: 2.0, 5: 2.8125}
    interval = year.council.interval(4)
    assert interval is not None and interval.low < 2.0 < interval.high
    step = data.steps(by_year, year)[4, 5]
    assert step.ratio == pytest.approx(1.304, abs=0.0005)
    assert words.step_sentence(step, (4, 5), year, "Year group") == (
        "From Year 4 to 5 pupils with an EHC plan rise by 41% as a share of the year group "
        "(2.0% to 2.8%; 60 of 3,000 pupils to 90 of 3,200), which cannot be told apart from "
        "England (8%) and could be 0.94 to 1.80 times England's step: no spike is shown"
    )


def pupils_of(*sizes: tuple[str, int], year: int = 2025) -> Profiles | None:
    """Pupils by year group, a twentieth of them with a plan."""
    answer = [
        row(part, count, area, indicator=one, year=year)
        for area in ("A", ENGLAND)
        for part, size in sizes
        for one, count in zip(PUPILS, (size / 20, 0, size - size / 20), strict=True)
    ]
    return profiles_of(answer, PUPILS, "Year group", choice())


def test_method_7_a_step_of_ages_says_how_many_children_stand_behind_it() -> None:
    plans = profiles([*rows([182, 198], first=9), *rows([38381, 41405], ENGLAND, first=9)])
    pupils = pupils_of(("Year 4", 3000), ("Year 5", 3100), ("Year 6", 3200))
    shown = exhibits.by_step(plans, (9, 10), pupils)
    assert shown.said[0].endswith(
        "Pupils at schools in Ashe, in the years that ages 9 and 10 are in: 3,000 in Year 4, 3,100 "
        "in Year 5 and 3,200 in Year 6."
    )
    assert words.NO_CHILDREN not in shown.notes


@pytest.mark.parametrize(
    ("pair", "pupils"),
    [
        ((9, 10), None),
        ((9, 10), (("Year 4", 3000), ("Year 5", 3100))),
        ((15, 16), (("Year 10", 3000), ("Year 11", 3100), ("Year 12", 900))),
        ((4, 5), (("Early years", 500), ("Reception", 3000), ("Year 1", 3100))),
    ],
    ids=["no file", "a year is missing", "colleges are not counted", "nurseries are not counted"],
)
def test_method_7_where_children_are_not_at_hand_it_is_said_once(
    pair: tuple[int, int], pupils: tuple[tuple[str, int], ...] | None
) -> None:
    plans = profiles(
        [*rows([182, 198], first=pair[0]), *rows([38381, 41405], ENGLAND, first=pair[0])]
    )
    shown = exhibits.by_step(plans, pair, pupils_of(*pupils) if pupils else None)
    assert shown.notes.count(words.NO_CHILDREN) == 1
    assert "Pupils at schools" not in shown.said[0]


def test_method_7_pupils_of_another_january_do_not_stand_behind_a_step() -> None:
    years = (("Year 4", 3000), ("Year 5", 3100), ("Year 6", 3200))
    end = date(2025, 1, 31)
    assert words.children((9, 10), end, pupils_of(*years))
    assert words.children((9, 10), end, pupils_of(*years, year=2024)) == ""


def test_pupils_without_the_rest_of_the_year_are_counts_only() -> None:
    answer = [
        row(part, count, area, indicator=PUPILS[0])
        for area in ("A", ENGLAND)
        for part, count in (("Year 4", 40), ("Year 5", 60))
    ]
    by_year = profiles_of(answer, PUPILS, "Year group", choice())
    assert by_year is not None
    assert by_year.newest.council.of == {}
    step = data.steps(by_year, by_year.newest)[4, 5]
    assert words.step_sentence(step, (4, 5), by_year.newest, "Year group").startswith(
        "From Year 4 to 5 pupils with an EHC plan rise by 50% (40 to 60)"
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "pair", "ending"),
    [
        ((182, 198), (38381, 41405), (9, 10), "in line with England (8%): not a spike"),
        ((100, 160), (38381, 41405), (9, 10), "more than in England (8%), by more than chance: "
         "a spike"),
        ((1000, 700), (38381, 41405), (9, 10), "unlike in England (a rise of 8%), by more than "
         "chance: a drop"),
        ((10000, 10100), (38381, 41405), (9, 10), "less than in England (8%), by more than "
         "chance: a smaller rise"),
        ((500, 500), (38381, 41405), (9, 10), "in line with England (a rise of 8%): no spike, "
         "no drop"),
        ((40, 40), (38381, 41405), (9, 10), "cannot be told apart from England (a rise of 8%) and "
         "could be 0.60 to 1.44 times England's step: neither spike nor drop is shown"),
        ((5000, 5000), (38381, 41405), (9, 10), "unlike in England (a rise of 8%), by more than "
         "chance: no spike, no drop"),
        ((221, 134), (36484, 28598), (17, 18), "which cannot be told apart from England (22%) and "
         "could be 0.55 to 1.09 times England's step: no drop is shown"),
    ],
)  # fmt: skip
def test_what_a_step_is_called(ours, theirs, pair, ending) -> None:  # type: ignore[no-untyped-def]
    plans = profiles([*rows(ours, first=pair[0]), *rows(theirs, ENGLAND, first=pair[0])])
    step = data.steps(plans, plans.newest)[pair]
    assert words.step_sentence(step, pair, plans.newest, "Age").endswith(ending)


def test_england_moves_in_full_words_where_the_council_has_no_percentage() -> None:
    plans = profiles([*rows([6, 6], first=24), *rows([2100, 325], ENGLAND, first=24)])
    step = data.steps(plans, plans.newest)[24, 25]
    assert words.step_sentence(step, (24, 25), plans.newest, "Age") == (
        "From age 24 to 25 plans go from 6 to 6, unlike in England (a fall of 85%), by more than "
        "chance: no spike, no drop"
    )


def test_no_percentage_from_fewer_than_twenty() -> None:
    plans = profiles([*rows([19, 40]), *rows([100, 300], ENGLAND)])
    step = data.steps(plans, plans.newest)[8, 9]
    sentence = words.step_sentence(step, (8, 9), plans.newest, "Age")
    assert sentence.startswith("From age 8 to 9 plans go from 19 to 40, ")


def test_members_examples_are_offered_first_and_named(choose: Choose) -> None:
    plans = data.profiles(PLANS, "Age", choose())
    assert plans is not None
    offered = plans.offered()
    assert list(offered)[:5] == [
        "Age 8 to 9", "Age 9 to 10", "Age 15 to 16", "Age 16 to 17", "Age 17 to 18",
    ]  # fmt: skip
    assert len(offered) == len(plans.pairs()) == 22
    assert {(8, 9), (9, 10), (15, 16), (16, 17)} == ASKED_ABOUT["Age"]


def test_trafford_age_8_to_9_is_in_line(choose: Choose) -> None:
    """The lower end is 0.8146, so 0.81: the 0.82 of the reference is rounded twice."""
    plans = data.profiles(PLANS, "Age", choose())
    assert plans is not None
    step = data.steps(plans, plans.newest)[8, 9]
    assert words.times(step) == "1.00 (0.81 to 1.24)"
    assert words.step_sentence(step, (8, 9), plans.newest, "Age") == (
        "From age 8 to 9 plans rise by 6% (172 to 182), in line with England (5%): not a spike"
    )
    assert words.cohort_sentence(plans, (8, 9)).endswith(
        "156, then 182, a rise of 17% (England: a rise of 20%)"
    )


def test_a_council_that_sent_totals_only(choose: Choose) -> None:
    plans = data.profiles(PLANS, "Age", choose("204"))
    assert plans is not None
    assert plans.years[0].council.reason == (
        "Hackney has no figures by age or year group for January 2024: Not available"
    )
    assert plans.newest.council.reason is None
    assert "Not available, then 242; not compared" in words.cohort_sentence(plans, (8, 9))
    start = data.profiles(PLANS, "Age at start", choose("204"))
    assert start is not None
    assert "add to 339 of 3,525 only" in str(start.years[0].council.reason)


def test_the_charts_have_no_unknown_setting(choose: Choose) -> None:
    plans = data.profiles(PLANS, "Age", choose())
    assert plans is not None
    for form, (_, settings) in (
        (charts.profile_chart, drawing.profile(plans, plans.newest, (8, 9))),
        (charts.steps_chart, drawing.all_steps(plans, plans.newest, (8, 9))),
        *((charts.profile_chart, one) for one in drawing.changes(plans, (8, 9))),
    ):
        form.specification(settings)


def test_only_the_chosen_step_stands_out(choose: Choose) -> None:
    plans = data.profiles(PLANS, "Age", choose())
    assert plans is not None
    frame, _ = drawing.profile(plans, plans.newest, (15, 16))
    bars = frame[(frame["mark"] == "bar") & ~frame["faint"]]
    assert [round(x + drawing.HALF_BAR) for x in bars["x"]] == [15, 16]
    frame, settings = drawing.all_steps(plans, plans.newest, (15, 16))
    assert list(frame[(frame["mark"] == "dot") & ~frame["faint"]]["x"]) == [15]
    assert settings["bottom"] == pytest.approx(1 / settings["top"])


def test_the_crosshair_tells_share_counts_interval_and_both_others(choose: Choose) -> None:
    plans = data.profiles(PLANS, "Age", choose())
    assert plans is not None
    frame, settings = drawing.profile(plans, plans.newest)
    told = next(text for text in texts(frame) if text.startswith("Age 13 "))
    assert re.fullmatch(
        r"Age 13 · Trafford 8.0% \(\d+ of 3,143\) · 95% interval 7.1% to 9.0% · England 7.4% · "
        r"Neighbours \(pooled\) \d\.\d%",
        told,
    )
    assert settings["stops"] == len(plans.positions)
    steps, _ = drawing.all_steps(plans, plans.newest, (9, 10))
    assert "Age 9 to 10 · 1.01 (0.82 to 1.23) times England’s step · in line" in texts(steps)


def test_a_drawing_alone_is_as_high_as_its_place_and_two_share_it(choose: Choose) -> None:
    plans, new = (
        data.profiles(indicators, topic, choose())
        for indicators, topic in ((PLANS, "Age"), (NEW_PLANS, "Age at start"))
    )
    assert plans is not None and new is not None
    assert [chart.follows for chart in exhibits.by_age(plans).charts] == [False, False]
    assert [chart.follows for chart in exhibits.starts(new, "plans").charts] == [True]
    fits = [chart.specification["autosize"]["type"] for chart in exhibits.by_age(plans).charts]
    assert fits == ["fit-x", "fit-x"]


def test_the_export_holds_every_published_count(
    choose: Choose, database: duckdb.DuckDBPyConnection
) -> None:
    plans = data.profiles(PLANS, "Age", choose())
    assert plans is not None
    frame = tables.figures(plans, plans.years)
    total = frame[(frame["place"] == "Trafford") & (frame["period"] == "January 2025")]
    published = database.execute(
        "select value from figure where indicator_id = 'ehcp_caseload' and breakdown is null "
        "and area_code = 'E08000009' and period = '202425'"
    ).fetchone()
    assert published is not None and total["number"].sum() == published[0] == 3143


# --- Every number of every sentence, recomputed from the published counts ------------------------


@pytest.fixture(scope="module")
def published(database: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], float | None]:
    """Counts by area, period and age, an absent row being 0 where the rest add to the total."""
    found = database.execute(
        """
        with part as (
            select area_code, period, breakdown, value, status from figure
            where indicator_id = 'ehcp_caseload' and breakdown_topic = 'Age'
        ), whole as (
            select part.area_code, part.period, sum(part.value) as added,
                bool_and(part.status = 'ok') as known, any_value(figure.value) as total
            from part join figure using (area_code, period)
            where figure.indicator_id = 'ehcp_caseload' and figure.breakdown_topic is null
            group by all
        ), age as (select distinct breakdown from part)
        select whole.area_code, whole.period, age.breakdown,
            coalesce(part.value, case when added = total and known then 0 end)
        from whole cross join age left join part using (area_code, period, breakdown)
        """
    ).fetchall()
    return {(area, period, age): value for area, period, age, value in found}


def every_choice() -> Iterator[Choice]:
    for council in councils():
        yield Choice(council=council, group=groups(council)[-1])


def size(ratio: float) -> str:
    """A change in percent, rounded half up, as Python's round would not."""
    return f"{math.floor(abs(ratio - 1) * 100 + 0.5 + 1e-9):,}"


def numbers(text: str) -> list[str]:
    return COUNTED.findall(text)


def test_every_step_sentence_says_what_was_published(
    published: dict[tuple[str, str, str], float | None],
) -> None:
    checked = 0
    for chosen in every_choice():
        plans = data.profiles(PLANS, "Age", chosen)
        assert plans is not None
        for year in plans.years:
            period = f"{year.end.year - 1}{year.end.year % 100}"
            steps = data.steps(plans, year)
            for (a, b), step in steps.items():
                text = words.step_sentence(step, (a, b), year, "Age")
                area = chosen.council.area_code
                ours = [published[area, period, str(age)] for age in (a, b)]
                theirs = [published[ENGLAND, period, str(age)] for age in (a, b)]
                check_step(text, (a, b), ours, theirs)
                checked += 1
    assert checked == 153 * 2 * 22


def check_step(
    text: str, pair: tuple[int, int], ours: list[float | None], theirs: list[float | None]
) -> None:
    """The words and numbers of one sentence, from the four counts alone."""
    (x1, x2), (y1, y2) = ours, theirs
    start = f"From age {pair[0]} to {pair[1]} plans "
    assert text.startswith(start), text
    if x1 is None or x2 is None:
        assert re.search(r"go from (Not available|no figure) to .*; not compared, as", text), text
        return
    assert f"{x1:,.0f} to {x2:,.0f}" in text, text
    if 0 in (x1, x2):
        assert text.endswith("not compared, as a count is 0"), text
        return
    assert y1 and y2
    ratio = (x2 / x1) / (y2 / y1)
    error = math.sqrt(1 / x1 + 1 / x2 + 1 / y1 + 1 / y2)
    named = pair in {(8, 9), (9, 10), (15, 16), (16, 17)}
    reach = (1.959963984540054 if named else 3.090232306167813) * error
    apart = abs(math.log(ratio)) > reach
    interval = [ratio * math.exp(-reach), ratio * math.exp(reach)]
    alike = not apart and interval[0] >= 0.8 and interval[1] <= 1.25
    assert ("in line with England" in text) == alike, text
    assert ("cannot be told apart" in text) == (not apart and not alike), text
    assert ("by more than chance" in text) == apart, text
    if apart and size(x2 / x1) == "0":
        assert text.endswith("chance: no spike, no drop"), text
    elif apart:
        verdict = {
            (True, True): "a spike", (False, False): "a drop",
            (True, False): "a smaller rise", (False, True): "a smaller fall",
        }[x2 > x1, ratio > 1]  # fmt: skip
        assert text.endswith(f"chance: {verdict}"), text
    due = [*map(str, pair)]
    if x1 >= 20 and size(x2 / x1) != "0":
        due.append(size(x2 / x1))
        assert f"plans {'rise' if x2 > x1 else 'fall'} by {size(x2 / x1)}%" in text, text
    due += [f"{x1:,.0f}", f"{x2:,.0f}"]
    due += [size(y2 / y1)] if size(y2 / y1) != "0" else []
    if not apart and not alike:
        due += [f"{math.floor(end * 100 + 0.5 + 1e-9) / 100:.2f}" for end in interval]
    assert numbers(text.replace(", ", " ").replace("),", ")")) == due, text


def test_every_other_sentence_says_what_was_published(
    published: dict[tuple[str, str, str], float | None],
) -> None:
    for chosen in every_choice():
        plans = data.profiles(PLANS, "Age", chosen)
        assert plans is not None
        area = chosen.council.area_code
        check_peaks(words.peaks(plans), area, published)
        for a in (8, 9, 15, 16, 17):
            check_cohort(words.cohort_sentence(plans, (a, a + 1)), area, a, published)


def check_peaks(text: str, area: str, published: dict[tuple[str, str, str], float | None]) -> None:
    for place in (area, ENGLAND):
        counts = {age: published[place, "202425", age] or 0 for age in AGES}
        single = {age: count for age, count in counts.items() if age != "under 3"}
        most, total = max(single.values()), sum(counts.values())
        top = [age for age, count in single.items() if count == most]
        assert all(age in numbers(text.replace(", ", " ")) for age in top), text
        if total < 100:  # of which no peak stands beyond chance in these Januaries
            assert f"had {total:.0f} EHC plans, too few to speak of a peak" in text, text
            assert f"the most, {most:.0f}" in text, text
            continue
        share = f"{math.floor(1000 * most / total + 0.5 + 1e-9) / 10:.1f}%"
        assert f"({share}{' each' if len(top) > 1 else ''})" in text, text
        assert f"peak at age{'s' if len(top) > 1 else ''} " in text or place == ENGLAND, text


def check_cohort(
    text: str, area: str, age: int, published: dict[tuple[str, str, str], float | None]
) -> None:
    ours = (published[area, "202324", str(age)], published[area, "202425", str(age + 1)])
    theirs = (published[ENGLAND, "202324", str(age)], published[ENGLAND, "202425", str(age + 1)])
    told_counts = ", then ".join("Not available" if x is None else f"{x:,.0f}" for x in ours)
    assert f": {told_counts}" in text, text
    if None in ours or 0 in ours:
        assert "; not compared" in text, text
        return
    assert ours[0] and ours[1] and theirs[0] and theirs[1]
    assert f"(England: {words.change(theirs[1] / theirs[0])})" in text, text
    if ours[0] >= 20 and size(ours[1] / ours[0]) != "0":
        assert f"a {'rise' if ours[1] > ours[0] else 'fall'} of {size(ours[1] / ours[0])}%" in text


def test_early_starts_are_counted_from_the_published_ages(
    database: duckdb.DuckDBPyConnection,
) -> None:
    counted = {
        area: (early, every)
        for area, early, every in database.execute(
            "select area_code, sum(value) filter (breakdown in ('2 and under', '3', '4')), "
            "sum(value) from figure where indicator_id = 'ehcp_new' and period = '2024' "
            "and breakdown_topic = 'Age at start' group by area_code"
        ).fetchall()
    }
    for chosen in every_choice():
        plans = data.profiles(data.NEW_PLANS, "Age at start", chosen)
        assert plans is not None
        early, every = counted[chosen.council.area_code]
        share = math.floor(1000 * (early or 0) / every + 0.5 + 1e-9) / 10
        text = words.start_sentence(plans)
        plans_that = "plan that" if every == 1 else "plans that"
        assert text.startswith(f"Of {every:,.0f} {plans_that} started in 2024 in "), text
        told = f"{early or 0:.0f} ({share:.1f}%)" if every < 100 else f"{share:.1f}%"
        assert f", {told} began before age 5" in text, text


def test_the_rule_in_words_is_the_rule_of_the_steps() -> None:
    ours = (data.Group(count=100), data.Group(count=160))
    theirs = (data.Group(count=38381), data.Group(count=41405))
    assert compare(ours, theirs, named=True).verdict == "spike"
    assert compare(ours, theirs, named=False).verdict == "cannot be told apart"
    for stated in ("95%", "once in 500", "0.80 and 1.25", "less than half a percent is level"):
        assert stated in words.STEP_RULE


def test_row_4_ages_that_are_level_at_the_peak_are_all_named() -> None:
    england = rows([100, 300, 200], ENGLAND)
    two = profiles([*rows([90, 90, 20]), *england])
    assert words.peaks(two) == (
        "In January 2025 EHC plans peak at ages 8 and 9, which are level, in Ashe (45.0% each) and "
        "at age 9 in England (50.0%)"
    )
    three = profiles([*rows([50, 50, 50]), *england])
    assert words.peaks(three) == (
        "In January 2025 EHC plans peak at 3 ages that are level, 8, 9 and 10, in Ashe (33.3% "
        "each) and at age 9 in England (50.0%)"
    )


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        ([4, 3, 3], "had 10 EHC plans, too few to speak of a peak: the most, 4, at age 8;"),
        ([4, 4, 3], "plans, too few to speak of a peak: ages 8 and 9 are level with the most, 4 "
         "each;"),
        ([3, 3, 3], "peak: 3 ages are level with the most, 3 each: 8, 9 and 10; in England"),
        ([1, 0, 0], "had 1 EHC plan, too few to speak of a peak: the most, 1, at age 8;"),
        ([50, 5, 4], "EHC plans peak at age 8 in Ashe (84.7%, 50 of 59) and at age 9 in England"),
        ([34, 33, 33], "EHC plans peak at age 8 in Ashe (34.0%) and"),
    ],
)  # fmt: skip
def test_method_9_of_few_plans_no_peak_is_claimed_unless_beyond_chance(
    ours: list[float], said: str
) -> None:
    plans = profiles([*rows(ours), *rows([100, 300, 200], ENGLAND)])
    assert said in words.peaks(plans)


def test_method_9_a_peak_of_few_in_the_year_before_is_none() -> None:
    now, before = (
        [*rows([500, 400, 300], year=year), *rows([100, 300, 200], ENGLAND, year=year)]
        for year in (2025, 2024)
    )
    few = [*rows([4, 3, 3], year=2024), *rows([100, 300, 200], ENGLAND, year=2024)]
    assert words.earlier_peaks(profiles([*now, *before])) == (
        "In January 2024 the peak was at age 8 in Ashe and at age 9 in England."
    )
    assert words.earlier_peaks(profiles([*now, *few])) == (
        "In January 2024 Ashe had 10 EHC plans, the most, 4, at age 8; the peak was at age 9 in "
        "England."
    )


def test_row_4_falls_that_are_level_are_both_named() -> None:
    england = rows([900, 800, 700, 600, 500], ENGLAND, first=15)
    ages = {
        "the largest falls, from age 15 to 16 and age 17 to 18, are level": [80, 40, 60, 30, 29],
        "the largest fall is from age 16 to 17": [80, 60, 20, 19, 18],
        "none of these steps is a fall": [20, 20, 25, 30, 40],
    }
    for said, counts in ages.items():
        plans = profiles([*rows(counts, first=15), *england])
        assert words.after_school(plans).endswith(f"; {said}")


def every_year() -> Iterator[tuple[Profiles, data.Year]]:
    for chosen in every_choice():
        plans = data.profiles(PLANS, "Age", chosen)
        assert plans is not None
        for year in plans.years:
            yield plans, year


OUT = ("a spike", "a drop", "a smaller rise", "a smaller fall")


def test_row_7_sentence_list_table_and_chart_call_every_step_the_same() -> None:
    """Of every council and every step: what one calls a drop none calls anything else."""
    called = Counter[str]()
    for plans, year in every_year():
        every = data.steps(plans, year)
        standing = words.standing_out(plans, year)
        table = dict(zip(every, tables.steps_table(plans, year)["Verdict"], strict=True))
        file = dict(zip(every, tables.step_figures(plans, year)["verdict"], strict=True))
        told = dict(zip(every, texts(drawing.all_steps(plans, year, (8, 9))[0]), strict=True))
        for pair, step in every.items():
            text = words.step_sentence(step, pair, year, "Age")
            listed = re.search(rf"age {pair[0]} to {pair[1]} \(([^)]+)\)", standing)
            assert file[pair] == step.verdict
            called[step.verdict] += 1
            if step.verdict == "not compared":
                assert "; not compared, as" in text and "not compared" in told[pair]
                assert not listed and table[pair] == step.reason
                continue
            assert table[pair].rpartition(" (at ")[0] == step.verdict, table[pair]
            assert told[pair].endswith(f" · {step.verdict}"), told[pair]
            assert bool(listed) == ("by more than chance" in text), (text, standing)
            if not listed:
                ending = ": not a spike", ": not a drop", ": no spike, no drop", " shown"
                assert text.endswith(ending), text
            elif listed[1] == "level, unlike England":
                assert text.endswith(": no spike, no drop"), (text, standing)
            else:
                assert listed[1] in OUT and text.endswith(f": {listed[1]}"), (text, standing)
    assert called.keys() >= {"spike", "drop", "in line", "cannot be told apart", "not compared"}


FAULTS = re.compile(r"\b(\w+) \1\b|\bNone\b|\bnan\b|\b[01] (steps|parts|plans|ages)\b")


def test_no_sentence_of_any_council_is_faulty() -> None:
    """No '1 steps', no word twice, no missing number in words."""
    for plans, year in every_year():
        sentences = [words.standing_out(plans, year), *words.cautions(plans, [year])]
        sentences += [
            words.step_sentence(step, pair, year, "Age")
            for pair, step in data.steps(plans, year).items()
        ]
        if year is plans.newest:
            sentences += [words.peaks(plans), words.earlier_peaks(plans), words.unlike(plans)]
            sentences += [*words.answers(plans), words.verdicts(plans), words.after_school(plans)]
            sentences += [words.cohort_sentence(plans, pair) for pair in plans.pairs()]
            sentences += [words.cohort_difference(plans, pair) for pair in plans.pairs()]
        for text in sentences:
            assert not FAULTS.search(text), text


def test_early_starts_of_any_council_are_said_without_a_fault() -> None:
    for chosen in every_choice():
        for indicators in (PLANS, NEW_PLANS):
            plans = data.profiles(indicators, "Age at start", chosen)
            assert plans is not None
            for text in (words.start_sentence(plans), words.half_sentence(plans)):
                assert not FAULTS.search(text), text


def test_row_7_croydon_a_level_step_is_not_called_a_drop() -> None:
    """Level where England rises: no spike and no drop in the sentence, and none in the list."""
    plans = profiles([*rows([10000, 10004]), *rows([38381, 41405], ENGLAND)])
    assert data.steps(plans, plans.newest)[8, 9].verdict == "level, unlike England"
    assert words.standing_out(plans, plans.newest) == (
        "In January 2025, of 1 step that can be compared, this one differs from England's by "
        "more than chance: age 8 to 9 (level, unlike England)."
    )


def test_steps_are_counted_in_words_that_fit_their_number() -> None:
    none = profiles([*rows([0, 7]), *rows([100, 300], ENGLAND)])
    assert words.standing_out(none, none.newest) == (
        "In January 2025, no step can be compared with England's."
    )
    assert words.verdicts(none) == "None of these steps can be compared with England's."
    one = profiles([*rows([70, 75]), *rows([380, 410], ENGLAND)])
    assert words.verdicts(one) == (
        "The one step that can be compared does not differ from England's by more than chance."
    )
    two = profiles([*rows([70, 75, 170]), *rows([380, 410, 420], ENGLAND)])
    assert words.verdicts(two) == (
        "Of these 2 steps, 1 differs from England's by more than chance."
    )


def test_a_table_reads_a_hostile_name_as_text() -> None:
    council = Council(
        area_code="A", la_code="001", name="[x](javascript:alert(1))", region_code=None,
        region_name=None, joint_name=None,
    )  # fmt: skip
    group = Group(key="england", option="England only", label="", short="", areas=())
    plans = profiles_of(
        [*rows([5, 5]), *rows([1, 3], ENGLAND)], PLANS, "Age", Choice(council=council, group=group)
    )
    assert plans is not None
    assert plain(words.peaks(plans)).count("\\[x\\]\\(javascript") == 1


def test_a_profile_of_nobody_has_no_shares() -> None:
    empty = Profile(name="Ashe", counts={8: 0}, of={}, words={}, total=0, reason="all are 0")
    assert empty.percents == {} and empty.interval(8) is None
