"""What was downloaded and kept: contents once, a record each, and nothing that is damaged used."""

import hashlib
import json
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import Refusal
from etl.service.cache import Cache, Download

REFERRALS = b"time_period,referral_count\n2025,1879\n"
REVISED = b"time_period,referral_count\n2025,1880\n"


def download(content: bytes = REFERRALS, data_set: str = "cin_c1", **more: object) -> Download:
    known: dict[str, object] = {
        "data_set": data_set,
        "sha256": hashlib.sha256(content).hexdigest(),
        "url": "https://example.org/csv?dataSetVersion=1.0",
        "route": "api",
        "identity": "api 1.0, 1 rows, file 1",
        "version": "1.0",
        "release": "Reporting year 2025",
        "file_name": "c1.csv",
        "fetched_at": datetime.fromisoformat("2026-11-22T07:30:15.000250"),
        "size": len(content),
        "header": ("time_period", "referral_count"),
        "rows": 1,
        "notes": ("1 rows arrived, the service says 2",),
    }
    return Download(**{**known, **more})  # type: ignore[arg-type]


def keep(cache: Cache, content: bytes = REFERRALS, data_set: str = "cin_c1") -> Download:
    partial = cache.partial()
    partial.write_bytes(content)
    return cache.keep(partial, download(content, data_set))


def files(cache: Cache) -> list[str]:
    """Every file of a cache, contents by the first letters of their checksum."""
    paths = [path for path in cache.folder.rglob("*") if path.is_file()]
    return sorted(path.relative_to(cache.folder).as_posix()[:17] for path in paths)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_a_cache_that_is_not_there_is_empty(cache: Cache) -> None:
    assert cache.all() == []
    assert cache.newest("cin_c1") is None
    assert cache.faults() == []
    cache.tidy_up()


def test_what_was_kept_is_found_again(cache: Cache) -> None:
    kept = keep(cache)
    later = Cache(cache.folder)
    assert later.newest("cin_c1") == kept
    assert later.path(kept).read_bytes() == REFERRALS
    assert later.faults() == []


def test_a_record_can_be_read_without_us(cache: Cache) -> None:
    keep(cache)
    [record] = cache.records.iterdir()
    values = json.loads(record.read_text(encoding="utf-8"))
    assert record.name == "000001_cin_c1.json"
    assert values["fetched_at"] == "2026-11-22T07:30:15.000250Z"
    assert (cache.contents / f"{values['sha256']}.csv").read_bytes() == REFERRALS


def test_equal_contents_are_kept_once_with_a_record_each(cache: Cache) -> None:
    keep(cache)
    keep(cache, data_set="population")
    assert len(list(cache.contents.iterdir())) == 1
    assert [one.data_set for one in cache.all()] == ["cin_c1", "population"]


def test_the_newest_is_the_last_that_was_kept_whatever_the_clock_says(cache: Cache) -> None:
    for content, year in [(REFERRALS, 2026), (REVISED, 1999)]:
        partial = cache.partial()
        partial.write_bytes(content)
        cache.keep(partial, download(content, fetched_at=datetime.fromisoformat(f"{year}-01-01")))
    newest = cache.newest("cin_c1")
    assert newest
    assert cache.path(newest).read_bytes() == REVISED
    assert [one.fetched_at.year for one in cache.all()] == [2026, 1999]


def test_a_data_set_is_not_taken_for_one_whose_name_ends_alike(cache: Cache) -> None:
    keep(cache, data_set="cin_c1")
    assert cache.newest("c1") is None


def test_the_order_holds_past_a_million_downloads(cache: Cache) -> None:
    keep(cache)
    [record] = cache.records.iterdir()
    record.rename(record.with_name("999999_cin_c1.json"))
    keep(cache, REVISED)
    assert [one.sha256 for one in cache.all()] == [
        hashlib.sha256(content).hexdigest() for content in (REFERRALS, REVISED)
    ]


# Damage.


def test_a_content_that_was_changed_is_named_and_not_used(cache: Cache) -> None:
    kept = keep(cache)
    path = cache.path(kept)
    path.write_bytes(REVISED)
    fault = f"cin_c1: {path}: expected the bytes that were downloaded, found others"
    assert cache.faults() == [fault]
    with pytest.raises(Refusal) as refusal:
        cache.path(kept)
    assert refusal.value.faults == [fault]


