"""Egger's regression test for funnel-plot asymmetry, its predictors and models as metafor's regtest has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from effectbank.kernel.studies import Floats
from effectbank.measures.effects import Effects
from effectbank.problems import BadInput, UnknownName
from effectbank.synthesis.asymmetry_test import AsymmetryTest, Regressed, asymmetry_test, regression_model
from effectbank.synthesis.kinds import takes
from effectbank.synthesis.pooled import Pooled
from effectbank.synthesis.small_study import effects_of, present

PREDICTORS: Mapping[str, tuple[str, Callable[[Floats], Floats]]] = MappingProxyType(
    {
        "sei": ("standard error", np.sqrt),
        "vi": ("sampling variance", np.asarray),
        "ni": ("total sample size", np.asarray),
        "ninv": ("inverse of the total sample size", np.reciprocal),
        "sqrtni": ("square root of the total sample size", np.sqrt),
        "sqrtninv": ("inverse of the square root of the total sample size", lambda n: 1 / np.sqrt(n)),
    }
)
OF_VARIANCE = ("sei", "vi")
GROWING = ("ni", "sqrtni")  # with the study, so that their 0 is no study rather than an infinite one


@takes(Effects, Pooled)
def egger(
    of: Effects | Pooled,
    *,
    predictor: str = "sei",
    model: str = "lm",
    tau2: str | None = None,
    test: str | None = None,
    level: float = 0.95,
) -> AsymmetryTest:
    """Regress the estimates on the studies' `predictor` (of PREDICTORS), weighed by their variances.

    model="lm": w = 1 / v and a multiplicative dispersion, t on k - 2 (Egger et al. 1997; the slope on sei is the
    intercept of their y / se on 1 / se). model="random": metafor's "rma", w = 1 / (v + tau2), with `tau2` (REML
    unless named) and `test` (z); model="common": w = 1 / v without dispersion.

    Raises UnknownName, BadInput for choices that exclude each other or sizes that are unknown, NotEstimable for
    fewer than 3 studies or a predictor that is the same in all.
    """
    if predictor not in PREDICTORS:
        raise UnknownName("predictor", predictor, PREDICTORS)
    effects = effects_of(of)
    words, turned = PREDICTORS[predictor]
    sizes = effects.vi if predictor in OF_VARIANCE else sample_sizes(effects)
    at = present(effects) & np.isfinite(sizes) & (sizes > 0)
    data = Regressed(
        y=effects.yi[at], v=effects.vi[at], x=turned(sizes[at]), predictor=words, growing=predictor in GROWING
    )
    return asymmetry_test(effects, "Egger", data, regression_model(model, tau2, test, level))


def sample_sizes(effects: Effects) -> Floats:
    """Each study's total: people, or person-time where that is what was counted, or a column named ni.

    Raises BadInput where none is known.
    """
    for names in (("n1i", "n2i"), ("ni",), ("t1i", "t2i"), ("ti",)):
        if all(name in effects.cells for name in names):
            return np.asarray(sum(effects.cells[name] for name in names), dtype=float)
    if "ni" in effects.moderators:
        return _numbers(effects.moderators["ni"], "ni")
    raise BadInput(
        f"these {effects.measure} effects came without sample sizes: give them as a column 'ni' beside the "
        "estimates, or use predictor='sei' or 'vi'"
    )


def _numbers(column: NDArray[Any], name: str) -> Floats:
    try:
        return np.asarray([np.nan if value is None else value for value in column], dtype=float)
    except (TypeError, ValueError):
        raise BadInput(f"column {name!r} holds words ({column[0]!r}, …), numbers expected") from None
