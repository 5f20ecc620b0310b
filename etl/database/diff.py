"""What changed between two databases, for whoever must explain the new figures."""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol, TypeVar

import duckdb

from etl.database import build, editions, whole
from etl.database.places import ENGLAND
from etl.disk import PROJECT
from etl.model import STATUS_WORDS
from etl.reading import csv_file, release_ids

SETTINGS = PROJECT / "data" / "settings.toml"
NOTHING = "Nothing changed."
# Enough to see what a revision is like; all of them are in --json.
EXAMPLES = 3
# The tables that are compared in words; of the others it is told how many rows changed.
IN_WORDS = {"area", "figure", "superseded", "revision", "release", "recount"}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What a figure is of, where and when."""

    indicator_id: str
    indicator: str
    unit: str
    decimals: int
    area_code: str
    area: str
    la_code: str | None
    period: str
    breakdown_topic: str | None
    breakdown: str | None
    derived: bool

    @property
    def place(self) -> str:
        return f"{self.area} {self.period}" + (f", {self.breakdown}" if self.breakdown else "")

    def text(self, value: float | None, symbol: str | None, status: str) -> str:
        if value is None:
            words = STATUS_WORDS[status].lower()
            return f"{symbol}, {words}" if symbol else words
        return f"{value:,.{self.decimals}f}" + ("%" if self.unit == "percent" else "")


@dataclass(frozen=True, kw_only=True)
class Held(Figure):
    """A figure of one of the two databases only."""

    value: float | None
    symbol: str | None
    status: str
    release_id: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text(self.value, self.symbol, self.status)}"


@dataclass(frozen=True, kw_only=True)
class Change(Figure):
    """A figure that reads otherwise than before; `by` is new less old where both are numbers."""

    old_value: float | None
    old_symbol: str | None
    old_status: str
    old_release_id: str
    new_value: float | None
    new_symbol: str | None
    new_status: str
    new_release_id: str
    by: float | None

    def __str__(self) -> str:
        old = self.text(self.old_value, self.old_symbol, self.old_status)
        new = self.text(self.new_value, self.new_symbol, self.new_status)
        by = "" if self.by is None else f" ({self.by:+,.{self.decimals}f})"
        return f"{self.place}: {old} to {new}{by}"


@dataclass(frozen=True, kw_only=True)
class Period:
    """A period for which an indicator had no figure before."""

    indicator_id: str
    indicator: str
    period: str
    figures: int


@dataclass(frozen=True, kw_only=True)
class Recounted:
    """Parts of an indicator that DfE counted by another rule: how many figures, and the largest."""

    indicator_id: str
    indicator: str
    breakdown_topic: str
    reason: str
    changed: int
    gone: int
    largest: str | None

    def __str__(self) -> str:
        example = f", for instance {self.largest}" if self.largest else ""
        gone = f"; not counted anew, and so not shown any more: {self.gone:,}" * bool(self.gone)
        return (
            f"{self.indicator}, {self.breakdown_topic.lower()}: {self.changed:,} figures{example}"
            f"{gone}. {self.reason}"
        )


@dataclass(frozen=True, kw_only=True)
class Area:
    """A place that is new or vanished, or has another name or code than before."""

    area_code: str
    name: str
    old_area_code: str | None = None
    old_name: str | None = None

    def __str__(self) -> str:
        old = f", before {self.old_name} ({self.old_area_code})" if self.old_name else ""
        return f"{self.name} ({self.area_code}){old}"


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that is new or no longer there; `before` is the one whose place it took."""

    release_id: str
    title: str
    file: str
    rows: int
    before: str | None = None

    def __str__(self) -> str:
        number = release_ids.number_of(self.release_id)
        edition = f", edition {number}" if number > 1 else ""
        return f"{self.file} ({self.title}{edition}): {self.rows:,} rows"


