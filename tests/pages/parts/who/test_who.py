"""Who has a plan, by sex, free school meals and ethnicity: with the files loaded and without."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.intervals import wilson
from pages.parts.figures.councils import Choice
from pages.parts.figures.shares import CountedShare, PartCount
from pages.parts.language.words import slug
from pages.parts.who import exhibits, shares, words
from pages.parts.who.data import (
    ELIGIBLE,
    ETHNICITY,
    EVERY_PUPIL,
    FEMALE,
    MALE,
    MEALS,
    NOT_ELIGIBLE,
    SEX,
    WITH_NEITHER,
    WITH_PLAN,
    WITH_SUPPORT,
    Censuses,
    January,
    pupils_by,
)
from pages.parts.who.shares import TWO_PARTS
from tests.pages.conftest import WithParts

Open = Callable[..., AppTest]
Choose = Callable[..., Choice]
Use = Callable[..., None]
PAGE, SECTION = "pages/ehc_plans.py", "Who has a plan"
TRAFFORD, ENGLAND = "E08000009", "E92000001"
# Area, year, topic, part: pupils with a plan, on support, without SEN; None is hidden.
Typed = tuple[str, int, str, str, tuple[float | None, ...]]
TYPED: list[Typed] = [
    (TRAFFORD, 2023, MEALS, EVERY_PUPIL, (1000, 4000, 35000)),
    (TRAFFORD, 2023, MEALS, ELIGIBLE, (358, 1100, 4542)),
    (TRAFFORD, 2023, MEALS, NOT_ELIGIBLE, (642, 2900, 30458)),
    (TRAFFORD, 2025, MEALS, EVERY_PUPIL, (1250, 4100, 34650)),
    (TRAFFORD, 2025, MEALS, ELIGIBLE, (500, 1200, 4300)),
    (TRAFFORD, 2025, MEALS, NOT_ELIGIBLE, (750, 2900, 30350)),
    (ENGLAND, 2025, MEALS, EVERY_PUPIL, (480000, 1200000, 6720000)),
    (ENGLAND, 2025, MEALS, ELIGIBLE, (210000, 460000, 1430000)),
    (ENGLAND, 2025, MEALS, NOT_ELIGIBLE, (270000, 740000, 5290000)),
    (TRAFFORD, 2025, ETHNICITY, "White British", (900, 3000, 22000)),
    (TRAFFORD, 2025, ETHNICITY, "Irish", (100, 300, 1600)),
    (TRAFFORD, 2025, SEX, EVERY_PUPIL, (1260, 4100, 34640)),
    (TRAFFORD, 2025, SEX, MALE, (920, 2600, 16480)),
    (TRAFFORD, 2025, SEX, FEMALE, (340, 1500, 18160)),
    (ENGLAND, 2025, SEX, EVERY_PUPIL, (480000, 1200000, 6720000)),
    (ENGLAND, 2025, SEX, MALE, (348000, 744000, 3208000)),
    (ENGLAND, 2025, SEX, FEMALE, (132000, 456000, 3512000)),
    (ENGLAND, 2025, ETHNICITY, "White British", (330000, 840000, 4000000)),
    (ENGLAND, 2025, ETHNICITY, "Irish", (3300, 8400, 40000)),
]


@pytest.fixture
def use(with_parts: WithParts) -> Use:
    """Puts the snapshot with typed pupils in use."""

    def used(rows: list[Typed]) -> None:
        with_parts(
            (indicator, area, date(year, 1, 31), topic, part, count)
            for area, year, topic, part, counts in rows
            for indicator, count in zip(
                (WITH_PLAN, WITH_SUPPORT, WITH_NEITHER), counts, strict=False
            )
        )

    return used


def test_shares_are_drawn_beside_englands_with_counts_and_intervals(
    use: Use, choose: Choose
) -> None:
    use(TYPED)
    (chart,) = exhibits.exhibit(pupils_by(MEALS, choose())).charts
    assert chart.frame is not None
    columns = chart.frame.query("mark == 'column'").groupby("role")["text"].first()
    assert dict(columns) == {
        "council": "40.0% (500 of 1,250)",
        "england": "43.8%",
        "points": "−3.8",
    }
    interval = chart.frame[chart.frame["mark"] == "interval"].iloc[0]
    assert (interval["x"], interval["x2"]) == pytest.approx((37.3, 42.7), abs=0.05)
    assert len(chart.frame[chart.frame["mark"] == "name"]) == 5


def test_of_many_groups_those_among_pupils_with_a_plan_are_drawn(use: Use, choose: Choose) -> None:
    use(TYPED)
    (chart,) = exhibits.exhibit(pupils_by(ETHNICITY, choose())).charts
    assert chart.frame is not None
    assert list(chart.frame.query("mark == 'name'")["text"]) == ["White British", "Irish"]


def shown(app: AppTest) -> str:
    """All text of the section as a reader sees it."""
    assert not app.exception
    texts = [one.value for one in (*app.header, *app.markdown, *app.caption, *app.info)]
    return " ".join(texts).replace("\\", "")


def opened(open_page: Open, council: str) -> AppTest:
    return open_page(PAGE, la=council).segmented_control(key="show").set_value(slug(SECTION)).run()


def test_a_share_has_its_interval() -> None:
    one = CountedShare(part=18, whole=50)
    assert one.text == "36.0% (18 of 50)"
    assert one.interval == wilson(18, 50).scaled(100)
    assert one.long_text == "36.0% (18 of 50; 24.1% to 49.9%)"


@pytest.mark.parametrize("share", [CountedShare(part=5, whole=0), CountedShare(part=5, whole=4)])
def test_no_share_of_nothing_or_above_the_whole(share: CountedShare) -> None:
    assert share.percent is None
    assert share.text == share.long_text == "No figure"


@pytest.mark.parametrize("council", ["358", "202"])
def test_without_the_files_one_card_says_who_publishes_them(open_page: Open, council: str) -> None:
    app = opened(open_page, council)
    headings = [heading.value for heading in app.header]
    assert "Pupils with an EHC plan by sex, free school meals and ethnicity" in headings
    assert (
        "DfE publishes this in “Special educational needs in England”, every June; that table is "
        "not among the figures here. Nearest here: EHC plans by sex, above."
    ) in shown(app)
    assert "Plans" in app.header[0].value or "plans" in app.header[0].value
    assert len(app.get("vega_lite_chart")) == 1
    assert ("36%" in shown(app)) == (council == "358")


def test_the_paper_waits_for_the_file(open_page: Open) -> None:
    text = shown(opened(open_page, "358"))
    assert "The paper of 25 July 2023 speaks of “a higher proportion of FSM pupils with" in text
    assert shares.AMONG_PLANS in text and shares.AMONG_ELIGIBLE in text
    assert "cannot be shown: DfE’s table of free school meals" in text


def test_the_two_shares_are_told_apart_when_loaded(open_page: Open, use: Use) -> None:
    use(TYPED)
    app = opened(open_page, "358")
    text = shown(app)
    assert not app.info
    assert (
        "40.0% of pupils with an EHC plan at schools in Trafford are eligible for free school "
        "meals in January 2025, lower than England’s 43.8%"
    ) in text
    assert (
        "Of pupils eligible for free school meals, the share with an EHC plan: 8.3% (500 of "
        "6,000), lower than England’s 10.0%."
    ) in text
    assert "Pupils at schools in the area, wherever they live · Trafford · January 2025" in text
    assert words.OTHER_SOURCE in text
    meals = [one.value for one in app.table if "Share" in one.value][1]
    first = [cell.replace("\\", "") for cell in meals.iloc[0]]
    assert first == [
        "Of pupils with an EHC plan: eligible",
        "40.0% (500 of 1,250; 37.3% to 42.7%)",
        "43.8% (210,000 of 480,000; 43.6% to 43.9%)",
    ]
    assert len(meals) == 5


def test_the_paper_is_nearest_to_one_share_of_the_census_before_it(
    open_page: Open, use: Use
) -> None:
    use(TYPED)
    text = shown(opened(open_page, "358"))
    assert (
        "In the last census loaded from before the paper, January 2023, the first was 35.8% (358 "
        "of 1,000) and the second 6.0% (358 of 6,000): 36% is nearest to the first."
    ) in text
    assert "no proof that the paper counted it so" in text


def test_ethnic_groups_are_listed_when_loaded(open_page: Open, use: Use) -> None:
    use(TYPED)
    app = opened(open_page, "358")
    assert "the largest group of pupils with an EHC plan is “White British”, 90.0%" in shown(app)
    groups = [one.value for one in app.table if "Share" in one.value][-1]
    assert [text.replace("\\", "") for text in groups["Share"]] == [
        "Of pupils with an EHC plan: White British",
        "Of pupils with an EHC plan: Irish",
        "Of pupils in “White British”: with an EHC plan",
        "Of pupils in “Irish”: with an EHC plan",
    ]
    assert groups["Trafford"].iloc[3].startswith(r"5.0% \(100 of 2,000; ")


def test_both_sexes_are_compared_with_england_when_loaded(open_page: Open, use: Use) -> None:
    use([row for row in TYPED if row[2] == SEX])
    app = opened(open_page, "358")
    text = shown(app)
    assert (
        "73.0% of pupils with an EHC plan at schools in Trafford are male in January 2025, not "
        "clearly different from England’s 72.5%"
    ) in text
    assert (
        "Of male pupils, the share with an EHC plan: 4.6% (920 of 20,000), lower than England’s "
        "8.1%."
    ) in text
    assert "Of female pupils, the share with an EHC plan: 1.7% (340 of 20,000), lower" in text
    (table,) = [one.value for one in app.table if "Share" in one.value]
    assert [text.replace("\\", "") for text in table["Share"]] == [
        "Of pupils with an EHC plan: male",
        "Of male pupils: with an EHC plan",
        "Of female pupils: with an EHC plan",
        "Of pupils on SEN support: male",
        "Of pupils without SEN: male",
    ]
    assert "Pupils with an EHC plan by free school meals and ethnicity" in text
    assert words.missing([MEALS, ETHNICITY]).sentence in text


# As the newest file has it: the total of everybody, of each broad group, and single groups.
GROUPS: list[Typed] = [
    (TRAFFORD, 2025, ETHNICITY, EVERY_PUPIL, (1000, 3000, 26000)),
    (TRAFFORD, 2025, ETHNICITY, "All White", (800, 2400, 19800)),
    (TRAFFORD, 2025, ETHNICITY, "White British", (780, 2300, 18000)),
    (TRAFFORD, 2025, ETHNICITY, "Irish", (20, 100, 1800)),
    (TRAFFORD, 2025, ETHNICITY, "All Asian / Asian British", (150, 500, 5350)),
    (TRAFFORD, 2025, ETHNICITY, "Indian", (150, 500, 5350)),
    (TRAFFORD, 2025, ETHNICITY, "Unclassified", (50, 100, 850)),
]


def test_broad_groups_stand_before_single_ones_and_are_never_added_to_them(
    use: Use, choose: Choose, app_data: Path
) -> None:
    use(GROUPS)
    censuses = pupils_by(ETHNICITY, choose())
    assert words.finding(censuses).startswith(
        "Ethnicity: the largest group of pupils with an EHC plan is “White British”, 78.0% at"
    )
    (broad, of_broad), (single, of_single) = shares.blocks(ETHNICITY, censuses.newest)
    assert (broad, single) == ("Broad groups, added up by DfE", "Single groups")
    assert [(share.words, share.council.text) for share in of_broad] == [
        ("Of pupils with an EHC plan: All White", "80.0% (800 of 1,000)"),
        ("Of pupils with an EHC plan: All Asian / Asian British", "15.0% (150 of 1,000)"),
        ("Of pupils in “All White”: with an EHC plan", "3.5% (800 of 23,000)"),
        ("Of pupils in “All Asian / Asian British”: with an EHC plan", "2.5% (150 of 6,000)"),
    ]
    assert [share.words.rpartition(": ")[2] for share in of_single[:4]] == [
        "White British",
        "Indian",
        "Unclassified",
        "Irish",
    ]
    assert [heading for heading, _ in exhibits.exhibit(censuses).tables] == [broad, single]


def group_rows(total: float | None, **plans: float | None) -> list[Typed]:
    """Pupils with a plan by group, in Trafford alone."""
    rows: list[Typed] = [
        (TRAFFORD, 2025, ETHNICITY, name.replace("_", " "), (count, 10, 100))
        for name, count in plans.items()
    ]
    every: list[Typed] = [(TRAFFORD, 2025, ETHNICITY, EVERY_PUPIL, (total, 10, 100))]
    return (every if total is not None else []) + rows


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        (
            group_rows(100, Irish=20, Indian=None, Chinese=None, Roma=0),
            "Ethnicity: the largest group of pupils with an EHC plan at schools in Trafford in "
            "January 2025 cannot be known, as 2 groups have no figure; the largest that is shown "
            "is “Irish”, 20.0%",
        ),
        (
            group_rows(None, Irish=20, Indian=None),
            "Ethnicity: the largest group of pupils with an EHC plan at schools in Trafford in "
            "January 2025 cannot be known, as 1 group has no figure; the largest that is shown is "
            "“Irish”, 20 pupils",
        ),
        (
            group_rows(9, Roma=0, Irish=None),
            "Ethnicity: the largest group of pupils with an EHC plan at schools in Trafford in "
            "January 2025 cannot be known, as 1 group has no figure; every group that is shown is "
            "0",
        ),
        (
            group_rows(150, Irish=80, Indian=None, Chinese=None, White=50),
            "Ethnicity: the largest group of pupils with an EHC plan is “Irish”, 53.3% at schools "
            "in Trafford in January 2025",
        ),
        (
            group_rows(200, Irish=80, Indian=80, White=40),
            "Ethnicity: the largest group of pupils with an EHC plan at schools in Trafford in "
            "January 2025: “Indian” and “Irish” are level at 40.0% each",
        ),
        (
            group_rows(90, Irish=30, Indian=30, White=30),
            "Ethnicity: the largest group of pupils with an EHC plan at schools in Trafford in "
            "January 2025: 3 groups are level at 33.3% (30 of 90) each, “Indian”, “Irish” and "
            "“White”",
        ),
    ],
    ids=[
        "hidden",
        "no total",
        "zero is shown",
        "too little is left",
        "two level",
        "three level of few",
    ],
)
def test_rows_3_and_4_the_largest_group_is_named_only_where_it_is_known(
    rows: list[Typed], finding: str, use: Use, choose: Choose, app_data: Path
) -> None:
    use(rows)
    assert words.finding(pupils_by(ETHNICITY, choose())) == finding


def test_row_3_a_hidden_group_stands_before_a_shown_zero(
    use: Use, choose: Choose, app_data: Path
) -> None:
    use(group_rows(100, Arab=0, White=None, Irish=20))
    exhibit = exhibits.exhibit(pupils_by(ETHNICITY, choose()))
    ((_, table),) = exhibit.tables
    assert [name.rpartition(": ")[2] for name in table["Share"][:3]] == ["Irish", "White", "Arab"]
    frame = exhibit.charts[0].frame
    assert frame is not None
    assert list(frame.query("mark == 'name'")["text"]) == ["Irish", "White", "Arab"]


def test_without_a_published_total_the_whole_is_the_sum_of_single_groups(
    use: Use, choose: Choose, app_data: Path
) -> None:
    use([row for row in GROUPS if row[3] != EVERY_PUPIL])
    censuses = pupils_by(ETHNICITY, choose())
    first = shares.all_shares(ETHNICITY, censuses.newest)[0]
    assert first.council.text == "80.0% (800 of 1,000)"


def test_another_council_than_those_loaded_has_a_plain_sentence(open_page: Open, use: Use) -> None:
    use(TYPED)
    app = opened(open_page, "202")
    assert "every June; its table has no figures for Camden." in shown(app)
    assert "What the paper said" not in shown(app)


def test_without_pupils_without_sen_only_the_first_share_is_known(
    use: Use, open_page: Open
) -> None:
    use([(*row[:4], row[4][:2]) for row in TYPED if row[2] == MEALS])
    text = shown(opened(open_page, "358"))
    assert words.NO_DENOMINATOR in text
    assert "the share with an EHC plan: No figure" in text
    assert "without both it cannot be said which of them 36% is near" in text


def test_a_hidden_count_is_said_in_words(use: Use, choose: Choose, app_data: Path) -> None:
    use(
        [
            (TRAFFORD, 2025, MEALS, EVERY_PUPIL, (50, 9, 9)),
            (TRAFFORD, 2025, MEALS, ELIGIBLE, (None, 9, 9)),
        ]
    )
    censuses = pupils_by(MEALS, choose())
    first, second = shares.two_part_shares(TWO_PARTS[MEALS], censuses.newest)[:2]
    assert first.council.text == second.council.text == "Hidden (small number)"
    assert first.england.text == "No figure"
    assert words.finding(censuses) == (
        "Free school meals: no share for Trafford in January 2025 (Hidden (small number))"
    )
    assert words.sentences(censuses)[0].endswith("meals: Hidden (small number)")


def test_every_census_is_in_the_download(use: Use, choose: Choose, app_data: Path) -> None:
    use(TYPED)
    frame = exhibits.figures(pupils_by(MEALS, choose()))
    assert set(frame["period"]) == {"January 2023", "January 2025"}
    assert len(frame) == 2 * 5 * 2
    assert set(frame["basis"]) == {"pupils at schools in the area, wherever they live"}
    assert frame["percent"].iloc[0] == pytest.approx(35.8)


def january(year: int, plan: float, eligible: float, others: float) -> January:
    counts = {
        (WITH_PLAN, EVERY_PUPIL): plan,
        (WITH_PLAN, ELIGIBLE): eligible,
        (WITH_SUPPORT, ELIGIBLE): 0.0,
    }
    counts[WITH_NEITHER, ELIGIBLE] = others
    end = date(year, 1, 31)
    rows = {
        (indicator, part): pupil_row(indicator, part, value, end)
        for (indicator, part), value in counts.items()
    }
    return January(start=end, end=end, council=rows, england=rows)


def pupil_row(indicator: str, part: str, value: float, end: date) -> PartCount:
    return PartCount(
        indicator_id=indicator,
        indicator="Pupils",
        area_code=TRAFFORD,
        breakdown=part,
        period=str(end.year),
        period_start=end,
        period_end=end,
        value=value,
        status="ok",
        derived=False,
        source_row=2,
        source_column="pupils",
        publication="Special needs in England",
        title="2025",
        file="pupils.csv",
        url=None,
        published_on="2025-06",
        retrieved_at=None,
        sha256="0",
        licence="OGL",
    )


@pytest.mark.parametrize(
    ("plan", "eligible", "others", "ending"),
    [
        (100, 35, 900, "36% is nearest to the first."),
        (1000, 36, 62, "36% is nearest to the second."),
        (100, 36, 64, "36% is equally near to both."),
    ],
)
def test_the_nearest_share_is_the_one_with_the_smaller_difference(
    plan: float, eligible: float, others: float, ending: str, choose: Choose
) -> None:
    censuses = Censuses(
        topic=MEALS,
        choice=choose(),
        loaded=True,
        januaries=(january(2023, plan, eligible, others), january(2024, 10, 1, 9)),
        rows=(),
    )
    assert ending in words.verdict(36, date(2023, 7, 25), censuses)


def test_a_later_census_is_said_to_be_later() -> None:
    found = words.census_for((january(2024, 9, 1, 1), january(2025, 9, 1, 1)), date(2023, 7, 25))
    assert found[0].end.year == 2024
    assert "later than the paper" in found[1]


def test_text_of_the_file_is_never_markdown(use: Use, open_page: Open) -> None:
    nasty = "[x](https://example.org) <b>"
    use([(TRAFFORD, 2025, ETHNICITY, nasty, (5, 5, 5))])
    app = opened(open_page, "358")
    assert not app.exception
    for one in (*app.header, *app.markdown):
        assert "[x](" not in one.value and "<b>" not in one.value.replace("\\<b\\>", "")
