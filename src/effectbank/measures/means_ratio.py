"""Two groups, ratios of means and of spreads: ROM, VR, CVR from means, SDs and totals, arrays (..., k)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, log, nonzero
from effectbank.measures.means import Groups, pooled_sd
from effectbank.problems import UnknownName

ROM_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "LS": "sd1^2/(n1 m1^2) + sd2^2/(n2 m2^2) (Hedges, Gurevitch & Curtis 1999, eq. 1)",
        "LS2": "with the second-order terms sd^4/(2 n^2 m^4) (Lajeunesse 2015, eq. 9)",
        "HO": "with the pooled SD for both (Hedges, Gurevitch & Curtis 1999)",
        "AV": "with each group's coefficient of variation averaged over studies (Nakagawa et al. 2023)",
        "AVHO": "with one coefficient of variation averaged over studies and groups (Nakagawa et al. 2023)",
    }
)
SPREAD_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "LS": "1/(2(n1-1)) + 1/(2(n2-1)) for the SDs (Nakagawa et al. 2015)",
        "LS2": "second order: n1/(2(n1-1)^2) + n2/(2(n2-1)^2) (Senior, Viechtbauer & Nakagawa 2020, eqs. 15, 16)",
    }
)


def ratio_of_means(x: Groups, *, variance: str = "LS", bias_corrected: bool = True) -> Estimates:
    """log(m1/m2) + (c1 - c2)/2, c = sd^2/(n m^2) (Lajeunesse 2015, eq. 8); variance of ROM_VARIANCES.

    For means of one sign. `bias_corrected=False` leaves the second term out (Hedges et al. 1999).
    """
    cv1, cv2 = _cvs(x)
    bias = (cv1**2 / x.n1 - cv2**2 / x.n2) / 2
    return log(x.m1 / nonzero(x.m2)) + bias_corrected * bias, _rom_variance(x, cv1, cv2, variance)


def _rom_variance(x: Groups, cv1: Floats, cv2: Floats, kind: str) -> Floats:
    if kind == "LS":
        return _first_order(x, cv1, cv2)
    if kind == "LS2":
        return _first_order(x, cv1, cv2) + _second_order(x, cv1, cv2)
    if kind == "HO":
        return pooled_sd(x) ** 2 * (1 / (x.n1 * nonzero(x.m1) ** 2) + 1 / (x.n2 * nonzero(x.m2) ** 2))
    if kind == "AV":
        return _mean([cv1], [x.n1]) ** 2 / x.n1 + _mean([cv2], [x.n2]) ** 2 / x.n2
    if kind == "AVHO":
        return _mean([cv1, cv2], [x.n1, x.n2]) ** 2 * (1 / x.n1 + 1 / x.n2)
    raise UnknownName("variance of ROM", kind, ROM_VARIANCES)


def variability_ratio(
    sd1: Floats, n1: Floats, sd2: Floats, n2: Floats, *, variance: str = "LS", bias_corrected: bool = True
) -> Estimates:
    """log(sd1/sd2) + 1/(2(n1-1)) - 1/(2(n2-1)) (Nakagawa et al. 2015, eq. 9); variance of SPREAD_VARIANCES."""
    bias = (1 / (above(n1, 1) - 1) - 1 / (above(n2, 1) - 1)) / 2
    return log(sd1) - log(sd2) + bias_corrected * bias, _of_sds(n1, n2, variance)


def cv_ratio(x: Groups, *, variance: str = "LS", bias_corrected: bool = True) -> Estimates:
    """log of the ratio of the coefficients of variation, sd/m, for means above 0 (a CV needs a true zero).

    Its bias correction is VR's less ROM's (Senior, Viechtbauer & Nakagawa 2020, eq. 6), its variance the sum of
    theirs (Nakagawa et al. 2015, eq. 12, without the correlation of log mean and log SD, which is 0 for a normal).
    """
    spread, of_spread = variability_ratio(
        x.sd1, x.n1, x.sd2, x.n2, variance=variance, bias_corrected=bias_corrected
    )
    above_zero = replace(x, m1=above(x.m1, 0), m2=above(x.m2, 0))
    means, of_means = ratio_of_means(above_zero, variance=variance, bias_corrected=bias_corrected)
    return spread - means, of_spread + of_means


def _cvs(x: Groups) -> tuple[Floats, Floats]:
    return x.sd1 / nonzero(x.m1), x.sd2 / nonzero(x.m2)


def _first_order(x: Groups, cv1: Floats, cv2: Floats) -> Floats:
    return cv1**2 / above(x.n1, 0) + cv2**2 / above(x.n2, 0)


def _second_order(x: Groups, cv1: Floats, cv2: Floats) -> Floats:
    return (cv1**4 / x.n1**2 + cv2**4 / x.n2**2) / 2


def _mean(cvs: list[Floats], sizes: list[Floats]) -> Floats:
    """The mean coefficient of variation over the last axis (and over groups), weighted by size."""
    known = ~np.isnan(sum(cv * n for cv, n in zip(cvs, sizes, strict=True)))
    total = sum(np.where(known, cv * n, 0.0).sum(-1, keepdims=True) for cv, n in zip(cvs, sizes, strict=True))
    return np.asarray(total / sum(np.where(known, n, 0.0).sum(-1, keepdims=True) for n in sizes), dtype=float)


def _of_sds(n1: Floats, n2: Floats, kind: str) -> Floats:
    less1, less2 = above(n1, 1) - 1, above(n2, 1) - 1
    if kind == "LS":
        return (1 / less1 + 1 / less2) / 2
    if kind == "LS2":
        return (n1 / less1**2 + n2 / less2**2) / 2
    raise UnknownName("variance of a spread", kind, SPREAD_VARIANCES)
