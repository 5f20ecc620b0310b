"""The figure of statistical neighbours by three rules, and whether the rule matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, median
from typing import Literal, get_args

from analysis.combining import combine
from analysis.differences import Figure, Verdict, against
from analysis.intervals import Interval
from analysis.rounding import round_half_away

Rule = Literal["mean", "median", "pooled"]
RULES: tuple[Rule, ...] = get_args(Rule)

NEIGHBOURS = 10  # that either model of DfE gives a council
ENOUGH_NEIGHBOURS = 7  # our own choice: what is hidden is small, so fewer would say too much


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A neighbour without a value, and the status that says why."""

    name: str
    status: str


@dataclass(frozen=True, kw_only=True)
class NeighbourFigure:
    """The neighbours' figure in the unit of the measure; `n` of `of` neighbours have a value.

    `mean` is the one to show. All three are None when fewer than 7 have a value; `pooled` is
    None also where fewer than 7 have both parts. `low` and `high` are the ends of their range, None
    where there is no mean. `depends_on_rule` is true when the council's
    verdict against the three is not the same.
    """

    mean: float | None
    median: float | None
    pooled: float | None
    n: int
    of: int
    missing: tuple[Missing, ...]
    depends_on_rule: bool
    low: float | None = None
    high: float | None = None

    def by(self, rule: Rule) -> float | None:
        """The figure by one rule."""
        return {"mean": self.mean, "median": self.median, "pooled": self.pooled}[rule]


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A council against its neighbours' figures, by model (2021, 2025) and rule.

    `verdicts` lacks the figures that there are not, and is empty where the council has no
    interval. `by_rule` and `by_model` say what a different choice would change.
    """

    verdicts: Mapping[tuple[int, Rule], Verdict]

    @property
    def by_rule(self) -> bool:
        """True when the rules of any one model do not agree."""
        models = {model for model, _ in self.verdicts}
        return any(
            len({v for (of, _), v in self.verdicts.items() if of == model}) > 1 for model in models
        )

    @property
    def by_model(self) -> bool:
        """True when one rule gives different verdicts in the models."""
        return any(
            len({v for (_, by), v in self.verdicts.items() if by == rule}) > 1 for rule in RULES
        )

    @property
    def depends(self) -> bool:
        """True when any two verdicts differ."""
        return len(set(self.verdicts.values())) > 1


def verdict(
    value: float | None, interval: Interval | None, benchmark: float | None, decimals: int
) -> Verdict | None:
    """A council against one figure; None where either, or the council's interval, is missing.

    Two figures that are printed alike, with so many decimals, are never called different.
    """
    if value is None or interval is None or benchmark is None:
        return None
    if round_half_away(value, decimals) == round_half_away(benchmark, decimals):
        return "similar"
    return against(interval, benchmark)


def judge(
    value: float | None,
    interval: Interval | None,
    figures: Mapping[int, NeighbourFigure],
    decimals: int,
) -> Judgement:
    """A council against the neighbours of each model in `figures`, by every rule."""
    verdicts = {
        (model, rule): verdict(value, interval, figure.by(rule), decimals)
        for model, figure in figures.items()
        for rule in RULES
    }
    return Judgement(verdicts={of: said for of, said in verdicts.items() if said is not None})


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
        low=min(present) if enough else None,
        high=max(present) if enough else None,
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
