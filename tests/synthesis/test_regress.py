"""`regress`: the summary, formulas, what is left out, what is refused; published examples."""

from __future__ import annotations

import builtins
import sys

import pytest
from numpy.testing import assert_allclose
from regress_data import bcg, writing

import effectbank as eb
from effectbank.problems import BadInput, EffectBankError, NotEstimable, UnknownName


def estimates(fit: eb.Regression) -> list[float]:
    return [c.estimate for c in fit.coefficients.values()]


def test_the_printed_summary():
    # metafor 5.1-12: rma(yi, vi, mods = ~ ablat + year, data = dat), pinned with all digits in tests/reference.
    assert str(eb.regress(bcg(), "ablat + year")) == "\n".join(
        [
            "Mixed-effects model (k = 13; tau^2 estimator: REML)",
            "",
            "tau^2 (estimated amount of residual heterogeneity): 0.1108 (SE = 0.0845)",
            "tau (its square root): 0.3328",
            "I^2 (residual heterogeneity / unaccounted variability): 71.98%",
            "H^2 (unaccounted variability / sampling variability): 3.57",
            "R^2 (amount of heterogeneity accounted for): 64.63%",
            "",
            "Test for residual heterogeneity: QE(df = 10) = 28.3251, p = .0016",
            "Test of ablat, year: QM(df = 2) = 12.2045, p = .0022",
            "",
            "         estimate       se        z      p       low     high",
            "intrcpt   -3.5454  29.0956  -0.1219  .9030  -60.5717  53.4810",
            "ablat     -0.0280   0.0102  -2.7371  .0062   -0.0481  -0.0080",
            "year       0.0019   0.0147   0.1299  .8966   -0.0269   0.0307",
        ]
    )


def test_one_line_html_rows_and_json_say_the_same():
    fit = eb.regress(bcg(), "ablat", test="knapp-hartung")
    assert (
        repr(fit)
        == "<Regression log risk ratio ~ ablat k=13 random/REML, F(df1 = 1, df2 = 11) = 12.5910, p = .0046>"
    )
    assert "t(11)" in str(fit)
    assert "Tests of coefficients: Knapp-Hartung" in str(fit)
    assert fit._repr_html_().count("<tr>") == 11
    rows, data = fit.rows(), fit.to_dict()
    assert [row["coefficient"] for row in rows] == ["intrcpt", "ablat"]
    assert rows[1]["df"] == 11
    assert data["coefficients"] == rows
    again = eb.regress(bcg(), "ablat", test="knapp-hartung").to_dict()
    assert data == again
    assert data["provenance"]["digest"] != eb.regress(bcg(), "ablat").to_dict()["provenance"]["digest"]


def test_thompson_and_higgins_style_regression_without_heterogeneity():
    # metafor: rma(yi, vi, mods = ~ ablat, method = "EE"): b = 0.3436, -0.0292; QM(1) = 121.4999; QE(11) = 30.7331.
    fit = eb.regress(bcg(), "ablat", model="common")
    assert_allclose(estimates(fit), [0.343564577447, -0.0292369342595], rtol=1e-10)
    assert (fit.heterogeneity.tau2, fit.heterogeneity.tau2_se, fit.options.tau2) == (0.0, None, None)
    assert str(fit).startswith("Common-effect model with moderators (k = 13)")


@pytest.mark.parametrize(
    ("formula", "same"),
    [
        ("ablat + alloc", "alloc + ablat"),
        ("~ factor(alloc) + I(ablat^2)", "C(alloc) + I(ablat**2)"),
        ("ablat * alloc", "ablat + alloc + ablat:alloc"),
        ("alloc", "C(alloc, contr.treatment('random'))"),
        ("alloc", "0 + alloc"),
        ("ablat", "scale(ablat)"),
        ("poly(ablat, 2)", "ablat + I(ablat**2)"),
    ],
)
def test_formulas_that_span_the_same_fit_the_same(formula, same):
    one, other = eb.regress(bcg(), formula), eb.regress(bcg(), same)
    assert_allclose(eb.predict(one).estimate, eb.predict(other).estimate, rtol=1e-9)
    assert one.heterogeneity.tau2 == pytest.approx(other.heterogeneity.tau2, rel=1e-9)
    assert one.reml.aic == pytest.approx(other.reml.aic, abs=1.0)


