"""Henmi & Copas (2010): the distribution of the common estimate under random effects, by a gamma for Q given it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from effectbank.kernel.distributions import special
from effectbank.kernel.studies import Floats

FAR = 12.0  # standard deviations beyond which the normal holds nothing
PIECES, POINTS = 16, 12  # of the quadrature over them; twice as many change no digit


@dataclass(frozen=True, slots=True)
class Moments:
    """Weighted moments of the weights w = 1 / v: w1 = sum w, and w2, w3, w4 = sum w^n / w1; with k and tau2."""

    k: int
    w1: float
    w2: float
    w3: float
    w4: float
    tau2: float

    @property
    def spread(self) -> float:
        """Variance of R, the common estimate in its standard errors."""
        return 1 + self.tau2 * self.w2

    def mean(self, r: Floats) -> Floats:
        """E(Q | R = r)."""
        t, beyond = self.tau2, r**2 / self.spread**2 - 1 / self.spread
        return self.k - 1 + t * (self.w1 - self.w2) + t**2 * beyond * (self.w3 - self.w2**2)

    def variance(self, r: Floats) -> Floats:
        """Var(Q | R = r)."""
        t, w1, w2, w3, w4 = self.tau2, self.w1, self.w2, self.w3, self.w4
        beyond = r**2 / self.spread**2 - 1 / self.spread
        return (
            2 * (self.k - 1)
            + 4 * t * (w1 - w2)
            + 2 * t**2 * (w1 * w2 - 2 * w3 + w2**2)
            + 4 * t**2 * beyond * (w3 - w2**2)
            + 4 * t**3 * beyond * (w4 - 2 * w2 * w3 + w2**3)
            + 2 * t**4 * (1 / self.spread**2 - 2 * r**2 / self.spread**3) * (w3 - w2**2) ** 2
        )


def moments(v: Floats, tau2: float) -> Moments:
    """Of variances (k,) and the DerSimonian-Laird tau2."""
    w = 1 / v
    w1 = float(w.sum())
    w2, w3, w4 = (float((w**n).sum()) / w1 for n in (2, 3, 4))
    return Moments(v.size, w1, w2, w3, w4, tau2)


def upper_point(m: Moments, level: float) -> float:
    """The t with P(U > sqrt(spread) t) = (1 - level) / 2, by halving to the last bit; NaN where none is found."""
    tail = (1 - level) / 2
    low, high = 0.0, 2.0
    while beyond(m, high) > tail:
        low, high = high, 2 * high
        if high > FAR:
            return math.nan
    for _ in range(100):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if beyond(m, middle) > tail else (low, middle)
    return (low + high) / 2


def beyond(m: Moments, t: float) -> float:
    """P(U > sqrt(spread) t): the normal R and, given it, a Q small enough for tau2 to be small (their eq. 8)."""
    r, weight = _nodes(t)
    at = math.sqrt(m.spread) * r
    mean, variance = m.mean(at), m.variance(at)
    bound = (m.w1 / m.w2 - 1) * ((r / t) ** 2 - 1) + m.k - 1 if t > 0 else np.full_like(r, np.inf)
    chance = special().gammainc(mean**2 / variance, np.maximum(bound, 0.0) * mean / variance)
    density = np.exp(-(r**2) / 2) / math.sqrt(2 * math.pi)
    return float(weight @ (chance * density))


def _nodes(start: float) -> tuple[Floats, Floats]:
    """Quadrature over [start, start + FAR]."""
    x, w = _rule()
    return start + x, w


@cache
def _rule() -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes and weights over [0, FAR] in pieces."""
    x, w = np.polynomial.legendre.leggauss(POINTS)
    width = FAR / PIECES
    starts = width * np.arange(PIECES)[:, None]
    return (starts + width * (x + 1) / 2).ravel(), np.tile(w * width / 2, PIECES)
