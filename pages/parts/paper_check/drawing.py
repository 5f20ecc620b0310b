"""From judged figures to the rows of two forms: verdicts, and quoted points on a published line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pages.parts.exhibit.chart_crosshair import Stop
from pages.parts.exhibit.chart_list import list_settings, name_mark
from pages.parts.exhibit.chart_rows import Drawing, Mark, frame_of
from pages.parts.figures.councils import ENGLAND
from pages.parts.figures.database import indicators, symbol_words
from pages.parts.figures.view import View
from pages.parts.language.words import number, period_label
from pages.parts.measure.drawing import place_in, trend
from pages.parts.paper_check.checked import Checked, counts
from pages.parts.paper_check.known import CHANGE
from pages.parts.paper_check.records import Judged, Published, Verdict
from pages.parts.paper_check.words import printed

ROW, SHORT_ROW = 23, 42  # pixels of a row of marks, in a wide place and in a narrow one
FEWEST = 40  # marks that have room in a row, however few there are


@dataclass(frozen=True, kw_only=True)
class Sign:
    """How a verdict is marked: as a letter in a table, and as a shape on a chart."""

    letter: str
    shape: str
    colour: str
    filled: bool = True


SIGNS = {
    Verdict.MATCHES: Sign(letter="●", shape="circle", colour="council"),
    Verdict.EARLIER: Sign(letter="◀", shape="triangle-left", colour="council"),
    Verdict.OLDER: Sign(letter="▼", shape="triangle-down", colour="region"),
    Verdict.BASIS: Sign(letter="■", shape="square", colour="region"),
    Verdict.PART_YEAR: Sign(letter="▲", shape="triangle-up", colour="region"),
    Verdict.DIFFERS: Sign(letter="◆", shape="diamond", colour="england"),
    Verdict.NOT_COMPARED: Sign(letter="✚", shape="cross", colour="edge"),
    Verdict.NOT_HELD: Sign(letter="□", shape="square", colour="edge", filled=False),
    Verdict.NOT_PUBLISHED: Sign(letter="○", shape="circle", colour="edge", filled=False),
}


def marked(verdict: Verdict) -> str:
    """A verdict in words, with its sign before them: '◆ differs'."""
    return f"{SIGNS[verdict].letter} {verdict.value}"


def published_words(published: Published) -> str:
    """A published figure with its unit, or why there is none."""
    if published.value is None:
        return symbol_words().get(published.status, published.status)
    unit = "percent" if published.unit == CHANGE else published.unit
    return number(published.value, unit, published.decimals)


def published_when(published: Published) -> str:
    """The period of a published figure in words: 'January 2023', 'the year to March 2024'."""
    known, end = indicators().get(published.indicator_id), published.period_end
    if known is None or published.unit == CHANGE:
        return published.period
    if known.timing == "snapshot":
        return period_label(end, end)
    next_day = end + timedelta(days=1)
    return period_label(next_day.replace(year=next_day.year - 1), end)


def verdicts(paper: Checked) -> Drawing:
    """Frame and settings of the form `verdicts`: a row for each verdict, a mark for each figure."""
    marks: list[Mark] = []
    there = [verdict for verdict in Verdict if paper.count(verdict)]
    for order, verdict in enumerate(there):
        figures = [each for each in paper.judged if each.verdict == verdict]
        name = counts(verdict, len(figures))
        marks.append(name_mark(name, order))
        marks += [
            Mark(
                mark="figure",
                role=verdict.value,
                name=name,
                order=order,
                x=place,
                tip=f"{printed(each.quoted)}: {each.quoted.quote}",
            )
            for place, each in enumerate(figures)
        ]
    most = max([FEWEST, *(paper.count(verdict) for verdict in there)])
    settings = list_settings(marks) | {
        "bottom": -0.7,
        "top": most - 0.3,
        "row": ROW,
        "short_row": SHORT_ROW,
    }
    return frame_of(marks), settings


# Quoted points on a published line


def on_line(judged: Judged, view: View) -> bool:
    """Whether a quoted figure has a place on the chart of a measure: same kind, same place."""
    quoted, nearest = judged.quoted, judged.nearest
    if nearest is None or nearest.breakdown is not None or nearest.unit != view.indicator.unit:
        return False
    if nearest.indicator_id != view.indicator.indicator_id or _end(judged) is None:
        return False
    own = nearest.area_code in (view.reporter, view.choice.council.area_code)
    with_england = nearest.area_code == ENGLAND and view.indicator.shares_an_axis
    return (own or with_england) and quoted.unit in ("", nearest.unit)


def _end(judged: Judged) -> date | None:
    """The last day of what a figure is about, that of the published one where none is quoted."""
    nearest = judged.nearest
    return judged.quoted.period_end or (nearest.period_end if nearest else None)


def quoted_points(view: View, chosen: Judged, others: Sequence[Judged]) -> list[Mark]:
    """A mark for each quoted figure of a measure, the chosen one with its words."""
    marks = [_point(view, each, "quoted") for each in others if each != chosen]
    own = _point(view, chosen, "chosen quote")
    # Its words run towards the middle of the chart.
    first, last = view.council[0].end.year, view.council[-1].end.year
    side = "left" if (own.x or 0) <= (first + last) / 2 else "right"
    words = Mark(mark="quote", role=side, x=own.x, y=own.y, text=own.text)
    return [*marks, own, words]


def _point(view: View, judged: Judged, mark: str) -> Mark:
    end = _end(judged)
    assert end is not None
    said = f"Quoted: {printed(judged.quoted)}"
    return Mark(
        mark=mark,
        x=place_in(view, end),
        y=judged.quoted.value,
        text=said,
    )


def on_published_line(
    view: View, chosen: Judged, others: Sequence[Judged], told: Sequence[Stop]
) -> Drawing:
    """Frame and settings of the form `quoted`; `told` is its crosshair."""
    return trend(view, told=told, dots=quoted_points(view, chosen, others))
