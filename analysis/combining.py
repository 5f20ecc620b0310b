"""Several areas as one: add what was counted, add what it is divided by, then divide."""

from collections.abc import Sequence

from analysis.differences import Figure


def combine(figures: Sequence[Figure], multiplier: float) -> Figure:
    """The figure of all areas together, in the unit that `multiplier` gives.

    Raises ValueError when there is no area, a part is missing (a hidden part must not be worked
    around) or the denominators add to 0.
    """
    numerators = [figure.numerator for figure in figures]
    denominators = [figure.denominator for figure in figures]
    if not figures or None in numerators or None in denominators:
        raise ValueError("areas can be combined only when every part is published")
    numerator = sum(part for part in numerators if part is not None)
    denominator = sum(part for part in denominators if part is not None)
    if denominator <= 0:
        raise ValueError("the denominators add to 0")
    return Figure(
        value=multiplier * numerator / denominator,
        numerator=numerator,
        denominator=denominator,
        design_effect=max(figure.design_effect for figure in figures),
    )
