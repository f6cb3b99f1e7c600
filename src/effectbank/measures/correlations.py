"""Correlations: COR, UCOR, ZCOR; partial PCOR, ZPCOR; semi-partial SPCOR, ZSPCOR; arrays (..., k)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, inside, within
from effectbank.measures.estimates import r_from_t, t_from_signed_p
from effectbank.measures.family import (
    CORRELATION,
    ONE_OR_MORE,
    SHARE,
    SIGNED_P,
    Cell,
    Cells,
    Family,
    Formula,
    Instead,
    Together,
)
from effectbank.problems import UnknownName

COR_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "LS": "(1 - r^2)^2 / (n - 1), large sample",
        "UB": "unbiased, for the unbiased r (Olkin & Pratt 1958; Hedges 1989)",
        "AV": "as LS with the mean of all r, weighted by n, in place of each (Hunter & Schmidt 2004)",
    }
)


def correlation(r: Floats, n: Floats, *, variance: str = "LS") -> Estimates:
    """r, with the variance named (COR_VARIANCES, but UB); needs n > 3."""
    r = within(r, -1, 1)
    if variance == "UB":
        raise UnknownName("variance of COR (UB belongs to UCOR)", variance, ("LS", "AV"))
    return r, _variance(r, r, n, variance)


def unbiased_correlation(r: Floats, n: Floats, *, variance: str = "LS") -> Estimates:
    """r F(1/2, 1/2; (n-2)/2; 1 - r^2) (Olkin & Pratt 1958), F Gauss's function; needs n > 4."""
    r, n = within(r, -1, 1), above(n, 4)
    yi = r * _gauss(0.5, (n - 2) / 2, 1 - r**2)
    return yi, _variance(yi, r, n, variance)


def z_correlation(r: Floats, n: Floats) -> Estimates:
    """artanh r, variance 1/(n - 3) (Fisher 1921)."""
    return np.arctanh(inside(r, -1, 1)), 1 / (above(n, 3) - 3)


def partial_correlation(r: Floats, predictors: Floats, n: Floats) -> Estimates:
    """A partial r among m predictors, variance (1 - r^2)^2 / (n - m).

    Fisher (1924): it is distributed as a plain r of m - 1 fewer people, so n - m stands for n - 1.
    """
    r = within(r, -1, 1)
    return r, (1 - r**2) ** 2 / above(n - predictors, 1)


def z_partial_correlation(r: Floats, predictors: Floats, n: Floats) -> Estimates:
    """artanh of a partial r, variance 1/(n - m - 2) (Fisher 1924)."""
    return np.arctanh(inside(r, -1, 1)), 1 / above(n - predictors - 2, 0)


def semi_partial_correlation(r: Floats, r2: Floats, n: Floats) -> Estimates:
    """A semi-partial r in a model that explains R2, which without the predictor explains Q = R2 - r^2.

    Variance (R2^2 - 2 R2 + Q + 1 - Q^2) / n (Aloe & Becker 2012).
    """
    r, r2 = within(r, -1, 1), within(r2, 0, 1)
    q = r2 - r**2
    return r, (r2**2 - 2 * r2 + q + 1 - q**2) / above(n, 0)


def z_semi_partial_correlation(r: Floats, r2: Floats, n: Floats) -> Estimates:
    """artanh of a semi-partial r, by the delta method (it does not level the variance here)."""
    r, vi = semi_partial_correlation(inside(r, -1, 1), r2, n)
    return np.arctanh(r), vi / (1 - r**2) ** 2


def partial_from_t(t: Floats, predictors: Floats, n: Floats) -> Floats:
    """The partial r of a coefficient's t on n - m - 1 degrees of freedom: t / sqrt(t^2 + df)."""
    return t / np.sqrt(t**2 + above(n - predictors - 1, 0))


def r_from_p(cells: Cells) -> Floats:
    """r of the p-value of its t on n - 2, with the sign of r."""
    return r_from_t(t_from_signed_p(cells["pi"], cells["ni"] - 2), cells["ni"])


def partial_from_p(cells: Cells) -> Floats:
    """The partial r of the p-value of a coefficient's t on n - m - 1, with its sign."""
    m, n = cells["mi"], cells["ni"]
    return partial_from_t(t_from_signed_p(cells["pi"], n - m - 1), m, n)


