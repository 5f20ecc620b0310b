"""Which of several parts is the largest where some are hidden: only what is surely so.

What is hidden is never nothing: it may be the largest unless it is known to be smaller.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from analysis.intervals import Z998, wilson

Label = TypeVar("Label", bound=Hashable)

# Counts of 1 to 5 are hidden (Children in need, guidance on disclosure).
MOST_HIDDEN = 5

# Under so many in all, one child moves a share by more than a percentage point.
FEW_IN_ALL = 100


@dataclass(frozen=True, kw_only=True)
class Largest(Generic[Label]):
    """The largest of the counts that are shown: `labels` are several where they are level.

    `rivals` are the hidden parts that may be as large. `count` is None, and `labels` empty, where
    no count is shown.
    """

    labels: tuple[Label, ...]
    count: float | None
    rivals: tuple[Label, ...]

    @property
    def known(self) -> bool:
        """Whether it is surely the largest of all, and of somebody."""
        return bool(self.count) and not self.rivals


def largest(shown: Mapping[Label, float], hidden: Mapping[Label, float]) -> Largest[Label]:
    """The largest of the counts that are shown; `hidden` has the most that each other may be."""
    count = max(shown.values(), default=None)
    return Largest(
        labels=tuple(label for label, value in shown.items() if value == count),
        count=count,
        rivals=tuple(
            label for label, most in hidden.items() if count is None or most >= count or count == 0
        ),
    )


def largest_first(value: float | None, *, withheld: bool) -> tuple[int, float]:
    """Sorts numbers the largest first, one that is withheld before a 0, one that is absent last."""
    if value is None:
        return (1 if withheld else 3), 0.0
    return (0 if value > 0 else 2), -value


def left_over(total: float | None, shown: Iterable[float]) -> float:
    """The most that a hidden part may be where all parts add to `total`; infinite without one.

    A second part is hidden with the first so that it cannot be worked out, and that one may be
    large: only what the shown parts leave of the total bounds it. Meant for a comparison, and
    never for the screen.
    """
    return math.inf if total is None else max(total - math.fsum(shown), 0.0)


def stands_above(first: float, following: float) -> bool:
    """Whether a count is larger than the next one by more than chance.

    The first of both together is judged against a half, by the strict 99.8% interval since the
    largest was looked for among all. Source: Wilson (1927).
    """
    both = first + following
    return both > 0 and wilson(first, both, Z998).low > 0.5
