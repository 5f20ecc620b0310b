"""Ofsted's inspections: whose they are, what is mended, and what is refused in one sentence."""

from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from etl import disk
from etl.__main__ import cli
from etl.database import build, places, releases, snapshot
from etl.publications import inspections
from etl.reading import release_ids, staging
from tests.etl.writing import CHILDREN_IN_NEED, write_all

HEADER = (
    "urn,local_authority,inspection_link,publication_date,inspection_framework,"
    "inspection_start_date,inspection_end_date,overall_effectiveness_grade,"
    "impact_of_leaders_grade,help_and_protection_grade,in_care_grade,care_leavers_grade"
)
REPORT = "https://files.ofsted.gov.uk/v1/file/5030860"
NEW = (
    f"80573,trafford,{REPORT}2,03/08/26,standard,08/06/2026,19/06/2026,"
    "not_reported_post_reform,inadequate,inadequate,good,requires improvement"
)
BEFORE = (
    f"80573,trafford,{REPORT}3,31/01/23,standard,21/11/2022,02/12/2022,requires improvement,"
    "requires improvement,requires improvement,requires improvement,inspection_pre_dates_judgement"
)
OLD = (
    f"80450,london corporation,{REPORT}4,20/09/16,,,,,data_unreadable,data_unreadable,"
    "data_unreadable,data_unreadable"
)
COUNCIL_OF_DAY = "expected a council of that day in data/places.csv, found"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(build.SCHEMA.read_text(encoding="utf-8"))
    con.execute(staging.STAGING)
    places.load_list(con)
    return con


def read(con: duckdb.DuckDBPyConnection, folder: Path, *rows: str) -> staging.Reading:
    path = written(folder, *rows)
    return inspections.read(con, staging.PublishedFile(path.name, path, str(folder)))


