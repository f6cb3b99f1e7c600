"""Log-likelihood, deviance and information criteria of a meta-regression, under ML and under REML."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from effectbank.kernel.projection import Design
from effectbank.kernel.regression_likelihood import log_likelihood
from effectbank.kernel.studies import Floats, divide


@dataclass(frozen=True, slots=True, eq=False)
class FitStatistics:
    """Arrays of one shape."""

    log_likelihood: Floats
    deviance: Floats
    aic: Floats
    bic: Floats
    aicc: Floats


def fit_statistics(d: Design, tau2: Floats, *, restricted: bool, estimated: int = 1) -> FitStatistics:
    """As metafor counts them: p + `estimated` parameters (1 for tau2, 0 without) on k observations.

    Under REML there are k - p observations. The deviance under ML is from the model with a coefficient a study,
    under REML it is -2 ll. AICc: Hurvich & Tsai 1989, the observations taken as at least the parameters + 2.
    """
    ll = np.where(d.free >= 0, log_likelihood(d, tau2, restricted=restricted), np.nan)
    return counted(d, ll, d.p + estimated, restricted=restricted)


def counted(d: Design, ll: Floats, parameters: int, *, restricted: bool) -> FitStatistics:
    """The same from a log-likelihood already known, reached with so many parameters."""
    n = d.free if restricted else d.s.k
    enough = np.maximum(n, parameters + 2)
    return FitStatistics(
        log_likelihood=ll,
        deviance=-2 * (ll if restricted else ll - _saturated(d)),
        aic=-2 * ll + 2 * parameters,
        bic=-2 * ll + parameters * np.log(np.where(n > 0, n, np.nan)),
        aicc=-2 * ll + 2 * parameters * divide(enough, enough - parameters - 1),
    )


def _saturated(d: Design) -> Floats:
    """The log-likelihood of a model that fits every study exactly, without heterogeneity."""
    s = d.s
    return np.asarray(-0.5 * (s.k * np.log(2 * np.pi) + (s.present * np.log(s.v)).sum(-1)), dtype=float)
