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


def compare(fit, answer):
    h = fit.heterogeneity
    found = [fit.estimate, fit.se, fit.ci.low, fit.ci.high, fit.statistic, h.q, h.h2]
    expected = [answer[key] for key in ("b", "se", "lb", "ub", "z", "QE", "H2")]
    assert_allclose(found, expected, rtol=CLOSED)
    assert_allclose([fit.p, h.p], [answer["p"], answer["QEp"]], rtol=1e-9, atol=1e-290)
    assert_allclose(h.i2, answer["I2"], rtol=CLOSED, atol=1e-9)
    assert fit.k == answer["k"]
