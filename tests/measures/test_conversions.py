"""From one measure to another."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from effectbank.measures import conversions
from effectbank.problems import UnknownName


def test_borensteins_chain():
    # Borenstein et al. 2009, ch. 7: log OR 0.9069 (variance 0.0676) is d 0.5000 (0.0205), r 0.50 (0.0058) is
    # d 1.1547 (0.0550)
    assert_allclose(conversions.d_from_log_odds_ratio(0.9069, 0.0676), [0.5000, 0.0205], atol=6e-5)
    assert_allclose(conversions.log_odds_ratio_from_d(0.5, 0.0205), [0.9069, 0.0674], atol=6e-5)
    assert_allclose(conversions.d_from_r(0.5, 0.0058), [1.1547, 0.0550], atol=6e-5)
    assert_allclose(conversions.r_from_d(1.1547, 0.0550), [0.5000, 0.0058], atol=6e-5)


@pytest.mark.parametrize("model", conversions.MODELS)
def test_smd_and_odds_ratio_there_and_back(model):
    there = conversions.log_odds_ratio_from_d(0.3, 0.04, model=model)
    assert_allclose(conversions.d_from_log_odds_ratio(*there, model=model), [0.3, 0.04])


def test_smd_and_correlation_there_and_back_in_unequal_groups():
    there = conversions.r_from_d(np.array([-2.0, 0.4]), np.array([0.1, 0.05]), 30, 70)
    assert_allclose(conversions.d_from_r(*there, 30, 70), [[-2.0, 0.4], [0.1, 0.05]])


def test_risk_ratio_from_odds_ratio():
    # Zhang & Yu 1998: OR / (1 - p + p OR); 4 at a risk of 0.5 is 1.6
    yi, _ = conversions.log_risk_ratio_from_odds_ratio(np.log(4), 0.1, 0.5)
    assert_allclose(np.exp(yi), 1.6)


@pytest.mark.parametrize("convert", ["log_risk_ratio_from_odds_ratio", "log_odds_ratio_from_risk_ratio"])
def test_variance_is_the_delta_method(convert):
    function, h = getattr(conversions, convert), 1e-6
    up, down = function(-0.3 + h, 1.0, 0.2)[0], function(-0.3 - h, 1.0, 0.2)[0]
    assert_allclose(function(-0.3, 0.05, 0.2)[1], 0.05 * ((up - down) / (2 * h)) ** 2, rtol=1e-8)


def test_ratios_there_and_back():
    y, v, risk = np.array([-3.0, -0.1, 1.0]), np.array([0.1, 0.2, 0.3]), np.array([0.9, 1e-6, 0.2])
    there = conversions.log_odds_ratio_from_risk_ratio(
        *conversions.log_risk_ratio_from_odds_ratio(y, v, risk), risk
    )
    assert_allclose(there, [y, v], rtol=1e-9)


def test_a_risk_beyond_one_and_impossible_risks_are_nan():
    assert np.isnan(conversions.log_odds_ratio_from_risk_ratio(np.log(2), 0.1, [0.5, 0.6])).all()
    assert np.isnan(conversions.log_risk_ratio_from_odds_ratio(0.1, 0.1, [0.0, 1.0, -0.1])).all()
    assert np.isnan(conversions.d_from_r([1.0, -1.2], 0.1)).all()


def test_approximations_without_a_risk():
    # VanderWeele 2017: RR = sqrt OR; 2020: HR 2 gives (1 - 0.5^sqrt 2)/(1 - 0.5^(1/sqrt 2)) = 0.62478/0.38744
    assert_allclose(conversions.log_risk_ratio_from_common_odds_ratio(np.log(4), 0.4), [np.log(2), 0.1])
    yi, vi = conversions.log_risk_ratio_from_hazard_ratio(np.log(2), 0.04)
    assert_allclose(np.exp(yi), 0.624786 / 0.387453, rtol=1e-4)
    h = 1e-6
    slope = (
        conversions.log_risk_ratio_from_hazard_ratio(np.log(2) + h, 1)[0]
        - conversions.log_risk_ratio_from_hazard_ratio(np.log(2) - h, 1)[0]
    ) / (2 * h)
    assert_allclose(vi, 0.04 * slope**2, rtol=1e-8)


def test_risks():
    assert_allclose(conversions.risk_from_odds_ratio(np.log(2), 0.2), 1 / 3)
    assert_allclose(conversions.risk_from_smd(0.0, [0.2, 0.7]), [0.2, 0.7])
    # Phi(Phi^-1(0.2) + 0.5) = Phi(-0.341621) = 0.36632; Phi(0.5/sqrt 2) = 0.63816
    assert_allclose(conversions.risk_from_smd(0.5, 0.2), 0.36632, atol=5e-6)
    assert_allclose(conversions.probability_of_superiority(0.5), 0.63816, atol=5e-6)


def test_unknown_model():
    with pytest.raises(UnknownName, match="logistic"):
        conversions.d_from_log_odds_ratio(0.1, 0.1, model="logit")
