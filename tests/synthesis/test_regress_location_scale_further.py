"""Predictions, tests and inflation of location-scale models: metafor's own tests on the writing trials."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from regress_data import bcg, writing

import effectbank as eb
from effectbank.problems import BadInput

ALL = "factor(grade) + meta + sqrt(ni)"


def test_predictions_are_those_of_each_group_alone():
    # as metafor, test_misc_rma_ls.r: mods = ~ meta, scale = ~ meta against a fit to each value of meta
    data = writing()
    meta = data.moderator("meta")
    found = eb.predict(eb.location_scale(data, "meta", "meta"), {"meta": [0, 1]})
    for i in (0, 1):
        alone = eb.pool(data.subset(meta == i))
        assert found.estimate[i] == pytest.approx(alone.estimate, rel=1e-7)
        assert found.se[i] == pytest.approx(alone.se, rel=1e-7)
        assert (found.prediction.low[i], found.prediction.high[i]) == pytest.approx(
            (alone.prediction.low, alone.prediction.high), rel=1e-6
        )
        assert found.scale.tau2[i] == pytest.approx(alone.heterogeneity.tau2, rel=1e-6)


def test_the_scale_is_predicted_with_its_error():
    fit = eb.location_scale(writing(), "meta", "grade")
    found = eb.predict(fit, {"meta": 1, "grade": [1, 4]})
    v, z = fit.scale.covariance, np.array([1.0, 4.0])
    assert found.scale.se[1] == pytest.approx(np.sqrt(z @ v @ z), rel=1e-12)
    half = 1.959963984540054 * found.scale.se
    assert_allclose(found.scale.tau2_ci.high, np.exp(found.scale.log_tau2 + half), rtol=1e-12)
    assert found.rows()[1] == {
        "at": "meta = 1, grade = 4", "estimate": found.estimate[1], "se": found.se[1], "low": found.ci.low[1],
        "high": found.ci.high[1], "prediction_low": found.prediction.low[1],
        "prediction_high": found.prediction.high[1], "tau2": found.scale.tau2[1],
        "tau2_low": found.scale.tau2_ci.low[1], "tau2_high": found.scale.tau2_ci.high[1],
    }  # fmt: skip


def test_the_studies_own_predictions_leave_out_those_without_a_moderator():
    fit = eb.location_scale(writing(), "meta", "grade", test="t")
    found = eb.predict(fit)
    used = np.isfinite(fit.tau2)
    assert len(found) == fit.k == used.sum() < len(fit.effects)
    assert_allclose(found.scale.tau2, fit.tau2[used], rtol=1e-12)
    assert found.at["grade"].shape == (fit.k,)


def test_values_of_both_formulas_are_needed():
    fit = eb.location_scale(bcg(), "ablat", "year")
    with pytest.raises(BadInput, match="no value given for 'year'; the formula 'year' needs one"):
        eb.predict(fit, {"ablat": 10})


def test_likelihood_ratio_against_an_even_scale():
    # metafor, test_misc_rma_ls.r: anova of scale = ~ factor(grade) + meta + sqrt(ni) against ~ 1
    full, even = (eb.location_scale(writing(), ALL, scale) for scale in (ALL, "1"))
    found = eb.likelihood_ratio(full, even)
    assert (found.by, found.df) == ("REML", 5)
    assert found.statistic == pytest.approx(3.146726, abs=1e-6)
    assert found.p == pytest.approx(0.6773767, abs=1e-6)
    assert found.null == f"'{ALL}', scale '1' is all there is"
    plain = eb.regress(writing(), ALL)  # with one tau2: the same model as an even scale, but for meta's two gaps
    with pytest.raises(BadInput, match="does not hold"):
        eb.likelihood_ratio(even, plain)
    assert eb.likelihood_ratio(full, plain).statistic == pytest.approx(found.statistic, rel=1e-9)


def test_means_that_differ_are_compared_by_ml():
    full, reduced = (eb.location_scale(bcg(), mean, "year") for mean in ("ablat", "1"))
    found = eb.likelihood_ratio(full, reduced)
    by_ml = [eb.location_scale(bcg(), mean, "year", method="ML") for mean in ("ablat", "1")]
    gain = by_ml[0].statistics.log_likelihood - by_ml[1].statistics.log_likelihood
    assert (found.by, found.df) == ("ML", 1)
    assert found.statistic == pytest.approx(2 * gain, rel=1e-12)
    assert [row["tau2"] for row in found.rows()] == [None, None]
    assert str(found).splitlines()[1].split()[:2] == ["full", "4"]


def test_terms_of_either_part_are_tested():
    # metafor, test_misc_rma_ls.r: anova(res1, btt=2:4), (att=2:4), X and Z = c(0,1,-1,0,0,0)
    fit = eb.location_scale(writing(), ALL, ALL)
    difference = [[0, 1, -1, 0, 0, 0]]
    tests = [eb.wald_test(part, of) for of in ("factor(grade)", difference) for part in (fit.location, fit.scale)]
    assert_allclose([t.statistic for t in tests], [5.286715, 2.030225, 4.463309, 0.3679934], rtol=1e-5)
    assert_allclose([t.p for t in tests], [0.1519668, 0.5661571, 0.03463035, 0.5441001], rtol=1e-5)
    with pytest.raises(BadInput, match=r"wald_test takes a regression or a part of a location-scale model, a "):
        eb.wald_test(fit, "meta")


def test_terms_of_the_scale_are_tested_on_its_own_degrees():
    fit = eb.location_scale(writing(), "1", "grade + meta", test="t")
    assert (fit.location.df, fit.scale.df) == (45, 43)
    assert eb.wald_test(fit.scale, ["grade", "meta"]) == fit.scale.test
    assert fit.scale.test.df2 == 43


def test_inflation_of_the_scale():
    # metafor, test_misc_rma_ls.r: vif of scale = ~ grade + meta + sqrt(ni)
    found = eb.variance_inflation(eb.location_scale(writing(), "1", "grade + meta + sqrt(ni)").scale)
    assert_allclose(list(found.coefficients.values()), [1.3087, 1.06, 1.2847], atol=6e-5)
