"""One published file to long rows: the one generic reader, in DuckDB on text columns."""

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb

from etl.model import Extract, Indicator, Part, Periods, Refusal, head_and_end
from etl.reading import csv_file
from etl.reading.faults import (
    absent_rows,
    check_cells,
    check_extract,
    doubled_columns,
    missing_columns,
)
from etl.reading.sql import (
    IDENTIFIERS,
    NUMBER,
    area_key,
    bare_label,
    column_names,
    count,
    insert,
    optional_columns,
    picked,
    quoted,
)
from etl.reading.staging import PublishedFile, Reading, refusing

# Share of last year's places that a new year must have. Reorganisations merge a handful of 153
# councils; a year that was mistyped in some rows, or cut off, has a few places only.
LEAST_OF_YEAR_BEFORE = 0.5


def read(
    con: duckdb.DuckDBPyConnection,
    file: PublishedFile,
    extracts: Sequence[Extract],
    indicators: dict[str, Indicator],
) -> Reading:
    """Read one published file into `cell` and `place`.

    Nothing is added when `faults` of the answer is not empty.
    """
    reading = Reading(release_id=extracts[0].release_id, called=called(file, extracts[0]))
    with refusing(reading):
        load_csv(con, file, reading)
        take(con, reading, extracts, indicators)
    return reading


def called(file: PublishedFile, extract: Extract) -> str | None:
    """What a file is called where its name, or that of its zip or folder, has another year."""
    if head_and_end(file.name)[1] not in (0, head_and_end(extract.file)[1]):
        return file.name
    found_in = Path(file.found_in).name
    years = re.findall(r"(?<!\d)20\d\d(?!\d)", found_in)
    other = years and str(extract.release.year) not in years
    return f"{file.name} of {found_in}" if other else None


def load_csv(con: duckdb.DuckDBPyConnection, file: PublishedFile, reading: Reading) -> None:
    """Load a CSV as text into the temporary table `raw`, with its row numbers.

    Raises Refusal when the bytes are not a whole UTF-8 CSV file.
    """
    csv = csv_file.opened(file.path)
    csv_file.run(con, f"create or replace temp table raw as {csv.rows}", csv)
    reading.notes += csv.notes
    reading.rows = count(con, "raw")
    csv_file.refuse_odd_lines(csv, reading.rows)


def take(
    con: duckdb.DuckDBPyConnection,
    reading: Reading,
    extracts: Sequence[Extract],
    indicators: dict[str, Indicator],
) -> None:
    """Take the mapped cells of `raw` into `cell`. Raises Refusal with every fault found.

    A file that ends later than its record, in a layout that continues, gives `reading` the name
    and the release of its own year.
    """
    present = column_names(con, "raw")
    always = [one for one in extracts if not one.since]
    faults = missing_columns(present, always) or doubled_columns(con, present, extracts)
    if faults:
        raise Refusal(faults)
    # Only here is it known which release a file is of: DfE keeps its name from year to year.
    years, end = years_later(con, present, extracts[0])
    if years > 0:
        extracts = [extract.later(years, end) for extract in extracts]
        reading.release, reading.release_id = extracts[0].release, extracts[0].release_id
    extracts = [one for one in extracts if not one.since or one.release.year >= one.since]
    if faults := missing_columns(present, extracts):
        raise Refusal(faults)
    # All extracts of a file are taken, or none: a fault in the last must leave nothing of the
    # first.
    con.execute("create or replace temp table taken as from cell limit 0")
    absent: list[str] = []
    for extract in extracts:
        faults += check_extract(con, present, extract)
        if extract.since and not count(con, "picked"):
            absent.append(absent_rows(con, present, extract))
        if not faults and extract.columns:
            unpivot(con, present, extract, indicators)
    faults = faults or check_cells(con, extracts[0], indicators)
    if faults:
        raise Refusal(list(dict.fromkeys(faults)))
    note_places(con, present, extracts[0])
    con.execute("insert into cell from taken")
    reading.notes += [f"{what}: they are not read" for what in absent]
    reading.notes += [
        f"{column} is not read: {why}"
        for extract in extracts
        for column, why in extract.unread.items()
        if column.lower() in present
    ]
    reading.cells = count(con, "taken")
    reading.symbols = count(con, f"taken where not regexp_matches(raw, '{NUMBER}')")


