"""The blocks of "Who has a plan": pupils at school by free school meals and by ethnicity."""

import pandas as pd
import streamlit as st

from pages.parts import sources, tables, who
from pages.parts.blocks import table
from pages.parts.choice import Choice
from pages.parts.safe import plain
from pages.parts.who import Line, Who


def show(choice: Choice) -> None:
    """Free school meals, what the paper said of them, and ethnicity; or what is missing."""
    meals, ethnicity = who.who(who.MEALS, choice), who.who(who.ETHNICITY, choice)
    if meals.loaded or ethnicity.loaded:
        st.caption(plain(who.OTHER_SOURCE))
    free_school_meals(meals)
    paper(meals)
    by_ethnicity(ethnicity)


def free_school_meals(seen: Who) -> None:
    """The two shares, their table and their cells; else one plain sentence."""
    if not seen.januaries:
        _absent(seen, who.MEALS_MISSING)
        return
    _heading(who.meals_finding(seen), seen)
    st.markdown("\n".join(f"- {plain(sentence)}." for sentence in who.two_shares(seen)))
    _behind(seen)


def paper(seen: Who) -> None:
    """What a committee paper of this council said, beside the two shares."""
    for quote in who.quotes(seen.choice):
        st.markdown("**What the paper said**")
        for sentence in who.paper_words(quote, seen):
            st.markdown(plain(sentence))


def by_ethnicity(seen: Who) -> None:
    """Ethnic groups among pupils with a plan; else one plain sentence."""
    if not seen.januaries:
        _absent(seen, who.ETHNICITY_MISSING)
        return
    _heading(who.ethnicity_finding(seen), seen)
    _behind(seen)


def _absent(seen: Who, missing: str) -> None:
    st.subheader(plain(seen.topic), anchor=False)
    unpublished = f"The file that is loaded has no figures for {seen.name}."
    st.info(plain(unpublished if seen.loaded else missing))


def _heading(finding: str, seen: Who) -> None:
    st.subheader(plain(finding), anchor=False)
    basis = f"{seen.basis[:1].upper()}{seen.basis[1:]}"
    st.caption(plain(f"{basis} · {seen.name} · {seen.newest.label} · intervals: Wilson, ours"))
    st.caption(plain(who.COVERAGE))
    if not who.has_denominator(seen.newest):
        st.caption(plain(who.NO_DENOMINATOR))


def lines_table(seen: Who) -> pd.DataFrame:
    """One row is a share of the newest census; every cell is a text."""
    return pd.DataFrame(
        [
            {
                "Share": line.words,
                seen.name: line.council.long_text,
                "England": line.england.long_text,
            }
            for line in who.lines(seen.topic, seen.newest)
        ]
    )


def export(seen: Who) -> pd.DataFrame:
    """One row is a share of one place in one census; shares are not rounded."""
    return pd.DataFrame(
        [
            row
            for january in seen.januaries
            for line in who.lines(seen.topic, january)
            for row in _export_rows(seen, january.label, line)
        ]
    )


def _export_rows(seen: Who, period: str, line: Line) -> list[dict[str, object]]:
    return [
        {
            "share": line.words,
            "basis": seen.basis,
            "place": place,
            "period": period,
            "part": one.part,
            "whole": one.whole,
            "percent": one.percent,
            "interval low": one.interval.low if one.interval else None,
            "interval high": one.interval.high if one.interval else None,
            "in words": one.text,
            "source": source_line(seen),
        }
        for place, one in ((seen.name, line.council), ("England", line.england))
    ]


def source_line(seen: Who) -> str:
    """Source in one line of plain text."""
    first = seen.newest_rows[0]
    origin = f"{first['publication']}, {first['title']}, {first['file']}"
    return f"Source: {origin}; shares and intervals are ours."


def _behind(seen: Who) -> None:
    """The table of the shares, the file, and the cells they come from."""
    key = seen.topic.lower().replace(" ", "-")
    with st.expander(
        plain(f"{seen.topic}: figures in a table"),
        icon=":material/table:",
        expanded=seen.topic == who.MEALS,
    ):
        st.caption("In brackets: the two published counts, and the 95% interval of the share.")
        table(lines_table(seen))
        st.download_button(
            "Download as CSV",
            data=lambda: tables.csv_bytes(export(seen)),
            file_name=f"{key}-{seen.choice.council.la_code}.csv",
            mime="text/csv",
            key=f"csv-{key}",
            on_click="ignore",
            icon=":material/download:",
        )
    with st.expander(plain(source_line(seen)), icon=":material/link:"):
        found = [sources.where(row) for row in seen.newest_rows]
        found += dict.fromkeys(sources.release(row) for row in seen.newest_rows)
        st.markdown("\n".join(f"- {line}" for line in found))
