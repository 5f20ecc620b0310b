"""One line with every council on it: where this one stands, and England, and the group."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from pages.parts.exhibit.colours import colour
from pages.parts.figures.database import Indicator, shown
from pages.parts.language.words import display_name
from pages.parts.overview.entries import Entry, StandingRow
from pages.parts.overview.words import group_name

WIDTH, HEIGHT, EDGE = 240, 26, 9
MIDDLE = HEIGHT / 2


@dataclass(frozen=True, kw_only=True)
class Strip:
    """The values of one measure in one period; `half` are the ends of the middle half."""

    indicator: Indicator
    name: str
    group: str
    role: str
    values: tuple[float, ...]
    council: float
    england: float | None
    mean: float | None
    half: tuple[float, float] | None

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest value that is drawn."""
        others = [value for value in (self.council, self.england, self.mean) if value is not None]
        return min(*self.values, *others), max(*self.values, *others)

    def at(self, value: float) -> float:
        """How far from the left a value stands."""
        low, high = self.ends
        share = (value - low) / (high - low) if high > low else 0.5
        return EDGE + share * (WIDTH - 2 * EDGE)


def strip(entry: Entry, councils: Sequence[StandingRow]) -> Strip | None:
    """The strip of an entry; None where the others have no figure of the same period."""
    view, latest = entry.view, entry.view.latest
    values = tuple(row.value for row in councils if row.value is not None)
    if entry.standing is None or latest is None or latest.value is None or not values:
        return None
    limits = entry.standing.limits
    return Strip(
        indicator=entry.indicator,
        name=display_name(view.name),
        group=group_name(view.choice),
        role=view.choice.group.role,
        values=values,
        council=latest.value,
        england=view.england_value(latest.end) if entry.indicator.shares_an_axis else None,
        mean=view.group_value(latest.end),
        half=(limits[0], limits[2]) if limits else None,
    )


def words(strip: Strip) -> str:
    """What the strip shows, for those who cannot see it."""
    low, high = (shown(end, strip.indicator) for end in strip.ends)
    told = [f"{len(strip.values)} councils from {low} to {high}"]
    if strip.half:
        first, last = (shown(end, strip.indicator) for end in strip.half)
        told.append(f"the middle half from {first} to {last}")
    marks = ((strip.name, strip.council), ("England", strip.england), (strip.group, strip.mean))
    told += [
        f"{name} {shown(value, strip.indicator)}" for name, value in marks if value is not None
    ]
    return "; ".join(told)


def svg(strip: Strip) -> str:
    """The strip as markup: every council a tick of one path, the three that matter above them."""
    ticks = "".join(f"M{strip.at(value):.1f} 8v10" for value in strip.values)
    drawn = [
        _half(strip),
        f'<path class="ticks" d="{ticks}" stroke="{colour("muted")}" opacity=".5"/>',
        _bar(strip.at(strip.england)) if strip.england is not None else "",
        _diamond(strip.at(strip.mean), strip.role) if strip.mean is not None else "",
        _circle(strip.at(strip.council)),
    ]
    return (
        f'<svg class="strip" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(words(strip))}">{"".join(drawn)}</svg>'
    )


def key(mark: str, role: str = "neighbours") -> str:
    """One mark by itself, as it stands in the key."""
    drawn = {"council": _circle(9), "england": _bar(9), "group": _diamond(9, role)}[mark]
    return f'<svg class="mark" viewBox="0 0 18 {HEIGHT}" aria-hidden="true">{drawn}</svg>'


def _half(strip: Strip) -> str:
    if strip.half is None:
        return ""
    left, right = (strip.at(end) for end in strip.half)
    return (
        f'<rect class="half" x="{left:.1f}" y="5" width="{right - left:.1f}" height="16" '
        f'fill="{colour("band")}"/>'
    )


def _bar(x: float) -> str:
    return (
        f'<rect class="england" x="{x - 2:.1f}" y="2" width="4" height="22" '
        f'fill="{colour("england")}" stroke="{colour("ground")}"/>'
    )


def _diamond(x: float, role: str) -> str:
    return (
        f'<path class="group" d="M{x:.1f} {MIDDLE - 7}l7 7l-7 7l-7 -7z" fill="{colour("ground")}" '
        f'stroke="{colour(role)}" stroke-width="2"/>'
    )


def _circle(x: float) -> str:
    return (
        f'<circle class="council" cx="{x:.1f}" cy="{MIDDLE}" r="7" fill="{colour("council")}" '
        f'stroke="{colour("ground")}" stroke-width="1.5"/>'
    )
