"""What a finding says, rule by rule, on stories of three rows."""

import re
from dataclasses import replace
from datetime import date

import pytest

from analysis.differences import Figure
from analysis.intervals import figure_interval
from analysis.neighbours import NeighbourFigure
from pages.parts.figures.database import Indicator, SeriesBreak
from pages.parts.figures.view import Reported
from pages.parts.measure.sentences import Finding, Story, tell, year_before

JUDGING = "better|worse|higher|lower|rose|fell|rise|fall|above|below|more|fewer|up|down|outside"
MEANINGS = {
    "ok": "Published",
    "suppressed": "Hidden (small number)",
    "unavailable": "Not available",
    "unreliable": "Not published (poor quality)",
    "not_applicable": "Does not apply",
}


def indicator(name: str, **how: object) -> Indicator:
    usual = {
        "indicator_id": "i", "topic": "T", "short_name": name, "unit": "percent", "decimals": 1,
        "polarity": "none", "definition": "d", "basis": "", "timing": "snapshot", "core": True,
        "derived": False, "derived_from": None, "multiplier": 100, "interval_method": None,
        "design_effect": 1, "caution": None,
    }  # fmt: skip
    return Indicator(name=name, **{**usual, **how})  # type: ignore[arg-type]


WEEKS = indicator(
    "Plans issued within 20 weeks (exceptions left out)",
    polarity="high",
    basis="exceptions left out",
    timing="flow",
    interval_method="proportion",
)
RATE = indicator(
    "Child protection plan rate",
    unit="per 10,000",
    basis="per 10,000 people aged 0 to 17",
    interval_method="rate",
    multiplier=10_000,
)
VACANCY = indicator("Social worker vacancy rate", polarity="low", basis="full-time equivalent")
PLANS = indicator(
    "EHC plans in force",
    unit="count",
    decimals=0,
    basis="maintained by the council",
    multiplier=None,
)


def year(number: int, value: float | None, *parts: float | None, status: str = "ok") -> Reported:
    """A calendar year."""
    return _reported(date(number, 1, 1), date(number, 12, 31), value, parts, status)


def day(end: date, value: float | None, *parts: float | None, status: str = "ok") -> Reported:
    return _reported(end, end, value, parts, status)


def _reported(
    start: date, end: date, value: float | None, parts: tuple[float | None, ...], status: str
) -> Reported:
    """A figure as it is published; its interval comes with the measure that is told."""
    numerator, denominator = parts or (None, None)
    return Reported(
        period=str(end.year),
        start=start,
        end=end,
        figure=Figure(value=value, numerator=numerator, denominator=denominator),
        symbol=None,
        status=status,
        interval=None,
    )


def say(story: Story, at: date | None = None) -> Finding:
    """The finding of a story, its figures with the intervals that the measure gives them."""
    measure = story.measure
    points = [
        replace(
            point,
            interval=figure_interval(
                measure.interval_method,
                point.figure.numerator,
                point.figure.denominator,
                measure.multiplier,
                design_effect=point.figure.design_effect,
            )
            if point.value is not None
            else None,
        )
        for point in story.points
    ]
    return tell(replace(story, points=points), at)


def share(number: int, x: int, n: int) -> Reported:
    return year(number, round(100 * x / n, 1), x, n)


def timeliness(*points: Reported, england: float | None = 46.4, **more: object) -> Story:
    status = "ok" if england is not None else "unavailable"
    story = Story(
        measure=WEEKS,
        council="Trafford",
        points=points,
        england=[year(2024, england, status=status)],
        meanings=MEANINGS,
    )
    return replace(story, **more)  # type: ignore[arg-type]


