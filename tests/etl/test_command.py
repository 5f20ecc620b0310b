"""The command line: exit codes, the sentences it prints, and what it leaves untouched."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result
from writing import CHILDREN_IN_NEED, ENGLAND, REQUESTS, TRAFFORD, table, write_all, write_zip

from etl import releases, snapshot
from etl.__main__ import cli, out

Run = Callable[..., Result]
RECEIVED = "requests_received_in_year"
BROKEN_REQUESTS = REQUESTS.having(3, RECEIVED, "n/a").having(4, "request_not_assess_pc", "140")
BROKEN_CHILDREN = CHILDREN_IN_NEED.having(4, "At31_episodes", "15l7")
FAULTS = [
    "cin-2025/b1_children_in_need_2013_to_2025.csv: row 4, column At31_episodes: expected a number "
    "or one of .. : c k low u x z, found '15l7'",
    f"ehcp-2025/requests.csv: row 3, column {RECEIVED}: expected a number "
    "or one of .. : c k low u x z, found 'n/a'",
    "ehcp-2025/requests.csv: row 4, column request_not_assess_pc: expected a number from 0 to 100, "
    "found 140",
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command as typed, with a data folder of its own and a wide screen."""
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(data))
    monkeypatch.setattr(out, "width", 400)
    return lambda *words: CliRunner().invoke(cli, [str(word) for word in words])


def refresh(run: Run, *words: str | Path) -> Result:
    result = run("refresh", "--from", *words)
    assert result.exit_code == 0, result.output
    return result


def in_use(data: Path) -> Path:
    database = releases.current(data)
    assert database
    return database


def content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def values(database: Path) -> dict[tuple[str, str, str], float]:
    """The published numbers of a database by indicator, place and period."""
    with duckdb.connect(str(database), read_only=True) as con:
        rows = con.execute(
            "select indicator_id, name, period, value from figure join area using (area_code) "
            "where not derived and breakdown is null and value is not null"
        ).fetchall()
    return {(indicator, name, period): value for indicator, name, period, value in rows}


def refused(result: Result) -> list[str]:
    """The sentences of a refusal, without what is said after them."""
    assert result.exit_code == 1
    *sentences, last = result.stderr.strip().splitlines()
    assert last.startswith("Nothing changed. Database in use: ")
    assert all(sentence.startswith("Refused: ") for sentence in sentences)
    return [sentence.removeprefix("Refused: ") for sentence in sentences]


@pytest.mark.parametrize(
    "words", [["refresh"], ["refresh", "--form", "x"], ["refersh"], ["status", "--xml"], []]
)
def test_wrong_usage_is_2(run: Run, data: Path, words: list[str]) -> None:
    assert run(*words).exit_code == 2
    assert not data.exists()


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["refresh", "-h"], ["check", "-h"]])
def test_help_is_0(run: Run, words: list[str]) -> None:
    assert run(*words).exit_code == 0


@pytest.mark.parametrize("command", [["check"], ["status"], ["status", "--json"], ["snapshot"]])
def test_without_a_database_the_way_to_one_is_told(run: Run, command: list[str]) -> None:
    result = run(*command)
    assert refused(result) == [
        "expected a database in use, found none: run python -m etl refresh --from snapshot"
    ]
    assert result.stderr.endswith("Nothing changed. Database in use: none\n")
    assert result.stdout == ""


def test_refresh_says_what_it_did(run: Run, data: Path, tmp_path: Path) -> None:
    folder = write_all(tmp_path / "published", [REQUESTS, CHILDREN_IN_NEED])
    (folder / "data-guidance.txt").write_text("How to read these files")
    result = refresh(run, folder, "--fresh")
    assert "Read from " in result.stdout
    assert re.search(r"requests\.csv +3 +15 +0 +0\b", result.stdout)
    assert re.search(r"b1_children_in_need_2013_to_2025\.csv +3 +3 +0 +0\b", result.stdout)
    assert "Not used: data-guidance.txt" in result.stdout
    assert "21 figures (3 computed by us, 0 withheld or not available), 0 revised" in result.stdout
    assert result.stdout.endswith(f"In use: {in_use(data)}\n")


