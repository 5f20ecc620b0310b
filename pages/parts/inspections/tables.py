"""The tables of the part Inspections; every column is text."""

from collections.abc import Sequence

import pandas as pd

from pages.parts.figures.database import NO_FIGURE, indicators, shown, symbol_words
from pages.parts.figures.inspections import GRADES, NOT_GIVEN, Inspection, grade_words
from pages.parts.inspections.data import Before, Newest, spread
from pages.parts.language.words import day_words, display_name, period_label

STRANDS = {
    "overall": "Overall",
    "leaders": "Leaders",
    "help_and_protection": "Help and protection",
    "in_care": "Children in care",
    "care_leavers": "Care leavers",
}
DAY = "Day of the report"


def grades(report: Inspection | Newest) -> dict[str, str]:
    return {words: grade_words(getattr(report, strand)) for strand, words in STRANDS.items()}


def timeline(reports: Sequence[Inspection]) -> pd.DataFrame:
    """One row a report, the newest first."""
    return pd.DataFrame(
        [
            {
                "Inspection began": day_words(each.started_on) if each.started_on else "Not known",
                DAY: day_words(each.reported_on),
                **grades(each),
                "Report": each.report or "Not known",
            }
            for each in reports
        ]
    )


def then_and_now(reports: Sequence[Inspection]) -> pd.DataFrame:
    """One row a strand: the newest report beside the one before it."""
    now, *earlier = reports
    rows = []
    for strand, words in STRANDS.items():
        row = {"Grade": words}
        if earlier:
            then = earlier[0]
            row[f"Then: {day_words(then.reported_on)}"] = grade_words(getattr(then, strand))
        row[f"Now: {day_words(now.reported_on)}"] = grade_words(getattr(now, strand))
        rows.append(row)
    return pd.DataFrame(rows)


def england() -> pd.DataFrame:
    """One row a grade: how many councils have it in their newest report, strand by strand."""
    counts = {words: spread(strand) for strand, words in STRANDS.items()}
    return pd.DataFrame(
        [
            {
                "Newest grade": grade_words(grade),
                **{words: str(count[grade]) for words, count in counts.items()},
            }
            for grade in (*GRADES, NOT_GIVEN, None)
        ]
    )


def councils(newest: Sequence[Newest]) -> pd.DataFrame:
    """One row a council, by name."""
    return pd.DataFrame(
        [
            {
                "Council": display_name(each.name),
                DAY: day_words(each.published_on),
                **grades(each),
            }
            for each in newest
        ]
    )


def before(name: str, rows: Sequence[Before]) -> pd.DataFrame:
    """One row a figure of the two years before: the council, then medians and middle halves."""
    return pd.DataFrame(
        [
            {
                "Measure": indicators()[row.indicator_id].short_name,
                "Period": period_label(row.period_start, row.period_end),
                display_name(name): _own(row),
                "Councils with the same grade": _middle(
                    row, row.same_councils, row.same_middle, row.same_low, row.same_high
                ),
                "Councils with another grade": _middle(
                    row, row.other_councils, row.other_middle, row.other_low, row.other_high
                ),
            }
            for row in rows
        ]
    )


def _own(row: Before) -> str:
    if row.value is None:
        return symbol_words().get(row.status, NO_FIGURE)
    return shown(row.value, indicators()[row.indicator_id])


def _middle(
    row: Before,
    councils: int | None,
    middle: float | None,
    low: float | None,
    high: float | None,
) -> str:
    if not councils or middle is None or low is None or high is None:
        return "None with a figure"
    told = indicators()[row.indicator_id]
    of = f"{councils} council" + "s" * (councils != 1)
    return f"median {shown(middle, told)} ({shown(low, told)} to {shown(high, told)}, {of})"
