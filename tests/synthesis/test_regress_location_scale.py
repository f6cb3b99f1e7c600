"""Location-scale models: metafor's own tests on the writing trials, and models that fall into simpler ones."""

from __future__ import annotations

import math
from dataclasses import asdict

import numpy as np
import pytest
from numpy.testing import assert_allclose
from regress_data import bcg, writing

import effectbank as eb
from effectbank.kernel.location_scale import derivatives
from effectbank.kernel.projection import design, fit_weighted
from effectbank.kernel.regression_likelihood import likelihood_of
from effectbank.kernel.studies import studies
from effectbank.problems import BadInput, NotEstimable, UnknownName

OPTIMISED = 1e-5  # metafor's optimiser stops about here; ours is at the top


def scale_of(fit: eb.LocationScale) -> list[float]:
    return [c.estimate for c in fit.scale.coefficients.values()]


def test_one_moderator_of_the_scale():
    # metafor, test_misc_rma_ls.r: scale = ~ grade: beta 0.2220791, alpha as below
    fit = eb.location_scale(writing(), "1", "grade")
    assert fit.location.coefficients["intrcpt"].estimate == pytest.approx(0.2220791, abs=1e-7)
    assert_allclose(scale_of(fit), [-3.10513013522415, 0.041361925354706], rtol=OPTIMISED)
    grade = writing().moderator("grade")
    assert_allclose(fit.tau2, np.exp(scale_of(fit)[0] + scale_of(fit)[1] * grade), rtol=1e-12)


def test_three_moderators_of_the_scale():
    # metafor, test_misc_rma_ls.r: scale = ~ grade + meta + sqrt(ni)
    fit = eb.location_scale(writing(), "1", "grade + meta + sqrt(ni)")
    assert fit.location.coefficients["intrcpt"].estimate == pytest.approx(0.1110317, abs=1e-7)
    assert_allclose(scale_of(fit), [-1.08826091, -0.03429340, 2.09197450, -0.28439161], rtol=OPTIMISED)
    assert [gap.study for gap in fit.left_out] == ["18", "19"]
    assert np.isnan(fit.tau2[17:19]).all()
    assert fit.k == 46


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_an_even_scale_is_the_ordinary_regression(method):
    fit, plain = eb.location_scale(bcg(), "ablat", "1", method=method), eb.regress(bcg(), "ablat", tau2=method)
    assert math.exp(scale_of(fit)[0]) == pytest.approx(plain.heterogeneity.tau2, rel=1e-8)
    statistics = plain.reml if method == "REML" else plain.ml
    for name, value in asdict(statistics).items():
        assert getattr(fit.statistics, name) == pytest.approx(value, rel=1e-9)
    for name, c in plain.coefficients.items():
        assert fit.location.coefficients[name].se == pytest.approx(c.se, rel=1e-8)
    assert (fit.q, fit.q_df) == (plain.heterogeneity.q, plain.heterogeneity.df)


def test_a_group_in_both_parts_is_a_fit_to_each_group():
    fit = eb.location_scale(bcg(), "0 + alloc", "0 + alloc")
    groups = eb.subgroups(bcg(), "alloc").groups
    for name, group in groups.items():
        assert fit.location.coefficients[f"alloc[{name}]"].estimate == pytest.approx(group.estimate, rel=1e-7)
        alpha = fit.scale.coefficients[f"alloc[{name}]"]
        assert math.exp(alpha.estimate) == pytest.approx(group.heterogeneity.tau2, rel=1e-7)


def test_units_and_reference_levels_do_not_matter():
    plain = eb.location_scale(writing(), "meta", "grade + ni")
    other = eb.location_scale(writing(), "I(1 - meta)", "I(1e6 * grade) + scale(ni)")
    assert other.statistics.log_likelihood == pytest.approx(plain.statistics.log_likelihood, abs=1e-9)
    assert_allclose(other.tau2, plain.tau2, rtol=1e-5)
    assert other.scale.test.statistic == pytest.approx(plain.scale.test.statistic, rel=1e-5)


@pytest.mark.parametrize("restricted", [True, False])
def test_derivatives_equal_differences(restricted):
    rng = np.random.default_rng(5)
    y, v, x, z = rng.normal(size=9), rng.uniform(0.1, 1, 9), rng.normal(size=9), rng.normal(size=9)
    d = design(studies(y, v), np.column_stack([np.ones(9), x]))
    rows, alpha, h = np.stack([np.ones(9), z]), np.array([-1.0, 0.4]), 1e-5

    def height(alpha):
        return likelihood_of(d, fit_weighted(d, 1 / (v + np.exp(alpha @ rows))), restricted=restricted)

    gradient, hessian = derivatives(d, rows, alpha, restricted=restricted)
    for j, step in enumerate(h * np.eye(2)):
        assert gradient[j] == pytest.approx((height(alpha + step) - height(alpha - step)) / (2 * h), rel=1e-6)
        ahead, behind = (derivatives(d, rows, alpha + s * step, restricted=restricted)[0] for s in (1, -1))
        assert_allclose(hessian[j], (ahead - behind) / (2 * h), rtol=1e-6)


def test_it_prints_and_tells():
    fit = eb.location_scale(writing(), "C(meta)", "C(meta)", test="t")
    lines = str(fit).splitlines()
    assert lines[0] == "Location-scale model (k = 46; tau^2 estimator: REML)"
    assert lines[-1] == "left out: 19 (no value for meta)"
    assert fit.location.df == fit.scale.df == fit.location.test.df2 == 44
    assert repr(fit) == "<LocationScale standardised mean difference ~ C(meta), scale ~ C(meta), k=46 REML>"
    assert [row["part"] for row in fit.rows()] == ["location", "location", "scale", "scale"]
    assert fit.to_dict()["tau2"]["18"] is None


def test_a_scale_without_a_highest_point_is_refused():
    same = eb.effects(
        "GEN",
        {"y": [0.1, 0.1, 0.1, 0.1, 1.0, -1.0, 2.0, -2.0], "v": [0.1] * 8, "g": ["a"] * 4 + ["b"] * 4},
        estimates="y",
        variances="v",
    )
    with pytest.raises(NotEstimable, match="rises without end as tau2 of some studies falls to 0"):
        eb.location_scale(same, "1", "g")


def test_what_is_refused():
    with pytest.raises(UnknownName, match="unknown location-scale method 'DL'; known: ML, REML"):
        eb.location_scale(bcg(), "1", "ablat", method="DL")
    with pytest.raises(UnknownName, match="unknown location-scale test 'knapp-hartung'"):
        eb.location_scale(bcg(), "1", "ablat", test="knapp-hartung")
    with pytest.raises(BadInput, match=r"0\.95, not 95"):
        eb.location_scale(bcg(), "1", "ablat", level=95)
