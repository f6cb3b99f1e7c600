"""Meta-regression: a batch of mixed-effects fits. A single fit is a batch of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from effectbank.kernel.distributions import chi2_upper, f_upper
from effectbank.kernel.estimators import ESTIMATORS as WITHOUT_MODERATORS
from effectbank.kernel.heterogeneity import h2_from_q, i2_from_q
from effectbank.kernel.inference import Inference, wald
from effectbank.kernel.projection import Design, Projection, coefficients, project
from effectbank.kernel.regression_error import tau2_standard_error
from effectbank.kernel.regression_likelihood import maximum_likelihood
from effectbank.kernel.regression_moments import (
    dersimonian_laird,
    hedges_olkin,
    hunter_schmidt,
    hunter_schmidt_small,
    sidik_jonkman,
    two_step_dersimonian_laird,
    two_step_hedges_olkin,
)
from effectbank.kernel.regression_q import median_unbiased, paule_mandel
from effectbank.kernel.studies import Floats, cochran_q, divide, weighted_mean

ESTIMATORS: Mapping[str, Callable[[Design], Floats]] = MappingProxyType(
    {
        "DL": dersimonian_laird,
        "DL2": two_step_dersimonian_laird,
        "HE": hedges_olkin,
        "HE2": two_step_hedges_olkin,
        "HS": hunter_schmidt,
        "HSk": hunter_schmidt_small,
        "SJ": sidik_jonkman,
        "ML": partial(maximum_likelihood, restricted=False),
        "REML": partial(maximum_likelihood, restricted=True),
        "PM": paule_mandel,
        "EB": paule_mandel,
        "DLIT": paule_mandel,
        "PMM": median_unbiased,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tested:
    """Coefficients of a batch: `b` and its inference (..., p), covariance (..., p, p), and the omnibus QM.

    QM is chi-squared on `qm_df`, or F on `qm_df` and `qm_df2` where the test uses t; qm_df2 is NaN otherwise.
    """

    b: Floats
    inference: Inference
    covariance: Floats
    qm: Floats
    qm_df: int
    qm_df2: Floats
    qm_p: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegressionFits:
    """`tested`, and arrays of the batch's shape (...,); r2 is NaN without an intercept or without moderators."""

    tested: Tested
    qe: Floats
    qe_df: Floats
    qe_p: Floats
    tau2: Floats
    tau2_se: Floats
    i2: Floats
    h2: Floats
    r2: Floats


def mixed_effects(
    d: Design, *, tau2: str | float = "REML", test: str = "z", level: float = 0.95, intercept: bool = True
) -> RegressionFits:
    """Inverse-variance meta-regression with residual heterogeneity: w = 1 / (v + tau2).

    `tau2`: an estimator, or a value of one's own. `intercept`: whether the first column is one, and so no
    moderator. All NaN where k <= p or the columns are not independent.
    """
    between = tau2_of(d, tau2)
    at_zero = project(d)
    typical = divide(d.free, at_zero.trace(at_zero.w))
    return RegressionFits(
        tested=tests_at(d, between, test=test, level=level, intercept=intercept),
        **_residual_heterogeneity(d, at_zero),
        tau2=np.where(d.free > 0, between, np.nan),
        tau2_se=tau2_standard_error(tau2 if isinstance(tau2, str) else "given", d, between),
        i2=np.where(d.free > 0, 100 * divide(between, between + typical), np.nan),
        h2=np.where(d.free > 0, divide(between, typical) + 1, np.nan),
        r2=_explained(d, between, tau2) if intercept and d.p > 1 else np.full(d.free.shape, np.nan),
    )


def tau2_of(d: Design, tau2: str | float) -> Floats:
    """tau2 by the estimator named, or the value given for every analysis."""
    return ESTIMATORS[tau2](d) if isinstance(tau2, str) else np.full(d.free.shape, float(tau2))


def fixed_effects(d: Design, *, test: str = "z", level: float = 0.95, intercept: bool = True) -> RegressionFits:
    """Inverse-variance meta-regression without residual heterogeneity: w = 1 / v. NaN where k < p."""
    at_zero = project(d)
    qe = at_zero.rss
    nothing = np.full(d.free.shape, np.nan)
    return RegressionFits(
        tested=tests_at(d, np.zeros(d.free.shape), test=test, level=level, intercept=intercept),
        **_residual_heterogeneity(d, at_zero),
        tau2=np.zeros(d.free.shape),
        tau2_se=nothing,
        i2=i2_from_q(qe, d.free),
        h2=h2_from_q(qe, d.free),
        r2=_adjusted_r2(d, at_zero) if intercept and d.p > 1 else nothing,
    )


def tests_at(d: Design, tau2: Floats, *, test: str, level: float, intercept: bool) -> Tested:
    """Coefficients and their tests at the tau2 given; tests as in `inference.infer`, with k - p for k - 1."""
    at = project(d, tau2)
    b, root = coefficients(d, at)
    usable = np.where(d.free >= 0, _scale(at, d.free, test), np.nan)
    covariance = (root @ np.swapaxes(root, -1, -2)) * usable[..., None, None]
    se = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    df = np.full(d.free.shape, np.nan) if test == "z" else np.maximum(d.free, 0.0)
    first = 1 if intercept and d.p > 1 else 0
    qm = divide((at.c[..., first:] ** 2).sum(-1), usable)
    count = d.p - first
    return Tested(
        b=np.where((d.free >= 0)[..., None], b, np.nan),
        inference=wald(b, se, df[..., None], level),
        covariance=covariance,
        qm=qm if test == "z" else qm / count,
        qm_df=count,
        qm_df2=df,
        qm_p=chi2_upper(qm, count) if test == "z" else f_upper(qm / count, count, df),
    )


def _scale(at: Projection, free: Floats, test: str) -> Floats:
    """What the covariance is multiplied by: 1, or Knapp and Hartung's y'Py / (k-p), ad hoc at least 1."""
    if test in ("z", "t"):
        return np.ones(free.shape)
    factor = divide(at.rss, np.maximum(free, 0.0))
    return np.maximum(factor, 1.0) if test == "ad-hoc" else factor


def _residual_heterogeneity(d: Design, at_zero: Projection) -> dict[str, Floats]:
    df = np.maximum(d.free, 0.0)
    qe = np.where(d.free > 0, at_zero.rss, np.where(d.free == 0, 0.0, np.nan))
    return {"qe": qe, "qe_df": df, "qe_p": np.where(d.free >= 0, chi2_upper(qe, df), np.nan)}


def _explained(d: Design, between: Floats, estimator: str | float) -> Floats:
    """R2 = 100 (tau2 without moderators - tau2) / tau2 without, at least 0 (Raudenbush 2009); 0 where none is.

    NaN for a tau2 that was given: there is none without moderators to set beside it.
    """
    if not isinstance(estimator, str):
        return np.full(d.free.shape, np.nan)
    whole = WITHOUT_MODERATORS[estimator](d.s)
    return np.where(d.free > 0, np.maximum(0.0, 100 * np.nan_to_num(divide(whole - between, whole))), np.nan)


def _adjusted_r2(d: Design, at_zero: Projection) -> Floats:
    """R2 of the weighted regression, adjusted for its coefficients, percent and at least 0."""
    w, k = d.s.weights(), d.s.k
    total = cochran_q(w, d.s.y, weighted_mean(w, d.s.y))
    adjusted = 1 - divide(at_zero.rss, total) * divide(k - 1, d.free)
    return np.where(d.free > 0, np.maximum(0.0, 100 * adjusted), np.nan)