def neighbours(n: int = 10, **more: object) -> NeighbourFigure:
    usual = NeighbourFigure(
        mean=40.4, median=38.0, pooled=36.1, n=n, of=10, missing=(), depends_on_rule=False
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def everything(finding: Finding) -> str:
    return f"{finding.text} {finding.change} {finding.comparison}"


def judges(text: str) -> list[str]:
    return re.findall(rf"\b({JUDGING})\b", text.lower())


NOW, BEFORE = share(2024, 203, 380), share(2023, 262, 420)


def test_a_judged_share() -> None:
    finding = say(timeliness(BEFORE, NOW))
    assert finding.text == (
        "Plans issued within 20 weeks (exceptions left out): 53.4% in Trafford in 2024, "
        "a fall from 62.4% a year earlier; better than England's 46.4%"
    )
    assert finding.change == (
        "It fell by 9.0 percentage points from 62.4% in 2023 (95% interval 2.1 to 15.7)."
    )
    assert finding.comparison == (
        "Better than England's 46.4%, which is outside Trafford's 95% interval (48.4% to 58.4%)."
    )
    assert (finding.verdict, finding.tone, finding.movement) == ("higher", "better", "fell")


def test_england_inside_the_interval_cannot_be_told_apart() -> None:
    finding = say(timeliness(year(2024, 50.0, 10, 20), england=46.4))
    assert finding.text.endswith("in 2024, which cannot be told apart from England's 46.4%")
    assert (finding.verdict, finding.tone, finding.alike) == ("similar", "similar", False)
    assert finding.comparison.endswith(
        "(29.9% to 70.1%): it could be 0.65 to 1.51 times England's."
    )
    assert judges(everything(finding)) == []


def test_in_line_with_england_needs_an_interval_within_a_fifth_of_it() -> None:
    finding = say(timeliness(NOW, england=50.0))
    assert finding.text.endswith("in 2024, in line with England's 50.0%")
    assert (finding.verdict, finding.alike) == ("similar", True)
    assert "all of Trafford's 95% interval (48.4% to 58.4%) is within a fifth" in finding.comparison
    assert judges(everything(finding)) == []


@pytest.mark.parametrize(
    ("polarity", "england", "word", "tone"),
    [
        ("high", 46.4, "better", "better"),
        ("high", 70.0, "worse", "worse"),
        ("low", 46.4, "worse", "worse"),
        ("low", 70.0, "better", "better"),
        ("none", 46.4, "higher", "none"),
        ("none", 70.0, "lower", "none"),
    ],
)
def test_better_and_worse_need_a_direction(polarity, england, word, tone) -> None:  # type: ignore[no-untyped-def]
    measure = replace(WEEKS, polarity=polarity)
    finding = say(timeliness(NOW, england=england, measure=measure))
    assert f"{word} than England's" in finding.text
    assert set(judges(finding.text)) == {word}
    assert finding.tone == tone


def test_no_direction_has_no_tone_when_similar() -> None:
    measure = replace(WEEKS, polarity="none")
    finding = say(timeliness(NOW, england=50.0, measure=measure))
    assert (finding.verdict, finding.tone) == ("similar", "none")


def test_two_figures_printed_alike_are_not_called_different() -> None:
    now = year(2024, 3.06, 30_600, 1_000_000)
    finding = say(timeliness(now, year(2023, 3.14, 31_400, 1_000_000), england=3.149))
    assert finding.text.endswith("in 2024, the same as England's when rounded (3.1%)")
    assert finding.change == "No clear change: 3.1% in 2023 as well."
    assert (finding.verdict, finding.movement) == ("similar", "no clear change")
    assert judges(everything(finding)) == []


def test_a_change_that_could_be_chance() -> None:
    finding = say(timeliness(share(2023, 240, 420), NOW))
    assert finding.change == (
        "No clear change from 57.1% in 2023: a difference of 3.7 percentage points could be chance."
    )
    assert finding.movement == "no clear change"
    assert "2023" not in finding.text


def test_a_rate_and_its_basis() -> None:
    points = [
        day(date(2024, 3, 31), 10000 * 217 / 56279, 217, 56279),
        day(date(2025, 3, 31), 10000 * 155 / 56737, 155, 56737),
    ]
    story = Story(
        measure=RATE,
        council="Trafford",
        points=points,
        england=[day(date(2025, 3, 31), 40.564)],
        meanings=MEANINGS,
    )
    finding = say(story)
    assert finding.text == (
        "Child protection plan rate: 27.3 per 10,000 people aged 0 to 17 in Trafford on "
        "31 March 2025, a fall from 38.6 a year earlier; lower than England's 40.6"
    )
    assert finding.change == (
        "It fell by 11.2 per 10,000 from 38.6 on 31 March 2024 (95% interval 4.4 to 18.1)."
    )
    assert (finding.verdict, finding.tone, finding.movement) == ("lower", "none", "fell")


def test_without_an_interval_both_figures_are_stated_and_nothing_judged() -> None:
    story = Story(
        measure=VACANCY,
        council="Trafford",
        points=[day(date(2024, 9, 30), 31.7, 40, 126), day(date(2025, 9, 30), 32.6, 51, 156.3)],
        england=[day(date(2025, 9, 30), 14.2)],
        meanings=MEANINGS,
    )
    finding = say(story)
    assert finding.text == (
        "Social worker vacancy rate: 32.6% in Trafford on 30 September 2025 "
        "(full-time equivalent); 14.2% in England"
    )
    assert finding.change == (
        "It was 31.7% on 30 September 2024; whether that is a real change is not known."
    )
    assert finding.comparison == (
        "England: 14.2%. Not judged: how far this measure moves by chance is not known."
    )
    assert (finding.verdict, finding.tone, finding.movement) == (
        "not compared",
        "none",
        "not compared",
    )
    assert judges(everything(finding)) == []


def test_a_share_without_its_counts_is_not_judged() -> None:
    finding = say(timeliness(year(2023, 62.4), year(2024, 53.4)))
    assert finding.text.endswith("53.4% in Trafford in 2024; 46.4% in England")
    assert "the counts behind the figure are not published" in finding.comparison
    assert judges(everything(finding)) == []


def plans(*points: Reported, level: str = "la") -> Finding:
    story = Story(
        measure=PLANS,
        council="Trafford",
        points=points,
        england=[day(date(2025, 1, 31), 638745)],
        meanings=MEANINGS,
        neighbours=neighbours(),
        level=level,
    )
    return say(story)


def test_an_exact_count_may_be_said_to_be_more() -> None:
    finding = plans(day(date(2024, 1, 31), 2939), day(date(2025, 1, 31), 3143))
    assert finding.text == (
        "EHC plans in force: 3,143 in Trafford in January 2025, 204 more than a year earlier"
    )
    assert finding.change == "204 more than in January 2024 (2,939)."
    assert finding.comparison == (
        "Not compared with England: the number depends on a council's size."
    )
    assert (finding.verdict, finding.tone, finding.movement) == (
        "not compared",
        "none",
        "not compared",
    )
    assert set(judges(everything(finding))) == {"more"}


def test_fewer_and_the_same() -> None:
    fewer = plans(day(date(2024, 1, 31), 3143), day(date(2025, 1, 31), 2939))
    same = plans(day(date(2024, 1, 31), 3143), day(date(2025, 1, 31), 3143))
    assert fewer.text.endswith(", 204 fewer than a year earlier")
    assert same.text.endswith("3,143 in Trafford in January 2025, as a year earlier")
    assert same.change == "The same number as in January 2024."


@pytest.mark.parametrize("doubted", [date(2024, 1, 31), date(2025, 1, 31)])
def test_counts_that_do_not_add_up_in_either_year_are_not_subtracted(doubted: date) -> None:
    """True to the last word, row 9: the year before may be the one that is in doubt."""
    points = [day(date(2024, 1, 31), 2939), day(date(2025, 1, 31), 3143)]
    story = Story(
        measure=PLANS,
        council="Trafford",
        points=points,
        england=[],
        meanings=MEANINGS,
        doubted={doubted},
    )
    finding = say(story)
    assert finding.text.endswith("3,143 in Trafford in January 2025; 2,939 a year earlier")
    assert "204" not in everything(finding)
    assert "no difference is told" in finding.change
    before_that = say(replace(story, doubted={date(2023, 1, 31)}))
    assert before_that.text.endswith(", 204 more than a year earlier")


def test_a_rounded_count_is_not_subtracted() -> None:
    finding = plans(day(date(2024, 1, 31), 2940), day(date(2025, 1, 31), 3140), level="region")
    assert finding.text.endswith("3,140 in Trafford in January 2025; 2,940 a year earlier")
    assert judges(everything(finding)) == []
    assert "200" not in everything(finding)


def test_full_time_equivalents_are_only_stated() -> None:
    measure = replace(
        PLANS,
        name="Children and family social workers in post",
        unit="FTE",
        decimals=1,
        basis="full-time equivalent, agency staff not included",
    )
    story = Story(
        measure=measure,
        council="Trafford",
        points=[day(date(2024, 9, 30), 99.7), day(date(2025, 9, 30), 105.3)],
        england=[day(date(2025, 9, 30), 36186.3)],
        meanings=MEANINGS,
    )
    finding = say(story)
    assert finding.text == (
        "Children and family social workers in post: 105.3 in Trafford on 30 September 2025 "
        "(full-time equivalent); 99.7 a year earlier"
    )
    assert "36,186" not in everything(finding)
    assert judges(everything(finding)) == []


@pytest.mark.parametrize(
    ("kind", "what"),
    [("break", "A break in the series"), ("caution", "A change in how it is counted")],
)
def test_no_change_crosses_a_break_and_a_caution_is_not_called_one(kind: str, what: str) -> None:
    broken = [SeriesBreak(after_end=date(2023, 12, 31), kind=kind, reason="A new collection.")]
    finding = say(timeliness(BEFORE, NOW, breaks=broken))
    assert finding.change == (f"{what} after 2023 means it is not compared with the year before.")
    assert finding.movement == "not compared"
    assert "62.4" not in everything(finding) and "fall" not in finding.text


def test_a_break_elsewhere_does_not_stop_a_change() -> None:
    broken = [
        SeriesBreak(after_end=date(2022, 12, 31), kind="break", reason="Before."),
        SeriesBreak(after_end=date(2024, 12, 31), kind="break", reason="After."),
    ]
    assert say(timeliness(BEFORE, NOW, breaks=broken)).movement == "fell"


def test_a_count_does_not_cross_a_break_either() -> None:
    points = [day(date(2024, 1, 31), 2939), day(date(2025, 1, 31), 3143)]
    broken = [SeriesBreak(after_end=date(2024, 1, 31), kind="caution", reason="A new collection.")]
    story = Story(
        measure=PLANS,
        council="Trafford",
        points=points,
        england=[],
        meanings=MEANINGS,
        breaks=broken,
    )
    assert say(story).text == "EHC plans in force: 3,143 in Trafford in January 2025"


def test_only_years_in_a_row_are_compared() -> None:
    finding = say(timeliness(share(2022, 262, 420), NOW))
    assert finding.change == "The figure before is for 2022, so no yearly change is given."
    assert finding.movement == "not compared"


def test_a_part_year_is_not_joined_to_a_year() -> None:
    part = replace(BEFORE, start=date(2023, 7, 1))
    finding = say(timeliness(part, NOW))
    assert finding.change.startswith("The figure before is for 1 July 2023 to 31 December 2023")
    assert finding.movement == "not compared"


def test_the_first_figure() -> None:
    assert say(timeliness(NOW)).change == "No earlier figure is held."


def test_an_earlier_figure_that_is_withheld() -> None:
    hidden = year(2023, None, None, 420, status="suppressed")
    finding = say(timeliness(hidden, NOW))
    assert finding.change == "No change is given. 2023: hidden (small number)."
    assert finding.movement == "not compared"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("suppressed", "Hidden (small number)"),
        ("unavailable", "Not available"),
        ("unreliable", "Not published (poor quality)"),
        ("not_applicable", "Does not apply"),
    ],
)
def test_a_withheld_figure_is_told_in_words(status: str, said: str) -> None:
    withheld = year(2024, None, None, 380, status=status)
    finding = say(timeliness(BEFORE, withheld))
    assert finding.text == (
        "Plans issued within 20 weeks (exceptions left out): no figure for Trafford in 2024. "
        + said
    )
    assert finding.change == "Last published: 62.4% in 2023."
    assert finding.comparison == "England: 46.4%."
    assert (finding.verdict, finding.tone, finding.movement) == (
        "not compared",
        "none",
        "not compared",
    )
    assert [fact.shown for fact in finding.numbers] == ["62.4", "46.4"]
    assert judges(everything(finding)) == []


