"""Which database is in use, and that a build that fails changes nothing."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from writing import REQUESTS

from etl import build, releases
from etl.model import Refusal

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
    assert sorted(content(data)) == ["current", f"releases/{in_use(data).name}"]
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


def test_what_a_killed_build_left_behind_is_removed_by_the_next(make: Make, tmp_path: Path) -> None:
    data = tmp_path / "data"
    left = data / "releases" / "20260101T000000000000Z.building"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half a database")
    left.with_suffix(".building.wal").write_bytes(b"its log")
    spilled = left.with_suffix(".building.tmp")
    spilled.mkdir()
    (spilled / "duckdb_temp_storage-0.tmp").write_bytes(b"what did not fit into memory")
    releases.publish(data, make("515"))
    assert sorted(content(data)) == ["current", f"releases/{in_use(data).name}"]
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


def test_the_data_folder_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINE_OF_SIGHT_DATA", str(tmp_path))
    assert releases.data_folder() == tmp_path
    monkeypatch.delenv("LINE_OF_SIGHT_DATA")
    assert releases.data_folder() == releases.PROJECT / "data"
