"""Where a figure comes from: publication, file, column and row, and the cells it is made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import queries
from pages.parts.figures.database import symbol_words
from pages.parts.figures.view import View
from pages.parts.language.safe import link_target, plain
from pages.parts.language.words import day_words

OURS = "calculated by this project"


@dataclass(frozen=True, kw_only=True)
class Dated:
    """When a release was published, as far as is known ('2025-06'), and when it was read."""

    published_on: str | None
    retrieved_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class SourceFile(Dated):
    """A file of a release as it was read: one row of the table `release`."""

    publication: str
    title: str
    file: str
    url: str | None
    sha256: str
    licence: str


@dataclass(frozen=True, kw_only=True)
class Cell(SourceFile):
    """One figure, and the cell of a published file that it stands in."""

    indicator: str
    period: str
    breakdown: str | None
    value: float | None
    status: str
    derived: bool
    source_row: int | None
    source_column: str | None


@dataclass(frozen=True, kw_only=True)
class PartOfFigure(Cell):
    """A cell behind a figure: the figure itself, or what it is made of (`part`)."""

    part: str


def cells(view: View) -> tuple[PartOfFigure, ...]:
    """The cells behind the council's newest figure."""
    assert view.latest is not None
    return cells_of(view.indicator.indicator_id, view.reporter, view.latest.end)


def cells_of(indicator_id: str, area_code: str, end: date) -> tuple[PartOfFigure, ...]:
    """The cells behind one figure: its own first, then those that it is made of."""
    return queries.rows(
        "sources", PartOfFigure, indicator=indicator_id, area=area_code, period_end=end
    )


def line(view: View) -> str:
    """Source in one line of plain text, for a caption and for files."""
    return line_of(cells(view)[:1], ours_of(view.indicator.derived_from))


def ours_of(derived_from: str | None) -> str:
    """What to say of a figure that we calculate; empty where it is published."""
    return f"{OURS}: {derived_from}" if derived_from else ""


def line_of(files: Sequence[SourceFile], ours: str, *, absent: str = "no published cell") -> str:
    """'Source: publication, release, file; what is ours.' `absent` is said where there is none."""
    if not files:
        return f"Source: {absent}."
    names = "; ".join(f"{f.publication}, {f.title}, {f.file}" for f in files)
    return f"Source: {names}{f'; {ours}' if ours else ''}."


def where(cell: Cell) -> str:
    """One cell in Markdown: what it says, and where it stands."""
    what = plain(cell.indicator)
    if cell.breakdown is not None:
        what += f", {plain(cell.breakdown)}"
    if cell.derived:
        return f"**{what}**, {plain(cell.period)}: {_value(cell)} ({OURS})"
    place = f"column `{_code(cell.source_column)}`, row {cell.source_row}"
    return f"**{what}**, {plain(cell.period)}: {_value(cell)} in {place} of `{_code(cell.file)}`"


def release(file: SourceFile) -> str:
    """One file in Markdown: publication, release, dates, checksum, licence."""
    when = (("published", published(file)), ("retrieved", retrieved(file)))
    dates = "".join(f", {word} {plain(text)}" for word, text in when if text)
    title = f"{plain(file.publication)}, {plain(file.title)}"
    if target := link_target(file.url or ""):
        title = f"[{title}]({target})"
    return (
        f"`{_code(file.file)}`: {title}{dates}; "
        f"SHA-256 `{_code(file.sha256)}`; {plain(file.licence)}"
    )


def published(file: Dated) -> str:
    """When a release was published: 'June 2025', '12 June 2025'; empty where it is not known."""
    text = file.published_on or ""
    # Some releases are known by month alone: to print a day would invent one.
    if not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text):
        return text
    if len(text) > len("2025-06"):
        return day_words(date.fromisoformat(text))
    return f"{date.fromisoformat(f'{text}-01'):%B %Y}"


def retrieved(file: Dated) -> str:
    """The day on which a file was read: '22 November 2026'; empty where it is not known."""
    return "" if file.retrieved_at is None else day_words(file.retrieved_at)


def _value(cell: Cell) -> str:
    if cell.value is None:
        return plain(symbol_words()[cell.status])
    # The value as it is in the file, not as a chart rounds it: a reader compares it with the cell.
    return f"{cell.value:,.10g}"


def _code(text: object) -> str:
    """A text between backticks."""
    return " ".join(str(text).replace("`", "'").split())
