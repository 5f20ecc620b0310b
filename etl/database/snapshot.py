"""The embedded default: published figures in our own schema, as CSV files a person can review.

`figures/<release>/<file>` has one row for each row of the published file that we use, and one
column for each indicator or part of one; rows that fill other columns go to a numbered file of
their own. `columns.csv` says which published column each came from and when its period ends, so
that a figure read from here still leads back to its cell.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from etl import disk
from etl.disk import PROJECT
from etl.model import Refusal
from etl.publications import schools
from etl.reading import release_ids, sql, staging

if TYPE_CHECKING:  # only who writes a snapshot waits for it
    import pandas as pd

FOLDER = PROJECT / "data" / "snapshot"
# Tables kept by hand, with which of their rows are loaded. They have no checksum in the manifest: a
# person edits them.
FACTS = {
    "series_break": "true",
    "glossary": "true",
    "committee_paper": "true",
    "paper_note": "true",
    "quoted_figure": "true",
    "ward": "true",
    "ward_same": "true",
    "ward_note": "true",
    # A council's own file takes the place of ours.
    "ward_deprivation": "ward_code not in (select ward_code from ward_deprivation)",
    "plan_task": "la_code not in (select la_code from plan_task)",
    "plan_risk": "la_code not in (select la_code from plan_risk)",
    "plan_assurance": "true",
    # A census that was loaded from DfE's own file for a council is not loaded again from here.
    "school": "(la_code, period_end::date) not in (select (la_code, period_end) from school)",
    "school_ward": """
        (school_id, period_end::date) in (select (school_id, period_end) from school)
        and (school_id, period_end::date) not in (select (school_id, period_end) from school_ward)
    """,
    "release": "release_id in (select release_id from school)",
}
# Notes by hand: each names the first release that it is true of and, where it stands on one, the
# value as printed. Figures that are older or read otherwise have no note.
NOTES = "figure_note"
BY_HAND = (*FACTS, NOTES)
NOTES_THAT_HOLD = f"""
    insert into figure_note by name
    select indicator_id, area_code, period_end, kind, note, source
    from fact
    where exists (
        from figure
        where figure.indicator_id = fact.indicator_id and figure.area_code = fact.area_code
            and figure.period_end = fact.period_end::date and breakdown is null
            and {release_ids.issue_in("release_id")} >= fact.release
            and coalesce(symbol, {sql.number_text("figure.value")})
                = coalesce(nullif(fact.value, ''), symbol, {sql.number_text("figure.value")}))
"""
# Where a snapshot is written, and what that folder is called once it is whole.
BESIDE, NEW = "beside", "new"
INSPECTIONS = "inspection.csv"
KEYS = ["source_row", "area", "period"]
NEIGHBOURS = """
    select council.la_code, other.la_code as neighbour_la_code, model, rank, closeness
    from neighbour
    join area as council using (area_code)
    join area as other on other.area_code = neighbour_code
    order by model, 1, rank
