"""Influence, residuals, predictions, Baujat, radial, L'Abbé and GOSH equal metafor's; combined p-values R's."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_cases import cases, numbers, with_key

import effectbank as eb
from effectbank.kernel.likelihood import halves
from effectbank.kernel.studies import in_units, studies

RTOL = 1e-8  # of the largest of a column: some of these numbers are differences, and may be near 0
SHORT = ("greenland1992", "michael2013")  # where R's REML, or that of a set less one, ends short of the optimum
SHORT_RTOL = 5e-7
P_VALUES = json.loads((Path(__file__).parent / "data_p_values/metap.json").read_text(encoding="utf-8"))

NAMES = {
    "influence": {
        "rstudent": "rstudent", "dffits": "dffits", "cook_d": "cook.d", "cov_r": "cov.r", "tau2_del": "tau2.del",
        "q_del": "QE.del", "hat": "hat", "weight": "weight",
    },
    "rstandard": {"residual": "resid", "se": "se", "z": "z"},
    "blup": {"predicted": "pred", "se": "se", "low": "pi_lb", "high": "pi_ub"},
    "baujat": {"x": "x", "y": "y"},
    "radial": {"x": "x", "y": "y"},
}  # fmt: skip
KEYS = ("influence_REML", "influence_EE", "rstandard_REML", "blup_REML", "baujat_EE", "radial_EE")


def fitted(name: str, estimator: str) -> eb.Pooled:
    case = cases()[name]
    given = case.given(case.answers["primary"])
    return eb.pool(given, model="common") if estimator == "EE" else eb.pool(given, tau2=estimator)


@pytest.mark.parametrize(("key", "name"), [(key, name) for key in KEYS for name in with_key(key, "primary")])
def test_what_is_said_of_each_study(key: str, name: str):
    verb, estimator = key.split("_")
    found = getattr(eb, verb)(fitted(name, estimator))
    answer = cases()[name].answers[key]
    rtol = SHORT_RTOL if estimator == "REML" and name in SHORT else RTOL
    compared = 0
    for ours, theirs in NAMES[verb].items():
        if theirs in answer:
            expected = numbers(answer[theirs])
            expected = expected[np.isfinite(expected)]
            near_zero = rtol * np.abs(expected).max()
            assert_allclose(getattr(found, ours), expected, rtol=rtol, atol=near_zero, err_msg=theirs)
            compared += 1
    assert compared == len(answer)


@pytest.mark.parametrize("name", SHORT)
def test_without_each_study_ours_is_nearer_the_top(name: str):
    """The score, which is 0 at the top of the likelihood, is nearer 0 at our tau2 than at R's."""
    fit = fitted(name, "REML")
    theirs = numbers(cases()[name].answers["influence_REML"]["tau2.del"])
    ours = eb.influence(fit).tau2_del
    apart = np.abs(ours - theirs) > 1e-9 * ours
    assert apart.any()
    known = np.isfinite(fit.effects.yi)
    y, v = fit.effects.yi[known], fit.effects.vi[known]
    less_one = in_units(studies(np.where(np.eye(y.size, dtype=bool), np.nan, y), v))
    slopes = [
        np.abs(halves(less_one, tau2 / less_one.unit, restricted=True).score[apart]) for tau2 in (ours, theirs)
    ]
    assert (slopes[0] < slopes[1]).all()


@pytest.mark.parametrize("name", with_key("labbe"))
def test_labbe(name: str):
    """R drew it from the odds ratios (log odds of both groups), whatever the data set's primary measure."""
    found = eb.labbe(eb.pool(cases()[name].counts("OR"), model="common"))
    for axis in ("x", "y"):
        assert_allclose(getattr(found, axis), cases()[name].answers["labbe"][axis], rtol=1e-10, atol=1e-11)


@pytest.mark.parametrize(("key", "name"), [(k, n) for k in ("gosh_EE", "gosh_DL") for n in with_key(k)])
def test_gosh(key: str, name: str):
    found = eb.gosh(fitted(name, key.removeprefix("gosh_")))
    answer = cases()[name].answers[key]
    assert len(found) == answer["n_subsets"]
    quantiles = {"estimate": [0, 0.025, 0.25, 0.5, 0.75, 0.975, 1], "I2": [0, 0.25, 0.5, 0.75, 1], "tau2": [1]}
    for theirs, ours in (("estimate", "estimate"), ("I2", "i2"), ("tau2", "tau2"), ("QE", "q")):
        if theirs in answer:
            column = getattr(found, ours)
            spread = [column.mean(), column.std(ddof=1), *np.quantile(column, quantiles.get(theirs, []))]
            assert_allclose(spread, answer[theirs], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", [name for name, answer in P_VALUES.items() if isinstance(answer, dict)])
def test_combined_p_values(name: str):
    answer = P_VALUES[name]
    fisher, edgington = (eb.combine_p(answer["p"], method) for method in ("fisher", "edgington"))
    assert fisher.statistic == pytest.approx(answer["fisher"]["stat"], rel=1e-10)
    assert fisher.p == pytest.approx(answer["fisher"]["pval"], rel=1e-10)
    assert edgington.statistic == pytest.approx(answer["edgington_sum"], rel=1e-10)
    # One p-value of cholest is printed as 1 and was 1 - 2e-15: its z, which the printed p no longer holds, is the
    # one that the pinned sum leaves for it.
    p = [1 - 1.787e-15 if x == 1 else x for x in answer["p"]]
    stouffer = eb.combine_p(p, "stouffer")
    rtol = 1e-3 if name == "cholest" else 1e-10
    assert stouffer.statistic == pytest.approx(answer["stouffer"]["z"], rel=rtol)
    assert stouffer.p == pytest.approx(answer["stouffer"]["pval"], rel=rtol)
