"""Test of excess significance (Ioannidis & Trikalinos 2007): more significant studies than their power allows?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from effectbank.kernel.distributions import normal_quantile, special
from effectbank.kernel.excess import counts, powers
from effectbank.kernel.studies import Floats, dot, total
from effectbank.measures.effects import Effects, readonly
from effectbank.numerals import fixed, p_value
from effectbank.problems import BadInput, NotEstimable, UnknownName
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.small_study import SmallStudy, Told, effects_of, estimates, few

ALTERNATIVES = ("two-sided", "greater", "less")
CLOSE, LARGEST_COUNT = 1e-14, 100  # of p to 0.10 at the limit, and of the steps there
LIMIT_ALPHA = 0.10  # the limit below which Ioannidis & Trikalinos speak of an excess


def exact(observed: int, power: Floats) -> float:
    """The Poisson binomial upper tail: every study with its own power."""
    return min(1.0, float(counts(power)[observed:].sum()))


def binomial(observed: int, power: Floats) -> float:
    """The binomial upper tail, all studies with the mean power."""
    return 1.0 if observed == 0 else float(special().bdtrc(observed - 1, power.size, power.mean()))


def chi2(observed: int, power: Floats) -> float:
    """One-sided score test of the share observed against the mean power, without continuity correction."""
    k, mean = power.size, float(power.mean())
    spread = math.sqrt(k * mean * (1 - mean))
    return float(special().ndtr(-(observed - k * mean) / spread)) if spread > 0 else math.nan


P_VALUES: Mapping[str, Callable[[int, Floats], float]] = {"exact": exact, "chi2": chi2, "binomial": binomial}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ExcessSignificance(SmallStudy):
    """`observed` significant studies against `expected`, the sum of `power` at the true effect `theta` and `tau2`.

    `p` one-sided. `limit`: the effect nearest null at which the excess would not be found at 0.10; None where
    none is found even at null. `power` (k,) and `significant` (k,) are of the studies used, in their order.
    """

    title: ClassVar[str] = "Test of excess significance"

    test: str
    alpha: float
    alternative: str
    theta: float
    tau2: float
    power: Floats
    significant: tuple[bool, ...]
    p: float
    limit: float | None

    @property
    def hypothesis(self) -> str:
        """The null hypothesis."""
        return (
            f"as many studies are significant as their power at an effect of {fixed(self.theta, 4)} leads to expect"
        )

    @property
    def observed(self) -> int:
        """How many are significant."""
        return sum(self.significant)

    @property
    def expected(self) -> float:
        """How many should be."""
        return float(self.power.sum())

    @property
    def ratio(self) -> float:
        """Observed over expected."""
        return self.observed / self.expected

    @property
    def headline(self) -> str:
        """Observed against expected, and p."""
        expected = fixed(self.expected, 4)
        return f"{self.observed} observed, {expected} expected, {self.test} {p_value(self.p)}, k={self.k}"

    @property
    def told(self) -> Told:
        """The counts, the powers' range and the test."""
        rows = [
            ("significant studies observed", f"{self.observed} of {self.k}"),
            ("expected", fixed(self.expected, 4)),
            ("observed / expected", fixed(self.ratio, 4)),
            (
                "power, lowest to highest",
                f"{fixed(float(self.power.min()), 4)} to {fixed(float(self.power.max()), 4)}",
            ),
            (f"test ({self.test}, one-sided)", p_value(self.p)),
        ]
        return (
            rows if self.limit is None else [*rows, (f"limit estimate (p = {LIMIT_ALPHA:g})", fixed(self.limit, 4))]
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Few studies; heterogeneity that was left out."""
        if self.tau2 > 0:
            return few(self.k)
        return (
            *few(self.k),
            "all studies are taken to share one true effect; give a random-effects fit if they don't",
        )

    @property
    def chosen(self) -> Mapping[str, Any]:
        """Test, alpha, alternative and the true effect taken."""
        return {
            "test": self.test,
            "alpha": self.alpha,
            "alternative": self.alternative,
            "theta": self.theta,
            "tau2": self.tau2,
        }

    @property
    def found(self) -> Mapping[str, Any]:
        """The numbers."""
        return {
            "observed": self.observed,
            "expected": self.expected,
            "ratio": self.ratio,
            "p": self.p,
            "limit": self.limit,
        }


@takes(Effects, Pooled)
def excess_significance(
    of: Effects | Pooled,
    *,
    theta: float | None = None,
    tau2: float | None = None,
    alpha: float = 0.05,
    alternative: str = "two-sided",
    test: str = "exact",
) -> ExcessSignificance:
    """Compare the number of significant studies (y / sqrt(v), level `alpha`, `alternative`) with their power's sum.

    The true effect is `theta` with `tau2`: of effects, their common estimate and 0, as metafor's tes(yi, vi); of a
    fit, its own. `test`: "exact" (Poisson binomial, for any k: no need of metafor's change to chi-squared beyond
    1e6 combinations), "chi2", "binomial". Power under tau2 > 0 is closed: y is normal with variance v + tau2.

    Raises UnknownName, BadInput, NotEstimable for no study.
    """
    if test not in P_VALUES:
        raise UnknownName("test", test, P_VALUES)
    if alternative not in ALTERNATIVES:
        raise UnknownName("alternative", alternative, ALTERNATIVES)
    if not 0 < alpha < 1:
        raise BadInput(f"alpha {alpha!r} given, a probability between 0 and 1 expected: 0.05")
    if tau2 is not None and not tau2 >= 0:
        raise BadInput(f"tau2 {tau2!r} given, 0 or more expected")
    effects = effects_of(of)
    y, v = estimates(effects, least=1, what="the test of excess significance")
    taken = _tau2(of) if tau2 is None else float(tau2)
    centre = _centre(of, y, v, taken) if theta is None else float(theta)
    power = powers(v, centre, taken, alpha, alternative)
    significant = _significant(y / np.sqrt(v), alpha, alternative)
    observed = int(significant.sum())

    def p_at(effect: float) -> float:
        return P_VALUES[test](observed, powers(v, effect, taken, alpha, alternative))

    return ExcessSignificance(
        effects=effects,
        k=int(y.size),
        test=test,
        alpha=alpha,
        alternative=alternative,
        theta=centre,
        tau2=taken,
        power=readonly(power),
        significant=tuple(significant.tolist()),
        p=P_VALUES[test](observed, power),
        limit=_limit(p_at, centre, observed),
    )


def _tau2(of: Effects | Pooled) -> float:
    return of.heterogeneity.tau2 if isinstance(of, Pooled) else 0.0


def _centre(of: Effects | Pooled, y: Floats, v: Floats, tau2: float) -> float:
    if isinstance(of, Pooled):
        return of.estimate
    w = 1 / (v + tau2)
    return float(dot(w, y) / total(w))


def _significant(z: Floats, alpha: float, alternative: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    critical = float(normal_quantile(1 - (alpha / 2 if alternative == "two-sided" else alpha)))
    return np.asarray({"two-sided": np.abs(z), "greater": z, "less": -z}[alternative] >= critical)


def _limit(p_at: Callable[[float], float], centre: float, observed: int) -> float | None:
    """The effect, on the centre's side of 0, where p = 0.10: p rises with it. By false position (Illinois)."""
    low, below = 0.0, p_at(0.0) - LIMIT_ALPHA
    if observed == 0 or not below < 0:
        return None
    high = centre or 1.0
    while (above := p_at(high) - LIMIT_ALPHA) < 0:
        low, below, high = high, above, 2 * high
        if not math.isfinite(high):
            raise NotEstimable("no effect, however large, explains the significant studies", "check `alternative`")
    for _ in range(LARGEST_COUNT):
        at = (low * above - high * below) / (above - below)
        value = p_at(at) - LIMIT_ALPHA
        if abs(value) <= CLOSE or at in (low, high):
            break
        if value < 0:
            low, below, above = at, value, above / 2
        else:
            high, above, below = at, value, below / 2
    return at
