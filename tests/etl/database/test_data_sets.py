"""The data sets that a refresh over the internet asks for: ids, and a reader for each."""

import re
from pathlib import Path

import duckdb
import pytest

from etl.model import DataSet
from etl.publications import catalogue, lait, neighbours, schools
from etl.publications.catalogue import DATA_SETS
from etl.reading import sql
from etl.reading import staging as reading_staging
from tests.etl.writing import CHILDREN_IN_NEED, REQUESTS, Table

GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
EXTRACTS = [extract for publication in catalogue.PUBLICATIONS for extract in publication.EXTRACTS]


def every_id(data_set: DataSet) -> list[str]:
    return [one for one in (data_set.api_id, *data_set.file_ids) if one]


@pytest.mark.parametrize("data_set", DATA_SETS.values(), ids=DATA_SETS)
def test_a_data_set_has_records_that_read_it(data_set: DataSet) -> None:
    files = {extract.file for extract in EXTRACTS} | set(neighbours.MODELS) | {schools.FILE}
    assert data_set.file in files
    assert re.fullmatch(r"[a-z][a-z0-9_]*", data_set.id)
    assert data_set.title
    assert re.fullmatch(r"\d+\.\*", data_set.api_version)


@pytest.mark.parametrize("data_set", DATA_SETS.values(), ids=DATA_SETS)
def test_the_publication_of_a_data_set_says_where(data_set: DataSet) -> None:
    publication = data_set.publication
    assert publication.page.startswith("https://") and (publication.slug or "") in publication.page
    assert publication.slug or not (publication.id or publication.zips)
    assert sorted(publication.zips, reverse=True) == list(publication.zips)


def test_ids_are_those_of_the_service_and_each_is_there_once() -> None:
    publications = {
        data_set.publication.name: data_set.publication for data_set in DATA_SETS.values()
    }
    ids = [
        *(one for data_set in DATA_SETS.values() for one in every_id(data_set)),
        *(one.id for one in publications.values() if one.id),
        *(id for one in publications.values() for id in one.zips.values()),
    ]
    assert ids
    assert [id for id in ids if not re.fullmatch(GUID, id)] == []
    assert len(set(ids)) == len(ids)


def test_every_file_that_goes_on_is_a_data_set() -> None:
    wanted = {data_set.file for data_set in DATA_SETS.values()}
    going_on = {extract.file for extract in EXTRACTS if extract.continues}
    assert going_on | {lait.FILE} | set(neighbours.MODELS) | {schools.FILE} <= wanted


def test_each_file_is_one_data_set() -> None:
    assert len({data_set.file for data_set in DATA_SETS.values()}) == len(DATA_SETS)


def reading_of(
    con: duckdb.DuckDBPyConnection, folder: Path, content: bytes, data_set: str
) -> reading_staging.Reading:
    """What a download gives, whose name in the cache says nothing."""
    path = folder / "0ca3f5_v1.0.csv"
    path.write_bytes(content)
    file = reading_staging.PublishedFile(path.name, path, "cache", data_set=data_set)
    reader = catalogue.reader_of_file(file)
    assert reader
    return reader(con, file)


@pytest.mark.parametrize(
    ("table", "data_set"), [(REQUESTS, "ehcp_requests"), (CHILDREN_IN_NEED, "cin_b1")]
)
def test_a_download_is_read_as_its_data_set_whatever_its_name(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path, table: Table, data_set: str
) -> None:
    reading = reading_of(staging, tmp_path, table.encoded(), data_set)
    assert reading.faults == []
    assert reading.release_id.partition("/")[2] == DATA_SETS[data_set].file


def test_neighbours_are_read_as_their_model_whatever_the_name(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    codes = ",".join(f"{code},Close" for code in range(350, 360))
    header = ",".join(f"SN_{n},SN_{n}P" for n in range(1, 11))
    content = f"old_la_code,{header}\n340,{codes}\n".encode()
    reading = reading_of(staging, tmp_path, content, "neighbours_2025")
    assert (reading.faults, reading.cells) == ([], 10)
    assert reading.release_id == "neighbours-2025/sn_model_2025_wide.csv"


def test_another_file_under_the_id_of_a_data_set_is_refused(
    staging: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    reading = reading_of(staging, tmp_path, REQUESTS.encoded(), "cin_b1")
    assert reading.faults[0].startswith(
        "cin-2025/b1_children_in_need_2013_to_2025.csv: expected the column At31_episodes, found "
    )
    assert sql.count(staging, "cell") == 0


def test_each_data_set_has_a_reader() -> None:
    assert all(catalogue.reader_of_data_set(data_set) for data_set in DATA_SETS.values())


def test_the_calendar_has_every_publication_that_comes_every_year(
    database: duckdb.DuckDBPyConnection,
) -> None:
    found = database.execute("select publication, month, source from coming").fetchall()
    assert {publication: month for publication, month, _ in found} == {
        "Education, health and care plans": 6,
        "Special educational needs in England": 6,
        "Children in need": 10,
        "Children's social work workforce": 2,
    }
    assert all(len(source) > 40 for _, _, source in found), "how is it known?"


def test_figures_of_a_collection_name_a_publication_of_the_calendar(
    database: duckdb.DuckDBPyConnection,
) -> None:
    known = {row[0] for row in database.execute("select publication from coming").fetchall()}
    taken = {indicator.id: indicator.first_in for indicator in lait.INDICATORS}
    assert set(taken.values()) <= known
    found = database.execute(
        "select indicator_id, first_in from indicator where first_in is not null"
    ).fetchall()
    assert dict(found) == taken
