"""What the stand-in knows: publications, their releases and files, API data sets and versions."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import NAMESPACE_URL, uuid5

Number = tuple[int, int, int]
AMENDED = "2026-01-22T09:30:00+00:00"
NOT_MEASURES = {
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
    "pcon_code",
    "pcon_name",
}
FILTERS = {
    "breakdown_topic",
    "breakdown",
    "characteristic_age",
    "establishment_type",
    "establishment_group",
    "category",
    "age_group",
    "phase_type_grouping",
    "sen_provision",
    "sen_primary_need",
}


def invented_id(*words: str) -> str:
    """An id for what nobody wrote down the id of: the same for the same words."""
    return str(uuid5(NAMESPACE_URL, "/".join(words)))


@dataclass(frozen=True)
class Content:
    """The bytes that the statisticians uploaded, and what they say of themselves."""

    data: bytes

    @cached_property
    def lines(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.data.decode("utf-8-sig"), newline="")))

    @property
    def header(self) -> list[str]:
        return self.lines[0]

    @property
    def rows(self) -> int:
        return len(self.lines) - 1

    def column(self, name: str) -> list[str]:
        """The different texts of a column, sorted; none when there is no such column."""
        if name not in self.header:
            return []
        place = self.header.index(name)
        return sorted({row[place] for row in self.lines[1:]})

    @property
    def filters(self) -> list[str]:
        return sorted(FILTERS & set(self.header))

    @property
    def measures(self) -> list[str]:
        return sorted({name for name in self.header if name} - NOT_MEASURES - FILTERS)


@dataclass
class File:
    """One data-set file of one release, in the catalogue under its id."""

    id: str
    name: str
    title: str
    content: Content
    updated: str
    folder: str = "data"
    removed: bool = False


@dataclass
class Release:
    """One release, newest revision: `id` is the release version id of its zip."""

    id: str
    slug: str
    title: str
    published: str
    files: list[File]

    def file(self, name: str) -> File | None:
        return next((one for one in self.files if one.name == name), None)


@dataclass
class Publication:
    """A publication; its releases from new to old."""

    id: str
    slug: str
    title: str
    releases: list[Release]


@dataclass
class Version:
    """One version of an API data set. `status` is Published, Deprecated, Withdrawn or Draft."""

    number: Number
    content: Content
    file_id: str
    release: Release
    published: str
    kind: str = "Minor"
    status: str = "Published"
    notes: str = ""

    @property
    def text(self) -> str:
        major, minor, patch = self.number
        return f"{major}.{minor}.{patch}" if patch else f"{major}.{minor}"


@dataclass
class ApiDataSet:
    """A data set of the API; its life goes over releases."""

    id: str
    title: str
    file: str
    publication: Publication
    versions: list[Version]
    status: str = "Published"
    successor: str | None = None

    def newest_first(self) -> list[Version]:
        return sorted(self.versions, key=lambda version: version.number, reverse=True)

    def live(self) -> Version | None:
        """The newest version that anybody may read and nobody took back."""
        found = [one for one in self.newest_first() if one.status in ("Published", "Deprecated")]
        return found[0] if found else None

    def published(self, prefix: Sequence[int] = ()) -> Version | None:
        """What a wildcard finds: the newest published version with these first numbers."""
        found = (
            one
            for one in self.newest_first()
            if one.status == "Published" and list(one.number[: len(prefix)]) == list(prefix)
        )
        return next(found, None)

    def version(self, text: str) -> Version | None:
        """What a version string finds: `2.0`, `v2.0`, `1` (is 1.0.0), `1.*`, `1.2.*` or `*`."""
        text = text.strip().removeprefix("v")
        if re.fullmatch(r"(\d+\.){0,2}\*", text):
            return self.published([int(part) for part in text.split(".")[:-1]])
        if not re.fullmatch(r"\d+(\.\d+){0,2}", text):
            return None
        parts = [int(part) for part in text.split(".")]
        number = tuple([*parts, 0, 0][:3])
        return next((one for one in self.versions if one.number == number), None)


@dataclass
class World:
    """Everything that is published. A test changes it as the publisher would."""

    publications: list[Publication] = field(default_factory=list)
    data_sets: list[ApiDataSet] = field(default_factory=list)

    def releases(self) -> Iterator[tuple[Publication, Release]]:
        for publication in self.publications:
            for release in publication.releases:
                yield publication, release

    def publication(self, slug: str) -> Publication:
        return next(one for one in self.publications if one.slug == slug)

    def file(self, name: str) -> File:
        """The file of this name in the newest release that has it."""
        return next(one for _, _, one in self.files() if one.name == name)

    def data_set(self, file: str) -> ApiDataSet:
        return next(one for one in self.data_sets if one.file == file)

    def amend(self, name: str, change: Callable[[bytes], bytes]) -> None:
        """Another content under the same file id, as an amended release has it."""
        file = self.file(name)
        file.content = Content(change(file.content.data))
        file.updated = AMENDED

    def add_version(self, file: str, number: Number, data: bytes, **more: str) -> Version:
        """Another version of an API data set, of the newest release."""
        data_set = self.data_set(file)
        version = Version(
            number=number,
            content=Content(data),
            file_id=self.file(file).id,
            release=data_set.publication.releases[0],
            published=AMENDED,
            **more,
        )
        data_set.versions.append(version)
        return version

    def files(self) -> Iterator[tuple[Publication, Release, File]]:
        for publication, release in self.releases():
            for one in release.files:
                if not one.removed:
                    yield publication, release, one
