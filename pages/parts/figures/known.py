"""Whether a page shows the figures that were public on a day, and what is said of that."""

from dataclasses import dataclass
from datetime import date

import queries
from pages.parts.language.words import day_words

# The release calendar tells of earlier days nothing that could be shown.
FIRST = date(2015, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Known:
    """The one row of the table `as_known`: the day, its figures, and those printed since."""

    day: date
    figures: int
    later: int


def known() -> Known | None:
    """What the database in use is as of; None where it is as of now."""
    found = queries.rows("known", Known)
    return found[0] if found else None


def said() -> str:
    """What the top of every page and every file says; empty where they show what is known now."""
    shown = known()
    return "" if shown is None else f"{_shows(shown)} {_later(shown)}".strip()


def _shows(shown: Known) -> str:
    return f"Figures as known on {day_words(shown.day)}: what came out later is left out."


def _later(shown: Known) -> str:
    """How much of it we can only show as a later release prints it."""
    if shown.later == 0:
        return ""
    many = "All" if shown.later == shown.figures else f"{shown.later:,} of {shown.figures:,}"
    return f"{many} stand as later releases print them, as what was printed then is not held."
