"""SEs and SDs from what reports give."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures import estimates
from effectbank.measures.errors import BadCell
from effectbank.problems import BadInput


def test_odds_ratio_with_its_interval():
    # metafor: conv.wald(out=0.64, ci.lb=0.33, ci.ub=1.22, transf=log)
    yi, vi = estimates.log_ratio_from_interval(0.64, 0.33, 1.22)
    assert_allclose([yi, vi], [-0.4463, 0.1113], atol=5e-5)


def test_odds_ratio_with_its_p_value():
    # metafor: conv.wald(out=0.64, pval=0.17, transf=log)
    assert_allclose(estimates.se_from_p(np.log(0.64), 0.17) ** 2, 0.1058, atol=5e-5)


def test_sd_of_one_group_from_the_interval_of_its_mean():
    # Cochrane Handbook 6.5.2.2: n = 25, 30.0 to 34.2, divisor 4.128, SD 5.09
    assert_allclose(estimates.sd_from_interval(30.0, 34.2, 25), 5.09, atol=5e-3)


def test_pooled_sd_from_a_p_value():
    # Cochrane Handbook 6.5.2.3: difference 3.8, p = 0.008, 25 and 22 people: t = 2.78, SE 1.37, SD 4.69
    t = estimates.t_from_p(0.008, 25 + 22 - 2)
    assert_allclose([t, 3.8 / t], [2.78, 1.37], atol=5e-3)
    assert_allclose(estimates.pooled_sd_from_p(3.8, 0.008, 25, 22), 4.69, atol=1e-2)


def test_every_road_leads_to_the_same_sd():
    # t of two groups, whatever it is reported as
    n1, n2, sd, difference = 14, 20, 6.0, 2.5
    se = sd * np.sqrt(1 / n1 + 1 / n2)
    t, crit = difference / se, estimates.critical_value(0.99, n1 + n2 - 2)
    p = 2 * student_tail(abs(t), n1 + n2 - 2)
    roads = [
        estimates.pooled_sd_from_se(se, n1, n2),
        estimates.pooled_sd_from_t(difference, -t, n1, n2),
        estimates.pooled_sd_from_p(difference, p, n1, n2),
        estimates.pooled_sd_from_interval(difference - crit * se, difference + crit * se, n1, n2, level=0.99),
        estimates.pooled_sd_from_se(estimates.se_from_f(difference, t**2), n1, n2),
    ]
    assert_allclose(roads, sd)
    assert_allclose(estimates.d_from_t(t, n1, n2), difference / sd)


def student_tail(t, df):
    """P(T > t) by summing the density, far enough."""
    x = np.linspace(t, t + 60, 400_001)
    density = (1 + x**2 / df) ** (-(df + 1) / 2)
    whole = np.linspace(-60, 60, 800_001)
    total = np.trapezoid((1 + whole**2 / df) ** (-(df + 1) / 2), whole)
    return np.trapezoid(density, x) / total


def test_r_from_t():
    assert_allclose(estimates.r_from_t(-2.0, 18), -2 / np.sqrt(20))


def test_off_centre():
    assert_allclose(estimates.off_centre(np.log(0.64), np.log(0.33), np.log(1.22)), 0.013, atol=1e-3)
    assert_allclose(estimates.off_centre(0.64, 0.33, 1.22), -0.303, atol=1e-3)


def test_what_says_nothing_is_nan():
    assert np.isnan(estimates.se_from_p(0.5, [0.0, 1.0, np.nan])).all()
    assert np.isnan(estimates.se_from_t([0.0, 1.0], [2.0, 0.0])).all()
    assert np.isnan(estimates.se_from_interval([2.0, np.nan], [1.0, 3.0])).all()
    assert np.isnan(estimates.sd_from_interval(1.0, 2.0, 1))


def test_level_must_be_a_proportion():
    with pytest.raises(BadInput, match="level 95 given, a proportion"):
        estimates.critical_value(95)


def test_intervals_through_the_door():
    ours = eb.effects("OR", estimates=[-0.4463, None], intervals=([-1.1087, 0.1], [0.1989, 0.3]))
    assert_allclose(ours.vi[0], 0.1113, atol=5e-5)
    assert [gap.study for gap in ours.missing] == ["2"]
    with pytest.raises(BadCell, match="a number inside its interval"):
        eb.effects("OR", estimates=[0.64], intervals=([-1.1], [0.2]))
