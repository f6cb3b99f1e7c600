"""How far the tau2 that moderators leave may be from its estimate: by QE and by the likelihood, and its profile."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from regress_data import bcg, writing

import effectbank as eb
from effectbank.problems import BadInput

QUANTILE = 3.841458820694124  # chi-squared on 1, 0.95


def plain_log_likelihood(fit: eb.Regression, tau2: float, *, restricted: bool) -> float:
    used = fit.moderators.used
    y, v, x = fit.effects.yi[used], fit.effects.vi[used] + tau2, fit.moderators.matrix
    w = np.diag(1 / v)
    inside = x.T @ w @ x
    residual = y - x @ np.linalg.solve(inside, x.T @ w @ y)
    rest = np.log(v).sum() + residual @ w @ residual + len(y) * np.log(2 * np.pi)
    if restricted:
        p = x.shape[1]
        rest += np.linalg.slogdet(inside)[1] - np.linalg.slogdet(x.T @ x)[1] - p * np.log(2 * np.pi)
    return -rest / 2


@pytest.mark.parametrize("tau2", ["REML", "ML"])
@pytest.mark.parametrize(("effects", "formula"), [(bcg(), "ablat"), (writing(), "grade + length")])
def test_the_ends_are_where_the_likelihood_says(effects, formula, tau2):
    fit = eb.regress(effects, formula, tau2=tau2)
    found = eb.tau2_interval(fit, "profile-likelihood").tau2
    best = plain_log_likelihood(fit, fit.heterogeneity.tau2, restricted=tau2 == "REML")
    for end in found:
        drop = best - plain_log_likelihood(fit, end, restricted=tau2 == "REML")
        assert drop == pytest.approx(QUANTILE / 2, rel=1e-9) if end else drop <= QUANTILE / 2
    assert found.low <= fit.heterogeneity.tau2 <= found.high


def test_without_moderators_it_is_the_fits_own():
    line, fit = eb.regress(bcg(), "1"), eb.pool(bcg())
    ours, theirs = (eb.tau2_interval(one, "profile-likelihood") for one in (line, fit))
    for one, other in ((ours.tau2, theirs.tau2), (ours.i2, theirs.i2)):
        assert_allclose([one.low, one.high], [other.low, other.high], rtol=1e-9)
    assert_allclose(eb.tau2_profile(line).log_likelihood, eb.tau2_profile(fit).log_likelihood, rtol=1e-12)


def test_the_estimates_stand_beside_their_intervals():
    found = eb.tau2_interval(eb.pool(bcg()))
    assert str(found).splitlines()[0] == "tau^2: 0.3132 (0.1197 to 1.1115)"  # pinned: confint of bcg, REML
    assert found.rows()[2]["estimate"] == found.of.i2


def test_the_profile_is_the_likelihood():
    fit = eb.regress(bcg(), "ablat + year", tau2="ML")
    found = eb.tau2_profile(fit, [0.0, 0.05, 0.2])
    plain = [plain_log_likelihood(fit, tau2, restricted=False) for tau2 in (0.0, 0.05, 0.2)]
    assert_allclose(found.log_likelihood, plain, rtol=1e-12)
    assert found.peak >= max(plain)


@pytest.mark.parametrize(
    ("choices", "method", "words"),
    [
        (
            {"tau2": "DL"},
            "profile-likelihood",
            "the profile likelihood needs tau2='ML' or 'REML'; this fit has 'DL'",
        ),
        ({}, "Jackson", "of a regression there are 'Q-profile' and 'profile-likelihood'"),
    ],
)
def test_what_a_regression_has_not(choices, method, words):
    with pytest.raises(BadInput, match=words):
        eb.tau2_interval(eb.regress(bcg(), "ablat", **choices), method)
