"""The audit of some councils or all: one measure after the other, every kind of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench.audit.audited import Audited, Checked
from bench.audit.glance import glance
from bench.audit.kinds import KINDS
from bench.audit.world import Measure, World
from bench.timing import WIDTH
from pages.parts.figures.councils import Choice, councils, groups

GLANCE = "at a glance"
FIRST = 5  # differences that are told of each kind


@dataclass(kw_only=True)
class Result:
    """How many of one kind were worked out again, how many differ, and the first of these."""

    kind: str
    recomputed: int = 0
    differ: int = 0
    first: list[Checked] = field(default_factory=list)

    def add(self, checked: Checked) -> None:
        self.recomputed += 1
        if checked.differs:
            self.differ += 1
            if self.differ <= FIRST:
                self.first.append(checked)


def choices_of(codes: Sequence[str]) -> list[Choice]:
    """The councils of these DfE codes, all without any, each with its usual group.

    Raises KeyError for a code that no council has.
    """
    every = {council.la_code: council for council in councils()}
    wanted = [every[code] for code in codes] or list(every.values())
    return [Choice(council=council, group=groups(council)[0]) for council in wanted]


def audit(
    choices: Sequence[Choice], rows: World, measures: Iterable[Measure], *, quiet: bool = False
) -> list[Result]:
    """Every kind of these measures, for these councils in all periods, and At a glance."""
    results = {kind: Result(kind=kind) for kind in (*KINDS, GLANCE)}
    with Progress(disable=quiet, console=Console(stderr=True)) as progress:
        for measure in progress.track(list(measures), description="Measures"):
            audited = Audited(world=rows, measure=measure, choices=choices)
            for kind, check in KINDS.items():
                for checked in check(audited):
                    results[kind].add(checked)
        for checked in progress.track(glance(rows, choices), total=None, description="Councils"):
            results[GLANCE].add(checked)
    return list(results.values())


def show(results: Sequence[Result]) -> None:
    """Print one table, and under it the first differences of each kind, a sentence each."""
    console = Console(width=WIDTH)
    table = Table(title="What was worked out again", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("kind", no_wrap=True)
    for heading in ("recomputed", "differ"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        table.add_row(result.kind, f"{result.recomputed:,}", f"{result.differ:,}")
    console.print(table)
    for result in results:
        for checked in result.first:
            console.print(f"{result.kind}: {checked.sentence}", markup=False)
