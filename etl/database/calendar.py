"""When each release was first published: one reviewed list, and the day of every file that is held.

`data/release_calendar.csv` has a row for each release of a publication, those that are not held
included. A file whose release nobody dated takes its day from there.
"""

from datetime import date
from pathlib import Path

import duckdb

from etl.council.template import TITLE
from etl.disk import PROJECT
from etl.model import Refusal
from etl.reading.sql import SHOWN_FAULTS

LIST = PROJECT / "data" / "release_calendar.csv"
DAYS = r"\d{4}-\d{2}(-\d{2})?"


def load(con: duckdb.DuckDBPyConnection, path: Path = LIST) -> None:
    """Fill `release_calendar` from the reviewed list. Raises Refusal with its faulty rows."""
    con.execute(
        "create or replace temp table listed as select *, row_number() over () + 1 as row_number "
        "from read_csv(?, all_varchar = true, nullstr = '', header = true, delim = ',', "
        "quote = '\"')",
        [str(path)],
    )
    faulty = con.execute(
        f"""
        select row_number, publication, last_day, published_on, known from listed
        where publication is null or period is null or source is null
            or try_cast(last_day as date) is null
            or not regexp_full_match(coalesce(published_on, ''), '{DAYS}')
            or left(published_on, 7) < left(last_day, 7)
            or coalesce(known, '') not in ('stated', 'usual', 'expected')
        order by row_number
        """
    ).fetchall()
    if faulty:
        raise Refusal(
            [
                f"{path.name}: row {row}: expected a publication, the last day its figures cover, "
                f"when it was published after that, how that is known and a source, found {found}"
                for row, *found in faulty[:SHOWN_FAULTS]
            ]
        )
    con.execute("insert into release_calendar by name select * exclude (row_number) from listed")


def date_releases(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `published_on` of the releases whose day nobody wrote down.

    It is that of the calendar for the last period that a file covers; where the calendar does not
    go so far, the month in which the publication usually comes. What is neither was public on the
    day it was retrieved at the latest. A council's own files are not published and have no day.
    """
    for release_id, month, published_on, last_day, retrieved in con.execute(
        UNDATED, {"supplied": TITLE}
    ).fetchall():
        found = published_on or usual(month, last_day, retrieved)
        con.execute("update release set published_on = ? where release_id = ?", [found, release_id])


UNDATED = """
    with
    covered as (
        select release_id, max(period_end) as last_day
        from (
            select release_id, period_end from figure
            union all select release_id, period_end from superseded
            union all select release_id, period_end from school)
        group by release_id
    )
    select
        release.release_id,
        any_value(coming.month) as month,
        min_by(listed.published_on, listed.last_day) as published_on,
        any_value(covered.last_day) as last_day,
        any_value(retrieved_at)::date as retrieved
    from release
    left join covered using (release_id)
    left join release_calendar as listed
        on listed.publication = release.publication and listed.last_day >= covered.last_day
    left join coming on coming.publication = release.publication
    where release.published_on is null and release.title <> $supplied
    group by release.release_id
    order by release.release_id
"""


def usual(month: int | None, last_day: date | None, retrieved: date | None) -> str | None:
    """The first such month after the last day covered, 'YYYY-MM'; at the latest when retrieved.

    Without a month it is the day of retrieval, 'YYYY-MM-DD'.
    """
    latest = retrieved.isoformat() if retrieved else None
    if month is None or last_day is None:
        return latest
    first = f"{last_day.year + (month <= last_day.month)}-{month:02}"
    return first if latest is None or first <= latest else latest
