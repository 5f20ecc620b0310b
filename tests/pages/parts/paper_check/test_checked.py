"""A paper as the page shows it: its finding, its signs, its name in the address."""

from datetime import date

import pytest

from pages.parts.paper_check.checked import CHECKED, COUNTED, Checked, finding
from pages.parts.paper_check.choice import by_slug, newest_first
from pages.parts.paper_check.drawing import SIGNS, verdicts
from pages.parts.paper_check.records import Judged, Quoted, Verdict
from pages.parts.paper_check.telling import MEANINGS


def figure(verdict: Verdict) -> Judged:
    quoted = Quoted(
        quote_id="1",
        line=1,
        page=None,
        section="",
        quote="12 plans",
        measure="plans",
        area="Ashe",
        area_code=None,
        period="",
        period_start=None,
        period_end=None,
        value=12,
        unit="count",
        decimals=0,
    )
    return Judged(quoted=quoted, verdict=verdict, sentence="")


def paper(*verdicts: Verdict, meeting: date | None = None, dated: str = "") -> Checked:
    return Checked(
        paper_id="1",
        title="SEND update",
        meeting=meeting,
        dated=dated,
        origin="kept",
        judged=tuple(map(figure, verdicts)),
    )


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ([Verdict.MATCHES], "1 figure: 1 matches"),
        (
            [Verdict.MATCHES] * 2 + [Verdict.DIFFERS],
            "3 figures, 3 can be checked: 2 match and 1 differs",
        ),
        ([Verdict.NOT_PUBLISHED], "1 figure, none can be checked against a published one"),
        ([Verdict.OLDER, Verdict.NOT_HELD], "2 figures, 1 can be checked: 1 is of an older period"),
        ([], "no figure of a measure that is known here"),
    ],
)
def test_the_finding_counts_figures(verdicts: list[Verdict], told: str) -> None:
    assert finding(paper(*verdicts)) == f"Paper check: {told}"


def test_the_finding_has_as_much_of_the_day_as_is_known() -> None:
    assert finding(paper(meeting=date(2023, 7, 25))).startswith("Paper check, 25 July 2023: ")
    assert finding(paper(dated="2022-09 (day not stated)")).startswith(
        "Paper check, September 2022: "
    )


def test_every_verdict_has_a_sign_words_and_a_meaning() -> None:
    assert set(SIGNS) == set(COUNTED) == set(MEANINGS) == set(Verdict)
    assert set(CHECKED) < set(Verdict)
    assert len({sign.letter for sign in SIGNS.values()}) == len(Verdict)
    assert len({(sign.shape, sign.filled) for sign in SIGNS.values()}) == len(Verdict)


def test_each_figure_is_one_mark_in_the_row_of_its_verdict() -> None:
    frame, settings = verdicts(paper(Verdict.MATCHES, Verdict.MATCHES, Verdict.DIFFERS))
    marks = frame[frame["mark"] == "figure"]
    assert list(marks["name"]) == ["2 match", "2 match", "1 differs"]
    assert list(marks["x"]) == [0, 1, 0]
    assert settings["rows"] == 2


def test_papers_of_one_day_have_names_of_their_own_in_the_address() -> None:
    day = date(2023, 7, 25)
    named = by_slug([paper(meeting=day), paper(meeting=day), paper(dated="2022-09 (no day)")])
    assert list(named) == ["2023-07-25", "2023-07-25-2", "2022-09"]


def test_the_newest_paper_comes_first() -> None:
    old, new = paper(dated="2019-08 (day not stated)"), paper(meeting=date(2020, 1, 14))
    assert newest_first([old, new]) == [new, old]