def test_a_withheld_percentage_is_not_worked_out_from_its_parts() -> None:
    withheld = year(2024, None, 203, 380, status="unavailable")
    finding = say(timeliness(BEFORE, withheld, neighbours=neighbours()))
    assert not re.search(r"53\.4|203|380|48\.4|58\.4", everything(finding))
    assert judges(everything(finding)) == []
    assert finding.comparison == "England: 46.4%. Mean of 10 statistical neighbours: 40.4%."


def test_nothing_at_all() -> None:
    finding = say(timeliness())
    assert finding.text == (
        "Plans issued within 20 weeks (exceptions left out): no figure for Trafford"
    )
    assert (finding.change, finding.comparison, finding.numbers) == ("", "", ())


def test_england_withheld_or_absent() -> None:
    withheld = say(timeliness(NOW, england=None))
    assert withheld.comparison == "England: not available."
    assert withheld.verdict == "not compared"
    none = say(replace(timeliness(NOW), england=[]))
    assert none.comparison == "England: no figure for this period."


def test_england_of_another_period_is_not_used() -> None:
    story = replace(timeliness(NOW), england=[year(2023, 46.4), day(date(2024, 12, 31), 46.4)])
    assert say(story).verdict == "not compared"


def test_neighbours_are_judged_like_england() -> None:
    finding = say(timeliness(NOW, neighbours=neighbours()))
    assert finding.comparison.endswith("Better than the mean of 10 statistical neighbours (40.4%).")


