"""The exhibits of the page Compare: one for each tab, drawn and taken away like every other."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

import pandas as pd
import streamlit as st

import queries
from pages.parts.compare import charts, drawing, neighbours, tables
from pages.parts.compare import words as told
from pages.parts.compare.choice import (
    DISTRIBUTION,
    FIGURE,
    MAP,
    RANKING,
    TABLE,
    TREND,
    Asked,
    compared,
)
from pages.parts.compare.data import Compared, between
from pages.parts.exhibit import showing
from pages.parts.exhibit.chart_kit import Form
from pages.parts.exhibit.exhibit import (
    Chart,
    Concerned,
    Exhibit,
    Figures,
    Folded,
    Table,
    number_format,
)
from pages.parts.figures import sources
from pages.parts.figures.councils import ENGLAND
from pages.parts.figures.database import Row, records, version
from pages.parts.language import words as language_words
from pages.parts.language.safe import plain
from pages.parts.measure import words
from pages.parts.measure.charts import trend_chart

KEPT = 100
FORMS = {
    TREND: "Lines through the years, with a dot for every other council",
    RANKING: "Dots in the order of rank, one for every council",
    DISTRIBUTION: "A band for the middle half of councils through the years",
    MAP: "Map of England with a tile for every council, darker where the figure is higher",
}
KEYS = {
    TREND: "Small dots: every other council. A thin upright line: the 95% interval.",
    RANKING: "Every dot is a council, in the order of the figures.",
    DISTRIBUTION: "Shaded: the middle half of councils; dark line in it: the median; thin grey "
    "line: from the lowest council to the highest.",
    MAP: "One tile is one council; London is drawn larger, beside its place. Darker is higher. "
    "Hatched: no figure. Tiles by this project.",
}


def show(asked: Asked) -> None:
    """One tab, or a plain sentence where councils are not compared."""
    seen = compared(asked)
    if not told.comparable(seen) and asked.tab != TREND:
        st.subheader(plain(told.finding(seen, asked.tab).text), anchor=False)
        st.info(plain(told.AMOUNT))
    else:
        showing.show(exhibit(asked))


def absent() -> None:
    """What to say of a measure without any figure."""
    st.subheader("No figures", anchor=False)
    st.info("The database holds no figure of this measure. Choose another measure.")


def exhibit(asked: Asked) -> Exhibit:
    """The exhibit of one tab, kept by database."""
    return _exhibit(version(), asked)


@lru_cache(maxsize=KEPT)
def _exhibit(version: str, asked: Asked) -> Exhibit:
    return exhibit_of(compared(asked), asked.tab, asked.sort)


def exhibit_of(seen: Compared, tab: str, sort: str = FIGURE) -> Exhibit:
    """Everything about one tab."""
    one, finding = seen.indicator, told.finding(seen, tab).text
    found = cells(seen)
    formula = f"Our calculation: {one.derived_from}"
    columns = "value", "interval low", "interval high", "lower quartile", "median", "upper quartile"
    return Exhibit(
        key=f"{one.indicator_id}-{tab}",
        place=language_words.display_name(
            seen.name(seen.own) if seen.entry else seen.choice.council.name
        ),
        finding=finding,
        measure=one.name,
        basis=one.basis,
        period=told.years(seen, tab),
        subtitle=(told.subtitle(seen, tab),),
        charts=(chart(seen, tab, finding),) if tab in FORMS else (),
        warning=neighbours.warning(seen) if told.comparable(seen) else "",
        said=tuple(text for text in [told.explained(seen, tab).text] if text),
        notes=tuple(notes(seen, tab)),
        withheld=withheld(seen, tab),
        tables=tuple(beside(seen))
        + ((("", tables.full_table(seen, sort)),) if tab == TABLE else ()),
        table_shown="plain",
        folded=(twin(seen, tab),) if tab in FORMS else (),
        figures=Figures(
            frame=lambda: EXPORTS[tab](seen), formats=dict.fromkeys(columns, number_format(one))
        ),
        source=sources.line_of(found, one.derived_from),
        definition=(f"{one.definition}.", *([formula] if one.derived_from else [])),
        cells=tuple(found),
        trail="All councils and years are the answer to `queries/compare_figures.sql`, who the "
        "neighbours are that to `queries/neighbours.sql`.",
        concerned=Concerned(
            indicators=(one.indicator_id,),
            areas=tuple(dict.fromkeys((seen.own, ENGLAND, *seen.group, *seen.named))),
        ),
    )


def chart(seen: Compared, tab: str, finding: str) -> Chart:
    """The drawing of one tab."""
    form, drawn = DRAWN[tab]
    frame, settings, height = drawn(seen)
    alt = f"{FORMS[tab]}. {finding}. {told.subtitle(seen, tab)}. The table below holds the figures."
    return Chart(
        key=f"compare-{tab}-{seen.indicator.indicator_id}",
        specification=form.specification(settings, height),
        frame=frame,
        alt=alt,
    )


RANGE_KEY = (
    "The shaded band is the plausible range of the council’s rank, the upright line at its dot the "
    "95% interval of its figure."
)
Drawing = Callable[[Compared], tuple[pd.DataFrame, Row, float | None]]
DRAWN: Mapping[str, tuple[Form, Drawing]] = {
    TREND: (trend_chart, lambda seen: (*drawing.trend(seen), None)),
    RANKING: (charts.ranking_chart, drawing.ranking),
    DISTRIBUTION: (charts.distribution_chart, lambda seen: (*drawing.distribution(seen), None)),
    MAP: (charts.tiles_chart, lambda seen: (*drawing.tile_map(seen), None)),
}
EXPORTS: Mapping[str, Callable[[Compared], pd.DataFrame]] = {
    TREND: lambda seen: tables.by_year(seen, tables.drawn_places(seen)),
    RANKING: tables.by_council,
    DISTRIBUTION: tables.quartiles,
    MAP: tables.by_council,
    TABLE: tables.by_council,
}
TWINS: Mapping[str, Callable[[Compared], pd.DataFrame]] = {
    TREND: tables.years_table,
    RANKING: tables.ranking_table,
    DISTRIBUTION: tables.distribution_table,
    MAP: lambda seen: tables.map_table(seen, drawing.fifths(seen.period)),
}


def twin(seen: Compared, tab: str) -> Folded:
    """The table that says what the chart shows."""
    return Folded(title="Figures in a table", icon=":material/table:", table=TWINS[tab](seen))


def beside(seen: Compared) -> list[Table]:
    """The neighbours' figures, where councils may be compared at all."""
    if not told.comparable(seen) or not seen.near:
        return []
    return [(neighbours.heading(seen), neighbours.figures(seen))]


