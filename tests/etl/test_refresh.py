"""Release day: one command, against a stand-in for DfE's service, over true sockets."""

import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from etl.database import releases
from etl.publications import tribunals
from tests.etl.refreshing import Analyst
from tests.etl.writing import Table, write_all, write_zip
from tests.standin import faults, published
from tests.standin.published import NEED, PLANS, REFERRALS, world
from tests.standin.service import StandIn
from tests.standin.world import Content

Files = dict[tuple[str, str], dict[str, bytes]]
Tables = dict[str, list[Table]]
# What the service has no address for: the analyst supplies it, as ever.
BY_HAND = ("ehcp-2022", "workforce-2025")
EMBEDDED = ["--only", "ehcp", "--only", "cin", "--only", "population"]
CASELOAD, RECEIVED = "ehcp_caseload", "ehcp_requests"


def online(tables: Tables) -> Files:
    """What the service publishes of these files: those of the newest releases."""
    return published.contents({name: tables[name] for name in tables if name not in BY_HAND})


def begin(analyst: Analyst, tables: Tables) -> None:
    """Load what the service has no address for, as the first figures there are."""
    files = analyst.data.parent / "by_hand"
    write_all(files, [one for name in BY_HAND for one in tables[name]])
    answer = analyst.run("refresh", "--from", files, "--fresh")
    assert answer.code == 0, answer.text


@pytest.fixture(scope="module")
def tables(snapshot_data: Path) -> Tables:
    """The embedded figures of three places, in the files that they came from."""
    database = releases.current(snapshot_data)
    assert database
    return published.of_database(database, "area_code in ('E92000001', 'E12000002', 'E08000009')")


