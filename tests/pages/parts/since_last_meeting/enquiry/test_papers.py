"""Figures of papers that differ: the furthest of a measure, of the council itself, newest first."""

from collections.abc import Callable
from datetime import date

import pytest

from pages.parts.figures.councils import Choice
from pages.parts.paper_check.known import CHANGE
from pages.parts.paper_check.ledger import Ledger
from pages.parts.paper_check.records import Judged, Published, Quoted, Verdict
from pages.parts.since_last_meeting.enquiry import papers
from pages.parts.since_last_meeting.enquiry.papers import differing, distance

Choose = Callable[..., Choice]
TRAFFORD = "E08000009"


def judged(
    quoted: float,
    published: float,
    *,
    indicator: str = "ehcp_requests",
    area: str = TRAFFORD,
    verdict: Verdict = Verdict.DIFFERS,
    breakdown: str | None = None,
    unit: str = "count",
) -> Judged:
    figure = Quoted(
        quote_id="q", line=1, page=None, section="", quote="", measure="requests for assessment",
        area="", area_code=area, period="2022", period_start=None, period_end=date(2022, 12, 31),
        value=quoted, unit=unit, decimals=0,
    )  # fmt: skip
    nearest = Published(
        indicator_id=indicator, breakdown_topic="Age" if breakdown else None, breakdown=breakdown,
        area_code=area, area="", period="2022", period_end=date(2022, 12, 31), value=published,
        status="ok", unit=unit, decimals=0, basis="", release_id="r", published_on=None,
        derived=False,
    )  # fmt: skip
    return Judged(
        quoted=figure, verdict=verdict, nearest=nearest, difference=quoted - published,
        sentence=f"The paper prints {quoted:g} for 2022; DfE publishes {published:g}. It differs.",
    )  # fmt: skip


def paper(title: str, meeting: date | None, *figures: Judged) -> Ledger:
    return Ledger(
        paper_id=title, title=title, meeting=meeting, dated=None,
        known_on=meeting or date(2022, 5, 1), judged=figures,
    )  # fmt: skip


@pytest.fixture
def with_papers(
    choose: Choose, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, papers.Differs]]:
    """What differs where a council has these papers, the newest first."""

    def of(*some: Ledger) -> dict[str, papers.Differs]:
        monkeypatch.setattr(papers, "ledgers", lambda _: some)
        return differing(choose().council)

    return of


def test_the_furthest_figure_of_a_measure_stands_for_it(
    with_papers: Callable[..., dict[str, papers.Differs]],
) -> None:
    found = with_papers(paper("Update", date(2023, 7, 25), judged(528, 529), judged(518, 529)))
    assert found["ehcp_requests"].finding.endswith(
        ": the paper prints 518 for 2022; DfE publishes 529"
    )
    assert found["ehcp_requests"].said == "It differs. The paper: Update, 25 July 2023."


def test_the_newest_paper_comes_first_then_the_distance(
    with_papers: Callable[..., dict[str, papers.Differs]],
) -> None:
    newest = paper(
        "New", date(2023, 7, 25), judged(518, 529), judged(137, 100, indicator="ehcp_ceased")
    )
    oldest = paper("Old", None, judged(900, 100), judged(30, 20, indicator="cin_referrals"))
    found = with_papers(newest, oldest)
    assert list(found) == ["ehcp_ceased", "ehcp_requests", "cin_referrals"]
    assert "518" in found["ehcp_requests"].finding
    assert found["cin_referrals"].said.endswith("The paper: Old, May 2022.")


@pytest.mark.parametrize(
    "other",
    [
        {"verdict": Verdict.MATCHES},
        {"area": "E92000001"},
        {"breakdown": "Age 5 to 10"},
        {"unit": CHANGE},
    ],
    ids=["matches", "England", "a part", "a change"],
)
def test_what_is_no_figure_of_the_measure_that_differs_is_left_out(
    other: dict[str, object], with_papers: Callable[..., dict[str, papers.Differs]]
) -> None:
    assert with_papers(paper("Update", None, judged(518, 529, **other))) == {}  # type: ignore[arg-type]


def test_a_distance_is_a_part_of_the_published_figure() -> None:
    assert distance(judged(60, 50)) == pytest.approx(0.2)
    assert distance(judged(3, 0)) == 0.0


def test_the_papers_that_ship_have_lines_and_no_other_council_has(choose: Choose) -> None:
    found = differing(choose().council)
    assert {"ehcp_caseload", "ehcp_requests"} <= set(found)
    assert any(name.startswith("ehcp_20wk") for name in found)
    assert all("25 July 2023" in each.said or "2022" in each.said for each in found.values())
    assert differing(choose("202").council) == {}
