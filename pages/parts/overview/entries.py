"""What deserves a question first: every core indicator of one council, ordered by one rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import queries
from analysis.intervals import FEWEST_JUDGED
from analysis.ranks import Band, RankRange, Standing, rank_of, rank_range
from pages.parts.asking.sections import page_of
from pages.parts.figures.councils import Choice
from pages.parts.figures.counts import is_of_few
from pages.parts.figures.database import Indicator, indicators
from pages.parts.figures.spread import PlaceAmong, StandingRow, place, standings
from pages.parts.figures.view import View, core_views, figure_of
from pages.parts.measure import questions, words
from pages.parts.measure.sentences import Finding
from pages.parts.overview.flags import Flag, Tested, flags_of, told

HEADINGS = (
    "Stands out from other councils, on the less favourable side",
    "Worse than England by more than chance",
    "In the least favourable quarter of councils",
    "Stands out from other councils, where neither side is better",
    "Moved the wrong way by more than chance",
    "Rose or fell by more than chance, where neither is better",
    "Beyond chance by itself, but not among so many tests",
    "Better than England, or moved the right way",
    "Tested, and nothing stands out",
    "Could not be tested",
    "No figure published",
)
(
    OUTLYING, WORSE, QUARTER, APART, WRONG_WAY, MOVED,
    ALONE, FAVOURABLE, NOTHING_STANDS_OUT, UNTESTED, ABSENT,
) = HEADINGS  # fmt: skip
ASKING = (OUTLYING, WORSE, QUARTER, APART, WRONG_WAY, MOVED)
# One measure counted in two ways; where both are let in, the first to ask stands for both.
TWINS = {"ehcp_20wk_ex_pc": "ehcp_20wk_all_pc"}
RULE = (
    "Which measures come first. “Stands out”: the figure lies outside the limits within which "
    "nearly all councils of its size lie, chance and the usual spread of councils taken together. "
    "“Worse than England by more than chance”: England’s figure lies outside the council’s 95% "
    "interval, on the better side. “In the least favourable quarter”: chance cannot be judged (the "
    "workforce, and what is published without its counts), and three quarters of councils have a "
    "better figure. “Moved the wrong way”: the "
    "change on a year earlier is more than chance, in the unwanted direction. Then changes beyond "
    "chance where neither direction is better. Within a group the least favourable rank comes "
    "first; then the subjects take turns. So many tests would flag some figures by chance alone: "
    "of those told for one council no more than 5% are expected to be false (Benjamini and "
    "Hochberg). What is beyond chance only by its own test comes after them. A rank is given only "
    "where one direction is better and at least 90% of councils have a figure; its range is where "
    "it could be by chance alone."
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One core indicator of one council: what it says and how soon it is shown.

    `flags` are all that it was tested for, whatever they showed. `twin` is the same measure counted
    otherwise, where this entry stands for both.
    """

    view: View
    finding: Finding | None
    standing: Standing | None
    range: RankRange | None
    place: PlaceAmong | None
    flags: tuple[Flag, ...]
    heading: str = NOTHING_STANDS_OUT
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
    def balances(self) -> bool:
        """Whether nothing is known against the counts of the newest figure."""
        return self.view.latest is None or self.view.balances(self.view.latest.end)

    @property
    def outlying(self) -> bool:
        """Whether the figure lies outside the usual spread of councils."""
        return self.place is not None and self.place.stands_out

    @property
    def favourable(self) -> bool:
        """Whether a test tells that the figure is better than England's, or moved the right way."""
        if self.judged is None or not self.flags or not self.indicator.has_direction:
            return False
        wanted = "rose" if self.indicator.polarity == "high" else "fell"
        return self.judged.tone == "better" or self.judged.movement == wanted

    @property
    def band(self) -> Band | None:
        """The quarter of councils, the best A; none for a share of too few to be judged."""
        latest = self.view.latest
        if latest is None or is_of_few(self.indicator, latest.figure, FEWEST_JUDGED):
            return None
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
        worse = questions.WORSE
        reasons = {OUTLYING: worse, WORSE: worse, QUARTER: questions.QUARTER}
        moved = self.judged.movement if self.judged else ""
        return questions.question(
            self.indicator.indicator_id, (reasons.get(self.heading, ""), moved)
        )


