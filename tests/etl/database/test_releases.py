"""Which database is in use, and that a build that fails changes nothing."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.database import build, releases
from etl.disk import PROJECT
from etl.model import Refusal
from tests.etl.writing import REQUESTS

BROKEN = REQUESTS.having(4, "requests_received_in_year", "n/a")
Make = Callable[[str], Callable[[Path], build.Summary]]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes a database in which Trafford had so many requests; each is built once, then copied."""
    folder = tmp_path_factory.mktemp("made")
    summaries: dict[str, build.Summary] = {}

    def make_with(requests: str) -> Callable[[Path], build.Summary]:
        made = folder / f"{requests}.duckdb"
        if requests not in summaries:
            table = REQUESTS.having(4, "requests_received_in_year", requests)
            summaries[requests] = build.build_from_files(table.write(folder), made)

        def copy(to: Path) -> build.Summary:
            shutil.copyfile(made, to)
            return summaries[requests]

        return copy

    return make_with


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def requests_in(database: Path) -> float:
    with duckdb.connect(str(database), read_only=True) as con:
        return requests_of(con)


def requests_of(con: duckdb.DuckDBPyConnection) -> float:
    (row,) = con.execute(
        "select value from figure where indicator_id = 'ehcp_requests' and area_code = 'E08000009'"
    ).fetchall()
    return float(row[0])


def in_use(folder: Path) -> Path:
    database = releases.current(folder)
    assert database
    return database


def test_there_is_no_database_at_first(tmp_path: Path) -> None:
    assert releases.current(tmp_path) is None


