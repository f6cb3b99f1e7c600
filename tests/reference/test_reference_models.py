"""Random- and common-effect fits equal metafor's rma(): every estimator, every test."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_cases import POOLED, TAU2_ZERO, cases, restricted, with_key

import effectbank as eb

TESTS = {"z": "z", "knha": "knapp-hartung", "adhoc": "ad-hoc"}
# R stops here 1e-8 to 1e-7 short of the optimum: test_reference_optimum.py shows ours to be higher.
SHORT = {
    ("greenland1992", "GEN", "ML"),
    ("greenland1992", "GEN", "REML"),
    ("hart1999", "IRD", "REML"),
    ("michael2013", "MD", "ML"),
    ("nielweise2007", "RD", "REML"),
    ("thompson1999", "RD", "REML"),
}


@pytest.mark.parametrize("name", with_key("models"))
def test_fits(name: str):
    case = cases()[name]
    for measure, estimators in case.answers["models"].items():
        effects = case.given(measure)
        for estimator, answer in estimators.items():
            rtol = 2e-7 if (name, measure, estimator) in SHORT else POOLED
            for key in TESTS.keys() & answer.keys():
                fit = eb.pool(effects, test=TESTS[key], **asked_of(estimator, effects))
                compare(fit, answer, answer[key], rtol, f"{name} {measure} {estimator} {key}")


def asked_of(estimator: str, effects: eb.Effects) -> dict[str, object]:
    """GENQ was given the weights 1 / (v + mean v)."""
    if estimator == "EE":
        return {"model": "common"}
    if estimator == "GENQ":
        return {"tau2": "GENQ", "weights": 1 / (effects.vi + np.nanmean(effects.vi))}
    return {"tau2": estimator}


def compare(fit, answer, row, rtol, where):
    h = fit.heterogeneity
    width = row["ub"] - row["lb"]  # a bound near zero is held relative to its interval
    assert_allclose([fit.estimate, fit.se], [row["b"], row["se"]], rtol=rtol, err_msg=where)
    assert_allclose(list(fit.ci), [row["lb"], row["ub"]], rtol=rtol, atol=rtol * width, err_msg=where)
    assert_allclose(fit.p, row["p"], rtol=10 * rtol, atol=1e-290, err_msg=where)
    assert_allclose(h.h2, answer["H2"], rtol=rtol, err_msg=where)
    assert_allclose(h.i2, answer["I2"], rtol=rtol, atol=1e-6, err_msg=where)
    if "QE" in answer:
        assert_allclose([h.q, h.p], [answer["QE"], answer["QEp"]], rtol=POOLED, atol=1e-290, err_msg=where)
    if fit.options.model == "common":
        assert fit.prediction is None
        assert row["pi_lb"] is None
        return
    wide = row["pi_ub"] - row["pi_lb"]
    assert_allclose(list(fit.prediction), [row["pi_lb"], row["pi_ub"]], rtol=rtol, atol=rtol * wide, err_msg=where)
    assert_allclose(h.tau2, answer["tau2"], rtol=rtol, atol=TAU2_ZERO if answer["tau2"] < TAU2_ZERO else 0)
    if answer["tau2"] >= TAU2_ZERO:
        assert_allclose(h.tau2_se, answer["se_tau2"], rtol=2 * rtol, err_msg=where)


def test_the_grid_did_not_shrink():
    fits = [
        (name, measure, estimator, key)
        for name in with_key("models")
        for measure, estimators in cases()[name].answers["models"].items()
        for estimator, answer in estimators.items()
        for key in TESTS.keys() & answer.keys()
    ]
    assert len(fits) == 1893


@pytest.mark.parametrize("name", with_key("predict_types"))
def test_prediction_rules(name: str):
    case = cases()[name]
    answer = case.answers["predict_types"]
    effects = case.given(case.answers["primary"])
    for rule, key in (("as-test", "knha_default"), ("t-2", "Riley"), ("simple", "simple")):
        fit = eb.pool(effects, test="knapp-hartung", prediction=rule)
        rtol, wide = restricted(name), answer[key][-1] - answer[key][-2]
        assert_allclose(list(fit.prediction), answer[key][-2:], rtol=rtol, atol=rtol * wide, err_msg=rule)


@pytest.mark.parametrize("name", with_key("weights"))
def test_weights(name: str):
    case = cases()[name]
    fit = eb.pool(case.given(case.answers["primary"]))
    ours = fit.weights[~(fit.weights != fit.weights)]
    assert_allclose(ours, case.answers["weights"]["REML"], rtol=restricted(name))
    assert ours.sum() == pytest.approx(100)
