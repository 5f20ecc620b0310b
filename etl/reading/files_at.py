"""Where published files come from: a zip, a folder (with zips in it) or a single file."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from etl.model import Refusal
from etl.reading.csv_file import BLOCK
from etl.reading.staging import PublishedFile
from etl.reading.workbook import is_workbook

# Bytes of one member as unpacked: a zip that was made to fill the disk stops here.
LARGEST_FILE = 1_000_000_000
# A zip in a zip is a download that somebody packed again; one more is made to fill the disk.
DEEPEST = 2
# Bytes of all members together: many that are each within the limit would fill it too.
LARGEST_ZIP = 2_000_000_000


@dataclass
class Found:
    """The files at a path, and the faults of zips that cannot be read whole."""

    files: list[PublishedFile] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def find_files(path: Path, workspace: Path) -> Found:
    """Every file at `path`, members of zips unpacked into `workspace`.

    Raises Refusal when there is nothing at `path`. A damaged zip is a fault of the answer, so that
    the faults of all files can be told at once.
    """
    paths = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    if not paths:
        raise Refusal([f"{path}: expected a zip, a folder or a file, found nothing there"])
    at_path = Found()
    for number, place in enumerate(paths):
        try:
            at_path.files += published_files(place, workspace / str(number))
        except Refusal as refusal:
            at_path.faults += refusal.faults
    return at_path


def published_files(path: Path, workspace: Path) -> Iterator[PublishedFile]:
    if path.suffix.lower() == ".zip":
        yield from unpack(path, path.name, workspace)
    else:
        yield PublishedFile(name=path.name, path=path, found_in=str(path.parent))


def unpack(path: Path, name: str, folder: Path, depth: int = 1) -> Iterator[PublishedFile]:
    """The files of a zip, and of the zips in it, `name` as the reader of a fault knows it.

    Raises Refusal when it is damaged or too large.
    """
    with reading_zip(name):
        archive = zipfile.ZipFile(path)
    with archive:
        members = sorted(archive.infolist(), key=lambda member: member.filename)
        size = sum(member.file_size for member in members)
        if size > LARGEST_ZIP:
            raise Refusal([f"{name}: expected files under 2 GB together, found {size:,} bytes"])
        folder.mkdir(parents=True, exist_ok=True)
        for number, member in enumerate(members):
            if member.is_dir():
                continue
            # A number for a name: no member can leave the folder, or have a name that no disk
            # takes.
            target = folder / f"{number}{'.xlsx' if is_workbook(Path(member.filename)) else ''}"
            unpack_member(archive, member, name, target)
            file_name = member.filename.replace("\\", "/").rpartition("/")[2]
            if not file_name.lower().endswith(".zip"):
                yield PublishedFile(name=file_name, path=target, found_in=name)
            elif depth == DEEPEST:
                raise Refusal([f"{name}: expected files, found one more zip in it: {file_name}"])
            else:
                inner = f"{name}/{file_name}"
                yield from unpack(target, inner, folder / f"{number}.zip", depth + 1)


def unpack_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, target: Path
) -> None:
    if member.file_size > LARGEST_FILE:
        raise Refusal(
            [
                f"{name}: expected files under 1 GB, found {member.filename} "
                f"of {member.file_size:,} bytes"
            ]
        )
    with reading_zip(name):
        source = archive.open(member)
    with source, target.open("wb") as file:
        while True:
            # Only what the zip raises is its fault; what the disk raises is not.
            with reading_zip(name):
                block = source.read(BLOCK)
            if not block:
                return
            file.write(block)


@contextmanager
def reading_zip(name: str) -> Iterator[None]:
    """Turn whatever the bytes of a zip raise into a refusal."""
    try:
        yield
    # Locked with a password, or compressed in another way; both are told in its own words.
    except RuntimeError as error:
        raise Refusal([f"{name}: expected a zip to read, found: {error}"]) from error
    # Damaged bytes raise whatever the unpackers below zipfile raise.
    except Exception as error:
        raise Refusal(
            [f"{name}: expected a whole zip file, found one that is cut off or damaged"]
        ) from error