def test_a_database_is_in_use_when_it_is_whole(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    assert requests_in(in_use(data)) == 515
    assert sorted(content(data)) == ["current", "refresh.lock", f"releases/{in_use(data).name}"]
    assert (data / "current").read_text() == f"{in_use(data).name}\n"


def test_a_newer_database_takes_its_place(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    first = in_use(data)
    releases.publish(data, make("516"))
    assert requests_in(in_use(data)) == 516
    assert requests_in(first) == 515


def test_a_refused_file_leaves_everything_as_it_was(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    before = content(data)
    with pytest.raises(Refusal, match="found 'n/a'"):
        releases.publish(data, lambda to: build.build_from_files(BROKEN.write(tmp_path), to))
    assert content(data) == before


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (KeyboardInterrupt(), KeyboardInterrupt),
        (MemoryError(), MemoryError),
        (duckdb.IOException("No space left on device"), Refusal),
    ],
)
def test_a_build_that_is_stopped_leaves_everything_as_it_was(
    make: Make, tmp_path: Path, error: BaseException, raised: type[BaseException]
) -> None:
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    before = content(data)

    def stopped(to: Path) -> build.Summary:
        with build.opened(to):
            raise error

    with pytest.raises(raised):
        releases.publish(data, stopped)
    assert content(data) == before


def test_a_database_that_was_not_finished_is_not_switched_to(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    before = content(data)

    def unfinished(to: Path) -> build.Summary:
        with build.opened(to):
            return build.Summary(source="nothing")

    with pytest.raises(Refusal, match="expected a whole database, found one that is cut off"):
        releases.publish(data, unfinished)
    assert content(data) == before


def test_what_a_killed_build_left_behind_is_removed_by_the_next(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    left = data / "releases" / "20260101T000000000000Z.building"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a database")
    left.with_suffix(".building.wal").write_bytes(b"its log")
    spilled = left.with_suffix(".building.tmp")
    spilled.mkdir()
    (spilled / "duckdb_temp_storage-0.tmp").write_bytes(b"what did not fit into memory")
    (data / "current.new").write_text("half a na", encoding="utf-8")
    download = data / "cache" / "0123.part"
    download.parent.mkdir()
    download.write_bytes(b"half a download")
    (data / "refresh.holder").write_text('{"process": 1, "since": "2026-01-01T00:00:00+00:00"}')
    (data / "refresh.lock").touch()
    releases.publish(data, make("515"))
    assert sorted(content(data)) == ["current", "refresh.lock", f"releases/{in_use(data).name}"]
    assert not spilled.exists()


def test_a_build_that_was_never_switched_to_is_not_in_use(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    first = in_use(data)
    make("516")(data / "releases" / "21000101T0Z.duckdb")
    (data / "current.new").write_text("21000101T0Z.duckdb\n")
    assert in_use(data) == first


def test_the_last_three_are_kept(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    made = []
    for requests in ("516", "516", "516", "515", "516"):
        releases.publish(data, make(requests))
        made.append(in_use(data))
    assert sorted((data / "releases").iterdir()) == made[-3:]
    assert [requests_in(database) for database in made[-3:]] == [516, 515, 516]


def test_the_one_in_use_is_kept_however_old_it_is(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    first = in_use(data)
    for year in range(2101, 2105):
        (data / "releases" / f"{year}0101T000000000000Z.duckdb").write_bytes(b"")
    releases.forget_old(data)
    assert in_use(data) == first
    assert len(list((data / "releases").iterdir())) == 4


def test_the_switch_is_one_replacement(make: Make, tmp_path: Path) -> None:
    """A reader that opened the old pointer still reads the old name: the file was not rewritten."""
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    first = in_use(data).name
    with (data / "current").open() as old:
        releases.publish(data, make("516"))
        assert old.read() == f"{first}\n"
        assert os.fstat(old.fileno()).st_nlink == 0
    assert in_use(data).name != first
    assert not (data / "current.new").exists()


def test_a_pointer_to_nothing_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("20260101T000000000000Z.duckdb\n")
    assert releases.current(tmp_path) is None


def test_a_folder_that_cannot_be_written_is_told(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.write_text("a file where the folder should be")
    with pytest.raises(Refusal) as refusal:
        releases.publish(data, make("515"))
    assert refusal.value.faults == [
        f"{data / 'releases'}: expected to write here, found: Not a directory"
    ]
    assert data.read_text() == "a file where the folder should be"


def test_a_pointer_that_cannot_be_written_is_told(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    first = in_use(data)
    (data / "current.new").mkdir()
    with pytest.raises(Refusal) as refusal:
        releases.publish(data, make("516"))
    assert refusal.value.faults == [
        f"{data / 'current.new'}: expected to write here, found: Is a directory"
    ]
    assert in_use(data) == first
    assert requests_in(first) == 515
    assert releases.kept(data) == [first]


def test_a_reader_of_the_old_database_keeps_working(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    with duckdb.connect(str(in_use(data)), read_only=True) as reader:
        assert requests_of(reader) == 515
        for _ in range(4):
            releases.publish(data, make("516"))
        assert requests_of(reader) == 515
        assert requests_of(reader.cursor()) == 515
    assert requests_in(in_use(data)) == 516


@pytest.fixture
def three(make: Make, tmp_path: Path) -> tuple[Path, list[Path]]:
    """A data folder with three databases, the last of them in use."""
    data = tmp_path / "data"
    made = []
    for requests in ("515", "516", "517"):
        releases.publish(data, make(requests))
        made.append(in_use(data))
    return data, made


def test_rollback_goes_back_one_at_a_time_to_the_oldest(three: tuple[Path, list[Path]]) -> None:
    data, (first, second, third) = three
    assert releases.rollback(data) == second == in_use(data)
    assert releases.rollback(data) == first == in_use(data)
    with pytest.raises(Refusal, match=f"{first.stem}: expected an older database, found none"):
        releases.rollback(data)
    assert in_use(data) == first
    assert releases.kept(data) == [first, second, third]


def test_what_was_rolled_back_from_is_not_gone_back_to(
    three: tuple[Path, list[Path]], make: Make
) -> None:
    data, (first, second, _) = three
    releases.rollback(data)
    releases.publish(data, make("518"))
    fourth = in_use(data)
    assert requests_in(fourth) == 518
    assert releases.kept(data) == [first, second, fourth]
    assert releases.rollback(data) == second


def test_rollback_without_a_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="expected a database in use, found none"):
        releases.rollback(tmp_path / "data")


def test_rollback_passes_over_a_damaged_database(three: tuple[Path, list[Path]]) -> None:
    data, (first, second, _) = three
    second.write_bytes(b"something else")
    assert releases.rollback(data) == first == in_use(data)


def test_rollback_to_nothing_but_damaged_databases_is_refused(
    three: tuple[Path, list[Path]],
) -> None:
    data, (first, second, third) = three
    for damaged in (first, second):
        damaged.write_bytes(b"something else")
    with pytest.raises(Refusal, match=f"{third.stem}: expected an older database that is whole"):
        releases.rollback(data)
    assert in_use(data) == third


def test_a_clock_that_went_back_does_not_hide_a_newer_database(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    releases.publish(data, make("515"))
    ahead = data / "releases" / "21000101T000000000000Z.duckdb"
    in_use(data).rename(ahead)
    releases.switch(data, ahead)
    releases.publish(data, make("516"))
    assert in_use(data).name == "21000101T000000000001Z.duckdb"
    assert releases.rollback(data) == ahead


@given(st.lists(st.datetimes().filter(lambda moment: moment.year < 2999), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_next_name_sorts_after_every_other(tmp_path: Path, moments: list[datetime]) -> None:
    with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        data = Path(folder)
        (data / "releases").mkdir()
        for moment in moments:
            name = f"{moment.year:04}{moment:%m%dT%H%M%S%f}Z.duckdb"
            (data / "releases" / name).touch()
        assert all(releases.next_name(data) > path.stem for path in releases.kept(data))


HOLDING = """
import sys
from pathlib import Path
from etl.database import releases
with releases.one_at_a_time(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the data folder."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path / "data")],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_refresh_says_who_is_first(
    make: Make, tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    data = tmp_path / "data"
    before = content(data)
    for change in (lambda: releases.publish(data, make("515")), lambda: releases.rollback(data)):
        with pytest.raises(Refusal) as refusal:
            change()
        (fault,) = refusal.value.faults
        assert re.fullmatch(
            rf"another refresh is running since \d\d:\d\d \(process {holder.pid}\): "
            "wait until it is done",
            fault,
        )
    assert content(data) == before
    holder.communicate("done\n")
    releases.publish(data, make("515"))
    assert requests_in(in_use(data)) == 515


def test_a_refresh_that_was_killed_holds_nobody_up(
    make: Make, tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    data = tmp_path / "data"
    holder.kill()
    holder.wait()
    assert (data / "refresh.holder").exists()
    releases.publish(data, make("515"))
    assert sorted(content(data)) == ["current", "refresh.lock", f"releases/{in_use(data).name}"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"process": "?", "since": "?"}'])
def test_a_holder_that_cannot_be_read_is_no_obstacle(
    tmp_path: Path, holder: subprocess.Popen[str], text: str
) -> None:
    data = tmp_path / "data"
    (data / "refresh.holder").write_text(text)
    with pytest.raises(Refusal) as refusal:
        releases.rollback(data)
    assert refusal.value.faults == ["another refresh is running: wait until it is done"]


def test_since_when_names_the_day_when_it_is_another(tmp_path: Path) -> None:
    (tmp_path / "refresh.holder").write_text(
        '{"process": 1234, "since": "2026-03-12T10:41:00+00:00"}'
    )
    assert " on 12 March 2026 (process 1234)" in releases.holder(tmp_path)


def test_the_data_folder_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    assert releases.data_folder() == tmp_path
    monkeypatch.delenv("LINE_OF_SIGHT_DATA")
    assert releases.data_folder() == PROJECT / "data"
