"""What the commands print: plain words, readable at 80 columns, one line a sentence in a log."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl.council.supplied import Import
from etl.database import build
from etl.database.diff import Difference
from etl.model import DataSet
from etl.reading import release_ids
from etl.refresh import FAILED, LOADED, MISSING, NEWER, SOURCE, UNCHANGED, Outcome, Result, having
from etl.status import Held, Status, by_publication, run_of

# Half a screen for a whole refresh; who wants all is told the command.
MOST_LINES = 5
EARLIER = " earlier in this run"
# What a councillor may ask about tomorrow; new periods are what a refresh is for.
SURPRISING = (
    "Counted by another rule",
    "Revised",
    "Newly withheld",
    "Newly released",
    "Vanished figures",
    "Vanished areas",
)
ROUTES = {"api": "API", "catalogue": "catalogue", "zip": "zip"}
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def say(text: str, to: Console = out) -> None:
    """Print a sentence: folded at words on a terminal, in one line in a log.

    One with an address is left to the terminal to fold, so that the address can be copied.
    """
    to.print(text, markup=False, soft_wrap=not to.is_terminal or "://" in text)


def say_place(label: str, path: Path | None) -> None:
    """Print a path in one piece, so that it can be copied."""
    out.print(f"{label}: {path or 'none'}", markup=False, soft_wrap=True)


def say_some(lines: Sequence[str], most: int, more: str) -> None:
    """Print the first lines, and how many there are besides."""
    for line in lines[:most]:
        say(line)
    if len(lines) > most:
        say(f"… and {len(lines) - most:,} more: {more}")


@contextmanager
def progress() -> Iterator[build.Progress]:
    """A line that says what is being done, on a terminal; nothing in a log."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("starting")
        yield lambda step: bar.update(task, description=shortened(step))


class Steps:
    """Tells a line of progress which data set it is at, and what is waited for there."""

    def __init__(self, show: Callable[[str], None]):
        self.show = show
        self.heading = ""

    def step(self, heading: str) -> None:
        self.heading = heading
        self.show(heading)

    def detail(self, text: str) -> None:
        self.show(f"{self.heading}: {text}" if self.heading else text)


def shortened(text: str) -> str:
    """A line of progress in small, brackets kept from being read as markup."""
    # The spinner, the time and their spaces take 15; a terminal narrower than 35 is none.
    room = max(20, err.width - 15)
    return (text if len(text) <= room else text[: room - 1] + "…").replace("[", r"\[")


def plain_table(*headings: str, numbers: Iterable[str] = ()) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False, title_justify="left", title_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for heading in numbers:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


# A build from files.


def print_summary(summary: build.Summary, database: Path | None, known: set[str]) -> None:
    """What was read. Of the warnings those are told that are not `known` from before."""
    if summary.readings:
        table = plain_table("File", numbers=("Rows", "Figures", "Symbols", "Revised"))
        table.title = f"Read from {summary.source}"
        for reading in summary.readings:
            revised = summary.revised_by.get(reading.release_id, 0)
            counts = [reading.rows, reading.cells, reading.symbols, revised]
            file = reading.release_id.split("/", 1)[1]
            table.add_row(file, *(f"{number:,}" for number in counts))
        out.print(table)
    print_doubts(summary, known)
    if summary.unused:
        say(f"Not used: {', '.join(sorted(set(summary.unused)))}")
    print_totals(summary)
    say_place("In use", database)


def print_doubts(summary: build.Summary, known: set[str]) -> None:
    notes = [
        f"Note: {reading.release_id}: {note}"
        for reading in summary.readings
        for note in reading.notes
    ]
    new = [warning for warning in dict.fromkeys(summary.warnings) if warning not in known]
    warnings = [f"Warning: {warning}" for warning in new]
    gone = [f"Gone: {vanished}" for vanished in summary.vanished]
    say_some(notes, MOST_LINES, "python -m etl refresh --from PATH tells all of one file")
    say_some(warnings, MOST_LINES, "python -m etl check")
    say_some(gone, MOST_LINES, "python -m etl diff")


