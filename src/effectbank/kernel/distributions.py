"""Normal, t, F and chi-squared: quantiles and tails, for arrays.

SciPy's are loaded when one is first needed: loading them takes longer than checking a folder, and a z test of a few
studies needs none of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from statistics import NormalDist
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from effectbank.kernel.studies import Floats, number, where

FEW = 200  # up to here the C library's erfc, one by one, costs less than loading SciPy's


@cache
def special() -> ModuleType:
    """scipy.special."""
    from scipy import special  # noqa: PLC0415 -- slow import

    return special  # type: ignore[no-any-return]


def _where(applies: NDArray[np.bool_], tail: Callable[[], Floats], otherwise: float) -> Floats:
    """`tail` where it applies; not worked out where it applies to none."""
    return np.where(applies, tail() if applies.any() else otherwise, otherwise)


def normal_quantile(probability: ArrayLike) -> Floats:
    """The standard normal quantile (one probability: Wichura 1988, AS 241)."""
    p = np.asarray(probability, dtype=float)
    if p.ndim == 0 and 0 < p < 1:
        return np.asarray(_one_normal_quantile(float(p)))
    return np.asarray(special().ndtri(p), dtype=float)


@cache
def _one_normal_quantile(p: float) -> float:
    return NormalDist().inv_cdf(p)


def t_quantile(probability: ArrayLike, df: ArrayLike) -> Floats:
    """Student's t quantile; NaN where df is 0 (below 1 it may be, by Kenward-Roger)."""
    return np.asarray(special().stdtrit(_known(df), probability), dtype=float)


def chi2_quantile(probability: ArrayLike, df: ArrayLike) -> Floats:
    """The chi-squared quantile; NaN where df < 1."""
    df = np.asarray(df, dtype=float)
    return np.where(df >= 1, special().chdtri(np.maximum(df, 1.0), 1 - np.asarray(probability)), np.nan)


def normal_below(x: ArrayLike) -> Floats:
    """P(Z <= x)."""
    return np.asarray(special().ndtr(x), dtype=float)


def normal_two_sided(statistic: Floats | float) -> Floats:
    """P(|Z| > |statistic|) = erfc(|statistic| / sqrt 2)."""
    if isinstance(statistic, float):
        return number(math.erfc(abs(statistic) / math.sqrt(2)))
    x = np.abs(statistic) / math.sqrt(2)
    if x.size > FEW:
        return np.asarray(special().erfc(x), dtype=float)
    return np.array([math.erfc(one) for one in x.ravel().tolist()]).reshape(x.shape)


def t_two_sided(statistic: Any, df: ArrayLike) -> Floats:
    """P(|T| > |statistic|) on df degrees of freedom; NaN where df is 0."""
    tails: Floats = 2 * special().stdtr(_known(df), -abs(statistic))
    return tails


def _known(df: ArrayLike) -> Floats:
    """Degrees of freedom, NaN where there are none."""
    df = number(df) if isinstance(df, float) else np.asarray(df, dtype=float)
    return where(df > 0, df, np.nan)


def f_upper(statistic: ArrayLike, df1: int, df2: ArrayLike) -> Floats:
    """P(F > statistic) on df1 and df2; NaN where df2 < 1."""
    df2 = np.asarray(df2, dtype=float)
    return _where(df2 >= 1, lambda: special().fdtrc(df1, np.fmax(df2, 1.0), statistic), np.nan)


def chi2_upper(statistic: ArrayLike, df: ArrayLike) -> Floats:
    """P(X > statistic) for chi-squared on df; 1 where df = 0 (nothing can vary)."""
    df = np.asarray(df, dtype=float)
    return _where(df >= 1, lambda: special().chdtrc(np.fmax(df, 1.0), np.maximum(statistic, 0.0)), 1.0)