@dataclass(frozen=True, kw_only=True)
class Header:
    """Columns of a file that are new or gone since the file whose place it took."""

    release_id: str
    before: str
    added: list[str]
    gone: list[str]

    def __str__(self) -> str:
        told = [
            f"{word} {', '.join(names)}"
            for word, names in (("new", self.added), ("gone", self.gone))
            if names
        ]
        return f"{self.release_id}: {'; '.join(told) or 'the same columns in another order'}"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table that is not compared in words: rows of the new, and of the old database only."""

    table: str
    added: int
    gone: int

    def __str__(self) -> str:
        return f"{self.table}: {self.added:,} new or changed rows, {self.gone:,} gone or changed"


class Told(Protocol):
    """What is told together with others of its indicator."""

    @property
    def indicator_id(self) -> str: ...
    @property
    def indicator(self) -> str: ...


Item = TypeVar("Item", bound=Told)
OneFigure = TypeVar("OneFigure", bound=Figure)


@dataclass(kw_only=True)
class Difference:
    """All that is in `new` and was not in `old`, two databases, or the other way round.

    `revised` are numbers that changed by more than rounding, also between two files that both came
    in since; `withheld` had a number before, `released` have one now, `reworded` have another
    reason for having none. `recounted` tells of parts that were counted by another rule, whose
    figures are none of these. `printed_otherwise` counts numbers that changed within rounding, and
    symbols that mean the same. A figure that we compute has `derived`: it follows from others.
    """

    old: str
    new: str
    new_files: list[File] = field(default_factory=list)
    gone_files: list[File] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    new_periods: list[Period] = field(default_factory=list)
    recounted: list[Recounted] = field(default_factory=list)
    revised: list[Change] = field(default_factory=list)
    withheld: list[Change] = field(default_factory=list)
    released: list[Change] = field(default_factory=list)
    reworded: list[Change] = field(default_factory=list)
    printed_otherwise: int = 0
    new_figures: list[Held] = field(default_factory=list)
    vanished: list[Held] = field(default_factory=list)
    new_areas: list[Area] = field(default_factory=list)
    vanished_areas: list[Area] = field(default_factory=list)
    changed_areas: list[Area] = field(default_factory=list)
    other_tables: list[Table] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(value for name, value in vars(self).items() if name not in ("old", "new"))

    def lines(self, limit: int = 10, home: str | None = None) -> list[str]:
        """Readable sentences in groups, at most `limit` of each group.

        The council `home` (a three-digit DfE code, by default that of the settings) is named
        first. Figures that we compute are only counted.
        """
        if self.is_empty:
            return [NOTHING]
        told = [
            line
            for heading, items in self.groups(home).items()
            for line in [f"{heading}:", *shortened(items, limit)]
        ]
        if self.printed_otherwise:
            told.append(
                f"Printed otherwise with the same meaning: {self.printed_otherwise:,} figures"
            )
        return told

    def groups(self, home: str | None = None) -> dict[str, list[str]]:
        """The sentences below their headings, without those that have none."""
        first = home or home_of_settings()
        headed: dict[str, Sequence[object]] = {
            "New files": self.new_files,
            "Files no longer there": self.gone_files,
            "Changed columns": self.headers,
            "New periods": by_indicator(self.new_periods, told_periods),
            "Counted by another rule": self.recounted,
            "Revised": told_figures(self.revised, first),
            "Newly withheld": told_figures(self.withheld, first),
            "Newly released": told_figures(self.released, first),
            "Withheld for another reason": told_figures(self.reworded, first),
            "New figures for periods held before": told_figures(self.new_figures, first),
            "Vanished figures": told_figures(self.vanished, first),
            "New areas": self.new_areas,
            "Vanished areas": self.vanished_areas,
            "Areas with another name or code": self.changed_areas,
            "Other tables": self.other_tables,
        }
        return {name: [str(item) for item in items] for name, items in headed.items() if items}

    def as_json(self) -> dict[str, Any]:
        """Everything, as lists and dictionaries; numbers as in the databases."""
        return asdict(self)


def home_of_settings() -> str:
    return str(tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["home"])


def shortened(lines: list[str], limit: int) -> list[str]:
    more = len(lines) - limit
    shown = [f"  {line}" for line in lines[:limit]]
    return [*shown, f"  … and {more:,} more"] if more > 0 else shown


def by_indicator(items: Iterable[Item], sentence: Callable[[list[Item]], str]) -> list[str]:
    """A sentence for each indicator; items of one indicator stand together."""
    groups = [list(together) for _, together in groupby(items, key=lambda item: item.indicator_id)]
    return [f"{together[0].indicator}: {sentence(together)}" for together in groups]


def told_periods(periods: list[Period]) -> str:
    first, last = periods[0].period, periods[-1].period
    label = first if len(periods) == 1 else f"{first} to {last} ({len(periods)} periods)"
    return f"{label}, {sum(period.figures for period in periods):,} figures"


def told_figures(figures: Sequence[OneFigure], home: str) -> list[str]:
    """How many of each indicator, with examples: the council `home` first, then England."""

    def told(alike: list[OneFigure]) -> str:
        alike.sort(key=lambda figure: (figure.la_code != home, figure.area_code != ENGLAND))
        some = "; ".join(map(str, alike[:EXAMPLES]))
        return some if len(alike) <= EXAMPLES else f"{len(alike):,}, for instance {some}"

    ours = sum(figure.derived for figure in figures)
    return [
        *by_indicator([figure for figure in figures if not figure.derived], told),
        *([f"Computed by us from these: {ours:,}"] if ours else []),
    ]


def compare(old: Path, new: Path) -> Difference:
    """Compare two databases. Raises Refusal when one of them cannot be read."""
    difference = Difference(old=old.stem, new=new.stem)
    if old.resolve() == new.resolve():
        return difference
    with duckdb.connect() as con:
        for name, path in (("old", old), ("new", new)):
            with whole.readable(path):
                con.execute(f'attach ? as "{name}" (read_only)', [str(path)])
        with whole.readable(old):
            # Two refreshes of which the second brought nothing are told apart by their names only.
            if hash_of(con, "old") != hash_of(con, "new"):
                compare_files(con, difference)
                compare_figures(con, difference)
                compare_areas(con, difference)
                compare_others(con, difference)
    return difference


def hash_of(con: duckdb.DuckDBPyConnection, schema: str) -> str:
    return str(con.execute(f"select content_hash from {schema}.load_run").fetchall())


def rows_of(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    answer = con.execute(query)
    names = [column[0] for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def compare_files(con: duckdb.DuckDBPyConnection, difference: Difference) -> None:
    old = {row["release_id"]: row for row in rows_of(con, "from old.release order by release_id")}
    new = {row["release_id"]: row for row in rows_of(con, "from new.release order by release_id")}
    newest = {release_ids.first_of(release_id): release_id for release_id in old}
    for release_id, row in new.items():
        if release_id in old and old[release_id]["sha256"] == row["sha256"]:
            continue
        before = newest.get(editions.place_taken(newest, release_id) or "")
        difference.new_files.append(file_of(row, before))
        if before:
            difference.headers += changed_header(release_id, row, before, old[before])
    firsts = {release_ids.first_of(release_id) for release_id in new}
    difference.gone_files = [
        file_of(row)
        for release_id, row in old.items()
        if release_ids.first_of(release_id) not in firsts
    ]


def file_of(row: dict[str, Any], before: str | None = None) -> File:
    return File(
        release_id=row["release_id"],
        title=row["title"],
        file=row["file"],
        rows=row["rows"],
        before=before,
    )


def changed_header(
    release_id: str, row: dict[str, Any], before: str, row_before: dict[str, Any]
) -> list[Header]:
    text, text_before = row.get("header"), row_before.get("header")
    if not text or not text_before or text == text_before:
        return []
    names, names_before = csv_file.split_row(text), csv_file.split_row(text_before)
    return [
        Header(
            release_id=release_id,
            before=before,
            added=[name for name in names if name not in names_before],
            gone=[name for name in names_before if name not in names],
        )
    ]


# Each figure by what stays when a council gets a new ONS code.
FIGURES = """
    select *, coalesce(la_code, area_code) as place, coalesce(breakdown_topic, '') as topic,
        coalesce(breakdown, '') as part
    from {schema}.figure join {schema}.area using (area_code)
