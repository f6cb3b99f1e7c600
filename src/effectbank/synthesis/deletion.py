"""A fit and the fits without each of its studies, pooled or regressed, as the formulas of deletion want them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.deletion import Whole, Without
from effectbank.kernel.fit import Fits
from effectbank.kernel.projection import Design, coefficients, design, project
from effectbank.kernel.regression import fixed_effects, mixed_effects
from effectbank.kernel.residuals import mean_variance, residual_variance, shares
from effectbank.kernel.studies import Floats, divide, studies
from effectbank.problems import NotEstimable
from effectbank.synthesis.fitting import fit_batch
from effectbank.synthesis.per_study import pools_tables, weighted
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.regress import checked_design
from effectbank.synthesis.regression import Regression

CELLS = 2**20  # numbers of one block of refits
Studies = NDArray[np.intp]  # by position

KNAPP_HARTUNG = ("knapp-hartung", "ad-hoc")


def whole(fit: Pooled | Regression) -> Whole:
    """The fit. Where tables are pooled, residuals have the studies' own variances, as metafor's of rma.mh()."""
    if isinstance(fit, Regression):
        return _regressed(fit)
    at = weighted(fit)
    y, v, w = fit.effects.yi[at], fit.effects.vi[at], fit.weights[at]
    tau2 = fit.heterogeneity.tau2
    return Whole(
        y=y,
        v=v,
        w=w,
        x=np.ones((at.size, 1)),
        b=np.array([fit.estimate]),
        covariance=np.array([[fit.se**2]]),
        tau2=tau2,
        hat=shares(w),
        residual_variance=v if pools_tables(fit) else residual_variance(w, v + tau2),
    )


def without_each(fit: Pooled | Regression, of: Whole) -> Without:
    """The fits without each study, in blocks; NotEstimable where a study less leaves nothing to fit.

    NaN where it leaves a coefficient that nothing speaks of.
    """
    k, p = of.x.shape
    if isinstance(fit, Regression) and k - 1 < p + (fit.options.tau2 is not None):
        raise NotEstimable(f"{p} coefficients from one study less than {k}")
    if k < 2:
        raise NotEstimable("leaving out a fit's only study leaves nothing", "pool two studies or more")
    parts = [_without(fit, of, out) for out in blocks(k)]
    return Without(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Without)})


def fits_without_each(fit: Pooled) -> tuple[Floats, Floats]:
    """The estimate and standard error without each study, (k,)."""
    less = without_each(fit, whole(fit))
    return less.b[:, 0], np.sqrt(less.covariance[:, 0, 0])


def blocks(k: int) -> Iterator[Studies]:
    """The studies to be left out in turn, some at a time, so that memory stays bounded."""
    step = max(1, CELLS // k)
    return (np.arange(first, min(first + step, k)) for first in range(0, k, step))


def _without(fit: Pooled | Regression, of: Whole, out: Studies) -> Without:
    return _regressed_without(fit, of, out) if isinstance(fit, Regression) else _pooled_without(fit, of, out)


def _pooled_without(fit: Pooled, of: Whole, out: Studies) -> Without:
    masks = np.ones((out.size, len(fit.effects)), dtype=bool)
    masks[np.arange(out.size), weighted(fit)[out]] = False
    less = fit_batch(fit.effects, fit.options, masks)
    m = of.v + less.tau2[:, None]
    own = fit.options.weights is not None
    mean = mean_variance(of.w, m) if own else np.asarray(1 / (1 / m).sum(-1), dtype=float)
    return Without(
        b=less.estimate[:, None],
        covariance=np.square(less.inference.se)[:, None, None],
        tau2=less.tau2,
        q=less.q,
        scale=_scale(fit, of, less, m, out),
        coefficient_variance=mean[:, None],
        value_variance=mean if own else of.hat[out] * (of.v[out] + less.tau2),
    )


def _scale(fit: Pooled, of: Whole, less: Fits, m: Floats, out: Studies) -> Floats:
    """What the test multiplied the variance of each mean by: 1 for z and t."""
    if fit.options.test not in KNAPP_HARTUNG:
        return np.ones(out.size)
    w = 1 / m if fit.options.weights is None else np.tile(of.w, (out.size, 1))
    w[np.arange(out.size), out] = 0.0
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


def _regressed_without(fit: Regression, of: Whole, out: Studies) -> Without:
    o = fit.options
    y = np.tile(of.y, (out.size, 1))
    y[np.arange(out.size), out] = np.nan
    d = design(studies(y, of.v), of.x)
    less = fixed_effects(d, test=o.test) if o.tau2 is None else mixed_effects(d, tau2=o.between, test=o.test)
    known = np.nan_to_num(less.tau2)
    return Without(
        b=less.tested.b,
        covariance=less.tested.covariance,
        tau2=less.tau2,
        q=less.qe,
        scale=_factor(d, known, o.test),
        coefficient_variance=_variances(of, known),
        value_variance=of.hat[out] * (of.v[out] + less.tau2),
    )


def _factor(d: Design, tau2: Floats, test: str) -> Floats:
    if test not in KNAPP_HARTUNG:
        return np.ones(tau2.shape)
    factor = divide(project(d, tau2).rss, np.maximum(d.free, 0.0))
    return np.maximum(factor, 1.0) if test == "ad-hoc" else factor


def _variances(of: Whole, tau2: Floats) -> Floats:
    """Of each coefficient from all studies at each tau2, (tau2.size, p): the diagonal of (X'WX)^-1."""
    y, v = (np.broadcast_to(part, (tau2.size, part.size)) for part in (of.y, of.v))
    every = design(studies(y, v), of.x)
    _, root = coefficients(every, project(every, tau2))
    return np.asarray((root**2).sum(-1), dtype=float)
