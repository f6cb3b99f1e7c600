"""Every subset of a set of studies at once: sums by doubling, each study joining all subsets of those before it.

Subset number n, 0 to 2^k - 1, holds study i where bit i of n is set. A study joins by the update of Welford (1962)
and West (1979), made of positive terms only, so that no Q is a small difference of large sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.heterogeneity import h2_from_q, i2_from_q
from effectbank.kernel.studies import Floats, divide

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class SubsetFits:
    """Arrays of shape (subsets,)."""

    k: Floats
    estimate: Floats
    q: Floats
    tau2: Floats
    i2: Floats
    h2: Floats


def common_effect_of_all(y: Floats, v: Floats) -> SubsetFits:
    """The inverse-variance common effect of each subset but the empty one, (2^k - 1,); y and v are (k,)."""
    k, _, mean, q, _ = _sums(y, v)
    df = k - 1
    return SubsetFits(k, mean, q, np.zeros_like(q), i2_from_q(q, df), h2_from_q(q, df))


def random_effects_of_all(y: Floats, v: Floats, tau2: Floats | None = None) -> SubsetFits:
    """The random-effects estimate of each subset but the empty one, with its tau2 (2^k - 1,), by default DL."""
    k, weight, mean, q, pairs = _sums(y, v)
    contrast = pairs / weight  # tr P = sum w - sum w^2 / sum w
    if tau2 is None:
        tau2 = np.maximum(np.nan_to_num(divide(q - (k - 1), contrast)), 0.0)
    typical = divide(k - 1, contrast)
    i2 = np.where(k > 1, 100 * divide(tau2, tau2 + typical), 0.0)
    h2 = np.where(k > 1, divide(tau2, typical) + 1, 1.0)
    return SubsetFits(k, _random_effects(y, v, tau2, mean), q, tau2, i2, h2)


def _sums(y: Floats, v: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """How many studies, sum w, mean, Q and sum of w_i w_j over pairs i != j; of subsets 1 to 2^k - 1."""
    size = 2**y.size
    k, weight, mean, q, pairs = np.zeros((5, size))
    for i, (yi, wi) in enumerate(zip(y, 1 / v, strict=True)):
        old, new = slice(0, 2**i), slice(2**i, 2 ** (i + 1))
        share = wi / (weight[old] + wi)
        apart = yi - mean[old]
        k[new] = k[old] + 1
        weight[new] = weight[old] + wi
        mean[new] = mean[old] + share * apart
        q[new] = q[old] + weight[old] * share * apart**2
        pairs[new] = pairs[old] + 2 * wi * weight[old]
    return k[1:], weight[1:], mean[1:], q[1:], pairs[1:]


def _random_effects(y: Floats, v: Floats, tau2: Floats, common: Floats) -> Floats:
    """Sum w y / sum w with w = 1 / (v + tau2), about the common-effect mean where tau2 is 0."""
    rows = np.flatnonzero(tau2 > 0)
    codes, between, centre = rows + 1, tau2[rows], common[rows]
    total, moved = np.zeros((2, rows.size))
    for i, (yi, vi) in enumerate(zip(y, v, strict=True)):
        w = ((codes >> i) & 1) / (vi + between)
        total += w
        moved += w * (yi - centre)
    estimate = common.copy()
    estimate[rows] = centre + moved / total
    return estimate


def members(codes: Codes, k: int) -> NDArray[np.bool_]:
    """Which of k studies each numbered subset holds, (subsets, k); k at most 62."""
    return np.asarray((codes[:, None] >> np.arange(k)) & 1, dtype=bool)
