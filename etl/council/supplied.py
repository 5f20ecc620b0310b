"""What a council supplied itself and is held: each import, and how one is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from etl.model import Refusal

# A row of wards has three counts; one of a plan is told by its day.
HELD = """
    with counted as (
        select release_id, period_end, 1 as figures from month_supplied
        union all select release_id, period_end, 3 from ward_supplied
        union all select release_id, make_date(year, 12, 31), 1 from ward_deprivation
        where release_id is not null
        union all select release_id, coalesce(status_on, target_end), 1 from plan_task
        where release_id is not null
        union all select release_id, assessed_on, 1 from plan_risk where release_id is not null
    )
    select
        release_id, publication, file, retrieved_at,
        min(period_end), max(period_end), sum(figures)::bigint
    from counted
    join release using (release_id)
    group by all
    order by retrieved_at, release_id
"""


@dataclass(frozen=True, kw_only=True)
class Import:
    """One file that a council supplied: the days or months that it still gives figures of."""

    release_id: str
    publication: str
    file: str
    retrieved_at: datetime
    first: date
    last: date
    figures: int

    @property
    def name(self) -> str:
        """What the commands call it: local-358-1a2b3c4d."""
        return self.release_id.partition("/")[0]

    def __str__(self) -> str:
        days = f"{self.first:%d %B %Y}".lstrip("0")
        if self.first != self.last:
            days += f" to {self.last:%d %B %Y}".replace(" 0", " ")
        figures = f"{self.figures:,} figure{'' if self.figures == 1 else 's'}"
        return f"{self.name}: {self.publication}, {self.file}, {figures}, {days}"


def held(con: duckdb.DuckDBPyConnection) -> list[Import]:
    """Every import of which figures are held, oldest first."""
    names = ("release_id", "publication", "file", "retrieved_at", "first", "last", "figures")
    rows = con.execute(HELD).fetchall()
    return [Import(**dict(zip(names, row, strict=True))) for row in rows]


def named(imports: Sequence[Import], text: str) -> Import:
    """The import that a name, its beginning or the name of its file means. Raises Refusal."""
    meant = [one for one in imports if text and (one.name.startswith(text) or one.file == text)]
    if len(meant) == 1:
        return meant[0]
    known = "; ".join(map(str, meant or imports)) or "none"
    found = "several" if meant else "none of that name"
    raise Refusal([f"{text}: expected the name of one import, found {found}. Held: {known}"])


def take_out(con: duckdb.DuckDBPyConnection, release_id: str) -> None:
    """Remove an import from a database that is being built, before its tables are filled."""
    tables = ["month_supplied", "month_change", "ward_supplied", "ward_deprivation"]
    tables += ["plan_task", "plan_risk", "release"]
    for table in tables:
        con.execute(f"delete from {table} where release_id = ?", [release_id])
