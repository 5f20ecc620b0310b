"""What is found on the five papers is measured honestly, and reaches the goals."""

from datetime import date
from pathlib import Path

import pytest

from bench import papers
from bench.papers import Score, kind, measured, pairs, period_is_right, reached, score
from pages.parts.figures.councils import councils, settings
from pages.parts.paper_check.find import MOST_WORDS, Found
from pages.parts.paper_check.records import Quoted


def quoted(value: float, unit: str = "count", measure: str = "plans", **other: object) -> Quoted:
    return Quoted(
        **{
            "quote_id": f"7.{value}",
            "line": 7,
            "page": None,
            "section": "",
            "quote": "",
            "measure": measure,
            "area": "Port Example",
            "area_code": None,
            "period": "",
            "period_start": None,
            "period_end": None,
            "value": value,
            "unit": unit,
            "decimals": 0,
            **other,
        }  # type: ignore[arg-type]
    )


def row(value: str, unit: str = "plans", **other: str) -> dict[str, str]:
    return {
        "quote_id": "RF1",
        "line": "7",
        "value": value,
        "unit": unit,
        "measure": "EHC plans",
        "vocabulary": "plans",
        "area": "Port Example",
        "period_as_written": "Jan 23",
        "period_end": "2023-01-31",
        "period_basis": "stated",
        "published_value": "3",
        **other,
    }


def test_a_percentage_is_not_a_count_of_the_same_number() -> None:
    assert pairs([row("38")], [quoted(38, "percent")]) == []
    assert len(pairs([row("38", "% of plans")], [quoted(38, "percent")])) == 1


def test_the_ledger_says_fall_in_the_unit_and_we_in_the_sign() -> None:
    assert len(pairs([row("12", "% change (fall)")], [quoted(-12, "percent change")])) == 1
    assert kind("percentage points") == kind("% (points not stated)") == "change"


def test_a_row_is_found_once() -> None:
    assert len(pairs([row("38")], [quoted(38), quoted(38)])) == 1


def test_both_ends_of_a_range_are_rows() -> None:
    ends = [row("19", "%"), row("21", "%")]
    assert len(pairs(ends, [quoted(19, "percent", high=21.0)])) == 2


def test_a_figure_that_the_ledger_left_out_is_told_apart_and_a_number_that_is_none_counts() -> None:
    reviewed = [{"paper": "a", "line": "7", "value": "9", "unit": "count", "quote": ""}]
    found = Found(figures=(quoted(38), quoted(9)), unrecognised=(quoted(4, measure=""),))
    result = score("a", [row("38")], reviewed, found)
    assert (result.found, result.ledger) == (1, 1)
    assert (result.listed, result.listed_right) == (3, 2)
    assert (result.listed_in_ledger, result.listed_in_review) == (1, 1)
    assert len(result.no_figures) == 1


def test_a_stated_period_must_be_that_of_the_ledger() -> None:
    assert period_is_right(row("1"), quoted(1, period_end=date(2023, 1, 31)))
    assert not period_is_right(row("1"), quoted(1, period_end=date(2022, 1, 31)))
    assert not period_is_right(row("1"), quoted(1, stated=False))
    inferred = row("1", period_basis="inferred")
    assert period_is_right(inferred, quoted(1, stated=False))
    assert not period_is_right(inferred, quoted(1, period_end=date(2021, 1, 31)))


def test_a_wrong_measure_is_told() -> None:
    found = Found(figures=(quoted(38, measure="turnover"),), unrecognised=())
    result = score("a", [row("38")], [], found)
    assert (result.counterparts, result.measure, result.all_three) == (1, 0, 0)
    assert result.confused["measure", "RF1 plans", "turnover"] == 1


def test_a_missed_goal_is_missed() -> None:
    good = Score(paper="all", ledger=10, found=8, unrecognised=10, unrecognised_right=9)
    assert reached(good)
    good.found = 7
    assert not reached(good)


def test_reviewed_quotes_are_short() -> None:
    for reviewed in papers.table_of(papers.REVIEWED):
        assert len(reviewed["quote"].split()) <= MOST_WORDS


@pytest.fixture
def files() -> list[Path]:
    found = sorted(papers.papers_folder().glob("20*.txt"))
    if not found:
        pytest.skip(f"the five papers are not in {papers.papers_folder()}")
    return found


def totals(files: list[Path], *, left_out: bool) -> Score:
    council = next(c for c in councils() if c.la_code == settings()["home"])
    total = Score(paper="all")
    for file in files:
        total.add(measured(file, council, left_out=left_out))
    return total


@pytest.mark.published
def test_the_goals_are_reached_on_the_five_papers(
    files: list[Path], snapshot_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(snapshot_data))
    total = totals(files, left_out=False)
    assert (total.ledger, total.counterparts) == (244, 59)
    assert reached(total), (total.left_out, total.no_figures, total.confused, total.doubts)


@pytest.mark.published
def test_without_the_phrases_of_a_paper_most_is_found_and_nothing_else_is_said(
    files: list[Path], snapshot_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(snapshot_data))
    total = totals(files, left_out=True)
    assert total.found >= 0.8 * total.ledger
    assert total.listed_right >= 0.9 * total.listed
    assert total.all_three >= 0.8 * total.counterparts
    assert total.said_right >= 0.97 * total.said
