"""The log hazard ratio from survival reports."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures import estimates, hazard
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


def test_one_trial_told_in_five_ways():
    # 976 people with bladder cancer, neoadjuvant chemotherapy or none (Lancet 1999; 354: 533): 491 and 485 people,
    # 229 and 256 deaths, hazard ratio 0.85 (0.71 to 1.02), log-rank p = 0.075; Tierney et al. 2007 work through it
    by_interval = estimates.log_ratio_from_interval(0.85, 0.71, 1.02)
    v = hazard.variance_of_arms(229, 256)
    ways = [
        by_interval,
        hazard.from_p_value(0.075, -1, v),
        hazard.from_p_value(0.075, -1, hazard.variance_of_numbers(485, 491, 485)),
        hazard.from_p_value(0.075, -1, hazard.variance_of_total(485)),
        hazard.from_ratio(0.85, v),
    ]
    for yi, vi in ways:
        assert np.exp(yi) == pytest.approx(0.85, abs=0.005)
        low, high = np.exp(yi - 1.96 * np.sqrt(vi)), np.exp(yi + 1.96 * np.sqrt(vi))
        assert (low, high) == (pytest.approx(0.71, abs=0.006), pytest.approx(1.02, abs=0.01))


def test_observed_and_expected_of_each_arm():
    # expected deaths add up to the observed ones, so O - E and V nearly tell the same
    yi, vi = hazard.from_observed_and_expected(229, 248.6, 256, 236.4)
    assert yi == pytest.approx(np.log(229 / 248.6) - np.log(256 / 236.4))
    other, v = hazard.from_observed_less_expected(229 - 248.6, 485 / 4)
    assert yi == pytest.approx(other, abs=2e-3)
    assert vi == pytest.approx(v, rel=5e-3)


def test_curves_without_anyone_lost_give_the_deaths():
    n1, n2 = np.array([100, 80, 60, 45]), np.array([100, 70, 45, 30])
    yi, vi = hazard.from_curves(n1 / 100, n1, n2 / 100, n2)
    h1, h2 = -np.log(n1[1:] / n1[:-1]), -np.log(n2[1:] / n2[:-1])
    v = sum((n[:-1] - n[1:]) / (n[1:] * n[:-1]) / h**2 for n, h in ((n1, h1), (n2, h2)))
    assert yi == pytest.approx(np.average(np.log(h1 / h2), weights=1 / v))
    assert vi == pytest.approx(1 / (1 / v).sum())


def test_curves_give_what_the_people_do():
    # exponential survival with a hazard ratio of 0.7, and people lost at random: read in ten steps, as grouped data
    times, hazards = np.linspace(0, 2.5, 11), np.array([0.7, 1.0])[:, None]
    survival = np.exp(-hazards * times)
    followed = np.clip((3 - times) / 2, 0, 1)  # lost at even pace from year 1 to year 3
    (s1, s2), (n1, n2) = survival, 1e6 * survival * followed
    yi, vi = hazard.from_curves(s1, n1, s2, n2)
    assert yi == pytest.approx(np.log(0.7), rel=1e-9)
    assert vi > 0
    many = hazard.from_curves(np.stack([s1, s2]), np.stack([n1, n2]), np.stack([s2, s1]), np.stack([n2, n1]))
    assert_allclose(many[0], [yi, -yi])


def test_times_without_a_death_in_an_arm_carry_no_weight():
    s1, n1 = np.array([1, 1, 0.9, 0.8]), np.array([50, 50, 45, 40])
    s2, n2 = np.array([1, 0.9, 0.8, 0.7]), np.array([50, 45, 40, 35])
    later = hazard.from_curves(s1[1:], n1[1:], s2[1:], n2[1:])
    assert_allclose(hazard.from_curves(s1, n1, s2, n2), later)
    assert np.isnan(hazard.from_curves(np.ones(3), np.full(3, 9), s2[:3], n2[:3])).all()
