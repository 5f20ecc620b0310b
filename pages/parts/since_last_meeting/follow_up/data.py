"""The tasks of a council's plan with what their measures did since, its risks, its assurance."""

from dataclasses import dataclass
from datetime import date

import queries
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import Indicator
from pages.parts.figures.view import Reported, Series, View, view


@dataclass(frozen=True, kw_only=True)
class Task:
    """One row of queries/plan_tasks.sql; `status` is None where nobody stated it."""

    task: str
    theme: str | None
    what: str
    target_end: date
    status: str | None
    status_on: date | None
    indicator_id: str | None
    note: str | None
    title: str
    dated: str
    supplied: bool


@dataclass(frozen=True, kw_only=True)
class Risk:
    """One row of queries/plan_risks.sql; without a position, both its numbers are None."""

    risk: str
    what: str
    likelihood: int | None
    impact: int | None
    assessed_on: date | None
    title: str
    dated: str


@dataclass(frozen=True, kw_only=True)
class Level:
    """One row of queries/plan_assurance.sql."""

    level: int
    what: str
    shown_by: str
    title: str
    dated: str


@dataclass(frozen=True, kw_only=True)
class Since:
    """A published measure at the target month of a task, and now.

    `then` is the newest figure of a period that had ended by the target month, None where there is
    none; `now` the newest figure. `broken` says that the two are not of one series.
    """

    view: View
    then: Reported | None
    now: Reported | None
    broken: bool

    @property
    def indicator(self) -> Indicator:
        return self.view.indicator


def tasks(la_code: str) -> tuple[Task, ...]:
    return queries.rows("plan_tasks", Task, la=la_code)


def risks(la_code: str) -> tuple[Risk, ...]:
    return queries.rows("plan_risks", Risk, la=la_code)


def levels(la_code: str) -> tuple[Level, ...]:
    return queries.rows("plan_assurance", Level, la=la_code)


def since(task: Task, choice: Choice) -> Since | None:
    """What the measure of a task did since its target month; None where it has no measure."""
    if task.indicator_id is None:
        return None
    seen = view(task.indicator_id, choice)
    then, now = then_and_now(seen.council, task.target_end)
    broken = (
        then is not None
        and now is not None
        and any(then.end <= b.after_end < now.end for b in seen.breaks)
    )
    return Since(view=seen, then=then, now=now, broken=broken)


def then_and_now(series: Series, target: date) -> tuple[Reported | None, Reported | None]:
    """The newest figure of a period that had ended on a day, and the newest of all.

    Only figures that are numbers; the second is None where nothing came after the first.
    """
    present = [figure for figure in series if figure.value is not None]
    then = max((f for f in present if f.end <= target), key=lambda f: f.end, default=None)
    now = max((f for f in present if f.end > target), key=lambda f: f.end, default=None)
    return then, now
