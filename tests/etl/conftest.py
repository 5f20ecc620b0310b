"""Fixtures of the pipeline's tests: an empty staging area, and builds of tables typed in a test."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from writing import Build, Read, Table, write_all

from etl import build, catalogue, tidy


@pytest.fixture
def staging(empty: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """An empty database ready to read files into."""
    empty.execute(tidy.STAGING)
    return empty


@pytest.fixture
def read(staging: duckdb.DuckDBPyConnection) -> Read:
    """Reads one published file with its own record into `staging`."""

    def read_file(path: Path) -> tidy.Reading:
        reader = catalogue.reader_of(path.name)
        assert reader, f"no record names {path.name}"
        return reader(staging, tidy.PublishedFile(path.name, path, str(path.parent)))

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
