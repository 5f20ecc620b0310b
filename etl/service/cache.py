"""What was downloaded: contents by checksum, one record a download, to read without the network."""

import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.disk import checksum, writing
from etl.model import Refusal

# A record says which bytes to trust, so it must itself be known for whole.
SEAL = "record_sha256"


class Damaged(Exception):
    """What is wrong with a record or a content that is not as it was written."""


@dataclass(frozen=True, kw_only=True)
class Download:
    """One download of one data set: a CSV file, where it came from and what it holds.

    `fetched_at` is UTC without a zone, `size` in bytes, `rows` counts data rows, and `identity` is
    that of the offer it was fetched for. `notes` are sentences for the person who refreshes.
    """

    data_set: str
    sha256: str
    url: str
    route: str
    identity: str | None
    version: str | None
    release: str | None
    file_name: str
    fetched_at: datetime
    size: int
    header: tuple[str, ...]
    rows: int
    notes: tuple[str, ...] = ()


# What the checksum of a record covers. A field that is added later has a default, and is outside.
SEALED = [field.name for field in fields(Download) if field.default is MISSING]


class Cache:
    """Downloads kept in a folder: `contents/<sha256>.csv` once each, `records/<number>_….json`.

    Records are numbered in the order of downloads, whatever the clock said. Anything may read while
    one process writes. What cannot be written raises Refusal.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.contents = folder / "contents"
        self.records = folder / "records"

    def all(self) -> list[Download]:
        """Every download whose record can be read and whose content is there, oldest first."""
        return list(self.whole(self.record_paths()))

    def newest(self, data_set: str) -> Download | None:
        """The last download of a data set that is there, or None."""
        paths = reversed(self.record_paths(f"_{data_set}.json"))
        return next(
            (download for download in self.whole(paths) if download.data_set == data_set), None
        )

    def path(self, download: Download) -> Path:
        """The file of a download. Raises Refusal when it is gone or its bytes have changed."""
        path = self.content(download.sha256)
        try:
            check_content(path, download)
        except Damaged as damage:
            raise Refusal([f"{download.data_set}: {path}: {damage}"]) from damage
        return path

    def faults(self) -> list[str]:
        """A sentence for each record that cannot be read and each content gone or changed."""
        faults = []
        for path in self.record_paths():
            try:
                download = read_record(path)
                self.path(download)
            except Damaged as damage:
                faults.append(f"{path}: {damage}")
            except Refusal as refusal:
                faults += refusal.faults
        return list(dict.fromkeys(faults))

    def partial(self) -> Path:
        """A new place for a file that is being written; `tidy_up` removes what stays there."""
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        return partial_in(self.folder)

    def keep(self, partial: Path, download: Download) -> Download:
        """Move a partial file to its content and write its record, the newest of all.

        Raises Refusal when the folder cannot be written, or when the file is not what the size and
        checksum of `download` say.
        """
        content = self.content(download.sha256)
        with writing(self.folder):
            self.contents.mkdir(parents=True, exist_ok=True)
            self.records.mkdir(parents=True, exist_ok=True)
            # The same bytes again, under a new version or after a --force: kept once, recorded
            # twice.
            if is_whole(content, download):
                partial.unlink()
            elif is_whole(partial, download):
                partial.replace(content)
            else:
                raise Refusal([f"{partial}: expected the bytes that arrived, found others on disk"])
            self.write_record(download)
        return download

    def write_record(self, download: Download) -> None:
        """Write the record whole, under the next number."""
        partial = partial_in(self.records)
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(values_of(download), indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # The clock may go back, and two downloads may share a second; a number never does.
        number = max(map(number_of, self.record_paths()), default=0) + 1
        partial.replace(self.records / f"{number:06d}_{download.data_set}.json")

    def tidy_up(self) -> None:
        """Remove what a run that was stopped left behind: partial files, contents of no record."""
        with writing(self.folder):
            for path in [*self.folder.rglob("*.part"), *self.unnamed_contents()]:
                path.unlink(missing_ok=True)

    def unnamed_contents(self) -> list[Path]:
        """Contents that no record names; none while a record is damaged, which may name them."""
        try:
            named = {self.content(read_record(path).sha256) for path in self.record_paths()}
        except Damaged:
            return []
        return [path for path in self.contents.glob("*.csv") if path not in named]

    def content(self, sha256: str) -> Path:
        return self.contents / f"{sha256}.csv"

    def record_paths(self, ending: str = ".json") -> list[Path]:
        """The records whose names end so, by the number that heads the name."""
        return sorted(self.records.glob(f"*{ending}"), key=number_of)

    def whole(self, paths: Iterable[Path]) -> Iterator[Download]:
        """The downloads of records that can be read, with contents of the right size."""
        for path in paths:
            try:
                download = read_record(path)
                check_size(self.content(download.sha256), download)
            except Damaged:
                continue
            yield download


def partial_in(folder: Path) -> Path:
    return folder / f"{uuid.uuid4().hex}.part"


def number_of(record: Path) -> int:
    number = record.name.split("_", 1)[0]
    return int(number) if number.isdecimal() else 0


def values_of(download: Download) -> dict[str, Any]:
    """A download as its record says it, with a checksum over it."""
    values = {**asdict(download), "fetched_at": f"{download.fetched_at.isoformat()}Z"}
    values["header"] = list(download.header)
    return {**values, SEAL: seal(values)}


def seal(values: dict[str, Any]) -> str:
    text = json.dumps({name: values[name] for name in SEALED}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def read_record(path: Path) -> Download:
    """The download that a record describes. Raises Damaged; keys of later versions do no harm."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values[SEAL] != seal(values):
            raise Damaged("expected the record as it was written, found one that was changed")
        return Download(
            **{
                **{name: values[name] for name in SEALED},
                "fetched_at": datetime.fromisoformat(values["fetched_at"]).replace(tzinfo=None),
                "header": tuple(values["header"]),
                "notes": tuple(map(str, values.get("notes", ()))),
            }
        )
    except (OSError, ValueError, RecursionError, LookupError, TypeError) as error:
        raise Damaged("expected the record of a download, found a damaged one") from error


def check_size(content: Path, download: Download) -> None:
    """Raises Damaged when a content is gone, or is not as long as when it arrived."""
    try:
        size = content.stat().st_size
    except OSError as error:
        raise Damaged("expected the file that was downloaded, found none") from error
    if size != download.size:
        raise Damaged(f"expected {download.size:,} bytes as downloaded, found {size:,}")


def check_content(content: Path, download: Download) -> None:
    """Raises Damaged when the bytes of a content are not those that arrived."""
    check_size(content, download)
    try:
        on_disk = checksum(content)
    except OSError as error:
        raise Damaged(f"expected a file to read, found: {error.strerror}") from error
    if on_disk != download.sha256:
        raise Damaged("expected the bytes that were downloaded, found others")


def is_whole(content: Path, download: Download) -> bool:
    try:
        check_content(content, download)
    except Damaged:
        return False
    return True
