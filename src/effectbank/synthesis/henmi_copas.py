"""Henmi & Copas (2010): an interval about the common estimate, which small-study effects bend less."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from effectbank.kernel import henmi_copas as kernel
from effectbank.kernel.fit import common_effect
from effectbank.kernel.moments import dersimonian_laird
from effectbank.kernel.studies import studies
from effectbank.measures.effects import Effects
from effectbank.numerals import fixed, interval
from effectbank.problems import NotEstimable, confidence
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.small_study import SmallStudy, Told, effects_of, estimates
from effectbank.words import Interval


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class HenmiCopas(SmallStudy):
    """`estimate`: the common (inverse-variance) one. `se`: its standard error under the DerSimonian-Laird `tau2`.

    `ci` = estimate -/+ `quantile` se; `quantile` takes the place of 1.96.
    """

    title: ClassVar[str] = "Henmi-Copas interval"

    level: float
    estimate: float
    se: float
    tau2: float
    quantile: float
    ci: Interval

    @property
    def hypothesis(self) -> str:
        """What is assumed."""
        return (
            "the studies' effects vary about one mean; large studies, which weigh most here, are the least selected"
        )

    @property
    def headline(self) -> str:
        """Estimate and interval."""
        return f"{fixed(self.estimate, 4)} [{fixed(self.ci.low, 4)}, {fixed(self.ci.high, 4)}] k={self.k}"

    @property
    def told(self) -> Told:
        """On the analysis scale, and on the one it is told on."""
        of = self.effects.of
        low, high = (float(of.back(bound)) for bound in self.ci)
        return [
            ("estimate", f"{fixed(self.estimate, 4)} (SE = {fixed(self.se, 4)})"),
            (f"interval (quantile {fixed(self.quantile, 4)})", interval(self.ci.low, self.ci.high, 4)),
            ("tau^2 (DL)", fixed(self.tau2, 4)),
            (of.display_label, f"{fixed(float(of.back(self.estimate)), 4)} ({interval(low, high, 4)})"),
        ]

    @property
    def chosen(self) -> Mapping[str, Any]:
        """The level."""
        return {"level": self.level}

    @property
    def found(self) -> Mapping[str, Any]:
        """The numbers."""
        return {"estimate": self.estimate, "se": self.se, "tau2": self.tau2, "quantile": self.quantile,
                "low": self.ci.low, "high": self.ci.high}  # fmt: skip


@takes(Effects, Pooled)
def henmi_copas(of: Effects | Pooled, *, level: float = 0.95) -> HenmiCopas:
    """The common estimate with an interval from the distribution of (estimate, Q) under random effects.

    On the analysis scale (Henmi & Copas 2010, Stat Med 29:2969). The quantile solves their equation to the
    last bit; R's uniroot stops at 1e-4 of it. Raises BadInput for a level that is none, NotEstimable for fewer
    than 2 studies.
    """
    level = confidence(level)
    effects = effects_of(of)
    y, v = estimates(effects, least=2, what="the Henmi-Copas interval")
    s = studies(y, v)
    tau2 = float(dersimonian_laird(s))
    m = kernel.moments(v, tau2)
    t = kernel.upper_point(m, level)
    if math.isnan(t):
        raise NotEstimable("the gamma approximation to Q has no moments here: one study outweighs all others")
    estimate, se = float(common_effect(s).estimate), math.sqrt(m.spread / m.w1)
    quantile = math.sqrt(m.spread) * t
    return HenmiCopas(
        effects=effects,
        k=int(y.size),
        level=level,
        estimate=estimate,
        se=se,
        tau2=tau2,
        quantile=quantile,
        ci=Interval(estimate - quantile * se, estimate + quantile * se),
    )
