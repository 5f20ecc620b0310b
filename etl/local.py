"""A council's own ward figures, from the template in data/local: python -m etl import."""

import duckdb

from etl import tidy
from etl.catalogue import Reader
from etl.model import Refusal, Release

COLUMNS = ["la_code", "ward_code", "ward_name", "date", "pupils", "sen_support", "ehc_plan"]
COLUMNS += ["basis"]
COUNTS = ["pupils", "sen_support", "ehc_plan"]
TITLE = "Supplied by the council, not published by DfE"
# Spreadsheets in this country turn an ISO date into day/month/year when they save it.
DATE = "coalesce(try_strptime(date, '%Y-%m-%d'), try_strptime(date, '%d/%m/%Y'))::date"


def reader_of(_: tidy.PublishedFile) -> Reader:
    """Every file that is imported has the columns of the template, or is refused."""
    return read


def read(con: duckdb.DuckDBPyConnection, file: tidy.PublishedFile) -> tidy.Reading:
    """Read a council's file into `ward_supplied` and `ward_read`."""
    reading = tidy.Reading(release_id=f"local/{file.name}")
    with tidy.refusing(reading):
        tidy.load_csv(con, file, reading)
        refuse_columns(con)
        trimmed = ", ".join(f"trim({column}) as {column}" for column in COLUMNS)
        con.execute(f"create or replace temp table tested as select source_row, {trimmed} from raw")
        faults = faults_of(con)
        if faults:
            raise Refusal(faults)
        name_release(con, file, reading)
        insert(con, reading)
    return reading


def refuse_columns(con: duckdb.DuckDBPyConnection) -> None:
    present = tidy.column_names(con, "raw")
    faults = [tidy.missing_column(name, present) for name in COLUMNS if name not in present]
    if not faults and not tidy.count(con, "raw"):
        faults = ["expected rows of figures, found only a header"]
    if faults:
        raise Refusal(faults)


def faults_of(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A sentence for each of the first rows that cannot be right."""
    faults = [
        *tidy.rows_where(
            con,
            r"not regexp_full_match(la_code, '\d{3}')",
            "la_code",
            "a three-digit council code such as 358",
        ),
        *tidy.rows_where(
            con,
            r"not regexp_full_match(ward_code, 'E05\d{6}')",
            "ward_code",
            "the code of a ward such as E05015244",
        ),
        *tidy.rows_where(con, "ward_name = ''", "ward_name", "the name of the ward"),
        *tidy.rows_where(con, f"{DATE} is null", "date", "a day such as 2025-01-31"),
        *tidy.rows_where(
            con, "basis not in ('home', 'school')", "basis", "the word home or the word school"
        ),
        *(
            fault
            for column in COUNTS
            for fault in tidy.rows_where(
                con,
                rf"not regexp_full_match({column}, '\d{{1,9}}')",
                column,
                "a whole number of 0 or more",
            )
        ),
    ]
    return faults or [*several_councils(con), *too_many(con), *doubled(con)]


def several_councils(con: duckdb.DuckDBPyConnection) -> list[str]:
    return tidy.rows_where(
        con,
        "la_code <> (select arg_min(la_code, source_row) from tested)",
        "la_code",
        "the same council in each row",
    )


def too_many(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        f"row {row}: expected at most the {pupils} pupils on SEN support or with an EHC plan, "
        f"found {support} and {plan}"
        for row, pupils, support, plan in con.execute(
            f"""
            select source_row, pupils, sen_support, ehc_plan from tested
            where sen_support::bigint + ehc_plan::bigint > pupils::bigint
            order by source_row limit {tidy.SHOWN_FAULTS}
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
            group by all having count(*) > 1 order by min(source_row) limit {tidy.SHOWN_FAULTS}
            """
        ).fetchall()
    ]


def name_release(
    con: duckdb.DuckDBPyConnection, file: tidy.PublishedFile, reading: tidy.Reading
) -> None:
    """Name the release by its council and its content: one file name may come again next year."""
    row = con.execute("select min(la_code) from tested").fetchone()
    la_code = row[0] if row else ""
    reading.release = Release(
        id=f"local-{la_code}-{file.sha256[:8]}",
        publication=f"Ward figures of council {la_code}",
        title=TITLE,
        licence="Not stated by the council",
    )
    reading.release_id = f"{reading.release.id}/{file.name}"


def insert(con: duckdb.DuckDBPyConnection, reading: tidy.Reading) -> None:
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
