"""What a reader of an older link must know: which of its figures were revised since."""

from datetime import date

import queries
from pages.parts.exhibit.exhibit import Concerned
from pages.parts.figures.database import (
    Indicator,
    Row,
    day,
    indicators,
    records,
    shown,
    symbol_words,
)
from pages.parts.language.words import display_name, period_label


def sentence(concerned: Concerned, since: date | None) -> str:
    """The first revision after a day and how many more there are; empty where there is none."""
    if since is None:
        return ""
    found = revisions(concerned, since)
    if not found:
        return ""
    first, others = found[0], len(found) - 1
    what = "These figures were" if first["own"] else "A figure behind these was"
    more = f", and {others} more in this view" if others else ""
    return f"{what} revised in {_month(first)}: {_told(first)}{more}."


def revisions(concerned: Concerned, since: date) -> list[Row]:
    """The rows of queries/revised_since.sql that a reader can see, what concerns most first."""
    rows = records(
        queries.run(
            "revised_since",
            indicators=concerned.indicators,
            areas=concerned.areas,
            topic=concerned.topic,
            asof=since.isoformat(),
        )
    )
    seen = [row for row in rows if _old(row) != _new(row)]
    return sorted(
        seen,
        key=lambda row: (
            not row["own"],
            concerned.areas.index(row["area_code"]),
            -day(row["period_end"]).toordinal(),
        ),
    )


def _told(row: Row) -> str:
    place = display_name(str(row["name"]))
    period = period_label(day(row["period_start"]), day(row["period_end"]))
    name = "" if row["own"] else f"{_indicator(row).short_name}, "
    part = "" if row["breakdown"] is None else f"{row['breakdown']}, "
    return f"{name}{_old(row)} is now {_new(row)} ({part}{place}, {period})"


def _old(row: Row) -> str:
    return "no figure" if row["old_value"] is None else shown(row["old_value"], _indicator(row))


def _new(row: Row) -> str:
    if row["value"] is not None:
        return shown(row["value"], _indicator(row))
    return f"“{symbol_words()[row['status']]}”"


def _indicator(row: Row) -> Indicator:
    return indicators()[row["indicator_id"]]


def _month(row: Row) -> str:
    """The month of the release that revised a figure, or in which it was read."""
    written = row["published_on"]
    when = date.fromisoformat(f"{written[:7]}-01") if written else day(row["retrieved_at"])
    return f"{when:%B %Y}"
