"""What Ofsted's inspections of children's services said, report by report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import queries
from pages.parts.figures.database import Indicator
from pages.parts.figures.sources import SourceFile
from pages.parts.language.words import day_words, uncapitalise

SOCIAL_CARE = ("Children in need", "Child protection", "Workforce")
# Grades in the order of Ofsted, with its words for them.
GRADES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires improvement": "Requires improvement to be good",
    "inadequate": "Inadequate",
}
NOT_GIVEN = "not given"
STRANDS = {
    "overall": "Overall",
    "leaders": "Leaders",
    "help_and_protection": "Help and protection",
    "in_care": "Children in care",
    "care_leavers": "Care leavers",
}
UNKNOWN = "Not known here"


@dataclass(frozen=True, kw_only=True)
class Inspection(SourceFile):
    """One row of queries/inspections.sql: one report, grades as in the table `inspection`."""

    la_code: str
    reported_on: date
    started_on: date | None
    ended_on: date | None
    framework: str | None
    overall: str | None
    leaders: str | None
    help_and_protection: str | None
    in_care: str | None
    care_leavers: str | None
    report: str | None
    mended: str | None
    source_row: int | None

    @property
    def on(self) -> date:
        """The day on which it began, or that of its report where that is not known."""
        return self.started_on or self.reported_on

    @property
    def day(self) -> str:
        """'21 November 2022', '12 May 2015 (day of the report)'."""
        return day_words(self.on) + ("" if self.started_on else " (day of the report)")

    @property
    def graded(self) -> str:
        """'overall: good', or that no grade is given overall."""
        if self.overall == NOT_GIVEN:
            return "no overall grade any more"
        return f"overall: {grade_words(self.overall).lower()}"

    @property
    def strands(self) -> str:
        """'leaders good, help and protection good, ...': every grade but that overall."""
        return ", ".join(
            f"{uncapitalise(name)} {grade_words(getattr(self, strand)).lower()}"
            for strand, name in STRANDS.items()
            if strand != "overall"
        )

    @property
    def words(self) -> str:
        """'21 November 2022, overall: requires improvement to be good'.

        Without an overall grade all the others are told, as none stands for it.
        """
        told = f"{self.day}, {self.graded}"
        return f"{told}: {self.strands}" if self.overall == NOT_GIVEN else told


def grade_words(grade: str | None) -> str:
    """A grade in Ofsted's words, and what is said where there is none."""
    if grade == NOT_GIVEN:
        return "Not given"
    return GRADES.get(grade or "", UNKNOWN)


def same_day(end: date, year: int) -> date:
    """The last day of a period in another year; 28 February for the 29th."""
    return end.replace(year=year, day=28 if (end.month, end.day) == (2, 29) else end.day)


def began_before(reports: Sequence[Inspection], end: date) -> list[Inspection]:
    """The inspections that began in the year to the last day of a period."""
    start = same_day(end, end.year - 1)
    return [report for report in reports if start < report.on <= end]


def is_social_care(indicator: Indicator) -> bool:
    return indicator.topic in SOCIAL_CARE


@queries.kept(most=200)
def inspections(la_code: str) -> tuple[Inspection, ...]:
    """The reports on one council, the newest first."""
    return tuple(queries.rows("inspections", Inspection, la=la_code))
