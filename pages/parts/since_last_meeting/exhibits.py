"""What changed since a meeting, put together."""

from collections.abc import Sequence
from functools import partial

from pages.parts.exhibit.exhibit import Chart, Exhibit, Figures, Folded, Layout
from pages.parts.figures.sources import SourceFile, cells_of
from pages.parts.language.words import day_words, display_name
from pages.parts.since_last_meeting import drawing, tables, words
from pages.parts.since_last_meeting.charts import releases_chart
from pages.parts.since_last_meeting.data import Since, late
from pages.parts.since_last_meeting.order import RULE, Newer, newer

KEY = "since-last-meeting"


def exhibit(found: Since) -> Exhibit:
    """One meeting and all that changed since, with everything that belongs to it."""
    order = newer(found.pairs)
    overdue = late(found.releases)
    name, day = display_name(found.choice.council.name), day_words(found.meeting)
    said = [
        (f"New since {day}, what deserves attention first at the top", tables.new(found, order)),
        (f"Revised since {day}", tables.revised(found, found.revised)),
        (f"Published since {day}, or due", tables.releases(found.releases)),
    ]
    return Exhibit(
        key=KEY,
        place=name,
        finding=words.finding(found, order),
        measure="Figures that are new or revised since a meeting",
        basis="as published",
        period=f"since {day}",
        subtitle=(words.subtitle(found),),
        charts=_charts(found),
        warning=words.late(overdue),
        notes=(words.THEN_AND_NOW, words.HOW_KNOWN),
        withheld=words.withheld(order, found.revised),
        tables=tuple((title, frame) for title, frame in said if len(frame)),
        table_title="What changed",
        folded=(Folded(title="Which measures come first", icon=":material/sort:", texts=(RULE,)),),
        figures=Figures(
            frame=partial(tables.rows, found, order, found.revised),
            formats={"value then": "General", "value now": "General"},
            layout=Layout(
                down="measure",
                columns=("what", "period then", "value then", "period now", "value now", "change"),
            ),
        ),
        source=words.source([one.issue for one in found.releases if one.came == "here"]),
        files=files(order),
        trail="Sources traces each figure to its cell. All of it is in the answers to "
        "`queries/trend.sql`, put to the database of now and to that of then.",
    )


def _charts(found: Since) -> tuple[Chart, ...]:
    """The releases since the meeting; none where there is none."""
    if not found.releases:
        return ()
    frame, settings = drawing.releases_drawn(found.meeting, found.today, found.releases)
    return (
        Chart(
            key=KEY,
            specification=releases_chart.specification(settings),
            frame=frame,
            alt=words.alternative(found),
            legend=words.LEGEND,
        ),
    )


def files(order: Sequence[Newer]) -> tuple[SourceFile, ...]:
    """The files that hold the newest figures, each once."""
    cells = [
        cell
        for one in order
        if one.pair.now
        for cell in cells_of(one.measure.indicator_id, one.pair.after.reporter, one.pair.now.end)
        if cell.part == "figure"
    ]
    return tuple({cell.sha256: cell for cell in cells}.values())
