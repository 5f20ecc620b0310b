"""What the crosshair of a measure tells in each of its periods."""

from collections.abc import Sequence
from datetime import date

from analysis.neighbours import NeighbourFigure
from pages.parts.exhibit.chart_crosshair import Stop
from pages.parts.figures.counts import counts
from pages.parts.figures.database import in_words, interval_words, shown
from pages.parts.figures.inspections import Inspection, began_before
from pages.parts.figures.view import MiddleHalf, Reported, Series, View, at
from pages.parts.language.words import INTERVAL, capitalise, display_name, period_label


def stops(
    view: View,
    halves: Sequence[MiddleHalf] = (),
    more: Sequence[Series] = (),
    inspected: Sequence[Inspection] = (),
) -> list[Stop]:
    """Every period of a view and of `more` in its order, with all that the view has there.

    An inspection is told at the first period that ends after it began, within a year.
    """
    series = [view.council, *more]
    if view.indicator.shares_an_axis:
        series += [view.england, view.group, *view.peers.values()]
    periods = {figure.end: figure for one in series for figure in one}
    by_end = {half.period_end: half for half in halves}
    return [
        Stop(
            x=end.year,
            name=period_label(figure.start, figure.end, short=True),
            told=tuple(_told(view, end)),
            more=(*_more(view, by_end.get(end)), *_inspected(inspected, end)),
        )
        for end, figure in sorted(periods.items())
    ]


def _told(view: View, end: date) -> list[str]:
    own, measure = view.of(end), view.indicator
    told = [place_words(display_name(view.name), own, view)]
    if own and own.interval:
        told.append(f"{INTERVAL} {interval_words(own.interval, measure)}")
    if not measure.shares_an_axis:
        return told
    told.append(place_words("England", at(view.england, end), view, counted=False))
    short = view.choice.group.short
    if view.choice.group.published:
        told.append(place_words(short, at(view.group, end), view, counted=False))
    elif end in view.means:
        told.append(_mean(short, view.means[end], view))
    return told


def _more(view: View, half: MiddleHalf | None) -> list[str]:
    if half is None or not view.indicator.shares_an_axis:
        return []
    ends = f"{shown(half.low, view.indicator)} to {shown(half.high, view.indicator)}"
    return [f"Middle half of councils {ends}"]


def _inspected(inspected: Sequence[Inspection], end: date) -> list[str]:
    """The day and the grade of each inspection, a line each."""
    return [
        line
        for each in began_before(inspected, end)
        for line in (f"Inspection {each.day}", capitalise(each.graded))
    ]


def place_words(name: str, figure: Reported | None, view: View, *, counted: bool = True) -> str:
    """'Ashe 53.4% (203 of 380)', 'Ashe: Hidden (small number)'."""
    words = in_words(figure, view.indicator)
    if figure is None or figure.value is None:
        return f"{name}: {words}"
    return f"{name} {words}" + (counts(figure.figure, view.indicator.unit) if counted else "")


def _mean(name: str, mean: NeighbourFigure, view: View) -> str:
    if mean.mean is None:
        return f"{name}: no mean, {mean.n} of {mean.of} have a figure"
    return f"{name} {shown(mean.mean, view.indicator)} (mean of {mean.n})"