"""
KEY = "indicator_id, place, period_kind, period_end, topic, part"
# Figures that are in one database only, or read otherwise in the other.
PAIRS = f"""
    create temp table pair as
    with was as ({FIGURES.format(schema="old")}), now as ({FIGURES.format(schema="new")})
    select
        {KEY},
        coalesce(now.area_code, was.area_code) as area_code,
        coalesce(now.name, was.name) as area,
        coalesce(now.la_code, was.la_code) as la_code,
        coalesce(now.period, was.period) as period,
        coalesce(now.derived, was.derived) as derived,
        was.value as old_value, was.symbol as old_symbol, was.status as old_status,
        was.release_id as old_release_id,
        now.value as new_value, now.symbol as new_symbol, now.status as new_status,
        now.release_id as new_release_id
    from was full join now using ({KEY})
    -- "is distinct from": a null equals a null here, and a plain <> would lose what came or went.
    where was.status is distinct from now.status
        or was.value is distinct from now.value
        or was.symbol is distinct from now.symbol
"""
REVISED = """row(indicator_id, area_code, period, breakdown_topic, breakdown, old_value, old_symbol,
    new_value, new_symbol)::varchar"""
# What two files print differently that both came in since; the figure itself reads as before.
STEPS = f"""
    insert into pair
    with
    step as (
        from new.revision
        where {REVISED} not in (select {REVISED} from old.revision)
    ),
    printed as (
        from new.figure
        union all by name
        from new.superseded
    ),
    cell as (
        select step.*, period_kind, period_end, release_id, status,
            coalesce(la_code, area_code) as place, name, la_code,
            coalesce(step.breakdown_topic, '') as topic, coalesce(step.breakdown, '') as part
        from step
        join new.area using (area_code)
        join printed using (indicator_id, area_code, period)
        where printed.breakdown_topic is not distinct from step.breakdown_topic
            and printed.breakdown is not distinct from step.breakdown
    )
    select
        {KEY}, area_code, name, la_code, period, false,
        old_value, old_symbol, min(status) filter (release_id = old_release_id), old_release_id,
        new_value, new_symbol, min(status) filter (release_id = new_release_id), new_release_id
    from cell anti join pair using ({KEY})
    group by all
