"""Where published files come from: a zip, a folder with zips in it, or one file."""

import struct
import zipfile
from pathlib import Path

import pytest

from etl.database import build
from etl.model import Refusal
from etl.reading import files_at
from etl.reading.files_at import find_files
from tests.etl.writing import CHILDREN_IN_NEED, REQUESTS, Table, write_zip


def found(path: Path, workspace: Path) -> list[tuple[str, str, bytes]]:
    return [
        (file.name, file.found_in, file.path.read_bytes())
        for file in find_files(path, workspace).files
    ]


def refusal_of(path: Path, workspace: Path) -> list[str]:
    try:
        return find_files(path, workspace).faults
    except Refusal as refusal:
        return refusal.faults


def test_one_file_is_found(tmp_path: Path) -> None:
    path = REQUESTS.write(tmp_path / "downloads")
    assert found(path, tmp_path / "work") == [
        ("requests.csv", str(path.parent), REQUESTS.encoded())
    ]


def test_the_files_of_a_zip_are_found(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "plans.zip", [REQUESTS, CHILDREN_IN_NEED])
    assert found(path, tmp_path / "work") == [
        (CHILDREN_IN_NEED.file, "plans.zip", CHILDREN_IN_NEED.encoded()),
        ("requests.csv", "plans.zip", REQUESTS.encoded()),
    ]


def test_a_folder_is_searched_with_its_folders_and_zips(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    write_zip(folder / "ehcp" / "plans.zip", [REQUESTS])
    CHILDREN_IN_NEED.write(folder / "cin")
    assert found(folder, tmp_path / "work") == [
        (CHILDREN_IN_NEED.file, str(folder / "cin"), CHILDREN_IN_NEED.encoded()),
        ("requests.csv", "plans.zip", REQUESTS.encoded()),
    ]


def test_two_zips_of_one_name_in_two_folders_are_both_found(tmp_path: Path) -> None:
    changed = REQUESTS.having(4, "requests_rya", "17")
    write_zip(tmp_path / "published" / "a" / "data.zip", [REQUESTS])
    write_zip(tmp_path / "published" / "b" / "data.zip", [changed])
    assert [data for _, _, data in found(tmp_path / "published", tmp_path / "work")] == [
        REQUESTS.encoded(),
        changed.encoded(),
    ]


def test_nothing_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nothing"
    assert refusal_of(path, tmp_path) == [
        f"{path}: expected a zip, a folder or a file, found nothing there"
    ]


def test_a_folder_without_published_files_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "holiday.csv").write_text("a,b\n1,2\n")
    with pytest.raises(Refusal) as refusal:
        build.build_from_files(folder, tmp_path / "built.duckdb")
    assert refusal.value.faults == [
        f"{folder}: expected a published file that a record names, found none"
    ]
    assert not (tmp_path / "built.duckdb").exists()


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.99], ids=["early", "middle", "near its end"])
def test_a_zip_cut_off_is_refused(tmp_path: Path, kept: float) -> None:
    path = write_zip(tmp_path / "plans.zip", [REQUESTS, CHILDREN_IN_NEED])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    assert refusal_of(path, tmp_path / "work") == [
        "plans.zip: expected a whole zip file, found one that is cut off or damaged"
    ]


def test_a_zip_with_a_changed_byte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plans.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("data/requests.csv", REQUESTS.encoded())
    path.write_bytes(path.read_bytes().replace(b"154489", b"154488"))
    assert refusal_of(path, tmp_path / "work") == [
        "plans.zip: expected a whole zip file, found one that is cut off or damaged"
    ]


def test_a_zip_that_asks_for_a_password_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "plans.zip", [REQUESTS])
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    for flags in (6, entry + 8):
        data[flags : flags + 2] = struct.pack("<H", 1)
    path.write_bytes(data)
    (fault,) = refusal_of(path, tmp_path / "work")
    assert fault.startswith("plans.zip: expected a zip to read, found: File")
    assert "password" in fault


