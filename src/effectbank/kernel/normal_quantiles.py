"""Ordered residuals against what normal ones would be: what to expect, and of errors drawn by chance."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.kernel.studies import Floats


def plotting_positions(k: int) -> Floats:
    """Normal quantiles of (i - a) / (k + 1 - 2 a), a = 3/8 up to ten and 1/2 beyond: R's ppoints() (Blom 1958)."""
    a = 3 / 8 if k <= 10 else 1 / 2
    return normal_quantile((np.arange(1, k + 1) - a) / (k + 1 - 2 * a))


def ordered_residuals(x: Floats, w: Floats, variance: Floats, errors: Floats) -> Floats:
    """Of each row of `errors`, (draws, k), about a regression on x by weights w: the residuals (I - H) e, by the
    root of their `variance`, the smallest first."""
    hat = x @ np.linalg.solve((x.T * w) @ x, x.T * w)
    return np.asarray(np.sort((errors - errors @ hat.T) / np.sqrt(variance), axis=-1), dtype=float)
