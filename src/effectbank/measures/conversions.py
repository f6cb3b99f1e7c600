"""From one measure to another: odds ratio, SMD, correlation, risk ratio given a risk; estimates with variances.

Every function takes and returns (estimate, variance), arrays of any one shape, ratios as logarithms; a risk is
a proportion, taken as known. NaN where the conversion is undefined.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.distributions import normal_below, normal_quantile
from effectbank.kernel.studies import Floats
from effectbank.measures.back import from_logit
from effectbank.measures.domain import Estimates, above, inside
from effectbank.problems import UnknownName

MODELS: Mapping[str, float] = MappingProxyType(
    {
        "logistic": float(np.pi / np.sqrt(3)),  # SD of the standard logistic (Hasselblad & Hedges 1995; Chinn 2000)
        "normal": 1.65,  # Cox & Snell (1989)
    }
)


def d_from_log_odds_ratio(yi: ArrayLike, vi: ArrayLike, *, model: str = "logistic") -> Estimates:
    """The SMD behind a log odds ratio: divided by the SD of the model's outcome (MODELS)."""
    scale = _scale(model)
    return np.asarray(yi, dtype=float) / scale, np.asarray(vi, dtype=float) / scale**2


def log_odds_ratio_from_d(yi: ArrayLike, vi: ArrayLike, *, model: str = "logistic") -> Estimates:
    """The log odds ratio of an SMD: times the SD of the model's outcome (MODELS)."""
    scale = _scale(model)
    return np.asarray(yi, dtype=float) * scale, np.asarray(vi, dtype=float) * scale**2


def r_from_d(yi: ArrayLike, vi: ArrayLike, n1: ArrayLike = 1.0, n2: ArrayLike = 1.0) -> Estimates:
    """r = d / sqrt(d^2 + a), a = (n1+n2)^2/(n1 n2), 4 for equal groups; variance a^2 v / (d^2 + a)^3.

    Borenstein et al. (2009, eqs. 7.7 to 7.9).
    """
    d, a = np.asarray(yi, dtype=float), _imbalance(n1, n2)
    return d / np.sqrt(d**2 + a), a**2 * np.asarray(vi, dtype=float) / (d**2 + a) ** 3


def d_from_r(yi: ArrayLike, vi: ArrayLike, n1: ArrayLike = 1.0, n2: ArrayLike = 1.0) -> Estimates:
    """d = sqrt(a) r / sqrt(1 - r^2), the inverse of `r_from_d`; variance a v / (1 - r^2)^3.

    For equal groups 2 r / sqrt(1 - r^2) (Borenstein et al. 2009, eqs. 7.5 and 7.6).
    """
    r, a = inside(yi, -1, 1), _imbalance(n1, n2)
    return np.sqrt(a) * r / np.sqrt(1 - r**2), a * np.asarray(vi, dtype=float) / (1 - r**2) ** 3


def log_risk_ratio_from_odds_ratio(yi: ArrayLike, vi: ArrayLike, risk: ArrayLike) -> Estimates:
    """log RR = log OR - log(1 - p + p OR), p the risk of the control group (Zhang & Yu 1998; Grant 2014).

    The variance is by the delta method with p known; for an interval convert its two ends instead.
    """
    y, p = np.asarray(yi, dtype=float), inside(risk, 0, 1)
    free = np.log1p(p * np.expm1(y))
    return y - free, ((1 - p) / np.exp(free)) ** 2 * np.asarray(vi, dtype=float)


def log_odds_ratio_from_risk_ratio(yi: ArrayLike, vi: ArrayLike, risk: ArrayLike) -> Estimates:
    """log OR = log RR + log((1 - p) / (1 - p RR)), p the control risk; NaN where p RR is 1 or more."""
    y, p = np.asarray(yi, dtype=float), inside(risk, 0, 1)
    left = above(1 - p * np.exp(y), 0)
    return y + np.log((1 - p) / left), np.asarray(vi, dtype=float) / left**2


def log_risk_ratio_from_common_odds_ratio(yi: ArrayLike, vi: ArrayLike) -> Estimates:
    """log RR as half the log OR: the square root of the odds ratio.

    Where no risk is known and the outcome is common, between 0.2 and 0.8: off by at most a quarter
    (VanderWeele 2017).
    """
    return np.asarray(yi, dtype=float) / 2, np.asarray(vi, dtype=float) / 4


def log_risk_ratio_from_hazard_ratio(yi: ArrayLike, vi: ArrayLike) -> Estimates:
    """RR = (1 - 0.5^sqrt(HR)) / (1 - 0.5^sqrt(1/HR)), for an outcome common by the end (VanderWeele 2020)."""
    root = np.exp(np.asarray(yi, dtype=float) / 2)
    up, down = -np.expm1(-root * np.log(2)), -np.expm1(-np.log(2) / root)
    slope = np.log(2) / 2 * (root * (1 - up) / up + (1 - down) / (root * down))
    return np.log(up / down), slope**2 * np.asarray(vi, dtype=float)


def risk_from_odds_ratio(yi: ArrayLike, risk: ArrayLike) -> Floats:
    """The risk that a log odds ratio makes of a control risk."""
    p = inside(risk, 0, 1)
    return from_logit(np.log(p / (1 - p)) + np.asarray(yi, dtype=float))


def risk_from_smd(yi: ArrayLike, risk: ArrayLike) -> Floats:
    """The risk that an SMD makes of a control risk: Phi(Phi^-1(p) + d) (Furukawa & Leucht 2011).

    The event is scoring high; for an event of scoring low give -d.
    """
    return normal_below(normal_quantile(inside(risk, 0, 1)) + np.asarray(yi, dtype=float))


def probability_of_superiority(yi: ArrayLike) -> Floats:
    """How likely one of group 1 scores above one of group 2, for an SMD: Phi(d / sqrt 2) (McGraw & Wong 1992)."""
    return normal_below(np.asarray(yi, dtype=float) / np.sqrt(2))


def _scale(model: str) -> float:
    if model not in MODELS:
        raise UnknownName("model of the outcome", model, MODELS)
    return MODELS[model]


def _imbalance(n1: ArrayLike, n2: ArrayLike) -> Floats:
    n1, n2 = above(n1, 0), above(n2, 0)
    return (n1 + n2) ** 2 / (n1 * n2)
