"""Pooling equals R's meta: Knapp-Hartung and Kenward-Roger, prediction intervals, tau2's intervals, M-H and Peto.

meta leaves metafor's REML at metafor's own loose stopping rule, so a REML tau2 of its is off by up to some 1e-4 of
itself: what rests on it is compared at that tau2, given.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_cases import POOLED, cases, numbers

import effectbank as eb

META = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted(Path(__file__).parent.glob("data_meta/*.json"))
}
COUNTS = [name for name, answers in META.items() if answers["type"] == "2x2"]
TESTS = {"classic": "z", "HK": "knapp-hartung", "KR": "kenward-roger"}
RULES = ("V", "HTS", "HK", "KR")


def given(name: str) -> eb.Effects:
    generic = META[name]["generic"]
    y, se = numbers(generic["TE"]), numbers([None if one == "Inf" else one for one in generic["seTE"]])
    return eb.effects("GEN", estimates=y, ses=se)


def one(answer: dict[str, Any], key: str) -> float:
    value = answer[key]
    value = value[0] if isinstance(value, list) else value
    return np.nan if value is None else value


def close(ours: list[float], theirs: list[float], where: str, rtol: float = POOLED) -> None:
    scale = np.nanmax(np.abs(theirs)) if np.isfinite(theirs).any() else 0.0
    assert_allclose(ours, theirs, rtol=rtol, atol=rtol * scale, err_msg=where)


def test_the_grid_did_not_shrink():
    assert len(META) == 28
    assert len(COUNTS) == 13


@pytest.mark.parametrize("name", META)
@pytest.mark.parametrize("test", TESTS)
def test_tests_and_prediction_intervals(name: str, test: str):
    generic = META[name]["generic"]
    tau2 = one(generic["tau_ci_QP"], "tau2")
    for rule in RULES:
        answer = generic[f"REML_{test}_predict_{rule}"]
        fit = at(given(name), tau2, TESTS[test], rule)
        keys = ("TE_random", "se_random", "lower_random", "upper_random", "lower_predict", "upper_predict")
        ours = [fit.estimate, fit.se, *fit.ci, *(fit.prediction or (np.nan, np.nan))]
        close(ours, [one(answer, key) for key in keys], f"{name} {test} {rule}")
        assert_allclose(fit.p, one(answer, "pval_random"), rtol=1e-6, atol=1e-290)


def at(effects: eb.Effects, tau2: float, test: str, rule: str) -> eb.Pooled:
    """The fit at meta's own tau2."""
    return eb.pool(effects, tau2=tau2, test=test, prediction=rule)


@pytest.mark.parametrize("name", META)
def test_dersimonian_laird(name: str):
    answer = META[name]["generic"]["DL"]
    fit = eb.pool(given(name), tau2="DL", prediction="V")
    h = fit.heterogeneity
    keys = ("TE_random", "se_random", "lower_random", "upper_random", "lower_predict", "upper_predict")
    close([fit.estimate, fit.se, *fit.ci, *fit.prediction], [one(answer, key) for key in keys], name)
    assert_allclose(
        [h.tau2, h.q, h.p], [one(answer, key) for key in ("tau2", "Q", "pval_Q")], rtol=POOLED, atol=1e-290
    )
    interval = eb.tau2_interval(fit, "Higgins-Thompson-Q")
    expected = [100 * one(answer, key) for key in ("lower_I2", "upper_I2")]
    close(list(interval.i2), expected, f"{name} I2")


@pytest.mark.parametrize("name", META)
def test_intervals_of_tau2(name: str):
    """Jackson's and Biggerstaff's as exact as R's uniroot() is unasked: 1.2e-4."""
    generic, effects = META[name]["generic"], given(name)
    fit = eb.pool(effects, tau2="DL")
    for key, method, atol in (("QP", "Q-profile", 0), ("J", "Jackson", 1.3e-4), ("BJ", "Biggerstaff", 1.3e-4)):
        answer = generic[f"tau_ci_{key}"]
        expected = [one(answer, "lower_tau2"), one(answer, "upper_tau2")]
        rtol = 3e-4 if key == "QP" else 1e-3
        assert_allclose(
            list(eb.tau2_interval(fit, method).tau2), expected, rtol=rtol, atol=atol + 1e-4, err_msg=key
        )


@pytest.mark.parametrize("measure", ["RR", "OR", "RD"])
@pytest.mark.parametrize("name", COUNTS)
def test_mantel_haenszel(name: str, measure: str):
    """meta adds 1/2 inside Mantel-Haenszel where a study has an empty cell, unless asked for the exact method."""
    case, answers = cases()[name], META[name]
    effects = case.counts(measure)
    asked = {"model": "common", "method": "MH", "rd_variance": "Greenland-Robins"}
    fit = eb.pool(effects, zero_cells="only0", double_zero="keep" if measure == "RD" else "drop", **asked)
    keys = ("TE_common", "se_common", "lower_common", "upper_common")
    expected = [one(answers[f"MH_{measure}"], key) for key in keys]
    if measure == "RD":
        estimate = mixed_risk_difference(effects)
        close([estimate, fit.se], expected[:2], name)
        return
    close([fit.estimate, fit.se, *fit.ci], expected, name)
    if measure == "RR":
        exact = eb.pool(effects, model="common", method="MH")
        close([exact.estimate, exact.se, *exact.ci], [one(answers["MH_RR_exact"], key) for key in keys], name)


def mixed_risk_difference(effects: eb.Effects) -> float:
    """meta's: differences of the counts as they are, weighted by totals with 1 added where a cell is empty."""
    a, n1, c, n2 = (effects.cells[key] for key in ("ai", "n1i", "ci", "n2i"))
    added = ((a == 0) | (a == n1) | (c == 0) | (c == n2)) * 1.0
    weight = (n1 + added) * (n2 + added) / (n1 + n2 + 2 * added)
    known = np.isfinite(weight + a + c)
    return float((weight * (a / n1 - c / n2))[known].sum() / weight[known].sum())


@pytest.mark.parametrize("name", COUNTS)
def test_peto(name: str):
    answer = META[name]["Peto_OR"]
    fit = eb.pool(cases()[name].counts("OR"), method="Peto")
    keys = ("TE_common", "se_common", "lower_common", "upper_common")
    close([fit.estimate, fit.se, *fit.ci], [one(answer, key) for key in keys], name)
    assert_allclose(
        [fit.heterogeneity.q, fit.heterogeneity.p], [one(answer, "Q"), one(answer, "pval_Q")], rtol=POOLED
    )
