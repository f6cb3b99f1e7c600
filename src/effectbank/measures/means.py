"""Two groups, means: MD and SMD from means, standard deviations and totals, arrays (..., k)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from effectbank.kernel.studies import Floats, divide
from effectbank.problems import UnknownName

Estimates = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Mean, SD and total of group 1 (intervention) and group 2 (control), each (..., k)."""

    m1: Floats
    sd1: Floats
    n1: Floats
    m2: Floats
    sd2: Floats
    n2: Floats


MD_VARIANCES: Mapping[str, str] = MappingProxyType(
    {"LS": "sd1^2/n1 + sd2^2/n2", "HO": "s^2 (1/n1 + 1/n2), s the pooled SD: the two SDs are taken to be equal"}
)
SMD_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "LS": "1/n1 + 1/n2 + g^2 / (2N), large sample (Hedges 1982, eq. 8)",
        "LS2": "J^2 (1/n1 + 1/n2 + d^2 / (2N)) (Borenstein 2009, eq. 12.18)",
        "UB": "1/n1 + 1/n2 + (1 - (m-2) / (m J^2)) g^2, unbiased, m = N - 2 (Hedges 1983, eq. 9)",
        "AV": "as LS with the mean of all g, weighted by N, in place of each (Hunter & Schmidt 2004)",
        "revman": "1/n1 + 1/n2 + g^2 / (2 (N - 3.94)) (Deeks & Higgins 2010)",
    }
)
SMALL_SAMPLE: Mapping[str, str] = MappingProxyType(
    {
        "exact": "J = gamma(m/2) / (sqrt(m/2) gamma((m-1)/2)) (Hedges 1981, eq. 6e)",
        "approximate": "J = 1 - 3 / (4m - 1) (Hedges 1981)",
        "none": "J = 1: Cohen's d",
    }
)


def mean_difference(x: Groups, *, variance: str = "LS") -> Estimates:
    """m1 - m2, variance sd1^2/n1 + sd2^2/n2, or with the pooled SD for both (MD_VARIANCES)."""
    if variance == "LS":
        return x.m1 - x.m2, divide(x.sd1**2, x.n1) + divide(x.sd2**2, x.n2)
    if variance == "HO":
        return x.m1 - x.m2, pooled_sd(x) ** 2 * (divide(1.0, x.n1) + divide(1.0, x.n2))
    raise UnknownName("variance of MD", variance, MD_VARIANCES)


def standardised_mean_difference(x: Groups, *, variance: str = "LS", small_sample: str = "exact") -> Estimates:
    """Hedges' g = J d, d = (m1 - m2) / pooled SD, with the variance named (SMD_VARIANCES)."""
    m = x.n1 + x.n2 - 2
    d = divide(x.m1 - x.m2, pooled_sd(x))
    j = small_sample_factor(m, small_sample)
    g = j * d
    return g, _smd_variance(x, d, g, j, variance)


def pooled_sd(x: Groups) -> Floats:
    """sqrt(((n1-1) sd1^2 + (n2-1) sd2^2) / (n1+n2-2)); NaN where no degree of freedom is left."""
    m = x.n1 + x.n2 - 2
    return np.sqrt(divide((x.n1 - 1) * x.sd1**2 + (x.n2 - 1) * x.sd2**2, np.where(m > 0, m, 0.0)))


def small_sample_factor(m: Floats, kind: str) -> Floats:
    """J on m degrees of freedom (SMALL_SAMPLE names each); NaN where m < 2 leaves the exact one undefined."""
    if kind == "none":
        return np.ones_like(m)
    if kind == "approximate":
        return 1 - 3 / (4 * m - 1)
    if kind != "exact":
        raise UnknownName("small-sample factor", kind, SMALL_SAMPLE)
    m = np.where(m > 1, m, np.nan)
    return np.asarray(_gamma_ratio((m - 1) / 2) / np.sqrt(m / 2), dtype=float)


def _gamma_ratio(x: Floats) -> Floats:
    """gamma(x + 1/2) / gamma(x): by the expansion in 1/x where the difference of logarithms loses digits."""
    u = 1 / (8 * np.maximum(x, 50.0))
    series = np.sqrt(x) * (1 - u * (1 - u / 2 * (1 + u * (5 - u * (21 / 4 + u * (399 / 4 - u * 869 / 8))))))
    from scipy.special import gammaln  # noqa: PLC0415 -- slow import

    return np.where(x > 50, series, np.exp(gammaln(x + 0.5) - gammaln(x)))


def _smd_variance(x: Groups, d: Floats, g: Floats, j: Floats, kind: str) -> Floats:
    total, m = x.n1 + x.n2, x.n1 + x.n2 - 2
    base = divide(1.0, x.n1) + divide(1.0, x.n2)
    if kind == "LS":
        return base + g**2 / (2 * total)
    if kind == "LS2":
        return j**2 * (base + d**2 / (2 * total))
    if kind == "UB":
        return base + (1 - (m - 2) / (m * j**2)) * g**2
    if kind == "AV":
        weight = np.where(np.isnan(g), 0.0, total)
        mean = divide((weight * np.nan_to_num(g)).sum(-1, keepdims=True), weight.sum(-1, keepdims=True))
        return base + mean**2 / (2 * total)
    if kind == "revman":
        return base + g**2 / (2 * (total - 3.94))
    raise UnknownName("SMD variance", kind, SMD_VARIANCES)
