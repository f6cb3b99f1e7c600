"""Predictions, Wald tests, likelihood ratios: the numbers of metafor's own tests on the BCG trials."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from regress_data import bcg
from scipy.special import stdtrit

import effectbank as eb
from effectbank.problems import BadInput, NotEstimable, UnknownName

FOUR_DECIMALS = 5e-5


def test_wald_test_of_a_factor():
    # metafor, test_misc_anova.r: anova(res, btt = "alloc"): 1.2850, p = .5260; with test = "knha" 0.6007, p = .5690
    z = eb.wald_test(eb.regress(bcg(), "ablat + alloc"), "alloc")
    assert (z.df, z.df2) == (2, None)
    assert_allclose([z.statistic, z.p], [1.2850, 0.5260], atol=FOUR_DECIMALS)
    t = eb.wald_test(eb.regress(bcg(), "ablat + alloc", test="knapp-hartung"), "alloc")
    assert (t.df, t.df2) == (2, 9)
    assert_allclose([t.statistic, t.p], [0.6007, 0.5690], atol=FOUR_DECIMALS)
    assert str(t) == "Test of alloc[T.random], alloc[T.systematic]: F(df1 = 2, df2 = 9) = 0.6007, p = .5690"


def test_wald_test_of_contrasts():
    # metafor, test_misc_anova.r: anova(res, L = rbind(c(1,10,0,0), c(1,10,1,0), c(1,10,0,1))): 0.4230, p = .7412
    fit = eb.regress(bcg(), "ablat + alloc", test="knapp-hartung")
    found = eb.wald_test(fit, [[1, 10, 0, 0], [1, 10, 1, 0], [1, 10, 0, 1]])
    assert_allclose([found.statistic, found.p], [0.4230, 0.7412], atol=FOUR_DECIMALS)
    assert found.of[0] == "intrcpt + 10 ablat"


def test_contrasts_one_by_one():
    # metafor, test_misc_anova.r: the same three sums, of which any two give the third
    found = eb.contrasts(eb.regress(bcg(), "ablat + alloc"), [[1, 10, 0, 0], [1, 30, 0, 0], [1, 50, 0, 0]])
    assert list(found.each) == ["intrcpt + 10 ablat", "intrcpt + 30 ablat", "intrcpt + 50 ablat"]
    assert_allclose([c.statistic for c in found.each.values()], [0.0588, -1.7964, -3.1210], atol=FOUR_DECIMALS)
    fit = eb.regress(bcg(), "ablat + alloc", test="knapp-hartung")
    careful = eb.contrasts(fit, [[1, 10, 0, 0], [1, 10, 1, 0], [1, 10, 0, 1]])
    assert careful.df == 9
    assert_allclose([c.statistic for c in careful.each.values()], [0.0568, -0.8252, 0.2517], atol=FOUR_DECIMALS)


def test_a_contrast_of_levels_is_what_another_reference_level_gives():
    found = eb.contrasts(eb.regress(bcg(), "ablat + alloc"), [0, 0, 1, -1], level=0.9)
    other = eb.regress(bcg(), "ablat + relevel(alloc, ref='systematic')", level=0.9)
    (name, difference), releveled = *found.each.items(), list(other.coefficients.values())[-1]
    assert name == "alloc[T.random] - alloc[T.systematic]"
    for part in ("estimate", "se", "statistic", "p"):
        assert getattr(difference, part) == pytest.approx(getattr(releveled, part), rel=1e-9)
    assert_allclose(list(difference.ci), list(releveled.ci), rtol=1e-9)


def test_contrasts_of_a_scale_are_on_t_where_the_model_is():
    scale = eb.location_scale(bcg(), "1", "ablat", test="t").scale
    (slope,) = eb.contrasts(scale, [0, 1]).each.values()
    assert slope == scale.coefficients["ablat"]


@pytest.mark.parametrize("weights", ["alloc", [1, 2], [[[0, 0, 1, -1]]], [0, 0, 1, float("nan")]])
def test_contrasts_that_are_none(weights):
    with pytest.raises(BadInput, match=r"^contrasts .*expected.*\(?intrcpt, ablat, alloc\[T.random\]"):
        eb.contrasts(eb.regress(bcg(), "ablat + alloc"), weights)


def test_wald_test_of_all_moderators_is_the_fits_own_test():
    fit = eb.regress(bcg(), "ablat + year")
    found = eb.wald_test(fit, ["ablat", "year"])
    assert_allclose([found.statistic, found.p], [fit.test.statistic, fit.test.p], rtol=1e-8)


@pytest.mark.parametrize(
    ("of", "kind", "words"),
    [
        ("allok", UnknownName, "did you mean alloc?"),
        ([[1, 2, 3]], BadInput, "contrasts of 3 weights given; one a coefficient expected, 4 in all"),
        ([[0, 1, 0, 0], [0, 2, 0, 0]], BadInput, "say the same thing twice"),
        ([], BadInput, "nothing given to test"),
    ],
)
def test_what_cannot_be_tested(of, kind, words):
    with pytest.raises(kind) as refusal:
        eb.wald_test(eb.regress(bcg(), "ablat + alloc"), of)
    assert words in str(refusal.value)


def test_likelihood_ratio_of_a_moderator():
    # metafor, test_misc_anova.r: anova of ~ ablat against ~ 1, both by ML: LRT = 9.9588
    full, reduced = (eb.regress(bcg(), formula, tau2="ML") for formula in ("ablat", "1"))
    found = eb.likelihood_ratio(full, reduced)
    assert (found.by, found.df) == ("ML", 1)
    assert found.statistic == pytest.approx(9.9588, abs=FOUR_DECIMALS)
    assert str(found).endswith("Likelihood ratio(ML, df = 1) = 9.9588, p = .0016")


def test_other_estimators_are_fitted_anew_by_ml():
    by_ml = eb.likelihood_ratio(eb.regress(bcg(), "ablat", tau2="ML"), eb.regress(bcg(), "1", tau2="ML"))
    for estimator in ("REML", "DL"):
        found = eb.likelihood_ratio(*(eb.regress(bcg(), formula, tau2=estimator) for formula in ("ablat", "1")))
        assert found.statistic == by_ml.statistic
        assert found.full.options.tau2 == "ML"


def test_tau2_alone_is_tested_by_reml():
    full, reduced = eb.regress(bcg(), "ablat"), eb.regress(bcg(), "ablat", model="common")
    found = eb.likelihood_ratio(full, reduced)
    assert (found.by, found.df) == ("REML", 1)
    assert found.statistic == pytest.approx(2 * (full.reml.log_likelihood - reduced.reml.log_likelihood))


@pytest.mark.parametrize(("full", "reduced"), [("1", "ablat"), ("ablat", "year"), ("ablat", "ablat")])
def test_fits_that_are_not_nested_are_not_compared(full, reduced):
    with pytest.raises(BadInput, match="a likelihood ratio compares nested fits, the larger first"):
        eb.likelihood_ratio(eb.regress(bcg(), full), eb.regress(bcg(), reduced))


def test_fits_of_different_studies_are_not_compared():
    with pytest.raises(BadInput, match="study 'Aronson 1948' is in one of the fits and not in the other"):
        eb.likelihood_ratio(eb.regress(bcg(), "ablat"), eb.regress(bcg().without(["Aronson 1948"]), "1"))
    with pytest.raises(BadInput, match="different estimates"):
        eb.likelihood_ratio(eb.regress(bcg(), "ablat"), eb.regress(_doubled(), "1"))


def _doubled() -> eb.Effects:
    b = bcg()
    columns = {"y": (2 * b.yi).tolist(), "v": b.vi.tolist(), "study": list(b.labels)}
    return eb.effects("GEN", columns, estimates="y", variances="v", study="study")


def test_predictions_at_values():
    # metafor, test_misc_anova.r: L = rbind(c(1,10,0,0), c(1,30,0,0), c(1,50,0,0)): z = 0.0588, -1.7964, -3.1210
    found = eb.predict(eb.regress(bcg(), "ablat + alloc"), {"ablat": [10, 30, 50], "alloc": "alternate"})
    assert_allclose(found.estimate / found.se, [0.0588, -1.7964, -3.1210], atol=FOUR_DECIMALS)
    assert found.labels[1] == "ablat = 30, alloc = alternate"
    assert_allclose(found.display.estimate, np.exp(found.estimate))
    assert str(found).splitlines()[1].split()[:6] == ["ablat", "=", "10,", "alloc", "=", "alternate"]
    assert len(found.rows()) == len(found) == 3


def test_predictions_use_the_tests_own_quantile():
    fit = eb.regress(bcg(), "ablat", test="knapp-hartung")
    found = eb.predict(fit, {"ablat": 33})
    t = stdtrit(11, 0.975)
    assert_allclose(found.ci.high - found.ci.low, 2 * t * found.se, rtol=1e-12)
    spread = np.sqrt(found.se**2 + fit.heterogeneity.tau2)
    assert_allclose(found.prediction.high - found.prediction.low, 2 * t * spread, rtol=1e-12)
    riley = eb.predict(fit, {"ablat": 33}, prediction="t-2")
    assert_allclose(riley.prediction.high - riley.prediction.low, 2 * stdtrit(10, 0.975) * spread, rtol=1e-12)
    narrow = eb.predict(fit, {"ablat": 33}, level=0.5)
    assert_allclose(narrow.ci.high - narrow.ci.low, 2 * stdtrit(11, 0.75) * found.se, rtol=1e-12)


def test_a_common_effect_predicts_no_further_study():
    found = eb.predict(eb.regress(bcg(), "ablat", model="common"))
    assert found.prediction is None
    assert found.labels == bcg().labels
    assert found.display.prediction is None


def test_new_values_go_through_the_formula_as_the_old_did():
    fit = eb.regress(bcg(), "scale(ablat) + C(alloc)")
    at = {"ablat": bcg().moderator("ablat"), "alloc": bcg().moderator("alloc")}
    assert_allclose(eb.predict(fit, at).estimate, eb.predict(fit).estimate, rtol=1e-12)
    assert eb.predict(eb.regress(bcg(), "1"), {}).estimate.shape == (1,)


@pytest.mark.parametrize(
    ("at", "kind", "words"),
    [
        ({"ablat": 1}, BadInput, "no value given for 'alloc'"),
        ({"ablat": 1, "alloc": "randon"}, UnknownName, "unknown value of alloc 'randon'; did you mean random?"),
        ({"ablat": [1, 2], "alloc": ["random"] * 3}, BadInput, "differ in length: ablat has 2, alloc has 3"),
        ({"ablat": 1, "alloc": "random", "yeer": 2}, UnknownName, "unknown moderator 'yeer'"),
        ({"ablat": np.nan, "alloc": "random"}, BadInput, "an empty value given for 'ablat'"),
    ],
)
def test_values_that_do_not_fit_the_formula(at, kind, words):
    with pytest.raises(kind) as refusal:
        eb.predict(eb.regress(bcg(), "ablat + alloc"), at)
    assert words in str(refusal.value)


def test_a_level_that_the_fit_never_met_as_a_number():
    with pytest.raises(BadInput, match="is given a value that the fit did not meet"):
        eb.predict(eb.regress(bcg(), "C(ablat)", model="common"), {"ablat": 7})


def test_inflation_needs_moderators_and_is_the_same_for_a_pair_and_the_term_between_them():
    with pytest.raises(NotEstimable, match="without moderators"):
        eb.variance_inflation(eb.regress(bcg(), "1"))
    found = eb.variance_inflation(eb.regress(bcg(), "ablat + alloc"))
    assert found.terms["ablat"].gvif == pytest.approx(found.coefficients["ablat"])
    assert found.terms["alloc"].gvif == pytest.approx(found.terms["ablat"].gvif)  # two sets: one correlation
    assert found.terms["alloc"].per_coefficient == pytest.approx(found.terms["alloc"].gvif ** 0.25)
    alone = eb.variance_inflation(eb.regress(bcg(), "ablat"))
    assert alone.coefficients["ablat"] == pytest.approx(1.0)
