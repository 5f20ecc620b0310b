"""Rounding for the screen: half away from zero, on the number as it is written."""

from decimal import ROUND_HALF_UP, Decimal

PLACES = 9  # more than any figure is published with, fewer than arithmetic leaves noise in
NOISE = Decimal(1).scaleb(-PLACES)


def round_half_away(value: float, decimals: int) -> float:
    """Round to `decimals` places, halves away from zero: 2.5 is 3, -2.5 is -3.

    The shortest decimal text of the number is rounded, so 0.285 at two places is 0.29 although
    its binary value is a little under. What is under a billionth is left behind by arithmetic
    and is dropped first, so that 3.1 - 2.75 is a half too. Never returns minus zero.
    """
    written = Decimal(repr(float(value)))
    if decimals < PLACES:
        written = written.quantize(NOISE, rounding=ROUND_HALF_UP)
    quantum = Decimal(1).scaleb(-decimals)
    return float(written.quantize(quantum, rounding=ROUND_HALF_UP)) + 0.0
