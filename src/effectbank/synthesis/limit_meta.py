"""Limit meta-analysis (Ruecker et al. 2011): the studies as they would be if all were infinitely precise."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from effectbank.kernel.distributions import chi2_upper
from effectbank.kernel.fit import common_effect, random_effects
from effectbank.kernel.inference import wald
from effectbank.kernel.projection import coefficients, design, project
from effectbank.kernel.studies import Floats, number, studies
from effectbank.measures.effects import Effects, readonly
from effectbank.numerals import fixed, interval, p_value
from effectbank.problems import NotEstimable, UnknownName
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.options import options
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.small_study import SmallStudy, Told, effects_of, estimates
from effectbank.words import Interval

ADJUSTMENTS: Mapping[str, str] = {
    "beta0": "the expectation: line of the generalised radial plot, at infinite precision",
    "betalim": "slope of the limit radial plot, with intercept",
    "mulim": "slope of the limit radial plot, through the origin",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class LimitMeta(SmallStudy):
    """`estimate` adjusted for small-study effects, beside `random`, the estimate under random effects as it was.

    `shrunken`: each study at its limit of infinite precision, (k,). `q_small`, on 1: how much of `q` the
    regression on standard errors accounts for; `q_residual`, on k - 2: what it leaves. `g2`: percent of the
    limits' variability that isn't accounted for by their precision.
    """

    title: ClassVar[str] = "Limit meta-analysis"

    adjustment: str
    estimator: str
    level: float
    estimate: float
    se: float
    statistic: float
    p: float
    ci: Interval
    random: float
    tau2: float
    intercept: float
    slope: float
    shrunken: Floats
    q: float
    q_small: float
    q_residual: float
    g2: float

    @property
    def hypothesis(self) -> str:
        """The null hypothesis of the test of small-study effects."""
        return "no small-study effect: the studies' results are unrelated to their standard errors"

    @property
    def p_small(self) -> float:
        """Of `q_small`, chi-squared on 1."""
        return float(chi2_upper(self.q_small, 1))

    @property
    def p_residual(self) -> float:
        """Of `q_residual`, chi-squared on k - 2. Null: nothing is left beyond the small-study effect."""
        return float(chi2_upper(self.q_residual, self.k - 2))

    @property
    def headline(self) -> str:
        """The adjusted estimate."""
        ci = f"[{fixed(self.ci.low, 4)}, {fixed(self.ci.high, 4)}]"
        return f"{self.adjustment} {fixed(self.estimate, 4)} {ci}, random {fixed(self.random, 4)}, k={self.k}"

    @property
    def told(self) -> Told:
        """Adjusted and unadjusted, and the tests."""
        of = self.effects.of
        told, low, high = (float(of.back(x)) for x in (self.estimate, *self.ci))
        return [
            ("adjustment", f"{self.adjustment}: {ADJUSTMENTS[self.adjustment]}"),
            ("adjusted", f"{fixed(self.estimate, 4)} (SE = {fixed(self.se, 4)}), {p_value(self.p)}"),
            (of.display_label, f"{fixed(told, 4)} ({interval(low, high, 4)})"),
            (f"{of.display_label}, random effects unadjusted", fixed(float(of.back(self.random)), 4)),
            ("tau^2", fixed(self.tau2, 4)),
            ("test of small-study effects", f"Q - Q'(df = 1) = {fixed(self.q_small, 4)}, {p_value(self.p_small)}"),
            ("what it leaves", f"Q'(df = {self.k - 2}) = {fixed(self.q_residual, 4)}, {p_value(self.p_residual)}"),
            ("G^2", f"{fixed(self.g2, 2)}%"),
        ]

    @property
    def chosen(self) -> Mapping[str, Any]:
        """Adjustment, estimator and level."""
        return {"adjustment": self.adjustment, "tau2_estimator": self.estimator, "level": self.level}

    @property
    def found(self) -> Mapping[str, Any]:
        """The numbers."""
        return {
            "estimate": self.estimate, "se": self.se, "statistic": self.statistic, "p": self.p, "low": self.ci.low,
            "high": self.ci.high, "random": self.random, "tau2": self.tau2, "intercept": self.intercept,
            "slope": self.slope, "q": self.q, "q_small": self.q_small, "p_small": self.p_small,
            "q_residual": self.q_residual, "p_residual": self.p_residual, "g2": self.g2,
            "shrunken": self.shrunken.tolist(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A radial regression, y / s on 1 / s: `slope` with `slope_se`, `intercept`, residual and total squares."""

    slope: float
    slope_se: float
    intercept: float
    residual: float
    total: float