def heading(made: Entry, of: frozenset[Tested]) -> str:
    """The group of an entry, by the rule that stands on the page; `of` are its tests told."""
    if made.judged is None:
        return ABSENT
    if "England" in of:
        return OUTLYING if made.outlying else WORSE
    # A quarter of councils is always in the lowest quarter, so that this alone says little: it
    # stands in only where no interval can be had.
    unjudged = made.indicator.interval_method is None and made.judged.verdict == "not compared"
    if unjudged and made.band == "D" and made.balances:
        return QUARTER
    if "councils" in of:
        return APART
    if "change" in of:
        return WRONG_WAY if made.indicator.has_direction else MOVED
    if any(flag.chance < 1 for flag in made.flags):
        return ALONE
    if made.favourable:
        return FAVOURABLE
    return NOTHING_STANDS_OUT if made.flags else UNTESTED


def entry(view: View, councils: Sequence[StandingRow]) -> Entry:
    """The entry of one view; `councils` are the rows of queries/standing.sql for its indicator.

    Its heading depends on all tests of the council, and is not known here.
    """
    latest = view.latest
    finding = words.finding(view) if latest else None
    has_value = latest is not None and latest.value is not None
    standing, possible = _rank(view, councils) if has_value else (None, None)
    return Entry(
        view=view,
        finding=finding,
        standing=standing,
        range=possible,
        place=place(view.indicator, view.reporter, latest.end) if latest else None,
        flags=tuple(flags_of(view, finding)) if finding else (),
    )


def put_in_order(made: Sequence[Entry]) -> tuple[Entry, ...]:
    """All entries of one council, each under its heading, what deserves a question first."""
    of: dict[str, set[Tested]] = {}
    for indicator_id, what in told(flag for entry in made for flag in entry.flags):
        of.setdefault(indicator_id, set()).add(what)
    placed = [
        replace(entry, heading=heading(entry, frozenset(of.get(entry.indicator.indicator_id, ()))))
        for entry in made
    ]
    return tuple(sorted(placed, key=lambda entry: entry.order))


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


@queries.kept(most=200)
def entries(choice: Choice) -> tuple[Entry, ...]:
    """Every core indicator, what deserves a question first."""
    rows = standings()
    return put_in_order(
        [entry(view, rows.get(view.indicator.indicator_id, [])) for view in core_views(choice)]
    )


def asking(every: Iterable[Entry]) -> list[Entry]:
    """The entries that deserve a question, then those that would by their own test alone.

    In either the subjects take turns.
    """
    ask = one_of_twins([entry for entry in every if entry.heading in (*ASKING, ALONE)])
    first = [entry for entry in ask if entry.heading != ALONE]
    return mixed(first) + mixed([entry for entry in ask if entry.heading == ALONE])


def one_of_twins(ordered: Sequence[Entry]) -> list[Entry]:
    """The same entries, but one for a measure that is there twice: the one that comes first."""
    known = {entry.indicator.indicator_id: entry for entry in ordered}
    pairs: dict[str, Entry] = {}
    for both in TWINS.items():
        if all(name in known for name in both):
            first, second = sorted(both, key=lambda name: known[name].order[0])
            pairs[first] = known[second]
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


def in_order_of_pages(every: Sequence[Entry]) -> list[Entry]:
    """Every entry as the pages order their measures, which keeps topics together."""
    order = list(indicators())
    return sorted(every, key=lambda entry: order.index(entry.indicator.indicator_id))


def subject(indicator: Indicator) -> str:
    """The page that an indicator stands on, which is what its subject is."""
    page, _ = page_of(indicator.indicator_id) or ("", "")
    return page