"""


def write(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Any]:
    """Write the published figures, places, neighbours and inspections; answer the manifest.

    They are written beside and switched by one renaming. A run that is stopped before it leaves the
    snapshot as it was; one that is stopped after it the new one, which the next run puts in place.
    """
    put_in_place(folder)
    beside = folder / BESIDE
    shutil.rmtree(beside, ignore_errors=True)
    manifest = write_to(con, beside)
    beside.rename(folder / NEW)
    put_in_place(folder)
    return manifest


def put_in_place(folder: Path) -> None:
    """Move the files of a snapshot that was written whole over those before it, if there is one.

    At every moment each file of its manifest is in the one folder or in the other.
    """
    new = folder / NEW
    if not new.exists():
        return
    path = new / "manifest.json"
    # Gone once everything is in place: then only the empty folder is left.
    if path.exists():
        written = set(json.loads(path.read_text(encoding="utf-8"))["checksums"])
        for name in sorted(written):
            if (new / name).exists():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).replace(folder / name)
        # A file of an edition that is gone must not stay behind.
        for file in (folder / "figures").rglob("*.csv"):
            if file.relative_to(folder).as_posix() not in written:
                file.unlink()
        path.replace(folder / path.name)
    shutil.rmtree(new)


def place_of(folder: Path, name: str) -> Path:
    """Where a file of the snapshot is: among the new ones while they are put in place."""
    new = folder / NEW / name
    return new if new.exists() else folder / name


def write_to(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Any]:
    """Write a snapshot into an empty folder; answer the manifest."""
    folder.mkdir(parents=True)
    cells = published_cells(con)
    columns = column_table(cells)
    columns.to_csv(folder / "columns.csv", index=False, lineterminator="\n")
    figures = [
        entry
        for release_id, part in cells.merge(columns).groupby("release_id")
        for entry in write_figures(part, folder / "figures" / str(release_id))
    ]
    write_query(con, "from area order by area_code", folder / "area.csv")
    write_query(con, NEIGHBOURS, folder / "neighbour.csv")
    write_query(con, "from inspection order by la_code, source_row", folder / INSPECTIONS)
    manifest = describe(con, folder, figures)
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
    return manifest


def published_cells(con: duckdb.DuckDBPyConnection) -> "pd.DataFrame":
    """Every published figure, superseded ones too: one row a cell, numbers as shortest text."""
    return con.execute(
        f"""
        with published as (from figure where not derived union all from superseded)
        select
            release_id, source_row, coalesce(la_code, area_code) as area, period, period_kind,
            strftime(period_end, '%m-%d') as day, indicator_id,
            coalesce(breakdown_topic, '') as breakdown_topic,
            coalesce(breakdown, '') as breakdown, source_column,
            coalesce(symbol, {sql.number_text("value")}) as text
        from published join area using (area_code)
        order by release_id, source_row, source_column, indicator_id
        """
    ).df()


def column_table(cells: "pd.DataFrame") -> "pd.DataFrame":
    """One row for each column of the snapshot: what it holds and where it came from.

    `by_row` is true where the published rows say which breakdown they are, false where the
    published column does.
    """
    keys = ["release_id", "indicator_id", "source_column", "period_kind", "day"]
    columns = cells.groupby(keys, as_index=False).agg(
        topics=("breakdown_topic", "nunique"),
        parts=("breakdown", "nunique"),
        topic=("breakdown_topic", "first"),
        part=("breakdown", "first"),
    )
    columns["by_row"] = (columns.topics > 1) | (columns.parts > 1)
    columns.loc[columns.by_row, ["topic", "part"]] = ""
    named = columns.part != ""
    columns["column"] = columns.indicator_id.where(
        ~named, columns.indicator_id + " / " + columns.part
    )
    # A wide table has a column for each year of one indicator.
    shared = columns.duplicated(["release_id", "column"], keep=False)
    columns.loc[shared, "column"] += " / " + columns.source_column
    return columns[["release_id", "column", "indicator_id", "topic", "part", *keys[2:], "by_row"]]


def write_figures(cells: "pd.DataFrame", path: Path) -> list[dict[str, str]]:
    """Write the cells of one published file, one file for each set of columns that rows fill."""
    path.parent.mkdir(parents=True, exist_ok=True)
    topic = cells.breakdown_topic.where(cells.by_row, "").groupby(cells.source_row).transform("max")
    filled = cells.groupby("source_row")["column"].transform(lambda names: "|".join(sorted(names)))
    groups = list(cells.groupby([topic, filled]))
    entries = []
    # Rows that fill other columns get a file of their own, else most cells would be empty.
    for number, ((name, _), part) in enumerate(groups, start=1):
        target = path.with_suffix(f".{number}.csv" if len(groups) > 1 else ".csv")
        wide_table(part).to_csv(target, index=False, lineterminator="\n")
        file = target.relative_to(path.parents[2]).as_posix()
        entries.append({"file": file, "release_id": part.release_id.iloc[0], "topic": str(name)})
    return entries


def wide_table(cells: "pd.DataFrame") -> "pd.DataFrame":
    breakdown = cells.breakdown.where(cells.by_row, "").groupby(cells.source_row).transform("max")
    keys = [*KEYS, "breakdown"] if breakdown.any() else KEYS
    wide = cells.assign(breakdown=breakdown).pivot(index=keys, columns="column", values="text")
    wide.columns.name = None
    return wide.sort_index().reset_index()


def write_query(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    con.execute(query).df().to_csv(path, index=False, lineterminator="\n")


def describe(
    con: duckdb.DuckDBPyConnection, folder: Path, figures: list[dict[str, str]]
) -> dict[str, Any]:
    """The manifest: every source with licence, retrieval and checksum, and our own files."""
    releases = con.execute(
        f"""
        select * replace (retrieved_at::varchar as retrieved_at)
        from release
        where release_id not in ({schools.SOURCES.format(schema="")})
            or release_id in (select release_id from inspection)
        order by release_id
        """
    ).df()
    content = con.execute("select content_hash from load_run").fetchone()
    return {
        "made_at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        "content_hash": content[0] if content else None,
        "releases": json.loads(releases.to_json(orient="records")),
        "figures": figures,
        "checksums": {
            path.relative_to(folder).as_posix(): disk.checksum(path)
            for path in sorted(folder.rglob("*.csv"))
            if path.stem not in BY_HAND
        },
    }


def load(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Load a snapshot into the staging tables. Raises Refusal when a file is not as written."""
    manifest = read_manifest(folder)
    for release in manifest["releases"]:
        con.execute(
            f"insert into release ({', '.join(release)}) values ({', '.join('?' * len(release))})",
            list(release.values()),
        )
    read_text_csv(con, "snapshot_column", place_of(folder, "columns.csv"))
    for entry in manifest["figures"]:
        load_figures(con, place_of(folder, entry["file"]), entry["release_id"], entry["topic"])
    read_text_csv(con, "snapshot_neighbour", place_of(folder, "neighbour.csv"))
    con.execute("insert into neighbour_read from snapshot_neighbour")
    read_text_csv(con, "snapshot_inspection", place_of(folder, INSPECTIONS))
    con.execute("insert into inspection by name from snapshot_inspection")
    read_text_csv(con, "known_area", place_of(folder, "area.csv"))
    staging.seed_places(con, "known_area")


