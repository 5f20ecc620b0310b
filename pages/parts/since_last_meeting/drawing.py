"""From the releases since a meeting to the rows that the form `releases` draws."""

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from pages.parts.exhibit.chart_kit import LINE_HEIGHT
from pages.parts.exhibit.chart_list import list_settings, name_mark
from pages.parts.exhibit.chart_rows import Drawing, Mark, frame_of, month_number, text_width
from pages.parts.since_last_meeting import words
from pages.parts.since_last_meeting.charts import ABOVE_SIGN, BESIDE_SIGN
from pages.parts.since_last_meeting.data import Release

ROW, ABOVE, BELOW = 34, ABOVE_SIGN + LINE_HEIGHT, BESIDE_SIGN
TICKS = 5
SIDE = 1  # months left of the meeting
WORDS_TAKE = 0.12  # of the width, right of the last sign


def releases_drawn(meeting: date, today: date, releases: Sequence[Release]) -> Drawing:
    """Frame and settings of the form `releases`; x is a month as `month_number` counts them."""
    first, last = month_number(meeting), month_number(today)
    rows: dict[str, list[Release]] = {}
    for release in releases:
        rows.setdefault(words.short(release.issue.publication), []).append(release)
    marks = [
        mark
        for order, (publication, some) in enumerate(rows.items())
        for mark in _row(publication, order, some, first, last)
    ]
    return frame_of(marks), list_settings(marks) | {
        "bottom": first - SIDE,
        "top": last + max(2, WORDS_TAKE * (last - first)),
        "ticks": ticks(first, last),
        "row": ROW,
        "short_row": ABOVE + BELOW,
        "drop": (ABOVE - BELOW) / 2,
    }


def ticks(first: int, last: int) -> list[int]:
    """The month of the meeting, that of reading, and Januaries between where there is room."""
    years = [month for month in range(first + 1, last) if month % 12 == 0]
    step = max(1, -(-len(years) // TICKS))
    apart = max(1, (last - first) // TICKS)
    between = [month for month in years[::step] if month - first >= apart <= last - month]
    return list(dict.fromkeys([first, *between, last]))


def _row(
    publication: str, order: int, releases: Sequence[Release], first: int, last: int
) -> list[Mark]:
    """A name, a thread from the meeting to now, and a sign with its period for each release."""
    marks = [
        name_mark(publication, order),
        Mark(mark="thread", name=publication, order=order, x=first, x2=last),
    ]
    for release, following in zip_longest(releases, releases[1:]):
        text, x = str(release.issue.last_day.year), month_number(release.issue.public_on)
        next_x = month_number(following.issue.public_on) if following else None
        period = release.issue.period
        tip = (
            f"{publication}\n{period}, {words.came_out(release.issue)}\n{words.CAME[release.came]}"
        )
        marks += [
            Mark(mark=release.came, name=publication, order=order, x=x, tip=tip),
            Mark(
                mark="words",
                name=publication,
                order=order,
                x=x,
                x2=next_x,
                shift=text_width(text),
                text=text,
            ),
        ]
    return marks
