"""The lane of a council's own monthly counts on the page Need and protection."""

from functools import partial

import streamlit as st

from analysis.spc import FIXED_POINTS
from pages.parts.asking import address
from pages.parts.exhibit import showing
from pages.parts.exhibit.exhibit import COUNT, Chart, Exhibit, Figures
from pages.parts.figures.councils import Council
from pages.parts.language.commands import IMPORT
from pages.parts.language.safe import plain
from pages.parts.language.words import capitalise, display_name, spelled
from pages.parts.months import data, drawing, tables, words
from pages.parts.months.charts import months_chart
from pages.parts.months.data import Months

TEMPLATE = "data/local/month_template.csv"


def lane(council: Council) -> None:
    """Month by month, where the council supplied any; else how to load them, folded away."""
    supplied = data.months(council)
    if not supplied:
        absent(council)
        return
    st.divider()
    st.header("Month by month: the council's own figures", anchor=False)
    names = {measure: months.name for measure, months in supplied.items()}
    showing.show(exhibit(supplied[address.one("Measure by month", "month", names)]))


def absent(council: Council) -> None:
    """How a council loads its own months."""
    with st.expander("Month by month: is a movement chance or change?", icon=":material/timeline:"):
        st.markdown(
            plain(
                f"DfE publishes no monthly figures. {display_name(council.name)}'s own can be "
                "loaded here: plans started and ended, referrals, enquiries. "
                f"{capitalise(spelled(FIXED_POINTS))} months show which movements are more than "
                "routine. Template:"
            )
            + f" `{TEMPLATE}`"
        )
        st.code(IMPORT, language=None)


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
            ),
        ),
        said=tuple(words.explanation(months)),
        notes=tuple(words.notes(months)),
        withheld=words.withheld(months),
        tables=(("", tables.months_table(months)),),
        figures=Figures(frame=partial(tables.figures, months), formats={"count": COUNT}),
        source=words.source(months),
        definition=(f"{months.definition}.",),
        files=months.files,
        trail="Every number here is in the answer to `queries/months.sql`.",
    )
