"""What the database says about its own figures: indicators, symbols, breaks, the refresh."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal, cast

import pandas as pd

import queries
from pages.parts.language.words import number

Row = dict[str, Any]

FAULT = "fault"
FAULT_WORDS = "Not shown (fault in the published file)"
JOINT = "joint"
JOINT_WORDS = "In a joint figure that is counted already"
GONE = "gone"
GONE_WORDS = "No such council at that time"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One row of the table `indicator`; absent texts are None."""

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
class Note:
    """One row of the table `figure_note`; a `fault` takes the figure off the page."""

    area_code: str
    end: date
    kind: str
    text: str


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of an answer as dictionaries, with None for every absent value."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return cast(list[Row], rows)


@lru_cache(maxsize=4)
def _indicators(version: str) -> dict[str, Indicator]:
    names = [field.name for field in fields(Indicator)]
    rows = records(queries.run("indicators")[names])
    return {row["indicator_id"]: Indicator(**row) for row in rows}


def indicators() -> dict[str, Indicator]:
    """Every indicator by id, in the order of the pages."""
    return _indicators(version())


def version() -> str:
    """The name of the database in use. Raises NoDatabase."""
    return queries.database_path().name


def symbol_words() -> dict[str, str]:
    """The words that stand where there is no number, by status, our own three included."""
    frame = queries.run("symbols")
    published = dict(zip(frame["status"], frame["words"], strict=True))
    return {**published, FAULT: FAULT_WORDS, JOINT: JOINT_WORDS, GONE: GONE_WORDS}


@lru_cache(maxsize=4)
def _breaks(version: str) -> dict[str, tuple[SeriesBreak, ...]]:
    found: dict[str, tuple[SeriesBreak, ...]] = {}
    for row in records(queries.run("breaks")):
        one = SeriesBreak(after_end=day(row["after_end"]), kind=row["kind"], reason=row["reason"])
        found[row["indicator_id"]] = (*found.get(row["indicator_id"], ()), one)
    return found


def breaks(indicator_id: str) -> tuple[SeriesBreak, ...]:
    """The documented breaks of one series, oldest first."""
    return _breaks(version()).get(indicator_id, ())


@lru_cache(maxsize=4)
def _notes(version: str) -> dict[str, tuple[Note, ...]]:
    found: dict[str, tuple[Note, ...]] = {}
    for row in records(queries.run("notes")):
        one = Note(
            area_code=row["area_code"],
            end=day(row["period_end"]),
            kind=row["kind"],
            text=row["note"],
        )
        found[row["indicator_id"]] = (*found.get(row["indicator_id"], ()), one)
    return found


def notes(indicator_id: str) -> tuple[Note, ...]:
    """The notes on single figures of one indicator, by area and period."""
    return _notes(version()).get(indicator_id, ())


def day(value: object) -> date:
    """A date from a cell of an answer."""
    return value.date() if isinstance(value, datetime) else pd.Timestamp(cast(str, value)).date()


def shown(value: float, indicator: Indicator) -> str:
    """A value as it stands at a line or a bar, with its decimals and its percent sign."""
    return number(value, indicator.unit, indicator.decimals, short=True)
