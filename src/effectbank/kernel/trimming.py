"""Trim and fill (Duval & Tweedie 2000): how many studies lack on the left, from ranks about the centre."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from effectbank.kernel.studies import Floats

LARGEST_COUNT = 100
ROUNDING = 1e-13  # relative: distances from the centre that differ by less are equal, for so exact is the centre


def signed_ranks(y: Floats, centre: float) -> Floats:
    """Ranks of |y - centre| with the sign of y - centre, (k,); ties in the order of the studies, y risen."""
    error = ROUNDING * (np.abs(y).max() + abs(centre))
    away = np.where(np.abs(y - centre) <= error, 0.0, y - centre)
    near = np.argsort(np.abs(away), kind="stable")
    tied = np.empty(y.size, dtype=int)  # which distance, of those that differ
    tied[near] = np.cumsum(np.diff(np.abs(away)[near], prepend=0.0) > error)
    order = np.argsort(tied, kind="stable")
    ranks = np.empty(y.size)
    ranks[order] = np.arange(1, y.size + 1)
    return np.asarray(np.sign(away) * ranks, dtype=float)


def right_most_run(ranks: Floats) -> float:
    """R0 = gamma - 1, gamma the length of the run of the largest ranks, all to the right."""
    right = ranks[ranks > 0]
    return float((right > -ranks.min()).sum() - 1)


def linear(ranks: Floats) -> float:
    """L0 = (4 T - k (k + 1)) / (2 k - 1), T the sum of ranks to the right."""
    k = ranks.size
    return float((4 * ranks[ranks > 0].sum() - k * (k + 1)) / (2 * k - 1))


def quadratic(ranks: Floats) -> float:
    """Q0 = k - 1/2 - sqrt(2 k^2 - 4 T + 1/4); NaN where the root has no real value."""
    k, rest = ranks.size, 2 * ranks.size**2 - 4 * float(ranks[ranks > 0].sum()) + 0.25
    return k - 0.5 - math.sqrt(rest) if rest >= 0 else math.nan


COUNTS: dict[str, Callable[[Floats], float]] = {"L0": linear, "R0": right_most_run, "Q0": quadratic}


def rounded(lacking: float) -> int:
    """As many studies as can be filled in: a whole number, half to even, at least 0."""
    return max(0, round(lacking))


def standard_error(estimator: str, lacking: float, k: int) -> float:
    """The standard error of the count before it is rounded (Duval & Tweedie); NaN where its square is negative."""
    if estimator == "R0":
        return math.sqrt(2 * max(0.0, lacking) + 2)
    n = lacking
    cubic = 10 * n**3 + 27 * n**2 + 17 * n - 18 * k * n**2 - 18 * k * n + 6 * k**2 * n
    variance = (k * (k + 1) * (2 * k + 1) + cubic) / 24  # of the rank sum
    slope2 = (k - 0.5) ** 2 if estimator == "L0" else (k - 0.5) ** 2 - n * (2 * k - n - 1)
    return 2 * math.sqrt(variance / slope2) if variance >= 0 and slope2 > 0 else math.nan
