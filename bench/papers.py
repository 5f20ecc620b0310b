"""How much of five real papers is found, and how much of it is right: python -m bench.papers

Every figure of the papers was written down by hand (data/snapshot/quoted_figure.csv), figures that
this ledger left out in bench/papers_reviewed.csv. Each paper is read twice: with the vocabulary as
it ships, and without the phrases that this paper alone gave it.
"""

import csv
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bench.build import ROOT, build_snapshot, published
from pages.parts.figures.councils import Council, councils, settings
from pages.parts.paper_check.find import Found, find
from pages.parts.paper_check.reading import read
from pages.parts.paper_check.records import Judged, Quoted, Verdict
from pages.parts.paper_check.verdict import judged
from pages.parts.paper_check.when import day_of

LEDGER = ROOT / "data" / "snapshot" / "quoted_figure.csv"
REVIEWED = ROOT / "bench" / "papers_reviewed.csv"
EXPECTED = ROOT / "bench" / "papers_verdicts.csv"
WIDTH = 170
MEANING = """
found        rows of the ledger with a value that are listed, with that value in that kind of unit
figures      of all that is listed, what is a figure: of the ledger, or of papers_reviewed.csv
in ledger    of all that is listed, what is of the ledger
recognised   of what is listed with a measure, what is a figure
named        of the rows found that are, or are said to be, of a measure of the vocabulary, those of
             the measure that is theirs
measure …    of the rows with a published counterpart, those with the measure, the place, the period
             of the ledger; a period that the paper does not name is right where that is said
verdict      of these, those whose verdict is right (papers_verdicts.csv)
said         of all that is said to match or to differ, what is right"""
# The goals of the paper check, in percent.
RECALL, PRECISION, COUNTERPARTS, SAID = 80, 90, 90, 97

Row = dict[str, str]


@dataclass
class Score:
    """What was counted of one paper, or of all."""

    paper: str
    ledger: int = 0
    found: int = 0
    recognised: int = 0
    recognised_right: int = 0
    unrecognised: int = 0
    unrecognised_right: int = 0
    measures: int = 0
    measures_right: int = 0
    counterparts: int = 0
    measure: int = 0
    place: int = 0
    period: int = 0
    all_three: int = 0
    verdict: int = 0
    verdicts_judged: int = 0
    said: int = 0
    said_right: int = 0
    listed_in_ledger: int = 0
    listed_in_review: int = 0
    misnamed: Counter[tuple[str, str]] = field(default_factory=Counter)
    confused: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    no_figures: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def listed(self) -> int:
        return self.recognised + self.unrecognised

    @property
    def listed_right(self) -> int:
        return self.recognised_right + self.unrecognised_right

    def add(self, other: "Score") -> None:
        """Add what was counted of another paper."""
        for name, value in vars(other).items():
            if isinstance(value, int | Counter | list):
                setattr(self, name, getattr(self, name) + value)


def kind(unit: str) -> str:
    """The kind of a unit, of the ledger's or of ours: what must be right for a figure to be one."""
    if unit.startswith(("% change", "% (points", "percent change", "percentage points")):
        return "change"
    if unit.startswith("%") or unit == "percent":
        return "percent"
    if unit in ("weeks", "months", "years", "days", "hours", "minutes"):
        return "time"
    if unit.startswith("rank"):
        return "rank"
    if unit in ("pounds", "GBP million"):
        return "money"
    if unit in ("score", "FTE"):
        return unit
    return "rate" if unit.startswith(("rate (", "rate", "per 1")) else "count"


def is_row(row: Row, quoted: Quoted) -> bool:
    """Whether a found figure is a row of the ledger: its line, its value, its kind of unit."""
    if int(row["line"]) != quoted.line or kind(row["unit"]) != kind(quoted.unit):
        return False
    value = float(row["value"]) * (1e6 if row["unit"].endswith("million") else 1)
    sides = [quoted.value, quoted.high] if quoted.high is not None else [quoted.value]
    # The ledger says 'fall' in the unit, we in the sign.
    return any(abs(abs(side) - abs(value)) < 1e-6 for side in sides if side is not None)


def pairs(rows: Sequence[Row], figures: Sequence[Quoted]) -> list[tuple[Row, Quoted]]:
    """Each row of the ledger with the figure that is it; those with the right measure first."""
    free = list(rows)
    made: list[tuple[Row, Quoted]] = []
    for figure in figures:
        fits = [row for row in free if is_row(row, figure)]
        # Both ends of a range may be rows of their own.
        for row in sorted(fits, key=lambda r: r.get("vocabulary", "") != figure.measure):
            if not any(q is figure for _, q in made) or float(row["value"]) == figure.high:
                made.append((row, figure))
                free.remove(row)
    return made


