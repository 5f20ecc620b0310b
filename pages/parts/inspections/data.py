"""Grades of every council, and the figures of the two years before an inspection."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import queries
from pages.parts.asking.sections import NEED_AND_PROTECTION, WORKFORCE
from pages.parts.figures.database import indicators
from pages.parts.figures.inspections import Inspection


@dataclass(frozen=True, kw_only=True)
class Newest:
    """One row of queries/inspections_newest.sql: the newest report on one council."""

    name: str
    published_on: date
    overall: str | None
    leaders: str | None
    help_and_protection: str | None
    in_care: str | None
    care_leavers: str | None


@dataclass(frozen=True, kw_only=True)
class Before:
    """One row of queries/inspections_before.sql: a figure, and the middle half of others.

    `same` are the councils whose grade for help and protection was that of this inspection, `other`
    those with another; counts of councils are None where there is none.
    """

    indicator_id: str
    area_code: str
    period_start: date
    period_end: date
    value: float | None
    status: str
    same_councils: int | None
    same_low: float | None
    same_middle: float | None
    same_high: float | None
    other_councils: int | None
    other_low: float | None
    other_middle: float | None
    other_high: float | None


def compared() -> list[str]:
    """The social-care measures that do not depend on the size of a council."""
    return [
        part
        for sections in (NEED_AND_PROTECTION, WORKFORCE)
        for parts in sections.values()
        for part in parts
        if isinstance(part, str) and part in indicators() and indicators()[part].shares_an_axis
    ]


@queries.kept(most=10)
def newest() -> tuple[Newest, ...]:
    return tuple(queries.rows("inspections_newest", Newest))


@queries.kept(most=200)
def before(inspection: Inspection) -> tuple[Before, ...]:
    return tuple(
        queries.rows(
            "inspections_before",
            Before,
            la=inspection.la_code,
            published_on=inspection.reported_on,
            indicators=compared(),
        )
    )


def spread(strand: str) -> Counter[str | None]:
    """How many councils have each grade of a strand in their newest report."""
    return Counter(getattr(each, strand) for each in newest())
