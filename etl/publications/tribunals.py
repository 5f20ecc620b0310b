"""Appeals to the SEND Tribunal with the decisions that could be appealed: two counts of those.

The decisions of the older count hold every plan in force, those of the newer count do not: two
measures, so that no line, change or verdict can lead from one to the other.
"""

import re
from collections.abc import Iterator, Sequence

import duckdb

from etl.disk import PROJECT
from etl.model import (
    CALENDAR_YEAR_ONLY,
    SYMBOLS,
    DataSet,
    Extract,
    Indicator,
    Publication,
    Refusal,
    Release,
)
from etl.publications import ehcp
from etl.reading import csv_file, sql, staging, tidy
from etl.reading.faults import missing_columns
from etl.reading.known_places import LIST, bare_name, listed

# No month: nobody wrote down that it comes every year.
SERVICE = Publication(
    name="SEND Tribunal appeals (Ministry of Justice and DfE)",
    page=ehcp.URL,
)
# "~" rounds to zero in other tables of DfE; the legend of this one calls it suppressed.
# Dots stand for whatever has no value, most of them for a council that was not there in the year.
SYMBOLS_HERE = {**SYMBOLS, "~": "suppressed", "..": "missing_unknown"}
RELEASE_2025 = Release(
    id="tribunals-2025",
    publication=SERVICE.name,
    title="Appeal rate table 2014 to 2024, with EHC plans 2025",
    url=f"{ehcp.URL}/2025",
    symbols=SYMBOLS_HERE,
)
RELEASE_2026 = Release(
    id="tribunals-2026",
    publication=SERVICE.name,
    title="Appeal rate table 2024 and 2025, with EHC plans 2026, copied by hand",
    url=f"{ehcp.URL}/2026",
    symbols=SYMBOLS_HERE,
)
FILE_2025 = "SEND Tribunals and appeal rate 2014-2024.csv"
FILE_2026 = "send_appeals_2024_2025_typed.csv"
# Reviewed by hand: rows whose code is not that of the council they name.
EXCEPTIONS = PROJECT / "data" / "code_exceptions.csv"
# What the two tables call name and code, and what we do.
NAME_2025, CODE_2025 = "Local Authority", "LA code"
NAME_2026, CODE_2026 = "la_name", "old_la_code"
NAME, CODE = "printed_name", "printed_code"
ADDED = (*sql.IDENTIFIERS_READ, "block")
ENGLAND = "England Total"
FOOTNOTES = re.compile(r"[\d,]+$")
NOUGHT = "0.00%"

APPEALS = "ehcp_appeals"
RATE, RATE_NEW = "ehcp_appeal_rate", "ehcp_appeal_rate_new"
DECISIONS, DECISIONS_NEW = "ehcp_appealable", "ehcp_appealable_new"

NOT_ONE_LINE = (
    "Decisions are counted in two ways, which give other rates for the same year: England 2024 is "
    "3.2% as counted until 2024 and 6.1% in the new count. Never compare one with the other."
)


def rate(
    id: str, name: str, short_name: str, basis: str, decisions: str, **more: object
) -> Indicator:
    return ehcp.year_share(
        id,
        name,
        short_name,
        APPEALS,
        decisions,
        polarity="low",
        basis=basis,
        definition="Appeals registered with the SEND Tribunal in the calendar year, divided by the "
        "decisions of the year that can be appealed",
        **more,
    )


INDICATORS = [
    rate(
        RATE_NEW,
        "SEND Tribunal appeal rate (new count of decisions)",
        "Tribunal appeals",
        "of decisions that can be appealed, new count from 2024",
        DECISIONS_NEW,
        caution=f"{NOT_ONE_LINE} England's rate has in it the appeals of councils whose decisions "
        "are not published: six in 2024 (1,505 appeals; 5.7% without them), two in 2025.",
    ),
    ehcp.year_count(
        APPEALS,
        "Appeals registered with the SEND Tribunal",
        "Appeals against a decision of the council on special educational needs that the tribunal "
        "registered in the calendar year",
        short_name="Tribunal appeals registered",
        caution="A count: a council with more children has more appeals. The rates divide it by "
        "decisions.",
    ),
    rate(
        RATE,
        "SEND Tribunal appeal rate (decisions as counted until 2024)",
        "Tribunal appeals, until 2024",
        "of decisions that can be appealed, as counted until 2024",
        DECISIONS,
        core=False,
        caution=NOT_ONE_LINE,
    ),
    ehcp.year_count(
        DECISIONS,
        "Decisions that can be appealed (as counted until 2024)",
        "Requests refused, assessments that ended without a plan, plans in force in January, and "
        "plans ceased because needs are met without one",
        short_name="Decisions, old count",
        caution=NOT_ONE_LINE,
    ),
    ehcp.year_count(
        DECISIONS_NEW,
        "Decisions that can be appealed (new count)",
        "Decisions of the year that can be appealed, in DfE's count of 2024 and later",
        short_name="Decisions, new count",
        caution=NOT_ONE_LINE,
    ),
]


