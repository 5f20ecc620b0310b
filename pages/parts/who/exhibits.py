"""The exhibits of "Who has a plan": pupils at school by sex, free school meals and ethnicity."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from pages.parts.exhibit import showing
from pages.parts.exhibit.exhibit import COUNT, PERCENT, Concerned, Exhibit, Figures
from pages.parts.figures.councils import ENGLAND, Choice
from pages.parts.language.safe import plain
from pages.parts.who import shares
from pages.parts.who.shares import Line, Who


def show(choice: Choice) -> None:
    """Sex, free school meals with what the paper said of them, ethnicity; or what is missing."""
    topics = [shares.who(topic, choice) for topic in (shares.SEX, shares.MEALS, shares.ETHNICITY)]
    if any(seen.loaded for seen in topics):
        st.caption(plain(shares.OTHER_SOURCE))
    for seen in topics:
        by_topic(seen)
        if seen.topic == shares.MEALS:
            paper(seen)


def by_topic(seen: Who) -> None:
    """The shares of one topic, their table and their cells; else one plain sentence."""
    if seen.januaries:
        showing.show(exhibit(seen))
    else:
        _absent(seen)


def paper(seen: Who) -> None:
    """What a committee paper of this council said, beside the two shares."""
    for quote in shares.quotes(seen.choice):
        st.markdown("**What the paper said**")
        for sentence in shares.paper_words(quote, seen):
            st.markdown(plain(sentence))


def _absent(seen: Who) -> None:
    st.subheader(plain(seen.topic), anchor=False)
    unpublished = f"The file that is loaded has no figures for {seen.name}."
    st.info(plain(unpublished if seen.loaded else shares.missing(seen.topic)))


def exhibit(seen: Who) -> Exhibit:
    """The shares of the newest census, with their counts and intervals."""
    basis = f"{seen.basis[:1].upper()}{seen.basis[1:]}"
    measure = f"Pupils with an EHC plan by {seen.topic.lower()}"
    alone = () if shares.has_denominator(seen.newest) else (shares.NO_DENOMINATOR,)
    return Exhibit(
        key=seen.topic.lower().replace(" ", "-"),
        place=seen.name,
        finding=shares.finding(seen),
        measure=measure,
        basis=basis,
        period=seen.newest.label,
        subtitle=(
            f"{basis} · {seen.name} · {seen.newest.label} · intervals: Wilson, ours",
            shares.COVERAGE,
            *alone,
        ),
        listed=tuple(f"{sentence}." for sentence in shares.sentences(seen)),
        withheld=withheld(seen),
        tables=tuple(
            (heading, lines_table(seen, lines))
            for heading, lines in shares.blocks(seen.topic, seen.newest)
        ),
        table_title=f"{seen.topic}: figures in a table",
        table_note="In brackets: the two published counts, and the 95% interval of the share.",
        table_shown="open" if seen.topic in shares.PAIRS else "folded",
        figures=Figures(
            frame=partial(figures, seen),
            formats={
                "percent": PERCENT,
                "part": COUNT,
                "whole": COUNT,
                "interval low": PERCENT,
                "interval high": PERCENT,
            },
        ),
        source=source_line(seen),
        cells=seen.newest_rows,
        concerned=Concerned(
            indicators=shares.PUPILS,
            areas=(seen.choice.council.area_code, ENGLAND),
            topic=seen.topic,
        ),
    )


def withheld(seen: Who) -> str:
    """The shares of the newest census that cannot be had, each with the reason."""
    absent = [
        f"{line.words}: {line.council.text}"
        for line in shares.lines(seen.topic, seen.newest)
        if line.council.percent is None
    ]
    return f"{seen.name}. {'. '.join(absent)}." if absent else ""


def lines_table(seen: Who, lines: Sequence[Line]) -> pd.DataFrame:
    """One row is a share of the newest census; every cell is a text."""
    return pd.DataFrame(
        [
            {
                "Share": line.words,
                seen.name: line.council.long_text,
                "England": line.england.long_text,
            }
            for line in lines
        ]
    )


def figures(seen: Who) -> pd.DataFrame:
    """One row is a share of one place in one census; shares are not rounded."""
    return pd.DataFrame(
        [
            row
            for january in seen.januaries
            for line in shares.lines(seen.topic, january)
            for row in _figure_rows(seen, january.label, line)
        ]
    )


def _figure_rows(seen: Who, period: str, line: Line) -> list[dict[str, object]]:
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
        }
        for place, one in ((seen.name, line.council), ("England", line.england))
    ]


def source_line(seen: Who) -> str:
    """Source in one line of plain text."""
    first = seen.newest_rows[0]
    origin = f"{first['publication']}, {first['title']}, {first['file']}"
    return f"Source: {origin}; shares and intervals are ours."