def test_each_report_is_a_row_of_its_council(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    reading = read(con, tmp_path, NEW, BEFORE, OLD)
    assert reading.faults == []
    assert reading.release_id == "inspections-2026-08-03/ilacs_history.csv"
    grades = "la_code, published_on::varchar, overall, leaders, care_leavers, source_row"
    assert con.execute(f"select {grades} from inspection order by source_row").fetchall() == [
        ("358", "2026-08-03", "not given", "inadequate", "requires improvement", 2),
        ("358", "2023-01-31", "requires improvement", "requires improvement", "not given", 3),
        ("201", "2016-09-20", None, None, None, 4),
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            NEW.replace("not_reported_post_reform", "very good"),
            "row 2, column overall_effectiveness_grade: expected one of outstanding, good, ",
        ),
        (NEW.replace("trafford", "neverland"), f"{COUNCIL_OF_DAY} 'neverland'"),
        (NEW.replace("trafford", "cumbria"), f"{COUNCIL_OF_DAY} 'cumbria'"),
        (NEW.replace("08/06/2026", "08/06/1989"), "expected a day from 1990 to "),
        (NEW.replace("03/08/26", ""), "row 2, column publication_date: expected the day of a "),
        (NEW.replace("standard", "long"), "expected one of standard, short, found 'long'"),
        (
            NEW.replace("https://files.ofsted.gov.uk", "https://ofsted.example"),
            "row 2, column inspection_link: expected an address of files.ofsted.gov.uk, found ",
        ),
        (f"{NEW}\n{NEW}", "rows 2 and 3: expected one report of trafford published on "),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_in_one_sentence(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, row: str, fault: str
) -> None:
    faults = read(con, tmp_path, row).faults
    assert len(faults) == 1
    assert fault in faults[0]
    assert con.execute("from inspection").fetchall() == []


def test_a_cell_is_mended_only_in_the_row_that_was_reviewed(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mended = tmp_path / "mended.csv"
    mended.write_text(
        "source_row,la_code,published_on,column,found,mended,source\n"
        "2,358,2026-08-03,in_care,good,outstanding,Ofsted\n"
        "3,358,2026-08-03,in_care,requires improvement,good,Ofsted\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(inspections, "MENDED", mended)
    read(con, tmp_path, NEW, BEFORE)
    assert con.execute("select in_care, mended from inspection order by source_row").fetchall() == [
        ("outstanding", "in_care: good in the file; Ofsted"),
        ("requires improvement", None),
    ]


def test_every_mend_of_the_list_is_in_the_embedded_table() -> None:
    held = duckdb.read_csv("data/snapshot/inspection.csv", all_varchar=True)
    told = held.filter("mended is not null").aggregate(
        "sum(len(string_split(mended, ' in the file; ')) - 1)::integer"
    )
    mends = sum(len(mends) for mends in inspections.mends_by_row().values())
    assert told.fetchall() == [(mends,)]
    assert mends == 18


# The way of the file through builds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a person fills it: the history, and a file of figures beside it."""
    folder = write_all(tmp_path / "files", [CHILDREN_IN_NEED])
    written(folder, NEW, BEFORE)
    return folder


def written(folder: Path, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / inspections.FILE
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def told(database: Path) -> list[tuple[str, str, str]]:
    with duckdb.connect(str(database), read_only=True) as con:
        return con.execute(
            """
            select published_on::varchar, care_leavers, release_id from inspection
            order by published_on desc
            """
        ).fetchall()


def built(folder: Path, base: Path | None = None) -> Path:
    """A database of the files of a folder, over what an earlier one holds."""
    target = folder.with_suffix(f"{folder.suffix}.duckdb")
    build.build_from_files(folder, target, base)
    return target


FIRST = "inspections-2026-08-03/ilacs_history.csv"
HELD = [
    ("2026-08-03", "requires improvement", FIRST),
    ("2023-01-31", "not given", FIRST),
]


def test_a_folder_with_the_history_is_refreshed_from(tmp_path: Path) -> None:
    """Over the embedded figures, as a person does it; every embedded report gives way.

    Two reports where 497 are held are a file that was cut off, unless a person says otherwise.
    """
    path = written(tmp_path / "files", NEW, BEFORE)
    data = tmp_path / "data"
    words, place = ["refresh", "--from", str(path.parent)], {"LINE_OF_SIGHT_DATA": str(data)}
    refused = CliRunner().invoke(cli, words, env=place)
    assert refused.exit_code == 1
    assert "expected at least 80% of the 497 rows of inspections-2026-08-20/" in refused.output
    done = CliRunner().invoke(cli, [*words, "--force"], env=place)
    assert done.exit_code == 0, done.output
    database = releases.current(data)
    assert database and told(database) == HELD
    with duckdb.connect(str(database), read_only=True) as con:
        sources = con.execute(
            "select title, published_on = retrieved_at::date::varchar, sha256, rows from release "
            "where file = $1",
            [path.name],
        ).fetchall()
    title = "Reports of Ofsted to 3 August 2026, compiled by a third party"
    assert sources == [(title, True, disk.checksum(path), 2)]


def test_the_next_build_keeps_the_inspections_it_does_not_read(
    folder: Path, tmp_path: Path
) -> None:
    other = write_all(tmp_path / "other", [CHILDREN_IN_NEED])
    assert told(built(other, built(folder))) == HELD


def test_a_newer_history_takes_the_place_of_the_whole_older_one(
    folder: Path, tmp_path: Path
) -> None:
    """A report that it no longer has is gone, and so is the older file among the sources."""
    newer = written(tmp_path / "newer", NEW.replace("03/08/26", "04/09/26")).parent
    database = built(newer, built(folder))
    newest = "inspections-2026-09-04/ilacs_history.csv"
    assert told(database) == [("2026-09-04", "requires improvement", newest)]
    with duckdb.connect(str(database), read_only=True) as con:
        sources = con.execute("select release_id from release where file = $1", [inspections.FILE])
        assert sources.fetchall() == [(newest,)]


def test_a_corrected_history_of_the_same_day_is_the_next_edition(
    folder: Path, tmp_path: Path
) -> None:
    row = NEW.replace("good,requires improvement", "good,good")
    corrected = written(tmp_path / "corrected", row, BEFORE).parent
    newest = told(built(corrected, built(folder)))[0]
    assert newest == ("2026-08-03", "good", release_ids.numbered(FIRST, 2))


def test_a_refused_history_leaves_the_one_that_is_held(folder: Path, tmp_path: Path) -> None:
    first = built(folder)
    wrong = write_all(tmp_path / "wrong", [CHILDREN_IN_NEED])
    written(wrong, NEW.replace("trafford", "neverland"))
    target = tmp_path / "tolerant.duckdb"
    summary = build.build_from_files(wrong, target, first, tolerant=True)
    ((fault,),) = summary.refused.values()
    assert f"{COUNCIL_OF_DAY} 'neverland'" in fault
    assert told(target) == HELD


def test_the_snapshot_holds_what_was_read_with_its_file(folder: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(built(folder)), read_only=True) as con:
        manifest = snapshot.write(con, tmp_path / "snapshot")
    assert snapshot.INSPECTIONS in manifest["checksums"]
    assert FIRST in {release["release_id"] for release in manifest["releases"]}
    again = tmp_path / "again.duckdb"
    build.build_from_snapshot(tmp_path / "snapshot", again)
    assert told(again) == HELD