def extract(release: Release, file: str, year: int, block: str, columns: Sequence[str]) -> Extract:
    """The columns of one block of a table: appeals, decisions and rate of a year, as printed."""
    goals = [APPEALS, DECISIONS, RATE] if block == str(year) else [APPEALS, DECISIONS_NEW, RATE_NEW]
    return Extract(
        release=release,
        file=file,
        periods=CALENDAR_YEAR_ONLY,
        last_period=str(year),
        rows={"block": block},
        # A council that ended has empty cells in the years after.
        sparse=True,
        columns=dict(zip(columns, goals[-len(columns) :], strict=True)),
    )


def block_columns(year: int) -> tuple[str, str, str]:
    note = "1,9" if year >= 2023 else "1"
    return (
        f"{year} Appeals registered4",
        f"{year} Total Appealable Decisions{note}",
        f"{year} SEND Tribunal Appeal Rate2",
    )


IN_DEVELOPMENT = (
    "2024 In development: Total Appealable Decisions1,8",
    "2024 In development: SEND Tribunal Appeal Rate2",
)
YEARS_2025, YEARS_2026 = range(2014, 2025), range(2024, 2026)
NEW_COUNT = "new count"
EXTRACTS = [
    *(
        extract(RELEASE_2025, FILE_2025, year, str(year), block_columns(year))
        for year in YEARS_2025
    ),
    extract(RELEASE_2025, FILE_2025, 2024, f"2024 {NEW_COUNT}", IN_DEVELOPMENT),
    *(
        extract(
            RELEASE_2026,
            FILE_2026,
            year,
            f"{year} {NEW_COUNT}",
            (f"appeals_{year}", f"decisions_{year}", f"rate_{year}"),
        )
        for year in YEARS_2026
    ),
]

# Joined by code and name together; where they contradict each other only a reviewed row helps.
RAW = f"""
create or replace temp table raw as
with
known as (
    select distinct place, {bare_name("name")} as bare_name
    from {listed(LIST)} where level = 'la'
),
exception as (
    select {bare_name("name")} as bare_name, coalesce(printed, '') as printed, place
    from {listed(EXCEPTIONS)} where file = $file
),
row_of_block as (
    select *, unnest(blocks) as block, {bare_name(NAME)} as bare_name from printed
)
select
    row_of_block.* exclude (blocks, bare_name),
    left(block, 4) as time_period,
    if({NAME} = '{ENGLAND}', 'National', 'Local authority') as geographic_level,
    null::varchar as region_code,
    coalesce(known.place, exception.place) as old_la_code
from row_of_block
left join known on known.place = {CODE} and known.bare_name = row_of_block.bare_name
left join exception
    on exception.printed = {CODE} and exception.bare_name = row_of_block.bare_name
order by source_row, block
"""

# Not in DfE's service: the files are supplied by hand, from the page of the publication.
DATA_SETS = [
    DataSet(id="tribunals", publication=SERVICE, title="Appeals, 2024 and 2025", file=FILE_2026),
    DataSet(
        id="tribunals_2014", publication=SERVICE, title="Appeals, 2014 to 2024", file=FILE_2025
    ),
]


def read(
    con: duckdb.DuckDBPyConnection,
    file: staging.PublishedFile,
    extracts: Sequence[Extract],
    indicators: dict[str, Indicator],
) -> staging.Reading:
    """Read one table of appeals; its rows first get the identifiers that every DfE file has."""
    reading = staging.Reading(release_id=extracts[0].release_id)
    with staging.refusing(reading):
        load(con, file, reading, extracts)
        tidy.take(con, reading, extracts, indicators)
    return reading


