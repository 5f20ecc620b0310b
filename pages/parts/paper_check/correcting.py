"""A reader's corrections of what was read in a paper: any field of a figure, or none of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pages.parts.figures.councils import areas
from pages.parts.language.words import display_name, period_label
from pages.parts.paper_check.records import Quoted

# The columns that a reader may change.
MEASURE, PLACE, FIRST, LAST = "Measure", "Place", "From", "To"
VALUE, UNIT, LEFT_OUT = "Figure", "Unit", "Leave out"

Edits = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Read:
    """All numbers that were read in a paper, in its order, and those a reader left out, by place.

    One without a measure is not recognised.
    """

    figures: tuple[Quoted, ...]
    left_out: frozenset[int] = frozenset()

    @property
    def known(self) -> tuple[Quoted, ...]:
        return tuple(quoted for quoted in self._kept() if quoted.measure)

    @property
    def unknown(self) -> tuple[Quoted, ...]:
        return tuple(quoted for quoted in self._kept() if not quoted.measure)

    def _kept(self) -> Iterable[Quoted]:
        return (q for place, q in enumerate(self.figures) if place not in self.left_out)

    def corrected(self, edits: Edits) -> "Read":
        """The same after changes: by the place of a figure, the columns with what they say now."""
        figures, left_out = list(self.figures), set(self.left_out)
        for place, changes in edits.items():
            figures[place] = corrected(figures[place], changes)
            if LEFT_OUT in changes:
                (left_out.add if changes[LEFT_OUT] else left_out.discard)(place)
        return Read(figures=tuple(figures), left_out=frozenset(left_out))


def in_order(*figures: Sequence[Quoted]) -> tuple[Quoted, ...]:
    """Figures of several lists in the order of their paper."""
    every = [quoted for some in figures for quoted in some]
    return tuple(sorted(every, key=lambda quoted: quoted.line))


def corrected(quoted: Quoted, changes: Mapping[str, Any]) -> Quoted:
    """One figure after changes by column; one that is no number, or no such day, is not made.

    A period that a reader gave is stated.
    """
    fields: dict[str, Any] = {}
    if MEASURE in changes:
        fields["measure"] = changes[MEASURE] or ""
    if changes.get(PLACE):
        fields["area"] = changes[PLACE]
        fields["area_code"] = codes().get(changes[PLACE])
    if changes.get(UNIT) is not None:
        fields["unit"] = unit_of(changes[UNIT])
    if isinstance(changes.get(VALUE), int | float):
        fields |= {"value": float(changes[VALUE]), "high": None, "about": False}
        fields["decimals"] = decimals(changes[VALUE])
    return _dated(replace(quoted, **fields), changes)


def _dated(quoted: Quoted, changes: Mapping[str, Any]) -> Quoted:
    if not {FIRST, LAST} & set(changes):
        return quoted
    first = _day(changes[FIRST]) if FIRST in changes else quoted.period_start
    last = _day(changes[LAST]) if LAST in changes else quoted.period_end
    if last is None or (first is not None and first > last):
        return replace(quoted, period_start=first, period_end=last)
    period = period_label(first or last, last)
    return replace(quoted, period_start=first, period_end=last, period=period, stated=True)


def _day(written: object) -> date | None:
    if isinstance(written, str):
        try:
            return date.fromisoformat(written[:10])
        except ValueError:
            return None
    return written if isinstance(written, date) else None


def decimals(value: float) -> int:
    """The decimals with which a number is written: 38.4 has one."""
    text = f"{value:.6f}".rstrip("0")
    return len(text.partition(".")[2])


def codes() -> dict[str, str]:
    """Area codes by the names of places of today, England and the regions first."""
    order = {"country": 0, "region": 1}
    today = [area for area in areas().values() if area.valid_to is None]
    today.sort(key=lambda area: (order.get(area.level, 2), display_name(area.name)))
    return {display_name(area.name): area.area_code for area in today}


UNIT_WORDS = {"count": "number", "percent": "%", "FTE": "full-time equivalents"}


def unit_words(unit: str) -> str:
    """A unit as a reader chooses it."""
    return UNIT_WORDS.get(unit, unit or "number")


def unit_of(words: str) -> str:
    return next((unit for unit, told in UNIT_WORDS.items() if told == words), words)
