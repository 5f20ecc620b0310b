"""The table into which a published file is read, and what is known of the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from etl.disk import checksum
from etl.model import Refusal, Release

STAGING = """
create temp table cell (
    release_id varchar, indicator_id varchar, area_key varchar, period varchar,
    period_kind varchar, period_start date, period_end date, breakdown_topic varchar,
    breakdown varchar, raw varchar, source_row bigint, source_column varchar
);
create temp table place (
    area_key varchar, level varchar, la_code varchar, ons_code varchar, name varchar,
    region_code varchar, period_end date, release_id varchar, source_row bigint
);
create temp table ward_read (
    ward_code varchar, name varchar, la_code varchar, period_end date, release_id varchar
);
create temp table neighbour_read (
    la_code varchar, neighbour_la_code varchar, model integer, rank integer, closeness varchar
);
"""


@dataclass(frozen=True)
class PublishedFile:
    """Bytes as published: `name` is the publisher's file name, `found_in` where they lay.

    `retrieved_at` (UTC) is when they were downloaded, `data_set` which data set they are and
    `release` of which release the service says that they are, where that is known.
    """

    name: str
    path: Path
    found_in: str
    retrieved_at: datetime | None = None
    data_set: str | None = None
    release: str | None = None

    @property
    def sha256(self) -> str:
        return checksum(self.path)


@dataclass
class Reading:
    """What reading one file gave: counts, and the faults that stop it from being loaded.

    `release` is set where only the file itself says which issue it is; until then it is `called`
    as its own name says, where that speaks of another year than the record by which it is read.
    """

    release_id: str
    rows: int = 0
    cells: int = 0
    symbols: int = 0
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    release: Release | None = None
    called: str | None = None


@contextmanager
def refusing(reading: Reading) -> Iterator[None]:
    """Turn a refusal into faults of the reading, each naming the file."""
    try:
        yield
    except Refusal as refusal:
        called = reading.called if reading.release is None else None
        reading.faults += [f"{called or reading.release_id}: {fault}" for fault in refusal.faults]


def seed_places(con: duckdb.DuckDBPyConnection, area: str) -> None:
    """Places already known, as the oldest sighting: any file's own words are newer."""
    con.execute(
        f"""
        insert into place
        select coalesce(la_code, area_code), level, la_code, area_code, name, parent_code,
            date '1900-01-01', '', null
        from {area}
        """
    )
