"""An interval for tau2, and for I2 and H2 with it, by each named method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from effectbank.kernel import regression_q
from effectbank.kernel.distributions import normal_quantile
from effectbank.kernel.fit import GENQ
from effectbank.kernel.generalised_q import q_profile
from effectbank.kernel.generalised_q_interval import generalised_q_interval
from effectbank.kernel.heterogeneity import at_no_tau2, h2_from_tau2, i2_from_tau2
from effectbank.kernel.profile_likelihood import profile_likelihood, profile_of_residuals
from effectbank.kernel.projection import project
from effectbank.kernel.studies import Floats, Studies, studies
from effectbank.numerals import estimate_ci, interval
from effectbank.problems import BadInput, NotEstimable, UnknownName, confidence
from effectbank.synthesis.elsewhere import meant
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.pooled import Heterogeneity, Pooled
from effectbank.synthesis.provenance import stamped
from effectbank.synthesis.regress import checked_design
from effectbank.synthesis.regression import Regression, ResidualHeterogeneity
from effectbank.synthesis.telling import Told
from effectbank.words import Interval

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "Q-profile": "exact under the model, for any estimator (Viechtbauer 2007)",
        "profile-likelihood": "for a fit by ML or REML (Hardy & Thompson 1996)",
        "generalised-Q": "exact, from the Q of the fit's own weights: those of GENQ, or 1/v for DL (Jackson 2013)",
        "Jackson": "the same with weights 1 / sqrt v, whatever the fit (Jackson 2013)",
        "Biggerstaff": "the same with weights 1/v, whatever the fit (Biggerstaff & Jackson 2008)",
        "Higgins-Thompson": "of I2 and H2 only, from the uncertainty of log H at the fit's H2 (2002; as metafor)",
        "Higgins-Thompson-Q": "the same at H2 = Q / (k-1), whatever the fit (2002; as meta)",
    }
)

OF_REGRESSIONS = ("Q-profile", "profile-likelihood")
EMPTY = "no tau^2 fits: the estimates differ less than even sampling leads to expect, so the interval is empty"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HeterogeneityInterval(Told):
    """Intervals of tau2, tau, I2 (percent) and H2; None for what the method does not give. `of`: the estimates."""

    of: Heterogeneity | ResidualHeterogeneity
    method: str
    level: float
    tau2: Interval | None
    tau: Interval | None
    i2: Interval
    h2: Interval

    @property
    def empty(self) -> bool:
        """Whether no tau2 fits the data: they agree better than even without heterogeneity they should."""
        return self.tau2 is not None and self.tau2.high == 0

    @property
    def named(self) -> dict[str, Interval]:
        """The intervals there are, by name."""
        every = {"tau^2": self.tau2, "tau": self.tau, "I^2 (%)": self.i2, "H^2": self.h2}
        return {name: ci for name, ci in every.items() if ci is not None}

    @property
    def estimates(self) -> dict[str, float]:
        """The fit's own estimates, by the same names."""
        every = {"tau^2": self.of.tau2, "tau": self.of.tau, "I^2 (%)": self.of.i2, "H^2": self.of.h2}
        return {name: every[name] for name in self.named}

    @property
    def headline(self) -> str:
        """The first interval in a line."""
        name, ci = next(iter(self.named.items()))
        return f"{self.method}, {name} {interval(ci.low, ci.high, 4)}"

    def __str__(self) -> str:
        found = self.estimates
        lines = [f"{name}: {estimate_ci(found[name], ci.low, ci.high, 4)}" for name, ci in self.named.items()]
        return "\n".join([*lines, EMPTY] if self.empty else lines)

    def rows(self) -> list[dict[str, Any]]:
        """One record a quantity."""
        found = self.estimates
        return [
            {"quantity": name, "estimate": found[name], "low": ci.low, "high": ci.high}
            for name, ci in self.named.items()
        ]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data with provenance."""
        asked = {"what": "HeterogeneityInterval", "method": self.method, "level": self.level}
        return stamped(asked, {"intervals": self.rows(), "empty": self.empty})


@takes(Pooled, Regression)
def tau2_interval(
    fit: Pooled | Regression, method: str = "Q-profile", level: float | None = None
) -> HeterogeneityInterval:
    """How far tau2 may be from its estimate, by a method of METHODS; of a regression, by the first two.

    tau2 is on the analysis scale, squared; I2, in percent, and H2 follow from it at the typical variance of the
    studies; by Higgins-Thompson the other way round there is no tau2. Raises UnknownName, BadInput, and
    NotEstimable for fewer than two studies.
    """
    if method not in METHODS:
        raise UnknownName("interval method", method, METHODS, meant("interval method", method))
    level = confidence(fit.options.level if level is None else level)
    if isinstance(fit, Regression):
        return _of_residuals(fit, method, level)
    s = studies(fit.effects.yi, fit.effects.vi)
    if s.k < 2:
        raise NotEstimable(f"{fit.k} study says nothing of heterogeneity")
    if method.startswith("Higgins-Thompson"):
        h = fit.heterogeneity
        return _higgins_thompson(method, h, h.h2 if method == "Higgins-Thompson" else h.q / h.df, level)
    ends, at = np.array([float(end) for end in _ends(fit, s, method, level)]), at_no_tau2(s)
    return _with_i2(fit, (method, level), ends, at.df, at.trace)


def _of_residuals(fit: Regression, method: str, level: float) -> HeterogeneityInterval:
    """Of what the moderators leave: by QE(tau2) on k - p degrees of freedom, or by the likelihood."""
    if method not in OF_REGRESSIONS:
        raise BadInput(f"{method!r} given; of a regression there are {' and '.join(map(repr, OF_REGRESSIONS))}")
    d = checked_design(fit.effects, fit.moderators, fit.options.model)
    at = project(d)
    if method == "Q-profile":
        found = regression_q.q_profile(d, level)
    else:
        restricted, best = by_reml(fit), np.asarray(fit.heterogeneity.tau2)
        found = profile_of_residuals(d, best, restricted=restricted, level=level)
    ends = np.array([float(end) for end in found])
    return _with_i2(fit, (method, level), ends, d.free, at.trace(at.w))


def _ends(fit: Pooled, s: Studies, method: str, level: float) -> tuple[Floats | float, Floats | float]:
    if method == "Q-profile":
        return q_profile(s, level)
    if method == "profile-likelihood":
        return _by_likelihood(fit, s, level)
    there, a = s.present > 0, _weights(fit, method)
    return generalised_q_interval(s.y[there], s.v[there], a[there], level)


def _weights(fit: Pooled, method: str) -> Floats:
    if method == "Jackson":
        return np.asarray(1 / np.sqrt(fit.effects.vi), dtype=float)
    if method == "Biggerstaff" or fit.options.tau2 == "DL":
        return np.asarray(1 / fit.effects.vi, dtype=float)
    if fit.options.tau2 != GENQ or fit.options.weights is None:
        raise BadInput(
            f"the generalised Q needs tau2='GENQ' or 'DL'; this fit has {fit.options.tau2!r}: "
            "use 'Q-profile', or 'Jackson', which suits any fit"
        )
    weights = np.asarray(fit.effects.moderator(fit.options.weights), dtype=float)
    if not (weights[np.isfinite(fit.effects.yi)] > 0).all():
        raise BadInput("the generalised Q needs weights above 0; leave out the studies that weigh nothing")
    return weights


def _by_likelihood(fit: Pooled, s: Studies, level: float) -> tuple[Floats, Floats]:
    restricted, best = by_reml(fit), np.asarray(fit.heterogeneity.tau2)
    return profile_likelihood(s, best, restricted=restricted, level=level)


def by_reml(fit: Pooled | Regression) -> bool:
    """Whether the likelihood that tau2 maximises is the restricted one; raises BadInput where it maximises none."""
    if fit.options.tau2 not in ("ML", "REML"):
        raise BadInput(f"the profile likelihood needs tau2='ML' or 'REML'; this fit has {fit.options.tau2!r}")
    return fit.options.tau2 == "REML"


def _with_i2(
    fit: Pooled | Regression, asked: tuple[str, float], ends: Floats, df: Floats, trace: Floats
) -> HeterogeneityInterval:
    """I2 and H2 at both ends of tau2, the typical variance being df / tr P."""
    method, level = asked
    return HeterogeneityInterval(
        of=fit.heterogeneity,
        method=method,
        level=level,
        tau2=Interval(*ends.tolist()),
        tau=Interval(*np.sqrt(ends).tolist()),
        i2=Interval(*i2_from_tau2(ends, df, trace).tolist()),
        h2=Interval(*h2_from_tau2(ends, df, trace).tolist()),
    )


def _higgins_thompson(method: str, of: Heterogeneity, h2: float, level: float) -> HeterogeneityInterval:
    """log H +- z SE(log H), with their two formulas for SE(log H), by whether Q exceeds k."""
    q, k = of.q, of.df + 1
    if q > k:
        error = 0.5 * (np.log(q) - np.log(k - 1)) / (np.sqrt(2 * q) - np.sqrt(2 * k - 3))
    elif k > 2:
        error = np.sqrt(1 / (2 * (k - 2)) * (1 - 1 / (3 * (k - 2) ** 2)))
    else:
        raise NotEstimable("the error of log H needs three studies where Q is at most k")
    spread = float(normal_quantile((1 + level) / 2)) * error
    ends = np.maximum(np.exp(np.log(max(h2, 1.0)) + 2 * spread * np.array([-1, 1])), 1.0)
    return HeterogeneityInterval(
        of=of,
        method=method,
        level=level,
        tau2=None,
        tau=None,
        i2=Interval(*(100 * (1 - 1 / ends)).tolist()),
        h2=Interval(*ends.tolist()),
    )
