"""Pupils at school with a plan, with support and with neither, by the parts of one topic."""

from dataclasses import dataclass
from datetime import date

import queries
from pages.parts.asking.sections import PUPILS
from pages.parts.figures.councils import ENGLAND, Choice, OfCouncil
from pages.parts.figures.database import indicators
from pages.parts.figures.shares import Counts, PartCount, counts
from pages.parts.language.words import period_label

WITH_PLAN, WITH_SUPPORT, WITH_NEITHER = PUPILS
SEX, MEALS, ETHNICITY = "Sex", "Free school meals", "Ethnicity"
EVERY_PUPIL, ELIGIBLE, NOT_ELIGIBLE = "All", "Eligible", "Not eligible"
MALE, FEMALE = "Male", "Female"
GROUP_TOTAL = "All "


@dataclass(frozen=True, kw_only=True)
class MealsQuote:
    """One row of queries/who_quote.sql: what a committee paper said of free school meals.

    `value` is in percent; `period_as_written` is None where the paper does not say when.
    """

    meeting_date: date
    quote: str
    period_as_written: str | None
    value: float


@dataclass(frozen=True, kw_only=True)
class January:
    """The counts of one census: the council's and England's."""

    start: date
    end: date
    council: Counts
    england: Counts

    @property
    def label(self) -> str:
        return period_label(self.start, self.end)

    @property
    def has_denominator(self) -> bool:
        """Whether pupils without SEN are in the file, without whom no share of a group is known."""
        return any(provision == WITH_NEITHER for provision, _ in self.council)


@dataclass(frozen=True, kw_only=True)
class Censuses(OfCouncil):
    """All censuses of one topic for one council, the oldest first; `rows` are the council's.

    `januaries` is empty where the council has no figures; `loaded` is false where nobody has.
    """

    topic: str
    loaded: bool
    januaries: tuple[January, ...]
    rows: tuple[PartCount, ...]

    @property
    def newest(self) -> January:
        return self.januaries[-1]

    @property
    def basis(self) -> str:
        """Whose pupils these are, in the words of the indicator."""
        return indicators()[WITH_PLAN].basis

    @property
    def newest_rows(self) -> tuple[PartCount, ...]:
        return tuple(row for row in self.rows if row.period_end == self.newest.end)


def pupils_by(topic: str, choice: Choice) -> Censuses:
    """Pupils by provision and by the parts of one topic."""
    council = choice.council.area_code
    areas = (council, ENGLAND)
    rows = queries.rows("counts_by_part", PartCount, indicators=PUPILS, topic=topic, areas=areas)
    own = tuple(row for row in rows if row.area_code == council)
    ends = sorted({(row.period_end, row.period_start) for row in own})
    return Censuses(
        topic=topic,
        choice=choice,
        loaded=bool(rows),
        januaries=tuple(
            January(
                start=start,
                end=end,
                council=counts(rows, council, end),
                england=counts(rows, ENGLAND, end),
            )
            for end, start in ends
        ),
        rows=own,
    )


def is_broad(part: str) -> bool:
    """Whether a part is the published total of several others, such as "All White"."""
    return part.startswith(GROUP_TOTAL)


def quotes(choice: Choice) -> tuple[MealsQuote, ...]:
    """What papers of this council's committee said of free school meals, the newest first."""
    return queries.rows("who_quote", MealsQuote, council=choice.council.name)
