"""Numbers as they are printed in a finding, each remembered as a fact."""

from dataclasses import dataclass, field

from analysis.differences import Figure
from analysis.intervals import Interval
from pages.parts.figures.database import NO_FIGURE, Indicator, in_words, shown
from pages.parts.figures.view import Reported
from pages.parts.language.words import INTERVAL, digits, number, points

FEW = 50  # a percentage of fewer has its counts beside it
FEWEST = 10  # of fewer still there are the counts alone: '1 of 1'
OF_COUNTS = ("percent", "per 10,000")  # units of a figure that is so many of so many
LEVEL = INTERVAL.partition("%")[0]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One number in a text: as printed, as stored, and what it is."""

    shown: str
    value: float
    what: str


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Prints the numbers of one finding and remembers each."""

    measure: Indicator
    facts: list[Fact] = field(default_factory=list)

    def figure(self, value: float, what: str) -> str:
        self._remember(digits(value, self.measure.decimals), value, what)
        return number(value, self.measure.unit, self.measure.decimals, short=True)

    def counted(self, figure: Figure, what: str) -> str:
        """A figure that has a value as `figure_words` has it."""
        assert figure.value is not None
        if is_of_few(self.measure, figure):
            for name, count in (("part", figure.numerator), ("whole", figure.denominator)):
                assert count is not None
                self._remember(_count(count), count, f"{name} of {what}")
        if not is_of_few(self.measure, figure, FEWEST):
            self.figure(figure.value, what)
        return figure_words(self.measure, figure)

    def points(self, difference: float, what: str) -> str:
        size = abs(difference)
        self._remember(digits(size, self.measure.decimals), size, what)
        return points(size, self.measure.unit, self.measure.decimals)

    def whole(self, count: int, what: str) -> str:
        self._remember(digits(count, 0), count, what)
        return digits(count, 0)

    def ends(self, interval: Interval, what: str, unit: str) -> str:
        """'48.4% to 58.4%'; the unit is that of a figure, or 'count' for a bare number."""
        for end, value in (("lower", interval.low), ("upper", interval.high)):
            self._remember(
                digits(value, self.measure.decimals),
                value,
                f"{end} end of the {INTERVAL} of {what}",
            )
        low, high = (
            number(value, unit, self.measure.decimals, short=True)
            for value in (interval.low, interval.high)
        )
        return f"{low} to {high}"

    def level(self) -> str:
        self._remember(LEVEL, float(LEVEL), "level of the interval, in percent")
        return INTERVAL

    def _remember(self, shown: str, value: float, what: str) -> None:
        self.facts.append(Fact(shown=shown, value=value, what=what))


def printed_alike(measure: Indicator, first: float | None, second: float | None) -> bool:
    """Whether two figures are the same text once rounded; never where one is absent."""
    if first is None or second is None:
        return False
    return digits(first, measure.decimals) == digits(second, measure.decimals)


def counts(figure: Figure, unit: str) -> str:
    """' (203 of 380)' behind a percentage or a rate; empty where either is not known."""
    if unit not in OF_COUNTS or figure.numerator is None or figure.denominator is None:
        return ""
    return f" ({_count(figure.numerator)} of {_count(figure.denominator)})"


def few_counts(figure: Figure, unit: str) -> str:
    """The same where it is a percentage of few: '100.0%' alone would say too much of one child."""
    few = figure.denominator is not None and figure.denominator < FEW
    return counts(figure, unit) if few and unit == "percent" else ""


def is_of_few(measure: Indicator, figure: Figure, limit: int = FEW) -> bool:
    """Whether a figure is a share of fewer than `limit`, with both counts known."""
    known = figure.numerator is not None and figure.denominator is not None
    share = measure.unit == "percent" and measure.multiplier is not None
    return share and known and (figure.denominator or 0) < limit


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


def _count(value: float) -> str:
    """Children are whole, full-time equivalents are not."""
    return digits(value, 0 if value == round(value) else 1)
