"""The figure of statistical neighbours by three rules, and whether the rule matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, median

from analysis.combining import combine
from analysis.differences import Figure, against
from analysis.intervals import Interval

ENOUGH_NEIGHBOURS = 7


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A neighbour without a value, and the status that says why."""

    name: str
    status: str


@dataclass(frozen=True, kw_only=True)
class NeighbourFigure:
    """The neighbours' figure in the unit of the measure; `n` of `of` neighbours have a value.

    `mean` is the one to show. All three are None when fewer than 7 have a value; `pooled` is
    None also where fewer than 7 have both parts. `depends_on_rule` is true when the council's
    verdict against the three is not the same.
    """

    mean: float | None
    median: float | None
    pooled: float | None
    n: int
    of: int
    missing: tuple[Missing, ...]
    depends_on_rule: bool


def neighbour_figure(
    figures: Mapping[str, Figure],
    statuses: Mapping[str, str],
    multiplier: float | None,
    interval: Interval | None,
) -> NeighbourFigure:
    """The figure of the neighbours in `figures`, by name, for the council's own `interval`.

    Mean and median are of the published values, not weighted, as DfE's two tools do; pooled adds
    numerators and denominators where both are published. Raises KeyError when a neighbour
    without a value has no status.
    """
    present = [figure.value for figure in figures.values() if figure.value is not None]
    missing = tuple(
        Missing(name=name, status=statuses[name])
        for name, figure in figures.items()
        if figure.value is None
    )
    enough = len(present) >= ENOUGH_NEIGHBOURS
    mean = fmean(present) if enough else None
    middle = median(present) if enough else None
    pooled = _pool(figures, multiplier) if enough else None
    return NeighbourFigure(
        mean=mean,
        median=middle,
        pooled=pooled,
        n=len(present),
        of=len(figures),
        missing=missing,
        depends_on_rule=_disagree(interval, (mean, middle, pooled)),
    )


def _pool(figures: Mapping[str, Figure], multiplier: float | None) -> float | None:
    whole = [
        figure
        for figure in figures.values()
        if figure.value is not None
        and figure.numerator is not None
        and figure.denominator is not None
    ]
    if multiplier is None or len(whole) < ENOUGH_NEIGHBOURS:
        return None
    return combine(whole, multiplier).value


def _disagree(interval: Interval | None, benchmarks: tuple[float | None, ...]) -> bool:
    if interval is None:
        return False
    return len({against(interval, value) for value in benchmarks if value is not None}) > 1
