"""The command line: exit codes, the sentences it prints, and what it leaves untouched."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from etl import console, status
from etl import refresh as refresh_module
from etl.__main__ import cli
from etl.database import releases, snapshot
from etl.disk import PROJECT
from etl.publications import catalogue
from tests.etl.refreshing import Analyst, ended, running, wait_until
from tests.etl.writing import (
    CHILDREN_IN_NEED,
    ENGLAND,
    REFERRALS,
    REQUESTS,
    TRAFFORD,
    table,
    write_all,
    write_zip,
)
from tests.standin import faults, published
from tests.standin.service import StandIn

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
    monkeypatch.setenv("COLUMNS", "400")
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
    """Every file below a folder with its bytes, but for the lock, which stays when it is free."""
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "refresh.lock"
    }


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
    "words",
    [
        ["refresh", "--form", "x"],
        ["refresh", "--fresh"],
        ["refresh", "--from", "x", "--only", "ehcp"],
        ["refresh", "--from", "x", "--dry-run"],
        ["refresh", "--only", "schools"],
        ["refresh", "--only", ""],
        ["refersh"],
        ["status", "--xml"],
        ["diff", "a", "b", "c"],
        ["rollback", "twice"],
        [],
    ],
)
def test_wrong_usage_is_2(run: Run, data: Path, words: list[str]) -> None:
    assert run(*words).exit_code == 2
    assert not data.exists()


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["refresh", "-h"], ["check", "-h"]])
def test_help_is_0(run: Run, words: list[str]) -> None:
    assert run(*words).exit_code == 0


def test_an_unknown_data_set_names_those_that_are_known(run: Run) -> None:
    result = run("refresh", "--only", "schools")
    assert result.exit_code == 2
    assert all(name in result.stderr for name in catalogue.DATA_SETS)


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["status"],
        ["status", "--json"],
        ["status", "--check"],
        ["snapshot"],
        ["rollback"],
        ["diff"],
    ],
)
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


@pytest.mark.parametrize("spoil", ["alter table release drop header", "drop table load_check"])
def test_if_none_builds_anew_where_the_database_is_of_another_version(
    run: Run, data: Path, tmp_path: Path, spoil: str
) -> None:
    refresh(run, REQUESTS.write(tmp_path), "--fresh")
    former = in_use(data)
    with duckdb.connect(str(former)) as con:
        con.execute(spoil)
    result = refresh(run, CHILDREN_IN_NEED.write(tmp_path), "--fresh", "--if-none")
    assert f"{former.name} was written by another version" in " ".join(result.stdout.split())
    assert in_use(data) != former
    assert former.exists()
    assert values(in_use(data))["cin_number", "Trafford", "2025"] == 1517


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
    refresh(run, social_workers.write(tmp_path), "--force")
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


@pytest.mark.parametrize("packed", ["folder", "zip"])
def test_one_file_that_cannot_be_read_keeps_no_other_out(
    run: Run, data: Path, tmp_path: Path, packed: str
) -> None:
    tables = [BROKEN_REQUESTS, CHILDREN_IN_NEED]
    path = (
        write_all(tmp_path / "mixed", tables)
        if packed == "folder"
        else write_zip(tmp_path / "mixed.zip", tables)
    )
    result = run("refresh", "--from", path, "--fresh")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [f"Left out: {fault}" for fault in FAULTS[1:]]
    assert {indicator for indicator, _, _ in values(in_use(data))} == {"cin_number"}


def test_with_strict_one_file_that_cannot_be_read_keeps_all_out(
    run: Run, data: Path, tmp_path: Path
) -> None:
    folder = write_all(tmp_path / "mixed", [BROKEN_REQUESTS, CHILDREN_IN_NEED])
    assert refused(run("refresh", "--from", folder, "--fresh", "--strict")) == FAULTS[1:]
    assert content(data) == {}


def test_of_a_file_that_is_there_twice_neither_is_taken(
    run: Run, data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "twice"
    REQUESTS.write(folder / "a")
    REQUESTS.having(3, RECEIVED, "516").write(folder / "b")
    CHILDREN_IN_NEED.write(folder)
    result = run("refresh", "--from", folder, "--fresh")
    assert result.stderr.splitlines() == [
        "Left out: ehcp-2025/requests.csv: expected the file once, found it in "
        f"{folder / 'a'} and in {folder / 'b'}"
    ]
    assert {indicator for indicator, _, _ in values(in_use(data))} == {"cin_number"}


def test_a_damaged_zip_alone_is_refused(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "plans.zip").write_bytes(b"PK and no more")
    assert refused(run("refresh", "--from", tmp_path / "plans.zip")) == [
        "plans.zip: expected a whole zip file, found one that is cut off or damaged"
    ]
    assert content(data) == {}


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
    assert result.exit_code == 0
    assert "Warning: ehcp_requests 2024: England is 154,489, its councils add to 515\n" in (
        result.stdout
    )
    assert "Warning: cin_number" not in result.stdout
    assert result.stdout.endswith(f"\nNo fault found in {path}.\n")
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
    assert result.exit_code == 0
    assert "Warning: ehcp_new 2022: England is 66,706, its councils add to 151,798\n" in (
        result.stdout
    )
    assert result.stdout.endswith(f"\nNo fault found in {held}.\n")


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
    assert fault.startswith(f"{in_use(data)}: expected a whole database, found one that is damaged")
    assert fault.endswith(
        "python -m etl refresh --from snapshot starts again from the embedded figures"
    )


@pytest.mark.parametrize("command", [["check"], ["refresh", "--from"]])
def test_a_database_of_another_version_is_told(
    run: Run, data: Path, tmp_path: Path, command: list[str]
) -> None:
    refresh(run, CHILDREN_IN_NEED.write(tmp_path), "--fresh")
    with duckdb.connect(str(in_use(data))) as con:
        con.execute("alter table superseded rename column symbol to mark")
        con.execute("alter table figure rename column symbol to mark")
    (fault,) = refused(run(*command, *([REQUESTS.write(tmp_path)] if "--from" in command else [])))
    assert fault.startswith(
        f"{in_use(data)}: expected a database written by this version, found other "
    )


def test_status_says_what_is_held(run: Run, held: Path) -> None:
    result = run("status")
    assert result.exit_code == 0
    assert re.search(
        r"^Education, health and care plans: next release expected", result.stdout, re.M
    )
    assert re.search(r"^  ehcp_caseload +Reporting year 2025 .* not asked", result.stdout, re.M)
    assert re.search(r"^  sen_ethnicity +none +not asked", result.stdout, re.M)
    assert "Also held: Education, health and care plans, Reporting year 2022 (4 files)" in (
        result.stdout
    )
    assert "DfE was not asked yet: python -m etl refresh does." in result.stdout
    assert f"In use: {held.stem}, loaded today" in result.stdout
    assert "UTC from snapshot.\n254,170 figures, " in result.stdout
    assert result.stdout.endswith(f"Path: {held}\n")


def test_status_fits_80_columns(run: Run, held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("status").stdout.splitlines()
    wide = [line for line in lines if len(line.rstrip()) > 80]
    assert all(": " in line or "https://" in line for line in wide)
    assert not [line for line in lines if line.startswith("  ehcp_") and line in wide]


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
    needs = held_releases["cin-2025/b1_children_in_need_2013_to_2025.csv"]
    assert needs["published_on"] == "2025-10"


def test_the_snapshot_is_written_from_the_database_in_use(
    run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(run, REQUESTS.write(tmp_path), "--fresh")
    monkeypatch.setattr(snapshot, "FOLDER", tmp_path / "snapshot")
    result = run("snapshot")
    assert result.exit_code == 0
    assert result.stdout == f"Wrote 5 files of 1 releases to {tmp_path / 'snapshot'}.\n"
    manifest = json.loads((tmp_path / "snapshot" / "manifest.json").read_text())
    assert "figures/ehcp-2025/requests.csv" in manifest["checksums"]


# Release day, where no service is needed; the rest is in test_refresh.py.


def test_the_cache_must_hold_something(run: Run, data: Path) -> None:
    assert refused(run("refresh", "--from", "cache")) == [
        f"{data / 'cache'}: expected downloads of an earlier refresh, found none"
    ]


@pytest.mark.parametrize(
    ("only", "ids"),
    [
        (["cin_c1"], ["cin_c1"]),
        (["cin_c"], ["cin_c1", "cin_c3"]),
        (["workforce"], ["workforce_indicators"]),
        (["neighbours", "lait"], ["lait", "neighbours_2025", "neighbours_2021"]),
        (["sen"], ["sen_year_groups", "sen_age_sex", "sen_free_meals", "sen_schools"]),
        (["sen_ethnicity", "sen_age"], ["sen_age_sex", "sen_ethnicity"]),
        (["cin_c1", "cin_c", "cin_c1"], ["cin_c1", "cin_c3"]),
    ],
)
def test_only_names_data_sets_by_their_beginnings(only: list[str], ids: list[str]) -> None:
    assert [one.id for one in refresh_module.choose(only)] == ids


def test_what_is_too_large_is_left_out_unless_it_is_named() -> None:
    assert "sen_ethnicity" not in [one.id for one in refresh_module.choose([])]
    assert len(refresh_module.choose([])) == len(catalogue.DATA_SETS) - 1


def test_a_setting_that_cannot_be_read_is_told(
    run: Run, held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_EES", "api=ftp://nowhere")
    for command in (["refresh"], ["refresh", "--dry-run"], ["status", "--check"]):
        (fault,) = refused(run(*command))
        assert fault.startswith("LINE_OF_SIGHT_EES: expected api= with an address as http://")


@pytest.fixture
def two(run: Run, data: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two databases, the second in use: Trafford's requests were corrected from 515 to 516."""
    refresh(run, REQUESTS.write(tmp_path), "--fresh")
    first = in_use(data)
    refresh(run, REQUESTS.having(4, RECEIVED, "516").write(tmp_path / "corrected"))
    return first, in_use(data)


