"""Build one database: published files (and figures already held) in, every table filled."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl import catalogue, checks, derive, places, schools, snapshot, tidy
from etl.model import STATUS_WORDS, Indicator, Refusal
from etl.sources import Found, find_files

SCHEMA = Path(__file__).with_name("schema.sql")
CONTENT = [
    "area",
    "indicator",
    "release",
    "figure",
    "superseded",
    "revision",
    "neighbour",
    "series_break",
    "figure_note",
    "ward",
    "school",
    "school_ward",
    "ward_supplied",
    "symbol_meaning",
    "glossary",
    "quoted_figure",
]
Progress = Callable[[str], None]
ReaderOf = Callable[[tidy.PublishedFile], catalogue.Reader | None]


@dataclass
class Summary:
    """What a build did, for the person who ran it."""

    source: str
    readings: list[tidy.Reading] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    figures: int = 0
    symbols: int = 0
    derived: int = 0
    revisions: int = 0
    revised_by: dict[str, int] = field(default_factory=dict)
    content_hash: str = ""


def build_from_files(
    path: Path,
    target: Path,
    base: Path | None = None,
    progress: Progress = lambda _: None,
    reader_of: ReaderOf = catalogue.reader_of_file,
) -> Summary:
    """Build `target` from the published files at `path`, over the figures held in `base`.

    Figures of releases that `path` does not hold are carried over from `base`, a database.
    Raises Refusal with every fault of every file; `target` is then left out.
    """
    started = datetime.now(UTC)
    summary = Summary(source=str(path))
    with opened(target) as con, tempfile.TemporaryDirectory() as workspace:
        found = find_files(path, Path(workspace))
        read_all(con, found, reader_of, summary, progress)
        if base:
            with readable(base):
                con.execute("attach ? as base (read_only)", [str(base)])
                carry_over(con, "base")
                con.execute("detach base")
        finish(con, summary, started, progress)
    return summary


@contextmanager
def readable(database: Path) -> Iterator[None]:
    """Turn the error of a database that is damaged, or of another version, into a refusal."""
    try:
        yield
    except duckdb.Error as error:
        raise Refusal(
            [
                f"{database}: expected a database written by this version, found: "
                f"{str(error).splitlines()[0]}"
            ]
        ) from error


def build_from_snapshot(folder: Path, target: Path, progress: Progress = lambda _: None) -> Summary:
    """Build `target` from the embedded snapshot. Raises Refusal when it is damaged."""
    started = datetime.now(UTC)
    summary = Summary(source="snapshot")
    with opened(target) as con:
        progress("snapshot")
        snapshot.load(con, folder)
        finish(con, summary, started, progress)
    return summary


@contextmanager
def opened(target: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database at `target`, removed again when building it fails."""
    con = duckdb.connect(str(target))
    try:
        con.execute(SCHEMA.read_text(encoding="utf-8"))
        con.execute(tidy.STAGING)
        con.execute("begin")
        fill_indicator(con, catalogue.INDICATORS.values())
        con.execute("commit")
        yield con
    except BaseException:
        con.close()
        target.unlink(missing_ok=True)
        raise
    con.close()


def read_all(
    con: duckdb.DuckDBPyConnection,
    found: Found,
    reader_of: ReaderOf,
    summary: Summary,
    progress: Progress,
) -> None:
    """Read every file that a record names. Raises Refusal with the faults of all of them."""
    read: dict[str, tidy.PublishedFile] = {}
    for file in found.files:
        reader = reader_of(file)
        if not reader:
            summary.unused.append(file.name)
            continue
        progress(file.name)
        reading = reader(con, file)
        if reading.release_id in read:
            reading.faults.append(
                f"{reading.release_id}: expected the file once, found it in "
                f"{read[reading.release_id].found_in} and in {file.found_in}"
            )
        read[reading.release_id] = file
        summary.readings.append(reading)
        if not reading.faults:
            add_release(con, reading, file)
    faults = [
        *found.faults,
        *(fault for reading in summary.readings for fault in reading.faults),
    ]
    if not summary.readings and not faults:
        faults = [f"{summary.source}: expected a published file that a record names, found none"]
    if faults:
        raise Refusal(faults)


