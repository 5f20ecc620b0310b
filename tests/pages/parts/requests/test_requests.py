"""Who asks for an assessment, who is refused, and what a year of requests leads to."""

from collections.abc import Callable
from datetime import date

from streamlit.testing.v1 import AppTest

from pages.parts.figures.councils import Choice
from pages.parts.requests import data, exhibits, words
from pages.parts.requests.data import REFUSED, REQUESTS, WHO_ASKED
from tests.pages.conftest import TypedPart, WithParts

Open = Callable[..., AppTest]
Choose = Callable[..., Choice]
PAGE = "pages/ehc_plans.py"
TRAFFORD, ENGLAND = "E08000009", "E92000001"
YEAR = date(2025, 12, 31)
FAMILY, SCHOOL = "parent or young person", "school or other education setting"
# As published: who asked, and of those who was refused.
TYPED: list[TypedPart] = [
    (indicator, area, YEAR, WHO_ASKED, part, count)
    for area, part, asked, refused in (
        (TRAFFORD, FAMILY, 180, 74),
        (TRAFFORD, SCHOOL, 355, 21),
        (TRAFFORD, "other", 1, 0),
        (ENGLAND, FAMILY, 47744, 23276),
        (ENGLAND, SCHOOL, 90762, 15026),
        (ENGLAND, "other", 7534, 1475),
    )
    for indicator, count in ((REQUESTS, asked), (REFUSED, refused))
]


def shown(app: AppTest) -> str:
    assert not app.exception
    return " ".join(one.value for one in (*app.header, *app.markdown, *app.caption)).replace(
        "\\", ""
    )


def test_the_share_refused_stands_beside_englands_with_its_interval(
    with_parts: WithParts, choose: Choose
) -> None:
    """By hand, of 74 in 180: Wilson's interval is 34.2% to 48.4%."""
    with_parts(TYPED)
    sources = data.sources(choose())
    assert sources
    school, family, other = sources.every
    assert (school.name, family.name) == (SCHOOL, FAMILY)
    assert family.refused.long_text == "41.1% (74 of 180; 34.2% to 48.4%)"
    assert family.england_refused.long_text == "48.8% (23,276 of 47,744; 48.3% to 49.2%)"
    assert school.asked.text == "66.2% (355 of 536)"
    assert other.refused.text == "0 of 1"
    assert words.refused_finding(sources) == (
        "Refused an assessment in Trafford in 2025: 5.9% (21 of 355) of requests from “School or "
        "other education setting” and 41.1% (74 of 180) of requests from “Parent or young person”"
    )
    frame = exhibits.sources_figures(sources)
    assert len(frame) == 6 and frame["percent"].notna().sum() == 5


def test_one_that_is_hidden_has_no_share(with_parts: WithParts, choose: Choose) -> None:
    rows = [(*row[:5], None) if row[0] == REFUSED and row[4] == FAMILY else row for row in TYPED]
    with_parts(rows)
    sources = data.sources(choose())
    assert sources
    assert sources.every[1].refused.percent is None
    assert "Parent or young person" not in words.refused_finding(sources)


def test_until_a_file_says_who_asked_a_card_names_it(open_page: Open) -> None:
    app = open_page(PAGE, show="requests")
    text = shown(app)
    assert words.WHAT in text and "requests.csv" in text
    assert "Who asked, as the paper of 25 July 2023 printed it" in text
    options = next(one for one in app.selectbox if one.key == "measure").options
    assert not [option for option in options if "who asked" in option or "families" in option]


def test_once_it_is_loaded_the_measure_stands_in_the_list(
    with_parts: WithParts, open_page: Open
) -> None:
    with_parts(TYPED)
    text = shown(open_page(PAGE, show="requests", measure="ehcp_requests.who-asked"))
    assert "41.1% (74 of 180)" in text and words.WHAT not in text


def test_what_the_paper_printed_is_told_to_be_its_own(choose: Choose) -> None:
    """As printed, by hand: 69.5 + 30 + 0.2 + 0.7 is 100.4, and 70 + 26 + 0.4 + 1.1 is 97.5."""
    quotes = data.quotes(choose())
    assert words.paper_table(quotes) == [
        {"Who asked, % of requests": name, "2021": a, "2022": b, "2023, part of the year": c}
        for name, a, b, c in (
            ("Education", "69.5%", "69%", "70%"),
            ("Parent or carer", "30%", "29%", "26%"),
            ("Young person", "0.2%", "0.8%", "0.4%"),
            ("Other", "0.7%", "0.9%", "1.1%"),
        )
    ]
    assert words.paper_notes(quotes)[1] == (
        "The paper's own shares add up to 100.4% in 2021, 99.7% in 2022 and 97.5% in 2023, part of "
        "the year."
    )
    assert data.quotes(choose("202")) == ()  # Camden: its committee's papers are not held


def test_the_way_from_request_to_appeal_has_its_published_counts(choose: Choose) -> None:
    way = data.way(choose())
    assert way
    assert words.way_finding(way) == (
        "From request to appeal in Trafford in 2024: 515 requests, 139 refused, 41 assessments "
        "without a plan and 43 appeals"
    )
    frame = exhibits.way_figures(way).set_index("step")
    assert dict(frame["count"]) == {
        "Requests received": 515,
        "Refused an assessment": 139,
        "Assessments with an outcome": 431,
        "Assessments that ended without a plan": 41,
        "New plans started": 393,
        "Decisions that can be appealed": 1996,
        "Appeals registered": 43,
    }
    assert frame.loc["Appeals registered", "share in England"] == 6.1
    (chart,) = exhibits.from_request_to_appeal(way).charts
    assert chart.frame is not None
    bars = chart.frame[chart.frame["mark"] == "bar"]
    assert list(bars["role"]) == ["same", "same", "others", "same", "others", "others", "others"]


def test_what_is_absent_on_the_way_is_no_nought(choose: Choose) -> None:
    """Blackpool, whose decisions in 2024 are not published."""
    way = data.way(choose("890"))
    assert way
    assert words.way_table(way)[5]["Blackpool"] == "Not available"
    (chart,) = exhibits.from_request_to_appeal(way).charts
    assert chart.frame is not None
    drawn = chart.frame[chart.frame["mark"] == "bar"]
    known = [stage for stage in way.stages if stage.own and stage.own.value is not None]
    assert len(drawn) == len(known) < len(way.stages)
    assert (chart.frame["mark"] == "withheld").sum() == len(way.stages) - len(known)
