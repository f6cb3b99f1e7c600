"""Radial (Galbraith) coordinates: precision against the estimate in standard errors; the slope is the estimate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from effectbank.kernel.distributions import normal_quantile
from effectbank.kernel.studies import Floats
from effectbank.measures.effects import readonly
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import PerStudy, labels_at, weighted
from effectbank.synthesis.pooled import Pooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Radial(PerStudy):
    """`x` = 1 / sqrt(v + tau2), `y` = estimate / sqrt(v + tau2). Lines: y = `slope` x, and `band` above and below.

    A line from the origin through a study has its estimate as slope. Of studies that differ by no more than the
    model says, a share of `level` lies within the band. `outside`: those that don't.
    """

    title: ClassVar[str] = "Radial"

    fit: Pooled
    x: Floats
    y: Floats

    @property
    def slope(self) -> float:
        """The pooled estimate."""
        return self.fit.estimate

    @property
    def band(self) -> float:
        """Half the height of the band: the normal quantile of the fit's level."""
        return float(normal_quantile((1 + self.fit.options.level) / 2))

    @property
    def outside(self) -> tuple[str, ...]:
        """The studies beyond the band."""
        far = np.abs(self.y - self.slope * self.x) > self.band
        return tuple(label for label, yes in zip(self.labels, far, strict=True) if yes)


@takes(Pooled)
def radial(fit: Pooled) -> Radial:
    """The coordinates of Galbraith's plot (1988, 1994), tau2 added under random effects as metafor's radial().

    NaN for a study without an estimate of its own whose table is pooled.
    """
    at = weighted(fit)
    y, v = fit.effects.yi[at], fit.effects.vi[at]
    spread = np.sqrt(v + fit.heterogeneity.tau2)
    return Radial(fit=fit, labels=labels_at(fit, at), x=readonly(1 / spread), y=readonly(y / spread))
