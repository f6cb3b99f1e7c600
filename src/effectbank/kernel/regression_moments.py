"""tau2 of a meta-regression by moments: closed formulas, each from one weighted sum of squared residuals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.projection import Design, ordinary, project
from effectbank.kernel.studies import Floats, cochran_q, divide, weighted_mean


def dersimonian_laird(d: Design) -> Floats:
    """DL: (QE - (k-p)) / tr P at tau2 = 0 (Raudenbush 2009, eq. 16.25)."""
    at_zero = project(d)
    return truncated(d, divide(at_zero.rss - d.free, at_zero.trace(at_zero.w)))


def hedges_olkin(d: Design) -> Floats:
    """HE: (sum of squared ordinary residuals - tr((I - H) V)) / (k-p) (Raudenbush 2009, eq. 16.24)."""
    plain = ordinary(d)
    return truncated(d, divide(plain.rss - plain.trace(d.s.present * d.s.v), d.free))


def two_step_dersimonian_laird(d: Design) -> Floats:
    """DL2: moments again, with the weights 1 / (v + tau2) of the DL estimate (DerSimonian & Kacker 2007)."""
    return _again(d, dersimonian_laird(d))


def two_step_hedges_olkin(d: Design) -> Floats:
    """HE2: the same from the HE estimate."""
    return _again(d, hedges_olkin(d))


def hunter_schmidt(d: Design) -> Floats:
    """HS: (QE - k) / sum w (Viechtbauer, Lopez-Lopez, Sanchez-Meca & Marin-Martinez 2015)."""
    at_zero = project(d)
    return truncated(d, divide(at_zero.rss - d.s.k, at_zero.w.sum(-1)))


def hunter_schmidt_small(d: Design) -> Floats:
    """HSk: Hunter-Schmidt with QE enlarged by k / (k-p) (Brannick et al. 2019)."""
    at_zero = project(d)
    return truncated(d, divide(at_zero.rss * divide(d.s.k, d.free) - d.s.k, at_zero.w.sum(-1)))


def sidik_jonkman(d: Design) -> Floats:
    """SJ: tau0 y'P(tau0)y / (k-p) from tau0 = sum (y - mean y)^2 / k (Sidik & Jonkman 2005). Never negative."""
    start = crude_variance(d)
    return truncated(d, divide(start * project(d, start).rss, d.free))


def crude_variance(d: Design) -> Floats:
    """sum (y - mean y)^2 / k, moderators or none: where Sidik and Jonkman start."""
    s = d.s
    return divide(cochran_q(s.present, s.y, weighted_mean(s.present, s.y)), s.k)


def _again(d: Design, first: Floats) -> Floats:
    """(y'Py - tr PV) / tr P with weights 1 / (v + first)."""
    at = project(d, first)
    return truncated(d, divide(at.rss - at.trace(at.w * d.s.v), at.trace(at.w)))


def truncated(d: Design, tau2: ArrayLike) -> Floats:
    """At least 0; 0 where no study is beyond the coefficients and nothing is left to estimate."""
    return np.where(d.free > 0, np.maximum(np.nan_to_num(tau2), 0.0), 0.0)
