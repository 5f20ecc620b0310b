"""The zip of a release: every member tested before one is used."""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.model import DataSet
from etl.service.listing import name_tests, plain_name
from etl.service.web import CHUNK, Chunks, Problem, Received, receive, shown

# Bytes as unpacked, of a zip or of one file. Real zips unpack to 26 and 37 MB; the largest file has
# 12.6 million rows. A zip made to fill the disk stops here.
LARGEST_CONTENT = 2_000_000_000
# The guidance, a text for people, is read into memory.
LARGEST_GUIDANCE = 5_000_000
# A real zip has 7 to 15 members.
MOST_MEMBERS = 1_000
SHOWN_MEMBERS = 20
# Data sets lie in the first; some, as the school-level file, only ever in the second.
FOLDERS = ("data/", "supporting-files/")
GUIDANCE = "data-guidance/data-guidance.txt"
# What zipfile and the unpackers below it raise over damaged bytes.
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # locked with a password, or compressed in another way
    ValueError,
    LookupError,
    OverflowError,
)


@dataclass(frozen=True)
class Arrived:
    """A CSV file that is on disk, with the publisher's name for it."""

    received: Received
    file_name: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Archive:
    """The zip of a release, at `path` for as long as the service is open."""

    url: str
    path: Path

    def check(self) -> None:
        """Read every member: a stream that breaks off is not told by the status or a length."""
        with self.opened() as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if size > LARGEST_CONTENT or len(members) > MOST_MEMBERS:
                expected = f"at most {MOST_MEMBERS:,} members of {LARGEST_CONTENT:,} bytes"
                raise Problem(self.url, expected, f"{len(members):,} of {size:,} bytes")
            damaged = archive.testzip()
        if damaged:
            raise Problem(self.url, "a whole zip", f"{shown(damaged)} damaged")

    def unpack(self, data_set: DataSet, file_name: str, partial: Path) -> Arrived:
        """Unpack the member that is a data set. Raises Problem when there is none."""
        with self.opened() as archive:
            names = [name for name in archive.namelist() if name.startswith(FOLDERS)]
            member = member_of(names, data_set, file_name)
            if not member:
                members = ", ".join(map(shown, names[:SHOWN_MEMBERS])) or "no data at all"
                raise Problem(self.url, f"the member {file_name}", members)
            # DfE leaves a file that it cannot read out of the zip, without a word.
            missing = [name for name in promised(archive) if f"data/{name}" not in names]
            with archive.open(member) as source:
                received = receive(self.chunks(source), partial)
        notes = [
            f"the zip lacks {shown(name)}, which its guidance names"
            for name in missing[:SHOWN_MEMBERS]
        ]
        return Arrived(received, plain_name(file_part(member)) or data_set.file, tuple(notes))

    def chunks(self, source: Any) -> Chunks:
        while True:
            with reading_zip(self.url):
                data = source.read(CHUNK)
            if not data:
                return
            yield data

    @contextmanager
    def opened(self) -> Iterator[zipfile.ZipFile]:
        with reading_zip(self.url), zipfile.ZipFile(self.path) as archive:
            yield archive


@contextmanager
def reading_zip(url: str) -> Iterator[None]:
    """Turn what a damaged zip raises into a Problem."""
    try:
        yield
    except FAULTS as error:
        raise Problem(url, "a whole zip", "one that is cut off or damaged") from error


def promised(archive: zipfile.ZipFile) -> list[str]:
    """The data files that the guidance in a zip names: the service leaves out what it cannot read.

    None where there is no guidance.
    """
    if GUIDANCE not in archive.namelist():
        return []
    if archive.getinfo(GUIDANCE).file_size > LARGEST_GUIDANCE:
        return []
    # Replaced letters do no harm: only names of files are looked for.
    text = archive.read(GUIDANCE).decode("utf-8", "replace")
    return [name.strip() for name in re.findall(r"^Filename:(.+)$", text, flags=re.MULTILINE)]


def member_of(names: list[str], data_set: DataSet, file_name: str) -> str | None:
    """The member of a zip that is a data set, found by its file name."""
    for test in name_tests(data_set, file_name):
        like_it = [name for name in names if test(file_part(name))]
        if len({file_part(name) for name in like_it}) == 1:
            return min(like_it)
    return None


def file_part(member: str) -> str:
    return member.rsplit("/", 1)[-1]
