"""The profile of tau2: how likely every value of it is, the pooled mean at its best for each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from effectbank.kernel import likelihood, regression_likelihood
from effectbank.kernel.distributions import chi2_quantile
from effectbank.kernel.studies import Floats, studies
from effectbank.measures.effects import readonly
from effectbank.numerals import fixed, interval
from effectbank.problems import BadInput, NotEstimable, confidence
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import asked_of
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.regress import checked_design
from effectbank.synthesis.regression import Regression
from effectbank.synthesis.tau2_interval import by_reml, tau2_interval
from effectbank.words import Interval

STEPS = 200
BEYOND = 1.15  # the last tau, by the interval's end


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Tau2Profile:
    """The `log_likelihood` at each tau2 of `at`, (points,): restricted for a fit by REML; constants included.

    `best`: the fit's tau2, `peak` its log-likelihood. `interval`: of `level`, where the log-likelihood is at least
    `cut`, half a chi-squared quantile on 1 below the peak.
    """

    fit: Pooled | Regression
    level: float
    at: Floats
    log_likelihood: Floats
    best: float
    peak: float
    cut: float
    interval: Interval

    def __repr__(self) -> str:
        return f"<Tau2Profile of {self.at.size} values, {self.fit!r}>"

    def __str__(self) -> str:
        which = "restricted log-likelihood" if self.fit.options.tau2 == "REML" else "log-likelihood"
        ci = interval(self.interval.low, self.interval.high, 4)
        lines = [
            f"Profile of tau^2 ({which})",
            "",
            f"tau^2: {fixed(self.best, 4)}, where it is {fixed(self.peak, 4)}",
        ]
        return "\n".join(
            [*lines, f"{fixed(100 * self.level, 0)}% CI: {ci}, where it is above {fixed(self.cut, 4)}"]
        )

    def rows(self) -> list[dict[str, float]]:
        """One record a value of tau2."""
        pairs = zip(self.at.tolist(), self.log_likelihood.tolist(), strict=True)
        return [{"tau2": tau2, "log_likelihood": height} for tau2, height in pairs]

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance."""
        found = {
            "best": self.best,
            "peak": self.peak,
            "cut": self.cut,
            "interval": list(self.interval),
            "profile": self.rows(),
        }
        return stamped({"what": "Tau2Profile", "level": self.level, **asked_of(self.fit)}, found)


@takes(Pooled, Regression)
def tau2_profile(
    fit: Pooled | Regression, at: ArrayLike | None = None, *, level: float | None = None
) -> Tau2Profile:
    """The log-likelihood of tau2 (Hardy & Thompson 1996) at values `at`; by default to beyond its interval.

    Those are even in tau, so that small values are told apart, with the estimate among them. metafor's profile().
    Raises BadInput for a fit by neither ML nor REML or a tau2 below 0, NotEstimable for fewer than two studies.
    """
    level = fit.options.level if level is None else confidence(level)
    ends = tau2_interval(fit, "profile-likelihood", level).tau2
    if ends is None or not math.isfinite(ends.high):
        raise NotEstimable("the likelihood of tau2 has no end here")
    best = fit.heterogeneity.tau2
    x = _grid(best, ends.high) if at is None else np.atleast_1d(np.asarray(at, dtype=float))
    if not (np.isfinite(x) & (x >= 0)).all():
        raise BadInput(f"tau2 {x[~(x >= 0)].tolist()} given, finite numbers of 0 or more expected")
    heights = _heights(fit, np.append(x, best))
    peak = float(heights[-1])
    return Tau2Profile(
        fit=fit,
        level=level,
        at=readonly(x),
        log_likelihood=readonly(heights[:-1]),
        best=best,
        peak=peak,
        cut=peak - float(chi2_quantile(level, 1)) / 2,
        interval=ends,
    )


def _heights(fit: Pooled | Regression, tau2: Floats) -> Floats:
    if isinstance(fit, Regression):
        d = checked_design(fit.effects, fit.moderators, fit.options.model)
        return regression_likelihood.log_likelihood(d, tau2, restricted=by_reml(fit))
    return likelihood.log_likelihood(studies(fit.effects.yi, fit.effects.vi), tau2, restricted=by_reml(fit))


def _grid(best: float, high: float) -> Floats:
    return np.unique([*np.square(np.linspace(0, BEYOND * math.sqrt(high), STEPS + 1)), best])