@pytest.fixture(scope="module")
def refreshed(standing: StandIn, tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after a first refresh over the network."""
    standing.begin(published.world(online(tables)))
    analyst = Analyst(tmp_path_factory.mktemp("refreshed") / "data", standing)
    begin(analyst, tables)
    answer = analyst.run_alone("refresh")
    assert answer.code == 0, answer.text
    return analyst.data


@pytest.fixture
def analyst(refreshed: Path, service: StandIn, tables: Tables, tmp_path: Path) -> Iterator[Analyst]:
    """Somebody whose figures are those that the service has."""
    service.begin(published.world(online(tables)))
    shutil.copytree(refreshed, tmp_path / "data")
    yield Analyst(tmp_path / "data", service)
    shutil.rmtree(tmp_path)


def rows(analyst: Analyst, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(analyst.in_use), read_only=True) as con:
        return con.execute(query).fetchall()


def trafford(old: str, new: str) -> Callable[[bytes], bytes]:
    """Another text in the newest row of Trafford with the old one."""

    def change(data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        place = max(
            number
            for number, line in enumerate(lines)
            if b"Trafford" in line and f",{old},".encode() in line
        )
        lines[place] = lines[place].replace(f",{old},".encode(), f",{new},".encode(), 1)
        return b"".join(lines)

    return change


def written(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "refresh.lock"
    }


# The same figures, whichever way they come.


def test_the_network_a_zip_and_the_snapshot_give_the_same_figures(
    service: StandIn, cut_down: Tables, snapshot_data: Path, tmp_path: Path
) -> None:
    """Of England, the regions, and Trafford with its neighbours."""
    service.begin(published.world(online(cut_down)))
    network = Analyst(tmp_path / "network" / "data", service)
    begin(network, cut_down)
    shutil.copytree(network.data, tmp_path / "zip")
    answer = network.run_alone("refresh", *EMBEDDED)
    assert answer.code == 0, answer.text

    archive = write_zip(
        tmp_path / "all.zip",
        [one for name, members in cut_down.items() if name not in BY_HAND for one in members],
    )
    from_zip = Analyst(tmp_path / "zip", service)
    answer = from_zip.run_alone("refresh", "--from", archive)
    assert answer.code == 0, answer.text
    assert network.content() == from_zip.content() is not None

    loaded = network.figures()
    places, indicators = ({figure[place] for figure in loaded} for place in (1, 0))
    embedded = Analyst(snapshot_data, service).figures()
    assert len(places) >= 23
    assert loaded == {
        figure: found
        for figure, found in embedded.items()
        if figure[1] in places and figure[0] in indicators
    }


def test_the_downloads_alone_give_the_same_content(
    analyst: Analyst, tables: Tables, tmp_path: Path
) -> None:
    analyst.service.world.amend("requests.csv", trafford("515", "516"))
    assert analyst.run("refresh").code == 0
    later = Analyst(tmp_path / "later" / "data", analyst.service)
    begin(later, tables)
    shutil.copytree(analyst.data / "cache", later.data / "cache", dirs_exist_ok=True)
    analyst.service.forget()
    answer = later.run("refresh", "--from", "cache")
    assert answer.code == 0, answer.text
    assert later.content() == analyst.content()
    assert analyst.service.asked == []


# Nothing new.


def test_with_nothing_new_no_data_is_downloaded(analyst: Analyst) -> None:
    analyst.service.forget()
    before = analyst.in_use
    started = time.monotonic()
    answer = analyst.run_alone("refresh")
    seconds = time.monotonic() - started
    print(f"a refresh with nothing new took {seconds:.2f} s")
    assert (answer.code, analyst.service.downloads()) == (0, [])
    assert "Nothing new." in answer.out
    assert analyst.in_use == before
    assert seconds < 5


def test_only_what_changed_is_downloaded(analyst: Analyst) -> None:
    analyst.service.world.amend("requests.csv", trafford("515", "516"))
    analyst.service.forget()
    assert analyst.run("refresh").code == 0
    assert analyst.service.downloads() == ["requests.csv"]


def test_force_downloads_again_what_did_not_change(analyst: Analyst) -> None:
    analyst.service.forget()
    before = analyst.content()
    assert analyst.run("refresh", "--only", "cin", "--force").code == 0
    assert len(analyst.service.downloads()) == 5
    assert analyst.content() == before


def test_only_asks_for_what_it_names(analyst: Analyst) -> None:
    for name in ("requests.csv", "caseload.csv"):
        analyst.service.world.amend(name, lambda data: data.replace(b",c,", b",x,"))
    analyst.service.world.amend("requests.csv", trafford("515", "516"))
    analyst.service.world.amend("caseload.csv", trafford("3143", "3144"))
    analyst.service.forget()
    assert analyst.run("refresh", "--only", "ehcp_requests").code == 0
    assert analyst.service.downloads() == ["requests.csv"]
    assert (analyst.value(RECEIVED, "2024"), analyst.value(CASELOAD, "202425")) == (516, 3143)


def test_a_dry_run_says_what_would_be_downloaded_and_changes_nothing(analyst: Analyst) -> None:
    analyst.service.world.amend("requests.csv", trafford("515", "516"))
    analyst.service.forget()
    before = written(analyst.data)
    answer = analyst.run("refresh", "--dry-run")
    assert answer.code == 0
    assert "ehcp_requests" in answer.out
    assert "ehcp_caseload" not in answer.out
    assert analyst.service.downloads() == []
    assert written(analyst.data) == before


# Something new.


def test_an_amended_file_is_a_revision_and_the_first_value_is_kept(analyst: Analyst) -> None:
    analyst.service.world.amend("requests.csv", trafford("515", "516"))
    answer = analyst.run("refresh")
    assert answer.code == 0
    assert analyst.value(RECEIVED, "2024") == 516
    trafford_2024 = "indicator_id = 'ehcp_requests' and area_code = 'E08000009' and period = '2024'"
    assert rows(
        analyst,
        "select old_value, old_release_id, new_value, new_release_id from revision "
        f"where {trafford_2024}",
    ) == [(515, "ehcp-2025/requests.csv", 516, "ehcp-2025_v02/requests.csv")]
    assert rows(analyst, f"select value from superseded where {trafford_2024}") == [(515,)]
    told = analyst.run("diff").out
    assert re.search(r"515\b.*\b516", told), told


def test_an_amendment_taken_back_is_another_edition(analyst: Analyst) -> None:
    first = analyst.service.world.file("requests.csv").content.data
    analyst.service.world.amend("requests.csv", trafford("515", "516"))
    assert analyst.run("refresh").code == 0
    analyst.service.world.amend("requests.csv", lambda _: first)
    analyst.service.world.file("requests.csv").updated = "2026-02-22T09:30:00+00:00"
    assert analyst.run("refresh").code == 0
    assert analyst.value(RECEIVED, "2024") == 515


def test_a_later_release_is_added(analyst: Analyst, tables: Tables) -> None:
    members = {
        one.file: published.a_year_later(one).encoded()
        for one in tables["ehcp-2025"]
        if one.file != "annual_reviews.csv"
    }
    later = published.release_of(PLANS, "2026", members)
    analyst.service.world.publication(PLANS).releases.insert(0, later)
    answer = analyst.run("refresh", "--only", "ehcp")
    assert answer.code in (0, 1), answer.text
    assert analyst.value(CASELOAD, "202526") == analyst.value(CASELOAD, "202425") == 3143
    found = rows(
        analyst,
        "select distinct release_id from figure where indicator_id = 'ehcp_caseload' "
        "and period in ('202425', '202526') and breakdown is null",
    )
    assert found == [("ehcp-2026/caseload.csv",)]


def test_a_later_release_of_another_name_is_found_by_the_code_of_its_title(
    analyst: Analyst,
) -> None:
    world = analyst.service.world
    newest = world.publication(NEED).releases[0]
    members = {
        one.name.replace("2025", "2026"): one.content.data + next_year(one.content.data)
        for one in newest.files
        if one.name.startswith("d3_")
    }
    world.publication(NEED).releases.insert(0, published.release_of(NEED, "2026", members))
    assert analyst.run("refresh", "--only", "cin_d3").code == 0
    assert analyst.value("cp_started", "2026") == analyst.value("cp_started", "2025") == 193


def next_year(data: bytes) -> bytes:
    """The rows of 2025 again, for 2026."""
    lines = data.splitlines(keepends=True)
    return b"".join(line.replace(b"2025", b"2026", 1) for line in lines if line[:5] == b"2025,")


@pytest.mark.parametrize(
    ("number", "kind", "value", "told"),
    [
        ((1, 2, 0), "Minor", 1880, None),
        ((1, 1, 1), "Patch", 1880, None),
        ((2, 0, 0), "Major", 1879, "version 2.0 exists"),
    ],
    ids=["minor", "patch", "major"],
)
def test_versions_of_the_api(
    analyst: Analyst, number: tuple[int, int, int], kind: str, value: int, told: str | None
) -> None:
    data = trafford("1879", "1880")(analyst.service.world.file(REFERRALS).content.data)
    analyst.service.world.add_version(REFERRALS, number, data, kind=kind)
    analyst.service.forget()
    answer = analyst.run("refresh", "--only", "cin_c1")
    assert answer.code == 0, answer.text
    assert analyst.value("cin_referrals", "2025") == value
    assert not told or told in answer.text
    assert [one.stage for one in analyst.service.asked if one.stage in ("csv", "catalogue")] == (
        ["csv"] if value == 1880 else []
    )


def test_the_successor_of_a_data_set_that_is_not_updated_is_loaded_and_told(
    analyst: Analyst,
) -> None:
    """It is in the API under another id, and has the newer figures."""
    data_set = analyst.service.world.data_set(REFERRALS)
    before = data_set.live()
    assert before
    content = Content(trafford("1879", "1880")(before.content.data))
    newer = replace(before, number=(2, 0, 0), content=content)
    id = "00000000-0000-4000-8000-000000000001"
    successor = replace(data_set, id=id, file="another.csv", versions=[newer])
    analyst.service.world.data_sets.append(successor)
    data_set.status, data_set.successor = "Deprecated", successor.id
    answer = analyst.run("refresh", "--only", "cin_c1")
    assert answer.code == 0, answer.text
    assert f"its successor is {successor.id}" in answer.text
    assert analyst.value("cin_referrals", "2025") == 1880


def test_one_data_set_that_is_not_updated_any_more_does_not_lose_the_others_of_its_publication(
    analyst: Analyst,
) -> None:
    """Without another one the API does not list the publication any more."""
    analyst.service.world.data_set(REFERRALS).status = "Deprecated"
    answer = analyst.run("refresh", "--only", "cin", "--only", "workforce")
    assert answer.code == 0, answer.text
    assert "DfE does not update data set" in answer.text
    assert "supply the file" not in answer.text


def test_a_data_set_withdrawn_from_the_api_comes_from_the_catalogue(analyst: Analyst) -> None:
    analyst.service.world.data_set(REFERRALS).status = "Withdrawn"
    analyst.service.world.amend(REFERRALS, trafford("1879", "1880"))
    analyst.service.forget()
    answer = analyst.run("refresh", "--only", "cin_c1")
    assert answer.code == 0, answer.text
    assert analyst.value("cin_referrals", "2025") == 1880
    assert [one.stage for one in analyst.service.asked if one.status == 200][-1] == "catalogue"


# Something fails.


def test_a_data_set_that_fails_leaves_the_others_loaded_and_its_figures_in_place(
    analyst: Analyst,
) -> None:
    service = analyst.service
    service.world.amend("requests.csv", trafford("515", "516"))
    service.world.amend("caseload.csv", trafford("3143", "3144"))
    service.fault("catalogue", faults.server_error, of="requests.csv")
    service.fault("zip", faults.server_error)
    answer = analyst.run_alone("refresh")
    assert answer.code == 1
    assert (analyst.value(RECEIVED, "2024"), analyst.value(CASELOAD, "202425")) == (515, 3144)
    sentences = [line for line in answer.text.splitlines() if "ehcp_requests: " in line]
    assert sentences and "status 500" in sentences[0]
    assert "Traceback" not in answer.text
    service.repair()
    assert analyst.run("refresh").code == 0
    assert (analyst.value(RECEIVED, "2024"), analyst.value(CASELOAD, "202425")) == (516, 3144)
    assert analyst.leftovers() == []


def test_what_failed_is_known_to_status(analyst: Analyst) -> None:
    analyst.service.world.amend("requests.csv", trafford("515", "516"))
    analyst.service.fault("catalogue", faults.server_error)
    analyst.service.fault("zip", faults.server_error)
    assert analyst.run("refresh").code == 1
    told = analyst.run("status").out
    assert re.search(r"ehcp_requests .*failed", told), told


def test_another_way_is_taken_when_the_first_fails(analyst: Analyst) -> None:
    analyst.service.world.amend("requests.csv", trafford("515", "516"))
    analyst.service.fault("catalogue", faults.server_error)
    answer = analyst.run("refresh")
    assert answer.code == 0
    assert analyst.value(RECEIVED, "2024") == 516
    assert "another way was taken" in answer.text


def test_a_file_that_lost_many_rows_is_refused_unless_that_is_right(analyst: Analyst) -> None:
    """A stream that lacks some of its rows looks whole."""
    without = re.compile(rb"^202324,.*\n", re.MULTILINE)
    analyst.service.world.amend("caseload.csv", lambda data: without.sub(b"", data))
    answer = analyst.run("refresh", "--only", "ehcp_caseload")
    assert answer.code == 1
    assert "ehcp_caseload: " in answer.text and "--force" in answer.text
    assert analyst.value(CASELOAD, "202324") == 2939
    assert analyst.run("refresh", "--only", "ehcp_caseload", "--force").code == 0
    assert analyst.value(CASELOAD, "202324") is None


# The real files.
PLANS_ZIP = "education-health-and-care-plans_2025.zip"


def real_files(folder: Path) -> Files:
    """What the service has an address for, as published."""
    with zipfile.ZipFile(folder / "ehcp" / PLANS_ZIP) as archive:
        plans = {
            name.removeprefix("data/"): archive.read(name)
            for name in archive.namelist()
            if name.startswith("data/")
        }
    need = {path.name: path.read_bytes() for path in (folder / "cin").glob("*.csv")}
    return {(PLANS, "2025"): plans, (NEED, "2025"): need}


@pytest.mark.published
def test_the_published_files_over_the_network_are_those_of_the_folder(
    snapshot_data: Path,
    published: Path,
    embedded_files: Path,
    service: StandIn,
    tmp_path: Path,
) -> None:
    """The embedded figures are those of the folder, as `test_published.py` shows."""
    service.begin(world(real_files(published)))
    rest = tmp_path / "rest"
    rest.mkdir()
    for path in embedded_files.iterdir():
        if path.name == PLANS_ZIP:
            with zipfile.ZipFile(path) as archive:
                archive.extract(f"supporting-files/{tribunals.FILE_2025}", rest)
        elif path.resolve().parent.name != "cin":
            shutil.copy(path, rest)
    analyst = Analyst(tmp_path / "data", service)
    assert analyst.run("refresh", "--from", rest, "--fresh").code == 0
    answer = analyst.run("refresh", *EMBEDDED)
    assert answer.code == 0, answer.text
    assert analyst.content() == Analyst(snapshot_data, service).content()


@pytest.mark.published
def test_the_published_files_are_the_embedded_ones(
    snapshot_data: Path, published: Path, service: StandIn, tmp_path: Path
) -> None:
    service.begin(world(real_files(published)))
    shutil.copytree(snapshot_data, tmp_path / "data")
    analyst = Analyst(tmp_path / "data", service)
    answer = analyst.run("refresh", *EMBEDDED)
    assert (answer.code, len(service.downloads())) == (0, 15), answer.text
    assert analyst.in_use == tmp_path / "data" / "releases" / releases.current(snapshot_data).name
    service.forget()
    assert analyst.run("refresh", *EMBEDDED).code == 0
    assert service.downloads() == []
