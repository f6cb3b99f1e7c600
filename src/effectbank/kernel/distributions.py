"""Normal, t and chi-squared through scipy.special: quantiles and tails, for arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, chdtri, ndtr, ndtri, stdtr, stdtrit

Floats = NDArray[np.float64]


def normal_quantile(probability: ArrayLike) -> Floats:
    """The standard normal quantile."""
    return np.asarray(ndtri(probability), dtype=float)


def t_quantile(probability: ArrayLike, df: ArrayLike) -> Floats:
    """Student's t quantile; NaN where df < 1."""
    df = np.asarray(df, dtype=float)
    return np.where(df >= 1, stdtrit(np.maximum(df, 1.0), probability), np.nan)


def chi2_quantile(probability: ArrayLike, df: ArrayLike) -> Floats:
    """The chi-squared quantile; NaN where df < 1."""
    df = np.asarray(df, dtype=float)
    return np.where(df >= 1, chdtri(np.maximum(df, 1.0), 1 - np.asarray(probability)), np.nan)


def normal_two_sided(statistic: ArrayLike) -> Floats:
    """P(|Z| > |statistic|)."""
    return np.asarray(2 * ndtr(-np.abs(statistic)), dtype=float)


def t_two_sided(statistic: ArrayLike, df: ArrayLike) -> Floats:
    """P(|T| > |statistic|) on df degrees of freedom; NaN where df < 1."""
    df = np.asarray(df, dtype=float)
    return np.where(df >= 1, 2 * stdtr(np.maximum(df, 1.0), -np.abs(statistic)), np.nan)


def chi2_upper(statistic: ArrayLike, df: ArrayLike) -> Floats:
    """P(X > statistic) for chi-squared on df; 1 where df = 0 (nothing can vary)."""
    df = np.asarray(df, dtype=float)
    return np.where(df >= 1, chdtrc(np.maximum(df, 1.0), np.maximum(statistic, 0.0)), 1.0)