def test_rollback_says_what_it_went_back_to(run: Run, data: Path, two: tuple[Path, Path]) -> None:
    first, second = two
    result = run("rollback")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Went back from {second.stem}\nto {first.stem}, loaded today ")
    assert result.stdout.endswith(f"In use: {first}\n")
    assert "To go forward: load it again from " in result.stdout
    assert values(in_use(data))["ehcp_requests", "Trafford", "2024"] == 515
    assert refused(run("rollback")) == [f"{first.stem}: expected an older database, found none"]
    assert f"Left by a rollback: {second.stem}" in run("status").stdout


def test_status_names_the_databases_that_are_kept(run: Run, two: tuple[Path, Path]) -> None:
    first, second = two
    told = run("status").stdout
    assert re.search(rf"^Kept: {first.stem}, loaded today .* from .*requests.csv\.$", told, re.M)
    assert f"python -m etl rollback goes back to {first.stem}." in told
    answer = json.loads(run("status", "--json").stdout)
    assert (answer["older"], answer["newer"]) == ([first.stem], [])
    assert answer["database"] == str(second)


def test_diff_compares_the_last_two_databases_unless_told(
    run: Run, two: tuple[Path, Path], tmp_path: Path
) -> None:
    first, second = two
    told = run("diff")
    assert told.exit_code == 0
    assert re.search(r"Trafford 2024: 515 to 516", told.stdout)
    shutil.copy(first, tmp_path / "copy.duckdb")
    for words in ([first.stem], [first.stem, second.stem], [tmp_path / "copy.duckdb", second]):
        assert run("diff", *words).stdout == told.stdout
    back = run("diff", second.stem, first.stem)
    assert "Trafford 2024: 516 to 515" in back.stdout
    assert run("diff", first.stem, first.stem).stdout == "Nothing changed.\n"
    answer = json.loads(run("diff", "--json").stdout)
    (change,) = [one for one in answer["revised"] if one["indicator_id"] == "ehcp_requests"]
    assert (change["old_value"], change["new_value"], change["by"]) == (515, 516, 1)


