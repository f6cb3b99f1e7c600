"""Kendall's rank correlation of two columns, (k,), with R's exact and approximate test."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from effectbank.kernel.distributions import normal_two_sided
from effectbank.kernel.studies import Floats

LARGEST_EXACT = 500  # the count of orderings grows as k^3; beyond, the normal differs in no printed digit


@dataclass(frozen=True, slots=True)
class Kendall:
    """`s`: concordant less discordant pairs; `se`: its standard deviation when unrelated; `tau`: tau-b."""

    k: int
    s: float
    se: float
    tau: float
    ties: bool

    @property
    def z(self) -> float:
        """s / se; NaN where one column is all ties."""
        return self.s / self.se if self.se > 0 else math.nan

    def p(self, *, exact: bool) -> float:
        """Two-sided: from the count of all orderings if exact, else from z."""
        return exact_p(self.s, self.k) if exact else float(normal_two_sided(self.z))


def kendall(x: Floats, y: Floats) -> Kendall:
    """Kendall (1938, 1945); the variance with ties is Kendall & Gibbons (1990), ch. 4."""
    k = x.size
    s = sum(float(np.sign(x[i + 1 :] - x[i]) @ np.sign(y[i + 1 :] - y[i])) for i in range(k - 1))
    t, u = _tied(x), _tied(y)
    pairs = k * (k - 1) / 2
    untied = math.sqrt((pairs - _pairs(t)) * (pairs - _pairs(u)))
    return Kendall(
        k,
        s,
        math.sqrt(max(0.0, _variance(k, t, u))),
        s / untied if untied > 0 else math.nan,
        bool(t.size or u.size),
    )


def exact_p(s: float, k: int) -> float:
    """P(|S| >= |s|) over all orderings of k without ties (Kendall 1938): S = k(k-1)/2 - 2 inversions."""
    chance = np.ones(1)
    for n in range(2, k + 1):  # the n-th joins 0 to n-1 inversions, each as likely
        total = np.cumsum(np.concatenate([chance, np.zeros(n - 1)]))
        total[n:] -= total[:-n].copy()
        chance = total / n
    inversions = round((k * (k - 1) / 2 - abs(s)) / 2)
    return min(1.0, 2 * float(chance[: inversions + 1].sum()))


def _tied(x: Floats) -> Floats:
    _, counts = np.unique(x, return_counts=True)
    return np.asarray(counts[counts > 1], dtype=float)


def _pairs(t: Floats) -> float:
    return float((t * (t - 1)).sum() / 2)


def _variance(k: int, t: Floats, u: Floats) -> float:
    def spread(n: Floats) -> float:
        return float((n * (n - 1) * (2 * n + 5)).sum())

    def triples(n: Floats) -> float:
        return float((n * (n - 1) * (n - 2)).sum())

    untied = (k * (k - 1) * (2 * k + 5) - spread(t) - spread(u)) / 18
    both = 4 * _pairs(t) * _pairs(u) / (2 * k * (k - 1))
    thrice = triples(t) * triples(u) / (9 * k * (k - 1) * (k - 2)) if k > 2 else 0.0
    return untied + both + thrice
