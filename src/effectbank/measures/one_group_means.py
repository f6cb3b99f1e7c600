"""One group, a mean or a spread: MN, SMN, MNLN, SDLN, CVLN from mean, SD and n, arrays (..., k)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, at_least, log
from effectbank.measures.family import ANY, NOT_NEGATIVE, ONE_OR_MORE, Cell, Family, Formula
from effectbank.measures.means import small_sample_factor
from effectbank.problems import UnknownName

MN_VARIANCES: Mapping[str, str] = MappingProxyType(
    {"LS": "sd^2 / n", "HO": "s^2 / n, s the SD pooled over the studies given: their SDs are taken to be equal"}
)


def mean(m: Floats, sd: Floats, n: Floats, *, variance: str = "LS") -> Estimates:
    """m, variance sd^2/n, or with one SD for all studies (MN_VARIANCES)."""
    square = at_least(sd, 0) ** 2
    if variance == "HO":
        free = np.where(np.isfinite(square + n), n - 1, 0.0)
        pooled = np.where(free > 0, free * square, 0.0).sum(-1, keepdims=True)
        return m, pooled / above(free.sum(-1, keepdims=True), 0) / above(n, 0)
    if variance != "LS":
        raise UnknownName("variance of MN", variance, MN_VARIANCES)
    return m, square / above(n, 0)


def standardised_mean(m: Floats, sd: Floats, n: Floats, *, small_sample: str = "exact") -> Estimates:
    """J m/sd, variance 1/n + g^2/(2n), J on n - 1 degrees of freedom (Hedges 1981)."""
    g = small_sample_factor(n - 1, small_sample) * m / above(sd, 0)
    return g, 1 / above(n, 0) + g**2 / (2 * n)


def log_mean(m: Floats, sd: Floats, n: Floats) -> Estimates:
    """log m, variance sd^2/(n m^2), for means above 0 (Hedges, Gurevitch & Curtis 1999)."""
    return log(m), (at_least(sd, 0) / above(m, 0)) ** 2 / above(n, 0)


def log_sd(sd: Floats, n: Floats, *, bias_corrected: bool = True) -> Estimates:
    """log sd + 1/(2(n-1)), variance 1/(2(n-1)) (Nakagawa et al. 2015).

    `bias_corrected=False` leaves the second term out.
    """
    half = _half(n)
    return log(sd) + bias_corrected * half, half


def log_cv(m: Floats, sd: Floats, n: Floats, *, bias_corrected: bool = True) -> Estimates:
    """log(sd/m) + 1/(2(n-1)), variance 1/(2(n-1)) + sd^2/(n m^2), for means above 0 (Nakagawa et al. 2015).

    Without the paper's term in the correlation of log mean and log SD: those of a normal sample are independent.
    """
    half, cv = _half(n), at_least(sd, 0) / above(m, 0)
    return log(cv) + bias_corrected * half, half + cv**2 / n


def _half(n: Floats) -> Floats:
    return 1 / (2 * (above(n, 1) - 1))


ALL = ("mi", "sdi", "ni")
NO_SPREAD = "no spread (an SD of 0), or too few people"
NOT_POSITIVE = "a mean that is not above 0, no spread, or too few people"
FAMILY = Family(
    name="one-group means",
    cells=(
        Cell("mi", "means", "mean", ANY),
        Cell("sdi", "sds", "SD", NOT_NEGATIVE),
        Cell("ni", "totals", "total", ONE_OR_MORE),
    ),
    formulas={
        "MN": Formula(of=mean, cells=ALL, undefined=NO_SPREAD, options=("variance",)),
        "SMN": Formula(of=standardised_mean, cells=ALL, undefined=NO_SPREAD, options=("small_sample",)),
        "MNLN": Formula(of=log_mean, cells=ALL, undefined=NOT_POSITIVE),
        "SDLN": Formula(of=log_sd, cells=("sdi", "ni"), undefined=NO_SPREAD, options=("bias_corrected",)),
        "CVLN": Formula(of=log_cv, cells=ALL, undefined=NOT_POSITIVE, options=("bias_corrected",)),
    },
)
