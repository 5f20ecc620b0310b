"""A file that cannot be loaded is left out, and keeps no other file out."""

from pathlib import Path

import duckdb
import pytest

from etl.database import build, fitting
from etl.model import Refusal
from etl.publications import catalogue
from etl.reading import staging
from tests.etl.chain import Chain
from tests.etl.database.test_editions import FIRST, SECOND, THIRD
from tests.etl.writing import (
    CHILDREN_IN_NEED,
    ENGLAND,
    REQUESTS,
    TRAFFORD,
    Table,
    council,
    region,
    table,
)

RECEIVED = "requests_received_in_year"
BROKEN = REQUESTS.having(4, RECEIVED, "n/a")
BROKEN_FAULT = (
    f"ehcp-2025/requests.csv: row 4, column {RECEIVED}: expected a number "
    "or one of .. : c k low u x z, found 'n/a'"
)
SECOND_PLANS = table(
    "d3_cpps_subsequent_plan_2013_to_2025.csv",
    "CPP_start CPP_subsequent CPP_subsequent_percent",
    (ENGLAND, "2025", "63000", "15800", "25.1"),
    (TRAFFORD, "2025", "193", "53", "27.5"),
)
WORKERS = table(
    "csww_indicators_2017_to_2025.csv",
    "inpost_fte",
    (ENGLAND, "2025", "36186.3"),
    (TRAFFORD, "2025", "105.4"),
)
REGIONS = [
    region(f"E1200000{number}", name)
    for number, name in enumerate(
        [
            "North East",
            "North West",
            "Yorkshire and The Humber",
            "East Midlands",
            "West Midlands",
            "East of England",
            "London",
            "South East",
            "South West",
        ],
        start=1,
    )
]
# Readable row by row, and yet nothing that a whole database can hold.
NOT_ADDING = SECOND_PLANS.plus(
    *table(SECOND_PLANS.file, "CPP_start", *((place, "2025", "100") for place in REGIONS)).rows
)
NOT_ENGLAND = "expected the regions to add to England, 63,000.0, found 900.0"


def kept(chain: Chain) -> set[str]:
    return {one.split("/")[1] for one in chain.releases()}


def test_a_file_with_faults_is_left_out_and_told(chain: Chain) -> None:
    summary = chain.add(BROKEN, CHILDREN_IN_NEED, tolerant=True)
    assert summary.refused == {"requests.csv": [BROKEN_FAULT]}
    assert chain.releases() == ["cin-2025/b1_children_in_need_2013_to_2025.csv"]
    assert chain.asked("select result from load_run") == [("partial",)]


def test_what_is_left_out_leaves_nothing_behind(chain: Chain) -> None:
    """The whole content is that of a build without the file."""
    with_fault = chain.add(BROKEN, CHILDREN_IN_NEED, tolerant=True)
    alone = Chain(chain.folder / "alone").add(CHILDREN_IN_NEED)
    assert with_fault.content_hash == alone.content_hash


def test_the_figures_of_the_file_before_stay(chain: Chain) -> None:
    chain.add(REQUESTS)
    before = chain.asked("select * from figure where release_id like 'ehcp%'")
    chain.add(BROKEN, CHILDREN_IN_NEED, tolerant=True)
    assert chain.asked("select * from figure where release_id like 'ehcp%'") == before
    assert chain.asked("select sha256 from release where file = 'requests.csv'")


def test_without_tolerance_nothing_is_built(chain: Chain) -> None:
    with pytest.raises(Refusal) as refusal:
        chain.add(BROKEN, CHILDREN_IN_NEED)
    assert refusal.value.faults == [BROKEN_FAULT]
    assert not list(chain.folder.glob("*.duckdb"))


def test_a_data_set_is_told_by_its_id(chain: Chain) -> None:
    files = [chain.file(BROKEN, "ehcp_requests"), chain.file(CHILDREN_IN_NEED, "cin_b1")]
    assert set(chain.add_files(files, tolerant=True).refused) == {"ehcp_requests"}


def test_with_nothing_left_every_fault_is_told(chain: Chain) -> None:
    broken = CHILDREN_IN_NEED.having(4, "At31_episodes", "15l7")
    with pytest.raises(Refusal) as refusal:
        chain.add(BROKEN, broken, tolerant=True)
    assert [fault.split(":")[0] for fault in refusal.value.faults] == [
        "ehcp-2025/requests.csv",
        "cin-2025/b1_children_in_need_2013_to_2025.csv",
    ]
    assert not list(chain.folder.glob("*.duckdb"))