def test_members_that_are_enormous_together_are_refused_before_one_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_zip(tmp_path / "plans.zip", [REQUESTS, CHILDREN_IN_NEED])
    size = len(REQUESTS.encoded()) + len(CHILDREN_IN_NEED.encoded())
    monkeypatch.setattr(files_at, "LARGEST_ZIP", size - 1)
    assert refusal_of(path, tmp_path / "work") == [
        f"plans.zip: expected files under 2 GB together, found {size:,} bytes"
    ]
    assert not (tmp_path / "work").exists()
    monkeypatch.setattr(files_at, "LARGEST_ZIP", size)
    assert len(found(path, tmp_path / "work")) == 2


def test_an_enormous_member_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "plans.zip", [REQUESTS])
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 2_000_000_000)
    path.write_bytes(data)
    assert refusal_of(path, tmp_path / "work") == [
        "plans.zip: expected files under 1 GB, found data/requests.csv of 2,000,000,000 bytes"
    ]
    assert not list((tmp_path / "work").rglob("requests.csv"))


@pytest.mark.parametrize(
    "member",
    [
        "../requests.csv",
        "../../../requests.csv",
        "data/../../../requests.csv",
        "/requests.csv",
        "C:\\requests.csv",
    ],
)
def test_no_member_of_a_zip_is_written_outside_the_workspace(tmp_path: Path, member: str) -> None:
    workspace = tmp_path / "work" / "here"
    with zipfile.ZipFile(tmp_path / "plans.zip", "w") as archive:
        archive.writestr(member, REQUESTS.encoded())
    (found,) = find_files(tmp_path / "plans.zip", workspace).files
    assert found.name == "requests.csv"
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(written) == sorted([tmp_path / "plans.zip", found.path])
    assert found.path.resolve().is_relative_to(workspace.resolve())
    assert not Path("/requests.csv").exists()


def test_a_link_inside_a_zip_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("secret")
    link = zipfile.ZipInfo("data/requests.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "plans.zip", "w") as archive:
        archive.writestr(link, str(tmp_path / "secret.csv"))
    (file,) = find_files(tmp_path / "plans.zip", tmp_path / "work").files
    assert not file.path.is_symlink()
    assert file.path.read_text() == str(tmp_path / "secret.csv")


@pytest.mark.parametrize("again", [REQUESTS, REQUESTS.having(4, "requests_rya", "17")])
def test_one_published_file_twice_is_refused(tmp_path: Path, again: Table) -> None:
    folder = tmp_path / "published"
    REQUESTS.write(folder)
    write_zip(folder / "plans.zip", [again])
    with pytest.raises(Refusal) as refusal:
        build.build_from_files(folder, tmp_path / "built.duckdb")
    assert refusal.value.faults == [
        f"ehcp-2025/requests.csv: expected the file once, found it in plans.zip and in {folder}"
    ]


def test_files_that_no_record_names_are_told_and_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    REQUESTS.write(folder)
    (folder / "data-guidance.txt").write_text("How to read these files")
    summary = build.build_from_files(folder, tmp_path / "built.duckdb")
    assert summary.unused == ["data-guidance.txt"]
    assert [reading.release_id for reading in summary.readings] == ["ehcp-2025/requests.csv"]


def test_the_name_of_a_file_may_be_in_other_letters(tmp_path: Path) -> None:
    path = tmp_path / "Requests.CSV"
    REQUESTS.write(tmp_path).replace(path)
    summary = build.build_from_files(path, tmp_path / "built.duckdb")
    assert summary.readings[0].release_id == "ehcp-2025/requests.csv"
    assert summary.figures > 0


def test_a_damaged_zip_does_not_hide_the_faults_of_other_files(tmp_path: Path) -> None:
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    (downloads / "plans.zip").write_bytes(b"PK\x03\x04 cut off")
    (downloads / "caseload.csv").write_text("<!doctype html>\n", encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        build.build_from_files(downloads, tmp_path / "new.duckdb")
    assert refusal.value.faults == [
        "plans.zip: expected a whole zip file, found one that is cut off or damaged",
        "ehcp-2025/caseload.csv: expected a CSV file, found a web page (HTML)",
    ]
