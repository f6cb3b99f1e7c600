"""Clusters, crossovers, shared controls: each step by name."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import effectbank as eb
from effectbank.measures import clusters, crossover, shared_controls
from effectbank.problems import BadInput


def test_design_effect_of_the_handbook():
    # Cochrane Handbook 23.1.5: 21 classrooms of 29.8 children, ICC 0.02: 1.576; 63/295 and 84/330 shrink
    effect = clusters.design_effect(29.8, 0.02)
    assert_allclose(effect, 1.576)
    shrunk = clusters.effective([63, 295, 84, 330], effect)
    assert_allclose(shrunk, [40.0, 187.2, 53.3, 209.4], atol=0.05)


def test_unequal_clusters_cost_more():
    # Eldridge, Ashby & Kerry 2006: 1 + ((1 + cv^2) m - 1) icc
    assert_allclose(clusters.design_effect(20, 0.05, size_cv=0.6), 1 + (1.36 * 20 - 1) * 0.05)


def test_inflating_the_variance_is_shrinking_the_counts_but_for_the_estimate():
    effect = 1.5
    whole = eb.effects("RR", events=([30], [40]), totals=([100], [100]))
    shrunk = eb.effects("RR", events=([20], [40 / 1.5]), totals=([100 / 1.5], [100 / 1.5]))
    assert_allclose(clusters.inflated(whole.yi, whole.vi, effect), [shrunk.yi, shrunk.vi])


def test_icc():
    assert_allclose(clusters.icc_from_variances([1.0, 0.0], [3.0, 2.0]), [0.25, 0.0])
    assert np.isnan(clusters.icc_from_variances(0.0, 0.0))
    assert np.isnan(clusters.design_effect([0.5, 10], [0.1, 1.2])).all()


def test_correlation_of_periods():
    # r = (sd1^2 + sd2^2 - sd_diff^2) / (2 sd1 sd2)
    assert_allclose(crossover.correlation_of_periods(3.0, 4.0, np.sqrt(9 + 16 - 2 * 0.6 * 12)), 0.6)
    assert np.isnan(crossover.correlation_of_periods(3.0, 4.0, 8.0))  # no correlation gives so large a difference


def test_paired_odds_ratio_is_the_matched_one_with_their_phi():
    a, b, c, d = 20.0, 10.0, 5.0, 20.0
    phi = (a * d - b * c) / np.sqrt((a + b) * (c + d) * (a + c) * (b + d))
    matched = eb.effects("MPOR", pairs=([a], [b], [c], [d]))
    ours = crossover.paired_log_odds_ratio([a + b], [a + c], [a + b + c + d], [phi])
    assert_allclose(ours, [matched.yi, matched.vi])


def test_splitting_a_shared_control():
    among = shared_controls.comparisons(["placebo", "placebo", "waiting list"])
    assert_allclose(among, [2, 2, 1])
    assert_allclose(shared_controls.split([15, 15, 9], among), [7.5, 7.5, 9])


def test_merging_arms_gives_the_moments_of_all_their_people():
    rng = np.random.default_rng(7)
    arms = [rng.normal(m, s, n) for m, s, n in ((3, 2, 12), (5, 1, 30), (0, 4, 7))]
    mean, sd, n = shared_controls.merged_means(*((x.mean(), x.std(ddof=1), len(x)) for x in arms))
    everyone = np.concatenate(arms)
    assert_allclose([mean, sd, n], [everyone.mean(), everyone.std(ddof=1), 49])
    assert_allclose(shared_controls.merged_counts((3, 10), (4, 12)), [7, 22])


# Gleser & Olkin 2009, Table 19.1: three trials, some with several treatments against one control
TRIAL = [1, 1, 2, 3, 3, 3]
CONTROL_EVENTS, CONTROL_TOTALS = (
    np.array([40, 40, 10, 150, 150, 150]),
    np.array([1000, 1000, 200, 2000, 2000, 2000]),
)
EVENTS, TOTALS = np.array([100, 150, 15, 40, 80, 50]), np.array([4000, 4000, 400, 1000, 1000, 1000])
TREATMENT = np.array([1, 2, 1, 1, 2, 3])


@pytest.mark.parametrize(
    ("measure", "part", "estimates", "scale", "covariances"),  # Gleser & Olkin 2009, pp. 361 to 363 (signs turned)
    [
        (
            "RD",
            shared_controls.control_part_of_risk_difference,
            [0.0200, 0.0043, 0.0211],
            1e6,
            [24.612, 28.538, 69.806, 19.954],
        ),
        (
            "OR",
            shared_controls.control_part_of_log_odds_ratio,
            [0.5099, 0.0044, 0.4301],
            1,
            [0.01412, 0.01178, 0.02703, 0.00712],
        ),
        (
            "RR",
            shared_controls.control_part_of_log_risk_ratio,
            [0.4875, 0.0006, 0.4047],
            1,
            [0.01287, 0.01037, 0.02416, 0.00623],
        ),
    ],
)
def test_gleser_and_olkins_covariances(measure, part, estimates, scale, covariances):
    ours = eb.effects(measure, events=(EVENTS, CONTROL_EVENTS), totals=(TOTALS, CONTROL_TOTALS))
    v = shared_controls.covariance(ours.vi, part(CONTROL_EVENTS, CONTROL_TOTALS), TRIAL)
    b, of_b = least_squares(-ours.yi, v, TREATMENT)
    assert_allclose(b, estimates, atol=5e-5)
    assert_allclose(scale * np.array([*np.diag(of_b), of_b[0, 1]]), covariances, atol=6e-6 * max(1, scale / 1e4))


def test_gleser_and_olkins_smds():
    # Gleser & Olkin 2009, p. 367: variances with all of a trial's people, d by its pooled SD
    d = np.array([2.1670, 1.3406, 2.8927, 2.1754, 2.3821, 1.6664])
    n1, n2, trial = (
        np.array([25, 22, 38, 50, 30, 30]),
        np.array([25, 25, 40, 50, 30, 30]),
        ["a", "a", "b", "c", "d", "d"],
    )
    everyone = np.array([72, 72, 78, 100, 90, 90])
    v = shared_controls.smd_covariance(d, 1 / n1 + 1 / n2 + d**2 / (2 * everyone), n1, n2, trial)
    b, of_b = least_squares(d, v, np.array([1, 2, 1, 1, 1, 2]))
    assert_allclose(b, [2.3743, 1.5702], atol=6e-5)
    assert_allclose([of_b[0, 0], of_b[1, 1], of_b[0, 1]], [0.02257, 0.03554, 0.01244], atol=6e-6)


def least_squares(y, v, group):
    """One mean a group, by generalised least squares."""
    x = (group[:, None] == np.unique(group)).astype(float)
    w = np.linalg.inv(v)
    of_b = np.linalg.inv(x.T @ w @ x)
    return of_b @ x.T @ w @ y, of_b


def test_rows_of_one_control_must_agree_on_it():
    with pytest.raises(BadInput, match="rows 1 and 2 share control 'placebo' but give it different data"):
        shared_controls.covariance([0.1, 0.2], [0.02, 0.03], ["placebo", "placebo"])


def test_the_other_parts_are_the_second_half_of_the_variance():
    sd2, n2, m2 = np.array([3.0]), np.array([12.0]), np.array([2.0])
    md = eb.effects("MD", means=([1.0], m2), sds=([0.0], sd2), totals=([10], n2))
    rom = eb.effects("ROM", means=([1.0], m2), sds=([0.0], sd2), totals=([10], n2))
    assert_allclose(shared_controls.control_part_of_mean_difference(sd2, n2), md.vi)
    assert_allclose(shared_controls.control_part_of_ratio_of_means(m2, sd2, n2), rom.vi)
    assert_allclose(shared_controls.control_part_of_log_rate_ratio([4]), [0.25])
