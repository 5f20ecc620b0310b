"""Whether a published figure is the one that a paper printed, in the rounding of the paper."""

import math

from pages.parts.paper_check.records import Quoted

# What arithmetic leaves behind, in parts of the figure.
NOISE = 1e-12
# 'About' and 'over' allow this part of the figure, where its last digit allows less.
ABOUT = 0.025
TELLING = 3  # digits from which on it is no chance that two figures of two dates are equal


def reach(quoted: Quoted) -> float:
    """How far a published figure may lie from the printed one and still be printed so.

    Half of the last printed place: '38%' is 37.5 to 38.5. Of 'about 500' it is half of the last
    digit that is not nought, or 2.5%, whichever is more.
    """
    half = 0.5 * 10.0**-quoted.decimals
    if not quoted.about:
        return half
    return max(half, abs(quoted.value) * ABOUT, 0.5 * _last_digit(quoted))


def _last_digit(quoted: Quoted) -> float:
    """The worth of the last digit that is not nought: 100 of 500, 0.1 of 2.5."""
    worth = 10.0**-quoted.decimals
    if not math.isfinite(quoted.value):
        return 0.0
    whole = round(abs(quoted.value) / worth)
    while whole and whole % 10 == 0:
        whole //= 10
        worth *= 10
    return worth


def distance(quoted: Quoted, value: float) -> float:
    """How far the printed figure lies above a published one; nought inside a printed range."""
    high = quoted.value if quoted.high is None else max(quoted.value, quoted.high)
    if quoted.value <= value <= high:
        return 0.0
    return (quoted.value if value < quoted.value else high) - value


def same(quoted: Quoted, value: float, decimals: int, exact: float | None = None) -> bool:
    """Whether a figure published with `decimals` would be printed as the paper prints it.

    `exact` is the figure from the counts behind it, before it was rounded. A paper that prints
    more decimals than the publication is met by the rounding of the publication.
    """
    allowed = reach(quoted)
    if exact is None and quoted.decimals > decimals:
        allowed = max(allowed, 0.5 * 10.0**-decimals)
    tried = (value,) if exact is None else (value, exact)
    slack = NOISE * max(1.0, abs(quoted.value))
    return any(abs(distance(quoted, one)) <= allowed + slack for one in tried)


def telling(quoted: Quoted) -> bool:
    """Whether it is printed with so many digits that an equal figure is no chance."""
    digits = f"{abs(quoted.value):.{max(0, quoted.decimals)}f}".replace(".", "").lstrip("0")
    return len(digits.rstrip("0") if quoted.about else digits) >= TELLING