def test_better_than_the_mean_is_not_said_without_the_range_of_the_ten() -> None:
    finding = say(timeliness(NOW, neighbours=neighbours(low=7.5, high=92.4)))
    assert finding.comparison.endswith(
        "Better than the mean of 10 statistical neighbours (40.4%), which range from 7.5% to 92.4%."
    )


def test_a_mean_printed_alike_is_only_stated() -> None:
    now = year(2024, 3.06, 30_600, 1_000_000)
    finding = say(timeliness(now, england=3.149, neighbours=neighbours(mean=3.149)))
    assert finding.comparison.endswith("Mean of 10 statistical neighbours: 3.1%.")
    assert judges(finding.comparison) == []


def test_some_neighbours_missing() -> None:
    finding = say(timeliness(NOW, neighbours=neighbours(9)))
    assert "the mean of 9 of 10 statistical neighbours (40.4%)" in finding.comparison


def test_too_few_neighbours() -> None:
    few = neighbours(4, mean=None, median=None, pooled=None)
    finding = say(timeliness(NOW, neighbours=few))
    assert finding.comparison.endswith("Too few statistical neighbours (4 of 10) have a figure.")


def test_a_verdict_that_depends_on_the_rule_is_not_given() -> None:
    finding = say(timeliness(NOW, england=50.0, neighbours=neighbours(depends_on_rule=True)))
    assert finding.comparison.endswith(
        "Mean of 10 statistical neighbours: 40.4%. Whether Trafford differs depends on the rule "
        "used (median 38.0%, pooled 36.1%)."
    )
    assert judges(finding.comparison) == []


