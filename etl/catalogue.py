"""All publications together: which file is whose, and which indicators there are."""

from collections.abc import Callable, Iterable
from typing import Any

import duckdb

from etl import cin, ehcp, lait, neighbours, population, schools, sen, tidy, workforce
from etl.model import Extract, Indicator, Release

PUBLICATIONS: list[Any] = [ehcp, lait, sen, cin, workforce, population]
TOPICS = [
    "EHC plans",
    "Special educational needs",
    "Children in need",
    "Child protection",
    "Workforce",
    "Population",
]
Reader = Callable[[duckdb.DuckDBPyConnection, tidy.PublishedFile], tidy.Reading]


def in_page_order() -> list[Indicator]:
    found = [indicator for publication in PUBLICATIONS for indicator in publication.INDICATORS]
    return sorted(found, key=lambda i: (TOPICS.index(i.topic), not i.core))


INDICATORS: dict[str, Indicator] = {indicator.id: indicator for indicator in in_page_order()}
RELEASES: dict[str, Release] = {
    release.id: release
    for release in [
        *(extract.release for publication in PUBLICATIONS for extract in publication.EXTRACTS),
        *(release for _, release in neighbours.MODELS.values()),
    ]
}


def reader_of(file_name: str, columns: Iterable[str] = ()) -> Reader | None:
    """The function that reads a published file, or None for a file that no record knows.

    Files of DfE's catalogue have names that say nothing: those are known by their columns.
    """
    if file_name in neighbours.MODELS:
        return neighbours.read
    present = {column.lower() for column in columns}
    for publication in PUBLICATIONS:
        for extracts in by_release(publication.EXTRACTS):
            if recognises(extracts[0], file_name, present):
                return reader_for(publication, extracts)
    return schools.read if schools.recognises(present) else None


def reader_of_file(file: tidy.PublishedFile) -> Reader | None:
    return reader_of(file.name) or reader_of(file.name, tidy.columns_of(file.path))


def by_release(extracts: Iterable[Extract]) -> list[list[Extract]]:
    """The extracts of each published file together."""
    found: dict[str, list[Extract]] = {}
    for extract in extracts:
        found.setdefault(extract.release_id, []).append(extract)
    return list(found.values())


def recognises(extract: Extract, file_name: str, present: set[str]) -> bool:
    if extract.recognised_by:
        return {column.lower() for column in extract.recognised_by} <= present
    return extract.file.lower() == file_name.lower()


def reader_for(publication: Any, extracts: list[Extract]) -> Reader:
    read = getattr(publication, "read", tidy.read)
    return lambda con, file: read(con, file, extracts, INDICATORS)


def release_of(release_id: str) -> Release:
    return RELEASES[release_id.split("/", 1)[0]]