def test_diff_of_a_database_that_is_not_there_names_those_that_are(
    run: Run, two: tuple[Path, Path]
) -> None:
    first, second = two
    for text in ("nothing", "2"):
        assert refused(run("diff", text)) == [
            f"{text}: expected a path or one of the databases kept, "
            f"found {first.stem}, {second.stem}"
        ]


def test_diff_needs_two_databases(run: Run, held: Path) -> None:
    assert refused(run("diff")) == [f"{held.stem}: expected an older database, found none"]


@pytest.mark.skipif(os.name != "posix", reason="another process is stopped with a signal")
@pytest.mark.parametrize("words", [["refresh"], ["refresh", "--only", "ehcp"]])
def test_ctrl_c_says_that_nothing_changed(
    held: Path, data: Path, service: StandIn, words: list[str]
) -> None:
    service.fault("any", faults.hang)
    before = content(data)
    with running(Analyst(data, service, timeout=60).start(*words)) as process:
        wait_until(lambda: (data / "refresh.holder").exists())
        process.send_signal(signal.SIGINT)
        answer = ended(process)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"Stopped. Nothing changed. Database in use: {held}\n"
    assert content(data) == before


@pytest.mark.skipif(os.name != "posix", reason="no SIGINT on this system")
def test_ctrl_c_while_libraries_are_read_is_a_sentence_too(data: Path) -> None:
    """`importtime` tells of each package once it is there; that of the command comes first."""
    words = [sys.executable, "-X", "importtime", "-m", "etl", "status"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, cwd=PROJECT) as process:
        assert process.stderr
        assert any(line.rstrip().endswith("| etl") for line in process.stderr)
        process.send_signal(signal.SIGINT)
        told = [line for line in process.stderr if not line.startswith("import time:")]
    assert (told, process.returncode) == (["Stopped. Nothing changed.\n"], 1)