@pytest.mark.parametrize(
    ("left", "fault"),
    [(b"", "expected 37 bytes as downloaded, found 0"), (None, "the file that was downloaded")],
    ids=["cut off", "gone"],
)
def test_a_content_that_is_not_whole_is_passed_over(
    cache: Cache, left: bytes | None, fault: str
) -> None:
    older, newer = keep(cache), keep(cache, REVISED)
    path = cache.path(newer)
    path.unlink() if left is None else path.write_bytes(left)
    assert cache.newest("cin_c1") == older
    assert cache.all() == [older]
    [told] = cache.faults()
    assert fault in told


def test_a_damaged_content_is_mended_by_the_next_download(cache: Cache) -> None:
    kept = keep(cache)
    cache.path(kept).write_bytes(REVISED)
    keep(cache)
    assert cache.path(kept).read_bytes() == REFERRALS
    assert cache.faults() == []


def test_bytes_that_changed_before_they_were_kept_are_refused(cache: Cache) -> None:
    partial = cache.partial()
    partial.write_bytes(REVISED)
    with pytest.raises(Refusal, match="expected the bytes that arrived"):
        cache.keep(partial, download(REFERRALS))
    assert cache.all() == []


@given(data=st.data())
def test_a_damaged_record_says_the_same_or_is_named(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"))
    kept = keep(cache)
    [record] = cache.records.iterdir()
    text = record.read_bytes()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    record.write_bytes(text[:start] + data.draw(st.binary(max_size=5)) + text[end:])
    found = cache.newest("cin_c1")
    if found:
        assert replace(found, notes=kept.notes) == kept
        assert cache.faults() == []
    else:
        [fault] = cache.faults()
        assert fault.startswith(str(record))


@pytest.mark.parametrize("name", ["url", "version", "fetched_at", "rows", "header"])
def test_a_record_that_was_edited_is_named_and_not_used(cache: Cache, name: str) -> None:
    keep(cache)
    [record] = cache.records.iterdir()
    values = json.loads(record.read_text(encoding="utf-8"))
    edited = json.dumps({**values, name: values["sha256"]})
    record.write_text(edited, encoding="utf-8")
    fault = "expected the record as it was written, found one that was changed"
    assert cache.newest("cin_c1") is None
    assert cache.faults() == [f"{record}: {fault}"]


def test_a_record_of_a_later_version_is_read(cache: Cache) -> None:
    kept = keep(cache)
    [record] = cache.records.iterdir()
    values = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps({**values, "signed_by": "DfE"}), encoding="utf-8")
    assert cache.newest("cin_c1") == kept


# Stopped runs, other processes, and folders that cannot be written.


def test_leftovers_of_stopped_runs_are_removed(cache: Cache) -> None:
    keep(cache)
    before = files(cache)
    cache.partial().write_bytes(b"half a fi")
    (cache.records / "0123.part").write_bytes(b"half a rec")
    (cache.contents / f"{'0' * 64}.csv").write_bytes(b"a content without its record")
    cache.tidy_up()
    assert files(cache) == before


def test_no_content_is_removed_while_a_record_cannot_be_read(cache: Cache) -> None:
    kept = keep(cache)
    [record] = cache.records.iterdir()
    record.write_bytes(b"{")
    cache.tidy_up()
    assert cache.path(kept).read_bytes() == REFERRALS


def test_readers_see_whole_downloads_while_others_are_kept(cache: Cache) -> None:
    done = threading.Event()
    seen: list[Download] = []

    def read() -> None:
        while not done.is_set():
            seen.extend(cache.all())

    reader = threading.Thread(target=read)
    reader.start()
    kept = [keep(cache, b"a,b\n" + b"1,2\n" * number) for number in range(1, 40)]
    done.set()
    reader.join()
    assert cache.all() == kept
    assert set(seen) <= set(kept)
    assert cache.faults() == []


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(Refusal) as refusal:
        Cache(tmp_path / "cache").partial()
    [fault] = refusal.value.faults
    assert fault.startswith(f"{tmp_path / 'cache'}: expected to write here, found: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_refused(tmp_path: Path) -> None:
    from etl.service.web import receive

    full = tmp_path / "a.part"
    full.symlink_to("/dev/full")
    with pytest.raises(Refusal, match="expected to write here, found: No space left on device"):
        receive(iter([b"a,b\n" * 100_000]), full)