"""
MEASURES = """
    create temp table measure as
    from new.indicator
    union all by name
    from old.indicator where indicator_id not in (select indicator_id from new.indicator)
"""
KINDS = """
    create temp table changed as
    select
        indicator_id, measure.name as indicator, unit, decimals, area_code, area, la_code,
        period, nullif(pair.topic, '') as breakdown_topic, nullif(part, '') as breakdown,
        pair.derived, old_value, old_symbol, old_status, old_release_id,
        new_value, new_symbol, new_status, new_release_id,
        new_value - old_value as "by", position, period_kind, period_end,
        case
            when old_status is not null and (indicator_id, pair.topic) in (
                select (indicator_id, breakdown_topic) from new.recount
                except select (indicator_id, breakdown_topic) from old.recount)
                then 'recounted'
            when old_status is null and (indicator_id, period_kind, period_end) not in (
                select distinct (indicator_id, period_kind, period_end) from old.figure)
                then 'new_period'
            when old_status is null then 'new_figures'
            when new_status is null then 'vanished'
            when old_value is null and new_value is null and old_status <> new_status
                then 'reworded'
            when new_value is null and old_value is not null then 'withheld'
            when old_value is null and new_value is not null then 'released'
            -- As in the table revision: a change that no page could show is none.
            when abs("by") > 0.5 * pow(10, -decimals) + 1e-9 then 'revised'
            else 'printed_otherwise'
        end as kind
    from pair join measure using (indicator_id)
