"""What is said of inspections, and with which cautions."""

from collections.abc import Sequence
from datetime import date

from pages.parts.figures.database import indicators, symbol_words
from pages.parts.figures.inspections import GRADES, NOT_GIVEN, STRANDS, Inspection, grade_words
from pages.parts.inspections.data import Before
from pages.parts.inspections.drawing import LETTERS
from pages.parts.language.words import (
    counted,
    day_words,
    listed,
    period_label,
    possessive,
    reasons_listed,
)

MEASURE = "Grades of inspections of children’s services"
BASIS = "grades in Ofsted’s reports"
NEW_FRAMEWORK = (
    "Since April 2026 Ofsted gives no overall grade: none is missing, and no other grade stands "
    "for it."
)
UNKNOWN = (
    "“Not known here” means that the program these grades come from read none, as with most from "
    "before 2018; the report itself has them."
)
NONE_GIVEN = (
    "“Not given” means that the framework had no such grade: overall since April 2026, care "
    "leavers before January 2023."
)
COMPILED = (
    "Compiled by a third party from Ofsted’s reports; where Ofsted’s own list as at 31 March 2025 "
    "says otherwise, that list holds."
)
NO_CAUSE = "Figures do not explain grades, and grades do not explain figures."
JUDGED = (
    "Inspectors judge practice by records, children, families and staff; councils with one grade "
    "differ widely in every figure."
)
MIDDLE = (
    "In brackets stands the middle half of councils, unweighted, of figures as published. “The "
    "same grade” is that for help and protection, which every framework gives: of this council in "
    "this inspection, of others in their newest report until the day of this one. Councils whose "
    "grade is not known here are left out."
)


def finding(name: str, reports: Sequence[Inspection]) -> str:
    """'Ashe's newest inspection: 4 March 2019, overall: inadequate'."""
    return f"{possessive(name)} newest inspection: {reports[0].words}"


def alternative(name: str, reports: Sequence[Inspection]) -> str:
    """The chart for those who do not see it: every grade that the newest report gave."""
    newest = reports[0]
    told = counted(len(reports), "report", "reports")
    return (
        f"{MEASURE} of {name}, {told}. {newest.day}, {newest.graded}, {newest.strands}. "
        "The table below holds them all."
    )


def span(reports: Sequence[Inspection]) -> str:
    """'reports of 8 May 2019 to 3 August 2026'."""
    newest, oldest = reports[0].reported_on, reports[-1].reported_on
    if newest == oldest:
        return f"report of {day_words(newest)}"
    return f"reports of {day_words(oldest)} to {day_words(newest)}"


def legend(reports: Sequence[Inspection]) -> str:
    """What the letters in tiles mean, those without a grade only where there is such a tile."""
    there = {getattr(report, strand) for report in reports for strand in STRANDS}
    letters = [f"{LETTERS[grade]}: {words.lower()}" for grade, words in GRADES.items()]
    letters += [
        f"{LETTERS[grade]}: {grade_words(grade).lower()}"
        for grade in (NOT_GIVEN, None)
        if grade in there
    ]
    return f"{'; '.join(letters)}. A tile stands in the month in which the inspection began."


def notes(reports: Sequence[Inspection], began: date | None = None) -> list[str]:
    """What to be careful of: what is unknown, what no framework gave, what was put right.

    `began` is the first day of a council that others went before.
    """
    there = {getattr(report, strand) for report in reports for strand in STRANDS}
    told = [
        NEW_FRAMEWORK if any(report.overall == NOT_GIVEN for report in reports) else "",
        UNKNOWN if None in there else "",
        NONE_GIVEN if NOT_GIVEN in there else "",
        f"Reports on the councils before {day_words(began)} are not among these." if began else "",
        COMPILED,
        mended(reports),
    ]
    return [text for text in told if text]


def unknown(reports: Sequence[Inspection]) -> str:
    """Which reports have a grade that is not known here, in a sentence; empty without one."""
    days = [
        day_words(report.reported_on)
        for report in reports
        if any(getattr(report, strand) is None for strand in STRANDS)
    ]
    return f"Grades not known here: report of {listed(days)}." if days else ""


def withheld(name: str, rows: Sequence[Before]) -> str:
    """Which figures before an inspection have no number, and why; empty where all have one."""
    reasons = reasons_listed(
        (
            symbol_words().get(row.status, row.status),
            f"{indicators()[row.indicator_id].short_name}, "
            f"{period_label(row.period_start, row.period_end)}",
        )
        for row in rows
        if row.value is None
    )
    return f"{name}. {'. '.join(reasons)}." if reasons else ""


def mended(reports: Sequence[Inspection]) -> str:
    """Which grades or days of these reports were put right."""
    told = [f"{day_words(each.reported_on)}: {each.mended}" for each in reports if each.mended]
    return f"Put right: {'. '.join(told)}." if told else ""
