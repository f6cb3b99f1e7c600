"""From an estimate and its standard error to statistic, p and interval, by each named test."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from effectbank.kernel.distributions import normal_quantile, normal_two_sided, t_quantile, t_two_sided
from effectbank.kernel.studies import (
    Floats,
    Studies,
    beside,
    cochran_q,
    divide,
    dot,
    every,
    number,
    total,
    trace_of_squares,
    where,
)

KENWARD_ROGER = "kenward-roger"
TESTS: Mapping[str, str] = MappingProxyType(
    {
        "z": "the normal distribution",
        "t": "t on k-1 (Follmann & Proschan 1999)",
        "knapp-hartung": "t on k-1, the error scaled by what the estimates show (Hartung & Knapp 2001)",
        "ad-hoc": "the same, the error never scaled down (Knapp & Hartung 2003; Roever, Knapp & Friede 2015)",
        KENWARD_ROGER: "t on estimated degrees, the error enlarged for tau2's own "
        "(Kenward & Roger 1997; Partlett & Riley 2017)",
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Inference:
    """Arrays of one shape; `df` is NaN where the normal distribution is used."""

    se: Floats
    df: Floats
    statistic: Floats
    p: Floats
    low: Floats
    high: Floats


def quantile(level: float, df: Floats | float) -> Floats:
    """The two-sided quantile for `level`: of t on df, of the normal where df is NaN."""
    upper = (1 + level) / 2
    if isinstance(df, float):
        return normal_quantile(upper) if math.isnan(df) else number(_one_t_quantile(upper, df))
    if df.size and every(df == df.flat[0]):
        return quantile(level, float(df.flat[0]))
    normal = np.isnan(df)
    if every(normal):
        return normal_quantile(upper)
    known, place = np.unique(df, return_inverse=True)
    of_t = t_quantile(upper, known)[place].reshape(df.shape)
    return np.where(normal, normal_quantile(upper), of_t) if np.count_nonzero(normal) else of_t


@lru_cache(maxsize=1000)
def _one_t_quantile(probability: float, df: float) -> float:
    return float(t_quantile(probability, df))


def wald(estimate: Floats, se: Floats, df: Floats | float, level: float) -> Inference:
    """estimate / se on the normal (df NaN) or on t with df."""
    if not isinstance(df, np.ndarray):
        df = np.full(se.shape, df) if se.ndim else number(df)
    statistic = divide(estimate, se)
    half = quantile(level, df) * se
    return Inference(se, df, statistic, two_sided(statistic, df), estimate - half, estimate + half)


def two_sided(statistic: Floats, df: Floats | float) -> Floats:
    """P of a z (df NaN) or a t as far from 0, either side."""
    if isinstance(df, float):
        return normal_two_sided(statistic) if math.isnan(df) else t_two_sided(statistic, df)
    normal = np.isnan(df)
    if every(normal):
        return normal_two_sided(statistic)
    of_t = t_two_sided(statistic, df)
    return np.where(normal, normal_two_sided(statistic), of_t) if np.count_nonzero(normal) else of_t


def infer(s: Studies, w: Floats, w1: Floats, estimate: Floats, *, test: str, level: float) -> Inference:
    """Test the weighted mean of weights w = 1 / (v + tau2), summing to w1, as TESTS says; se = 1 / sqrt(w1)."""
    if test == KENWARD_ROGER:
        return wald(estimate, *kenward_roger(s, w), level)
    return scaled(s, w, estimate, np.sqrt(divide(1.0, w1)), test=test, level=level)


def scaled(s: Studies, w: Floats, estimate: Floats, se: Floats, *, test: str, level: float) -> Inference:
    """Test an estimate of standard error `se`, scaled by the root of `knapp_hartung_factor` where the test asks."""
    if test == "z":
        return wald(estimate, se, np.nan, level)
    if test != "t":
        factor = knapp_hartung_factor(s, w, estimate)
        se = se * np.sqrt(np.maximum(factor, 1.0) if test == "ad-hoc" else factor)
    return wald(estimate, se, s.df, level)


def knapp_hartung_factor(s: Studies, w: Floats, estimate: Floats) -> Floats:
    """sum w (y - estimate)^2 / (k - 1)."""
    return divide(cochran_q(w, s.y, estimate), s.k - 1)


def kenward_roger(s: Studies, w: Floats) -> tuple[Floats, Floats]:
    """The standard error enlarged for that of the REML tau2, and its degrees of freedom (Partlett & Riley 2017).

    With w1, w2, w3 the sums of w, w^2, w^3, and tau2's expected information I = tr PP / 2:
    se^2 = 1/w1 + 2 (w3 - w2^2/w1) / (I w1^2) and df = 2 I / (se^2 w2)^2. The firmest study t stands apart from the
    rest's sums R, S, C, so that nothing cancels: w1 w3 - w2^2 = t sum w (t - w)^2 + (R C - S^2).
    """
    lesser = w * s.lesser
    w1, rest, squares, cubes = total(w), total(lesser), dot(lesser, lesser), dot(lesser * lesser, lesser)
    top = w1 - rest
    information = trace_of_squares(w1, rest, squares, cubes) / 2
    crossed = dot(beside(top) * lesser, (beside(top) - lesser) ** 2) + (rest * cubes - squares**2)
    enlarged = divide(1.0, w1) + 2 * divide(crossed, information * w1**3)
    df = divide(2 * information, (enlarged * (top**2 + squares)) ** 2)
    return np.sqrt(enlarged), where(s.k > 1, df, 0.0)
