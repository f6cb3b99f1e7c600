"""Pooled: what an analysis yields, on the analysis scale and on the scale it is told on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from effectbank.calls import hint
from effectbank.kernel.distributions import chi2_upper
from effectbank.kernel.projection import design
from effectbank.kernel.studies import Floats, studies
from effectbank.measures.effects import Effects, Missing
from effectbank.problems import NotEstimable
from effectbank.synthesis import methods, summary
from effectbank.synthesis.elsewhere import IN_A_FIT
from effectbank.synthesis.fit_statistics import FitStatistics, fit_statistics
from effectbank.synthesis.hypothesis_test import HypothesisTest
from effectbank.synthesis.options import PoolOptions
from effectbank.words import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Heterogeneity:
    """How much the studies differ beyond chance; `i2` in percent. Null hypothesis of Q: all effects are equal."""

    q: float
    df: int
    tau2: float
    tau2_se: float
    i2: float
    h2: float

    @property
    def p(self) -> float:
        """P of Q if all effects are equal."""
        return float(chi2_upper(self.q, self.df))

    @property
    def test(self) -> HypothesisTest:
        """Cochran's Q, with its null hypothesis."""
        null = "all studies share one true effect"
        return HypothesisTest(
            name="Test for heterogeneity", null=null, statistic=self.q, symbol="Q", df=self.df, p=self.p
        )

    @property
    def tau(self) -> float:
        """The standard deviation of the true effects."""
        return math.sqrt(self.tau2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """The estimate back-transformed; `null` is no effect on this scale (1 for ratios, else 0)."""

    label: str
    estimate: float
    ci: Interval
    prediction: Interval | None
    null: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Pooled:
    """A synthesis of study effects, on the analysis scale (log RR, MD, …); `display` is back-transformed.

    `k`: studies pooled. `statistic` is z, or t on `df` (whole but for Kenward-Roger); `p` tests that the pooled
    effect is null. `weights`: percent, one a study in the order of `effects.labels`, NaN for studies left out.
    `prediction`: where the true effect of a next study is expected, under the random-effects model only.
    """

    effects: Effects
    options: PoolOptions
    k: int
    estimate: float
    se: float
    statistic: float
    df: float | None
    p: float
    ci: Interval
    prediction: Interval | None
    weights: Floats
    heterogeneity: Heterogeneity

    @property
    def display(self) -> Display:
        """The same on the scale it is told on: risk ratio for log risk ratio, …"""
        of = self.effects.of

        def back(interval: Interval) -> Interval:
            return Interval(float(of.back(interval.low)), float(of.back(interval.high)))

        return Display(
            label=of.display_label,
            estimate=float(of.back(self.estimate)),
            ci=back(self.ci),
            prediction=None if self.prediction is None else back(self.prediction),
            null=of.null,
        )

    @property
    def significant(self) -> bool:
        """Whether p is below 1 - level."""
        return self.p < 1 - self.options.level

    @property
    def left_out(self) -> tuple[Missing, ...]:
        """Studies that carry no weight, and why."""
        gaps, unweighted = self.effects.gaps, np.flatnonzero(np.isnan(self.weights)).tolist()
        return tuple(Missing(self.effects.labels[i], gaps.get(i, "double zero")) for i in unweighted)

    @property
    def ml(self) -> FitStatistics:
        """Fit statistics at this fit's tau2 under ML; raises NotEstimable for own weights and for tables."""
        return self._statistics(restricted=False)

    @property
    def reml(self) -> FitStatistics:
        """The same under REML."""
        return self._statistics(restricted=True)

    def _statistics(self, *, restricted: bool) -> FitStatistics:
        if self.options.pools_tables or self.options.weights is not None:
            raise NotEstimable("a likelihood of tables, or of weights of one's own", "pool by IV without weights")
        known = np.isfinite(self.effects.yi)
        d = design(studies(self.effects.yi[known], self.effects.vi[known]), np.ones((int(known.sum()), 1)))
        estimated = self.options.model == "random" and self.options.tau2_given is None
        tau2 = np.asarray(self.heterogeneity.tau2)
        return fit_statistics(d, tau2, restricted=restricted, estimated=estimated)

    @property
    def test(self) -> HypothesisTest:
        """The test of the pooled effect, with its null hypothesis."""
        null = self.effects.of.null
        told = "0" if math.isnan(null) else f"{null:g}"
        of = self.effects.of.label if math.isnan(null) else self.effects.display_label
        return HypothesisTest(
            name="Test of the pooled effect",
            null=f"the {'mean' if self.options.model == 'random' else 'common'} {of} is {told}",
            statistic=self.statistic,
            symbol="z" if self.df is None else "t",
            df=self.df,
            p=self.p,
        )

    if not TYPE_CHECKING:  # a checker is to go on finding names that aren't there

        def __getattr__(self, name: str) -> NoReturn:
            raise hint(self, name, IN_A_FIT)

    def methods(self) -> str:
        """A methods paragraph on what was in fact done, and the references it cites."""
        return methods.paragraph(self)

    def __repr__(self) -> str:
        return summary.one_line(self)

    def __str__(self) -> str:
        return summary.text(self)

    def _repr_html_(self) -> str:
        return summary.html(self)

    def rows(self) -> list[dict[str, object]]:
        """Tidy records: one a study, then the pooled one."""
        return summary.records(self)

    def to_dict(self) -> dict[str, object]:
        """JSON-ready data with provenance: what was pooled, how, by which version; NaN becomes None."""
        return summary.as_dict(self)
