"""Editions: DfE replaces a file under its own name, and both contents are kept apart.

The second edition of `ehcp-2025/caseload.csv` is `ehcp-2025_v02/caseload.csv`, which sorts after
the first and before `ehcp-2026`. The newest edition gives the figures. Of older ones those cells
are kept that the next edition prints differently or no longer has.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

from etl.reading import sql, staging
from etl.reading.release_ids import (
    first_in,
    first_of,
    number_in,
    number_of,
    numbered,
    parts_of,
    without_years,
)

# Every table in which a reader writes under the name of the release it read.
NAMED_IN = ["cell", "place", "ward_read", "school", "ward_supplied"]
NAMED_IN += ["ward_deprivation", "inspection"]
NAMED_IN += ["month_supplied", "month_change"]
NAMED_IN += ["plan_task", "plan_risk"]
# DfE's amendments of 2025 changed the rows of a file by under 1 % (9,832 to 9,768 and 21,112 to
# 21,164 at most), and a council that sends nothing takes as much away. A file that was cut off, or
# that lost a breakdown or two of its seven years, loses more than a fifth.
FEWEST = 0.8
# Of fewer a fifth is what a council or two take away by sending nothing.
FEW = 100


@dataclass(kw_only=True)
class Edition:
    """One edition that is held, or that `file` gave in this build.

    `rows` are those of the file, `cells` those that we use, and `earlier` the checksums of the
    editions before it with their ids.
    """

    release_id: str
    sha256: str
    rows: int
    cells: int
    file: staging.PublishedFile | None = None
    earlier: dict[str, str] = field(default_factory=dict)


def newest_held(con: duckdb.DuckDBPyConnection, schema: str) -> dict[str, Edition]:
    """The newest edition of each file of a database, by the name that its editions share."""
    rows = con.execute(
        f"""
        with used as (
            select release_id, count(*) as cells
            from (select release_id from {schema}.figure where not derived
                union all select release_id from {schema}.superseded)
            group by release_id
        )
        select release_id, sha256, rows, coalesce(cells, 0)
        from {schema}.release left join used using (release_id)
        -- So that the last to be followed is the newest.
        order by {first_in("release_id")}, {number_in("release_id")}
        """
    ).fetchall()
    newest: dict[str, Edition] = {}
    for release_id, sha256, rows_there, cells in rows:
        edition = Edition(release_id=release_id, sha256=sha256, rows=rows_there, cells=cells)
        follow(newest, edition)
    return newest


def next_edition(
    con: duckdb.DuckDBPyConnection,
    before: Edition | None,
    reading: staging.Reading,
    file: staging.PublishedFile,
) -> Edition:
    """The edition that was just read: the one before when it has the same bytes, or the next."""
    sha256 = file.sha256
    number = number_of(before.release_id) + (sha256 != before.sha256) if before else 1
    return Edition(
        release_id=numbered(reading.release_id, number),
        sha256=sha256,
        rows=reading.rows,
        cells=sql.count(con, f"cell where release_id = {sql.literal(reading.release_id)}"),
        file=file,
    )


def old_content(before: Edition, edition: Edition) -> list[str]:
    """A note when the bytes are those of an edition that another one had replaced."""
    if edition.sha256 not in before.earlier:
        return []
    return [f"the bytes are those of {before.earlier[edition.sha256]}: an older content came back"]


def follow(newest: dict[str, Edition], edition: Edition) -> None:
    """Make an edition the newest of its file."""
    first = first_of(edition.release_id)
    before = newest.get(first)
    if before and before.release_id != edition.release_id:
        edition.earlier = before.earlier | {before.sha256: before.release_id}
    newest[first] = edition


def too_few(newest: dict[str, Edition], edition: Edition) -> list[str]:
    """A fault when a file has far fewer rows or figures than the one whose place it takes.

    That is the edition before it or, where there is none, the file of the release before it: of
    that the figures are counted that we use, for a release may leave out what the one before told.
    """
    taken = place_taken(newest, edition.release_id)
    # A history takes the place of any other, also of one that goes on longer.
    taken = taken or (None if edition.cells else following(newest, edition.release_id))
    before = newest.get(taken or "")
    if not before:
        return []
    if first_of(before.release_id) == first_of(edition.release_id):
        counts = [("rows", edition.rows, before.rows), ("figures", edition.cells, before.cells)]
    elif edition.cells or before.cells:
        counts = [("figures", edition.cells, before.cells)]
    else:
        counts = [("rows", edition.rows, before.rows)]
    return [
        f"{edition.release_id}: expected at least {FEWEST:.0%} of the {old:,} {what} of "
        f"{before.release_id}, found {new:,}: load it with --force if that is right"
        for what, new, old in counts
        if old >= FEW and new < FEWEST * old
    ][:1]


def place_taken(firsts: Iterable[str], release_id: str) -> str | None:
    """The file whose place a file takes, by the name that its editions share.

    That is an earlier edition or, where there is none, the same file of the release before.
    """
    name = first_of(release_id)
    like = without_years(release_id)
    return max(
        (first for first in firsts if first <= name and without_years(first) == like), default=None
    )


def following(firsts: Iterable[str], release_id: str) -> str | None:
    """The same file of the next release after this one, of those that are held."""
    name = first_of(release_id)
    like = without_years(release_id)
    return min(
        (first for first in firsts if first > name and without_years(first) == like), default=None
    )


def stage(con: duckdb.DuckDBPyConnection, release_id: str) -> None:
    """Name what was just read for its edition, out of the way of another edition of the file."""
    issue, number, file = parts_of(release_id)
    for table in NAMED_IN:
        con.execute(
            f"update {table} set release_id = ? where release_id = ?",
            [f"{issue}_v{number:02}/{file}", first_of(release_id)],
        )


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Give first editions their name, when everything is read."""
    for table in NAMED_IN:
        con.execute(
            f"update {table} set release_id = {first_in('release_id')} "
            f"where {number_in('release_id')} = 1 and release_id <> {first_in('release_id')}"
        )


def forget_unused(con: duckdb.DuckDBPyConnection) -> None:
    """Remove the older editions of which nothing is kept."""
    con.execute(
        f"""
        delete from release
        where release_id not in (select release_id from superseded)
            and exists (
                from release as newer
                where {first_in("newer.release_id")} = {first_in("release.release_id")}
                    and {number_in("newer.release_id")} > {number_in("release.release_id")})
        """
    )
