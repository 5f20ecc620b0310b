"""The tracker as HTML: all is escaped here, as Streamlit changes nothing in a component."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from pages.parts.exhibit.colours import colour
from pages.parts.figures.councils import Choice
from pages.parts.language.safe import printable
from pages.parts.since_last_meeting.follow_up import words
from pages.parts.since_last_meeting.follow_up.data import Level, Risk, Task, since

COLUMNS = ("Task", "Due", "Status", "Published measure", "Then", "Now", "What it did since")
HIGHEST = 5
# Each status has a shape of its own, so that nobody needs its colour.
SHAPES = {
    "complete": '<rect x="2" y="2" width="14" height="14"/><path d="M5 9l3 3l5-6" class="tick"/>',
    "on track": '<circle cx="9" cy="9" r="7"/>',
    "behind": '<path d="M9 2L17 16H1z"/>',
    "off track": '<path d="M9 1L17 9L9 17L1 9z"/><path d="M6 9h6" class="tick"/>',
    words.NOT_STATED: '<circle cx="9" cy="9" r="6.5" class="open"/>',
}


def mark(status: str | None) -> str:
    """The shape of a status, in its colour; hollow where it is not stated."""
    name = status or words.NOT_STATED
    fill = colour(words.STATUSES[name]) if name in words.STATUSES else "none"
    return (
        f'<svg class="mark" viewBox="0 0 18 18" aria-hidden="true" fill="{fill}">'
        f"{SHAPES[name]}</svg>"
    )


def key() -> str:
    """What each shape means, with the colour that plans call it by."""
    told = [(name, f"{hue}: {name}") for name, hue in words.STATUSES.items()]
    told.append((words.NOT_STATED, words.NOT_STATED))
    return (
        '<p class="key">'
        + "".join(f"<span>{mark(name)}{_e(text)}</span>" for name, text in told)
        + "</p>"
    )


def tracker(tasks: Sequence[Task], choice: Choice) -> str:
    """Every task of a plan, under the part of the plan that it belongs to."""
    head = "".join(f'<th scope="col">{_e(name)}</th>' for name in COLUMNS)
    bodies = "".join(
        _part(theme, list(some), choice) for theme, some in groupby(tasks, lambda task: task.theme)
    )
    return (
        f'<table class="tracker" aria-label="Tasks of the plan"><thead><tr>{head}</tr></thead>'
        f"{bodies}</table>"
    )


def _part(theme: str | None, tasks: Sequence[Task], choice: Choice) -> str:
    title = (
        f'<tr class="part"><th scope="rowgroup" colspan="{len(COLUMNS)}">{_e(theme)}</th></tr>'
        if theme
        else ""
    )
    return f"<tbody>{title}{''.join(_task(task, choice) for task in tasks)}</tbody>"


def _task(task: Task, choice: Choice) -> str:
    measured = since(task, choice)
    note = f"<small>{_e(task.note)}</small>" if task.note else ""
    if measured is None:
        rest = f'<td colspan="4" class="none" data-head="Measure: ">{_e(words.NO_MEASURE)}</td>'
    else:
        rest = (
            f'<td data-head="Measure: ">{_e(measured.indicator.name)}</td>'
            f'<td data-head="Then: ">{_e(words.value(measured, measured.then))}</td>'
            f'<td data-head="Now: ">{_e(words.value(measured, measured.now))}</td>'
            f"<td>{_e(words.what_it_did(measured))}</td>"
        )
    return (
        f'<tr><th scope="row"><b>{_e(task.task)}</b> {_e(task.what)}{note}</th>'
        f'<td data-head="Due: ">{_e(words.due(task))}</td>'
        f'<td class="status">{mark(task.status)}<span>{_e(words.status(task))}</span></td>'
        f"{rest}</tr>"
    )


def risk_list(risks: Sequence[Risk]) -> str:
    """Every risk with where it stands; before it the map, where any has a position."""
    rows = "".join(
        f'<tr><th scope="row"><b>{_e(risk.risk)}</b> {_e(risk.what)}</th>'
        f"<td>{_e(words.position(risk))}</td></tr>"
        for risk in risks
    )
    return (
        f"{_map(risks) if any(risk.likelihood for risk in risks) else ''}"
        '<table class="list" aria-label="Risks"><thead><tr><th scope="col">Risk</th>'
        f'<th scope="col">Where it stands</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _map(risks: Sequence[Risk]) -> str:
    """The risks by likelihood, upwards, and impact, to the right: in words, without colours."""
    steps = range(1, HIGHEST + 1)
    head = "".join(f'<th scope="col">{impact}</th>' for impact in steps)
    rows = "".join(
        f'<tr><th scope="row">{likelihood}</th>'
        + "".join(f"<td>{_e(_at(risks, likelihood, impact))}</td>" for impact in steps)
        + "</tr>"
        for likelihood in reversed(steps)
    )
    return (
        '<table class="map"><caption>Likelihood (rows) and impact (columns)</caption>'
        f'<thead><tr><th scope="col">Likelihood</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _at(risks: Sequence[Risk], likelihood: int, impact: int) -> str:
    there = [r.risk for r in risks if (r.likelihood, r.impact) == (likelihood, impact)]
    return ", ".join(there)


def level_list(levels: Sequence[Level]) -> str:
    """The levels of assurance: what each asks, and what answers it."""
    rows = "".join(
        f'<tr><th scope="row"><b>{level.level}</b> {_e(level.what)}</th>'
        f"<td>{_e(level.shown_by)}</td></tr>"
        for level in levels
    )
    return (
        '<table class="list" aria-label="Levels of assurance"><thead><tr>'
        '<th scope="col">Level</th><th scope="col">Shown by</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _e(text: str) -> str:
    return escape(printable(text))