def test_a_factor_without_intercept_gives_each_groups_mean():
    fit = eb.regress(bcg(), "0 + alloc", tau2="DL")
    assert list(fit.coefficients) == ["alloc[alternate]", "alloc[random]", "alloc[systematic]"]
    assert fit.test.of == tuple(fit.coefficients)  # no intercept: all are tested, as metafor does
    assert fit.heterogeneity.r2 is None


def test_a_two_step_estimate_has_no_standard_error():
    fit = eb.regress(bcg(), "ablat", tau2="DL2")
    assert fit.heterogeneity.tau2_se is None
    assert "tau^2 (estimated amount of residual heterogeneity): 0.1" in str(fit)
    assert "SE =" not in str(fit)


def test_a_tau2_of_ones_own():
    # metafor's fixed tau2: the fit is that of the estimate, but tau2 is no parameter
    by_reml = eb.regress(bcg(), "ablat")
    fit = eb.regress(bcg(), "ablat", tau2=by_reml.heterogeneity.tau2)
    assert fit.coefficients == by_reml.coefficients
    assert fit.reml.log_likelihood == by_reml.reml.log_likelihood
    assert fit.reml.aic == pytest.approx(by_reml.reml.aic - 2)
    assert (fit.heterogeneity.tau2_se, fit.heterogeneity.r2) == (None, None)
    assert "tau^2 estimator: given" in str(fit)
    test = eb.likelihood_ratio(eb.regress(bcg(), "ablat", tau2=0.1), eb.regress(bcg(), "1", tau2=0.1))
    assert (test.by, test.df) == ("ML", 1)
    with pytest.raises(BadInput, match="compares nested fits"):
        eb.likelihood_ratio(eb.regress(bcg(), "ablat", tau2=0.1), eb.regress(bcg(), "1", tau2=0.2))


def test_names_need_no_formula_and_equal_it():
    by_name, by_formula = eb.regress(bcg(), ["ablat", "year"]), eb.regress(bcg(), "ablat + year")
    assert_allclose(estimates(by_name), estimates(by_formula), rtol=1e-12)
    assert by_name.moderators.terms == by_formula.moderators.terms


