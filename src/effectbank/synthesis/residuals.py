"""Residuals: how far each study is from the fit, raw, standardised by all studies or by the others alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from effectbank.kernel.deletion import deleted_residual
from effectbank.kernel.residuals import without_rounding
from effectbank.kernel.studies import Floats, divide
from effectbank.measures.effects import readonly
from effectbank.problems import UnknownName
from effectbank.synthesis.deletion import whole, without_each
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.per_study import PerStudy, labels_of
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.regression import Regression

KINDS = {
    "raw": "y - estimate, by the root of v + tau2",
    "standardised": "y - estimate, by the residual's own standard error (internally studentised; rstandard)",
    "deleted": "y - the estimate without the study, by its standard error (externally studentised; rstudent)",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Residuals(PerStudy):
    """`residual` on the analysis scale, its standard error `se`, and `z` = residual / se, of the `kind` named."""

    title: ClassVar[str] = "Residuals"

    kind: str
    residual: Floats
    se: Floats
    z: Floats


@takes(Pooled, Regression)
def residuals(fit: Pooled | Regression, kind: str = "standardised") -> Residuals:
    """Residuals of a kind of KINDS: "raw" (z is then the Pearson residual), "standardised", "deleted".

    Where tables are pooled (Mantel-Haenszel, Peto), a study without an estimate of its own has NaN. Raises
    UnknownName, and NotEstimable for a deleted residual of a single study.
    """
    if kind not in KINDS:
        raise UnknownName("kind of residual", kind, KINDS)
    if kind == "deleted":
        return rstudent(fit)
    return rstandard(fit) if kind == "standardised" else _raw(fit)


@takes(Pooled, Regression)
def rstandard(fit: Pooled | Regression) -> Residuals:
    """Internally standardised residuals: se^2 is the diagonal of (I - H)(V + tau2 I)(I - H)' (metafor's rstandard).

    Where tables are pooled, se^2 is v, as metafor has it for rma.mh() and rma.peto().
    """
    of = whole(fit)
    return _residuals(fit, "standardised", without_rounding(of.y, of.fitted), np.sqrt(of.residual_variance))


@takes(Pooled, Regression)
def rstudent(fit: Pooled | Regression) -> Residuals:
    """Externally studentised ("deleted") residuals: each study against the fit of all the others.

    se^2 = s^2 (v + tau2 of the others) + their fitted value's variance, s^2 the Knapp-Hartung factor of the others,
    1 without it: so z is the statistic of a mean-shift outlier (Viechtbauer & Cheung 2010, eq. 7; metafor's
    rstudent). Raises NotEstimable for a single study.
    """
    of = whole(fit)
    return _residuals(fit, "deleted", *deleted_residual(of, without_each(fit, of)))


def _raw(fit: Pooled | Regression) -> Residuals:
    of = whole(fit)
    return _residuals(fit, "raw", without_rounding(of.y, of.fitted), np.sqrt(of.v + of.tau2))


def _residuals(fit: Pooled | Regression, kind: str, residual: Floats, se: Floats) -> Residuals:
    return Residuals(
        fit=fit,
        labels=labels_of(fit),
        kind=kind,
        residual=readonly(residual),
        se=readonly(se),
        z=readonly(divide(residual, se)),
    )
