"""What is said of a quoted figure, from published cells typed into the test."""

from datetime import date
from pathlib import Path

import pytest

from pages.parts.paper_check.records import Judged, Quoted, Verdict
from pages.parts.paper_check.verdict import judge, judged
from tests.pages.parts.paper_check.typed import ENGLAND, FELL, PORT, Cell, published, quoted

EHCP, OLD = "ehcp-2025/any.csv", "ehcp-2022/sen2_mi.csv"
CIN, SEN = "cin-2025/any.csv", "lait-2026/any.parquet"
JULY_2023 = date(2023, 7, 25)


def year(indicator: str, place: str, of: int, printed: float | str, release: str = EHCP) -> Cell:
    return indicator, place, f"{of}-01-01", f"{of}-12-31", printed, release


def day(indicator: str, place: str, on: str, printed: float | str, release: str = EHCP) -> Cell:
    return indicator, place, on, on, printed, release


PLANS = [
    day("ehcp_caseload", PORT, "2021-01-31", 2256),
    day("ehcp_caseload", PORT, "2022-01-31", 2448),
    day("ehcp_caseload", PORT, "2023-01-31", 2745),
]
ON_TIME = [
    year("ehcp_20wk_ex_pc", PORT, 2022, 36.3),
    year("ehcp_20wk_all_pc", PORT, 2022, 35.0),
    year("ehcp_20wk_ex_pc", PORT, 2023, 62.4),
    year("ehcp_20wk_all_pc", PORT, 2023, 58.6),
]
SHARES = [
    day("sen_ehcp_pc", PORT, "2022-01-31", 4.0, SEN),
    day("sen_ehcp_pc", PORT, "2023-01-31", 4.5, SEN),
    day("sen_ehcp_pc", ENGLAND, "2022-01-31", 4.1, SEN),
    day("sen_ehcp_pc", ENGLAND, "2023-01-31", 4.3, SEN),
]
PROTECTED = [
    day("cp_number", PORT, "2021-03-31", 184, CIN),
    day("cp_number", PORT, "2022-03-31", 200, CIN),
    day("cp_number", PORT, "2023-03-31", "c", CIN),
]


def said(
    tmp_path: Path,
    figure: Quoted,
    cells: list[Cell],
    meeting: date | None = JULY_2023,
    older: tuple[Cell, ...] = (),
    notes: tuple[tuple[str, ...], ...] = (),
) -> Judged:
    with published(tmp_path, cells, older, notes):
        return judge(figure, meeting=meeting)


def of_2022(measure: str, printed: str, unit: str = "percent") -> Quoted:
    return quoted(measure, printed, "2022-01-01", "2022-12-31", unit=unit, period="2022")


def test_the_published_figure_matches_as_it_is_rounded(tmp_path: Path) -> None:
    found = said(tmp_path, of_2022("plans within 20 weeks", "36%"), ON_TIME)
    assert found.verdict == Verdict.MATCHES
    assert found.sentence == "The paper prints 36% for 2022; DfE publishes 36.3% for 2022."
    assert found.question == ""
    assert found.nearest is not None
    assert (found.nearest.indicator_id, found.nearest.value) == ("ehcp_20wk_ex_pc", 36.3)


def test_38_is_37_and_a_half_to_38_and_a_half(tmp_path: Path) -> None:
    for printed, value in (("38%", 38.4), ("38%", 37.5), ("38%", 38.5), ("34%", 33.9)):
        cells = [year("ehcp_20wk_ex_pc", PORT, 2022, value)]
        assert said(tmp_path, of_2022("plans within 20 weeks", printed), cells).verdict == "matches"
    beyond = [year("ehcp_20wk_ex_pc", PORT, 2022, 38.6)]
    assert said(tmp_path, of_2022("plans within 20 weeks", "38%"), beyond).verdict == "differs"


def test_a_difference_names_every_basis_and_asks_which_count_it_is(tmp_path: Path) -> None:
    found = said(tmp_path, of_2022("plans within 20 weeks", "40%"), ON_TIME)
    assert found.verdict == Verdict.DIFFERS
    assert found.sentence == (
        "The paper prints 40% for 2022; DfE publishes 36.3% (exceptions left out) and 35.0% "
        "(exceptions included) for 2022. The figure in the paper is 3.7 percentage points higher "
        "than 36.3%, the nearest. What the release of June 2023 printed at first is not held here."
    )
    assert found.question == "Which count is the 40% taken from?"
    assert found.difference == pytest.approx(3.7)
    assert [one.value for one in found.others] == [35.0]


