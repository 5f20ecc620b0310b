"""The cards of the overview: one for each core indicator, what deserves a question first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from analysis.differences import Figure
from analysis.ranks import RankRange, Standing, rank_of, rank_range
from pages.parts.asking.sections import page_of
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import Indicator, shown, symbol_words
from pages.parts.figures.view import View, core_views
from pages.parts.language.safe import plain
from pages.parts.language.words import display_name, ordinal, period_label, slug
from pages.parts.measure import words
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
# What asks for no attention takes no room: fifty cards would bury the five that do.
FOLDED = (NOTHING_STANDS_OUT, ABSENT)
CARD_RULE = (
    "Which cards come first. “Worse than England by more than chance”: England’s figure lies "
    "outside the council’s 95% interval, on the better side. “In the least favourable quarter”: no "
    "interval can be had (the workforce), and three quarters of councils have a better figure. "
    "“Moved the wrong way”: the change on a year earlier is more than chance, in the unwanted "
    "direction. Then changes beyond chance where neither direction is better. Within a group the "
    "least favourable rank comes first. With some fifty measures, two or three will pass a 95% "
    "test by chance alone. A rank is given only where one direction is better and at least 90% of "
    "councils have a figure; its range is what chance leaves open."
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
class Card:
    """One core indicator of one council: what it says and how soon it is shown."""

    view: View
    finding: Finding | None
    standing: Standing | None
    range: RankRange | None
    heading: str

    @property
    def order(self) -> tuple[int, float]:
        """Group first, then the worst rank; what has no rank keeps the order of the pages."""
        rank = self.standing.rank if self.standing else None
        worst = -rank / self.standing.of if rank and self.standing else 0.0
        return HEADINGS.index(self.heading), worst


def heading(indicator: Indicator, finding: Finding | None, standing: Standing | None) -> str:
    """The group of a card, by the rule that stands on the page."""
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


def card(view: View, councils: Sequence[StandingRow]) -> Card:
    """The card of one view; `councils` are the rows of queries/standing.sql for its indicator."""
    latest = view.latest
    finding = words.finding(view) if latest else None
    has_value = latest is not None and latest.value is not None
    standing, possible = _rank(view, councils) if has_value else (None, None)
    return Card(
        view=view,
        finding=finding,
        standing=standing,
        range=possible,
        heading=heading(view.indicator, finding if has_value else None, standing),
    )


def _rank(view: View, rows: Sequence[StandingRow]) -> tuple[Standing | None, RankRange | None]:
    latest = view.latest
    newest = rows[0].period_end if rows else None
    figures = {
        row.area_code: Figure(value=row.value, numerator=row.numerator, denominator=row.denominator)
        for row in rows
    }
    # A rank compares one period: a council whose newest figure is older is not ranked among others.
    if view.reporter not in figures or latest is None or latest.end != newest:
        return None, None
    indicator = view.indicator
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
def cards_by_heading(choice: Choice) -> dict[str, list[Card]]:
    """The cards under their headings, what deserves a question first."""
    rows = standings()
    cards = [card(view, rows.get(view.indicator.indicator_id, [])) for view in core_views(choice)]
    in_order = sorted(cards, key=lambda card: card.order)
    return {name: list(some) for name, some in groupby(in_order, key=lambda card: card.heading)}


def rank_words(card: Card) -> str:
    """The rank with its plausible range, or why there is none."""
    if card.standing is None:
        return ""
    if card.standing.rank is None:
        return f"No rank: {card.standing.reason}." if card.standing.reason else ""
    text = f"Rank {ordinal(card.standing.rank)} of {card.standing.of} (1st is best)"
    if card.range is None:
        return f"{text}; how sure the rank is cannot be said."
    if card.range.best == card.range.worst:
        return f"{text}."
    return f"{text}; chance leaves {ordinal(card.range.best)} to {ordinal(card.range.worst)} open."


def england_and_group(view: View) -> str:
    """England and the group in the newest period, with the rule and the count."""
    latest, group = view.latest, view.choice.group
    if latest is None:
        return ""
    told = []
    england = view.england_value(latest.end)
    if england is not None and view.indicator.shares_an_axis:
        told.append(f"England {shown(england, view.indicator)}")
    value, mean = view.group_value(latest.end), view.means.get(latest.end)
    if value is not None:
        rule = f" (mean of {mean.n} of {mean.of})" if mean else ""
        told.append(f"{group.short} {shown(value, view.indicator)}{rule}")
    return ", ".join(told) + "." if told else ""


def spark(view: View) -> list[float]:
    """The newest stretch of values that may be joined: no gap and no break in it."""
    values: list[float] = []
    later = None
    for figure in reversed(view.council):
        # A spark has no axis to mark a break on, so it shows only what may be joined.
        broken = later is not None and any(
            b.kind == "break" and figure.end <= b.after_end < later for b in view.breaks
        )
        if figure.value is None or broken:
            break
        values.insert(0, figure.value)
        later = figure.end
    return values


def value_words(view: View) -> str:
    """The newest figure; why there is none stands below it."""
    latest = view.latest
    if latest is None or latest.value is None:
        return "No figure"
    return shown(latest.value, view.indicator)


def reason(view: View) -> str:
    """Why there is no newest figure; empty where there is one."""
    latest = view.latest
    if latest is None:
        return "Not in the published file."
    return f"{symbol_words()[latest.status]}." if latest.value is None else ""


def show(name: str, cards: Sequence[Card], choice: Choice) -> None:
    """One group of cards under its heading, folded away where nothing asks for attention."""
    title = f"{name} ({len(cards)})"
    box: DeltaGenerator = st.container()
    if name in FOLDED:
        box = st.expander(title)
    else:
        box.header(title, anchor=False)
    grid = box.grid(min_column_width=250, border=True)
    for card in cards:
        with grid.cell():
            _draw(card, choice)


def _draw(card: Card, choice: Choice) -> None:
    view = card.view
    stretch = spark(view)
    st.markdown(plain(view.indicator.short_name))
    st.metric(
        plain(view.indicator.short_name),
        value_words(view),
        label_visibility="collapsed",
        chart_data=stretch if len(stretch) > 2 else None,
    )
    period = period_label(view.latest.start, view.latest.end) if view.latest else ""
    basis = ", ".join(part for part in (period, view.indicator.basis) if part)
    change = card.finding.change if card.finding else ""
    lines = [reason(view), basis, england_and_group(view), change, rank_words(card)]
    st.caption("  \n".join(plain(line) for line in lines if line))
    where = page_of(view.indicator.indicator_id)
    if where:
        page, section = where
        st.page_link(
            page,
            label="See the chart",
            icon=":material/arrow_forward:",
            query_params=_address(section, view, choice),
        )


def _address(section: str, view: View, choice: Choice) -> dict[str, str]:
    return {
        "council": slug(display_name(choice.council.name)),
        "with": choice.group.key,
        "show": slug(section),
        "measure": view.indicator.indicator_id,
    }


def rule() -> None:
    """How the cards are sorted."""
    st.caption(plain(CARD_RULE))
