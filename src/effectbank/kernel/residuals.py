"""How far each study is from what the others, or all, would have it; arrays of shape (..., k)."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.studies import Floats, divide, others

ROUNDING = 100 * float(np.finfo(float).eps)  # of what is subtracted: a residual below this is none


def shares(w: Floats) -> Floats:
    """The leverages h = w / sum w of a weighted mean."""
    return divide(w, w.sum(-1)[..., None])


def mean_variance(w: Floats, m: Floats) -> Floats:
    """Variance of a weighted mean of independent y of variance m: sum h^2 m; with w = 1/m it is 1 / sum w."""
    return np.asarray((shares(w) ** 2 * m).sum(-1), dtype=float)


def residual_variance(w: Floats, m: Floats) -> Floats:
    """Variance of y - mean for independent y of variance m: (1 - h)^2 m + sum over the others of h_j^2 m_j.

    The diagonal of (I - H) M (I - H)', taken as positive sums; with w = 1/m it is m - 1 / sum w.
    """
    h, rest = shares(w), divide(others(w), w.sum(-1)[..., None])
    return np.asarray(rest**2 * m + others(h**2 * m), dtype=float)


def without_rounding(y: Floats, fitted: Floats) -> Floats:
    """y - fitted, 0 where no more than rounding is left of their size."""
    residual = y - fitted
    return np.where(np.abs(residual) < ROUNDING * (np.abs(y) + np.abs(fitted)), 0.0, residual)
