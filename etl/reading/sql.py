"""Pieces of SQL that read published files: names, numbers and labels as text."""

from collections.abc import Sequence

import duckdb

from etl.model import Extract, Part

# Faults of one kind that are told: enough to see what is common to them, few enough to read.
SHOWN_FAULTS = 5
# Always read by name: EHC plans, children in need and school census have them in three orders.
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
# Of a file that lacks the others, what tells place and time.
IDENTIFIERS_READ = ["time_period", "geographic_level", "region_code", "old_la_code"]
LEVELS = "National, Regional or Local authority"
# Whole, with decimals, 1,234, 5% or 1e+05: publishers print all of them. A minus passes here and is
# refused as an impossible number, which names the cell; as an unknown symbol it would mislead.
NUMBER = r"^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][-+]?\d+)?%?$"


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def column_names(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Lower-case column name to the name as published: publishers change case between releases."""
    rows = con.execute(f"describe {table}").fetchall()
    return {row[0].lower(): row[0] for row in rows if row[0] != "source_row"}


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
        ]
    )
    return list(wanted)


def optional_columns(present: dict[str, str], extract: Extract) -> dict[str, str | Part]:
    """The optional columns of an extract that its file has."""
    return {name: goal for name, goal in extract.optional.items() if name.lower() in present}


def bare_label(column: str) -> str:
    """A label in small letters: some files print "age 10" or "Aged 10" where others print "10"."""
    return f"lower(regexp_replace({quoted(column)}, '^(age|aged) ', '', 'i'))"


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


def area_key() -> str:
    """Three-digit code of a council, ONS code of a region or the country."""
    return (
        "case geographic_level when 'National' then 'E92000001' "
        "when 'Regional' then region_code else old_la_code end"
    )


def bare_symbol(column: str) -> str:
    """Spreadsheets write [c] where data files write c."""
    return rf"regexp_replace(lower(trim({column})), '^\[(.*)\]$', '\1')"


def number_of(column: str) -> str:
    return (
        f"case when regexp_matches({column}, '{NUMBER}') "
        f"then replace(replace({column}, ',', ''), '%', '')::double end"
    )


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """Add some rows to a table in one statement: one a row takes ten times as long."""
    if rows:
        one = f"({', '.join('?' * len(rows[0]))})"
        con.execute(
            f"insert into {table} values {', '.join([one] * len(rows))}",
            [cell for row in rows for cell in row],
        )


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def number_text(column: str) -> str:
    """A number as the shortest text that reads back as the same number."""
    return (
        f"case when {column} = floor({column}) then {column}::bigint::varchar "
        f"else {column}::varchar end"
    )
