"""Build one database: published files (and figures already held) in, every table filled."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb

from etl.council import months, plan, supplied, wards
from etl.database import accounts, calendar, checks, derive, editions, places, revised, snapshot
from etl.database.data_sets import fill as fill_data_sets
from etl.database.editions import Edition
from etl.database.fitting import LeftOut, Unfit, build_what_fits
from etl.database.whole import SCHEMA as SCHEMA
from etl.database.whole import readable
from etl.model import STATUS_WORDS, Indicator, Refusal
from etl.model import DataSetState as DataSetState
from etl.publications import catalogue, inspections, schools
from etl.reading import release_ids, sql, staging
from etl.reading.csv_file import HEADER_BYTES
from etl.reading.faults import OLDER
from etl.reading.files_at import Found, find_files

CONTENT = [
    "area",
    "indicator",
    "release",
    "release_calendar",
    "as_known",
    "figure",
    "superseded",
    "revision",
    "neighbour",
    "series_break",
    "recount",
    "figure_note",
    "ward",
    "ward_same",
    "ward_note",
    "ward_deprivation",
    "school",
    "school_ward",
    "inspection",
    "ward_supplied",
    "supplied_measure",
    "month_supplied",
    "month_change",
    "symbol_meaning",
    "glossary",
    "committee_paper",
    "paper_note",
    "quoted_figure",
    "plan_task",
    "plan_risk",
    "plan_assurance",
]
# What says how a file came to us, and nothing of what is in it.
NO_CONTENT = {"release": "retrieved_at, header"}
Progress = Callable[[str], None]
ReaderOf = Callable[[staging.PublishedFile], catalogue.Reader | None]


@dataclass
class Summary:
    """What a build did, for the person who ran it.

    `refused` has the faults of what was left out, by data set or file name; `replaced` has the id
    of the edition before, for each new one; `vanished` is what the database before had and this
    one has not.
    """

    source: str
    readings: list[staging.Reading] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)
    vanished: list[checks.Vanished] = field(default_factory=list)
    figures: int = 0
    symbols: int = 0
    derived: int = 0
    revisions: int = 0
    revised_by: dict[str, int] = field(default_factory=dict)
    content_hash: str = ""


def build_from_files(
    files: Path | Sequence[staging.PublishedFile],
    target: Path,
    base: Path | None = None,
    progress: Progress = lambda _: None,
    reader_of: ReaderOf = catalogue.reader_of_file,
    *,
    tolerant: bool = False,
    force: bool = False,
    data_sets: Sequence[DataSetState] = (),
    source: str = "",
    without: str | None = None,
) -> Summary:
    """Build `target` from published files, over the figures held in `base`, a database.

    `files` is a path, which holds each file once, or the files themselves, the editions of one
    file from old to new. Figures of releases that are not among them are carried over from `base`.
    `force` loads files with far fewer figures than those that they replace. `data_sets` says how
    it stands with data sets that a refresh asked for. `without` is the release of an import that
    is held and taken back.

    Raises Refusal with every fault of every file; `target` is then left out. With `tolerant` a
    file with faults is left out instead and its figures in `base` stay: `refused` of the answer
    says why, and Refusal is raised only when no file is left.
    """
    with tempfile.TemporaryDirectory() as workspace:
        at_path = find_files(files, Path(workspace)) if isinstance(files, Path) else Found([*files])
        work = Work(
            source=source or (str(files) if isinstance(files, Path) else "published files"),
            target=target,
            base=base,
            progress=progress,
            reader_of=reader_of,
            tolerant=tolerant,
            force=force,
            once=isinstance(files, Path),
            damaged=at_path.faults,
            data_sets=data_sets,
            without=without,
        )
        return build_what_fits(
            list(dict.fromkeys(at_path.files)), partial(attempt, work), work.tolerant
        )


@dataclass(frozen=True, kw_only=True)
class Work:
    """An order to build; `damaged` are the faults of zips, which hide the files in them."""

    source: str
    target: Path
    base: Path | None
    progress: Progress
    reader_of: ReaderOf
    tolerant: bool
    force: bool
    once: bool
    damaged: list[str]
    data_sets: Sequence[DataSetState]
    without: str | None


def attempt(work: Work, files: list[staging.PublishedFile], left_out: LeftOut) -> Summary:
    """Build the target from these files. Raises Unfit for files with faults, else Refusal."""
    started = datetime.now(UTC)
    summary = Summary(source=work.source, refused=refused_by_name(work, left_out))
    work.target.unlink(missing_ok=True)
    with opened(work.target) as con:
        if work.base:
            with readable(work.base):
                con.execute("attach ? as base (read_only)", [str(work.base)])
                newest = editions.newest_held(con, "base")
                places.know_held(con, "base")
        else:
            newest = {}
        read_all(con, work, files, newest, summary)
        if work.base:
            with readable(work.base):
                carry_over(con, "base")
        if work.without:
            supplied.take_out(con, work.without)
        finish(con, summary, started, work.progress, work.data_sets, "base" if work.base else None)
    return summary


def refused_by_name(work: Work, left_out: LeftOut) -> dict[str, list[str]]:
    refused: dict[str, list[str]] = {}
    for file, faults in left_out.items():
        if faults:
            refused.setdefault(file.data_set or file.name, []).extend(faults)
    told = {name: list(dict.fromkeys(faults)) for name, faults in refused.items()}
    return told | ({work.source: work.damaged} if work.damaged else {})


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
        con.execute(staging.STAGING)
        places.load_list(con)
        fill_indicator(con, catalogue.INDICATORS.values())
        calendar.load(con)
        yield con
        con.execute("checkpoint")  # closing would hide that the disk is full
    except BaseException:
        con.close()
        target.unlink(missing_ok=True)
        raise
    con.close()


def read_all(
    con: duckdb.DuckDBPyConnection,
    work: Work,
    files: list[staging.PublishedFile],
    newest: dict[str, Edition],
    summary: Summary,
) -> None:
    """Read every file that a record names. Raises Unfit with the faults of all of them."""
    unfit: LeftOut = {}
    for file in files:
        work.progress(file.name)
        reading = read_one(con, work, file)
        if not reading:
            older = " (of an older release than any that is read)"
            summary.unused.append(file.name + older * bool(catalogue.older_than(file.name)))
            continue
        summary.readings.append(reading)
        reading.faults = [
            f"{fault}; {held_words(newest, reading.release_id)}" if OLDER in fault else fault
            for fault in reading.faults
        ]
        without = [] if reading.faults else enter(con, work, file, reading, newest, summary)
        unfit |= {other: list(reading.faults) for other in without}
        if reading.faults:
            unfit[file] = reading.faults
    # A tolerant build that has read something tells of a damaged zip and goes on; the files in it
    # are none that could be left out.
    damaged = [] if work.tolerant and summary.readings else work.damaged
    if not summary.readings and not damaged and (files or not work.base):
        damaged = too_old(files, newest) or [
            f"{summary.source}: expected a published file that a record names, found none"
        ]
    if unfit or damaged:
        raise Unfit(unfit, damaged)
    editions.settle(con)


def too_old(files: Sequence[staging.PublishedFile], newest: dict[str, Edition]) -> list[str]:
    """That files are of an older release than any that is read, and what is held of each."""
    faults = []
    for file in files:
        known = catalogue.older_than(file.name)
        if not known:
            continue
        faults.append(
            f"{file.name}: expected the release of {known.release.year} or a later one, found an "
            f"older one by its name; {held_words(newest, known.release_id)}"
        )
    return faults


def held_words(newest: dict[str, Edition], release_id: str) -> str:
    """Which release of a file is held, whatever the year of the one that is named."""
    like = release_ids.without_years(release_id)
    held = [first for first in newest if release_ids.without_years(first) == like]
    return f"{max(held)} is held" if held else "none is held"


def read_one(
    con: duckdb.DuckDBPyConnection, work: Work, file: staging.PublishedFile
) -> staging.Reading | None:
    """Read one file, None when no record names it.

    A tolerant build goes on where the file cannot be opened, or holds what its reader did not
    foresee; a full disk stops it as ever.
    """
    try:
        reader = work.reader_of(file)
        return reader(con, file) if reader else None
    except (OSError, duckdb.DataError, duckdb.ProgrammingError) as error:
        # An error that names another file is the disk's, and no fault of this one.
        of_file = not isinstance(error, OSError) or str(error.filename) == str(file.path)
        if not (work.tolerant and of_file):
            raise
        first_line = str(error).splitlines()[0]
        fault = f"{file.name}: expected a file that can be read, found: {first_line}"
        return staging.Reading(release_id=file.name, faults=[fault])


def enter(
    con: duckdb.DuckDBPyConnection,
    work: Work,
    file: staging.PublishedFile,
    reading: staging.Reading,
    newest: dict[str, Edition],
    summary: Summary,
) -> list[staging.PublishedFile]:
    """Give what was read its place: that of the edition with the same bytes, or the next one.

    Adds to the faults of the reading. Answers with the files that a build must do without: one of
    the same bytes, an earlier edition where a file gives no figures and is held as a whole, and the
    other one of a file that is there twice.
    """
    before = newest.get(reading.release_id)
    edition = editions.next_edition(con, before, reading, file)
    # In a folder the same file twice is a mistake of whoever filled it; in the cache it is an
    # edition.
    if before and before.file and work.once:
        reading.faults.append(
            f"{reading.release_id}: expected the file once, found it in {before.file.found_in} "
            f"and in {file.found_in}"
        )
        # Which of the two is meant cannot be known.
        return [before.file]
    if before and before.file and (before.sha256 == edition.sha256 or not edition.cells):
        return [file if before.sha256 == edition.sha256 else before.file]
    reading.faults += places.contradictions(con, reading.release_id)
    if not work.force:
        reading.faults += revised.other_year(file, reading)
        reading.faults += editions.too_few(newest, edition)
        reading.faults += revised.too_many(con, newest, edition, reading)
    if reading.faults:
        return []
    places.know_read(con, reading.release_id)
    if before and before.release_id != edition.release_id:
        summary.replaced[edition.release_id] = before.release_id
        reading.notes += editions.old_content(before, edition)
    editions.stage(con, edition.release_id)
    editions.follow(newest, edition)
    reading.release_id = edition.release_id
    add_release(con, reading, file)
    return []


def add_release(
    con: duckdb.DuckDBPyConnection, reading: staging.Reading, file: staging.PublishedFile
) -> None:
    release = reading.release or catalogue.release_of(reading.release_id)
    retrieved_at = file.retrieved_at or datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    con.execute(
        f"insert or ignore into release values ({', '.join('?' * 11)})",
        [
            reading.release_id,
            release.publication,
            release.title,
            file.name,
            release.url,
            release.published_on,
            retrieved_at,
            file.sha256,
            reading.rows,
            release.licence,
            header_text(file.path),
        ],
    )


def header_text(path: Path) -> str | None:
    """The line of column names as published; None for a file that is no text."""
    with path.open("rb") as file:
        line = file.readline(HEADER_BYTES)
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None


def carry_over(con: duckdb.DuckDBPyConnection, base: str) -> None:
    """Add the published figures of `base` whose release was not read now."""
    con.execute(
        f"""
        insert into cell
        with held as (from {base}.figure where not derived union all from {base}.superseded)
        select
            release_id, indicator_id, coalesce(la_code, area_code), period, period_kind,
            period_start, period_end, breakdown_topic, breakdown,
            coalesce(symbol, {sql.number_text("value")}), source_row, source_column
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
    schools.carry_over(con, base, snapshot.releases_kept_by_hand(con))
    inspections.carry_over(con, base)
    months.carry_over(con, base)
    plan.carry_over(con, base)
    con.execute(
        f"""
        insert into release by name
        from {base}.release
        where release_id not in (select release_id from release)
            and (release_id not in ({schools.SOURCES.format(schema=f"{base}.")})
                or release_id in ({schools.SOURCES.format(schema="")}))
        """
    )
    staging.seed_places(con, f"{base}.area")


