"""What leaving out each study changes: the diagnostics of Viechtbauer & Cheung (2010), of a mean or a regression.

A pooled mean is the regression on a column of ones, p = 1. Each formula is theirs, as metafor has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from effectbank.kernel.projection import einsum
from effectbank.kernel.residuals import without_rounding
from effectbank.kernel.studies import Floats, divide


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Whole:
    """A fit of k studies: y, v, weight w, hat and residual variance (k,), design x (k, p), b (p,), covariance."""

    y: Floats
    v: Floats
    w: Floats
    x: Floats
    b: Floats
    covariance: Floats
    tau2: float
    hat: Floats
    residual_variance: Floats

    @property
    def fitted(self) -> Floats:
        """x b, (k,)."""
        return np.asarray(self.x @ self.b, dtype=float)

    @property
    def fitted_variance(self) -> Floats:
        """x V x', (k,)."""
        return einsum("ij,jl,il->i", self.x, self.covariance, self.x)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Without:
    """The fits without each study: b (k, p), covariance (k, p, p), tau2, q, the test's `scale` of variances (k,).

    At the tau2 of the others, from all studies: the variance of each coefficient (k, p), of the fitted value (k,).
    """

    b: Floats
    covariance: Floats
    tau2: Floats
    q: Floats
    scale: Floats
    coefficient_variance: Floats
    value_variance: Floats


def deleted_residual(of: Whole, less: Without) -> tuple[Floats, Floats]:
    """y - x b of the others, and its standard error: root of s^2 (v + tau2) + x V x', all of the others."""
    value = einsum("ij,ij->i", of.x, less.b)
    variance = einsum("ij,ijl,il->i", of.x, less.covariance, of.x)
    return without_rounding(of.y, value), np.sqrt(less.scale * (of.v + less.tau2) + variance)


def dffits(of: Whole, less: Without) -> Floats:
    """How many standard errors the study's fitted value moves."""
    moved = einsum("ij,ij->i", of.x, of.b - less.b)
    return divide(moved, np.sqrt(less.scale * less.value_variance))


def dfbetas(of: Whole, less: Without) -> Floats:
    """How many standard errors each coefficient moves, (k, p)."""
    return divide(of.b - less.b, np.sqrt(less.scale[:, None] * less.coefficient_variance))


def cooks_distance(of: Whole, less: Without) -> Floats:
    """(b - b of the others)' V^-1 (b - b of the others)."""
    se = np.sqrt(np.diagonal(of.covariance))
    if not (se > 0).all():  # all studies agree, and Knapp and Hartung's variance is none
        return np.full(of.y.shape, np.nan)
    moved = (of.b - less.b) / se
    solved = np.asarray(np.linalg.solve(of.covariance / np.outer(se, se), moved.T).T, dtype=float)
    return einsum("ij,ij->i", moved, solved)


def covariance_ratio(of: Whole, less: Without) -> Floats:
    """det V of the others / det V."""
    known = np.asarray(np.isfinite(less.covariance).all((-2, -1)))
    filled = np.where(known[:, None, None], less.covariance, of.covariance)
    (sign, size), (sign_of_all, size_of_all) = np.linalg.slogdet(filled), np.linalg.slogdet(of.covariance)
    if sign_of_all <= 0:
        return np.full(of.y.shape, np.nan)
    return np.where(known, sign * np.exp(size - size_of_all), np.nan)
