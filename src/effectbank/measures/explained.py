"""How much a regression explains: R2 and ZR2, of predictors drawn at random; arrays (..., k)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, within
from effectbank.measures.family import (
    NOT_NEGATIVE,
    ONE_OR_MORE,
    SHARE,
    Cell,
    Cells,
    Family,
    Formula,
    Instead,
    Together,
)
from effectbank.problems import UnknownName

R2_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "LS": "4 R2 (1 - R2)^2 / n (Kendall & Stuart 1979, eq. 27.88)",
        "LS2": "the same with (n - m - 1)^2 / ((n^2 - 1)(n + 3)) for 1 / n (Kendall & Stuart 1979, eq. 27.87)",
        "AV": "as LS with the mean of all R2, weighted by n, in place of each",
    }
)


def explained(r2: Floats, predictors: Floats, n: Floats, *, variance: str = "LS") -> Estimates:
    """R2 as it is, with the variance named (R2_VARIANCES)."""
    r2 = within(r2, 0, 1)
    if variance not in R2_VARIANCES:
        raise UnknownName("variance of R2", variance, R2_VARIANCES)
    of = _average(r2, n) if variance == "AV" else r2
    size = (n - predictors - 1) ** 2 / ((n**2 - 1) * (n + 3)) if variance == "LS2" else 1 / above(n, 0)
    return r2, 4 * of * (1 - of) ** 2 * size


def z_explained(r2: Floats, n: Floats) -> Estimates:
    """artanh of the multiple correlation, the root of R2, variance 1/n (Olkin & Finn 1995, p. 162)."""
    r2 = np.where(r2 < 1, within(r2, 0, 1), np.nan)
    return np.arctanh(np.sqrt(r2)), 1 / above(n, 0)


def explained_by_f(cells: Cells) -> Floats:
    """R2 from the F of the whole regression, on m and n - m - 1: m F / (m F + n - m - 1)."""
    mf = cells["mi"] * cells["fi"]
    return mf / (mf + above(cells["ni"] - cells["mi"] - 1, 0))


def _average(r2: Floats, n: Floats) -> Floats:
    weight = np.where(np.isnan(r2 * n), 0.0, n)
    mean = np.nansum(weight * r2, -1, keepdims=True) / above(weight.sum(-1, keepdims=True), 0)
    return np.broadcast_to(mean, r2.shape)


R2 = Cell("r2i", "r2", "R2 of the model", SHARE)
M = Cell("mi", "predictors", "number of predictors", ONE_OR_MORE)
N = Cell("ni", "totals", "total", ONE_OR_MORE)
F = Instead(of=R2, role="fs", given="fi", follows=explained_by_f, beside=("predictors",), domain=NOT_NEGATIVE)
FAMILY = Family(
    name="R2 of regressions",
    cells=(R2, M, N),
    together=(Together(("ni", "mi"), lambda n, m: n - m - 1 < 1, "at least two more than the predictors"),),
    instead=(
        Instead(of=R2, role="fs", given="fi", follows=explained_by_f, beside=("predictors",), domain=NOT_NEGATIVE),
    ),
    formulas={
        "R2": Formula(of=explained, cells=("r2i", "mi", "ni"), undefined="an R2 of 0 or 1", options=("variance",)),
        "ZR2": Formula(of=z_explained, cells=("r2i", "ni"), undefined="an R2 of 1"),
    },
)
