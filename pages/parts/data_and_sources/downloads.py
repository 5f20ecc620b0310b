"""The database to take away: whole, or a table as CSV, without the counts of small groups."""

import codecs
import tempfile
from pathlib import Path

import duckdb

import queries
from pages.parts.language.safe import FORMULA

# True counts of single schools, wards and months, small ones too: pages show them hidden.
KEPT_BACK = ("school", "school_ward", "ward_supplied", "month_supplied", "month_change")


def tables() -> list[str]:
    """The tables that can be taken away, in alphabetical order."""
    with queries.connect() as con:
        names = [row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()]
    return sorted(name for name in names if name not in KEPT_BACK)


def database() -> bytes:
    """A DuckDB file with every table that can be taken away."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line_of_sight.duckdb"
        with duckdb.connect(str(path)) as con:
            con.execute(f"attach {_text(str(queries.database_path()))} as held (read_only)")
            for name in tables():
                con.execute(f'create table "{name}" as from held."{name}"')
            con.execute("detach held")
        return path.read_bytes()


def table_csv(table: str) -> bytes:
    """One table as CSV in UTF-8; a text that a spreadsheet would run gets an apostrophe.

    Raises KeyError for a table that cannot be taken away.
    """
    if table not in tables():
        raise KeyError(f"expected a table that can be taken away, found {table}")
    with queries.connect() as con, tempfile.TemporaryDirectory() as folder:
        path, held = Path(folder) / "table.csv", con.table(table)
        columns = [
            _safe(name) if kind == "VARCHAR" else _quoted(name)
            for name, kind in zip(held.columns, map(str, held.types), strict=True)
        ]
        held.project(", ".join(columns)).write_csv(str(path), header=True)
        return codecs.BOM_UTF8 + path.read_bytes()


def _safe(name: str) -> str:
    """A column of texts, with an apostrophe before what a spreadsheet would run."""
    column = _quoted(name)
    signs = ", ".join(f"chr({ord(sign)})" for sign in FORMULA)
    return f"if(left({column}, 1) in ({signs}), chr(39) || {column}, {column}) as {column}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
