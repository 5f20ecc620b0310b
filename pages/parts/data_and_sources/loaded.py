"""What is loaded and what is not: data sets, their age, files, withheld cells, checks, faults."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

import queries
from pages.parts.figures.sources import Dated, SourceFile

FAILED = "the last attempt to read a newer file failed, so older figures stay"

# How long a unit of time is in days, the longest first, and from how many of it on it is said:
# five weeks say more than one month, but a year is a year.
UNITS = (("year", 365, 1), ("month", 30, 2), ("week", 7, 2), ("day", 1, 1))


@dataclass(frozen=True, kw_only=True)
class DataSet(Dated):
    """One row of queries/data_sets.sql: a data set that we know, with the release that is loaded.

    `release` (its title), its rows and its dates are None where none is loaded. `newer` says what
    DfE has that is not loaded; `message` why the last attempt failed.
    """

    data_set_id: str
    publication: str
    title: str
    page: str
    result: Literal["loaded", "unchanged", "failed", "missing"]
    message: str | None
    newer: str | None
    expected_month: int | None
    release: str | None
    rows: int | None


@dataclass(frozen=True, kw_only=True)
class ReadFile(SourceFile):
    """One row of queries/files.sql: a file, and how many of its cells became what."""

    rows: int
    figures: int
    symbols: int
    revised: int


@dataclass(frozen=True, kw_only=True)
class WithheldCells:
    """One row of queries/withheld.sql: cells of a publication that hold no number for a reason."""

    publication: str
    status: str
    cells: int


@dataclass(frozen=True, kw_only=True)
class Check:
    """One row of the table `load_check`: what was looked at before the figures could be shown."""

    kind: Literal["passed", "warning"]
    words: str


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One row of queries/faults.sql: what is known of a published figure, and who says so."""

    indicator: str
    name: str
    period_end: date
    note: str
    source: str


def today() -> date:
    return datetime.now(UTC).date()


def age(since: date, now: date) -> str:
    """How long ago in words: 'today', '3 days ago', '5 weeks ago', '2 years ago'."""
    days = (now - since).days
    for unit, length, fewest in UNITS:
        number = days // length
        if number >= fewest:
            return f"{number} {unit}{'s' * (number > 1)} ago"
    return "today"


def data_sets() -> tuple[DataSet, ...]:
    """Every data set that we know, in the order in which they are refreshed."""
    return queries.rows("data_sets", DataSet)


def files() -> tuple[ReadFile, ...]:
    """Every file that was read, by publication, the newest release first."""
    return queries.rows("files", ReadFile)


def withheld() -> tuple[WithheldCells, ...]:
    """How many published cells hold no number, and why, the most frequent reason first."""
    return queries.rows("withheld", WithheldCells)


def checks() -> tuple[Check, ...]:
    """The checks of the database in use, in their order."""
    return queries.rows("checks", Check)


def faults() -> tuple[Fault, ...]:
    """The known faults and cautions of single published figures."""
    return queries.rows("faults", Fault)


def by_publication(known: Iterable[DataSet]) -> Mapping[str, Sequence[DataSet]]:
    """The data sets that are loaded, by their publication."""
    loaded: dict[str, list[DataSet]] = {}
    for data_set in known:
        if data_set.release is not None:
            loaded.setdefault(data_set.publication, []).append(data_set)
    return loaded


def missing(known: Iterable[DataSet]) -> list[DataSet]:
    """The data sets that are not loaded."""
    return [data_set for data_set in known if data_set.release is None]


def expected(loaded: Sequence[DataSet], now: date) -> str:
    """The month in which the next release usually comes; empty where none comes every year."""
    month = loaded[0].expected_month
    return "" if month is None else f", next release usually in {date(now.year, month, 1):%B}"


def troubles(known: Iterable[DataSet]) -> list[str]:
    """A sentence for each data set that could not be refreshed, or of which DfE has newer."""
    sentences = []
    for data_set in known:
        name = f"{data_set.publication}, {data_set.title}"
        if data_set.result == "failed":
            sentences.append(f"{name}: {FAILED}. {data_set.message or ''}".strip())
        elif data_set.newer:
            sentences.append(f"{name}: DfE has newer figures ({data_set.newer}).")
    return sentences
