"""One published file to long rows: the one generic reader, in DuckDB on text columns."""

import difflib
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from etl import csv_file
from etl.csv_file import SHOWN_FAULTS, literal
from etl.model import Extract, Indicator, Part, Periods, Refusal, Release

IDENTIFIERS = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "region_code",
    "region_name",
    "old_la_code",
    "new_la_code",
    "la_name",
]
IDENTIFIERS_READ = ["time_period", "geographic_level", "region_code", "old_la_code"]
LEVELS = "National, Regional or Local authority"
NUMBER = r"^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][-+]?\d+)?%?$"

STAGING = """
create temp table cell (
    release_id varchar, indicator_id varchar, area_key varchar, period varchar,
    period_kind varchar, period_start date, period_end date, breakdown_topic varchar,
    breakdown varchar, raw varchar, source_row bigint, source_column varchar
);
create temp table place (
    area_key varchar, level varchar, la_code varchar, ons_code varchar, name varchar,
    region_code varchar, period_end date, release_id varchar
);
create temp table ward_read (
    ward_code varchar, name varchar, la_code varchar, period_end date, release_id varchar
);
create temp table neighbour_read (
    la_code varchar, neighbour_la_code varchar, model integer, rank integer, closeness varchar
);
"""


def checksum(path: Path) -> str:
    """SHA-256 of a file, as the releases and the snapshot name it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class PublishedFile:
    """Bytes as published: `name` is the publisher's file name, `found_in` where they lay.

    `retrieved_at` (UTC) is when they were downloaded, and `data_set` which data set they are, where
    that is known.
    """

    name: str
    path: Path
    found_in: str
    retrieved_at: datetime | None = None
    data_set: str | None = None

    @property
    def sha256(self) -> str:
        return checksum(self.path)


@dataclass
class Reading:
    """What reading one file gave: counts, and the faults that stop it from being loaded.

    `release` is set where only the file itself says which issue it is.
    """

    release_id: str
    rows: int = 0
    cells: int = 0
    symbols: int = 0
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    release: Release | None = None


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def read(
    con: duckdb.DuckDBPyConnection,
    file: PublishedFile,
    extracts: Sequence[Extract],
    indicators: dict[str, Indicator],
) -> Reading:
    """Read one published file into `cell` and `place`.

    Nothing is added when `faults` of the answer is not empty.
    """
    reading = Reading(release_id=extracts[0].release_id)
    with refusing(reading):
        load_csv(con, file, reading)
        take(con, reading, extracts, indicators)
    return reading


@contextmanager
def refusing(reading: Reading) -> Iterator[None]:
    """Turn a refusal into faults of the reading, each naming the file."""
    try:
        yield
    except Refusal as refusal:
        reading.faults += [f"{reading.release_id}: {fault}" for fault in refusal.faults]


def load_csv(con: duckdb.DuckDBPyConnection, file: PublishedFile, reading: Reading) -> None:
    """Load a CSV as text into the temporary table `raw`, with its row numbers.

    Raises Refusal when the bytes are not a whole UTF-8 CSV file.
    """
    found = csv_file.opened(file.path)
    csv_file.run(con, f"create or replace temp table raw as {found.rows}", found)
    reading.notes += found.notes
    reading.rows = count(con, "raw")
    csv_file.refuse_odd_lines(found, reading.rows)


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
    faults = missing_columns(present, extracts) or doubled_columns(con, present, extracts)
    if faults:
        raise Refusal(faults)
    years, end = years_later(con, present, extracts[0])
    if years > 0:
        extracts = [extract.later(years, end) for extract in extracts]
        reading.release, reading.release_id = extracts[0].release, extracts[0].release_id
    con.execute("create or replace temp table taken as from cell limit 0")
    for extract in extracts:
        faults += check_extract(con, present, extract)
        if not faults and extract.columns:
            unpivot(con, present, extract, indicators)
    faults = faults or check_cells(con, extracts[0], indicators)
    if faults:
        raise Refusal(list(dict.fromkeys(faults)))
    note_places(con, present, extracts[0])
    con.execute("insert into cell from taken")
    reading.notes += [extract.left_out for extract in extracts if extract.left_out]
    reading.cells = count(con, "taken")
    reading.symbols = count(con, f"taken where not regexp_matches(raw, '{NUMBER}')")


def column_names(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Lower-case column name to the name as published: publishers change case between releases."""
    rows = con.execute(f"describe {table}").fetchall()
    return {row[0].lower(): row[0] for row in rows if row[0] != "source_row"}


