"""How much further chance moves a number of children where they come in families."""

import math
from collections.abc import Mapping

# Families of the UK in 2024, in millions, by how many dependent children they have; three or more
# are taken as three. Source: ONS, Families and households in the UK: 2024.
FAMILIES = {1: 3.7, 2: 3.4, 3: 1.2}


def design_effect(families: Mapping[int, float]) -> float:
    """How many times the variance is that of children who come one by one, from 1 on.

    Where families come in by chance (Poisson) and one brings M children, the number of children is
    a compound Poisson count, of mean λE[M] and variance λE[M²]: E[M²] / E[M] times as much as with
    children one by one. So it is for a share of children too, where all of a family are alike.
    `families` has the weight of those with so many children.

    Source of the name: Kish (1965), Survey Sampling.
    Raises ZeroDivisionError when there are no children.
    """
    children = math.fsum(size * weight for size, weight in families.items())
    return math.fsum(size**2 * weight for size, weight in families.items()) / children


# Children in need and in child protection. Our own choice for rates and percentages: not every
# brother and sister is counted, which would make it smaller, and families known to social care are
# larger, which would make it larger.
SIBLINGS = round(design_effect(FAMILIES), 1)
