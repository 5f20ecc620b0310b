"""What is wrong with a published file, each fault one sentence that names file, row and column."""

import difflib
from collections.abc import Iterable, Sequence

import duckdb

from etl.model import Extract, Indicator
from etl.reading.sql import (
    LEVELS,
    NUMBER,
    SHOWN_FAULTS,
    area_key,
    bare_label,
    bare_symbol,
    count,
    insert,
    labels_of,
    literal,
    number_of,
    optional_columns,
    picked,
    quoted,
    wanted_columns,
)

OLDER = "this looks like an older release"


def missing_columns(present: dict[str, str], extracts: Sequence[Extract]) -> list[str]:
    return [
        missing_column(column, present)
        for column in wanted_columns(extracts)
        if column.lower() not in present
    ]


def doubled_columns(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], extracts: Sequence[Extract]
) -> list[str]:
    """Faults of columns that we read, that are there twice and say two things."""
    optional = [name for extract in extracts for name in optional_columns(present, extract)]
    return unlike_columns(con, present, [*wanted_columns(extracts), *optional])


def unlike_columns(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], columns: Iterable[str]
) -> list[str]:
    """Faults of these columns where one is in `raw` twice and says two things."""
    faults = []
    for column in columns:
        for other in (f"{column.lower()} ({number})" for number in range(2, len(present))):
            if other not in present:
                break
            names = quoted(present[column.lower()]), quoted(present[other])
            unlike = con.execute(
                f"select source_row, {names[0]}, {names[1]} from raw "
                f"where {names[0]} <> {names[1]} order by source_row limit 1"
            ).fetchall()
            faults += [
                f"row {row}, column {column}: expected the same in each column of this name, "
                f"found {first!r} and {second!r}"
                for row, first, second in unlike
            ]
    return faults


def missing_column(column: str, present: dict[str, str]) -> str:
    # DfE misspells names and mends them later (decsion, org_arrangments): the nearest ones show it.
    near = difflib.get_close_matches(column.lower(), present, n=3, cutoff=0.5)
    like_it = ", ".join(present[name] for name in near) or ", ".join(present.values())
    return f"expected the column {column}, found {like_it}"


def check_extract(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract
) -> list[str]:
    """Faults of the rows that an extract picks, and of every row where all are of one kind."""
    con.execute(
        f"create or replace temp table picked as select * from raw where {picked(present, extract)}"
    )
    # Sparse: no council need have a child in every group, and then has no row.
    if not count(con, "picked"):
        return [] if extract.sparse else [absent_rows(con, present, extract)]
    # A file that names its kind of time is all ours; else rows of other kinds stand between.
    tested = "raw" if extract.periods.identifier else "picked"
    con.execute(f"create or replace temp view tested as from {tested}")
    faults = [
        *unreadable_periods(con, extract),
        *rows_where(
            con,
            "geographic_level not in ('National', 'Regional', 'Local authority')",
            "geographic_level",
            f"the level {LEVELS}",
        ),
        *rows_where(
            con,
            "geographic_level = 'Local authority' "
            r"and not regexp_full_match(old_la_code, '\d{3}( / \d{3})*')",
            "old_la_code",
            "a three-digit council code",
        ),
        *rows_where(
            con,
            "geographic_level in ('Regional', 'Local authority') "
            r"and not regexp_full_match(region_code, 'E1[23]\d{6}')",
            "region_code",
            "the code of a region",
        ),
        *(unknown_codes(con) if "new_la_code" in present else []),
        *unknown_labels(con, present, extract),
    ]
    # A misspelled code or period makes rows look lost too: one cause, told once.
    return faults or lost_rows(con, present, extract)


def unknown_codes(con: duckdb.DuckDBPyConnection) -> list[str]:
    return rows_where(
        con,
        "geographic_level = 'Local authority' "
        r"and not regexp_full_match(new_la_code, 'E\d{8}( / E\d{8})*')",
        "new_la_code",
        "the ONS code of a council",
    )


