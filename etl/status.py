"""What is loaded, how old it is, and what is newer at DfE, as far as we know."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from etl.council import supplied
from etl.database import releases, whole
from etl.model import DataSetState
from etl.service import last_asked
from etl.service.last_asked import Attempt

HELD = """
    with last as (
        select release_id, max(period_end) as last_day
        from (select release_id, period_end from figure where not derived
            union all select release_id, period_end from school)
        group by release_id
    )
    select
        data_set_id, data_set.publication, data_set.title, page, month, release_id,
        release.title as release, published_on, retrieved_at, last_day, route, version, checked_at,
        result, message, newer
    from data_set
    left join release using (release_id)
    left join last using (release_id)
    left join coming on coming.publication = data_set.publication
"""


@dataclass(frozen=True, kw_only=True)
class Held:
    """One data set: what is held of it, and the last that DfE's service said of it.

    `expected` is the first day of the month in which the next release is due. Times are UTC.
    """

    data_set_id: str
    publication: str
    title: str
    page: str
    release_id: str | None
    release: str | None
    retrieved_at: datetime | None
    route: str | None
    version: str | None
    checked_at: datetime | None
    result: str
    message: str | None
    newer: str | None
    expected: date | None


@dataclass(frozen=True, kw_only=True)
class Status:
    """The database in use, those kept beside it, and each data set."""

    database: Path
    run: dict[str, Any]
    releases: list[dict[str, Any]]
    imports: list[supplied.Import]
    data_sets: list[Held]
    older: list[Path]
    newer: list[Path]
    last: Attempt | None

    def as_json(self) -> dict[str, Any]:
        return {
            "database": str(self.database),
            **self.run,
            "older": [database.stem for database in self.older],
            "newer": [database.stem for database in self.newer],
            "last_refresh": self.last
            and {"finished_at": self.last.finished_at, "result": self.last.result},
            "data_sets": [asdict(data_set) for data_set in self.data_sets],
            "releases": self.releases,
            "imports": [{"name": one.name, **asdict(one)} for one in self.imports],
        }


def status_of(folder: Path) -> Status:
    """Raises Refusal when there is no database in use, or none that can be read."""
    database = releases.in_use(folder)
    with whole.readable(database), duckdb.connect(str(database), read_only=True) as con:
        run = rows_of(con, "from load_run")[0]
        held = rows_of(con, "from release order by release_id")
        imports = supplied.held(con)
        data_sets = rows_of(con, HELD)
    later = last_asked.since(folder, database)
    kept = releases.kept(folder)
    return Status(
        database=database,
        run=run,
        releases=held,
        imports=imports,
        data_sets=[held_of(row, later.get(row["data_set_id"])) for row in data_sets],
        older=releases.older(folder, database),
        newer=[other for other in kept if other.name > database.name],
        last=last_asked.read(folder),
    )


def run_of(database: Path) -> dict[str, Any] | None:
    """The run that built a database; None where it cannot be read."""
    try:
        with duckdb.connect(str(database), read_only=True) as con:
            return rows_of(con, "from load_run")[0]
    except (duckdb.Error, LookupError):
        return None


def held_of(row: dict[str, Any], later: DataSetState | None) -> Held:
    """A data set, with what was found out after the database was built."""
    known = {name: row[name] for name in Held.__dataclass_fields__ if name != "expected"}
    if later:
        for name in ("checked_at", "result", "message", "newer"):
            known[name] = getattr(later, name)
    return Held(**known, expected=expected(row["month"], row["published_on"], row["last_day"]))


def expected(month: int | None, published_on: str | None, last_day: date | None) -> date | None:
    """The month in which the release after the one held is due, one a year.

    Where nobody wrote down when that was published, it was in the first such month after the last
    day that its figures cover. None where nothing is held, or nothing comes every year.
    """
    if month is None:
        return None
    if published_on:
        year, published = (int(part) for part in published_on.split("-")[:2])
        # Published before that month, it was last year's and late: this year's is still to come.
        return date(year + 1 if published >= month else year, month, 1)
    if not last_day:
        return None
    # A release in June is of the January before, one in February of the September before.
    return date(last_day.year + (1 if last_day.month < month else 2), month, 1)


def rows_of(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    answer = con.execute(query)
    names = [column[0] for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def by_publication(data_sets: Iterable[Held]) -> dict[str, list[Held]]:
    together: dict[str, list[Held]] = {}
    for data_set in data_sets:
        together.setdefault(data_set.publication, []).append(data_set)
    return together
