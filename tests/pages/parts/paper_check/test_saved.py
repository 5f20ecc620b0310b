"""A paper that a reader keeps: figures, title and date; whole or not at all."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pages.parts.paper_check import saved
from pages.parts.paper_check.records import Judged, Published, Verdict
from pages.parts.paper_check.saved import NotKept
from tests.pages.parts.paper_check.typed import quoted

JULY = date(2023, 7, 25)
QUOTED = quoted(
    "plans",
    "2745",
    end="2023-01-31",
    area="Trafford",
    area_code="E08000009",
    period="Jan 23",
    quote="2745 in Jan 23 compared to 2448",
    line=132,
    section="1.4 EHC plans",
)
PUBLISHED = Published(
    indicator_id="ehcp_caseload",
    breakdown_topic=None,
    breakdown=None,
    area_code="E08000009",
    area="Trafford",
    period="2022/23",
    period_end=date(2023, 1, 31),
    value=2745.0,
    status="ok",
    unit="count",
    decimals=0,
    basis="",
    release_id="ehcp-2023/caseload.csv",
    published_on="2023-06",
    derived=False,
)
JUDGED = Judged(quoted=QUOTED, verdict=Verdict.MATCHES, sentence="It matches.", nearest=PUBLISHED)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    return tmp_path / "papers" / "358"


def test_a_kept_paper_comes_back_as_it_was() -> None:
    saved.save("358", "SEND update", JULY, [JUDGED])

    (paper,) = saved.saved("358").papers
    assert (paper.paper_id, paper.title) == ("2023-07-25-send-update", "SEND update")
    assert (paper.meeting, paper.figures) == (JULY, (QUOTED,))
    assert paper.then[0].verdict == Verdict.MATCHES
    assert saved.saved("420").papers == ()


def test_a_paper_of_the_same_title_and_day_is_replaced() -> None:
    saved.save("358", "SEND update", JULY, [JUDGED])
    saved.save("358", "SEND update", JULY, [])

    (paper,) = saved.saved("358").papers
    assert paper.figures == ()


def test_the_newest_meeting_comes_first() -> None:
    for day in (date(2020, 1, 14), JULY, None):
        saved.save("358", "Paper", day, [JUDGED])

    meetings = [paper.meeting for paper in saved.saved("358").papers]
    assert meetings == [JULY, date(2020, 1, 14), None]


def test_a_removed_paper_is_gone_and_no_other_file(folder: Path) -> None:
    name = saved.save("358", "SEND update", JULY, [JUDGED])
    other = folder.parent / "other.json"
    other.write_text("{}")

    saved.remove("358", "../other")
    saved.remove("358", name)

    assert saved.saved("358").papers == ()
    assert other.exists()


def test_a_title_names_no_file_elsewhere(folder: Path) -> None:
    name = saved.save("358", "../../etc/<script>x", None, [JUDGED])

    assert [path.name for path in folder.iterdir()] == [f"{name}.json"]


@pytest.mark.parametrize(
    "fault",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"form": 2}',
        "[" * 100_000,
        "\xff",
    ],
)
def test_a_file_that_is_no_paper_is_told_and_left(folder: Path, fault: str) -> None:
    saved.save("358", "SEND update", JULY, [JUDGED])
    (folder / "broken.json").write_bytes(fault.encode("latin-1"))

    shelf = saved.saved("358")

    assert [paper.title for paper in shelf.papers] == ["SEND update"]
    assert shelf.damaged == ("A kept paper could not be read and is left out: broken.",)
    assert (folder / "broken.json").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", "2745"),
        ("value", True),
        ("quote", "word " * 500),
        ("period_end", "yesterday"),
        ("line", None),
        ("other", 1),
    ],
)
def test_a_figure_with_a_field_of_another_kind_is_told(
    folder: Path, field: str, value: object
) -> None:
    name = saved.save("358", "SEND update", JULY, [JUDGED])
    path = folder / f"{name}.json"
    paper = json.loads(path.read_text())
    paper["figures"][0][field] = value
    path.write_text(json.dumps(paper))

    assert saved.saved("358").papers == ()
    assert len(saved.saved("358").damaged) == 1


def test_at_most_so_many_papers_and_figures_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST_PAPERS", 1)
    monkeypatch.setattr(saved, "MOST_FIGURES", 1)
    saved.save("358", "One", None, [JUDGED])

    with pytest.raises(NotKept, match="1 papers are kept already"):
        saved.save("358", "Two", None, [JUDGED])
    with pytest.raises(NotKept, match="At most 1 figures"):
        saved.save("358", "One", None, [JUDGED, JUDGED])


def test_a_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    folder.parent.parent.mkdir(exist_ok=True)
    folder.parent.write_text("a file where a folder should be")

    with pytest.raises(NotKept, match="could not be kept"):
        saved.save("358", "SEND update", JULY, [JUDGED])


def test_what_matched_then_and_was_revised_since_is_told() -> None:
    saved.save("358", "SEND update", JULY, [JUDGED])
    (paper,) = saved.saved("358").papers
    revised = replace(PUBLISHED, value=2750.0, release_id="ehcp-2026/caseload.csv")
    now = replace(JUDGED, verdict=Verdict.EARLIER, nearest=revised)

    (sentence,) = saved.since(paper, [now])

    assert sentence.startswith("“2745 in Jan 23 compared to 2448” matched the release of ")
    assert sentence.endswith("; the figure was revised since.")
    assert saved.since(paper, [JUDGED]) == ()
