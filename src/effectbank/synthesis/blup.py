"""Best linear unbiased predictions: each study's true effect, its own estimate drawn towards the mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from effectbank.kernel.inference import quantile
from effectbank.kernel.studies import Floats
from effectbank.measures.effects import readonly
from effectbank.problems import NotEstimable
from effectbank.synthesis.deletion import whole
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import PerStudy, labels_of, refuse_tables
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.regression import Regression


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Blups(PerStudy):
    """Each study's true effect as predicted, with its prediction interval, on the analysis scale.

    `own`: how much of it is the study's own estimate, tau2 / (tau2 + v); the rest is the pooled one. `deviation`
    and `deviation_se`: the random effect, the prediction less the pooled or fitted estimate (metafor's ranef).
    """

    title: ClassVar[str] = "Best linear unbiased predictions"

    predicted: Floats
    se: Floats
    low: Floats
    high: Floats
    own: Floats
    deviation: Floats
    deviation_se: Floats


@takes(Pooled, Regression)
def blup(fit: Pooled | Regression) -> Blups:
    """With l = tau2 / (tau2 + v): l y + (1 - l) x b, of variance l v + (1 - l)^2 x V x'; x b the pooled estimate.

    Raudenbush & Bryk (1985), appendix. The interval uses the fit's own test and level. Under a common-effect model
    every study's true effect is the pooled one. Raises NotEstimable for tables pooled without study estimates, and
    for weights of one's own, under which the mean is not the best predictor's.
    """
    if isinstance(fit, Pooled):
        refuse_tables(fit)
    if isinstance(fit, Pooled) and fit.options.weights is not None:
        raise NotEstimable("best predictions about a mean by weights of one's own", "pool without weights")
    of = whole(fit)
    own, rest = of.tau2 / (of.tau2 + of.v), of.v / (of.tau2 + of.v)
    predicted = own * of.y + rest * of.fitted
    se = np.sqrt(own * of.v + rest**2 * of.fitted_variance)
    half = quantile(fit.options.level, np.asarray(np.nan if fit.df is None else float(fit.df))) * se
    return Blups(
        fit=fit,
        labels=labels_of(fit),
        predicted=readonly(predicted),
        se=readonly(se),
        low=readonly(predicted - half),
        high=readonly(predicted + half),
        own=readonly(own),
        deviation=readonly(own * (of.y - of.fitted)),
        deviation_se=readonly(np.sqrt(own * of.v + own**2 * of.fitted_variance)),
    )
