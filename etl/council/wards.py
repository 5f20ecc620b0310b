"""The template of figures by ward: what a row must say, and where it goes."""

import duckdb

from etl.council import dates
from etl.model import Refusal
from etl.reading import faults, sql, staging

WHAT = "Ward figures"
COLUMNS = ["la_code", "ward_code", "ward_name", "date", "pupils", "sen_support", "ehc_plan"]
COLUMNS += ["basis"]
OPTIONAL: list[str] = []
COUNTS = ["pupils", "sen_support", "ehc_plan"]
# What a word means, in small letters.
WORDS = {"basis": {"home": "home", "school": "school"}}
DAY_COLUMN = "date"
DATE = dates.day_of(DAY_COLUMN)


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
        *faults.rows_where(con, f"{DATE} is null", "date", "a day such as 2025-01-31"),
        *faults.rows_where(con, dates.out_of_range(DATE), "date", dates.years()),
        *faults.rows_where(
            con,
            f"{DATE} > current_date and not {dates.out_of_range(DATE)}",
            "date",
            "a day that has come on this computer",
        ),
        *faults.rows_where(
            con, "basis not in ('home', 'school')", "basis", "the word home or the word school"
        ),
        *(fault for column in COUNTS for fault in faults.no_whole_numbers(con, column)),
    ]


def conflicts_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each of the first rows that another number or another row speaks against."""
    return [*too_many(con), *doubled(con)]


def too_many(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        f"row {row}: expected at most the {pupils} pupils on SEN support or with an EHC plan, "
        f"found {support} and {plan}"
        for row, pupils, support, plan in con.execute(
            f"""
            select source_row, pupils, sen_support, ehc_plan from tested
            where sen_support::bigint + ehc_plan::bigint > pupils::bigint
            order by source_row limit {sql.SHOWN_FAULTS}
            """
        ).fetchall()
    ]


def doubled(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        f"rows {' and '.join(map(str, rows))}: expected one row for ward {ward} by {basis} on "
        f"{day}, found {len(rows)}"
        for ward, basis, day, rows in con.execute(
            f"""
            select ward_code, basis, {DATE}, list(source_row order by source_row) from tested
            group by all having count(*) > 1 order by min(source_row) limit {sql.SHOWN_FAULTS}
            """
        ).fetchall()
    ]


def refuse_other_names(con: duckdb.DuckDBPyConnection) -> None:
    """Raise Refusal where a ward that is known has another name: its figures are another ward's.

    Known are the wards described by hand and those of the database before. Capitals, spaces and
    points make no other name.
    """
    bare = r"regexp_replace(replace(lower({name}), '&', 'and'), '[^a-z0-9]', '', 'g')"
    unlike = con.execute(
        f"""
        with known as (
            select ward_code, name from ward
            union select ward_code, name from ward_read where release_id = ''
        )
        select read.release_id, min(source_row), ward_code, any_value(known.name), read.name
        from ward_read as read
        join known using (ward_code)
        join (
            select ward_code, release_id, source_row from ward_supplied
            union all select ward_code, release_id, source_row from ward_deprivation
        ) as supplied using (ward_code, release_id)
        group by read.release_id, ward_code, read.name
        having not bool_or({bare.format(name="known.name")} = {bare.format(name="read.name")})
        order by all limit {sql.SHOWN_FAULTS}
        """
    ).fetchall()
    if unlike:
        raise Refusal(
            [
                f"{release_id}: row {row}, column ward_name: expected {name} for the ward {code}, "
                f"found {found!r}"
                for release_id, row, code, name, found in unlike
            ]
        )


def insert(con: duckdb.DuckDBPyConnection, reading: staging.Reading) -> None:
    """Add the tested rows to `ward_supplied` and `ward_read`."""
    con.execute(
        f"""
        insert into ward_supplied
        select la_code, ward_code, {DATE}, pupils::bigint, sen_support::bigint, ehc_plan::bigint,
            basis, $release_id, source_row
        from tested
        order by source_row
        """,
        {"release_id": reading.release_id},
    )
    con.execute(
        f"""
        insert into ward_read
        select ward_code, arg_max(ward_name, {DATE}), la_code, max({DATE}), $release_id
        from tested
        group by ward_code, la_code
        """,
        {"release_id": reading.release_id},
    )
    reading.cells = len(COUNTS) * reading.rows
