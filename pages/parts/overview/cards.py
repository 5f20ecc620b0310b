"""The cards of the overview: one for each core indicator, what deserves a question first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from analysis.differences import Figure
from analysis.ranks import RankRange, Standing, rank_of, rank_range
from pages.parts.asking.sections import place
from pages.parts.figures.councils import Choice
from pages.parts.figures.database import Indicator, Row, day, records, shown, symbol_words, version
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
WORSE, QUARTER, WRONG_WAY, MOVED, QUIET, ABSENT = HEADINGS
FOLDED = (QUIET, ABSENT)
RULE = (
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


def heading(indicator: Indicator, found: Finding | None, standing: Standing | None) -> str:
    """The group of a card, by the rule that stands on the page."""
    if found is None:
        return ABSENT
    if found.tone == "worse":
        return WORSE
    unjudged = indicator.interval_method is None and found.verdict == "not compared"
    if unjudged and standing is not None and standing.band == "D":
        return QUARTER
    if found.movement in ("rose", "fell"):
        if not indicator.has_direction:
            return MOVED
        if (found.movement == "rose") == (indicator.polarity == "low"):
            return WRONG_WAY
    return QUIET


def card(view: View, councils: Sequence[Row]) -> Card:
    """The card of one view; `councils` are the rows of queries/standing.sql for its indicator."""
    latest = view.latest
    found = words.finding(view) if latest else None
    has_value = latest is not None and latest.value is not None
    standing, possible = _rank(view, councils) if has_value else (None, None)
    return Card(
        view=view,
        finding=found,
        standing=standing,
        range=possible,
        heading=heading(view.indicator, found if has_value else None, standing),
    )


def _rank(view: View, rows: Sequence[Row]) -> tuple[Standing | None, RankRange | None]:
    latest = view.latest
    newest = day(rows[0]["period_end"]) if rows else None
    figures = {
        row["area_code"]: Figure(
            value=row["value"], numerator=row["numerator"], denominator=row["denominator"]
        )
        for row in rows
    }
    if view.reporter not in figures or latest is None or latest.end != newest:
        return None, None
    one = view.indicator
    statuses = {row["area_code"]: row["status"] for row in rows}
    values = {area: figure.value for area, figure in figures.items()}
    standing = rank_of(view.reporter, values, one.polarity, statuses)
    if standing.rank is None:
        return standing, None
    return standing, rank_range(view.reporter, figures, one.interval_method, one.polarity)


@lru_cache(maxsize=4)
def _standings(version: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in records(queries.run("standing")):
        rows.setdefault(row["indicator_id"], []).append(row)
    return rows


@lru_cache(maxsize=200)
def _cards(version: str, choice: Choice) -> tuple[Card, ...]:
    rows = _standings(version)
    found = [card(seen, rows.get(seen.indicator.indicator_id, [])) for seen in core_views(choice)]
    return tuple(sorted(found, key=lambda one: one.order))


def groups(choice: Choice) -> dict[str, list[Card]]:
    """The cards under their headings, what deserves a question first; kept by database."""
    every = _cards(version(), choice)
    return {name: list(cards) for name, cards in groupby(every, key=lambda one: one.heading)}


def rank_words(one: Card) -> str:
    """The rank with its plausible range, or why there is none."""
    if one.standing is None:
        return ""
    if one.standing.rank is None:
        return f"No rank: {one.standing.reason}." if one.standing.reason else ""
    text = f"Rank {ordinal(one.standing.rank)} of {one.standing.of} (1st is best)"
    if one.range is None:
        return f"{text}; how sure the rank is cannot be said."
    if one.range.best == one.range.worst:
        return f"{text}."
    return f"{text}; chance leaves {ordinal(one.range.best)} to {ordinal(one.range.worst)} open."


def beside(view: View) -> str:
    """England and the group in the newest period, with the rule and the count."""
    latest, group = view.latest, view.choice.group
    if latest is None:
        return ""
    found = []
    england = view.england_value(latest.end)
    if england is not None and view.indicator.shares_an_axis:
        found.append(f"England {shown(england, view.indicator)}")
    value, mean = view.group_value(latest.end), view.means.get(latest.end)
    if value is not None:
        rule = f" (mean of {mean.n} of {mean.of})" if mean else ""
        found.append(f"{group.short} {shown(value, view.indicator)}{rule}")
    return ", ".join(found) + "." if found else ""


def spark(view: View) -> list[float]:
    """The newest stretch of values that may be joined: no gap and no break in it."""
    values: list[float] = []
    later = None
    for one in reversed(view.council):
        broken = later is not None and any(
            b.kind == "break" and one.end <= b.after_end < later for b in view.breaks
        )
        if one.value is None or broken:
            break
        values.insert(0, one.value)
        later = one.end
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
        box.subheader(title, anchor=False)
    grid = box.grid(min_column_width=250, border=True)
    for one in cards:
        with grid.cell():
            _draw(one, choice)


def _draw(one: Card, choice: Choice) -> None:
    seen = one.view
    stretch = spark(seen)
    st.markdown(plain(seen.indicator.short_name))
    st.metric(
        plain(seen.indicator.short_name),
        value_words(seen),
        label_visibility="collapsed",
        chart_data=stretch if len(stretch) > 2 else None,
    )
    period = period_label(seen.latest.start, seen.latest.end) if seen.latest else ""
    basis = ", ".join(part for part in (period, seen.indicator.basis) if part)
    change = one.finding.change if one.finding else ""
    lines = [reason(seen), basis, beside(seen), change, rank_words(one)]
    st.caption("  \n".join(plain(line) for line in lines if line))
    where = place(seen.indicator.indicator_id)
    if where:
        page, section = where
        st.page_link(
            page,
            label="See the chart",
            icon=":material/arrow_forward:",
            query_params=_address(section, seen, choice),
        )


def _address(section: str, seen: View, choice: Choice) -> dict[str, str]:
    return {
        "council": slug(display_name(choice.council.name)),
        "with": choice.group.key,
        "show": slug(section),
        "measure": seen.indicator.indicator_id,
    }


def rule() -> None:
    """How the cards are sorted."""
    st.caption(plain(RULE))
