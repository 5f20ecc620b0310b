"""From judged figures to the rows of two forms: verdicts, and quoted points on a published line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pages.parts.exhibit.chart_list import list_settings, name_mark
from pages.parts.exhibit.chart_rows import Drawing, Mark, frame_of
from pages.parts.figures.councils import ENGLAND
from pages.parts.figures.database import symbol_words
from pages.parts.figures.view import View
from pages.parts.language.words import number
from pages.parts.measure.drawing import place_in, trend
from pages.parts.paper_check.checked import Checked, counts
from pages.parts.paper_check.records import Judged, Published, Quoted, Verdict

ROW, SHORT_ROW = 23, 42  # pixels of a row of marks, in a wide place and in a narrow one
FEWEST = 40  # marks that have room in a row, however few there are
UNITS = ("count", "percent", "per 10,000", "weeks", "FTE", "cases per FTE", "days")


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


def quoted_words(quoted: Quoted) -> str:
    """A figure as it was printed, with its unit: '38%', '12 to 14', 'about 1,500'."""
    value = _number(quoted.value, quoted)
    if quoted.high is not None:
        low = _number(quoted.value, quoted).removesuffix("%")
        value = f"{low} to {_number(quoted.high, quoted)}"
    return f"about {value}" if quoted.about else value


def _number(value: float, quoted: Quoted) -> str:
    if quoted.unit in UNITS:
        return number(value, quoted.unit, quoted.decimals)
    if quoted.unit.startswith("percent"):
        return number(value, "percent", quoted.decimals)
    return number(value, "count", quoted.decimals) + (f" {quoted.unit}" if quoted.unit else "")


def published_words(published: Published) -> str:
    """A published figure with its unit, or why there is none."""
    if published.value is None:
        return symbol_words().get(published.status, published.status)
    return number(published.value, published.unit, published.decimals)


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
                tip=f"{quoted_words(each.quoted)}: {each.quoted.quote}",
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
    said = f"Quoted: {quoted_words(judged.quoted)}"
    return Mark(
        mark=mark,
        x=place_in(view, end),
        y=judged.quoted.value,
        text=said,
        tip=f"{said}, {judged.quoted.period}\n{judged.verdict.value}",
    )


def on_published_line(view: View, chosen: Judged, others: Sequence[Judged]) -> Drawing:
    """Frame and settings of the form `quoted`."""
    return trend(view, dots=quoted_points(view, chosen, others))
