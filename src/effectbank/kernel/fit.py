"""The one kernel: a batch of fits. A single fit is a batch of one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel.distributions import chi2_upper
from effectbank.kernel.estimators import ESTIMATORS
from effectbank.kernel.heterogeneity import (
    AtNoTau2,
    at_no_tau2,
    h2_from_q,
    h2_from_tau2,
    i2_from_q,
    i2_from_tau2,
)
from effectbank.kernel.inference import Inference, infer, scaled, wald
from effectbank.kernel.moments import from_q, generalised_moments
from effectbank.kernel.prediction import predicted, prediction_interval
from effectbank.kernel.studies import Floats, Studies, beside, divide, dot, every, total, weighted_mean
from effectbank.kernel.tau2_error import generalised_variance, tau2_standard_error

GENQ = "GENQ"  # the one estimator that needs weights of one's own
GIVEN = "given"  # tau2 is a number of one's own


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fits:
    """Arrays of the batch's shape (...,); `w` (..., k) are the weights as they were used, 0 for absent studies."""

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
    w: Floats
    present: Floats

    @property
    def q_p(self) -> Floats:
        """P of Q if all effects are equal; worked out when asked for."""
        return chi2_upper(self.q, self.q_df)

    @property
    def weights(self) -> Floats:
        """Percent of their sum, (..., k); NaN for absent studies."""
        share = self.w * beside(divide(100.0, total(self.w)))
        return share if every(self.present) else np.where(self.present > 0, share, np.nan)


def random_effects(
    s: Studies,
    *,
    tau2: str = "REML",
    test: str = "z",
    level: float = 0.95,
    prediction: str = "as-test",
    centre: ArrayLike | None = None,
    own: Floats | None = None,
    given: ArrayLike | None = None,
) -> Fits:
    """Inverse-variance random effects: estimate = sum w y / sum w, w = 1 / (v + tau2).

    `centre`: measure Q, and the DL tau2 made of it, from there instead of from the inverse-variance mean.
    `own`: weights of one's own for the mean, and for tau2 if it is by GENQ. `given`: tau2 itself, not estimated.
    """
    at = at_no_tau2(s, centre)
    between = _between(s, at, tau2, own) if given is None else np.broadcast_to(np.asarray(given, float), s.k.shape)
    w = s.weights(between)
    w1 = total(w)
    mean = divide(dot(w, s.y), w1)
    if own is None:
        estimate, found = mean, infer(s, w, w1, mean, test=test, level=level)
        low, high = predicted(s, w, estimate, found, between, rule=prediction, level=level)
    else:
        estimate, found = _by_own(s, w, mean, own, between, test=test, level=level)
        low, high = prediction_interval(estimate, found.se, between, s.k, found.df, rule=prediction, level=level)
    return Fits(
        k=s.k,
        estimate=estimate,
        inference=found,
        q=at.q,
        q_df=at.df,
        tau2=between,
        tau2_se=_tau2_error(s, at, GIVEN if given is not None else tau2, between, own=own),
        i2=i2_from_tau2(between, at.df, at.trace),
        h2=h2_from_tau2(between, at.df, at.trace),
        prediction_low=low,
        prediction_high=high,
        w=w if own is None else own,
        present=s.present,
    )


def _between(s: Studies, at: AtNoTau2, tau2: str, own: Floats | None) -> Floats:
    if tau2 == "DL":
        return from_q(at)
    return generalised_moments(s, own) if tau2 == GENQ and own is not None else ESTIMATORS[tau2](s)


def _tau2_error(s: Studies, at: AtNoTau2, tau2: str, between: Floats, *, own: Floats | None) -> Floats:
    if tau2 == GENQ and own is not None:
        return np.sqrt(generalised_variance(s, between, own))
    return tau2_standard_error(tau2, s, between, at)


def _by_own(
    s: Studies, w: Floats, mean: Floats, own: Floats, tau2: Floats, *, test: str, level: float
) -> tuple[Floats, Inference]:
    """sum a y / sum a and se = sqrt(sum a^2 (v + tau2)) / sum a; a Knapp-Hartung factor about the usual mean."""
    estimate, a1 = weighted_mean(own, s.y), total(own)
    se = divide(np.sqrt(dot(own * own, s.v + tau2[..., None])), a1)
    found = scaled(s, w, mean, se, test=test, level=level)
    return estimate, wald(estimate, found.se, found.df, level)


def common_effect(
    s: Studies,
    *,
    test: str = "z",
    level: float = 0.95,
    centre: ArrayLike | None = None,
    own: Floats | None = None,
) -> Fits:
    """Inverse-variance common effect: w = 1 / v; or a mean by weights of one's own."""
    at = at_no_tau2(s, centre)
    mean = at.mean
    if own is None:
        return _without_tau2(mean, infer(s, at.w, at.w1, mean, test=test, level=level), at, s.present, at.w)
    estimate, found = _by_own(s, at.w, mean, own, np.zeros(s.k.shape), test=test, level=level)
    return _without_tau2(estimate, found, at, s.present, own)


def from_sums(
    s: Studies,
    estimate: Floats,
    variance: Floats,
    *,
    w: Floats,
    present: Floats,
    level: float = 0.95,
    centre: ArrayLike | None = None,
) -> Fits:
    """Common effect by the sums of Mantel-Haenszel or Peto, with weights w; Q of the study estimates s."""
    found = wald(estimate, np.sqrt(variance), np.nan, level)
    return _without_tau2(estimate, found, at_no_tau2(s, centre), present, w)


def _without_tau2(estimate: Floats, found: Inference, at: AtNoTau2, present: Floats, w: Floats) -> Fits:
    nothing = np.full(estimate.shape, np.nan)
    return Fits(
        k=total(present),
        estimate=estimate,
        inference=found,
        q=at.q,
        q_df=at.df,
        tau2=np.zeros(estimate.shape),
        tau2_se=nothing,
        i2=i2_from_q(at.q, at.df),
        h2=h2_from_q(at.q, at.df),
        prediction_low=nothing,
        prediction_high=nothing,
        w=w,
        present=present,
    )