@pytest.mark.parametrize("place", range(4))
def test_a_file_that_the_whole_cannot_hold_is_found_out(chain: Chain, place: int) -> None:
    others = [REQUESTS, CHILDREN_IN_NEED, WORKERS]
    tables = [*others[:place], NOT_ADDING, *others[place:]]
    summary = chain.add(*tables, tolerant=True)
    assert list(summary.refused) == [SECOND_PLANS.file]
    assert [fault.split(": ")[1] for fault in summary.refused[SECOND_PLANS.file]] == [NOT_ENGLAND]
    assert kept(chain) == {one.file for one in others}
    without = Chain(chain.folder / "without").add(*others)
    assert summary.content_hash == without.content_hash


def test_without_tolerance_the_whole_is_refused(chain: Chain) -> None:
    with pytest.raises(Refusal) as refusal:
        chain.add(REQUESTS, NOT_ADDING)
    assert [fault.split(": ")[1] for fault in refusal.value.faults] == [NOT_ENGLAND]


def test_two_bad_files_are_both_found_out(chain: Chain) -> None:
    summary = chain.add(BROKEN, NOT_ADDING, CHILDREN_IN_NEED, WORKERS, tolerant=True)
    assert set(summary.refused) == {BROKEN.file, SECOND_PLANS.file}
    assert kept(chain) == {CHILDREN_IN_NEED.file, WORKERS.file}


def test_a_file_that_is_gone_keeps_no_other_out(chain: Chain) -> None:
    gone = chain.file(REQUESTS)
    gone.path.unlink()
    files = [gone, chain.file(CHILDREN_IN_NEED)]
    summary = chain.add_files(files, tolerant=True)
    (fault,) = summary.refused["requests.csv"]
    assert fault.startswith("requests.csv: expected a file that can be read, found: ")
    assert kept(chain) == {CHILDREN_IN_NEED.file}
    with pytest.raises(FileNotFoundError):
        chain.add_files(files)


def test_what_a_reader_did_not_foresee_keeps_no_other_out(chain: Chain) -> None:
    def reader_of(file: staging.PublishedFile) -> catalogue.Reader | None:
        return careless if file.name == REQUESTS.file else catalogue.reader_of_file(file)

    def careless(con: duckdb.DuckDBPyConnection, file: staging.PublishedFile) -> staging.Reading:
        con.execute("insert into cell (release_id) values ('left behind')")
        con.execute("select 'n/a'::integer")
        return staging.Reading(release_id=file.name)

    files = [chain.file(REQUESTS), chain.file(CHILDREN_IN_NEED)]
    summary = chain.add_files(files, tolerant=True, reader_of=reader_of)
    assert "Could not convert string 'n/a'" in summary.refused["requests.csv"][0]
    alone = Chain(chain.folder / "alone").add(CHILDREN_IN_NEED)
    assert summary.content_hash == alone.content_hash


def test_an_edition_with_faults_leaves_the_one_before(chain: Chain) -> None:
    broken = SECOND.having(2, RECEIVED, "n/a")
    summary = chain.add(FIRST, broken, THIRD, tolerant=True)
    assert list(summary.refused) == [FIRST.file]
    assert summary.replaced == {"ehcp-2025_v02/requests.csv": "ehcp-2025/requests.csv"}
    without = Chain(chain.folder / "without").add(FIRST, THIRD)
    assert summary.content_hash == without.content_hash


def test_no_file_at_all_builds_the_database_again(chain: Chain) -> None:
    """A refresh that could download nothing still has something to tell of each data set."""
    before = chain.add(REQUESTS)
    state = build.DataSetState(data_set="ehcp_requests", result="failed", message="no answer")
    after = chain.add(tolerant=True, data_sets=[state])
    assert after.content_hash == before.content_hash
    assert chain.asked(
        "select release_id, result, message from data_set where data_set_id = 'ehcp_requests'"
    ) == [("ehcp-2025/requests.csv", "failed", "no answer")]
    assert chain.asked("select result from load_run") == [("partial",)]


def test_no_file_and_no_database_is_refused(chain: Chain) -> None:
    with pytest.raises(Refusal, match="expected a published file that a record names, found none"):
        chain.add(tolerant=True)


def test_what_is_known_of_a_data_set_is_kept_until_it_is_told_anew(chain: Chain) -> None:
    told = build.DataSetState(
        data_set="ehcp_requests", result="loaded", route="zip", url="https://dfe", version="1.1"
    )
    query = "select result, route, url, version from data_set where data_set_id = 'ehcp_requests'"
    chain.add(REQUESTS, data_sets=[told])
    assert chain.asked(query) == [("loaded", "zip", "https://dfe", "1.1")]
    chain.add(CHILDREN_IN_NEED)
    assert chain.asked(query) == [("loaded", "zip", "https://dfe", "1.1")]
    chain.add(REQUESTS)
    assert chain.asked(query) == [("loaded", "file", None, None)]


def test_a_refused_data_set_says_why_and_shows_what_it_has(chain: Chain) -> None:
    chain.add(REQUESTS)
    told = build.DataSetState(data_set="ehcp_requests", result="loaded", route="api")
    files = [chain.file(BROKEN, "ehcp_requests"), chain.file(CHILDREN_IN_NEED)]
    chain.add_files(files, tolerant=True, data_sets=[told])
    assert chain.asked(
        "select release_id, result, message from data_set where data_set_id = 'ehcp_requests'"
    ) == [("ehcp-2025/requests.csv", "failed", BROKEN_FAULT)]


