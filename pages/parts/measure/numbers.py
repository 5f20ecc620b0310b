"""Numbers as they are printed in a finding, each remembered as a fact."""

from dataclasses import dataclass, field

from analysis.differences import Figure
from analysis.intervals import Interval
from pages.parts.figures.counts import FEWEST, count_words, figure_words, is_of_few
from pages.parts.figures.database import Indicator
from pages.parts.language.words import INTERVAL, digits, number, points

MOST_MORE = 6  # decimals; two that differ by less are not told apart
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

    def figure(self, value: float, what: str, more: int = 0) -> str:
        """A value in the decimals of the measure, or `more` where these would hide a difference."""
        decimals = self.measure.decimals + more
        self._remember(digits(value, decimals), value, what)
        return number(value, self.measure.unit, decimals, short=True)

    def counted(self, figure: Figure, what: str) -> str:
        """A figure that has a value as `figure_words` has it."""
        assert figure.value is not None
        if is_of_few(self.measure, figure):
            for name, count in (("part", figure.numerator), ("whole", figure.denominator)):
                assert count is not None
                self._remember(count_words(count), count, f"{name} of {what}")
        if not is_of_few(self.measure, figure, FEWEST):
            self.figure(figure.value, what)
        return figure_words(self.measure, figure)

    def points(self, difference: float, what: str) -> str:
        size = abs(difference)
        self._remember(digits(size, self.measure.decimals), size, what)
        return points(size, self.measure.unit, self.measure.decimals)

    def times(self, ratio: float, what: str) -> str:
        """'0.69', of two figures divided by each other."""
        self._remember(digits(ratio, 2), ratio, what)
        return digits(ratio, 2)

    def whole(self, count: int, what: str) -> str:
        self._remember(digits(count, 0), count, what)
        return digits(count, 0)

    def ends(self, interval: Interval, what: str, unit: str, more: int = 0) -> str:
        """'48.4% to 58.4%'; the unit is that of a figure, or 'count' for a bare number."""
        decimals = self.measure.decimals + more
        for end, value in (("lower", interval.low), ("upper", interval.high)):
            self._remember(digits(value, decimals), value, f"{end} end of the {INTERVAL} of {what}")
        low, high = (
            number(value, unit, decimals, short=True) for value in (interval.low, interval.high)
        )
        return f"{low} to {high}"

    def level(self) -> str:
        self._remember(LEVEL, float(LEVEL), "level of the interval, in percent")
        return INTERVAL

    def _remember(self, shown: str, value: float, what: str) -> None:
        self.facts.append(Fact(shown=shown, value=value, what=what))


def more_digits(measure: Indicator, value: float, end: float) -> int:
    """How many more decimals it takes to see that a value lies outside an end of an interval.

    Rounded, both can be the same: '43.6%' would be said to lie outside '43.6% to 47.0%'.
    """
    for more in range(MOST_MORE):
        if digits(value, measure.decimals + more) != digits(end, measure.decimals + more):
            return more
    return MOST_MORE


def printed_alike(measure: Indicator, first: float | None, second: float | None) -> bool:
    """Whether two figures are the same text once rounded; never where one is absent."""
    if first is None or second is None:
        return False
    return digits(first, measure.decimals) == digits(second, measure.decimals)
