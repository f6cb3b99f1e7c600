"""The meta-regression kernel against its slow twin, on drawn data: every estimator, ragged batches, hard scales."""

from __future__ import annotations

import numpy as np
import pytest
import regression_twin as twin
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from effectbank.kernel.estimators import ESTIMATORS as WITHOUT_MODERATORS
from effectbank.kernel.fit import random_effects
from effectbank.kernel.location_scale import highest_scale
from effectbank.kernel.projection import design
from effectbank.kernel.regression import ESTIMATORS, fixed_effects, mixed_effects
from effectbank.kernel.regression_likelihood import log_likelihood
from effectbank.kernel.regression_q import q_profile
from effectbank.kernel.studies import studies

quick = settings(max_examples=40, deadline=None)


@st.composite
def analyses(draw, spread=2.0, largest=10):
    """Estimates, variances and a design of an intercept and one or two moderators, with studies to spare."""
    p = draw(st.integers(1, 3))
    k = draw(st.integers(p + 2, largest))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x = np.column_stack([np.ones(k), rng.normal(size=(k, p - 1)) * 10.0 ** rng.uniform(-3, 3, p - 1)])
    v = 10.0 ** rng.uniform(-spread, spread, k)
    tau = draw(st.sampled_from([0.0, 0.3, 3.0]))
    return rng.normal(scale=np.sqrt(v + tau**2)), v, x


def of(y, v, x):
    return design(studies(y, v), x)


@quick
@given(analyses())
def test_closed_formulas_equal_the_twin(analysis):
    d, closed = of(*analysis), twin.moments(*analysis)
    scale = analysis[1].max() + np.ptp(analysis[0]) ** 2
    for name, tau2 in closed.items():
        assert ESTIMATORS[name](d) == pytest.approx(max(tau2, 0.0), rel=1e-8, abs=1e-10 * scale), name


@quick
@given(analyses(), st.sampled_from(["z", "knapp-hartung", "ad-hoc"]))
def test_coefficients_equal_the_twin(analysis, test):
    found = mixed_effects(of(*analysis), tau2="DL", test=test)
    b, covariance = twin.fit(*analysis, float(found.tau2))
    factor = {"z": 1.0}.get(test, twin.knapp_hartung_factor(*analysis, float(found.tau2)))
    factor = max(1.0, factor) if test == "ad-hoc" else factor
    se = np.sqrt(factor * np.diag(covariance))
    assert_allclose(found.tested.inference.se, se, rtol=1e-7)
    assert (abs(found.tested.b - b) <= 1e-7 * np.sqrt(np.diag(covariance))).all()
    assert found.qe == pytest.approx(twin.residual_q(*analysis, 0.0), rel=1e-8)


@quick
@given(analyses(spread=6.0), st.booleans())
def test_likelihood_is_at_its_highest(analysis, restricted):
    d = of(*analysis)
    tau2 = ESTIMATORS["REML" if restricted else "ML"](d)
    ours = float(log_likelihood(d, tau2, restricted=restricted))
    assert ours >= twin.highest_likelihood(*analysis, restricted=restricted) - 1e-7 * (1 + abs(ours))


@quick
@given(analyses())
def test_roots_meet_their_targets(analysis):
    d = of(*analysis)
    low, high = (float(end) for end in q_profile(d, 0.9))
    tau2 = float(ESTIMATORS["PM"](d))
    assert low <= high
    if tau2 > 0:
        assert twin.residual_q(*analysis, tau2) == pytest.approx(float(d.free), rel=1e-8)
    else:
        assert twin.residual_q(*analysis, 0.0) <= float(d.free) * (1 + 1e-9)


@quick
@given(analyses(), st.sampled_from(["DL", "HS", "HE", "REML"]))
def test_standard_errors_of_tau2_equal_the_twin(analysis, estimator):
    found = mixed_effects(of(*analysis), tau2=estimator)
    assert found.tau2_se**2 == pytest.approx(twin.tau2_variance(estimator, *analysis, float(found.tau2)), rel=1e-6)


