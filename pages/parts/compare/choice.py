"""What the reader chooses on the page Compare; every choice lives in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from pages.parts.asking import address
from pages.parts.compare.data import Compared, Field, between, field, members, reporters
from pages.parts.figures.councils import Choice, councils
from pages.parts.figures.database import indicators
from pages.parts.figures.view import view
from pages.parts.language.words import display_name, period_label

TREND, RANKING, DISTRIBUTION, MAP, TABLE = "trend", "ranking", "distribution", "map", "table"
TABS: Mapping[str, str] = {
    TREND: "Trend",
    RANKING: "Ranking",
    DISTRIBUTION: "Distribution",
    MAP: "Map",
    TABLE: "Table",
}
FIGURE, NAME, REGION, BESIDE = "figure", "name", "region", "beside"
SORTS: Mapping[str, str] = {
    FIGURE: "Figure",
    NAME: "Council",
    REGION: "Region",
    BESIDE: "Better or worse",
}
MOST_NAMED = 20


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the reader wants to see: `named` are DfE codes, the years those of period ends."""

    choice: Choice
    indicator_id: str
    named: tuple[str, ...]
    first: date
    last: date
    tab: str
    sort: str = FIGURE


def ask(choice: Choice) -> Asked | None:
    """The reader's choices; None where the database holds no figure of the measure."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator_id = address.one("Measure", "indicator", measures(), default=usual())
        found = field(indicator_id)
        years = _years(found) if found.ends else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tab = address.one(
            "View", "tab", TABS, widget="segmented", label_visibility="collapsed", width="content"
        )
        named = _named(choice)
    sort = _sort() if tab == TABLE else FIGURE
    if years is None:
        return None
    return Asked(
        choice=choice,
        indicator_id=indicator_id,
        named=named,
        first=years[0],
        last=years[1],
        tab=tab,
        sort=sort,
    )


def compared(asked: Asked) -> Compared:
    """All that the page shows of what is asked."""
    found, choice = field(asked.indicator_id), asked.choice
    areas = {council.la_code: council.area_code for council in councils()}
    own = choice.council.area_code
    return Compared(
        field=found,
        choice=choice,
        seen=between(view(asked.indicator_id, choice), asked.first, asked.last),
        first=asked.first,
        last=asked.last,
        named=reporters(tuple(areas[code] for code in asked.named), found, but=own),
        group=members(choice, found),
    )


def measures() -> dict[str, str]:
    """Every core indicator, its topic before its name, in the order of the pages.

    The list is searched by typing, so that the topic finds all of its measures.
    """
    core = [one for one in indicators().values() if one.core]
    topics = list(dict.fromkeys(one.topic for one in core))
    ordered = sorted(core, key=lambda one: topics.index(one.topic))
    return {one.indicator_id: f"{one.topic}: {one.short_name}" for one in ordered}


def usual() -> str:
    """The measure to begin with: the first that can be judged and has a better direction."""
    core = [one for one in indicators().values() if one.core]
    judged = [one for one in core if one.has_direction and one.interval_method]
    return (judged or core)[0].indicator_id


def _named(choice: Choice) -> tuple[str, ...]:
    own = choice.council.la_code
    offered = {c.la_code: display_name(c.name) for c in councils() if c.la_code != own}
    return address.many(
        "Also name",
        "councils",
        offered,
        most=MOST_NAMED,
        placeholder="Also name other councils",
        label_visibility="collapsed",
    )


def _years(found: Field) -> tuple[date, date]:
    """The last days of the first and the last period to show."""
    ends = {str(end.year): end for end in found.ends}
    labels = {year: period_label(found.spans[end], end, short=True) for year, end in ends.items()}
    first = address.one("From", "from", labels, default=min(labels), width=170)
    later = {year: label for year, label in reversed(labels.items()) if year >= first}
    last = address.one("To", "to", later, default=max(later), width=170)
    return ends[first], ends[last]


def _sort() -> str:
    return address.one("Sort by", "sort", SORTS, widget="segmented")