def print_totals(summary: build.Summary) -> None:
    say(
        f"{summary.figures:,} figures ({summary.derived:,} computed by us, "
        f"{summary.symbols:,} withheld or not available), {summary.revisions:,} revised values, "
        f"{len(summary.warnings)} warnings."
    )


# A refresh from DfE's service.


def print_outcome(outcome: Outcome, status: Status) -> None:
    """Half a screen: what came, what failed, what changed."""
    if outcome.summary:
        print_loaded(outcome, outcome.summary)
    held = {data_set.data_set_id: data_set for data_set in status.data_sets}
    failed = {result.data_set.id: result.message or "" for result in outcome.having(FAILED)}
    print_failures(failed, "python -m etl status", lambda name: figures_stay(held[name]))
    print_notes(outcome.results)
    if outcome.summary:
        print_doubts(outcome.summary, outcome.known)
    if outcome.difference:
        print_changes(outcome.difference)
    print_counts(outcome)
    say_place("In use", outcome.now)


def print_changes(difference: Difference) -> None:
    """One line for each kind of change, with an example; what may surprise comes first."""
    out.print("\nWhat changed (python -m etl diff tells all)", style="bold")
    groups = difference.groups()
    for heading in sorted(groups, key=lambda name: name not in SURPRISING):
        first, *others = groups[heading]
        more = f" … and {len(others):,} more" if others else ""
        say(f"{heading}: {first}{more}")
    if difference.is_empty:
        say("Nothing.")
    out.print()


def print_loaded(outcome: Outcome, summary: build.Summary) -> None:
    table = plain_table("Data set", "Release", numbers=("Edition", "Rows", "Revised"))
    table.title = f"Read from {summary.source}"
    for result in outcome.having(LOADED):
        readings = [
            reading for reading in summary.readings if is_of(reading.release_id, result.data_set)
        ]
        if result.download and readings:
            newest = readings[-1].release_id
            revised = sum(summary.revised_by.get(reading.release_id, 0) for reading in readings)
            table.add_row(
                result.data_set.id,
                result.download.release or release_ids.issue_of(newest),
                str(release_ids.number_of(newest)),
                f"{result.download.rows:,}",
                f"{revised:,}",
            )
    out.print(table)


def is_of(release_id: str, data_set: DataSet) -> bool:
    return release_ids.parts_of(release_id)[2].lower() == data_set.file.lower()


def print_failures(
    messages: dict[str, str], more: str, then: Callable[[str], str] = lambda _: "", indent: str = ""
) -> None:
    """Why data sets failed; those that failed alike are told together. `then` adds a sentence."""
    alike: dict[str, list[str]] = {}
    for name, message in messages.items():
        # Twenty data sets behind one dead host fail with twenty addresses and one reason.
        alike.setdefault(re.sub(rf"{name}: |\S+://\S+|{EARLIER}", "", message), []).append(name)
    lines = []
    for first, *others in alike.values():
        line = f"{indent}Failed: {messages[first]}"
        line += f"\n{indent}  {then(first)}" if then(first) else ""
        line += f"\n{indent}  Likewise: {', '.join(others)}." if others else ""
        lines.append(line)
    say_some(lines, MOST_LINES, more)


def figures_stay(held: Held) -> str:
    """How old the figures are that stay."""
    if not held.release:
        return "There are no figures of it yet."
    read = f", read {day_of(held.retrieved_at)}" if held.retrieved_at else ""
    return f"Its figures stay: {held.release}{read}."


def print_notes(results: Sequence[Result]) -> None:
    notes = [
        f"Note: {result.data_set.id}: {note}"
        for result in results
        for note in result.notes
        if result.result != FAILED
    ]
    say_some(notes, MOST_LINES, "python -m etl status --check")


def print_counts(outcome: Outcome) -> None:
    if not outcome.summary:
        say("Nothing changed." if outcome.exit_code else "Nothing new.")
    print_tally(outcome.results)
    say(downloaded(outcome.results))
    if outcome.summary:
        print_totals(outcome.summary)


