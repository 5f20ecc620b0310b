"""Where a figure comes from: publication, file, column and row, and the cells it is made of."""

import queries
from pages.parts.database import Row, day, records, symbol_words
from pages.parts.safe import plain
from pages.parts.view import View

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
    found = cells(view)
    if not found:
        return "Source: no published cell."
    first = found[0]
    publisher = f"{first['publication']}, {first['title']}, {first['file']}"
    ours = f"; {OURS}: {view.indicator.derived_from}" if view.indicator.derived_from else ""
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
    published = (
        "" if row["published_on"] is None else f", published {plain(str(row['published_on']))}"
    )
    retrieved = "" if row["retrieved_at"] is None else f", retrieved {_day(row['retrieved_at'])}"
    title = f"{plain(str(row['publication']))}, {plain(str(row['title']))}"
    if row["url"] is not None and str(row["url"]).startswith("https://"):
        title = f"[{title}]({str(row['url']).replace(')', '%29').replace(' ', '%20')})"
    return (
        f"`{_code(row['file'])}`: {title}{published}{retrieved}; "
        f"SHA-256 `{_code(row['sha256'])}`; {plain(str(row['licence']))}"
    )


def _day(value: object) -> str:
    when = day(value)
    return f"{when.day} {when:%B %Y}"


def _value(row: Row) -> str:
    if row["value"] is None:
        return plain(symbol_words()[row["status"]])
    return f"{row['value']:,.10g}"


def _code(text: object) -> str:
    """A text between backticks."""
    return " ".join(str(text).replace("`", "'").split())
