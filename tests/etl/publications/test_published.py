"""Every mapped cell of the real published files is in the database, read here by other means."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.database import build, releases, snapshot
from etl.model import Extract, Part
from etl.publications import cin, ehcp, population, workforce
from etl.reading.sql import labels_of

pytestmark = pytest.mark.published

Cell = tuple[str, int, str, str, str, str, int]
EXTRACTS = [
    extract
    for publication in (ehcp, cin, workforce, population)
    for extract in publication.EXTRACTS
    if not extract.since
    and extract.columns
    and extract.release.id != "ehcp-2026"  # no whole file of it is at hand
]
FILES = sorted({extract.release_id for extract in EXTRACTS})
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def text_of(published: Path, name: str) -> str:
    """The text of a published file, in the folder or in a zip of it."""
    for path in sorted(published.rglob("*")):
        if path.name == name:
            return path.read_text(encoding="utf-8-sig")
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    if Path(member).name == name:
                        return archive.read(member).decode("utf-8-sig")
    raise FileNotFoundError(name)


def rows_of(published: Path, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text_of(published, name)))
    header = [column.lower() for column in next(reader)]
    for number, row in enumerate(reader, start=2):
        yield number, dict(zip(header, row, strict=True))


def mapped_cells(published: Path, release_id: str) -> Iterator[Cell]:
    """Indicator, row, column, text, breakdown, area and year of each mapped cell of one file."""
    extracts = [extract for extract in EXTRACTS if extract.release_id == release_id]
    for number, row in rows_of(published, extracts[0].file):
        for extract in extracts:
            if all(
                row[column.lower()] in labels_of(label) for column, label in extract.rows.items()
            ):
                yield from cells_of(extract, number, row)


def cells_of(extract: Extract, number: int, row: dict[str, str]) -> Iterator[Cell]:
    for column, goal in extract.columns.items():
        breakdown = ""
        if isinstance(goal, Part):
            breakdown = goal.breakdown
        elif extract.breakdown:
            label = row[extract.breakdown.lower()].lower()
            breakdown = label.removeprefix("age ").removeprefix("aged ")
        indicator = goal.indicator if isinstance(goal, Part) else goal
        text = comparable(row[column.lower()])
        yield indicator, number, column.lower(), text, breakdown, area_of(row), year_of(row)


def area_of(row: dict[str, str]) -> str:
    return row["old_la_code"] or row["region_code"] or row["country_code"]


def year_of(row: dict[str, str]) -> int:
    period = row["time_period"]
    return int(period[:4]) + 1 if len(period) == 6 else int(period)


def loaded_cells(database: duckdb.DuckDBPyConnection, release_id: str) -> Counter[Cell]:
    rows = database.execute(
        "select indicator_id, source_row, lower(source_column), value, symbol, breakdown, "
        "coalesce(la_code, area_code), year(period_end) "
        "from (from figure union all from superseded) join area using (area_code) "
        "where release_id = ? and not derived",
        [release_id],
    ).fetchall()
    return Counter(
        (indicator, row, column, comparable(symbol or value), part or "", area, year)
        for indicator, row, column, value, symbol, part, area, year in rows
    )


def comparable(text: str | float) -> str:
    """95.200000000000 and 95.2 are one number; a symbol is compared letter by letter."""
    if isinstance(text, str) and not NUMBER.fullmatch(text):
        return text
    return repr(float(text))


@pytest.mark.parametrize("release_id", FILES)
def test_every_mapped_cell_is_in_the_database(
    published: Path, published_database: duckdb.DuckDBPyConnection, release_id: str
) -> None:
    expected = Counter(mapped_cells(published, release_id))
    found = loaded_cells(published_database, release_id)
    print(f"{release_id}: {expected.total():,} cells")
    assert expected.total() > 0
    assert expected - found == Counter(), "lost"
    assert found - expected == Counter(), "invented"


def test_building_twice_gives_the_same_content(
    embedded_files: Path, published_database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    again = build.build_from_files(embedded_files, tmp_path / "again.duckdb")
    assert again.content_hash == build.content_hash(published_database)


def test_the_snapshot_gives_the_same_content_as_the_files(
    published_database: duckdb.DuckDBPyConnection, database: duckdb.DuckDBPyConnection
) -> None:
    assert build.content_hash(database) == build.content_hash(published_database)


def test_writing_the_snapshot_again_changes_no_file(
    published_database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    manifest = snapshot.write(published_database, tmp_path)
    committed = snapshot.read_manifest(snapshot.FOLDER)
    assert manifest["checksums"] == committed["checksums"]


def test_a_file_alone_keeps_the_figures_of_the_others(
    published: Path, published_data: Path, tmp_path: Path
) -> None:
    base = releases.current(published_data)
    file = published / "workforce" / "csww_indicators_2017_to_2025.csv"
    summary = build.build_from_files(file, tmp_path / "one.duckdb", base)
    with duckdb.connect(str(base), read_only=True) as con:
        assert summary.content_hash == build.content_hash(con)


def test_the_overlap_of_both_releases_of_plans_agrees_but_for_refusals(
    published_database: duckdb.DuckDBPyConnection,
) -> None:
    compared = published_database.execute("select count(*) from superseded").fetchone()
    revised = published_database.execute(
        "select indicator_id, count(*), bool_and(new_symbol = 'x') from revision "
        "group by 1 order by 1"
    ).fetchall()
    print(f"{compared[0]:,} cells compared, {sum(row[1] for row in revised)} differ")
    assert revised == [
        ("ehcp_20wk_all_pc", 1, True),
        ("ehcp_20wk_ex_pc", 1, True),
        ("ehcp_requests_refused_pc", 484, True),
    ]


def test_the_number_of_councils_a_year_is_as_known(
    published_database: duckdb.DuckDBPyConnection,
) -> None:
    found = dict(
        published_database.execute(
            "select period, count(*) from figure join area using (area_code) "
            "where indicator_id = 'cin_number' and level = 'la' group by 1"
        ).fetchall()
    )
    known = {str(year): 152 for year in range(2013, 2020)}
    known |= {"2020": 151, "2021": 151, "2022": 152, "2023": 152, "2024": 153, "2025": 153}
    assert found == known
