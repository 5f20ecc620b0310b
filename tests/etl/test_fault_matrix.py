"""Every fault at every stage: what is said, that the figures in use stay, that nothing is left.

The stages of a refresh: ask for lists and versions, download by one of three routes, read and
build, check, switch. A fault strikes the stand-in for DfE's service, the folder or the process.
"""

import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import duckdb
import pytest

from etl.database import releases
from etl.disk import checksum
from tests.etl.refreshing import Analyst, Answer, ended, running, wait_until
from tests.etl.writing import CHILDREN_IN_NEED, REFERRALS, REQUESTS, SALFORD, TRAFFORD, Table, table
from tests.standin import faults, published
from tests.standin.faults import Fault
from tests.standin.published import NEED, PLANS
from tests.standin.service import StandIn

FILES = {
    (PLANS, "2025"): {REQUESTS.file: REQUESTS},
    (NEED, "2025"): {CHILDREN_IN_NEED.file: CHILDREN_IN_NEED, REFERRALS.file: REFERRALS},
}
RECEIVED = "requests_received_in_year"
OLD = {"requests": 515, "referrals": 1879}
NEW = {"requests": 516, "referrals": 1880}
NEW_REQUESTS = REQUESTS.having(4, RECEIVED, "516")
NEW_REFERRALS = REFERRALS.having(5, "referral_count", "1880")


def encoded(
    files: dict[tuple[str, str], dict[str, Table]],
) -> dict[tuple[str, str], dict[str, bytes]]:
    return {
        place: {name: one.encoded() for name, one in members.items()}
        for place, members in files.items()
    }


