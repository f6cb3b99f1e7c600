"""The residuals in order, against the quantiles of a normal distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from effectbank.kernel.normal_quantiles import ordered_residuals, plotting_positions
from effectbank.kernel.studies import Floats
from effectbank.measures.effects import readonly
from effectbank.problems import BadInput, NotEstimable, confidence
from effectbank.synthesis.deletion import whole
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import PerStudy
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.regression import Regression
from effectbank.synthesis.residuals import residuals


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class NormalQuantiles(PerStudy):
    """The standardised residuals `y` of a `kind`, the smallest first, against normal quantiles `x`.

    `low` and `high`: in a share of `level` of `draws` samples from the model the residual of that rank lies
    between, each rank by itself.
    """

    title: ClassVar[str] = "Normal quantiles of the residuals"

    kind: str
    level: float
    draws: int
    seed: int
    x: Floats
    y: Floats
    low: Floats
    high: Floats

    @property
    def outside(self) -> tuple[str, ...]:
        """The studies whose residual is beyond what its rank lets expect."""
        far = (self.y < self.low) | (self.y > self.high)
        return tuple(label for label, yes in zip(self.labels, far, strict=True) if yes)


@takes(Pooled, Regression)
def qqnorm(
    fit: Pooled | Regression, kind: str = "standardised", *, level: float = 0.95, draws: int = 1000, seed: int = 1
) -> NormalQuantiles:
    """Ordered residuals and normal quantiles, as metafor's qqnorm(), with an envelope by simulation (Cook &
    Weisberg 1982, section 2.3).

    `kind`: "standardised" or "deleted", as for `residuals`; at a tau2 taken as known both have one envelope. Where
    metafor draws errors of equal variance, these have the variances of the model. A study without a residual (NaN)
    is left out. Raises UnknownName, BadInput, and NotEstimable for fewer than two studies.
    """
    level = confidence(level)
    if draws < 1:
        raise BadInput(f"draws={draws!r} given, at least 1 expected")
    found, of = residuals(fit, kind), whole(fit)
    there = np.flatnonzero(np.isfinite(found.z))
    if there.size < 2:
        raise NotEstimable(f"{there.size} residuals have no order to look at", "pool two studies or more")
    order = there[np.argsort(found.z[there], kind="stable")]
    drawn = np.random.default_rng(seed).standard_normal((draws, there.size)) * np.sqrt(of.v[there] + of.tau2)
    chance = ordered_residuals(of.x[there], of.w[there], of.residual_variance[there], drawn)
    low, high = np.quantile(chance, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return NormalQuantiles(
        fit=fit,
        labels=tuple(found.labels[i] for i in order),
        kind=kind,
        level=level,
        draws=draws,
        seed=seed,
        x=readonly(plotting_positions(there.size)),
        y=readonly(found.z[order]),
        low=readonly(low),
        high=readonly(high),
    )
