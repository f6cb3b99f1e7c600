"""Weights of one's own, a tau2 given, and the choices they exclude."""

from __future__ import annotations

import numpy as np
import pytest

import effectbank as eb
from effectbank.problems import BadInput, UnknownName

Y, V, N = [0.1, 0.5, 0.9, -0.3], [0.02, 0.03, 0.05, 0.04], [100.0, 50.0, 40.0, 10.0]


@pytest.fixture
def effects() -> eb.Effects:
    return eb.effects("GEN", {"yi": Y, "vi": V, "n": N}, estimates="yi", variances="vi")


def test_the_mean_and_its_error_are_of_the_weights(effects):
    """sum a y / sum a, and sqrt(sum a^2 (v + tau2)) / sum a."""
    fit = eb.pool(effects, weights="n", tau2=0.1)
    a, y, v = np.array(N), np.array(Y), np.array(V)
    assert fit.estimate == pytest.approx((a * y).sum() / a.sum(), rel=1e-14)
    assert fit.se == pytest.approx(np.sqrt((a**2 * (v + 0.1)).sum()) / a.sum(), rel=1e-14)
    assert fit.weights == pytest.approx(100 * a / a.sum())


def test_inverse_variances_as_weights_of_ones_own_are_the_usual_fit(effects):
    own = eb.pool(effects, weights=1 / (np.array(V) + 0.2), tau2=0.2, test="knapp-hartung")
    usual = eb.pool(effects, tau2=0.2, test="knapp-hartung")
    for name in ("estimate", "se", "p"):
        assert getattr(own, name) == pytest.approx(getattr(usual, name), rel=1e-12)


def test_genq_with_inverse_variances_is_dersimonian_laird(effects):
    own = eb.pool(effects, tau2="GENQ", weights=1 / np.array(V)).heterogeneity
    usual = eb.pool(effects, tau2="DL").heterogeneity
    assert (own.tau2, own.tau2_se) == pytest.approx((usual.tau2, usual.tau2_se), rel=1e-12)


def test_weights_travel_with_the_studies(effects):
    by_name, by_value = eb.pool(effects, weights="n"), eb.pool(effects, weights=N)
    assert eb.leave_out(by_value, "2").estimate == eb.leave_out(by_name, "2").estimate
    assert eb.leave_one_out(by_name).estimate[1] == pytest.approx(eb.leave_out(by_name, "2").estimate, rel=1e-12)


def test_a_given_tau2_has_no_error_and_says_so(effects):
    fit = eb.pool(effects, tau2=0.1)
    assert fit.heterogeneity.tau2 == 0.1
    assert np.isnan(fit.heterogeneity.tau2_se)
    assert str(fit).startswith("Random-effects model (k = 4; tau^2 given)")
    assert fit.to_dict()["asked"]["options"]["tau2_given"] == 0.1
    assert "tau2_given" not in eb.pool(effects).to_dict()["asked"]["options"]


@pytest.mark.parametrize(
    ("choices", "match"),
    [
        ({"tau2": "GENQ"}, "give weights="),
        ({"tau2": -0.1}, "tau2 -0.1 given, a finite number of 0 or more"),
        ({"weights": [1, 2, 3]}, "3 weights given for 4 studies"),
        ({"weights": [1, 2, -3, 4]}, "study '3' has the weight -3.0"),
        ({"weights": [1, 2, np.nan, 4]}, "study '3' has the weight nan"),
        ({"weights": ["a", "b", "c", "d"]}, "hold words"),
        ({"weights": "n", "prediction": "HTS"}, "of inverse-variance weights"),
        ({"weights": "n", "test": "kenward-roger"}, "uncertainty of tau2 by REML"),
        ({"tau2": "DL", "test": "kenward-roger"}, "uncertainty of tau2 by REML"),
        ({"weights": "n", "method": "MH"}, "MH has weights of its own"),
    ],
)
def test_refusals(effects, choices, match):
    with pytest.raises(BadInput, match=match):
        eb.pool(effects, **choices)


def test_a_moderator_that_is_not_there(effects):
    with pytest.raises(UnknownName, match="unknown moderator 'size'"):
        eb.pool(effects, weights="size")


def test_generalised_q_needs_its_weights(effects):
    with pytest.raises(BadInput, match="needs tau2='GENQ' or 'DL'"):
        eb.tau2_interval(eb.pool(effects), "generalised-Q")
    own = eb.tau2_interval(eb.pool(effects, tau2="GENQ", weights=1 / np.array(V)), "generalised-Q")
    usual = eb.tau2_interval(eb.pool(effects, tau2="DL"), "Biggerstaff")
    assert list(own.tau2) == pytest.approx(list(usual.tau2), rel=1e-12)
