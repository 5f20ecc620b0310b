"""One published file to long rows: the one generic reader, in DuckDB on text columns."""

import csv
import difflib
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl.model import Extract, Indicator, Part, Refusal

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
LEVELS = "National, Regional or Local authority"
NUMBER = r"^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][-+]?\d+)?%?$"
SHOWN_FAULTS = 5

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
"""


@dataclass(frozen=True)
class PublishedFile:
    """Bytes as published: `name` is the publisher's file name, `found_in` where they lay."""

    name: str
    path: Path
    found_in: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


@dataclass
class Reading:
    """What reading one file gave: counts, and the faults that stop it from being loaded."""

    release_id: str
    rows: int = 0
    cells: int = 0
    symbols: int = 0
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


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
    text = decode(file.path.read_bytes())
    header = next(csv.reader([text.split("\n", 1)[0].rstrip("\r")]))
    names = unique_names(header, reading)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    try:
        con.execute(
            f"""
            create or replace temp table raw as
            select row_number() over () + 1 as source_row, *
            from read_csv(
                ?, columns = {{{columns}}}, header = true, auto_detect = false, delim = ',',
                quote = '"', escape = '"', nullstr = '\\0', strict_mode = true,
                null_padding = false)
            """,
            [str(file.path)],
        )
    except duckdb.Error as error:
        raise Refusal([csv_fault(error, len(names))]) from error
    reading.rows = count(con, "raw")
    check_lines(text, reading.rows)


def literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def decode(data: bytes) -> str:
    """The text of a UTF-8 CSV file. Raises Refusal when the bytes are something else."""
    if not data.strip():
        raise Refusal(["expected a CSV file, found an empty file"])
    if data.startswith(b"PK"):
        raise Refusal(["expected a CSV file, found a zip or spreadsheet file"])
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Refusal(["expected a CSV file, found a web page (HTML)"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise Refusal(
            [f"row {row}: expected UTF-8 text, found the byte {data[error.start]:#04x}"]
        ) from error
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise Refusal([f"row {row}: expected text, found a zero byte"])
    if not text.endswith("\n"):
        last = text.count("\n") + 1
        raise Refusal(
            [f"row {last}: expected a line end after the last row, found the file cut off"]
        )
    return text


def unique_names(header: list[str], reading: Reading) -> list[str]:
    """Column names made unique, as a note: the publisher prints some names twice."""
    seen: dict[str, int] = {}
    names = []
    for name in header:
        key = name.strip().lower()
        seen[key] = seen.get(key, 0) + 1
        names.append(name.strip() if seen[key] == 1 else f"{name.strip()} ({seen[key]})")
    for key, times in seen.items():
        if times > 1:
            reading.notes.append(f"the column {key} is there {times} times")
    return names


def csv_fault(error: duckdb.Error, columns: int) -> str:
    line = re.search(r"(?:CSV Error on )?[Ll]ine:? (\d+)", str(error))
    found = re.search(r"Expected Number of Columns: \d+ Found: (\d+)", str(error))
    where = f"row {line.group(1)}" if line else "the file"
    what = f"{found.group(1)} columns" if found else "a row that is not CSV"
    return f"{where}: expected {columns} columns, found {what}"


def check_lines(text: str, rows: int) -> None:
    lines = text.rstrip("\r\n").count("\n") + 1
    if lines != rows + 1:
        raise Refusal(
            [f"expected one row a line, found {lines:,} lines for {rows + 1:,} rows and header"]
        )


def take(
    con: duckdb.DuckDBPyConnection,
    reading: Reading,
    extracts: Sequence[Extract],
    indicators: dict[str, Indicator],
) -> None:
    """Take the mapped cells of `raw` into `cell`. Raises Refusal with every fault found."""
    present = column_names(con, "raw")
    faults = missing_columns(present, extracts)
    if faults:
        raise Refusal(faults)
    con.execute("create or replace temp table taken as from cell limit 0")
    for extract in extracts:
        faults += check_extract(con, present, extract)
        if not faults:
            unpivot(con, present, extract, indicators)
    faults = faults or check_cells(con, extracts[0], indicators)
    if faults:
        raise Refusal(list(dict.fromkeys(faults)))
    note_places(con, present, extracts[0])
    con.execute("insert into cell from taken")
    reading.cells = count(con, "taken")
    reading.symbols = count(con, f"taken where not regexp_matches(raw, '{NUMBER}')")


def column_names(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Lower-case column name to the name as published: publishers change case between releases."""
    rows = con.execute(f"describe {table}").fetchall()
    return {row[0].lower(): row[0] for row in rows if row[0] != "source_row"}


def missing_columns(present: dict[str, str], extracts: Sequence[Extract]) -> list[str]:
    wanted = dict.fromkeys(
        column
        for extract in extracts
        for column in [
            "time_period",
            "geographic_level",
            "old_la_code",
            *extract.rows,
            *([extract.breakdown] if extract.breakdown else []),
            *extract.columns,
        ]
    )
    return [missing_column(column, present) for column in wanted if column.lower() not in present]


def missing_column(column: str, present: dict[str, str]) -> str:
    near = difflib.get_close_matches(column.lower(), present, n=3, cutoff=0.5)
    found = ", ".join(present[name] for name in near) or ", ".join(present.values())
    return f"expected the column {column}, found {found}"


def check_extract(
    con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract
) -> list[str]:
    """Faults of the rows that an extract picks: labels, periods, places."""
    con.execute(
        f"create or replace temp table picked as select * from raw where {picked(present, extract)}"
    )
    if not count(con, "picked"):
        return [absent_rows(con, present, extract)]
    return [
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
    ]


def picked(present: dict[str, str], extract: Extract) -> str:
    """The condition that picks the rows of an extract."""
    tests = [
        f"{quoted(present[column.lower()])} = {literal(label)}"
        for column, label in extract.rows.items()
    ]
    return " and ".join(tests) or "true"


def absent_rows(con: duckdb.DuckDBPyConnection, present: dict[str, str], extract: Extract) -> str:
    column = next(iter(extract.rows), "")
    if not column:
        return "expected rows of figures, found only a header"
    name = quoted(present[column.lower()])
    labels = con.execute(f"select distinct {name} from raw order by 1 limit 6").fetchall()
    expected = " and ".join(f"{label!r} in {column}" for column, label in extract.rows.items())
    found = ", ".join(repr(row[0]) for row in labels)
    return f"expected rows with {expected}, found {found}"


def unreadable_periods(con: duckdb.DuckDBPyConnection, extract: Extract) -> list[str]:
    periods = extract.periods
    faults = rows_where(
        con,
        f"not regexp_full_match(time_period, '{periods.pattern}')",
        "time_period",
        f"a period such as {extract.last_period}",
    )
    if faults:
        return faults
    if periods.kind == "academic" and len(extract.last_period) == 6:
        faults = rows_where(
            con,
            "(left(time_period, 4)::integer + 1) % 100 <> right(time_period, 2)::integer",
            "time_period",
            f"two years in a row such as {extract.last_period}",
        )
    if periods.identifier:
        faults += rows_where(
            con,
            f"time_identifier <> {literal(periods.identifier)}",
            "time_identifier",
            periods.identifier,
        )
    last = con.execute("select max(time_period) from picked").fetchone()
    if last and last[0] != extract.last_period and not faults:
        faults.append(
            f"expected the last period {extract.last_period} of the release "
            f"{extract.release.title!r}, found {last[0]}: this looks like another release"
        )
    return faults


def rows_where(
    con: duckdb.DuckDBPyConnection, condition: str, column: str, expected: str
) -> list[str]:
    """A sentence for each of the first rows of `picked` that meet a condition."""
    found = con.execute(
        f"select source_row, {quoted(column)} from picked where {condition} "
        f"order by source_row limit {SHOWN_FAULTS + 1}"
    ).fetchall()
    faults = [
        f"row {row}, column {column}: expected {expected}, found {text!r}"
        for row, text in found[:SHOWN_FAULTS]
    ]
    if len(found) > SHOWN_FAULTS:
        faults.append(f"column {column}: more rows of the same kind follow")
    return faults


def unpivot(
    con: duckdb.DuckDBPyConnection,
    present: dict[str, str],
    extract: Extract,
    indicators: dict[str, Indicator],
) -> None:
    """Add the cells of the picked rows to `taken`, one row a cell."""
    periods = extract.periods
    columns = {present[name.lower()]: goal for name, goal in extract.columns.items()}
    con.execute(
        "create or replace temp table goal (source_column varchar, indicator_id varchar, "
        "breakdown_topic varchar, breakdown varchar, is_flow boolean)"
    )
    con.executemany(
        "insert into goal values (?, ?, ?, ?, ?)",
        [[name, *goal_of(goal, extract, indicators)] for name, goal in columns.items()],
    )
    label = (
        f"regexp_replace({quoted(present[extract.breakdown.lower()])}, '^(age|aged) ', '', 'i')"
        if extract.breakdown
        else "null"
    )
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
            period_end, breakdown_topic, coalesce(goal.breakdown, lower(label)), trim(raw),
            source_row, source_column
        from dated join goal using (source_column)
        """,
        {"release_id": extract.release_id, "kind": periods.kind},
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
        where geographic_level in ('National', 'Regional', 'Local authority')
            and regexp_full_match(time_period, '{extract.periods.pattern}')
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
        where value < 0 or value > maximum or (whole and value <> floor(value))
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
