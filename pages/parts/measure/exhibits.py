"""The exhibits of measures: one indicator through the years, or by its parts."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

import queries
from pages.parts.asking.sections import Part
from pages.parts.exhibit import showing
from pages.parts.exhibit.chart_kit import Form
from pages.parts.exhibit.exhibit import (
    COUNT,
    PERCENT,
    Chart,
    Concerned,
    Exhibit,
    Figures,
    number_format,
)
from pages.parts.figures import sources
from pages.parts.figures.councils import ENGLAND, Choice
from pages.parts.figures.view import View, view
from pages.parts.language.safe import plain
from pages.parts.language.words import display_name
from pages.parts.measure import charts, drawing, tables, words
from pages.parts.measure.breakdown import Breakdown, breakdown


def show(part: Part, choice: Choice) -> None:
    """One measure, or one measure by one topic; a plain sentence where there are no figures."""
    found = exhibit(part, choice)
    if found:
        showing.show(found)
    elif isinstance(part, str):
        seen = view(part, choice)
        st.subheader(plain(seen.indicator.name), anchor=False)
        st.info(plain(words.no_figures(seen)))
    else:
        st.subheader(plain(part[1]), anchor=False)
        st.info("There are no published figures of this breakdown for this council.")


def findings(others: Sequence[Part], choice: Choice) -> None:
    """What the other measures of a section say, in a sentence each."""
    ids = [part for part in others if isinstance(part, str)]
    sentences = [words.finding(seen).text for one in ids if (seen := view(one, choice)).council]
    if sentences:
        st.subheader("Also in this section", anchor=False)
        st.markdown("\n".join(f"- {plain(sentence)}." for sentence in sentences))


@queries.kept(most=300)
def exhibit(part: Part, choice: Choice) -> Exhibit | None:
    """The exhibit of one measure; None where the council has no figures."""
    if isinstance(part, str):
        seen = view(part, choice)
        return through_the_years(seen) if seen.council else None
    parts = breakdown(*part, choice)
    return by_parts(parts) if parts else None


def through_the_years(seen: View) -> Exhibit:
    """Everything about one indicator that has figures."""
    one, latest, group = seen.indicator, seen.latest, seen.choice.group
    assert latest is not None
    found = words.finding(seen)
    form, frame, settings = drawn(seen)
    chart = Chart(
        key=one.indicator_id,
        specification=form.specification(settings),
        frame=frame,
        alt=words.alternative(seen, found.text),
    )
    among = words.group_note(seen)
    others = (f"{group.option}, newest period", tables.peers_table(seen, latest.end))
    formula = f"Our calculation: {one.derived_from}"
    written = number_format(one)
    return Exhibit(
        key=one.indicator_id,
        place=display_name(seen.name),
        finding=found.text,
        measure=one.name,
        basis=one.basis,
        period=words.span(seen),
        subtitle=(words.subtitle(seen),),
        charts=(chart,),
        said=tuple(text for text in [f"{found.change} {found.comparison}".strip()] if text),
        notes=(*words.notes(seen), *([among] if among else [])),
        withheld=words.withheld(seen),
        tables=(("", tables.trend_table(seen)), *([others] if seen.peers else [])),
        figures=Figures(
            frame=lambda: tables.figures(seen),
            formats=dict.fromkeys(("value", "interval low", "interval high"), written),
        ),
        source=sources.line(seen),
        definition=(f"{one.definition}.", *([formula] if one.derived_from else [])),
        cells=sources.cells(seen),
        concerned=Concerned(
            indicators=(one.indicator_id,), areas=(seen.reporter, ENGLAND, *group.areas)
        ),
    )


def drawn(seen: View) -> tuple[Form, pd.DataFrame, dict[str, Any]]:
    """Lines where there is more than one period, else bars."""
    assert seen.latest is not None
    if len({one.end for one in seen.council}) > 1:
        return charts.trend_chart, *drawing.trend(seen)
    return charts.bars_chart, *drawing.bars(seen, seen.latest.end)


def by_parts(seen: Breakdown) -> Exhibit:
    """How one indicator breaks down, the council beside England."""
    frame, settings = drawing.shares(seen)
    chart = Chart(
        key=seen.key,
        specification=charts.parts_chart.specification(settings),
        frame=frame,
        alt=seen.alternative,
    )
    code = seen.indicator.indicator_id
    return Exhibit(
        key=seen.key,
        place=seen.name,
        finding=seen.finding,
        measure=seen.title,
        basis=seen.indicator.basis,
        period=seen.period,
        subtitle=(seen.subtitle,),
        charts=(chart,),
        notes=tuple(seen.notes),
        withheld=seen.withheld,
        tables=(("", seen.table),),
        figures=Figures(
            frame=lambda: seen.figures,
            formats={"count": COUNT, "share of council": PERCENT, "share of England": PERCENT},
            words="share in words",
        ),
        source=seen.source,
        cells=seen.cells,
        concerned=Concerned(
            indicators=(code,), areas=(seen.rows[0].area_code, ENGLAND), topic=seen.topic
        ),
    )
