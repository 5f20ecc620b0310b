"""The template of a risk register: each risk, and where it stands by likelihood and impact."""

import duckdb

from etl.council import dates, plan
from etl.reading import faults, staging

WHAT = "Risk register"
COLUMNS = ["la_code", "risk", "what", "likelihood", "impact", "date"]
OPTIONAL: list[str] = []
WORDS: dict[str, dict[str, str]] = {}
DAY_COLUMN = "date"
DATE = dates.day_of(DAY_COLUMN)
HIGHEST = 5


def faults_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each of the first rows that cannot be right."""
    return [
        *plan.no_words(con, "risk", 20),
        *plan.no_words(con, "what", plan.MOST_LETTERS),
        *(fault for column in ("likelihood", "impact") for fault in no_position(con, column)),
        *faults.rows_where(
            con,
            "(likelihood = '') <> (impact = '')",
            "impact",
            "likelihood and impact together, or neither",
        ),
        *plan.no_day(con, DAY_COLUMN, "true", "the day on which the register said so"),
    ]


def no_position(con: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    return faults.rows_where(
        con,
        f"not regexp_full_match({column}, '[1-{HIGHEST}]?')",
        column,
        f"a number from 1 to {HIGHEST}, or nothing",
    )


def conflicts_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each of the first risks that have two rows."""
    return faults.doubled_rows(con, "risk", "risk")


def insert(con: duckdb.DuckDBPyConnection, reading: staging.Reading) -> None:
    """Add the tested rows to `plan_risk`."""
    con.execute(
        f"""
        insert into plan_risk by name
        select la_code, risk, what, nullif(likelihood, '')::integer as likelihood,
            nullif(impact, '')::integer as impact, {DATE} as assessed_on,
            $release_id as release_id, source_row
        from tested
        order by source_row
        """,
        {"release_id": reading.release_id},
    )
    reading.cells = reading.rows
