"""Where published files come from: a zip, a folder (with zips in it) or a single file."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from etl.model import Refusal
from etl.reading.staging import PublishedFile

# Bytes of one member as unpacked: a zip that was made to fill the disk stops here.
LARGEST_FILE = 1_000_000_000
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
    if not path.exists():
        raise Refusal([f"{path}: expected a zip, a folder or a file, found nothing there"])
    paths = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    at_path = Found()
    for number, place in enumerate(paths):
        try:
            at_path.files += published_files(place, workspace / str(number))
        except Refusal as refusal:
            at_path.faults += refusal.faults
    return at_path


def published_files(path: Path, workspace: Path) -> Iterator[PublishedFile]:
    if path.suffix.lower() == ".zip":
        yield from unpack(path, workspace)
    else:
        yield PublishedFile(name=path.name, path=path, found_in=str(path.parent))


def unpack(path: Path, folder: Path) -> Iterator[PublishedFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
            if size > LARGEST_ZIP:
                raise Refusal(
                    [f"{path.name}: expected files under 2 GB together, found {size:,} bytes"]
                )
            for member in sorted(archive.infolist(), key=lambda m: m.filename):
                if not member.is_dir():
                    yield unpack_member(archive, member, path, folder)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Refusal(
            [f"{path.name}: expected a whole zip file, found one that is cut off or damaged"]
        ) from error
    except RuntimeError as error:  # locked with a password, or compressed in another way
        raise Refusal([f"{path.name}: expected a zip to read, found: {error}"]) from error


def unpack_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, folder: Path
) -> PublishedFile:
    if member.file_size > LARGEST_FILE:
        raise Refusal(
            [
                f"{path.name}: expected files under 1 GB, found {member.filename} "
                f"of {member.file_size:,} bytes"
            ]
        )
    # extract() drops drive, root and .. from the name: a member cannot leave the folder.
    target = Path(archive.extract(member, folder))
    return PublishedFile(name=target.name, path=target, found_in=path.name)
