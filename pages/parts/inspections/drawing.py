"""From the reports on a council to the rows that the form `grades` draws."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from pages.parts.exhibit.chart_kit import LINE_HEIGHT
from pages.parts.exhibit.chart_list import list_settings, name_mark
from pages.parts.exhibit.chart_rows import Drawing, Mark, frame_of, month_number, text_width
from pages.parts.figures.inspections import GRADES, STRANDS, Inspection, grade_words
from pages.parts.inspections.charts import ABOVE_TILE, BESIDE_TILE, TILE

LETTERS = {
    "outstanding": "O",
    "good": "G",
    "requires improvement": "RI",
    "inadequate": "I",
    "not given": "–",
    None: "?",
}
SHORT = {"requires improvement": "Requires improvement"}
# Pixels of a row; in a narrow place its name stands above its tiles.
ROW, ABOVE, BELOW = TILE + 12, ABOVE_TILE + LINE_HEIGHT, BESIDE_TILE
SIDE = 4  # months, left and right of the first and the last


def grades_drawn(reports: Sequence[Inspection]) -> Drawing:
    """Frame and settings of the form `grades`; x is a month as `month_number` counts them."""
    oldest_first = sorted(reports, key=lambda report: report.on)
    months = [month_number(report.on) for report in oldest_first]
    marks = [
        mark
        for order, strand in enumerate(STRANDS)
        for mark in _strand(strand, order, oldest_first, months)
    ]
    return frame_of(marks), list_settings(marks) | {
        "bottom": months[0] - SIDE,
        "top": months[-1] + SIDE,
        "ticks": months,
        "row": ROW,
        "short_row": ABOVE + BELOW,
        "drop": (ABOVE - BELOW) / 2,
    }


def _strand(
    strand: str, order: int, reports: Sequence[Inspection], months: Sequence[int]
) -> list[Mark]:
    """One row: its name, a thread, and for each report a tile with the words of its grade."""
    name = STRANDS[strand]
    newest = grade_words(getattr(reports[-1], strand))
    marks = [
        replace(name_mark(name, order), short=f"{name}: {newest}"),
        Mark(mark="thread", name=name, order=order, x=months[0], x2=months[-1]),
    ]
    for report, x, following in zip_longest(reports, months, months[1:]):
        grade = getattr(report, strand)
        said = grade_words(grade)
        text = SHORT.get(grade, said) if grade else ""
        marks += [
            Mark(
                mark="tile" if grade in GRADES else "no tile",
                role=grade,
                name=name,
                order=order,
                x=x,
                text=LETTERS[grade],
                tip=f"{name}: {said}\n{report.day}",
            ),
            Mark(
                mark="words",
                name=name,
                order=order,
                x=x,
                x2=following,
                shift=text_width(text),
                text=text,
            ),
        ]
    return marks
