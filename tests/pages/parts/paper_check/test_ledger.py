"""The five papers that ship: every verdict as careful readers gave it by hand, and nothing else.

Two people read the ledger beside the publications, apart from one another and from the program.
expected_verdicts.csv is one reading: of 113 figures the verdict, the published figure and the
reason. bench/papers_verdicts.csv is the other: of the 59 figures with a counterpart the verdicts
that can be defended.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import queries
from etl.database import releases
from pages.parts.paper_check import ledger
from pages.parts.paper_check.records import Judged, Verdict

HERE = Path(__file__).parent
SETTLED = (Verdict.MATCHES, Verdict.DIFFERS)


def table(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["quote_id"]: row for row in csv.DictReader(file)}


EXPECTED = table(HERE / "expected_verdicts.csv")
LEDGER = table(queries.PROJECT / "data" / "snapshot" / "quoted_figure.csv")


@pytest.fixture(scope="module")
def papers(snapshot_data: Path) -> Iterator[tuple[ledger.Ledger, ...]]:
    with queries.one_database(releases.current(snapshot_data)):
        yield ledger.ledgers("358")


@pytest.fixture(scope="module")
def found(papers: tuple[ledger.Ledger, ...]) -> dict[str, Judged]:
    return {one.quoted.quote_id: one for paper in papers for one in paper.judged}


def as_expected(one: Judged) -> bool:
    wanted = EXPECTED[one.quoted.quote_id]
    nearest = one.nearest
    indicator = nearest.indicator_id if nearest else ""
    end = nearest.period_end.isoformat() if nearest else ""
    return (
        one.verdict == wanted["verdict"]
        and wanted["indicator_id"] in ("", indicator)
        and wanted["period_end"] in ("", end)
    )


def test_every_figure_with_a_number_has_a_verdict(found: dict[str, Judged]) -> None:
    assert set(found) == {name for name, row in LEDGER.items() if row["value"]}
    assert len(found) == 244, "ten are statements without a number"


def test_every_figure_with_a_published_counterpart_is_reviewed() -> None:
    counterparts = [name for name, row in LEDGER.items() if row["published_value"]]
    assert len(counterparts) == 59
    assert not [name for name in counterparts if name not in EXPECTED]


def test_verdict_figure_and_period_are_those_of_the_review(found: dict[str, Judged]) -> None:
    counterparts = [name for name, row in LEDGER.items() if row["published_value"]]
    right = [name for name in counterparts if as_expected(found[name])]
    assert len(right) >= 0.9 * len(counterparts), sorted(set(counterparts) - set(right))
    assert [name for name in EXPECTED if not as_expected(found[name])] == []


def test_what_is_settled_was_reviewed_and_is_right(found: dict[str, Judged]) -> None:
    settled = [one for one in found.values() if one.verdict in SETTLED]
    right = [one for one in settled if one.quoted.quote_id in EXPECTED and as_expected(one)]
    assert len(settled) >= 25
    assert len(right) >= 0.97 * len(settled)


def test_a_figure_of_no_measure_is_laid_beside_nothing(found: dict[str, Judged]) -> None:
    unknown = [one for one in found.values() if not one.quoted.measure]
    assert unknown
    assert {(one.verdict, one.nearest) for one in unknown} == {(Verdict.NOT_PUBLISHED, None)}


def test_papers_are_named_by_council_and_date_and_never_by_a_file(
    papers: tuple[ledger.Ledger, ...],
) -> None:
    for paper in papers:
        assert re.fullmatch(r"trafford-\d{4}-\d{2}(-\d{2})?(-[a-z]+)+", paper.paper_id)
        assert paper.meeting or paper.dated
    assert [paper.paper_id[9:16] for paper in papers] == sorted(
        (paper.paper_id[9:16] for paper in papers), reverse=True
    )


def test_a_paper_without_a_day_could_know_what_was_out_before_its_month() -> None:
    assert ledger.known_on(None, "2022-09 (day not stated)") == date(2022, 9, 1)
    assert ledger.known_on(date(2023, 7, 25), None) == date(2023, 7, 25)
    assert ledger.known_on(None, None) is None


def test_one_paper_is_found_by_its_name(snapshot_data: Path) -> None:
    with queries.one_database(releases.current(snapshot_data)):
        one = ledger.ledger("358", "trafford-2020-01-14-ofsted-progress")
        assert one is not None
        assert one.meeting == date(2020, 1, 14)
        assert ledger.ledger("358", "another") is None
        assert ledger.ledgers("352") == (), "another council has no papers"


def test_no_person_is_named_and_no_quote_is_long() -> None:
    titled = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Sir|Dame)\b\.? [A-Z]")
    named = re.compile(r"\b(?:by|from|with|lead|leads?:|oversight from) [A-Z][a-z]+ [A-Z][a-z]+\b")
    for row in LEDGER.values():
        text = " ".join((row["quote"], row["note"], row["comparator"], row["measure"]))
        assert not titled.search(text), row["quote_id"]
        assert not named.search(row["quote"]), row["quote_id"]
        assert len(row["quote"].split()) <= 15


def test_quoted_figures_are_no_published_figures(snapshot_data: Path) -> None:
    """No release, no figure and no question of another page has anything of a paper."""
    with queries.connect(releases.current(snapshot_data)) as con:
        for (name,) in con.execute("select release_id from release").fetchall():
            assert "quoted" not in name and "trafford-20" not in name
        tables = con.execute(
            "select distinct table_name from duckdb_columns() where column_name = 'quote_id'"
        ).fetchall()
    assert tables == [("quoted_figure",)]
    asking = [
        file.name
        for file in sorted(queries.HERE.glob("*.sql"))
        if "quoted_figure" in file.read_text(encoding="utf-8")
    ]
    # Five that show a paper's words as such, beside a chart: none gives a series its values.
    assert asking == [
        "ledger.sql",
        "profile_quote.sql",
        "ward_paper.sql",
        "who_asked_quote.sql",
        "who_quote.sql",
    ]


def test_the_figures_published_are_the_same_with_and_without_papers(
    snapshot_data: Path, empty: object
) -> None:
    with queries.connect(releases.current(snapshot_data)) as con:
        quoted = con.execute(
            "select count(*) from figure where release_id in (select document from quoted_figure) "
            "or source_column in (select quote_id from quoted_figure)"
        ).fetchone()
    assert quoted == (0,)


def test_how_many_of_each_verdict(papers: tuple[ledger.Ledger, ...]) -> None:
    """For whoever changes a rule: what the first paper says of itself."""
    (first,) = (paper for paper in papers if paper.meeting == date(2023, 7, 25))
    counted = Counter(one.verdict.value for one in first.judged if one.quoted.measure)
    assert counted["matches"] == 7
    assert counted["older period"] == 3
    assert counted["part of a year"] == 6
