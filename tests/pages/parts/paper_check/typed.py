"""A database of a few figures typed into a test, with the real schema and the real measures."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

import queries
from etl.database import build, calendar
from etl.publications import catalogue
from pages.parts.paper_check.records import Quoted

PORT, FELL, ENGLAND = "E08009901", "E08009902", "E92000001"
# indicator, place, first day, last day, value or symbol, release; counts behind it where there are.
Cell = tuple[str, str, str, str, float | str, str]
RELEASES = {
    "ehcp-2022/sen2_mi.csv": ("Education, health and care plans", "2022-05-12"),
    "ehcp-2025/any.csv": ("Education, health and care plans", "2025-06"),
    "cin-2025/any.csv": ("Children in need", "2025-10"),
    "workforce-2025/any.csv": ("Children's social work workforce", "2026-02"),
    "lait-2026/any.parquet": ("Local Authority Interactive Tool", "2026-04"),
}


_EMPTY: list[bytes] = []


def _without_figures(folder: Path) -> bytes:
    """A database with the measures and the calendar alone, made once."""
    if not _EMPTY:
        path = folder / "empty.duckdb"
        with duckdb.connect(str(path)) as con:
            con.execute(build.SCHEMA.read_text(encoding="utf-8"))
            con.execute("begin")
            build.fill_indicator(con, catalogue.INDICATORS.values())
            calendar.load(con)
            con.execute("commit")
        _EMPTY.append(path.read_bytes())
    return _EMPTY[0]


@contextmanager
def published(
    folder: Path, cells: Sequence[Cell], older: Sequence[Cell] = (), notes: Sequence[tuple] = ()
) -> Iterator[None]:
    """Every question inside is put to a database with these cells; `older` are superseded."""
    path = folder / f"typed{len(list(folder.iterdir()))}.duckdb"
    path.write_bytes(_without_figures(folder))
    with duckdb.connect(str(path)) as con:
        con.execute("begin")
        _fill(con, cells, older, notes)
        con.execute("commit")
    with queries.one_database(path):
        yield


def _fill(
    con: duckdb.DuckDBPyConnection,
    cells: Sequence[Cell],
    older: Sequence[Cell],
    notes: Sequence[tuple],
) -> None:
    con.executemany(
        "insert into area values (?, ?, ?, ?, ?, ?, ?)",
        [
            (ENGLAND, None, "England", "country", None, None, None),
            (PORT, "991", "Port Example", "la", None, None, None),
            (FELL, "992", "Fell", "la", None, None, "2023-03-31"),
        ],
    )
    con.executemany(
        "insert into release (release_id, publication, title, file, published_on, retrieved_at, "
        "sha256, rows, licence) values (?, ?, 't', 'f', ?, '2026-01-01', 'abc', 3, 'OGL')",
        [(name, *known) for name, known in RELEASES.items()],
    )
    con.executemany(
        "insert into symbol_meaning values (?, '', ?)",
        [("ok", "Published"), ("suppressed", "Hidden (small number)")],
    )
    for table, rows in (("figure", cells), ("superseded", older)):
        for indicator, place, first, last, printed, release in rows:
            number = printed if isinstance(printed, float | int) else None
            con.execute(
                f"insert into {table} values (?, ?, ?, 'calendar', ?, ?, null, null, ?, ?, ?, "
                "null, null, false, ?, 2, 'column')",
                [
                    indicator,
                    place,
                    last[:4],
                    first,
                    last,
                    number,
                    None if number is not None else printed,
                    "ok" if number is not None else "suppressed",
                    release,
                ],
            )
    for row in notes:
        con.execute("insert into figure_note values (?, ?, ?, ?, ?, 'us')", list(row))


def quoted(
    measure: str,
    printed: str,
    start: str | None = None,
    end: str | None = None,
    *,
    unit: str = "count",
    area: str = "Port Example",
    area_code: str | None = PORT,
    period: str = "",
    stated: bool = True,
    about: bool = False,
    high: float | None = None,
    line: int = 1,
    quote: str = "",
    section: str = "",
) -> Quoted:
    """A figure that a paper prints; its decimals are those of the text."""
    text = printed.replace(",", "").replace("%", "")
    return Quoted(
        quote_id=f"q{line}",
        line=line,
        page=None,
        section=section,
        quote=quote or printed,
        measure=measure,
        area=area,
        area_code=area_code,
        period=period or (end or ""),
        period_start=date.fromisoformat(start) if start else None,
        period_end=date.fromisoformat(end) if end else None,
        value=float(text),
        unit=unit,
        decimals=len(text.partition(".")[2]),
        high=high,
        about=about,
        stated=stated and end is not None,
    )
