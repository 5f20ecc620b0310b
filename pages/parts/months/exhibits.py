"""A council's own counts, month by month."""

from functools import partial

from pages.parts.asking import address
from pages.parts.exhibit.absent import NotPublished
from pages.parts.exhibit.chart_crosshair import texts
from pages.parts.exhibit.exhibit import COUNT, Chart, Exhibit, Figures, Layout
from pages.parts.figures.councils import Council
from pages.parts.months import data, drawing, tables, words
from pages.parts.months.charts import months_chart
from pages.parts.months.data import Months


def chosen(council: Council) -> Exhibit | NotPublished:
    """The measure that the reader chose, where the council supplied any; else who could tell."""
    supplied = data.months(council)
    if not supplied:
        return words.NO_MONTHS
    names = {measure: months.name for measure, months in supplied.items()}
    return exhibit(supplied[address.one("Measure by month", "month", names)])


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
