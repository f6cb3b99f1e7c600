"""Edges of the kernel: absent studies, no degrees of freedom, batches of any shape."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from effectbank.kernel import distributions, mantel_haenszel
from effectbank.kernel.estimators import ESTIMATORS
from effectbank.kernel.fit import common_effect, random_effects
from effectbank.kernel.generalised_q import q_profile
from effectbank.kernel.inference import TESTS, kenward_roger, quantile
from effectbank.kernel.likelihood import log_likelihood
from effectbank.kernel.profile_likelihood import profile_likelihood
from effectbank.kernel.roots import falling_root
from effectbank.kernel.studies import divide, flat, others, studies


def test_quantiles_and_tails():
    # R: qt(.975, 3), qchisq(.95, 2), 2 * pnorm(-1.959963984540054), 2 * pt(-3.182446305284263, 3)
    assert distributions.t_quantile(0.975, 3) == pytest.approx(3.182446305284263, rel=1e-12)
    assert distributions.chi2_quantile(0.95, 2) == pytest.approx(5.991464547107979, rel=1e-12)
    assert distributions.normal_two_sided(1.959963984540054) == pytest.approx(0.05, rel=1e-12)
    assert distributions.t_two_sided(3.182446305284263, 3) == pytest.approx(0.05, rel=1e-12)


def test_tails_keep_their_digits():
    # R: 2 * pnorm(-30), pchisq(1000, 3, lower = FALSE)
    assert distributions.normal_two_sided(30.0) == pytest.approx(9.813427854297537e-198, rel=1e-9)
    assert distributions.chi2_upper(1000.0, 3) == pytest.approx(1.776193e-216, rel=1e-6)


def test_no_degrees_of_freedom_is_unknown_not_zero():
    assert np.isnan(distributions.t_quantile(0.975, 0))
    assert np.isnan(distributions.t_two_sided(2.0, 0))
    assert distributions.chi2_upper(0.0, 0) == 1


def test_division_by_nothing_is_unknown_and_silent():
    assert np.isnan(divide(1.0, 0.0))


@pytest.mark.parametrize("absent", [(np.nan, 1.0), (1.0, np.nan), (1.0, 0.0), (1.0, -1.0), (1.0, np.inf)])
@pytest.mark.parametrize("name", sorted(ESTIMATORS))
def test_an_absent_study_changes_nothing(name, absent):
    y, v = [0.1, 0.5, 0.9, -0.3], [0.02, 0.03, 0.05, 0.04]
    alone = random_effects(studies(y, v), tau2=name)
    beside = random_effects(studies([*y, absent[0]], [*v, absent[1]]), tau2=name)
    assert float(beside.tau2) == pytest.approx(float(alone.tau2), rel=1e-12)
    assert float(beside.estimate) == pytest.approx(float(alone.estimate), rel=1e-12)
    assert beside.k == 4
    assert np.isnan(beside.weights[-1])


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("name", sorted(ESTIMATORS))
def test_one_study_and_none(name, test):
    fits = random_effects(
        studies([[0.3, np.nan], [np.nan, np.nan]], [[0.04, 1.0], [1.0, 1.0]]), tau2=name, test=test
    )
    assert fits.estimate[0] == pytest.approx(0.3)
    assert list(fits.tau2) == [0, 0]
    assert list(fits.k) == [1, 0]
    assert np.isnan(fits.estimate[1])
    assert np.isnan(fits.tau2_se).all()
    assert (fits.q[0], fits.q_p[0], fits.i2[0], fits.h2[0]) == (0, 1, 0, 1)


def test_leading_axes_may_be_many():
    y = np.arange(24, dtype=float).reshape(2, 3, 4) ** 1.5
    v = np.linspace(0.5, 2, 24).reshape(2, 3, 4)
    fits = random_effects(studies(y, v), tau2="REML")
    assert fits.tau2.shape == (2, 3)
    assert fits.weights.shape == (2, 3, 4)
    alone = random_effects(studies(y[1, 2], v[1, 2]), tau2="REML")
    assert fits.tau2[1, 2] == pytest.approx(float(alone.tau2), rel=1e-12)
    assert flat(studies(y, v)).y.shape == (6, 4)


@pytest.mark.parametrize("name", ["DL", "REML", "ML", "PM", "PMM", "HE"])
def test_equal_estimates_have_no_heterogeneity(name):
    assert float(ESTIMATORS[name](studies([0.4] * 5, [0.1, 0.2, 0.3, 0.4, 0.5]))) == 0


@pytest.mark.parametrize("unit", [1e-12, 1e-6, 1e6, 1e12])
@pytest.mark.parametrize("name", ["REML", "ML", "PM"])
def test_tiny_and_huge_units_keep_their_digits(name, unit):
    y, v = np.array([0.1, 0.9, 0.4, 1.8, -0.6]), np.array([0.02, 0.05, 0.3, 0.11, 0.07])
    plain, scaled = (float(ESTIMATORS[name](studies(u * y, u**2 * v))) for u in (1.0, unit))
    assert scaled / unit**2 == pytest.approx(plain, rel=1e-10)


def test_profile_likelihood_ends_are_as_high_as_the_cut():
    s = studies([0.1, 0.9, 0.4, 1.8, -0.6], [0.02, 0.05, 0.3, 0.11, 0.07])
    best = ESTIMATORS["REML"](s)
    low, high = profile_likelihood(s, best, restricted=True, level=0.95)
    top = log_likelihood(s, best, restricted=True)
    assert low < best < high
    for end in (low, high):
        drop = 2 * (top - log_likelihood(s, end, restricted=True))
        assert float(drop) == pytest.approx(3.841458820694124, rel=1e-9)  # R: qchisq(.95, 1)


def test_intervals_of_one_study_are_empty():
    s = studies([0.3], [0.04])
    assert [float(end) for end in q_profile(s, 0.95)] == [0, 0]
    assert all(np.isnan(end) for end in profile_likelihood(s, np.asarray(0.0), restricted=True, level=0.95))


def test_the_root_finder_survives_a_slope_of_nothing():
    """A cubic whose Newton step from 0 is infinite: halving takes over."""
    root = falling_root(lambda t, _: (8.0 - t**3, -3 * t**2), np.zeros(3), np.full(3, 1e9))
    assert root == pytest.approx([2.0, 2.0, 2.0], rel=1e-12)


def test_a_table_without_events_in_one_group_has_no_ratio():
    x = mantel_haenszel.tables([0, 0], [10, 10], [2, 3], [10, 10])
    assert np.isnan(mantel_haenszel.risk_ratio(x)[0])
    assert np.isnan(mantel_haenszel.odds_ratio(x)[0])
    assert float(mantel_haenszel.risk_difference(x)[0]) == pytest.approx(-0.25)


def test_common_effect_ignores_tau2():
    fits = common_effect(studies([0.0, 4.0], [1.0, 1.0]))
    assert float(fits.estimate) == 2
    assert float(fits.tau2) == 0
    assert np.isnan(fits.prediction_low)


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("name", ["DL", "REML", "PM", "EB", "DLIT", "HE"])
def test_two_studies_twelve_orders_apart(name, order):
    """For two studies tau2 is ((y1 - y2)^2 - v1 - v2) / 2 by every one of these, however unequal the variances."""
    y, v = [7.0, 7.001][::order], [1e-15, 4e-7][::order]
    expected = ((7.0 - 7.001) ** 2 - 1e-15 - 4e-7) / 2
    assert float(ESTIMATORS[name](studies(y, v))) == pytest.approx(expected, rel=1e-9)


def test_dersimonian_laird_in_exact_fractions():
    """Weights from 1e-3 to 1e12 beside each other: nothing cancels."""
    y, v = ["0", "-300", "450", "7"], ["1e-12", "1000", "2000", "0.25"]
    exact_y, w = [Fraction(value) for value in y], [1 / Fraction(value) for value in v]
    mean = sum(a * b for a, b in zip(w, exact_y, strict=True)) / sum(w)
    q = sum(a * (b - mean) ** 2 for a, b in zip(w, exact_y, strict=True))
    expected = (q - 3) / (sum(w) - sum(a * a for a in w) / sum(w))
    ours = ESTIMATORS["DL"](studies([float(a) for a in y], [float(a) for a in v]))
    assert float(ours) == pytest.approx(float(expected), rel=1e-13)


def test_the_error_of_tau2_of_two_very_unequal_studies():
    """For two studies tr PP is (2 / (v1 + v2))^2, so the REML error at tau2 = 0 is (v1 + v2) / sqrt 2."""
    fits = random_effects(studies([0.0, 0.0], [1000.0, 1e-6]), tau2="REML")
    assert float(fits.tau2_se) == pytest.approx((1000 + 1e-6) / 2**0.5, rel=1e-12)


def test_the_sum_of_the_others():
    assert others(np.array([1e20, 1.0, 2.0])) == pytest.approx([3.0, 1e20, 1e20], rel=1e-15)
    assert list(others(np.array([2.0, 2.0, 0.5]))) == [2.5, 2.5, 4.0]
    assert list(others(np.array([3.0, 0.0]))) == [0.0, 3.0]


def test_kenward_roger_in_exact_fractions():
    """One study outweighs the rest by ten orders of magnitude, and still nothing cancels."""
    v = [Fraction(1, 10**10), Fraction(1), Fraction(2), Fraction(7, 3)]
    w = [1 / one for one in v]
    w1, w2, w3 = (sum(one**power for one in w) for power in (1, 2, 3))
    information = w2 / 2 - w3 / w1 + (w2 / w1) ** 2 / 2
    squared = 1 / w1 + 2 * (w3 - w2**2 / w1) / (information * w1**2)
    s = studies([0.0, 0.1, 0.2, 0.3], [float(one) for one in v])
    se, df = kenward_roger(s, s.weights())
    assert float(se) ** 2 == pytest.approx(float(squared), rel=1e-13)
    assert float(df) == pytest.approx(float(2 * information / (squared * w2) ** 2), rel=1e-13)


def test_kenward_roger_knows_nothing_of_one_study():
    s = studies([[0.3, np.nan], [0.3, 0.4]], [[0.04, 1.0], [0.04, 0.04]])
    se, df = kenward_roger(s, s.weights(np.zeros(2)))
    assert np.isnan(se[0])
    assert df[0] == 0
    assert np.isfinite(se[1])


def test_a_quantile_of_whole_degrees_of_freedom():
    assert quantile(0.95, np.array([9, 9])) == quantile(0.95, 9.0)
    assert quantile(0.95, np.array([9, 4]))[1] == quantile(0.95, 4.0)
