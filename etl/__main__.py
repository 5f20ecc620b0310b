"""The command line: python -m etl."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import duckdb
from rich import box
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl import build, local, releases, snapshot
from etl.model import Refusal

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Load published files into one checked database that the dashboard reads.

    Exit codes: 0 done, 1 refused (nothing changed, the reason printed), 2 wrong usage.
    """


@contextmanager
def refusals() -> Iterator[None]:
    """Print each fault of a refusal as one sentence and leave with exit code 1."""
    try:
        yield
    except Refusal as refusal:
        for fault in refusal.faults:
            err.print(f"Refused: {fault}", markup=False, soft_wrap=True)
        in_use = releases.current(releases.data_folder())
        err.print(
            f"Nothing changed. Database in use: {in_use or 'none'}", markup=False, soft_wrap=True
        )
        sys.exit(1)


@contextmanager
def progress() -> Iterator[build.Progress]:
    """A line that says which file is being read, on a terminal; nothing in a log."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("starting")
        yield lambda step: bar.update(task, description=step)


@cli.command()
@click.option(
    "--from",
    "source",
    required=True,
    metavar="PATH",
    help="A zip, a folder or a file as published; or the word snapshot for the embedded default.",
)
@click.option("--fresh", is_flag=True, help="Leave out figures that PATH does not hold.")
@click.option("--if-none", is_flag=True, help="Do nothing when there is a database already.")
def refresh(source: str, fresh: bool, if_none: bool) -> None:
    """Load new files, check everything, and put the new database in use.

    Figures of files that PATH does not hold stay as they are: those of the database in use or, when
    there is none yet, those of the embedded snapshot.
    """
    folder = releases.data_folder()
    if if_none and releases.current(folder):
        return
    with refusals(), progress() as step, tempfile.TemporaryDirectory() as scratch:
        if source == "snapshot":
            summary = releases.publish(
                folder, lambda to: build.build_from_snapshot(snapshot.FOLDER, to, step)
            )
        else:
            base = None if fresh else releases.current(folder) or embedded(Path(scratch), step)
            summary = releases.publish(
                folder, lambda to: build.build_from_files(Path(source), to, base, step)
            )
    print_summary(summary, releases.current(folder))


@cli.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_file(file: Path) -> None:
    """Load a council's own ward figures from FILE, a CSV as data/local/ward_template.csv.

    They replace what was imported for the same council, day and basis, and stay through every
    later refresh but --fresh and --from snapshot, which start anew.
    """
    folder = releases.data_folder()
    with refusals(), progress() as step, tempfile.TemporaryDirectory() as scratch:
        if not file.is_file():
            raise Refusal([f"{file}: expected a CSV file, found none there"])
        base = releases.current(folder) or embedded(Path(scratch), step)
        summary = releases.publish(
            folder, lambda to: build.build_from_files(file, to, base, step, local.reader_of)
        )
    print_summary(summary, releases.current(folder))


def embedded(scratch: Path, step: build.Progress) -> Path:
    """A database of the embedded snapshot, to add to where no database is in use yet."""
    database = scratch / "snapshot.duckdb"
    build.build_from_snapshot(snapshot.FOLDER, database, step)
    return database


def print_summary(summary: build.Summary, database: Path | None) -> None:
    if summary.readings:
        out.print(reading_table(summary))
    for reading in summary.readings:
        for note in reading.notes:
            out.print(f"Note: {reading.release_id}: {note}", markup=False)
    for warning in summary.warnings:
        out.print(f"Warning: {warning}", markup=False)
    if summary.unused:
        out.print(f"Not used: {', '.join(sorted(set(summary.unused)))}", markup=False)
    out.print(
        f"{summary.figures:,} figures ({summary.derived:,} computed by us, "
        f"{summary.symbols:,} withheld or not available), {summary.revisions:,} revised values, "
        f"{len(summary.warnings)} warnings.",
        markup=False,
    )
    out.print(f"In use: {database}", markup=False, soft_wrap=True)


def reading_table(summary: build.Summary) -> Table:
    table = Table(box=box.SIMPLE, title=f"Read from {summary.source}", title_justify="left")
    table.add_column("File", overflow="fold")
    for heading in ("Rows", "Figures", "Symbols", "Revised"):
        table.add_column(heading, justify="right", no_wrap=True)
    for reading in summary.readings:
        revised = summary.revised_by.get(reading.release_id, 0)
        counts = [reading.rows, reading.cells, reading.symbols, revised]
        file = reading.release_id.split("/", 1)[1]
        table.add_row(file, *(f"{number:,}" for number in counts))
    return table


@cli.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
def check(path: Path | None) -> None:
    """List every fault in files at PATH, or in the database in use. Changes nothing."""
    with refusals():
        if path:
            with tempfile.TemporaryDirectory() as folder, progress() as step:
                base = releases.current(releases.data_folder())
                build.build_from_files(path, Path(folder) / "check.duckdb", base, step)
            out.print(f"No fault found in {path}.", markup=False, soft_wrap=True)
        else:
            database = in_use()
            with (
                build.readable(database),
                duckdb.connect(str(database), read_only=True) as con,
            ):
                build.check_database(con)
            out.print(f"No fault found in {database}.", markup=False, soft_wrap=True)


def in_use() -> Path:
    database = releases.current(releases.data_folder())
    if not database:
        raise Refusal(
            ["expected a database in use, found none: run python -m etl refresh --from snapshot"]
        )
    return database


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def status(as_json: bool) -> None:
    """Say which database is in use and which releases it holds."""
    with refusals():
        database = in_use()
        with build.readable(database), duckdb.connect(str(database), read_only=True) as con:
            run = rows_of(con, "from load_run")[0]
            held = rows_of(con, "from release order by release_id")
    if as_json:
        answer = {"database": str(database), **run, "releases": held}
        click.echo(json.dumps(answer, indent=1, default=str))
        return
    table = Table(box=box.SIMPLE)
    for heading in ("File", "Release", "Published", "Read (UTC)"):
        table.add_column(heading, overflow="fold")
    for row in held:
        read = f"{row['retrieved_at']:%Y-%m-%d}"
        table.add_row(row["file"], row["title"], row["published_on"] or "", read)
    out.print(table)
    loaded = f"{run['finished_at']:%d %B %Y %H:%M} UTC"
    out.print(f"{run['figures']:,} figures from {run['source']}, loaded {loaded}.", markup=False)
    out.print(f"In use: {database}", markup=False, soft_wrap=True)


def rows_of(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    answer = con.execute(query)
    names = [column[0] for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@cli.command("snapshot")
def write_snapshot() -> None:
    """Write data/snapshot from the database in use (for maintainers)."""
    with refusals(), duckdb.connect(str(in_use()), read_only=True) as con:
        manifest = snapshot.write(con, snapshot.FOLDER)
    out.print(
        f"Wrote {len(manifest['checksums'])} files of {len(manifest['releases'])} releases to "
        f"{snapshot.FOLDER}.",
        markup=False,
        soft_wrap=True,
    )


if __name__ == "__main__":
    cli(prog_name="python -m etl")
