"""Mantel-Haenszel and Peto fits equal metafor's rma.mh() and rma.peto()."""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose
from reference_cases import CLOSED, cases, with_columns

import effectbank as eb

COUNTS = with_columns("ai", "ci")


@pytest.mark.parametrize("measure", ["RR", "OR", "RD"])
@pytest.mark.parametrize("name", COUNTS)
def test_mantel_haenszel(name: str, measure: str):
    case = cases()[name]
    answer = case.answers["mh"][measure]
    fit = eb.pool(case.counts(measure), model="common", method="MH")
    compare(fit, answer)
    assert fit.heterogeneity.df == answer["k_yi"] - 1


@pytest.mark.parametrize("name", COUNTS)
def test_a_named_rule_corrects_the_pooled_tables_too(name: str):
    case = cases()[name]
    answer = case.answers["mh"]["RR_pooled_add"]
    fit = eb.pool(case.counts("RR"), model="common", method="MH", zero_cells="only0")
    found = [fit.estimate, fit.se, fit.ci.low, fit.ci.high]
    assert_allclose(found, [answer[key] for key in ("b", "se", "lb", "ub")], rtol=CLOSED)


@pytest.mark.parametrize("name", COUNTS)
def test_peto(name: str):
    case = cases()[name]
    compare(eb.pool(case.counts("OR"), method="Peto"), case.answers["peto"])
    compare(eb.pool(case.counts("PETO"), method="Peto"), case.answers["peto"])


@pytest.mark.parametrize("name", COUNTS)
def test_association_and_homogeneity(name: str):
    case = cases()[name]
    answer, found = case.answers["mh"]["OR"], eb.association_tests(case.counts("OR"))
    ours = {"MH": found.mantel_haenszel, "CO": found.cochran, "BD": found.breslow_day, "TA": found.tarone}
    for key, test in ours.items():
        assert_allclose([test.statistic, test.p], [answer[key], answer[f"{key}p"]], rtol=CLOSED, atol=1e-290)
    uncorrected = case.answers["mh"]["OR_nocorrect"]
    assert_allclose([found.uncorrected.statistic, found.uncorrected.p], [uncorrected["MH"], uncorrected["MHp"]])


def rates(measure: str) -> tuple[eb.Effects, dict]:
    case = cases()["hart1999"]
    events, times = ((case.column(f"{kind}1i"), case.column(f"{kind}2i")) for kind in "xt")
    return eb.effects(measure, events=events, times=times), case.answers["mh"][measure]


@pytest.mark.parametrize("measure", ["IRR", "IRD"])
def test_rates(measure: str):
    effects, answer = rates(measure)
    fit = eb.pool(effects, model="common", method="MH")
    h = fit.heterogeneity
    found = [fit.estimate, fit.se, fit.ci.low, fit.ci.high, fit.statistic, fit.p, h.q, h.p]
    assert_allclose(found, [answer[key] for key in ("b", "se", "lb", "ub", "z", "p", "QE", "QEp")], rtol=CLOSED)
    if answer["MH"] is not None:
        test = eb.association_tests(effects).mantel_haenszel
        assert_allclose([test.statistic, test.p], [answer["MH"], answer["MHp"]], rtol=CLOSED)


def test_observed_less_expected_pools_as_peto():
    """Peto's sums of O - E and V are the inverse-variance mean of (O - E) / V."""
    effects = eb.effects("HR", o_minus_e=[-3.2, -8.1, 1.4], variances=[4.1, 12.7, 3.3])
    peto, inverse = eb.pool(effects, method="Peto"), eb.pool(effects, model="common")
    assert peto.estimate == pytest.approx((-3.2 - 8.1 + 1.4) / (4.1 + 12.7 + 3.3), rel=1e-14)
    assert peto.se == pytest.approx((4.1 + 12.7 + 3.3) ** -0.5, rel=1e-14)
    assert (peto.estimate, peto.p, peto.heterogeneity.q) == pytest.approx(
        (inverse.estimate, inverse.p, inverse.heterogeneity.q), rel=1e-12
    )


def compare(fit, answer):
    h = fit.heterogeneity
    found = [fit.estimate, fit.se, fit.ci.low, fit.ci.high, fit.statistic, h.q, h.h2]
    expected = [answer[key] for key in ("b", "se", "lb", "ub", "z", "QE", "H2")]
    assert_allclose(found, expected, rtol=CLOSED)
    assert_allclose([fit.p, h.p], [answer["p"], answer["QEp"]], rtol=1e-9, atol=1e-290)
    assert_allclose(h.i2, answer["I2"], rtol=CLOSED, atol=1e-9)
    assert fit.k == answer["k"]
