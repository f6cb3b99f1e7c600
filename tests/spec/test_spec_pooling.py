"""Pooling by hand: three studies whose weights are round numbers."""

from __future__ import annotations

from math import isnan, sqrt

import pytest
from readable_tables import column
from scipy.special import stdtrit

import effectbank as eb

STUDIES = """
    study | estimate | variance
    a     | 1        | 1
    b     | 2        | 0.5
    c     | 4        | 0.5
    d     |          | 0.5
"""
WEIGHTS = [1, 2, 2]
MEAN = (1 + 4 + 8) / 5
Q = (1 - MEAN) ** 2 + 2 * (2 - MEAN) ** 2 + 2 * (4 - MEAN) ** 2  # 7.2
TAU2 = (Q - 2) / (5 - 9 / 5)  # DerSimonian & Laird: 1.625


@pytest.fixture
def effects() -> eb.Effects:
    return eb.effects("MD", estimates=column(STUDIES, "estimate"), variances=column(STUDIES, "variance"))


def test_common_effect(effects):
    """The mean weighted by 1/v, its variance one over the sum of weights, Q about it."""
    fit = eb.pool(effects, model="common")
    assert fit.estimate == pytest.approx(2.6)
    assert fit.se == pytest.approx(sqrt(1 / 5))
    assert list(fit.weights[:3]) == pytest.approx([20, 40, 40])
    assert fit.heterogeneity.q == pytest.approx(Q)
    assert fit.heterogeneity.i2 == pytest.approx(100 * (Q - 2) / Q)
    assert fit.heterogeneity.h2 == pytest.approx(Q / 2)


def test_a_study_without_an_estimate_stays_and_weighs_nothing(effects):
    fit = eb.pool(effects, model="common")
    assert fit.k == 3
    assert isnan(fit.weights[3])
    assert [gap.study for gap in fit.left_out] == ["4"]


def test_dersimonian_laird(effects):
    fit = eb.pool(effects, tau2="DL")
    w = [1 / (1 + TAU2), 1 / (0.5 + TAU2), 1 / (0.5 + TAU2)]
    assert fit.heterogeneity.tau2 == pytest.approx(TAU2)
    assert fit.estimate == pytest.approx((w[0] + 2 * w[1] + 4 * w[2]) / sum(w))
    assert fit.se == pytest.approx(sum(w) ** -0.5)
    assert fit.df is None


def test_knapp_hartung(effects):
    """The standard error times the root of sum w (y - mean)^2 / (k - 1); t on k - 1."""
    plain, adjusted = eb.pool(effects, tau2="DL"), eb.pool(effects, tau2="DL", test="knapp-hartung")
    w = [1 / (1 + TAU2), 1 / (0.5 + TAU2), 1 / (0.5 + TAU2)]
    factor = sum(a * (y - plain.estimate) ** 2 for a, y in zip(w, (1, 2, 4), strict=True)) / 2
    assert adjusted.se == pytest.approx(plain.se * sqrt(factor))
    assert adjusted.df == 2
    assert adjusted.ci.high == pytest.approx(plain.estimate + stdtrit(2, 0.975) * adjusted.se)


def test_ad_hoc_is_never_narrower_than_t():
    """Where the studies agree too well the factor is below 1, and the ad hoc rule lets it be 1."""
    alike = eb.effects("MD", estimates=[1.0, 1.1, 1.2], variances=[1.0, 1.0, 1.0])
    by = {test: eb.pool(alike, test=test) for test in ("t", "knapp-hartung", "ad-hoc")}
    assert by["knapp-hartung"].se < by["t"].se
    assert by["ad-hoc"].se == by["t"].se


def test_prediction_intervals_by_rule(effects):
    """estimate +- quantile * sqrt(tau2 + se^2), the quantile by rule; k = 3."""
    asked = {"tau2": "DL", "test": "knapp-hartung"}
    fits = {rule: eb.pool(effects, prediction=rule, **asked) for rule in ("as-test", "t-2", "simple")}
    fit = fits["as-test"]
    spread = sqrt(TAU2 + fit.se**2)
    assert fit.prediction.high - fit.estimate == pytest.approx(stdtrit(2, 0.975) * spread)
    assert fits["t-2"].prediction.high - fit.estimate == pytest.approx(stdtrit(1, 0.975) * spread)
    assert fits["simple"].prediction.high - fit.estimate == pytest.approx(1.959963984540054 * sqrt(TAU2))


def test_no_prediction_from_one_study_or_under_a_common_effect(effects):
    assert eb.pool(effects.subset([0])).prediction is None
    assert eb.pool(effects, model="common").prediction is None


def test_the_level_moves_every_interval(effects):
    wide, narrow = eb.pool(effects, level=0.99), eb.pool(effects, level=0.9)
    assert wide.ci.high - wide.ci.low == pytest.approx((narrow.ci.high - narrow.ci.low) * 2.5758293 / 1.6448536)
    assert wide.p == narrow.p