def finish(
    con: duckdb.DuckDBPyConnection,
    summary: Summary,
    started: datetime,
    progress: Progress,
    data_sets: Sequence[DataSetState] = (),
    base: str | None = None,
) -> None:
    """From cells to figures: places, symbols, overlaps, derived figures, checks."""
    # The order matters: places before figures, which are joined to them; breaks before growth,
    # which must not cross them; all before the checks.
    progress("figures")
    fill_symbols(con)
    places.fill_area(con)
    snapshot.load_facts(con)
    wards.refuse_other_names(con)
    schools.fill_ward(con)
    months.fill_measure(con)
    checks.refuse_unknown_areas(con)
    fill_recount(con)
    fill_published(con)
    fill_revision(con)
    # Only now is it known of which older editions a figure is kept.
    editions.forget_unused(con)
    derive.attach_parts(con, catalogue.INDICATORS.values())
    derive.add_growth(con)
    fill_figure(con)
    calendar.date_releases(con)
    snapshot.load_notes(con)
    accounts.note_unbalanced(con)
    places.note_predecessors(con)
    fill_neighbour(con)
    progress("checks")
    summary.warnings += [*places.unlisted(con), *checks.check(con)]
    checks.record(con, summary.warnings)
    if base:
        summary.vanished = checks.vanished(con, base)
    count_up(con, summary)
    read = {reading.release_id for reading in summary.readings}
    fill_data_sets(con, data_sets, read, summary.refused, base)
    record_run(con, summary, started)


