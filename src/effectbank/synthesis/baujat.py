"""Baujat: what each study gives to the heterogeneity, against what it does to the estimate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from effectbank.kernel.studies import Floats, divide
from effectbank.measures.effects import readonly
from effectbank.synthesis.deletion import fits_without_each
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import PerStudy, labels_at, weighted
from effectbank.synthesis.pooled import Pooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Baujat(PerStudy):
    """`x`: the squared Pearson residual; under a common-effect model they sum to Q. `y`: the squared shift of the
    estimate when the study is left out, by that estimate's variance."""

    title: ClassVar[str] = "Baujat: heterogeneity (x) and influence (y)"

    x: Floats
    y: Floats


@takes(Pooled)
def baujat(fit: Pooled) -> Baujat:
    """(y - estimate)^2 / (v + tau2) and (estimate - estimate without)^2 / se^2 without (Baujat et al. 2002).

    As metafor's baujat() has it: under the fit's own model. NaN for a study without an estimate of its own whose
    table is pooled. Raises NotEstimable for a single study.
    """
    at = weighted(fit)
    y, v = fit.effects.yi[at], fit.effects.vi[at]
    estimate, se = fits_without_each(fit)
    return Baujat(
        fit=fit,
        labels=labels_at(fit, at),
        x=readonly((y - fit.estimate) ** 2 / (v + fit.heterogeneity.tau2)),
        y=readonly(divide((estimate - fit.estimate) ** 2, np.square(se))),
    )