def years_later(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract
) -> tuple[int, str]:
    """How many years after its record a file ends, and its last period.

    Raises Refusal where it ends later without England or with a fraction of the places of the year
    before: a mistyped or cut-off year must not pass for a new release.
    """
    if not (extract.continues and extract.last_period):
        return 0, ""
    last_years = con.execute(
        f"""
        select
            time_period, {extract.periods.year} as year, count(distinct {area_key()}),
            bool_or(geographic_level = 'National')
        from raw
        where {picked(present, extract)}
            and regexp_full_match(time_period, '{extract.periods.pattern}')
        group by all order by year desc limit 2
        """
    ).fetchall()
    years = (
        last_years[0][1] - year_of(con, extract.periods, extract.last_period) if last_years else 0
    )
    if years <= 0:
        return 0, ""
    (end, year, places, england), *earlier = last_years
    whole = england and all(
        before == year - 1 and places >= LEAST_OF_YEAR_BEFORE * count_before
        for _, before, count_before, _ in earlier
    )
    if not whole:
        areas = f"{places} area{'s' if places != 1 else ''}{'' if england else ' without England'}"
        after = "".join(f" after {n} in {period}" for period, _, n, _ in earlier)
        raise Refusal(
            [
                f"expected the last period {extract.last_period} of the release "
                f"{extract.release.title!r}, or England and most areas in a later year, "
                f"found {areas} in {end}{after}"
            ]
        )
    return years, end


def year_of(con: duckdb.DuckDBPyConnection, periods: Periods, period: str) -> int:
    row = con.execute(f"select {periods.year} from (select ? as time_period)", [period]).fetchone()
    return int(row[0]) if row else 0


def unpivot(
    con: duckdb.DuckDBPyConnection,
    present: dict[str, str],
    extract: Extract,
    indicators: dict[str, Indicator],
) -> None:
    """Add the cells of the picked rows to `taken`, one row a cell."""
    periods = extract.periods
    mapped = {**extract.columns, **optional_columns(present, extract)}
    columns = {present[name.lower()]: goal for name, goal in mapped.items()}
    con.execute(
        "create or replace temp table goal (source_column varchar, indicator_id varchar, "
        "breakdown_topic varchar, breakdown varchar, is_flow boolean)"
    )
    insert(
        con,
        "goal",
        [[name, *goal_of(goal, extract, indicators)] for name, goal in columns.items()],
    )
    # One table calls an age "age 10", another "Aged 10": the word goes, the number stays.
    label = bare_label(present[extract.breakdown.lower()]) if extract.breakdown else "null"
    con.execute(
        f"""
        insert into taken
        with long as (
            select source_row, place, time_period, label, source_column, raw
            from (
                select
                    source_row, time_period, {area_key()} as place, {label} as label,
                    {", ".join(quoted(name) for name in columns)}
                from picked
            )
            unpivot include nulls (
                raw for source_column in ({", ".join(quoted(name) for name in columns)}))
        ),
        dated as (
            select *,
                {periods.label} as period,
                make_date({periods.year}, {periods.month}, {periods.day}) as period_end
            from long
        )
        select
            $release_id, indicator_id, place, period, $kind,
            case when is_flow then (period_end + 1 - interval 1 year)::date else period_end end,
            period_end, breakdown_topic,
            coalesce(goal.breakdown, map($printed, $ours)[label], label), trim(raw),
            source_row, source_column
        from dated join goal using (source_column)
        """,
        {
            "release_id": extract.release_id,
            "kind": periods.kind,
            "printed": list(extract.labels.same.keys()),
            "ours": list(extract.labels.same.values()),
        },
    )


def goal_of(
    goal: str | Part, extract: Extract, indicators: dict[str, Indicator]
) -> tuple[str, str | None, str | None, bool]:
    if isinstance(goal, Part):
        flow = indicators[goal.indicator].timing == "flow"
        return goal.indicator, goal.topic, goal.breakdown, flow
    return goal, extract.topic, None, indicators[goal].timing == "flow"


def note_places(con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract) -> None:
    """Add the places of the file to `place`, for the newest names and codes."""
    if not set(IDENTIFIERS) <= set(present):
        return
    con.execute(
        f"""
        insert into place
        select
            {area_key()},
            case
                when geographic_level = 'National' then 'country'
                -- Inner and Outer London are printed beside London, which holds them: nobody may
                -- add all 11.
                when geographic_level = 'Regional' and region_code like 'E13%' then 'subregion'
                when geographic_level = 'Regional' then 'region'
                -- Kingston with Richmond and the two Northamptonshires send one workforce return.
                when old_la_code like '% / %' then 'joint'
                else 'la'
            end,
            case geographic_level when 'Local authority' then old_la_code end,
            case geographic_level when 'National' then 'E92000001'
                when 'Regional' then region_code else new_la_code end,
            case geographic_level when 'National' then 'England'
                when 'Regional' then region_name else la_name end,
            region_code,
            make_date({extract.periods.year}, {extract.periods.month}, {extract.periods.day}),
            $release_id, min(source_row)
        from raw
        where {picked(present, extract)}
        group by all
        """,
        {"release_id": extract.release_id},
    )
