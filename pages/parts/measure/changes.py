"""A change in words: an earlier and a later figure of one place, with no break between them.

What a page adds (a year earlier, or how far back the series reaches) is its own to say.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from analysis.differences import Change, Movement, change
from analysis.intervals import FEWEST_JUDGED, Interval
from pages.parts.figures.counts import figure_words, is_of_few
from pages.parts.figures.database import Indicator
from pages.parts.figures.view import Reported
from pages.parts.language.words import period_label, uncapitalise, when
from pages.parts.measure.numbers import Numbers, more_digits, printed_alike

_NOUNS = {"rose": "rise", "fell": "fall"}


def change_between(measure: Indicator, now: Reported, before: Reported) -> Change:
    """What happened from `before` to `now`, by the interval of the difference.

    Two figures that are printed alike are no clear change.
    """
    judged = change(measure.interval_method, now.figure, before.figure, measure.multiplier)
    if judged.interval is not None and printed_alike(measure, now.value, before.value):
        return replace(judged, verdict="no clear change")
    return judged


def exact(measure: Indicator, level: str) -> bool:
    """Whether figures are complete counts, of which the difference is a count too.

    Counts of England and the regions are rounded, so they are not subtracted.
    """
    return measure.unit == "count" and level == "la"


@dataclass(frozen=True, kw_only=True)
class Step:
    """From one figure to a later one; both have a value. `place` is whose they are in the facts."""

    numbers: Numbers
    place: str
    before: Reported
    now: Reported

    @cached_property
    def was(self) -> str:
        """The earlier figure as printed; it is a fact from the first time it is said."""
        return self.numbers.counted(self.before.figure, f"{self.place} {self.past}")

    @cached_property
    def change(self) -> Change:
        return change_between(self.numbers.measure, self.now, self.before)

    @property
    def verdict(self) -> Movement:
        return self.change.verdict

    @property
    def alike(self) -> bool:
        """Whether both are printed alike."""
        return printed_alike(self.numbers.measure, self.now.value, self.before.value)

    @property
    def same(self) -> bool:
        """Whether a reader sees the same figure twice, in percent and in counts."""
        told = (figure_words(self.numbers.measure, each.figure) for each in (self.before, self.now))
        return len(set(told)) == 1

    @property
    def of_few(self) -> bool:
        """Whether either is a share of so few that no change is told from chance."""
        measure, both = self.numbers.measure, (self.before, self.now)
        few = any(is_of_few(measure, each.figure, FEWEST_JUDGED) for each in both)
        return few and measure.interval_method is not None

    @property
    def past(self) -> str:
        """The earlier period inside a sentence: 'in 2023'."""
        return when(self.before.start, self.before.end)

    @property
    def label(self) -> str:
        """The earlier period by itself: '2023'."""
        return period_label(self.before.start, self.before.end)

    @property
    def difference(self) -> float:
        assert self.now.value is not None and self.before.value is not None
        return self.now.value - self.before.value

    @property
    def too_close(self) -> bool:
        """Whether the difference is none once rounded, although the two are printed otherwise."""
        return printed_alike(self.numbers.measure, self.difference, 0.0)

    @property
    def of_groups(self) -> str:
        """Of what could be chance, on two dates: many are counted on both, and vary less by it."""
        return "in two separate groups " if self.numbers.measure.timing == "snapshot" else ""

    def size(self) -> str:
        """How far apart the two are, without a sign: '9.0 percentage points', '204'."""
        return self.numbers.points(self.difference, f"difference from {self.label}")

    def more_or_fewer(self) -> str:
        """An exact count beside the earlier one: '204 more than', 'the same number as'."""
        if self.difference == 0:
            return "the same number as"
        return f"{self.size()} {'more' if self.difference > 0 else 'fewer'} than"

    def rise_or_fall(self, ago: str) -> str:
        """For a title: ', a fall from 62.4% a year earlier'; empty unless it rose or fell."""
        if self.verdict not in _NOUNS:
            return ""
        return f", a {_NOUNS[self.verdict]} from {self.was} {ago}"

    def rose_or_fell(self) -> str:
        """'It fell by 9.0 percentage points from 62.4% in 2023 (95% interval 2.1 to 15.7).'"""
        assert self.change.interval is not None
        was, size = self.was, self.size()
        interval = _without_sign(self.change.interval)
        more = more_digits(self.numbers.measure, 0.0, interval.low)
        what = f"the difference from {self.label}"
        ends = self.numbers.ends(interval, what, "count", more)
        return (
            f"It {self.verdict} by {size} from {was} {self.past} ({self.numbers.level()} {ends})."
        )


def over_years(step: Step, over: str) -> str:
    """'Over the years shown it rose by 17.1 percentage points from 36.3% in 2022 (95% ...).'

    `over` says which years, in words that begin a sentence. Empty of an exact count, and where both
    figures are the same and not judged.
    """
    if step.change.interval is None:
        if exact(step.numbers.measure, "la") or step.same:
            return ""
        return f"{over}: {step.was} {step.past}; whether that is a real change is not known."
    if step.verdict == "no clear change":
        was = f"{over} there is no clear change from {step.was} {step.past}"
        near = step.alike or step.too_close
        return f"{was}." if near else f"{was}: {step.of_groups}{step.size()} could be chance."
    return f"{over} {uncapitalise(step.rose_or_fell())}"


def _without_sign(interval: Interval) -> Interval:
    """The interval of the size of a change: of a fall, the ends swapped and without the minus."""
    if interval.high > 0:
        return interval
    return Interval(low=-interval.high, high=-interval.low)
