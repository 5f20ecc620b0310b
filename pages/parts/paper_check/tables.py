"""A paper's figures beside the published ones: in words for a page, as rows for a file."""

from collections.abc import Sequence

import pandas as pd

from pages.parts.asking.links import Leading, to_cell
from pages.parts.exhibit.exhibit import Layout
from pages.parts.figures.database import indicators
from pages.parts.language.words import capitalise
from pages.parts.paper_check import correcting
from pages.parts.paper_check.checked import Checked, topic_of
from pages.parts.paper_check.correcting import Read
from pages.parts.paper_check.drawing import marked, published_when, published_words
from pages.parts.paper_check.records import Judged, Published, Quoted
from pages.parts.paper_check.words import printed

IN_PAPER, MEANT, QUOTED, PUBLISHED = "In the paper", "What is counted", "Quoted", "Published"
VERDICT, WHY, CELL = "Verdict", "Why, and what a member might ask", "Where it stands"
NONE = "–"
NO_PERIOD = "no period given"


def figures(judged: Sequence[Judged], says: dict[str, str]) -> pd.DataFrame:
    """One row a quoted figure, in the paper's own order; every cell is a text.

    `says` are the words for each measure. A published figure leads to its cell.
    """
    return pd.DataFrame(
        [
            {
                IN_PAPER: _in_paper(each.quoted),
                MEANT: meant(each.quoted, says),
                QUOTED: printed(each.quoted),
                PUBLISHED: _published(each),
                VERDICT: marked(each.verdict),
                WHY: _why(each),
                CELL: _cell(each.nearest),
            }
            for each in judged
        ],
        columns=[IN_PAPER, MEANT, QUOTED, PUBLISHED, VERDICT, WHY, CELL],
        dtype=object,  # else pandas takes the links from words that lead
    )


def meant(quoted: Quoted, says: dict[str, str]) -> str:
    """'EHC plans in place · Trafford · Jan 23'."""
    measure = says.get(quoted.measure, quoted.measure)
    period = quoted.period or NO_PERIOD
    if quoted.period and not quoted.stated:
        period = f"{period} (worked out)"
    return " · ".join(part for part in (capitalise(measure), quoted.area, period) if part)


def _in_paper(quoted: Quoted) -> str:
    page = f" (page {quoted.page})" if quoted.page else ""
    return f"“{quoted.quote}”{page}"


def _published(judged: Judged) -> str:
    nearest = judged.nearest
    return f"{published_words(nearest)}, {published_when(nearest)}" if nearest else NONE


def _why(judged: Judged) -> str:
    return " ".join(part for part in (judged.sentence, judged.inside, judged.question) if part)


def _cell(published: Published | None) -> str:
    if published is None:
        return NONE
    part = None
    if published.breakdown is not None and published.breakdown_topic is not None:
        part = (published.breakdown_topic, published.breakdown)
    link = to_cell(published.indicator_id, published.area, published.period_end, part)
    return Leading.to(link, "See the cell")


def unknown(quoted: Sequence[Quoted]) -> pd.DataFrame:
    """One row a number whose measure is not known; every cell is a text."""
    return pd.DataFrame(
        [{IN_PAPER: _in_paper(each), QUOTED: printed(each)} for each in quoted],
        columns=[IN_PAPER, QUOTED],
    )


def rows(paper: Checked, says: dict[str, str]) -> pd.DataFrame:
    """One row a quoted figure as a file holds it, numbers unrounded, in the paper's own order."""
    return pd.DataFrame(
        [
            {
                "paper": paper.title,
                "meeting": paper.meeting.isoformat() if paper.meeting else paper.dated,
                "page": each.quoted.page,
                "line": each.quoted.line,
                "quote": each.quoted.quote,
                "measure": capitalise(says.get(each.quoted.measure, each.quoted.measure)),
                "topic": topic_of(each),
                "place": each.quoted.area,
                "period": each.quoted.period,
                "quoted": each.quoted.value,
                "quoted, upper end": each.quoted.high,
                "unit": each.quoted.unit,
                "verdict": each.verdict.value,
                "in words": each.sentence,
                "question": each.question,
                "inside the paper": each.inside,
                "difference": each.difference,
                **_nearest(each.nearest),
            }
            for each in paper.judged
        ]
    )


def _nearest(published: Published | None) -> dict[str, object]:
    """The published figure beside a quoted one, as columns; empty where there is none."""
    known = indicators().get(published.indicator_id) if published else None
    return {
        "published": published.value if published else None,
        "published measure": known.name if known else "",
        "published part": (published.breakdown or "") if published else "",
        "published basis": published.basis if published else "",
        "published place": published.area if published else "",
        "published period": published_when(published) if published else "",
        "published on": (published.published_on or "") if published else "",
        "release": published.release_id if published else "",
    }


LAYOUT = Layout(
    down="quote",
    columns=(
        "measure",
        "place",
        "period",
        "quoted",
        "unit",
        "published",
        "published period",
        "verdict",
        "in words",
        "question",
    ),
)


def editable(read: Read) -> pd.DataFrame:
    """One row a number that was read, with the columns that a reader may correct."""
    return pd.DataFrame(
        [
            {
                IN_PAPER: each.quote,
                correcting.MEASURE: each.measure or None,
                correcting.PLACE: each.area or None,
                correcting.FIRST: each.period_start,
                correcting.LAST: each.period_end,
                correcting.VALUE: each.value,
                correcting.UNIT: correcting.unit_words(each.unit),
                correcting.LEFT_OUT: place in read.left_out,
            }
            for place, each in enumerate(read.figures)
        ]
    )
