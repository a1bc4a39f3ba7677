"""Confidence intervals of shares, from the standard library.

Wilson's score interval (E. B. Wilson, JASA 22, 1927, 209-212) keeps its coverage where a share is near 0 or 1 and a sample
is small, which is the case of an audit (Brown, Cai and DasGupta, Statistical Science 16, 2001, 101-133). A stratified
sample weighs its strata by their size; its interval is Wilson's with the effective number of Kish (Survey Sampling, 1965),
which forgoes what stratification gains and no finite population correction is made: both err on the wide side.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

LEVEL = 0.95


class Share(NamedTuple):
    """An estimated share and its confidence interval at ``LEVEL``."""

    value: float
    low: float
    high: float


class Stratum(NamedTuple):
    """How many there are, how many were looked at, and how many of these count."""

    population: int
    sampled: int
    counted: int


def wilson(share: float, number: float) -> Share:
    """Return the interval of a share seen among ``number``, which may be an effective number; unknown with none.

    >>> [round(x, 3) for x in wilson(0.8, 10)]
    [0.8, 0.49, 0.943]
    """
    if number <= 0:
        return Share(float("nan"), 0, 1)
    z2 = NormalDist().inv_cdf((1 + LEVEL) / 2) ** 2
    middle = share + z2 / (2 * number)
    half = sqrt(z2 * (share * (1 - share) / number + z2 / (4 * number**2)))
    whole = 1 + z2 / number
    return Share(share, max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole))


def weighted(strata: Sequence[Stratum]) -> Share:
    """Return the share over all strata that were looked at, each with the weight of its population.

    >>> [round(x, 3) for x in weighted([Stratum(90, 10, 9), Stratum(10, 10, 5)])]
    [0.86, 0.583, 0.964]
    """
    seen = [s for s in strata if s.sampled]
    population = sum(s.population for s in seen)
    if not population:
        return wilson(0, 0)
    share = sum(s.population * s.counted / s.sampled for s in seen) / population
    # Each looked at stands for population / sampled of its stratum.
    effective = population**2 / sum(s.population**2 / s.sampled for s in seen)
    return wilson(share, effective)
