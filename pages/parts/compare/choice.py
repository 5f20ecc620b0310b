"""What the reader chooses on the page Compare; every choice lives in the address."""

from dataclasses import dataclass
from datetime import date

from pages.parts.asking import address, links
from pages.parts.compare.data import (
    Compared,
    Field,
    between,
    everywhere,
    members,
    reporters,
)
from pages.parts.compare.tables import FIGURE, SORTS
from pages.parts.compare.tabs import TABS
from pages.parts.figures.councils import Choice, councils
from pages.parts.figures.database import indicators
from pages.parts.figures.view import view
from pages.parts.language.words import display_name, period_label, uncapitalise

# An address sent while there was one rate of appeals, without counts, opens the one that goes on.
FOLLOWED_BY = {"ehcp_appeal_rate": "ehcp_appeal_rate_new"}
MOST_NAMED = 20  # more would not fit in an address that people send to each other


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the reader wants to see: `named` are DfE codes, the years those of period ends.

    `tab` is the slug of a record of `TABS`, `sort` that of one of `SORTS`.
    """

    choice: Choice
    indicator_id: str
    named: tuple[str, ...]
    first: date
    last: date
    tab: str
    sort: str = FIGURE


def ask(choice: Choice) -> Asked | None:
    """The reader's choices; None where the database holds no figure of the measure."""
    with address.controls():
        labels = {slug: tab.label for slug, tab in TABS.items()}
        tab = address.one("View", "tab", labels, widget="segmented", hidden=True, width="content")
        indicator_id = address.one(
            "Measure",
            "indicator",
            measures(),
            default=links.usual_measure(),
            hidden=True,
            aliases=FOLLOWED_BY,
        )
        field = everywhere(indicator_id)
        years = _years(field) if field.ends else None
        named = _named(choice)
    sort = _sort() if TABS[tab].table else FIGURE
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


def comparison(asked: Asked) -> Compared:
    """All that the page shows of what is asked."""
    field, choice = everywhere(asked.indicator_id), asked.choice
    areas = {council.la_code: council.area_code for council in councils()}
    own = choice.council.area_code
    return Compared(
        field=field,
        choice=choice,
        view=between(view(asked.indicator_id, choice), asked.first, asked.last),
        first=asked.first,
        last=asked.last,
        named=reporters(tuple(areas[code] for code in asked.named), field, but=own),
        group=members(choice, field),
    )


def measures() -> dict[str, str]:
    """Every core indicator, its topic before its name, in the order of the pages.

    The list is searched by typing, so that the topic finds all of its measures.
    """
    core = [measure for measure in indicators().values() if measure.core]
    topics = list(dict.fromkeys(measure.topic for measure in core))
    ordered = sorted(core, key=lambda measure: topics.index(measure.topic))
    return {measure.indicator_id: f"{measure.topic}: {measure.short_name}" for measure in ordered}


def _named(choice: Choice) -> tuple[str, ...]:
    own = choice.council.la_code
    offered = {c.la_code: display_name(c.name) for c in councils() if c.la_code != own}
    with address.folded("Also name", ":material/add_location:"):
        return address.many("Also name other councils", "councils", offered, most=MOST_NAMED)


def _years(field: Field) -> tuple[date, date]:
    """The last days of the first and the last period to show."""
    ends = {str(end.year): end for end in field.ends}
    labels = {year: period_label(field.spans[end], end, short=True) for year, end in ends.items()}
    first = address.one("From", "from", labels, default=min(labels), hidden=True)
    later = {year: label for year, label in reversed(labels.items()) if year >= first}
    last = address.one("To", "to", later, default=max(later), hidden=True)
    return ends[first], ends[last]


def _sort() -> str:
    labels = {slug: f"By {uncapitalise(sort.label)}" for slug, sort in SORTS.items()}
    return address.one("Sort by", "sort", labels, widget="segmented", hidden=True)