def test_neighbours_without_an_interval_are_stated() -> None:
    finding = say(timeliness(year(2024, 53.4), neighbours=neighbours()))
    assert finding.comparison.endswith("Mean of 10 statistical neighbours: 40.4%.")


def test_neighbours_are_for_the_latest_period_only() -> None:
    story = timeliness(BEFORE, NOW, neighbours=neighbours())
    assert "neighbours" not in say(story, date(2023, 12, 31)).comparison


def test_the_region_is_stated() -> None:
    region = {"region_name": "North West", "region": [year(2024, 50.5)]}
    assert say(timeliness(NOW, **region)).comparison.endswith("The North West: 50.5%.")
    region["region"] = [year(2024, None, status="unavailable")]
    assert say(timeliness(NOW, **region)).comparison.endswith("The North West: not available.")


def test_an_earlier_period_can_be_told() -> None:
    story = replace(timeliness(BEFORE, NOW), england=[year(2023, 50.3)])
    finding = say(story, date(2023, 12, 31))
    assert "62.4% in Trafford in 2023, better than England's 50.3%" in finding.text
    with pytest.raises(ValueError, match="no point"):
        say(story, date(2019, 12, 31))


def test_points_may_come_in_any_order() -> None:
    assert say(timeliness(NOW, BEFORE)) == say(timeliness(BEFORE, NOW))


