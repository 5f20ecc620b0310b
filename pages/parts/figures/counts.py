"""A figure with the counts behind it: a percentage of few would say too much by itself."""

from analysis.differences import Figure
from pages.parts.figures.database import NO_FIGURE, Indicator, in_words, shown
from pages.parts.figures.view import Reported
from pages.parts.language.words import digits

FEW = 50  # a percentage of fewer has its counts beside it
FEWEST = 10  # of fewer still there are the counts alone: '1 of 1'
OF_COUNTS = ("percent", "per 10,000")  # units of a figure that is so many of so many


def counts(figure: Figure, unit: str) -> str:
    """' (203 of 380)' behind a percentage or a rate; empty where either is not known."""
    if unit not in OF_COUNTS or figure.numerator is None or figure.denominator is None:
        return ""
    return f" ({count_words(figure.numerator)} of {count_words(figure.denominator)})"


def few_counts(figure: Figure, unit: str) -> str:
    """The same where it is a percentage of few: '100.0%' alone would say too much of one child."""
    return counts(figure, unit) if unit == "percent" and _counted_under(figure, FEW) else ""


def is_of_few(measure: Indicator, figure: Figure, limit: int = FEW) -> bool:
    """Whether a figure is a share of fewer than `limit`, with both counts known."""
    share = measure.unit == "percent" and measure.multiplier is not None
    return share and _counted_under(figure, limit)


def _counted_under(figure: Figure, limit: int) -> bool:
    """Whether both counts are known, and they are of fewer than `limit`."""
    if figure.numerator is None or figure.denominator is None:
        return False
    return figure.denominator < limit


def figure_words(measure: Indicator, figure: Figure) -> str:
    """A figure that has a value as a finding, a label and a table have it.

    '53.4%'; of fewer than 50 '62.5% (25 of 40)', of fewer than 10 '1 of 1'.
    """
    assert figure.value is not None
    counted = counts(figure, measure.unit)
    if is_of_few(measure, figure, FEWEST):
        return counted.strip(" ()")
    return shown(figure.value, measure) + (counted if is_of_few(measure, figure) else "")


def cell_words(figure: Reported | None, measure: Indicator, absent: str = NO_FIGURE) -> str:
    """A figure as a table has it: as published, with the counts behind a percentage of few."""
    words = in_words(figure, measure, absent=absent)
    few = figure is not None and figure.value is not None and is_of_few(measure, figure.figure)
    return words + (counts(figure.figure, measure.unit) if figure is not None and few else "")


def count_words(value: float) -> str:
    """Children are whole, full-time equivalents are not."""
    return digits(value, 0 if value == round(value) else 1)