def test_without_formulaic_the_error_gives_two_ways_out(monkeypatch):
    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.startswith("formulaic"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    for name in [name for name in sys.modules if name.partition(".")[0] == "formulaic"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(
        EffectBankError, match=r"pip install 'effectbank\[regression\]', or name numeric moderators"
    ):
        eb.regress(bcg(), "ablat")
    assert eb.regress(bcg(), ["ablat"]).k == 13


def test_a_study_without_a_moderator_is_left_out_and_listed():
    dose = [None, float("nan"), "", *range(10)]
    fit = eb.regress(bcg(dose=[None if d == "" else d for d in dose]), "dose")
    assert fit.k == 10
    assert [gap.study for gap in fit.left_out] == list(bcg().labels[:3])
    assert {gap.reason for gap in fit.left_out} == {"no value for dose"}
    assert "left out: Aronson 1948 (no value for dose)" in str(fit)
    assert fit.to_dict()["left_out"]["Aronson 1948"] == "no value for dose"


def test_a_study_without_an_estimate_keeps_its_reason():
    effects = eb.effects(
        "GEN", {"y": [1, None, 2, 4], "v": [1, 1, 1, 1], "x": [1, 2, 3, 5]}, estimates="y", variances="v"
    )
    fit = eb.regress(effects, "x", model="common")
    assert [(gap.study, gap.reason) for gap in fit.left_out] == [("2", effects.missing[0].reason)]


def test_the_estimates_own_error_may_be_a_moderator():
    fit = eb.regress(bcg(), "sei")
    assert fit.test.p == pytest.approx(eb.regress(bcg(se=bcg().se.tolist()), "se").test.p)


REFUSED = [
    ("ablatt", {}, UnknownName, "unknown moderator 'ablatt'; did you mean ablat?"),
    (["ablatt"], {}, UnknownName, "did you mean ablat?"),
    (["alloc"], {}, BadInput, "'alloc' holds words ('random', 'random', 'random', …); give a formula: 'C(alloc)'"),
    ("ablat +", {}, BadInput, "formula 'ablat +'"),
    ("yi ~ ablat", {}, BadInput, "more than one side"),
    ("0", {}, BadInput, "asks for no coefficient"),
    ("foo(ablat)", {}, UnknownName, "unknown function in formula 'foo(ablat)': 'foo'"),
    ("I(__import__('os'))", {}, UnknownName, "'__import__'"),
    ("I(().__class__)", {}, BadInput, "is no moderator and no number"),
    ("I([x for x in (1, 2)])", {}, BadInput, "is not understood"),
    ("log(ablat - 13)", {}, BadInput, "study 'Frimodt-Moller et al 1973': log(ablat - 13) is -inf"),
    ("ablat + I(2 * ablat + 1)", {}, BadInput, "'I(2 * ablat + 1)' is a combination of intrcpt, ablat"),
    ("ablat + I(0 * ablat + 3)", {}, BadInput, "is 3 in all 13 studies used"),
    ("ablat * C(year)", {}, NotEstimable, "24 coefficients and tau2 from 13 studies"),
    ("ablat", {"tau2": "XX"}, UnknownName, "unknown tau2 estimator 'XX'; known: DL"),
    (
        "ablat",
        {"method": "MH"},
        UnknownName,
        "unknown choice 'method'; that is tau2= here; known: level, model, prediction, tau2, test",
    ),
    ("ablat", {"level": 95}, BadInput, "0.95, not 95"),
    (
        "ablat",
        {"test": "kenward-roger"},
        UnknownName,
        "unknown test of a regression 'kenward-roger'; known: ad-hoc",
    ),
    ("ablat", {"tau2": "GENQ"}, EffectBankError, "GENQ"),
    ("ablat", {"prediction": "HTS"}, UnknownName, "unknown prediction rule of a regression 'HTS'; known: as-test"),
]


@pytest.mark.parametrize(("formula", "choices", "kind", "words"), REFUSED, ids=[str(row[0]) for row in REFUSED])
def test_what_is_refused_says_why(formula, choices, kind, words):
    with pytest.raises(kind) as refusal:
        eb.regress(bcg(), formula, **choices)
    assert words in str(refusal.value)


def test_a_factor_with_one_level_left_is_refused():
    with pytest.raises(BadInput, match="is the same in all 7 studies used"):
        eb.regress(bcg().subset(bcg().moderator("alloc") == "random"), "C(alloc)")


def test_as_many_studies_as_coefficients_have_no_tau2():
    effects = bcg().subset([0, 1])
    with pytest.raises(NotEstimable, match="model='common' estimates no tau2"):
        eb.regress(effects, "ablat")
    fit = eb.regress(effects, "ablat", model="common")
    assert_allclose(eb.predict(fit).estimate, effects.yi, rtol=1e-12)
    assert (fit.heterogeneity.q, fit.heterogeneity.p) == (0.0, 1.0)


def test_moderators_units_do_not_matter():
    plain = eb.regress(bcg(), "ablat + year")
    scaled = eb.regress(bcg(), "I(ablat * 1e9 + 1e12) + I(year * 1e-9)")
    assert scaled.heterogeneity.tau2 == pytest.approx(plain.heterogeneity.tau2, rel=1e-7)
    assert scaled.test.statistic == pytest.approx(plain.test.statistic, rel=1e-7)


def test_published_variance_inflation():
    # metafor's own test of vif() on these data: 1.5371, 1.3860, 1.6490, 1.8340, 5.6780, 1.1554, 4.5333.
    fit = eb.regress(writing(), "length + wic + feedback + info + pers + imag + meta")
    found = eb.variance_inflation(fit)
    published = [1.53710262575577, 1.38604929927746, 1.64904565071108, 1.83396138431786, 5.67803138275492,
                 1.1553714953831, 4.53327503733189]  # fmt: skip
    assert_allclose(
        list(found.coefficients.values()), published, rtol=1e-5
    )  # made with metafor's default tolerance
    assert_allclose([term.gvif for term in found.terms.values()], published, rtol=1e-5)


def test_predictions_say_at_what_values_they_are():
    fit = eb.regress(bcg(), "ablat + alloc")
    asked = eb.predict(fit, {"ablat": [10, 50], "alloc": "random"})
    assert asked.at["ablat"].tolist() == [10, 50]
    assert asked.at["alloc"].tolist() == ["random", "random"]
    assert eb.predict(fit).at["ablat"].tolist() == bcg().moderator("ablat").tolist()
