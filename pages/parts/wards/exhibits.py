"""The exhibits of the page Wards, and what a paper said of single wards."""

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

import pandas as pd
import streamlit as st

import queries
from pages.parts.exhibit.exhibit import Chart, Exhibit, Figures, Folded
from pages.parts.exhibit.showing import table
from pages.parts.figures.councils import Council
from pages.parts.figures.database import Row, records
from pages.parts.language.safe import plain
from pages.parts.language.words import display_name, slug
from pages.parts.wards import charts, drawing, tables, words
from pages.parts.wards.choice import FUNNEL, MAP, RANKED, SHARES, TABLE
from pages.parts.wards.data import Asked

FORMS = {
    RANKED: (charts.dots_chart, drawing.dots),
    FUNNEL: (charts.funnel_chart, drawing.funnel),
    SHARES: (charts.shares_chart, drawing.shares),
}
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
    present = [display_name(row["name"]) for row in records(queries.run("ward_school_councils"))]
    st.info(plain(words.absent(display_name(council.name), present)))
    st.markdown("To load DfE's school-level file of “Special educational needs in England”:")
    st.code(REFRESH, language=None)
    st.markdown("Or to load the council's own figures (template: `data/local/ward_template.csv`):")
    st.code(IMPORT, language=None)


def exhibit(asked: Asked, view: str) -> Exhibit:
    """One view of one measure, with everything that belongs to it."""
    edition, rows = asked.data.edition, files(asked)
    return Exhibit(
        key=f"wards-{edition.period_end:%Y-%m}-{slug(asked.measure)}-{slug(view)}",
        place=asked.council,
        finding=words.finding(asked),
        measure=f"{words.WHO[asked.measure]}, per cent of all pupils, "
        f"{words.schools_words(asked) or 'as supplied'}, {asked.wards}",
        basis=words.basis(edition),
        period=words.when(edition),
        subtitle=(words.subtitle(asked),),
        charts=() if view == TABLE else (_chart(asked, view),),
        said=(" ".join(words.explanation(asked)),),
        listed=tuple(words.other_schools(asked)),
        notes=tuple(words.notes(asked)),
        withheld=words.hidden_words(asked),
        tables=(("", _table(asked, view)),),
        table_shown="plain" if view == TABLE else "folded",
        folded=tuple(_folded(asked)),
        figures=Figures(frame=partial(tables.figures, asked), formats=tables.FORMATS),
        source=source(asked, rows),
        files=tuple(rows),
        trail=f"Every number here is in the answer to `queries/{_question(asked)}.sql`.",
    )


def _chart(asked: Asked, view: str) -> Chart:
    frame, spec = _drawn(asked, view)
    return Chart(
        key=f"ward-{view}-{asked.measure}-{asked.schools}-{asked.former}",
        specification=spec,
        frame=frame,
        alt=words.alternative(asked, ALTERNATIVES[view]),
        legend=KEYS[view],
    )


def _table(asked: Asked, view: str) -> pd.DataFrame:
    return tables.full_table(asked) if view == TABLE else tables.measure_table(asked)


def _drawn(asked: Asked, view: str) -> tuple[pd.DataFrame | None, dict[str, Any]]:
    if view == MAP:
        return None, _map(asked)
    form, drawn = FORMS[view]
    frame, settings = drawn(asked)
    return frame, form.specification(settings, title=words.title_lines(asked))


@lru_cache(maxsize=100)
def _map(asked: Asked) -> dict[str, Any]:
    """The map of one choice, kept because finding room for its labels takes half a second."""
    drawn = drawing.mapped(asked)
    return charts.map_chart(**drawn, credit=words.credit(asked), title=words.title_lines(asked))


def _folded(asked: Asked) -> Iterator[Folded]:
    """The wards of few schools, what changed with the boundaries, and the residents."""
    if few := words.few_schools(asked):
        yield Folded(
            title="Wards with four schools or fewer",
            icon=":material/school:",
            listed=tuple(f"{ward}: {schools}" for ward, schools in few),
        )
    if changed := words.set_notes(asked):
        yield Folded(
            title="Boundaries: what changed, which wards compare",
            icon=":material/map:",
            texts=(" ".join(changed),),
        )
    residents = tables.residents_table(asked.data.of(asked.former))
    if len(residents):
        yield Folded(
            title="Children who live in each ward",
            icon=":material/home:",
            texts=(
                "Residents, not pupils: no percentage on this page is made with these numbers.",
            ),
            table=residents,
        )


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
        return f"Source: {names}, {words.SUPPLIED}."
    names = "; ".join(f"{row['publication']}, {row['title']}, {row['file']}" for row in rows)
    return f"Source: {names}; wards added up by this project."


def _question(asked: Asked) -> str:
    return "ward_supplied" if asked.data.edition.supplied else "ward_totals"


def paper(asked: Asked) -> None:
    """What a committee paper said of single wards, beside what can be computed."""
    rows = tables.paper_rows(asked.data)
    if not rows:
        return
    st.subheader(plain(words.paper_title(rows)), anchor=False)
    st.markdown(plain(words.paper_words(asked.data, rows)))
    table(tables.paper_table(asked.data, rows))
    st.caption(plain(words.paper_wards(asked.data, rows)))
    if note := rows[0]["note"]:
        st.markdown(plain(note))