def unknown_labels(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract
) -> list[str]:
    if not extract.breakdown:
        return []
    column = present[extract.breakdown.lower()]
    condition = (
        f"{picked(present, extract)} and not regexp_full_match("
        f"{bare_label(column)}, {literal(extract.labels.pattern)})"
    )
    return rows_where(con, condition, column, extract.labels.expected)


def lost_rows(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract
) -> list[str]:
    """Faults of places with rows, but not the row of the total: a label that is spelled anew.

    A group may begin later than its file (further education in 2018/19), not so the whole.
    """
    if extract.breakdown or extract.sparse or not extract.rows:
        return []
    column, label = next(iter(extract.rows.items()))
    expected = " or ".join(map(repr, labels_of(label)))
    whole = f"{quoted(present[column.lower()])} in ({', '.join(map(literal, labels_of(label)))})"
    lost = con.execute(
        f"""
        with
        seen as (
            select {area_key()} as place, time_period, min(source_row) as source_row,
                bool_or({whole}) as has_whole
            from raw group by all
        )
        select source_row, place, time_period
        from seen
        anti join (select {area_key()} as place, time_period from picked)
            using (place, time_period)
        where time_period in (select time_period from picked)
            or (not has_whole and {extract.periods.identifier is not None})
        order by source_row limit {SHOWN_FAULTS}
        """
    ).fetchall()
    return [
        f"row {row}: expected a row with {expected} in {column} for area {place} in {period}, "
        "found others only"
        for row, place, period in lost
    ]


def absent_rows(con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract) -> str:
    if not count(con, "raw"):
        return "expected rows of figures, found only a header"
    column = next(iter(extract.rows))
    name = quoted(present[column.lower()])
    labels = con.execute(f"select distinct {name} from raw order by 1 limit 6").fetchall()
    expected = " and ".join(
        f"{' or '.join(map(repr, labels_of(label)))} in {column}"
        for column, label in extract.rows.items()
    )
    printed = ", ".join(repr(row[0]) for row in labels)
    return f"expected rows with {expected}, found {printed}"


def unreadable_periods(con: duckdb.DuckDBPyConnection, extract: Extract) -> list[str]:
    periods = extract.periods
    example = extract.last_period or periods.example
    faults = rows_where(
        con,
        f"not regexp_full_match(time_period, '{periods.pattern}')",
        "time_period",
        f"a period such as {example}",
    )
    if faults:
        return faults
    if periods.kind == "academic" and len(example) == 6:
        faults = rows_where(
            con,
            "(left(time_period, 4)::integer + 1) % 100 <> right(time_period, 2)::integer",
            "time_period",
            f"two years in a row such as {example}",
        )
    if periods.identifier:
        faults += rows_where(
            con,
            f"time_identifier <> {literal(periods.identifier)}",
            "time_identifier",
            periods.identifier,
        )
    last = con.execute("select max(time_period) from picked").fetchone()
    # Figures of another year in the place of this one would pass every other check.
    if extract.last_period and last and last[0] != extract.last_period and not faults:
        which = OLDER if last[0] < extract.last_period else "this looks like another release"
        faults.append(
            f"expected the last period {extract.last_period} of the release "
            f"{extract.release.title!r}, found {last[0]}: {which}"
        )
    return faults


def doubled_rows(con: duckdb.DuckDBPyConnection, column: str, called: str) -> list[str]:
    """A sentence for each of the first names of a column of `tested` that have two rows."""
    return [
        f"rows {' and '.join(map(str, rows))}: expected one row for {called} {name}, "
        f"found {len(rows)}"
        for name, rows in con.execute(
            f"""
            select {column}, list(source_row order by source_row) from tested
            group by all having count(*) > 1 order by min(source_row) limit {SHOWN_FAULTS}
            """
        ).fetchall()
    ]


