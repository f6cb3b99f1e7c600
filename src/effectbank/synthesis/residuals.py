"""Residuals: how far each study is from the fit, raw, standardised by all studies or by the others alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from effectbank.kernel.fit import Fits
from effectbank.kernel.residuals import mean_variance, residual_variance, without_rounding
from effectbank.kernel.studies import Floats, divide
from effectbank.measures.effects import readonly
from effectbank.problems import NotEstimable, UnknownName
from effectbank.synthesis.fitting import fit_batch
from effectbank.synthesis.per_study import PerStudy, estimates_at, labels_at, weighted
from effectbank.synthesis.pooled import Pooled

KINDS = {
    "raw": "y - estimate, by the root of v + tau2",
    "standardised": "y - estimate, by the residual's own standard error (internally studentised; rstandard)",
    "deleted": "y - the estimate without the study, by its standard error (externally studentised; rstudent)",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Residuals(PerStudy):
    """`residual` on the analysis scale, its standard error `se`, and `z` = residual / se, of the `kind` named."""

    title: ClassVar[str] = "Residuals"

    kind: str
    residual: Floats
    se: Floats
    z: Floats


def residuals(fit: Pooled, kind: str = "standardised") -> Residuals:
    """Residuals of a kind of KINDS: "raw" (z is then the Pearson residual), "standardised", "deleted".

    Raises UnknownName; NotEstimable for tables pooled without study estimates, and for a single study.
    """
    if kind not in KINDS:
        raise UnknownName("kind of residual", kind, KINDS)
    if kind == "deleted":
        return rstudent(fit)
    return rstandard(fit) if kind == "standardised" else _raw(fit)


def rstandard(fit: Pooled) -> Residuals:
    """Internally standardised residuals: se^2 is the diagonal of (I - H)(V + tau2 I)(I - H)' (metafor's rstandard).

    Raises NotEstimable for tables pooled without study estimates.
    """
    at = weighted(fit)
    y, v = estimates_at(fit, at)
    se = np.sqrt(residual_variance(fit.weights[at], v + fit.heterogeneity.tau2))
    return _residuals(fit, "standardised", y - fit.estimate, se)


def rstudent(fit: Pooled) -> Residuals:
    """Externally studentised ("deleted") residuals: each study against the fit of all the others.

    se^2 = s^2 (v + tau2 of the others) + their estimate's variance, s^2 the Knapp-Hartung factor of the others, 1
    without it: so z is the statistic of a mean-shift outlier (Viechtbauer & Cheung 2010, eq. 7; metafor's
    rstudent). Raises NotEstimable as `residuals`.
    """
    at = weighted(fit)
    y, v = estimates_at(fit, at)
    without = fits_without_each(fit)
    s2 = scale_without_each(fit, without)
    se = np.sqrt(s2 * (v + without.tau2) + without.inference.se**2)
    return _residuals(fit, "deleted", y - without.estimate, se)


def fits_without_each(fit: Pooled) -> Fits:
    """The fit's own analysis without each of its studies in turn, one batch; NotEstimable for a single study."""
    at = weighted(fit)
    if at.size < 2:
        raise NotEstimable("leaving out a fit's only study leaves nothing", "pool two studies or more")
    masks = np.ones((at.size, len(fit.effects)), dtype=bool)
    masks[np.arange(at.size), at] = False
    return fit_batch(fit.effects, fit.options, masks)


def scale_without_each(fit: Pooled, without: Fits) -> Floats:
    """Without each study, what the test multiplies the variance of the mean by: 1 for z and t."""
    if fit.options.test in ("z", "t"):
        return np.ones(without.estimate.shape)
    at = weighted(fit)
    _, v = estimates_at(fit, at)
    m = v + without.tau2[:, None]
    w = np.where(np.eye(at.size, dtype=bool), 0.0, 1 / m if fit.options.weights is None else fit.weights[at])
    return divide(without.inference.se**2, mean_variance(w, m))


def _raw(fit: Pooled) -> Residuals:
    y, v = estimates_at(fit, weighted(fit))
    return _residuals(fit, "raw", y - fit.estimate, np.sqrt(v + fit.heterogeneity.tau2))


def _residuals(fit: Pooled, kind: str, residual: Floats, se: Floats) -> Residuals:
    clean = without_rounding(residual)
    return Residuals(
        fit=fit,
        labels=labels_at(fit, weighted(fit)),
        kind=kind,
        residual=readonly(clean),
        se=readonly(se),
        z=readonly(divide(clean, se)),
    )
