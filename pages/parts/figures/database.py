"""What the database says about its own figures: indicators, symbols, breaks, the refresh."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

import queries
from analysis.intervals import Interval
from pages.parts.language.words import NOT_COMPARED, digits, number

# Reasons of our own for a figure that is not shown, beside those of the publishers.
FAULT = "fault"
FAULT_WORDS = "Not shown (fault in the published file)"
JOINT = "joint"
JOINT_WORDS = "In a joint figure that is counted already"
GONE = "gone"
GONE_WORDS = "No such council at that time"
# A note on a figure under the code of a council that was not there yet.
PREDECESSOR = "predecessor"
# A note on a figure whose counts do not add up: start, in, out and end.
ACCOUNT = "account"
UNBALANCED_WORDS = "the counts do not add up"
NO_FIGURE = "No figure"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One row of the table `indicator`; absent texts are None.

    A `design_effect` above 1 allows for brothers and sisters who are counted together.
    """

    indicator_id: str
    topic: str
    name: str
    short_name: str
    unit: str
    decimals: int
    polarity: Literal["high", "low", "none"]
    definition: str
    basis: str
    timing: Literal["snapshot", "flow"]
    core: bool
    derived: bool
    derived_from: str | None
    multiplier: float | None
    interval_method: Literal["proportion", "rate"] | None
    design_effect: float
    caution: str | None

    @property
    def has_direction(self) -> bool:
        return self.polarity != "none"

    @property
    def shares_an_axis(self) -> bool:
        """False for counts and posts, which depend on a council's size and are not compared."""
        return self.unit not in ("count", "FTE")


@dataclass(frozen=True, kw_only=True)
class SeriesBreak:
    """One row of the table `series_break`."""

    after_end: date
    kind: Literal["break", "caution"]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Recount:
    """Why the parts of an indicator were counted by another rule, from the table `recount`."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Note:
    """One row of the table `figure_note`; a `fault` takes the figure off the page.

    So does a `predecessor`, whose figure is of another council. With an `account` it stays, with
    the note, and is not named as the lowest or the highest.
    """

    area_code: str
    period_end: date
    kind: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Symbol:
    """One row of the table `symbol_meaning`: as printed, and the words on the screen."""

    status: str
    symbols: str
    words: str


@dataclass(frozen=True, kw_only=True)
class LoadRun:
    """One row of the table `load_run`: the refresh that built a database."""

    run_id: str
    finished_at: datetime


@queries.kept(most=4)
def indicators() -> dict[str, Indicator]:
    """Every indicator by id, in the order of the pages."""
    return {row.indicator_id: row for row in queries.rows("indicators", Indicator)}


@queries.kept(most=4)
def symbol_words() -> dict[str, str]:
    """The words that stand where there is no number, by status, our own three included."""
    published = {symbol.status: symbol.words for symbol in queries.rows("symbols", Symbol)}
    return {**published, FAULT: FAULT_WORDS, JOINT: JOINT_WORDS, GONE: GONE_WORDS}


def breaks(indicator_id: str) -> tuple[SeriesBreak, ...]:
    """The documented breaks of one series, oldest first."""
    return queries.rows("breaks", SeriesBreak, indicator=indicator_id)


def notes(indicator_id: str) -> tuple[Note, ...]:
    """The notes on single figures of one indicator, by area and period."""
    return queries.rows("notes", Note, indicator=indicator_id)


def counted_anew(indicator_id: str, topic: str) -> str:
    """What a reader must know of parts that were counted by another rule; else empty."""
    found = queries.rows("recount", Recount, indicator=indicator_id, topic=topic)
    return "".join(f"{one.reason}." for one in found)


def load_run() -> LoadRun:
    """The refresh that built the database in use."""
    (newest,) = queries.rows("loaded", LoadRun)
    return newest


def shown(value: float, indicator: Indicator) -> str:
    """A value as it stands at a line or a bar, with its decimals and its percent sign."""
    return number(value, indicator.unit, indicator.decimals, short=True)


class Printed(Protocol):
    """Anything that holds a published figure: a row of a query, a figure of a series."""

    @property
    def value(self) -> float | None: ...

    @property
    def status(self) -> str: ...


def in_words(
    figure: Printed | None, indicator: Indicator, *, absent: str = NO_FIGURE, short: bool = True
) -> str:
    """A figure as it stands in a table, or why there is no number; `absent` where it is None.

    The short form leaves out all of the unit but the percent sign. Raises KeyError for a status
    without words.
    """
    if figure is None:
        return absent
    if figure.value is None:
        return symbol_words()[figure.status]
    return number(figure.value, indicator.unit, indicator.decimals, short=short)


def interval_words(interval: Interval | None, indicator: Indicator, *, bare: bool = False) -> str:
    """'48.4% to 58.4%', bare '48.4 to 58.4'; 'not compared' where there is no interval."""
    if interval is None:
        return NOT_COMPARED
    ends = (interval.low, interval.high)
    if bare:
        return " to ".join(digits(end, indicator.decimals) for end in ends)
    return " to ".join(shown(end, indicator) for end in ends)