def test_refresh_reads_a_zip(run: Run, data: Path, tmp_path: Path) -> None:
    refresh(run, write_zip(tmp_path / "plans.zip", [REQUESTS]), "--fresh")
    assert values(in_use(data))["ehcp_requests", "Trafford", "2024"] == 515


def test_refresh_tells_the_notes_of_a_file(run: Run, tmp_path: Path) -> None:
    reviews = table(
        "annual_reviews.csv",
        "review_expected total_review_meeting number_decsion_4weeks number_decision_gt_4weeks "
        "pc_decsion_4weeks",
        (ENGLAND, "2024", "524654", "453761", "154924", "193835", "44.4"),
    )
    assert (
        "Note: ehcp-2025/annual_reviews.csv: the column review_meeting_prior_24 is there 2 times"
        in refresh(run, reviews.write(tmp_path), "--fresh").stdout
    )


def test_refresh_from_the_snapshot(run: Run, data: Path) -> None:
    result = refresh(run, "snapshot")
    assert values(in_use(data))["ehcp_caseload", "Trafford", "202425"] == 3143
    assert result.stdout.endswith(f"In use: {in_use(data)}\n")


def test_if_none_leaves_a_database_alone(run: Run, data: Path, tmp_path: Path) -> None:
    refresh(run, REQUESTS.write(tmp_path), "--fresh")
    before = content(data)
    result = refresh(run, "snapshot", "--if-none")
    assert content(data) == before
    assert result.output == ""


def test_if_none_makes_the_first_database(run: Run, data: Path, tmp_path: Path) -> None:
    refresh(run, REQUESTS.write(tmp_path), "--fresh", "--if-none")
    assert values(in_use(data))["ehcp_requests", "Trafford", "2024"] == 515


def test_a_new_file_is_added_to_the_figures_held(run: Run, data: Path, tmp_path: Path) -> None:
    refresh(run, CHILDREN_IN_NEED.write(tmp_path), "--fresh")
    held = values(in_use(data))
    refresh(run, REQUESTS.write(tmp_path))
    both = values(in_use(data))
    assert held.items() < both.items()
    assert both["ehcp_requests", "Trafford", "2024"] == 515
    assert both["cin_number", "Trafford", "2025"] == 1517


def test_a_corrected_file_takes_the_place_of_the_one_held(
    run: Run, data: Path, tmp_path: Path
) -> None:
    refresh(run, write_all(tmp_path, [REQUESTS, CHILDREN_IN_NEED]), "--fresh")
    before = values(in_use(data))
    refresh(run, REQUESTS.having(4, RECEIVED, "516").write(tmp_path / "corrected"))
    corrected = {("ehcp_requests", "Trafford", "2024"): 516}
    assert values(in_use(data)) == before | corrected


def test_symbols_and_places_are_carried_over(run: Run, data: Path, tmp_path: Path) -> None:
    refresh(run, CHILDREN_IN_NEED.having(4, "At31_episodes", "[c]").write(tmp_path), "--fresh")
    refresh(run, REQUESTS.write(tmp_path))
    with duckdb.connect(str(in_use(data)), read_only=True) as con:
        kept = con.execute(
            "select symbol, status, source_row, source_column from figure "
            "join area using (area_code) "
            "where indicator_id = 'cin_number' and name = 'Trafford' and period = '2025'"
        ).fetchall()
    assert kept == [("[c]", "suppressed", 4, "At31_episodes")]


def test_fresh_leaves_out_what_the_path_does_not_hold(run: Run, data: Path, tmp_path: Path) -> None:
    refresh(run, CHILDREN_IN_NEED.write(tmp_path), "--fresh")
    refresh(run, REQUESTS.write(tmp_path), "--fresh")
    assert {indicator for indicator, _, _ in values(in_use(data))} == {
        "ehcp_requests",
        "ehcp_requests_refused",
        "ehcp_requests_refused_pc",
        "ehcp_request_6wk",
        "ehcp_request_6wk_pc",
    }