def print_tally(results: Sequence[Result], loaded: str = "loaded") -> None:
    parts = [
        (LOADED, loaded),
        (NEWER, "to download"),
        (UNCHANGED, "unchanged"),
        (FAILED, "failed"),
        (MISSING, "to supply by hand (see status)"),
    ]
    counts = [(len(having(results, result)), words) for result, words in parts]
    say(f"Data sets: {', '.join(f'{count} {words}' for count, words in counts if count)}.")


def downloaded(results: Sequence[Result]) -> str:
    """How much came over the network, and by which routes."""
    fetched = [result.download for result in results if result.fetched and result.download]
    if not fetched:
        return "Nothing was downloaded."
    routes = Counter(ROUTES[download.route] for download in fetched)
    by_route = ", ".join(f"{count} by {route}" for route, count in routes.items())
    return f"Downloaded {size_of(sum(download.size for download in fetched))}: {by_route}."


def print_plan(results: Sequence[Result]) -> None:
    """What a refresh would do."""
    wanted = [result for result in results if result.offer and result.result == NEWER]
    for reason in dict.fromkeys(result.why for result in wanted):
        table = plain_table("Data set", "Release", "Route", numbers=("Rows",))
        out.print(f"Would download: {reason}", style="bold")
        for result in wanted:
            if result.offer and result.why == reason:
                table.add_row(
                    result.data_set.id,
                    result.offer.release or "not told",
                    ROUTES[result.offer.route],
                    f"{result.offer.rows:,}" if result.offer.rows is not None else "not told",
                )
        out.print(table)
    failed = {result.data_set.id: result.message or "" for result in having(results, FAILED)}
    print_failures(failed, "python -m etl refresh --dry-run --only NAME")
    kept = [result.data_set.id for result in having(results, LOADED)]
    if kept:
        say(f"Would read, downloaded before: {', '.join(kept)}.")
    print_notes(results)
    print_tally(results, loaded="to read")
    say("Nothing was changed." if wanted or kept else "Nothing new.")


# What is in use.


def print_status(status: Status) -> None:
    out.print(status_row("Data set", "Figures of", "Read", "Last check"), style="bold")
    for name, held in by_publication(status.data_sets).items():
        print_publication(name, held)
    others = others_of(status)
    if others:
        say(f"Also held: {others}.\n")
    if status.imports:
        print_imports(status.imports, "Supplied by a council")
        out.print()
    print_last(status)
    for label, databases in [("Kept", status.older), ("Left by a rollback", status.newer)]:
        for database in databases:
            say(f"{label}: {database.stem}, {loaded_when(run_of(database))}.")
    sound = [database for database in status.older if run_of(database)]
    if sound:
        say(f"python -m etl rollback goes back to {sound[-1].stem}.")
    say(f"In use: {status.database.stem}, {loaded_when(status.run)}.")
    say(
        f"{status.run['figures']:,} figures, {status.run['symbols']:,} of them withheld or not "
        f"available; {status.run['revisions']:,} revised values."
    )
    say_place("Path", status.database)


def print_imports(imports: Sequence[Import], heading: str) -> None:
    """Each import by the name that takes it back."""
    if not imports:
        say("No figures that a council supplied itself are held.")
        return
    for one in imports:
        say(f"{heading}: {one}.")
    say("python -m etl remove NAME takes one back.")


def print_last(status: Status) -> None:
    if not status.last:
        say("DfE was not asked yet: python -m etl refresh does.")
        return
    other = status.last.database != status.database.stem
    before = " (when another database was in use)" if other else ""
    say(f"DfE was last asked {ago(status.last.finished_at)}{before}: {status.last.result}.")


def status_row(*cells: str) -> Table:
    """One row of the status, in columns that stand below each other, 80 wide."""
    table = Table.grid(padding=(0, 1, 0, 0))
    # With a space after each they fill 80 columns.
    for width in (23, 26, 11, 16):
        table.add_column(width=width, overflow="fold")
    table.add_row(*cells)
    return table


