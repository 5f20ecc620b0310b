"""Papers that a reader kept: their figures, title and date; never their text.

One file a paper, `papers/<council>/<title and date>.json` in the data folder, written whole or not
at all. A refresh leaves them; their verdicts are computed again by the database in use, and what
was said when the paper was kept stands beside.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_type_hints

import queries
from pages.parts.asking import keeping
from pages.parts.language.words import day_words, slug
from pages.parts.paper_check.records import Judged, Quoted, Verdict
from pages.parts.paper_check.text import LONGEST_TITLE, plain_text

MOST_PAPERS = 100
MOST_FIGURES = 2_000
MOST_BYTES = 4_000_000
MOST_LETTERS = 400  # of any words of a figure
FORM = 1
OPEN_TO_OTHERS = (
    "Papers are not kept on a dashboard that is open to others. Take the table away instead; "
    "nothing of the paper stays here."
)


class NotKept(Exception):
    """A paper that cannot be kept or removed; the message is one sentence that says why."""


@dataclass(frozen=True, kw_only=True)
class Then:
    """What was said of a figure when its paper was kept."""

    quote_id: str
    verdict: Verdict
    value: float | None
    release_id: str | None


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A paper that a reader kept on the day `on`."""

    paper_id: str
    title: str
    meeting: date | None
    on: date
    figures: tuple[Quoted, ...]
    then: tuple[Then, ...]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """The papers kept for a council, the newest meeting first, and a sentence for each damaged."""

    papers: tuple[Saved, ...]
    damaged: tuple[str, ...]


def save(la_code: str, title: str, meeting: date | None, judged: Sequence[Judged]) -> str:
    """Keep the figures of a paper and what was said of them, and return the paper's stable name.

    A paper of the same title and date is replaced. Raises NotKept.
    """
    shown = plain_text(title)[:LONGEST_TITLE] or "Paper without a title"
    day = f"{meeting}-" if meeting else ""
    paper_id = f"{day}{slug(shown)}"[:90].strip("-")
    if len(judged) > MOST_FIGURES:
        raise NotKept(f"At most {MOST_FIGURES:,} figures of a paper are kept; this has more.")
    folder = _folder(la_code)
    path = folder / f"{paper_id}.json"
    if not path.exists() and len(list(folder.glob("*.json"))) >= MOST_PAPERS:
        raise NotKept(f"{MOST_PAPERS} papers are kept already: remove one that is not needed.")
    content = _content(shown, meeting, judged)
    if len(content) > MOST_BYTES:
        raise NotKept("This paper has more words around its figures than can be kept.")
    try:
        keeping.write(path, content)
    except OSError as error:
        raise NotKept(f"The paper could not be kept: {error.strerror}.") from error
    return paper_id


def saved(la_code: str) -> Shelf:
    """The papers that are kept for a council; a file that cannot be read is told and left."""
    papers, damaged = [], []
    for path in sorted(_folder(la_code).glob("*.json")):
        try:
            papers.append(_read(path))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            damaged.append(f"A kept paper could not be read and is left out: {path.stem}.")
    newest = sorted(papers, key=lambda paper: (paper.meeting or date.min, paper.paper_id))
    return Shelf(papers=tuple(reversed(newest)), damaged=tuple(damaged))


def remove(la_code: str, paper_id: str) -> None:
    """Remove a kept paper for good. Raises NotKept where it cannot be."""
    folder = _folder(la_code)
    path = folder / f"{paper_id}.json"
    if path not in set(folder.glob("*.json")):
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise NotKept(f"The paper could not be removed: {error.strerror}.") from error


def since(paper: Saved, judged: Sequence[Judged]) -> tuple[str, ...]:
    """One sentence for each verdict that is another now than when the paper was kept."""
    then = {one.quote_id: one for one in paper.then}
    changed = []
    for now in judged:
        before = then.get(now.quoted.quote_id)
        if before and before.verdict != now.verdict:
            changed.append(_changed(before, now, paper.on))
    return tuple(changed)


def _changed(before: Then, now: Judged, on: date) -> str:
    quoted = f"“{now.quoted.quote}”"
    revised = (
        now.nearest is not None
        and before.release_id is not None
        and now.nearest.release_id != before.release_id
    )
    if before.verdict == Verdict.MATCHES and revised:
        return f"{quoted} matched the release of {day_words(on)}; the figure was revised since."
    return f"{quoted}: “{before.verdict}” on {day_words(on)}, “{now.verdict}” now."


def _folder(la_code: str) -> Path:
    return queries.data_folder() / "papers" / slug(la_code)


def _content(title: str, meeting: date | None, judged: Sequence[Judged]) -> bytes:
    then = [
        Then(
            quote_id=one.quoted.quote_id,
            verdict=one.verdict,
            value=one.nearest.value if one.nearest else None,
            release_id=one.nearest.release_id if one.nearest else None,
        )
        for one in judged
    ]
    paper = {
        "form": FORM,
        "title": title,
        "meeting": meeting,
        "on": datetime.now(UTC).date(),
        "figures": [asdict(one.quoted) for one in judged],
        "then": [asdict(one) for one in then],
    }
    return json.dumps(paper, default=str, ensure_ascii=False, indent=1).encode()


def _read(path: Path) -> Saved:
    """Raises OSError, ValueError, TypeError or KeyError where it is no paper that we wrote."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError("larger than a kept paper")
    raw = json.loads(path.read_bytes())
    if raw["form"] != FORM or len(raw["figures"]) > MOST_FIGURES:
        raise ValueError("of another form")
    return Saved(
        paper_id=path.stem,
        title=_words(raw["title"]),
        meeting=_day(raw["meeting"]),
        on=date.fromisoformat(raw["on"]),
        figures=tuple(_record(Quoted, row) for row in raw["figures"]),
        then=tuple(_record(Then, row) for row in raw["then"]),
    )


def _record(record: type[Any], row: dict[str, Any]) -> Any:
    """A record of its fields in JSON, each of the type that it has."""
    if set(row) != {field.name for field in fields(record)}:
        raise ValueError("other fields")
    hints = get_type_hints(record)
    return record(**{name: _typed(value, hints[name]) for name, value in row.items()})


def _typed(value: Any, hint: Any) -> Any:
    kinds = getattr(hint, "__args__", (hint,))
    if value is None and type(None) in kinds:
        return None
    for kind in kinds:
        if kind is date:
            return date.fromisoformat(value)
        if kind is Verdict:
            return Verdict(value)
        if kind is str and isinstance(value, str):
            return _words(value)
        if kind is bool and isinstance(value, bool):
            return value
        if kind in (int, float) and isinstance(value, int | float) and not isinstance(value, bool):
            return kind(value)
    raise TypeError("another type")


def _words(value: str) -> str:
    if len(value) > MOST_LETTERS:
        raise ValueError("more words than are kept")
    return plain_text(value)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
