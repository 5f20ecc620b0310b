"""The command line: python -m etl."""

import json
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import duckdb

from etl import console, refresh
from etl.commands.brief import brief_command
from etl.commands.papers import papers_command
from etl.console import err, out, progress, say
from etl.council import supplied, template
from etl.database import build, diff, releases, snapshot, whole
from etl.guard import Guarded, refusals
from etl.model import Refusal
from etl.reading.staging import PublishedFile
from etl.service.cache import Cache
from etl.service.ees import Addresses, Service
from etl.status import status_of


@click.group(cls=Guarded, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Load published figures into one checked database that the dashboard reads.

    Exit codes: 0 done; 1 refused or stopped (nothing changed), or a data set or file failed (its
    figures stay as they were); 2 wrong usage; 3 with papers --strict, where a figure differs.
    """


@cli.command("refresh")
@click.option(
    "--from",
    "source",
    metavar="PATH",
    help="Not from DfE's service but from a zip, a folder or a file as published; or from the word "
    "snapshot (the embedded figures) or cache (all that was downloaded before).",
)
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Only this data set, or those whose names begin so: ehcp, sen, cin, workforce, cin_c1 …",
)
@click.option("--dry-run", is_flag=True, help="Say what would be downloaded; change nothing.")
@click.option(
    "--force",
    is_flag=True,
    help="Download what did not change too, and load a file with far fewer figures than before.",
)
@click.option("--fresh", is_flag=True, help="With --from: leave out figures that PATH has not.")
@click.option(
    "--strict", is_flag=True, help="With --from: all or nothing, if a file cannot be loaded."
)
@click.option("--if-none", is_flag=True, help="Do nothing when there is a database already.")
def refresh_command(
    source: str | None,
    only: Sequence[str],
    dry_run: bool,
    force: bool,
    fresh: bool,
    strict: bool,
    if_none: bool,
) -> None:
    """Get new figures, check everything, and put the new database in use.

    Without --from: asks DfE's service what is newest, downloads what changed, and tells what
    changed in the figures. A data set that fails keeps its figures, and the others go on.

    With --from: likewise a file that cannot be loaded is left out, and told; with --strict nothing
    is changed then. Figures of files that PATH does not hold stay as they are: those of the
    database in use or, when there is none yet, those of the embedded snapshot.
    """
    refuse_combinations(source, only, dry_run, fresh or strict)
    folder = releases.data_folder()
    if if_none and is_there(folder):
        return
    # Asked for in so many words, the embedded figures heal whatever is amiss, and so does --fresh.
    if not (dry_run or fresh or source == "snapshot"):
        go_on(folder)
    if source:
        refresh_from(folder, source, force, fresh, strict)
    elif dry_run:
        plan(folder, only, force)
    else:
        refresh_online(folder, only, force)


def is_there(folder: Path) -> bool:
    """Whether there is a database that the dashboard can read, if need be after a rollback."""
    with refusals():
        database = releases.current(folder)
        if not database or whole.is_whole(database):
            go_on(folder)
            return releases.current(folder) is not None
        if whole.newest(folder, database) or not whole.is_of_another_version(database):
            say(
                f"{database.name} is damaged or of another version: the newest whole database was "
                f"put in use, {releases.rollback(folder).stem}."
            )
            return True
    say(
        f"{database.name} was written by another version: it stays, and a new one is built. A "
        "council's own figures have to be imported again."
    )
    return False


def go_on(folder: Path) -> None:
    """Say so where the newest whole database had to be put in use, as `current` named none."""
    with refusals():
        if taken := releases.recover(folder):
            say(f"{taken}.")


def refuse_combinations(
    source: str | None, only: Sequence[str], dry_run: bool, files_only: bool
) -> None:
    """Raise a usage error for options that say nothing together, and for names nobody knows."""
    if source and (only or dry_run):
        raise click.UsageError("--only and --dry-run go without --from.")
    if files_only and not source:
        raise click.UsageError("--fresh and --strict go with --from.")
    try:
        refresh.choose(only)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--only") from error


def refresh_online(folder: Path, only: Sequence[str], force: bool) -> None:
    with refusals():
        with online(folder) as (service, steps):
            outcome = refresh.refresh(folder, service, only, force, steps)
        console.print_outcome(outcome, status_of(folder))
        sys.exit(outcome.exit_code)


def plan(folder: Path, only: Sequence[str], force: bool) -> None:
    with refusals():
        if releases.ever(folder):
            releases.in_use(folder)
        with online(folder) as (service, steps):
            results = refresh.ask(folder, service, only, force, steps)
        console.print_plan(results)
        sys.exit(1 if refresh.having(results, refresh.FAILED) else 0)


@contextmanager
def online(folder: Path) -> Iterator[tuple[Service, build.Progress]]:
    """DfE's service, and the line that says how far it is."""
    addresses = Addresses.from_environment()
    with progress() as show:
        steps = console.Steps(show)
        with Service(addresses, Cache(folder / "cache"), steps.detail) as service:
            yield service, steps.step


def refresh_from(folder: Path, source: str, force: bool, fresh: bool, strict: bool) -> None:
    """From files that are here already: one that is refused is left out, and told.

    When `strict`, nothing is changed then.
    """
    faults: list[str] = []
    with refusals(), releases.one_at_a_time(folder), progress() as step:
        known = refresh.warnings_of(releases.current(folder))
        if source == "snapshot":
            summary = releases.publish(
                folder, lambda to: build.build_from_snapshot(snapshot.FOLDER, to, step)
            )
        else:
            cache = Cache(folder / "cache") if source == "cache" else None
            files: Path | list[PublishedFile] = Path(source)
            if cache:
                files, faults = refresh.files_in(cache)
                if strict and faults:
                    raise Refusal(faults)
            with base_of(folder, fresh, step) as base:
                summary = releases.publish(
                    folder,
                    lambda to: build.build_from_files(
                        files,
                        to,
                        base,
                        step,
                        tolerant=not strict,
                        force=force,
                        data_sets=refresh.states_in(cache) if cache else (),
                        source=source,
                    ),
                )
            faults += [fault for of_file in summary.refused.values() for fault in of_file]
    console.print_summary(summary, releases.current(folder), known)
    for fault in faults:
        say(f"Left out: {fault}", err)
    sys.exit(1 if faults else 0)


@contextmanager
def base_of(folder: Path, fresh: bool, step: build.Progress) -> Iterator[Path | None]:
    """The database to add to: that in use, or the embedded figures where there is none yet."""
    if fresh or releases.current(folder):
        yield None if fresh else releases.current(folder)
        return
    with tempfile.TemporaryDirectory(
        dir=folder / "releases", suffix=".building", ignore_cleanup_errors=True
    ) as scratch:
        database = Path(scratch) / "snapshot.duckdb"
        build.build_from_snapshot(snapshot.FOLDER, database, step)
        yield database


@cli.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_file(file: Path) -> None:
    """Load a council's own figures, by ward or by month, from FILE, a CSV file or a workbook.

    The templates are in data/local. What was imported before for the same days or months is
    replaced; everything else stays, through every later refresh but --fresh and --from snapshot,
    which start anew. `remove` takes an import back, and `rollback` undoes the last change.
    """
    folder = releases.data_folder()
    with refusals():
        if not file.is_file():
            raise Refusal([f"{file}: expected a CSV file, found none there"])
        go_on(folder)
        known = refresh.warnings_of(releases.current(folder))
        with (
            releases.one_at_a_time(folder),
            progress() as step,
            base_of(folder, False, step) as base,
        ):
            summary = releases.publish(
                folder, lambda to: build.build_from_files(file, to, base, step, template.reader_of)
            )
        database = releases.in_use(folder)
        console.print_summary(summary, database, known)
        read = {reading.release_id for reading in summary.readings}
        others = [one for one in imports_of(database) if one.release_id not in read]
        if others:
            console.print_imports(others, "Supplied before and still held")


def imports_of(database: Path) -> list[supplied.Import]:
    with whole.readable(database), duckdb.connect(str(database), read_only=True) as con:
        return supplied.held(con)


@cli.command()
@click.argument("name", required=False)
def remove(name: str | None) -> None:
    """Take one import of a council's own figures back; without NAME, list what was imported.

    NAME is as `status` shows it, its beginning, or the name of the file. What that import had
    replaced does not come back by itself: import the earlier file again, or use `rollback`.
    """
    folder = releases.data_folder()
    with refusals():
        database = releases.in_use(folder)
        imports = imports_of(database)
        if not name:
            console.print_imports(imports, "Supplied by a council")
            return
        known = refresh.warnings_of(database)
        with releases.one_at_a_time(folder), progress() as step:
            taken = supplied.named(imports, name)
            summary = releases.publish(
                folder,
                lambda to: build.build_from_files(
                    [],
                    to,
                    database,
                    step,
                    source=f"the database before, without {taken.file}",
                    without=taken.release_id,
                ),
            )
    say(f"Taken back: {taken}.")
    console.print_summary(summary, releases.current(folder), known)


@cli.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
def check(path: Path | None) -> None:
    """List every fault and doubt in files at PATH, or in the database in use. Changes nothing."""
    with refusals():
        current = releases.current(releases.data_folder())
        if path:
            if releases.ever(releases.data_folder()):
                releases.in_use(releases.data_folder())
            known = refresh.warnings_of(current)
            with tempfile.TemporaryDirectory() as folder, progress() as step:
                target = Path(folder) / "check.duckdb"
                warnings = build.build_from_files(path, target, current, step).warnings
            checked, warnings = path, [warning for warning in warnings if warning not in known]
        else:
            checked = releases.in_use(releases.data_folder())
            with whole.readable(checked), duckdb.connect(str(checked), read_only=True) as con:
                warnings = build.check_database(con)
        for warning in warnings:
            say(f"Warning: {warning}")
        out.print(f"No fault found in {checked}.", markup=False, soft_wrap=True)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@click.option("--check", "ask", is_flag=True, help="Ask DfE's service first what is newest.")
def status(as_json: bool, ask: bool) -> None:
    """Say what is loaded, how old it is, and what is newer at DfE.

    Without --check nothing is asked over the internet: what DfE said last is told, with its age.
    """
    folder = releases.data_folder()
    with refusals():
        if ask:
            database = releases.in_use(folder)
            with online(folder) as (service, steps):
                results = refresh.ask(folder, service, (), False, steps)
            refresh.record(folder, database, results)
        loaded = status_of(folder)
        if as_json:
            click.echo(json.dumps(loaded.as_json(), indent=1, default=str))
        else:
            console.print_status(loaded)


@cli.command("diff")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def diff_command(old: str | None, new: str | None, as_json: bool) -> None:
    """Say what changed between two databases: those before and in use, unless OLD and NEW say.

    OLD and NEW are names as status shows them, or paths. With OLD alone, NEW is the one in use.
    """
    folder = releases.data_folder()
    with refusals():
        later = releases.named(folder, new) if new else releases.in_use(folder)
        earlier = releases.named(folder, old) if old else releases.previous(folder, later)
        difference = diff.compare(earlier, later)
        if as_json:
            click.echo(json.dumps(difference.as_json(), indent=1, default=str))
        else:
            console.print_difference(difference)


@cli.command()
def rollback() -> None:
    """Go back to the database before the one in use; a refresh goes forward again."""
    folder = releases.data_folder()
    with refusals():
        before = releases.current(folder)
        releases.rollback(folder)
        console.print_rollback(before, status_of(folder))


@cli.command("snapshot")
def write_snapshot() -> None:
    """Write data/snapshot from the database in use (for maintainers)."""
    folder = releases.data_folder()
    with (
        refusals(),
        releases.one_at_a_time(folder),
        duckdb.connect(str(releases.in_use(folder)), read_only=True) as con,
    ):
        manifest = snapshot.write(con, snapshot.FOLDER)
    out.print(
        f"Wrote {len(manifest['checksums'])} files of {len(manifest['releases'])} releases to "
        f"{snapshot.FOLDER}.",
        markup=False,
        soft_wrap=True,
    )


cli.add_command(brief_command)
cli.add_command(papers_command)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    cli(prog_name="python -m etl")