def test_with_exceptions_is_another_basis(tmp_path: Path) -> None:
    found = said(tmp_path, of_2022("plans within 20 weeks", "35%"), ON_TIME)
    assert found.verdict == Verdict.BASIS
    assert "exceptions included" in found.sentence
    assert found.question.startswith("Which basis does the paper use")


def test_the_count_of_the_next_january_is_another_basis(tmp_path: Path) -> None:
    found = said(tmp_path, of_2022("plans", "2,745", "count"), PLANS)
    assert found.verdict == Verdict.BASIS
    assert found.sentence == (
        "The paper prints 2,745 for 2022; DfE publishes 2,745 for January 2023, and 2,448 for "
        "January 2022."
    )


def test_a_year_that_fits_no_january_differs_from_the_nearest(tmp_path: Path) -> None:
    found = said(tmp_path, of_2022("plans", "2,808", "count"), PLANS)
    assert found.verdict == Verdict.DIFFERS
    assert found.difference == 63
    assert found.nearest is not None
    assert found.nearest.period_end == date(2023, 1, 31)


def test_a_revised_figure_matches_the_release_of_then(tmp_path: Path) -> None:
    now = [year("ehcp_20wk_ex_pc", PORT, 2021, 75.9)]
    then = (year("ehcp_20wk_ex_pc", PORT, 2021, 71.2, OLD),)
    figure = quoted("plans within 20 weeks", "71.2%", "2021-01-01", "2021-12-31", unit="percent",
                    period="2021")  # fmt: skip
    found = said(tmp_path, figure, now, older=then)
    assert found.verdict == Verdict.EARLIER
    assert found.sentence == (
        "The paper prints 71.2% for 2021; an earlier release has 71.2% for 2021, the newest has "
        "75.9%."
    )
    assert found.question == "Would the revised figure, 75.9%, lead to the same conclusion?"


def test_a_figure_without_a_date_that_is_a_year_old_is_told_with_the_newest(tmp_path: Path) -> None:
    found = said(tmp_path, quoted("pupils with a plan", "4.0%", unit="percent"), SHARES)
    assert found.verdict == Verdict.OLDER
    assert found.sentence == (
        "The paper prints 4.0%; that is the published figure for January 2022. The figure for "
        "January 2023, 4.5%, was public from June 2023."
    )


def test_it_is_not_older_where_the_newer_one_was_not_out(tmp_path: Path) -> None:
    figure = quoted("pupils with a plan", "4.0%", unit="percent")
    assert said(tmp_path, figure, SHARES, date(2023, 6, 1)).verdict == Verdict.MATCHES


def test_a_row_of_a_trend_that_says_its_year_is_not_older(tmp_path: Path) -> None:
    figure = quoted("plans", "2,448", end="2022-01-31", period="Jan 22")
    assert said(tmp_path, figure, PLANS).verdict == Verdict.MATCHES


def test_a_dated_comparison_a_year_before_the_papers_own_figure_is_older(tmp_path: Path) -> None:
    own = quoted("pupils with a plan", "4.5%", end="2023-01-31", unit="percent")
    england = quoted("pupils with a plan", "4.1%", end="2022-01-31", unit="percent",
                     area="England", area_code=ENGLAND)  # fmt: skip
    now = quoted("pupils with a plan", "4.3%", end="2023-01-31", unit="percent",
                 area="England", area_code=ENGLAND)  # fmt: skip
    with published(tmp_path, SHARES):
        assert [one.verdict for one in judged([own, england], JULY_2023)] == [
            Verdict.MATCHES,
            Verdict.OLDER,
        ]
        # Beside the newest of England it is a row of a trend.
        assert {one.verdict for one in judged([own, england, now], JULY_2023)} == {Verdict.MATCHES}


