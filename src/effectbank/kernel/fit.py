"""The one kernel: a batch of fits. A single fit is a batch of one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel import mantel_haenszel, peto
from effectbank.kernel.distributions import chi2_upper
from effectbank.kernel.estimators import ESTIMATORS
from effectbank.kernel.heterogeneity import h2_from_q, h2_from_tau2, i2_from_q, i2_from_tau2
from effectbank.kernel.inference import Inference, infer, wald
from effectbank.kernel.mantel_haenszel import Tables
from effectbank.kernel.moments import dersimonian_laird
from effectbank.kernel.prediction import prediction_interval
from effectbank.kernel.studies import Floats, Studies, cochran_q, divide, weighted_mean
from effectbank.kernel.tau2_error import tau2_standard_error


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fits:
    """Arrays of the batch's shape (...,), but for weights (..., k), in percent, NaN for absent studies."""

    k: Floats
    estimate: Floats
    inference: Inference
    q: Floats
    q_df: Floats
    tau2: Floats
    tau2_se: Floats
    i2: Floats
    h2: Floats
    prediction_low: Floats
    prediction_high: Floats
    weights: Floats

    @property
    def q_p(self) -> Floats:
        """P of Q if all effects are equal; worked out when asked for."""
        return chi2_upper(self.q, self.q_df)


def random_effects(
    s: Studies,
    *,
    tau2: str = "REML",
    test: str = "z",
    level: float = 0.95,
    prediction: str = "as-test",
    centre: ArrayLike | None = None,
) -> Fits:
    """Inverse-variance random effects: estimate = sum w y / sum w, w = 1 / (v + tau2).

    `centre`: measure Q, and the DL tau2 made of it, from there instead of from the inverse-variance mean.
    """
    between = dersimonian_laird(s, centre) if tau2 == "DL" else ESTIMATORS[tau2](s)
    w = s.weights(between)
    estimate = weighted_mean(w, s.y)
    found = infer(s, w, estimate, test=test, level=level)
    low, high = prediction_interval(estimate, found.se, between, s.k, found.df, rule=prediction, level=level)
    q = _q(s, centre)
    return Fits(
        **_heterogeneity(s, q),
        estimate=estimate,
        inference=found,
        tau2=between,
        tau2_se=tau2_standard_error(tau2, s, between),
        i2=i2_from_tau2(s, between),
        h2=h2_from_tau2(s, between),
        prediction_low=low,
        prediction_high=high,
        weights=percent(s.present, w),
    )


def common_effect(s: Studies, *, test: str = "z", level: float = 0.95, centre: ArrayLike | None = None) -> Fits:
    """Inverse-variance common effect: w = 1 / v."""
    w = s.weights()
    estimate = weighted_mean(w, s.y)
    found = infer(s, w, estimate, test=test, level=level)
    return _without_tau2(s, estimate, found, q=_q(s, centre), present=s.present, w=w)


def mantel_haenszel_fit(
    s: Studies,
    x: Tables,
    measure: str,
    *,
    level: float = 0.95,
    centre: ArrayLike | None = None,
    rd_variance: str = "Sato",
) -> Fits:
    """Common effect by Mantel-Haenszel over the tables x; Q of the study estimates s about `centre`."""
    estimate, variance = mantel_haenszel.pooled(x, measure, rd_variance)
    found = wald(estimate, np.sqrt(variance), np.nan, level)
    w = mantel_haenszel.study_weights(x, measure)
    return _without_tau2(s, estimate, found, q=_q(s, centre), present=x.present, w=w)


def peto_fit(s: Studies, x: Tables, *, level: float = 0.95, centre: ArrayLike | None = None) -> Fits:
    """Common effect by Peto over the tables x; Q of the study estimates s about `centre`."""
    o_e, v = peto.observed_less_expected(x)
    estimate, variance = peto.one_step(o_e, v)
    found = wald(estimate, np.sqrt(variance), np.nan, level)
    return _without_tau2(s, estimate, found, q=_q(s, centre), present=x.present, w=v)


def _without_tau2(s: Studies, estimate: Floats, found: Inference, *, q: Floats, present: Floats, w: Floats) -> Fits:
    known = _heterogeneity(s, q) | {"k": present.sum(-1)}
    nothing = np.full_like(estimate, np.nan)
    return Fits(
        **known,
        estimate=estimate,
        inference=found,
        tau2=np.zeros_like(estimate),
        tau2_se=nothing,
        i2=i2_from_q(q, known["q_df"]),
        h2=h2_from_q(q, known["q_df"]),
        prediction_low=nothing,
        prediction_high=nothing,
        weights=percent(present, w),
    )


def _q(s: Studies, centre: ArrayLike | None) -> Floats:
    """Q about the centre; exactly 0 for a single study, which cannot differ from itself."""
    w = s.weights()
    q = cochran_q(w, s.y, weighted_mean(w, s.y) if centre is None else np.nan_to_num(centre))
    return np.where(s.k > 1, q, 0.0)


def _heterogeneity(s: Studies, q: Floats) -> dict[str, Floats]:
    df = np.maximum(s.k - 1, 0.0)
    return {"k": s.k, "q": q, "q_df": df}


def percent(present: Floats, w: Floats) -> Floats:
    """Weights as percent of their sum; NaN for absent studies."""
    return np.where(present > 0, 100 * divide(w, w.sum(-1)[..., None]), np.nan)