def notes(seen: Compared, tab: str) -> list[str]:
    """What a reader must know of the chart, the neighbours and the series."""
    found = [KEYS[tab]] if tab in KEYS and told.comparable(seen) else []
    if tab == RANKING and seen.own in seen.period.ranges:
        found.append(RANGE_KEY)
    if beside(seen):
        found += [*neighbours.missing(seen), neighbours.ENOUGH]
    if tab == DISTRIBUTION:
        found.append(words.withheld(seen.seen))
    if tab == TREND and len(seen.named) > drawing.MOST_LINES:
        found.append(
            f"The first {drawing.MOST_LINES} of the {len(seen.named)} councils chosen have lines; "
            "the others are dots here and have their names in the other tabs."
        )
    view = between(seen.seen, seen.last, seen.last) if tab in (RANKING, MAP) else seen.seen
    if view.council or view.england:
        found += words.notes(view)
    if not seen.choice.group.key.startswith("sn") and (among := words.group_note(seen.seen)):
        found.append(among)
    return [note for note in dict.fromkeys(found) if note]


def withheld(seen: Compared, tab: str) -> str:
    """What is not there: the council's own years, or the councils without a newest figure."""
    return words.withheld(seen.seen) if tab in (TREND, DISTRIBUTION) else tables.withheld(seen)


def cells(seen: Compared) -> list[Row]:
    """The cells behind the council's newest figure, or England's where it has none in the file."""
    for area in (seen.own, ENGLAND, *seen.period.entries):
        found = records(_sources(seen.indicator.indicator_id, area, seen.last))
        if found:
            return found
    return []


def _sources(indicator_id: str, area: str, end: date) -> pd.DataFrame:
    return queries.run("sources", indicator=indicator_id, area=area, period_end=end)
