"""Cluster-randomised trials analysed as if people had been randomised: the design effect, and what it shrinks.

Cochrane Handbook 23.1.4. Arrays of any shape.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, at_least, within


def design_effect(size: ArrayLike, icc: ArrayLike, *, size_cv: ArrayLike = 0.0) -> Floats:
    """1 + ((1 + cv^2) M - 1) ICC, M the mean cluster size and cv the coefficient of variation of the sizes.

    With cv = 0 the usual 1 + (M - 1) ICC; unequal sizes by Eldridge, Ashby & Kerry (2006, eq. 3).
    """
    m, cv = at_least(size, 1), at_least(size_cv, 0)
    return 1 + ((1 + cv**2) * m - 1) * within(icc, 0, 1)


def effective(count: ArrayLike, effect: ArrayLike) -> Floats:
    """Events, a total or person-time over the design effect (Rao & Scott 1992); means and SDs stay as they are."""
    return at_least(count, 0) / at_least(effect, 1)


def inflated(yi: ArrayLike, vi: ArrayLike, effect: ArrayLike) -> Estimates:
    """The same estimate, its variance times the design effect (Handbook 23.1.4)."""
    y, v = np.broadcast_arrays(np.asarray(yi, dtype=float), np.asarray(vi, dtype=float) * at_least(effect, 1))
    return y, v


def icc_from_variances(between: ArrayLike, within_clusters: ArrayLike) -> Floats:
    """The intracluster correlation: between over between plus within."""
    b, w = at_least(between, 0), at_least(within_clusters, 0)
    total = b + w
    return b / np.where(total > 0, total, np.nan)