def test_a_data_set_of_which_nothing_is_held_is_missing(chain: Chain) -> None:
    chain.add(REQUESTS)
    assert chain.asked(
        "select release_id, result, route from data_set where data_set_id = 'cin_b1'"
    ) == [(None, "missing", None)]


# The search for what does not fit, with sets of letters for files and a rule for a database.


def files_of(letters: str) -> list[staging.PublishedFile]:
    return [staging.PublishedFile(letter, Path(letter), "") for letter in letters]


@pytest.mark.parametrize(
    ("letters", "bad", "attempts"),
    [("abcdefgh", "", 1), ("abcdefgh", "c", 8), ("abcdefgh", "ah", 14), ("abcd", "abcd", 7)],
)
def test_the_culprits_are_found_by_halves(letters: str, bad: str, attempts: int) -> None:
    count = 0

    def attempt(files: list[staging.PublishedFile]) -> None:
        nonlocal count
        count += 1
        found = [file.name for file in files if file.name in bad]
        if found:
            raise Refusal([f"{name} is bad" for name in found])

    culprits = fitting.culprits(files_of(letters), attempt)
    assert {file.name: faults for file, faults in culprits.items()} == {
        letter: [f"{letter} is bad"] for letter in bad
    }
    assert count == attempts


def test_a_file_that_needs_another_one_is_no_culprit() -> None:
    """`a` can be read only where `d` is, and `c` never."""

    def attempt(files: list[staging.PublishedFile]) -> None:
        names = {file.name for file in files}
        faults = ["c is bad"] * ("c" in names) + ["a needs d"] * ("a" in names and "d" not in names)
        if faults:
            raise Refusal(faults)

    assert [file.name for file in fitting.culprits(files_of("abcd"), attempt)] == ["c"]


PLACES: Table = table(
    "b1_children_in_need_2013_to_2025.csv",
    "At31_episodes",
    (ENGLAND, "2025", "402400"),
    *(
        (council(str(500 + n), f"E0999{n:04}", f"Council {n}", region("E12000007", "London")),
         "2025", "1500")
        for n in range(119)
    ),
)  # fmt: skip


def cut_down(one: Table, rows: int) -> Table:
    return Table(one.file, one.header, one.rows[:rows])


@pytest.mark.parametrize(("rows", "loads"), [(96, True), (95, False), (20, False)])
def test_an_edition_with_far_fewer_rows_is_refused_unless_forced(
    chain: Chain, rows: int, loads: bool
) -> None:
    chain.add(PLACES)
    fewer = cut_down(PLACES, rows)
    if loads:
        chain.add(fewer)
        return
    with pytest.raises(Refusal) as refusal:
        chain.add(fewer)
    assert refusal.value.faults == [
        "cin-2025_v02/b1_children_in_need_2013_to_2025.csv: expected at least 80% of the 120 rows "
        f"of cin-2025/b1_children_in_need_2013_to_2025.csv, found {rows}: load it with --force if "
        "that is right"
    ]
    forced = chain.add(fewer, force=True)
    assert sum(one.figures for one in forced.vanished if one.indicator_id == "cin_number") == (
        120 - rows
    )


def test_few_rows_are_no_reason_to_refuse(chain: Chain) -> None:
    chain.add(REQUESTS)
    chain.add(cut_down(REQUESTS, 1))
    assert len(chain.figures()) == 1


def test_a_later_release_with_far_fewer_figures_is_refused(chain: Chain) -> None:
    chain.add(PLACES)
    later = PLACES.everywhere("time_period", "2026")
    later = Table("b1_children_in_need_2013_to_2026.csv", later.header, later.rows)
    earlier_and_later = PLACES.plus(*later.rows)
    whole = Table(later.file, later.header, earlier_and_later.rows)
    chain.add(whole)
    assert chain.releases()[-1] == "cin-2026/b1_children_in_need_2013_to_2026.csv"
    fresh = Chain(chain.folder / "fresh")
    fresh.add(PLACES)
    with pytest.raises(Refusal, match="expected at least 80% of the 120 figures"):
        fresh.add(cut_down(later, 95))


def test_the_whole_is_read_only_where_it_stands(chain: Chain) -> None:
    """The database before is never written to."""
    chain.add(REQUESTS)
    assert chain.last
    before = chain.last.read_bytes()
    base = chain.last
    chain.add(BROKEN, CHILDREN_IN_NEED, tolerant=True)
    assert base.read_bytes() == before
    with duckdb.connect(str(base), read_only=True) as con:
        assert con.execute("select count(*) > 0 from figure").fetchone() == (True,)
