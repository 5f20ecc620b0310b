"""All publications together: which file is whose, and which indicators there are."""

from collections.abc import Callable
from typing import Any

import duckdb

from etl import cin, ehcp, lait, neighbours, population, tidy, workforce
from etl.model import Extract, Indicator, Release

PUBLICATIONS: list[Any] = [ehcp, lait, cin, workforce, population]
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


def reader_of(file_name: str) -> Reader | None:
    """The function that reads a published file, or None for a file that no record names."""
    if file_name in neighbours.MODELS:
        return neighbours.read
    for publication in PUBLICATIONS:
        extracts = [e for e in publication.EXTRACTS if e.file.lower() == file_name.lower()]
        if extracts:
            return reader_for(publication, extracts)
    return None


def reader_for(publication: Any, extracts: list[Extract]) -> Reader:
    read = getattr(publication, "read", tidy.read)
    return lambda con, file: read(con, file, extracts, INDICATORS)


def release_of(release_id: str) -> Release:
    return RELEASES[release_id.split("/", 1)[0]]