@pytest.mark.skipif(os.name != "posix", reason="no such limit on this system")
@pytest.mark.parametrize("part", [0.001, 0.3, 0.95])
def test_a_disk_that_is_full_before_the_end_changes_nothing(
    held: Path, data: Path, service: StandIn, part: float
) -> None:
    """No file can grow beyond a part of a whole database: the last bytes come when it is closed."""
    before = content(data)
    room = int(held.stat().st_size * part)
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); "
        "from etl.__main__ import cli; cli(['refresh', '--from', 'snapshot'])"
    )
    answer = ended(Analyst(data, service).start_python("-c", code))
    assert answer.code == 1
    told, closing = answer.err.splitlines()
    assert re.match(
        rf"Refused: {data}: expected room for a new database, found: .*File too large", told
    )
    assert closing == f"Nothing changed. Database in use: {held}"
    assert content(data) == before


def test_failures_that_are_alike_are_told_together(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    console.print_failures(
        {
            "cin_b1": "cin_b1: https://one.example/a: expected JSON, found no connection",
            "cin_c1": "cin_c1: https://one.example/b: expected JSON, found status 500",
            "cin_d3": "cin_d3: https://one.example/c: expected JSON, found no connection "
            "earlier in this run",
        },
        "elsewhere",
        lambda name: f"{name} stays.",
    )
    assert capsys.readouterr().out.splitlines() == [
        "Failed: cin_b1: https://one.example/a: expected JSON, found no connection",
        "  cin_b1 stays.",
        "  Likewise: cin_d3.",
        "Failed: cin_c1: https://one.example/b: expected JSON, found status 500",
        "  cin_c1 stays.",
    ]


# When the next release is due, and how old things are.


@pytest.mark.parametrize(
    ("month", "published_on", "last_day", "due"),
    [
        (6, "2025-06", date(2025, 1, 31), date(2026, 6, 1)),
        (6, "2025-06-26", None, date(2026, 6, 1)),
        (6, "2025-05", None, date(2025, 6, 1)),
        (10, None, date(2025, 3, 31), date(2026, 10, 1)),
        (2, None, date(2025, 9, 30), date(2027, 2, 1)),
        (6, None, None, None),
        (None, "2025-05", None, None),
    ],
)
def test_the_next_release_is_a_year_after_the_one_held(
    month: int | None, published_on: str | None, last_day: date | None, due: date | None
) -> None:
    assert status.expected(month, published_on, last_day) == due


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 5, 31), "next release expected June 2026"),
        (date(2026, 6, 1), "next release expected this month"),
        (date(2026, 6, 30), "next release expected this month"),
        (date(2026, 7, 1), "next release expected since June 2026"),
    ],
)
def test_a_release_that_is_due_is_told_in_words(today: date, words: str) -> None:
    assert console.due(date(2026, 6, 1), today) == words


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("2026-11-22 09:05", "today 09:05 UTC"),
        ("2026-11-21 23:59", "yesterday"),
        ("2026-11-01 00:00", "21 days ago"),
        ("2026-03-12 00:00", "8 months ago"),
        ("2023-11-01 00:00", "3 years ago"),
        ("2026-11-23 00:00", "today 00:00 UTC"),
    ],
)
def test_ages_are_told_in_words(then: str, words: str) -> None:
    assert (
        console.ago(datetime.fromisoformat(then), datetime.fromisoformat("2026-11-22 10:00"))
        == words
    )


def test_a_failure_is_not_forgotten_by_asking_again(
    held: Path, data: Path, service: StandIn
) -> None:
    """What was only looked up since has still failed; what the service said before stays said."""
    service.begin(
        published.world({(published.NEED, "2025"): {REFERRALS.file: REFERRALS.encoded()}})
    )
    service.fault("csv", faults.not_found)
    service.fault("catalogue", faults.not_found)
    service.fault("zip", faults.not_found)
    analyst = Analyst(data, service)
    assert analyst.run("refresh", "--only", "cin_c1").code == 1
    service.repair()
    assert analyst.run("status", "--check").code == 0
    told = analyst.run("status").out
    assert re.search(r"^  cin_c1 +Reporting year 2025 .* failed", told, re.M)
    assert re.search(r"^  Failed: cin_c1: .*status 404", told, re.M)
    assert "  cin_c1: newer at DfE: Reporting year 2025, version 1.1" in told
    service.fault("any", faults.not_found)
    assert analyst.run("status", "--check").code == 0
    assert "  cin_c1: newer at DfE: Reporting year 2025, version 1.1" in analyst.run("status").out