def print_publication(name: str, data_sets: Sequence[Held]) -> None:
    dates = [data_set.expected for data_set in data_sets if data_set.expected]
    out.print(f"{name}: {due(max(dates))}" if dates else name, markup=False, style="bold")
    for data_set in data_sets:
        read = f"{data_set.retrieved_at:%d %b %Y}" if data_set.retrieved_at else ""
        out.print(
            status_row(
                f"  {data_set.data_set_id}", data_set.release or "none", read, checked(data_set)
            )
        )
    failed = {
        data_set.data_set_id: data_set.message or ""
        for data_set in data_sets
        if data_set.result == FAILED
    }
    print_failures(failed, "python -m etl status --json", indent="  ")
    for data_set in data_sets:
        if data_set.message and data_set.result not in (FAILED, MISSING):
            say(f"  Note: {data_set.data_set_id}: {data_set.message}")
        if data_set.newer:
            say(f"  {data_set.data_set_id}: newer at DfE: {data_set.newer}")
    if any(data_set.result == MISSING and data_set.checked_at for data_set in data_sets):
        page = f"  Supply the file from {data_sets[0].page}"
        out.print(page, markup=False, soft_wrap=True)
    out.print()


def checked(held: Held) -> str:
    """The last that DfE's service said of a data set, and when."""
    if not held.checked_at:
        return "not asked"
    if held.result == MISSING:
        return "by hand"
    this_year = held.checked_at.year == datetime.now(UTC).year
    return f"{held.result} {held.checked_at:{'%d %b' if this_year else '%d %b %Y'}}"


def loaded_when(run: dict[str, Any] | None) -> str:
    if not run:
        return "which cannot be read"
    return f"loaded {ago(run['finished_at'])} from {run['source']}"


def others_of(status: Status) -> str:
    """Files that no data set of the service stands for: older releases."""
    known = {data_set.release_id for data_set in status.data_sets}
    known |= {one.release_id for one in status.imports}
    files: dict[str, int] = {}
    for release in status.releases:
        if release["release_id"] not in known:
            name = f"{release['publication']}, {release['title']}"
            files[name] = files.get(name, 0) + 1
    return "; ".join(
        f"{name} ({count} file{'s' if count > 1 else ''})" for name, count in files.items()
    )


def due(expected: date, today: date | None = None) -> str:
    """When the next release is due, in words."""
    today = today or datetime.now(UTC).date()
    month = f"{expected:%B %Y}"
    if expected == today.replace(day=1):
        return "next release expected this month"
    if expected < today:
        return f"next release expected since {month}"
    return f"next release expected {month}"


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long ago a time in UTC was, in words."""
    now = now or datetime.now(UTC).replace(tzinfo=None)
    days = (now.date() - moment.date()).days
    if days <= 0:
        return f"today {moment:%H:%M} UTC"
    if days == 1:
        return "yesterday"
    # In days while a reader would count days, then roughly.
    if days < 60:
        return f"{days} days ago"
    return f"{days // 30} months ago" if days < 730 else f"{days // 365} years ago"


def day_of(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def size_of(size: int) -> str:
    # Megabytes of a million bytes, as file managers and providers count.
    return f"{size / 1e6:,.1f} MB" if size >= 50_000 else f"{size / 1e3:,.0f} kB"


def print_rollback(before: Path | None, status: Status) -> None:
    say(f"Went back from {before.stem}" if before else "No database was in use: went back")
    say(f"to {status.database.stem}, {loaded_when(status.run)}.")
    source = ((before and run_of(before)) or {}).get("source", SOURCE)
    again = "python -m etl refresh" if source == SOURCE else f"load it again from {source}"
    say(f"To go forward: {again}.")
    say_place("In use", status.database)


# What changed between two databases.


def print_difference(difference: Difference) -> None:
    lines = list(difference.lines())
    for line in lines or ["Nothing changed."]:
        say(line)
