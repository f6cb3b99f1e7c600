"""Fail-safe N: how many studies averaging null would overturn the result, by the published methods."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from effectbank.kernel.distributions import chi2_upper, normal_quantile, normal_two_sided, special
from effectbank.kernel.fit import common_effect, random_effects
from effectbank.kernel.studies import Floats, dot, studies, total
from effectbank.measures.effects import Effects
from effectbank.numerals import fixed, integer, p_value
from effectbank.problems import BadInput, UnknownName
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.options import options
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.small_study import SmallStudy, Told, effects_of, estimates, few

METHODS: Mapping[str, str] = {
    "Rosenthal": "Stouffer's combined z of all studies, one-sided, is no longer significant (Rosenthal 1979)",
    "Fisher": "Fisher's combination of the one-sided p-values is no longer significant (Becker 2005)",
    "Orwin": "the inverse-variance weighted mean is down to the target (Orwin 1983)",
    "Orwin-unweighted": "the plain mean is down to the target, as Orwin (1983) took it",
    "Rosenberg": "the common effect is no longer significant, two-sided (Rosenberg 2005)",
    "general": "the effect of the model chosen is no longer significant, or is down to the target",
}
TO_A_TARGET = ("Orwin", "Orwin-unweighted", "general")
MOST = 10**7  # the search of the general method ends here
AS_WHOLE = 1e-9  # a number of studies this near a whole one is that one, but for rounding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class FailSafe(SmallStudy):
    """`n` studies averaging null, as precise as those there are, overturn the result; None where no number does.

    `estimate` and `p` of the studies as they are; `target` the mean that counts as overturned, None where losing
    significance at `alpha` does. `tau2`: of the general method.
    """

    title: ClassVar[str] = "Fail-safe N"

    method: str
    alpha: float
    target: float | None
    n: int | None
    estimate: float | None
    p: float | None
    tau2: float | None
    estimator: str | None

    @property
    def hypothesis(self) -> str:
        """What is assumed; nothing is tested."""
        return "the unseen studies average exactly no effect; N is how many overturn the result, not how many exist"

    @property
    def headline(self) -> str:
        """The number."""
        return f"{self.method} N = {self._n}, k={self.k}"

    @property
    def _n(self) -> str:
        return "no number" if self.n is None else integer(self.n)

    @property
    def told(self) -> Told:
        """The number, and what it is compared with."""
        rows = [("method", f"{self.method}: until {METHODS[self.method]}"), ("fail-safe N", self._n)]
        if self.target is not None:
            rows.append(("target", fixed(self.target, 4)))
        if self.estimate is not None:
            rows.append(("average as it is", fixed(self.estimate, 4)))
        return rows if self.p is None else [*rows, ("significance as it is", p_value(self.p))]

    @property
    def notes(self) -> tuple[str, ...]:
        """Few studies; and why the number comforts too easily."""
        return (*few(self.k), "studies averaging an opposite effect would need to be fewer")

    @property
    def chosen(self) -> Mapping[str, Any]:
        """Method, alpha, target and estimator of tau2."""
        return {"method": self.method, "alpha": self.alpha, "target": self.target, "tau2_estimator": self.estimator}

    @property
    def found(self) -> Mapping[str, Any]:
        """The numbers."""
        return {"n": self.n, "estimate": self.estimate, "p": self.p, "tau2": self.tau2}


@dataclass(frozen=True, slots=True)
class Found:
    """N before rounding, infinite where none will do; estimate, p, tau2 and target where the method has them."""

    n: float
    estimate: float | None = None
    p: float | None = None
    tau2: float | None = None
    target: float | None = None


@takes(Effects, Pooled)
def fail_safe_n(
    of: Effects | Pooled,
    *,
    method: str = "Rosenthal",
    alpha: float = 0.05,
    target: float | None = None,
    model: str = "random",
    tau2: str | None = None,
) -> FailSafe:
    """The least N of studies averaging null that overturn the result, by a method of METHODS.

    `target` (Orwin's two, general): a mean, on the analysis scale, too small to matter; its sign is the estimate's.
    Orwin without one takes half the mean, which gives N = k whatever the data. `model`, `tau2` (REML unless named):
    of the general method, whose added studies have the harmonic mean of the variances and the tau2 of the
    mixture, in metafor's approximation.

    Raises UnknownName; BadInput for choices a method hasn't; NotEstimable for no study.
    """
    if method not in METHODS:
        raise UnknownName("fail-safe method", method, METHODS)
    if not 0 < alpha < 1:
        raise BadInput(f"alpha {alpha!r} given, a probability between 0 and 1 expected: 0.05")
    if target is not None and method not in TO_A_TARGET:
        raise BadInput(
            f"target={target!r} given, but {method} asks when significance is lost; Orwin and general take one"
        )
    if method != "general" and (tau2 is not None or model != "random"):
        raise BadInput(f"{method} has no model or tau2 to choose; the general method has")
    effects = effects_of(of)
    y, v = estimates(effects, least=1, what="a fail-safe N")
    estimator = options(model=model, tau2=tau2).tau2 if method == "general" else None
    found = {
        "Rosenthal": lambda: rosenthal(y, v, alpha),
        "Fisher": lambda: fisher(y, v, alpha),
        "Orwin": lambda: orwin(y, 1 / v, target),
        "Orwin-unweighted": lambda: orwin(y, np.ones_like(y), target),
        "Rosenberg": lambda: rosenberg(y, v, alpha),
        "general": lambda: general(y, v, alpha, target, estimator),
    }[method]()
    return FailSafe(
        effects=effects,
        k=int(y.size),
        method=method,
        alpha=alpha,
        target=found.target,
        n=whole(found.n),
        estimate=found.estimate,
        p=found.p,
        tau2=found.tau2,
        estimator=estimator,
    )


def rosenthal(y: Floats, v: Floats, alpha: float) -> Found:
    """N = k (z / z_alpha)^2 - k, z = |sum y / sqrt(v)| / sqrt(k)."""
    k = y.size
    z = abs(float((y / np.sqrt(v)).sum())) / math.sqrt(k)
    return Found(k * (z / _upper(alpha)) ** 2 - k, p=float(special().ndtr(-z)))


def fisher(y: Floats, v: Floats, alpha: float) -> Found:
    """The least N with P(chi-squared on 2(k + N) > -2 sum log p + 2 N log 2) >= alpha: N studies of p = 1/2."""
    log_p = special().log_ndtr(-np.abs(y) / np.sqrt(v))

    def p_with(n: int) -> float:
        return float(chi2_upper(-2 * log_p.sum() + 2 * n * math.log(2), 2 * (y.size + n)))

    return Found(least(lambda n: p_with(n) >= alpha), p=p_with(0))


def orwin(y: Floats, w: Floats, target: float | None) -> Found:
    """N = k (mean - target) / target, the mean weighted by w."""
    mean = float(dot(w, y) / total(w))
    aim = mean / 2 if target is None else math.copysign(target, mean)
    return Found(y.size * (mean - aim) / aim if aim else math.inf, estimate=mean, target=aim)


def rosenberg(y: Floats, v: Floats, alpha: float) -> Found:
    """N = k (z / z_(alpha / 2))^2 - k, z of the common effect; each of the N weighs sum w / k."""
    w = 1 / v
    z = float(dot(w, y) / np.sqrt(total(w)))
    n = y.size * (z / _upper(alpha / 2)) ** 2 - y.size
    return Found(n, estimate=float(dot(w, y) / total(w)), p=float(normal_two_sided(z)))


def general(y: Floats, v: Floats, alpha: float, target: float | None, estimator: str | None) -> Found:
    """The least N at which the fit with N null studies added isn't significant, or is down to the target."""
    s = studies(y, v)
    fit = common_effect(s) if estimator is None else random_effects(s, tau2=estimator)
    estimate, tau2, p = (float(part) for part in (fit.estimate, fit.tau2, fit.inference.p))
    aim = None if target is None else math.copysign(target, estimate)

    def overturned(n: int) -> bool:
        if n == 0:
            return p >= alpha if aim is None else abs(estimate) <= abs(aim)
        mean, z = with_null_studies(y, v, n, estimate, tau2 if estimator else None)
        return float(normal_two_sided(z)) >= alpha if aim is None else abs(mean) <= abs(aim)

    return Found(least(overturned), estimate=estimate, p=p, tau2=tau2, target=aim)


def with_null_studies(y: Floats, v: Floats, n: int, estimate: float, tau2: float | None) -> tuple[float, float]:
    """Mean and z with n studies added whose results average 0 and spread as v and tau2 say; tau2 None: common."""
    k, typical = y.size, float(y.size / (1 / v).sum())
    mixed = 0.0 if tau2 is None else mixture(k, n, estimate, tau2)
    w = 1 / (v + mixed)
    weight = float(w.sum()) + n / (typical + mixed)
    return float(w @ y) / weight, float(w @ y) / math.sqrt(weight)


def mixture(k: int, n: int, estimate: float, tau2: float) -> float:
    """The variance of true effects of k studies about the estimate and n about 0, each with tau2."""
    mean = k * estimate / (k + n)
    return ((k + n - 2) * tau2 + k * (estimate - mean) ** 2 + n * mean**2) / (k + n - 1)


def least(overturned: Callable[[int], bool]) -> float:
    """The least n from which on it holds, by doubling and halving; infinite beyond MOST."""
    low, high = -1, 0
    while not overturned(high):
        low, high = high, 2 * high + 1
        if high > MOST:
            return math.inf
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if overturned(middle) else (middle, high)
    return high


def whole(n: float) -> int | None:
    """Up to the next whole number, at least 0; None where infinite."""
    if not math.isfinite(n):
        return None
    near = round(n)
    return max(0, near if abs(n - near) <= AS_WHOLE * max(1.0, abs(n)) else math.ceil(n))


def _upper(alpha: float) -> float:
    return float(normal_quantile(1 - alpha))