def semi_partial_from_t(t: Floats, r2: Floats, predictors: Floats, n: Floats) -> Floats:
    """The semi-partial r of a coefficient's t: t sqrt((1 - R2) / df) (Aloe & Becker 2012)."""
    return t * np.sqrt((1 - within(r2, 0, 1)) / above(n - predictors - 1, 0))


def _gauss(a: float, c: Floats, z: Floats) -> Floats:
    """F(a, a; c; z) for 0 <= z <= 1: its series where c is large (SciPy gives NaN from about 500), else SciPy's."""
    term, total = np.ones_like(z), np.ones_like(z)
    for k in range(100):
        term = term * z * (a + k) ** 2 / ((c + k) * (k + 1))
        total = total + term
    from scipy.special import hyp2f1  # noqa: PLC0415 -- slow import

    return np.where(c > 20, total, hyp2f1(a, a, np.minimum(c, 20.0), z))


def _variance(yi: Floats, r: Floats, n: Floats, kind: str) -> Floats:
    n = above(n, 3)
    if kind == "LS":
        return (1 - yi**2) ** 2 / (n - 1)
    if kind == "AV":
        weight = np.where(np.isnan(yi * n), 0.0, n)
        mean = np.nansum(weight * yi, -1, keepdims=True) / above(weight.sum(-1, keepdims=True), 0)
        return np.asarray((1 - mean**2) ** 2 / (n - 1), dtype=float)
    if kind != "UB":
        raise UnknownName("variance of a correlation", kind, COR_VARIANCES)
    unbiased_square = 1 - (n - 3) / (n - 2) * (1 - r**2) * _gauss(1.0, n / 2, 1 - r**2)
    return np.asarray(yi**2 - unbiased_square, dtype=float)


R = Cell("ri", "correlations", "correlation", CORRELATION)
N = Cell("ni", "totals", "total", ONE_OR_MORE)
M = Cell("mi", "predictors", "number of predictors", ONE_OR_MORE)
R2 = Cell("r2i", "r2", "R2 of the model", SHARE)
UNDEFINED = "a correlation of -1 or 1, or too few people"
DF = Together(("ni", "mi"), lambda n, m: n - m - 1 < 1, "at least two more than the predictors")

PLAIN = Family(
    name="correlations",
    cells=(R, N),
    instead=(
        Instead(of=R, role="ts", given="ti", follows=lambda x: r_from_t(x["ti"], x["ni"])),
        Instead(of=R, role="ps", given="pi", follows=r_from_p, domain=SIGNED_P),
    ),
    formulas={
        "COR": Formula(of=correlation, cells=("ri", "ni"), undefined=UNDEFINED, options=("variance",)),
        "UCOR": Formula(of=unbiased_correlation, cells=("ri", "ni"), undefined=UNDEFINED, options=("variance",)),
        "ZCOR": Formula(of=z_correlation, cells=("ri", "ni"), undefined=UNDEFINED),
    },
)
PARTIAL = Family(
    name="partial correlations",
    cells=(R, M, N),
    together=(DF,),
    instead=(
        Instead(of=R, role="ts", given="ti", follows=lambda x: partial_from_t(x["ti"], x["mi"], x["ni"])),
        Instead(of=R, role="ps", given="pi", follows=partial_from_p, domain=SIGNED_P),
    ),
    formulas={
        "PCOR": Formula(of=partial_correlation, cells=("ri", "mi", "ni"), undefined=UNDEFINED),
        "ZPCOR": Formula(of=z_partial_correlation, cells=("ri", "mi", "ni"), undefined=UNDEFINED),
    },
)
SEMI_PARTIAL = Family(
    name="semi-partial correlations",
    cells=(R, R2, M, N),
    together=(DF, Together(("r2i", "ri"), lambda r2, r: r2 < r**2, "at least the square of the semi-partial r")),
    instead=(
        Instead(
            of=R,
            role="ts",
            given="ti",
            follows=lambda x: semi_partial_from_t(x["ti"], x["r2i"], x["mi"], x["ni"]),
            beside=("predictors",),
        ),
    ),
    formulas={
        "SPCOR": Formula(of=semi_partial_correlation, cells=("ri", "r2i", "ni"), undefined=UNDEFINED),
        "ZSPCOR": Formula(of=z_semi_partial_correlation, cells=("ri", "r2i", "ni"), undefined=UNDEFINED),
    },
)