def load(
    con: duckdb.DuckDBPyConnection,
    file: staging.PublishedFile,
    reading: staging.Reading,
    extracts: Sequence[Extract],
) -> None:
    """Load a table into `raw`, a row for each place and block of columns. Raises Refusal."""
    lines = csv_file.count_lines(file.path)  # refuses what is not a text file
    rows = csv_file.rows_of(file.path)
    csv_file.refuse_cut_off(file.path, len(rows[0]), lines)
    names, first = named_columns(rows)
    faults = missing_columns({name.lower(): name for name in (*names, *ADDED)}, extracts)
    if faults:
        raise Refusal(faults)
    places = [
        (number, blocks_of(cells, extracts), *cells.values())
        for number, cells in places_of(rows, first, names)
    ]
    columns = ", ".join(f"{sql.quoted(name)} varchar" for name in names)
    con.execute(
        f"create or replace temp table printed (source_row bigint, blocks varchar[], {columns})"
    )
    con.executemany(f"insert into printed values (?, ?{', ?' * len(names)})", places)
    con.execute(RAW, {"file": extracts[0].file})
    refuse_unknown_places(con)
    reading.rows = len(rows) - first


def named_columns(rows: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """A name for each column and how many rows stand above the first place. Raises Refusal.

    The older table says the year in one row, above the first of its columns, and the rest below.
    """
    if rows[0][:2] == [NAME_2026, CODE_2026]:
        return [NAME, CODE, *rows[0][2:]], 1
    heading = next((n for n, row in enumerate(rows[:-1]) if row[:2] == [NAME_2025, CODE_2025]), -1)
    if heading < 0:
        raise Refusal(
            [
                f"expected a row that begins with {NAME_2025} and {CODE_2025}, or with {NAME_2026} "
                f"and {CODE_2026}, found {', '.join(rows[0][:2])}"
            ]
        )
    year, names = "", [NAME, CODE]
    for above, name in zip(rows[heading][2:], rows[heading + 1][2:], strict=False):
        year = above or year
        names.append(f"{year} {name}")
    return list(csv_file.unique_names(names)[0]), heading + 2


def places_of(
    rows: Sequence[Sequence[str]], first: int, names: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each council and England at the end, with its row in the file; below it are notes.

    Raises Refusal where England is not there or a row is too long or too short.
    """
    for number, row in enumerate(rows[first:], start=first + 1):
        if len(row) != len(names):
            raise Refusal([f"row {number}: expected {len(names)} columns, found {len(row)}"])
        # The name of a region stands alone above its councils.
        if not any(row[1:]):
            continue
        cells = dict(zip(names, row, strict=True))
        cells[NAME] = FOOTNOTES.sub("", cells[NAME])
        yield number, cells
        if cells[NAME] == ENGLAND:
            return
    raise Refusal([f"expected a row {ENGLAND!r} at the end, found none: the file is cut off"])


def blocks_of(cells: dict[str, str], extracts: Sequence[Extract]) -> list[str]:
    """The blocks in which a place has figures; a dash that is printed for nought becomes 0.

    A dash, and in one cell nothing, is nought where the rate beside it is 0.00%: so councils add
    to England. Any other dash stays, and is refused.
    """
    blocks = []
    for extract in extracts:
        columns = list(extract.columns)
        # A council that ended before has nothing there, or dots for appeals alone.
        if any(cells[column] for column in columns[-2:]):
            blocks.append(str(extract.rows["block"]))
        appeals, rate = columns[0], columns[-1]
        if extract.columns[appeals] == APPEALS and cells[rate] == NOUGHT and cells[appeals] in "-":
            cells[appeals] = "0"
    return blocks


def refuse_unknown_places(con: duckdb.DuckDBPyConnection) -> None:
    unknown = con.execute(
        f"""
        select distinct source_row, {NAME}, {CODE} from raw
        where geographic_level = 'Local authority' and old_la_code is null
        order by source_row limit {sql.SHOWN_FAULTS}
        """
    ).fetchall()
    if unknown:
        raise Refusal(
            [
                f"row {row}: expected a council with its own code, found {name} with {code!r}: "
                f"if the name is right, say so in data/{EXCEPTIONS.name}"
                for row, name, code in unknown
            ]
        )
