"""From an estimate and its standard error to statistic, p and interval, by each named test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.distributions import normal_quantile, normal_two_sided, t_quantile, t_two_sided
from effectbank.kernel.studies import Floats, Studies, cochran_q, divide

TESTS = ("z", "t", "knapp-hartung", "ad-hoc")


@dataclass(frozen=True, slots=True, eq=False)
class Inference:
    """Arrays of one shape; `df` is NaN where the normal distribution is used."""

    se: Floats
    df: Floats
    statistic: Floats
    p: Floats
    low: Floats
    high: Floats


def quantile(level: float, df: Floats) -> Floats:
    """The two-sided quantile for `level`: of t on df, of the normal where df is NaN."""
    upper = (1 + level) / 2
    return np.where(np.isnan(df), normal_quantile(upper), t_quantile(upper, df))


def wald(estimate: Floats, se: ArrayLike, df: ArrayLike, level: float) -> Inference:
    """estimate / se on the normal (df NaN) or on t with df."""
    se = np.asarray(se, dtype=float)
    df = np.broadcast_to(np.asarray(df, dtype=float), se.shape)
    statistic = divide(estimate, se)
    p = np.where(np.isnan(df), normal_two_sided(statistic), t_two_sided(statistic, df))
    half = quantile(level, df) * se
    return Inference(se, df, statistic, p, estimate - half, estimate + half)


def infer(s: Studies, w: Floats, estimate: Floats, *, test: str, level: float) -> Inference:
    """Test the weighted mean `estimate` of weights w = 1 / (v + tau2).

    z: se = 1 / sqrt(sum w), normal. t: the same on t, k-1. knapp-hartung: se times the root of
    `knapp_hartung_factor`, on t, k-1 (Hartung & Knapp 2001; Sidik & Jonkman 2002). ad-hoc: the same with the
    factor never below 1 (Roever, Knapp & Friede 2015).
    """
    se = np.sqrt(divide(1.0, w.sum(-1)))
    if test == "z":
        return wald(estimate, se, np.nan, level)
    if test != "t":
        factor = knapp_hartung_factor(s, w, estimate)
        se = se * np.sqrt(np.maximum(factor, 1.0) if test == "ad-hoc" else factor)
    return wald(estimate, se, np.maximum(s.k - 1, 0.0), level)


def knapp_hartung_factor(s: Studies, w: Floats, estimate: Floats) -> Floats:
    """sum w (y - estimate)^2 / (k - 1)."""
    return divide(cochran_q(w, s.y, estimate), s.k - 1)
