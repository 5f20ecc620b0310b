"""What is loaded and what is not: releases, their age, withheld cells, revisions, checks."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pandas as pd

import queries
from pages.parts.figures.database import Row, day, records, symbol_words
from pages.parts.figures.sources import published, retrieved
from pages.parts.language.words import digits

RESULTS = {
    "loaded": "Loaded",
    "unchanged": "Loaded, nothing newer when DfE was asked",
    "failed": "The last attempt to read a newer file failed, so older figures stay",
    "missing": "Not loaded",
}


def today() -> date:
    return datetime.now(UTC).date()


def age(since: date, now: date) -> str:
    """How long ago in words: 'today', '3 days', '5 weeks', '4 months', '2 years'."""
    days = (now - since).days
    if days <= 0:
        return "today"
    for unit, length in (("year", 365), ("month", 30), ("week", 7), ("day", 1)):
        number = days // length
        if number >= (1 if unit in ("day", "year") else 2):
            return f"{number} {unit}{'s' * (number > 1)} ago"
    return f"{days} days ago"


def data_sets() -> list[Row]:
    return records(queries.run("data_sets"))


def by_publication(rows: list[Row]) -> dict[str, list[Row]]:
    """The data sets that are loaded, by their publication."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["release"] is not None:
            found.setdefault(row["publication"], []).append(row)
    return found


def expected(rows: list[Row], now: date) -> str:
    """The month in which the next release usually comes; empty where none comes every year."""
    if rows[0]["expected_month"] is None:
        return ""
    return f", next release usually in {date(now.year, int(rows[0]['expected_month']), 1):%B}"


def loaded_table(rows: list[Row], now: date) -> pd.DataFrame:
    """One row is a data set that is loaded; texts."""
    return pd.DataFrame(
        [
            {
                "Data set": row["title"],
                "Release": row["release"],
                "Published": published(row) or "not known",
                "Read": f"{retrieved(row)} ({age(day(row['retrieved_at']), now)})",
                "Rows": digits(row["rows"], 0),
            }
            for row in rows
        ]
    )


def missing(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["release"] is None]


def troubles(rows: list[Row]) -> list[str]:
    """A sentence for each data set that could not be refreshed, or of which DfE has newer."""
    found = []
    for row in rows:
        name = f"{row['publication']}, {row['title']}"
        if row["result"] == "failed":
            found.append(f"{name}: {RESULTS['failed'].lower()}. {row['message'] or ''}".strip())
        elif row["newer"]:
            found.append(f"{name}: DfE has newer figures ({row['newer']}).")
    return found


def files_table(rows: list[Row]) -> pd.DataFrame:
    """One row is a file that was read; texts."""
    return pd.DataFrame(
        [
            {
                "File": row["file"],
                "Release": f"{row['publication']}, {row['title']}",
                "Read": retrieved(row),
                "Rows": digits(row["rows"], 0),
                "Figures": digits(row["figures"], 0),
                "No number": digits(row["symbols"], 0),
                "Revised": digits(row["revised"], 0),
                "SHA-256": str(row["sha256"])[:12],
            }
            for row in rows
        ]
    )


def withheld_table() -> pd.DataFrame:
    """One row is a publication and a reason why a published cell holds no number; texts."""
    words: Mapping[str, str] = symbol_words()
    return pd.DataFrame(
        [
            {
                "Publication": row["publication"],
                "Why there is no number": words[row["status"]],
                "Cells": digits(row["cells"], 0),
            }
            for row in records(queries.run("withheld"))
        ]
    )
