"""The last time DfE's service was asked, also when nothing came of it: `last_refresh.json`."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.disk import writing
from etl.model import DataSetState
from etl.publications import catalogue

FILE = "last_refresh.json"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What was found at `finished_at` (UTC without a zone), `result` in a few words.

    `states` has the last answers since `database`, the one in use, was built: what was known
    before stands in it.
    """

    finished_at: datetime
    result: str
    database: str
    states: dict[str, DataSetState] = field(default_factory=dict)


def read(folder: Path) -> Attempt | None:
    """The last attempt, or None when there was none or its record is damaged."""
    try:
        written = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Attempt(
            finished_at=datetime.fromisoformat(written["finished_at"]).replace(tzinfo=None),
            result=str(written["result"]),
            database=str(written["database"]),
            states={
                name: state_of({**values, "data_set": name})
                for name, values in written["data_sets"].items()
                # Written by an older version, it may name what is no longer read.
                if name in catalogue.DATA_SETS
            },
        )
    # It tells how things stood, and nothing rests on it: a damaged one is as good as none.
    except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return None


def since(folder: Path, database: Path) -> dict[str, DataSetState]:
    """What was found out about data sets since a database was built, by their ids."""
    last = read(folder)
    return last.states if last and last.database == database.stem else {}


def write(folder: Path, result: str, database: Path, answers: Iterable[DataSetState]) -> None:
    """Keep what was found, beside what was found before of the same database. Raises Refusal."""
    states = since(folder, database)
    for state in answers:
        before = states.get(state.data_set)
        # A service that does not answer takes back nothing of what it said before.
        known = before.newer if before and state.result == "failed" else None
        states[state.data_set] = replace(state, newer=state.newer or known)
    document = {
        "finished_at": text_of(now()),
        "result": result,
        "database": database.stem,
        "data_sets": {name: values_of(state) for name, state in states.items()},
    }
    with writing(folder):
        # Whole or not at all: a status may be reading it now.
        partial = folder / f"{FILE}.new"
        partial.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        partial.replace(folder / FILE)


def now() -> datetime:
    """The time in UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def text_of(moment: datetime) -> str:
    return f"{moment.isoformat()}Z"


def values_of(state: DataSetState) -> dict[str, Any]:
    values = {name: value for name, value in asdict(state).items() if value is not None}
    del values["data_set"]
    if state.checked_at:
        values["checked_at"] = text_of(state.checked_at)
    return values


def state_of(values: dict[str, Any]) -> DataSetState:
    moment = values.get("checked_at")
    checked_at = datetime.fromisoformat(moment).replace(tzinfo=None) if moment else None
    return DataSetState(**{**values, "checked_at": checked_at})
