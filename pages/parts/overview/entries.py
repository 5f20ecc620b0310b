"""What deserves a question first: every core indicator of one council, ordered by one rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import queries
from analysis.ranks import Band, RankRange, Standing, rank_of, rank_range
from pages.parts.asking.sections import page_of
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import Indicator
from pages.parts.figures.view import View, core_views, figure_of
from pages.parts.measure import questions, words
from pages.parts.measure.sentences import Finding

HEADINGS = (
    "Worse than England by more than chance",
    "In the least favourable quarter of councils",
    "Moved the wrong way by more than chance",
    "Rose or fell by more than chance, where neither is better",
    "Nothing that stands out",
    "No figure published",
)
WORSE, QUARTER, WRONG_WAY, MOVED, NOTHING_STANDS_OUT, ABSENT = HEADINGS
ASKING = (WORSE, QUARTER, WRONG_WAY, MOVED)
# One measure counted in two ways; where one rule lets both in, the first stands for both.
TWINS = {"ehcp_20wk_ex_pc": "ehcp_20wk_all_pc"}
RULE = (
    "Which measures come first. “Worse than England by more than chance”: England’s figure lies "
    "outside the council’s 95% interval, on the better side. “In the least favourable quarter”: no "
    "interval can be had (the workforce), and three quarters of councils have a better figure. "
    "“Moved the wrong way”: the change on a year earlier is more than chance, in the unwanted "
    "direction. Then changes beyond chance where neither direction is better. Within a group the "
    "least favourable rank comes first; then the subjects take turns. With some fifty measures, "
    "two or three will pass a 95% test by chance alone. A rank is given only where one direction "
    "is better and at least 90% of councils have a figure; its range is where it could be by "
    "chance alone."
)


@dataclass(frozen=True, kw_only=True)
class StandingRow:
    """One row of queries/standing.sql: the newest figure of one indicator in one council."""

    indicator_id: str
    area_code: str
    period_end: date
    value: float | None
    status: str
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One core indicator of one council: what it says and how soon it is shown.

    `twin` is the same measure counted otherwise, where this entry stands for both.
    """

    view: View
    finding: Finding | None
    standing: Standing | None
    range: RankRange | None
    heading: str
    twin: "Entry | None" = None

    @property
    def indicator(self) -> Indicator:
        return self.view.indicator

    @property
    def value(self) -> float | None:
        return self.view.latest.value if self.view.latest else None

    @property
    def judged(self) -> Finding | None:
        """The finding, where there is a figure to judge."""
        return None if self.value is None else self.finding

    @property
    def band(self) -> Band | None:
        return self.standing.band if self.standing else None

    @property
    def order(self) -> tuple[int, float]:
        """Group first, then the worst rank; what has no rank keeps the order of the pages."""
        rank = self.standing.rank if self.standing else None
        worst = -rank / self.standing.of if rank and self.standing else 0.0
        return HEADINGS.index(self.heading), worst

    @property
    def question(self) -> str:
        """What a member might ask, for the reason why it is asked."""
        reasons = {WORSE: questions.WORSE, QUARTER: questions.QUARTER}
        moved = self.judged.movement if self.judged else ""
        return questions.question(
            self.indicator.indicator_id, (reasons.get(self.heading, ""), moved)
        )


def heading(indicator: Indicator, finding: Finding | None, standing: Standing | None) -> str:
    """The group of an entry, by the rule that stands on the page."""
    if finding is None:
        return ABSENT
    if finding.tone == "worse":
        return WORSE
    # A quarter of councils is always in the lowest quarter, so that this alone says little: it
    # stands in only where no interval can be had.
    unjudged = indicator.interval_method is None and finding.verdict == "not compared"
    if unjudged and standing is not None and standing.band == "D":
        return QUARTER
    if finding.movement in ("rose", "fell"):
        if not indicator.has_direction:
            return MOVED
        if (finding.movement == "rose") == (indicator.polarity == "low"):
            return WRONG_WAY
    return NOTHING_STANDS_OUT


def entry(view: View, councils: Sequence[StandingRow]) -> Entry:
    """The entry of one view; `councils` are the rows of queries/standing.sql for its indicator."""
    latest = view.latest
    finding = words.finding(view) if latest else None
    has_value = latest is not None and latest.value is not None
    standing, possible = _rank(view, councils) if has_value else (None, None)
    return Entry(
        view=view,
        finding=finding,
        standing=standing,
        range=possible,
        heading=heading(view.indicator, finding if has_value else None, standing),
    )


def _rank(view: View, rows: Sequence[StandingRow]) -> tuple[Standing | None, RankRange | None]:
    latest = view.latest
    newest = rows[0].period_end if rows else None
    indicator = view.indicator
    figures = {row.area_code: figure_of(row, indicator) for row in rows}
    # A rank compares one period: a council whose newest figure is older is not ranked among others.
    if view.reporter not in figures or latest is None or latest.end != newest:
        return None, None
    statuses = {row.area_code: row.status for row in rows}
    values = {area: figure.value for area, figure in figures.items()}
    standing = rank_of(view.reporter, values, indicator.polarity, statuses)
    if standing.rank is None:
        return standing, None
    return standing, rank_range(
        view.reporter, figures, indicator.interval_method, indicator.polarity
    )


@queries.kept(most=4)
def standings() -> dict[str, list[StandingRow]]:
    """Every council that reports today, by indicator."""
    rows: dict[str, list[StandingRow]] = {}
    for row in queries.rows("standing", StandingRow):
        rows.setdefault(row.indicator_id, []).append(row)
    return rows


@queries.kept(most=200)
def entries(choice: Choice) -> tuple[Entry, ...]:
    """Every core indicator, what deserves a question first."""
    rows = standings()
    every = [entry(view, rows.get(view.indicator.indicator_id, [])) for view in core_views(choice)]
    return tuple(sorted(every, key=lambda entry: entry.order))


def asking(every: Iterable[Entry]) -> list[Entry]:
    """The entries that deserve a question, the subjects taking turns."""
    return mixed(one_of_twins([entry for entry in every if entry.heading in ASKING]))


def one_of_twins(ordered: Sequence[Entry]) -> list[Entry]:
    """The same entries, but one for a measure that stands twice under the same heading."""
    known = {entry.indicator.indicator_id: entry for entry in ordered}
    pairs = {
        first: known[second]
        for first, second in TWINS.items()
        if first in known and second in known and known[first].heading == known[second].heading
    }
    left_out = {twin.indicator.indicator_id for twin in pairs.values()}
    return [
        replace(entry, twin=pairs.get(entry.indicator.indicator_id))
        for entry in ordered
        if entry.indicator.indicator_id not in left_out
    ]


def mixed(ordered: Sequence[Entry]) -> list[Entry]:
    """The same entries, one of each page in turn; within a page their order stays."""
    turns: list[tuple[int, int, Entry]] = []
    pages: dict[str, int] = {}
    for entry in ordered:
        page = subject(entry.indicator)
        pages[page] = pages.get(page, -1) + 1
        turns.append((pages[page], list(pages).index(page), entry))
    return [entry for *_, entry in sorted(turns, key=lambda turn: turn[:2])]


def subject(indicator: Indicator) -> str:
    """The page that an indicator stands on, which is what its subject is."""
    page, _ = page_of(indicator.indicator_id) or ("", "")
    return page