def fill_indicator(con: duckdb.DuckDBPyConnection, indicators: Iterable[Indicator]) -> None:
    sql.insert(
        con,
        "indicator",
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
        i.design_effect,
        i.caution,
        i.first_in,
        position,
    ]


def fill_symbols(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `symbol_meaning`, and the temporary map of symbols release by release."""
    read = [row[0] for row in con.execute("select distinct release_id from cell").fetchall()]
    releases_read = {release_id: catalogue.release_of(release_id) for release_id in read}
    con.execute(
        "create temp table release_symbol (release_id varchar, text varchar, status varchar)"
    )
    con.execute("create temp table release_rounding (release_id varchar, rounded_to integer)")
    sql.insert(
        con,
        "release_rounding",
        [(release_id, release.totals_rounded_to) for release_id, release in releases_read.items()],
    )
    sql.insert(
        con,
        "release_symbol",
        [
            (release_id, text, status)
            for release_id, release in releases_read.items()
            for text, status in release.symbols.items()
        ],
    )
    sql.insert(
        con,
        "symbol_meaning",
        [(status, symbols_of(status), words) for status, words in STATUS_WORDS.items()],
    )


def symbols_of(status: str) -> str:
    """The symbols that lead to a status in any release, parted by spaces."""
    return " ".join(
        sorted(
            {
                text
                for release in catalogue.RELEASES.values()
                for text, meaning in release.symbols.items()
                if meaning == status
            }
        )
    )


def fill_recount(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `recount` with the parts of which figures by the new rule are there."""
    for one in catalogue.RECOUNTS:
        con.execute(
            f"""
            insert into recount
            select $indicator, $topic, $release, $reason, $source
            where exists (
                from cell
                where indicator_id = $indicator and breakdown_topic = $topic
                    and {release_ids.issue_in("release_id")} >= $release)
            """,
            asdict(one),
        )


def fill_published(con: duckdb.DuckDBPyConnection) -> None:
    """Cells to `published`, the figure of the newest release that has it, and `superseded`.

    Only the newest edition of a file gives figures, and of parts that were counted anew only the
    releases since. Of the others those cells are kept that the next edition with such a cell prints
    differently, or that no later one has.
    """
    con.execute(
        f"""
        create temp table ranked as
        with
        valued as (
            select *, {sql.number_of("raw")} as value,
                case when not regexp_matches(raw, '{sql.NUMBER}') then raw end as symbol,
                {release_ids.first_in("release_id")} as file_id,
                {release_ids.number_in("release_id")} as edition
            from cell
        ),
        followed as (
            select valued.*, area_code, coalesce(status, 'ok') as status,
                edition = max(edition) over (partition by file_id)
                    and recount.release is null as is_newest,
                recount.release is not null as is_recounted,
                lead(edition) over next_edition is not null
                    and value is not distinct from lead(value) over next_edition
                    and symbol is not distinct from lead(symbol) over next_edition as is_repeated
            from valued
            join area on area.area_code = area_key or area.la_code = area_key
            left join release_symbol
                on release_symbol.release_id = valued.release_id
                and text = {sql.bare_symbol("symbol")}
            left join recount
                on recount.indicator_id = valued.indicator_id
                and recount.breakdown_topic = valued.breakdown_topic
                and {release_ids.issue_in("valued.release_id")} < recount.release
            window next_edition as (
                partition by valued.indicator_id, area_code, period_kind, period_end,
                    valued.breakdown_topic, breakdown, file_id
                order by edition)
        )
        select
            indicator_id, area_code, period, period_kind, period_start, period_end,
            breakdown_topic, breakdown, value, symbol, status,
            null::double as numerator, null::double as denominator, false as derived,
            release_id, source_row, source_column, row_number() over newest as age, is_recounted,
            is_newest and row_number() over (
                partition by indicator_id, area_code, period_kind, period_end, breakdown_topic,
                    breakdown, is_newest
                order by file_id desc) = 1 as is_figure
        from followed
        where not is_repeated
        window newest as (
            partition by indicator_id, area_code, period_kind, period_end, breakdown_topic,
                breakdown
            order by file_id desc, edition desc)
        """
    )
    con.execute(
        "create temp table published as select * exclude (age, is_recounted, is_figure) "
        "from ranked where is_figure"
    )
    con.execute(
        "insert into superseded select * exclude (age, is_recounted, is_figure) from ranked "
        "where not is_figure order by all"
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
            -- Counted by another rule: told once, and no revision of each figure.
            and newer.is_recounted = older.is_recounted
        join indicator on indicator.indicator_id = older.indicator_id
        where older.status <> newer.status
            -- A release that prints one decimal more is no revision; 1e-9 forgives what floats make
            -- of a half.
            or abs(older.value - newer.value) > 0.5 * pow(10, -decimals) + 1e-9
        order by all
        """
    )


def fill_figure(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        insert into figure
        select with_parts.* replace (
            -- A tool of DfE lists councils in years in which they were not there.
            case
                when level = 'la' and status = 'missing_unknown'
                    and (period_end < valid_from or period_end > valid_to)
                then 'gone'
                else status
            end as status)
        from with_parts
        join indicator using (indicator_id)
        join area using (area_code)
        -- Sorted as pages ask: a question reads few blocks of the file.
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
    summary.figures = sql.count(con, "figure")
    summary.symbols = sql.count(con, "figure where symbol is not null")
    summary.derived = sql.count(con, "figure where derived")
    summary.revisions = sql.count(con, "revision")
    summary.revised_by = dict(
        con.execute("select new_release_id, count(*) from revision group by 1").fetchall()
    )
    summary.content_hash = content_hash(con)


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 of the content of every table: what was loaded, not how it came to us."""
    parts = []
    for table in CONTENT:
        columns = f"* exclude ({NO_CONTENT[table]})" if table in NO_CONTENT else "*"
        row = con.execute(
            # Lines are sorted: in which order rows were loaded is no content.
            f"select sha256(coalesce(string_agg(line, chr(10) order by line), '')) "
            f"from (select t::varchar as line from (select {columns} from {table}) as t)"
        ).fetchone()
        parts.append(f"{table} {row[0] if row else ''}")
    joined = con.execute("select sha256(?)", ["\n".join(parts)]).fetchone()
    return str(joined[0]) if joined else ""


def record_run(con: duckdb.DuckDBPyConnection, summary: Summary, started: datetime) -> None:
    path = con.execute("select current_database()").fetchone()
    failed = sql.count(con, "data_set where result = 'failed'")
    result = "partial" if summary.refused or failed else "ok"
    con.execute(
        "insert into load_run values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            path[0] if path else "",
            started.replace(tzinfo=None),
            datetime.now(UTC).replace(tzinfo=None),
            summary.source,
            result,
            sql.count(con, "release"),
            summary.figures,
            summary.symbols,
            summary.revisions,
            summary.content_hash,
        ],
    )
