"""The log hazard ratio from survival reports."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures import hazard
from effectbank.measures.errors import BadCell


def test_observed_less_expected():
    ours = eb.effects("HR", o_minus_e=[-8.0, 3.0], variances=[20.0, 12.0])
    assert_allclose(ours.yi, [-0.4, 0.25])
    assert_allclose(ours.vi, [1 / 20, 1 / 12])
    assert ours.display_label == "hazard ratio"
    with pytest.raises(BadCell, match=r"variance of O - E: 0\.0"):
        eb.effects("HR", o_minus_e=[-8.0], variances=[0.0])


def test_peto_odds_ratio_of_o_minus_e_is_the_same_form():
    # Yusuf et al. 1985: log OR = (O - E)/V; a table's own O - E and V through both
    table = eb.effects("PETO", events=([10], [20]), totals=([100], [100]))
    v = 100 * 100 * 30 * 170 / (200**2 * 199)
    assert_allclose([table.yi, table.vi], hazard.from_observed_less_expected([10 - 15], [v]))


def test_log_rank_p_value():
    # Tierney et al. 2007: two-sided p = 0.075 is z = 1.78
    v = hazard.variance_of_arms(40, 60)
    yi, vi = hazard.from_p_value(0.075, [-1, 1, 0], v)
    assert_allclose(yi[:2] * np.sqrt(24), [-1.78, 1.78], atol=5e-3)
    assert_allclose(vi, 1 / 24)
    assert np.isnan(yi[2])  # a direction unknown is not guessed


def test_variance_from_all_events():
    assert_allclose(hazard.variance_of_total(100), 25)
    assert_allclose(hazard.variance_of_total(100, 2 / 3), 100 * 2 / 9)
    assert_allclose(hazard.variance_of_arms(50, 50), hazard.variance_of_total(100))
    assert np.isnan(hazard.variance_of_arms(0, 50))
