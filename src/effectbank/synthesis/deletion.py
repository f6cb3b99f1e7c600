"""A fit and the fits without each of its studies, pooled or regressed, as the formulas of deletion want them."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.deletion import Whole, Without
from effectbank.kernel.fit import Fits
from effectbank.kernel.projection import Design, coefficients, design, project
from effectbank.kernel.regression import fixed_effects, mixed_effects
from effectbank.kernel.residuals import mean_variance, residual_variance, shares
from effectbank.kernel.studies import Floats, divide, studies
from effectbank.problems import NotEstimable
from effectbank.synthesis.fitting import fit_batch
from effectbank.synthesis.per_study import estimates_at, weighted
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.regress import checked_design
from effectbank.synthesis.regression import Regression

KNAPP_HARTUNG = ("knapp-hartung", "ad-hoc")


def whole(fit: Pooled | Regression) -> Whole:
    """The fit; raises NotEstimable for tables pooled without study estimates."""
    if isinstance(fit, Regression):
        return _regressed(fit)
    at = weighted(fit)
    y, v = estimates_at(fit, at)
    w = fit.weights[at]
    return Whole(
        y=y,
        v=v,
        w=w,
        x=np.ones((at.size, 1)),
        b=np.array([fit.estimate]),
        covariance=np.array([[fit.se**2]]),
        tau2=fit.heterogeneity.tau2,
        hat=shares(w),
        residual_variance=residual_variance(w, v + fit.heterogeneity.tau2),
    )


def without_each(fit: Pooled | Regression, of: Whole) -> Without:
    """The fits without each study, one batch; NotEstimable where a study less leaves nothing to fit.

    NaN where it leaves a coefficient that nothing speaks of.
    """
    if isinstance(fit, Regression):
        return _regressed_without_each(fit, of)
    less = fits_without_each(fit)
    m = of.v + less.tau2[:, None]
    own = fit.options.weights is not None
    mean = mean_variance(of.w, m) if own else 1 / (1 / m).sum(-1)
    return Without(
        b=less.estimate[:, None],
        covariance=np.square(less.inference.se)[:, None, None],
        tau2=less.tau2,
        q=less.q,
        scale=_scale(fit, of, less, m),
        coefficient_variance=np.asarray(mean)[:, None],
        value_variance=np.asarray(mean) if own else of.hat * (of.v + less.tau2),
    )


def fits_without_each(fit: Pooled) -> Fits:
    """The pooled fits without each study; NotEstimable for a single study."""
    at = weighted(fit)
    if at.size < 2:
        raise NotEstimable("leaving out a fit's only study leaves nothing", "pool two studies or more")
    masks = np.ones((at.size, len(fit.effects)), dtype=bool)
    masks[np.arange(at.size), at] = False
    return fit_batch(fit.effects, fit.options, masks)


def _scale(fit: Pooled, of: Whole, less: Fits, m: Floats) -> Floats:
    """What the test multiplied the variance of each mean by: 1 for z and t."""
    if fit.options.test not in KNAPP_HARTUNG:
        return np.ones(less.estimate.shape)
    w = np.where(np.eye(of.y.size, dtype=bool), 0.0, 1 / m if fit.options.weights is None else of.w)
    return divide(np.square(less.inference.se), mean_variance(w, m))


def _regressed(fit: Regression) -> Whole:
    m = fit.moderators
    d = checked_design(fit.effects, m, fit.options.model)
    tau2 = fit.heterogeneity.tau2
    at = project(d, tau2)
    return Whole(
        y=d.s.y,
        v=d.s.v,
        w=at.w,
        x=m.matrix,
        b=np.array([c.estimate for c in fit.coefficients.values()]),
        covariance=fit.covariance,
        tau2=tau2,
        hat=at.hat,
        residual_variance=np.maximum(1 - at.hat, 0.0) * (d.s.v + tau2),
    )


def _regressed_without_each(fit: Regression, of: Whole) -> Without:
    o = fit.options
    y = np.where(np.eye(of.y.size, dtype=bool), np.nan, of.y)
    d = design(studies(y, of.v), of.x)
    if not (d.free > 0).any():
        raise NotEstimable(f"{of.x.shape[1]} coefficients from one study less than {of.y.size}")
    less = fixed_effects(d, test=o.test) if o.tau2 is None else mixed_effects(d, tau2=o.between, test=o.test)
    known = np.where(np.isfinite(less.tau2), less.tau2, 0.0)
    return Without(
        b=less.tested.b,
        covariance=less.tested.covariance,
        tau2=less.tau2,
        q=less.qe,
        scale=_factor(d, less.tau2, o.test),
        coefficient_variance=_variances(fit, known),
        value_variance=of.hat * (of.v + less.tau2),
    )


def _factor(d: Design, tau2: Floats, test: str) -> Floats:
    if test not in KNAPP_HARTUNG:
        return np.ones(tau2.shape)
    factor = divide(project(d, np.nan_to_num(tau2)).rss, np.maximum(d.free, 0.0))
    return np.maximum(factor, 1.0) if test == "ad-hoc" else factor


def _variances(fit: Regression, tau2: Floats) -> Floats:
    """Of each coefficient from all studies at each tau2, (tau2.size, p): the diagonal of (X'WX)^-1."""
    d = checked_design(fit.effects, fit.moderators, fit.options.model)
    y, v = (np.broadcast_to(part, (tau2.size, part.size)) for part in (d.s.y, d.s.v))
    every = design(studies(y, v), fit.moderators.matrix)
    _, root = coefficients(every, project(every, tau2))
    return np.asarray((root**2).sum(-1), dtype=float)
