"""The lane of a council's own monthly counts on the page Need and protection."""

from functools import partial

import streamlit as st

from pages.parts.asking import address
from pages.parts.exhibit import showing
from pages.parts.exhibit.exhibit import COUNT, Chart, Exhibit, Figures
from pages.parts.figures.councils import Council
from pages.parts.language.safe import plain
from pages.parts.language.words import display_name
from pages.parts.months import charts, data
from pages.parts.months.data import Months

IMPORT = "python -m etl import FILE"


def lane(council: Council) -> None:
    """Month by month, where the council supplied any; else how to load them, folded away."""
    found = data.months(council)
    if not found:
        absent(council)
        return
    st.divider()
    st.subheader("Month by month: the council's own figures", anchor=False)
    names = {measure: seen.name for measure, seen in found.items()}
    showing.show(exhibit(found[address.one("Measure by month", "month", names)]))


def absent(council: Council) -> None:
    with st.expander("Month by month: is a movement chance or change?", icon=":material/timeline:"):
        st.markdown(
            plain(
                f"DfE publishes no monthly figures. {display_name(council.name)}'s own can be "
                "loaded here: plans started and ended, referrals, enquiries. Twelve months show "
                "which movements are more than routine. Template:"
            )
            + " `data/local/month_template.csv`"
        )
        st.code(IMPORT, language=None)


def exhibit(seen: Months) -> Exhibit:
    """One measure month by month, with everything that belongs to it."""
    frame, settings = charts.drawn(seen)
    return Exhibit(
        key=f"month-{seen.measure}",
        place=seen.council,
        finding=data.finding(seen),
        measure=seen.name,
        basis=data.SUPPLIED,
        period=data.span(seen),
        subtitle=(data.subtitle(seen),),
        charts=(
            Chart(
                key=f"month-{seen.measure}",
                specification=charts.months_chart.specification(settings),
                frame=frame,
                alt=f"{data.finding(seen)}. The table below holds the figures.",
                legend=legend(seen),
            ),
        ),
        said=tuple(data.explanation(seen)),
        notes=tuple(data.notes(seen)),
        withheld=data.withheld(seen),
        tables=(("", data.table(seen)),),
        figures=Figures(frame=partial(data.figures, seen), formats={"count": COUNT}),
        source=f"Source: {', '.join(dict.fromkeys(str(row['file']) for row in seen.rows))}, "
        f"{data.SUPPLIED.lower()}.",
        definition=(f"{seen.definition}.",),
        files=seen.rows,
        trail="Every number here is in the answer to `queries/months.sql`.",
    )


def legend(seen: Months) -> str:
    parts = []
    if seen.judged and seen.judged.limits:
        parts.append("Black line: mean; orange lines: limits of ordinary variation.")
        if seen.judged.signals:
            parts.append("◆: a month that stands out.")
    if None in seen.counts.values():
        parts.append("○ on the axis: a month that is hidden.")
    return " ".join(parts)