def add_release(
    con: duckdb.DuckDBPyConnection, reading: tidy.Reading, file: tidy.PublishedFile
) -> None:
    release = reading.release or catalogue.release_of(reading.release_id)
    con.execute(
        "insert or ignore into release values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            reading.release_id,
            release.publication,
            release.title,
            file.name,
            release.url,
            release.published_on,
            datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            file.sha256,
            reading.rows,
            release.licence,
        ],
    )


def carry_over(con: duckdb.DuckDBPyConnection, base: str) -> None:
    """Add the published figures of `base` whose release was not read now."""
    con.execute(
        f"""
        insert into cell
        with held as (from {base}.figure where not derived union all from {base}.superseded)
        select
            release_id, indicator_id, coalesce(la_code, area_code), period, period_kind,
            period_start, period_end, breakdown_topic, breakdown,
            coalesce(symbol, {tidy.number_text("value")}), source_row, source_column
        from held
        join {base}.area using (area_code)
        where release_id not in (select release_id from release)
        """
    )
    con.execute(
        f"""
        insert into neighbour_read
        select
            council.la_code, other.la_code, model, rank, closeness
        from {base}.neighbour
        join {base}.area as council using (area_code)
        join {base}.area as other on other.area_code = neighbour_code
        where model not in (select model from neighbour_read)
        """
    )
    schools.carry_over(con, base)
    con.execute(
        f"""
        insert into release
        from {base}.release
        where release_id not in (select release_id from release)
            and (release_id not in ({schools.SOURCES.format(schema=f"{base}.")})
                or release_id in ({schools.SOURCES.format(schema="")}))
        """
    )
    tidy.seed_places(con, f"{base}.area")


def finish(
    con: duckdb.DuckDBPyConnection, summary: Summary, started: datetime, progress: Progress
) -> None:
    """From cells to figures: places, symbols, overlaps, derived figures, checks."""
    progress("figures")
    fill_symbols(con)
    places.fill_area(con)
    snapshot.load_facts(con)
    schools.fill_ward(con)
    checks.refuse_unknown_areas(con)
    fill_published(con)
    fill_revision(con)
    derive.attach_parts(con, catalogue.INDICATORS.values())
    derive.add_growth(con)
    fill_figure(con)
    fill_neighbour(con)
    progress("checks")
    summary.warnings += checks.check(con)
    count_up(con, summary)
    record_run(con, summary, started)


def fill_indicator(con: duckdb.DuckDBPyConnection, indicators: Iterable[Indicator]) -> None:
    con.executemany(
        f"insert into indicator values ({', '.join('?' * 21)})",
        [indicator_row(position, i) for position, i in enumerate(indicators, start=1)],
    )


def indicator_row(position: int, i: Indicator) -> list[object]:
    return [
        i.id,
        i.topic,
        i.name,
        i.short_name,
        i.unit,
        i.decimals,
        i.polarity,
        i.definition,
        i.basis,
        i.timing,
        i.core,
        i.derived_from is not None,
        i.derived_from,
        i.numerator,
        i.numerator_breakdown,
        i.denominator,
        i.denominator_lag,
        i.multiplier,
        i.interval_method,
        i.caution,
        position,
    ]


