"""The tables of the section Inspections, in words for a page and as rows for a file."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from pages.parts.figures.database import NO_FIGURE, indicators, shown, symbol_words
from pages.parts.figures.inspections import GRADES, NOT_GIVEN, STRANDS, Inspection, grade_words
from pages.parts.inspections.data import Before, Newest, spread
from pages.parts.language.words import day_words, display_name, period_label

DAY = "Day of the report"
SAME = "Same grade: median (middle half), councils"
OTHER = "Another grade: median (middle half), councils"


def grades(report: Inspection | Newest) -> dict[str, str]:
    return {words: grade_words(getattr(report, strand)) for strand, words in STRANDS.items()}


def timeline(reports: Sequence[Inspection]) -> pd.DataFrame:
    """One row a report, the newest first; every column is text."""
    return pd.DataFrame(
        [
            {
                "Inspection began": _day(each.started_on),
                DAY: day_words(each.reported_on),
                **grades(each),
                "Report": each.report or "Not known",
            }
            for each in reports
        ]
    )


def timeline_rows(name: str, reports: Sequence[Inspection]) -> pd.DataFrame:
    """One row a report as a file holds it, the oldest first, with its row of the source file."""
    return pd.DataFrame(
        [
            {
                "council": display_name(name),
                "report": each.reported_on.isoformat(),
                "inspection began": each.started_on.isoformat() if each.started_on else "",
                "inspection ended": each.ended_on.isoformat() if each.ended_on else "",
                "framework": each.framework or "",
                **{words.lower(): text for words, text in grades(each).items()},
                "address": each.report or "",
                "put right": each.mended or "",
                "file": each.file,
                "row": each.source_row,
            }
            for each in reversed(reports)
        ]
    )


def then_and_now(reports: Sequence[Inspection]) -> pd.DataFrame:
    """One row a strand: the newest report beside the one before it; every column is text."""
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
    """One row a council, by name; every column is text."""
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
                SAME: _middle(row, row.same_councils, row.same_middle, row.same_low, row.same_high),
                OTHER: _middle(
                    row, row.other_councils, row.other_middle, row.other_low, row.other_high
                ),
            }
            for row in rows
        ]
    )


def before_rows(name: str, rows: Sequence[Before]) -> pd.DataFrame:
    """The same as a file holds it, numbers unrounded."""
    return pd.DataFrame(
        [
            {
                "council": display_name(name),
                "measure": indicators()[row.indicator_id].name,
                "period": period_label(row.period_start, row.period_end),
                "value": row.value,
                "in words": _own(row),
                "councils with the same grade": row.same_councils,
                "median of the same": row.same_middle,
                "middle half of the same, from": row.same_low,
                "middle half of the same, to": row.same_high,
                "councils with another grade": row.other_councils,
                "median of the others": row.other_middle,
                "middle half of the others, from": row.other_low,
                "middle half of the others, to": row.other_high,
            }
            for row in rows
        ]
    )


def _day(day: date | None) -> str:
    return day_words(day) if day else "Not known"


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
    return f"{shown(middle, told)} ({shown(low, told)} to {shown(high, told)}), {councils}"
