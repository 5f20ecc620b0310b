"""What deserves attention first among the newer figures of one council: one stated rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from analysis.differences import Change
from pages.parts.figures.database import Indicator
from pages.parts.figures.view import View
from pages.parts.measure import words
from pages.parts.measure.changes import change_between
from pages.parts.measure.sentences import Finding
from pages.parts.since_last_meeting.data import Pair

HEADINGS = (
    "The verdict beside England changed",
    "Newly withheld, so that nobody can tell",
    "Moved the wrong way by more than chance",
    "Rose or fell by more than chance",
    "Newly shown",
    "Could be chance",
    "Not judged",
)
FLIPPED, WITHHELD, WRONG_WAY, MOVED, SHOWN, CHANCE, NOT_JUDGED = HEADINGS
RULE = (
    "First the measures on which the verdict beside England is another one than then. After them "
    "those that are newly withheld, that moved the wrong way by more than chance, that rose or "
    "fell by more than chance, and that are newly shown. Then what could be chance, and last what "
    "cannot be judged. Within each, the change that is largest beside its 95% interval comes "
    "first; without an interval, the one that is largest beside the figure of then."
)


@dataclass(frozen=True, kw_only=True)
class Newer:
    """A core measure that has a newer figure, or sign, than at the meeting."""

    pair: Pair

    @property
    def measure(self) -> Indicator:
        return self.pair.measure

    @cached_property
    def then(self) -> Finding | None:
        return _finding(self.pair.before)

    @cached_property
    def now(self) -> Finding | None:
        return _finding(self.pair.after)

    @cached_property
    def change(self) -> Change | None:
        """From the figure of then to that of now; None where one is no number, or over a break."""
        then, now = self.pair.then, self.pair.now
        if not then or not now or then.value is None or now.value is None or self.breaks:
            return None
        return change_between(self.measure, now, then)

    @property
    def breaks(self) -> bool:
        """Whether the series is counted otherwise since then."""
        then, now = self.pair.then, self.pair.now
        if not then or not now:
            return False
        return any(
            each.kind == "break" and then.end <= each.after_end < now.end
            for each in self.pair.after.breaks
        )

    @property
    def flipped(self) -> bool:
        """Whether both figures were judged beside England, and not alike."""
        if not self.then or not self.now:
            return False
        judged = (self.then.verdict, self.now.verdict)
        return "not compared" not in judged and judged[0] != judged[1]

    @property
    def heading(self) -> str:
        """The first group of the rule that it belongs to."""
        then, now = self.pair.then, self.pair.now
        if now is not None and now.value is None:
            newly = then is not None and then.value is not None
            return WITHHELD if newly and now.withheld else NOT_JUDGED
        if self.flipped:
            return FLIPPED
        if then is not None and then.value is None and then.withheld:
            return SHOWN
        if self.change is None or self.change.verdict == "not compared":
            return NOT_JUDGED
        if self.change.verdict == "no clear change":
            return CHANCE
        unwanted = {"high": "fell", "low": "rose"}.get(self.measure.polarity)
        return WRONG_WAY if self.change.verdict == unwanted else MOVED

    @property
    def size(self) -> float:
        """How large the change is beside its interval, or beside the figure of then."""
        then, now, change = self.pair.then, self.pair.now, self.change
        if not then or not now or change is None or then.value is None or now.value is None:
            return 0.0
        if change.interval is not None:
            half = (change.interval.high - change.interval.low) / 2
            return abs(now.value - then.value) / half if half else 0.0
        return abs(now.value - then.value) / abs(then.value) if then.value else 0.0


def _finding(view: View | None) -> Finding | None:
    return words.finding(view) if view and view.latest else None


def newer(pairs: Iterable[Pair]) -> tuple[Newer, ...]:
    """The core measures with newer figures, what deserves attention first at the top."""
    found = [Newer(pair=pair) for pair in pairs if pair.is_new]
    return tuple(sorted(found, key=lambda one: (HEADINGS.index(one.heading), -one.size)))
