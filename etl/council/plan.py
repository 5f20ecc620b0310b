"""The template of an improvement plan: its tasks, and how each of them stands."""

import duckdb

from etl.council import dates
from etl.publications import catalogue
from etl.reading import faults, sql, staging

WHAT = "Improvement plan"
COLUMNS = ["la_code", "task", "what", "target", "status", "date", "indicator"]
OPTIONAL = ["theme"]
STATUSES = ("complete", "on track", "behind", "off track")
MOST_LETTERS = 200
# What a word means, in small letters: the colours of such plans are words too.
WORDS = {
    "status": {
        **{status: status for status in STATUSES},
        "completed": "complete",
        "blue": "complete",
        "green": "on track",
        "amber": "behind",
        "red": "off track",
        "not stated": "",
    },
    "indicator": {
        name: id
        for id, indicator in catalogue.INDICATORS.items()
        for name in (id, indicator.name.lower())
    },
}
DAY_COLUMN = "date"
DATE = dates.day_of(DAY_COLUMN)
TARGET = dates.month_end_of("target")


def faults_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each of the first rows that cannot be right."""
    stated = f"status in ({', '.join(map(sql.literal, STATUSES))})"
    return [
        *no_words(con, "task", 20),
        *no_words(con, "what", MOST_LETTERS),
        *no_words(con, "theme", MOST_LETTERS, least=0),
        *faults.rows_where(con, f"{TARGET} is null", "target", "a month such as 2026-09"),
        *faults.rows_where(con, dates.out_of_range(TARGET), "target", dates.years()),
        *faults.rows_where(
            con,
            f"status <> '' and not {stated}",
            "status",
            "complete, on track, behind or off track, or nothing",
        ),
        *no_day(con, DAY_COLUMN, f"{stated}", "the day on which the status was true"),
        *faults.rows_where(
            con,
            f"indicator not in ({', '.join(map(sql.literal, ('', *catalogue.INDICATORS)))})",
            "indicator",
            "the name of a measure of the pages, or nothing",
        ),
    ]


def no_words(
    con: duckdb.DuckDBPyConnection, column: str, most: int, *, least: int = 1
) -> list[str]:
    """The rows where a column has no words, too many of them, or what cannot be printed."""
    return faults.rows_where(
        con,
        f"not regexp_full_match({column}, '[^\\pC]{{{least},{most}}}')",
        column,
        f"words of at most {most} letters",
    )


def no_day(con: duckdb.DuckDBPyConnection, column: str, needed: str, expected: str) -> list[str]:
    """The rows whose day cannot be read, has not come, or is absent where it is `needed`."""
    day = dates.day_of(column)
    return [
        *faults.rows_where(
            con, f"{day} is null and ({column} <> '' or {needed})", column, expected
        ),
        *faults.rows_where(con, dates.out_of_range(day), column, dates.years()),
        *faults.rows_where(
            con,
            f"{day} > current_date and not {dates.out_of_range(day)}",
            column,
            "a day that has come on this computer",
        ),
    ]


def conflicts_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each of the first tasks that have two rows."""
    return faults.doubled_rows(con, "task", "task")


def insert(con: duckdb.DuckDBPyConnection, reading: staging.Reading) -> None:
    """Add the tested rows to `plan_task`."""
    con.execute(
        f"""
        insert into plan_task by name
        select la_code, task, nullif(theme, '') as theme, what, {TARGET} as target_end,
            nullif(status, '') as status, {DATE} as status_on,
            nullif(indicator, '') as indicator_id, $release_id as release_id, source_row
        from tested
        order by source_row
        """,
        {"release_id": reading.release_id},
    )
    reading.cells = reading.rows


def carry_over(con: duckdb.DuckDBPyConnection, base: str) -> None:
    """Add the plans and risks of `base` that a council supplied and that nothing read replaces."""
    for table in ("plan_task", "plan_risk"):
        con.execute(
            f"""
            insert into {table}
            from {base}.{table}
            where release_id is not null
                and release_id not in (select release_id from release)
                and la_code not in (select la_code from {table})
            """
        )
