"""Work timed beside its floor, in turns, so that a busy machine slows both."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

WIDTH = 130

Work = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What some work took and what its floor took, in milliseconds."""

    name: str
    floor: list[float]
    taken: list[float]
    note: str


def milliseconds(work: Work) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def beside_floor(name: str, work: Work, floor: Work, times: int, note: str) -> Result:
    """Time work and floor by turns, after one warm-up of each."""
    floor()
    work()
    pairs = [(milliseconds(floor), milliseconds(work)) for _ in range(times)]
    floors, taken = (list(column) for column in zip(*pairs, strict=True))
    return Result(name=name, floor=floors, taken=taken, note=f"{note} × {times}")


def p95(values: list[float]) -> float:
    """The value that one in twenty exceeds; the largest when there are fewer than twenty."""
    if len(values) < 20:
        return max(values)
    return quantiles(values, n=20, method="inclusive")[-1]


def row(result: Result) -> list[str]:
    """One result as it is printed."""
    base, middle, slow = median(result.floor), median(result.taken), p95(result.taken)
    numbers = [f"{base:.1f}", f"{middle:.1f}", f"{slow:.1f}"]
    return [result.name, *numbers, f"{middle / base:.1f}", f"{slow / base:.1f}", result.note]


def show(title: str, floor: str, results: list[Result]) -> None:
    """Print the results of one part, a row each."""
    title = f"\n{title}; the floor is {floor}"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    table.add_column("what", no_wrap=True)
    for heading in ["floor ms", "p50 ms", "p95 ms", "p50 / floor", "p95 / floor"]:
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("over")
    for result in results:
        table.add_row(*row(result))
    Console(width=WIDTH).print(table)
