"""A database that a refresh might put in use while an agenda is held."""

import shutil
from pathlib import Path

import duckdb
import pytest

import queries
from etl.database import releases


@pytest.fixture(scope="session")
def later_data(snapshot_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database is a year later: a new edition revised a figure."""
    folder = tmp_path_factory.mktemp("later")
    path = folder / "releases" / "later.duckdb"
    path.parent.mkdir()
    (folder / "current").write_text(path.name)
    shutil.copyfile(releases.current(snapshot_data), path)
    path.chmod(0o600)
    with duckdb.connect(str(path), config=queries.READING) as con:
        con.execute(
            """
            update load_run set finished_at = finished_at + interval 1 year;
            insert into release
                select * replace (
                    'ehcp-2025_v02/caseload.csv' as release_id,
                    retrieved_at + interval 1 year as retrieved_at,
                    null as published_on
                ) from release where release_id = 'ehcp-2025/caseload.csv';
            create temp table revised as
                from figure
                where indicator_id = 'ehcp_caseload' and area_code = 'E08000009'
                    and breakdown is null and value = 3143;
            insert into superseded from revised;
            update figure set value = 3999, release_id = 'ehcp-2025_v02/caseload.csv'
                where indicator_id = 'ehcp_caseload' and area_code = 'E08000009'
                    and breakdown is null and value = 3143;
            """
        )
    return folder


@pytest.fixture
def later(later_data: Path) -> Path:
    """Its database."""
    return releases.current(later_data)
