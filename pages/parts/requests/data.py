"""From the database: who asked, who was refused, and the counts from a request to an appeal."""

from dataclasses import dataclass
from datetime import date

import queries
from pages.parts.figures.councils import ENGLAND, Choice, OfCouncil
from pages.parts.figures.shares import CountedShare, Counts, PartCount, counted_share, counts
from pages.parts.figures.sources import Cell, cells_of
from pages.parts.figures.view import Reported, View, view
from pages.parts.language.words import period_label

REQUESTS, REFUSED = "ehcp_requests", "ehcp_requests_refused"
WHO_ASKED = "Who asked"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One count on the way: its indicator, and that of its share of the count `of`, in words.

    `others` says which other children are among them; empty where all are of the count `of`.
    """

    words: str
    indicator: str
    rate: str = ""
    of: str = ""
    others: str = ""


STEPS = (
    Step(words="Requests received", indicator=REQUESTS),
    Step(
        words="Refused an assessment",
        indicator=REFUSED,
        rate="ehcp_requests_refused_pc",
        of="of requests",
    ),
    Step(
        words="Assessments with an outcome",
        indicator="ehcp_assessments",
        others="their requests may be of the year before",
    ),
    Step(
        words="Assessments that ended without a plan",
        indicator="ehcp_assess_no_plan",
        rate="ehcp_assess_no_plan_pc",
        of="of assessments",
    ),
    Step(
        words="New plans started",
        indicator="ehcp_new",
        others="their assessments may be of the year before",
    ),
    Step(
        words="Decisions that can be appealed",
        indicator="ehcp_appealable_new",
        others="besides refusals there are decisions about plans that children already have",
    ),
    Step(
        words="Appeals registered",
        indicator="ehcp_appeals",
        rate="ehcp_appeal_rate_new",
        of="of decisions that can be appealed",
        others="they may be against decisions of the year before",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A step of one year: the views of its count and of its share, which may be absent."""

    step: Step
    count: View
    rate: View | None
    end: date

    @property
    def own(self) -> Reported | None:
        return self.count.of(self.end)

    @property
    def share(self) -> Reported | None:
        return self.rate.of(self.end) if self.rate else None

    @property
    def england(self) -> float | None:
        return self.rate.england_value(self.end) if self.rate else None

    @property
    def cells(self) -> tuple[Cell, ...]:
        views = [self.count, *([self.rate] if self.rate else [])]
        return tuple(
            cell
            for view in views
            for cell in cells_of(view.indicator.indicator_id, view.reporter, self.end)[:1]
        )


@dataclass(frozen=True, kw_only=True)
class Way(OfCouncil):
    """From request to appeal, in one calendar year of one council."""

    stages: tuple[Stage, ...]

    @property
    def first(self) -> Reported:
        own = self.stages[0].own
        assert own is not None
        return own

    @property
    def period(self) -> str:
        return period_label(self.first.start, self.first.end)


def way(choice: Choice) -> Way | None:
    """The newest year in which the council has a number of requests; None without one."""
    numbers = [figure for figure in view(REQUESTS, choice).council if figure.value is not None]
    if not numbers:
        return None
    end = numbers[-1].end
    return Way(
        choice=choice,
        stages=tuple(
            Stage(
                step=step,
                count=view(step.indicator, choice),
                rate=view(step.rate, choice) if step.rate else None,
                end=end,
            )
            for step in STEPS
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Source:
    """Those who asked: their requests, and the share refused, in the council and in England."""

    name: str
    asked: CountedShare
    refused: CountedShare
    england_asked: CountedShare
    england_refused: CountedShare


@dataclass(frozen=True, kw_only=True)
class Sources(OfCouncil):
    """The newest year in which the council says who asked; most requests first."""

    every: tuple[Source, ...]
    rows: tuple[PartCount, ...]

    @property
    def period(self) -> str:
        return period_label(self.rows[0].period_start, self.rows[0].period_end)


def sources(choice: Choice) -> Sources | None:
    """Who asked and who was refused; None where the council has no such figures."""
    council = choice.council.area_code
    rows = queries.rows(
        "counts_by_part",
        PartCount,
        indicators=(REQUESTS, REFUSED),
        topic=WHO_ASKED,
        areas=(council, ENGLAND),
    )
    own = [row for row in rows if row.area_code == council]
    if not own:
        return None
    end = max(row.period_end for row in own)
    here, england = (counts(rows, area, end) for area in (council, ENGLAND))
    parts = {
        part: row.value or 0 for (indicator, part), row in here.items() if indicator == REQUESTS
    }
    return Sources(
        choice=choice,
        every=tuple(
            _source(part, here, england) for part in sorted(parts, key=lambda part: -parts[part])
        ),
        rows=tuple(row for row in own if row.period_end == end),
    )


def _source(part: str, here: Counts, england: Counts) -> Source:
    return Source(
        name=part,
        asked=_asked_share(here, part),
        refused=counted_share(here.get((REFUSED, part)), [here.get((REQUESTS, part))]),
        england_asked=_asked_share(england, part),
        england_refused=counted_share(
            england.get((REFUSED, part)), [england.get((REQUESTS, part))]
        ),
    )


def _asked_share(place: Counts, part: str) -> CountedShare:
    every = [row for (indicator, _), row in place.items() if indicator == REQUESTS]
    return counted_share(place.get((REQUESTS, part)), every)


@dataclass(frozen=True, kw_only=True)
class Quote:
    """One row of queries/who_asked_quote.sql: a share in percent, as a committee paper has it."""

    document: str
    title: str
    meeting_date: date
    measure: str
    period_as_written: str
    period_end: date
    value: float
    quote: str


def quotes(choice: Choice) -> tuple[Quote, ...]:
    """What the newest paper of this council's committee printed of who asks."""
    rows = queries.rows("who_asked_quote", Quote, council=choice.council.name)
    return tuple(row for row in rows if row.document == rows[0].document)
