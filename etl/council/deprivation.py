"""The template of income deprivation by ward: what a row must say, and where it goes."""

import duckdb

from etl.reading import faults, staging

WHAT = "Income deprivation of children by ward"
COLUMNS = ["la_code", "ward_code", "ward_name", "year", "percent", "source"]
OPTIONAL: list[str] = []
WORDS: dict[str, dict[str, str]] = {}
DAY_COLUMN = "year"


def faults_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each of the first rows that cannot be right."""
    return [
        *faults.rows_where(
            con,
            r"not regexp_full_match(ward_code, 'E05\d{6}')",
            "ward_code",
            "the code of a ward such as E05009308",
        ),
        *faults.rows_where(con, "ward_name = ''", "ward_name", "the name of the ward"),
        *faults.rows_where(
            con,
            r"not regexp_full_match(year, '20\d\d') or try_cast(year as integer) "
            "> year(current_date)",
            "year",
            "the year of the index such as 2025",
        ),
        *faults.rows_where(
            con,
            r"not regexp_full_match(percent, '\d{1,3}(\.\d+)?%?') "
            "or try_cast(rtrim(percent, '%') as double) > 100",
            "percent",
            "a percentage from 0 to 100",
        ),
        *faults.rows_where(con, "source = ''", "source", "who published the figure"),
    ]


def conflicts_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each of the first wards that have two rows."""
    return faults.doubled_rows(con, "ward_code", "ward")


def insert(con: duckdb.DuckDBPyConnection, reading: staging.Reading) -> None:
    """Add the tested rows to `ward_deprivation` and `ward_read`."""
    con.execute(
        """
        insert into ward_deprivation
        select la_code, ward_code, year::integer, rtrim(percent, '%')::double, source,
            split_part($release_id, '/', 2), source_row, $release_id
        from tested
        order by source_row
        """,
        {"release_id": reading.release_id},
    )
    con.execute(
        """
        insert into ward_read
        select ward_code, ward_name, la_code, make_date(year::integer, 12, 31), $release_id
        from tested
        """,
        {"release_id": reading.release_id},
    )
    reading.cells = reading.rows
