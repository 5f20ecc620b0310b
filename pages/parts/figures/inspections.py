"""What Ofsted's inspections of children's services said, report by report."""

from dataclasses import dataclass
from datetime import date

import queries
from pages.parts.figures.database import Indicator
from pages.parts.figures.sources import SourceFile
from pages.parts.language.words import day_words

SOCIAL_CARE = ("Children in need", "Child protection", "Workforce")
# Grades in the order of Ofsted, with its words for them.
GRADES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires improvement": "Requires improvement to be good",
    "inadequate": "Inadequate",
}
NOT_GIVEN = "not given"
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
    def words(self) -> str:
        """'21 November 2022, overall: requires improvement to be good'."""
        day = day_words(self.on) + ("" if self.started_on else " (day of the report)")
        if self.overall == NOT_GIVEN:
            strand = grade_words(self.help_and_protection).lower()
            return f"{day}, no overall grade any more, help and protection: {strand}"
        return f"{day}, overall: {grade_words(self.overall).lower()}"


def grade_words(grade: str | None) -> str:
    """A grade in Ofsted's words, and what is said where there is none."""
    if grade == NOT_GIVEN:
        return "None given"
    return GRADES.get(grade or "", UNKNOWN)


def is_social_care(indicator: Indicator) -> bool:
    return indicator.topic in SOCIAL_CARE


@queries.kept(most=200)
def inspections(la_code: str) -> tuple[Inspection, ...]:
    """The reports on one council, the newest first."""
    return tuple(queries.rows("inspections", Inspection, la=la_code))
