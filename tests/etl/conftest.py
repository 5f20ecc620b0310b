"""Fixtures of the pipeline's tests: an empty staging area, and builds of tables typed in a test."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.database import build, releases
from etl.publications import catalogue
from etl.reading import staging as reading_staging
from tests.etl.chain import Chain
from tests.etl.writing import Build, Read, Table, write_all
from tests.standin import published
from tests.standin.service import StandIn
from tests.standin.world import World


@pytest.fixture
def staging(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """An empty database ready to read files into."""
    empty.execute(reading_staging.STAGING)
    return empty


@pytest.fixture
def read(staging: duckdb.DuckDBPyConnection) -> Read:
    """Reads one published file with its own record into `staging`."""

    def read_file(path: Path) -> reading_staging.Reading:
        file = reading_staging.PublishedFile(path.name, path, str(path.parent))
        reader = catalogue.reader_of_file(file)
        assert reader, f"no record names {path.name}"
        return reader(staging, file)

    return read_file


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """Builds a whole database from tables and answers a connection to it."""
    connections = []

    def build_tables(*tables: Table) -> duckdb.DuckDBPyConnection:
        folder = tmp_path_factory.mktemp("built")
        files = write_all(folder / "published", tables)
        build.build_from_files(files, folder / "built.duckdb")
        connections.append(duckdb.connect(str(folder / "built.duckdb"), read_only=True))
        return connections[-1]

    yield build_tables
    for con in connections:
        con.close()


@pytest.fixture(scope="session")
def cut_down(snapshot_data: Path) -> dict[str, list[Table]]:
    """The embedded figures of Trafford and its neighbours in the files that they came from."""
    database = releases.current(snapshot_data)
    assert database
    return published.of_database(database)


@pytest.fixture(scope="session")
def standing() -> Iterator[StandIn]:
    """The stand-in for DfE's service, once for all tests: starting it is quick, stopping is not."""
    with StandIn(World()) as service:
        yield service


@pytest.fixture
def service(standing: StandIn) -> Iterator[StandIn]:
    """The stand-in without faults or memories; the test says what it publishes."""
    standing.begin(World())
    yield standing
    standing.repair()
    standing.server.check()


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    """Databases to be built one over the other."""
    return Chain(tmp_path / "chain")
