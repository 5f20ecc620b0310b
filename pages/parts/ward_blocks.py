"""The figures by ward on the page: finding, chart, what a reader must know, table, sources."""

from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

import queries
from pages.parts import sources, ward_charts, ward_drawing, ward_tables, ward_words
from pages.parts.blocks import table
from pages.parts.choice import Council
from pages.parts.database import Row, records
from pages.parts.safe import plain
from pages.parts.ward_choice import FUNNEL, MAP, RANKED, SHARES, TABLE
from pages.parts.ward_words import Asked
from pages.parts.words import display_name

FORMS = {RANKED: "dots", FUNNEL: "funnel", SHARES: "shares"}
ALTERNATIVES = {
    MAP: "Map of wards, each with its percentage",
    RANKED: "Wards in order of their percentage, with 95% intervals",
    FUNNEL: "Funnel plot of wards by number of pupils and percentage",
    SHARES: "Stacked bars of pupils by ward: EHC plan, SEN support, no SEN",
}
KEYS = {
    MAP: "▲ and ▼: above and below the 99.8% limits around the council's own rate. Hatched: no "
    "figure is shown.",
    RANKED: "▲ and ▼: above and below the 99.8% limits. A line is the 95% interval: how far a "
    "figure could lie by chance. Where lines overlap, the order of two wards is not settled.",
    FUNNEL: "Solid curves: 99.8% limits; dashed: 95% limits around the council's own rate. Wards "
    "are expected to lie between them by chance alone. ▲ and ▼ lie outside the 99.8% limits.",
    SHARES: "From the left: EHC plan (dark), SEN support (light), no SEN (white).",
}
REFRESH = "python -m etl refresh --from FILE"
IMPORT = "python -m etl import FILE.csv"


def absent(council: Council) -> None:
    """What is missing, and the one command that loads it."""
    st.subheader("No figures by ward yet", anchor=False)
    st.info(plain(ward_words.absent(display_name(council.name))))
    st.markdown("To load DfE's school-level file of “Special educational needs in England”:")
    st.code(REFRESH, language=None)
    st.markdown("Or to load the council's own figures (template: `data/local/ward_template.csv`):")
    st.code(IMPORT, language=None)


def show(asked: Asked, view: str) -> None:
    """One view of one measure, with everything that belongs to it."""
    st.subheader(plain(ward_words.finding(asked)), anchor=False)
    st.caption(plain(ward_words.subtitle(asked)))
    if view == TABLE:
        table(ward_tables.full_table(asked))
        download(asked)
    else:
        _chart(asked, view)
        st.caption(plain(KEYS[view]))
    st.markdown(plain(" ".join(ward_words.explanation(asked))))
    if schools := ward_words.other_schools(asked):
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in schools))
    for note in ward_words.notes(asked):
        st.caption(plain(note))
    behind(asked, view)


def _chart(asked: Asked, view: str) -> None:
    key = f"ward-{view}-{asked.measure}-{asked.schools}-{asked.former}"
    alt = ward_words.alternative(asked, ALTERNATIVES[view])
    frame, spec = _drawn(asked, view)
    st.vega_lite_chart(frame, spec, theme=None, key=key, alt=alt)


def _drawn(asked: Asked, view: str) -> tuple[pd.DataFrame | None, dict[str, Any]]:
    if view == MAP:
        return None, _map(asked)
    form = FORMS[view]
    frame, settings = getattr(ward_drawing, form)(asked)
    return frame, ward_charts.specification(form, settings, ward_words.title_lines(asked))


@lru_cache(maxsize=100)
def _map(asked: Asked) -> dict[str, Any]:
    """The map of one choice, kept because finding room for its labels takes half a second."""
    drawn = ward_drawing.mapped(asked)
    spec = ward_charts.map_chart(**drawn, credit=ward_words.credit(asked))
    return ward_charts.titled(spec, ward_words.title_lines(asked))


def behind(asked: Asked, view: str) -> None:
    """The twin of the chart, the schools, the residents, and where the figures come from."""
    if view != TABLE:
        with st.expander("Figures in a table", icon=":material/table:"):
            table(ward_tables.measure_table(asked))
            download(asked)
    if few := ward_words.few_schools(asked):
        with st.expander("Wards with four schools or fewer", icon=":material/school:"):
            st.markdown("\n".join(f"- {plain(ward)}: {plain(schools)}" for ward, schools in few))
    if changed := ward_words.set_notes(asked):
        with st.expander("Boundaries: what changed, which wards compare", icon=":material/map:"):
            st.markdown(plain(" ".join(changed)))
    residents = ward_tables.residents_table(asked.data.of(asked.former))
    if len(residents):
        with st.expander("Children who live in each ward", icon=":material/home:"):
            st.caption(
                "Residents, not pupils: no percentage on this page is made with these numbers."
            )
            table(residents)
    rows = files(asked)
    with st.expander(plain(source(asked, rows)), icon=":material/link:"):
        st.markdown("\n".join(f"- {sources.release(row)}" for row in rows))
        st.markdown(f"Every number here is in the answer to `queries/{_question(asked)}.sql`.")


def files(asked: Asked) -> list[Row]:
    edition = asked.data.edition
    return records(
        queries.run(
            "ward_files",
            la=asked.data.council.la_code,
            period_end=edition.period_end,
            supplied=edition.supplied,
            basis=edition.basis,
        )
    )


def source(asked: Asked, rows: list[Row]) -> str:
    """Where the figures come from, in one line."""
    if asked.data.edition.supplied:
        names = ", ".join(str(row["file"]) for row in rows)
        return f"Source: {names}, {ward_words.SUPPLIED}."
    names = "; ".join(f"{row['publication']}, {row['title']}, {row['file']}" for row in rows)
    return f"Source: {names}; wards added up by this project."


def _question(asked: Asked) -> str:
    return "ward_supplied" if asked.data.edition.supplied else "ward_totals"


def download(asked: Asked) -> None:
    la = asked.data.council.la_code
    st.download_button(
        "Download as CSV",
        data=lambda: ward_tables.export(asked, source(asked, files(asked))),
        file_name=f"wards-{la}-{asked.data.edition.period_end:%Y-%m}.csv",
        mime="text/csv",
        key="csv-wards",
        on_click="ignore",
        icon=":material/download:",
    )


def paper(asked: Asked) -> None:
    """What a committee paper said of single wards, beside what can be computed."""
    rows = ward_tables.paper_rows(asked.data)
    if not rows:
        return
    st.subheader("What the paper of July 2023 said", anchor=False)
    st.markdown(plain(ward_words.paper_words(rows)))
    table(ward_tables.paper_table(asked.data, rows))
    st.caption(plain(f"{ward_words.basis(asked.data.edition)}, wards before May 2023."))
    st.markdown(plain(ward_words.LIKELY))
