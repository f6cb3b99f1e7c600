"""The same people twice, or matched pairs, means: MC, SMCC, SMCR, SMCRH, SMCRP, SMCRPH, ROMC, VRC, CVRC.

First and second time (or member) with means, SDs, n pairs and their correlation r, arrays (..., k). As in
metafor the change is first less second; raw-score standardisation is by the first SD.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.correlations import unbiased_correlation
from effectbank.measures.domain import Estimates, above, at_least, log, nonzero, within
from effectbank.measures.means import small_sample_factor
from effectbank.problems import UnknownName


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Mean and SD at the first and second time, number of pairs, correlation; each (..., k)."""

    m1: Floats
    sd1: Floats
    m2: Floats
    sd2: Floats
    n: Floats
    r: Floats


CHANGE_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "LS": "c/n + g^2/(2n), c = 1 for SMCC (Gibbons, Hedeker & Davis 1993), 2(1-r) for SMCR (Becker 1988)",
        "LS2": "J^2 (c/n + d^2/(2n)) (after Borenstein 2009)",
        "UB": "c/n + (1 - (m-2)/(m J^2)) g^2, unbiased, m = n - 1, and for SMCR the unbiased r (Viechtbauer 2007)",
    }
)
UNEQUAL_VARIANCES: Mapping[str, str] = MappingProxyType(
    {"LS": "on n - 1 (Bonett 2008, eqs. 10 and 13), with g in place of his d", "LS2": "the same on n"}
)
ORDERS: Mapping[str, str] = MappingProxyType(
    {"LS": "first order", "LS2": "second order (Senior, Viechtbauer & Nakagawa 2020, put right in metafor)"}
)


def sd_of_change(sd1: Floats, sd2: Floats, r: Floats) -> Floats:
    """sqrt(sd1^2 + sd2^2 - 2 r sd1 sd2)."""
    square = at_least(sd1, 0) ** 2 + at_least(sd2, 0) ** 2 - 2 * within(r, -1, 1) * sd1 * sd2
    return np.asarray(np.sqrt(at_least(square, 0)), dtype=float)


def mean_change(x: Pairs) -> Estimates:
    """m1 - m2, variance of the change / n."""
    return x.m1 - x.m2, sd_of_change(x.sd1, x.sd2, x.r) ** 2 / above(x.n, 0)


def change_by_change_sd(x: Pairs, *, variance: str = "LS", small_sample: str = "exact") -> Estimates:
    """SMCC: J (m1 - m2) / SD of the change, J on n - 1; variance of CHANGE_VARIANCES."""
    d = (x.m1 - x.m2) / above(sd_of_change(x.sd1, x.sd2, x.r), 0)
    return _standardised(d, np.ones_like(d), x.n, variance, small_sample)


def change_by_first_sd(
    m1: Floats, sd1: Floats, m2: Floats, n: Floats, r: Floats, *, variance: str = "LS", small_sample: str = "exact"
) -> Estimates:
    """SMCR: J (m1 - m2) / sd1, J on n - 1; variance of CHANGE_VARIANCES."""
    d, r = (m1 - m2) / above(sd1, 0), within(r, -1, 1)
    if variance == "UB":
        r, _ = unbiased_correlation(r, n)
    return _standardised(d, 2 * (1 - r), n, variance, small_sample)


def _standardised(d: Floats, c: Floats, n: Floats, kind: str, small_sample: str) -> Estimates:
    j, n, m = small_sample_factor(n - 1, small_sample), above(n, 0), n - 1
    g = j * d
    if kind == "LS":
        return g, c / n + g**2 / (2 * n)
    if kind == "LS2":
        return g, j**2 * (c / n + d**2 / (2 * n))
    if kind == "UB":
        return g, c / n + (1 - (m - 2) / (above(m, 0) * j**2)) * g**2
    raise UnknownName("variance of a standardised change", kind, CHANGE_VARIANCES)


def change_by_first_sd_unequal_variances(
    x: Pairs, *, variance: str = "LS", small_sample: str = "exact"
) -> Estimates:
    """SMCRH: as SMCR, without taking the two variances to be equal (Bonett 2008, eq. 13)."""
    sd1, size = above(x.sd1, 0), _size(x.n, variance)
    g = small_sample_factor(x.n - 1, small_sample) * (x.m1 - x.m2) / sd1
    return g, (sd_of_change(x.sd1, x.sd2, x.r) / sd1) ** 2 / size + g**2 / (2 * size)


