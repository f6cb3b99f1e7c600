"""Published meta-regressions that are not among the reference cases, their numbers as printed.

Receipts: the papers named, and the same numbers in metafor's own tests of its analysis examples.
"""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose

import effectbank as eb

# Jackson, Turner, Rhodes & Viechtbauer (2014), BMC Med Res Methodol 14:103, examples 1 and 2.
JACKSON_1 = {
    "yi": [0.0267, 0.8242, 0.3930, 2.4405, 2.1401, 1.2528, 2.4849, 0.3087, 1.4246, 0.1823, 1.1378, 1.2321, 2.0695,
           4.0237, 1.4383, 1.6021],
    "vi": [0.1285, 0.0315, 0.0931, 2.0967, 1.0539, 0.1602, 1.0235, 0.0218, 0.5277, 0.0556, 0.3304, 0.1721, 0.4901,
           2.0200, 0.3399, 0.1830],
    "xi": [0] * 10 + [1] * 6,
}  # fmt: skip
JACKSON_2 = {
    "yi": [0.54, 0.4, 0.64, 0.365, 0.835, 0.02, 0.12, 0.085, 1.18, 0.08, 0.18, 0.325, 0.06, 0.715, 0.065, 0.245,
           0.24, 0.06, 0.19],
    "vi": [0.0176, 0.019, 0.0906, 0.0861, 0.0063, 0.0126, 0.0126, 0.0041, 0.0759, 0.0126, 0.0104, 0.0242, 0.0026,
           0.2629, 0.0169, 0.0156, 0.0481, 0.0084, 0.0044],
    "xi": [1986, 1987, 1988, 1988, 1998, 1999, 2000, 2000, 2000, 2001, 2001, 2001, 2002, 2002, 2002, 2002, 2003,
           2003, 2003],
}  # fmt: skip


def given(data: dict[str, list[float]]) -> eb.Effects:
    return eb.effects("GEN", data, estimates="yi", variances="vi")


@pytest.mark.parametrize(("data", "ends"), [(JACKSON_1, (0.0023, 1.4871)), (JACKSON_2, (0.0178, 0.1564))])
def test_what_moderators_leave_by_q_profile(data, ends):
    for tau2 in ("PM", "REML", "DL"):  # it doesn't depend on the estimator
        found = eb.tau2_interval(eb.regress(given(data), "xi", tau2=tau2))
        assert_allclose(list(found.tau2), ends, atol=5e-5)
        assert found.tau.high == pytest.approx(found.tau2.high**0.5)


def test_i2_and_h2_of_that_interval_follow_from_the_regressions_own_typical_variance():
    fit = eb.regress(given(JACKSON_2), "xi")
    h, found = fit.heterogeneity, eb.tau2_interval(fit)
    typical = h.tau2 * (100 - h.i2) / h.i2
    assert found.i2.high == pytest.approx(100 * found.tau2.high / (found.tau2.high + typical))
    assert found.h2.low == pytest.approx(1 + found.tau2.low / typical)


def test_without_moderators_it_is_the_pooled_fits():
    effects = given(JACKSON_1)
    regressed, pooled = eb.tau2_interval(eb.regress(effects, "1")), eb.tau2_interval(eb.pool(effects))
    assert_allclose(list(regressed.tau2), list(pooled.tau2), rtol=1e-12)


# Lipsey & Wilson (2001), Practical Meta-Analysis, Exhibits 7.3, 7.4, 7.6 and 7.7.
LIPSEY = {
    "yi": [-0.33, 0.32, 0.39, 0.31, 0.17, 0.64, -0.33, 0.15, -0.02, 0.00],
    "vi": [0.084, 0.035, 0.017, 0.034, 0.072, 0.117, 0.102, 0.093, 0.012, 0.067],
    "random": [0] * 6 + [1] * 4,
    "intensity": [7, 3, 7, 5, 7, 7, 4, 4, 5, 6],
}


def test_lipsey_and_wilson_pooled():
    common, random = eb.pool(given(LIPSEY), model="common"), eb.pool(given(LIPSEY), tau2="DL")
    told = [common.estimate, common.se, common.statistic, common.p, *common.ci]
    assert_allclose(told, [0.1549, 0.0609, 2.5450, 0.0109, 0.0356, 0.2742], atol=5e-5)
    assert_allclose([common.heterogeneity.q, common.heterogeneity.p], [14.7640, 0.0976], atol=5e-5)
    told = [random.estimate, random.se, random.statistic, random.p, *random.ci]
    assert_allclose(told, [0.1534, 0.0858, 1.7893, 0.0736, -0.0146, 0.3215], atol=5e-5)
    assert random.heterogeneity.tau2 == pytest.approx(0.025955, abs=5e-7)


def test_lipsey_and_wilson_by_design():
    """The analogue to the analysis of variance, as a regression and as subgroups."""
    fit = eb.regress(given(LIPSEY), "random", model="common")
    found = eb.predict(fit, {"random": [0, 1]})
    assert_allclose(found.estimate, [0.2984, -0.0277], atol=5e-5)
    assert_allclose([found.ci.low[0], found.ci.high[0]], [0.1390, 0.4578], atol=5e-5)
    assert_allclose([fit.test.statistic, fit.test.p], [7.0739, 0.0078], atol=5e-5)
    assert_allclose([fit.heterogeneity.q, fit.heterogeneity.p], [7.6901, 0.4643], atol=5e-5)
    groups = eb.subgroups(given(LIPSEY), "random", model="common")
    assert_allclose([g.heterogeneity.q for g in groups.groups.values()], [6.4382, 1.2519], atol=5e-5)
    assert groups.test.q == pytest.approx(fit.test.statistic)


@pytest.mark.parametrize(
    ("choices", "estimates", "errors", "qm", "p"),
    [
        ({"model": "common"}, [0.3223, -0.3298, -0.0041], [0.2998, 0.1304, 0.0493], 7.0807, 0.0290),
        ({"tau2": "DL"}, [0.3311, -0.3269, -0.0068], [0.3198, 0.1439, 0.0528], 5.5711, 0.0617),
    ],
)
def test_lipsey_and_wilson_regressed(choices, estimates, errors, qm, p):
    fit = eb.regress(given(LIPSEY), "random + intensity", **choices)
    found = list(fit.coefficients.values())
    assert_allclose([c.estimate for c in found], estimates, atol=5e-5)
    assert_allclose([c.se for c in found], errors, atol=5e-5)
    assert_allclose([fit.test.statistic, fit.test.p], [qm, p], atol=5e-5)
    if choices == {"tau2": "DL"}:
        assert (round(fit.heterogeneity.tau2, 5), round(fit.heterogeneity.r2, 1)) == (0.00488, 81.2)
