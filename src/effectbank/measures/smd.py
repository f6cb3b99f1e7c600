"""Two groups, other standardised mean differences: SMDH, SMD1, SMD1H; each with its variances by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above
from effectbank.measures.means import Groups, small_sample_factor
from effectbank.problems import UnknownName

SMDH_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "LS": "on n - 1 (Bonett 2008, eq. 8; 2009, eq. 5), with g in place of his d",
        "LS2": "the same on n",
        "LS3": "by the delta method: the means' part on n, the SDs' on n - 1",
    }
)
SMD1_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "LS": "1/n1 + 1/n2 + g^2 / (2 n2) (after Hedges 1982, eq. 8)",
        "LS2": "J^2 (1/n1 + 1/n2 + d^2 / (2 n2)) (after Borenstein 2009, eq. 12.17)",
        "UB": "1/n1 + 1/n2 + (1 - (m-2) / (m J^2)) g^2, unbiased, m = n2 - 1 (after Hedges 1983, eq. 9)",
        "AV": "as LS with the mean of all g, weighted by n1 + n2, in place of each",
        "revman": "1/n1 + 1/n2 + g^2 / (2 (n2 - 3.94))",
    }
)


def smd_unequal_variances(x: Groups, *, variance: str = "LS", small_sample: str = "exact") -> Estimates:
    """g = J (m1 - m2) / s, s^2 the plain mean of the two variances, J on n1 + n2 - 2 (Bonett 2008, 2009)."""
    v1, v2 = x.sd1**2, x.sd2**2
    square = above((v1 + v2) / 2, 0)
    g = small_sample_factor(x.n1 + x.n2 - 2, small_sample) * (x.m1 - x.m2) / np.sqrt(square)
    means_n, spread_n = _smdh_sizes(x, variance)
    of_means = (v1 / means_n[0] + v2 / means_n[1]) / square
    of_spread = g**2 * (v1**2 / spread_n[0] + v2**2 / spread_n[1]) / (8 * square**2)
    return g, of_means + of_spread


def _smdh_sizes(x: Groups, variance: str) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """What the variance of the means and that of the SDs are divided by."""
    n, less = (above(x.n1, 0), above(x.n2, 0)), (above(x.n1, 1) - 1, above(x.n2, 1) - 1)
    sizes = {"LS": (less, less), "LS2": (n, n), "LS3": (n, less)}
    if variance not in sizes:
        raise UnknownName("variance of SMDH", variance, SMDH_VARIANCES)
    return sizes[variance]


def smd_by_control_sd(
    m1: Floats,
    n1: Floats,
    m2: Floats,
    sd2: Floats,
    n2: Floats,
    *,
    variance: str = "LS",
    small_sample: str = "exact",
) -> Estimates:
    """Glass's delta, J (m1 - m2) / sd2, J on n2 - 1 (Glass 1976; Hedges 1981)."""
    d, j = (m1 - m2) / above(sd2, 0), small_sample_factor(n2 - 1, small_sample)
    return j * d, _smd1_variance(d, j, n1, n2, variance)


def _smd1_variance(d: Floats, j: Floats, n1: Floats, n2: Floats, kind: str) -> Floats:
    base, g, m = 1 / above(n1, 0) + 1 / above(n2, 0), j * d, n2 - 1
    if kind == "LS":
        return base + g**2 / (2 * n2)
    if kind == "LS2":
        return j**2 * (base + d**2 / (2 * n2))
    if kind == "UB":
        return base + (1 - (m - 2) / (above(m, 0) * j**2)) * g**2
    if kind == "AV":
        weight = np.where(np.isnan(g * base), 0.0, n1 + n2)
        mean = np.nansum(weight * g, -1, keepdims=True) / above(weight.sum(-1, keepdims=True), 0)
        return np.asarray(base + mean**2 / (2 * n2), dtype=float)
    if kind == "revman":
        return base + g**2 / (2 * (above(n2, 3.94) - 3.94))
    raise UnknownName("variance of SMD1", kind, SMD1_VARIANCES)


def smd_by_control_sd_unequal_variances(x: Groups, *, small_sample: str = "exact") -> Estimates:
    """Glass's delta with variance (sd1^2/sd2^2)/(n1-1) + 1/(n2-1) + g^2/(2(n2-1)) (Bonett 2008, eq. 12)."""
    sd2, less = above(x.sd2, 0), above(x.n2, 1) - 1
    g = small_sample_factor(x.n2 - 1, small_sample) * (x.m1 - x.m2) / sd2
    return g, (x.sd1 / sd2) ** 2 / (above(x.n1, 1) - 1) + 1 / less + g**2 / (2 * less)