def test_figures_of_one_line_without_a_date_share_the_year_that_most_fit(tmp_path: Path) -> None:
    figures = [
        quoted("pupils with a plan", "4.2%", unit="percent"),
        quoted("pupils with a plan", "4.1%", unit="percent", area="England", area_code=ENGLAND),
        quoted("pupils with a plan", "4.0%", unit="percent"),
    ]
    with published(tmp_path, SHARES):
        found = judged(figures, JULY_2023)
    assert [one.verdict for one in found] == [Verdict.DIFFERS, Verdict.OLDER, Verdict.OLDER]
    assert found[0].quoted == figures[0], "the paper's own words stay as they are"
    assert found[0].difference == pytest.approx(0.2)


def test_a_half_year_is_never_laid_on_a_whole_one(tmp_path: Path) -> None:
    figure = quoted("plans within 20 weeks", "59%", "2023-01-01", "2023-06-30", unit="percent",
                    period="2023 (end of June)")  # fmt: skip
    found = said(tmp_path, figure, ON_TIME)
    assert found.verdict == Verdict.PART_YEAR
    assert "62.4% (exceptions left out) and 58.6% (exceptions included) for 2023" in found.sentence
    assert found.sentence.endswith("It came out later, in June 2024.")


def test_a_count_between_two_published_days_is_not_published(tmp_path: Path) -> None:
    found = said(tmp_path, quoted("child protection plans", "190", end="2021-11-30"), PROTECTED)
    assert found.verdict == Verdict.NOT_PUBLISHED
    assert found.sentence == (
        "The paper prints 190 for 2021-11-30; the nearest published counts are 184 for 31 March "
        "2021 and 200 for 31 March 2022. The figure in the paper lies between them."
    )


def test_a_day_that_was_inferred_is_not_laid_beside_what_came_out_later(tmp_path: Path) -> None:
    cells = [
        ("sw_turnover_pc", PORT, f"{of - 1}-10-01", f"{of}-09-30", value, "workforce-2025/any.csv")
        for of, value in ((2021, 12.0), (2022, 24.6))
    ]
    inferred = quoted("turnover", "16.7%", end="2022-09-30", unit="percent", stated=False)
    found = said(tmp_path, inferred, cells, date(2022, 9, 20))
    assert found.verdict == Verdict.NOT_COMPARED
    named = quoted("turnover", "16.7%", end="2022-09-30", unit="percent")
    assert said(tmp_path, named, cells, date(2022, 9, 20)).verdict == Verdict.DIFFERS


def test_what_is_withheld_never_matches(tmp_path: Path) -> None:
    for printed in ("0", "3", "200"):
        figure = quoted("child protection plans", printed, end="2023-03-31")
        found = said(tmp_path, figure, PROTECTED)
        assert found.verdict == Verdict.NOT_PUBLISHED
        assert "Hidden (small number)" in found.sentence
        assert found.difference is None


def test_a_figure_with_a_fault_never_matches(tmp_path: Path) -> None:
    note = ("ehcp_caseload", PORT, "2022-01-31", "fault", "It cannot be 2,448")
    figure = quoted("plans", "2,448", end="2022-01-31")
    assert said(tmp_path, figure, PLANS, notes=(note,)).verdict == Verdict.NOT_PUBLISHED


def test_a_council_that_had_ended_never_matches(tmp_path: Path) -> None:
    cells = [day("ehcp_caseload", FELL, on, 500) for on in ("2023-01-31", "2024-01-31")]

    def of(end: str) -> Verdict:
        figure = quoted("plans", "500", end=end, area="Fell", area_code=FELL)
        return said(tmp_path, figure, cells, date(2025, 1, 1)).verdict

    assert of("2023-01-31") == Verdict.MATCHES, "it was there in January 2023"
    assert of("2024-01-31") == Verdict.NOT_PUBLISHED


def test_growth_is_checked_by_the_counts_of_both_ends(tmp_path: Path) -> None:
    def growth(printed: str) -> Judged:
        figure = quoted("plans", printed, "2022-01-31", "2023-01-31", unit="percent change")
        return said(tmp_path, figure, PLANS)

    assert growth("12%").verdict == Verdict.MATCHES
    assert growth("12.1%").verdict == Verdict.MATCHES
    differs = growth("14.8%")
    assert differs.verdict == Verdict.DIFFERS
    assert "12.13% for January 2022 to January 2023" in differs.sentence


