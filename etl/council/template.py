"""A council's own figures, from the templates in data/local: python -m etl import."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from etl.council import dates, deprivation, months, plan, risks, wards
from etl.model import Refusal, Release
from etl.publications.catalogue import Reader
from etl.reading import csv_file, sql, staging, tidy, workbook
from etl.reading.faults import missing_column, rows_where, unlike_columns

TEMPLATES: list[Any] = [wards, deprivation, months, plan, risks]
TITLE = "Supplied by the council, not published by DfE"


def reader_of(_: staging.PublishedFile) -> Reader:
    """Every file that is imported has the columns of a template, or is refused."""
    return read


def read(con: duckdb.DuckDBPyConnection, file: staging.PublishedFile) -> staging.Reading:
    """Read a council's file, CSV or workbook, into the table of its template."""
    reading = staging.Reading(release_id=f"local/{file.name}")
    with staging.refusing(reading), as_csv(file) as table:
        template = template_of(table)
        tidy.load_csv(con, table, reading)
        refuse_columns(con, template)
        trim_texts(con, template)
        faults = [*unknown_councils(con), *template.faults_of(con)]
        # Rows are compared with each other once each of them can be read.
        faults = faults or [*several_councils(con), *template.conflicts_of(con)]
        if faults:
            raise Refusal(faults)
        name_release(con, file, reading, template)
        template.insert(con, reading)
        reading.notes += read_day_first(con, template)
    return reading


@contextmanager
def as_csv(file: staging.PublishedFile) -> Iterator[staging.PublishedFile]:
    """The file itself, or the sheet of figures of a workbook as a CSV file with the same rows."""
    if not workbook.is_workbook(file.path):
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.csv"
        workbook.to_csv(file.path, path, is_header)
        yield replace(file, path=path)


def is_header(row: Sequence[str]) -> bool:
    """Whether a row has every column of a template."""
    names = {name.strip().lower() for name in row}
    return any(names >= set(template.COLUMNS) for template in TEMPLATES)


def template_of(file: staging.PublishedFile) -> Any:
    """The template that shares most columns with a file."""
    present = {name.lower() for name in csv_file.columns_of(file.path)}
    # The nearest one, so that a misspelled column is named and not the whole file refused.
    return max(TEMPLATES, key=lambda template: len(present & set(template.COLUMNS)))


def refuse_columns(con: duckdb.DuckDBPyConnection, template: Any) -> None:
    present = sql.column_names(con, "raw")
    faults = [missing_column(name, present) for name in template.COLUMNS if name not in present]
    if not faults and not sql.count(con, "raw"):
        faults = ["expected rows of figures, found only a header"]
    faults = faults or unlike_columns(con, present, [*template.COLUMNS, *template.OPTIONAL])
    if faults:
        raise Refusal(faults)


def trim_texts(con: duckdb.DuckDBPyConnection, template: Any) -> None:
    """Make `tested` from `raw`: the columns of the template; one that may be left out is empty."""
    present = sql.column_names(con, "raw")
    texts = [f"{text_in(column, template)} as {column}" for column in template.COLUMNS]
    for column in template.OPTIONAL:
        text = f"trim({column})" if column in present else "''"
        texts.append(f"{text} as {column}")
    con.execute(
        f"create or replace temp table tested as select source_row, {', '.join(texts)} from raw"
    )


def text_in(column: str, template: Any) -> str:
    """The text of a column in SQL; of a word that is known what it means, however it is written."""
    words = template.WORDS.get(column)
    if not words:
        return f"trim({column})"
    # A spreadsheet program bends apostrophes.
    straight = f"replace(lower(trim({column})), '’', {sql.literal(chr(39))})"
    cases = " ".join(
        f"when {sql.literal(word)} then {sql.literal(meaning)}" for word, meaning in words.items()
    )
    return rf"case regexp_replace({straight}, '\s+', ' ', 'g') {cases} else trim({column}) end"


def unknown_councils(con: duckdb.DuckDBPyConnection) -> list[str]:
    return rows_where(
        con,
        r"not regexp_full_match(la_code, '\d{3}')",
        "la_code",
        "a three-digit council code such as 301",
    )


def read_day_first(con: duckdb.DuckDBPyConnection, template: Any) -> list[str]:
    """How dates were read that are other days to whoever puts the month first."""
    column = template.DAY_COLUMN
    rows = con.execute(
        f"select source_row, {column}, {dates.day_of(column)} from tested "
        f"where {dates.either_way(column)} order by source_row"
    ).fetchall()
    others = f", and so were {len(rows) - 1:,} others" if len(rows) > 1 else ""
    return [
        f"row {row}, column {column}: {text} was read as {day.day} {day:%B %Y}, day first{others}"
        for row, text, day in rows[:1]
    ]


def several_councils(con: duckdb.DuckDBPyConnection) -> list[str]:
    return rows_where(
        con,
        "la_code <> (select arg_min(la_code, source_row) from tested)",
        "la_code",
        "the same council in each row",
    )


def name_release(
    con: duckdb.DuckDBPyConnection,
    file: staging.PublishedFile,
    reading: staging.Reading,
    template: Any,
) -> None:
    """Name the release by its council and its content: one file name may come again next year."""
    row = con.execute("select min(la_code) from tested").fetchone()
    la_code = row[0] if row else ""
    reading.release = Release(
        # Eight digits of the checksum: two contents of one council do not share them by chance.
        id=f"local-{la_code}-{file.sha256[:8]}",
        publication=f"{template.WHAT} of council {la_code}",
        title=TITLE,
        licence="Not stated by the council",
    )
    reading.release_id = f"{reading.release.id}/{file.name}"