def fill_symbols(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `symbol_meaning`, and the temporary map of symbols release by release."""
    con.execute("create temp table release_symbol (release varchar, text varchar, status varchar)")
    con.execute("create temp table release_rounding (release varchar, rounded_to integer)")
    con.executemany(
        "insert into release_rounding values (?, ?)",
        [(release.id, release.totals_rounded_to) for release in catalogue.RELEASES.values()],
    )
    con.executemany(
        "insert into release_symbol values (?, ?, ?)",
        [
            (release.id, text, status)
            for release in catalogue.RELEASES.values()
            for text, status in release.symbols.items()
        ],
    )
    con.executemany(
        "insert into symbol_meaning values (?, coalesce((select string_agg(distinct text, ' ' "
        "order by text) from release_symbol where status = ?), ''), ?)",
        [(status, status, words) for status, words in STATUS_WORDS.items()],
    )


def fill_published(con: duckdb.DuckDBPyConnection) -> None:
    """Cells to `published` (the newest release of each figure) and `superseded` (the others)."""
    con.execute(
        f"""
        create temp table ranked as
        with valued as (
            select *, {tidy.number_of("raw")} as value,
                case when not regexp_matches(raw, '{tidy.NUMBER}') then raw end as symbol
            from cell
        )
        select
            indicator_id, area_code, period, period_kind, period_start, period_end,
            breakdown_topic, breakdown, value, symbol, coalesce(status, 'ok') as status,
            null::double as numerator, null::double as denominator, false as derived,
            release_id, source_row, source_column,
            row_number() over newest as age
        from valued
        join area on area.area_code = area_key or area.la_code = area_key
        left join release_symbol
            on release = split_part(release_id, '/', 1) and text = {tidy.bare_symbol("symbol")}
        window newest as (
            partition by indicator_id, area_code, period_kind, period_end, breakdown_topic,
                breakdown
            order by release_id desc)
        """
    )
    con.execute("create temp table published as select * exclude (age) from ranked where age = 1")
    con.execute(
        "insert into superseded select * exclude (age) from ranked where age > 1 order by all"
    )


def fill_revision(con: duckdb.DuckDBPyConnection) -> None:
    """Figures that two releases print differently, by more than rounding to our decimals."""
    con.execute(
        """
        insert into revision
        select
            older.indicator_id, older.area_code, older.period, older.breakdown_topic,
            older.breakdown, older.value, older.symbol, older.release_id,
            newer.value, newer.symbol, newer.release_id
        from ranked as older
        join ranked as newer
            on newer.indicator_id = older.indicator_id
            and newer.area_code = older.area_code
            and newer.period_kind = older.period_kind
            and newer.period_end = older.period_end
            and newer.breakdown_topic is not distinct from older.breakdown_topic
            and newer.breakdown is not distinct from older.breakdown
            and newer.age = older.age - 1
        join indicator on indicator.indicator_id = older.indicator_id
        where older.status <> newer.status
            or abs(older.value - newer.value) > 0.5 * pow(10, -decimals) + 1e-9
        order by all
        """
    )


def fill_figure(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        insert into figure
        select with_parts.* from with_parts join indicator using (indicator_id)
        order by topic, indicator_id, breakdown_topic nulls first, breakdown nulls first,
            area_code, period_end
        """
    )


def fill_neighbour(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        insert into neighbour
        select council.area_code, other.area_code, model, rank, closeness
        from neighbour_read
        join area as council using (la_code)
        join area as other on other.la_code = neighbour_la_code
        order by all
        """
    )


def check_database(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Check a finished database, its content hash too. Raises Refusal when it must not be shown."""
    warnings = checks.check(con)
    row = con.execute("select content_hash from load_run").fetchone()
    if not row or row[0] != content_hash(con):
        raise Refusal(["the database: expected the content it was built with, found another"])
    return warnings


def count_up(con: duckdb.DuckDBPyConnection, summary: Summary) -> None:
    summary.figures = tidy.count(con, "figure")
    summary.symbols = tidy.count(con, "figure where symbol is not null")
    summary.derived = tidy.count(con, "figure where derived")
    summary.revisions = tidy.count(con, "revision")
    summary.revised_by = dict(
        con.execute("select new_release_id, count(*) from revision group by 1").fetchall()
    )
    summary.content_hash = content_hash(con)


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 of the content of every table but `load_run`, retrieval times left out."""
    parts = []
    for table in CONTENT:
        columns = "* exclude (retrieved_at)" if table == "release" else "*"
        row = con.execute(
            f"select sha256(coalesce(string_agg(line, chr(10) order by line), '')) "
            f"from (select t::varchar as line from (select {columns} from {table}) as t)"
        ).fetchone()
        parts.append(f"{table} {row[0] if row else ''}")
    joined = con.execute("select sha256(?)", ["\n".join(parts)]).fetchone()
    return str(joined[0]) if joined else ""


def record_run(con: duckdb.DuckDBPyConnection, summary: Summary, started: datetime) -> None:
    path = con.execute("select current_database()").fetchone()
    con.execute(
        "insert into load_run values (?, ?, ?, ?, 'ok', ?, ?, ?, ?, ?)",
        [
            path[0] if path else "",
            started.replace(tzinfo=None),
            datetime.now(UTC).replace(tzinfo=None),
            summary.source,
            tidy.count(con, "release"),
            summary.figures,
            summary.symbols,
            summary.revisions,
            summary.content_hash,
        ],
    )