def period_is_right(row: Row, quoted: Quoted) -> bool:
    """Whether the last day is that of the ledger; where the paper names none, whether we say so."""
    if row["period_basis"].startswith("stated") and row["period_end"]:
        return quoted.period_end == date.fromisoformat(row["period_end"])
    if not quoted.stated:
        return True
    ends = row["period_end"]
    return bool(ends) and quoted.period_end == date.fromisoformat(ends)


def place_is_right(row: Row, quoted: Quoted) -> bool:
    """Whether the place is the ledger's; 'English metropolitan boroughs' by its last words."""
    return row["area"].lower().endswith(quoted.area.lower())


def score(paper: str, rows: Sequence[Row], reviewed: Sequence[Row], found: Found) -> Score:
    """What is right of the figures found in one paper."""
    result = Score(paper=paper, ledger=len(rows))
    every = sorted((*found.figures, *found.unrecognised), key=lambda q: (q.line, q.quote_id))
    made = pairs(rows, every)
    result.found = len(made)
    paired = {id(figure) for _, figure in made}
    left = list(reviewed)
    for figure in every:
        right = id(figure) in paired
        result.listed_in_ledger += right
        if not right and (extra := next((r for r in left if is_row(r, figure)), None)):
            left.remove(extra)
            result.listed_in_review += 1
            right = True
        if figure.measure:
            result.recognised += 1
            result.recognised_right += right
        else:
            result.unrecognised += 1
            result.unrecognised_right += right
        if not right:
            result.no_figures.append(f"{paper}:{figure.line}  {figure.value:g}  {figure.quote}")
    for row, figure in made:
        result.measures += bool(row["vocabulary"] or figure.measure)
        result.measures_right += bool(figure.measure) and figure.measure == row["vocabulary"]
        if figure.measure != row["vocabulary"]:
            result.misnamed[row["vocabulary"] or "(none)", figure.measure or "(none)"] += 1
    rows_made = {id(row) for row, _ in made}
    result.left_out = [
        f"{r['quote_id']}  {r['value']} {r['unit']}  {r['measure']}"
        for r in rows
        if id(r) not in rows_made
    ]
    _score_counterparts(result, [row for row in rows if row["published_value"]], made)
    return result


def _score_counterparts(
    result: Score, rows: Sequence[Row], made: Sequence[tuple[Row, Quoted]]
) -> None:
    figures = {row["quote_id"]: figure for row, figure in made}
    result.counterparts = len(rows)
    for row in rows:
        figure = figures.get(row["quote_id"])
        if figure is None:
            result.confused["measure", row["vocabulary"], "(not found)"] += 1
            continue
        measure = figure.measure == row["vocabulary"]
        place, period = place_is_right(row, figure), period_is_right(row, figure)
        result.measure += measure
        result.place += place
        result.period += period
        result.all_three += measure and place and period
        told = f"{figure.period or '-'} {figure.period_end or ''}"
        for what, right, gold, ours in (
            ("measure", measure, row["vocabulary"], figure.measure or "(none)"),
            ("place", place, row["area"], figure.area),
            ("period", period, f"{row['period_as_written']} {row['period_end']}", told),
        ):
            if not right:
                result.confused[what, f"{row['quote_id']} {gold}", ours] += 1


def add_verdicts(
    result: Score,
    rows: Sequence[Row],
    made: Sequence[tuple[Row, Quoted]],
    judgements: Sequence[Judged],
    expected: dict[str, frozenset[str]],
) -> None:
    """What is right of the verdicts: on the rows with a counterpart, and on all that is settled."""
    verdicts = {one.quoted.quote_id: one.verdict.value for one in judgements}
    figures = {row["quote_id"]: figure for row, figure in made}
    of_figure = {figure.quote_id: row for row, figure in made}
    for row in rows:
        if not row["published_value"] or row["quote_id"] not in expected:
            continue
        figure = figures.get(row["quote_id"])
        ours = verdicts.get(figure.quote_id, "(no measure)") if figure else "(not found)"
        result.verdicts_judged += 1
        result.verdict += ours in expected[row["quote_id"]]
        if ours not in expected[row["quote_id"]]:
            wanted = " or ".join(sorted(expected[row["quote_id"]]))
            result.confused["verdict", f"{row['quote_id']} {wanted}", ours] += 1
    for one in judgements:
        if one.verdict not in (Verdict.MATCHES, Verdict.DIFFERS):
            continue
        gold = of_figure.get(one.quoted.quote_id)
        right = gold is not None and one.verdict.value in expected.get(gold["quote_id"], ())
        result.said += 1
        result.said_right += right
        if not right:
            name = gold["quote_id"] if gold else f"line {one.quoted.line}"
            result.doubts.append(
                f"{result.paper} {name}: {one.quoted.value:g} {one.quoted.unit},"
                f" {one.quoted.measure}: {one.verdict.value}"
            )


def paper_id(file: Path) -> str:
    """How data/vocabulary.csv names a paper: by year and month."""
    return file.name[:7]


def papers_folder() -> Path:
    """The folder of the papers, beside that of the published files."""
    return published().parent / "papers"