def test_names_that_need_care() -> None:
    finding = say(timeliness(BEFORE, NOW, council="St. Helens"))
    assert "in St Helens in 2024" in finding.text
    assert "St Helens' 95% interval" in finding.comparison
    bristol = say(timeliness(BEFORE, NOW, council="Bristol, City of"))
    assert "in Bristol in 2024" in bristol.text
    scilly = say(timeliness(BEFORE, NOW, council="Isles of Scilly"))
    assert "in the Isles of Scilly in 2024" in scilly.text


@pytest.mark.parametrize(
    ("changes", "opening"),
    [
        (
            {"name": "Plans: main need autism", "basis": "of plans in force"},
            "Main need autism: 53.4% of plans in force in Trafford in 2024",
        ),
        (
            {"name": "Repeat referrals within 12 months", "basis": "of referrals in the year"},
            "Repeat referrals within 12 months: 53.4% of referrals in Trafford in 2024",
        ),
        (
            {"name": "EHC plans: change on a year earlier", "basis": "January to January"},
            "EHC plans \N{EN DASH} change on a year earlier: 53.4% in Trafford in 2024 "
            "(January to January)",
        ),
        (
            {
                "name": "Child protection plans started: rate",
                "basis": "per 10,000 people aged 0 to 17",
                "unit": "per 10,000",
            },
            "Child protection plans started: 53.4 per 10,000 people aged 0 to 17 in Trafford",
        ),
        (
            {"name": "Rate", "basis": "", "unit": "per 10,000"},
            "Rate: 53.4 per 10,000 in Trafford in 2024",
        ),
        (
            {
                "name": "Average caseload",
                "basis": "cases per full-time equivalent, agency staff included",
                "unit": "cases per FTE",
            },
            "Average caseload: 53.4 cases per full-time equivalent in Trafford in 2024 "
            "(agency staff included)",
        ),
    ],
)
def test_name_and_basis(changes: dict[str, str], opening: str) -> None:
    measure = replace(WEEKS, **changes)  # type: ignore[arg-type]
    assert say(timeliness(NOW, measure=measure)).text.startswith(opening)


