"""All publications together: which file is whose, and which indicators there are."""

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import duckdb

from etl.model import DataSet, Extract, Indicator, Recount, Refusal, Release, head_and_end
from etl.publications import (
    cin,
    ehcp,
    inspections,
    lait,
    neighbours,
    population,
    schools,
    sen,
    tribunals,
    workforce,
)
from etl.reading import csv_file, release_ids, sql, staging, tidy

PUBLICATIONS: list[Any] = [ehcp, tribunals, lait, sen, cin, workforce, population]
TOPICS = [
    "EHC plans",
    "Special educational needs",
    "Children in need",
    "Child protection",
    "Workforce",
    "Population",
]
Reader = Callable[[duckdb.DuckDBPyConnection, staging.PublishedFile], staging.Reading]


def in_page_order() -> list[Indicator]:
    indicators = [indicator for publication in PUBLICATIONS for indicator in publication.INDICATORS]
    return sorted(indicators, key=lambda i: (TOPICS.index(i.topic), not i.core))


INDICATORS: dict[str, Indicator] = {indicator.id: indicator for indicator in in_page_order()}
RELEASES: dict[str, Release] = {
    release.id: release
    for release in [
        *(extract.release for publication in PUBLICATIONS for extract in publication.EXTRACTS),
        *(release for _, release in neighbours.MODELS.values()),
    ]
}
RECOUNTS: list[Recount] = [
    recount for module in PUBLICATIONS for recount in getattr(module, "RECOUNTS", [])
]
DATA_SETS: dict[str, DataSet] = {
    data_set.id: data_set
    for module in (
        ehcp,
        tribunals,
        sen,
        schools,
        cin,
        workforce,
        population,
        lait,
        neighbours,
    )
    for data_set in getattr(module, "DATA_SETS", [])
}


def reader_of(file_name: str, columns: Iterable[str] = ()) -> Reader | None:
    """The function that reads a published file, or None for a file that no record knows.

    A file is known by its name, else by its columns: DfE's catalogue has names that say nothing.
    """
    if file_name in neighbours.MODELS:
        return neighbours.read
    present = {column.lower(): column for column in columns}
    if inspections.recognises(set(present)):
        return inspections.read
    for known in (by_name, by_columns):
        for publication in PUBLICATIONS:
            layouts = [
                extracts
                for extracts in by_release(publication.EXTRACTS)
                if known(extracts[0], file_name, present)
            ]
            if layouts:
                return reader_for(publication, nearest(layouts, present))
    return schools.read if schools.recognises(set(present)) else None


def reader_of_file(file: staging.PublishedFile) -> Reader | None:
    if file.data_set:
        return reader_of_data_set(DATA_SETS[file.data_set])
    return reader_of(file.name, csv_file.columns_of(file.path))


def reader_of_data_set(data_set: DataSet) -> Reader:
    """The function that reads a file of a data set, whatever its name.

    Where a data set has had several layouts, the columns of the file choose.
    """
    for publication in PUBLICATIONS:
        layouts = [e for e in by_release(publication.EXTRACTS) if e[0].file == data_set.file]
        if layouts:
            return partial(read_as_nearest, publication, layouts)
    if data_set.file in neighbours.MODELS:
        return lambda con, file: neighbours.read(con, replace(file, name=data_set.file))
    return schools.read


def read_as_nearest(
    publication: Any,
    layouts: list[list[Extract]],
    con: duckdb.DuckDBPyConnection,
    file: staging.PublishedFile,
) -> staging.Reading:
    present = {column.lower(): column for column in csv_file.columns_of(file.path)}
    return reader_for(publication, nearest(layouts, present))(con, file)


def nearest(layouts: list[list[Extract]], present: dict[str, str]) -> list[Extract]:
    """The layout that lacks the fewest of its columns, and of equals the one that asks for most."""

    def lacks(extracts: list[Extract]) -> tuple[int, int]:
        wanted = {*sql.wanted_columns(extracts), *extracts[0].marks}
        missing = {name for name in wanted if name.lower() not in present}
        # Of layouts that lack nothing, the one that says most of the file.
        return len(missing), -len(wanted)

    return min(layouts, key=lacks)


def by_release(extracts: Iterable[Extract]) -> list[list[Extract]]:
    """The extracts of each published file together."""
    together: dict[str, list[Extract]] = {}
    for extract in extracts:
        together.setdefault(extract.release_id, []).append(extract)
    return list(together.values())


def by_name(extract: Extract, file_name: str, present: Container[str]) -> bool:
    """Whether a file has the name of a record, or in a layout that continues that of a later year.

    A name that is ours says nothing.
    """
    if extract.recognised_by:
        return False
    if file_name.lower() in extract.renamed:
        return True
    head, end = head_and_end(extract.file)
    file_head, file_end = head_and_end(file_name)
    return file_head == head and (file_end == end or (extract.continues and file_end > end))


def older_than(file_name: str) -> Extract | None:
    """The oldest record of a file whose name ends in an earlier year than any that is read."""
    head, end = head_and_end(file_name)
    records = [
        extract
        for publication in PUBLICATIONS
        for extract in publication.EXTRACTS
        if end and head_and_end(extract.file)[0] == head
    ]
    oldest = min(records, key=lambda extract: head_and_end(extract.file)[1], default=None)
    return oldest if oldest and end < head_and_end(oldest.file)[1] else None


def by_columns(extract: Extract, file_name: str, present: Container[str]) -> bool:
    """Whether a file has the columns that tell a record; a name that ends earlier is older."""
    wanted = extract.recognised_by or extract.marks
    older = 0 < head_and_end(file_name)[1] < head_and_end(extract.file)[1]
    return bool(wanted) and not older and all(name.lower() in present for name in wanted)


def reader_for(publication: Any, extracts: list[Extract]) -> Reader:
    read = getattr(publication, "read", tidy.read)
    return lambda con, file: read(con, file, extracts, INDICATORS)


def release_of(release_id: str) -> Release:
    """The record of a release; for a later one or a new edition, the record whose layout it has.

    Raises Refusal for a release that no record leads to.
    """
    id = release_ids.issue_of(release_id)
    stem = id.rpartition("-")[0]
    known = [
        release
        for release in RELEASES
        if release == id or (stem in (release, release.rpartition("-")[0]) and release < id)
    ]
    if not known:
        raise Refusal([f"{release_id}: expected a release that a record knows, found another one"])
    # A later release has the layout of the newest record before it.
    return RELEASES[max(known)]