def rows_where(
    con: duckdb.DuckDBPyConnection, condition: str, column: str, expected: str
) -> list[str]:
    """A sentence for each of the first rows of `tested` that meet a condition."""
    rows = con.execute(
        f"select source_row, {quoted(column)} from tested where {condition} "
        f"order by source_row limit {SHOWN_FAULTS + 1}"
    ).fetchall()
    faults = [
        f"row {row}, column {column}: expected {expected}, found {text!r}"
        for row, text in rows[:SHOWN_FAULTS]
    ]
    if len(rows) > SHOWN_FAULTS:
        faults.append(f"column {column}: more rows of the same kind follow")
    return faults


def no_whole_numbers(con: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    return rows_where(
        con,
        rf"not regexp_full_match({column}, '\d{{1,9}}')",
        column,
        "a whole number of 0 or more",
    )


def check_cells(
    con: duckdb.DuckDBPyConnection, extract: Extract, indicators: dict[str, Indicator]
) -> list[str]:
    """Faults of the cells taken: unknown symbols, impossible numbers, the same figure twice."""
    return [
        *unknown_symbols(con, extract),
        *wrong_units(con, indicators),
        *impossible_numbers(con, indicators),
        *doubled_keys(con),
    ]


def unknown_symbols(con: duckdb.DuckDBPyConnection, extract: Extract) -> list[str]:
    known = sorted(extract.release.symbols)
    unknown = con.execute(
        f"""
        select source_row, source_column, raw from taken
        where not regexp_matches(raw, '{NUMBER}')
            and not list_contains($known, {bare_symbol("raw")})
        order by source_row, source_column limit {SHOWN_FAULTS}
        """,
        {"known": known},
    ).fetchall()
    expected = "a number or one of " + " ".join(known)
    return [
        f"row {row}, column {column}: expected {expected}, found {raw!r}"
        for row, column, raw in unknown
    ]


def wrong_units(con: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]) -> list[str]:
    """Faults of cells with a percent sign that are no percentages: 12% is no count of 12."""
    units = {indicator.id: indicator.unit for indicator in indicators.values()}
    wrong = con.execute(
        """
        select source_row, source_column, raw, map($ids, $units)[indicator_id] as unit from taken
        where raw like '%!%' escape '!' and unit <> 'percent'
        order by source_row, source_column limit $shown
        """,
        {"ids": list(units), "units": list(units.values()), "shown": SHOWN_FAULTS},
    ).fetchall()
    return [
        f"row {row}, column {column}: expected a number without % ({unit}), found {raw}"
        for row, column, raw, unit in wrong
    ]


def impossible_numbers(
    con: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]
) -> list[str]:
    con.execute(
        "create or replace temp table bound (indicator_id varchar, maximum double, whole boolean)"
    )
    insert(
        con,
        "bound",
        # A percentage above 100 is a shifted column; rates and days have no such end.
        [(i.id, i.maximum, i.unit == "count") for i in indicators.values()],
    )
    impossible = con.execute(
        f"""
        with numbered as (select *, {number_of("raw")} as value from taken)
        select source_row, source_column, raw, maximum, whole
        from numbered join bound using (indicator_id)
        where value < 0 or value > maximum or not isfinite(value)
            or (whole and value <> floor(value))
        order by source_row, source_column limit {SHOWN_FAULTS}
        """
    ).fetchall()
    return [
        f"row {row}, column {column}: expected {expected_number(maximum, whole)}, found {raw}"
        for row, column, raw, maximum, whole in impossible
    ]


def expected_number(maximum: float | None, whole: bool) -> str:
    kind = "a whole number" if whole else "a number"
    return f"{kind} from 0 to {maximum:g}" if maximum is not None else f"{kind} of 0 or more"


def doubled_keys(con: duckdb.DuckDBPyConnection) -> list[str]:
    doubled = con.execute(
        f"""
        select list_sort(list(source_row)), any_value(source_column), area_key, period
        from taken
        group by indicator_id, area_key, period, breakdown_topic, breakdown
        having count(*) > 1
        order by 1, 2 limit {SHOWN_FAULTS}
        """
    ).fetchall()
    return [
        f"rows {' and '.join(map(str, rows))}, column {column}: expected one figure for area "
        f"{area} in {period}, found {len(rows)}"
        for rows, column, area, period in doubled
    ]
