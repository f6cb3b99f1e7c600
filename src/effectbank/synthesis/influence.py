"""What each study does to the fit: the whole set of deletion diagnostics, and who counts as influential."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel import deletion
from effectbank.kernel.distributions import chi2_quantile
from effectbank.kernel.studies import Floats, divide
from effectbank.measures.effects import readonly
from effectbank.synthesis.deletion import whole, without_each
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import PerStudy, labels_of, refuse_tables
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.regression import Regression

RULE = (
    "of k studies and p coefficients: |DFFITS| > 3 sqrt(p / (k-p)), Cook's distance > the median of chi-squared "
    "on p, hat > 3 p / k, or a |DFBETAS| > 1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoffs:
    """Beyond which a study counts as influential; `dffits` and `dfbetas` of their size, infinite where k = p."""

    dffits: float
    cook_d: float
    hat: float
    dfbetas: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Influence(PerStudy):
    """Deletion diagnostics of each study, by metafor's names (Viechtbauer & Cheung 2010).

    `rstudent`: the studentised deleted residual. `dffits`: the shift of the fitted value in standard errors.
    `cook_d`: Cook's distance, the squared shift by the estimate's variance. `cov_r`: that variance without the
    study, as a ratio. `tau2_del`, `q_del`: tau2 and Q without it. `hat`: leverage. `weight`: percent. `dfbetas`:
    the shift of the estimate in standard errors; of a regression, of each coefficient, (k, p). `influential`: by
    metafor's `rule`, any of its four.
    """

    title: ClassVar[str] = "Influence"
    rule: ClassVar[str] = RULE

    rstudent: Floats
    dffits: Floats
    cook_d: Floats
    cov_r: Floats
    tau2_del: Floats
    q_del: Floats
    hat: Floats
    weight: Floats
    dfbetas: Floats
    influential: NDArray[np.bool_]

    @property
    def cutoffs(self) -> Cutoffs:
        """The rule in numbers."""
        return cutoffs(len(self), len(self.fit.coefficients) if isinstance(self.fit, Regression) else 1)

    def __str__(self) -> str:
        table = PerStudy.__str__(self)
        return f"{table}\n\n* influential: {self.rule}" if self.influential.any() else table

    def columns(self) -> dict[str, NDArray[Any]]:
        """The arrays by name; a regression's dfbetas by coefficient."""
        columns = PerStudy.columns(self)
        if not isinstance(self.fit, Regression):
            return columns
        dfbetas, influential = columns.pop("dfbetas"), columns.pop("influential")
        by_name = {f"dfbetas {name}": dfbetas[:, i] for i, name in enumerate(self.fit.coefficients)}
        return columns | by_name | {"influential": influential}


@takes(Pooled, Regression)
def influence(fit: Pooled | Regression) -> Influence:
    """Each study left out in turn, under the fit's own options, and what that changes: one batch of refits.

    A study is `influential` by the rule of metafor's influence(): of k studies and p coefficients, |DFFITS| beyond
    3 sqrt(p / (k-p)), Cook's distance beyond the median of chi-squared on p, hat beyond 3 p / k, or a |DFBETAS|
    beyond 1. It is a call to look, not to leave out.
    NaN where a regression without the study has a coefficient that nothing speaks of. Raises NotEstimable for a
    single study, and where tables are pooled.
    """
    if isinstance(fit, Pooled):
        refuse_tables(fit)
    of = whole(fit)
    less = without_each(fit, of)
    dffits, cook_d = deletion.dffits(of, less), deletion.cooks_distance(of, less)
    dfbetas = deletion.dfbetas(of, less)
    return Influence(
        fit=fit,
        labels=labels_of(fit),
        rstudent=readonly(divide(*deletion.deleted_residual(of, less))),
        dffits=readonly(dffits),
        cook_d=readonly(cook_d),
        cov_r=readonly(deletion.covariance_ratio(of, less)),
        tau2_del=readonly(less.tau2),
        q_del=readonly(less.q),
        hat=readonly(of.hat),
        weight=readonly(100 * of.w / of.w.sum()),
        dfbetas=readonly(dfbetas if isinstance(fit, Regression) else dfbetas[:, 0]),
        influential=_influential(dffits, cook_d, of.hat, dfbetas),
    )


def cutoffs(k: int, p: int) -> Cutoffs:
    """Of k studies and p coefficients, as metafor's influence() has them."""
    return Cutoffs(
        dffits=3 * float(np.sqrt(p / (k - p))) if k > p else np.inf,
        cook_d=float(chi2_quantile(0.5, p)),
        hat=3 * p / k,
        dfbetas=1.0,
    )


def _influential(dffits: Floats, cook_d: Floats, hat: Floats, dfbetas: Floats) -> NDArray[np.bool_]:
    most = cutoffs(*dfbetas.shape)
    found = (np.abs(dffits) > most.dffits) | (cook_d > most.cook_d) | (hat > most.hat)
    found |= (np.abs(dfbetas) > most.dfbetas).any(-1)
    found.setflags(write=False)
    return np.asarray(found)
