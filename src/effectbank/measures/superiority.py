"""How likely one of group 1 scores above one of group 2 (common language effect size, area under the ROC curve).

CLES from the area itself, CLESN from normal outcomes; arrays (..., k).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from effectbank.kernel.distributions import normal_below
from effectbank.kernel.studies import Floats
from effectbank.measures.domain import Estimates, above, within
from effectbank.measures.family import ONE_OR_MORE, SHARE, Cell, Family, Formula
from effectbank.measures.means import Groups, standardised_mean_difference
from effectbank.measures.smd import SMDH_VARIANCES, smd_unequal_variances
from effectbank.problems import UnknownName

CLES_VARIANCES: Mapping[str, str] = MappingProxyType(
    {
        "LS": "with the mean of both sizes and of both shapes (Newcombe 2006), over (n1-1)(n2-1) (Cho et al. 2019)",
        "LS2": "from exponential outcomes (Hanley & McNeil 1982), over (n1-1)(n2-1) (Cho et al. 2019)",
        "H0": "(n1 + n2 + 1) / (12 n1 n2), of no difference",
        "MAX": "the largest it can be, a (1 - a) / (min(n1, n2) - 1) (Bamber 1975, eq. 7)",
    }
)
CLESN_VARIANCES: Mapping[str, str] = MappingProxyType(
    {**SMDH_VARIANCES, "HO": "by the delta method from d with the pooled SD, the SDs taken to be equal"}
)


def superiority(a: Floats, n1: Floats, n2: Floats, *, variance: str = "LS") -> Estimates:
    """The area a as it is, with the variance named (CLES_VARIANCES)."""
    a, q0 = within(a, 0, 1), a * (1 - a)
    less1, less2 = above(n1, 1) - 1, above(n2, 1) - 1
    if variance == "LS":
        n = (n1 + n2) / 2
        return a, q0 / (less1 * less2) * (2 * n - 1 - (3 * n - 3) / ((2 - a) * (1 + a)))
    if variance == "LS2":
        one, two = a / (2 - a) - a**2, 2 * a**2 / (1 + a) - a**2
        return a, (q0 + less1 * one + less2 * two) / (less1 * less2)
    if variance == "H0":
        return a, (n1 + n2 + 1) / (12 * above(n1, 0) * above(n2, 0)) + 0 * a
    if variance == "MAX":
        return a, q0 / (above(np.minimum(n1, n2), 1) - 1)
    raise UnknownName("variance of CLES", variance, CLES_VARIANCES)


def normal_superiority(x: Groups, *, variance: str = "LS") -> Estimates:
    """Phi(d / sqrt 2), d on the root of the mean of the two variances, by the delta method (McGraw & Wong 1992).

    `variance`: that of d, one of SMDH_VARIANCES; or "HO", d and its variance with the pooled SD.
    """
    if variance == "HO":
        d, v = standardised_mean_difference(x, small_sample="none")
    else:
        d, v = smd_unequal_variances(x, variance=variance, small_sample="none")
    return normal_below(d / np.sqrt(2)), np.exp(-(d**2) / 2) / (4 * np.pi) * v


FAMILY = Family(
    name="areas under the curve",
    cells=(
        Cell("auci", "aucs", "area under the curve", SHARE),
        Cell("n1i", "totals", "intervention total", ONE_OR_MORE),
        Cell("n2i", "totals", "control total", ONE_OR_MORE),
    ),
    formulas={
        "CLES": Formula(
            of=superiority,
            cells=("auci", "n1i", "n2i"),
            undefined="an area of 0 or 1, or too few people",
            options=("variance",),
        )
    },
)
