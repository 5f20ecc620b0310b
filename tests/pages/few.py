"""Percentages of few as a finding must print them, and the same finding as if they were not few."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Share:
    """A percentage and the counts behind it."""

    value: float | None
    part: float | None
    whole: float | None

    def due(self, percent: str) -> str | None:
        """'1 of 1' of fewer than 10, '62.5% (25 of 40)' of fewer than 50; None of more."""
        if pd.isna(self.value) or pd.isna(self.part) or pd.isna(self.whole) or self.whole >= 50:
            return None
        counts = " of ".join(f"{n:.0f}" if n == round(n) else f"{n:.1f}" for n in self.counts)
        return counts if self.whole < 10 else f"{percent} ({counts})"

    @property
    def counts(self) -> tuple[float, float]:
        assert self.part is not None and self.whole is not None
        return self.part, self.whole


def as_if_of_many(text: str, shares: Sequence[tuple[Share, str]]) -> str:
    """The text with each of the shares as its percentage alone, longer texts first."""
    told = [(due, percent) for share, percent in shares if (due := share.due(percent))]
    for due, percent in sorted(told, key=lambda pair: -len(pair[0])):
        text = re.sub(rf"(?<![\d,.]){re.escape(due)}(?![\d,])", percent, text)
    return text
