"""The standard error of each tau2 estimator under moderators, from the traces of the residual projection."""

from __future__ import annotations

import numpy as np

from effectbank.kernel.projection import Design, Projection, ordinary, project
from effectbank.kernel.regression_moments import crude_variance
from effectbank.kernel.studies import Floats, divide


def tau2_standard_error(estimator: str, d: Design, tau2: Floats) -> Floats:
    """The estimator's standard error at its tau2, shape (...,); NaN where k <= p (as metafor reports them)."""
    return np.sqrt(np.where(d.free > 0, _variance(estimator, d, tau2), np.nan))


def _variance(estimator: str, d: Design, tau2: Floats) -> Floats:
    s, free = d.s, d.free
    if estimator in ("DL", "HS", "HSk"):
        at = project(d)
        total = at.w.sum(-1)
        per = {"DL": at.trace(at.w), "HS": total, "HSk": total * divide(free, s.k)}[estimator]
        return _of_q(at, free, tau2, per)
    if estimator == "HE":
        at, v = ordinary(d), s.present * s.v
        spread = 2 * at.trace_of_two(v, v) + 4 * tau2 * at.trace(v) + 2 * tau2**2 * free
        return divide(spread, free**2)
    if estimator == "SJ":
        start = crude_variance(d)
        at = project(d, start)
        wv = at.w * s.v
        spread = 2 * at.trace_of_two(wv, wv) + 4 * tau2 * at.trace_of_two(wv, at.w)
        return divide(start**2 * (spread + 2 * tau2**2 * at.trace_of_two(at.w, at.w)), free**2)
    w = s.weights(tau2)
    if estimator in ("ML", "REML"):
        return divide(2.0, project(d, tau2).trace_of_two(w, w) if estimator == "REML" else (w**2).sum(-1))
    if estimator in ("PM", "EB", "DLIT", "PMM"):
        return divide(2 * s.k**2, free * w.sum(-1) ** 2)
    return np.full(free.shape, np.nan)  # two-step, whose weights are estimated too; or given


def _of_q(at: Projection, free: Floats, tau2: Floats, per: Floats) -> Floats:
    """The variance of QE / per: 2 (k-p) + 4 tau2 tr P + 2 tau2^2 tr PP, over per^2."""
    spread = 2 * free + 4 * tau2 * at.trace(at.w) + 2 * tau2**2 * at.trace_of_two(at.w, at.w)
    return divide(spread, per**2)
