"""What DfE's service says of versions and files, read from its JSON."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from etl.model import DataSet
from etl.service.web import shown

# Ids go into addresses and versions into questions, so nothing passes that could be more than one.
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VERSION = re.compile(r"\d{1,6}(\.\d{1,6}){1,2}")
# DfE's names have spaces, brackets and ampersands, and end in .csv; none has a slash or begins with
# a point.
FILE_NAME = re.compile(r"\w[\w .,()+&'-]{0,150}\.csv", re.IGNORECASE)
OLD = "is not among the newest files"  # our own key of an item
# No count of rows or pages comes near it: JSON may hold numbers that no column of ours can.
ABSURD = 10**12
Item = dict[str, Any]


def newest_file(items: Iterable[Item], data_set: DataSet) -> Item:
    """The file of a data set in the list of its publication, {} when none or several may be it."""
    newest = [item for item in items if id_at(item, "id") and item.get("latestData") is not False]
    # From the surest sign to the weakest. Each must point to one file alone: two would be a guess.
    tests: list[Callable[[Item], bool]] = [
        lambda item: data_set.api_id is not None and id_at(item, "api", "id") == data_set.api_id,
        lambda item: id_at(item, "id") in data_set.file_ids,
        *(by_file_name(test) for test in name_tests(data_set)),
        lambda item: is_headed(text_at(item, "title") or "", data_set.title_code),
    ]
    for test in tests:
        matching = [item for item in newest if test(item)]
        if len(matching) == 1:
            return matching[0]
    return {}


def by_file_name(test: Callable[[str], bool]) -> Callable[[Item], bool]:
    return lambda item: test(text_at(item, "filename") or "")


def name_tests(data_set: DataSet, name: str | None = None) -> list[Callable[[str], bool]]:
    """Whether a file name is that of a data set: the same, or the same but for its years."""
    wanted = {one.casefold() for one in (data_set.file, *data_set.renamed, name or data_set.file)}
    return [
        lambda name: name.casefold() in wanted,
        lambda name: without_years(name) in {without_years(file) for file in wanted},
        lambda name: is_headed(name, data_set.title_code),
    ]


def without_years(name: str) -> str:
    return re.sub(r"\d{4}", "0000", name.casefold())


def is_headed(text: str, code: str | None) -> bool:
    """Whether a text begins with a code such as B1, and not with B10."""
    begin, whole = (code or "").casefold(), text.casefold()
    return bool(code) and whole.startswith(begin) and not whole[len(begin) :][:1].isalnum()


@dataclass(frozen=True)
class Version:
    """One version of an API data set; `number` is (major, minor, patch)."""

    text: str
    number: tuple[int, ...]
    status: str
    item: Item = field(repr=False)


def versions_of(items: Iterable[Item]) -> list[Version]:
    """The versions of a list that have a number, from new to old."""
    versions = [
        Version(text, number_of(text), text_at(item, "status") or "", item)
        for item in items
        if VERSION.fullmatch(text := text_at(item, "version") or "")
    ]
    return sorted(versions, key=lambda version: version.number, reverse=True)


def number_of(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    # 1.2 is 1.2.0: DfE leaves a patch of 0 out.
    return tuple([*numbers, 0, 0][:3])


def newest_version(versions: list[Version], wanted: str) -> Version | None:
    """The newest version that is published, or else not updated any more; `wanted` as `1.*`."""
    if wanted.endswith("*"):
        prefix = tuple(int(part) for part in wanted.split(".")[:-1])
        matching = [version for version in versions if version.number[: len(prefix)] == prefix]
    else:
        matching = [version for version in versions if version.number == number_of(wanted)]
    # A withdrawn version can still be downloaded, but DfE says that it is wrong.
    for status in ("Published", "Deprecated"):
        for version in matching:
            if version.status == status:
                return version
    return None


def version_notes(version: Version, versions: list[Version], data_set: DataSet) -> Iterator[str]:
    """What else there is: newer versions outside of the pinned one, and withdrawn ones."""
    newer = [later for later in versions if later.number > version.number]
    other = next((later for later in newer if later.status == "Published"), None)
    if other:
        yield f"version {other.text} exists; version {data_set.api_version} is read"
    for later in newer:
        if later.status == "Withdrawn":
            yield f"DfE has withdrawn version {later.text}; version {version.text} is read"
    if version.status == "Deprecated":
        yield f"DfE does not update version {version.text} any more"


def file_notes(item: Item, data_set: DataSet) -> Iterator[str]:
    """What is to be known of a file before its figures are taken for the newest."""
    if not item or item.get(OLD):
        release = release_title(item) or data_set.file_ids[0]
        yield f"not among the newest files that DfE lists: the last one known is of {release}"
    if item.get("isSuperseded") is True:
        yield "DfE marks this file as superseded"


def value_at(value: Any, *keys: str) -> Any:
    """What is at a path of keys; None when something on the way is not there."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def text_at(value: Any, *keys: str) -> str | None:
    text = value_at(value, *keys)
    return shown(text.strip()) or None if isinstance(text, str) else None


def number_at(value: Any, *keys: str) -> int | None:
    number = value_at(value, *keys)
    whole = isinstance(number, int) and not isinstance(number, bool)
    return number if whole and 0 <= number < ABSURD else None


def items_at(value: Any, *keys: str) -> list[Item] | None:
    items = value_at(value, *keys)
    whole = isinstance(items, list) and all(isinstance(item, dict) for item in items)
    return items if whole else None


def id_at(value: Any, *keys: str) -> str | None:
    """An id, only where it is one: it goes into addresses."""
    id = (text_at(value, *keys) or "").lower()
    return id if GUID.fullmatch(id) else None


def plain_name(name: str | None) -> str | None:
    """The name of a CSV file, only where it is a plain one: never a path."""
    return name if name and FILE_NAME.fullmatch(name) else None


def release_title(item: Item) -> str | None:
    return text_at(item, "release", "title") or text_at(item, "release")


def rows_of(item: Item) -> int | None:
    return number_at(item, "meta", "numDataFileRows")


def updated_of(item: Item) -> str | None:
    """When a file was last changed: the date of its release stays as it is when it is amended."""
    return text_at(item, "lastUpdated")


def as_listed(detail: Item) -> Item:
    """The detail of one file, which DfE answers in another shape, as a list would have it."""
    return {
        "id": detail.get("id"),
        "title": detail.get("title"),
        "filename": value_at(detail, "file", "name"),
        "release": value_at(detail, "release"),
        "isSuperseded": value_at(detail, "release", "isSuperseded"),
        "lastUpdated": value_at(detail, "release", "lastUpdated"),
        "meta": value_at(detail, "file", "meta"),
    }
