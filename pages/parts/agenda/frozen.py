"""Of which day the figures of an agenda are, and the database that shows them as they were."""

import logging
from datetime import date
from pathlib import Path

import duckdb

import queries
from pages.parts.figures import known
from pages.parts.figures.database import load_run
from pages.parts.language.words import day_words
from queries import known as made

LOG = logging.getLogger(__name__)


def day() -> date:
    """The day of the figures in use: as known on a day, or when their database was built."""
    then = known.known()
    return then.day if then else load_run().finished_at.date()


def database(asof: date) -> Path:
    """The database in use, or where it is of a later day, one as known on `asof`.

    The one in use too where no such database can be made; `said` then tells.
    """
    path = queries.database_path()
    if day() <= asof:
        return path
    try:
        return made.as_known(path, asof)
    except (OSError, duckdb.Error) as problem:
        LOG.error("No database as known on %s", asof, exc_info=problem)
        return path


def said(asof: date) -> str:
    """Of which day the figures of the database in use are, for an agenda of the day `asof`."""
    if day() > asof:
        return (
            f"Figures of {day_words(day())}: this machine has no room to make those known on "
            f"{day_words(asof)}."
        )
    return known.said() or f"Figures of {day_words(day())}."