def read_text_csv(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    con.execute(
        f"create or replace temp table {table} as from read_csv("
        "?, all_varchar = true, nullstr = '', header = true, delim = ',', quote = '\"')",
        [str(path)],
    )


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, after checking every file against its checksum."""
    path = place_of(folder, "manifest.json")
    if not path.exists():
        raise Refusal([f"{path}: expected the embedded snapshot, found nothing there"])
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        checksums = dict(manifest["checksums"])
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        raise Refusal([f"{path}: expected a whole JSON file, found a damaged one"]) from error
    # A changed figure in the snapshot would look like one of DfE's; so each file has its checksum.
    files = {place_of(folder, name): checksum for name, checksum in checksums.items()}
    faults = [
        f"{file}: expected the file as written with checksum {expected[:12]}…, "
        f"found {'another content' if file.exists() else 'nothing there'}"
        for file, expected in files.items()
        if not file.exists() or disk.checksum(file) != expected
    ]
    if faults:
        raise Refusal(faults)
    return manifest


def load_figures(con: duckdb.DuckDBPyConnection, path: Path, release_id: str, topic: str) -> None:
    read_text_csv(con, "wide", path)
    names = [row[0] for row in con.execute("describe wide").fetchall()]
    columns = ", ".join(sql.quoted(name) for name in names if name not in [*KEYS, "breakdown"])
    breakdown = "breakdown" if "breakdown" in names else "null"
    con.execute(
        f"""
        insert into cell
        with
        long as (
            select {", ".join(KEYS)}, {breakdown} as row_breakdown, "column", text
            from (from wide unpivot (text for "column" in ({columns})))
        ),
        dated as (
            select long.*, described.* exclude ("column", release_id),
                (case period_kind when 'academic' then left(period, 4)::integer + 1
                    else period::integer end || '-' || day)::date as period_end
            from long
            join snapshot_column as described using ("column")
            where described.release_id = $release_id
        )
        select
            $release_id, indicator_id, area, period, period_kind,
            case timing when 'flow' then (period_end + 1 - interval 1 year)::date
                else period_end end,
            period_end,
            case when by_row::boolean then nullif($topic, '') else dated.topic end,
            case when by_row::boolean then row_breakdown else part end,
            text, source_row::bigint, source_column
        from dated join indicator using (indicator_id)
        """,
        {"release_id": release_id, "topic": topic},
    )


def releases_kept_by_hand(con: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> list[str]:
    """The releases whose schools are loaded with every build."""
    read_text_csv(con, "fact", folder / "release.csv")
    return [row[0] for row in con.execute("select release_id from fact").fetchall()]


def load_facts(con: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> None:
    """Load the tables that are kept by hand: breaks, notes, papers, wards and so on."""
    for table, condition in FACTS.items():
        read_text_csv(con, "fact", folder / f"{table}.csv")
        con.execute(f"insert into {table} by name select * from fact where {condition}")


def load_notes(con: duckdb.DuckDBPyConnection, folder: Path = FOLDER) -> None:
    """Load the notes of figures that are kept by hand, where they are true of what `figure` has."""
    read_text_csv(con, "fact", folder / f"{NOTES}.csv")
    con.execute(NOTES_THAT_HOLD)
