"""A batch of studies: estimates and variances with a mask, and the weighted sums everything is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_sum: Callable[[Floats, int], Floats] = np.add.reduce


@dataclass(frozen=True, slots=True, eq=False)
class Studies:
    """Estimates `y` and variances `v`, shape (..., k). Absent studies hold y = 0, v = 1, and weigh nothing."""

    y: Floats
    v: Floats
    present: Floats  # 1.0 or 0.0, so that it multiplies
    k: Floats  # (...,) how many are present

    def weights(self, tau2: ArrayLike = 0.0) -> Floats:
        """Inverse-variance weights 1 / (v + tau2), zero for absent studies; tau2 has shape (...,)."""
        weights: Floats = self.present / (self.v + np.asarray(tau2, dtype=float)[..., None])
        return weights

    def __getitem__(self, rows: NDArray[np.intp]) -> Studies:
        """Some analyses of a flat batch (shape (b, k))."""
        return Studies(self.y[rows], self.v[rows], self.present[rows], self.k[rows])


def studies(y: ArrayLike, v: ArrayLike) -> Studies:
    """Estimates and variances, broadcast against each other; a study with NaN in either, or v <= 0, is absent."""
    y, v = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    if y.shape != v.shape:
        y, v = np.broadcast_arrays(y, v)
    absent = ~(np.isfinite(y) & (v > 0) & (v < np.inf))
    present = 1.0 - absent
    if np.count_nonzero(absent):
        y, v = np.where(absent, 0.0, y), np.where(absent, 1.0, v)
    return Studies(y, v, present, total(present))


def flat(s: Studies) -> Studies:
    """The same studies with all leading axes as one: shape (b, k)."""
    if s.y.ndim == 2:
        return s
    y, v, present = (part.reshape(-1, s.y.shape[-1]) for part in (s.y, s.v, s.present))
    return Studies(y, v, present, s.k.reshape(-1))


def in_units(s: Studies) -> tuple[Studies, Floats]:
    """A flat batch with each analysis's smallest variance as its unit, its estimate as the origin; and the units.

    Searches then have one scale, so that their tolerances are relative; and the residual of the study that may
    outweigh all others is no small difference of large numbers. That study changes places with the first, so that
    `beside_first` can take it apart.
    """
    rows, firmest = np.arange(s.k.size), firmest_study(s)
    unit, origin = s.v[rows, firmest], s.y[rows, firmest]
    present = s.present
    if not every(present):
        present = present.copy()
        present[rows, firmest], present[:, 0] = s.present[:, 0], 1.0
    y = (s.y - origin[:, None]) / np.sqrt(unit)[:, None]
    v = s.v / unit[:, None]
    y[rows, firmest], y[:, 0] = y[:, 0], 0.0
    v[rows, firmest], v[:, 0] = v[:, 0], 1.0
    return Studies(y if present is s.present else present * y, v, present, s.k), unit


def beside_first(x: Floats) -> Floats:
    """Sum over all studies but the first."""
    return _sum(x[..., 1:], -1)


def every(condition: NDArray[Any]) -> bool:
    """Whether no element is 0 or False; for few of them quicker than NumPy's all()."""
    return bool(np.count_nonzero(condition) == condition.size)


def firmest_study(s: Studies) -> NDArray[np.intp]:
    """The position of the smallest variance among the studies present: the heaviest at every tau2."""
    return np.asarray((s.v if every(s.present) else np.where(s.present > 0, s.v, np.inf)).argmin(-1))


def lesser_studies(s: Studies) -> Floats:
    """1.0 for the studies present but the firmest one, else 0.0."""
    lesser = s.present.copy()
    if lesser.ndim == 2:
        lesser[np.arange(s.k.size), firmest_study(s)] = 0.0
    else:
        np.put_along_axis(lesser, firmest_study(s)[..., None], 0.0, -1)
    return lesser


def total(x: Floats) -> Floats:
    """Sum over studies."""
    return _sum(x, -1)


def dot(x: Floats, y: Floats) -> Floats:
    """Sum over studies of x y."""
    return _sum(x * y, -1)


def divide(numerator: ArrayLike, denominator: ArrayLike) -> Floats:
    """numerator / denominator; NaN, without a warning, where the denominator is 0."""
    denominator = np.asarray(denominator, dtype=float)
    if not every(denominator):
        denominator = np.where(denominator == 0, np.nan, denominator)
    return np.asarray(np.true_divide(numerator, denominator), dtype=float)


def weighted_mean(w: Floats, y: Floats) -> Floats:
    """Sum w y / sum w."""
    return divide(dot(w, y), total(w))


def cochran_q(w: Floats, y: Floats, centre: ArrayLike) -> Floats:
    """Q = sum w (y - centre)^2 (Cochran 1954)."""
    residual = y - np.asarray(centre, dtype=float)[..., None]
    return dot(w, residual * residual)


def contrast_of_sums(w1: Floats, rest: Floats, squares: Floats) -> Floats:
    """tr P = sum w - sum w^2 / sum w, what a unit of tau2 adds to the expected Q.

    With R and S the sums of w and w^2 over all but the heaviest study it is 2 R - (R^2 + S) / sum w, in which
    nothing cancels even where one study dwarfs the rest.
    """
    return 2 * rest - divide(rest * rest + squares, w1)


def others(w: Floats) -> Floats:
    """For each study, the sum of all other weights, to full precision even where one study dwarfs the rest."""
    top = w.max(-1, keepdims=True)
    lesser = w < top
    ties = (~lesser).sum(-1, keepdims=True) - 1.0
    rest = dot(w, lesser.astype(float))[..., None] + ties * top
    return np.asarray(np.where(lesser, rest + top - w, rest), dtype=float)