def years_later(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract
) -> tuple[int, str]:
    """How many years after its record a file ends, and its last period.

    Raises Refusal where it ends later without England or with a fraction of the places of the year
    before: a mistyped or cut-off year must not pass for a new release.
    """
    if not (extract.continues and extract.last_period):
        return 0, ""
    found = con.execute(
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
    years = found[0][1] - year_of(con, extract.periods, extract.last_period) if found else 0
    if years <= 0:
        return 0, ""
    (end, year, places, england), *earlier = found
    whole = england and all(before == year - 1 and places * 2 >= n for _, before, n, _ in earlier)
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


def wanted_columns(extracts: Sequence[Extract]) -> list[str]:
    """Every column that we read; a file that names its time identifier has all identifiers."""
    wanted = dict.fromkeys(
        column
        for extract in extracts
        for column in [
            *(IDENTIFIERS if extract.periods.identifier else IDENTIFIERS_READ),
            *extract.rows,
            *([extract.breakdown] if extract.breakdown else []),
            *extract.columns,
            *(extract.marks if extract.left_out else ()),
        ]
    )
    return list(wanted)


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
    faults = []
    optional = [name for extract in extracts for name in optional_columns(present, extract)]
    for column in [*wanted_columns(extracts), *optional]:
        for other in (f"{column.lower()} ({number})" for number in range(2, len(present))):
            if other not in present:
                break
            names = quoted(present[column.lower()]), quoted(present[other])
            found = con.execute(
                f"select source_row, {names[0]}, {names[1]} from raw "
                f"where {names[0]} <> {names[1]} order by source_row limit 1"
            ).fetchall()
            faults += [
                f"row {row}, column {column}: expected the same in each column of this name, "
                f"found {first!r} and {second!r}"
                for row, first, second in found
            ]
    return faults


def optional_columns(present: dict[str, str], extract: Extract) -> dict[str, str | Part]:
    """The optional columns of an extract that its file has."""
    return {name: goal for name, goal in extract.optional.items() if name.lower() in present}


def missing_column(column: str, present: dict[str, str]) -> str:
    near = difflib.get_close_matches(column.lower(), present, n=3, cutoff=0.5)
    found = ", ".join(present[name] for name in near) or ", ".join(present.values())
    return f"expected the column {column}, found {found}"


def check_extract(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract
) -> list[str]:
    """Faults of the rows that an extract picks, and of every row where all are of one kind."""
    con.execute(
        f"create or replace temp table picked as select * from raw where {picked(present, extract)}"
    )
    if not count(con, "picked"):
        return [] if extract.sparse else [absent_rows(con, present, extract)]
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


def bare_label(column: str) -> str:
    """A label in small letters: some files print "age 10" or "Aged 10" where others print "10"."""
    return f"lower(regexp_replace({quoted(column)}, '^(age|aged) ', '', 'i'))"


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
    found = con.execute(
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
        for row, place, period in found
    ]


def picked(present: dict[str, str], extract: Extract) -> str:
    """The condition that picks the rows of an extract."""
    tests = [
        f"{quoted(present[column.lower()])} in ({', '.join(map(literal, labels_of(label)))})"
        for column, label in extract.rows.items()
    ]
    return " and ".join(tests) or "true"


def labels_of(label: str | tuple[str, ...]) -> tuple[str, ...]:
    """The labels that publishers gave one thing over the years."""
    return (label,) if isinstance(label, str) else label


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
    found = ", ".join(repr(row[0]) for row in labels)
    return f"expected rows with {expected}, found {found}"


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
    if extract.last_period and last and last[0] != extract.last_period and not faults:
        faults.append(
            f"expected the last period {extract.last_period} of the release "
            f"{extract.release.title!r}, found {last[0]}: this looks like another release"
        )
    return faults


def rows_where(
    con: duckdb.DuckDBPyConnection, condition: str, column: str, expected: str
) -> list[str]:
    """A sentence for each of the first rows of `tested` that meet a condition."""
    found = con.execute(
        f"select source_row, {quoted(column)} from tested where {condition} "
        f"order by source_row limit {SHOWN_FAULTS + 1}"
    ).fetchall()
    faults = [
        f"row {row}, column {column}: expected {expected}, found {text!r}"
        for row, text in found[:SHOWN_FAULTS]
    ]
    if len(found) > SHOWN_FAULTS:
        faults.append(f"column {column}: more rows of the same kind follow")
    return faults


def no_whole_numbers(con: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    return rows_where(
        con,
        rf"not regexp_full_match({column}, '\d{{1,9}}')",
        column,
        "a whole number of 0 or more",
    )


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
    con.executemany(
        "insert into goal values (?, ?, ?, ?, ?)",
        [[name, *goal_of(goal, extract, indicators)] for name, goal in columns.items()],
    )
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


def area_key() -> str:
    """Three-digit code of a council, ONS code of a region or the country."""
    return (
        "case geographic_level when 'National' then 'E92000001' "
        "when 'Regional' then region_code else old_la_code end"
    )


def note_places(con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract) -> None:
    """Add the places of the file to `place`, for the newest names and codes."""
    if not set(IDENTIFIERS) <= set(present):
        return
    con.execute(
        f"""
        insert into place
        select distinct
            {area_key()},
            case
                when geographic_level = 'National' then 'country'
                when geographic_level = 'Regional' and region_code like 'E13%' then 'subregion'
                when geographic_level = 'Regional' then 'region'
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
            $release_id
        from raw
        where {picked(present, extract)}
        """,
        {"release_id": extract.release_id},
    )


def check_cells(
    con: duckdb.DuckDBPyConnection, extract: Extract, indicators: dict[str, Indicator]
) -> list[str]:
    """Faults of the cells taken: unknown symbols, impossible numbers, the same figure twice."""
    return [
        *unknown_symbols(con, extract),
        *impossible_numbers(con, indicators),
        *doubled_keys(con),
    ]


def unknown_symbols(con: duckdb.DuckDBPyConnection, extract: Extract) -> list[str]:
    known = sorted(extract.release.symbols)
    found = con.execute(
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
        for row, column, raw in found
    ]


def bare_symbol(column: str) -> str:
    """Spreadsheets write [c] where data files write c."""
    return rf"regexp_replace(lower(trim({column})), '^\[(.*)\]$', '\1')"


def number_of(column: str) -> str:
    return (
        f"case when regexp_matches({column}, '{NUMBER}') "
        f"then replace(replace({column}, ',', ''), '%', '')::double end"
    )


def impossible_numbers(
    con: duckdb.DuckDBPyConnection, indicators: dict[str, Indicator]
) -> list[str]:
    con.execute(
        "create or replace temp table bound (indicator_id varchar, maximum double, whole boolean)"
    )
    con.executemany(
        "insert into bound values (?, ?, ?)",
        [(i.id, i.maximum, i.unit == "count") for i in indicators.values()],
    )
    found = con.execute(
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
        for row, column, raw, maximum, whole in found
    ]


def expected_number(maximum: float | None, whole: bool) -> str:
    kind = "a whole number" if whole else "a number"
    return f"{kind} from 0 to {maximum:g}" if maximum is not None else f"{kind} of 0 or more"


def doubled_keys(con: duckdb.DuckDBPyConnection) -> list[str]:
    found = con.execute(
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
        for rows, column, area, period in found
    ]


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def number_text(column: str) -> str:
    """A number as the shortest text that reads back as the same number."""
    return (
        f"case when {column} = floor({column}) then {column}::bigint::varchar "
        f"else {column}::varchar end"
    )


def seed_places(con: duckdb.DuckDBPyConnection, area: str) -> None:
    """Places already known, as the oldest sighting: any file's own words are newer."""
    con.execute(
        f"""
        insert into place
        select coalesce(la_code, area_code), level, la_code, area_code, name, parent_code,
            date '1900-01-01', ''
        from {area}
        """
    )
