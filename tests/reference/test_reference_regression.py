"""Meta-regressions equal metafor's rma(mods = ~ …): every formula, estimator and test that is pinned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_cases import POOLED, TAU2_ZERO, Case, cases, with_key

from effectbank.measures import effects
from effectbank.synthesis.regress import regress

P_VALUE = 10 * POOLED  # a p-value far in the tail enlarges the error of its statistic
TESTS = {"z": "z", "knha": "knapp-hartung"}
STATISTICS = ("log_likelihood", "deviance", "aic", "bic", "aicc")


def effects_of(case: Case, measure: str | None = None):
    """R's own estimates with the columns of the data as moderators: numbers where all are, else words."""
    yi, vi = case.yi_vi(measure or case.answers["primary"])
    return effects("GEN", {name: typed(case.words(name)) for name in case.rows[0]} | {"yi": yi, "vi": vi}, **GIVEN)


GIVEN: dict[str, Any] = {"estimates": "yi", "variances": "vi"}


def typed(words: list[str]) -> list[object]:
    try:
        return [None if word in ("NA", "") else float(word) for word in words]
    except ValueError:
        return [None if word in ("NA", "") else word for word in words]


def asked_of(fit: str) -> dict[str, str]:
    estimator, test = fit.split("_")
    model = {"model": "common"} if estimator == "EE" else {"tau2": estimator}
    return {**model, "test": TESTS[test]}


GRID = [
    (name, formula, fit)
    for name in with_key("metareg")
    for formula, answer in cases()[name].answers["metareg"].items()
    for fit in answer
    if fit != "formula"
]


@pytest.mark.parametrize("name", with_key("metareg"))
def test_regressions(name: str):
    case = cases()[name]
    given = effects_of(case)
    for formula in case.answers["metareg"]:
        answers = case.answers["metareg"][formula]
        for key in answers.keys() - {"formula"}:
            fit = regress(given, answers["formula"], **asked_of(key))
            compare(fit, answers[key], f"{name} {formula} {key}")


def compare(fit, answer, where):
    h, c = fit.heterogeneity, list(fit.coefficients.values())
    width = np.array(answer["ub"]) - np.array(answer["lb"])  # what is near zero is held relative to its interval
    for key, ours in (
        ("b", [x.estimate for x in c]),
        ("lb", [x.ci.low for x in c]),
        ("ub", [x.ci.high for x in c]),
    ):
        assert (abs(np.array(ours) - answer[key]) <= POOLED * width).all(), f"{where} {key} {ours} {answer[key]}"
    assert_allclose([x.se for x in c], answer["se"], rtol=POOLED, err_msg=where)
    assert_allclose([x.statistic for x in c], answer["stat"], rtol=POOLED, atol=POOLED, err_msg=where)
    assert_allclose([x.p for x in c], answer["p"], rtol=P_VALUE, err_msg=where)
    assert_allclose(
        h.tau2, answer["tau2"], rtol=POOLED, atol=TAU2_ZERO if answer["tau2"] < TAU2_ZERO else 0, err_msg=where
    )
    assert_allclose([h.q, fit.test.statistic], [answer["QE"], answer["QM"]], rtol=POOLED, err_msg=where)
    assert_allclose(fit.test.p, answer["QMp"], rtol=P_VALUE, err_msg=where)
    assert_allclose([h.i2, h.r2], [answer["I2"], answer["R2"]], rtol=POOLED, atol=1e-6, err_msg=where)
    if "vb" in answer:
        compare_further(fit, answer, where)


def compare_further(fit, answer, where):
    h = fit.heterogeneity
    scale = np.sqrt(np.outer(np.diag(answer["vb"]), np.diag(answer["vb"])))
    assert (abs(fit.covariance - answer["vb"]) <= POOLED * scale).all(), where
    assert_allclose([h.h2, h.p], [answer["H2"], answer["QEp"]], rtol=P_VALUE, err_msg=where)
    if answer["tau2"] >= TAU2_ZERO:
        assert_allclose(h.tau2_se, answer["se_tau2"], rtol=POOLED, err_msg=where)
    assert (fit.k, fit.test.df, fit.test.df2) == (answer["k"], *answer["QMdf"]), where
    for key, ours in (("ML", fit.ml), ("REML", fit.reml)):
        assert_allclose([getattr(ours, s) for s in STATISTICS], answer["fit"][key], rtol=POOLED, err_msg=where)


def test_the_grid_did_not_shrink():
    assert len(GRID) == 168  # 28 formulas, 6 fits each


@pytest.mark.parametrize("name", with_key("fitstats"))
def test_fit_statistics_without_moderators(name: str):
    case = cases()[name]
    for estimator, answer in case.answers["fitstats"].items():
        fit = regress(effects_of(case), "1", **asked_of(f"{estimator}_z"))
        for key, ours in (("ML", fit.ml), ("REML", fit.reml)):
            assert_allclose([getattr(ours, s) for s in STATISTICS], answer[key], rtol=POOLED, err_msg=estimator)


COMMON = [name for name in with_key("subgroup") if "common_tau2_REML" in cases()[name].answers["subgroup"]]


@pytest.mark.parametrize("name", COMMON)
def test_subgroups_with_a_common_tau2_are_a_regression(name: str):
    case = cases()[name]
    answer = case.answers["subgroup"]["common_tau2_REML"]
    fit = regress(effects_of(case), f"C({case.answers['subgroup']['by']})")
    h = fit.heterogeneity
    assert_allclose(h.tau2, answer["tau2"], rtol=POOLED, atol=TAU2_ZERO if answer["tau2"] < TAU2_ZERO else 0)
    assert_allclose([fit.test.statistic, fit.test.df], [answer["QM"], answer["QMdf"]], rtol=POOLED)
    assert_allclose([fit.test.p, h.q], [answer["QMp"], answer["QE"]], rtol=P_VALUE)
