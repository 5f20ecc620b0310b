"""The page of year groups, opened for several councils, with and without the second source."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.asking.sections import PUPILS
from pages.parts.language.words import slug
from pages.parts.year_groups.sections import SECTIONS
from tests.some import paired

Open = Callable[..., AppTest]
PAGE = "pages/year_groups.py"
PUPILS_AT_SCHOOL, PAPER = "Pupils at school", "What the paper said"
COUNCILS = ["358", "202", "204", "420", "940", "314", "201"]
EVERYWHERE = ["By age", "Steps", "Same children", "When plans start", PUPILS_AT_SCHOOL]


def show(app: AppTest, section: str) -> AppTest:
    return app.segmented_control(key="show").set_value(slug(section)).run()


def words(app: AppTest) -> str:
    """All text of the page as a reader sees it."""
    texts = [one.value for one in (*app.header, *app.markdown, *app.caption, *app.info)]
    return " ".join(texts).replace("\\", "")


def test_no_section_is_left_out() -> None:
    assert [section.label for section in SECTIONS] == [*EVERYWHERE, PAPER]


@pytest.mark.parametrize(("section", "council"), paired(EVERYWHERE, COUNCILS, 3))
def test_every_section_opens_for_every_kind_of_council(
    section: str, council: str, open_page: Open
) -> None:
    app = show(open_page(PAGE, la=council), section)
    assert not app.exception
    assert [one.value for one in app.title] == ["Year groups"]
    charts = app.get("vega_lite_chart")
    assert len(charts) <= 3
    assert all(one.proto.alt for one in charts)
    if section != PUPILS_AT_SCHOOL:
        assert charts and app.table and app.get("download_button")
        texts = [one.value.replace("\\", "") for one in app.markdown]
        assert any(one.startswith("Source: Education, health and care plans") for one in texts)


@pytest.mark.parametrize("group", ["sn25", "sn21", "region", "gm", "england"])
def test_every_group_can_be_compared_with(group: str, open_page: Open) -> None:
    app = open_page(PAGE, la="358", **{"with": group})
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 2


def test_the_profile_is_drawn_for_both_januaries(open_page: Open) -> None:
    app = open_page(PAGE, la="358")
    text = words(app)
    assert "In January 2025 EHC plans peak at age 13 in Trafford (8.0%)" in text
    assert "In January 2024 the peak was at age 12 in Trafford and at age 11 in England." in text
    assert "the ages add to 572,829 of 576,474 plans" in text


def test_a_year_without_ages_is_a_plain_sentence(open_page: Open) -> None:
    app = open_page(PAGE, la="204")
    assert len(app.get("vega_lite_chart")) == 1
    assert "no figures by age or year group for January 2024: Not available." in words(app)


def test_the_step_lives_in_the_address(open_page: Open) -> None:
    app = open_page(PAGE, la="358", show="steps", step="age-17-to-18")
    assert app.selectbox(key="step").value == "age-17-to-18"
    assert "From age 17 to 18 plans fall by 39% (221 to 134)" in words(app)
    app.selectbox(key="step").set_value("age-11-to-12").run()
    assert app.query_params == {"show": "steps", "step": "age-11-to-12"}


def test_the_step_and_its_rule_stand_on_the_page(open_page: Open) -> None:
    app = show(open_page(PAGE, la="358"), "Steps")
    assert app.selectbox(key="step").value == "age-8-to-9"
    text = words(app)
    assert "From age 8 to 9 plans rise by 6% (172 to 182), in line with England (5%)" in text
    assert "1.00 times England's (95% interval 0.81 to 1.24; wider interval 0.72 to 1.40)" in text
    assert "(our rule)" in text and "none differs from England's by more than chance" in text
    assert "about 38% in Year 4 and 62% in Year 5" in text


def test_the_paper_is_for_its_own_council_only(open_page: Open) -> None:
    app = open_page(PAGE, la="358")
    assert PAPER in app.segmented_control(key="show").options
    text = words(show(app, PAPER))
    assert not app.exception
    assert "“the spike in the number of plans from year 4 to year 5”" in text
    assert "226, 236, 221, 134 and 103; the largest fall is from age 17 to 18" in text
    assert "18.0% of the plans of Trafford (566 of 3,143)" in text and "13.8% in England" in text
    other = open_page(PAGE, la="202")
    assert PAPER not in other.segmented_control(key="show").options


def test_another_council_than_the_paper_falls_back(open_page: Open) -> None:
    other = open_page(PAGE, la="202", show=PAPER)
    assert not other.exception
    assert "EHC plans peak" in other.header[0].value


def test_without_the_second_source_a_card_says_who_publishes_it(open_page: Open) -> None:
    app = show(open_page(PAGE, la="358"), PUPILS_AT_SCHOOL)
    assert app.header[0].value == "Pupils at school by year group"
    assert (
        "DfE publishes this in “Special educational needs in England”, every June; that table is "
        "not among the figures here."
    ) in words(app)
    (link,) = [link.proto for link in app.get("page_link") if "Nearest" in link.proto.label]
    assert link.label == r"Nearest here\: EHC plans by age in January"
    assert link.page == "year_groups" and "show=steps" in link.query_string
    assert not app.get("vega_lite_chart")


@pytest.fixture
def with_pupils(snapshot_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The snapshot with made-up pupils of four year groups in Trafford and England."""
    folder = tmp_path / "data"
    shutil.copytree(snapshot_data, folder)
    name = "with-pupils.duckdb"  # answers are kept by this name
    built = (folder / "current").read_text(encoding="utf-8").strip()
    (folder / "releases" / built).rename(folder / "releases" / name)
    (folder / "current").write_text(name, encoding="utf-8")
    counts = {
        "E08000009": {"Year 4": (60, 3000), "Year 5": (90, 3200), "Year 11": (120, 3000),
                      "Year 12": (40, 1400), "Not followed": (30, 30)},
        "E92000001": {"Year 4": (23000, 650000), "Year 5": (25000, 655000),
                      "Year 11": (24000, 630000), "Year 12": (9000, 250000),
                      "Not followed": (9000, 10000)},
    }  # fmt: skip
    rows = [
        (indicator, area, date(2025, 1, 31), date(2025, 1, 31), part, count)
        for area, parts in counts.items()
        for part, (plan, of) in parts.items()
        for indicator, count in zip(PUPILS, (plan, 0, of - plan), strict=True)
    ]
    with duckdb.connect(str(folder / "releases" / name)) as con:
        con.executemany(
            "insert into figure (indicator_id, area_code, period, period_kind, period_start, "
            "period_end, breakdown_topic, breakdown, value, status, derived, release_id, "
            "source_row, source_column) values (?, ?, '202425', 'academic', ?, ?, 'Year group', "
            "?, ?, 'ok', false, 'ehcp-2025/caseload.csv', 2, 'column')",
            rows,
        )
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(folder))
    return folder


def test_the_second_source_is_shown_when_it_is_there(open_page: Open, with_pupils: Path) -> None:
    app = show(open_page(PAGE, la="358"), PUPILS_AT_SCHOOL)
    assert not app.exception
    assert app.selectbox(key="step").options == ["Year 4 to 5", "Year 11 to 12"]
    text = words(app)
    assert (
        "rise by 41% as a share of the year group (2.0% to 2.8%; 60 of 3,000 pupils to 90 of "
        in text
    )
    assert "Colleges, independent schools" in text
    assert len(app.get("vega_lite_chart")) == 2