def change_by_mean_sd(x: Pairs, *, small_sample: str = "exact") -> Estimates:
    """SMCRP: J (m1 - m2) / s, s^2 the mean variance; variance 2(1-r)/n + g^2 (1 + r^2)/(4n) (Cousineau 2020)."""
    g, r, n = _by_mean_sd(x, small_sample), within(x.r, -1, 1), above(x.n, 0)
    return g, 2 * (1 - r) / n + g**2 * (1 + r**2) / (4 * n)


def change_by_mean_sd_unequal_variances(
    x: Pairs, *, variance: str = "LS", small_sample: str = "exact"
) -> Estimates:
    """SMCRPH: as SMCRP, without taking the two variances to be equal (Bonett 2008, eq. 10)."""
    g, v1, v2 = _by_mean_sd(x, small_sample), x.sd1**2, x.sd2**2
    square, size = above((v1 + v2) / 2, 0), _size(x.n, variance)
    of_spread = g**2 * (v1**2 + v2**2 + 2 * x.r**2 * v1 * v2) / (8 * square**2)
    return g, (sd_of_change(x.sd1, x.sd2, x.r) ** 2 / square + of_spread) / size


def _by_mean_sd(x: Pairs, small_sample: str) -> Floats:
    """J on 2(n-1)/(1+r^2) degrees of freedom (Cousineau 2020)."""
    j = small_sample_factor(2 * (x.n - 1) / (1 + x.r**2), small_sample)
    return j * (x.m1 - x.m2) / np.sqrt(above((x.sd1**2 + x.sd2**2) / 2, 0))


def _size(n: Floats, kind: str) -> Floats:
    if kind not in UNEQUAL_VARIANCES:
        raise UnknownName("variance of a change with unequal variances", kind, UNEQUAL_VARIANCES)
    return above(n, 1) - 1 if kind == "LS" else above(n, 0)


def ratio_of_paired_means(x: Pairs, *, variance: str = "LS", bias_corrected: bool = True) -> Estimates:
    """ROMC: log(m1/m2), bias-corrected as Senior, Viechtbauer & Nakagawa (2020, eq. 7), variance their eq. 18.

    Second order adds (c1^2 + c2^2)/(2n^2) less (r sqrt(c1 c2)/n)^2, c the squared coefficients of variation.
    """
    cv1, cv2, n = x.sd1 / nonzero(x.m1), x.sd2 / nonzero(x.m2), above(x.n, 0)
    bias = (cv1**2 - cv2**2) / (2 * n)
    vi = (cv1**2 + cv2**2 - 2 * x.r * cv1 * cv2) / n
    second = (cv1**4 / 2 + cv2**4 / 2 - (x.r * cv1 * cv2) ** 2) / n**2
    return log(x.m1 / nonzero(x.m2)) + bias_corrected * bias, vi + _is_second_order(variance) * second


def paired_variability_ratio(sd1: Floats, sd2: Floats, n: Floats, r: Floats, *, variance: str = "LS") -> Estimates:
    """VRC: log(sd1/sd2), variance (1 - r^2)/(n - 1) (Senior, Viechtbauer & Nakagawa 2020, eqs. 8 and 21)."""
    m, r = above(n, 1) - 1, within(r, -1, 1)
    return log(sd1) - log(sd2), (1 - r**2) / m + _is_second_order(variance) * (1 - r**4) / m**2


def paired_cv_ratio(x: Pairs, *, variance: str = "LS", bias_corrected: bool = True) -> Estimates:
    """CVRC, for means above 0: VRC less ROMC, the variances added (Senior, Viechtbauer & Nakagawa 2020, eq. 23)."""
    spread, of_spread = paired_variability_ratio(x.sd1, x.sd2, x.n, x.r, variance=variance)
    above_zero = replace(x, m1=above(x.m1, 0), m2=above(x.m2, 0))
    means, of_means = ratio_of_paired_means(above_zero, variance=variance, bias_corrected=bias_corrected)
    return spread - means, of_spread + of_means


def _is_second_order(kind: str) -> bool:
    if kind not in ORDERS:
        raise UnknownName("variance of a ratio of paired means or spreads", kind, ORDERS)
    return kind == "LS2"
