"""What is asked of one council's paper is asked of any: figures typed from the snapshot."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import queries
from etl.database import releases
from pages.parts.paper_check.records import Judged, Verdict
from pages.parts.paper_check.verdict import judge
from tests.pages.parts.paper_check.typed import quoted

BRISTOL, MANCHESTER, CUMBRIA = "E06000023", "E08000003", "E10000006"


@pytest.fixture(autouse=True)
def _data(snapshot_data: Path) -> Iterator[None]:
    with queries.one_database(releases.current(snapshot_data)):
        yield


def on_time(printed: str, year: int, code: str = BRISTOL) -> Judged:
    figure = quoted("plans within 20 weeks", printed, f"{year}-01-01", f"{year}-12-31",
                    unit="percent", period=str(year), area="here", area_code=code)  # fmt: skip
    return judge(figure, meeting=date(2023, 11, 1))


def test_38_up_from_34_is_published_as_38_4_and_33_9() -> None:
    now, before = on_time("38%", 2022), on_time("34%", 2021)
    assert (now.verdict, before.verdict) == (Verdict.MATCHES, Verdict.MATCHES)
    assert now.sentence == (
        "The paper prints 38% for 2022; DfE publishes 38.4% (297 of 774) for 2022."
    )
    assert "33.9%" in before.sentence
    assert on_time("37%", 2022).verdict == Verdict.DIFFERS


def test_manchester_rounds_and_counts_as_another_does() -> None:
    found = on_time("62%", 2023, MANCHESTER)
    assert found.nearest is not None
    assert (found.verdict, found.nearest.value) == (Verdict.MATCHES, 61.6)
    assert found.sentence.endswith("It came out later, in June 2024.")
    assert on_time("49%", 2022, MANCHESTER).verdict == Verdict.BASIS


def test_councils_that_return_one_figure_are_not_told_apart_by_it() -> None:
    with queries.connect() as con:
        code, value, end = con.execute(
            "select council.area_code, figure.value, figure.period_end from figure "
            "join area as pair on figure.area_code = pair.area_code and pair.level = 'joint' "
            "join area as council on council.level = 'la' "
            "and list_contains(string_split(pair.la_code, ' / '), council.la_code) "
            "where indicator_id = 'sw_agency_pc' and figure.value is not null "
            "order by council.area_code, figure.period_end desc limit 1"
        ).fetchone()

    def of(printed: float) -> Judged:
        return judge(quoted("agency workers", f"{printed:.1f}", end=end.isoformat(),
                            unit="percent", area="here", area_code=code))  # fmt: skip

    assert of(value).verdict == Verdict.MATCHES
    assert "It is the joint figure of" in of(value).sentence
    assert of(value + 3).verdict == Verdict.NOT_COMPARED
    assert "together" in of(value + 3).sentence


def test_a_council_that_ended_has_no_figure_afterwards() -> None:
    figure = quoted("child protection plans", "500", end="2024-03-31", area="Cumbria",
                    area_code=CUMBRIA)  # fmt: skip
    assert judge(figure).verdict == Verdict.NOT_PUBLISHED
