"""The lane of a council's own monthly counts on the page Need and protection."""

from functools import partial

import streamlit as st

from pages.parts.asking import address
from pages.parts.exhibit import absent, showing
from pages.parts.exhibit.chart_crosshair import texts
from pages.parts.exhibit.exhibit import COUNT, Chart, Exhibit, Figures, Layout
from pages.parts.figures.councils import Council
from pages.parts.months import data, drawing, tables, words
from pages.parts.months.charts import months_chart
from pages.parts.months.data import Months


def lane(council: Council) -> None:
    """Month by month, where the council supplied any; else who could tell."""
    supplied = data.months(council)
    if not supplied:
        absent.show(words.NO_MONTHS)
        return
    st.divider()
    st.header("Month by month: the council's own figures", anchor=False)
    names = {measure: months.name for measure, months in supplied.items()}
    showing.show(exhibit(supplied[address.one("Measure by month", "month", names)]))


def exhibit(months: Months) -> Exhibit:
    """One measure month by month, with everything that belongs to it."""
    frame, settings = drawing.months_drawn(months)
    key, finding = f"month-{months.measure}", words.finding(months)
    return Exhibit(
        key=key,
        place=months.council,
        finding=finding,
        measure=months.name,
        basis=words.SUPPLIED,
        period=words.span(months),
        subtitle=(words.subtitle(months),),
        charts=(
            Chart(
                key=key,
                specification=months_chart.specification(settings),
                frame=frame,
                alt=f"{finding}. The table below holds the figures.",
                legend=words.legend(months),
                texts=texts(frame),
            ),
        ),
        said=tuple(words.explanation(months)),
        notes=tuple(words.notes(months)),
        withheld=words.withheld(months),
        tables=(("", tables.months_table(months)),),
        figures=Figures(
            frame=partial(tables.figures, months),
            formats={"count": COUNT},
            layout=Layout(
                down="month ending",
                columns=("count", "stands out"),
                drawn=("count",),
                form="lines",
            ),
        ),
        source=words.source(months),
        definition=(f"{months.definition}.",),
        files=months.files,
        trail="Every number here is in the answer to `queries/months.sql`.",
    )
