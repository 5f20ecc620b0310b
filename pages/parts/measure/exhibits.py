"""The exhibits of measures: one indicator through the years, or by its parts."""

from collections.abc import Sequence
from datetime import date

import queries
from pages.parts.asking import address
from pages.parts.asking.sections import WAITS, Part
from pages.parts.exhibit.absent import NotPublished
from pages.parts.exhibit.chart_crosshair import texts
from pages.parts.exhibit.exhibit import (
    COUNT,
    PERCENT,
    Chart,
    Concerned,
    Exhibit,
    Figures,
    Layout,
    number_format,
)
from pages.parts.figures import sources
from pages.parts.figures.councils import ENGLAND, Choice
from pages.parts.figures.database import indicators
from pages.parts.figures.inspections import Inspection, inspections, is_social_care
from pages.parts.figures.view import View, middle_halves, view
from pages.parts.language.words import display_name
from pages.parts.measure import charts, drawing, stops, tables, waits, words
from pages.parts.measure.breakdown import Breakdown, breakdown


def chosen(part: Part, choice: Choice) -> Exhibit | NotPublished:
    """The exhibit of one measure as the reader chose it; a card where there are no figures."""
    made = exhibit(part, choice, marked=marked(part))
    if made:
        return made
    indicator, topic = (part, "") if isinstance(part, str) else part
    return words.no_figures(indicators()[indicator], choice.council.name, topic)


def marked(part: Part) -> bool:
    """Whether the chart of a measure marks inspections: only one of social care does."""
    indicator = part if isinstance(part, str) else part[0]
    return address.said("inspections") == "marked" and is_social_care(indicators()[indicator])


@queries.kept(most=300)
def exhibit(part: Part, choice: Choice, *, marked: bool = False) -> Exhibit | None:
    """The exhibit of one measure; None where the council has no figures.

    With `marked` its chart marks the inspections of the council.
    """
    if isinstance(part, str):
        inspected = inspections(choice.council.la_code) if marked else ()
        return through_the_years(view(part, choice), inspected)
    if part == WAITS:
        return waits.exhibit(choice)
    parts = breakdown(*part, choice)
    return by_parts(parts) if parts else None


def through_the_years(view: View, inspected: Sequence[Inspection] = ()) -> Exhibit | None:
    """Everything about one indicator; None where the council has no figures of it."""
    measure, latest, group = view.indicator, view.latest, view.choice.group
    if latest is None:
        return None
    finding = words.finding(view)
    title = words.title(view)
    chart = chart_of(view, latest.end, words.alternative(view, title), inspected)
    among = words.group_note(view)
    inspected_words = words.inspected(inspected, drawing.seen(view, inspected))
    others = (f"{group.option}, newest period", tables.peers_table(view, latest.end))
    formula = f"Our calculation: {measure.derived_from}"
    written = number_format(measure)
    return Exhibit(
        key=measure.indicator_id,
        place=display_name(view.name),
        finding=title,
        measure=measure.name,
        basis=measure.basis,
        period=words.span(view),
        subtitle=(words.subtitle(view),),
        charts=(chart,),
        said=tuple(text for text in [words.said(finding)] if text),
        notes=(*words.notes(view), *([among] if among else []), *inspected_words),
        withheld=words.withheld(view),
        tables=(("", tables.trend_table(view, inspected)), *([others] if view.peers else [])),
        figures=Figures(
            frame=lambda: tables.figures(view),
            formats=dict.fromkeys(("value", "interval low", "interval high"), written),
            layout=tables.layout(view),
        ),
        source=sources.line(view),
        definition=(f"{measure.definition}.", *([formula] if measure.derived_from else [])),
        cells=sources.cells(view),
        concerned=Concerned(
            indicators=(measure.indicator_id,), areas=(view.reporter, ENGLAND, *group.areas)
        ),
    )


def chart_of(
    view: View, newest: date, alternative: str, inspected: Sequence[Inspection] = ()
) -> Chart:
    """Lines where there is more than one period, with what each period tells; else bars."""
    name = view.indicator.indicator_id
    if len({figure.end for figure in view.council}) == 1:
        frame, settings = drawing.bars(view, newest)
        spec = charts.bars_chart.specification(settings)
        return Chart(key=name, specification=spec, frame=frame, alt=alternative)
    halves = middle_halves(name) if view.indicator.shares_an_axis else ()
    told = stops.stops(view, halves, inspected=inspected)
    frame, settings = drawing.trend(view, halves, told, inspected=inspected)
    return Chart(
        key=name,
        specification=charts.trend_chart.specification(settings),
        frame=frame,
        alt=alternative,
        legend=words.legend(view, set(frame["mark"]), later=drawing.later(view, inspected)),
        texts=texts(frame),
    )


def by_parts(breakdown: Breakdown) -> Exhibit:
    """How one indicator breaks down, the council beside England."""
    frame, settings = drawing.parts(breakdown)
    chart = Chart(
        key=breakdown.key,
        specification=charts.parts_chart.specification(settings),
        frame=frame,
        alt=breakdown.alternative,
        legend=words.PARTS_LEGEND,
    )
    code = breakdown.indicator.indicator_id
    return Exhibit(
        key=breakdown.key,
        place=breakdown.name,
        finding=breakdown.finding,
        measure=breakdown.title,
        basis=breakdown.indicator.basis,
        period=breakdown.period,
        subtitle=(breakdown.subtitle,),
        charts=(chart,),
        notes=tuple(breakdown.notes),
        withheld=breakdown.withheld,
        tables=(("", breakdown.table),),
        figures=Figures(
            frame=lambda: breakdown.figures,
            formats={"count": COUNT, "share of council": PERCENT, "share of England": PERCENT},
            words="share in words",
            layout=Layout(
                down="part",
                columns=("count", "share of council", "share of England"),
                drawn=("share of council", "share of England"),
            ),
        ),
        source=breakdown.source,
        cells=breakdown.cells,
        concerned=Concerned(
            indicators=(code,), areas=(breakdown.rows[0].area_code, ENGLAND), topic=breakdown.topic
        ),
    )
