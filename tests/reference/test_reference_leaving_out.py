"""Leaving one out, adding one by one, and subgroups equal metafor's leave1out(), cumul() and rma() of subsets."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference_cases import POOLED, cases, numbers, restricted, with_key

import effectbank as eb

NO_TAU2 = 1e-11  # what R's search leaves where the optimum is 0
NAMES = {"estimate": "estimate", "se": "se", "q": "Q", "h2": "H2", "tau2": "tau2", "i2": "I2"}


MADE = [(name, estimator) for estimator in ("DL", "REML") for name in with_key(f"leave1out_{estimator}")]


@pytest.mark.parametrize(("name", "estimator"), MADE)
def test_leave_one_out(name: str, estimator: str):
    case = cases()[name]
    answer = case.answers[f"leave1out_{estimator}"]
    fit = eb.pool(case.given(case.answers["primary"]), tau2=estimator)
    compare(eb.leave_one_out(fit), answer, restricted(name) if estimator == "REML" else POOLED)


@pytest.mark.parametrize("name", with_key("cumul_DL"))
def test_cumulative(name: str):
    case = cases()[name]
    answer = case.answers["cumul_DL"]
    every = case.given(case.answers["primary"])
    known = np.isfinite(every.yi)  # R counts positions among these
    effects = every.subset(known)
    found = eb.cumulative(eb.pool(effects, tau2="DL"), by=case.column(answer["order_by"])[known])
    assert [effects.labels.index(label) + 1 for label in found.labels] == answer["order_idx"]
    compare(found, answer, POOLED)


def compare(found, answer, rtol):
    for ours, theirs in NAMES.items():
        if theirs in answer:
            expected = numbers(answer[theirs])
            near_zero = {"tau2": NO_TAU2, "i2": 100 * rtol, "estimate": rtol * max(answer["se"])}.get(ours, 0)
            assert_allclose(getattr(found, ours), expected, rtol=rtol, atol=near_zero, err_msg=theirs)


@pytest.mark.parametrize("name", with_key("subgroup"))
def test_subgroups(name: str):
    case = cases()[name]
    answer = case.answers["subgroup"]
    effects = case.given(case.answers["primary"])
    for estimator in ("EE", "DL", "REML"):
        asked = {"model": "common"} if estimator == "EE" else {"tau2": estimator}
        found = eb.subgroups(effects, case.words(answer["by"]), **asked)
        expected = answer[estimator]
        groups = [found.groups[level] for level in answer["levels"]]
        rtol = restricted(name) if estimator == "REML" else POOLED
        assert [group.k for group in groups] == expected["k"]
        assert_allclose([group.estimate for group in groups], expected["b"], rtol=rtol)
        assert_allclose([group.se for group in groups], expected["se"], rtol=rtol)
        assert_allclose([group.heterogeneity.q for group in groups], expected["QE"], rtol=POOLED, atol=1e-12)
        assert_allclose([group.heterogeneity.tau2 for group in groups], expected["tau2"], rtol=rtol, atol=NO_TAU2)
        assert_allclose(found.test.q, expected["Q_between"], rtol=rtol)
        assert found.test.df == expected["df"]
        assert_allclose(found.test.p, expected["p"], rtol=rtol)
    if "common_tau2_REML" not in answer:
        return
    shared = answer["common_tau2_REML"]
    found = eb.subgroups(effects, case.words(answer["by"]), common_tau2=True)
    assert_allclose(found.common_tau2, shared["tau2"], rtol=POOLED, atol=NO_TAU2)
    assert_allclose([found.test.q, found.test.p], [shared["QM"], shared["QMp"]], rtol=POOLED)
    assert found.test.df == shared["QMdf"]
