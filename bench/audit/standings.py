"""Ranks once more: with ties, quartile limits, bands, what chance leaves open, usual spread."""

from datetime import date

import numpy as np

from bench.audit import oracle
from bench.audit.world import ENGLAND, Cell, Measure

Quartiles = tuple[float, float, float]
# Rank, of how many, how many others share it, quartile limits, band, the best and the worst rank.
Stands = tuple[int | None, int, int, Quartiles | None, str | None, tuple[int, int] | None]


def standings(measure: Measure, part: dict[str, Cell]) -> dict[str, Stands]:
    """Where every council stands among those who take `part`.

    No rank where fewer than 90% of those to whom the measure applies have a figure. Where neither
    a high nor a low figure is better, ranks count from the highest.
    """
    present = {area: cell.value for area, cell in part.items() if cell.value is not None}
    applies = sum(cell.status != "not_applicable" for cell in part.values())
    of = len(present)
    if of < oracle.ENOUGH_AREAS * applies:
        return dict.fromkeys(part, (None, of, 0, None, None, None))
    low = measure.polarity == "low"
    limits, open_to = oracle.quartiles(list(present.values())), ranges(measure, part, of)
    values = np.array(list(present.values()))
    found: dict[str, Stands] = dict.fromkeys(part, (None, of, 0, limits, None, None))
    for area, value in present.items():
        before = int(np.sum(values < value if low else values > value))
        tied = int(np.sum(values == value)) - 1
        found[area] = (before + 1, of, tied, limits, band(value, limits, low), open_to.get(area))
    return found


def band(value: float, limits: Quartiles, low: bool) -> str:
    """A is the best quarter; a value on a limit belongs to the lower values."""
    above = sum(value > limit for limit in limits)
    return "ABCD"[above if low else 3 - above]


def ranges(measure: Measure, part: dict[str, Cell], of: int) -> dict[str, tuple[int, int]]:
    """The best and the worst rank of every council that can be judged, all pairs together."""
    able = [area for area, cell in part.items() if measure.has_parts(cell)]
    if not able or measure.method is None:
        return {}
    signs = oracle.sides(
        measure.method,
        [part[area].x or 0.0 for area in able],
        [part[area].n or 0.0 for area in able],
        oracle.together(len(able) - 1),
        measure.effect,
    )
    if measure.polarity == "low":
        signs = -signs
    better, worse = (signs < 0).sum(axis=1), (signs > 0).sum(axis=1)
    return {
        area: (1 + int(better[place]), of - int(worse[place])) for place, area in enumerate(able)
    }


def spread_of(
    measure: Measure, part: dict[str, Cell], end: date
) -> tuple[float, list[str], oracle.Spread | None]:
    """England's figure as a fraction, who can be judged, and how far they usually lie from it."""
    figure = measure.cells.get(ENGLAND, {}).get(end)
    able = {area: cell for area, cell in part.items() if measure.has_parts(cell)}
    if figure is None or not figure.value or not able or measure.method is None:
        return np.nan, [], None
    target = figure.value / measure.scale
    if measure.method == "proportion" and target >= 1:
        return target, [], None
    x, n = (np.array([getattr(cell, name) for cell in able.values()], float) for name in ("x", "n"))
    return target, list(able), oracle.spread(measure.method, target, x, n, measure.effect)