@takes(Effects, Pooled)
def limit_meta(
    of: Effects | Pooled, *, adjustment: str = "beta0", tau2: str = "REML", level: float = 0.95
) -> LimitMeta:
    """Adjust for small-study effects by y = beta + sqrt(v + tau2) (alpha + error), letting v go to 0.

    beta0 = beta + tau alpha, with metasens's standard error, 1 / (sd(1 / se) sqrt(k - 1)), in which tau2 has no
    part. Each study's limit: beta + sqrt(tau2 / (v + tau2)) (y - beta).
    Ruecker et al. 2011, Biostatistics 12:122, section 4.

    Raises UnknownName, BadInput; NotEstimable for fewer than 3 studies or all of one variance.
    """
    if adjustment not in ADJUSTMENTS:
        raise UnknownName("adjustment", adjustment, ADJUSTMENTS)
    chosen = options(tau2=tau2, level=level)
    effects = effects_of(of)
    y, v = estimates(effects, least=3, what="limit meta-analysis")
    s = studies(y, v)
    fit = random_effects(s, tau2=str(chosen.tau2))
    between, q = float(fit.tau2), float(fit.q)
    plain, line = radial_line(y, v), radial_line(y, v + between)
    limits = line.slope + np.sqrt(between / (v + between)) * (y - line.slope)
    flat = radial_line(limits, v)
    estimate, se = _adjusted(adjustment, line, flat, limits=limits, v=v, tau2=between)
    found = wald(number(estimate), number(se), np.nan, chosen.level)
    return LimitMeta(
        effects=effects,
        k=int(y.size),
        adjustment=adjustment,
        estimator=tau2,
        level=chosen.level,
        estimate=estimate,
        se=se,
        statistic=float(found.statistic),
        p=float(found.p),
        ci=Interval(float(found.low), float(found.high)),
        random=float(fit.estimate),
        tau2=between,
        intercept=line.intercept,
        slope=line.slope,
        shrunken=readonly(limits),
        q=q,
        q_small=q - plain.residual,
        q_residual=plain.residual,
        g2=100 * flat.residual / flat.total if flat.total > 0 else 0.0,
    )


def radial_line(y: Floats, v: Floats) -> Line:
    """The regression of y / sqrt(v) on 1 / sqrt(v): that of y on sqrt(v) weighed by 1 / v, coefficients swapped."""
    d = design(studies(y, v), np.column_stack([np.ones(y.size), np.sqrt(v)]))
    if not d.independent.all():
        raise NotEstimable("all studies have the same variance, so none is smaller than another")
    at = project(d)
    (slope, intercept), root = coefficients(d, at)
    dispersion = float(at.rss) / (y.size - 2)
    x = y / np.sqrt(v)
    return Line(
        slope=float(slope),
        slope_se=math.sqrt(float((root @ root.T)[0, 0]) * dispersion),
        intercept=float(intercept),
        residual=float(at.rss),
        total=float(((x - x.mean()) ** 2).sum()),
    )


def _adjusted(name: str, line: Line, flat: Line, *, limits: Floats, v: Floats, tau2: float) -> tuple[float, float]:
    if name == "beta0":
        precision = 1 / np.sqrt(v)
        spread = np.sqrt(((precision - precision.mean()) ** 2).sum())
        return line.slope + math.sqrt(tau2) * line.intercept, 1 / float(spread)
    if name == "betalim":
        return flat.slope, flat.slope_se
    fit = common_effect(studies(limits, v))
    return float(fit.estimate), float(fit.inference.se)
