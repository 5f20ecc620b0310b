"""How it stands with each data set of DfE's service: the table `data_set`."""

from collections.abc import Sequence

import duckdb

from etl.model import DataSetState
from etl.publications import catalogue
from etl.reading import release_ids, sql


def fill(
    con: duckdb.DuckDBPyConnection,
    answers: Sequence[DataSetState],
    read: set[str],
    refused: dict[str, list[str]],
    base: str | None,
) -> None:
    """Fill `data_set`: one row for each that a record names.

    A data set that there is no answer about is as `base` has it, unless a file of it was `read` now
    (release ids); what is in neither came with the embedded snapshot.
    """
    states = {state.data_set: state for state in answers}
    before = held(con, base) if base else {}
    releases = newest_of_files(con)
    rows = []
    for data_set in catalogue.DATA_SETS.values():
        # Names differ from year to year only in their years.
        release_id = releases.get(file_without_years(f"/{data_set.file}"))
        if data_set.id in states:
            state = states[data_set.id]
        elif data_set.id in before and release_id not in read:
            state = before[data_set.id]
        else:
            state = DataSetState(
                data_set=data_set.id,
                result="loaded" if release_id else "missing",
                route=("file" if release_id in read else "snapshot") if release_id else None,
            )
        failed = refused.get(data_set.id)
        rows.append(
            [
                data_set.id,
                data_set.publication.name,
                data_set.title,
                data_set.publication.page,
                release_id,
                state.route,
                state.url,
                state.version,
                state.checked_at,
                "failed" if failed else state.result,
                failed[0] if failed else state.message,
                state.newer,
            ]
        )
    sql.insert(con, "data_set", rows)


def held(con: duckdb.DuckDBPyConnection, base: str) -> dict[str, DataSetState]:
    """The states in an attached database; none in one that was built before there were any."""
    tables = con.execute("select table_name from duckdb_tables() where database_name = ?", [base])
    if ("data_set",) not in tables.fetchall():
        return {}
    rows = con.execute(
        "select data_set_id, result, route, url, version, checked_at, message, newer "
        f"from {base}.data_set"
    ).fetchall()
    return {
        row[0]: DataSetState(
            data_set=row[0],
            result=row[1],
            route=row[2],
            url=row[3],
            version=row[4],
            checked_at=row[5],
            message=row[6],
            newer=row[7],
        )
        for row in rows
    }


def newest_of_files(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The newest release of each file, by its name without years."""
    rows = con.execute(
        f"""
        select release_id from release
        order by {release_ids.first_in("release_id")}, {release_ids.number_in("release_id")}
        """
    ).fetchall()
    return {file_without_years(row[0]): row[0] for row in rows}


def file_without_years(release_id: str) -> str:
    return release_ids.without_years(release_id).partition("/")[2]
