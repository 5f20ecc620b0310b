"""Where a figure comes from: publication, file, column and row, and the cells it is made of."""

import re
from collections.abc import Sequence

import queries
from pages.parts.figures.database import Row, day, records, symbol_words
from pages.parts.figures.view import View
from pages.parts.language.safe import plain

OURS = "calculated by this project"


def cells(view: View) -> list[Row]:
    """The cells behind the council's newest figure, as queries/sources.sql answers."""
    assert view.latest is not None
    return records(
        queries.run(
            "sources",
            indicator=view.indicator.indicator_id,
            area=view.reporter,
            period_end=view.latest.end,
        )
    )


def line(view: View) -> str:
    """Source in one line of plain text, for a caption and for files."""
    return line_of(cells(view), view.indicator.derived_from)


def line_of(found: Sequence[Row], derived_from: str | None) -> str:
    """The same, of the rows of queries/sources.sql."""
    if not found:
        return "Source: no published cell."
    first = found[0]
    publisher = f"{first['publication']}, {first['title']}, {first['file']}"
    ours = f"; {OURS}: {derived_from}" if derived_from else ""
    return f"Source: {publisher}{ours}."


def where(row: Row) -> str:
    """One cell in Markdown: what it says, and where it stands."""
    what = plain(str(row["indicator"]))
    if row["breakdown"] is not None:
        what += f", {plain(str(row['breakdown']))}"
    value = _value(row)
    if row["derived"]:
        return f"**{what}**, {plain(str(row['period']))}: {value} ({OURS})"
    place = f"column `{_code(row['source_column'])}`, row {int(row['source_row'])}"
    return f"**{what}**, {plain(str(row['period']))}: {value} in {place} of `{_code(row['file'])}`"


def release(row: Row) -> str:
    """The file of one cell in Markdown: publication, release, dates, checksum, licence."""
    when = (("published", published(row)), ("retrieved", retrieved(row)))
    dates = "".join(f", {word} {plain(text)}" for word, text in when if text)
    title = f"{plain(str(row['publication']))}, {plain(str(row['title']))}"
    if row["url"] is not None and str(row["url"]).startswith("https://"):
        title = f"[{title}]({str(row['url']).replace(')', '%29').replace(' ', '%20')})"
    return (
        f"`{_code(row['file'])}`: {title}{dates}; "
        f"SHA-256 `{_code(row['sha256'])}`; {plain(str(row['licence']))}"
    )


def published(row: Row) -> str:
    """When a release was published: 'June 2025', '12 June 2025'; empty where it is not known."""
    text = str(row["published_on"] or "")
    if not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text):
        return text
    return _words(text) if len(text) > 7 else f"{day(f'{text}-01'):%B %Y}"


def retrieved(row: Row) -> str:
    """The day on which a file was read: '22 November 2026'; empty where it is not known."""
    return "" if row["retrieved_at"] is None else _words(row["retrieved_at"])


def _words(value: object) -> str:
    when = day(value)
    return f"{when.day} {when:%B %Y}"


def _value(row: Row) -> str:
    if row["value"] is None:
        return plain(symbol_words()[row["status"]])
    return f"{row['value']:,.10g}"


def _code(text: object) -> str:
    """A text between backticks."""
    return " ".join(str(text).replace("`", "'").split())
