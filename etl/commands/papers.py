"""Check the figures that a committee paper quotes: python -m etl papers FILE.

What is found and said is what the page Paper check shows. Pages are imported inside functions
alone: no other command needs them.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from etl.console import out, plain_table, say
from etl.guard import refusals
from etl.model import Refusal

if TYPE_CHECKING:
    from pages.parts.figures.councils import Council
    from pages.parts.paper_check.find import Found
    from pages.parts.paper_check.records import Judged, Paper

DIFFERS = 3


@click.command("papers")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--council",
    metavar="NAME",
    help="Whose paper it is: a council's name or its three-digit DfE code. Without it, the home "
    "authority of data/settings.toml.",
)
@click.option(
    "--meeting",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Day of the meeting, 2024-11-30: what was public then. Without it, what the paper says.",
)
@click.option("--json", "as_json", is_flag=True, help="Every figure and its verdict as JSON.")
@click.option("--strict", is_flag=True, help="Exit code 3 where a figure differs.")
def papers_command(
    file: Path, council: str | None, meeting: Any, as_json: bool, strict: bool
) -> None:
    """Lay the figures that a committee paper quotes beside the published ones.

    FILE is a PDF, a Word file (.docx) or text. It is read in memory and kept nowhere.

    Exit codes: 0 read; 1 could not be read; 3 with --strict where a figure differs.
    """
    with refusals():
        paper, found, judged = checked(file, council, meeting.date() if meeting else None)
    if as_json:
        click.echo(json.dumps(as_data(paper, found, judged), default=str, ensure_ascii=False))
    else:
        print_paper(paper, found, judged)
    if strict and any(one.verdict == "differs" for one in judged):
        raise SystemExit(DIFFERS)


def checked(
    file: Path, name: str | None, meeting: date | None
) -> tuple["Paper", "Found", tuple["Judged", ...]]:
    """A paper, its figures and the verdict on each. Raises Refusal."""
    from pages.parts.paper_check.find import find
    from pages.parts.paper_check.reading import Unreadable, read
    from pages.parts.paper_check.verdict import judged
    from pages.parts.paper_check.when import day_of
    from queries import NoDatabase, one_database, whole

    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refusal([f"{file}: expected a file, found: {error.strerror}"]) from error
    try:
        paper = read(file.name, content)
        with one_database(whole().path):
            found = find(paper, council_of(name))
            return paper, found, judged(found.figures, meeting or day_of(paper))
    except (Unreadable, NoDatabase) as problem:
        raise Refusal([str(problem)]) from problem


def council_of(name: str | None, asked: str = "--council") -> "Council":
    """The council of a name or code, or the home authority. Raises Refusal, of what was `asked`."""
    from pages.parts.figures.councils import by_slug, settings
    from pages.parts.language.words import slug

    wanted = name or settings()["home"]
    for short, council in by_slug().items():
        if wanted in (council.la_code, council.area_code) or slug(wanted) in (
            short,
            slug(council.name),
        ):
            return council
    raise Refusal([f"{asked}: expected an English council by name or code, found {wanted}"])


def as_data(paper: "Paper", found: "Found", judged: Sequence["Judged"]) -> dict[str, Any]:
    """What was found, as plain data for another program."""
    return {
        "title": paper.title,
        "meeting": paper.meeting,
        "pages": paper.pages,
        "pages_without_text": paper.without_text,
        "figures": [asdict(one) for one in judged],
        "not_recognised": [asdict(one) for one in found.unrecognised],
    }


def print_paper(paper: "Paper", found: "Found", judged: Sequence["Judged"]) -> None:
    """A table of the figures, a count of the verdicts, and what was not read."""
    from pages.parts.paper_check.reading import pictures

    table = plain_table("Line", "Words of the paper", "Verdict", "Why")
    for one in judged:
        words = str(one.quoted.line), one.quoted.quote, str(one.verdict), one.sentence
        table.add_row(*(Text(word) for word in words))
    say(paper.title)
    if judged:
        out.print(table)
    counts = Counter(one.verdict for one in judged)
    said = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    figures = "1 figure" if len(judged) == 1 else f"{len(judged)} figures"
    say(f"{figures}: {said}." if said else "No figure of a measure that is known.")
    if found.unrecognised:
        say(f"{len(found.unrecognised)} more numbers, of which the measure is not recognised.")
    if without := pictures(paper):
        say(without)