def table_of(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(document: str) -> tuple[list[Row], list[Row]]:
    """The rows of the ledger that have a value, and the figures that it left out, of one paper."""
    ledger = [r for r in table_of(LEDGER) if r["document"].endswith(document) and r["value"]]
    reviewed = [r for r in table_of(REVIEWED) if r["paper"] == document]
    return ledger, reviewed


def expected_verdicts() -> dict[str, frozenset[str]]:
    """The verdicts that are right of each row of the ledger, reviewed by hand."""
    if not EXPECTED.exists():
        return {}
    return {
        row["quote_id"]: frozenset(verdict.strip() for verdict in row["verdicts"].split(";"))
        for row in table_of(EXPECTED)
    }


def measured(file: Path, council: Council, *, left_out: bool) -> Score:
    """What is right of one paper, with its own phrases or without."""
    document = file.stem
    rows, reviewed = rows_of(document)
    paper = read(file.name, file.read_bytes())
    found = find(paper, council, without_paper=paper_id(file) if left_out else "")
    result = score(paper_id(file), rows, reviewed, found)
    every = sorted((*found.figures, *found.unrecognised), key=lambda q: (q.line, q.quote_id))
    judgements = judged(found.figures, day_of(paper))
    add_verdicts(result, rows, pairs(rows, every), judgements, expected_verdicts())
    return result


def share(part: int, whole: int) -> str:
    """'96% 234/244', or a dash of nothing."""
    return f"{100 * part / whole:.0f}% {part}/{whole}" if whole else "–"


def show(title: str, scores: Sequence[Score], console: Console) -> Score:
    """Print a table, a row each paper and one for all; the scores of all together."""
    total = Score(paper="all")
    for one in scores:
        total.add(one)
    table = Table(title=f"\n{title}", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("paper", no_wrap=True)
    for heading in (
        "found",
        "figures",
        "in ledger",
        "recognised",
        "named",
        "measure",
        "place",
        "period",
        "all three",
        "verdict",
        "said",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in (*scores, total):
        table.add_row(
            one.paper,
            share(one.found, one.ledger),
            share(one.listed_right, one.listed),
            share(one.listed_in_ledger, one.listed),
            share(one.recognised_right, one.recognised),
            share(one.measures_right, one.measures),
            share(one.measure, one.counterparts),
            share(one.place, one.counterparts),
            share(one.period, one.counterparts),
            share(one.all_three, one.counterparts),
            share(one.verdict, one.verdicts_judged),
            share(one.said_right, one.said),
        )
    console.print(table)
    return total


def _tell(heading: str, lines: Iterable[str], console: Console) -> None:
    lines = list(lines)
    if lines:
        console.print(f"\n{heading}", highlight=False)
        for line in lines:
            console.print(f"  {line}", highlight=False, markup=False)


def main() -> int:
    """Print what was found and what is right; 1 where a goal is not reached, 2 without papers."""
    folder = papers_folder()
    files = sorted(folder.glob("20*.txt"))
    console = Console(width=WIDTH)
    if not files:
        console.print(f"There are no papers in {folder}.")
        return 2
    with tempfile.TemporaryDirectory() as data:
        if "LINE_OF_SIGHT_DATA" not in os.environ:
            os.environ["LINE_OF_SIGHT_DATA"] = data
            build_snapshot(Path(data))
        council = next(c for c in councils() if c.la_code == settings()["home"])
        own = [measured(file, council, left_out=False) for file in files]
        others = [measured(file, council, left_out=True) for file in files]
    console.print(MEANING, highlight=False)
    total = show("With the vocabulary as it ships", own, console)
    _tell("Rows of the ledger that were not found", total.left_out, console)
    _tell("Listed, and no figures", total.no_figures, console)
    confused = (f"{w}: {g} → {o}" for (w, g, o), _ in sorted(total.confused.items()))
    _tell("Taken for another, of the rows with a published counterpart", confused, console)
    misnamed = (f"{n} × {gold} → {ours}" for (gold, ours), n in total.misnamed.most_common())
    _tell("Measures taken for others, of all rows found", misnamed, console)
    _tell("Said to match or to differ, and not so", total.doubts, console)
    rest = show("Without the phrases that the paper alone gave", others, console)
    _tell("Not found without them", set(rest.left_out) - set(total.left_out), console)
    return 0 if reached(total) else 1


def reached(total: Score) -> bool:
    """Whether the goals are reached that can be measured."""
    goals = (
        (total.found, total.ledger, RECALL),
        (total.listed_right, total.listed, PRECISION),
        (total.all_three, total.counterparts, COUNTERPARTS),
        (total.verdict, total.verdicts_judged, COUNTERPARTS),
        (total.said_right, total.said, SAID),
    )
    return all(100 * part >= goal * whole for part, whole, goal in goals)


if __name__ == "__main__":
    sys.exit(main())