def test_the_first_file_is_added_to_the_embedded_figures(
    run: Run, data: Path, tmp_path: Path
) -> None:
    social_workers = table(
        "csww_indicators_2017_to_2025.csv",
        "inpost_fte",
        (ENGLAND, "2025", "36186.3"),
        (TRAFFORD, "2025", "105.4"),
    )
    refresh(run, social_workers.write(tmp_path))
    found = values(in_use(data))
    assert found["sw_fte", "Trafford", "2025"] == 105.4
    assert found["ehcp_caseload", "Trafford", "202425"] == 3143
    assert ("sw_fte", "Trafford", "2024") not in found


def test_a_refused_file_changes_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    refresh(run, REQUESTS.write(tmp_path), "--fresh")
    before = content(data)
    result = run("refresh", "--from", BROKEN_REQUESTS.write(tmp_path))
    assert refused(result) == FAULTS[1:]
    assert result.stderr.endswith(f"Nothing changed. Database in use: {in_use(data)}\n")
    assert content(data) == before


def test_a_refused_first_file_changes_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    result = run("refresh", "--from", BROKEN_REQUESTS.write(tmp_path))
    assert refused(result) == FAULTS[1:]
    assert result.stderr.endswith("Nothing changed. Database in use: none\n")
    assert content(data) == {}


def test_refresh_from_nowhere_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nowhere"
    assert refused(run("refresh", "--from", path, "--fresh")) == [
        f"{path}: expected a zip, a folder or a file, found nothing there"
    ]


def test_a_data_folder_that_cannot_be_written_is_told(run: Run, data: Path, tmp_path: Path) -> None:
    data.write_text("a file where the folder should be")
    assert refused(run("refresh", "--from", REQUESTS.write(tmp_path), "--fresh")) == [
        f"{data / 'releases'}: expected to write here, found: Not a directory"
    ]


@pytest.mark.parametrize("command", [["refresh", "--from"], ["check"]])
def test_every_fault_of_every_file_is_listed_at_once(
    run: Run, data: Path, tmp_path: Path, command: list[str]
) -> None:
    refresh(run, REQUESTS.write(tmp_path), "--fresh")
    before = content(data)
    folder = write_all(tmp_path / "broken", [BROKEN_REQUESTS, BROKEN_CHILDREN])
    assert refused(run(*command, folder)) == FAULTS
    assert content(data) == before


def test_check_of_good_files_changes_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    refresh(run, CHILDREN_IN_NEED.write(tmp_path), "--fresh")
    before = content(data)
    path = REQUESTS.write(tmp_path)
    result = run("check", path)
    assert (result.exit_code, result.stdout) == (0, f"No fault found in {path}.\n")
    assert content(data) == before


def test_check_of_files_needs_no_database(run: Run, data: Path, tmp_path: Path) -> None:
    assert run("check", REQUESTS.write(tmp_path)).exit_code == 0
    assert not data.exists()


@pytest.fixture
def held(data: Path, snapshot_data: Path) -> Path:
    """The database of the embedded figures, as the one in use; a copy that may be changed."""
    shutil.copytree(snapshot_data, data)
    return in_use(data)