def test_a_date_is_not_said_twice() -> None:
    measure = replace(
        RATE, name="Plans open 2 years or more at 31 March", basis="of plans on 31 March"
    )
    story = Story(
        measure=measure,
        council="Trafford",
        points=[day(date(2025, 3, 31), 5.0)],
        england=[],
        meanings=MEANINGS,
    )
    assert say(story).text == (
        "Plans open 2 years or more: 5.0 of plans in Trafford on 31 March 2025"
    )


def test_every_number_is_a_fact_and_every_fact_is_printed() -> None:
    region = {"region_name": "North West", "region": [year(2024, 50.5)]}
    few = neighbours(9, depends_on_rule=True)
    finding = say(timeliness(BEFORE, NOW, neighbours=few, **region))
    without = everything(finding)
    for words in (WEEKS.name, "2024", "2023"):
        without = without.replace(words, "")
    printed = re.findall(r"\d[\d,]*(?:\.\d+)?", without)
    assert set(printed) == {fact.shown for fact in finding.numbers}
    facts = {fact.what: (fact.shown, fact.value) for fact in finding.numbers}
    assert facts["Trafford in 2024"] == ("53.4", 53.4)
    assert facts["difference from 2023"] == ("9.0", pytest.approx(9.0))
    assert facts["mean of the statistical neighbours"] == ("40.4", 40.4)


def test_a_status_without_words_stops() -> None:
    with pytest.raises(KeyError):
        say(timeliness(year(2024, None, status="new")))


def test_the_year_before_is_a_year_apart_with_a_number_and_no_break_between() -> None:
    first, second, later = share(2022, 1, 2), share(2023, 1, 2), share(2025, 1, 2)
    broken = [SeriesBreak(after_end=date(2022, 12, 31), kind="break", reason="r")]
    assert year_before([second, first], [], second) == first
    assert year_before([first], [], first) is None
    assert year_before([first, second, later], [], later) is None
    assert year_before([first, second], broken, second) is None
    hidden = year(2022, None, status="suppressed")
    assert year_before([hidden, second], [], second) is None


# True to the last word


def test_one_of_one_after_none_of_four_is_no_rise() -> None:
    """The Isles of Scilly, plans within 20 weeks."""
    finding = say(timeliness(year(2023, 0.0, 0, 4), year(2024, 100.0, 1, 1)))
    assert "1 of 1 in Trafford in 2024" in finding.text and "rise" not in finding.text
    assert finding.change == (
        "It was 0 of 4 in 2023; of fewer than five, no change is told from chance."
    )
    assert "Not judged: it is of fewer than five." in finding.comparison
    assert (finding.verdict, finding.movement) == ("not compared", "not compared")


def test_counts_alone_are_not_said_to_be_of_something_twice() -> None:
    refused = replace(WEEKS, name="Requests refused", basis="of requests received in the year")
    finding = say(timeliness(year(2024, 50.0, 1, 2), measure=refused))
    assert finding.text.startswith("Requests refused: 1 of 2 requests received in Trafford in 2024")
    many = say(timeliness(year(2024, 50.0, 20, 40), measure=refused))
    assert "50.0% (20 of 40) of requests received in Trafford" in many.text


def test_figures_that_are_printed_alike_are_the_same_as_a_year_before() -> None:
    finding = say(timeliness(year(2023, 53.4), year(2024, 53.4)))
    assert finding.change == "The same as a year before: 53.4% in 2023."


def test_a_claim_is_seen_in_the_numbers_beside_it() -> None:
    """Bexley, mainstream: 'outside 43.6% to 47.0%' of 43.6%."""
    finding = say(timeliness(year(2024, 49.0, 980, 2000), england=46.81))
    assert finding.verdict == "higher"
    low = re.search(r"interval \((\d+\.\d+)%", finding.comparison)
    told = re.search(r"England's (\d+\.\d+)%, which is outside", finding.comparison)
    assert low and told and float(told[1]) < float(low[1])
    assert "than England's 46.8%" in finding.text
