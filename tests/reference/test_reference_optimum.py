"""Where metafor stops short of the likelihood's top, ours is higher: both evaluated with 50 digits."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from reference_cases import cases, with_key
from test_reference_models import SHORT

import effectbank as eb


def log_likelihood(yi, vi, tau2: float, *, restricted: bool) -> Decimal:
    """Up to a constant, in decimal arithmetic."""
    with localcontext() as context:
        context.prec = 50
        y, v = [Decimal(float(value)) for value in yi], [Decimal(float(value)) for value in vi]
        w = [1 / (value + Decimal(tau2)) for value in v]
        mean = sum(a * b for a, b in zip(w, y, strict=True)) / sum(w)
        square = sum(a * (b - mean) ** 2 for a, b in zip(w, y, strict=True))
        penalty = sum(w).ln() if restricted else 0
        return (sum(a.ln() for a in w) - square - penalty) / 2


@pytest.mark.parametrize(("name", "measure", "estimator"), sorted(SHORT))
def test_ours_is_higher_where_r_is_short(name: str, measure: str, estimator: str):
    theirs, ours, gain = gain_over_r(name, measure, estimator)
    assert ours != pytest.approx(theirs, rel=1e-8, abs=0)
    assert gain > 0


@pytest.mark.parametrize("name", with_key("models"))
def test_ours_is_never_lower(name: str):
    for measure, estimators in cases()[name].answers["models"].items():
        for estimator in {"ML", "REML"} & estimators.keys():
            # R's tau2 is printed with 12 digits; around the flat top that is worth less than 1e-18.
            assert gain_over_r(name, measure, estimator)[2] > Decimal("-1e-16")


def gain_over_r(name, measure, estimator):
    case = cases()[name]
    effects = case.given(measure)
    known = effects.yi == effects.yi
    theirs = case.answers["models"][measure][estimator]["tau2"]
    ours = eb.pool(effects, tau2=estimator).heterogeneity.tau2
    heights = [
        log_likelihood(effects.yi[known], effects.vi[known], tau2, restricted=estimator == "REML")
        for tau2 in (ours, theirs)
    ]
    return theirs, ours, heights[0] - heights[1]
