"""What a reader of an older link must know: which of its figures were revised since."""

from dataclasses import dataclass
from datetime import date, datetime

import queries
from pages.parts.exhibit.exhibit import Concerned
from pages.parts.figures.database import Indicator, indicators, shown, symbol_words
from pages.parts.language.words import display_name, period_label


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One row of queries/revised_since.sql: a figure then and now.

    `own` is false for a count that the figure on the page is made of.
    """

    indicator_id: str
    own: bool
    area_code: str
    name: str
    period_start: date
    period_end: date
    breakdown: str | None
    old_value: float | None
    value: float | None
    status: str
    published_on: str | None
    retrieved_at: datetime

    @property
    def indicator(self) -> Indicator:
        return indicators()[self.indicator_id]

    @property
    def old(self) -> str:
        """The figure as it was printed before."""
        return "no figure" if self.old_value is None else shown(self.old_value, self.indicator)

    @property
    def new(self) -> str:
        """The figure now, or why there is none."""
        if self.value is not None:
            return shown(self.value, self.indicator)
        return f"“{symbol_words()[self.status]}”"


def sentence(concerned: Concerned, since: date | None) -> str:
    """The first revision after a day and how many more there are; empty where there is none."""
    if since is None:
        return ""
    revised = revisions(concerned, since)
    if not revised:
        return ""
    first, others = revised[0], len(revised) - 1
    what = "These figures were" if first.own else "A figure behind these was"
    more = f", and {others} more in this view" if others else ""
    return f"{what} revised in {_month(first)}: {_then_and_now(first)}{more}."


def revisions(concerned: Concerned, since: date) -> list[Revision]:
    """The revisions that a reader can see, what concerns most first.

    A figure that is printed as before was revised too, but not for a reader of this page.
    """
    every = queries.rows(
        "revised_since",
        Revision,
        indicators=concerned.indicators,
        areas=concerned.areas,
        topic=concerned.topic,
        asof=since.isoformat(),
    )
    return sorted(
        (revision for revision in every if revision.old != revision.new),
        key=lambda revision: (
            not revision.own,
            concerned.areas.index(revision.area_code),
            -revision.period_end.toordinal(),
        ),
    )


def _then_and_now(revision: Revision) -> str:
    """'53.4% is now 52.9% (Trafford, 2024)', with a name where it is not the page's own figure."""
    period = period_label(revision.period_start, revision.period_end)
    name = "" if revision.own else f"{revision.indicator.short_name}, "
    part = "" if revision.breakdown is None else f"{revision.breakdown}, "
    where = f"{part}{display_name(revision.name)}, {period}"
    return f"{name}{revision.old} is now {revision.new} ({where})"


def _month(revision: Revision) -> str:
    """The month of the release that revised a figure, or in which it was read."""
    written = revision.published_on
    when = date.fromisoformat(f"{written[:7]}-01") if written else revision.retrieved_at
    return f"{when:%B %Y}"