@quick
@given(st.lists(analyses(), min_size=1, max_size=5))
def test_a_single_fit_is_a_batch_of_one(drawn):
    drawn = [analysis for analysis in drawn if analysis[2].shape[1] == drawn[0][2].shape[1]]
    width = max(len(y) for y, _, _ in drawn)
    y, v = np.full((2, len(drawn), width), np.nan)
    x = np.full(
        (len(drawn), width, drawn[0][2].shape[1]), 3.0
    )  # what stands beside an absent study must not matter
    for row, (a, b, c) in enumerate(drawn):
        y[row, : len(a)], v[row, : len(a)], x[row, : len(a)] = a, b, c
    for name in ESTIMATORS:
        batch = mixed_effects(design(studies(y, v), x), tau2=name)
        for row, analysis in enumerate(drawn):
            one = mixed_effects(of(*analysis), tau2=name)
            assert batch.tau2[row] == pytest.approx(float(one.tau2), rel=1e-9, abs=1e-12 * analysis[1].min())
            assert_allclose(batch.tested.inference.se[row], one.tested.inference.se, rtol=1e-8)
            assert batch.i2[row] == pytest.approx(float(one.i2), rel=1e-8, abs=1e-8)


@quick
@given(analyses())
def test_without_moderators_it_is_pooling(analysis):
    y, v, _ = analysis
    d = of(y, v, np.ones((len(y), 1)))
    for name in WITHOUT_MODERATORS.keys() & ESTIMATORS.keys():
        found, pooled = mixed_effects(d, tau2=name), random_effects(studies(y, v), tau2=name)
        assert found.tau2 == pytest.approx(float(pooled.tau2), rel=1e-8, abs=1e-10 * v.min()), name
        assert found.tested.b[0] == pytest.approx(
            float(pooled.estimate), rel=1e-8, abs=1e-9 * float(pooled.inference.se)
        )
        assert found.tested.inference.se[0] == pytest.approx(float(pooled.inference.se), rel=1e-8)


def test_every_estimator_of_pooling_is_here():
    assert WITHOUT_MODERATORS.keys() <= ESTIMATORS.keys()


@quick
@given(analyses(spread=6.0), st.floats(-5, 5), st.floats(-5, 5))
def test_units_do_not_matter(analysis, y_power, x_power):
    y, v, x = analysis
    plain = mixed_effects(of(y, v, x))
    unit = 10.0**y_power
    scaled = mixed_effects(of(y * unit, v * unit**2, x * 10.0**x_power))
    assert scaled.tau2 == pytest.approx(float(plain.tau2) * unit**2, rel=1e-6, abs=1e-9 * v.min() * unit**2)
    assert scaled.tested.qm == pytest.approx(float(plain.tested.qm), rel=1e-5, abs=1e-8)


@quick
@given(analyses())
def test_columns_that_say_nothing_new_are_marked(analysis):
    y, v, x = analysis
    doubled = of(y, v, np.column_stack([x, x.sum(axis=1)]))
    assert doubled.independent.tolist() == [True] * x.shape[1] + [False]
    for found in (mixed_effects(doubled), fixed_effects(doubled)):
        assert np.isnan(found.tested.b).all()
        assert np.isnan(found.qe)


@settings(max_examples=8, deadline=None)
@given(analyses(largest=14))
def test_a_location_scale_model_is_never_below_an_even_scale(analysis):
    y, v, x = analysis
    d = of(y, v, x)
    z = of(y, v, np.column_stack([np.ones(len(y)), np.arange(len(y))]))
    even = twin.highest_likelihood(y, v, x, restricted=True)
    assert highest_scale(d, z, restricted=True).log_likelihood >= even - 1e-6


def test_many_studies_in_little_memory():
    rng = np.random.default_rng(2)
    k = 10_000
    x = np.column_stack([np.ones(k), rng.normal(size=(k, 2))])
    v = rng.uniform(0.01, 1, k)
    y = x @ [0.2, 0.5, 0.0] + rng.normal(scale=np.sqrt(v + 0.3))
    found = mixed_effects(of(y, v, x), test="knapp-hartung")
    assert found.tau2 == pytest.approx(0.3, abs=0.02)
    assert_allclose(found.tested.b, [0.2, 0.5, 0.0], atol=0.03)