def test_a_number_behind_a_percentage_is_found(tmp_path: Path) -> None:
    cells = [year("ehcp_20wk_all_of", PORT, 2022, 452), year("ehcp_new", PORT, 2022, 436)]
    found = said(tmp_path, of_2022("plans issued", "452", "count"), cells)
    assert found.verdict == Verdict.BASIS
    assert found.sentence.endswith("with this basis: plans issued.")


def test_plans_of_children_in_need_are_not_all_children_in_need(tmp_path: Path) -> None:
    cells = [day("cin_number", PORT, "2022-03-31", 1573, CIN)]
    found = said(tmp_path, quoted("child in need plans", "453", end="2022-07-31"), cells)
    assert found.verdict == Verdict.NOT_COMPARED
    assert "DfE publishes 1,573 for 31 March 2022" in found.sentence
    assert "DfE counts every open case" in found.sentence


def test_a_year_that_ends_in_another_month_cannot_be_compared(tmp_path: Path) -> None:
    cells = [
        ("sw_turnover_pc", PORT, f"{of - 1}-10-01", f"{of}-09-30", value, "workforce-2025/any.csv")
        for of, value in ((2021, 12.0), (2022, 24.6))
    ]
    figure = quoted("turnover", "16.8%", "2021-04-01", "2022-03-31", unit="percent")
    assert said(tmp_path, figure, cells).verdict == Verdict.NOT_COMPARED
    same = quoted("turnover", "24.6%", "2021-04-01", "2022-03-31", unit="percent")
    assert said(tmp_path, same, cells).verdict == Verdict.BASIS


def test_a_ward_is_of_homes_in_a_paper_and_of_schools_in_the_census(tmp_path: Path) -> None:
    figure = quoted("pupils with a plan", "7.8%", end="2023-01-31", unit="percent",
                    area="Harbour ward", area_code=None)  # fmt: skip
    assert said(tmp_path, figure, SHARES).verdict == Verdict.NOT_COMPARED


def test_the_range_of_a_kind_of_council_is_checked_at_both_ends(tmp_path: Path) -> None:
    cells = [
        day("sen_ehcp_pc", PORT, "2022-01-31", 2.5, SEN),
        day("sen_ehcp_pc", FELL, "2022-01-31", 5.3, SEN),
        day("sen_ehcp_pc", PORT, "2023-01-31", 2.5, SEN),
        day("sen_ehcp_pc", FELL, "2023-01-31", 6.0, SEN),
    ]
    figure = quoted("pupils with a plan", "2.5", unit="percent", high=5.3,
                    area="English metropolitan boroughs", area_code=None)  # fmt: skip
    found = said(tmp_path, figure, cells)
    assert found.sentence.startswith("The paper prints 2.5 to 5.3%")
    assert found.verdict == Verdict.OLDER
    assert said(tmp_path, figure, cells, date(2022, 9, 1)).verdict == Verdict.MATCHES


def test_about_is_wider_and_said(tmp_path: Path) -> None:
    near = quoted("plans", "2,500", end="2022-01-31", about=True)
    found = said(tmp_path, near, PLANS)
    assert found.verdict == Verdict.MATCHES
    assert found.sentence.startswith("The paper prints about 2,500")
    exactly = quoted("plans", "2,500", end="2022-01-31")
    assert said(tmp_path, exactly, PLANS).verdict == Verdict.DIFFERS


def test_published_elsewhere_and_not_published_are_told_apart(tmp_path: Path) -> None:
    cared_for = said(tmp_path, quoted("children looked after", "380", end="2022-03-31"), PLANS)
    assert cared_for.verdict == Verdict.NOT_HELD
    assert "Children looked after in England" in cared_for.sentence
    audits = said(tmp_path, quoted("audits", "420", end="2022-03-31"), PLANS)
    assert audits.verdict == Verdict.NOT_PUBLISHED
    assert "the council’s own record" in audits.sentence


def test_an_unknown_measure_is_not_compared_with_anything(tmp_path: Path) -> None:
    found = said(tmp_path, quoted("", "2,745", end="2023-01-31"), PLANS)
    assert (found.verdict, found.nearest) == (Verdict.NOT_PUBLISHED, None)
