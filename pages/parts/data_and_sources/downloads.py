"""The database to take away: whole, or a table as CSV, without the counts of small groups."""

import codecs
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import duckdb

import queries
from pages.parts.language.safe import FORMULA

# True counts of single schools, wards and months, small ones too: pages show them hidden.
KEPT_BACK = ("school", "school_ward", "ward_supplied", "month_supplied", "month_change")

# Who takes a file away writes one, and that is all.
BRINGS_NOTHING_IN: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

# A text that names a school beside a number may tell a count of it: it is left out as well.
LEFT_OUT = "Left out: this text gives a number of a single school."
SCHOOL_WORDS = re.compile(r"\b(school|academy|college|nursery|provision|unit)\b")
SHORTEST = 12  # letters; no shorter text names a school and says something of it


def tables() -> list[str]:
    """The tables that can be taken away, in alphabetical order."""
    with queries.connect() as con:
        names = [row[0] for row in con.execute("select table_name from duckdb_tables()").fetchall()]
    return sorted(name for name in names if name not in KEPT_BACK)


def database() -> bytes:
    """A DuckDB file with every table that can be taken away."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line_of_sight.duckdb"
        with duckdb.connect(str(path), config=BRINGS_NOTHING_IN) as con:
            for name, promised in _promised(con, tables()):
                promised.create(name)
            con.execute("detach held")
        return path.read_bytes()


def table_csv(table: str) -> bytes:
    """One table as CSV in UTF-8; a text that a spreadsheet would run gets an apostrophe.

    Raises KeyError for a table that cannot be taken away.
    """
    if table not in tables():
        raise KeyError(f"expected a table that can be taken away, found {table}")
    with (
        duckdb.connect(config=BRINGS_NOTHING_IN) as con,
        tempfile.TemporaryDirectory() as folder,
    ):
        path = Path(folder) / "table.csv"
        for _, promised in _promised(con, [table]):
            promised.project(", ".join(_safe(promised))).write_csv(str(path), header=True)
        return codecs.BOM_UTF8 + path.read_bytes()


def _promised(
    con: duckdb.DuckDBPyConnection, names: Iterable[str]
) -> Iterator[tuple[str, duckdb.DuckDBPyRelation]]:
    """The tables as they may be taken away, from the database in use, attached as `held`.

    `con` is a connection of its own: the one that pages read with may not write a file.
    """
    con.execute(f"attach {_text(str(queries.database_path()))} as held (read_only)")
    schools = _school_names(con)
    for name in names:
        held = con.table(f"held.{_quoted(name)}")
        yield name, held.project(", ".join(_columns(held, schools)))


def _columns(held: duckdb.DuckDBPyRelation, schools: Collection[str]) -> list[str]:
    """The columns of a table, without the texts that tell a number of a single school."""
    columns = []
    for name, kind in zip(held.columns, map(str, held.types), strict=True):
        column = _quoted(name)
        if kind == "VARCHAR" and (told := _of_single_schools(held, column, schools)):
            listed = ", ".join(map(_text, told))
            column = f"if({column} in ({listed}), {_text(LEFT_OUT)}, {column}) as {column}"
        columns.append(column)
    return columns


def _of_single_schools(
    held: duckdb.DuckDBPyRelation, column: str, schools: Collection[str]
) -> list[str]:
    """The texts of a column that name a school beside a number."""
    if not schools:
        return []
    beside = f"length({column}) >= {SHORTEST} and regexp_matches({column}, '[0-9]')"
    texts = held.filter(beside).project(column).distinct().fetchall()
    return sorted(text for (text,) in texts if any(name in text.lower() for name in schools))


def _school_names(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of schools in small letters, whole and without the place that may follow.

    'ashe academy' is that of 'Ashe Academy Barr'.
    """
    held = con.execute(
        "select database_name from duckdb_tables() where table_name = 'school'"
    ).fetchall()
    rows = [
        row
        for (database,) in held
        for row in con.table(f"{_quoted(database)}.school").project("name").fetchall()
    ]
    names = {name.lower() for (name,) in rows}
    shorter = {name.rpartition(" ")[0] for name in names}
    return names | {name for name in shorter if " " in name and SCHOOL_WORDS.search(name)}


def _safe(table: duckdb.DuckDBPyRelation) -> list[str]:
    """The columns, with an apostrophe before what a spreadsheet would run."""
    signs = ", ".join(f"chr({ord(sign)})" for sign in FORMULA)
    return [
        f"if(left({column}, 1) in ({signs}), chr(39) || {column}, {column}) as {column}"
        if kind == "VARCHAR"
        else column
        for column, kind in zip(map(_quoted, table.columns), map(str, table.types), strict=True)
    ]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