@pytest.fixture(scope="module")
def before(standing: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is up to date with the service, before the service has anything new."""
    standing.begin(published.world(encoded(FILES)))
    analyst = Analyst(tmp_path_factory.mktemp("before") / "data", standing)
    first = CHILDREN_IN_NEED.write(analyst.data.parent)
    assert analyst.run("refresh", "--from", first, "--fresh").code == 0
    answer = analyst.run(
        "refresh", "--only", "ehcp_requests", "--only", "cin_b1", "--only", "cin_c1"
    )
    assert answer.code == 0, answer.text
    return analyst.data


def amend(service: StandIn) -> None:
    """DfE amends requests and referrals."""
    service.begin(published.world(encoded(FILES)))
    service.world.amend(REQUESTS.file, lambda _: NEW_REQUESTS.encoded())
    service.world.amend(REFERRALS.file, lambda _: NEW_REFERRALS.encoded())
    service.world.add_version(REFERRALS.file, (1, 2, 0), NEW_REFERRALS.encoded())


@pytest.fixture
def analyst(before: Path, service: StandIn, tmp_path: Path) -> Iterator[Analyst]:
    """Somebody whose figures are one step behind."""
    shutil.copytree(before, tmp_path / "data")
    amend(service)
    yield Analyst(tmp_path / "data", service)
    shutil.rmtree(tmp_path)


@pytest.fixture(scope="module")
def unchanged(before: Path, standing: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Analyst:
    """The same, for all the tests of which none may change anything."""
    data = tmp_path_factory.mktemp("unchanged") / "data"
    shutil.copytree(before, data)
    return Analyst(data, standing)


@pytest.fixture
def behind(unchanged: Analyst, service: StandIn) -> Analyst:
    """Somebody whose figures are one step behind, and who never catches up."""
    amend(service)
    return unchanged


# Seconds of silence that are waited for, where that is what a fault is about.
PATIENCE = {faults.hang.name: 0.3, faults.hang_in_body.name: 0.3, faults.endless.name: 0.1}
BOTH = ["--only", "ehcp_requests", "--only", "cin_c1"]


def held(analyst: Analyst) -> dict[str, float | str | None]:
    return {
        "requests": analyst.value("ehcp_requests", "2024"),
        "referrals": analyst.value("cin_referrals", "2025"),
    }


def waiting(analyst: Analyst, fault: Fault) -> Analyst:
    return replace(analyst, timeout=PATIENCE.get(fault.name, analyst.timeout))


def close_other_routes(service: StandIn, route: str) -> None:
    for stage in ("csv", "catalogue", "zip"):
        if stage != route:
            service.fault(stage, faults.not_found)


def assert_nothing_changed(analyst: Analyst, before: Path) -> None:
    """The very database is in use that was, byte by byte, and nothing lies about."""
    assert in_use(analyst.data) == in_use(before)
    assert analyst.leftovers() == []


def tidy_up(analyst: Analyst) -> None:
    """The next run, which has nothing to do but to remove what lies about."""
    analyst.service.repair()
    assert analyst.run("refresh", "--only", "cin_b1").code == 0


def in_use(data: Path) -> tuple[str, str]:
    """The name and the checksum of the database in use."""
    database = releases.current(data)
    assert database
    return database.name, checksum(database)


def assert_told(answer: Answer, name: str, words: str) -> None:
    """One sentence names the data set and says what was expected and found."""
    assert answer.code == 1, answer.text
    (sentence,) = [line for line in answer.text.splitlines() if line.startswith("Failed: ")]
    assert sentence.startswith(f"Failed: {name}: ")
    assert words in sentence, sentence
    assert "expected" in sentence and "found" in sentence
    assert "Traceback" not in answer.text


def assert_recovers(analyst: Analyst) -> None:
    """Without the fault the next run brings everything, and leaves no litter."""
    analyst.service.repair()
    answer = analyst.run("refresh", *BOTH)
    assert answer.code == 0, answer.text
    assert held(analyst) == NEW
    assert analyst.leftovers() == []


# Faults of any answer.
ANSWERS: list[tuple[Fault, str]] = [
    (faults.server_error, "status 500"),
    (faults.bad_gateway, "status 502"),
    (faults.unavailable, "status 503"),
    (faults.timed_out_there, "status 504"),
    (faults.too_many_requests(), "status 429"),
    (faults.too_many_requests("0"), "status 429"),
    (faults.too_many_requests("86400"), "86,400 s"),
    (faults.too_many_requests("Tue, 01 Jan 2199 00:00:00 GMT"), "status 429"),
    (faults.too_many_requests("soon"), "status 429"),
    (faults.bad_request, "status 400"),
    (faults.withdrawn, "status 403"),
    (faults.not_found, "status 404"),
    (faults.gone, "status 404"),
    (faults.redirect("/elsewhere"), "a web page"),
    (faults.redirect("http://192.0.2.1/elsewhere"), "a redirect to http://192.0.2.1/elsewhere"),
    (faults.redirect(""), "found"),
    (faults.reset, "an answer that breaks off"),
    (faults.reset_in_body, "an answer that breaks off"),
    (faults.closed_in_body, "an answer that breaks off"),
    (faults.hang, "no answer for 0.3 s"),
    (faults.hang_in_body, "0.3 s"),
    (faults.web_page, "a web page"),
    (faults.wrong_type, "the content type application/pdf"),
    (faults.no_type, "no content type"),
    (faults.empty, "found"),
]
# Faults of data, however it is sent.
DATA: list[tuple[Fault, str]] = [
    (faults.cut_in_row, "cut off"),
    (faults.Fault("empty file", content=lambda _: b""), "empty"),
    (faults.Fault("web page as the file", content=lambda _: faults.MAINTENANCE), "a web page"),
    (faults.Fault("JSON as the file", content=lambda _: b'{"busy": true}\n'), "JSON"),
    (faults.Fault("zip as the file", content=lambda _: b"PK\3\4" + bytes(90)), "a zip"),
]
ROUTES: dict[str, list[tuple[Fault, str]]] = {
    "csv": [
        *ANSWERS,
        *DATA,
        (faults.hidden_web_page, "a web page"),
        (faults.cut_short, "breaks off"),
        (faults.broken_gzip, "gzip"),
        (faults.gzip_in_gzip, "gzip inside of gzip"),
        (faults.no_gzip, "gzip"),
        (faults.endless, "within 3 s"),
    ],
    "catalogue": [
        *ANSWERS,
        *DATA,
        (faults.hidden_web_page, "a web page"),
        (faults.cut_short, "cut off"),
    ],
    "zip": [
        *ANSWERS,
        *DATA,
        (faults.hidden_web_page, "content type"),
        (faults.cut_short, "cut off or damaged"),
        (faults.without_member(REQUESTS.file), "the member requests.csv"),
        (faults.damaged_member(REQUESTS.file), "damaged"),
    ],
}
DOWNLOADS = [(route, *case) for route, cases in ROUTES.items() for case in cases]


@pytest.mark.parametrize(
    ("route", "fault", "words"),
    DOWNLOADS,
    ids=[f"{route}, {fault}" for route, fault, _ in DOWNLOADS],
)
def test_a_download_that_fails_changes_nothing(
    behind: Analyst, before: Path, route: str, fault: Fault, words: str
) -> None:
    close_other_routes(behind.service, route)
    behind.service.fault(route, fault)
    name = "cin_c1" if route == "csv" else "ehcp_requests"
    answer = waiting(behind, fault).run("refresh", "--only", name)
    assert_told(answer, name, words)
    assert_nothing_changed(behind, before)


LISTS: list[tuple[Fault, str]] = [
    *ANSWERS,
    (faults.not_json, "not whole JSON"),
    (faults.cut_short, "not whole JSON"),
    (faults.json_null, "another shape"),
    (faults.json_list, "another shape"),
    (faults.json_text, "another shape"),
    (faults.other_keys, "another shape"),
    (faults.results_of_text, "another shape"),
    (faults.values_of_lists, "another shape"),
    (faults.warning, "LocationsNotFound"),
    (replace(faults.endless, name="list without an end"), "20,000,000 bytes"),
]


@pytest.mark.parametrize(("fault", "words"), LISTS, ids=[str(fault) for fault, _ in LISTS])
@pytest.mark.parametrize(("stage", "name"), [("versions", "cin_c1"), ("list", "ehcp_requests")])
def test_a_list_that_fails_changes_nothing(
    behind: Analyst, before: Path, stage: str, name: str, fault: Fault, words: str
) -> None:
    """The ids on record still lead to a download; here they do not."""
    close_other_routes(behind.service, "none")
    behind.service.fault(stage, fault)
    answer = waiting(behind, fault).run("refresh", "--only", name)
    assert answer.code == 1
    assert words in answer.text, answer.text
    assert_nothing_changed(behind, before)


# A file that arrives whole and is not what it should be: read, build and check.


def upload(name: str, data: bytes) -> Fault:
    return Fault(name, content=lambda _: data)


def uploaded(name: str, table: Table) -> Fault:
    return upload(name, table.encoded())


SHORT_ROW = b",".join(NEW_REQUESTS.encoded().rstrip().split(b",")[:-1]) + b"\r\n"
OF_ONE_CODE = table(
    REQUESTS.file, RECEIVED, ({**SALFORD, "new_la_code": TRAFFORD["new_la_code"]}, "2024", "1")
)
FILES_OF_ANOTHER_KIND: list[tuple[Fault, str]] = [
    (uploaded("column renamed", NEW_REQUESTS.renamed(RECEIVED, "received")), RECEIVED),
    (uploaded("column dropped", NEW_REQUESTS.without(RECEIVED)), RECEIVED),
    (uploaded("unknown symbol", NEW_REQUESTS.having(4, RECEIVED, "*")), "row 4, column"),
    (uploaded("text", NEW_REQUESTS.having(4, RECEIVED, "n/a")), "row 4, column"),
    (uploaded("part of a child", NEW_REQUESTS.having(4, RECEIVED, "516.5")), "a whole number"),
    (uploaded("less than none", NEW_REQUESTS.having(4, RECEIVED, "-1")), "row 4, column"),
    (uploaded("over 100%", NEW_REQUESTS.having(4, "request_not_assess_pc", "127")), "0 to 100"),
    (
        uploaded("row twice", NEW_REQUESTS.plus(NEW_REQUESTS.rows[2])),
        "rows that the service says, found 4 rows",
    ),
    (uploaded("older release", NEW_REQUESTS.everywhere("time_period", "2022")), "2024"),
    (uploaded("label spelled anew", NEW_REQUESTS.everywhere("breakdown_topic", "All")), "All"),
    (uploaded("another file", CHILDREN_IN_NEED), "expected the column"),
    (faults.header_only, "only a header"),
    (faults.doubled_rows, "rows that the service says, found 6 rows"),
    (faults.semicolons, "commas"),
    (faults.not_utf8, "UTF-8"),
    (faults.replaced("\r\n", "\r"), "found"),
    (upload("row without its last cell", SHORT_ROW), "columns"),
    (upload("zero byte", NEW_REQUESTS.encoded().replace(b"Trafford", b"Traf\0ord")), "row 4"),
    (
        uploaded("two councils of one code", NEW_REQUESTS.plus(*OF_ONE_CODE.rows)),
        "rows that the service says, found 4 rows",
    ),
]


@pytest.mark.parametrize(
    ("fault", "words"),
    FILES_OF_ANOTHER_KIND,
    ids=[str(fault) for fault, _ in FILES_OF_ANOTHER_KIND],
)
def test_a_file_that_is_refused_changes_nothing(
    behind: Analyst, before: Path, fault: Fault, words: str
) -> None:
    behind.service.fault("catalogue", fault, of=REQUESTS.file)
    behind.service.fault("zip", fault, of=PLANS)
    assert_told(behind.run("refresh", "--only", "ehcp_requests"), "ehcp_requests", words)
    assert_nothing_changed(behind, before)


@pytest.mark.parametrize("place", [0, -1], ids=["it cannot be read", "it does not fit"])
def test_a_file_that_is_refused_lets_the_others_in(analyst: Analyst, place: int) -> None:
    """And when DfE has put it right, the next run brings it."""
    fault, words = FILES_OF_ANOTHER_KIND[place]
    analyst.service.fault("catalogue", fault, of=REQUESTS.file)
    analyst.service.fault("zip", fault, of=PLANS)
    assert_told(analyst.run("refresh", *BOTH), "ehcp_requests", words)
    assert held(analyst) == {"requests": OLD["requests"], "referrals": NEW["referrals"]}
    assert_recovers(analyst)


# Faults that pass.

PASSING = [
    (faults.too_many_requests(), 2),
    (faults.bad_gateway, 3),
    (faults.reset, 2),
    (faults.too_many_requests("1"), 1),
    (faults.unavailable, 3),
    (faults.closed_in_body, 2),
    (faults.hang, 1),
    (faults.too_many_requests_until(0.5), 1),
    (faults.reset_in_body, 1),
    (faults.trickle(), 1),
    (faults.timed_out_there, 1),
    (faults.too_many_requests("0"), 3),
]
STAGES = ["versions", "list", "csv", "catalogue"]


@pytest.mark.parametrize("first", range(0, len(PASSING), 2))
def test_faults_that_pass_are_waited_for(analyst: Analyst, first: int) -> None:
    """Another one at every stage, each as often as said, and then the answer."""
    struck = [PASSING[(first + number) % len(PASSING)] for number in range(len(STAGES))]
    for stage, (fault, times) in zip(STAGES, struck, strict=True):
        analyst.service.fault(stage, fault, times=times)
    waits = any(fault is faults.hang for fault, _ in struck)
    answer = (waiting(analyst, faults.hang) if waits else analyst).run("refresh", *BOTH)
    assert answer.code == 0, answer.text
    assert held(analyst) == NEW
    asked = analyst.service.stages()
    assert all(
        asked.count(stage) >= times for stage, (_, times) in zip(STAGES, struck, strict=True)
    )
    assert "zip" not in asked
    assert analyst.leftovers() == []


@pytest.mark.parametrize(
    ("broken", "taken"),
    [
        (["versions"], ["catalogue", "catalogue"]),
        (["csv"], ["catalogue", "catalogue"]),
        (["catalogue"], ["csv", "zip"]),
        (["csv", "catalogue"], ["zip", "zip"]),
        (["list"], ["csv"]),
    ],
    ids=", ".join,
)
def test_when_one_way_is_closed_another_is_taken(
    analyst: Analyst, broken: list[str], taken: list[str]
) -> None:
    for stage in broken:
        analyst.service.fault(stage, faults.server_error)
    names = BOTH if len(taken) == 2 else ["--only", "cin_c1"]
    answer = analyst.run("refresh", *names)
    assert answer.code == 0, answer.text
    assert sorted(
        one.stage
        for one in analyst.service.asked
        if one.status == 200 and one.stage in ("csv", "catalogue", "zip")
    ) == sorted(taken)
    assert held(analyst) == NEW if len(taken) == 2 else held(analyst) == OLD | {"referrals": 1880}


# Faults of the folder and of the process: of the computer, in short.


def limited(analyst: Analyst, bytes: int) -> Answer:
    """A refresh on a disk that is full: no file can grow beyond so many bytes."""
    code = (
        "import resource, runpy, sys; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, {bytes})); "
        f"sys.argv = ['etl', 'refresh', *{BOTH}]; runpy.run_module('etl', run_name='__main__')"
    )
    return ended(analyst.start_python("-c", code))


@pytest.mark.skipif(os.name != "posix", reason="no such limit on this system")
@pytest.mark.parametrize("size", [50, 20_000, 1_000_000])
def test_a_full_disk(analyst: Analyst, before: Path, size: int) -> None:
    answer = limited(analyst, size)
    assert answer.code == 1
    assert "Traceback" not in answer.text
    assert "File too large" in answer.text, answer.text
    tidy_up(analyst)
    assert_nothing_changed(analyst, before)


def test_a_folder_that_cannot_be_switched(analyst: Analyst, before: Path) -> None:
    (analyst.data / "current.new").mkdir()
    answer = analyst.run("refresh", *BOTH)
    assert answer.code == 1
    assert f"{analyst.data / 'current.new'}: expected to write here, found: " in answer.text
    (analyst.data / "current.new").rmdir()
    assert_nothing_changed(analyst, before)
    assert_recovers(analyst)


@pytest.mark.parametrize("place", ["cache", "releases"])
def test_a_folder_that_is_a_file(analyst: Analyst, place: str) -> None:
    """What it held is moved aside first, so that the file is all there is."""
    aside = analyst.data.with_name("aside")
    shutil.move(analyst.data / place, aside)
    (analyst.data / place).write_text("a file where a folder should be")
    answer = analyst.run("refresh", *BOTH)
    assert answer.code == 1
    assert "expected" in answer.text and "found" in answer.text
    assert "Traceback" not in answer.text
    (analyst.data / place).unlink()
    shutil.move(aside, analyst.data / place)
    assert held(analyst) == OLD
    assert_recovers(analyst)


@pytest.mark.skipif(sys.platform != "linux", reason="the administrator's rights stay elsewhere")
def test_a_read_only_folder(analyst: Analyst, before: Path) -> None:
    folders = [analyst.data, *filter(Path.is_dir, analyst.data.rglob("*"))]
    for folder in folders:
        folder.chmod(0o555)
    answer = ended(analyst.start_python("-c", without_privilege(["refresh", *BOTH])))
    for folder in folders:
        folder.chmod(0o755)
    assert answer.code == 1
    assert "expected to write here, found: Permission denied" in answer.text, answer.text
    assert "Traceback" not in answer.text
    assert_nothing_changed(analyst, before)
    assert_recovers(analyst)


def without_privilege(words: list[str]) -> str:
    """A command that may not write where it has no right to: the administrator may everywhere."""
    return (
        "import ctypes, os, sys; ctypes.CDLL(None).prctl(24, 1, 0, 0, 0); "
        f"os.execv(sys.executable, [sys.executable, '-m', 'etl', *{words}])"
    )


def test_two_refreshes_at_once(analyst: Analyst) -> None:
    analyst.service.fault("catalogue", faults.hang, times=1)
    with running(replace(analyst, timeout=30).start("refresh", *BOTH)) as first:
        wait_until(lambda: "catalogue" in analyst.service.stages())
        second = analyst.run("refresh", *BOTH)
        assert second.code == 1
        assert "another refresh is running since" in second.text
        assert f"(process {first.pid})" in second.text
        assert held(analyst) == OLD
        analyst.service.repair()
        answer = ended(first)
    assert answer.code == 0, answer.text
    assert held(analyst) == NEW
    assert analyst.leftovers() == []


def test_a_database_that_is_being_written_elsewhere(analyst: Analyst, before: Path) -> None:
    with duckdb.connect(str(analyst.in_use)):
        answer = analyst.run_alone("refresh", *BOTH)
    assert answer.code == 1
    assert "Traceback" not in answer.text
    assert f"{analyst.in_use}: expected " in answer.text, answer.text
    assert_recovers(analyst)


@pytest.mark.parametrize("text", ["", "nowhere.duckdb\n", "../current\n", "\0\n"])
def test_a_pointer_that_is_damaged(analyst: Analyst, text: str) -> None:
    """Nothing is known to be in use then: the embedded figures are, as at the beginning."""
    (analyst.data / "current").write_text(text, encoding="utf-8")
    answer = analyst.run("status")
    assert answer.code == 1
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("year", ["1999", "2199"])
def test_a_clock_that_jumps(analyst: Analyst, year: str) -> None:
    """What is newest is known by the order of names and records, not by the clock."""
    in_use = analyst.in_use
    assert in_use
    moved = in_use.with_name(year + in_use.name[4:])
    in_use.rename(moved)
    (analyst.data / "current").write_text(moved.name + "\n", encoding="utf-8")
    for record in (analyst.data / "cache" / "records").glob("*.json"):
        os.utime(record, (0, 0) if year < "2000" else (2**32, 2**32))
    assert_recovers(analyst)
    assert analyst.in_use and analyst.in_use.name > moved.name
    assert analyst.run("rollback").code == 0
    assert held(analyst) == OLD


@pytest.mark.skipif(os.name != "posix", reason="no such signal on this system")
@pytest.mark.parametrize(
    ("stage", "number"),
    [("versions", signal.SIGINT), ("catalogue", signal.SIGINT), ("csv", signal.SIGTERM)],
)
def test_ctrl_c_while_waiting_for_an_answer(
    analyst: Analyst, before: Path, stage: str, number: signal.Signals
) -> None:
    analyst.service.fault(stage, faults.hang)
    with running(replace(analyst, timeout=30).start("refresh", *BOTH)) as process:
        wait_until(lambda: stage in analyst.service.stages())
        process.send_signal(number)
        answer = ended(process)
    if number == signal.SIGINT:
        assert answer.code == 1
        assert answer.err.strip().splitlines()[-1] == (
            f"Stopped. Nothing changed. Database in use: {analyst.in_use}"
        )
    tidy_up(analyst)
    assert_nothing_changed(analyst, before)


@pytest.mark.skipif(os.name != "posix", reason="no such signal on this system")
def test_ctrl_c_while_building(analyst: Analyst) -> None:
    with running(analyst.start("refresh", *BOTH)) as process:
        wait_until(lambda: list((analyst.data / "releases").glob("*.building")))
        process.send_signal(signal.SIGINT)
        answer = ended(process)
    assert "Traceback" not in answer.text
    assert (answer.code, held(analyst)) in [(1, OLD), (1, NEW), (0, NEW)]
    assert_recovers(analyst)


def test_a_service_that_is_not_there(analyst: Analyst, before: Path) -> None:
    """Who is offline is told so within five seconds, once and not for each data set."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    offline = replace(
        analyst,
        setting=analyst.service.setting().replace(f":{analyst.service.server.port}", f":{port}"),
    )
    for words in (["refresh"], ["refresh", "--dry-run"]):
        begin = time.monotonic()
        answer = offline.run(*words)
        assert time.monotonic() - begin < 5
        assert answer.code == 1
        assert answer.text.count("no connection") == 1
    assert_nothing_changed(analyst, before)


def test_a_name_that_is_looked_up_for_ever_is_given_up_within_five_seconds(
    analyst: Analyst, before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is on a computer that is connected to nothing, or to a network that swallows all."""
    hang = Event()

    def look_up(*_: object) -> None:
        hang.wait(20)
        raise OSError("no such name")

    monkeypatch.setattr(socket, "create_connection", look_up)
    begin = time.monotonic()
    answer = analyst.run("refresh")
    hang.set()
    assert time.monotonic() - begin < 5
    assert answer.code == 1
    assert answer.text.count("no connection") == 1
    assert_nothing_changed(analyst, before)
