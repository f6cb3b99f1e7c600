"""What each study does to the fit: the whole set of deletion diagnostics, and who counts as influential."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.distributions import chi2_quantile
from effectbank.kernel.fit import Fits
from effectbank.kernel.residuals import shares, without_rounding
from effectbank.kernel.studies import Floats, divide
from effectbank.measures.effects import readonly
from effectbank.synthesis.per_study import PerStudy, estimates_at, labels_at, weighted
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.residuals import fits_without_each, scale_without_each

RULE = "|DFFITS| > 3 sqrt(1 / (k-1)), Cook's distance > the median of chi-squared on 1, hat > 3/k, or |DFBETAS| > 1"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Influence(PerStudy):
    """Deletion diagnostics of each study, by metafor's names (Viechtbauer & Cheung 2010).

    `rstudent`: the studentised deleted residual. `dffits`: the shift of the fitted value in standard errors.
    `cook_d`: Cook's distance, the squared shift by the estimate's variance. `cov_r`: that variance without the
    study, as a ratio. `tau2_del`, `q_del`: tau2 and Q without it. `hat`: leverage. `weight`: percent. `dfbetas`:
    the shift of the estimate in standard errors. `influential`: by metafor's RULE, any of its four.
    """

    title: ClassVar[str] = "Influence"

    rstudent: Floats
    dffits: Floats
    cook_d: Floats
    cov_r: Floats
    tau2_del: Floats
    q_del: Floats
    hat: Floats
    weight: Floats
    dfbetas: Floats
    influential: NDArray[np.bool_]


def influence(fit: Pooled) -> Influence:
    """Each study left out in turn, under the fit's own options, and what that changes: one batch of refits.

    A study is `influential` by the rule of metafor's influence(), RULE; it is a call to look, not to leave out.
    Raises NotEstimable for a single study, and for tables pooled without study estimates.
    """
    at = weighted(fit)
    y, v = estimates_at(fit, at)
    without = fits_without_each(fit)
    s2 = scale_without_each(fit, without)
    shift = fit.estimate - without.estimate
    hat = shares(fit.weights[at])
    fitted, mean = (s2 * part for part in _variances(fit, hat, v + without.tau2[:, None]))
    dffits, dfbetas = divide(shift, np.sqrt(fitted)), divide(shift, np.sqrt(mean))
    cook_d = divide(shift**2, fit.se**2)
    return Influence(
        fit=fit,
        labels=labels_at(fit, at),
        rstudent=readonly(_rstudent(y, v, s2, without)),
        dffits=readonly(dffits),
        cook_d=readonly(cook_d),
        cov_r=readonly(divide(without.inference.se**2, fit.se**2)),
        tau2_del=readonly(without.tau2),
        q_del=readonly(without.q),
        hat=readonly(hat),
        weight=readonly(fit.weights[at]),
        dfbetas=readonly(dfbetas),
        influential=_influential(dffits, cook_d, hat, dfbetas),
    )


def _rstudent(y: Floats, v: Floats, s2: Floats, without: Fits) -> Floats:
    se = np.sqrt(s2 * (v + without.tau2) + without.inference.se**2)
    return divide(without_rounding(y - without.estimate), se)


def _variances(fit: Pooled, hat: Floats, m: Floats) -> tuple[Floats, Floats]:
    """Of each study's fitted value and of the mean of all, at the tau2 of the others; m is v + that, (left out, k).

    hat m and 1 / sum(1/m). With weights of one's own both are sum hat^2 m, as metafor has them.
    """
    if fit.options.weights is not None:
        own = np.asarray((hat**2 * m).sum(-1), dtype=float)
        return own, own
    return hat * np.diagonal(m), np.asarray(1 / (1 / m).sum(-1), dtype=float)


def _influential(dffits: Floats, cook_d: Floats, hat: Floats, dfbetas: Floats) -> NDArray[np.bool_]:
    k = hat.size
    far = np.abs(dffits) > 3 * np.sqrt(1 / (k - 1))
    found = far | (cook_d > float(chi2_quantile(0.5, 1))) | (hat > 3 / k) | (np.abs(dfbetas) > 1)
    found.setflags(write=False)
    return np.asarray(found)