"""


NEW_PERIODS = """
    select indicator_id, indicator, period, count(*) as figures
    from changed
    where kind = 'new_period'
    group by indicator_id, indicator, period, position, period_kind, period_end
    order by position, period_kind, period_end
"""


RECOUNTED = """
    select
        indicator_id, indicator, breakdown_topic, any_value(reason) as reason,
        count(*) filter (new_status is not null) as changed,
        count(*) filter (new_status is null) as gone,
        arg_max(
            format('{} {}, {}: {:,} to {:,}', area, period, breakdown, old_value::bigint,
                new_value::bigint),
            abs("by")) as largest
    from changed
    join new.recount using (indicator_id, breakdown_topic)
    where kind = 'recounted'
    group by indicator_id, indicator, breakdown_topic, position
    order by position
"""


def compare_figures(con: duckdb.DuckDBPyConnection, difference: Difference) -> None:
    for query in (PAIRS, STEPS, MEASURES, KINDS):
        con.execute(query)
    difference.new_periods = [Period(**row) for row in rows_of(con, NEW_PERIODS)]
    difference.recounted = [Recounted(**row) for row in rows_of(con, RECOUNTED)]
    for kind in ("revised", "withheld", "released", "reworded"):
        setattr(difference, kind, [Change(**row) for row in changed(con, kind, Change)])
    for kind, when in (("new_figures", "new_"), ("vanished", "old_")):
        setattr(difference, kind, [Held(**row) for row in changed(con, kind, Held, when)])
    otherwise = con.execute("select count(*) from changed where kind = 'printed_otherwise'")
    difference.printed_otherwise = otherwise.fetchall()[0][0]


def changed(
    con: duckdb.DuckDBPyConnection, kind: str, record: type[Figure], when: str = ""
) -> list[dict[str, Any]]:
    """The changed figures of one kind, in page order, with the fields of `record`.

    `when` is what stands before the fields that a figure has in each database.
    """
    shared = {field.name for field in fields(Figure)}
    columns = [
        field.name if field.name in shared else f'"{when}{field.name}" as "{field.name}"'
        for field in fields(record)
    ]
    return rows_of(
        con,
        f"select {', '.join(columns)} from changed where kind = '{kind}' order by position, "
        "breakdown_topic nulls first, breakdown nulls first, area, period_end, "
        "new_release_id",
    )


def compare_areas(con: duckdb.DuckDBPyConnection, difference: Difference) -> None:
    rows = rows_of(
        con,
        """
        with
        was as (select coalesce(la_code, area_code) as place, * from old.area),
        now as (select coalesce(la_code, area_code) as place, * from new.area)
        select now.area_code, now.name, was.area_code as old_area_code, was.name as old_name
        from was full join now using (place)
        where was.name is distinct from now.name or was.area_code is distinct from now.area_code
        order by coalesce(now.name, was.name)
        """,
    )
    for row in rows:
        if not row["name"]:
            gone = Area(area_code=row["old_area_code"], name=row["old_name"])
            difference.vanished_areas.append(gone)
        elif row["old_name"]:
            difference.changed_areas.append(Area(**row))
        else:
            difference.new_areas.append(Area(**row))


def compare_others(con: duckdb.DuckDBPyConnection, difference: Difference) -> None:
    for table in build.CONTENT:
        if table in IN_WORDS:
            continue
        counts = [
            con.execute(
                f"select count(*) from (from {inside}.{table} except all from {outside}.{table})"
            ).fetchall()[0][0]
            for inside, outside in (("new", "old"), ("old", "new"))
        ]
        if any(counts):
            difference.other_tables.append(Table(table=table, added=counts[0], gone=counts[1]))
