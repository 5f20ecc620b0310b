"""A council's own months as tables: for the page, and for what a reader takes away."""

import pandas as pd

from pages.parts.language.words import digits
from pages.parts.months import words
from pages.parts.months.data import Months
from pages.parts.months.words import HIDDEN


def months_table(months: Months) -> pd.DataFrame:
    """One row is a month, the newest first; texts. Columns: Month, the council, Stands out."""
    return pd.DataFrame(
        [
            {
                "Month": words.month(end),
                months.council: _in_words(count),
                "Stands out": words.stands_out(months, end),
            }
            for end, count in sorted(months.counts.items(), reverse=True)
        ]
    )


def figures(months: Months) -> pd.DataFrame:
    """One row is a month, the oldest first: what a reader takes away.

    `count` is a whole number, missing where it is hidden; all other columns are texts.
    """
    return pd.DataFrame(
        [
            {
                "measure": months.name,
                "place": months.council,
                "month ending": f"{end:%Y-%m-%d}",
                "count": count,
                "in words": _in_words(count),
                "stands out": words.stands_out(months, end),
            }
            for end, count in sorted(months.counts.items())
        ]
    )


def _in_words(count: int | None) -> str:
    return HIDDEN if count is None else digits(count, 0)
