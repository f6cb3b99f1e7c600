"""A batch of studies: estimates and variances with a mask, and the weighted sums everything is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Studies:
    """Estimates `y` and variances `v`, shape (..., k). Absent studies hold y = 0, v = 1, and weigh nothing."""

    y: Floats
    v: Floats
    present: Floats  # 1.0 or 0.0, so that it multiplies
    k: Floats  # (...,) how many are present

    def weights(self, tau2: ArrayLike = 0.0) -> Floats:
        """Inverse-variance weights 1 / (v + tau2), zero for absent studies; tau2 has shape (...,)."""
        return np.asarray(self.present / (self.v + np.asarray(tau2, dtype=float)[..., None]), dtype=float)

    def __getitem__(self, rows: NDArray[np.intp]) -> Studies:
        """Some analyses of a flat batch (shape (b, k))."""
        return Studies(self.y[rows], self.v[rows], self.present[rows], self.k[rows])


def studies(y: ArrayLike, v: ArrayLike) -> Studies:
    """Estimates and variances, broadcast against each other; a study with NaN in either, or v <= 0, is absent."""
    y, v = np.broadcast_arrays(np.asarray(y, dtype=float), np.asarray(v, dtype=float))
    present = np.isfinite(y) & np.isfinite(v) & (v > 0)
    filled_y, filled_v = np.where(present, y, 0.0), np.where(present, v, 1.0)
    return Studies(filled_y, filled_v, present.astype(float), present.sum(-1).astype(float))


def flat(s: Studies) -> Studies:
    """The same studies with all leading axes as one: shape (b, k)."""
    y, v, present = (part.reshape(-1, s.y.shape[-1]) for part in (s.y, s.v, s.present))
    return Studies(y, v, present, s.k.reshape(-1))


def in_units(s: Studies) -> tuple[Studies, Floats]:
    """A flat batch with each analysis's smallest variance as its unit, its estimate as the origin; and the units.

    Searches then have one scale, so that their tolerances are relative; and the residual of the study that may
    outweigh all others is no small difference of large numbers.
    """
    firmest = np.where(s.present > 0, s.v, np.inf).argmin(-1)[:, None]
    unit = np.take_along_axis(s.v, firmest, -1)[:, 0]
    y = s.present * (s.y - np.take_along_axis(s.y, firmest, -1)) / np.sqrt(unit)[:, None]
    return Studies(y, np.where(s.present > 0, s.v / unit[:, None], 1.0), s.present, s.k), unit


def total(x: Floats) -> Floats:
    """Sum over studies."""
    return np.asarray(np.einsum("...i->...", x), dtype=float)


def dot(x: Floats, y: Floats) -> Floats:
    """Sum over studies of x y."""
    return np.asarray(np.einsum("...i,...i->...", x, y), dtype=float)


def divide(numerator: ArrayLike, denominator: ArrayLike) -> Floats:
    """numerator / denominator; NaN, without a warning, where the denominator is 0."""
    denominator = np.asarray(denominator, dtype=float)
    return np.asarray(np.true_divide(numerator, np.where(denominator == 0, np.nan, denominator)), dtype=float)


def weighted_mean(w: Floats, y: Floats) -> Floats:
    """Sum w y / sum w."""
    return divide(dot(w, y), total(w))


def cochran_q(w: Floats, y: Floats, centre: ArrayLike) -> Floats:
    """Q = sum w (y - centre)^2 (Cochran 1954)."""
    residual = y - np.asarray(centre, dtype=float)[..., None]
    return dot(w, residual**2)


def others(w: Floats) -> Floats:
    """For each study, the sum of all other weights, to full precision even where one study dwarfs the rest."""
    top = w.max(-1, keepdims=True)
    rest = _beside(w, top)[..., None]
    return np.where(w < top, rest + top - w, rest)


def contrast_weight(w: Floats) -> Floats:
    """tr P = sum w - sum w^2 / sum w, what a unit of tau2 adds to the expected Q.

    Taken as (sum over pairs i != j of w_i w_j) / sum w, the heaviest study apart, so that nothing cancels.
    """
    top = w.max(-1, keepdims=True)
    rest, squares, heaviest = _beside(w, top), _beside(w**2, top**2), top[..., 0]
    return divide(2 * heaviest * rest + rest**2 - squares, heaviest + rest)


def _beside(w: Floats, top: Floats) -> Floats:
    """The sum of w without one study as heavy as `top`."""
    lesser = w < top
    ties = (~lesser).sum(-1) - 1.0
    return np.asarray(dot(w, lesser.astype(float)) + ties * top[..., 0], dtype=np.float64)