def test_check_of_a_good_database(run: Run, held: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, f"No fault found in {held}.\n")


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (
            "update figure set value = 3144 where indicator_id = 'ehcp_caseload' "
            "and area_code = 'E08000009' and period = '202425' and breakdown is null",
            "the database: expected the content it was built with, found another",
        ),
        (
            "delete from superseded where area_code = 'E08000009'",
            "the database: expected the content it was built with, found another",
        ),
        (
            "update indicator set polarity = 'high' where indicator_id = 'cin_rate'",
            "the database: expected the content it was built with, found another",
        ),
        (
            "update figure set value = 3 where indicator_id = 'cp_2yr_open_pc' "
            "and area_code = 'E08000009' and period = '2025'",
            "cp_2yr_open_pc: expected a value exactly where the status is ok, found 1 figures "
            "otherwise",
        ),
        (
            "insert into figure from figure where indicator_id = 'cin_number' "
            "and area_code = 'E08000009' and period = '2025'",
            "cin_number E08000009 2025: expected one figure, found 2",
        ),
        (
            "delete from neighbour where area_code = 'E08000009' and rank = 10 and model = 2025",
            "neighbours of E08000009 in the model of 2025: expected 10, found 9",
        ),
        (
            "delete from release where release_id = 'ehcp-2025/caseload.csv'",
            "ehcp-2025/caseload.csv: expected a release record, found none",
        ),
    ],
    ids=[
        "a figure",
        "an older figure",
        "a record",
        "a number for a symbol",
        "a figure twice",
        "a neighbour",
        "a release",
    ],
)
def test_a_changed_database_fails_its_check(
    run: Run, held: Path, tampering: str, fault: str
) -> None:
    with duckdb.connect(str(held)) as con:
        con.execute(tampering)
    assert refused(run("check")) == [fault]


@pytest.mark.parametrize("command", [["check"], ["status"], ["refresh", "--from"]])
def test_a_file_that_is_no_database_is_told(
    run: Run, data: Path, tmp_path: Path, command: list[str]
) -> None:
    refresh(run, REQUESTS.write(tmp_path), "--fresh")
    in_use(data).write_bytes(b"something else")
    (fault,) = refused(run(*command, *([REQUESTS.write(tmp_path)] if "--from" in command else [])))
    assert fault.startswith(f"{in_use(data)}: expected a database written by this version, found: ")


@pytest.mark.parametrize("command", [["check"], ["refresh", "--from"]])
def test_a_database_of_another_version_is_told(
    run: Run, data: Path, tmp_path: Path, command: list[str]
) -> None:
    refresh(run, CHILDREN_IN_NEED.write(tmp_path), "--fresh")
    with duckdb.connect(str(in_use(data))) as con:
        con.execute("alter table superseded rename column symbol to mark")
        con.execute("alter table figure rename column symbol to mark")
    (fault,) = refused(run(*command, *([REQUESTS.write(tmp_path)] if "--from" in command else [])))
    assert fault.startswith(f"{in_use(data)}: expected a database written by this version, found: ")


def test_status_says_what_is_held(run: Run, held: Path) -> None:
    result = run("status")
    assert result.exit_code == 0
    assert "csww_indicators_2017_to_2025.csv" in result.stdout
    assert "figures from snapshot" in result.stdout
    assert result.stdout.endswith(f"In use: {held}\n")


def test_status_as_json(run: Run, held: Path) -> None:
    result = run("status", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["database"] == str(held)
    assert answer["source"] == "snapshot"
    assert int(answer["figures"]) > 200_000
    held_releases = {release["release_id"]: release for release in answer["releases"]}
    with duckdb.connect(str(held), read_only=True) as con:
        rows = con.execute("select release_id from release").fetchall()
    assert set(held_releases) == {row[0] for row in rows}
    plans = held_releases["ehcp-2025/caseload.csv"]
    assert (plans["published_on"], plans["rows"]) == ("2025-06", 25339)
    assert held_releases["cin-2025/b1_children_in_need_2013_to_2025.csv"]["published_on"] is None


def test_the_snapshot_is_written_from_the_database_in_use(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(run, REQUESTS.write(tmp_path), "--fresh")
    monkeypatch.setattr(snapshot, "FOLDER", tmp_path / "snapshot")
    result = run("snapshot")
    assert result.exit_code == 0
    assert result.stdout == f"Wrote 4 files of 1 releases to {tmp_path / 'snapshot'}.\n"
    manifest = json.loads((tmp_path / "snapshot" / "manifest.json").read_text())
    assert "figures/ehcp-2025/requests.csv" in manifest["checksums"]
